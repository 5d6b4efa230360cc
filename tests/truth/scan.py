"""Scan the PDF files of `producers.py` or `pdf.py`: each page becomes a picture as an office scanner, a fax or a phone makes it.

    pip install pypdfium2 numpy opencv-python-headless pillow img2pdf
    python3 tests/truth/scan.py IN OUT --seed 1 [--only gray200,fax-fine] [--pages 2]

IN holds `NAME.pdf` and `NAME.truth.json`; OUT gets `KIND-NAME.pdf` with its truth, the same but for its name and kind. The
picture is made from the page as it is rendered, never from the program's reading of it.
"""

import argparse
import io
import json
import random
from pathlib import Path

import cv2
import img2pdf
import numpy as np
import pypdfium2
from PIL import Image

# A kind's steps, one after the other, on a page rendered at the first number's resolution.
KINDS = {
    "gray200": (200, []),
    "gray300": (300, []),
    "color300": (300, ["tint", "jpeg80"]),
    "skew200": (200, ["skew", "noise", "jpeg80"]),
    "skew300": (300, ["skew", "noise", "jpeg60"]),
    "bits200": (200, ["skew-little", "bits"]),
    "bits300": (300, ["skew-little", "specks", "bits"]),
    "jpeg150": (150, ["noise", "jpeg35"]),
    "fax-fine": (200, ["fax-fine"]),
    "fax": (200, ["fax"]),
    "turned": (200, ["noise", "half", "jpeg80"]),
    "quarter": (200, ["noise", "quarter", "jpeg80"]),
    "photo": (200, ["photo", "jpeg60"]),
    "seal": (200, ["seal", "skew-little", "jpeg80"]),
}


def jpeg(quality):
    """A step that compresses and unpacks."""

    def step(image, _):
        _, data = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, quality])
        return cv2.imdecode(data, cv2.IMREAD_UNCHANGED)

    return step


def tint(image, dice):
    """Paper that is not white, and a lamp that is not even."""
    paper = np.array([dice.uniform(215, 240), dice.uniform(228, 245), dice.uniform(232, 250)])
    return (image.astype(np.float32) * (paper / 255)).astype(np.uint8)


def rotated(image, degrees):
    """Turned by a small angle; the paper goes on white."""
    height, width = image.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1)
    return cv2.warpAffine(image, matrix, (width, height), flags=cv2.INTER_LINEAR, borderValue=(255, 255, 255))


def noise(image, dice):
    """A lens that is not sharp, a sensor that is not quiet."""
    blurred = cv2.GaussianBlur(image, (0, 0), dice.uniform(0.4, 0.8))
    grain = np.random.default_rng(dice.getrandbits(32)).normal(0, dice.uniform(3, 9), image.shape[:2])
    return np.clip(blurred.astype(np.float32) + grain[..., None] - 4, 0, 255).astype(np.uint8)


def specks(image, dice):
    """Dust."""
    out, random_ = image.copy(), np.random.default_rng(dice.getrandbits(32))
    for _ in range(400):
        y, x = random_.integers(0, image.shape[0] - 3), random_.integers(0, image.shape[1] - 3)
        out[y : y + random_.integers(1, 3), x : x + random_.integers(1, 3)] = 0
    return out


def bits(image, dice):
    """Black and white."""
    gray = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
    return np.where(gray < dice.uniform(140, 190), 0, 255).astype(np.uint8)


def fax(lines):
    """A fax of so many lines an inch, 204 dots wide."""

    def step(image, dice):
        height, width = image.shape[:2]
        small = cv2.resize(image, (round(width * 204 / 200), round(height * lines / 200)), interpolation=cv2.INTER_AREA)
        return bits(rotated(small, dice.uniform(-0.4, 0.4)), dice)

    return step


def photo(image, dice):
    """Taken by a phone: in perspective, on a table, in uneven light."""
    height, width = image.shape[:2]
    edge = 0.06

    def corner(x, y):
        return [x * width + dice.uniform(0, edge) * width * (1 - 2 * x), y * height + dice.uniform(0, edge) * height * (1 - 2 * y)]

    to = np.float32([corner(0, 0), corner(1, 0), corner(1, 1), corner(0, 1)])
    matrix = cv2.getPerspectiveTransform(np.float32([[0, 0], [width, 0], [width, height], [0, height]]), to)
    out = cv2.warpPerspective(image, matrix, (width, height), borderValue=(90, 110, 120))
    light = np.linspace(dice.uniform(0.6, 0.8), 1.0, width)[None, :] * np.linspace(1.0, dice.uniform(0.7, 0.9), height)[:, None]
    return noise((out * light[..., None]).astype(np.uint8), dice)


