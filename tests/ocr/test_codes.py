from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt
import pytest
import zxingcpp

from ocr.codes import CodeReadingFailed, find_codes
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
