"""Write the named fixtures (fixtures/text/), their expectations (expected/) and the broken inputs (fixtures/broken/).

    python3 tests/truth/make_fixtures.py

Each fixture is one invented disclosure with one edit, and its expectation is that disclosure's data with the same edit
stated by hand: nothing here reads a document. Every expectation was read against its fixture.
"""

import copy
import json
import random
import re
from dataclasses import dataclass, field
from pathlib import Path

import generate
from content import put, skeleton
from encode import encode
from form import EDITIONS, NOTES, SECTION_TITLES
from values import Dice
from wrap import display_width, wrapped

ROOT = Path(__file__).resolve().parents[2]
TEXTS = ROOT / "fixtures" / "text"
BROKEN = ROOT / "fixtures" / "broken"
EXPECTED = Path(__file__).resolve().parent / "expected"

# Spaces between the columns of laid-out text, the columns of an item table, and how wide they are.
COLUMN_GAP = 2
ITEM_COLUMNS = 4
ITEM_WIDTHS = [6, 64, 10, 30]

TITLE = "事業運営上開示すべき重要事項の概要[代行機関]\n\n"

FORM = """\
更新情報⇥最終更新日⇥2024年4月1日

基本情報⇥機関名 ^{注1)}⇥みなと健診データ株式会社
⇥所在地(住所) ^{注1)}⇥〒231-0005 神奈川県横浜市中区本町3丁目24番5号 港ビル6階
⇥電話番号 ^{注1)}⇥045-200-1234
⇥FAX番号⇥045-200-1235
⇥ホームページアドレス⇥https://www.minato-kenshin.example.jp/
⇥窓口となるメールアドレス⇥daiko@minato-kenshin.example.jp
⇥代行機関コード ^{注2)}⇥91499012
⇥代行機関の分類 ^{注3)}⇥□医療保険者サイド □健診・保健指導機関サイド(健診機関グループ) ■健診・保健指導機関サイド(健診機関グループ以外)

施設及び設備情報⇥従事する職員の数 ^{注4)注5)}⇥専任⇥機関本体 12人⇥協力・関係会社 3人
⇥⇥兼任⇥機関本体 8人⇥協力・関係会社 0人
⇥全職員の数 ^{注5)}⇥⇥機関本体 140人⇥協力・関係会社 25人
⇥施設数(サポート拠点数)⇥⇥2箇所(都道府県名:神奈川県・東京都)⇥
⇥財務基盤に関する資料または照会先 ^{注6)}⇥⇥総務部経理課 TEL:045-200-1236⇥
⇥類似業務・サービスの提供実績 ^{注7)}⇥⇥■有(内容:人間ドックの予約代行) □無⇥
⇥提供するサービス⇥対象⇥■保険者向け □健診・保健指導機関向け⇥
⇥⇥内容⇥■事務点検 ■請求・支払のとりまとめ・代行 □健診・保健指導データの受領・振分・送付 ■その他(受診券の印刷)⇥
⇥利用者によるサービスの選択⇥保険者⇥■可(選択可能な機能:事務点検のみの利用) □否⇥
⇥⇥健診・保健指導機関⇥□可(選択可能な機能:) ■否⇥
⇥ガイドラインの遵守 ^{注8)}⇥⇥■最低限のガイドラインを遵守済 □最低限のガイドラインを遵守する予定 □最低限のガイドラインを遵守していない⇥

情報システムに関する情報⇥提供開始の年月日 ^{注9)}⇥平成22年10月1日⇥
⇥システムの保有⇥■自己導入 □借用⇥
⇥システムの運用管理⇥□自機関内 □全部委託 ■一部委託⇥
⇥システム専用区画・施設の有無⇥□専用施設(機関所有) ■専用施設(委託先) □機関建物内専用区画 □特に無し⇥
⇥システム管理技術者数⇥機関本体 4人⇥委託先 6人
⇥処理可能件数(設計値)⇥年間 50万件⇥1日当たり 2,000件

運営に関する情報⇥サービス提供時間⇥拠点⇥平日 9:00-17:30、除く年末年始
⇥⇥システム⇥24時間365日稼働 除くシステムメンテナンス実施時
⇥⇥ヘルプデスク⇥平日 10:00-16:00、除く年末年始
⇥データ授受の方法⇥外部から機関へ⇥■オンライン(回線種別 インターネットVPN) ■オフライン(送付手段 追跡可能な宅配便)
⇥⇥機関から外部へ⇥■オンライン(回線種別 専用回線) □オフライン(送付手段 )
⇥データ授受におけるセキュリティ対策の方法⇥オンライン⇥伝送相手の安全性を確保する暗号化通信の利用
⇥⇥オフライン⇥盗難・紛失に備えたファイル暗号化ツールの利用

事務手数料等 ^{注10)}⇥⇥⇥保険者⇥健診・保健指導機関
⇥初期費用⇥⇥200,000円⇥円
⇥経常経費⇥別途請求の有無⇥□無(健診委託費に含まれる) ■有(下記)⇥■無(健診委託費に含まれる) □有(下記)
⇥⇥固定費⇥月額30,000円⇥円
⇥⇥従量単価 ^{注11)}⇥150円/1件あたり⇥円/あたり
⇥代行機関利用に際し必要となる設備等 ^{注12)}⇥⇥インターネットに接続できるパソコン⇥専用端末

その他⇥前年度の取扱件数 ^{注13)}⇥年間 約12万件⇥1日当たり 480件
"""

