"""Invented values of every kind the form has, each as printed and as a record must hold it.

`level` is the difficulty: 0 plain, 1 varied, 2 nasty.
"""

import unicodedata
from dataclasses import dataclass

from places import NAMES, PREFECTURES, short

FULL_WIDTH = str.maketrans("0123456789-()/.,", "０１２３４５６７８９－（）／．，")
KANJI_DIGITS = "〇一二三四五六七八九"
DASHES = ("—", "－", "ー", "-", "―")
LETTER_SPACE = " "


@dataclass
class Value:
    """A value as printed (`shown`), as the record holds it (`data`), and what a careful reader must report.

    codes  (code, pointer below the field's) pairs
    parts  `shown` cut where a scraper may split it over cells
    skip   pointers below the field's that the contract does not settle
    allow  (code, pointer below the field's) pairs that a reader may report
    """

    shown: str
    data: object
    codes: tuple = ()
    parts: tuple = ()
    skip: tuple = ()
    allow: tuple = ()

    @property
    def blank(self):
        """Whether the document says nothing here."""
        return self.data is None or (isinstance(self.data, dict) and not any(self.data.values()))


@dataclass
class Dice:
    """Chances over a seeded random source."""

    random: object
    level: int = 0

    def chance(self, plain, varied=None, nasty=None):
        """True with the level's probability; missing ones are those of the level below."""
        varied = plain if varied is None else varied
        nasty = varied if nasty is None else nasty
        return self.random.random() < (plain, varied, nasty)[self.level]

    def pick(self, plain, varied=(), nasty=()):
        """One of the plain entries, or of the further ones the level allows."""
        pool = list(plain)
        if self.level >= 1:
            pool += varied
        if self.level >= 2:
            pool += nasty
        return self.random.choice(pool)

    def number(self, low, high):
        """A whole number from low to high."""
        return self.random.randint(low, high)


def tidy(text):
    """A text value's normal form: NFKC, white space trimmed and its runs collapsed; None when nothing is left."""
    return " ".join(unicodedata.normalize("NFKC", text).split()) or None


def text(shown):
    """A text value."""
    return Value(shown, tidy(shown))


def blank(shown=""):
    """A cell that says nothing."""
    return Value(shown, None)


def full_width(shown):
    """Digits and marks in their full-width forms."""
    return shown.translate(FULL_WIDTH)


def letter_spaced(shown):
    """A space between all characters, as narrow columns are often set."""
    return LETTER_SPACE.join(shown.replace(" ", ""))


def kanji_number(number):
    """A number below 100 in kanji."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else KANJI_DIGITS[tens] + "十"
    return head + (KANJI_DIGITS[ones] if ones else "") or "〇"


# --- Dates ------------------------------------------------------------------------------------------------------


def era(year, month, day):
    """The era's name, its letter and its year."""
    if (year, month, day) >= (2019, 5, 1):
        return "令和", "R", year - 2018
    if (year, month, day) >= (1989, 1, 8):
        return "平成", "H", year - 1988
    return "昭和", "S", year - 1925


def _date_forms(dice, year, month, day):
    name, letter, count = era(year, month, day)
    era_year = "元" if count == 1 else str(count)
    western = (f"{year}年", f"{month}月", f"{day}日")
    japanese = (f"{name}{era_year}年", f"{month}月", f"{day}日")
    plain = [western, japanese]
    varied = [
        (f"{year}年 ", f"{month}月 ", f"{day}日"),
        (f"{year} 年 ", f"{month} 月 ", f"{day} 日"),
        (f"{name}{era_year}年 ", f"{month}月 ", f"{day}日"),
        (f"{name} {era_year} 年 ", f"{month} 月 ", f"{day} 日"),
        (full_width(f"{year}年"), full_width(f"{month}月"), full_width(f"{day}日")),
        (full_width(f"{name}{era_year}年"), full_width(f"{month}月"), full_width(f"{day}日")),
        (f"{year}/{month}/{day}",),
        (f"{year}/{month:02}/{day:02}",),
        (f"{year}.{month}.{day}",),
        (f"{year}-{month:02}-{day:02}",),
        (f"{letter}{count}.{month}.{day}",),
        (f"{name}{count}.{month}.{day}",),
        (f"{letter}{count}/{month}/{day}",),
        (f"{year}年({name}{era_year}年)", f"{month}月", f"{day}日"),
        (f"{year}年（{name}{era_year}年）", f"{month}月", f"{day}日"),
    ]
    nasty = [
        (full_width(f"{letter}{count}.{month}.{day}"),),
        (full_width(f"{year}/{month}/{day}"),),
        (f"{year} / {month} / {day}",),
        (f"{year}年{month}月{day}日現在",),
        (f"{letter}{count}年", f"{month}月", f"{day}日"),
        (letter_spaced(f"{name}{era_year}年{month}月") + " ", f"{day} 日"),
    ]
    return dice.pick(plain, varied, nasty)


