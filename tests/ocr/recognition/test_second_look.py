"""The second reading of doubtful words: which are read, what is noted, what stays."""

from __future__ import annotations

import numpy as np
import pytest

from ocr.errors import RecognitionTimeout
from ocr.recognition.second_look import with_second_look
from ocr.source import Pixels
from ocr.words import Line, PageText, SecondLook, Word

BLANK = np.full((400, 900), 255, np.uint8)


def page(*words: Word) -> PageText:
    return PageText((Line(words),))


def word(text: str, confidence: float, number: int = 0, language: str = "") -> Word:
    return Word(text, (40 + 60 * number, 100, 90 + 60 * number, 130), confidence, language)


class Reader:
    """Reads the same in every crop and counts them."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.shapes: list[tuple[int, ...]] = []

    def __call__(self, piece: Pixels) -> PageText:
        self.shapes.append(piece.shape)
        return page(Word(self.text, (0, 0, 9, 9), 0.9))


@pytest.mark.parametrize(
    ("again", "second"), [("2026", SecondLook.AGREES), ("2028", SecondLook.DIFFERS)]
)
def test_with_second_look_notes_who_agrees_and_keeps_the_text(
    again: str, second: SecondLook
) -> None:
    doubtful = word("2026", 0.5)

    (found,) = with_second_look(BLANK, page(doubtful), Reader(again)).words

    assert (found.text, found.confidence, found.second) == ("2026", 0.5, second)
    assert (found.probability > doubtful.probability) == (second is SecondLook.AGREES)


def test_with_second_look_sure_words_marks_and_other_languages_are_not_read() -> None:
    text = page(word("và", 0.95), word("–", 0.3, 1), word("of", 0.3, 2, "eng"))
    read = Reader("x")

    assert with_second_look(BLANK, text, read) is text
    assert read.shapes == []


def test_with_second_look_many_doubtful_words_digits_come_first() -> None:
    words = [word(f"từ{'ơ' * number}", 0.1, 0) for number in range(30)]
    text = page(*words, word("24/11", 0.79, 1))
    read = Reader("x")

    found = with_second_look(BLANK, text, read).words

    assert found[-1].second is SecondLook.DIFFERS
    assert 0 < len(read.shapes) < 30


def test_with_second_look_neighbours_are_not_read_along() -> None:
    gray = BLANK.copy()
    gray[100:130, 95:140] = 0
    seen: list[int] = []

    def read(piece: Pixels) -> PageText:
        seen.append(int(piece.min()))
        return PageText()

    with_second_look(gray, page(word("Lan", 0.4)), read)

    assert seen == [255]


def test_with_second_look_out_of_time_leaves_the_page_as_it_was() -> None:
    text = page(word("Lan", 0.4))

    def read(_piece: Pixels) -> PageText:
        raise RecognitionTimeout

    assert with_second_look(BLANK, text, read) is text


@pytest.mark.parametrize("second", list(SecondLook))
def test_probability_second_reading_moves_it_one_way_only(second: SecondLook) -> None:
    for percent in range(0, 101, 5):
        plain = Word("12", (0, 0, 9, 9), percent / 100)
        looked = Word("12", (0, 0, 9, 9), percent / 100, second=second)

        if second is SecondLook.AGREES:
            assert looked.probability >= plain.probability
        else:
            assert looked.probability <= plain.probability
