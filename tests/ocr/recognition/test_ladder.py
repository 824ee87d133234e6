"""A page that reads badly is read in other ways, and only then."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from ocr.recognition.ladder import Engine, best_reading
from ocr.words import Line, PageText, Word

Pixels = npt.NDArray[np.uint8]
PAGE = np.full((900, 700), 255, np.uint8)
for y in (200, 300, 400):
    cv2.putText(PAGE, "HO TEN CHA ME", (60, y), cv2.FONT_HERSHEY_SIMPLEX, 0.9, 0, 2)


def text(words: str, confidence: float) -> PageText:
    """The same words on three lines."""
    boxes = [(58, y - 22, 330, y + 4) for y in (200, 300, 400)]
    return PageText(tuple(Line((Word(words, box, confidence),)) for box in boxes))


def softness(picture: Pixels) -> float:
    """Share of the ink that is neither black nor white."""
    return float(((picture > 40) & (picture < 215)).sum() / max(1, (picture < 215).sum()))


SHARP = softness(PAGE[150:230]) + 0.25


class Watched:
    """An engine that likes a page segmentation mode or a soft picture, and counts its pages."""

    def __init__(self, *, by_mode: dict[int, float], soft_gain: float = 0.0) -> None:
        self.by_mode, self.soft_gain = by_mode, soft_gain
        self.pages: list[tuple[int, bool]] = []

    def page(self, picture: Pixels, _dpi: int, mode: int) -> PageText:
        is_soft = picture is not PAGE
        self.pages.append((mode, is_soft))
        return text("Họ tên cha mẹ", self.by_mode[mode] + self.soft_gain * is_soft)

    def line(self, piece: Pixels) -> PageText:
        is_soft = softness(piece) > SHARP
        lines = text("Họ tên cha mẹ", self.by_mode[4] + self.soft_gain * is_soft).lines
        return PageText(lines[:1])

    @property
    def engine(self) -> Engine:
        return Engine(self.page, self.line)


def test_best_reading_sure_page_is_read_once() -> None:
    watched = Watched(by_mode={4: 0.96})

    best_reading(PAGE, 150, watched.engine)

    assert watched.pages == [(4, False)]


def test_best_reading_badly_laid_out_page_takes_the_other_layout() -> None:
    watched = Watched(by_mode={4: 0.6, 3: 0.8})

    assert best_reading(PAGE, 150, watched.engine).mean_confidence == pytest.approx(0.8)
    assert watched.pages == [(4, False), (3, False)]


def test_best_reading_frayed_print_is_read_softer() -> None:
    watched = Watched(by_mode={4: 0.7, 3: 0.5}, soft_gain=0.25)

    assert best_reading(PAGE, 150, watched.engine).mean_confidence == pytest.approx(0.95)
    assert watched.pages == [(4, False), (4, True)]


def test_best_reading_one_weak_line_is_no_reason_to_read_the_page_again() -> None:
    watched = Watched(by_mode={4: 0.91}, soft_gain=0.05)

    def page(picture: Pixels, dpi: int, mode: int) -> PageText:
        return PageText(watched.page(picture, dpi, mode).lines[:1])

    best_reading(PAGE, 150, Engine(page, watched.line))

    assert watched.pages == [(4, False)]


def test_best_reading_weak_page_that_nothing_betters_is_kept() -> None:
    watched = Watched(by_mode={4: 0.91})

    assert best_reading(PAGE, 150, watched.engine) == text("Họ tên cha mẹ", 0.91)
    assert watched.pages == [(4, False)]


def test_best_reading_empty_page_is_tried_with_free_layout() -> None:
    pages: list[int] = []

    def page(_picture: Pixels, _dpi: int, mode: int) -> PageText:
        pages.append(mode)
        return PageText() if mode == 4 else text("Họ tên cha mẹ", 0.9)

    found = best_reading(PAGE, 150, Engine(page, lambda _piece: PageText()))

    assert found == text("Họ tên cha mẹ", 0.9)
    assert pages == [4, 3]


def test_best_reading_page_read_halfway_keeps_its_layout() -> None:
    watched = Watched(by_mode={4: 0.8, 3: 0.9})

    best_reading(PAGE, 150, watched.engine)

    assert watched.pages == [(4, False)]


def test_best_reading_blur_that_does_not_help_is_not_made_stronger() -> None:
    watched = Watched(by_mode={4: 0.8, 3: 0.5})
    pieces: list[Pixels] = []

    def line(piece: Pixels) -> PageText:
        pieces.append(piece)
        return PageText()

    best_reading(PAGE, 150, Engine(watched.page, line))

    assert len(pieces) == 3
