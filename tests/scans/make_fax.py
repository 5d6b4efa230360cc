"""Makes checklist-fax.pdf: a small checklist with thin lines, as a fax of 98 lines an inch shows it.

    pip install weasyprint pypdfium2 numpy opencv-python-headless pillow img2pdf
    python3 tests/scans/make_fax.py

Rows are as high as makes most of the level lines fall between two rows of the fax.
"""

import cv2

from checklist_page import picture, write

SECTIONS = {
    "情報の破棄": [
        "情報種別ごとに破棄の手順を定めている。",
        "情報処理機器自体を破棄する場合、必ず専門的な知識を有するものが行うこととし、残存し、読み出し可能な情報がないことを確認している。",
        "外部保存を受託する機関に破棄を委託した場合は、委託元の医療機関等が確実に情報の破棄が行われたことを確認している。",
        "運用管理規程において不要になった個人情報を含む媒体の廃棄を定める規程の作成を定めている。",
    ],
    "人的安全対策（従業者に対する人的安全管理措置）": [
        "法令上の守秘義務のある者以外を事務職員等として採用するにあたっては、雇用及び契約時に守秘・非開示契約を締結すること等により安全管理を行っている。",
        "定期的に従業者に対し個人情報の安全管理に関する教育訓練を行っている。",
        "従業者の退職後の個人情報保護規程を定めている。",
    ],
}
STYLE = """
@page { size: A4; margin: 20mm } body { font: 9pt "Noto Sans CJK JP" } h1, h2 { font-size: 9pt }
table { border-collapse: collapse; width: 100% } td { border: 0.45pt solid black; padding: 2pt; line-height: 13.6pt }
td:nth-child(n+3) { width: 70pt } td:first-child { width: 24pt }
"""
ROW = "<tr><td>{}</td><td>{}</td><td>☑</td><td>□()</td></tr>"


def main():
    """Writes the file beside this one."""
    gray = picture(STYLE, ROW, SECTIONS, 400)
    height, width = gray.shape
    fax = cv2.resize(gray, (round(width * 204 / 400), round(height * 98 / 400)), interpolation=cv2.INTER_AREA)
    write("checklist-fax.pdf", fax, (204, 98))


if __name__ == "__main__":
    main()
