"""Rendering as `pdftotext -layout` does: columns padded with spaces by display width, long cells wrapped in theirs."""

from dataclasses import dataclass

import corpus
import lines
import marks as marking
from form import TITLE
from wrap import display_width, wrapped

GAP = 2
LABEL_MARGIN = 2
NARROW_NUMBER = 6


@dataclass
class Page:
    """The widths of one document's columns and how its cells are placed."""

    heading: int = 14
    label: int = 24
    sublabel: int = 20
    value: int = 56
    item: int = 64
    indent: int = 0
    centred_headings: bool = False
    centred_labels: bool = False
    stacked: bool = False  # options that have cells of their own stand one below the other
    row_gaps: float = 0.0  # blank lines between rows
    breaks: float = 0.0  # page breaks between rows
    page_numbers: bool = False


def draw_marks(dice):
    """The marks: those that a printed page can have."""
    return tuple(marking.BOX if marks is marking.INPUT else marks for marks in lines.draw_marks(dice))


def draw_page(dice):
    """The page of a document."""
    return Page(
        heading=dice.pick([26], [14, 10]),
        label=dice.pick([40], [24, 18]),
        sublabel=dice.pick([20], [14]),
        value=dice.pick([70], [56, 44]),
        item=dice.pick([70], [60, 50]),
        indent=dice.pick([0], [0, 2, 6]),
        centred_headings=dice.chance(0, 0.3, 0.7),
        centred_labels=dice.chance(0, 0, 0.5),
        stacked=dice.chance(0.5),
        row_gaps=dice.pick([0.0], [0.0, 0.2]),
        breaks=(0.02, 0.05, 0.1)[dice.level],
        page_numbers=dice.chance(0, 0.2, 0.4),
    )


def draw_look(dice, marks):
    """The look: what the lines of a reading-order text have, and dates in one piece."""
    look = lines.draw_look(dice, marks)
    look.dates = look.units = "joined"
    look.pairs = "space" if look.pairs == "split" else look.pairs
    return look


@dataclass
class Box:
    """A cell's lines, the column it starts at, and the rows it spans."""

    column: int
    lines: list
    first: int
    last: int
    centred: bool = False


class Layout:
    """Renders one document as laid-out text."""

    def __init__(self, dice, printer, page):
        self.dice = dice
        self.printer = printer
        self.look = printer.look
        self.page = page
        self.lines = []
        self.number = 0

    def render(self):
        """The document's text."""
        self._paragraph(" " * 20 + TITLE)
        if self.look.instructions:
            for line in corpus.INSTRUCTIONS:
                self._flow(line)
        for block in self.printer.blocks():
            self._grid(*self._block(block))
            self._line("")
            for note in self.printer.note_lines(block):
                self._flow(note)
        if self.printer.content.edition:
            self._checklist()
        return "\n".join(self.lines).rstrip() + "\n\f"

    def _chance(self, probability):
        return self.dice.random.random() < probability

    def _line(self, line):
        self.lines.append(" " * self.page.indent + line if line else "")

    def _paragraph(self, line):
        self._line(line)
        self._line("")

    def _flow(self, line):
        for part in wrapped(line, self.page.heading + self.page.label + self.page.value):
            self._line(part)
        self._line("")

    def _break(self):
        self.number += 1
        if self.page.page_numbers:
            self._line("")
            self._line(" " * 40 + f"- {self.number} -")
        self.lines.append("\f")

    # --- Grids ---

    def _block(self, block):
        """A block's boxes and how many rows they take."""
        at_label = self.page.heading + GAP
        at_sub = at_label + self.page.label + GAP
        at_value = at_sub + (self.page.sublabel + GAP if block.depth == 2 else 0)
        count = len(block.rows)
        boxes = [self._label(0, block.heading, self.page.heading, 0, count - 1, self.page.centred_headings)]
        for at, row in enumerate(block.rows):
            first, *others = row.labels
            last = at
            while last + 1 < count and block.rows[last + 1].labels[0] is None:
                last += 1
            if first:
                boxes.append(self._label(at_label, first, self.page.label, at, last, self.page.centred_labels))
            for label in others:
                if label:
                    boxes.append(self._label(at_sub, label, self.page.sublabel, at, at))
            boxes += self._cells(row, at_value, at)
        return boxes, count

    def _label(self, column, shown, width, first, last, centred=False):
        return Box(column, wrapped(shown, width, LABEL_MARGIN, guarded=False), first, last, centred)

    def _cells(self, row, column, at):
        cells = [" ".join(shown.split()) for shown in row.cells]
        if row.holds == "spread" and self.page.stacked:
            yield Box(column, [line for shown in cells for line in wrapped(shown, self.page.value)], at, at)
            return
        width = (self.page.value - GAP * (len(cells) - 1)) // len(cells)
        for place, shown in enumerate(cells):
            if shown:
                yield Box(column + place * (width + GAP), wrapped(shown, width), at, at)

    def _grid(self, boxes, count):
        heights = [
            max([len(box.lines) for box in boxes if box.first == box.last == row] or [1]) for row in range(count)
        ]
        for box in boxes:
            missing = len(box.lines) - sum(heights[box.first : box.last + 1])
            heights[box.last] += max(0, missing)
        tops = [sum(heights[:row]) for row in range(count)]
        placed = [[] for _ in range(sum(heights))]
        for box in boxes:
            span = sum(heights[box.first : box.last + 1])
            top = tops[box.first] + ((span - len(box.lines)) // 2 if box.centred else 0)
            for below, line in enumerate(box.lines):
                placed[top + below].append((box.column, line))
        self._print(placed, set(tops[1:]))

    def _print(self, placed, tops):
        for at, pieces in enumerate(placed):
            if at in tops and self._chance(self.page.breaks):
                self._break()
            elif at in tops and self._chance(self.page.row_gaps):
                self._line("")
            line = ""
            for column, piece in sorted(pieces):
                gap = column - display_width(line)
                line += " " * max(gap, GAP if line else 0) + piece
            self._line(line)

    # --- The checklist ---

    def _checklist(self):
        edition = self.printer.content.edition
        if self.dice.chance(0.7):
            self._break()
        self._line(corpus.ANNEX.format(edition))
        self._paragraph(" " * 10 + corpus.ANNEX_TITLE)
        if self.look.instructions:
            for line in corpus.CHECK_INSTRUCTIONS:
                self._flow(line)
        date = " ".join(self.printer.date_cells("/checklist/updated_on"))
        self._paragraph(f"更新情報      {self.printer.label('最終更新日')}      {date}")
        for section in self.printer.content.sections:
            if section.headed:
                self._paragraph(self.printer.brackets(section.title))
            self._grid(*self._section(section))
            self._line("")

    def _section(self, section):
        at_done = NARROW_NUMBER + self.page.item + GAP
        at_planned = at_done + 10
        columns = (0, NARROW_NUMBER, at_done, at_planned)
        boxes = [Box(column, [shown], 0, 0) for column, shown in zip(columns, self.look.header, strict=True)]
        for row, item in enumerate(section.items, 1):
            done, planned = self.printer.check_marks(item)
            text = wrapped(self.printer.item_text(section, item), self.page.item)
            boxes.append(Box(0, [self.look.numbers.format(item.no)], row, row))
            boxes.append(Box(NARROW_NUMBER, text, row, row))
            boxes.append(Box(at_done, [done], row, row))
            boxes.append(Box(at_planned, [planned], row, row))
        return boxes, len(section.items) + 1
