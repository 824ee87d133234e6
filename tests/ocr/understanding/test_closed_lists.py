from __future__ import annotations

import pytest

from ocr.understanding.checked import ReferenceLists
from ocr.understanding.forms import ValueKind
from ocr.understanding.validate import check_value
from tests.ocr.understanding.reference_lists import LISTS


@pytest.mark.parametrize(
    ("kind", "text", "value", "problem"),
    [
        (ValueKind.SEX, "Nữ", "Nữ", ""),
        (ValueKind.SEX, "nam.", "Nam", ""),
        (ValueKind.SEX, "Năm", "Năm", "sex.unknown"),
        (ValueKind.SEX, "Việt Nam", "Việt Nam", "sex.unknown"),
        (ValueKind.ETHNICITY, "kinh", "Kinh", ""),
        (ValueKind.ETHNICITY, "Mông (Hmông)", "Mông (Hmông)", ""),
        (ValueKind.ETHNICITY, "Ê đê", "Ê Đê", ""),
        (ValueKind.ETHNICITY, "Kính", "Kinh", ""),
        (ValueKind.ETHNICITY, "Kin", "Kin", "ethnicity.unlisted"),
        (ValueKind.ETHNICITY, "Hmông", "Hmông", "ethnicity.unlisted"),
        (ValueKind.NATIONALITY, "VIỆT NAM", "Việt Nam", ""),
        (ValueKind.NATIONALITY, "Việt Narn", "Việt Narn", "nationality.unlisted"),
        (ValueKind.RELATION, "bản thân", "Bản thân", ""),
        (ValueKind.RELATION, "Chú", "Chú", "relation.unlisted"),
        (ValueKind.MARITAL_STATUS, "2. Chưa đăng ký kết hôn với ai", None, ""),
        (
            ValueKind.MARITAL_STATUS,
            "Chưa đăng kí kết hôn với al",
            "Chưa đăng kí kết hôn với al",
            "marital_status.unlisted",
        ),
    ],
)
def test_check_value_closed_lists_table(
    kind: ValueKind, text: str, value: str | None, problem: str
) -> None:
    checked = check_value(kind, text, LISTS)

    assert checked.problem == problem
    assert checked.value == (LISTS.marital_statuses[0] if value is None else value)


@pytest.mark.parametrize(
    ("kind", "text", "alternatives"),
    [
        (ValueKind.SEX, "Năm", ("Nam",)),
        (ValueKind.ETHNICITY, "Kin", ("Kinh",)),
        (ValueKind.ETHNICITY, "Hmông", ("Mông (Hmông)", "Mông")),
        (ValueKind.NATIONALITY, "Việt Narn", ("Việt Nam",)),
        (
            ValueKind.MARITAL_STATUS,
            "Chưa đăng kí kết hôn với al",
            ("Chưa đăng ký kết hôn với ai",),
        ),
    ],
)
def test_check_value_near_entries_are_offered_nearest_first(
    kind: ValueKind, text: str, alternatives: tuple[str, ...]
) -> None:
    assert check_value(kind, text, LISTS).alternatives == alternatives


@pytest.mark.parametrize(
    "kind",
    [ValueKind.ETHNICITY, ValueKind.NATIONALITY, ValueKind.RELATION, ValueKind.MARITAL_STATUS],
)
def test_check_value_empty_list_switches_its_rule_off(kind: ValueKind) -> None:
    checked = check_value(kind, "Chú", ReferenceLists())

    assert (checked.value, checked.problem, checked.alternatives) == ("Chú", "", ())


def test_check_value_choice_is_compared_with_its_own_choices() -> None:
    choices = ("Có", "Không")

    assert check_value(ValueKind.CHOICE, "không", choices=choices).value == "Không"
    assert check_value(ValueKind.CHOICE, "Khônq", choices=choices).alternatives == ("Không",)
    assert check_value(ValueKind.CHOICE, "Khônq").problem == ""
