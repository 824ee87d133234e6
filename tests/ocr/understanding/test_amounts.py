from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr.understanding.amounts import amount_in_words, compare_money_with_words
from ocr.understanding.forms import ValueKind
from ocr.understanding.validate import check_value
from tests.fakes.spoken_numbers import number_in_words


@pytest.mark.parametrize(
    ("text", "value", "problem"),
    [
        ("80.000.000 đồng", "80000000", ""),
        ("80,000,000 VND", "80000000", ""),
        ("80 000 000đ", "80000000", ""),
        ("8O.OOO.OOO đồng", "80000000", ""),
        ("80.000.000,00 đồng", "80000000", ""),
        ("1,5 triệu đồng", "1500000", ""),
        ("2 tỷ đồng", "2000000000", ""),
        ("500000", "500000", ""),
        ("Tám mươi triệu đồng chẵn", "80000000", ""),
        ("80.000.000 đồng (Bằng chữ: Tám mươi triệu đồng)", "80000000", ""),
        ("80.000.000 đồng (Chín mươi triệu đồng)", "80000000", "money.words_differ"),
        ("80.00.000 đồng", "80.00.000 đồng", "money.format"),
        ("80.000.000 hoặc 5.000.000", "80.000.000 hoặc 5.000.000", "money.format"),
        ("không có", "không có", "money.format"),
        ("năm triệu năm trăm nghìn đồng Việt Nam", "5500000", ""),
    ],
)
def test_check_value_money_table(text: str, value: str, problem: str) -> None:
    checked = check_value(ValueKind.MONEY, text)

    assert (checked.value, checked.problem) == (value, problem)


def test_check_value_money_words_are_offered_against_digits() -> None:
    differing = check_value(ValueKind.MONEY, "80.000.000 đồng (Chín mươi triệu đồng)")
    broken = check_value(ValueKind.MONEY, "80.00.000 đồng (Tám mươi triệu đồng)")

    assert differing.alternatives == ("90000000",)
    assert broken.alternatives == ("80000000",)


@given(st.integers(0, 10**12), st.sampled_from(".,  "))
def test_check_value_any_amount_survives_grouping_and_words(amount: int, mark: str) -> None:
    grouped = f"{amount:,}".replace(",", mark)

    both = check_value(ValueKind.MONEY, f"{grouped} đồng ({number_in_words(amount)} đồng)")

    assert (both.value, both.problem) == (str(amount), "")


@pytest.mark.parametrize(
    ("value", "words", "problem"),
    [
        ("80000000", "Tám mươi triệu đồng", ""),
        ("80000000", "Tám triệu đồng", "money.words_differ"),
        ("80000000", "mờ", ""),
        ("", "Tám triệu đồng", ""),
    ],
)
def test_compare_money_with_words_table(value: str, words: str, problem: str) -> None:
    assert compare_money_with_words(value, words) == problem


def test_amount_in_words_keeps_five_and_drops_the_country() -> None:
    assert amount_in_words("năm đồng Việt Nam") == 5
    assert amount_in_words("đồng Việt Nam") is None


@pytest.mark.parametrize(
    ("text", "value", "problem"),
    [
        ("80.000.000 đồng", "80000000", ""),
        ("80.000 000 đồng", "80000000", ""),
        ("02 bản", "02", ""),
        ("120,5 m2", "120,5", ""),
        ("1.250,75 m²", "1250,75", ""),
        ("3250 gam", "3250", ""),
        ("hai bản", "2", ""),
        ("80.00.000", "80.00.000", "number.format"),
        ("ngày 22 tháng 06 năm 2024", "22", "number.several"),
        ("02 (02 bản)", "02", ""),
        ("nhiều", "nhiều", "number.format"),
    ],
)
def test_check_value_number_table(text: str, value: str, problem: str) -> None:
    checked = check_value(ValueKind.NUMBER, text)

    assert (checked.value, checked.problem) == (value, problem)
