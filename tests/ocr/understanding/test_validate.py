from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr.understanding.forms import ValueKind
from ocr.understanding.validate import (
    NO_EXPIRY,
    Province,
    ReferenceLists,
    birth_year_of_id,
    check_person,
    check_tax_code,
    check_value,
    parse_date,
    sex_of_id,
    strip_leaders,
)
from ocr.words import nfc

LISTS = ReferenceLists(
    provinces=(
        Province("01", "Hà Nội", "01", "Hà Nội"),
        Province("38", "Thanh Hóa", "38", "Thanh Hóa"),
        Province("45", "Quảng Trị", "44", "Quảng Trị"),
    ),
    ethnic_groups=("Kinh", "Mông", "Mông (Hmông)", "Ê Đê"),
    nationalities=("Việt Nam",),
)


@pytest.mark.parametrize(
    ("text", "value", "problem"),
    [
        ("038201004567", "038201004567", ""),
        ("038 201 004 567", "038201004567", ""),
        ("O382O1OO4567", "038201004567", ""),
        ("Căn cước công dân số 038201004567, Cục Cảnh sát cấp", "038201004567", ""),
        ("045201004567", "045201004567", ""),
        ("173456789", "173456789", "personal_id.old_card"),
        ("03820100456", "03820100456", "personal_id.length"),
        ("0382010045678", "0382010045678", "personal_id.length"),
        ("099201004567", "099201004567", "personal_id.province_unknown"),
        ("138201004567", "138201004567", "personal_id.province_unknown"),
        ("không có", "không có", "personal_id.not_digits"),
    ],
)
def test_check_value_personal_id_table(text: str, value: str, problem: str) -> None:
    checked = check_value(ValueKind.PERSONAL_ID, text, LISTS)

    assert (checked.value, checked.problem) == (value, problem)


def test_check_value_closed_province_is_no_problem() -> None:
    province = LISTS.provinces[2]

    assert province.is_closed
    assert check_value(ValueKind.PERSONAL_ID, "045201004567", LISTS).problem == ""


@given(st.integers(1900, 2199), st.sampled_from(["Nam", "Nữ"]), st.integers(0, 999_999))
def test_check_person_built_id_agrees_with_its_own_year_and_sex(
    year: int, sex: str, tail: int
) -> None:
    digit = 2 * (year // 100 - 19) + (sex == "Nữ")
    personal_id = f"038{digit}{year % 100:02d}{tail:06d}"

    assert check_person(personal_id, f"01/02/{year}" if year < 2150 else "", sex) == ""
    assert birth_year_of_id(personal_id) == year
    assert sex_of_id(personal_id) == sex
    other = "Nam" if sex == "Nữ" else "Nữ"
    assert check_person(personal_id, "", other) == "personal_id.sex"


def test_check_person_other_birth_year_is_found() -> None:
    assert check_person("038201004567", "15/03/2002", "Nam") == "personal_id.birth_year"
    assert check_person("038201004567", "15/03/1901", "Nam") == "personal_id.birth_year"
    assert check_person("173456789", "15/03/2002", "Nữ") == ""


@pytest.mark.parametrize(
    ("text", "value", "problem"),
    [
        ("15/03/2001", "15/03/2001", ""),
        ("5-3-2001", "05/03/2001", ""),
        ("15 . 03 . 2001", "15/03/2001", ""),
        ("ngày 15 tháng 3 năm 2001", "15/03/2001", ""),
        ("Ngày ...15... tháng ..03.. năm ..2001..", "15/03/2001", ""),
        ("09 giờ 28 phút, ngày 22 tháng 10 năm 2025", "22/10/2025", ""),
        ("21 tháng 11 năm 2025", "21/11/2025", ""),
        ("15032001", "15/03/2001", ""),
        ("Không thời hạn", NO_EXPIRY, ""),
        ("31/02/2001", "31/02/2001", "date.unreal"),
        ("29/02/2001", "29/02/2001", "date.unreal"),
        ("2001", "2001", "date.format"),
        ("mười lăm tháng ba", "mười lăm tháng ba", "date.format"),
    ],
)
def test_check_value_date_table(text: str, value: str, problem: str) -> None:
    checked = check_value(ValueKind.DATE, text)

    assert (checked.value, checked.problem) == (value, problem)


@given(st.dates(date(1900, 1, 1), date(2149, 12, 31)))
def test_check_value_any_real_date_survives_both_printings(day: date) -> None:
    slashes = check_value(ValueKind.DATE, f"{day:%d/%m/%Y}")
    words = check_value(ValueKind.DATE, f"ngày {day.day} tháng {day.month} năm {day.year}")

    assert slashes == words
    assert parse_date(slashes.value) == day


@pytest.mark.parametrize(
    ("text", "value", "problem"),
    [
        ("000.17.22.H56-210531-0001", "000.17.22.H56-210531-0001", ""),
        ("H56.14-240823-0001", "H56.14-240823-0001", ""),
        ("H26.121-251027-0038", "H26.121-251027-0038", ""),
        ("G15.10.20-260101-150001", "G15.10.20-260101-150001", ""),
        ("H56.14 – 240823 – 0001", "H56.14-240823-0001", ""),
        ("H56.14-240823-12345", "H56.14-240823-12345", ""),
        ("H56.14-241323-0001", "H56.14-241323-0001", "dossier_code.date"),
        ("H56.14-240230-0001", "H56.14-240230-0001", "dossier_code.date"),
        ("H56.14-240823", "H56.14-240823", "dossier_code.format"),
        ("56.14-240823-0001", "56.14-240823-0001", "dossier_code.format"),
    ],
)
def test_check_value_dossier_code_table(text: str, value: str, problem: str) -> None:
    checked = check_value(ValueKind.DOSSIER_CODE, text)

    assert (checked.value, checked.problem) == (value, problem)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("0100233488", ""),
        ("0100233488-001", ""),
        ("038201004567", ""),
        ("0100233480", "tax_code.check_digit"),
        ("0100233488-000", "tax_code.number"),
        ("0100000000", "tax_code.number"),
        ("010023348", "tax_code.length"),
    ],
)
def test_check_tax_code_table(text: str, problem: str) -> None:
    assert check_tax_code(text).problem == problem


