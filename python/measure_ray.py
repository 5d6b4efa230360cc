"""Makes varied documents out of the fixtures and times `yomitori import` and `python -m yomitori.ray` over them, in one run.

Usage: python measure_ray.py FOLDER [COUNT]
"""

from __future__ import annotations

import io
import random
import shutil
import subprocess
import sys
import time
import zipfile
from pathlib import Path

FIXTURES = Path(__file__).parents[1] / "fixtures"

#: Of so many documents one is an office file, a page or a PDF; the others are text.
TEXTS_PER_OTHER = 10

#: Of so many documents one is hostile.
DOCUMENTS_PER_HOSTILE = 100


def main() -> None:
    folder, count = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 5000
    source = folder / "disclosures"
    make(source, count)
    timed("import", ["yomitori", "import", str(source), "--db", str(folder / "disclosures.db"), "--jobs", "2", "--ocr", "never"])
    for actors in (2, 4):
        out = folder / f"ray-{actors}"
        timed(f"ray, {actors} actors", ["yomitori.ray", str(source), "--out", str(out), "--concurrency", str(actors), "--ocr", "never"])


def make(source: Path, count: int) -> None:
    """Documents that are all of another content: a number is added where their kind has room for it."""
    shutil.rmtree(source, ignore_errors=True)
    chance = random.Random(1)
    texts = sorted((FIXTURES / "corpus").glob("*.txt"))
    others = sorted(path for path in (FIXTURES / "office").iterdir() if path.suffix in (".docx", ".xlsx", ".html"))
    others += sorted((FIXTURES / "rendered").glob("w*.pdf"))
    hostile = sorted(path for path in (FIXTURES / "hostile").iterdir() if path.is_file())
    for number in range(count):
        if number % DOCUMENTS_PER_HOSTILE == 0:
            path = hostile[number // DOCUMENTS_PER_HOSTILE % len(hostile)]
            content = path.read_bytes()
        else:
            path = chance.choice(others if number % TEXTS_PER_OTHER == 0 else texts)
            content = numbered(path, number)
        target = source / f"{number % 50:02}" / f"{number:06}{path.suffix}"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def numbered(path: Path, number: int) -> bytes:
    content = path.read_bytes()
    if path.suffix in (".docx", ".xlsx"):
        packed = io.BytesIO(content)
        with zipfile.ZipFile(packed, "a") as archive:
            archive.writestr("docProps/number.txt", str(number))
        return packed.getvalue()
    remark = {".pdf": f"\n%{number}", ".html": f"<!--{number}-->"}.get(path.suffix, f"\n({number})\n")
    return content + remark.encode()


def timed(name: str, arguments: list[str]) -> None:
    start = time.monotonic()
    done = subprocess.run([sys.executable, "-m", *arguments], check=False, capture_output=True, text=True)
    took = time.monotonic() - start
    print(f"{name}: {took:.1f} s; {done.stderr.strip().splitlines()[-1:]}")


if __name__ == "__main__":
    main()
