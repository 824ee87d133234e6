"""Comparing what was typed with what was asked for, to find input methods that lose letters; pure.

Text is compared in NFC. Beside right and wrong it is told what kind of wrong: letters that are
missing, letters of Telex or VNI that were not put together, accents that are missing, or tones
that stand on the other letter of two ("hoà", "hòa"), which is right in both ways.

Source: TCVN 6909:2001 (Vietnamese letters in Unicode); Unicode Standard Annex 15 (NFC).
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

SENTENCE = "Nguyễn Thị Hường đã nộp giấy tờ ở phường Đống Đa, quận Hoàn Kiếm, thứ năm 03/9."
"""Holds all tones, all letters with marks (ă â ê ô ơ ư đ), digits and a sign that moves."""

_TELEX = re.compile(r"(aa|aw|ee|oo|ow|uw|dd|[aeiouyăâêôơư]+[a-zăâêôơưđ]*[sfrxj])\b", re.IGNORECASE)
_VNI = re.compile(r"[a-zăâêôơưđ]+[1-9]", re.IGNORECASE)


class Finding(StrEnum):
    """What is told about a text that was typed."""

    RIGHT = "right"
    DECOMPOSED = "decomposed"
    OTHER_TONE_PLACE = "other_tone_place"
    NOTHING = "nothing"
    UNPROCESSED = "unprocessed"
    NO_ACCENTS = "no_accents"
    LOST = "lost"
    DOUBLED = "doubled"
    DIFFERENT = "different"


GOOD = frozenset({Finding.RIGHT, Finding.DECOMPOSED, Finding.OTHER_TONE_PLACE})
"""With these the station and the input method go together."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What came of a text that was typed.

    Attributes:
        words: Pairs of what was asked for and what came instead, for words that differ; ""
            stands for a word that is missing or too much.
    """

    finding: Finding
    words: tuple[tuple[str, str], ...] = ()

    @property
    def is_good(self) -> bool:
        """Nothing is lost."""
        return self.finding in GOOD


def check_typing(wanted: str, typed: str) -> Typed:
    """Compare a text that was typed with the one that was asked for."""
    goal, came = _plain(wanted), _plain(typed)
    if not came:
        return Typed(Finding.NOTHING)
    if came == goal:
        is_composed = unicodedata.is_normalized("NFC", typed.strip())
        return Typed(Finding.RIGHT if is_composed else Finding.DECOMPOSED)
    words = _different_words(goal, came)
    if all(_tone_apart(a) == _tone_apart(b) for a, b in words):
        return Typed(Finding.OTHER_TONE_PLACE, words)
    return Typed(_kind(words), words)


def _kind(words: tuple[tuple[str, str], ...]) -> Finding:
    """What the words that differ have in common."""
    pairs = [(a, b) for a, b in words if a and b]
    if pairs and all(_bare(a) == b.replace("đ", "d").replace("Đ", "D") for a, b in pairs):
        return Finding.NO_ACCENTS
    if any(_is_raw_keys(a, b) for a, b in pairs):
        return Finding.UNPROCESSED
    if any(len(b) < len(a) for a, b in words):
        return Finding.LOST
    if any(len(b) > len(a) and _is_within(a, b) for a, b in words):
        return Finding.DOUBLED
    return Finding.DIFFERENT


def _is_raw_keys(wanted: str, came: str) -> bool:
    """Keys of Telex or VNI stand in a word that has none of them."""
    has_keys = _TELEX.search(came) or _VNI.search(came)
    return bool(has_keys) and len(came) > len(wanted) and _bare(wanted) != came


def _different_words(wanted: str, came: str) -> tuple[tuple[str, str], ...]:
    goal, found = wanted.split(), came.split()
    pairs: list[tuple[str, str]] = []
    matcher = difflib.SequenceMatcher(a=goal, b=found, autojunk=False)
    for kind, a0, a1, b0, b1 in matcher.get_opcodes():
        if kind == "equal":
            continue
        left, right = goal[a0:a1], found[b0:b1]
        for place in range(max(len(left), len(right))):
            pairs.append(("".join(left[place : place + 1]), "".join(right[place : place + 1])))
    return tuple(pairs)


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")


def _tone_apart(word: str) -> tuple[str, tuple[str, ...]]:
    """Letters of a word without its tones, and the tones."""
    parts = unicodedata.normalize("NFD", word)
    letters = "".join(sign for sign in parts if sign not in _TONES)
    return unicodedata.normalize("NFC", letters), tuple(s for s in parts if s in _TONES)


def _bare(word: str) -> str:
    parts = unicodedata.normalize("NFD", word.replace("đ", "d").replace("Đ", "D"))
    return "".join(sign for sign in parts if not unicodedata.combining(sign))


def _is_within(short: str, long: str) -> bool:
    """All signs of the shorter word stand in the longer one, in their order."""
    rest = iter(long)
    return all(sign in rest for sign in short)
