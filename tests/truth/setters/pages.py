"""Disclosures as HTML pages, printed by Chromium and WeasyPrint."""

import html
import subprocess

from setters import set_text

STYLE = """
@page {{ size: A4 {turned}; margin: {margin}mm; }}
body {{ font-family: '{family}', 'DejaVu Sans'; font-size: {size}pt; line-height: {leading}; margin: 0; }}
p {{ margin: 4pt 0; }}
table {{ width: 100%; margin: 6pt 0 10pt; border-collapse: {collapse}; {layout} }}
td {{ padding: {padding}; vertical-align: {align}; overflow-wrap: anywhere; {border} }}
sup {{ font-size: 60%; }}
tr {{ break-inside: {breaks}; }}
"""
RULED = ["border: 0.75pt solid #000;", "border: 1px solid #888;", "border: 0.5pt solid #333;"]
OPEN = "border: none;"
INPUTS = ('<input type="checkbox" checked>', '<input type="checkbox">')
BOXED = ("chromium-inputs", "weasyprint-forms")
CHROMIUM = (
    "chromium --headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --no-pdf-header-footer"
).split()


def style(dice, ruled):
    """A page's style."""
    return STYLE.format(
        turned=dice.choice(["", "", "", "landscape"]),
        margin=dice.choice([12, 15, 20]),
        family=dice.choice(["IPAexGothic", "IPAexMincho"]),
        size=dice.choice([8, 9, 9.5, 10.5]),
        leading=dice.choice([1.2, 1.4, 1.6]),
        collapse=dice.choice(["collapse", "collapse", "separate"]),
        layout=dice.choice(["", "", "table-layout: fixed;"]),
        padding=dice.choice(["1pt 3pt", "2pt 4pt", "4pt 6pt"] if ruled else ["2pt 5pt", "3pt 6pt", "5pt 8pt"]),
        align=dice.choice(["middle", "top"]),
        border=dice.choice(RULED) if ruled else OPEN,
        breaks=dice.choice(["avoid", "auto"]),
    )


def page(blocks, css, boxes=("■", "□")):
    """The whole page."""

    def text(value):
        return set_text(value, html.escape, lambda note: f"<sup>{html.escape(note)}</sup>", "<br>", boxes)

    out = []
    for block in blocks:
        if isinstance(block, str):
            out.append(f"<p>{text(block)}</p>")
            continue
        out.append("<table>")
        for row in block:
            cells = [f'<td rowspan="{cell[1]}" colspan="{cell[2]}">{text(cell[0])}</td>' for cell in row if cell]
            out.append(f"<tr>{''.join(cells)}</tr>")
        out.append("</table>")
    return f'<!doctype html><meta charset="utf-8"><title>概要</title><style>{css}</style>' + "\n".join(out)


def chromium(work, ruled=True, boxes=("■", "□")):
    """A printer."""

    def write(blocks, path, dice):
        source = work / "page.html"
        source.write_text(page(blocks, style(dice, ruled), boxes), "utf-8")
        profile = f"--user-data-dir={work}/profile"
        subprocess.run([*CHROMIUM, profile, f"--print-to-pdf={path}", source], check=True, capture_output=True)
        return True

    return write


def weasyprint(ruled=True, boxes=("■", "□"), forms=False):
    """A printer; `forms` makes check boxes widgets of a PDF form."""

    def write(blocks, path, dice):
        import weasyprint as library

        css = style(dice, ruled) + ("input { appearance: auto; width: 1em; height: 1em; }" if forms else "")
        library.HTML(string=page(blocks, css, boxes)).write_pdf(path, pdf_forms=forms)
        return True

    return write


def printers(work):
    """The printers by name."""
    return {
        "chromium": chromium(work),
        "chromium-open": chromium(work, ruled=False),
        "chromium-inputs": chromium(work, boxes=INPUTS),
        "weasyprint": weasyprint(),
        "weasyprint-open": weasyprint(ruled=False),
        "weasyprint-forms": weasyprint(boxes=INPUTS, forms=True),
    }
