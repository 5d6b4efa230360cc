"""Write invented disclosures with the records they must become.

    python3 tests/truth/generate.py --seed 1 --count 50 --out OUT --kind corpus --difficulty varied

writes N documents and beside each `NAME.truth.json`: the expected `data` of its record, the diagnostics that must be
raised (`expect`) and may be raised (`allow`), each `[code, pointer]` with `|` between codes of which one is enough,
and the pointers that the record's contract does not settle (`skip`). The truth is built from the invented content,
never from the rendered text. `score.py` compares records with it.
"""

import argparse
import json
import random
from pathlib import Path

import corpus
import layout
import lines
from content import invent, truth_of
from encode import encode
from table import Printer
from values import Dice

LEGACY = ("cp932", "euc-jp")
# A dash that stands for a blank and the yen sign, which legacy encodings have in other forms of the same meaning.
LEGACY_SIGNS = str.maketrans("—¥", "―￥")
LEVELS = {"plain": 0, "varied": 1, "nasty": 2}


def make_corpus(dice):
    """A document as scraped tables, and its truth."""
    marks = corpus.draw_marks(dice)
    look = corpus.draw_look(dice, marks)
    content = invent(dice, look.marks, look.checks)
    layout = corpus.draw_layout(dice, look)
    return corpus.Corpus(dice, Printer(dice, look, content), layout).render(), truth_of(content, look.marks)


def make_lines(dice):
    """A document as reading-order text, and its truth."""
    look = lines.draw_look(dice, lines.draw_marks(dice))
    content = invent(dice, look.marks, look.checks)
    return lines.Lines(dice, Printer(dice, look, content), lines.draw_flow(dice)).render(), truth_of(
        content, look.marks
    )


def make_layout(dice):
    """A document as laid-out text, and its truth."""
    look = layout.draw_look(dice, layout.draw_marks(dice))
    content = invent(dice, look.marks, look.checks)
    page = layout.draw_page(dice)
    return layout.Layout(dice, Printer(dice, look, content), page).render(), truth_of(content, look.marks)


KINDS = {"corpus": make_corpus, "lines": make_lines, "layout": make_layout}


def stored(dice, text):
    """The document's bytes in an encoding of the level."""
    encoding = dice.pick(["utf-8"], ["utf-8", "utf-8", "utf-8-bom", "cp932", "euc-jp", "utf-16"])
    newline = dice.pick(["\n"], ["\n", "\r\n"])
    if encoding in LEGACY:
        text = text.translate(LEGACY_SIGNS)
    return encode(text, encoding, newline) or encode(text, "utf-8", newline)


def write(out, kind, level, seed, number):
    """Write one document and its truth."""
    dice = Dice(random.Random(f"{seed}/{kind}/{level}/{number}"), LEVELS[level])
    text, truth = KINDS[kind](dice)
    name = f"{kind}-{level}-{number:05}.txt"
    (out / name).write_bytes(stored(dice, text))
    told = {"document": name, "kind": f"{kind}-{level}", **truth.as_json()}
    (out / f"{name.removesuffix('.txt')}.truth.json").write_text(
        json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )


def main():
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=20, help="documents of each kind")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--kind", choices=[*KINDS, "all"], default="all")
    parser.add_argument("--difficulty", choices=list(LEVELS), default="varied")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    for kind in KINDS if options.kind == "all" else [options.kind]:
        for number in range(options.count):
            write(options.out, kind, options.difficulty, options.seed, number)


if __name__ == "__main__":
    main()
