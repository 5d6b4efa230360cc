"""Disclosures as longtables, by uplatex and dvipdfmx: with an embedded font or with the two standard ones of Japanese TeX."""

import re
import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[3] / "fixtures/rendered/scripts"))

import longtable  # noqa: E402

from setters import boxed, shares, text_of  # noqa: E402


# TeX's encodings make other characters of these. In numbers to dial and postal codes a reader takes both for hyphens.
CHANGED = re.compile(r"\d[～－](?=\d)")
CODES = re.compile(r"\d{3}－\d{4}|\d{2,4}－\d{2,4}－\d{4}")


def has_glyphs(blocks):
    """Whether the fonts of Japanese TeX have all the marks, and its encodings leave the values what they are."""
    text = text_of(blocks)
    try:
        text.replace("¥", "").encode("cp932")
    except UnicodeEncodeError:
        return False
    return not CHANGED.search(CODES.sub("", text))


def uplatex(work, fonts):
    """A printer."""

    def write(blocks, path, dice):
        if not has_glyphs(blocks):
            return False
        look = {
            "margin": dice.choice([15, 20]),
            "stretch": dice.choice(["1", "1.2"]),
            "style": dice.choice(["plain", "empty"]),
            "font": dice.choice([r"\small", r"\footnotesize"]) + dice.choice(["", r"\gtfamily"]),
        }
        tables = [block if isinstance(block, str) else (block, shares(block)) for block in boxed(blocks)]
        longtable.print_pdf(longtable.source(tables, **look), path, work, fonts)
        return True

    return write


def printers(work):
    """The printers by name."""
    return {"uplatex": uplatex(work, "uptex-ipaex.map"), "uplatex-bare": uplatex(work, "uptex-noEmbed.map")}
