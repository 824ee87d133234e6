"""Persons side by side with labels of their own."""

from __future__ import annotations

from collections.abc import Sequence

from app.catalog.load import load_catalog
from ocr.understanding.fields import extract_fields
from tests.ocr.page_layout import lay_out

CATALOG = load_catalog()
LEASE = (
    "BÊN CHO THUÊ (BÊN A)                          BÊN THUÊ (BÊN B)",
    "Ông/Bà: Võ Kim Thủy                           Ông/Bà: Trần Ngọc Duyên",
    "Sinh ngày: 15/07/1980                         Sinh ngày: 06/12/1974",
    "Nơi cư trú: Xóm Mới, xã Đông Anh, thành phố   Nơi cư trú: Thôn 6, xã Sóc Sơn, thành phố",
    "Hà Nội                                        Hà Nội",
    "Điện thoại: 0900000468                        Điện thoại: 0900000191",
    "      Hai bên thỏa thuận ký kết hợp đồng với các điều khoản sau đây:",
    "Điều 1. Bên A đồng ý cho bên B thuê toàn bộ mặt bằng có diện tích 273,8 m² tại Số 12",
)
OPINIONS = (
    "Ý KIẾN CỦA CHỦ HỘ (3)     Ý KIẾN CỦA CHỦ SỞ         Ý KIẾN CỦA CHA, MẸ        NGƯỜI KÊ KHAI",
    "                          HỮU CHỖ Ở HỢP PHÁP        HOẶC NGƯỜI GIÁM HỘ",
    "Họ và tên: Nguyễn Minh    Họ và tên:                Họ và tên:                Họ và tên: Hồ",
    "Dũng                                                                          Thị Quỳnh",
    "Số định danh cá nhân:     Số định danh cá nhân:     Số định danh cá nhân:",
    "044081916916",
)


def texts(lines: Sequence[str], paper: str) -> dict[str, str]:
    entries = extract_fields(lay_out(lines), CATALOG.paper(paper))
    return {entry.definition.name: entry.found.text for entry in entries}


def test_extract_fields_parties_side_by_side_are_kept_apart() -> None:
    values = texts(LEASE, "contract")

    assert values["party_a.full_name"] == "Võ Kim Thủy"
    assert values["party_b.full_name"] == "Trần Ngọc Duyên"
    assert values["party_b.birth_date"] == "06/12/1974"
    assert values["party_a.residence"] == "Xóm Mới, xã Đông Anh, thành phố Hà Nội"
    assert values["party_b.residence"] == "Thôn 6, xã Sóc Sơn, thành phố Hà Nội"


def test_extract_fields_text_below_the_columns_is_not_swallowed() -> None:
    values = texts(LEASE, "contract")

    assert values["party_a.phone"] == "0900000468"
    assert values["party_b.phone"] == "0900000191"


def test_extract_fields_narrow_columns_of_opinions_follow_their_heads() -> None:
    values = texts(OPINIONS, "residence_change_declaration")

    assert values["head_opinion.full_name"] == "Nguyễn Minh Dũng"
    assert values["head_opinion.personal_id"] == "044081916916"
    assert values["house_owner.full_name"] == ""
    assert values["guardian.personal_id"] == ""


def test_extract_fields_columns_in_the_other_order_follow_their_heads() -> None:
    head = "BÊN THUÊ (BÊN B)                              BÊN CHO THUÊ (BÊN A)"

    values = texts([head, *LEASE[1:]], "contract")

    assert values["party_b.full_name"] == "Võ Kim Thủy"
    assert values["party_a.full_name"] == "Trần Ngọc Duyên"


def test_extract_fields_one_person_below_the_other_is_read_as_before() -> None:
    left = [line[:46].strip() for line in LEASE[:6]]
    right = [line[46:].strip() for line in LEASE[:6]]

    values = texts([*left, *right], "contract")

    assert values["party_a.full_name"] == "Võ Kim Thủy"
    assert values["party_b.full_name"] == "Trần Ngọc Duyên"
    assert values["party_b.phone"] == "0900000191"
