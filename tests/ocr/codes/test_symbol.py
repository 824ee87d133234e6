from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt
import pytest
import zxingcpp

from ocr.codes.find import find_codes
from ocr.codes.finders import Finder, finders
from ocr.codes.grid import straightened
from ocr.codes.symbol import symbols, symbols_at

Pixels = npt.NDArray[np.uint8]
SLIP = "H56.14-240823-0001|1.001612|038201004567|Giấy tiếp nhận hồ sơ"
_EDGE = 60
_PX = 6


def drawn(text: str = SLIP, level: str = "M") -> tuple[Pixels, int]:
    """A symbol on white paper, and its modules along one side."""
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level=level)
    modules = np.array(code.to_image(scale=1, add_quiet_zones=False))
    large = np.maximum(np.kron(modules, np.ones((_PX, _PX), np.uint8)), 20)
    return np.pad(large, _EDGE, constant_values=250).astype(np.uint8), modules.shape[0]


def coloured(gray: Pixels) -> Pixels:
    return np.asarray(cv2.cvtColor(gray, cv2.COLOR_GRAY2BGR), dtype=np.uint8)


def on_page(gray: Pixels) -> Pixels:
    page = np.full((900, 1100), 250, np.uint8)
    page[100 : 100 + gray.shape[0], 300 : 300 + gray.shape[1]] = gray
    return page


def without_corner(gray: Pixels, corner: int) -> Pixels:
    """`gray` with one finder pattern torn away: 0 upper left, 1 upper right, 2 lower left."""
    torn, lost = gray.copy(), _EDGE + 7 * _PX
    rows = slice(-lost, None) if corner == 2 else slice(0, lost)
    columns = slice(-lost, None) if corner == 1 else slice(0, lost)
    torn[rows, columns] = 250
    return torn


def turned(gray: Pixels, angle: float) -> Pixels:
    height, width = gray.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 0.95)
    return np.asarray(cv2.warpAffine(gray, matrix, (width, height), borderValue=250), np.uint8)


@pytest.mark.parametrize("angle", [0.0, 7.0, 45.0, 180.0])
def test_finders_of_symbol_stand_in_three_corners(angle: float) -> None:
    gray, modules = drawn()

    found = finders(turned(gray, angle))

    assert len(found) == 3
    assert [finder.module_px for finder in found] == pytest.approx([0.95 * _PX] * 3, rel=0.08)
    middle = gray.shape[0] / 2
    far = 0.95 * _PX * (modules / 2 - 3.5) * np.sqrt(2.0)
    away = [np.hypot(finder.x - middle, finder.y - middle) for finder in found]
    assert away == pytest.approx([far] * 3, abs=3.0)


def test_finders_stroke_over_the_frame_does_no_harm() -> None:
    gray, _ = drawn()
    cv2.line(gray, (20, _EDGE), (_EDGE + 40, _EDGE - 4), 20, 9)

    found = finders(gray)

    assert len(found) == 3


def test_finders_of_print_and_blank_paper_are_none() -> None:
    text = np.full((200, 300), 250, np.uint8)
    cv2.putText(text, "Ho so 0869", (10, 120), 0, 1.6, 20, 4)

    assert finders(text) == ()
    assert finders(np.full((60, 60), 250, np.uint8)) == ()


def test_symbols_at_whole_symbol_tells_modules_and_corners() -> None:
    gray, modules = drawn()

    best = symbols_at(gray)[0]

    near, far = _EDGE, _EDGE + modules * _PX
    assert best.modules == modules
    expected = [[near, near], [far, near], [far, far], [near, far]]
    np.testing.assert_allclose(best.corners, expected, atol=3.0)


def test_symbols_of_one_finder_or_unlike_ones_are_none() -> None:
    gray, _ = drawn()
    first = Finder(80.0, 80.0, 6.0)

    assert symbols(gray, ()) == ()
    assert symbols(gray, (first,)) == ()
    assert symbols(gray, (first, Finder(250.0, 80.0, 14.0))) == ()


@pytest.mark.parametrize("corner", [0, 1, 2])
@pytest.mark.parametrize("angle", [0.0, 4.0])
def test_find_codes_finder_pattern_torn_away_is_read(corner: int, angle: float) -> None:
    page = on_page(turned(without_corner(drawn(level="H")[0], corner), angle))

    codes = find_codes(coloured(page), page)

    assert [code.text for code in codes] == [SLIP]


def test_find_codes_light_on_dark_is_read() -> None:
    gray, _ = drawn()
    page = on_page(np.asarray(255 - gray, dtype=np.uint8))

    codes = find_codes(coloured(page), page)

    assert [code.text for code in codes] == [SLIP]


@pytest.mark.parametrize("kept", [0.65, 0.8])
def test_find_codes_code_cut_at_the_margin_is_not_invented(kept: float) -> None:
    page = on_page(drawn()[0])
    cut = np.ascontiguousarray(page[:, 300 + _EDGE + round((1 - kept) * 37 * _PX) :])

    codes = find_codes(coloured(cut), cut)

    assert codes == ()


def creased(gray: Pixels, column: int, gap: int) -> Pixels:
    """`gray` pulled apart by `gap` pixels at an upright crease in a narrow shade."""
    middle = np.repeat(gray[:, column : column + 1], gap, axis=1)
    pulled = np.hstack((gray[:, :column], middle, gray[:, column:-gap])).astype(np.float32)
    away = (np.arange(pulled.shape[1]) - column - gap / 2) / 9.0
    return np.asarray(pulled * (1.0 - 0.45 * np.exp(-(away**2)))[None], dtype=np.uint8)


@pytest.mark.parametrize("turns", [0, 1])
def test_straightened_crease_wider_than_a_module_is_followed(turns: int) -> None:
    gray, modules = drawn()
    sheet = np.pad(gray, ((0, 0), (0, 20)), constant_values=250)
    bent = np.ascontiguousarray(np.rot90(creased(sheet, _EDGE + 18 * _PX + 2, 7), turns))

    best = next(symbol for symbol in symbols_at(bent) if symbol.modules == modules)
    read = {
        code.text
        for drawing in straightened(bent, best.corners, modules)
        for code in zxingcpp.read_barcodes(drawing, text_mode=zxingcpp.TextMode.Plain)
    }

    assert read == {SLIP}


def test_straightened_place_without_symbol_draws_nothing() -> None:
    noise = np.random.default_rng(3).integers(0, 256, (320, 320), np.uint8)
    corners = np.array([[40, 40], [280, 40], [280, 280], [40, 280]], np.float32)

    assert list(straightened(noise, corners, 33)) == []
