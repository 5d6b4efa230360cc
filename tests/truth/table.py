"""The document as tables: blocks of rows of labels and cells, before any rendering.

A row has a label column after the block's heading, a second one where the block has two, and its value cells. How the
cells come out (joined or split labels and units, options in one cell or several, brackets, note marks) is drawn once
per document as its `Look`.
"""

from dataclasses import dataclass, field

import marks as marking
from content import COMPLIANCE
from form import COLUMNS, GROUPS, LISTED, NOTED, NOTES
from form.tables import TABLES
from slips import slip

DATES = ("/updated_on", "/information_system/service_started_on")
SPACE = "/information_system/dedicated_space"
# Groups whose options may stand in cells of their own.
SPREAD = ("/facilities/services/targets", "/information_system/ownership", "/information_system/operation", SPACE)
EARLY = {"facilities": ("利用者によるサービスの選択",)}
FULL_BRACKETS = str.maketrans("()", "（）")


@dataclass
class Look:
    """How one document is printed."""

    marks: marking.Marks
    checks: marking.Marks
    note_marks: str = "sup"  # sup, plain or none
    notes: bool = True
    instructions: bool = True
    brackets: str = "half"  # half, full or mixed
    pairs: str = "space"  # space, glue or split: a label and its count in one cell, or in cells of their own
    units: str = "joined"  # joined or split: a number and its unit
    dates: str = "joined"
    options: str = "cell"  # cell, cells, square or every: where a group's options stand
    bare: float = 0.0  # options whose empty brackets were struck
    slips: float = 0.0
    strays: float = 0.0  # brackets that close after the next option
    numbers: str = "{}."
    check_cells: str = "two"  # two or one: the marks of a checklist item in two cells or in one
    header: tuple = ("No", "チェック項目", "実施済", "実施予定(実施時期)")
    lists: str = "plain"  # plain, dots, ul or ul-dots: how the entries of a list inside an item stand
    checklist_note_marks: bool = True


@dataclass
class Row:
    """One row: up to two labels (None where the label of the row above goes on) and its cells."""

    labels: list
    cells: list
    holds: str = "text"  # text, options (in one cell), spread (options, one a cell) or several (values)


@dataclass
class Block:
    """A table of the form: its key, its printed heading, how many label columns it has, and its rows."""

    key: str
    heading: str
    depth: int
    rows: list = field(default_factory=list)
    notes: tuple = ()


