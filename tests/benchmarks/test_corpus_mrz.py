from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.corpus.mrz import check_digit, mrz_lines, mrz_name, plain_letters


def test_mrz_lines_known_card_gives_published_vector() -> None:
    lines = mrz_lines(
        "038201004567",
        "Nguyễn Văn An",
        sex="Nam",
        birth_date=date(2001, 3, 15),
        expires_on=date(2041, 3, 15),
    )

    assert lines == (
        "IDVNM2010045679038201004567<<6",
        "0103152M4103150VNM<<<<<<<<<<<2",
        "NGUYEN<<VAN<AN<<<<<<<<<<<<<<<<",
    )


def test_mrz_lines_no_expiry_writes_last_day_of_century() -> None:
    _, second, _ = mrz_lines(
        "001160900001", "Lê Thị Đào", sex="Nữ", birth_date=date(1960, 1, 2), expires_on=None
    )

    assert second[7] == "F"
    assert second[8:14] == "991231"


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Đỗ Thị Ửng", "DO THI UNG"), ("Phượng Yến", "PHUONG YEN"), ("Sỹ", "SY")],
)
def test_plain_letters_marks_dropped(name: str, expected: str) -> None:
    assert plain_letters(name) == expected


def test_mrz_name_long_name_is_cut_to_thirty() -> None:
    name = mrz_name("Nguyễn Phước Trường Giang Hoàng Long Vương")

    assert len(name) == 30
    assert name.startswith("NGUYEN<<PHUOC<TRUONG<GIANG")


@given(digits=st.text("0123456789", min_size=1, max_size=12), place=st.integers(0, 11))
def test_check_digit_one_digit_changed_gives_another(digits: str, place: int) -> None:
    at = place % len(digits)
    changed = digits[:at] + str((int(digits[at]) + 1) % 10) + digits[at + 1 :]

    assert check_digit(changed) != check_digit(digits)
