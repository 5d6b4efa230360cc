"""Makes the example's documents: one content as text, HTML, Word, Excel and PDF. Needs python-docx, openpyxl, Chromium.

Run in this folder: python make.py
"""

import subprocess
import tempfile
from pathlib import Path

import docx
import openpyxl

OUT = Path(__file__).resolve().parent.parent
TITLE = "有料老人ホーム重要事項説明書"

# Tables as rows of (text, rows, columns): a cell that another one covers is None.
HOME = [
    ["施設名", "ひだまり荘"],
    ["所在地", "〒100-0001 東京都千代田区千代田1-2-3"],
    ["電話番号", "03-1234-5678"],
    ["開設年月日", "平成25年4月1日"],
]
STAFF = [
    [("職種", 2, 1), ("常勤", 1, 2), None, ("非常勤", 1, 2), None, ("備考", 2, 1)],
    [None, "専従", "兼務", "専従", "兼務", None],
    ["施設長", "1人", "", "", "", "看護師兼務"],
    ["生活相談員", "2人", "1人", "", "", ""],
    ["看護職員", "", "3人", "2人", "", "夜間は1人"],
    ["介護職員", "12人", "", "8人", "4人", ""],
]
FEES = [
    ["区分", "項目", "金額", "備考"],
    [("毎月かかるもの", 3, 1), "家賃", "65,000円", ""],
    [None, "食費", "48,600円", "30日の場合"],
    [None, "管理費", "22,000円", ""],
    [("入居のとき", 2, 1), "敷金", "195,000円", "家賃の3か月分"],
    [None, "事務手数料", "", ""],
    [("合計", 1, 2), None, "330,600円", ""],
]
NOTE = "※ 料金には消費税を含みます。"
VISITS = [["面会日", "面会時間"], ["毎日", "10:00～20:00"]]
ROOMS = [["", "個室", "多床室"], ["室数", "30室", "4室"], ["面積", "18.5㎡", "32㎡"]]
TABLES = [
    ("施設の概要", HOME, None),
    ("職員体制", STAFF, None),
    ("利用料金", FEES, NOTE),
    ("面会", VISITS, None),
    ("居室", ROOMS, None),
]


def parts(cell):
    """A cell's text and how many rows and columns it covers."""
    return cell if isinstance(cell, tuple) else (cell, 1, 1)


def text():
    lines = [TITLE, ""]
    for number, (title, rows, note) in enumerate(TABLES, 1):
        lines.append(f"{number} {title}")
        for row in rows:
            lines.append("\t".join("" if cell is None else parts(cell)[0] for cell in row).rstrip("\t"))
        lines += [note, ""] if note else [""]
    (OUT / "care-home.txt").write_text("\n".join(lines), encoding="utf-8")


def html():
    out = ['<!doctype html><html lang="ja"><meta charset="utf-8"><title>', TITLE, "</title>"]
    out.append("<style>body{font-family:'Noto Sans CJK JP','IPAexGothic'}td{border:1px solid;padding:3px 8px}table{border-collapse:collapse}</style>")
    out.append(f"<h1>{TITLE}</h1>")
    for number, (title, rows, note) in enumerate(TABLES, 1):
        out.append(f"<h2>{number} {title}</h2><table>")
        for row in rows:
            out.append("<tr>")
            for cell in row:
                if cell is not None:
                    said, down, across = parts(cell)
                    out.append(f'<td rowspan="{down}" colspan="{across}">{said}</td>')
            out.append("</tr>")
        out.append("</table>" + (f"<p>{note}</p>" if note else ""))
    page = OUT / "care-home.html"
    page.write_text("\n".join(out) + "</html>\n", encoding="utf-8")
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(
            ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--no-pdf-header-footer",
             f"--user-data-dir={profile}", f"--print-to-pdf={OUT / 'care-home.pdf'}", page.as_uri()],
            check=True, capture_output=True,
        )


def word():
    document = docx.Document()
    document.add_heading(TITLE, 0)
    for number, (title, rows, note) in enumerate(TABLES, 1):
        document.add_heading(f"{number} {title}", 1)
        table = document.add_table(len(rows), len(rows[0]), style="Table Grid")
        for at, row in enumerate(rows):
            for column, cell in enumerate(row):
                if cell is None:
                    continue
                said, down, across = parts(cell)
                place = table.cell(at, column).merge(table.cell(at + down - 1, column + across - 1))
                place.text = said
        if note:
            document.add_paragraph(note)
    document.save(OUT / "care-home.docx")


def excel():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "説明書"
    sheet.append([TITLE])
    for number, (title, rows, note) in enumerate(TABLES, 1):
        sheet.cell(sheet.max_row + 2, 1, f"{number} {title}")
        top = sheet.max_row + 1
        for at, row in enumerate(rows):
            for column, cell in enumerate(row):
                if cell is None:
                    continue
                said, down, across = parts(cell)
                if said:
                    sheet.cell(top + at, column + 1, said)
                if down > 1 or across > 1:
                    sheet.merge_cells(start_row=top + at, end_row=top + at + down - 1,
                                      start_column=column + 1, end_column=column + across)
        if note:
            sheet.cell(sheet.max_row + 1, 1, note)
    book.save(OUT / "care-home.xlsx")


text()
html()
word()
excel()