GROUPS = {
    "/organization/category": ["provider_other"],
    "/facilities/similar_services/choices": ["yes"],
    "/facilities/services/targets": ["insurers"],
    "/facilities/services/functions": ["clerical_check", "billing", "other"],
    "/facilities/user_selection/insurers/choices": ["yes"],
    "/facilities/user_selection/providers/choices": ["no"],
    "/facilities/guideline_compliance": ["compliant"],
    "/information_system/ownership": ["owned"],
    "/information_system/operation": ["partly_outsourced"],
    "/information_system/dedicated_space": ["contractor_facility"],
    "/operations/data_exchange/inbound/choices": ["online", "offline"],
    "/operations/data_exchange/outbound/choices": ["online"],
    "/fees/separate_billing/insurers": ["charged"],
    "/fees/separate_billing/providers": ["included"],
}
ALL_OPTIONS = {
    "/organization/category": ["insurer_side", "provider_group", "provider_other"],
    "/facilities/similar_services/choices": ["yes", "no"],
    "/facilities/services/targets": ["insurers", "providers"],
    "/facilities/services/functions": ["clerical_check", "billing", "data_exchange", "other"],
    "/facilities/user_selection/insurers/choices": ["yes", "no"],
    "/facilities/user_selection/providers/choices": ["yes", "no"],
    "/facilities/guideline_compliance": ["compliant", "planned", "not_compliant"],
    "/information_system/ownership": ["owned", "leased"],
    "/information_system/operation": ["in_house", "fully_outsourced", "partly_outsourced"],
    "/information_system/dedicated_space": ["own_facility", "contractor_facility", "area_in_building", "none"],
    "/operations/data_exchange/inbound/choices": ["online", "offline"],
    "/operations/data_exchange/outbound/choices": ["online", "offline"],
    "/fees/separate_billing/insurers": ["included", "charged"],
    "/fees/separate_billing/providers": ["included", "charged"],
}
CHOOSE_ANY = ("/facilities/services/targets", "/facilities/services/functions", "/operations/data_exchange/")
DETAILS = {
    "/facilities/similar_services/detail": "人間ドックの予約代行",
    "/facilities/services/other_detail": "受診券の印刷",
    "/facilities/user_selection/insurers/detail": "事務点検のみの利用",
    "/operations/data_exchange/inbound/online_detail": "インターネットVPN",
    "/operations/data_exchange/inbound/offline_detail": "追跡可能な宅配便",
    "/operations/data_exchange/outbound/online_detail": "専用回線",
}
VALUES = {
    "/updated_on": "2024-04-01",
    "/organization/name": "みなと健診データ株式会社",
    "/organization/address": {
        "text": "神奈川県横浜市中区本町3丁目24番5号 港ビル6階",
        "postal_code": "231-0005",
        "prefecture": "神奈川県",
    },
    "/organization/phone": "045-200-1234",
    "/organization/fax": "045-200-1235",
    "/organization/website": "https://www.minato-kenshin.example.jp/",
    "/organization/contact": {
        "text": "daiko@minato-kenshin.example.jp",
        "email": "daiko@minato-kenshin.example.jp",
    },
    "/organization/agency_code": "91499012",
    "/facilities/staff/dedicated": {"own": 12, "affiliates": 3},
    "/facilities/staff/concurrent": {"own": 8, "affiliates": 0},
    "/facilities/all_staff": {"own": 140, "affiliates": 25},
    "/facilities/sites": {"count": 2, "prefectures": ["神奈川県", "東京都"]},
    "/facilities/financial_reference": "総務部経理課 TEL:045-200-1236",
    "/information_system/service_started_on": "2010-10-01",
    "/information_system/engineers": {"own": 4, "contractor": 6},
    "/information_system/capacity": {"per_year": 500000, "per_day": 2000},
    "/operations/hours/sites": "平日 9:00-17:30、除く年末年始",
    "/operations/hours/system": "24時間365日稼働 除くシステムメンテナンス実施時",
    "/operations/hours/helpdesk": "平日 10:00-16:00、除く年末年始",
    "/operations/security/online": "伝送相手の安全性を確保する暗号化通信の利用",
    "/operations/security/offline": "盗難・紛失に備えたファイル暗号化ツールの利用",
    "/fees/initial/insurers": {"text": "200,000円", "yen": 200000},
    "/fees/fixed/insurers": {"text": "月額30,000円", "yen": 30000},
    "/fees/unit/insurers": {"text": "150円/1件あたり", "yen": 150, "per": "1件"},
    "/fees/equipment": {"insurers": "インターネットに接続できるパソコン", "providers": "専用端末"},
    "/other/previous_year": {"per_year": 120000, "per_day": 480},
}
REQUIRED_FIELDS = ("/updated_on", "/organization/name", "/organization/address", "/organization/phone",
                   "/organization/agency_code")  # fmt: skip
REQUIRED_GROUPS = ("/organization/category", "/facilities/services/targets", "/facilities/services/functions",
                   "/facilities/guideline_compliance")  # fmt: skip

ANNEX = """
別添 医療情報システムの安全管理に関するガイドライン 第2版 最低限のガイドライン遵守チェックリスト

更新情報⇥最終更新日⇥2024年4月1日

"""
HEADER = "No⇥チェック項目⇥実施済⇥実施予定(実施時期)\n"


