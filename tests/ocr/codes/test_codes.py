from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt
import pytest
import zxingcpp

from ocr.codes.find import CodeReadingFailed, find_codes
from ocr.codes.grid import straightened
from ocr.codes.places import code_places
from ocr.reading import CodeKind

Pixels = npt.NDArray[np.uint8]
CARD = "038201004567||Nguyễn Văn An|15032001|Nam|Số 1, phường Hạc Thành, tỉnh Thanh Hóa|01012022"


def page_with(text: str, kind: zxingcpp.BarcodeFormat, scale: int = 4) -> tuple[Pixels, Pixels]:
    symbol = np.array(zxingcpp.create_barcode(text, kind).to_image(scale=scale))
    gray = np.full((900, 1100), 255, np.uint8)
    gray[120 : 120 + symbol.shape[0], 60 : 60 + symbol.shape[1]] = symbol
    return np.asarray(cv2.cvtColor(gray, cv2.COLOR_GRAY2BGR), dtype=np.uint8), gray


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        (CARD, zxingcpp.BarcodeFormat.QRCode, CodeKind.QR),
        ("H56.14-240823-0001", zxingcpp.BarcodeFormat.Code128, CodeKind.CODE128),
        ("H56.14-240823-0001", zxingcpp.BarcodeFormat.Code39, CodeKind.CODE39),
        ("H56.14-240823-0001", zxingcpp.BarcodeFormat.DataMatrix, CodeKind.DATA_MATRIX),
    ],
)
def test_find_codes_drawn_code_is_read_with_its_place(
    text: str, kind: zxingcpp.BarcodeFormat, expected: CodeKind
) -> None:
    colour, gray = page_with(text, kind, scale=2)

    codes = find_codes(colour, gray)

    assert [(code.kind, code.text) for code in codes] == [(expected, text)]
    x0, y0, x1, y1 = codes[0].box
    assert 60 <= x0 < x1 <= 1100
    assert 120 <= y0 < y1 <= 900


@pytest.mark.parametrize("angle", [90, 180, 270, 33])
def test_find_codes_turned_page_is_read(angle: int) -> None:
    _, gray = page_with(CARD, zxingcpp.BarcodeFormat.QRCode)
    turn = cv2.getRotationMatrix2D((550, 450), angle, 0.9)
    turned = np.asarray(cv2.warpAffine(gray, turn, (1100, 900), borderValue=255), dtype=np.uint8)
    colour = np.asarray(cv2.cvtColor(turned, cv2.COLOR_GRAY2BGR), dtype=np.uint8)

    codes = find_codes(colour, turned)

    assert [code.text for code in codes] == [CARD]


def test_find_codes_red_seal_over_code_is_read_in_red_channel() -> None:
    colour, _ = page_with(CARD, zxingcpp.BarcodeFormat.QRCode)
    cv2.circle(colour, (200, 260), 140, (40, 40, 255), 60)
    cv2.circle(colour, (200, 260), 30, (40, 40, 255), -1)
    dark = np.where(page_with(CARD, zxingcpp.BarcodeFormat.QRCode)[1] < 128)
    colour[dark] = (0, 0, 0)
    gray = np.asarray(cv2.cvtColor(colour, cv2.COLOR_BGR2GRAY), dtype=np.uint8)

    codes = find_codes(colour, gray)

    assert [code.text for code in codes] == [CARD]


def test_find_codes_two_cards_come_from_top_to_bottom() -> None:
    first, second = CARD, CARD.replace("038201004567", "038301004567")
    gray = np.full((1100, 900), 255, np.uint8)
    for text, top in ((second, 600), (first, 100)):
        symbol = np.array(
            zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode).to_image(scale=4)
        )
        gray[top : top + symbol.shape[0], 80 : 80 + symbol.shape[1]] = symbol
    colour = np.asarray(cv2.cvtColor(gray, cv2.COLOR_GRAY2BGR), dtype=np.uint8)

    codes = find_codes(colour, gray)

    assert [code.text for code in codes] == [first, second]


def test_find_codes_blank_or_tiny_page_gives_nothing() -> None:
    for shape in ((300, 300), (1, 1), (2, 500)):
        gray = np.full(shape, 255, np.uint8)

        assert find_codes(np.full((*shape, 3), 255, np.uint8), gray) == ()


def test_find_codes_wrong_shape_is_refused() -> None:
    gray = np.full((50, 60), 255, np.uint8)

    with pytest.raises(CodeReadingFailed):
        find_codes(np.full((60, 50, 3), 255, np.uint8), gray)
    with pytest.raises(CodeReadingFailed):
        find_codes(np.full((50, 60, 3), 255, np.uint8), gray.astype(np.float32))


