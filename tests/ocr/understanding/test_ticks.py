"""Which printed choice is marked."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from ocr.source import Pixels
from ocr.understanding.forms import FieldDefinition, ValueKind
from ocr.understanding.labels import PrintedLine
from ocr.understanding.ticks import read_choice, tick_boxes
from tests.ocr.page_layout import CHARACTER_PX, HEIGHT_PX, lay_out_line

COPIES = FieldDefinition(
    "copies.wanted", "Đề nghị cấp bản sao", ValueKind.CHOICE, choices=("Có", "Không")
)
LINE = "Đề nghị cấp bản sao:  Có     Không     "
TOP = 60


def page(*boxes: int, marked: tuple[int, ...] = (), mark: str = "x") -> Pixels:
    """A line of print with boxes behind some characters."""
    gray = np.full((160, len(LINE) * CHARACTER_PX + 100), 240, np.uint8)
    for character in boxes:
        x, side = character * CHARACTER_PX, 32
        cv2.rectangle(gray, (x, TOP + 4), (x + side, TOP + 4 + side), 60, 2)
        if character in marked and mark == "x":
            cv2.line(gray, (x + 2, TOP + 6), (x + side + 4, TOP + side + 8), 70, 3)
            cv2.line(gray, (x + side, TOP + 2), (x + 2, TOP + side), 70, 3)
        elif character in marked:
            points = np.array([(x + 4, TOP + 20), (x + 13, TOP + 32), (x + 40, TOP - 8)])
            cv2.polylines(gray, [points], isClosed=False, color=70, thickness=3)
    return gray


def choice(gray: Pixels, text: str = LINE) -> str | None:
    line = PrintedLine(lay_out_line(text, TOP))
    found = read_choice(gray, line, len("Đề nghị cấp bản sao:"), COPIES)
    return None if found is None else found.text


AFTER_YES, AFTER_NO = LINE.index("Có") + 3, LINE.index("Không") + 6


@pytest.mark.parametrize("mark", ["x", "tick"])
@pytest.mark.parametrize(("place", "expected"), [(AFTER_YES, "Có"), (AFTER_NO, "Không")])
def test_read_choice_box_behind_its_word_is_read(mark: str, place: int, expected: str) -> None:
    gray = page(AFTER_YES, AFTER_NO, marked=(place,), mark=mark)

    assert choice(gray) == expected


def test_read_choice_box_before_its_word_is_read() -> None:
    text = "Đề nghị cấp bản sao:     Có      Không"
    before = [text.index(word) - 3 for word in ("Có", "Không")]

    assert choice(page(*before, marked=(before[1],)), text) == "Không"
    assert choice(page(*before, marked=(before[0],)), text) == "Có"


@pytest.mark.parametrize("marked", [(), (AFTER_YES, AFTER_NO)])
def test_read_choice_none_or_both_marked_is_left_to_the_officer(marked: tuple[int, ...]) -> None:
    assert choice(page(AFTER_YES, AFTER_NO, marked=marked)) == ""


def test_read_choice_without_boxes_has_no_opinion() -> None:
    assert choice(page()) is None


def test_tick_boxes_letters_are_no_boxes() -> None:
    gray = np.full((120, 900), 255, np.uint8)
    cv2.putText(gray, "HOD EB 80 0", (10, 80), cv2.FONT_HERSHEY_DUPLEX, 1.6, 0, 2)

    assert tick_boxes(gray, (0, 0, 900, 120), HEIGHT_PX) == ()


LEVEL = FieldDefinition(
    "level", "Mức độ", ValueKind.CHOICE, choices=("Đặc biệt nặng", "Nặng", "Nhẹ", "Không rõ")
)
UPPER, LOWER = "Đặc biệt nặng     Nặng     Nhẹ", "Không rõ"


def level(marked: int | None, *, in_lower: bool = False) -> str | None:
    """What is read from boxes behind three choices on a line and one on the line below."""
    gray = np.full((240, len(LINE) * CHARACTER_PX + 100), 240, np.uint8)
    places = [(UPPER.index(word) + len(word) + 1, TOP) for word in ("nặng ", "Nặng", "Nhẹ")]
    places.append((len(LOWER) + 1, 2 * TOP))
    for number, (character, top) in enumerate(places):
        x, side = character * CHARACTER_PX, 32
        cv2.rectangle(gray, (x, top + 4), (x + side, top + 4 + side), 60, 2)
        if number == (3 if in_lower else marked):
            cv2.line(gray, (x + 2, top + 6), (x + side, top + side + 4), 70, 3)
            cv2.line(gray, (x + side, top + 6), (x + 2, top + side + 2), 70, 3)
    line = PrintedLine(lay_out_line(UPPER, TOP))
    below = [PrintedLine(lay_out_line(LOWER, 2 * TOP))]
    found = read_choice(gray, line, 0, LEVEL, below=below)
    return None if found is None else found.text


@pytest.mark.parametrize(("marked", "expected"), [(0, "Đặc biệt nặng"), (1, "Nặng"), (2, "Nhẹ")])
def test_read_choice_word_within_a_longer_choice_is_no_choice(marked: int, expected: str) -> None:
    assert level(marked) == expected


def test_read_choice_choices_that_run_on_to_the_next_line_are_read() -> None:
    assert level(None, in_lower=True) == "Không rõ"


def test_read_choice_letter_of_straight_strokes_before_the_boxes_is_no_box() -> None:
    gray = page(AFTER_YES, AFTER_NO, marked=(AFTER_NO,))
    x = (LINE.index("Có") - 2) * CHARACTER_PX
    cv2.rectangle(gray, (x, TOP + 8), (x + 24, TOP + 32), 60, 2)
    cv2.line(gray, (x + 12, TOP + 12), (x + 16, TOP + 28), 60, 4)

    assert choice(gray) == "Không"
