"""The sheet in a picture: found where paper ends visibly, never where only ink or light ends."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ocr.cleaning.sheet import find_sheet, laid_flat
from ocr.intake.decode import RawPage
from tests.ocr.conftest import Draw

Pixels = npt.NDArray[np.uint8]


def sheet_of_text(width: int = 600, height: int = 849) -> Pixels:
    page = np.full((height, width, 3), 244, np.uint8)
    for y in range(80, height - 80, 40):
        cv2.putText(page, "GIAY XAC NHAN", (60, y), cv2.FONT_HERSHEY_SIMPLEX, 1.0, (30, 30, 30), 2)
    return page


def photographed(page: Pixels, corners: list[tuple[int, int]], table: int = 60) -> Pixels:
    height, width = page.shape[:2]
    source = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    matrix = cv2.getPerspectiveTransform(source, np.array(corners, np.float32))
    shown = cv2.warpPerspective(page, matrix, (900, 1200), borderValue=(table, table, table))
    return shown.astype(np.uint8)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(-45, 45), min_size=8, max_size=8), st.integers(20, 180))
def test_find_sheet_photograph_gives_its_corners(shifts: list[int], table: int) -> None:
    around = [(130, 140), (770, 140), (770, 1060), (130, 1060)]
    corners = [(x + shifts[2 * i], y + shifts[2 * i + 1]) for i, (x, y) in enumerate(around)]

    sheet = find_sheet(photographed(sheet_of_text(), corners, table))

    assert sheet is not None
    assert np.abs(sheet.corners - np.array(corners)).max() < 12


def test_laid_flat_photograph_becomes_an_a4_page_with_its_text() -> None:
    page = sheet_of_text()
    shown = photographed(page, [(150, 100), (800, 140), (760, 1080), (90, 1020)])

    flat = laid_flat(RawPage(shown, 102, dpi_guessed=True))

    height, width = flat.image.shape[:2]
    assert height / width == pytest.approx(2**0.5, rel=0.01)
    assert flat.dpi == round(height / 11.69)
    again = cv2.resize(flat.image, (600, 849)).astype(np.int16)
    assert np.abs(again - page).mean() < 12


def test_laid_flat_scan_with_black_borders_keeps_its_resolution() -> None:
    scan = np.full((1754, 1240, 3), 12, np.uint8)
    scan[40:1700, 60:1200] = 246

    flat = laid_flat(RawPage(scan, 150, dpi_guessed=False))

    assert flat.dpi == 150
    assert flat.image.shape[0] == pytest.approx(1660, abs=6)
    assert flat.image.shape[1] == pytest.approx(1140, abs=6)


def test_find_sheet_filled_picture_is_left_alone(paint: Draw, look: Any) -> None:
    assert find_sheet(paint(look=look(dpi=100))) is None


def test_find_sheet_frame_card_or_photo_on_paper_is_no_sheet() -> None:
    page = np.full((1169, 827, 3), 248, np.uint8)
    cv2.rectangle(page, (60, 60), (760, 1100), (40, 40, 180), 8)
    card = np.full((1169, 827, 3), 248, np.uint8)
    cv2.rectangle(card, (120, 150), (700, 520), (205, 225, 215), -1)

    assert find_sheet(page) is None
    assert find_sheet(card) is None


def test_find_sheet_shadow_across_the_page_cuts_nothing_off() -> None:
    page = sheet_of_text(827, 1169).astype(np.float64)
    page[:, :260] *= 0.55

    assert find_sheet(page.astype(np.uint8)) is None


@pytest.mark.parametrize("size", [(1, 1), (2, 900), (30, 20)])
def test_find_sheet_tiny_picture_has_none(size: tuple[int, int]) -> None:
    assert find_sheet(np.full((*size, 3), 200, np.uint8)) is None


CARD_CORNERS = [(310, 420), (590, 428), (586, 605), (306, 597)]


def card() -> Pixels:
    shown = np.full((540, 856, 3), 225, np.uint8)
    cv2.rectangle(shown, (40, 150), (260, 460), (110, 110, 110), -1)
    return shown


def test_find_sheet_small_card_is_believed_in_a_picture_of_a_camera_only() -> None:
    shown = photographed(card(), CARD_CORNERS)

    sheet = find_sheet(shown, by_camera=True)

    assert sheet is not None
    assert np.abs(sheet.corners - np.array(CARD_CORNERS)).max() < 6
    assert find_sheet(shown) is None


def test_laid_flat_small_card_tells_the_resolution_by_its_size() -> None:
    shown = photographed(card(), CARD_CORNERS)

    flat = laid_flat(RawPage(shown, 96, dpi_guessed=True))

    assert flat.dpi == pytest.approx(280 / 85.6 * 25.4, rel=0.03)


def test_laid_flat_two_cards_neither_is_cut_away() -> None:
    shown = photographed(card(), CARD_CORNERS)
    shown[800:980, 310:590] = cv2.resize(card(), (280, 180))

    flat = laid_flat(RawPage(shown, 96, dpi_guessed=True))

    assert flat.image.shape == shown.shape


def test_find_sheet_small_light_thing_that_is_no_card_is_left_alone() -> None:
    shown = np.full((1200, 900, 3), 80, np.uint8)
    shown[400:700, 300:560] = 240

    assert find_sheet(shown, by_camera=True) is None


def test_find_sheet_fingers_on_an_edge_hide_no_paper() -> None:
    corners = [(130, 140), (770, 140), (770, 1060), (130, 1060)]
    shown = photographed(sheet_of_text(), corners)
    cv2.ellipse(shown, (130, 600), (60, 110), 0, 0, 360, (110, 140, 190), -1)

    sheet = find_sheet(shown)

    assert sheet is not None
    assert np.abs(sheet.corners - np.array(corners)).max() < 14
