"""Lines in other languages on a Vietnamese page: found, and read again with their own models.

A page is always read with the Vietnamese model. Handing Tesseract several models at once costs
Vietnamese words instead: the English one reads whole lines surely and without their marks
("Noi sinh va ngay cap"), and its reading wins. So only lines that cannot be Vietnamese are read
once more, and what reads more surely stands.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import replace

from ocr.errors import RecognitionFailed, RecognitionTimeout
from ocr.recognition.recover import cut_out
from ocr.recognition.syllables import DOT, HOOK, TILDE, is_legal
from ocr.recognition.tesseract_data import SEPARATOR
from ocr.scale import resized, working_scale
from ocr.source import Pixels
from ocr.words import Line, PageText

_ONLY_VIETNAMESE = frozenset({HOOK, TILDE, DOT, "\u0306", "\u031b"})
"""Tones and marks (breve, horn) that English and French do not write."""
_LEAST_WORDS = 2
_LEGAL_SHARE = 0.5

ReadOther = Callable[[Pixels], PageText]
"""Reads a (h, w) uint8 crop of one line in the other languages; boxes in its pixels."""


def is_other_language(line: Line) -> bool:
    """Whether most words of a line cannot be Vietnamese and no letter shows that it is."""
    letters = ["".join(filter(str.isalpha, word.text)) for word in line.words]
    judged = [word for word in letters if len(word) > 1 and any(map(_is_vowel, word))]
    if len(judged) < _LEAST_WORDS:
        return False
    if any(_is_unmistakable(word) for word in judged):
        return False
    return sum(map(is_legal, judged)) < _LEGAL_SHARE * len(judged)


def _is_vowel(letter: str) -> bool:
    return unicodedata.normalize("NFD", letter)[0].lower() in "aeiouy"


def _is_unmistakable(word: str) -> bool:
    """Whether a word is written with letters that only Vietnamese has."""
    if "đ" in word.lower():
        return True
    marks = [unicodedata.normalize("NFD", letter)[1:] for letter in word]
    return any(len(mark) > 1 or not _ONLY_VIETNAMESE.isdisjoint(mark) for mark in marks)


def in_other_languages(
    gray: Pixels, dpi: int, text: PageText, read: ReadOther, *, languages: tuple[str, ...]
) -> PageText:
    """`text` with its lines in other languages read again where that reads more surely.

    Words of such lines name the language, whichever reading stands, so that nobody mends them as
    Vietnamese. When the engine breaks or time is up, the first reading stands.

    Args:
        gray: (h, w) uint8, the page that was read.
        dpi: Dots per inch of `gray`.
        text: What the Vietnamese model read.
        read: Reads a line in the other languages.
        languages: Their models; nothing is done without any.
    """
    if not languages:
        return text
    name = SEPARATOR.join(languages)
    lines = (
        _named(_better(gray, dpi, line, read), name) if is_other_language(line) else line
        for line in text.lines
    )
    return PageText(tuple(lines))


def _named(line: Line, language: str) -> Line:
    return Line(tuple(replace(word, language=language) for word in line.words))


def _better(gray: Pixels, dpi: int, line: Line, read: ReadOther) -> Line:
    piece, (left, top) = cut_out(gray, line.box)
    scale = working_scale(piece, dpi)
    try:
        again = read(resized(piece, scale))
    except (RecognitionTimeout, RecognitionFailed):
        return line
    # A crop with some air shows parts of its neighbours: the line itself is the longest.
    longest = max(again.lines, key=lambda found: len(found.text), default=line)
    if longest is line or _sureness(longest) <= _sureness(line):
        return line
    return Line(tuple(word.moved(1 / scale, left, top) for word in longest.words))


def _sureness(line: Line) -> float:
    """Mean confidence of the letters."""
    letters = sum(len(word.text) for word in line.words)
    return sum(len(word.text) * word.confidence for word in line.words) / max(1, letters)
