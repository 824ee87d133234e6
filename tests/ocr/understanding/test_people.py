from __future__ import annotations

import pytest

from ocr.understanding.forms import ValueKind
from ocr.understanding.people import same_name
from ocr.understanding.validate import check_value


@pytest.mark.parametrize(
    ("text", "value", "problem"),
    [
        ("NGUYỄN VĂN AN", "Nguyễn Văn An", ""),
        ("Nguyễn Văn Hoà", "Nguyễn Văn Hoà", ""),
        ("Y Moan Êban", "Y Moan Êban", ""),
        ("H'Hen Niê", "H'Hen Niê", ""),
        ("Vừ A Páo", "Vừ A Páo", ""),
        ("Nguyễn V4n An", "Nguyễn V4n An", "name.shape"),
        ("An", "An", "name.shape"),
        ("Nguyên Văn An", "Nguyên Văn An", "name.surname_marks"),
        ("TRÂN THỊ BÍCH", "Trân Thị Bích", "name.surname_marks"),
    ],
)
def test_check_value_name_table(text: str, value: str, problem: str) -> None:
    checked = check_value(ValueKind.NAME, text)

    assert (checked.value, checked.problem) == (value, problem)


def test_check_value_unheard_family_name_offers_the_known_ones() -> None:
    checked = check_value(ValueKind.NAME, "Vo Thị Bích")

    assert checked.alternatives == ("Võ Thị Bích",)
    assert not checked.is_wrong


def test_same_name_place_of_tone_and_case_do_not_matter() -> None:
    assert same_name("Nguyễn Văn Hoà", "NGUYỄN VĂN HÒA")
    assert not same_name("Nguyễn Văn Hoà", "Nguyễn Văn Hoa")


@pytest.mark.parametrize(
    "text", ["NGƯỜI TIẾP NHẬN HỒ SƠ", "Trưởng phòng Kinh tế", "Ủy ban nhân dân"]
)
def test_check_name_office_is_no_name(text: str) -> None:
    assert check_value(ValueKind.NAME, text).problem == "name.shape"
