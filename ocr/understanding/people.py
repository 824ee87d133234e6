"""Names of persons, and what an id says of the person beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from ocr.folding import fold, same_reading
from ocr.understanding.checked import Checked, ReferenceLists, doubted
from ocr.understanding.dates import parse_date, year_of
from ocr.understanding.personal_id import birth_year_of_id, is_personal_id, sex_of_id

_NAME = re.compile(r"[^\W\d_]+(?:[ '’.\-][^\W\d_]+)*\.?")
_SURNAMES = """
Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý An Ân Âu Bá Bạch Bàn
Bàng Bế Bành Biện Bồ Ca Cà Cao Cáp Cát Cầm Chẩu Châu Chế Chu Chung Chử Chương Cổ Công Cồ Cù
Cung Cư Cứ Danh Diệp Diêu Doãn Dư Dung Đàm Đan Đào Đậu Đèo Điền Điêu Điểu Đinh Đoàn Đồng
Đổng Đới Đường Đái Giang Giàng Giáp Hà Hạ Hán Hàn Hạng Hầu Hậu Hình Hoa Hòa Hờ Hứa Hùng Hỏa
Kha Khà Khâu Khiếu Khổng Khúc Khuất Khương Kiên Kiều Kim Kinh La Lã Lạc Lại Lai Lam Lâm Lầu
Lăng Lò Lô Lỗ Lộ Lộc Lư Lữ Lục Lường Lương Lưu Lù Lùng Ma Mã Mạc Mạch Mai Mạnh Mẫn Mâu Mông
Mùa Nghê Nghiêm Ngụy Nhan Nhâm Nhữ Ninh Nông Nùng Ngải Ôn Ông Phàn Phí Phó Phù Phú Phùng
Phương Quách Quan Quản Quàng Quang Quảng Quế Quốc Sái Sầm Sơn Sùng Sử Tạ Tào Tăng Tẩn Tất
Thạch Thái Thẩm Thân Thang Thào Thi Thiều Tiêu Tiết Tô Tôn Tòng Tống Trà Trang Tráng Trịnh
Triệu Trình Trưng Trương Từ Tưởng Ty Ung Ứng Uông Văn Vàng Vi Viên Vì Việt Vừ Vương Vù Xa
Xồng Y Yên
"""
"""Family names of the Kinh and of other peoples whose names are written in Vietnamese."""


@lru_cache(maxsize=1)
def _surnames_by_letters() -> Mapping[str, tuple[str, ...]]:
    """Family names by their folded letters."""
    found: dict[str, tuple[str, ...]] = {}
    for surname in _SURNAMES.split():
        found[fold(surname)] = (*found.get(fold(surname), ()), surname)
    return found


_OFFICE = re.compile(
    r"\b(?:nguoi|chu tich|truong phong|pho phong|can bo|uy ban|bo phan|cong chung|giam doc)\b"
)
"""Words of an office or a role, which stand where names do and are none."""


def check_name(text: str, _lists: ReferenceLists) -> Checked:
    """Normalise the name of a person; the place of a tone stays as typed.

    A family name that nobody bears with these marks but many bear with others ("Nguyên") is
    doubted. Names outside the list, as many peoples of the country have, pass.
    """
    value = _title_case(text.rstrip("."))
    is_shaped = _NAME.fullmatch(value) and 2 <= len(value) <= 100 and " " in value
    if not is_shaped or _OFFICE.search(fold(value)):
        return Checked(value, "name.shape")
    others = tuple(_with_known_surname(value))
    return doubted(value, "name.surname_marks", others) if others else Checked(value)


def _title_case(name: str) -> str:
    """Name written in capitals as names are stored: "NGUYỄN VĂN AN" is "Nguyễn Văn An"."""
    return " ".join(word.capitalize() for word in name.split()) if name.isupper() else name


def _with_known_surname(name: str) -> Iterator[str]:
    first, _, rest = name.partition(" ")
    listed = _surnames_by_letters().get(fold(first), ())
    if first not in listed and not any(same_reading(first, surname) for surname in listed):
        for surname in listed:
            yield f"{surname} {rest}"


def same_name(first: str, second: str) -> bool:
    """Whether two names are the same but for case, spaces and the place of tones."""
    return same_reading(first, second)


def check_person(personal_id: str, birth_date: str, sex: str) -> str:
    """Compare an id with the birth date and sex beside it.

    Args:
        personal_id: Checked value; only twelve digits are compared.
        birth_date: dd/mm/yyyy, mm/yyyy or yyyy, or "" when unknown.
        sex: "Nam" or "Nữ", or "" when unknown.

    Returns:
        "personal_id.sex", "personal_id.birth_year" or "" when nothing contradicts.

    Source: Nghị định 70/2024/NĐ-CP, structure of the personal identification number.
    """
    if not is_personal_id(personal_id):
        return ""
    if sex and sex != sex_of_id(personal_id):
        return "personal_id.sex"
    year = _real_year(birth_date)
    if year and year != birth_year_of_id(personal_id):
        return "personal_id.birth_year"
    return ""


def _real_year(birth_date: str) -> int | None:
    if birth_date.count("/") == 2 and parse_date(birth_date) is None:
        return None
    return year_of(birth_date)
