"""Where a text may be cut so that its pieces join again without a space, and how wide it is shown."""

import unicodedata

from form import FORM, SECTION_TITLES

MARGIN = 4
WIDE = "WFA"
LABELS = tuple(
    {text for label in FORM["label"] for text in label["text"]} | {t for v in SECTION_TITLES.values() for t in v}
)


def japanese(sign):
    """Whether a character is kana or kanji; ・ is none, as a line that began with it would be a list's entry."""
    return ("ぁ" <= sign <= "ヿ" and sign not in "・ー") or "一" <= sign <= "鿿"


def cut_places(shown, margin=MARGIN, guarded=False):
    """Where a text may be cut: amid four kana or kanji; `guarded` never so that the rest begins with a label."""
    return [
        at
        for at in range(margin, len(shown) - margin + 1)
        if all(map(japanese, shown[at - 2 : at + 2])) and not (guarded and shown.startswith(LABELS, at))
    ]


def display_width(shown):
    """The width in columns: full-width characters take two."""
    return sum(2 if unicodedata.east_asian_width(sign) in WIDE else 1 for sign in shown)


def wrapped(shown, width, margin=MARGIN, guarded=True):
    """The lines of a cell of a width; longer ones where a text may not be cut."""
    lines = []
    while display_width(shown) > width:
        places = cut_places(shown, margin, guarded)
        fitting = [at for at in places if display_width(shown[:at]) <= width]
        if not places:
            break
        at = fitting[-1] if fitting else places[0]
        lines.append(shown[:at])
        shown = shown[at:]
    return [*lines, shown]
