"""OCR slips: one wrong, dropped or doubled character in a label."""

SIMILAR = dict(
    zip(
        "機関日員数務料代提供設備情報基盤資照会先実績象容者任電話番号所在地住法費固定単価年間当始委託管理技術処件拠点時授受対策要必利用遵守最終更新前取扱ーロ",
        "磯開目貝教努科伐堤洪没傭惰執墓磐質昭公洗美積像客著仕雷詰審另祈存池往注貴個走草侮午問肖姑季詫菅埋枝述拠伴処占詩接愛封簀票心刺甲導宇景紋便親煎敢汲一口",
        strict=True,
    )
)
# A slip here would make another label of the form of these.
NEVER = ("オンライン", "オフライン")
SHORTEST = 4


def slip(dice, label):
    """The label with one slip, when it is long enough to stay itself."""
    if len(label) < SHORTEST or label in NEVER:
        return label
    places = [at for at, sign in enumerate(label) if sign in SIMILAR]
    kind = dice.random.choice(["similar", "similar", "dropped", "doubled"])
    if kind == "similar" and places:
        at = dice.random.choice(places)
        return label[:at] + SIMILAR[label[at]] + label[at + 1 :]
    at = dice.number(1, len(label) - 2)
    if label[at] in "()":
        return label
    return label[:at] + (label[at] * 2 if kind == "doubled" else "") + label[at + 1 :]
