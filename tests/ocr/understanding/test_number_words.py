from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr.folding import fold
from ocr.understanding.number_words import (
    read_digit_by_digit,
    read_number,
    words_of,
)
from tests.fakes.spoken_numbers import number_in_words

WORDS = ("khong", "mot", "hai", "nam", "muoi", "linh", "tram", "nghin", "trieu", "ty")


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "không"),
        (4, "bốn"),
        (10, "mười"),
        (14, "mười bốn"),
        (15, "mười lăm"),
        (20, "hai mươi"),
        (21, "hai mươi mốt"),
        (24, "hai mươi tư"),
        (25, "hai mươi lăm"),
        (101, "một trăm linh một"),
        (115, "một trăm mười lăm"),
        (2002, "hai nghìn không trăm linh hai"),
        (1995, "một nghìn chín trăm chín mươi lăm"),
        (80_000_000, "tám mươi triệu"),
        (1_000_005, "một triệu không trăm linh năm"),
        (1_250_500, "một triệu hai trăm năm mươi nghìn năm trăm"),
        (3_050_000_000, "ba tỷ không trăm năm mươi triệu"),
        (2_000_000_000_000, "hai nghìn tỷ"),
    ],
)
def test_number_in_words_table_is_written_and_read_back(number: int, text: str) -> None:
    assert number_in_words(number) == text
    assert read_number(words_of(text)) == number


@given(st.integers(0, 10**15 - 1))
def test_number_in_words_any_number_is_read_back(number: int) -> None:
    assert read_number(words_of(number_in_words(number))) == number


@given(st.integers(0, 10**15 - 1))
def test_read_number_without_marks_reads_the_same(number: int) -> None:
    assert read_number(fold(number_in_words(number)).split()) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("hai ngàn lẻ năm", 2005),
        ("hai nghìn hai mươi", 2020),
        ("mười nhăm", 15),
        ("năm mươi lăm tỉ", 55_000_000_000),
        ("một triệu rưỡi", 1_500_000),
        ("một tỷ hai triệu", 1_002_000_000),
        ("một triệu không nghìn hai trăm", 1_000_200),
        ("MỘT TRĂM BỐN MƯƠI BỐN NGHÌN", 144_000),
    ],
)
def test_read_number_other_ways_of_saying_are_read(text: str, number: int) -> None:
    assert read_number(words_of(text)) == number


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nhiều",
        "hai triệu năm",
        "hai trăm năm",
        "hai trăm năm nghìn",
        "linh năm",
        "không trăm linh năm",
        "mười mươi",
        "nghìn",
        "một nghìn triệu",
        "hai ba",
        "một trăm trăm",
        "hai nghìn hai",
    ],
)
def test_read_number_short_or_broken_speech_is_no_number(text: str) -> None:
    assert read_number(words_of(text)) is None


@given(
    st.lists(
        st.sampled_from(
            ["khong", "mot", "hai", "nam", "muoi", "linh", "tram", "nghin", "trieu", "ty"]
        )
    )
)
def test_read_number_any_words_give_a_number_in_range_or_none(words: list[str]) -> None:
    number = read_number(words)

    assert number is None or 0 <= number < 10**15


def test_read_digit_by_digit_reads_only_digits() -> None:
    assert read_digit_by_digit(words_of("một chín chín năm")) == 1995
    assert read_digit_by_digit(words_of("một nghìn")) is None
    assert read_digit_by_digit([]) is None
