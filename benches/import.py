#!/usr/bin/env python3
"""What a large import takes: time beside `extract`, memory, and what is left after the program is killed.

Usage: benches/import.py [DOCUMENTS] [--mixed]     (20000 unless said; needs target/release/yomitori)

Documents are those of `documents.py`, text alone or of all kinds mixed. Prints
- seconds of `import`, `import --in-process` and `extract`, as ratios of one run, and seconds of processors beside them;
- peak memory of the program and of a worker for 1,000 and for all documents;
- whether an import that is killed at 20 random moments exports what an unbroken one does.
"""
import hashlib
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import NamedTuple

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


class Run(NamedTuple):
    """What a run of the program took."""

    seconds: float
    # Of all processors, its children's with its own.
    processor: float
    # Peak KiB of the program, and of its largest child.
    program: int
    child: int


def processor() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def run(*args: object) -> Run:
    start, before = time.monotonic(), processor()
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
    return Run(seconds, processor() - before, peaks[0], peaks[1])


def hashes(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


def main() -> None:
    numbers = [int(word) for word in sys.argv[1:] if word.isdigit()]
    count = numbers[0] if numbers else 20000
    work = Path(tempfile.mkdtemp(prefix="yomitori-import-"))
    try:
        documents = work / "in"
        generate(documents, count, "--mixed" in sys.argv)
        few = documents / "000"
        run("extract", documents, DAY)  # the files are in the system's cache from here on
        extract = run("extract", documents, DAY)
        bare = run("extract", documents, DAY, "--in-process")
        here = run("import", documents, "--db", work / "here.db", DAY, "--in-process")
        small = run("import", few, "--db", work / "few.db", DAY)
        whole = run("import", documents, "--db", work / "whole.db", DAY)
        again = run("import", documents, "--db", work / "whole.db", DAY)
        print(f"{count} documents")
        for name, took, beside, than in [
            ("extract --in-process", bare, bare, ""),
            ("extract", extract, bare, " of extract --in-process"),
            ("import --in-process", here, bare, " of extract --in-process"),
            ("import", whole, bare, " of extract --in-process"),
        ]:
            print(
                f"{name:20} {took.seconds:8.2f} s {count / took.seconds:6.0f}/s  processor {took.processor:8.2f} s  "
                f"{took.seconds / beside.seconds:.2f}, processor {took.processor / beside.processor:.2f}{than}"
            )
        print(f"{'import, unchanged':20} {again.seconds:8.2f} s")
        for name, took in [(1000, small), (count, whole)]:
            peaks = f"program {took.program // 1024} MiB, largest worker {took.child // 1024} MiB"
            print(f"peak memory, {name:6} documents: {peaks}")
        chance = random.Random(2026)
        for _ in range(KILLS):
            process = subprocess.Popen(
                [PROGRAM, "import", documents, "--db", work / "killed.db", DAY], stderr=subprocess.DEVNULL
            )
            time.sleep(chance.uniform(0.05, whole.seconds / KILLS))
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