@dataclass
class Expectation:
    """What a fixture's record must hold, which diagnostics it must and may have, and what is not settled."""

    data: dict
    expect: list = field(default_factory=list)
    allow: list = field(default_factory=list)
    skip: list = field(default_factory=list)


# --- Building blocks --------------------------------------------------------------------------------------------


def edited(text, *edits):
    """The text with replacements, each of which must hit exactly once."""
    for old, new in edits:
        if text.count(old) != 1:
            raise ValueError(f"{old!r} stands {text.count(old)} times")
        text = text.replace(old, new)
    return text


def base(**edits):
    """The expectation of the unedited form; edits as `a__b=value` for the pointer /a/b."""
    data = skeleton()
    for pointer, value in {**VALUES, **GROUPS, **DETAILS}.items():
        put(data, pointer, value)
    expectation = Expectation(data, allow=[["field.missing", "/checklist"]])
    for path, value in edits.items():
        put(expectation.data, "/" + path.replace("__", "/"), value)
    return expectation


def group_pointer(pointer):
    """Where a diagnostic about a group stands at or under."""
    return pointer.removesuffix("/choices").removesuffix("/functions")


def restyled(text, on, off):
    """The form with other marks."""
    return text.replace("■", on).replace("□", off)


def checklist(done="■", planned="□()", cells=None, annex=ANNEX):
    """The annex of the second edition; `cells` overrides single items' two cells by (section id, number)."""
    parts = [annex]
    for section_id, items in EDITIONS["2"]:
        parts += [SECTION_TITLES[section_id][0], "\n\n", HEADER]
        for number, item in enumerate(items, 1):
            marks = (cells or {}).get((section_id, number), f"{done}⇥{planned}")
            parts.append(f"{number}.⇥{item}⇥{marks}\n")
        parts.append("\n")
    return "".join(parts)


def add_checklist(expectation, status="done", items=None):
    """Put the second edition's checklist into an expectation; `items` overrides (status, plan) of single items."""
    sections = []
    for section_id, texts in EDITIONS["2"]:
        entries = []
        for number, text in enumerate(texts, 1):
            found, plan = (items or {}).get((section_id, number), (status, None))
            entries.append({"no": number, "text": text, "status": found, "plan": plan})
        sections.append({"id": section_id, "title": SECTION_TITLES[section_id][0], "items": entries})
    put(expectation.data, "/checklist", {"guideline_edition": "2", "updated_on": "2024-04-01", "sections": sections})
    expectation.allow.remove(["field.missing", "/checklist"])
    return expectation


def without_details(text):
    """The form without texts in the brackets of options."""
    for detail in DETAILS.values():
        text = edited(text, (detail, ""))
    return text


def set_choices(expectation, chosen, details=True):
    """Replace all choices; a group that `chosen` does not name has none."""
    for pointer in GROUPS:
        put(expectation.data, pointer, chosen.get(pointer, []))
    if not details:
        for pointer in DETAILS:
            put(expectation.data, pointer, None)
    return expectation


# --- Fixtures about options -------------------------------------------------------------------------------------


def all_options_marked():
    """Every option of every group is marked."""
    expectation = set_choices(base(), ALL_OPTIONS)
    for pointer in ALL_OPTIONS:
        if not pointer.startswith(CHOOSE_ANY):
            expectation.expect.append(["choice.multiple", group_pointer(pointer)])
    expectation.allow.append(["fees.amount-without-billing", "/fees"])
    return TITLE + FORM.replace("□", "■"), expectation


def none_marked():
    """Every option is there with an empty box."""
    expectation = set_choices(base(), {}, details=False)
    for pointer in GROUPS:
        found = expectation.expect if pointer in REQUIRED_GROUPS else expectation.allow
        found.append(["choice.none", group_pointer(pointer)])
    return TITLE + without_details(FORM).replace("■", "□"), expectation


def two_in_choose_one():
    """Two categories are marked."""
    expectation = base(organization__category=["insurer_side", "provider_other"])
    expectation.expect.append(["choice.multiple", "/organization/category"])
    return TITLE + edited(FORM, ("□医療保険者サイド", "■医療保険者サイド")), expectation


def unchosen_options_deleted():
    """Only the chosen options are left, without marks; both ways of sending data are, so that nothing is chosen."""
    expectation = base()
    put(expectation.data, "/operations/data_exchange/inbound/choices", [])
    expectation.expect.append(["choice.unmarked-options", "/operations/data_exchange/inbound"])
    expectation.allow.append(["choice.none", "/operations/data_exchange/inbound"])
    expectation.allow.append(["choice.detail-without-mark", "/operations/data_exchange/inbound"])
    chosen = re.sub("□[^□■⇥\n]*", "", FORM).replace("■", "")
    return TITLE + re.sub(" +([⇥\n])", r"\1", chosen), expectation


def all_options_left_without_marks():
    """All options are left and none has a mark."""
    expectation = set_choices(base(), {})
    for pointer in GROUPS:
        place = group_pointer(pointer)
        expectation.expect.append(["choice.unmarked-options", place])
        expectation.allow += [["choice.none", place], ["choice.detail-without-mark", place]]
    return TITLE + restyled(FORM, "", ""), expectation


def marks_every_option_maru():
    """Every option carries ○: no choice."""
    expectation = set_choices(base(), {})
    for pointer in GROUPS:
        place = group_pointer(pointer)
        expectation.expect.append(["choice.ambiguous-mark", place])
        expectation.allow += [["choice.none", place], ["choice.detail-without-mark", place]]
    return TITLE + restyled(FORM, "○ ", "○ "), expectation


