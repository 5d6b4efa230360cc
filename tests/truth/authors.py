"""Print the disclosures of `authors/`, which independent authors invented from the form alone, as PDF, and take the text out of these.

    apt-get install --no-install-recommends chromium libreoffice-writer-nogui libreoffice-calc-nogui fonts-ipaexfont poppler-utils mupdf-tools
    pip install weasyprint pdfplumber pymupdf pypdf pdfminer.six
    python3 tests/truth/authors.py a,b,c OUT

`authors/` has a folder for each author. Writes their documents as they are to OUT/documents, prints of them to OUT/pdf
(Word and Excel by LibreOffice, HTML by Chromium and WeasyPrint), and the text of these by each tool of flat.py to OUT/flat, with the truth beside each.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

AUTHORS = Path(__file__).resolve().parent / "authors"
OFFICE = ["soffice", "--headless", "--convert-to", "pdf"]
CHROMIUM = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]


def write_truth(truth, document, kind):
    """The truth beside a document."""
    told = json.dumps({**truth, "document": document.name, "kind": kind}, ensure_ascii=False)
    document.with_name(f"{document.stem}.truth.json").write_text(told + "\n", "utf-8")


def prints(source, work):
    """The names of programs with the PDF files that they print."""
    profile = f"{work}/profile"
    if source.suffix != ".html":
        office = [*OFFICE, f"-env:UserInstallation=file://{profile}", "--outdir", work, source]
        subprocess.run(office, check=True, capture_output=True)
        return {"libreoffice": work / f"{source.stem}.pdf"}
    import weasyprint

    made = {name: work / f"{name}.pdf" for name in ("chromium", "weasyprint")}
    browser = [*CHROMIUM, f"--user-data-dir={profile}", f"--print-to-pdf={made['chromium']}", source]
    subprocess.run(browser, check=True, capture_output=True)
    weasyprint.HTML(source).write_pdf(made["weasyprint"])
    return made


def main():
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("authors", type=lambda names: names.split(","))
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    out = options.out
    documents, pdfs = out / "documents", out / "pdf"
    documents.mkdir(parents=True, exist_ok=True)
    pdfs.mkdir(exist_ok=True)
    for path in sorted(path for author in options.authors for path in (AUTHORS / author).glob("*.truth.json")):
        truth = json.loads(path.read_text("utf-8"))
        source = path.with_name(truth["document"])
        shutil.copy(source, documents)
        write_truth(truth, documents / source.name, source.suffix[1:])
        with tempfile.TemporaryDirectory() as work:
            for program, pdf in prints(source, Path(work)).items():
                printed = pdfs / f"{source.stem}-{program}.pdf"
                shutil.copy(pdf, printed)
                write_truth(truth, printed, "pdf")
    flat = Path(__file__).with_name("flat.py")
    subprocess.run([sys.executable, flat, "make", pdfs, out / "flat"], check=True)


if __name__ == "__main__":
    main()
