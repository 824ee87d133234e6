"""Ink over print: bars hide, straight lines strike out, hands and seals only cross."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from signing.validation.veils import buries_print, strikes_out

Grey = NDArray[np.uint8]


def printed() -> Grey:
    """A line of twelve letters: two stems of 2 x 12 pixels each, on white paper."""
    page = np.full((80, 200), 255, np.uint8)
    for letter in range(12):
        left = 20 + 11 * letter
        page[30:42, left : left + 2] = page[30:42, left + 6 : left + 8] = 0
    return page


def test_buries_print_under_bar_is_true() -> None:
    after = printed()
    after[26:46, 30:90] = 20

    assert buries_print(printed(), after)


def test_buries_print_under_thin_curve_is_false() -> None:
    after = printed()
    for column in range(10, 190):
        row = 36 + round(14 * np.sin(column / 15))
        after[row : row + 3, column] = 60

    assert not buries_print(printed(), after)
    assert not strikes_out(printed(), after)


def test_strikes_out_by_level_line_is_true() -> None:
    after = printed()
    after[36:38, 15:160] = 70

    assert strikes_out(printed(), after)


def test_strikes_out_by_line_below_print_is_false() -> None:
    after = printed()
    after[46:48, 15:160] = 0

    assert not strikes_out(printed(), after)


def test_stamp_over_photograph_without_paper_veils_nothing() -> None:
    grain = np.random.default_rng(3).integers(0, 256, (80, 200), np.uint8)
    after = grain.copy()
    after[36:38, 15:160] = 40
    after[20:60, 30:90] = 60

    assert not buries_print(grain, after)
    assert not strikes_out(grain, after)