def date(dice, year, month, day):
    """A date in one of its notations."""
    parts = _date_forms(dice, year, month, day)
    return Value("".join(parts), f"{year:04}-{month:02}-{day:02}", parts=parts)


def no_date(dice, year, month):
    """Something that is no date: blank, blank with units, or year and month alone."""
    name, _, count = era(year, month, 1)
    shown = dice.pick(["", "年 月 日"], [f"{year}年{month}月", f"{name}{count}年{month}月", "－"])
    codes = (("field.unparsed", ""),) if any(sign.isdigit() for sign in shown) else ()
    return Value(shown, None, codes)


# --- The agency -------------------------------------------------------------------------------------------------

STEMS = (
    "みどり健康サポート",
    "あおぞらヘルスケア",
    "北斗メディカルデータ",
    "さくら健診情報",
    "ひまわり保健",
    "瑞穂ライフケア",
    "青葉健康管理",
    "こもれび",
    "千歳データサービス",
    "ＭＥＤＩブリッジ",
    "ＮＥＸＴケア",
    "ヘルス・リンク",
    "髙橋メディカル",
    "ときわ予防医学",
    "海風ウェルネス",
    "コスモス健康企画",
    "アルプスメディコム",
    "結城健康事務センター",
    "ｅ健診サポート",
)
COMPANY = ("株式会社", "合同会社", "有限会社")
BODIES = ("一般社団法人", "一般財団法人", "公益財団法人")
WHOLE = (
    "東雲市医師会", "公益社団法人桜川郡医師会", "みなと機械健康保険組合", "全国製紙健康保険組合", "さざなみ農業協同組合連合会",
    "白鷺県国民健康保険団体連合会", "医療法人社団七星会", "社会福祉法人あけぼの会", "ＴＯＫＩＷＡ健康保険組合",
)  # fmt: skip


def name(dice):
    """An agency's name; a company form word is joined to the name even where a space stands between."""
    stem, form = dice.pick(STEMS), dice.pick(COMPANY)
    body = dice.pick(BODIES)
    shown = dice.pick(
        [f"{stem}{form}", f"{form}{stem}", f"{body}{stem}協会", *WHOLE],
        [f"{form} {stem}", f"{form}　{stem}", f"{stem} {form}", f"(株){stem}", f"㈱{stem}"],
    )
    joined = shown.replace(" ", "").replace("　", "")
    if dice.chance(0, 0.04, 0.15) and joined.isalpha() and not any("Ａ" <= sign <= "ｚ" for sign in joined):
        shown = letter_spaced(shown)
    return Value(shown, tidy(joined))


TOWNS = ("本町", "中央", "栄町", "緑町", "大手", "泉", "若葉", "城東", "港南", "東雲", "旭町", "丸の内")
BUILDINGS = (
    "みどりビル",
    "中央第二ビル",
    "ＯＳビルディング",
    "健康会館",
    "サンライズタワー",
    "医師会館",
    "丸和ビルヂング",
)


def _street(dice):
    town, block, lot, house = dice.pick(TOWNS), dice.number(1, 9), dice.number(1, 30), dice.number(1, 20)
    return dice.pick(
        [f"{town}{block}丁目{lot}番{house}号", f"{town}{block}-{lot}-{house}"],
        [
            f"{town}{kanji_number(block)}丁目{lot}番{house}号",
            f"{town}{kanji_number(block)}丁目{lot}-{house}",
            full_width(f"{town}{block}-{lot}-{house}"),
            f"{town}{block}－{lot}－{house}",
            f"{town}{lot}番地{house}",
            f"{town}{lot}番地",
        ],
        [f"{town}{block}‐{lot}‐{house}", f"{town}{block}−{lot}−{house}", f"{town}{block}ー{lot}ー{house}"],
    )


