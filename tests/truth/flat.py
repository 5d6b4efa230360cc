"""Take the text out of PDF files with the tools that people use, and score what is read from it.

    apt-get install poppler-utils mupdf-tools; pip install pdfplumber pymupdf pypdf pdfminer.six
    python3 tests/truth/flat.py make PDFS OUT [--tools layout,raw] [--records]
    yomitori extract OUT/*.txt > records.jsonl
    python3 tests/truth/flat.py score OUT records.jsonl [--limit 40] [--tool raw]

`make` writes for each NAME.pdf with a NAME.truth.json beside it, or a NAME.pdf.json in golden/rendered, one NAME.TOOL.txt
a tool and its truth. `score` counts leaves by tool: right, wrong, and wrong with no diagnostic on the leaf or above it.
"""

import argparse
import collections
import json
import subprocess
import sys
from pathlib import Path

import score

GOLDEN = Path(__file__).resolve().parents[2] / "golden"


def command(*words):
    """A tool that is a program: IN stands for the file, and it writes to its output."""
    return lambda path: subprocess.run(
        [str(path) if word == "IN" else word for word in words], check=True, capture_output=True
    ).stdout.decode("utf-8", "replace")


def pdfplumber(path):
    import pdfplumber as library

    with library.open(path) as pdf:
        return "\f".join(page.extract_text(layout=True) or "" for page in pdf.pages)


def pymupdf(path):
    import pymupdf as library

    with library.open(path) as pdf:
        return "\f".join(page.get_text(sort=True) for page in pdf)


def pypdf(path):
    import pypdf as library

    return "\n".join(page.extract_text() for page in library.PdfReader(path).pages)


def pdfminer(path):
    from pdfminer.high_level import extract_text

    return extract_text(path)


def web(path):
    """A copy on a web page: spaces are one, pages are paragraphs, the site's own lines stand between them."""
    pages = command("pdftotext", "-layout", "IN", "-")(path).split("\f")
    heads = [f"トップ > 資料 > 開示情報 ({number})\n" for number in range(1, len(pages) + 1)]
    bodies = [" ".join(page.split()) for page in pages]
    return "\n".join(head + body for head, body in zip(heads, bodies) if body)


TOOLS = {
    "pdftotext": command("pdftotext", "IN", "-"),
    "layout": command("pdftotext", "-layout", "IN", "-"),
    "raw": command("pdftotext", "-raw", "IN", "-"),
    "mutool": command("mutool", "draw", "-q", "-F", "txt", "IN"),
    "pdfplumber": pdfplumber,
    "pymupdf": pymupdf,
    "pypdf": pypdf,
    "pdfminer": pdfminer,
    "fixed": command("pdftotext", "-fixed", "5", "IN", "-"),
    "web": web,
}
EIGHT = list(TOOLS)[:8]


def truth_of(pdf):
    """The truth beside a PDF file, or its own golden record."""
    beside = pdf.with_name(f"{pdf.stem}.truth.json")
    if beside.exists():
        return json.loads(beside.read_text("utf-8"))
    golden = GOLDEN / pdf.parent.name / f"{pdf.name}.json"
    told = json.loads(golden.read_text("utf-8")) if golden.exists() else {}
    return {"data": told["data"]} if "data" in told else None


def make(options):
    """Write the texts of all PDF files of a folder."""
    options.out.mkdir(parents=True, exist_ok=True)
    for pdf in sorted(options.pdfs.glob("*.pdf")):
        truth = truth_of(pdf)
        if truth is None:
            continue
        for tool in options.tools:
            try:
                text = TOOLS[tool](pdf)
            except Exception as error:  # a tool that can't read the file has no text of it
                print(f"{pdf.name}: {tool}: {type(error).__name__}", file=sys.stderr)
                continue
            name = f"{pdf.stem}.{tool}"
            (options.out / f"{name}.txt").write_text(text, "utf-8", errors="replace")
            told = {**truth, "document": f"{name}.txt", "kind": tool}
            (options.out / f"{name}.truth.json").write_text(json.dumps(told, ensure_ascii=False) + "\n", "utf-8")


def group(pointer):
    """The kind of a leaf: its place in the form, or the item's leaf."""
    if "/items/" in pointer:
        return "item " + pointer.rsplit("/", 1)[1]
    return pointer if not pointer.startswith(score.SECTIONS) else "section " + pointer.rsplit("/", 1)[1]


def tell(options):
    """Print the score by tool and by kind of leaf."""
    reports = collections.defaultdict(score.Report)
    records = score.read_records(options.records)
    for name, truth in score.read_truths(options.folder).items():
        if options.tool in (None, truth["kind"]) and options.name in name:
            score.compare(reports[truth["kind"]], truth["kind"], name, truth, records.get(name))
    print(f"{'tool':12}{'texts':>6}{'perfect':>9}{'leaves':>8}{'right':>9}{'no space':>10}{'unsaid':>8}")
    groups = collections.defaultdict(collections.Counter)
    for tool, report in sorted(reports.items()):
        tally = report.kinds[tool]
        unsaid = [wrong for wrong in report.wrong if not wrong.codes and wrong.document not in report.recordless]
        right, loose, silent = (100 * part / max(1, tally.leaves) for part in (tally.exact, tally.loose, len(unsaid)))
        counts = f"{tally.documents:6}{tally.perfect:9}{tally.leaves:8}"
        print(f"{tool:12}{counts}{right:8.2f}%{loose:9.2f}%{silent:7.2f}%  {len(unsaid)}")
        for wrong in report.wrong:
            groups[group(wrong.pointer)][tool] += 1
            groups[group(wrong.pointer)]["unsaid"] += not wrong.codes
            groups[group(wrong.pointer)]["all"] += 1
    print("\nwrong leaves by kind")
    for name, counts in sorted(groups.items(), key=lambda entry: -entry[1]["all"])[: options.groups]:
        print(f"{counts['all']:6} {counts['unsaid']:5} unsaid  {name:55}", *(counts[tool] for tool in reports))
    if options.limit:
        for report in reports.values():
            shown = [wrong for wrong in report.wrong if options.match in wrong.pointer]
            score._print_wrong("WITHOUT a diagnostic", [wrong for wrong in shown if not wrong.codes], options.limit)
            score._print_wrong("with one", [wrong for wrong in shown if wrong.codes], options.limit)


def main():
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(required=True)
    maker = commands.add_parser("make")
    maker.add_argument("pdfs", type=Path)
    maker.add_argument("out", type=Path)
    maker.add_argument("--tools", type=lambda names: names.split(","), default=EIGHT)
    maker.set_defaults(run=make)
    teller = commands.add_parser("score")
    teller.add_argument("folder", type=Path)
    teller.add_argument("records")
    teller.add_argument("--limit", type=int, default=0, help="wrong leaves of each list to print")
    teller.add_argument("--groups", type=int, default=25, help="kinds of leaves to print")
    teller.add_argument("--tool", help="this one only")
    teller.add_argument("--name", default="", help="texts with this in their names only")
    teller.add_argument("--match", default="", help="leaves with this in their pointers only")
    teller.set_defaults(run=tell)
    options = parser.parse_args()
    options.run(options)


if __name__ == "__main__":
    main()
