"""What the engine left out is read again, and put where it belongs."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from ocr.recognition.recover import cut_out, missed_ink, recovered
from ocr.words import Box, Line, PageText, Word

Pixels = npt.NDArray[np.uint8]


def page_with(lines: dict[int, str]) -> Pixels:
    """A page at 150 dpi with one line of capitals below each height."""
    page = np.full((900, 700), 255, np.uint8)
    for y, line in lines.items():
        cv2.putText(page, line, (60, y), cv2.FONT_HERSHEY_SIMPLEX, 0.9, 0, 2)
    return page


def word(text: str, box: Box, confidence: float = 0.95) -> Word:
    return Word(text, box, confidence)


def line_at(y: int, text: str = "HO TEN CHA ME", confidence: float = 0.95) -> Line:
    return Line((word(text, (58, y - 22, 330, y + 4), confidence),))


class Engine:
    """Reads every piece as the same words and counts its calls."""

    def __init__(self, text: str, confidence: float = 0.9) -> None:
        self.text, self.confidence, self.calls = text, confidence, 0

    def __call__(self, block: Pixels) -> PageText:
        self.calls += 1
        rows = np.flatnonzero((block < 128).any(axis=1))
        parts = np.split(rows, np.flatnonzero(np.diff(rows) > 6) + 1)
        columns = np.flatnonzero((block < 128).any(axis=0))
        left, right = int(columns[0]), int(columns[-1])
        return PageText(
            tuple(
                Line((word(self.text, (left, int(p[0]), right, int(p[-1])), self.confidence),))
                for p in parts
            )
        )


def test_recovered_missing_line_is_put_in_its_place() -> None:
    page = page_with({200: "HO TEN CHA ME", 300: "NGAY SINH", 400: "HO TEN CHA ME"})
    text = PageText((line_at(200), line_at(400)))

    whole = recovered(page, 150, text, Engine("Ngày sinh"))

    assert [line.text for line in whole.lines] == ["HO TEN CHA ME", "Ngày sinh", "HO TEN CHA ME"]
    box = whole.lines[1].box
    assert 270 <= box[1] <= 284
    assert 296 <= box[3] <= 306
    assert 55 <= box[0] <= 68


def test_recovered_missing_value_joins_the_line_of_its_label() -> None:
    page = page_with({200: "HO TEN CHA ME         1998"})
    text = PageText((line_at(200),))

    whole = recovered(page, 150, text, Engine("1998"))

    assert [line.text for line in whole.lines] == ["HO TEN CHA ME 1998"]


def test_recovered_complete_page_asks_no_engine() -> None:
    page = page_with({200: "HO TEN CHA ME"})
    text = PageText((line_at(200),))
    engine = Engine("x")

    assert recovered(page, 150, text, engine) == text
    assert engine.calls == 0


def test_recovered_doubtful_scraps_are_left_out() -> None:
    page = page_with({200: "HO TEN CHA ME", 300: "NGAY SINH"})
    text = PageText((line_at(200),))

    assert recovered(page, 150, text, Engine("Ngày sinh", 0.4)) == text
    assert recovered(page, 150, text, Engine("À", 0.8)) == text


def test_recovered_doubtful_word_over_several_lines_gives_way() -> None:
    page = page_with({200: "HO TEN CHA ME", 300: "NGAY SINH", 400: "HO TEN CHA ME"})
    monster = Line((word("#", (50, 230, 340, 330), 0.2),))
    text = PageText((line_at(200), monster, line_at(400)))

    better = recovered(page, 150, text, Engine("Ngày sinh"))
    no_better = recovered(page, 150, text, Engine("?", 0.1))

    assert [line.text for line in better.lines][1] == "Ngày sinh"
    assert no_better == text


def test_missed_ink_specks_and_drawings_are_no_print() -> None:
    page = page_with({200: "HO TEN CHA ME"})
    cv2.circle(page, (500, 600), 90, 0, 4)
    page[700:703, 100:103] = 0

    assert missed_ink(page, 150, PageText((line_at(200),)), 26.0) == []


def test_cut_out_at_the_rim_of_the_page_keeps_places() -> None:
    page = page_with({20: "NGAY"})

    piece, (left, top) = cut_out(page, (0, 0, 150, 26))

    dark = np.argwhere(piece < 128)
    assert (page[dark[:, 0] + top, dark[:, 1] + left] < 128).all()
    assert (piece[0] == 255).all()
    assert (piece[:, 0] == 255).all()
