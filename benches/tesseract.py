#!/usr/bin/env python3
"""Scans read by the built-in network beside the same pages read by Tesseract: leaves that are right, and seconds of processor a page.

Usage: benches/tesseract.py SCANS [--program target/release/yomitori]

SCANS holds `KIND-NAME.pdf` with `KIND-NAME.truth.json`, as `tests/truth/scan.py` makes them. Both go the same way from characters to
values: Tesseract's hOCR (`-l jpn`, one thread) is a document that the program reads. Needs tesseract with Japanese and poppler's pdftoppm;
YOMITORI_MODELS says where the network is. The figures are this machine's; what counts is how they stand to each other in one run.
"""
import argparse
import collections
import json
import os
import resource
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests/truth"))
from score import SUFFIX, leaves  # noqa: E402

RESOLUTION = "200"
DAY = "--today=2026-11-20"


@dataclass
class Tally:
    """What one reader made of one kind of scans."""

    right: int = 0
    leaves: int = 0
    seconds: float = 0.0
    pages: int = 0


def timed(command, **options):
    """What a command prints, and the seconds of processor that it took with all it started."""

    def used():
        usage = resource.getrusage(resource.RUSAGE_CHILDREN)
        return usage.ru_utime + usage.ru_stime

    before = used()
    done = subprocess.run(command, capture_output=True, text=True, check=False, **options)
    return done.stdout, used() - before


def record(printed):
    """The record that was printed, or none."""
    line = printed.partition("\n")[0]
    return json.loads(line) if line.startswith("{") else None


def count(tally, truth, read, seconds, pages):
    """Count the leaves of one document."""
    got = {pointer: value for pointer, _, value in leaves(read["data"])} if read else {}
    expected = [(pointer, value) for pointer, _, value in leaves(truth["data"])]
    tally.leaves += len(expected)
    tally.right += sum(pointer in got and got[pointer] == value for pointer, value in expected)
    tally.seconds += seconds
    tally.pages += pages


def built_in(program, scan, _):
    """The program alone."""
    printed, seconds = timed([program, "extract", scan, DAY])
    return record(printed), seconds


def tesseract(program, scan, work):
    """Tesseract's characters, and the program's values of them."""
    subprocess.run(["pdftoppm", "-r", RESOLUTION, "-gray", "-png", scan, work / "page"], check=True)
    pages = sorted(work.glob("page*.png"))
    (work / "pages.txt").write_text("".join(f"{page}\n" for page in pages))
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    command = ["tesseract", work / "pages.txt", work / "read", "-l", "jpn", "--dpi", RESOLUTION, "hocr"]
    _, seconds = timed(command, env=environment)
    printed, more = timed([program, "extract", work / "read.hocr", DAY])
    return record(printed), seconds + more


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scans", type=Path)
    parser.add_argument("--program", type=Path, default=ROOT / "target/release/yomitori")
    arguments = parser.parse_args()
    readers = {"built in": built_in, "tesseract": tesseract}
    tallies = collections.defaultdict(Tally)
    for scan in sorted(arguments.scans.glob("*.pdf")):
        truth_file = scan.with_name(scan.stem + SUFFIX)
        if not truth_file.exists():
            continue
        truth = json.loads(truth_file.read_text())
        kind = truth.get("kind") or scan.stem.partition("-")[0]
        pages = int(next(
            line.split()[1]
            for line in subprocess.run(["pdfinfo", scan], capture_output=True, text=True, check=True).stdout.splitlines()
            if line.startswith("Pages:")
        ))
        for name, reader in readers.items():
            with tempfile.TemporaryDirectory() as work:
                read, seconds = reader(arguments.program, scan, Path(work))
            count(tallies[kind, name], truth, read, seconds, pages)
    print(f"{'kind':24} {'reader':10} {'leaves right':>14} {'s/page':>8}")
    for (kind, name), tally in sorted(tallies.items()):
        share = 100 * tally.right / max(tally.leaves, 1)
        print(f"{kind:24} {name:10} {share:12.1f} % {tally.seconds / max(tally.pages, 1):8.1f}")


if __name__ == "__main__":
    main()
