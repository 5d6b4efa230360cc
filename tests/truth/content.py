"""The invented content of one document and the record it must become.

`Content` holds what the document's author wrote: values, chosen options with their details, and the checklist. The
truth follows from it and from how options are marked (the contract lets only some ways of marking be read).
"""

import copy
from dataclasses import dataclass, field

import values
from form import COLUMNS, EDITIONS, GROUPS, SECTION_TITLES
from marks import MARU, see
from values import Value, tidy

TEXTS = {
    "/facilities/financial_reference": values.FINANCE,
    "/operations/security/online": values.SECURITY_ONLINE,
    "/operations/security/offline": values.SECURITY_OFFLINE,
}
DETAILS = {
    "/facilities/similar_services/detail": values.SIMILAR,
    "/facilities/services/other_detail": values.OTHER_SERVICE,
    "/facilities/user_selection/insurers/detail": values.SELECTABLE,
    "/facilities/user_selection/providers/detail": values.SELECTABLE,
    "/operations/data_exchange/inbound/online_detail": values.LINES,
    "/operations/data_exchange/outbound/online_detail": values.LINES,
    "/operations/data_exchange/inbound/offline_detail": values.POST,
    "/operations/data_exchange/outbound/offline_detail": values.POST,
}
COUNTS = {
    "/facilities/staff/dedicated/own": (1, 40, "人"),
    "/facilities/staff/dedicated/affiliates": (0, 30, "人"),
    "/facilities/staff/concurrent/own": (0, 60, "人"),
    "/facilities/staff/concurrent/affiliates": (0, 30, "人"),
    "/facilities/all_staff/own": (50, 4000, "人"),
    "/facilities/all_staff/affiliates": (0, 300, "人"),
    "/information_system/engineers/own": (0, 20, "人"),
    "/information_system/engineers/contractor": (0, 20, "人"),
}
YEARLY = ("/information_system/capacity", "/other/previous_year")
REQUIRED = ("/updated_on", "/organization/name", "/organization/phone", "/organization/agency_code")
MAY_BE_MISSING = ("/organization/fax", "/organization/website", "/organization/contact", "/operations/hours/helpdesk")
COMPLIANCE = "/facilities/guideline_compliance"
CHARGES = "/fees/separate_billing/"
PLANS = ("令和9年3月", "2026年10月", "R8.4", "令和8年度中", "2026年3月末", "令和8年4月1日", "検討中")
REMARKS = ("システム保守委託先で実施", "令和8年3月更新予定", "委託先にて実施")
REWORDED = (
    ("盗難", "盜難"), ("確実に", "確實に"), ("詐称", "偽称"), ("不必要な", "不必要的"), ("やむを得ない", "やむ得ない"),
    ("パターンファイル", "パーソンファイル"), ("管理規程", "管理規定"), ("成りすまし", "なりすまし"), ("あった場合", "あつた場合"),
    ("行っている", "行なっている"),
)  # fmt: skip


@dataclass
class Item:
    """A checklist item: its number and text as printed, its two marks, and what stands in the plan's brackets."""

    no: int
    text: str
    done: bool
    planned: bool
    plan: Value

    @property
    def status(self):
        """The record's status of the item."""
        return {(1, 0): "done", (0, 1): "planned", (0, 0): "unmarked", (1, 1): "conflict"}[self.done, self.planned]


@dataclass
class Section:
    """A checklist section: id, title as printed, items; `headed` when its title is printed at all."""

    id: str
    title: str
    items: list
    headed: bool = True


@dataclass
class Content:
    """What the author of one document wrote."""

    fields: dict = field(default_factory=dict)
    chosen: dict = field(default_factory=dict)
    details: dict = field(default_factory=dict)
    missing: list = field(default_factory=list)
    edition: str | None = None
    sections: list = field(default_factory=list)
    # The compliance options printed: the later form has no 遵守する予定.
    compliance: tuple = GROUPS[COMPLIANCE].options


# --- Inventing --------------------------------------------------------------------------------------------------


def invent(dice, marks, checks):
    """A document's content; `marks` and `checks` rule out what could not be read under those ways of marking."""
    content = Content()
    _invent_checklist(dice, content, checks)
    _invent_agency(dice, content)
    _invent_dates(dice, content)
    _invent_counts(dice, content)
    _invent_words(dice, content)
    _invent_fees(dice, content)
    _invent_choices(dice, content, marks)
    content.missing = [pointer for pointer in MAY_BE_MISSING if dice.chance(0, 0.04, 0.08)]
    return content