def _building(dice):
    if not dice.chance(0.5):
        return ""
    floor = dice.number(2, 19)
    gap = dice.pick([" "], ["　", ""])
    return gap + dice.pick(BUILDINGS) + dice.pick([f"{floor}階", f"{floor}F"], [full_width(f"{floor}階"), ""])


def _postal(dice):
    head, tail = f"{dice.number(10, 990):03}", f"{dice.number(0, 9999):04}"
    shown = dice.pick(
        ["", f"〒{head}-{tail} "],
        [full_width(f"〒{head}-{tail}") + "　", f"〒{head}-{tail}", f"〒 {head}-{tail} ", f"{head}-{tail} "],
        [f"〒{head}ー{tail} ", f"〒{head}‐{tail} ", f"〒{head} - {tail} ", f"〒{head}−{tail}　"],
    )
    return shown, f"{head}-{tail}" if shown else None


def address(dice, place):
    """An address at a place (a row of PREFECTURES); without the prefecture's name sometimes."""
    prefecture, city, _ = place
    written = prefecture if dice.chance(1, 0.9, 0.8) else ""
    postal, code = _postal(dice)
    body = written + city + _street(dice) + _building(dice)
    return Value(postal + body, {"text": tidy(body), "postal_code": code, "prefecture": written or None})


def phone(dice, place):
    """A phone or FAX number."""
    area = place[2]
    middle = str(dice.number(2 * 10 ** (5 - len(area)), 10 ** (6 - len(area)) - 1))
    groups = [area, middle, f"{dice.number(0, 9999):04}"]
    if dice.chance(0.05):
        groups = ["0120", f"{dice.number(100, 999)}", f"{dice.number(100, 999)}"]
    plain = "-".join(groups)
    shown = dice.pick(
        [plain],
        [
            " - ".join(groups),
            " -".join(groups),
            full_width(plain),
            f"({groups[0]})" + "-".join(groups[1:]),
            f"（{groups[0]}）" + "-".join(groups[1:]),
            f"{groups[0]}({groups[1]}){groups[2]}",
            f"{plain}(代表)",
            f"{plain}（代表）",
            "－".join(groups),
            f"{plain} (内線 {dice.number(100, 999)})",
        ],
        ["ー".join(groups), "−".join(groups), "‐".join(groups), "–".join(groups), f"代表 {plain}", f"TEL:{plain}"],
    )
    if dice.chance(0, 0.04, 0.1):
        second = "-".join([area, middle, f"{dice.number(0, 9999):04}"])
        return Value(f"{plain}{dice.pick(['、', ' / ', '/'])}{second}", plain, (("field.multiple-values", ""),))
    return Value(shown, plain)


HOSTS = ("midori-kenko", "aozora-hc", "hokuto-md", "kenshin-net", "medi-bridge24", "tokiwa-yobo", "umikaze-wellness")


def website(dice, host):
    """A home page address."""
    bare = f"www.{host}.{dice.pick(['co.jp', 'or.jp', 'example.jp'])}"
    shown = dice.pick(
        [f"https://{bare}/", f"http://{bare}", f"https://{bare}/service/daiko.html"],
        [bare, f"https://{bare}/daiko_kikan/", f"https://{bare}/~kenshin/index.php?id=12"],
        [f"https：//{bare}/", unicodedata.normalize("NFKC", bare).replace(".", "．")],
    )
    return text(shown)


def contact(dice, host):
    """The contact: an e-mail address, an address in a sentence, or a sentence."""
    email = f"{dice.pick(['info', 'kenshin-daikou', 'tokutei.kenshin', 'daiko_support'])}@{host}.co.jp"
    shown = dice.pick(
        [email],
        [
            "ホームページの所定フォームからお問い合わせ可能",
            "問い合わせフォームより受付",
            f"{email} (健診事業部)",
            f"E-mail:{email}",
            email.replace("@", "＠"),
        ],
        [f"担当：健診課 {email}", "電話にて受付"],
    )
    has = "@" in tidy(shown)
    return Value(shown, {"text": tidy(shown), "email": email if has else None})


