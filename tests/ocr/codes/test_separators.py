"""What is looked for on a page before it is read."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
import zxingcpp
from numpy.typing import NDArray

from ocr.codes.find import CodeReadingFailed
from ocr.codes.patch import PatchKind
from ocr.codes.separators import Wanted, find_separators

Pixels = NDArray[np.uint8]
QR = zxingcpp.BarcodeFormat.QRCode
ALL = Wanted(patches=True, bars=True, matrix=True)


def page_with(kind: zxingcpp.BarcodeFormat, text: str, pitch: int) -> Pixels:
    made = zxingcpp.create_barcode(text, kind)
    small = np.asarray(made.to_image(scale=1, add_quiet_zones=False))
    code = np.kron(small, np.ones((pitch, pitch), np.uint8))
    gray = np.full((2339, 1654), 255, np.uint8)
    gray[150 : 150 + code.shape[0], 200 : 200 + code.shape[1]] = code
    return np.repeat(gray[:, :, None], 3, axis=2)


def texts(colour: Pixels, wanted: Wanted = ALL) -> list[str]:
    return [code.text for code in find_separators(colour, wanted).codes]


def test_find_separators_qr_is_found_with_its_place() -> None:
    colour = page_with(zxingcpp.BarcodeFormat.QRCode, "SOHOA1:C:X", 8)

    (code,) = find_separators(colour, Wanted()).codes

    assert code.text == "SOHOA1:C:X"
    assert abs(code.box[0] - 200) < 8
    assert abs(code.box[1] - 150) < 8


@pytest.mark.parametrize(
    ("kind", "pitch"),
    [
        (zxingcpp.BarcodeFormat.Code128, 4),
        (zxingcpp.BarcodeFormat.Code39, 4),
        (zxingcpp.BarcodeFormat.DataMatrix, 8),
    ],
)
def test_find_separators_other_codes_are_found_where_wanted(
    kind: zxingcpp.BarcodeFormat, pitch: int
) -> None:
    colour = page_with(kind, "TACH-01", pitch)

    assert texts(colour) == ["TACH-01"]


def test_find_separators_data_matrix_under_grey_ink_is_read_where_it_lies() -> None:
    gray = page_with(zxingcpp.BarcodeFormat.DataMatrix, "TACH-01", 10)[:, :, 0].copy()
    ink = np.full_like(gray, 255)
    cv2.putText(ink, "DA THU PHI", (120, 260), 0, 2.0, 90, 16)
    cv2.circle(ink, (270, 230), 60, 110, -1)
    cv2.line(ink, (160, 330), (380, 150), 60, 7)
    colour = np.repeat(np.minimum(gray, ink)[:, :, None], 3, axis=2)

    (code,) = find_separators(colour, ALL).codes

    assert code.text == "TACH-01"
    assert 150 < code.box[0] < 250
    assert 100 < code.box[1] < 200


def test_find_separators_large_code_on_a_slip_without_a_corner_is_read() -> None:
    """One finder pattern is gone; the code is so large that it is seen in parts."""
    text = "SOHOA1:C:000.17.22.H56-260608-10979:1.001193:54AA"
    made = zxingcpp.create_barcode(text, QR, ec_level="L")
    small = np.asarray(made.to_image(scale=1, add_quiet_zones=False))
    gray = np.full((1240, 1748), 248, np.uint8)
    code = np.kron(small, np.ones((12, 12), np.uint8))
    gray[140 : 140 + code.shape[0], 140 : 140 + code.shape[1]] = np.maximum(code, 10)
    cv2.circle(gray, (150, 185), 36, 60, -1)

    colour = np.repeat(gray[:, :, None], 3, axis=2)

    assert texts(colour, Wanted()) == [text]


def test_find_separators_bars_not_wanted_are_not_read() -> None:
    colour = page_with(zxingcpp.BarcodeFormat.Code128, "TACH-01", 4)

    assert texts(colour, Wanted()) == []


def test_find_separators_patches_not_wanted_are_not_read() -> None:
    colour = np.full((1754, 1240, 3), 255, np.uint8)
    for start, end in ((60, 72), (84, 114), (126, 138), (150, 180)):
        colour[start:end, 400:700] = 0

    (patch,) = find_separators(colour, Wanted()).patches
    assert patch.kinds == (PatchKind.PATCH_T,)
    assert find_separators(colour, Wanted(patches=False)).patches == ()


@pytest.mark.parametrize("shape", [(10, 10), (10, 10, 4), (0, 10, 3)])
def test_find_separators_no_picture_is_refused(shape: tuple[int, ...]) -> None:
    with pytest.raises(CodeReadingFailed):
        find_separators(np.zeros(shape, np.uint8), ALL)


def test_find_separators_smallest_picture_gives_nothing() -> None:
    found = find_separators(np.zeros((1, 1, 3), np.uint8), ALL)

    assert (found.codes, found.patches) == ((), ())
