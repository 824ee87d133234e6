"""What input methods do to a sentence is told apart."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.typing_check import GOOD, SENTENCE, Finding, check_typing


def test_sentence_holds_every_tone_and_every_marked_letter() -> None:
    parts = unicodedata.normalize("NFD", SENTENCE.lower())

    assert {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"} <= set(parts)
    assert {"\u0302", "\u0306", "\u031b", "đ"} <= set(parts)


@pytest.mark.parametrize(
    ("typed", "finding"),
    [
        (SENTENCE, Finding.RIGHT),
        (f"  {SENTENCE.replace(' ', '  ')} ", Finding.RIGHT),
        (unicodedata.normalize("NFD", SENTENCE), Finding.DECOMPOSED),
        ("", Finding.NOTHING),
        ("   ", Finding.NOTHING),
        (SENTENCE.replace("Nguyễn", "Nguyeenx"), Finding.UNPROCESSED),
        (SENTENCE.replace("Nguyễn", "Nguye6n4"), Finding.UNPROCESSED),
        (SENTENCE.replace("Hường", "Hờng"), Finding.LOST),
        (SENTENCE.replace(" giấy", ""), Finding.LOST),
        (SENTENCE.replace("Hường", "HHường"), Finding.DOUBLED),
        (SENTENCE.replace("Hường", "Hương"), Finding.DIFFERENT),
    ],
)
def test_check_typing_tells_what_happened(typed: str, finding: Finding) -> None:
    assert check_typing(SENTENCE, typed).finding is finding


def test_check_typing_without_any_mark_says_that_marks_are_missing() -> None:
    bare = "".join(
        sign for sign in unicodedata.normalize("NFD", SENTENCE) if not unicodedata.combining(sign)
    )
    typed = bare.replace("đ", "d").replace("Đ", "D")

    assert check_typing(SENTENCE, typed).finding is Finding.NO_ACCENTS


def test_check_typing_takes_both_places_of_a_tone() -> None:
    found = check_typing("nhà ông Hoà", "nhà ông Hòa")

    assert found.finding is Finding.OTHER_TONE_PLACE
    assert found.is_good
    assert found.words == (("Hoà", "Hòa"),)


def test_check_typing_names_the_words_that_differ() -> None:
    found = check_typing("một hai ba", "một hi ba bốn")

    assert found.words == (("hai", "hi"), ("", "bốn"))


@given(st.text(max_size=60))
def test_check_typing_never_calls_other_letters_good(typed: str) -> None:
    found = check_typing(SENTENCE, typed)

    same = " ".join(unicodedata.normalize("NFC", typed).split()) == SENTENCE
    assert (found.finding in GOOD) == same


@given(st.text(alphabet="aăâeêioôơuưyđbchmnt ", min_size=1).filter(lambda text: text.strip() != ""))
def test_check_typing_takes_what_was_wanted_in_any_form(text: str) -> None:
    forms = [unicodedata.normalize(form, text) for form in ("NFC", "NFD")]

    assert all(check_typing(text, form).is_good for form in forms)