def check_digit(seven):
    """The agency code's check digit over its first seven digits."""
    total = 0
    for at, digit in enumerate(reversed(seven)):
        product = int(digit) * (2 if at % 2 == 0 else 1)
        total += product // 10 + product % 10
    return (10 - total % 10) % 10


def agency_code(dice, prefecture):
    """An agency code, rarely with a wrong check digit, too short or blank."""
    seven = f"9{prefecture:02}99{dice.number(1, 99):02}"
    code = f"{seven}{check_digit(seven)}"
    if dice.chance(0, 0.06, 0.12):
        wrong = f"{seven}{(check_digit(seven) + dice.number(1, 9)) % 10}"
        return Value(wrong, wrong, (("code.check-digit", ""),))
    if dice.chance(0, 0.05):
        return Value("", None, (("field.blank", ""),))
    if dice.chance(0, 0, 0.06):
        return Value(seven, None, (("field.unparsed", ""),))
    return Value(dice.pick([code], [full_width(code), letter_spaced(code)]), code)


# --- Counts and sites -------------------------------------------------------------------------------------------


def _count_forms(dice, number, unit):
    comma = f"{number:,}"
    plain = [(comma, unit)]
    varied = [(f"{number} ", unit), (str(number), unit), (full_width(str(number)), unit), (full_width(comma), unit)]
    nasty = [(comma, "")]
    if unit == "人":
        varied.append((comma, "名"))
    if 0 < number < 100:
        varied.append((kanji_number(number), unit))
    if number >= 1000:
        varied.append((f"約{comma}", unit))
        varied.append((f"約 {number} ", unit))
    if number >= 10000 and number % 10000 == 0:
        varied += [(f"{number // 10000}万", unit), (f"{number // 10000} 万", unit), (f"約 {number // 10000} 万", unit)]
    elif number > 10000 and number % 1000 == 0:
        varied.append((f"{number // 10000}万{number % 10000:,}", unit))
        nasty.append((f"{number / 10000:g}万", unit))
    return dice.pick(plain, varied, nasty)


def count(dice, number, unit):
    """A count with its unit."""
    parts = _count_forms(dice, number, unit)
    return Value("".join(parts), number, parts=parts)


def no_count(dice, unit):
    """A count that is not given."""
    shown = dice.pick([unit], [*(dash + unit for dash in DASHES[:3]), "", "－"])
    return blank(shown)


def sites(dice):
    """The number of sites and their prefectures."""
    chosen = dice.random.sample(NAMES, dice.pick([1, 1, 2], [3, 5, 8], [0]))
    shortened = dice.chance(0, 0.3)
    printed = [short(name) if shortened else name for name in chosen]
    separator = dice.pick(["、", "・"], ["/", " / ", ", ", "，", "･", " "])
    names = separator.join(printed)
    codes, allow = (), ()
    number = len(chosen) + dice.pick([0, 0, 1], [2]) if chosen else dice.number(1, 5)
    if dice.chance(0, 0.05) and len(chosen) > 1:
        number = len(chosen) - 1
        codes = (("sites.count-mismatch", ""),)
    if dice.chance(0, 0, 0.08):
        names = dice.pick(["全国", "全国各地"])
        chosen, codes, allow = [], (), (("field.unparsed", ""),)
    unit = dice.pick(["箇所"], ["か所", "カ所", "ヶ所", " 箇所"])
    shown_number = str(number) if dice.chance(1, 0.85) else dice.pick([full_width(str(number)), kanji_number(number)])
    if dice.chance(0.03, 0.08):
        shown_number, number, unit, codes = "", None, "箇所", ()
    opening = dice.pick(["(都道府県名:"], ["(都道府県名: ", "（都道府県名：", " (都道府県名:", "（都道府県："])
    closing = "）" if "（" in opening else ")"
    return Value(
        f"{shown_number}{unit}{opening}{names}{closing}", {"count": number, "prefectures": chosen}, codes, allow=allow
    )


# --- Money ------------------------------------------------------------------------------------------------------

SPEC = ("要求仕様による", "要求仕様書による", "別途お見積り", "別途協議", "応相談", "個別契約による")


