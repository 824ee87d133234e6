"""Sizes of print and of pictures."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from ocr.scale import shrunk, working_scale, x_height
from ocr.source import Pixels


def page(lines: int, height: int = 2400) -> Pixels:
    """Lines of small letters without ascenders, from the top of a tall page down."""
    sheet = np.full((height, 900), 255, np.uint8)
    for number in range(lines):
        start = (40, 60 + 60 * number)
        cv2.putText(sheet, "a e o u n m a e o u", start, cv2.FONT_HERSHEY_SIMPLEX, 1.4, 0, 3)
    return sheet


def letter_height() -> float:
    ink = page(1) < 140
    return float(np.flatnonzero(ink.any(axis=1)).size)


def test_x_height_full_page_is_that_of_its_letters() -> None:
    assert x_height(page(38)) == pytest.approx(letter_height(), abs=2)


def test_x_height_few_lines_on_a_tall_page_are_enough() -> None:
    assert x_height(page(3)) == pytest.approx(letter_height(), abs=2)


def test_x_height_two_words_are_too_little_to_tell() -> None:
    sheet = page(1)
    sheet[:, 120:] = 255

    assert x_height(sheet) == 0.0


@pytest.mark.parametrize("height", [1, 5, 150])
def test_working_scale_tiny_picture_is_sized_by_its_resolution(height: int) -> None:
    assert working_scale(np.full((height, 40), 255, np.uint8), 240) == 1.0


@pytest.mark.parametrize("factor", [0.9, 0.7, 0.5, 0.37, 0.2])
def test_shrunk_fine_grain_becomes_even_grey(factor: float) -> None:
    grain = np.random.default_rng(3).integers(0, 256, (400, 300)).astype(np.uint8)

    small = shrunk(grain, factor)

    assert small.shape == (round(400 * factor), round(300 * factor))
    assert float(small.mean()) == pytest.approx(127.5, abs=3)
    assert float(small.std()) < float(grain.std())
