"""How far a value read from print can be trusted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.catalog.load import load_catalog
from ocr.understanding.checked import ReferenceLists
from ocr.understanding.forms import ValueKind
from ocr.understanding.trust import (
    GREEN_BELOW,
    SECOND_LOOK,
    SHARES,
    doubt_of,
    second_look_share,
)
from ocr.words import SecondLook, Word

LISTS = load_catalog().reference_lists()
SURE = 0.97


def words(text: str, **weak: float) -> list[Word]:
    """Words in a row; those named have another confidence."""
    return [
        Word(word, (60 * at, 0, 60 * at + 50, 20), weak.get(word.strip(","), SURE))
        for at, word in enumerate(text.split())
    ]


def doubt(kind: ValueKind, text: str, **weak: float) -> float:
    return doubt_of(kind, text, words(text, **weak), LISTS)


@pytest.mark.parametrize(("confidence", "is_green"), [(0.935, True), (0.92, False)])
def test_doubt_of_name_needs_a_sure_weakest_word(confidence: float, is_green: bool) -> None:
    found = doubt(ValueKind.NAME, "Nguyễn Văn An", An=confidence)

    assert (found < GREEN_BELOW) is is_green


def test_doubt_of_number_is_less_than_of_a_name_read_the_same() -> None:
    name = doubt_of(ValueKind.NAME, "a", words("a", a=0.905), LISTS)
    number = doubt_of(ValueKind.DOC_NUMBER, "a", words("a", a=0.905), LISTS)

    assert number < GREEN_BELOW < name


def test_doubt_of_listed_value_is_small_however_it_was_read() -> None:
    assert doubt(ValueKind.ETHNICITY, "Tày", Tày=0.43) < GREEN_BELOW


def test_doubt_of_value_without_its_list_is_not_less() -> None:
    listed = doubt(ValueKind.ETHNICITY, "Tày", Tày=0.6)
    alone = doubt_of(ValueKind.ETHNICITY, "Tày", words("Tày", Tày=0.6), ReferenceLists())

    assert listed < GREEN_BELOW < alone


def test_doubt_of_amount_in_words_is_small_where_every_word_says_a_number() -> None:
    text = "Một trăm bốn mươi triệu đồng"

    assert doubt(ValueKind.NUMBER_WORDS, text, trăm=0.6) < GREEN_BELOW
    assert doubt(ValueKind.NUMBER_WORDS, "Một tram con voi", voi=0.6) > GREEN_BELOW


@pytest.mark.parametrize(
    ("weak", "is_green"),
    [("Thành", True), ("Minh", True), ("xã", True), ("Củ", False), ("Chi", False)],
)
def test_doubt_of_address_forgives_fixed_words_and_the_province(weak: str, is_green: bool) -> None:
    text = "Ấp 1, xã Củ Chi, Thành phố Hồ Chí Minh"

    assert (doubt(ValueKind.ADDRESS, text, **{weak: 0.88}) < GREEN_BELOW) is is_green


def test_doubt_of_fixed_word_with_another_mark_stays() -> None:
    text = "Số 12, Thộn 6, xã Hoằng Tiến, tỉnh Thanh Hóa"

    assert doubt(ValueKind.ADDRESS, text, Thộn=0.91) > GREEN_BELOW


def test_doubt_of_id_does_not_ask_the_words_around_it() -> None:
    text = "079196944928 do QLHC cấp"

    assert doubt(ValueKind.PERSONAL_ID, text, QLHC=0.3) < GREEN_BELOW


def test_doubt_of_word_whose_second_reading_differed_is_large() -> None:
    sure = Word("An", (0, 0, 50, 20), SURE)
    differs = Word("An", (0, 0, 50, 20), SURE, second=SecondLook.DIFFERS)

    assert doubt_of(ValueKind.NAME, "An", [sure], LISTS) < GREEN_BELOW
    assert doubt_of(ValueKind.NAME, "An", [differs], LISTS) > 0.5


def test_doubt_of_nothing_is_whole() -> None:
    assert doubt_of(ValueKind.TEXT, "x", [], LISTS) == 1.0


@given(st.floats(0, 1), st.floats(0, 1), st.sampled_from(list(ValueKind)))
def test_doubt_of_value_falls_as_confidence_rises(
    one: float, other: float, kind: ValueKind
) -> None:
    low, high = sorted((one, other))

    weak, strong = (
        doubt_of(kind, "Nam", [Word("Nam", (0, 0, 9, 9), each)], LISTS) for each in (low, high)
    )

    assert 0.0 <= strong <= weak <= 1.0


@pytest.mark.parametrize("kind", list(ValueKind))
def test_second_look_share_falls_as_the_look_gets_clearer(kind: ValueKind) -> None:
    shares = [second_look_share(kind, confidence) for confidence in (0.0, 0.8, 0.95)]

    assert shares == sorted(shares, reverse=True)


def test_tables_are_shares() -> None:
    shares = [*SHARES.values(), *(share for row in SECOND_LOOK.values() for share in row)]

    assert all(0.0 < share <= 1.0 for share in shares)
