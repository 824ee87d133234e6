"""Fonts the papers are drawn with, checked to write every Vietnamese letter."""

from __future__ import annotations

import unicodedata
from enum import Enum
from functools import cache
from pathlib import Path

from PIL import ImageFont

from benchmarks.corpus.errors import FontMissingError, LetterMissingError

_PLAIN_VOWELS = "aăâeêioôơuưy"
_TONES = ("", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323")
_NOT_A_LETTER = "\U0010fffe"


class Face(Enum):
    """Faces used on the papers, with the file that holds each."""

    SERIF = "LiberationSerif-Regular.ttf"
    SERIF_BOLD = "LiberationSerif-Bold.ttf"
    SERIF_ITALIC = "LiberationSerif-Italic.ttf"
    SERIF_BOLD_ITALIC = "LiberationSerif-BoldItalic.ttf"
    SANS = "LiberationSans-Regular.ttf"
    SANS_BOLD = "LiberationSans-Bold.ttf"
    MONO = "LiberationMono-Regular.ttf"
    MONO_BOLD = "LiberationMono-Bold.ttf"
    SANS_ITALIC = "LiberationSans-Italic.ttf"
    DEJAVU_SERIF = "DejaVuSerif.ttf"
    DEJAVU_SERIF_BOLD = "DejaVuSerif-Bold.ttf"
    DEJAVU_SANS = "DejaVuSans.ttf"
    DEJAVU_SANS_BOLD = "DejaVuSans-Bold.ttf"
    NOTO_SERIF = "NotoSerif-Regular.ttf"
    NOTO_SERIF_BOLD = "NotoSerif-Bold.ttf"
    NOTO_SERIF_ITALIC = "NotoSerif-Italic.ttf"
    NOTO_SANS = "NotoSans-Regular.ttf"
    NOTO_SANS_BOLD = "NotoSans-Bold.ttf"
    NOTO_SANS_ITALIC = "NotoSans-Italic.ttf"


def vietnamese_letters() -> str:
    """The 134 letters of Vietnamese beyond A-Z, NFC, small and capital."""
    small = {
        unicodedata.normalize("NFC", vowel + tone) for vowel in _PLAIN_VOWELS for tone in _TONES
    }
    small = {letter for letter in small if not letter.isascii()} | {"đ"}
    return "".join(sorted(small | {letter.upper() for letter in small}))


def font_folders() -> tuple[Path, ...]:
    """Folders fontconfig looks in by default; the newer Liberation fonts first."""
    system = Path("/usr/share/fonts")
    return (
        system / "truetype" / "liberation2",
        system / "truetype",
        system,
        Path("/usr/local/share/fonts"),
        Path.home() / ".local" / "share" / "fonts",
        Path.home() / ".fonts",
    )


@cache
def find_font(file_name: str) -> Path:
    """Find an installed font file.

    Raises:
        FontMissingError: No folder has it.
    """
    for folder in font_folders():
        direct = folder / file_name
        if direct.is_file():
            return direct
    for folder in font_folders():
        found = sorted(folder.rglob(file_name)) if folder.is_dir() else []
        if found:
            return found[0]
    raise FontMissingError(
        f"font file {file_name} not found; install the packages fonts-liberation2,"
        " fonts-dejavu-core and fonts-noto-core"
    )


def missing_letters(font: ImageFont.FreeTypeFont, letters: str) -> str:
    """Give those of `letters` that `font` draws as its box for unknown letters."""
    unknown = font.getmask(_NOT_A_LETTER)
    blank = (unknown.size, bytes(unknown))
    masks = ((letter, font.getmask(letter)) for letter in letters)
    return "".join(letter for letter, mask in masks if (mask.size, bytes(mask)) == blank)


@cache
def _checked_path(face: Face) -> Path:
    path = find_font(face.value)
    probe = ImageFont.truetype(str(path), 40, layout_engine=ImageFont.Layout.BASIC)
    missing = missing_letters(probe, vietnamese_letters())
    if missing:
        raise LetterMissingError(
            f"{path} lacks {len(missing)} Vietnamese letters ({missing[:8]}…);"
            " install fonts-liberation2 version 2.00 or later"
        )
    return path


@cache
def load_font(face: Face, size_px: int) -> ImageFont.FreeTypeFont:
    """Open a face at a size in pixels; the basic layout keeps pixels the same everywhere.

    Raises:
        FontMissingError: The font is not installed.
        LetterMissingError: It cannot write Vietnamese.
    """
    path = _checked_path(face)
    return ImageFont.truetype(str(path), size_px, layout_engine=ImageFont.Layout.BASIC)
