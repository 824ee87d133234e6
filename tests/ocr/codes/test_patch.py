"""Patch codes: told by their bars, whichever way the page lies, and by nothing else."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from numpy.typing import NDArray

from ocr.codes.patch import PATTERNS, PatchKind, find_patches

Pixels = NDArray[np.uint8]
WIDTH, HEIGHT = 1240, 1754
NARROW, WIDE, LENGTH = 12, 30, 300
BARS = {kind: bars for bars, kind in PATTERNS.items()}
QUARTERS = (None, cv2.ROTATE_90_CLOCKWISE, cv2.ROTATE_180, cv2.ROTATE_90_COUNTERCLOCKWISE)


def page(kind: PatchKind, y: int = 60, *, paper: int = 255, ink: int = 0) -> Pixels:
    """A page of 150 dpi with bars along its upper edge, the first of them outermost."""
    made = np.full((HEIGHT, WIDTH), paper, np.uint8)
    for is_wide in BARS[kind]:
        thick = WIDE if is_wide else NARROW
        made[y : y + thick, 400 : 400 + LENGTH] = ink
        y += thick + NARROW
    return made


def askew(gray: Pixels, degrees: float) -> Pixels:
    matrix = cv2.getRotationMatrix2D((WIDTH / 2, HEIGHT / 2), degrees, 1.0)
    turned = cv2.warpAffine(gray, matrix, (WIDTH, HEIGHT), borderValue=255)
    return np.asarray(turned, dtype=np.uint8)


def kinds(gray: Pixels) -> list[tuple[PatchKind, ...]]:
    return [patch.kinds for patch in find_patches(gray)]


@pytest.mark.parametrize("kind", list(PatchKind))
@pytest.mark.parametrize("quarter", QUARTERS)
def test_find_patches_any_kind_and_turn_is_told_from_its_edge(
    kind: PatchKind, quarter: int | None
) -> None:
    gray = page(kind)
    turned = gray if quarter is None else np.asarray(cv2.rotate(gray, quarter), dtype=np.uint8)

    assert kinds(turned) == [(kind,)]


@pytest.mark.parametrize("degrees", [-5.0, -2.0, 3.0, 5.0])
def test_find_patches_askew_finds_it(degrees: float) -> None:
    assert kinds(askew(page(PatchKind.PATCH_T), degrees)) == [(PatchKind.PATCH_T,)]


def test_find_patches_low_contrast_and_noise_finds_it() -> None:
    noise = np.random.default_rng(3).normal(0.0, 9.0, (HEIGHT, WIDTH))
    gray = page(PatchKind.PATCH_T, paper=190, ink=120)

    noisy = np.clip(gray + noise, 0, 255).astype(np.uint8)

    assert kinds(noisy) == [(PatchKind.PATCH_T,)]


def test_find_patches_in_the_middle_can_be_read_from_both_sides() -> None:
    gray = page(PatchKind.PATCH_T, y=HEIGHT // 2 - 60)

    assert kinds(gray) == [(PatchKind.PATCH_T, PatchKind.PATCH_3)]


def test_find_patches_box_lies_around_the_bars() -> None:
    (patch,) = find_patches(page(PatchKind.PATCH_T))

    left, top, right, bottom = patch.box
    assert abs(left - 400) < 20
    assert abs(right - 700) < 20
    assert abs(top - 60) < 8
    assert abs(bottom - 180) < 8


def test_find_patches_bars_without_a_patch_order_give_nothing() -> None:
    gray = np.full((HEIGHT, WIDTH), 255, np.uint8)
    for number in range(4):
        gray[60 + 24 * number : 72 + 24 * number, 400:700] = 0

    assert kinds(gray) == []


def test_find_patches_bars_inside_a_longer_code_give_nothing() -> None:
    gray = page(PatchKind.PATCH_T)
    gray[192:204, 400:700] = 0

    assert kinds(gray) == []


def test_find_patches_short_bars_give_nothing() -> None:
    gray = page(PatchKind.PATCH_T)
    gray[:, 440:] = 255

    assert kinds(gray) == []


def test_find_patches_large_bar_code_gives_nothing() -> None:
    made = zxingcpp.create_barcode("TACH-01", zxingcpp.BarcodeFormat.Code128)
    bars = np.asarray(made.to_image(scale=1, add_quiet_zones=False))
    gray = np.full((HEIGHT, WIDTH), 255, np.uint8)
    large = np.kron(bars, np.ones((6, 9), np.uint8))
    gray[100 : 100 + large.shape[0], 60 : 60 + large.shape[1]] = large

    assert kinds(gray) == []


@pytest.mark.parametrize("shape", [(1, 1), (3, 4000), (20, 20)])
def test_find_patches_page_without_room_gives_nothing(shape: tuple[int, int]) -> None:
    assert find_patches(np.zeros(shape, np.uint8)) == ()


@settings(max_examples=40, deadline=None)
@given(arrays.arrays(np.uint8, st.tuples(st.integers(1, 90), st.integers(1, 90))))
def test_find_patches_any_pixels_never_breaks(gray: Pixels) -> None:
    for patch in find_patches(gray):
        assert patch.kinds
