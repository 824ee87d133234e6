"""Bars under stamps, beside folds and in the shade."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import pytest
import zxingcpp
from numpy.typing import NDArray

from ocr.codes.bars import BarPlace, bar_places, redrawn_bars
from ocr.codes.separators import Wanted, find_separators

Pixels = NDArray[np.uint8]
BARS = Wanted(patches=False, bars=True)
KINDS = (zxingcpp.BarcodeFormat.Code128, zxingcpp.BarcodeFormat.Code39)
TEXT = "TACH-01"
_LEFT, _TOP, _HIGH = 300, 200, 140


def page_with_bars(kind: zxingcpp.BarcodeFormat) -> tuple[Pixels, int]:
    """A4 at 200 dpi with bars, and where they end."""
    made = zxingcpp.create_barcode(TEXT, kind)
    row = np.asarray(made.to_image(scale=1, add_quiet_zones=False))[:1]
    code = np.kron(row, np.ones((_HIGH, 4), np.uint8))
    page = np.full((2339, 1654), 245, np.uint8)
    end = _LEFT + code.shape[1]
    page[_TOP : _TOP + _HIGH, _LEFT:end] = np.maximum(code, 15)
    return cv2.GaussianBlur(page, (0, 0), 0.7).astype(np.uint8), end


def read(gray: Pixels) -> list[str]:
    found = find_separators(np.repeat(gray[:, :, None], 3, axis=2), BARS)
    return [code.text for code in found.codes]


def overprinted(gray: Pixels, end: int) -> Pixels:
    """Grey words, a frame and a disc over all of the bars, as a stamp leaves them."""
    ink = np.full_like(gray, 255)
    middle = (_LEFT + end) // 2
    for row in range(_TOP + 25, _TOP + _HIGH, 38):
        cv2.putText(ink, "DA THU PHI " * 4, (_LEFT - 60, row), 0, 1.1, 70, 7)
    cv2.circle(ink, (middle, _TOP + 70), 90, 90, 6)
    cv2.circle(ink, (middle, _TOP + 80), 45, 80, -1)
    return np.minimum(gray, ink)


def shaded(gray: Pixels, end: int) -> Pixels:
    """Half of the page in the shade, with grain."""
    across = np.arange(gray.shape[1], dtype=np.float32)
    light = 0.775 + 0.225 * np.tanh((across - (_LEFT + end) / 2) / 24.0)
    grain = np.random.default_rng(3).normal(0.0, 14.0, gray.shape)
    return np.clip(gray * light[None] + grain, 0, 255).astype(np.uint8)


def folded(gray: Pixels, _end: int) -> Pixels:
    """A dark fold in the quiet zone, across all of the page."""
    creased = gray.copy()
    creased[:, _LEFT - 18 : _LEFT - 8] = 110
    return cv2.GaussianBlur(creased, (0, 0), 0.7).astype(np.uint8)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("damage", [overprinted, shaded, folded])
def test_find_separators_damaged_bars_are_read(
    kind: zxingcpp.BarcodeFormat, damage: Callable[[Pixels, int], Pixels]
) -> None:
    gray, end = page_with_bars(kind)

    assert read(damage(gray, end)) == [TEXT]


@pytest.mark.parametrize("degrees", [-6.0, 4.0])
def test_find_separators_overprinted_bars_askew_are_read(degrees: float) -> None:
    gray, end = page_with_bars(KINDS[0])
    turn = cv2.getRotationMatrix2D((827, 1170), degrees, 1.0)

    askew = cv2.warpAffine(overprinted(gray, end), turn, gray.shape[::-1], borderValue=245)

    assert read(np.asarray(askew, dtype=np.uint8)) == [TEXT]


def test_find_separators_overprinted_bars_that_lie_are_read() -> None:
    gray, end = page_with_bars(KINDS[0])

    assert read(np.ascontiguousarray(overprinted(gray, end).T)) == [TEXT]


def test_find_separators_place_of_overprinted_bars_is_told() -> None:
    gray, end = page_with_bars(KINDS[0])
    colour = np.repeat(overprinted(gray, end)[:, :, None], 3, axis=2)

    (code,) = find_separators(colour, BARS).codes

    x0, y0, x1, y1 = code.box
    assert x0 < _LEFT < end < x1
    assert y0 < _TOP < _TOP + _HIGH < y1


def test_bar_places_lines_of_print_are_none() -> None:
    page = np.full((1169, 827), 250, np.uint8)
    for row in range(100, 1100, 24):
        cv2.putText(page, "Uy ban nhan dan phuong Thu Nghiem", (60, row), 0, 0.7, 20, 2)

    assert bar_places(page, 2, (2338, 1654)) == ()


@pytest.mark.parametrize("shape", [(1, 1), (63, 900), (900, 63)])
def test_bar_places_too_small_a_picture_has_none(shape: tuple[int, int]) -> None:
    assert bar_places(np.zeros(shape, np.uint8), 1, shape) == ()


def test_bar_places_plain_paper_has_none() -> None:
    assert bar_places(np.full((1169, 827), 200, np.uint8), 1, (1169, 827)) == ()


def test_redrawn_bars_of_plain_paper_or_a_patch_are_none() -> None:
    page = np.full((300, 400), 200, np.uint8)
    patch = page.copy()
    for left, wide in ((80, 16), (112, 40), (168, 16), (200, 40)):
        patch[60:240, left : left + wide] = 20
    place = BarPlace((50, 50, 350, 250), is_lying=False)

    assert list(redrawn_bars(page, place)) == []
    assert list(redrawn_bars(patch, place)) == []


def test_redrawn_bars_place_of_few_rows_gives_nothing() -> None:
    page = np.full((300, 400), 200, np.uint8)

    assert list(redrawn_bars(page, BarPlace((50, 50, 350, 56), is_lying=False))) == []