def marked_with(on, off, done, planned):
    """The form and the checklist, all done, with other marks."""
    return TITLE + restyled(FORM, on, off) + checklist(done, planned), add_checklist(base())


def marks_check_glyphs():
    """☑ in the form's first half, ☒ in its second."""
    first, second = FORM.split("情報システムに関する情報")
    text = restyled(first, "☑", "☐") + "情報システムに関する情報" + restyled(second, "☒ ", "☐ ")
    return TITLE + text + checklist("☑", "☐()"), add_checklist(base())


def marks_lone_maru():
    """○ before the chosen options only, and alone in the 実施済 cells; no group has all its options chosen."""
    expectation = add_checklist(base())
    put(expectation.data, "/operations/data_exchange/inbound/choices", ["offline"])
    put(expectation.data, "/operations/data_exchange/inbound/online_detail", None)
    text = edited(FORM, ("■オンライン(回線種別 インターネットVPN)", "□オンライン(回線種別 )"))
    return TITLE + restyled(text, "○", "") + checklist("○", "()"), expectation


# --- Fixtures about the checklist -------------------------------------------------------------------------------


def items_planned_unmarked_both():
    """Items planned with a date, with an empty date, with both boxes empty, with both ticked, done with a plan."""
    cells = {
        ("organizational", 2): "□⇥■(令和9年3月)",
        ("organizational", 4): "□⇥■(年 月)",
        ("physical", 1): "□⇥□()",
        ("physical", 3): "■⇥■(2026年10月)",
        ("technical", 9): "■⇥□(保守委託先で実施)",
    }
    items = {
        ("organizational", 2): ("planned", "令和9年3月"),
        ("organizational", 4): ("planned", None),
        ("physical", 1): ("unmarked", None),
        ("physical", 3): ("conflict", "2026年10月"),
        ("technical", 9): ("done", "保守委託先で実施"),
    }
    expectation = add_checklist(base(), items=items)
    put(expectation.data, "/facilities/guideline_compliance", ["compliant"])
    expectation.expect = [
        ["checklist.unmarked", "/checklist/sections/1/items/0"],
        ["checklist.conflict", "/checklist/sections/1/items/2"],
        ["checklist.plan-without-mark", "/checklist/sections/2/items/8"],
        ["checklist.compliance-mismatch", "/facilities/guideline_compliance"],
    ]
    return TITLE + FORM + checklist(cells=cells), expectation


def checklist_only():
    """The annex without the form."""
    expectation = add_checklist(Expectation(skeleton(), allow=[["field.missing", "/checklist"]]))
    expectation.expect.append(["field.missing", "/organization/name"])
    expectation.allow += [["field.missing", pointer] for pointer in (*VALUES, *GROUPS)]
    return checklist().lstrip(), expectation


def no_checklist():
    """The form without the annex."""
    return TITLE + FORM, base()


def blank_form():
    """The empty form as it is handed out: no values, empty boxes, empty brackets."""
    text = without_details(FORM).replace("■", "□")
    text = edited(
        text,
        ("2024年4月1日", "年 月 日"),
        ("みなと健診データ株式会社", ""),
        ("〒231-0005 神奈川県横浜市中区本町3丁目24番5号 港ビル6階", ""),
        ("045-200-1234", ""),
        ("045-200-1235", ""),
        ("https://www.minato-kenshin.example.jp/", ""),
        ("daiko@minato-kenshin.example.jp", ""),
        ("91499012", ""),
        ("12人", "人"),
        (" 3人", " 人"),
        (" 8人", " 人"),
        (" 0人", " 人"),
        ("140人", "人"),
        ("25人", "人"),
        ("2箇所(都道府県名:神奈川県・東京都)", "箇所(都道府県名:)"),
        ("総務部経理課 TEL:045-200-1236", ""),
        ("平成22年10月1日", "年 月 日"),
        (" 4人", " 人"),
        (" 6人", " 人"),
        ("50万件", "件"),
        ("2,000件", "件"),
        ("平日 9:00-17:30、除く年末年始", ""),
        ("24時間365日稼働 除くシステムメンテナンス実施時", ""),
        ("平日 10:00-16:00、除く年末年始", ""),
        ("伝送相手の安全性を確保する暗号化通信の利用", ""),
        ("盗難・紛失に備えたファイル暗号化ツールの利用", ""),
        ("200,000円", "円"),
        ("月額30,000円", "円"),
        ("150円/1件あたり", "円/あたり"),
        ("インターネットに接続できるパソコン⇥専用端末", "⇥"),
        ("約12万件", "件"),
        ("480件", "件"),
    )
    expectation = Expectation(skeleton(), allow=[["field.missing", "/checklist"]])
    add_checklist(expectation, status="unmarked")
    put(expectation.data, "/checklist/updated_on", None)
    expectation.expect = [["field.blank", pointer] for pointer in REQUIRED_FIELDS]
    expectation.expect += [["choice.none", pointer] for pointer in map(group_pointer, REQUIRED_GROUPS)]
    for at, (_, items) in enumerate(EDITIONS["2"]):
        expectation.expect += [["checklist.unmarked", f"/checklist/sections/{at}/items/{below}"]
                               for below in range(len(items))]  # fmt: skip
    expectation.allow += [["field.blank", pointer] for pointer in (*VALUES, *DETAILS, "/checklist/updated_on")]
    expectation.allow += [["choice.none", group_pointer(pointer)] for pointer in GROUPS]
    return TITLE + text + checklist("□", annex=ANNEX.replace("2024年4月1日", "年 月 日")), expectation


