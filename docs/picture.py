"""Draws docs/record.png: a page of an invented disclosure with the boxes of what was read, and its record beside it.

    python3 docs/picture.py [YOMITORI]

Needs Pillow and a Japanese font that fontconfig knows. The page comes from `yomitori inspect --png`, the values from `yomitori extract`.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

ROOT = Path(__file__).resolve().parents[1]
DOCUMENT = "fixtures/rendered/writer.pdf"
#: Part of the page that is shown, in points: left, top, right, bottom.
CROP = (40, 40, 555, 470)
#: Pixels of a point: in what is drawn, and in the picture.
DRAWN, SHOWN = 2.0, 1.25
#: The values that are shown, by pointer below the record's data.
POINTERS = [
    "/updated_on",
    "/organization/name",
    "/organization/address/postal_code",
    "/organization/address/prefecture",
    "/organization/phone",
    "/organization/agency_code",
    "/organization/category",
    "/facilities/staff/dedicated/own",
    "/facilities/all_staff/own",
    "/facilities/sites/count",
    "/facilities/sites/prefectures",
    "/facilities/similar_services/choices",
    "/facilities/similar_services/detail",
]
#: The record's width, in pixels.
WIDTH = 400
KEY, VALUE, PAPER, LINE = "#0550ae", "#7a00a8", "#ffffff", "#d0d7de"


def at(record: dict, pointer: str) -> object:
    """The value of a pointer."""
    for key in pointer.strip("/").split("/"):
        record = record[key]
    return record


def font(size: int) -> ImageFont.FreeTypeFont:
    """A Japanese font of this machine."""
    found = subprocess.run(["fc-match", "-f", "%{file}|%{index}", ":lang=ja"], capture_output=True, text=True, check=True).stdout
    file, index = found.split("|")
    return ImageFont.truetype(file, size, index=int(index))


def page(yomitori: str, folder: str) -> Image.Image:
    """The page with its boxes."""
    command = [yomitori, "inspect", DOCUMENT, "--phase", "tables", "--png", folder, "--pages", "1"]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    (file,) = Path(folder).glob("*.png")
    drawn = Image.open(file).convert("RGB").crop(tuple(round(side * DRAWN) for side in CROP))
    return drawn.resize((round(drawn.width * SHOWN / DRAWN), round(drawn.height * SHOWN / DRAWN)), Image.Resampling.LANCZOS)


def main() -> None:
    yomitori = sys.argv[1] if len(sys.argv) > 1 else str(ROOT / "target" / "release" / "yomitori")
    with tempfile.TemporaryDirectory() as folder:
        left = page(yomitori, folder)
    done = subprocess.run([yomitori, "extract", DOCUMENT], cwd=ROOT, check=True, capture_output=True)
    data = json.loads(done.stdout)["data"]

    # Written at twice the size: small Japanese fonts hold bitmaps for screens of old.
    right = Image.new("RGB", (WIDTH * 2, left.height * 2), PAPER)
    draw = ImageDraw.Draw(right)
    draw.line([(16, 24), (16, right.height - 24)], fill=LINE, width=2)
    y, step = 28, (right.height - 48) / len(POINTERS)
    small, large = font(25), font(31)
    for pointer in POINTERS:
        draw.text((44, y), pointer, font=small, fill=KEY)
        draw.text((44, y + 31), json.dumps(at(data, pointer), ensure_ascii=False), font=large, fill=VALUE)
        y += step
    picture = Image.new("RGB", (left.width + WIDTH, left.height), PAPER)
    picture.paste(left, (0, 0))
    picture.paste(right.resize((WIDTH, left.height), Image.Resampling.LANCZOS), (left.width, 0))
    out = ROOT / "docs" / "record.png"
    picture.quantize(64, dither=Image.Dither.NONE).save(out, optimize=True)
    print(out.relative_to(ROOT), picture.size, out.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