class Printer:
    """Prints the parts of one document in its look."""

    def __init__(self, dice, look, content):
        self.dice = dice
        self.look = look
        self.content = content

    # --- Words ---

    def brackets(self, shown):
        """Round brackets in the document's width."""
        full = self.look.brackets == "full" or (self.look.brackets == "mixed" and self.dice.chance(0.5))
        return shown.translate(FULL_BRACKETS).replace("名:", "名：") if full else shown

    def label(self, usual, *notes):
        """A label with its note marks, with a slip now and then."""
        slipped = slip(self.dice, usual) if self.dice.random.random() < self.look.slips else usual
        return self.brackets(slipped) + self.note_mark(*notes)

    def note_mark(self, *notes):
        """The marks of the notes, in the document's way."""
        if not notes or self.look.note_marks == "none":
            return ""
        refs = "".join(f"注{note})" for note in notes)
        return f" ^{{{refs}}}" if self.look.note_marks == "sup" else refs

    def value(self, pointer):
        """A value as printed."""
        return self.content.fields[pointer].shown

    # --- Options ---

    def option(self, sign, option):
        """An option with its sign, and its details in brackets."""
        printed = self.look.marks.print(sign, self.brackets(option.text[0]))
        if not option.detail:
            return printed
        detail = self.content.details[option.detail].shown
        opening, closing = ("（", "）") if self.look.brackets == "full" else ("(", ")")
        lead = option.detail_text or ""
        if lead:
            lead += " " if lead in ("回線種別", "送付手段") else "：" if self.look.brackets == "full" else ":"
        if not detail and self.dice.random.random() < self.look.bare:
            return printed
        return f"{printed}{opening}{lead}{detail}{closing}"

    def options(self, pointer):
        """The printed options of a group, each a string."""
        group = GROUPS[pointer]
        options = self.content.compliance if pointer == COMPLIANCE else group.options
        printed = marking.see(group, options, self.content.chosen[pointer], self.look.marks).printed
        shown = [self.option(sign, option) for sign, option in printed]
        return self._stray_bracket(shown) if self.dice.random.random() < self.look.strays else shown

    def _stray_bracket(self, shown):
        closers = ")）"
        if len(shown) == 2 and self.look.marks.boxed and shown[0][-1] in closers and shown[1][-1] not in closers:
            return [shown[0][:-1].rstrip(), shown[1] + shown[0][-1]]
        return shown

    def _choice(self, labels, pointer, spread=False):
        """A row of options: all in one cell, or one each where the row may be `spread`."""
        shown = self.options(pointer)
        apart = self.look.options == "every" or (spread and self.look.options != "cell")
        if apart and len(shown) > 1:
            return Row(labels, shown, holds="spread")
        return Row(labels, [" ".join(shown)], holds="options")

    # --- Counts ---

    def pair(self, label, pointer):
        """A short label and its count, in one cell or in cells of their own."""
        printed = self.label(label)
        value = self.content.fields[pointer]
        number = list(value.parts) if self.look.units == "split" and len(value.parts) == 2 else [value.shown]
        if self.look.units == "split" and value.shown in ("件", "人"):
            number = [value.shown]
        if self.look.pairs == "split" or self.look.units == "split":
            return [printed, *(part.strip() for part in number if part.strip() or len(number) == 1)]
        return [f"{printed}{' ' if self.look.pairs == 'space' else ''}{value.shown}".rstrip()]

    def _pairs(self, row):
        return [cell for slot in row.slots for cell in self.pair(slot.label, slot.pointer)]

    def date_cells(self, pointer):
        """A date in one cell or split over several."""
        value = self.content.fields[pointer]
        if self.look.dates == "split" and len(value.parts) > 1:
            return [part.strip() for part in value.parts]
        return [value.shown]

    # --- Blocks ---

    def blocks(self):
        """The form's blocks in order."""
        return [self._block(key, table) for key, table in TABLES.items()]

    def _block(self, key, table):
        # Drawn before the rows, as counts of a year are before their labels: the order is part of what a seed gives.
        early = {usual: self.label(usual) for usual in EARLY.get(key, ())}
        billing = [" ".join(self.options(f"/fees/separate_billing/{column}")) for column in COLUMNS if key == "fees"]
        rows = []
        for row in table.rows:
            if row.slots[0].pointer not in self.content.missing:
                rows += self._rows(row, table.depth, early, billing)
        heading = table.heading.text if key == "other" else self.label(table.heading.text, *table.heading.notes)
        return Block(key, heading, table.depth, rows, table.notes)

    def _rows(self, row, depth, early, billing):
        if not row.slots[0].pointer:
            return [Row([""] * depth, [slot.label for slot in row.slots], holds="several")]
        pointer = row.slots[0].pointer
        yearly = self._pairs(row) if pointer.endswith("/per_year") else None
        labels = [label and (early.get(label.text) or self.label(label.text, *label.notes)) for label in row.labels]
        labels += [""] * (depth - len(labels))
        if len(row.slots) == 1 and pointer in GROUPS:
            return self._options(labels, pointer)
        if pointer in GROUPS:
            return [Row(labels, billing, holds="several")]
        if pointer in DATES:
            return [Row(labels, self.date_cells(pointer), holds="several")]
        if row.slots[0].label:
            cells = yearly or self._pairs(row)
        else:
            cells = [self.value(slot.pointer) for slot in row.slots]
        is_several = len(row.slots) > 1 or pointer == "/facilities/sites"
        return [Row(labels, cells, holds="several" if is_several else "text")]

    def _options(self, labels, pointer):
        row = self._choice(labels, pointer, spread=pointer in SPREAD)
        if self.look.options == "square" and pointer == SPACE and len(row.cells) == 4:
            return [Row(labels, row.cells[:2], holds="spread"), Row([None], row.cells[2:], holds="spread")]
        return [row]

    def note_lines(self, block):
        """The notes below a block."""
        return [self.brackets(f"注{number}) {NOTES[number]}") for number in block.notes] if self.look.notes else []

    # --- The checklist ---

    def check_marks(self, item):
        """An item's two marks, the second with the plan's brackets."""
        checks = self.look.checks
        done = checks.on if item.done else checks.off
        planned = checks.on if item.planned else checks.off
        opening, closing = ("（", "）") if self.look.brackets == "full" else ("(", ")")
        return done, f"{planned}{' ' if checks.spaced else ''}{opening}{item.plan.shown}{closing}".strip()

    def item_text(self, section, item):
        """An item's text with its list in the document's markup."""
        entries = item.text.split(" ") if (section.id, item.no) in LISTED[self.content.edition] else [item.text]
        note = ""
        if self.look.checklist_note_marks and item.no in NOTED.get(section.id, ()):
            note = self.note_mark(NOTED[section.id][item.no])
        if len(entries) == 1 or self.look.lists == "plain":
            return self.brackets(item.text) + note
        first, mark = entries.pop(0), "・" if self.look.lists.endswith("dots") else ""
        listed = " ".join(mark + entry for entry in entries)
        if not self.look.lists.startswith("ul"):
            return f"{first} {listed}{note}"
        return f'{first if mark else f"<p>{first}</p>"} <ul style="list-style-type: none"> {listed} '

