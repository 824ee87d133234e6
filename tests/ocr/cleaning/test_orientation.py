"""Quarter turns: found on papers, cards and pages with few lines; never invented."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import pytest
import zxingcpp

from ocr.cleaning.clean import Probe, clean
from ocr.cleaning.geometry import quarter_turned
from ocr.cleaning.orientation import Witnesses, find_turn, text_block, upright_evidence
from ocr.codes.find import upright_turn
from ocr.intake.decode import RawPage
from ocr.recognition.recognise import find_recogniser, probe_with

Pixels = npt.NDArray[np.uint8]
Draw = Callable[..., Pixels]

CARD = (
    "CĂN CƯỚC CÔNG DÂN",
    "Số / No.: 038196000123",
    "Họ và tên / Full name:",
    "TRẦN THỊ NGỌC ÁNH",
    "Ngày sinh / Date of birth: 12/04/1996",
    "Giới tính / Sex: Nữ   Quốc tịch: Việt Nam",
)
FEW_LINES = ("", "", "", "BIÊN BẢN BÀN GIAO", "Ngày 05 tháng 3 năm 2026", "Người nhận: Lê Văn Bình")
ALL_TURNS = pytest.mark.parametrize("turns", [0, 1, 2, 3])


def turned(image: Pixels, turns: int) -> Pixels:
    return np.ascontiguousarray(np.rot90(image, turns))


def gray_of(image: Pixels) -> Pixels:
    return cv2.cvtColor(image, cv2.COLOR_BGR2GRAY).astype(np.uint8)


def qr(text: str) -> Pixels:
    return np.array(zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode).to_image(scale=4))


def card(paint: Draw, look: Any, *, has_code: bool) -> Pixels:
    """A card with a frame, waves and a portrait, alone on a sheet."""
    drawn = paint(CARD, look(size_pt=7.0, width_mm=100, height_mm=62))
    drawn = cv2.resize(drawn, None, fx=0.85, fy=0.85, interpolation=cv2.INTER_AREA).astype(np.uint8)
    height, width = drawn.shape[:2]
    cv2.rectangle(drawn, (8, 8), (width - 8, height - 8), (120, 110, 90), 3)
    cv2.rectangle(drawn, (40, 260), (190, 480), (140, 120, 110), -1)
    for row in range(60, height - 40, 70):
        xs = np.arange(20, width - 20, 4)
        ys = row + 22 * np.sin(xs / 60.0 + row)
        points = np.stack((xs, ys), axis=1).astype(np.int32)
        cv2.polylines(drawn, [points], False, (215, 225, 210), 3)
    if has_code:
        picture = qr("038196000123||TRẦN THỊ NGỌC ÁNH")
        side = picture.shape[0]
        drawn[30 : 30 + side, width - 30 - side : width - 30] = picture[:, :, None]
    sheet = np.full((1500, 1300, 3), 252, np.uint8)
    sheet[300 : 300 + height, 150 : 150 + width] = drawn
    return sheet


@pytest.fixture(scope="module")
def probe(engine_present: None) -> Probe:
    return probe_with(find_recogniser())


@ALL_TURNS
def test_find_rotation_paper_needs_no_probe(paint: Draw, look: Any, turns: int) -> None:
    page = turned(gray_of(paint(look=look(dpi=150))), turns)

    assert find_turn(page, 150).turn_deg == (-90 * turns) % 360


@ALL_TURNS
def test_clean_card_with_code_is_turned_by_its_code(paint: Draw, look: Any, turns: int) -> None:
    page = turned(card(paint, look, has_code=True), turns)

    def unasked(_block: Pixels) -> float:
        raise AssertionError("the code tells")

    assert clean(RawPage(page, 300, dpi_guessed=False), unasked).rotation_deg == -90 * turns % 360


@pytest.mark.tesseract
@ALL_TURNS
def test_clean_card_without_code_is_turned_by_reading(
    probe: Probe, paint: Draw, look: Any, turns: int
) -> None:
    page = turned(card(paint, look, has_code=False), turns)

    assert clean(RawPage(page, 300, dpi_guessed=False), probe).rotation_deg == -90 * turns % 360


@pytest.mark.tesseract
@ALL_TURNS
def test_clean_few_lines_are_turned_by_reading(
    probe: Probe, paint: Draw, look: Any, turns: int
) -> None:
    page = turned(paint(FEW_LINES, look(dpi=200)), turns)

    assert clean(RawPage(page, 200, dpi_guessed=False), probe).rotation_deg == -90 * turns % 360


@pytest.mark.parametrize("score", [0.0, 5.0, 20.0])
def test_find_rotation_undecided_probe_leaves_the_page(
    paint: Draw, look: Any, score: float
) -> None:
    page = turned(gray_of(paint(look=look(dpi=150))), 2)

    assert find_turn(page, 150, Witnesses(probe=lambda _block: score)).turn_deg == 0


@pytest.mark.parametrize("lines", [(), ("Số 12",), ("HO TEN NHAN XE",) * 9])
def test_find_rotation_weak_evidence_alone_never_turns(
    paint: Draw, look: Any, lines: tuple[str, ...]
) -> None:
    page = gray_of(paint(lines, look(dpi=150)))

    assert find_turn(page, 150).turn_deg == 0


@pytest.mark.tesseract
@pytest.mark.parametrize("skew", [0.0, 4.0])
def test_find_rotation_upright_capitals_stay(
    probe: Probe, paint: Draw, look: Any, skew: float
) -> None:
    page = gray_of(paint(("HO TEN NGUOI NHAN XE MAY",) * 9, look(dpi=150, skew_deg=skew)))

    assert find_turn(page, 150, Witnesses(probe=probe)).turn_deg == 0


@pytest.mark.parametrize("code_turn", [90, 180, 270])
def test_find_rotation_sticker_put_on_askew_does_not_turn_a_paper(
    paint: Draw, look: Any, code_turn: int
) -> None:
    page = gray_of(paint(look=look(dpi=150)))

    assert find_turn(page, 150, Witnesses(code_turn=code_turn)).turn_deg == 0


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
def test_upright_turn_brings_the_code_upright(turns: int) -> None:
    sheet = np.full((600, 500), 255, np.uint8)
    picture = qr("H26.26-260305-0007")
    sheet[40 : 40 + picture.shape[0], 60 : 60 + picture.shape[1]] = picture

    assert upright_turn(turned(sheet, turns)) == -90 * turns % 360


def test_upright_turn_codes_that_disagree_or_none_tell_nothing() -> None:
    sheet = np.full((600, 500), 255, np.uint8)
    nothing = upright_turn(sheet)
    picture = qr("H26.26-260305-0007")
    other = np.rot90(picture)
    sheet[40 : 40 + picture.shape[0], 60 : 60 + picture.shape[1]] = picture
    sheet[340 : 340 + other.shape[0], 60 : 60 + other.shape[1]] = other

    assert nothing is None
    assert upright_turn(sheet) is None


def test_upright_evidence_has_the_sign_of_the_page(paint: Draw, look: Any) -> None:
    page = gray_of(paint(look=look(dpi=150)))

    upright, lines = upright_evidence(page, 150)
    upside_down, _ = upright_evidence(turned(page, 2), 150)

    assert upright > 0.3
    assert upside_down < -0.3
    assert lines >= 10


@pytest.mark.parametrize("shape", [(1, 1), (30, 400), (1754, 1240)])
def test_text_block_page_without_lines_is_empty(shape: tuple[int, int]) -> None:
    page = np.full(shape, 250, np.uint8)

    assert text_block(page, 150, page).size == 0


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("shape", [(5, 8), (5, 8, 3)])
def test_quarter_turned_turns_counter_clockwise(turn: int, shape: tuple[int, ...]) -> None:
    image = np.arange(np.prod(shape), dtype=np.uint8).reshape(shape)

    turned = quarter_turned(image, turn)

    assert np.array_equal(turned, np.rot90(image, turn // 90))
