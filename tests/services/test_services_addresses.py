from __future__ import annotations

import pytest

from app.catalog.load import load_catalog
from app.domain.manifest import PresentAddress
from app.services.addresses import present_addresses


@pytest.mark.parametrize(
    ("text", "commune", "province", "code"),
    [
        ("Thôn 2, xã Phù Cát, huyện Phù Cát, tỉnh Bình Định", "xã Phù Cát", "Gia Lai", "52"),
        ("Thôn 1, xã Gio Linh, tỉnh Quảng Trị", "xã Gio Linh", "Quảng Trị", "44"),
        ("Số 5, phường Bến Thành, TP.HCM", "phường Bến Thành", "Hồ Chí Minh", "79"),
    ],
)
def test_present_addresses_of_a_card_stand_beside_the_printed_text(
    text: str, commune: str, province: str, code: str
) -> None:
    key = "cccd_front#2:residence"

    found = present_addresses(load_catalog(), {key: text})

    assert found == (PresentAddress(key, commune, province, code),)


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("cccd_front:residence", "Tokyo"),
        ("cccd_front:residence", ""),
        ("cccd_front:full_name", "xã Phù Cát, tỉnh Bình Định"),
        ("paper:residence", "xã Phù Cát, tỉnh Bình Định"),
        ("residence", "xã Phù Cát, tỉnh Bình Định"),
    ],
)
def test_present_addresses_of_anything_else_are_left_out(key: str, text: str) -> None:
    assert present_addresses(load_catalog(), {key: text}) == ()
