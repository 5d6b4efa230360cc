"""The document as tables: blocks of rows of labels and cells, before any rendering.

A row has a label column after the block's heading, a second one where the block has two, and its value cells. How the
cells come out (joined or split labels and units, options in one cell or several, brackets, note marks) is drawn once
per document as its `Look`.
"""

from dataclasses import dataclass, field

import marks as marking
from content import COMPLIANCE
from form import COLUMNS, GROUPS, NOTES
from slips import slip

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

    def date_cells(self, pointer):
        """A date in one cell or split over several."""
        value = self.content.fields[pointer]
        if self.look.dates == "split" and len(value.parts) > 1:
            return [part.strip() for part in value.parts]
        return [value.shown]

    # --- Blocks ---

    def blocks(self):
        """The form's blocks in order."""
        return [
            self._update(),
            self._organization(),
            self._facilities(),
            self._system(),
            self._operations(),
            self._fees(),
            self._other(),
        ]

    def _update(self):
        row = Row([self.label("最終更新日")], self.date_cells("/updated_on"), holds="several")
        return Block("update", self.label("更新情報"), 1, [row])

    def _simple(self, usual, pointer, *notes):
        if pointer in self.content.missing:
            return []
        return [Row([self.label(usual, *notes)], [self.value(pointer)])]

    def _organization(self):
        rows = [
            *self._simple("機関名", "/organization/name", 1),
            *self._simple("所在地(住所)", "/organization/address", 1),
            *self._simple("電話番号", "/organization/phone", 1),
            *self._simple("FAX番号", "/organization/fax"),
            *self._simple("ホームページアドレス", "/organization/website"),
            *self._simple("窓口となるメールアドレス", "/organization/contact"),
            *self._simple("代行機関コード", "/organization/agency_code", 2),
            self._choice([self.label("代行機関の分類", 3)], "/organization/category"),
        ]
        return Block("organization", self.label("基本情報"), 1, rows, (1, 2, 3))

    def _staff(self, labels, base):
        cells = self.pair("機関本体", f"{base}/own") + self.pair("協力・関係会社", f"{base}/affiliates")
        return Row(labels, cells, holds="several")

    def _facilities(self):
        base, user = "/facilities", self.label("利用者によるサービスの選択")
        rows = [
            self._staff([self.label("従事する職員の数", 4, 5), self.label("専任")], "/facilities/staff/dedicated"),
            self._staff([None, self.label("兼任")], "/facilities/staff/concurrent"),
            self._staff([self.label("全職員の数", 5), ""], "/facilities/all_staff"),
            Row([self.label("施設数(サポート拠点数)"), ""], [self.value("/facilities/sites")], holds="several"),
            Row(
                [self.label("財務基盤に関する資料または照会先", 6), ""],
                [self.value("/facilities/financial_reference")],
            ),
            self._choice([self.label("類似業務・サービスの提供実績", 7), ""], f"{base}/similar_services/choices"),
            self._choice([self.label("提供するサービス"), self.label("対象")], f"{base}/services/targets", spread=True),
            self._choice([None, self.label("内容")], f"{base}/services/functions"),
            self._choice([user, self.label("保険者")], f"{base}/user_selection/insurers/choices"),
            self._choice([None, self.label("健診・保健指導機関")], f"{base}/user_selection/providers/choices"),
            self._choice([self.label("ガイドラインの遵守", 8), ""], COMPLIANCE),
        ]
        return Block("facilities", self.label("施設及び設備情報"), 2, rows, (4, 5, 6, 7, 8))

    def _system(self):
        base = "/information_system"
        rows = [
            Row(
                [self.label("提供開始の年月日", 9)],
                self.date_cells(f"{base}/service_started_on"),
                holds="several",
            ),
            self._choice([self.label("システムの保有")], f"{base}/ownership", spread=True),
            self._choice([self.label("システムの運用管理")], f"{base}/operation", spread=True),
            *self._space(),
            Row(
                [self.label("システム管理技術者数")],
                self.pair("機関本体", f"{base}/engineers/own") + self.pair("委託先", f"{base}/engineers/contractor"),
                holds="several",
            ),
            self._yearly("処理可能件数(設計値)", f"{base}/capacity"),
        ]
        return Block("system", self.label("情報システムに関する情報"), 1, rows, (9,))

    def _space(self):
        label = self.label("システム専用区画・施設の有無")
        row = self._choice([label], "/information_system/dedicated_space", spread=True)
        if self.look.options == "square" and len(row.cells) == 4:
            return [Row([label], row.cells[:2], holds="spread"), Row([None], row.cells[2:], holds="spread")]
        return [row]

    def _yearly(self, usual, base, *notes):
        cells = self.pair("年間", f"{base}/per_year") + self.pair("1日当たり", f"{base}/per_day")
        return Row([self.label(usual, *notes)], cells, holds="several")

    def _operations(self):
        rows = []
        hours = [("拠点", "sites"), ("システム", "system"), ("ヘルプデスク", "helpdesk")]
        for at, (usual, key) in enumerate(hours):
            pointer = f"/operations/hours/{key}"
            if pointer not in self.content.missing:
                first = None if at else self.label("サービス提供時間")
                rows.append(Row([first, self.label(usual)], [self.value(pointer)]))
        for at, (usual, key) in enumerate([("外部から機関へ", "inbound"), ("機関から外部へ", "outbound")]):
            first = None if at else self.label("データ授受の方法")
            rows.append(self._choice([first, self.label(usual)], f"/operations/data_exchange/{key}/choices"))
        for at, (usual, key) in enumerate([("オンライン", "online"), ("オフライン", "offline")]):
            first = None if at else self.label("データ授受におけるセキュリティ対策の方法")
            rows.append(Row([first, self.label(usual)], [self.value(f"/operations/security/{key}")]))
        return Block("operations", self.label("運営に関する情報"), 2, rows)

    def _fees(self):
        def row(labels, key):
            return Row(labels, [self.value(f"/fees/{key}/{column}") for column in COLUMNS], holds="several")

        billing = [" ".join(self.options(f"/fees/separate_billing/{column}")) for column in COLUMNS]
        rows = [
            Row(["", ""], ["保険者", "健診・保健指導機関"], holds="several"),
            row([self.label("初期費用"), ""], "initial"),
            Row([self.label("経常経費"), self.label("別途請求の有無")], billing, holds="several"),
            row([None, self.label("固定費")], "fixed"),
            row([None, self.label("従量単価", 11)], "unit"),
            row([self.label("代行機関利用に際し必要となる設備等", 12), ""], "equipment"),
        ]
        return Block("fees", self.label("事務手数料等", 10), 2, rows, (10, 11, 12))

    def _other(self):
        row = self._yearly("前年度の取扱件数", "/other/previous_year", 13)
        return Block("other", "その他", 1, [row], (13,))

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


LISTED = {
    "2": (("external_exchange", 6), ("external_exchange", 7)),
    "5.2": (("external_exchange", 6), ("external_exchange", 7), ("technical", 15)),
}
NOTED = {
    "technical": {2: 1, 4: 2, 5: 3, 7: 4, 9: 5},
    "disposal": {1: 6},
    "emergency": {1: 7},
    "external_exchange": {1: 8, 4: 9, 5: 10},
}