# --- Fixtures about tables --------------------------------------------------------------------------------------


def fax_row_missing():
    """The row of the FAX number is not there."""
    return TITLE + edited(FORM, ("⇥FAX番号⇥045-200-1235\n", "")), base(organization__fax=None)


def labels_with_ocr_slips():
    """Wrong, dropped and doubled characters in labels."""
    text = edited(
        FORM,
        ("最終更新日", "最終更親日"),
        ("基本情報", "墓本情報"),
        ("所在地(住所)", "所存地(住所)"),
        ("窓口となるメールアドレス", "窓口となるメールアドレレス"),
        ("代行機関コード", "代行磯関コード"),
        ("施設及び設備情報", "施没及び設備情報"),
        ("従事する職員の数", "従事する職貝の数"),
        ("全職員の数", "全職員のの数"),
        ("財務基盤に関する資料または照会先", "財務基盤に関する資科または照会先"),
        ("ガイドラインの遵守", "ガイドラインの導守"),
        ("システム管理技術者数", "システム菅理技術者数"),
        ("処理可能件数(設計値)", "処理可能伴数(設計値)"),
        ("ヘルプデスク", "ヘルプテスク"),
        ("データ授受の方法", "データ授愛の方法"),
        ("代行機関利用に際し必要となる設備等", "代行機関利用に際し必要なとなる設備等"),
        ("前年度の取扱件数", "前年度の取扱伴数"),
    )
    return TITLE + text, base()


def one_big_table():
    """All blocks and the annex's date in one table of five columns without blank lines."""
    rows = [row.split("⇥") for row in FORM.split("\n") if row]
    width = max(map(len, rows))
    return TITLE + "".join("⇥".join(row + [""] * (width - len(row))) + "\n" for row in rows), base()


def rows_cut_in_two():
    """Page breaks cut values and an item in two; the rest stands on the next row, with empty label cells."""
    text = edited(
        FORM,
        ("横浜市中区本町3丁目", "横浜市中\n\n⇥⇥区本町3丁目"),
        ("除くシステムメンテナンス実施時", "除くシステム\n⇥⇥⇥メンテナンス実施時"),
        ("盗難・紛失に備えたファイル暗号化ツールの利用", "盗難・紛失に備えたファイ\n\n⇥⇥⇥ル暗号化ツールの利用"),
        (" □機関建物内専用区画 □特に無し⇥", "⇥\n⇥⇥□機関建物内専用区画 □特に無し⇥"),
    )
    annex = edited(
        checklist(),
        (
            "入退者には名札等の着用を義務付け、台帳等に記入することによって入退の事実を記録している。⇥■⇥□()\n",
            "入退者には名札等の着用を義務付け、台帳等に記入すること⇥■⇥□()\n\n"
            f"{HEADER}⇥によって入退の事実を記録している。⇥⇥\n",
        ),
    )
    return TITLE + text + annex, add_checklist(base())


def labels_moved_columns():
    """Labels slipped into another column, a heading is lost, cells are split and a row is a cell short."""
    text = edited(
        FORM,
        (
            "⇥全職員の数 ^{注5)}⇥⇥機関本体 140人⇥協力・関係会社 25人",
            "全職員の数 ^{注5)}⇥⇥機関本体 140人⇥⇥協力・関係会社 25人",
        ),
        ("⇥施設数(サポート拠点数)⇥⇥", "施設数(サポート拠点数)⇥⇥"),
        ("⇥⇥内容⇥", "⇥内容⇥"),
        ("⇥ガイドラインの遵守 ^{注8)}⇥⇥", "ガイドラインの遵守 ^{注8)}⇥"),
        ("⇥システム管理技術者数⇥機関本体 4人⇥委託先 6人", "システム管理技術者数⇥機関本体⇥4人⇥委託先⇥6人"),
        ("⇥処理可能件数(設計値)⇥年間 50万件⇥1日当たり 2,000件", "処理可能件数(設計値)⇥年間⇥50⇥万件⇥1日当たり⇥2,000⇥件"),
        ("運営に関する情報⇥サービス提供時間", "⇥サービス提供時間"),
        ("⇥⇥オフライン⇥盗難", "オフライン⇥⇥盗難"),
        ("⇥代行機関利用に際し", "代行機関利用に際し"),
        ("その他⇥前年度の取扱件数", "⇥その他⇥前年度の取扱件数"),
    )
    return TITLE + text, base()


def notes_inside_tables():
    """Instructions and notes stand as rows of the tables."""
    text = edited(
        FORM,
        (
            "2024年4月1日\n",
            "2024年4月1日\n*下記事項に変更があった場合は速やかに変更し、掲載しているホームページを更新し、更新日を明示すること。⇥⇥\n",
        ),
        ("\n\n施設及び設備情報", f"\n注1) {NOTES[1]}⇥⇥\n注2) {NOTES[2]}⇥⇥\n注3) {NOTES[3]}⇥⇥\n\n施設及び設備情報"),
        ("\n\n情報システムに関する情報", f"\n注4) {NOTES[4]}⇥⇥⇥⇥\n注5) {NOTES[5]}⇥⇥⇥⇥\n\n情報システムに関する情報"),
        (
            "\n\nその他⇥前年度",
            f"\n注10) {NOTES[10]}⇥⇥⇥⇥\n注11) {NOTES[11]}⇥⇥⇥⇥\n注12) {NOTES[12]}⇥⇥⇥⇥\n\nその他⇥前年度",
        ),
    )
    return TITLE + text, base()


