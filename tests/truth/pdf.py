"""Print the Word and Excel files of `office.py` as PDF, and as text laid out by pdftotext, with their truths.

    apt-get install --no-install-recommends libreoffice-writer-nogui libreoffice-calc-nogui fonts-ipaexfont poppler-utils
    pip install python-docx openpyxl
    python3 tests/truth/office.py --seed 1 --count 10 --out OFFICE
    python3 tests/truth/pdf.py OFFICE OUT

Word files are set in a Japanese font on A4; sheets are fitted to the page's width, their rows as high as their text
needs. Rows are cut by pages wherever they end.
"""

import argparse
import json
import subprocess
import tempfile
from pathlib import Path

import docx
import openpyxl
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

FONT = "IPAexGothic"
LINE = 14.5  # the height of a line in a sheet, in points
USUAL = 8  # the width of a column that states none, in characters


def width(text):
    """The width of a text in half-width characters."""
    return sum(2 if ord(sign) > 0x2000 else 1 for sign in text)


def set_word(source, target):
    """The Word file on A4 in a Japanese font."""
    document = docx.Document(source)
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(9)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONT)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(15)
    document.save(target)


def lines_of(sheet, cell, spans):
    """How many lines a cell's text takes in each of the rows it covers."""
    last_row, last_column = spans.get((cell.row, cell.column), (cell.row, cell.column))
    columns = range(cell.column, last_column + 1)
    room = sum(sheet.column_dimensions[get_column_letter(column)].width or USUAL for column in columns)
    lines = sum(-(-max(1, width(part)) * 1.15 // room) for part in str(cell.value).split("\n"))
    return lines / (last_row - cell.row + 1)


def set_excel(source, target):
    """The workbook fitted to A4's width."""
    book = openpyxl.load_workbook(source, rich_text=True)
    for sheet in book:
        sheet.page_setup.paperSize, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 9, 1, 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        spans = {(area.min_row, area.min_col): (area.max_row, area.max_col) for area in sheet.merged_cells.ranges}
        for row in sheet.iter_rows():
            lines = [lines_of(sheet, cell, spans) for cell in row if cell.value is not None]
            sheet.row_dimensions[row[0].row].height = LINE * max([1, *lines]) + 2
    book.save(target)


def main():
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("office", type=Path)
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        files = [*options.office.glob("docx-*.docx"), *options.office.glob("xlsx-*.xlsx")]
        for file in files:
            (set_word if file.suffix == ".docx" else set_excel)(file, work / file.name)
        command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf"]
        prints = [str(work / file.name) for file in files]
        subprocess.run([*command, "--outdir", folder, *prints], check=True, capture_output=True)
        for file in files:
            told = json.loads((options.office / f"{file.stem}.truth.json").read_text("utf-8"))
            pdf = options.out / f"pdf-{file.stem}.pdf"
            text = options.out / f"layout-{file.stem}.txt"
            pdf.write_bytes((work / f"{file.stem}.pdf").read_bytes())
            subprocess.run(["pdftotext", "-layout", pdf, text], check=True)
            for made in (pdf, text):
                told |= {"document": made.name, "kind": made.stem.rsplit("-", 2)[0]}
                truth = json.dumps(told, ensure_ascii=False, indent=1) + "\n"
                (options.out / f"{made.stem}.truth.json").write_text(truth, "utf-8")


if __name__ == "__main__":
    main()
