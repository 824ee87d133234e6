"""One reader on one page, and what a run is made of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import cv2
import numpy as np

from benchmarks.peers import Cost
from benchmarks.score import Score, plain

_SEAL_SHARE = 0.0015
_SEAL_DPI = 300


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What is the same for all readers of a page.

    Attributes:
        sealed: A 300 dpi colour page with a red seal or stamp.
        handwritten: Some of its lines are written by hand.
    """

    name: str
    kind: str
    damage: str
    jpeg_bytes: int
    sealed: bool
    handwritten: bool


@dataclass(frozen=True, slots=True)
class Measurement:
    """What one reader made of one page.

    Attributes:
        size_bytes: Size of the PDF, 0 = there is none.
        score: Of the text that pdftotext finds in the PDF.
        words: Words found there.
        meant: Wrong letters in the text that was meant to stand in the PDF, if the reader tells it.
        meant_letters: Letters of that text.
        extracted: Wrong letters of the PDF by extractor, empty if the reader does not tell.
        displaced: Letters by which the text of the PDF, in its order, differs from the meant one.
        confidence: Confidence of each word and whether it is right, ours only.
    """

    reader: str
    page: PageFacts
    cost: Cost
    size_bytes: int
    score: Score
    words: int
    meant: int = 0
    meant_letters: int = 0
    extracted: dict[str, int] = field(default_factory=dict)
    displaced: dict[str, int] = field(default_factory=dict)
    confidence: tuple[tuple[float, bool], ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Plain values for a JSON file."""
        return asdict(self)


def has_red_seal(jpeg: bytes, dpi: int) -> bool:
    """Whether a picture of 300 dpi shows red ink as a seal leaves it."""
    if dpi != _SEAL_DPI:
        return False
    picture = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_REDUCED_COLOR_4)
    if picture is None:
        return False
    hue, strength, light = cv2.split(cv2.cvtColor(picture, cv2.COLOR_BGR2HSV))
    red = ((hue < 10) | (hue > 168)) & (strength > 80) & (light > 90)
    return float(red.mean()) > _SEAL_SHARE


def words_right(
    lines_truth: Iterable[str], words: Sequence[tuple[str, float]]
) -> tuple[tuple[float, bool], ...]:
    """Confidence of every word and whether the page has such a word.

    A word of the truth vouches for one word that was read; which of two equal ones is not asked.
    Words of nothing but leaders are left out.
    """
    there = Counter(word for line in lines_truth for word in plain(line).split())
    judged: list[tuple[float, bool]] = []
    for text, confidence in words:
        letters = plain(text)
        if letters:
            right = all(there[part] > 0 for part in letters.split())
            there.subtract(letters.split() if right else ())
            judged.append((round(confidence, 3), right))
    return tuple(judged)
