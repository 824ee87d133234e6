from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr.understanding.forms import ValueKind
from ocr.understanding.tax_codes import (
    check_business_code,
    check_enterprise_code,
    check_tax_code,
    has_right_check_digit,
)
from ocr.understanding.validate import check_value
from tests.ocr.understanding.reference_lists import LISTS


@pytest.mark.parametrize(
    ("text", "value", "problem"),
    [
        ("0100233488", "0100233488", ""),
        ("0100233488-001", "0100233488-001", ""),
        ("0100233488 – 001", "0100233488-001", ""),
        ("0100233488001", "0100233488-001", ""),
        ("0100233488-888", "0100233488-888", ""),
        ("O1OO233488", "0100233488", ""),
        ("038201004567", "038201004567", ""),
        ("099201004567", "099201004567", "personal_id.province_unknown"),
        ("0100233480", "0100233480", "tax_code.check_digit"),
        ("0100233488-000", "0100233488-000", "tax_code.number"),
        ("0100000000", "0100000000", "tax_code.number"),
        ("010023348", "010023348", "tax_code.length"),
        ("không", "không", "tax_code.length"),
    ],
)
def test_check_value_tax_code_table(text: str, value: str, problem: str) -> None:
    checked = check_value(ValueKind.TAX_CODE, text, LISTS)

    assert (checked.value, checked.problem) == (value, problem)


def test_check_tax_code_misread_digit_offers_sound_codes() -> None:
    checked = check_tax_code("0100233483-001")

    assert checked.is_wrong
    assert "0100233488-001" in checked.alternatives
    assert all(check_tax_code(other).problem == "" for other in checked.alternatives)


@given(st.from_regex(r"[1-9][0-9]{8}", fullmatch=True), st.integers(0, 8), st.integers(1, 9))
def test_has_right_check_digit_one_changed_digit_is_found(
    start: str, place: int, step: int
) -> None:
    sound = [start + digit for digit in "0123456789" if has_right_check_digit(start + digit)]
    changed = start[:place] + str((int(start[place]) + step) % 10) + start[place + 1 :]

    assert len(sound) <= 1
    assert not any(has_right_check_digit(changed + number[9]) for number in sound)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("0100233488", ""),
        ("0100233488-001", ""),
        ("038201004567", "tax_code.length"),
        ("0100233480", "tax_code.check_digit"),
    ],
)
def test_check_enterprise_code_table(text: str, problem: str) -> None:
    assert check_enterprise_code(text, LISTS).problem == problem


@pytest.mark.parametrize(
    ("text", "value", "problem"),
    [
        ("038201004567", "038201004567", ""),
        ("888.9545300", "888.9545300", "business_code.old_shape"),
        ("8889545300", "8889545300", "business_code.old_shape"),
        ("26A8012345", "26A8012345", "business_code.old_shape"),
        ("26A801234", "26A801234", "business_code.shape"),
        ("138201004567", "138201004567", "personal_id.born_abroad"),
    ],
)
def test_check_business_code_table(text: str, value: str, problem: str) -> None:
    checked = check_business_code(text, LISTS)

    assert (checked.value, checked.problem) == (value, problem)
    assert not checked.is_wrong or problem == "business_code.shape"
