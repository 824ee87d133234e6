from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from benchmarks.corpus.damage import RECIPES, Scan, apply_damage, to_image
from benchmarks.corpus.fonts import Face
from benchmarks.corpus.render import Cell, Ink, Sheet
from benchmarks.corpus.truth import PageTruth

TURNED = {"rot90", "rot270"}
DOTS = {"dpi150": (150, 150, 150), "dpi200": (200, 200, 200), "fax": (204, 196, 200)}
PHOTOS = {"phone", "phone_shadow"}
SPOILT = {"noise", "fax", "bleed", "stain", "stamped", "folds"}


@pytest.fixture(scope="module")
def page() -> tuple[Image.Image, PageTruth]:
    sheet = Sheet((900, 600))
    ink = Ink(Face.SERIF_BOLD, 60)
    sheet.value(260, 320, Cell("Số:", "number", "038195904374"), ink)
    return sheet.image, sheet.truth("x", "X")


def dark_box(scan: Scan, inside: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
    x0, y0, x1, y1 = inside
    grey = np.asarray(to_image(scan).convert("L"), np.float32)[y0:y1, x0:x1]
    part = grey < 0.8 * grey.max(axis=0, keepdims=True)
    ys, xs = np.where(part)
    return (x0 + int(xs.min()), y0 + int(ys.min()), x0 + int(xs.max()), y0 + int(ys.max()))


@pytest.mark.parametrize("name", [name for name in RECIPES if name not in PHOTOS])
def test_apply_damage_every_recipe_keeps_size_and_resolution(
    page: tuple[Image.Image, PageTruth], name: str
) -> None:
    image, truth = page

    scan = apply_damage(image, truth, name, 7)
    opened = Image.open(io.BytesIO(scan.jpeg))

    across, down, dpi = DOTS.get(name, (300, 300, 300))
    expected = (round(900 * across / 300), round(600 * down / 300))
    assert opened.size == (expected[::-1] if name in TURNED else expected)
    assert round(float(opened.info["dpi"][0])) == dpi
    assert (scan.truth.width_px, scan.truth.height_px) == opened.size
    assert scan.truth.dpi == dpi
    assert scan.truth.damage == name


@pytest.mark.parametrize("name", [name for name in RECIPES if name not in SPOILT | PHOTOS])
def test_apply_damage_every_recipe_boxes_follow_the_ink(
    page: tuple[Image.Image, PageTruth], name: str
) -> None:
    image, truth = page

    scan = apply_damage(image, truth, name, 3)

    box = scan.truth.fields[0].box
    around = (box[0] - 14, box[1] - 14, box[2] + 14, box[3] + 14)
    found = dark_box(scan, around)
    slack = {"skew5": 26, "skew_neg5": 28, "mixed": 20}.get(name, 12)
    assert all(abs(a - b) <= slack for a, b in zip(found, box, strict=True))


def test_apply_damage_same_seed_same_bytes(page: tuple[Image.Image, PageTruth]) -> None:
    image, truth = page

    first = apply_damage(image, truth, "office", 11)
    again = apply_damage(image, truth, "office", 11)
    other = apply_damage(image, truth, "office", 12)

    assert first.jpeg == again.jpeg
    assert first.truth == again.truth
    assert first.jpeg != other.jpeg


def test_apply_damage_skew5_turns_counter_clockwise(page: tuple[Image.Image, PageTruth]) -> None:
    image, truth = page

    scan = apply_damage(image, truth, "skew5", 1)

    x0, y0, x1, y1 = scan.truth.fields[0].box
    third = (x1 - x0) // 3
    left = dark_box(scan, (x0, y0, x0 + third, y1))
    right = dark_box(scan, (x1 - third, y0, x1, y1))
    assert scan.truth.skew_deg == pytest.approx(5.0)
    assert right[1] < left[1]


def test_apply_damage_black_border_is_black(page: tuple[Image.Image, PageTruth]) -> None:
    image, truth = page

    grey = np.asarray(to_image(apply_damage(image, truth, "black_border", 1)).convert("L"))

    assert grey[:, :50].mean() < 40
    assert grey[:400, 200:].mean() > 200
