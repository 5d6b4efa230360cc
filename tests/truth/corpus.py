"""Rendering as scraped tables: cells separated by tabs, a blank line between tables, with the faults of scrapers."""

from dataclasses import dataclass

import marks as marking
from form import TITLE
from table import Look
from wrap import cut_places

INSTRUCTIONS = (
    "*代行機関の業務を行う者は、本資料を作成し、ホームページ（自機関のWebサイトでも他のサイトでも可）に掲載すること。",
    "*選択肢の項目については、□を■にするか、該当する選択肢のみ残す（非該当は削除）こと。",
    "*ガイドラインの遵守状況については別添指定様式に記載すること。",
)
CHANGES = "*下記事項に変更があった場合は速やかに変更し、掲載しているホームページを更新し、更新日を明示すること。"
CHECK_INSTRUCTIONS = (
    "*代行機関の業務を実施する者は、本資料を作成しホームページ（自機関のWebサイトでも他のサイトでも可）に掲出すること。",
    "*選択肢の項目については、「実施済」「実施予定」より一つ選び、□を■にすること。"
    "「実施予定」を選択した場合は、実施予定時期を明記すること。",
)
SCOPE = {"2": "平成19年3月「医療情報システムの安全管理に関するガイドライン 第2版」の1章～6章",
         "5.2": "令和4年3月「医療情報システムの安全管理に関するガイドライン 第5.2版」の6章"}  # fmt: skip
ANNEX = "別添 医療情報システムの安全管理に関するガイドライン 第{}版"
ANNEX_TITLE = "最低限のガイドライン遵守チェックリスト"
CUTTABLE = 14


@dataclass
class Layout:
    """Where cells go in one document's tables."""

    one_table: bool = False
    compact: bool = False  # no empty column where a row has no second label
    shifts: float = 0.0  # rows whose labels slipped into another column
    cuts: float = 0.0  # values cut in two by a page break
    breaks: float = 0.0  # tables cut between two rows by a page break
    lost_headings: float = 0.0
    ragged: bool = False  # rows without their trailing empty cells
    dashes: bool = True
    notes_inside: bool = False
    title: bool = True
    annex_in_two: bool = False


def draw_marks(dice):
    """The marks of the form and of the checklist."""
    form = dice.pick(marking.PLAIN * 3, marking.VARIED, marking.NASTY)
    checks = form if form.boxed and dice.chance(0.6) else dice.pick(marking.PLAIN, marking.CHECKLIST)
    return form, checks


def draw_look(dice, marks):
    """A document's look, as varied as the level allows."""
    form, checks = marks
    return Look(
        marks=form,
        checks=checks,
        note_marks=dice.pick(["sup"], ["plain", "none"]),
        notes=dice.chance(1, 0.7, 0.6),
        instructions=dice.chance(1, 0.7),
        brackets=dice.pick(["half"], ["full", "mixed"]),
        pairs=dice.pick(["space"], ["glue", "split"]),
        units=dice.pick(["joined"], ["joined", "split"]),
        dates=dice.pick(["joined"], ["joined", "split"]),
        options=dice.pick(["cell"], ["cells", "square"]),
        slips=(0, dice.pick([0, 0, 0.05]), dice.pick([0.05, 0.2]))[dice.level],
        strays=(0, 0.15, 0.4)[dice.level],
        bare=(0, 0.2, 0.2)[dice.level],
        numbers=dice.pick(["{}."], ["{}", "({})", "{}．", "{}）"]),
        check_cells="two" if not checks.boxed or dice.chance(1, 0.85) else "one",
        header=dice.pick(
            [("No", "チェック項目", "実施済", "実施予定(実施時期)")],
            [("No.", "チェック項目", "実施済", "実施予定（実施時期）"), ("番号", "チェック項目", "実施済", "実施予定")],
        ),
        lists=dice.pick(["plain"], ["dots", "ul", "ul-dots"]),
        checklist_note_marks=dice.chance(1, 0.8),
    )


def draw_layout(dice, look):
    """Where the cells go; the layout may overrule the look (no notes in one big table)."""
    layout = Layout(
        one_table=dice.chance(0, 0.2),
        compact=dice.chance(0, 0.3),
        shifts=(0, 0.08, 0.25)[dice.level],
        cuts=(0, 0.04, 0.12)[dice.level],
        breaks=(0, 0.04, 0.08)[dice.level],
        lost_headings=(0, 0.04, 0.15)[dice.level],
        ragged=dice.chance(0, 0.15, 0.3),
        dashes=dice.chance(1, 0.7),
        notes_inside=dice.chance(0, 0, 0.2),
        title=dice.chance(1, 0.92, 0.85),
        annex_in_two=dice.chance(0, 0.2),
    )
    if layout.one_table and not layout.notes_inside:
        look.notes = False
    return layout