def title_twice():
    """The title stands twice, as where a page's heading was scraped too."""
    return TITLE + TITLE + FORM, base()


def english_noise_around():
    """Navigation of the web page the form was scraped from."""
    before = "Home | Company | Services | News | Contact\nSkip to main content\nホーム > 事業案内 > 特定健診代行\n\n"
    after = "\nBack to top\nPrivacy policy | Sitemap | Terms of use\nCopyright © Minato Kenshin Data Co., Ltd. All rights reserved.\n"
    return before + TITLE + FORM + after, base()


def lines_without_tables():
    """No tables: every cell is a line, in reading order."""
    lines = [cell.strip() for row in FORM.split("\n") for cell in row.split("⇥")]
    return TITLE + "\n".join(line for line in lines if line) + "\n", base()


# Labels that a list of the form's fields numbers.
NUMBERED = [
    "機関名", "所在地(住所)", "電話番号", "FAX番号", "ホームページアドレス", "窓口となるメールアドレス", "代行機関コード",
    "代行機関の分類", "施設数(サポート拠点数)", "財務基盤に関する資料または照会先", "類似業務・サービスの提供実績",
    "ガイドラインの遵守", "提供開始の年月日", "システムの保有", "システムの運用管理", "初期費用",
]


def numbered(number):
    """The lines of the form with a number before each label of NUMBERED."""
    text, told = lines_without_tables()
    lines = text.split("\n")
    for count, label in enumerate(NUMBERED, start=1):
        [at] = [at for at, line in enumerate(lines) if line.split(" ^")[0] == label]
        lines[at] = number(count) + lines[at]
    return "\n".join(lines), told


def labels_numbered_in_brackets():
    """(1) 機関名: the number is the label's, and not the end of the value before."""
    return numbered(lambda count: f"({count}) ")


def labels_numbered_in_circles():
    """①機関名, where compatibility makes 1機関名 of it."""
    return numbered(lambda count: chr(ord("①") + count - 1))


def values_with_their_headings():
    """Lists with bullets; each fee says whose it is, there is no heading above the fees."""
    text, told = lines_without_tables()
    head, fees = text.split("保険者\n健診・保健指導機関\n初期費用\n")
    for old, new in {
        "200,000円\n円\n": "初期費用\n・保険者:200,000円\n・健診・保健指導機関: 円\n",
        "□無(健診委託費に含まれる) ■有(下記)\n■無": "・保険者:□無(健診委託費に含まれる) ■有(下記)\n・健診・保健指導機関:■無",
        "月額30,000円\n円\n": "保険者:月額30,000円 健診・保健指導機関:円\n",
        "150円/1件あたり\n円/あたり\n": "保険者\n150円/1件あたり\n健診・保健指導機関\n円/あたり\n",
        "インターネットに接続できるパソコン\n専用端末\n":
            "健診・保健指導機関:専用端末\n保険者:インターネットに接続できるパソコン\n",
    }.items():
        assert fees.count(old) == 1, old
        fees = fees.replace(old, new)
    for label in NUMBERED[:8]:
        head = head.replace(f"\n{label} ", f"\n・{label} ").replace(f"\n{label}\n", f"\n・{label}:\n")
    return head + fees, told


def lines_by_columns():
    """No tables, and columns one behind the other: all labels of the first table, then its values; of each section of the
    checklist the numbers, then the items, then the marks. Whose they are is told by their order, as the document says it doubts.
    """
    head, info, rest = FORM.split("\n\n", 2)
    rows = [line.split("⇥") for line in info.split("\n")]
    lines = [cell.strip() for row in rest.split("\n") for cell in row.split("⇥")]
    text = [TITLE.strip(), *head.split("⇥"), rows[0][0], *(row[1] for row in rows), "", *(row[2] for row in rows), ""]
    text += [line for line in lines if line] + [ANNEX.replace("⇥", "\n")]
    items = {("organizational", 2): ("planned", "令和7年3月"), ("technical", 4): ("unmarked", None)}
    cells = {("organizational", 2): ["□", "■(令和7年3月)"], ("technical", 4): ["□", "□ ()"]}
    for section_id, entries in EDITIONS["2"]:
        text += [SECTION_TITLES[section_id][0], "No", *(f"{number}." for number in range(1, len(entries) + 1)), ""]
        text += ["チェック項目", *(part for item in entries for part in wrapped(item, ITEM_WIDTHS[2] * 3)), ""]
        text += ["実施済", "実施予定(実施時期)"]
        text += [mark for number in range(1, len(entries) + 1) for mark in cells.get((section_id, number), ["■", "□ ()"])]
        text.append("")
    expectation = add_checklist(base(), items=items)
    expectation.expect += [["text.by-columns", ""], ["checklist.unmarked", "/checklist/sections/2/items/3"]]
    expectation.allow.append(["field.blank", "/organization"])
    return "\n".join(text) + "\n", expectation


