from __future__ import annotations

from datetime import date

import pytest

from benchmarks.corpus.spelling import group_digits, long_date, short_date, spell_date, spell_money
from benchmarks.corpus.spelling import spell_number as spell


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "không"),
        (4, "bốn"),
        (10, "mười"),
        (15, "mười lăm"),
        (21, "hai mươi mốt"),
        (24, "hai mươi tư"),
        (105, "một trăm linh năm"),
        (2000, "hai nghìn"),
        (2025, "hai nghìn không trăm hai mươi lăm"),
        (150_000_000, "một trăm năm mươi triệu"),
        (205_010_000, "hai trăm linh năm triệu không trăm mười nghìn"),
    ],
)
def test_spell_number_known_numbers_in_words(number: int, words: str) -> None:
    assert spell(number) == words


def test_spell_date_april_is_thang_tu() -> None:
    assert spell_date(date(2025, 4, 1)) == (
        "Ngày một tháng tư năm hai nghìn không trăm hai mươi lăm"
    )


def test_dates_and_money_written_as_forms_do() -> None:
    assert short_date(date(2025, 3, 9)) == "09/03/2025"
    assert long_date(date(2025, 3, 9)) == "ngày 09 tháng 03 năm 2025"
    assert spell_money(90_000_000) == "Chín mươi triệu đồng"
    assert group_digits(90_000_000) == "90.000.000"
