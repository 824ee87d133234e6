"""From what an engine puts out to lines of words."""

from __future__ import annotations

from collections.abc import Iterable
from statistics import median

from ocr.words import Box, CharacterPlace, Line, PageText, Word, nfc, place_in

ONE_COLUMN, AUTOMATIC = 4, 3
"""Page segmentation modes of Tesseract."""
Symbol = tuple[str, Box, float]
"""A character as the engine gave it, its box in pixels of the resized picture, 0 to 100."""
_DOUBTFUL = 0.6
_TALLEST = 4.0


def word_of(
    text: str, box: Box, percent: float, scale: float, *, symbols: Iterable[Symbol] = ()
) -> Word:
    """A word in NFC with its box brought back to the size of the page.

    Args:
        text: As the engine gave it; may be empty.
        box: In pixels of the resized picture.
        percent: Confidence, 0 to 100, or negative when unknown.
        scale: Factor by which the picture was resized.
        symbols: Its characters, where the engine tells them.
    """
    x0, y0, x1, y1 = (round(value / scale) for value in box)
    place = (x0, y0, max(x1, x0 + 1), max(y1, y0 + 1))
    letters = nfc("".join(text.split()))
    sure = round(min(1.0, max(0.0, percent / 100)), 4)
    return Word(letters, place, sure, places=_places(letters, box, symbols))


def _places(letters: str, box: Box, symbols: Iterable[Symbol]) -> tuple[CharacterPlace, ...]:
    """One place for each letter, none at all when symbols and letters do not agree."""
    read: list[str] = []
    places: list[CharacterPlace] = []
    for text, part, percent in symbols:
        written = nfc(text)
        read.append(written)
        places.extend([place_in(box, part, round(percent))] * len(written))
    return tuple(places) if "".join(read) == letters else ()


def page_of(groups: Iterable[Iterable[Word]]) -> PageText:
    """Lines in the order given, without empty words and without marks that are no text.

    Signatures, seals and card patterns come out as lone strokes and brackets.
    """
    lines = [[word for word in group if word.text] for group in groups]
    heights = [word.box[3] - word.box[1] for line in lines for word in line]
    tallest = _TALLEST * median(heights) if heights else 0.0
    kept = (tuple(w for w in line if not _is_stroke(w, tallest)) for line in lines)
    return PageText(tuple(Line(words) for words in kept if words))


def _is_stroke(word: Word, tallest: float) -> bool:
    if any(letter.isalnum() for letter in word.text):
        return False
    return word.confidence < _DOUBTFUL or word.box[3] - word.box[1] > tallest


def letter_yield(text: PageText) -> float:
    """How much was read, doubtful letters counting little."""
    return sum(len(word.text) * (word.confidence**2 - 0.25) for word in text.words)