def coloured(gray: Pixels) -> Pixels:
    return np.asarray(cv2.cvtColor(gray, cv2.COLOR_GRAY2BGR), dtype=np.uint8)


def folded(gray: Pixels, crease: int) -> Pixels:
    """`gray` with three pixels lost at `crease` and the part below slipped to the right."""
    lower = np.roll(gray[crease + 3 :], 3, axis=1)
    pulled = np.vstack((gray[:crease], lower, np.full((3, gray.shape[1]), 255, np.uint8)))
    pulled[crease - 2 : crease + 2] = pulled[crease - 2 : crease + 2] // 2 + 60
    return np.asarray(pulled, dtype=np.uint8)


def test_find_codes_blue_stamp_over_code_is_read_without_ink() -> None:
    colour, gray = page_with(CARD, zxingcpp.BarcodeFormat.QRCode)
    for row in range(130, 320, 36):
        cv2.line(colour, (60, row), (340, row + 20), (170, 60, 40), 14)
    colour[gray < 128] = (22, 22, 22)
    gray = np.asarray(cv2.cvtColor(colour, cv2.COLOR_BGR2GRAY), dtype=np.uint8)

    codes = find_codes(colour, gray)

    assert [code.text for code in codes] == [CARD]


@pytest.mark.parametrize("turns", [0, 1, 2])
def test_find_codes_folded_paper_is_read_with_its_place(turns: int) -> None:
    _, flat = page_with(CARD, zxingcpp.BarcodeFormat.QRCode, scale=6)
    gray = np.ascontiguousarray(np.rot90(folded(flat, 260), turns))

    codes = find_codes(coloured(gray), gray)

    assert [code.text for code in codes] == [CARD]
    x0, y0, x1, y1 = codes[0].box
    dark = np.argwhere(gray < 60)
    middle = (dark.min(axis=0) + dark.max(axis=0)) / 2
    assert y0 < middle[0] < y1
    assert x0 < middle[1] < x1


def test_find_codes_blurred_small_modules_are_read() -> None:
    _, gray = page_with(CARD, zxingcpp.BarcodeFormat.QRCode, scale=4)
    soft = np.asarray(cv2.GaussianBlur(gray, (0, 0), 2.3), dtype=np.uint8)

    codes = find_codes(coloured(soft), soft)

    assert [code.text for code in codes] == [CARD]


def test_find_codes_code_torn_beyond_repair_gives_nothing() -> None:
    _, gray = page_with(CARD, zxingcpp.BarcodeFormat.QRCode, scale=4)
    noise = np.random.default_rng(5).integers(0, 2, (100, 100), np.uint8) * 255
    gray[150:250, 110:210] = noise

    codes = find_codes(coloured(gray), gray)

    assert codes == ()


def test_find_codes_damaged_codes_never_give_another_text() -> None:
    _, drawn = page_with(CARD, zxingcpp.BarcodeFormat.QRCode, scale=4)
    rng = np.random.default_rng(9)
    texts = set()
    for _ in range(12):
        gray = drawn.copy()
        x, y = rng.integers(60, 180, 2)
        gray[y + 60 : y + 60 + int(rng.integers(20, 60)), x : x + 40] = 255
        texts |= {code.text for code in find_codes(coloured(gray), gray)}

    assert texts <= {CARD}


def test_code_places_of_code_is_found_and_print_is_not() -> None:
    _, page = page_with(CARD, zxingcpp.BarcodeFormat.QRCode, scale=5)
    sheet = np.full((3000, 2200), 255, np.uint8)
    sheet[200 : 200 + page.shape[0], 600 : 600 + page.shape[1]] = page
    text = np.full((3000, 2200), 255, np.uint8)
    for y in range(300, 2700, 75):
        cv2.putText(text, "Giay tiep nhan ho so va hen", (200, y), 0, 2.0, 20, 5)

    (place, *_) = code_places(sheet)

    assert place[0] < 700 < place[2]
    assert place[1] < 400 < place[3]
    assert code_places(text) == ()


def test_straightened_flat_symbol_is_drawn_as_it_is() -> None:
    code = zxingcpp.create_barcode("H56.14-240823-0001", zxingcpp.BarcodeFormat.QRCode)
    modules = np.array(code.to_image(scale=1, add_quiet_zones=False))
    side = modules.shape[0]
    gray = np.pad(np.kron(modules, np.ones((6, 6), np.uint8)), 30, constant_values=255)
    far = 30 + side * 6
    corners = np.array([[30, 30], [far, 30], [far, far], [30, far]], np.float32)

    drawings = list(straightened(gray.astype(np.uint8), corners, side))

    for drawing in drawings:
        cells = drawing[::4, ::4][4:-4, 4:-4]
        np.testing.assert_array_equal(cells > 128, modules > 128)
