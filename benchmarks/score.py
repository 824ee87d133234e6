"""Letters wrong on a page, whatever the order in which its lines were read.

Readers merge the two halves of a heading, split a line at a wide gap and read columns in another
order than the truth lists them; none of that is a wrong letter. So lines are not compared one
after the other. Whole lines that agree are taken out first. For the rest every line of one side is
compared with every run of words of the lines of the other side, the best pair is taken, its words
are used up, and what is left of both lines takes part in the next round. A pair counts its edit
distance (substitutions, deletions, insertions). Truth without a partner counts as missed, text
without a partner as inserted, each with its full length: text that is wrong in more than half of
its letters is not a reading of a line. Spaces count as letters inside a line, not where a line was
cut.

Source: the idea of matching by pieces is the "flexible character accuracy" of C. Clausner,
S. Pletschacher and A. Antonacopoulos, Pattern Recognition Letters 131 (2020).
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import cdist

_LEADERS = re.compile(r"(?:[._…‥·]\s*){2,}|[_…‥]")
_WRONG_LETTER = 4
"""What one wrong letter takes from the letters of a pair when pairs are ranked. With 4 a pair is
worth nothing when half of its letters are wrong."""
_SPARE_WORDS = 4
"""How many words more than the longest line of the other side a run may have."""


@dataclass(frozen=True, slots=True)
class Score:
    """Wrong letters and letters of the truth; scores of pages add up."""

    errors: int = 0
    letters: int = 0

    @property
    def rate(self) -> float:
        """Character error rate, 0 = all right; 1 and more for a page without truth."""
        return self.errors / self.letters if self.letters else float(self.errors > 0)

    def __add__(self, other: Score) -> Score:
        return Score(self.errors + other.errors, self.letters + other.letters)


def plain(line: str) -> str:
    """`line` in NFC without leaders and without needless space."""
    return " ".join(_LEADERS.sub(" ", unicodedata.normalize("NFC", line)).split())


def page_cer(lines_truth: Sequence[str], recognised: str) -> Score:
    """Compare what was read on a page with what stands on it.

    Args:
        lines_truth: Text of the page, one entry per line, in any order.
        recognised: All text that was read, lines ended by line feeds or page feeds.
    """
    truth = _lines(lines_truth)
    read = _lines(recognised.splitlines())
    letters = sum(len(line) for line in truth)
    left, over = _without_equals(truth, read)
    return Score(_errors(_Side(left), _Side(over)), letters)


def displaced_letters(meant: str, extracted: str) -> int:
    """Letters by which two texts differ when order counts and the breaking of lines does not."""
    return Levenshtein.distance(plain(meant), plain(extracted))


def _lines(lines: Iterable[str]) -> list[str]:
    return [cleaned for cleaned in map(plain, lines) if cleaned]


def _without_equals(truth: list[str], read: list[str]) -> tuple[list[str], list[str]]:
    """Both sides without the lines that stand on both of them."""
    common = Counter(truth) & Counter(read)
    return _less(truth, common), _less(read, common)


def _less(lines: list[str], taken: Counter[str]) -> list[str]:
    return sorted((Counter(lines) - taken).elements())


@dataclass(frozen=True, slots=True)
class _Run:
    """Words `first` up to and without `end` of piece number `piece`."""

    piece: int
    first: int
    end: int


class _Side:
    """The words of one side that have no partner yet, in pieces of lines."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.pieces = [line.split() for line in lines]

    def letters(self) -> int:
        return sum(len(" ".join(piece)) for piece in self.pieces)

    def longest(self) -> int:
        """Words of the longest piece."""
        return max(map(len, self.pieces), default=0)

    def wholes(self) -> list[_Run]:
        return [_Run(number, 0, len(piece)) for number, piece in enumerate(self.pieces)]

    def runs(self, most_words: int) -> list[_Run]:
        """Every run of neighbouring words."""
        return list(self._runs(most_words))

    def _runs(self, most_words: int) -> Iterator[_Run]:
        for number, piece in enumerate(self.pieces):
            for first in range(len(piece)):
                for end in range(first + 1, min(len(piece), first + most_words) + 1):
                    yield _Run(number, first, end)

    def text(self, run: _Run) -> str:
        return " ".join(self.pieces[run.piece][run.first : run.end])

    def take(self, runs: Iterable[_Run]) -> None:
        """Use up the words of `runs`; what stood left and right of them become pieces."""
        gone: dict[int, set[int]] = {}
        for run in runs:
            gone.setdefault(run.piece, set()).update(range(run.first, run.end))
        self.pieces = [
            part
            for number, piece in enumerate(self.pieces)
            for part in _parts(piece, gone.get(number, set()))
        ]


