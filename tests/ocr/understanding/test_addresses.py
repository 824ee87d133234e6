from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr.understanding.addresses import normalise_address
from ocr.understanding.forms import ValueKind
from ocr.understanding.validate import check_value
from ocr.words import nfc
from tests.ocr.understanding.reference_lists import LISTS

PROVINCES = LISTS.provinces


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("Thôn 1, xã Hoằng Tiến, tỉnh Thanh Hóa", ""),
        ("Thôn 1, Hoằng Tiến, Hoằng Hóa, Thanh Hoá", ""),
        ("Số 5, phường Bến Thành, TP. Hồ Chí Minh", ""),
        ("Số 5, phường Bến Thành, TP.HCM", ""),
        ("Phường 1, Vũng Tàu, Bà Rịa-Vũng Tàu", ""),
        ("Bệnh viện đa khoa khu vực số 9", ""),
        ("Ấp 3, xã Tân Hòa, tỉnh Tiên Giang", "address.province_unknown"),
        ("Thôn 2, thành phố Hà Nội TRƯỞNG PHÒNG", "address.province_unknown"),
    ],
)
def test_check_value_address_stays_as_printed(text: str, problem: str) -> None:
    checked = check_value(ValueKind.ADDRESS, text, LISTS)

    assert (checked.value, checked.problem) == (text, problem)


def test_check_value_misread_province_offers_the_near_ones() -> None:
    checked = check_value(ValueKind.ADDRESS, "Ấp 3, xã Tân Hòa, tỉnh Tiên Giang", LISTS)

    assert checked.alternatives == ("Ấp 3, xã Tân Hòa, tỉnh Tiền Giang",)


@pytest.mark.parametrize(
    ("text", "commune", "district", "printed", "now", "code"),
    [
        (
            "Thôn 1, xã Hoằng Tiến, huyện Hoằng Hóa, tỉnh Thanh Hóa",
            "xã Hoằng Tiến",
            "huyện Hoằng Hóa",
            "Thanh Hóa",
            "Thanh Hóa",
            "38",
        ),
        ("Thôn 1, xã Gio Linh, tỉnh Quảng Trị", "xã Gio Linh", "", "Quảng Trị", "Quảng Trị", "44"),
        ("xã Phù Cát, tỉnh Bình Định", "xã Phù Cát", "", "Bình Định", "Gia Lai", "52"),
        (
            "Hoằng Tiến, Hoằng Hóa, Thanh Hoá",
            "Hoằng Tiến",
            "Hoằng Hóa",
            "Thanh Hóa",
            "Thanh Hóa",
            "38",
        ),
        ("Thôn 1, Hoằng Tiến, Thanh Hóa", "Hoằng Tiến", "", "Thanh Hóa", "Thanh Hóa", "38"),
        (
            "Thôn 1 xã Hoằng Tiến huyện Hoằng Hóa tỉnh Thanh Hóa",
            "xã Hoằng Tiến",
            "huyện Hoằng Hóa",
            "Thanh Hóa",
            "Thanh Hóa",
            "38",
        ),
        (
            "Số 5, phường Bến Thành, Quận 1, TP.HCM",
            "phường Bến Thành",
            "Quận 1",
            "Hồ Chí Minh",
            "Hồ Chí Minh",
            "79",
        ),
        ("phường 1, Bà Rịa-Vũng Tàu", "phường 1", "", "Bà Rịa - Vũng Tàu", "Hồ Chí Minh", "79"),
        ("Tokyo", "Tokyo", "", "", "", ""),
    ],
)
def test_normalise_address_table(
    text: str, commune: str, district: str, printed: str, now: str, code: str
) -> None:
    address = normalise_address(text, PROVINCES)

    assert address.printed == text
    assert (address.commune, address.district) == (commune, district)
    assert (address.province_printed, address.province_now) == (printed, now)
    assert address.province_code == code


@given(st.text(max_size=60))
def test_normalise_address_any_text_keeps_it_as_printed(text: str) -> None:
    address = normalise_address(text, PROVINCES)

    assert address.printed == nfc(text).strip()
    assert all(level in address.printed for level in address.levels)
