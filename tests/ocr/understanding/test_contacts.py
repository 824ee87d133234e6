from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr.understanding.forms import ValueKind
from ocr.understanding.validate import check_value


@pytest.mark.parametrize(
    ("text", "value", "problem"),
    [
        ("+84 912 345 678", "0912345678", ""),
        ("84912345678", "0912345678", ""),
        ("(+84) 912 345 678", "0912345678", ""),
        ("0912.345.678", "0912345678", ""),
        ("O912 34S 678", "0912345678", ""),
        ("ĐT: 0912 345 678", "0912345678", ""),
        ("02373123456", "02373123456", ""),
        ("(0237) 3123 456", "02373123456", ""),
        ("1900 1234", "19001234", ""),
        ("0112345678", "0112345678", "phone.shape"),
        ("09123456", "09123456", "phone.shape"),
        ("01234567890", "01234567890", "phone.old_prefix"),
        ("0912345678 / 0987654321", "0912345678", "phone.several"),
    ],
)
def test_check_value_phone_table(text: str, value: str, problem: str) -> None:
    checked = check_value(ValueKind.PHONE, text)

    assert (checked.value, checked.problem) == (value, problem)
    assert not checked.is_wrong


def test_check_value_phone_offers_renewed_prefix_and_second_number() -> None:
    old = check_value(ValueKind.PHONE, "01234567890")
    several = check_value(ValueKind.PHONE, "0912345678 / 0987654321")

    assert old.alternatives == ("0834567890",)
    assert several.alternatives == ("0987654321",)


@given(st.from_regex(r"0[35789][0-9]{8}", fullmatch=True), st.sampled_from(["", " ", ".", "-"]))
def test_check_value_any_mobile_number_survives_both_ways_of_writing(
    number: str, mark: str
) -> None:
    grouped = mark.join((number[:4], number[4:7], number[7:]))
    abroad = f"+84{mark}{number[1:]}"

    assert check_value(ValueKind.PHONE, grouped).value == number
    assert check_value(ValueKind.PHONE, abroad).value == number


@pytest.mark.parametrize(
    ("text", "value", "problem"),
    [
        ("an.nguyen@gmail.com", "an.nguyen@gmail.com", ""),
        ("an.nguyen @ Gmail.COM", "an.nguyen@gmail.com", ""),
        ("an_nguyen@gmail,com", "an_nguyen@gmail.com", ""),
        ("motcua@thanhhoa.gov.vn", "motcua@thanhhoa.gov.vn", ""),
        ("an.nguyen@gmailcom", "an.nguyen@gmailcom", "email.shape"),
        ("ân@gmail.com", "ân@gmail.com", "email.shape"),
        ("không có", "không có", "email.shape"),
    ],
)
def test_check_value_email_table(text: str, value: str, problem: str) -> None:
    checked = check_value(ValueKind.EMAIL, text)

    assert (checked.value, checked.problem) == (value, problem)


def test_check_value_email_offers_the_common_domain() -> None:
    assert check_value(ValueKind.EMAIL, "an@gmailcom").alternatives == ("an@gmail.com",)
