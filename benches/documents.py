#!/usr/bin/env python3
"""Invented disclosures for measuring: those of the corpus with other agencies, codes, prefectures and years.

Usage: benches/documents.py FOLDER [COUNT] [--mixed]     (20000 unless said)

Each agency has seven disclosures, of seven years. No two documents are the same bytes; the same count gives the same bytes.
With `--mixed`, three of four are of other kinds, as agencies publish them: copies of the fixtures, which differ in a comment.
"""
import re
import sys
import zipfile
from pathlib import Path

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
CORPUS = FIXTURES / "corpus"
# The kinds of twenty documents, where they are mixed.
MIX = ["pdf"] * 8 + ["office"] * 5 + ["html"] * 2 + ["txt"] * 5
PREFECTURES = (
    "北海道 青森県 岩手県 宮城県 秋田県 山形県 福島県 茨城県 栃木県 群馬県 埼玉県 千葉県 東京都 神奈川県 新潟県 富山県 石川県 福井県 山梨県 長野県 "
    "岐阜県 静岡県 愛知県 三重県 滋賀県 京都府 大阪府 兵庫県 奈良県 和歌山県 鳥取県 島根県 岡山県 広島県 山口県 徳島県 香川県 愛媛県 高知県 福岡県 "
    "佐賀県 長崎県 熊本県 大分県 宮崎県 鹿児島県 沖縄県"
).split()
HEADS = "健診 保健 予防 地域 総合 中央 生活 職域 産業 家庭".split()
MIDDLES = "データ サポート ケア ライフ ウェル システム サービス ネット ヘルス リンク".split()
TAILS = "センター 株式会社 協会 研究所 機構 財団".split()
YEARS = 7


def code(number: int) -> str:
    """A code of agencies with its check digit."""
    digits = f"91{number:05}"
    total = sum(sum(divmod(int(digit) * (2 - at % 2), 10)) for at, digit in enumerate(digits))
    return digits + str(-total % 10)


def name(agency: int) -> str:
    rest, head = divmod(agency, len(HEADS))
    rest, middle = divmod(rest, len(MIDDLES))
    rest, tail = divmod(rest, len(TAILS))
    return f"{HEADS[head]}{MIDDLES[middle]}第{rest + 1}{TAILS[tail]}"


def document(text: str, number: int) -> str:
    agency, year = divmod(number, YEARS)
    text = re.sub(r"(機関名[^\t\n]*\t)[^\t\n]+", lambda found: found[1] + name(agency), text, count=1)
    text = re.sub(r"(代行機関コード[^\t\n]*\t)[^\t\n]*", lambda found: found[1] + code(agency), text, count=1)
    text = text.replace("東京都", PREFECTURES[agency % len(PREFECTURES)])
    text = re.sub(r"(?:令和元|20\d\d)(\s*年)", lambda found: f"{2018 + year}{found[1]}", text)
    return f"{text}\n通し番号 {number}\n"


def copy(original: Path, path: Path, number: int) -> None:
    """The same document with a comment of its own."""
    data = original.read_bytes()
    comments = {".pdf": f"\n%% {number}\n", ".html": f"<!-- {number} -->"}
    path.write_bytes(data + comments.get(path.suffix, "").encode())
    if path.suffix not in comments:
        with zipfile.ZipFile(path, "a") as archive:
            archive.comment = str(number).encode()


def generate(folder: Path, count: int, is_mixed: bool = False) -> None:
    corpus = [path.read_text(encoding="utf-8") for path in sorted(CORPUS.glob("*.txt"))]
    office = sorted((FIXTURES / "office").rglob("*.*"))
    originals = {
        "pdf": [
            path
            for path in sorted((FIXTURES / "rendered").glob("*.pdf")) + sorted((FIXTURES / "pages").rglob("*.pdf"))
            if "password" not in path.name and "scan" not in path.name
        ],
        "office": [path for path in office if path.suffix in (".docx", ".xlsx", ".odt", ".ods")],
        "html": [path for path in office if path.suffix == ".html"],
    }
    for number in range(count):
        below = folder / f"{number // 1000:03}"
        below.mkdir(parents=True, exist_ok=True)
        kind = MIX[number % len(MIX)] if is_mixed else "txt"
        if kind == "txt":
            text = document(corpus[number // YEARS % len(corpus)], number)
            (below / f"{number:06}.txt").write_bytes(text.encode())
        else:
            original = originals[kind][number // 2 % len(originals[kind])]
            copy(original, below / f"{number:06}{original.suffix}", number)


if __name__ == "__main__":
    words = [word for word in sys.argv[1:] if word != "--mixed"]
    generate(Path(words[0]), int(words[1]) if len(words) > 1 else 20000, "--mixed" in sys.argv)
