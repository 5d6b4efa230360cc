"""Programs that write a PDF anew: what they read is the same disclosure by another producer."""

import subprocess

import pikepdf


def source(path, name):
    """The file of the same document that another producer made."""
    difficulty, number = path.stem.split("-")[-2:]
    return path.with_name(f"{name}-{difficulty}-{number}.pdf")


def rewriter(name, *command):
    """A rewriter of a producer's files by a command; in it IN and OUT stand for the files."""

    def write(_, path, __):
        read = source(path, name)
        if read.exists():
            parts = [{"IN": read, "OUT": path}.get(part, part) for part in command]
            subprocess.run(parts, check=True, capture_output=True)
        return read.exists()

    return write


def turned(name):
    """Pages with /Rotate whose content is turned the other way, so that they read upright."""

    def write(_, path, dice):
        read = source(path, name)
        if not read.exists():
            return False
        angle = dice.choice([90, 180, 270])
        with pikepdf.open(read) as pdf:
            for page in pdf.pages:
                width, height = float(page.mediabox[2]), float(page.mediabox[3])
                matrix = {90: f"0 1 -1 0 {height} 0", 270: f"0 -1 1 0 0 {width}", 180: f"-1 0 0 -1 {width} {height}"}
                page.contents_add(f"q {matrix[angle]} cm ".encode(), prepend=True)
                page.contents_add(b" Q")
                if angle != 180:
                    page.mediabox = [0, 0, height, width]
                if "/CropBox" in page:
                    del page["/CropBox"]
                page.Rotate = angle
            pdf.save(path)
        return True

    return write


GHOSTSCRIPT = ["gs", "-q", "-sDEVICE=pdfwrite", "-o", "OUT", "IN"]
REWRITERS = {
    "qpdf-objects": rewriter("chromium", "qpdf", "--object-streams=generate", "--linearize", "IN", "OUT"),
    "qpdf-aes256": rewriter("reportlab-ucs2", "qpdf", "--encrypt", "", "o", "256", "--", "IN", "OUT"),
    "qpdf-rc4": rewriter(
        "reportlab-embedded", "qpdf", "--allow-weak-crypto", "--encrypt", "", "o", "128", "--use-aes=n", "--", "IN", "OUT"
    ),
    "ghostscript": rewriter("chromium", *GHOSTSCRIPT),
    "ghostscript-tex": rewriter("uplatex", *GHOSTSCRIPT),
    "cairo": rewriter("weasyprint", "pdftocairo", "-pdf", "IN", "OUT"),
    "turned": turned("chromium"),
}