def no_money(dice):
    """A fee that is not given: its unit or a dash, never an empty cell."""
    return Value(dice.pick(["円"], ["－円", "— 円", "－", "ー"]), {"text": None, "yen": None})


def money(dice):
    """A one-off or fixed fee."""
    amount = dice.number(1, 60) * 5000
    comma = f"{amount:,}"
    kind = dice.pick(["text", "text", "amount", "blank"], ["amount", "wordy", "nothing", "several"])
    if kind == "blank":
        return no_money(dice)
    if kind == "text":
        shown = dice.pick(SPEC)
        return Value(shown, {"text": shown, "yen": None})
    if kind == "nothing":
        shown, yen = dice.pick([("無料", 0), ("なし", None), ("0円", 0), ("無料 ", 0)])
        return Value(shown, {"text": tidy(shown), "yen": yen})
    if kind == "several":
        shown = dice.pick(
            [
                f"{comma}円~{amount * 2:,}円",
                f"{comma}円から{amount * 2:,}円",
                f"基本料{comma}円、設定費{amount + 5000:,}円",
                f"税抜{comma}円(税込{amount * 11 // 10:,}円)",
            ],
            nasty=[f"{comma}～{amount * 2:,}円"],
        )
        return Value(shown, {"text": tidy(shown), "yen": None}, (("field.multiple-values", ""),))
    shown = dice.pick([f"{comma}円", f"{comma} 円"], [full_width(comma) + "円", f"{amount}円"])
    if kind == "wordy":
        shown = dice.pick(
            [
                f"月額 {comma}円",
                f"月額{comma}円(税込)",
                f"¥{comma}",
                f"￥{comma}",
                f"{comma}円（税込）",
                f"年額{comma}円",
            ],
            nasty=[f"一式 {comma} 円(消費税込)", f"月額 ￥{full_width(comma)} (税込)"],
        )
        if amount % 10000 == 0 and dice.chance(0.3):
            shown = f"{amount // 10000}万円"
    return Value(shown, {"text": tidy(shown), "yen": amount})


PER = ("1健診", "1件", "1データ", "1名", "1人")


def no_unit_price(dice):
    """A unit price that is not given."""
    shown = dice.pick(["円/あたり", "円／あたり"], ["－", "円／ あたり"])
    return Value(shown, {"text": None, "yen": None, "per": None})


def unit_price(dice):
    """A unit price in one of both word orders."""
    yen = dice.number(3, 400) * 10
    per = dice.pick(PER)
    kind = dice.pick(["text", "price", "blank"], ["price", "price", "order", "slash", "free", "several"])
    if kind == "blank":
        return no_unit_price(dice)
    if kind == "free":
        return Value("無料", {"text": "無料", "yen": 0, "per": None})
    if kind == "text":
        shown = dice.pick(SPEC)
        return Value(shown, {"text": shown, "yen": None, "per": None})
    if kind == "several":
        shown = dice.pick(
            [f"{yen}円~{yen + 300}円/{per}あたり", f"健診 {yen}円/件、保健指導 {yen + 200}円/件"],
            nasty=[f"{yen}円/{per}、{yen + 50}円/{per}"],
        )
        data = {"text": tidy(shown), "yen": None, "per": None}
        return Value(shown, data, (("field.multiple-values", ""),), skip=("/per",))
    skip = ()
    if kind == "order":
        shown = dice.pick([f"{per}あたり{yen:,}円", f"{per}当たり {yen:,}円", f"{per}あたり {yen:,} 円(税込)"])
    elif kind == "slash":
        per = dice.pick(["件", "健診", "人"])
        shown = dice.pick([f"{yen:,}円/{per}", f"{yen:,} 円／{per}", f"¥{yen:,}/{per}"])
    else:
        shown = dice.pick(
            [f"{yen:,}円/{per}あたり", f"{yen:,} 円／{per}あたり"],
            [f"{yen:,}円／{per}当たり", f"{full_width(f'{yen:,}')}円／{per}あたり"],
            [f"{yen:,} 円／{per[0]} {per[1:]}あたり"],
        )
        skip = () if per in shown else ("/per",)
    return Value(shown, {"text": tidy(shown), "yen": yen, "per": per}, skip=skip)


# --- Words ------------------------------------------------------------------------------------------------------

