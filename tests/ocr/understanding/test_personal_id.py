from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr.understanding.forms import ValueKind
from ocr.understanding.people import check_person
from ocr.understanding.personal_id import (
    birth_year_of_id,
    ids_that_agree,
    is_personal_id,
    sex_of_id,
)
from ocr.understanding.validate import check_value
from tests.ocr.understanding.reference_lists import LISTS


@pytest.mark.parametrize(
    ("text", "value", "problem"),
    [
        ("038201004567", "038201004567", ""),
        ("038 201 004 567", "038201004567", ""),
        ("O382O1OO4567", "038201004567", ""),
        ("Căn cước công dân số 038201004567, Cục Cảnh sát cấp", "038201004567", ""),
        ("CMND 173456789, nay là 038201004567", "038201004567", ""),
        ("045201004567", "045201004567", ""),
        ("173456789", "173456789", "personal_id.old_card"),
        ("03820100456", "03820100456", "personal_id.length"),
        ("0382010045678", "0382010045678", "personal_id.length"),
        ("099201004567", "099201004567", "personal_id.province_unknown"),
        ("138201004567", "138201004567", "personal_id.born_abroad"),
        ("038801004567", "038801004567", "personal_id.future_birth"),
        ("không có", "không có", "personal_id.not_digits"),
    ],
)
def test_check_value_personal_id_table(text: str, value: str, problem: str) -> None:
    checked = check_value(ValueKind.PERSONAL_ID, text, LISTS)

    assert (checked.value, checked.problem) == (value, problem)


def test_check_value_closed_province_is_no_problem() -> None:
    province = next(each for each in LISTS.provinces if each.code == "45")

    assert province.is_closed
    assert check_value(ValueKind.PERSONAL_ID, "045201004567", LISTS).problem == ""


@pytest.mark.parametrize(
    ("text", "alternative"),
    [
        ("039201004567", ""),
        ("838201004567", "038201004567"),
        ("038801004567", "038301004567"),
        ("088201004567", "038201004567"),
    ],
)
def test_check_value_unsound_id_offers_ids_one_misread_digit_away(
    text: str, alternative: str
) -> None:
    checked = check_value(ValueKind.PERSONAL_ID, text, LISTS)

    assert checked.value == text
    assert not checked.is_wrong
    assert alternative in (*checked.alternatives, "")
    assert all(
        check_value(ValueKind.PERSONAL_ID, other, LISTS).problem == ""
        for other in checked.alternatives
    )


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


@pytest.mark.parametrize(
    ("personal_id", "birth", "sex", "problem"),
    [
        ("038201004567", "15/03/2002", "Nam", "personal_id.birth_year"),
        ("038201004567", "15/03/1901", "Nam", "personal_id.birth_year"),
        ("038201004567", "2002", "Nam", "personal_id.birth_year"),
        ("038201004567", "03/2001", "Nam", ""),
        ("038201004567", "31/02/2002", "Nam", ""),
        ("038201004567", "", "", ""),
        ("173456789", "15/03/2002", "Nữ", ""),
    ],
)
def test_check_person_table(personal_id: str, birth: str, sex: str, problem: str) -> None:
    assert check_person(personal_id, birth, sex) == problem


def test_ids_that_agree_gives_the_misread_digit_back() -> None:
    assert ids_that_agree("038204004567", 2001, "Nam") == ("038201004567",)
    assert ids_that_agree("038201004567", 2001, "Nam") == ()
    assert ids_that_agree("173456789", 2001, "Nam") == ()


@given(st.from_regex(r"[0-9]{12}", fullmatch=True), st.integers(1900, 2030))
def test_ids_that_agree_any_offer_fits_the_year(personal_id: str, year: int) -> None:
    for other in ids_that_agree(personal_id, year, "Nữ"):
        assert is_personal_id(other)
        assert check_person(other, str(year), "Nữ") == ""