def seal(image, dice):
    """A red seal over the first lines of the table."""
    out, height, width = image.copy(), *image.shape[:2]
    x, y, radius = round(width * dice.uniform(0.45, 0.7)), round(height * dice.uniform(0.12, 0.25)), round(width * 0.055)
    layer = np.full_like(out, 255)
    red = (60, 50, 205)
    cv2.circle(layer, (x, y), radius, red, 6)
    cv2.circle(layer, (x, y), round(radius * 0.8), red, 3)
    for shift in (-0.35, 0.1, 0.5):
        cv2.line(layer, (x - radius // 2, round(y + shift * radius)), (x + radius // 2, round(y + shift * radius) + 6), red, 5)
    cv2.line(layer, (x, y - radius // 2), (x, y + radius // 2), red, 5)
    return np.minimum(out, layer)


STEPS = {
    "tint": tint,
    "noise": noise,
    "specks": specks,
    "bits": bits,
    "seal": seal,
    "photo": photo,
    "skew": lambda image, dice: rotated(image, dice.choice((-1, 1)) * dice.uniform(0.6, 2.5)),
    "skew-little": lambda image, dice: rotated(image, dice.uniform(-0.6, 0.6)),
    "half": lambda image, _: cv2.rotate(image, cv2.ROTATE_180),
    "quarter": lambda image, dice: cv2.rotate(image, dice.choice((cv2.ROTATE_90_CLOCKWISE, cv2.ROTATE_90_COUNTERCLOCKWISE))),
    "fax": fax(98),
    "fax-fine": fax(196),
    **{f"jpeg{quality}": jpeg(quality) for quality in (35, 60, 80)},
}


def stored(image, kind, resolution):
    """The picture as a file, as its kind is stored: bits by CCITT G4 within TIFF, others as PNG or JPEG."""
    dots = {"fax": (204, 98), "fax-fine": (204, 196)}.get(kind, (resolution, resolution))
    out = io.BytesIO()
    if image.ndim == 2 and set(np.unique(image)) <= {0, 255}:
        Image.fromarray(image).convert("1").save(out, "TIFF", compression="group4", dpi=dots)
    else:
        picture = Image.fromarray(image if image.ndim == 2 else cv2.cvtColor(image, cv2.COLOR_BGR2RGB))
        if kind.startswith("gray"):
            picture = picture.convert("L")
        quality = 90 if any(step.startswith("jpeg") for step in KINDS[kind][1]) else None
        picture.save(out, "JPEG" if quality else "PNG", dpi=dots, **({"quality": quality} if quality else {}))
    return out.getvalue()


def scanned(path, kind, dice, most):
    """The PDF's pages, scanned, as the bytes of a PDF."""
    resolution, steps = KINDS[kind]
    pages = []
    for page in list(pypdfium2.PdfDocument(path))[:most]:
        image = page.render(scale=resolution / 72).to_numpy()[..., :3].copy()
        for step in steps:
            image = STEPS[step](image, dice)
        pages.append(stored(image, kind, resolution))
    return img2pdf.convert(pages)


def main():
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("source", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", type=lambda names: names.split(","), default=list(KINDS))
    parser.add_argument("--pages", type=int, default=None, help="only so many pages; the truth is then that of the whole")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    for truth in sorted(options.source.glob("*.truth.json")):
        told = json.loads(truth.read_text("utf-8"))
        for kind in options.only:
            dice = random.Random(f"{options.seed}/{kind}/{truth.name}")
            name = f"{kind}-{told['document']}"
            (options.out / name).write_bytes(scanned(options.source / told["document"], kind, dice, options.pages))
            text = json.dumps({**told, "document": name, "kind": kind}, ensure_ascii=False, indent=1) + "\n"
            (options.out / f"{name.removesuffix('.pdf')}.truth.json").write_text(text, "utf-8")


if __name__ == "__main__":
    main()
