"""Make the small scans of this folder from the first page of `fixtures/rendered/chromium.pdf`: its upper part, askew, under a seal, and coarse.

    pip install pypdfium2 numpy opencv-python-headless pillow img2pdf
    python3 tests/scans/make_scans.py
"""

import random
import sys
from pathlib import Path

import cv2
import numpy as np
import pypdfium2
from PIL import Image

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "truth"))
from scan import STEPS, rotated  # noqa: E402


def sealed_marks(image, dice):
    """A seal over the boxes of a group of options."""
    seal = STEPS["seal"](np.full_like(image, 255), dice)
    rows, columns = np.nonzero((seal < 255).any(axis=2))
    down, right = round(0.385 * image.shape[0]) - rows.mean(), round(0.485 * image.shape[1]) - columns.mean()
    return np.minimum(image, np.roll(seal, (round(down), round(right)), axis=(0, 1)))


# Each scan's resolution, its steps, and how much its JPEG keeps.
SCANS = {
    "upper-skew200": (200, [lambda image, _: rotated(image, 1.4), STEPS["noise"]], 55),
    "upper-seal200": (200, [STEPS["seal"]], 45),
    "upper-sealed-marks200": (200, [sealed_marks], 45),
    "upper-jpeg150": (150, [STEPS["noise"]], 35),
}
# The part of the page that is kept.
UPPER = 0.5


def main():
    page = pypdfium2.PdfDocument(HERE.parents[1] / "fixtures/rendered/chromium.pdf")[0]
    for name, (resolution, steps, quality) in SCANS.items():
        dice = random.Random(name)
        image = cv2.cvtColor(np.asarray(page.render(scale=resolution / 72).to_pil().convert("RGB")), cv2.COLOR_RGB2BGR)
        for step in steps:
            image = step(image, dice)
        image = image[: round(image.shape[0] * UPPER)]
        picture = Image.fromarray(cv2.cvtColor(image, cv2.COLOR_BGR2RGB))
        if "seal" not in name:
            picture = picture.convert("L")
        picture.save(HERE / f"{name}.jpg", quality=quality, dpi=(resolution, resolution))


if __name__ == "__main__":
    main()
