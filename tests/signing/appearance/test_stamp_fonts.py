"""Letters of stamps: all of them, as wide as they are, found again by readers."""

from __future__ import annotations

import io
import shutil
import subprocess
import unicodedata
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from fontTools.ttLib import TTFont

from signing.appearance.canvas import TextLine, draw_page
from signing.appearance.fonts import Face
from signing.errors import FontUnusable, TextNotDrawable

_VOWELS = "aăâeêioôơuưy"
_TONES = ("", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323")
LETTERS = [unicodedata.normalize("NFC", vowel + tone) for vowel in _VOWELS for tone in _TONES]
VIETNAMESE = "".join(
    letter for letter in [*LETTERS, "đ", *(each.upper() for each in LETTERS), "Đ"] if letter > "~"
)


def _page_of(face: Face, text: str) -> bytes:
    return draw_page((800, 60), face, lines=[TextLine(text, 10, 20, 10)])


def test_vietnamese_has_all_letters_with_marks() -> None:
    assert len(set(VIETNAMESE)) == 134


def test_subset_vietnamese_letters_are_extracted_equal(face: Face) -> None:
    page = _page_of(face, VIETNAMESE)

    found = pypdfium2.PdfDocument(page)[0].get_textpage().get_text_range()

    assert unicodedata.normalize("NFC", found.strip()) == VIETNAMESE


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler is not installed")
def test_subset_vietnamese_letters_are_extracted_equal_by_poppler(
    face: Face, tmp_path: Path
) -> None:
    file = tmp_path / "stamp.pdf"
    file.write_bytes(_page_of(face, VIETNAMESE))

    found = subprocess.run(
        ["pdftotext", str(file), "-"], capture_output=True, timeout=30, check=True
    ).stdout.decode()

    assert unicodedata.normalize("NFC", found.strip()) == VIETNAMESE


def test_subset_widths_agree_with_the_font_program(face: Face) -> None:
    with pikepdf.open(io.BytesIO(_page_of(face, "Hồng Điệp 2026"))) as pdf:
        font = pdf.pages[0].Resources.Font.F1.DescendantFonts[0]
        program = TTFont(io.BytesIO(font.FontDescriptor.FontFile2.read_bytes()))
        written = {int(font.W[n]): int(font.W[n + 1][0]) for n in range(0, len(font.W), 2)}

    per_em, order = program["head"].unitsPerEm, program.getGlyphOrder()
    assert per_em == 2048
    for code, width in written.items():
        assert width == pytest.approx(program["hmtx"][order[code]][0] * 1000 / per_em, abs=0.5)


def test_subset_is_small_and_named_as_one(face: Face) -> None:
    subset = face.subset("SAO Y")

    assert len(subset.program) < 6000
    assert subset.name[6] == "+"
    assert subset.name[:6].isupper()


def test_subset_same_letters_gives_the_same_object(face: Face) -> None:
    first = face.subset("SAO Y")

    second = face.subset("YOAS ")

    assert first is second


def test_width_pt_of_line_is_sum_of_its_letters(face: Face) -> None:
    whole = face.width_pt("Hồng Điệp", 10)

    parts = sum(face.width_pt(letter, 10) for letter in "Hồng Điệp")

    assert whole == pytest.approx(parts)
    assert 35 < whole < 50


def test_subset_letter_that_font_lacks_is_refused(face: Face) -> None:
    with pytest.raises(TextNotDrawable):
        face.subset("字")


@pytest.mark.parametrize("program", [b"", b"not a font", b"\0\1\0\0" + bytes(60)])
def test_face_of_other_bytes_is_refused(program: bytes) -> None:
    with pytest.raises(FontUnusable):
        Face(program)
