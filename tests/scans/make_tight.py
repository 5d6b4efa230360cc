"""Makes checklist-tight.pdf: checklists whose rows are as low as their type, as a scan of two values shows them.

    pip install weasyprint pypdfium2 numpy opencv-python-headless pillow img2pdf
    python3 tests/scans/make_tight.py

Strokes of characters reach from line to line as the sides of cells do, and those of titles stand between two tables' columns.
"""

import cv2

from checklist_page import picture, write

SECTIONS = {
    "人的安全対策（従業者に対する人的安全管理措置）": [
        "法令上の守秘義務のある者以外を事務職員等として採用するにあたっては、雇用及び契約時に守秘・非開示契約を締結すること等により安全管理を行っている。",
        "定期的に従業者に対し教育訓練を行っている。",
        "従業者の退職後の個人情報保護規程を定めている。",
    ],
    "情報の破棄": [
        "情報種別ごとに破棄の手順を定めている。",
        "情報処理機器自体を破棄する場合、必ず専門的な知識を有するものが行うこととし、残存し、読み出し可能な情報がないことを確認している。",
        "破棄を外部事業者に委託した場合は、委託元の医療機関等が確実に情報の破棄が行われたことを確認している。",
        "運用管理規程において不要になった個人情報を含む媒体の廃棄を定める規程の作成を定めている。",
    ],
}
STYLE = """
@page { size: A4; margin: 16mm } body { font: 10.5pt "Noto Serif CJK JP" }
h1 { font-size: 12pt } h2 { font-size: 11pt; margin: 3pt 0 0 5pt; line-height: 14pt }
table { border-collapse: collapse; width: 100% } td { border: 0.5pt solid black; padding: 0 5pt; line-height: 11pt }
td:nth-child(n+3) { width: 84pt } td:first-child { width: 20pt }
"""
ROW = "<tr><td>{}.</td><td>{}</td><td>■</td><td>□（　　　　）</td></tr>"


def main():
    """Writes the file beside this one."""
    gray = cv2.GaussianBlur(picture(STYLE, ROW, SECTIONS, 200), (3, 3), 0.6)
    write("checklist-tight.pdf", gray[:940], (200, 200))


if __name__ == "__main__":
    main()
