from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ocr.understanding.checked import MAX_ALTERNATIVES, doubted
from ocr.understanding.forms import ValueKind
from ocr.understanding.validate import Checked, check_value, strip_leaders
from ocr.words import nfc
from tests.ocr.understanding.reference_lists import LISTS

KINDS = st.sampled_from(ValueKind)
VALUES = st.text(alphabet="0123456789OIlSB./-, :|ngàythámăhốQĐHUđồ'@%", max_size=40)


@settings(max_examples=500)
@given(kind=KINDS, text=st.one_of(st.text(max_size=40), VALUES))
def test_check_value_any_text_gives_composed_values_and_few_alternatives(
    kind: ValueKind, text: str
) -> None:
    checked = check_value(kind, text, LISTS, choices=("Có", "Không"))

    assert checked.value == nfc(checked.value)
    assert len(checked.alternatives) <= MAX_ALTERNATIVES
    assert checked.value not in checked.alternatives
    assert checked.problem or not checked.alternatives


@settings(max_examples=500)
@given(kind=KINDS, text=VALUES)
@example(kind=ValueKind.CHOICE, text="0 :0")
def test_check_value_of_its_own_sound_value_changes_nothing(kind: ValueKind, text: str) -> None:
    checked = check_value(kind, text, LISTS)

    if checked.value and not checked.problem:
        assert check_value(kind, checked.value, LISTS) == checked


@pytest.mark.parametrize("kind", list(ValueKind))
@pytest.mark.parametrize("blank", ["", "   ", ".........", "……………", "____", "- . _", ": ....."])
def test_check_value_blank_of_leaders_is_empty(kind: ValueKind, blank: str) -> None:
    assert check_value(kind, blank).value == ""


def test_strip_leaders_keeps_dots_inside_words() -> None:
    assert strip_leaders("....Số 5, P. Hạc Thành.....") == "Số 5, P. Hạc Thành"
    assert strip_leaders("U.B.N.D. xã") == "U.B.N.D. xã"


def test_doubted_drops_repeats_and_the_value_itself() -> None:
    checked = doubted("a", "date.format", ["b", "a", "b", "", "c", "d", "e", "f"])

    assert checked == Checked("a", "date.format", ("b", "c", "d", "e"))
