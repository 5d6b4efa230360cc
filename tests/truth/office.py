"""Write invented disclosures as Word, Excel, HTML and Markdown files with the records they must become.

    pip install python-docx openpyxl
    python3 tests/truth/office.py --seed 1 --count 10 --out OUT --difficulty varied [--resave]

The documents are those of `generate.py --kind corpus`; their tables are given merged cells, as people who fill the
form in Word or Excel leave them. Each file NAME.KIND has its NAME.truth.json beside it, for `score.py`. `--resave` has
LibreOffice save the Word and Excel files anew, as .docx, .odt, .xlsx, .ods and .xls.
"""

import argparse
import dataclasses
import json
import random
import re
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[2] / "fixtures/office/scripts"))

import generate  # noqa: E402
import make  # noqa: E402
import marks as marking  # noqa: E402
from values import Dice  # noqa: E402

INPUT = re.compile(r"<input [^>]*>")
LISTS = re.compile(r"</?(?:p|ul|li)>")
FEES = re.compile("固定|単価")
SQUARED = (1, 7, 15, 23, 37, 51, 60, 70, 80, 90)
RESAVED = {"docx": ("docx", "odt", "html"), "xlsx": ("xlsx", "ods", "xls")}


def boxes(text, look):
    """The text with its check boxes as the builders of files take them."""
    text = INPUT.sub(lambda found: "[x]" if "checked" in found[0] else "[ ]", text)
    text = LISTS.sub("\n", text).strip("\n") if "<" in text else text
    if look.on == "■" and look.off == "□":
        return text.replace("■", "[x]").replace("□", "[ ]")
    return text


def blocks(text, look):
    """The paragraphs and tables of a scraped text; cells as (text, rows, columns), None where another covers them."""
    found, rows = [], []
    for line in [*text.split("\n"), ""]:
        if "\t" in line:
            rows.append(line.split("\t"))
            continue
        if rows:
            found.append(table(rows, look))
            rows = []
        if line.strip() and "<p>" not in line:
            found.append(boxes(line, look))
    return found


def table(rows, look):
    """A table with its headings merged down, and lone values merged to the right."""
    rows = [row for row in rows if not re.fullmatch(r"[-\t]*", "\t".join(row))]
    width = max(len(row) for row in rows)
    rows = [row + [""] * (width - len(row)) for row in rows]
    merges = not any(FEES.search(cell) for row in rows for cell in row)
    cells = [[(boxes(cell, look), 1, 1) for cell in row] for row in rows]
    for y, row in enumerate(rows):
        filled = [x for x, cell in enumerate(row) if cell]
        if merges and filled and filled[-1] < width - 1 and len(filled) > 1:
            last = filled[-1]
            cells[y][last] = (cells[y][last][0], 1, width - last)
            cells[y][last + 1 :] = [None] * (width - last - 1)
    top = 0
    for y in range(1, len(rows) + 1):
        if y == len(rows) or rows[y][0] or cells[y][0] is None:
            if rows[top][0] and y - top > 1 and cells[top][0] and cells[top][0][2] == 1:
                cells[top][0] = (cells[top][0][0], y - top, 1)
                for below in range(top + 1, y):
                    cells[below][0] = None
            top = y
    return cells


def edges(found):
    """Sheet columns for as many columns as the widest table has."""
    return max([len(block[0]) for block in found if not isinstance(block, str)])


def draw(level, seed, number):
    """The paragraphs and tables of one document, whether its marks are boxes, how it is marked, and its truth."""
    dice = Dice(random.Random(f"{seed}/office/{level}/{number}"), generate.LEVELS[level])
    marks = generate.corpus.draw_marks(dice)
    look = generate.corpus.draw_look(dice, marks)
    content = generate.invent(dice, look.marks, look.checks)
    layout = generate.corpus.draw_layout(dice, look)
    if look.lists.startswith("ul"):
        look = dataclasses.replace(look, lists="plain")
    text = generate.corpus.Corpus(dice, generate.Printer(dice, look, content), layout).render()
    boxed = "[x]" in text or look.marks.on == "■" and look.marks.off == "□" or look.marks == marking.INPUT
    return blocks(text, look.marks), boxed, generate.truth_of(content, look.marks)


def write(out, level, seed, number):
    """Write one document in every kind."""
    found, boxed, truth = draw(level, seed, number)
    count = edges(found)

    def name(kind, extension):
        stem = f"{kind}-{level}-{number:04}"
        told = {"document": f"{stem}.{extension}", "kind": f"{kind}-{level}", **truth.as_json()}
        (out / f"{stem}.truth.json").write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", "utf-8")
        return out / f"{stem}.{extension}"

    make.word(found, name("docx", "docx"), ["plain"])
    square = make.excel
    square([("開示", found)], name("xlsx", "xlsx"), edges=range(1, count + 2))
    if count < len(SQUARED):
        square([("Sheet1", found)], name("squared", "xlsx"), edges=SQUARED[: count + 1], width=2.5)
    make.web(found, name("html", "html"), {True: "■", False: "□"}, "utf-8", make.FRAME)
    make.markdown(found, name("md", "md"))
    if boxed:
        make.word(found, name("controls", "docx"), ["control", "control", "field"])
        make.word(found, name("wingdings", "docx"), ["symbol", "private"])
        inputs = {True: '<input type="checkbox" checked>', False: "<input type='checkbox'>"}
        make.web(found, name("inputs", "html"), inputs, "utf-8", make.FRAME_WITH_SITE)


def resave(out):
    """Has LibreOffice save the Word and Excel files anew."""
    for source, kinds in RESAVED.items():
        files = sorted(out.glob(f"{source}-*.{source}"))
        for kind in kinds:
            with tempfile.TemporaryDirectory() as folder:
                target = "html:HTML (StarWriter)" if kind == "html" else kind
                profile = f"-env:UserInstallation=file://{folder}/profile"
                command = ["soffice", profile, "--headless", "--convert-to", target, "--outdir", folder]
                subprocess.run([*command, *map(str, files)], check=True, capture_output=True)
                for file in files:
                    stem = f"resaved-{kind}-{file.stem}"
                    (out / f"{stem}.{kind}").write_bytes((Path(folder) / f"{file.stem}.{kind}").read_bytes())
                    told = json.loads((out / f"{file.stem}.truth.json").read_text("utf-8"))
                    told |= {"document": f"{stem}.{kind}", "kind": f"resaved-{kind}"}
                    text = json.dumps(told, ensure_ascii=False, indent=1) + "\n"
                    (out / f"{stem}.truth.json").write_text(text, "utf-8")


def main():
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=10)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--difficulty", choices=list(generate.LEVELS), default="varied")
    parser.add_argument("--resave", action="store_true")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    for number in range(options.count):
        write(options.out, options.difficulty, options.seed, number)
    if options.resave:
        resave(options.out)


if __name__ == "__main__":
    main()
