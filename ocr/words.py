"""What recognition gives: words with boxes and confidence, gathered in lines."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

Box = tuple[int, int, int, int]
"""(x0, y0, x1, y1) in pixels of the cleaned page, origin top left, x1 and y1 exclusive."""


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


@dataclass(frozen=True, slots=True)
class Word:
    """One recognised word.

    Attributes:
        text: NFC, without white space.
        box: Place on the cleaned page.
        confidence: 0.0 to 1.0 as the engine gave it.
    """

    text: str
    box: Box
    confidence: float


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
