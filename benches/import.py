#!/usr/bin/env python3
"""What a large import takes: time beside `extract`, memory, and what is left after the program is killed.

Usage: benches/import.py [DOCUMENTS]     (20000 unless said; needs target/release/yomitori)

Documents are those of `documents.py`. Prints
- seconds of `import`, `import --in-process` and `extract`, as ratios of one run;
- peak memory of the program and of a worker for 1,000 and for all documents;
- whether an import that is killed at 20 random moments exports what an unbroken one does.
"""
import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from documents import generate

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = ROOT / "target/release/yomitori"
DAY = "--today=2026-11-20"
KILLS = 20


def resident(pid: int) -> int:
    """Peak resident memory of a process in KiB, 0 when it is gone."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM")), 0)


def children(pid: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def run(*args: object) -> tuple[float, int, int]:
    """Seconds, peak KiB of the program, peak KiB of its largest child."""
    start = time.monotonic()
    process = subprocess.Popen([PROGRAM, *map(str, args)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    peaks = [0, 0]

    def watch() -> None:
        while process.poll() is None:
            peaks[0] = max(peaks[0], resident(process.pid))
            peaks[1] = max([peaks[1], *map(resident, children(process.pid))])
            time.sleep(0.05)

    watcher = threading.Thread(target=watch)
    watcher.start()
    status = process.wait()
    seconds = time.monotonic() - start
    watcher.join()
    assert status == 0, (args, status)
    return seconds, peaks[0], peaks[1]


def hashes(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20000
    work = Path(tempfile.mkdtemp(prefix="yomitori-import-"))
    try:
        documents = work / "in"
        generate(documents, count)
        few = documents / "000"
        run("extract", documents, DAY)  # the files are in the system's cache from here on
        extract = run("extract", documents, DAY)[0]
        bare = run("extract", documents, DAY, "--in-process")[0]
        here = run("import", documents, "--db", work / "here.db", DAY, "--in-process")
        small = run("import", few, "--db", work / "few.db", DAY)
        whole = run("import", documents, "--db", work / "whole.db", DAY)
        again = run("import", documents, "--db", work / "whole.db", DAY)[0]
        print(f"{count} documents")
        print(f"extract              {extract:7.2f} s  {count / extract:6.0f}/s")
        print(f"import --in-process  {here[0]:7.2f} s  {count / here[0]:6.0f}/s  {here[0] / bare:.2f} of extract --in-process")
        print(f"import               {whole[0]:7.2f} s  {count / whole[0]:6.0f}/s  {whole[0] / extract:.2f} of extract")
        print(f"import, unchanged    {again:7.2f} s")
        for name, peaks in [(1000, small), (count, whole)]:
            print(f"peak memory, {name:6} documents: program {peaks[1] // 1024} MiB, largest worker {peaks[2] // 1024} MiB")
        chance = random.Random(2026)
        for _ in range(KILLS):
            process = subprocess.Popen(
                [PROGRAM, "import", documents, "--db", work / "killed.db", DAY], stderr=subprocess.DEVNULL
            )
            time.sleep(chance.uniform(0.05, whole[0] / KILLS))
            os.kill(process.pid, signal.SIGKILL)
            process.wait()
        run("import", documents, "--db", work / "killed.db", DAY)
        for name in ["whole", "killed", "here"]:
            run("export", "--db", work / f"{name}.db", "--to", work / name, "--format", "csv,jsonl,parquet")
        equal = hashes(work / "whole") == hashes(work / "killed") == hashes(work / "here")
        print(f"killed {KILLS} times: the exports are {'equal' if equal else 'NOT equal'}")
        size = (work / "whole.db").stat().st_size
        print(f"database: {size / 2**20:.0f} MiB, {size / count / 1024:.0f} KiB a document")
    finally:
        shutil.rmtree(work)


if __name__ == "__main__":
    main()
