"""Words: characters that follow their word, and what its confidence means."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr.calibration import probability
from ocr.words import Box, CharacterPlace, Word, place_in

SHARES = st.floats(0.0, 1.0)
BOX: Box = (100, 50, 160, 80)


def word(text: str, *boxes: Box, percent: int = 90) -> Word:
    return Word(text, BOX, 0.9, places=tuple(place_in(BOX, box, percent) for box in boxes))


def test_characters_have_letter_box_and_confidence() -> None:
    first, second = word("12", (100, 52, 128, 80), (130, 50, 160, 78), percent=64).characters

    assert (first.text, first.confidence) == ("1", 0.64)
    assert all(abs(a - b) <= 1 for a, b in zip(first.box, (100, 52, 128, 80), strict=True))
    assert all(abs(a - b) <= 1 for a, b in zip(second.box, (130, 50, 160, 78), strict=True))


def test_characters_follow_a_word_that_is_moved_and_resized() -> None:
    moved = word("12", (100, 50, 130, 80), (130, 50, 160, 80)).moved(2.0, 7, -10)

    assert moved.box == (207, 90, 327, 150)
    assert [character.box for character in moved.characters] == [
        (207, 90, 267, 150),
        (267, 90, 327, 150),
    ]


def test_characters_unknown_or_mended_in_number_are_none() -> None:
    assert Word("12", BOX, 0.9).characters == ()
    assert replace(word("12", BOX, BOX), text="123").characters == ()


def test_moved_word_keeps_a_pixel() -> None:
    assert Word("i", (10, 10, 11, 12), 0.9).moved(0.1, 0, 0).box == (1, 1, 2, 2)


@given(
    left=st.integers(0, 5000),
    top=st.integers(0, 5000),
    width=st.integers(1, 900),
    height=st.integers(1, 200),
    sides=st.tuples(*[st.integers(-50, 1000)] * 4),
)
def test_characters_stay_within_their_word(
    left: int, top: int, width: int, height: int, sides: tuple[int, int, int, int]
) -> None:
    box = (left, top, left + width, top + height)
    dx, dy, more_x, more_y = sides
    part = (left + dx, top + dy, left + dx + abs(more_x), top + dy + abs(more_y))

    (found,) = Word("1", box, 0.5, places=(place_in(box, part, 50),)).characters

    assert box[0] <= found.box[0] < found.box[2] <= box[2]
    assert box[1] <= found.box[1] < found.box[3] <= box[3]


def test_place_in_confidence_is_a_percentage() -> None:
    assert place_in(BOX, BOX, 140) == CharacterPlace(0, 0, 1000, 1000, 100)
    assert place_in(BOX, BOX, -1).percent == 0


@given(SHARES, SHARES)
def test_probability_rises_with_confidence(one: float, other: float) -> None:
    low, high = sorted((one, other))

    assert 0.0 <= probability(low) <= probability(high) <= 1.0


def test_probability_keeps_the_order_of_words() -> None:
    steps = [probability(number / 1000) for number in range(1001)]

    assert all(low < high for low, high in pairwise(steps))


@pytest.mark.parametrize(("confidence", "share"), [(-1.0, 0.0), (0.0, 0.0), (1.0, 1.0), (9.0, 1.0)])
def test_probability_ends_are_bounded(confidence: float, share: float) -> None:
    assert probability(confidence) == share


def test_probability_of_a_word_is_that_of_its_confidence() -> None:
    assert Word("và", BOX, 0.966).probability == probability(0.966) > 0.99
