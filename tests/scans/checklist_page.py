"""A page with the form's checklist, and pictures of it: what the scripts beside this one share."""

import io
from pathlib import Path

import cv2
import img2pdf
import numpy as np
import pypdfium2
import weasyprint
from PIL import Image

TITLE = "<h1>医療情報システムの安全管理に関するガイドライン 第5版<br>最低限のガイドライン遵守チェックリスト</h1>"
HEAD = "<tr><td>No</td><td>チェック項目</td><td>実施済</td><td>実施予定(実施時期)</td></tr>"


def picture(style, row, sections, resolution):
    """The page in gray: a table for each section, a row for each item."""
    html = f"<style>{style}</style>{TITLE}"
    for title, items in sections.items():
        rows = "".join(row.format(number, item) for number, item in enumerate(items, 1))
        html += f"<h2>{title}</h2><table>{HEAD}{rows}</table>"
    page = pypdfium2.PdfDocument(weasyprint.HTML(string=html).write_pdf())[0]
    return cv2.cvtColor(page.render(scale=resolution / 72).to_numpy()[..., :3], cv2.COLOR_BGR2GRAY)


def write(name, gray, resolution):
    """Writes a picture of two values, coded as fax machines do, as a file beside this one."""
    out = io.BytesIO()
    bits = Image.fromarray(np.where(gray < 150, 0, 255).astype(np.uint8)).convert("1")
    bits.save(out, "TIFF", compression="group4", dpi=resolution)
    (Path(__file__).parent / name).write_bytes(img2pdf.convert(out.getvalue()))