def _invent_agency(dice, content):
    number, place = values.place(dice)
    host = dice.pick(values.HOSTS)
    content.fields |= {
        "/organization/name": values.name(dice),
        "/organization/address": values.address(dice, place),
        "/organization/phone": values.phone(dice, place),
        "/organization/fax": values.phone(dice, place) if dice.chance(0.95) else values.blank(),
        "/organization/website": values.website(dice, host),
        "/organization/contact": values.contact(dice, host),
        "/organization/agency_code": values.agency_code(dice, number),
    }
    phone = values.phone(values.Dice(dice.random), place).shown
    content.fields["/facilities/financial_reference"] = values.words(
        dice, values.FINANCE, phone=phone, site=f"https://www.{host}.co.jp/ir/"
    )
    content.fields["/facilities/sites"] = values.sites(dice)


def _invent_dates(dice, content):
    year, month, day = dice.number(2018, 2024), dice.number(1, 12), dice.number(1, 28)
    started = dice.number(1988, 2017), dice.number(1, 12), dice.number(1, 28)
    odd = dice.chance(0, 0.05, 0.1)
    content.fields["/updated_on"] = values.no_date(dice, year, month) if odd else values.date(dice, year, month, day)
    content.fields["/information_system/service_started_on"] = (
        values.no_date(dice, *started[:2]) if dice.chance(0.05, 0.08) else values.date(dice, *started)
    )
    if content.edition:
        other = dice.chance(0.05, 0.3)
        content.fields["/checklist/updated_on"] = values.date(dice, year, month, day % 28 + 1 if other else day)


def _invent_counts(dice, content):
    for pointer, (low, high, unit) in COUNTS.items():
        given = dice.chance(0.9)
        content.fields[pointer] = (
            values.count(dice, dice.number(low, high), unit) if given else values.no_count(dice, unit)
        )
    for base in YEARLY:
        day = dice.number(10, 900) * dice.pick([1], [5, 10])
        year = dice.pick([day * 250, dice.number(1, 90) * 10000, dice.number(10, 900) * 1000])
        year = max(year, day)
        for pointer, number in ((f"{base}/per_year", year), (f"{base}/per_day", day)):
            given = dice.chance(0.75)
            content.fields[pointer] = values.count(dice, number, "件") if given else values.no_count(dice, "件")


def _invent_words(dice, content):
    hours = values.office_hours(dice)
    content.fields["/operations/hours/sites"] = hours
    content.fields["/operations/hours/system"] = values.system_hours(dice)
    content.fields["/operations/hours/helpdesk"] = hours if dice.chance(0.6) else values.office_hours(dice)
    for pointer in ("/operations/security/online", "/operations/security/offline"):
        given = dice.chance(0.93)
        content.fields[pointer] = values.words(dice, TEXTS[pointer]) if given else values.blank()


def _invent_fees(dice, content):
    both = dice.chance(0.5)
    tool = values.words(dice, values.EQUIPMENT)
    for column in COLUMNS:
        content.fields[f"/fees/initial/{column}"] = values.money(dice)
        content.fields[f"/fees/fixed/{column}"] = values.money(dice)
        content.fields[f"/fees/unit/{column}"] = values.unit_price(dice)
        content.fields[f"/fees/equipment/{column}"] = tool if both else values.blank()
    if not both and dice.chance(0.2, 0.4):
        content.fields["/fees/equipment/insurers"] = tool
        content.fields["/fees/equipment/providers"] = values.blank(dice.pick(["－", "—"]))


def _choose(dice, group):
    ids = [option.id for option in group.options]
    if not group.one:
        return [found for found in ids if dice.chance(0.65)] or [ids[0]]
    if dice.chance(0, 0.04, 0.06):
        return []
    if dice.chance(0, 0.04, 0.06):
        return sorted(dice.random.sample(ids, 2), key=ids.index)
    return [dice.pick(ids)]


def _invent_choices(dice, content, marks):
    for pointer, group in GROUPS.items():
        content.chosen[pointer] = _choose(dice, group)
        for option in group.options:
            if option.detail:
                wanted = option.id in content.chosen[pointer] and dice.chance(0.8)
                wanted = wanted or dice.chance(0, 0.04, 0.08)
                pool = DETAILS[option.detail]
                content.details[option.detail] = values.words(dice, pool) if wanted else values.blank()
    _invent_compliance(dice, content, marks)
    for column in COLUMNS:
        if "included" in content.chosen[CHARGES + column] and dice.chance(1, 0.9):
            content.fields[f"/fees/fixed/{column}"] = values.no_money(dice)
            content.fields[f"/fees/unit/{column}"] = values.no_unit_price(dice)
    if marks.deletes and not all(content.chosen[CHARGES + column] for column in COLUMNS):
        for column in COLUMNS:
            content.chosen[CHARGES + column] = []


