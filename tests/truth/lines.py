"""Rendering as reading-order text without tables: every cell is a line."""

from dataclasses import dataclass, replace

import corpus
import marks as marking
from form import TITLE
from wrap import wrapped


@dataclass
class Flow:
    """How one document's cells become lines."""

    joined: float = 0.0  # rows whose label and value share a line
    late_headings: float = 0.0  # blocks whose heading comes after their first row
    late_labels: float = 0.0  # labels of several rows that come after their first row
    width: int = 0  # where long cells are broken into lines; 0 for never
    blank_lines: bool = True
    items: str = "lines"  # lines, joined or marks: an item's cells each a line, on one line, or the marks on one
    header: str = "line"
    pages: bool = False  # page numbers between the lines


def draw_marks(dice):
    """The marks: those of the checklist must say of both boxes whether they are ticked, as no column tells them apart."""
    form, checks = corpus.draw_marks(dice)
    return form, checks if checks.boxed else marking.BOX


def draw_look(dice, marks):
    """The look: no tables means that nothing is split or struck beyond recovery."""
    look = corpus.draw_look(dice, marks)
    return replace(
        look,
        options=dice.pick(["cell"], ["cells", "every"]),
        strays=0.0,
        bare=0.0,
        note_marks=dice.pick(["plain", "none"]),
        check_cells="two",
        lists=dice.pick(["plain"], ["dots"]),
        slips=look.slips / 2,
    )


def draw_flow(dice):
    """How the cells become lines."""
    return Flow(
        joined=dice.pick([0.0], [0.0, 1.0, 0.5]),
        late_headings=(0, 0.2, 0.5)[dice.level],
        late_labels=(0, 0, 0.3)[dice.level],
        width=dice.pick([0], [0, 60, 80]),
        blank_lines=dice.chance(1, 0.6),
        items=dice.pick(["lines"], ["joined", "marks"]),
        header=dice.pick(["line"], ["lines"]),
        pages=dice.chance(0, 0.1, 0.4),
    )


class Lines:
    """Renders one document as reading-order text."""

    def __init__(self, dice, printer, flow):
        self.dice = dice
        self.printer = printer
        self.look = printer.look
        self.flow = flow
        self.lines = []
        self.page = 0

    def render(self):
        """The document's text."""
        self._paragraph(TITLE)
        if self.look.instructions:
            self.lines += corpus.INSTRUCTIONS
            self._gap()
        for block in self.printer.blocks():
            self._block(block)
            for note in self.printer.note_lines(block):
                self._cell(note)
            self._gap()
        if self.printer.content.edition:
            self._checklist()
        return "\n".join(self.lines).rstrip("\n") + "\n"

    def _chance(self, probability):
        return self.dice.random.random() < probability

    def _gap(self):
        if self.flow.pages and self._chance(0.3):
            self.page += 1
            self.lines.append(f"- {self.page} -")
        if self.flow.blank_lines:
            self.lines.append("")

    def _paragraph(self, line):
        self.lines.append(line)
        self._gap()

    def _cell(self, shown):
        shown = " ".join(shown.split())
        if shown:
            self.lines += wrapped(shown, self.flow.width) if self.flow.width else [shown]

    def _block(self, block):
        late = len(block.rows) > 1 and self._chance(self.flow.late_headings) and block.key != "fees"
        if not late:
            self._cell(block.heading)
        waiting = None
        for at, row in enumerate(block.rows):
            first, *others = row.labels
            goes_on = at + 1 < len(block.rows) and block.rows[at + 1].labels[0] is None
            if first and goes_on and others and self._chance(self.flow.late_labels):
                waiting, first = first, None
            self._row([label for label in (first, *others) if label], row.cells)
            if waiting:
                self._cell(waiting)
                waiting = None
            if late and at == 0:
                self._cell(block.heading)

    def _row(self, labels, cells):
        cells = [cell for cell in cells if cell]
        if labels and cells and self._chance(self.flow.joined):
            cells = [f"{labels.pop()} {cells[0]}", *cells[1:]]
        for shown in [*labels, *cells]:
            self._cell(shown)

    def _checklist(self):
        edition = self.printer.content.edition
        self._cell(corpus.ANNEX.format(edition))
        self._paragraph(corpus.ANNEX_TITLE)
        if self.look.instructions:
            self.lines += corpus.CHECK_INSTRUCTIONS
            self._gap()
        self._row(["更新情報", self.printer.label("最終更新日")], self.printer.date_cells("/checklist/updated_on"))
        self._gap()
        for section in self.printer.content.sections:
            if section.headed:
                self._cell(self.printer.brackets(section.title))
            self._header()
            for item in section.items:
                self._item(section, item)
            self._gap()

    def _header(self):
        if self.flow.header == "line":
            self.lines.append(" ".join(self.look.header))
        else:
            self.lines += self.look.header

    def _item(self, section, item):
        number, marks = self.look.numbers.format(item.no), self.printer.check_marks(item)
        text = self.printer.item_text(section, item)
        if self.flow.items == "joined":
            self._cell(" ".join([number, text, *marks]))
        elif self.flow.items == "marks":
            self._cell(f"{number} {text}")
            self._cell(" ".join(marks))
        else:
            for shown in (number, text, *marks):
                self._cell(shown)