class Corpus:
    """Renders one document as scraped tables."""

    def __init__(self, dice, printer, layout):
        self.dice = dice
        self.printer = printer
        self.look = printer.look
        self.layout = layout
        self.lines = []

    def render(self):
        """The document's text."""
        self.lines = ["", ""] if self.dice.chance(1, 0.8) else []
        if self.layout.title:
            self._paragraph(self.printer.dice.pick([TITLE], [TITLE.replace("[", "［").replace("]", "］"), TITLE]))
        if self.look.instructions:
            for line in INSTRUCTIONS:
                self._paragraph(line)
        self._form()
        if self.printer.content.edition:
            self._checklist()
        return "\n".join(self.lines)

    def _paragraph(self, line):
        self.lines += [line, ""]

    # --- The form ---

    def _form(self):
        blocks = [(block, self._grid(block)) for block in self.printer.blocks()]
        width = max(len(cells) for _, grid in blocks for cells in grid)
        for block, grid in blocks:
            own = width if self.layout.one_table else max(len(cells) for cells in grid)
            for at, cells in enumerate(grid):
                self._cells(cells, own)
                if at + 1 < len(grid) and self._chance(self.layout.breaks):
                    self.lines.append("")
            self._below(block, grid, own)
        if self.lines[-1]:
            self.lines.append("")

    def _below(self, block, grid, width):
        if block.key == "update" and self.look.instructions and self.layout.notes_inside:
            self.lines.append(CHANGES + "\t" * (width - 1))
        elif block.key == "update" and self.look.instructions and not self.layout.one_table:
            self._dash_row(grid)
            self.lines.append("")
            self._paragraph(CHANGES)
        elif not self.layout.one_table:
            if len(grid) == 1:
                self._dash_row(grid)
            self.lines.append("")
        for note in self.printer.note_lines(block):
            if self.layout.notes_inside:
                self.lines.append(note + "\t" * (width - 1))
            else:
                self._paragraph(note)

    def _dash_row(self, grid):
        if self.layout.dashes and len(grid) == 1:
            self.lines.append("\t".join("-" * max(3, len(cell)) for cell in grid[0]))

    def _chance(self, probability):
        return self.dice.random.random() < probability

    def _cells(self, cells, width):
        cells = cells + [""] * (width - len(cells))
        if self.layout.ragged:
            while len(cells) > 2 and not cells[-1]:
                cells = cells[:-1]
        self.lines.append("\t".join(cells))

    def _grid(self, block):
        lost = self._chance(self.layout.lost_headings)
        grid = []
        for at, row in enumerate(block.rows):
            heading = block.heading if at == 0 and not lost else ""
            cells = row.cells
            rest = None
            if len(cells) == 1 and self._chance(self.layout.cuts):
                cells, rest = self._cut(row)
            labels = self._labels(row, bool(rest))
            grid.append(self._moved(row, labels, cells) if at else [heading, *labels, *cells])
            if rest:
                grid.append(["" for _ in (heading, *labels)] + [rest])
        return grid

    def _labels(self, row, cut):
        labels = [label or "" for label in row.labels]
        if self.layout.compact and labels[-1] == "" and labels[0] and not cut:
            return labels[:1]
        return labels

    def _moved(self, row, labels, cells):
        """A row without heading; its labels in another column now and then."""
        usual = ["", *labels, *cells]
        if not self._chance(self.layout.shifts) or not all(cells):
            return usual
        if row.labels[0]:
            alone = len(row.labels) == 2 and not row.labels[1] and len(cells) == 1
            if alone and self.dice.chance(0.3):
                return ["", "", row.labels[0], *cells]
            return [*usual[1:], ""]
        if len(row.labels) == 2 and row.labels[1]:
            return [row.labels[1], "", *cells, ""]
        return usual

    def _cut(self, row):
        shown = row.cells[0]
        if row.holds == "options":
            places = [at for at, sign in enumerate(shown) if sign == " " and self._starts_option(shown[at + 1 :])]
        else:
            places = cut_places(shown) if len(shown) >= CUTTABLE else []
        if not places:
            return row.cells, None
        at = self.dice.random.choice(places)
        return [shown[:at]], shown[at:].strip()

    def _starts_option(self, rest):
        signs = [sign for sign in (self.look.marks.on, self.look.marks.off) if sign]
        return self.look.marks.boxed and any(rest.startswith(sign) for sign in signs)

    # --- The checklist ---

    def _checklist(self):
        edition = self.printer.content.edition
        title = ANNEX.format(self.dice.pick([edition], [f" {edition} ", edition]))
        if self.layout.annex_in_two:
            self._paragraph(title)
            self._paragraph(ANNEX_TITLE)
        else:
            self._paragraph(f"{title} {ANNEX_TITLE}")
        if self.look.instructions:
            self._paragraph(
                f"本遵守チェックリストは、{SCOPE[edition]}における「最低限のガイドライン」の遵守状況のチェックリストである。"
            )
            for line in CHECK_INSTRUCTIONS:
                self._paragraph(line)
        row = ["更新情報", self.printer.label("最終更新日"), *self.printer.date_cells("/checklist/updated_on")]
        self.lines.append("\t".join(row))
        self._dash_row([row])
        self.lines.append("")
        for section in self.printer.content.sections:
            self._section(section)
        while not self.lines[-1]:
            self.lines.pop()

    def _section(self, section):
        if section.headed:
            title = self.printer.brackets(section.title)
            if self.dice.chance(0, 0, 0.1):
                self.lines.append(f"\t{title}\t\t")
            else:
                self._paragraph(title)
        self._header()
        for at, item in enumerate(section.items):
            if at and self._chance(self.layout.breaks):
                self.lines.append("")
                self._header()
            self._item(section, item)
        self.lines.append("")

    def _header(self):
        header = self.look.header
        if self.look.check_cells == "one":
            header = (*header[:2], " ".join(header[2:]))
        self.lines.append("\t".join(header))

    def _item(self, section, item):
        text, rest = self.printer.item_text(section, item), ""
        places = cut_places(text) if "<" not in text and "^" not in text else []
        if places and self._chance(self.layout.cuts / 2):
            at = self.dice.random.choice(places)
            text, rest = text[:at], text[at:]
        marks = list(self.printer.check_marks(item))
        if self.look.check_cells == "one":
            marks = [" ".join(mark for mark in marks if mark)]
        self.lines.append("\t".join([self.look.numbers.format(item.no), text, *marks]))
        if rest:
            self.lines.append("\t".join(["", rest, *("" for _ in marks)]))
