from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr.folding import allowed_edits, fold, fold_letters, same_reading, similarity, tone_key
from ocr.words import nfc

VIETNAMESE = st.text(
    alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyàáảãạằắẳẵặềếểễệƯỨỪỬỮỰĐ .,:/-0123456789", max_size=40
)


@given(st.text(max_size=60))
def test_fold_any_text_keeps_every_position(text: str) -> None:
    folded = fold(text)

    assert len(folded) == len(nfc(text))


@given(VIETNAMESE)
def test_fold_composed_and_decomposed_text_are_equal(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(text)


@given(VIETNAMESE)
def test_fold_letters_indices_point_at_their_letters(text: str) -> None:
    letters, indices = fold_letters(text)

    folded = fold(text)
    assert [folded[index] for index in indices] == list(letters)
    assert list(indices) == sorted(set(indices))


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Đường Số 5", "duong so 5"), ("ỨNG HÒA", "ung hoa"), ("Đắk Lắk", "dak lak"), ("", "")],
)
def test_fold_vietnamese_gives_base_letters(text: str, expected: str) -> None:
    assert fold(text) == expected


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Hòa Bình", "Hoà Bình", True),
        ("Thủy", "Thuỷ", True),
        ("quý", "QUÝ", True),
        ("Hoà", "Hoá", False),
        ("Dương", "Đương", False),
        ("Ân", "Ăn", False),
    ],
)
def test_same_reading_only_place_of_tone_is_forgiven(one: str, other: str, same: bool) -> None:
    assert same_reading(one, other) is same


@given(VIETNAMESE)
def test_tone_key_is_stable_under_normal_forms(text: str) -> None:
    assert tone_key(unicodedata.normalize("NFD", text)) == tone_key(text)


def test_similarity_below_bound_is_zero() -> None:
    near = similarity("Nguyễn Văn An", "NGUYEN VAN AN")
    far = similarity("Nguyễn Văn An", "Trần Thị Bích", at_least=0.8)

    assert near == 1.0
    assert far == 0.0


def test_allowed_edits_short_label_forgives_nothing() -> None:
    assert [allowed_edits(n) for n in (2, 5, 6, 12, 25)] == [0, 0, 1, 2, 4]
