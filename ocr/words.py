"""What recognition gives: words with boxes and confidence, gathered in lines."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import NamedTuple

from ocr.calibration import AGREED, DIFFERED, probability

Box = tuple[int, int, int, int]
"""(x0, y0, x1, y1) in pixels of the cleaned page, origin top left, x1 and y1 exclusive."""

_THOUSAND = 1000


def nfc(text: str) -> str:
    """Compose letters with their marks (NFC), the only form that leaves this package."""
    return unicodedata.normalize("NFC", text)


def union(boxes: list[Box]) -> Box:
    """Smallest box around all of `boxes`.

    Raises:
        ValueError: `boxes` is empty.
    """
    if not boxes:
        raise ValueError("union of no boxes")
    x0s, y0s, x1s, y1s = zip(*boxes, strict=True)
    return (min(x0s), min(y0s), max(x1s), max(y1s))


class CharacterPlace(NamedTuple):
    """Where a character stands in its word, in thousandths of the word's box, and how sure it is.

    Relative, so that it stays true when a word is moved or brought to another size.
    """

    left: int
    top: int
    right: int
    bottom: int
    percent: int


class SecondLook(StrEnum):
    """What a second reading of a doubtful word came to."""

    NONE = ""
    AGREES = "agrees"
    DIFFERS = "differs"


@dataclass(frozen=True, slots=True)
class Character:
    """One character of a word.

    Attributes:
        text: One letter, digit or mark.
        box: Place on the cleaned page, to about a tenth of its height.
        confidence: 0.0 to 1.0 as the engine gave it.
    """

    text: str
    box: Box
    confidence: float


@dataclass(frozen=True, slots=True)
class Word:
    """One recognised word.

    Attributes:
        text: NFC, without white space.
        box: Place on the cleaned page.
        confidence: 0.0 to 1.0 as the engine gave it; steps of reading judge by it.
        language: Models that read lines of other languages ("eng"), "" for Vietnamese.
        second: Whether a second reading agreed, for words that were doubtful.
        places: One for each letter of `text` where the engine told them, else empty.
    """

    text: str
    box: Box
    confidence: float
    language: str = ""
    places: tuple[CharacterPlace, ...] = field(default=(), hash=False)
    second: SecondLook = SecondLook.NONE

    @property
    def probability(self) -> float:
        """How often words of this confidence and second reading are right, 0.0 to 1.0."""
        match self.second:
            case SecondLook.NONE:
                return probability(self.confidence)
            case SecondLook.AGREES:
                return max(AGREED, probability(self.confidence))
            case SecondLook.DIFFERS:
                return min(DIFFERED, probability(self.confidence))

    @property
    def characters(self) -> tuple[Character, ...]:
        """Its letters with boxes; empty when unknown or when mending changed their number."""
        if len(self.places) != len(self.text):
            return ()
        return tuple(map(self._character, self.text, self.places))

    def _character(self, letter: str, place: CharacterPlace) -> Character:
        x0, y0, x1, y1 = self.box
        width, height = x1 - x0, y1 - y0
        left = x0 + min(width - 1, width * place.left // _THOUSAND)
        top = y0 + min(height - 1, height * place.top // _THOUSAND)
        right = x0 + -(-width * place.right // _THOUSAND)
        bottom = y0 + -(-height * place.bottom // _THOUSAND)
        box = (left, top, max(left + 1, right), max(top + 1, bottom))
        return Character(letter, box, place.percent / 100)

    def moved(self, factor: float, left: int, top: int) -> Word:
        """The word with its box multiplied by `factor` and moved; at least one pixel stays."""
        x0, y0, x1, y1 = (round(side * factor) for side in self.box)
        x1, y1 = max(x1, x0 + 1), max(y1, y0 + 1)
        return replace(self, box=(x0 + left, y0 + top, x1 + left, y1 + top))


def place_in(box: Box, part: Box, percent: int) -> CharacterPlace:
    """`part` in thousandths of `box`, cut off at its sides.

    Args:
        box: The word, in any pixels.
        part: One of its characters, in the same pixels.
        percent: Confidence, 0 to 100.
    """
    x0, y0, x1, y1 = box
    width, height = max(1, x1 - x0), max(1, y1 - y0)
    sides = (
        (part[0] - x0) / width,
        (part[1] - y0) / height,
        (part[2] - x0) / width,
        (part[3] - y0) / height,
    )
    left, top, right, bottom = (round(_THOUSAND * min(1.0, max(0.0, side))) for side in sides)
    return CharacterPlace(left, top, right, bottom, min(100, max(0, percent)))


@dataclass(frozen=True, slots=True)
class Line:
    """Words that stand on one base line, left to right; never empty."""

    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        """The words joined by single spaces."""
        return " ".join(word.text for word in self.words)

    @property
    def box(self) -> Box:
        """Box around all words."""
        return union([word.box for word in self.words])

    @property
    def confidence(self) -> float:
        """Mean confidence of the words, 0.0 to 1.0."""
        return sum(word.confidence for word in self.words) / len(self.words)


@dataclass(frozen=True, slots=True)
class PageText:
    """Lines of a page in reading order."""

    lines: tuple[Line, ...] = ()

    @property
    def text(self) -> str:
        """The lines joined by line feeds."""
        return "\n".join(line.text for line in self.lines)

    @property
    def words(self) -> tuple[Word, ...]:
        """All words in reading order."""
        return tuple(word for line in self.lines for word in line.words)

    @property
    def mean_confidence(self) -> float:
        """Mean confidence over all words, 0.0 for a page without words."""
        words = self.words
        return sum(word.confidence for word in words) / len(words) if words else 0.0
