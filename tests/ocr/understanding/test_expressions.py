"""Values in which a common expression lost or found a mark."""

from __future__ import annotations

import pytest

from ocr.understanding.checked import Checked
from ocr.understanding.expressions import well_spelled, words_of_expressions
from ocr.understanding.forms import ValueKind


@pytest.mark.parametrize(
    ("read", "right"),
    [
        ("Uy ban nhân dân xã Thạch Sơn", "Ủy ban nhân dân xã Thạch Sơn"),
        ("Ủy ban nhận dân xã Sóc Sơn", "Ủy ban nhân dân xã Sóc Sơn"),
        ("Lâu đài", "Lâu dài"),
        ("Phù Lỗ, thành phô Hà Nội", "Phù Lỗ, thành phố Hà Nội"),
    ],
)
def test_well_spelled_expression_with_other_marks_is_doubted(read: str, right: str) -> None:
    checked = well_spelled(ValueKind.TEXT, Checked(read))

    assert checked.value == read
    assert checked.problem == "value.expression"
    assert checked.alternatives[0] == right


@pytest.mark.parametrize(
    "text", ["Uỷ ban nhân dân xã Phù Lỗ", "ỦY BAN NHÂN DÂN XÃ PHÙ LỖ", "Đến 15/10/2043", ""]
)
def test_well_spelled_right_marks_pass(text: str) -> None:
    assert well_spelled(ValueKind.TEXT, Checked(text)) == Checked(text)


def test_well_spelled_names_hold_no_expressions() -> None:
    assert well_spelled(ValueKind.NAME, Checked("Lâm Chu Tích")).problem == ""


@pytest.mark.parametrize("text", ["Công an xã Liên[ Thủy", "(Ö thay đổi} hộ tịch"])
def test_well_spelled_sign_that_no_paper_prints_is_doubted(text: str) -> None:
    assert well_spelled(ValueKind.TEXT, Checked(text)).problem == "value.stray_sign"


def test_well_spelled_broken_rule_is_kept() -> None:
    checked = Checked("Uy ban nhân dân", "address.province_unknown")

    assert well_spelled(ValueKind.ADDRESS, checked) == checked


def test_words_of_expressions_forgives_the_letter_of_the_tone_only() -> None:
    assert words_of_expressions(["Uỷ", "ban", "nhân", "dân"]) == [True] * 4
    assert words_of_expressions(["Ủy", "ban", "nhận", "dân"]) == [False] * 4