def laid_out(text, widths, measure=display_width, amid=False):
    """Text laid out in columns: cells wrapped at their column's width, padded with spaces as `measure` counts.

    `amid` sets cells amid their rows' height, as many programs do.
    """
    lines = []
    for block in re.sub(r" \^\{[^}]*\}", "", text).split("\n\n"):
        rows = [line.split("⇥") for line in block.split("\n") if line]
        if all(len(row) == 1 for row in rows):
            lines += [cell for row in rows for cell in row] + [""]
            continue
        count = max(len(row) for row in rows)
        wraps = widths[:count] if count != ITEM_COLUMNS or rows[0][0] != "No" else ITEM_WIDTHS
        cells = [[wrapped(cell.strip(), width) if cell.strip() else [] for cell, width in zip(row, wraps)] for row in rows]
        starts = [0]
        for column in range(count - 1):
            ends = [measure(line) for row in cells for line in (row[column] if column < len(row) else [])]
            starts.append(starts[-1] + max([0, *ends]) + COLUMN_GAP)
        for row in cells:
            height = max(len(cell) for cell in row)
            for at in range(height):
                line = ""
                for start, cell in zip(starts, row):
                    top = (height - len(cell)) // 2 if amid else 0
                    if 0 <= at - top < len(cell):
                        line += " " * (start - measure(line)) + cell[at - top]
                lines.append(line)
        lines.append("")
    return "\n".join(lines) + "\f"


def layout_columns():
    """Columns padded with spaces by display width, no cell wrapped."""
    return laid_out(TITLE + FORM, [200] * 5), base()


def layout_wrapped_labels():
    """Labels and values wrapped in their columns, labels inside words."""
    return laid_out(TITLE + FORM, [12, 20, 16, 40, 40]), base()


def layout_numbers_amid_rows():
    """Columns counted in characters; an item's number and marks stand amid the lines of its text."""
    items = {("organizational", 2): ("planned", "令和7年3月")}
    cells = {("organizational", 2): "□⇥■(令和7年3月)"}
    text = laid_out(TITLE + FORM + "\n" + checklist(cells=cells), [200] * 5, len, amid=True)
    return text, add_checklist(base(), items=items)


# --- Fixtures about values --------------------------------------------------------------------------------------


def year_month_is_no_date():
    """Year and month alone are no date."""
    expectation = base(updated_on=None, information_system__service_started_on=None)
    expectation.expect = [
        ["field.unparsed", "/updated_on"],
        ["field.unparsed", "/information_system/service_started_on"],
    ]
    return TITLE + edited(FORM, ("2024年4月1日", "2024年4月"), ("平成22年10月1日", "平成22年10月")), expectation


def amounts_several():
    """Several amounts, ranges and two unit prices in one cell."""
    text = edited(
        FORM,
        ("200,000円⇥円", "基本料100,000円、設定費50,000円⇥100,000円~300,000円"),
        ("月額30,000円", "月額30,000円から50,000円"),
        ("150円/1件あたり", "健診150円/件、保健指導200円/件"),
    )
    expectation = base(
        fees__initial__insurers={"text": "基本料100,000円、設定費50,000円", "yen": None},
        fees__initial__providers={"text": "100,000円~300,000円", "yen": None},
        fees__fixed__insurers={"text": "月額30,000円から50,000円", "yen": None},
        fees__unit__insurers={"text": "健診150円/件、保健指導200円/件", "yen": None, "per": None},
    )
    places = ("initial/insurers", "initial/providers", "fixed/insurers", "unit/insurers")
    expectation.expect = [["field.multiple-values", f"/fees/{place}"] for place in places]
    expectation.skip = ["/fees/unit/insurers/per"]
    return TITLE + text, expectation


def unexpected_label():
    """年間 stands where 1日当たり should; the contract does not say what the per-day count then is."""
    expectation = base()
    put(expectation.data, "/information_system/capacity/per_day", None)
    expectation.expect.append(["field.unexpected-label", "/information_system/capacity/per_day"])
    expectation.skip.append("/information_system/capacity/per_day")
    expectation.allow += [[code, "/information_system/capacity/per_day"] for code in ("field.missing", "field.blank")]
    return TITLE + edited(FORM, ("1日当たり 2,000件", "年間 50万件")), expectation


def future_date():
    """The form says it was updated in a year to come."""
    expectation = base(updated_on="2099-04-01")
    expectation.expect.append(["date.future", "/updated_on"])
    return TITLE + edited(FORM, ("2024年4月1日", "2099年4月1日")), expectation


def wrong_check_digit():
    """The agency code's last digit is not its check digit."""
    expectation = base(organization__agency_code="91499017")
    expectation.expect.append(["code.check-digit", "/organization/agency_code"])
    return TITLE + edited(FORM, ("91499012", "91499017")), expectation


MARKED = {
    "marks-tick": ("✓ ", "", "✓", "()"),
    "marks-re": ("レ□", "□", "レ□", "□()"),
    "marks-maru-black-white": ("●", "○", "●", "○()"),
    "marks-brackets": ("[x] ", "[ ] ", "[x]", "[ ] ()"),
}
PLAIN_FIXTURES = (
    all_options_marked, none_marked, two_in_choose_one, unchosen_options_deleted, all_options_left_without_marks,
    marks_every_option_maru, marks_check_glyphs, marks_lone_maru, items_planned_unmarked_both, checklist_only,
    no_checklist, blank_form, fax_row_missing, labels_with_ocr_slips, one_big_table, rows_cut_in_two,
    labels_moved_columns, notes_inside_tables, title_twice, english_noise_around, lines_without_tables,
    labels_numbered_in_brackets, labels_numbered_in_circles, values_with_their_headings, lines_by_columns, layout_columns, layout_wrapped_labels, layout_numbers_amid_rows,
    year_month_is_no_date, amounts_several, unexpected_label, future_date, wrong_check_digit,
)  # fmt: skip
ENCODED = {
    "cp932-crlf": ("cp932", "\r\n"),
    "euc-jp": ("euc-jp", "\n"),
    "utf16": ("utf-16", "\n"),
    "utf8-bom": ("utf-8-bom", "\n"),
}