EXCEPT = ("除く年末年始", "除く12/29-1/3", "除く12/30-1/3", "除く夏季休業・年末年始", "除く祝日")
DAYS = ("平日", "月曜から金曜", "月~金曜日", "平日および土曜")


def office_hours(dice):
    """Office hours."""
    start, end = dice.pick(["8:30", "9:00", "9:15", "10:00"]), dice.pick(["17:00", "17:30", "18:00", "21:00"])
    day, but = dice.pick(DAYS), dice.pick(EXCEPT)
    return text(
        dice.pick(
            [f"{day} {start}-{end}、{but}", f"{day}{start}から{end}、{but}"],
            [
                f"{day}{start}~{end}({but})",
                f"{day} {start}～{end}　{but}",
                f"{day}{start}から{end}、土日祝10:00から15:00 {but}",
                full_width(f"{day}{start}-{end}").replace(":", "：") + f"、{but}",
                f"{start}-{end}",
            ],
            [f"午前{start.split(':')[0]}時から午後5時30分まで({day})"],
        )
    )


def system_hours(dice):
    """The hours the system runs."""
    return text(
        dice.pick(
            ["24時間365日", "24時間365日稼働 除くシステムメンテナンス実施時", "24時間365日稼働"],
            [
                "24時間 365日稼動",
                "24 時間 365 日",
                "6:00-25:00、除くシステムメンテナンス時",
                "２４時間３６５日(定期保守を除く)",
            ],
        )
    )


FINANCE = (
    "総務部経理課 TEL:{phone}", "連絡先:{phone} 企画総務ユニット", "{site}", "財務部 TEL：{phone}", "経理担当({phone})",
    "決算公告は{site}に掲載", "管理本部 財務グループ {phone}",
)  # fmt: skip
SIMILAR = (
    "ストレスチェック、健康ポイント", "人間ドックの予約・精算代行", "重症化予防、疾病予防等の保健事業実行支援サービス",
    "健診結果の電子化・データ入力", "レセプト点検(医科・歯科)、ジェネリック通知", "被扶養者健診の受付及び費用精算",
)  # fmt: skip
OTHER_SERVICE = (
    "健診案内作成及び発送",
    "健診結果電子化、健診案内制作、情報提供",
    "受診券の印刷・発送",
    "コールセンター業務",
)
SELECTABLE = (
    "応相談",
    "一部サービスの採用も可能",
    "事務点検のみの利用も可",
    "請求代行を除く各機能",
    "データ変換、帳票作成",
)
LINES = (
    "インターネットVPN",
    "インターネット VPN",
    "暗号化",
    "SSL 通信",
    "専用線(IP-VPN)",
    "IP-VPN、LGWAN",
    "SSL/TLS通信",
    "閉域網",
)
POST = (
    "CD-R、セキュリティ便等",
    "追跡可能な宅配便",
    "DVD-R(暗号化)を書留で送付",
    "CD-R 等",
    "USBメモリ、手渡し",
    "原則セキュリティ便",
)
SECURITY_ONLINE = (
    "伝送相手の安全性を確保する暗号化通信の利用", "SSL/TLSによる暗号化とクライアント証明書による認証", "IPsecによるパケット暗号化接続。",
    "データの暗号化、アクセス制御および操作記録の保存", "ＶＰＮ接続及びファイルのパスワード保護",
)  # fmt: skip
SECURITY_OFFLINE = (
    "盗難・紛失した場合に個人情報漏洩を防ぐためのファイル暗号化ツールの利用", "媒体の暗号化と追跡可能な輸送手段の利用",
    "パスワードの別送、施錠できる専用ケースでの運搬", "データのパスワードロック",
)  # fmt: skip
EQUIPMENT = (
    "インターネットに接続できるパソコン", "ネットワーク回線(オンラインによるデータ授受の場合、利用者で導入)", "PC、プリンタ、暗号化ソフト",
    "詳細別途", "特になし", "専用端末１台（初期費用に含む）",
)  # fmt: skip


def words(dice, pool, **filled):
    """One of a pool of texts."""
    return text(dice.pick(pool).format(**filled))


def place(dice):
    """A place: its number (1 to 47) and its row of PREFECTURES."""
    at = dice.number(0, len(PREFECTURES) - 1)
    return at + 1, PREFECTURES[at]
