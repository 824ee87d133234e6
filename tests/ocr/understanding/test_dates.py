from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr.understanding.dates import (
    NO_EXPIRY,
    compare_date_with_words,
    date_in_words,
    parse_date,
    year_of,
)
from ocr.understanding.forms import ValueKind
from ocr.understanding.validate import check_value
from tests.fakes.spoken_numbers import number_in_words

DATES = st.dates(date(1900, 1, 1), date(2149, 12, 31))


@pytest.mark.parametrize(
    ("text", "value", "problem"),
    [
        ("15/03/2001", "15/03/2001", ""),
        ("5-3-2001", "05/03/2001", ""),
        ("15 . 03 . 2001", "15/03/2001", ""),
        ("l5/O3/2OO1", "15/03/2001", ""),
        ("ngày 15 tháng 3 năm 2001", "15/03/2001", ""),
        ("Ngày ...15... tháng ..03.. năm ..2001..", "15/03/2001", ""),
        ("09 giờ 28 phút, ngày 22 tháng 10 năm 2025", "22/10/2025", ""),
        ("21 tháng 11 năm 2025", "21/11/2025", ""),
        ("15032001", "15/03/2001", ""),
        ("Không thời hạn", NO_EXPIRY, ""),
        ("31/02/2001", "31/02/2001", "date.unreal"),
        ("29/02/2001", "29/02/2001", "date.unreal"),
        ("15/03/1001", "15/03/1001", "date.unreal"),
        ("5/3/01", "5/3/01", "date.short_year"),
        ("2001", "2001", "date.year_only"),
        ("Năm 1958", "1958", "date.year_only"),
        ("Sinh năm 1958", "1958", "date.year_only"),
        ("03/1958", "03/1958", "date.month_year"),
        ("tháng 3 năm 1958", "03/1958", "date.month_year"),
        ("13/1958", "13/1958", "date.format"),
        ("1058", "1058", "date.format"),
        ("mười lăm tháng ba", "mười lăm tháng ba", "date.format"),
        ("15/03/2001 và 16/03/2001", "15/03/2001", ""),
    ],
)
def test_check_value_date_table(text: str, value: str, problem: str) -> None:
    checked = check_value(ValueKind.DATE, text)

    assert (checked.value, checked.problem) == (value, problem)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Ngày hai mươi lăm tháng ba năm hai nghìn không trăm linh hai", "25/03/2002"),
        ("mồng năm tháng giêng năm một nghìn chín trăm chín mươi lăm", "05/01/1995"),
        ("ngày mùng một tháng chạp năm hai ngàn lẻ bốn", "01/12/2004"),
        ("ngày mười nhăm, tháng tư, năm một nghìn chín trăm sáu mươi tư", "15/04/1964"),
        ("ngày ba mươi mốt tháng mười hai năm hai nghìn không trăm hai mươi tư", "31/12/2024"),
        ("ngày năm tháng năm năm hai nghìn không trăm linh năm", "05/05/2005"),
        ("ngày mười tháng mười một năm một chín tám bốn", "10/11/1984"),
        ("Ngay muoi lam thang bon nam hai nghin", "15/04/2000"),
        ("ngày mười lăm tháng 3 năm 2001", "15/03/2001"),
    ],
)
def test_check_value_date_in_words_is_read(text: str, value: str) -> None:
    checked = check_value(ValueKind.DATE, text)

    assert (checked.value, checked.problem) == (value, "")


@given(DATES)
def test_date_in_words_any_date_is_read_back(day: date) -> None:
    spoken = " ".join(
        f"{name} {number_in_words(number)}"
        for name, number in (("ngày", day.day), ("tháng", day.month), ("năm", day.year))
    )

    assert date_in_words(spoken) == (day.day, day.month, day.year)


@given(DATES)
def test_check_value_any_real_date_survives_both_printings(day: date) -> None:
    slashes = check_value(ValueKind.DATE, f"{day:%d/%m/%Y}")
    words = check_value(ValueKind.DATE, f"ngày {day.day} tháng {day.month} năm {day.year}")

    assert slashes == words
    assert parse_date(slashes.value) == day


