from __future__ import annotations

import pytest

from ocr.understanding.forms import ValueKind
from ocr.understanding.paper_numbers import check_register_number, check_registration_number
from ocr.understanding.validate import check_value
from tests.ocr.understanding.reference_lists import LISTS


@pytest.mark.parametrize(
    ("kind", "text", "value", "problem"),
    [
        (ValueKind.DOC_NUMBER, "123 / QĐ-UBND", "123/QĐ-UBND", ""),
        (ValueKind.DOC_NUMBER, "l23/QĐ-UBND", "123/QĐ-UBND", ""),
        (ValueKind.DOC_NUMBER, "45/2023", "45/2023", ""),
        (ValueKind.DOC_NUMBER, "12/TLKS-BS", "12/TLKS-BS", ""),
        (ValueKind.DOC_NUMBER, "B12/2024", "B12/2024", ""),
        (ValueKind.DOC_NUMBER, "123/QD-UBND", "123/QD-UBND", "doc_number.notation_marks"),
        (ValueKind.DOC_NUMBER, "không", "không", "doc_number.no_digit"),
        (ValueKind.INSURANCE_NUMBER, "DN 4 38 0123456789", "DN4380123456789", ""),
        (ValueKind.INSURANCE_NUMBER, "dn4380123456789", "DN4380123456789", ""),
        (ValueKind.INSURANCE_NUMBER, "TE1 38 O123456789", "TE1380123456789", ""),
        (ValueKind.INSURANCE_NUMBER, "0123456789", "0123456789", ""),
        (ValueKind.INSURANCE_NUMBER, "038201004567", "038201004567", ""),
        (
            ValueKind.INSURANCE_NUMBER,
            "DN4990123456789",
            "DN4990123456789",
            "insurance_number.province_unknown",
        ),
        (
            ValueKind.INSURANCE_NUMBER,
            "DN9380123456789",
            "DN9380123456789",
            "insurance_number.benefit",
        ),
        (ValueKind.INSURANCE_NUMBER, "012345678", "012345678", "insurance_number.shape"),
        (ValueKind.PASSPORT_NUMBER, "C1234567", "C1234567", ""),
        (ValueKind.PASSPORT_NUMBER, "P 01234567", "P01234567", ""),
        (ValueKind.PASSPORT_NUMBER, "C123456O", "C1234560", ""),
        (ValueKind.PASSPORT_NUMBER, "XY123Z45", "XY123Z45", "passport_number.foreign_shape"),
        (ValueKind.PASSPORT_NUMBER, "81234567", "81234567", "passport_number.foreign_shape"),
        (ValueKind.PASSPORT_NUMBER, "C12345678901", "C12345678901", "passport_number.shape"),
        (ValueKind.LAND_SERIAL, "CN 719597", "CN 719597", ""),
        (ValueKind.LAND_SERIAL, "AA09273289", "AA 09273289", ""),
        (ValueKind.LAND_SERIAL, "AĐ 123456", "AĐ 123456", ""),
        (ValueKind.LAND_SERIAL, "CN 7l9597", "CN 719597", ""),
        (ValueKind.LAND_SERIAL, "BC 123456", "BC 123456", ""),
        (ValueKind.LAND_SERIAL, "CS 04721", "CS 04721", "land_serial.register_number"),
        (ValueKind.LAND_SERIAL, "M 123456", "M 123456", "land_serial.old_shape"),
        (ValueKind.LAND_SERIAL, "8A 123456", "8A 123456", "land_serial.shape"),
        (ValueKind.LAND_SERIAL, "CN 7195978", "CN 7195978", "land_serial.shape"),
        (ValueKind.LAND_SERIAL, "719597", "719597", "land_serial.shape"),
    ],
)
def test_check_value_paper_numbers_table(
    kind: ValueKind, text: str, value: str, problem: str
) -> None:
    checked = check_value(kind, text, LISTS)

    assert (checked.value, checked.problem) == (value, problem)


@pytest.mark.parametrize(
    ("kind", "text", "alternative"),
    [
        (ValueKind.DOC_NUMBER, "123/QD-UBND", "123/QĐ-UBND"),
        (ValueKind.PASSPORT_NUMBER, "81234567", "B1234567"),
        (ValueKind.LAND_SERIAL, "8A 123456", "BA 123456"),
    ],
)
def test_check_value_paper_numbers_offer_what_looks_alike(
    kind: ValueKind, text: str, alternative: str
) -> None:
    assert alternative in check_value(kind, text, LISTS).alternatives


@pytest.mark.parametrize(
    ("text", "value", "problem"),
    [
        ("45/2023", "45/2023", ""),
        ("45 / 2O23", "45/2023", ""),
        ("12", "12", ""),
        ("12/2021/KS", "12/2021/KS", ""),
        ("45/9023", "45/9023", "registration_number.year"),
        ("mờ", "mờ", "registration_number.shape"),
    ],
)
def test_check_registration_number_table(text: str, value: str, problem: str) -> None:
    checked = check_registration_number(text, LISTS)

    assert (checked.value, checked.problem) == (value, problem)


@pytest.mark.parametrize(
    ("text", "value", "problem"),
    [
        ("CS 04721", "CS 04721", ""),
        ("CH00123", "CH 00123", ""),
        ("VP-0O123", "VP 00123", ""),
        ("04721", "04721", "register_number.prefix"),
        ("mờ", "mờ", "register_number.shape"),
    ],
)
def test_check_register_number_table(text: str, value: str, problem: str) -> None:
    checked = check_register_number(text, LISTS)

    assert (checked.value, checked.problem) == (value, problem)


def test_check_value_number_in_two_pieces_is_offered_without_the_first_and_joined() -> None:
    checked = check_value(ValueKind.DOC_NUMBER, "1 113/TTPVHCC")

    assert checked.problem == "doc_number.blank"
    assert checked.alternatives == ("113/TTPVHCC", "1113/TTPVHCC")
