"""Print the disclosures of `office.py` as PDF through producers other than LibreOffice, with their truths.

    apt-get install --no-install-recommends chromium ghostscript qpdf fonts-ipaexfont fonts-dejavu texlive-lang-japanese
    pip install python-docx openpyxl weasyprint reportlab pikepdf
    python3 tests/truth/producers.py --seed 301 --count 5 --out OUT --difficulty varied [--only chromium,uplatex]

Each document is set anew by every producer: as an HTML page by Chromium and WeasyPrint, as a platypus table by
ReportLab, as a longtable by uplatex and dvipdfmx. Rewriters change the files of others. A producer that has no glyph
for a document's marks leaves the document out.
"""

import argparse
import json
import random
import tempfile
from pathlib import Path

import generate
import office
import rewriters
from setters import pages, platypus, tex


def printers(work):
    """The producers by name: each takes blocks, a target and a random number generator, and says whether it wrote."""
    return {
        **pages.printers(work),
        **platypus.PRINTERS,
        **tex.printers(work),
        **rewriters.REWRITERS,
    }


def write(out, options, number, work):
    """Print one document by every producer."""
    blocks, boxed, truth = office.draw(options.difficulty, options.seed, number)
    for name, printer in printers(work).items():
        if options.only and name not in options.only:
            continue
        if name in pages.BOXED and not boxed:
            continue
        stem = f"{name}-{options.difficulty}-{number:04}"
        dice = random.Random(f"{options.seed}/{name}/{options.difficulty}/{number}")
        if printer(blocks, out / f"{stem}.pdf", dice):
            told = {"document": f"{stem}.pdf", "kind": f"{name}-{options.difficulty}", **truth.as_json()}
            text = json.dumps(told, ensure_ascii=False, indent=1) + "\n"
            (out / f"{stem}.truth.json").write_text(text, "utf-8")


def main():
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, default=301)
    parser.add_argument("--count", type=int, default=5)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--difficulty", choices=list(generate.LEVELS), default="varied")
    parser.add_argument("--only", type=lambda names: names.split(","), default=[])
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for number in range(options.count):
            write(options.out, options, number, Path(folder))


if __name__ == "__main__":
    main()