def _invent_compliance(dice, content, marks):
    short = content.edition == "5.2" and marks.boxed and dice.chance(0.5)
    if short:
        content.compliance = tuple(option for option in GROUPS[COMPLIANCE].options if option.id != "planned")
    all_done = all(item.status == "done" for section in content.sections for item in section.items)
    right = "compliant" if all_done else "not_compliant" if short else "planned"
    if dice.chance(0.03, 0.12):
        right = dice.pick([option.id for option in content.compliance])
    content.chosen[COMPLIANCE] = [right] if dice.chance(1, 0.97) else []


def _invent_checklist(dice, content, checks):
    content.edition = dice.pick(["2", "2", "5.2"], [None])
    if content.edition is None:
        return
    done = dice.chance(0.6)
    for section_id, texts in EDITIONS[content.edition]:
        title = dice.pick(SECTION_TITLES[section_id][:1], SECTION_TITLES[section_id])
        items = [_invent_item(dice, no, text, done, checks) for no, text in enumerate(texts, 1)]
        headed = not content.sections or not dice.chance(0, 0, 0.04)
        content.sections.append(Section(section_id, title, items, headed))


def _invent_item(dice, no, item_text, all_done, checks):
    for usual, seen in REWORDED:
        if usual in item_text and dice.chance(0, 0.15):
            item_text = item_text.replace(usual, seen)
    done, planned, plan = True, False, values.blank()
    if not all_done and dice.chance(0.12):
        done, planned = False, True
        plan = values.text(dice.pick(PLANS)) if dice.chance(0.85) else values.blank(dice.pick(["", "年 月"]))
    if dice.chance(0, 0.02, 0.04):
        plan = values.text(dice.pick(REMARKS))
    # Two ○ in one item may be no choice or two.
    if not all_done and not MARU.intersection((checks.on, checks.off)) and dice.chance(0, 0.03, 0.05):
        done = planned = dice.chance(0.5)
    return Item(no, item_text, done, planned, plan)


# --- The truth --------------------------------------------------------------------------------------------------


def skeleton():
    """The record's data of a document that says nothing."""

    def fees(make):
        return {column: make() for column in COLUMNS}

    def amount():
        return {"text": None, "yen": None}

    def exchange():
        return {"choices": [], "online_detail": None, "offline_detail": None}

    def pair(*names):
        return dict.fromkeys(names)

    return {
        "updated_on": None,
        "organization": {
            "name": None,
            "address": pair("text", "postal_code", "prefecture"),
            "phone": None,
            "fax": None,
            "website": None,
            "contact": pair("text", "email"),
            "agency_code": None,
            "category": [],
        },
        "facilities": {
            "staff": {"dedicated": pair("own", "affiliates"), "concurrent": pair("own", "affiliates")},
            "all_staff": pair("own", "affiliates"),
            "sites": {"count": None, "prefectures": []},
            "financial_reference": None,
            "similar_services": {"choices": [], "detail": None},
            "services": {"targets": [], "functions": [], "other_detail": None},
            "user_selection": {column: {"choices": [], "detail": None} for column in COLUMNS},
            "guideline_compliance": [],
        },
        "information_system": {
            "service_started_on": None,
            "ownership": [],
            "operation": [],
            "dedicated_space": [],
            "engineers": pair("own", "contractor"),
            "capacity": pair("per_year", "per_day"),
        },
        "operations": {
            "hours": pair("sites", "system", "helpdesk"),
            "data_exchange": {"inbound": exchange(), "outbound": exchange()},
            "security": pair("online", "offline"),
        },
        "fees": {
            "initial": fees(amount),
            "separate_billing": fees(list),
            "fixed": fees(amount),
            "unit": fees(lambda: amount() | {"per": None}),
            "equipment": pair(*COLUMNS),
        },
        "other": {"previous_year": pair("per_year", "per_day")},
        "checklist": {"guideline_edition": None, "updated_on": None, "sections": []},
    }


def put(data, pointer, value):
    """Put a value at a JSON Pointer of existing parents."""
    *parents, last = pointer.lstrip("/").split("/")
    for key in parents:
        data = data[key]
    data[last] = copy.deepcopy(value)


def get(data, pointer):
    """The value at a JSON Pointer."""
    for key in pointer.lstrip("/").split("/"):
        data = data[key]
    return data


