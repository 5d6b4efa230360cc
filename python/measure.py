"""What the crossing between Rust and Python costs, and how threads scale on both sides.

    python python/measure.py [--documents N] [--rounds N]

Both sides read the same files in this process's program, without worker processes: `python -m yomitori extract` all in Rust, and
`yomitori.read_many` with a Python object for each record. So allocator, code and options are the same. The fastest of some rounds counts,
taken in turn, because whatever else the machine does only adds. Build the package optimized: `maturin develop --release`.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import yomitori

ROOT = Path(__file__).resolve().parents[1]
TODAY = "2026-11-01"


def copies(sources: list[Path], count: int, folder: Path) -> list[Path]:
    """So many files, the given ones in turn."""
    folder.mkdir()
    paths = []
    for at in range(count):
        source = sources[at % len(sources)]
        path = folder / f"{at:05}{source.suffix}"
        shutil.copyfile(source, path)
        paths.append(path)
    return paths


def program(paths: list[Path], folder: Path, jobs: int) -> float:
    """Seconds that the command takes, written to a file."""
    listed = folder / "list"
    listed.write_text("".join(f"{path}\n" for path in paths), encoding="utf-8")
    words = ["extract", "--in-process", "--quiet", f"--jobs={jobs}", "-o", str(folder / "records.jsonl")]
    words += [f"--files-from={listed}", f"--today={TODAY}", "--ocr=never"]
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-m", "yomitori", *words], check=True)
    return time.perf_counter() - begun


def package(paths: list[Path], folder: Path, jobs: int, parsed: bool) -> float:
    """Seconds that Python takes to get the bytes of each record, and to write them; with `parsed`, its data as objects too."""
    begun = time.perf_counter()
    reader = yomitori.Reader(today=TODAY, ocr="never")
    with open(folder / "python.jsonl", "wb") as out:
        for result in reader.read_many(paths, threads=jobs, isolated=False):
            assert result.ok, result
            out.write(bytes(result) + b"\n")
            if parsed:
                result.data  # noqa: B018: what is measured is that it is made
    return time.perf_counter() - begun


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--documents", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=5)
    args = parser.parse_args()
    processors = os.cpu_count() or 1
    kinds = {
        "text": sorted((ROOT / "fixtures" / "corpus").glob("*.txt")),
        "PDF": [ROOT / "fixtures" / "rendered" / name for name in ("writer.pdf", "chromium.pdf", "cairo.pdf")],
    }
    print(f"{processors} processors, fastest of {args.rounds} rounds, ms a document")
    print("kind  documents  threads     Rust   Python  crossing  with .data")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for kind, sources in kinds.items():
            count = args.documents if kind == "text" else max(args.documents // 10, 1)
            paths = copies(sources, count, folder / kind)
            first: dict[str, float] = {}
            for jobs in sorted({1, processors}):
                best = {"start": 9e9, "rust": 9e9, "python": 9e9, "data": 9e9}
                for _ in range(args.rounds):
                    # What starting the command takes is no reading.
                    best["start"] = min(best["start"], program(paths[:1], folder, jobs))
                    best["rust"] = min(best["rust"], program(paths, folder, jobs))
                    best["python"] = min(best["python"], package(paths, folder, jobs, False))
                    best["data"] = min(best["data"], package(paths, folder, jobs, True))
                assert (folder / "records.jsonl").stat().st_size == (folder / "python.jsonl").stat().st_size
                rust = best["rust"] - best["start"]
                each = {"Rust": rust, "Python": best["python"], "data": best["data"]}
                crossing = best["python"] / rust - 1
                print(
                    f"{kind:5} {count:9} {jobs:8} {rust / count * 1e3:8.3f} {best['python'] / count * 1e3:8.3f} "
                    f"{crossing:9.1%} {best['data'] / count * 1e3:11.3f}"
                )
                for side, took in each.items():
                    if side in first and side != "data":
                        print(f"      {side}: {first[side] / took:.2f} times as fast with {jobs} threads")
                    first.setdefault(side, took)


if __name__ == "__main__":
    main()
