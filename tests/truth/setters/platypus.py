"""Disclosures as platypus tables, by ReportLab: with Japanese fonts that are not embedded, or with an embedded one."""

import re
from html import escape

from fontTools.ttLib import TTFont as Face
from reportlab.lib.pagesizes import A4
from reportlab.lib.rl_accel import escapePDF
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import cidfonts, pdfmetrics, ttfonts
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table

from setters import set_text, shares, text_of

GOTHIC = "/usr/share/fonts/opentype/ipaexfont-gothic/ipaexg.ttf"
SYMBOLS = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"
WIDTH = 178 * mm
# What Windows and EUC tables call by different names.
EUC_SIGNS = str.maketrans("～－∥￠￡￢", "〜−‖¢£¬")
CODECS = {"90ms-RKSJ-H": "cp932", "EUC-H": "euc-jp", "UniJIS-UTF16-H": "utf-16-be"}


class Encoded(cidfonts.UnicodeCIDFont):
    """A font that is not embedded, with a predefined CMap and the codec that belongs to it."""

    def __init__(self, face, cmap):
        super().__init__(face)
        self.encodingName, self.codec = cmap, CODECS[cmap]
        self.name = self.fontName = f"{face}-{cmap}"

    def formatForPdf(self, text):
        return escapePDF(encoded(text, self.codec))


def encoded(text, codec):
    """The text's bytes."""
    return (text.translate(EUC_SIGNS) if codec == "euc-jp" else text).encode(codec)


def covered(path):
    """The characters of a font."""
    return {chr(code) for code in Face(path, lazy=True).getBestCmap()}


def encodes(codec):
    """Whether a codec has a character; the marks beyond JIS X 0208 are in no Japanese font that is not embedded."""

    def has(sign):
        try:
            encoded(sign, codec)
            sign.encode("cp932")
        except UnicodeEncodeError:
            return False
        return True

    return has


def registered(kind):
    """The name of a font and what tells whether it has a character."""
    if kind == "embedded":
        pdfmetrics.registerFont(ttfonts.TTFont("Gothic", GOTHIC))
        return "Gothic", covered(GOTHIC).__contains__
    face = cidfonts.UnicodeCIDFont("HeiseiMin-W3") if kind == "UniJIS-UCS2-H" else Encoded("HeiseiKakuGo-W5", kind)
    pdfmetrics.registerFont(face)
    return face.fontName, encodes(CODECS.get(kind, "utf-16-be"))


def reportlab(kind):
    """A printer."""

    def write(blocks, path, dice):
        name, has = registered(kind)
        pdfmetrics.registerFont(ttfonts.TTFont("Symbols", SYMBOLS))
        strange = {sign for sign in text_of(blocks) if not has(sign) and sign != "\n"}
        if strange - covered(SYMBOLS):
            return False
        size = dice.choice([8, 8.5, 9, 10])
        style = ParagraphStyle("cell", fontName=name, fontSize=size, leading=size * 1.35, wordWrap="CJK")
        other = re.compile(f"[{re.escape(''.join(strange))}]+") if strange else None

        def plain(text):
            text = escape(text)
            return other.sub(r'<font name="Symbols">\g<0></font>', text) if other else text

        def paragraph(text):
            raised = f'<super rise="3" size="{size * 0.65}">{{}}</super>'
            return Paragraph(set_text(text, plain, lambda note: raised.format(escape(note)), "<br/>"), style)

        sides = dice.choice([14, 16, 20]) * mm
        document = SimpleDocTemplate(
            str(path), pagesize=A4, leftMargin=16 * mm, rightMargin=16 * mm, topMargin=sides, bottomMargin=sides
        )
        flow = []
        line, padding = dice.choice([0.25, 0.5, 1]), dice.choice([1, 2, 3])
        for block in blocks:
            flow += [paragraph(block)] if isinstance(block, str) else [table(block, paragraph, line, padding)]
            flow.append(Spacer(1, 5))
        document.build(flow)
        return True

    return write


def table(block, paragraph, line, padding):
    """A table with all its lines."""
    commands = [
        ("GRID", (0, 0), (-1, -1), line, "black"),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("TOPPADDING", (0, 0), (-1, -1), padding),
        ("BOTTOMPADDING", (0, 0), (-1, -1), padding + 1),
        ("LEFTPADDING", (0, 0), (-1, -1), 3),
        ("RIGHTPADDING", (0, 0), (-1, -1), 3),
    ]
    data = [[paragraph(cell[0]) if cell else "" for cell in row] for row in block]
    for y, row in enumerate(block):
        for x, cell in enumerate(row):
            if cell and (cell[1] > 1 or cell[2] > 1):
                commands.append(("SPAN", (x, y), (x + cell[2] - 1, y + cell[1] - 1)))
    return Table(data, [WIDTH * share for share in shares(block)], style=commands, splitInRow=0)


PRINTERS = {
    "reportlab-rksj": reportlab("90ms-RKSJ-H"),
    "reportlab-ucs2": reportlab("UniJIS-UCS2-H"),
    "reportlab-utf16": reportlab("UniJIS-UTF16-H"),
    "reportlab-euc": reportlab("EUC-H"),
    "reportlab-embedded": reportlab("embedded"),
}
