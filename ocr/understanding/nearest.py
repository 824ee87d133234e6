"""Nearest entries of a closed list, by an edit distance that knows what is misread.

Swapping a tone costs 0.3, another mark on the same letter and look-alikes such as O and 0
cost 0.5, another letter 1. The place of a tone within its word costs nothing.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from ocr.folding import fold, tone_key
from ocr.understanding.checked import MAX_ALTERNATIVES

TONE_COST = 0.3
_MARK_COST = 0.5
_FULL_COST = 1.0
_SHARE_OF_LENGTH = 0.25
_LOOKALIKES = frozenset(map(frozenset, ("o0", "i1", "l1", "il", "s5", "b8", "z2", "g6")))


def weighted_distance(first: str, second: str) -> float:
    """Distance of two texts; case and the place of tones do not count."""
    left, right = _without_common_ends(_key(first), _key(second))
    row = [0.0]
    for letter in right:
        row.append(row[-1] + _gap_cost(letter))
    for letter in left:
        gap = _gap_cost(letter)
        diagonal, row[0] = row[0], row[0] + gap
        for at, other in enumerate(right, start=1):
            best = min(
                diagonal + _swap_cost(letter, other),
                row[at] + gap,
                row[at - 1] + _gap_cost(other),
            )
            diagonal, row[at] = row[at], best
    return row[-1]


def _without_common_ends(left: str, right: str) -> tuple[str, str]:
    """Drop what both begin and end with, which costs nothing.

    The distance stays: leaving out a letter costs no more than swapping it and leaving out another.
    """
    shorter = min(len(left), len(right))
    start = next((at for at in range(shorter) if left[at] != right[at]), shorter)
    left, right, shorter = left[start:], right[start:], shorter - start
    end = next((at for at in range(shorter) if left[-1 - at] != right[-1 - at]), shorter)
    return left[: len(left) - end], right[: len(right) - end]


_key = lru_cache(maxsize=1024)(tone_key)
_letters = lru_cache(maxsize=1024)(fold)


@lru_cache(maxsize=512)
def _gap_cost(letter: str) -> float:
    if unicodedata.combining(letter):
        return TONE_COST
    return _FULL_COST if letter.isalnum() else _MARK_COST


@lru_cache(maxsize=4096)
def _swap_cost(letter: str, other: str) -> float:
    if letter == other:
        return 0.0
    marks = bool(unicodedata.combining(letter)) + bool(unicodedata.combining(other))
    if marks:
        return TONE_COST if marks == 2 else _FULL_COST
    if fold(letter) == fold(other) or frozenset((letter, other)) in _LOOKALIKES:
        return _MARK_COST
    return _FULL_COST


def neighbours(text: str, names: Iterable[str], *, limit: int = MAX_ALTERNATIVES) -> list[str]:
    """Names that the text may be a misreading of, nearest first; none that is far off."""
    allowed = max(1.0, _SHARE_OF_LENGTH * len(text))
    edits = int(allowed / _MARK_COST)
    letters = fold(text)
    near = [
        (distance, name)
        for name in names
        if Levenshtein.distance(letters, _letters(name), score_cutoff=edits) <= edits
        and (distance := weighted_distance(text, name)) <= allowed
    ]
    return [name for _, name in sorted(near, key=lambda entry: entry[0])][:limit]