def _parts(piece: list[str], gone: set[int]) -> Iterator[list[str]]:
    part: list[str] = []
    for position, word in enumerate(piece):
        if position not in gone:
            part.append(word)
        elif part:
            yield part
            part = []
    if part:
        yield part


@dataclass(frozen=True, slots=True)
class _Pair:
    worth: int
    distance: int
    truth: _Run
    read: _Run


def _errors(truth: _Side, read: _Side) -> int:
    """Letters wrong, missed and inserted; uses both sides up."""
    errors = 0
    while True:
        chosen = _chosen(_pairs(truth, read))
        if not chosen:
            return errors + truth.letters() + read.letters()
        errors += sum(pair.distance for pair in chosen)
        truth.take(pair.truth for pair in chosen)
        read.take(pair.read for pair in chosen)


def _chosen(pairs: list[_Pair]) -> list[_Pair]:
    """The best pairs that share no word."""
    used_truth: set[tuple[int, int]] = set()
    used_read: set[tuple[int, int]] = set()
    chosen: list[_Pair] = []
    for pair in pairs:
        truth, read = _places(pair.truth), _places(pair.read)
        if used_truth.isdisjoint(truth) and used_read.isdisjoint(read):
            used_truth |= truth
            used_read |= read
            chosen.append(pair)
    return chosen


def _places(run: _Run) -> set[tuple[int, int]]:
    return {(run.piece, word) for word in range(run.first, run.end)}


def _pairs(truth: _Side, read: _Side) -> list[_Pair]:
    """Pairs worth taking, best first; one of the two is always a whole piece."""
    if not truth.pieces or not read.pieces:
        return []
    pairs = [
        _Pair(worth, distance, whole, run) for worth, distance, whole, run in _compared(truth, read)
    ]
    pairs += [
        _Pair(worth, distance, run, whole) for worth, distance, whole, run in _compared(read, truth)
    ]
    return sorted(pairs, key=lambda pair: (-pair.worth, pair.distance, _key(pair)))


def _key(pair: _Pair) -> tuple[int, ...]:
    truth, read = pair.truth, pair.read
    return (truth.piece, truth.first, truth.end, read.piece, read.first, read.end)


def _compared(side: _Side, other: _Side) -> Iterator[tuple[int, int, _Run, _Run]]:
    """Worth, distance, whole piece of `side` and run of `other` of all pairs worth something."""
    wholes, runs = side.wholes(), other.runs(side.longest() + _SPARE_WORDS)
    whole_texts, run_texts = [side.text(run) for run in wholes], [other.text(run) for run in runs]
    distance = cdist(whole_texts, run_texts, scorer=Levenshtein.distance, dtype=np.int32)
    worth = _lengths(whole_texts)[:, None] + _lengths(run_texts)[None, :] - _WRONG_LETTER * distance
    for row, column in zip(*np.nonzero(worth >= 0), strict=True):
        yield int(worth[row, column]), int(distance[row, column]), wholes[row], runs[column]


def _lengths(texts: list[str]) -> NDArray[np.int32]:
    return np.array([len(text) for text in texts], dtype=np.int32)
