from __future__ import annotations

import unicodedata

import pytest

from benchmarks.corpus.errors import FontMissingError
from benchmarks.corpus.fonts import (
    Face,
    find_font,
    load_font,
    missing_letters,
    vietnamese_letters,
)


def test_vietnamese_letters_are_134_composed() -> None:
    letters = vietnamese_letters()

    assert len(letters) == 134
    assert unicodedata.is_normalized("NFC", letters)
    assert {"ặ", "Ỹ", "đ", "Ợ"} <= set(letters)


@pytest.mark.parametrize("face", list(Face))
def test_load_font_every_face_writes_vietnamese(face: Face) -> None:
    font = load_font(face, 40)

    assert missing_letters(font, vietnamese_letters()) == ""


def test_missing_letters_foreign_script_is_named() -> None:
    font = load_font(Face.SERIF, 40)

    assert missing_letters(font, "ạ\u0e81ệ") == "\u0e81"


def test_find_font_unknown_file_says_what_to_install() -> None:
    with pytest.raises(FontMissingError, match="fonts-liberation2"):
        find_font("NoSuchFace-Regular.ttf")