@dataclass
class Truth:
    """The expected `data`; the diagnostics that must and may be raised; the pointers the contract does not settle."""

    data: dict
    expect: list = field(default_factory=list)
    allow: list = field(default_factory=list)
    skip: list = field(default_factory=list)

    def as_json(self):
        """The truth file's content."""
        return {"data": self.data, "expect": self.expect, "allow": self.allow, "skip": self.skip}


def truth_of(content, marks):
    """The record a content must become when its options are marked with `marks`."""
    truth = Truth(skeleton())
    for pointer, value in content.fields.items():
        _tell_field(truth, content, pointer, value)
    for group in GROUPS.values():
        _tell_group(truth, content, group, marks)
    _tell_checklist(truth, content)
    _tell_relations(truth, content)
    return truth


def _tell_field(truth, content, pointer, value):
    if pointer in content.missing:
        return
    if value.data is not None:
        put(truth.data, pointer, value.data)
    truth.expect += [[code, pointer + below] for code, below in value.codes]
    truth.allow += [[code, pointer + below] for code, below in value.allow]
    truth.skip += [pointer + below for below in value.skip]
    if value.blank:
        required = pointer in REQUIRED and not value.codes
        (truth.expect if required else truth.allow).append(["field.blank", pointer])


def _tell_group(truth, content, group, marks):
    options = content.compliance if group.pointer == COMPLIANCE else group.options
    chosen = content.chosen[group.pointer]
    seen = see(group, options, chosen, marks)
    put(truth.data, group.pointer, seen.choices)
    truth.expect += [[code, group.loose] for code in seen.codes]
    if not seen.choices and not seen.codes:
        found = "choice.none|field.blank" if not seen.printed else "choice.none"
        (truth.expect if group.required else truth.allow).append([found, group.loose])
    if not seen.detailed:
        truth.allow += [["choice.none", group.loose], ["choice.detail-without-mark", group.loose]]
    for _, option in seen.printed:
        if option.detail:
            detail = content.details[option.detail].data
            put(truth.data, option.detail, detail)
            if detail and option.id not in seen.choices and seen.detailed:
                truth.expect.append(["choice.detail-without-mark", group.loose])


def _tell_checklist(truth, content):
    if content.edition is None:
        truth.allow.append(["field.missing", "/checklist"])
        return
    checklist = truth.data["checklist"]
    checklist["guideline_edition"] = content.edition
    for at, section in enumerate(content.sections):
        entries = []
        for below, item in enumerate(section.items):
            entries.append({"no": item.no, "text": tidy(item.text), "status": item.status, "plan": item.plan.data})
            truth.expect += [[code, f"/checklist/sections/{at}/items/{below}"] for code in _item_codes(item)]
        checklist["sections"].append({"id": section.id, "title": tidy(section.title), "items": entries})
        if not section.headed:
            truth.allow.append(["checklist.unknown-section", f"/checklist/sections/{at}"])
            truth.skip.append(f"/checklist/sections/{at}/title")


def _item_codes(item):
    if item.status in ("conflict", "unmarked"):
        yield f"checklist.{item.status}"
    if item.plan.data and not item.planned:
        yield "checklist.plan-without-mark"


def _tell_relations(truth, content):
    dates = get(truth.data, "/updated_on"), get(truth.data, "/checklist/updated_on")
    if all(dates) and dates[0] != dates[1]:
        truth.expect.append(["checklist.date-mismatch", "/checklist/updated_on"])
    _tell_compliance(truth, content)
    for column in COLUMNS:
        billing = get(truth.data, CHARGES + column)
        amounts = [get(truth.data, f"/fees/{kind}/{column}/yen") for kind in ("fixed", "unit")]
        if "included" in billing and any(amounts):
            found = truth.expect if billing == ["included"] else truth.allow
            found.append(["fees.amount-without-billing", "/fees"])
        elif "included" in billing:
            truth.allow.append(["fees.amount-without-billing", "/fees"])


def _tell_compliance(truth, content):
    statuses = {item.status for section in content.sections for item in section.items}
    choices = get(truth.data, COMPLIANCE)
    if not statuses or len(choices) != 1:
        return
    mismatch = ["checklist.compliance-mismatch", COMPLIANCE]
    if choices == ["compliant"]:
        if "planned" in statuses:
            truth.expect.append(mismatch)
        elif statuses != {"done"}:
            truth.allow.append(mismatch)
    elif statuses == {"done"}:
        truth.expect.append(mismatch)
