"""Parameters set by hand: a part of the picture, a turn that nothing overrules."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr.cleaning.by_hand import ByHand, cut
from ocr.cleaning.clean import clean
from ocr.source import RawPage


def picture(height: int, width: int) -> RawPage:
    """Every pixel says where it was."""
    image = np.zeros((height, width, 3), dtype=np.uint8)
    image[:, :, 0] = np.arange(width) % 251
    image[:, :, 1] = (np.arange(height) % 251)[:, None]
    return RawPage(image, 300, dpi_guessed=False)


def test_cut_without_a_crop_gives_the_page() -> None:
    page = picture(40, 30)

    assert cut(page, ByHand(turn=90)) is page


def test_cut_keeps_the_part_that_was_set() -> None:
    page = picture(1000, 500)

    part = cut(page, ByHand(crop=(2000, 1000, 6000, 5000)))

    assert part.image.shape == (400, 200, 3)
    assert np.array_equal(part.image, page.image[100:500, 100:300])


@given(
    st.integers(1, 40),
    st.integers(1, 40),
    st.tuples(*[st.integers(-100, 10_100)] * 4),
)
def test_cut_of_any_numbers_stays_inside_and_keeps_a_pixel(
    height: int, width: int, crop: tuple[int, int, int, int]
) -> None:
    part = cut(picture(height, width), ByHand(crop=crop))

    assert 1 <= part.image.shape[0] <= height
    assert 1 <= part.image.shape[1] <= width


def text_page() -> RawPage:
    """A sheet with dark lines: the left half holds all of them."""
    image = np.full((1100, 850, 3), 250, dtype=np.uint8)
    for line in range(100, 1000, 40):
        image[line : line + 14, 60:400] = 20
        image[line : line + 14, 60:400:9] = 250
    return RawPage(image, 100, dpi_guessed=False)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_clean_takes_the_turn_that_was_set(turn: int) -> None:
    page = text_page()

    cleaned = clean(page, None, ByHand(turn=turn))

    assert cleaned.rotation_deg == turn
    upright = turn in (0, 180)
    assert (cleaned.colour.shape[0] > cleaned.colour.shape[1]) is upright


def test_clean_turns_a_blank_page_that_was_turned_by_hand() -> None:
    blank = replace(text_page(), image=np.full((400, 300, 3), 250, dtype=np.uint8))

    cleaned = clean(blank, None, ByHand(turn=270))

    assert cleaned.colour.shape[:2] == (300, 400)


def test_clean_of_a_part_looks_for_no_sheet_in_it() -> None:
    page = text_page()

    cleaned = clean(page, None, ByHand(turn=0, crop=(0, 0, 5000, 10_000)))

    assert abs(cleaned.colour.shape[1] - 425) <= 2
    assert abs(cleaned.colour.shape[0] - 1100) <= 2