def test_check_value_short_year_offers_both_centuries() -> None:
    recent = check_value(ValueKind.DATE, "5/3/01")
    older = check_value(ValueKind.DATE, "5-3-87")

    assert recent.alternatives == ("05/03/2001", "05/03/1901")
    assert older.alternatives == ("05/03/1987", "05/03/2087")
    assert recent.is_wrong


def test_check_value_unreal_date_offers_real_neighbours() -> None:
    checked = check_value(ValueKind.DATE, "31/02/2001")

    assert "31/07/2001" in checked.alternatives
    assert all(parse_date(other) for other in checked.alternatives)


def test_check_value_digits_against_words_doubts_and_offers_words() -> None:
    text = "15/03/2001 (ngày mười sáu tháng ba năm hai nghìn không trăm linh một)"

    checked = check_value(ValueKind.DATE, text)

    assert (checked.value, checked.problem) == ("15/03/2001", "date.words_differ")
    assert checked.alternatives == ("16/03/2001",)
    assert not checked.is_wrong


@pytest.mark.parametrize(
    ("value", "words", "problem"),
    [
        ("25/03/2002", "Hai mươi lăm tháng ba năm hai nghìn không trăm linh hai", ""),
        ("26/03/2002", "Hai mươi lăm tháng ba năm hai nghìn không trăm linh hai", "differ"),
        ("25/03/2002", "không đọc được", ""),
        ("1958", "Hai mươi lăm tháng ba năm hai nghìn không trăm linh hai", ""),
    ],
)
def test_compare_date_with_words_table(value: str, words: str, problem: str) -> None:
    expected = "date.words_differ" if problem else ""

    assert compare_date_with_words(value, words) == expected


@pytest.mark.parametrize(
    ("value", "year"), [("15/03/2001", 2001), ("03/1958", 1958), ("1958", 1958)]
)
def test_year_of_whole_and_part_dates_is_told(value: str, year: int) -> None:
    assert year_of(value) == year
    assert year_of(f"{value}x") is None


@pytest.mark.parametrize("value", ["", "31/02/2001", "2001", "5/3/2001", "٠١/٠٢/٢٠٠١"])
def test_parse_date_no_whole_real_date_is_none(value: str) -> None:
    assert parse_date(value) is None


@pytest.mark.parametrize(
    ("text", "value", "problem"),
    [
        ("07 giờ 35 phút", "07:35", ""),
        ("7h35", "07:35", ""),
        ("07:35", "07:35", ""),
        ("7 giờ", "07:00", ""),
        ("lúc ...7... giờ ...5... phút", "07:05", ""),
        ("bảy giờ ba mươi lăm phút", "07:35", ""),
        ("vào lúc không bảy giờ không năm phút", "07:05", ""),
        ("7 giờ sáng", "07:00", ""),
        ("2 giờ 15 phút chiều", "02:15", "time.half_of_day"),
        ("25 giờ 10 phút", "25:10", "time.unreal"),
        ("07 giờ 75 phút", "07:75", "time.unreal"),
        ("không rõ", "không rõ", "time.format"),
    ],
)
def test_check_value_time_table(text: str, value: str, problem: str) -> None:
    checked = check_value(ValueKind.TIME, text)

    assert (checked.value, checked.problem) == (value, problem)


def test_check_value_time_after_noon_is_offered() -> None:
    assert check_value(ValueKind.TIME, "2 giờ 15 phút chiều").alternatives == ("14:15",)


@given(st.integers(0, 23), st.integers(0, 59))
def test_check_value_any_time_survives_digits_and_words(hour: int, minute: int) -> None:
    value = f"{hour:02d}:{minute:02d}"
    words = f"{number_in_words(hour)} giờ {number_in_words(minute)} phút"

    assert check_value(ValueKind.TIME, f"{hour} giờ {minute:02d} phút").value == value
    assert check_value(ValueKind.TIME, words).value == value


def test_check_value_letter_at_the_place_of_a_first_digit_is_not_dropped() -> None:
    assert check_value(ValueKind.DATE, "Z1/07/2024").value == "21/07/2024"
    assert check_value(ValueKind.DATE, "ngày01/07/2024").value == "01/07/2024"