# --- Broken inputs ----------------------------------------------------------------------------------------------

OTHER_ANNOUNCEMENT = """\
令和6年度 夏季休業のお知らせ

お客様各位

平素は格別のご高配を賜り、厚く御礼申し上げます。
誠に勝手ながら、下記の期間を夏季休業とさせていただきます。

記

休業期間⇥2024年8月10日(土)から2024年8月18日(日)まで
営業開始⇥2024年8月19日(月) 9:00
電話受付⇥045-300-1111
担当部署⇥営業推進部 顧客サービス課

休業期間中にいただいたお問い合わせは、営業開始日以降に順次回答いたします。
緊急のご用件は、担当者の携帯電話までご連絡ください。
なお、商品の発送は8月9日の午前中までにご注文いただいた分までといたします。

商品別の最終受付日
商品⇥最終受付日⇥発送日
印刷用紙⇥8月7日⇥8月9日
封筒⇥8月6日⇥8月9日
名刺⇥8月5日⇥8月8日
のぼり旗⇥8月2日⇥8月8日

送料の改定について
10月1日の受注分より、全国一律550円(税込)に改定いたします。
ご理解を賜りますようお願い申し上げます。

以上
港南文具販売株式会社
代表取締役 港南太郎
"""
CIRCULAR = """\
事務連絡 令和6年3月1日

代行機関 御担当者 様

「事業運営上開示すべき重要事項の概要[代行機関]」の更新について(依頼)

特定健康診査及び特定保健指導の代行業務を行う機関におかれましては、標記の資料をホームページに掲載し、
年度当初に内容を確認のうえ、変更があるときは最終更新日を改めていただくようお願いいたします。

1 確認していただきたい事項
(1) 機関名、所在地(住所)、電話番号及び代行機関コードに変更がないこと。
(2) 従事する職員の数、全職員の数は4月1日現在の人数で記載すること。
(3) 前年度の取扱件数は、前年4月から本年3月までの実績を記載すること。
(4) ガイドラインの遵守については、別添の最低限のガイドライン遵守チェックリストと一致させること。

2 提出は不要です。掲載後、掲載先のURLを下記までご連絡ください。

3 問い合わせ先 健診推進室 電話 03-0000-0000
"""
JUNK_BYTES = 4096
NUL_EVERY = 97


def broken():
    """The broken inputs by their names."""
    form = (TITLE + FORM).replace("⇥", "\t").encode()
    middle = form.index("横浜市".encode()) + len("横浜市".encode())
    late = form.index("ヘルプデスク".encode())
    facilities = form.index("類似業務".encode()) + len("類似業".encode()) + 1
    pieces = [form[at : at + NUL_EVERY] for at in range(0, len(form), NUL_EVERY)]
    return {
        "empty.txt": b"",
        "only-spaces.txt": (" \t\n" * 40 + "　" * 20 + "\r\n").encode(),
        "binary-junk.bin": random.Random("junk").randbytes(JUNK_BYTES),
        "nul-bytes.txt": b"\0".join(pieces),
        "invalid-utf8.txt": form[:middle] + b"\xff\xfe\xc3" + form[middle:late] + b"\x80" + form[late:],
        "not-the-form.txt": OTHER_ANNOUNCEMENT.replace("⇥", "\t").encode(),
        "about-the-form.txt": CIRCULAR.encode(),
        "truncated-form.txt": form[:facilities],
    }


# --- Writing ----------------------------------------------------------------------------------------------------


def write(name, text, expectation, encoding="utf-8", newline="\n"):
    """Write a fixture and its expectation."""
    write_told(name, encode(text.replace("⇥", "\t"), encoding, newline), copy.deepcopy(vars(expectation)))


def write_told(name, stored, told):
    """Write a fixture's bytes and what its record must hold."""
    (TEXTS / f"{name}.txt").write_bytes(stored)
    (EXPECTED / f"{name}.json").write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def write_whole(kind):
    """A whole disclosure of the usual form, as `generate.py` writes it."""
    text, truth = generate.KINDS[kind](Dice(random.Random(f"whole/{kind}"), generate.LEVELS["plain"]))
    write_told(f"whole-{kind}", encode(text, "utf-8", "\n"), truth.as_json())


def main():
    """The command."""
    for folder in (TEXTS, BROKEN, EXPECTED):
        folder.mkdir(parents=True, exist_ok=True)
    for make in PLAIN_FIXTURES:
        write(make.__name__.replace("_", "-"), *make())
    for name, marks in MARKED.items():
        write(name, *marked_with(*marks))
    for name, (encoding, newline) in ENCODED.items():
        write(name, TITLE + FORM, base(), encoding, newline)
    for kind in generate.KINDS:
        write_whole(kind)
    for name, content in broken().items():
        (BROKEN / name).write_bytes(content)


if __name__ == "__main__":
    main()
