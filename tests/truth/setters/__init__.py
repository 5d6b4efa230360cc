"""What sets a disclosure's paragraphs and tables on pages.

A block is a paragraph's text or a table: rows of cells `(text, rows, columns)`, None where another cell reaches. In a
text `[x]` and `[ ]` are check boxes, `^{...}` is superscript, a line feed a line break.
"""

import re
import unicodedata

PIECE = re.compile(r"(\[x\]|\[ \]|\^\{[^}]*\}|\n)")


def set_text(text, plain, raised, line, boxes=("■", "□")):
    """The text in a producer's markup: `plain` and `raised` make markup of a text, `line` is a line's end."""
    out = []
    for piece in PIECE.split(text):
        if piece in ("[x]", "[ ]"):
            out.append(boxes[piece == "[ ]"])
        elif piece.startswith("^{"):
            out.append(raised(piece[2:-1]))
        else:
            out.append(line if piece == "\n" else plain(piece))
    return "".join(out)


def text_of(blocks):
    """All text of the blocks."""
    cells = [cell for block in blocks if not isinstance(block, str) for row in block for cell in row if cell]
    return "".join([*(block for block in blocks if isinstance(block, str)), *(cell[0] for cell in cells)])


def width(text):
    """The width of a text's longest line in em."""
    wide = {"W": 1, "F": 1, "A": 1}
    lines = PIECE.sub(lambda found: "\n" if found[0] == "\n" else "□", text).split("\n")
    return max(sum(wide.get(unicodedata.east_asian_width(sign), 0.55) for sign in part) for part in lines)


def shares(table, least=5.0, most=26.0):
    """The widths of a table's columns as shares of the whole: by their longest cells, within limits of em."""
    longest = [least] * len(table[0])
    for row in table:
        for x, cell in enumerate(row):
            if cell and cell[2] == 1:
                longest[x] = max(longest[x], min(most, width(cell[0]) + 1))
    return [one / sum(longest) for one in longest]


def boxed(blocks):
    """The blocks with their check boxes as ■ and □."""

    def text(value):
        return value.replace("[x]", "■").replace("[ ]", "□")

    def row(cells):
        return [cell and (text(cell[0]), *cell[1:]) for cell in cells]

    return [text(block) if isinstance(block, str) else [row(cells) for cells in block] for block in blocks]
