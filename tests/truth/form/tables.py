"""The form's tables: their rows, with what each label says and which notes it names, and what stands in each cell.

How a document prints them (slips, note marks, cells split or joined) is the business of who makes it.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Label:
    """A label and the notes it names."""

    text: str
    notes: tuple = ()

    def raised(self):
        """The label with its note marks as raised text: `機関名^{注1)}`."""
        return self.text + ("^{" + "".join(f"注{note})" for note in self.notes) + "}" if self.notes else "")


@dataclass(frozen=True)
class Slot:
    """A cell for a value: the value's pointer, and the short label in front of it, if any. A heading has no pointer."""

    pointer: str | None
    label: str = ""


@dataclass(frozen=True)
class Row:
    """One row: one label or two, the outer one None where that of the row above goes on; and its cells."""

    labels: tuple
    slots: tuple


@dataclass(frozen=True)
class Table:
    """A table: its heading at the left, its rows, and the notes that stand below."""

    heading: Label
    rows: tuple
    notes: tuple = ()

    @property
    def depth(self):
        """How many columns of labels there are."""
        return max(len(row.labels) for row in self.rows)


def _label(said, *notes):
    return Label(said, notes) if isinstance(said, str) else said


def _row(labels, *slots):
    labels = labels if isinstance(labels, tuple) else (labels,)
    slots = tuple(slot if isinstance(slot, Slot) else Slot(slot) for slot in slots)
    return Row(tuple(_label(label) for label in labels), slots)


def _two(base, one, other):
    return Slot(f"{base}/{one[1]}", one[0]), Slot(f"{base}/{other[1]}", other[0])


def _people(base, other=("協力・関係会社", "affiliates")):
    return _two(base, ("機関本体", "own"), other)


def _yearly(base):
    return _two(base, ("年間", "per_year"), ("1日当たり", "per_day"))


def _columns(key):
    return f"/fees/{key}/insurers", f"/fees/{key}/providers"


SERVICES = "/facilities/services"
SELECTION = "/facilities/user_selection"
SYSTEM = "/information_system"
HOURS = "/operations/hours"
EXCHANGE = "/operations/data_exchange"
SECURITY = "/operations/security"

TABLES = {
    "update": Table(_label("更新情報"), (_row("最終更新日", "/updated_on"),)),
    "organization": Table(
        _label("基本情報"),
        (
            _row(_label("機関名", 1), "/organization/name"),
            _row(_label("所在地(住所)", 1), "/organization/address"),
            _row(_label("電話番号", 1), "/organization/phone"),
            _row("FAX番号", "/organization/fax"),
            _row("ホームページアドレス", "/organization/website"),
            _row("窓口となるメールアドレス", "/organization/contact"),
            _row(_label("代行機関コード", 2), "/organization/agency_code"),
            _row(_label("代行機関の分類", 3), "/organization/category"),
        ),
        (1, 2, 3),
    ),
    "facilities": Table(
        _label("施設及び設備情報"),
        (
            _row((_label("従事する職員の数", 4, 5), "専任"), *_people("/facilities/staff/dedicated")),
            _row((None, "兼任"), *_people("/facilities/staff/concurrent")),
            _row(_label("全職員の数", 5), *_people("/facilities/all_staff")),
            _row("施設数(サポート拠点数)", "/facilities/sites"),
            _row(_label("財務基盤に関する資料または照会先", 6), "/facilities/financial_reference"),
            _row(_label("類似業務・サービスの提供実績", 7), "/facilities/similar_services/choices"),
            _row(("提供するサービス", "対象"), f"{SERVICES}/targets"),
            _row((None, "内容"), f"{SERVICES}/functions"),
            _row(("利用者によるサービスの選択", "保険者"), f"{SELECTION}/insurers/choices"),
            _row((None, "健診・保健指導機関"), f"{SELECTION}/providers/choices"),
            _row(_label("ガイドラインの遵守", 8), "/facilities/guideline_compliance"),
        ),
        (4, 5, 6, 7, 8),
    ),
    "system": Table(
        _label("情報システムに関する情報"),
        (
            _row(_label("提供開始の年月日", 9), f"{SYSTEM}/service_started_on"),
            _row("システムの保有", f"{SYSTEM}/ownership"),
            _row("システムの運用管理", f"{SYSTEM}/operation"),
            _row("システム専用区画・施設の有無", f"{SYSTEM}/dedicated_space"),
            _row("システム管理技術者数", *_people(f"{SYSTEM}/engineers", ("委託先", "contractor"))),
            _row("処理可能件数(設計値)", *_yearly(f"{SYSTEM}/capacity")),
        ),
        (9,),
    ),
    "operations": Table(
        _label("運営に関する情報"),
        (
            _row(("サービス提供時間", "拠点"), f"{HOURS}/sites"),
            _row((None, "システム"), f"{HOURS}/system"),
            _row((None, "ヘルプデスク"), f"{HOURS}/helpdesk"),
            _row(("データ授受の方法", "外部から機関へ"), f"{EXCHANGE}/inbound/choices"),
            _row((None, "機関から外部へ"), f"{EXCHANGE}/outbound/choices"),
            _row(("データ授受におけるセキュリティ対策の方法", "オンライン"), f"{SECURITY}/online"),
            _row((None, "オフライン"), f"{SECURITY}/offline"),
        ),
    ),
    "fees": Table(
        _label("事務手数料等", 10),
        (
            _row("", Slot(None, "保険者"), Slot(None, "健診・保健指導機関")),
            _row("初期費用", *_columns("initial")),
            _row(("経常経費", "別途請求の有無"), *_columns("separate_billing")),
            _row((None, "固定費"), *_columns("fixed")),
            _row((None, _label("従量単価", 11)), *_columns("unit")),
            _row(_label("代行機関利用に際し必要となる設備等", 12), *_columns("equipment")),
        ),
        (10, 11, 12),
    ),
    "other": Table(
        _label("その他"), (_row(_label("前年度の取扱件数", 13), *_yearly("/other/previous_year")),), (13,)
    ),
}


def cells(table, depth, columns, values):
    """The table's rows of cells `(text, rows, columns)`, without those that another one covers.

    Labels have `depth` columns, values `columns`; a single label or value stretches over all of them.
    """
    rows = []
    for at, row in enumerate(table.rows):
        made = [] if at else [(table.heading.raised(), len(table.rows), 1)]
        if len(row.labels) == 1:
            made.append((row.labels[0].raised(), 1, depth))
        else:
            if row.labels[0]:
                below = (other.labels[0] is None for other in table.rows[at + 1 :])
                going_on = next((count for count, goes_on in enumerate(below) if not goes_on), len(table.rows) - at - 1)
                made.append((row.labels[0].raised(), 1 + going_on, 1))
            made.append((row.labels[1].raised(), 1, 1))
        for slot in row.slots:
            said = [slot.label] * bool(slot.label) + ([values[slot.pointer]] if slot.pointer else [])
            made.append((" ".join(said), 1, columns // len(row.slots)))
        rows.append(made)
    return rows