@pytest.mark.parametrize(
    ("kind", "text", "value", "problem"),
    [
        (ValueKind.NAME, "NGUYỄN VĂN AN", "Nguyễn Văn An", ""),
        (ValueKind.NAME, "Y Moan Êban", "Y Moan Êban", ""),
        (ValueKind.NAME, "Nguyễn V4n An", "Nguyễn V4n An", "name.shape"),
        (ValueKind.NAME, "An", "An", "name.shape"),
        (ValueKind.SEX, "Nữ", "Nữ", ""),
        (ValueKind.SEX, "nam.", "Nam", ""),
        (ValueKind.SEX, "Việt Nam", "Việt Nam", "sex.unknown"),
        (ValueKind.ADDRESS, "Thôn 1, xã Hoằng Tiến, tỉnh Thanh Hóa", None, ""),
        (ValueKind.ADDRESS, "Thôn 1, Hoằng Tiến, Hoằng Hóa, Thanh Hoá", None, ""),
        (ValueKind.ADDRESS, "Ấp 3, xã Tân Hòa, tỉnh Tiên Giang", None, "address.province_unknown"),
        (
            ValueKind.ADDRESS,
            "Thôn 2, thành phố Hà Nội TRƯỞNG PHÒNG",
            None,
            "address.province_unknown",
        ),
        (ValueKind.ADDRESS, "Số 5, phường Bến Thành, TP. Hồ Chí Minh", None, ""),
        (ValueKind.ADDRESS, "Bệnh viện đa khoa khu vực số 9", None, ""),
        (ValueKind.ETHNICITY, "kinh", "Kinh", ""),
        (ValueKind.ETHNICITY, "Mông (Hmông)", "Mông (Hmông)", ""),
        (ValueKind.ETHNICITY, "Ê đê", "Ê Đê", ""),
        (ValueKind.ETHNICITY, "Kính", "Kinh", ""),
        (ValueKind.ETHNICITY, "Kin", "Kin", "ethnicity.unlisted"),
        (ValueKind.NATIONALITY, "VIỆT NAM", "Việt Nam", ""),
        (ValueKind.PHONE, "+84 912 345 678", "0912345678", ""),
        (ValueKind.PHONE, "0912.345.678", "0912345678", ""),
        (ValueKind.PHONE, "02373123456", "02373123456", ""),
        (ValueKind.PHONE, "0112345678", "0112345678", "phone.shape"),
        (ValueKind.NUMBER, "80.000.000 đồng", "80000000", ""),
        (ValueKind.NUMBER, "80.000 000 đồng", "80000000", ""),
        (ValueKind.NUMBER, "02 bản", "02", ""),
        (ValueKind.NUMBER, "nhiều", "nhiều", "number.format"),
        (ValueKind.DOC_NUMBER, "123 / QĐ-UBND", "123/QĐ-UBND", ""),
        (ValueKind.DOC_NUMBER, "không", "không", "doc_number.no_digit"),
    ],
)
def test_check_value_other_kinds_table(
    kind: ValueKind, text: str, value: str | None, problem: str
) -> None:
    checked = check_value(kind, text, LISTS)

    assert (checked.value, checked.problem) == (text if value is None else value, problem)


@pytest.mark.parametrize("kind", list(ValueKind))
@given(text=st.text(max_size=40))
def test_check_value_any_text_gives_composed_value(kind: ValueKind, text: str) -> None:
    checked = check_value(kind, text, LISTS)

    assert checked.value == nfc(checked.value)


@pytest.mark.parametrize("kind", list(ValueKind))
@pytest.mark.parametrize("blank", ["", "   ", ".........", "……………", "____", "- . _", ": ....."])
def test_check_value_blank_of_leaders_is_empty(kind: ValueKind, blank: str) -> None:
    assert check_value(kind, blank).value == ""


def test_strip_leaders_keeps_dots_inside_words() -> None:
    assert strip_leaders("....Số 5, P. Hạc Thành.....") == "Số 5, P. Hạc Thành"
    assert strip_leaders("U.B.N.D. xã") == "U.B.N.D. xã"
