"""Which letters can be a Vietnamese syllable: onset, rhyme and tone.

A syllable is written as onset, glide, nucleus, coda and tone. The tables below list what the
orthography allows, rare and borrowed rhymes included, so that only what cannot be Vietnamese is
called illegal. Both places of the tone are legal where both are in use: hòa and hoà.

Source: Đoàn Thiện Thuật, Ngữ âm tiếng Việt (1977), onsets, rhymes and tones; Quyết định
240/QĐ of 5 March 1984 (Bộ Giáo dục) on spelling with i and y and on the place of the tone.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from ocr.words import nfc

LEVEL, GRAVE, ACUTE, TILDE, HOOK, DOT = "", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"
TONES = (LEVEL, GRAVE, ACUTE, TILDE, HOOK, DOT)
"""Ngang, huyền, sắc, ngã, hỏi, nặng as combining marks."""

_ONSETS = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph r s t th tr v x"
_BEFORE_FRONT = frozenset({"k", "gh", "ngh"})
"""Spellings of c, g and ng that stand before e ê i y, and only there."""
_BEFORE_BACK = frozenset({"c", "g", "ng"})
_FRONT = "eêiy"
_VOWELS = frozenset("aeiouy")
_CODAS = {
    "a": "- c ch i m n ng nh o p t u y",
    "ă": "c m n ng p t",
    "â": "c m n ng p t u y",
    "e": "- c m n ng o p t",
    "ê": "- c ch m n ng nh p t u",
    "i": "- ch m n nh p t u",
    "y": "-",
    "o": "- c i m n ng p t",
    "oo": "c ng",
    "ô": "- c i m n ng p t",
    "ơ": "- i m n p t",
    "u": "- c i m n ng p t",
    "ư": "- c i m n ng t u",
    "ia": "-",
    "iê": "c m n ng p t u",
    "ua": "-",
    "uô": "c i m n ng t",
    "ưa": "-",
    "ươ": "c i m n ng p t u",
}
"""Nucleus and what may follow it, - for nothing, in syllables without a glide."""
_CODAS_AFTER_GLIDE = {
    "oa": "- c ch i m n ng nh o p t y",
    "oă": "c m n ng p t",
    "oe": "- m n o t",
    "uâ": "m n ng t y",
    "uê": "- c ch n nh t u",
    "uơ": "- n t",
    "uy": "- ch n nh p t u",
    "uya": "-",
    "uyê": "n t",
}
_CODAS_AFTER_QU = {
    "a": "- c ch i m n ng nh o p t u y",
    "ă": "c m n ng p t",
    "â": "c n ng t y",
    "e": "- c n ng o t",
    "ê": "- ch n nh t u",
    "i": "- ch n nh t u",
    "y": "- ch n nh t",
    "yê": "n t",
    "ơ": "- n t",
    "ô": "c",
}
_WITHOUT_ONSET = {"yê": "m n ng t u"}
"""The diphthong of tiên, where no onset stands before it."""
_STOPS = ("p", "t", "c", "ch")
_STOP_TONES = (ACUTE, DOT)
_TWO_PLACES = frozenset({"oa", "oe", "uy"})
_TONE_ON_FIRST = frozenset({"ia", "ua", "ưa"})


@dataclass(frozen=True, slots=True)
class Spelling:
    """A syllable without its tone.

    Attributes:
        places: Letters that may carry the tone, the usual one first.
        tones: Tones it can have.
    """

    places: tuple[int, ...]
    tones: tuple[str, ...]


@lru_cache(maxsize=8192)
def is_legal(word: str) -> bool:
    """Whether `word` can be a Vietnamese syllable, in any case of its letters."""
    bare, tone, place = without_tone(word)
    spelling = spellings().get(bare)
    if spelling is None or tone not in spelling.tones:
        return False
    return tone == LEVEL or place in spelling.places


def without_tone(word: str) -> tuple[str, str, int]:
    """Lower-case letters of `word` without tone, the tone, and the letter that carried it.

    A word with several tones keeps all of them as its tone, which then is none of `TONES`.
    """
    bare: list[str] = []
    tone, place = LEVEL, -1
    for number, letter in enumerate(nfc(word).lower()):
        plain, mark = _parted(letter)
        bare.append(plain)
        if mark:
            tone, place = tone + mark, number
    return "".join(bare), tone, place


@lru_cache(maxsize=1024)
def _parted(letter: str) -> tuple[str, str]:
    """A letter without its tone, and the tone."""
    marks = unicodedata.normalize("NFD", letter)
    if marks[0] not in _VOWELS:
        return letter, LEVEL
    tone = "".join(mark for mark in marks[1:] if mark in TONES)
    return nfc("".join(mark for mark in marks if mark not in TONES)), tone


def with_tone(bare: str, tone: str, place: int) -> str:
    """`bare` with `tone` on the letter number `place`."""
    return nfc(bare[: place + 1] + tone + bare[place + 1 :])


def legal_syllables() -> Iterator[str]:
    """Every legal syllable in lower case, both tone placements included."""
    for bare, spelling in spellings().items():
        for tone in spelling.tones:
            places = spelling.places if tone else spelling.places[:1]
            for place in places:
                yield with_tone(bare, tone, place)


@lru_cache(maxsize=1)
def spellings() -> dict[str, Spelling]:
    """Every legal syllable without its tone."""
    table: dict[str, Spelling] = {}
    for onset, nucleus, coda in _written():
        bare = onset + nucleus + coda
        places = tuple(len(onset) + place for place in _places(nucleus, coda))
        tones = _STOP_TONES if coda in _STOPS else TONES
        if bare in table:
            places = tuple(dict.fromkeys(table[bare].places + places))
        table[bare] = Spelling(places, tones)
    return table


def _written() -> Iterator[tuple[str, str, str]]:
    """Onset, nucleus with its glide, and coda of every syllable."""
    rhymes = (*_rhymes(_CODAS), *_rhymes(_CODAS_AFTER_GLIDE))
    for nucleus, coda in (*rhymes, *_rhymes(_WITHOUT_ONSET)):
        if nucleus != "iê":
            yield "", nucleus, coda
    for nucleus, coda in _rhymes(_CODAS_AFTER_QU):
        yield "qu", nucleus, coda
    for onset in _ONSETS.split():
        for nucleus, coda in rhymes:
            if _can_follow(onset, nucleus):
                yield _joined(onset, nucleus, coda)


def _rhymes(codas: dict[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (nucleus, coda.strip("-")) for nucleus, ends in codas.items() for coda in ends.split()
    )


def _can_follow(onset: str, nucleus: str) -> bool:
    if onset in _BEFORE_FRONT:
        return nucleus[0] in _FRONT
    if onset == "c" and nucleus in _CODAS_AFTER_GLIDE:
        return False
    return onset not in _BEFORE_BACK or nucleus[0] not in _FRONT


def _joined(onset: str, nucleus: str, coda: str) -> tuple[str, str, str]:
    """The onset gi and a nucleus in i are written with one i: gì, giếng."""
    if onset == "gi" and nucleus[0] == "i":
        return "g", nucleus, coda
    return onset, nucleus, coda


def _places(nucleus: str, coda: str) -> tuple[int, ...]:
    """Letters of the nucleus that may carry the tone, the usual one first."""
    if nucleus in _TWO_PLACES and not coda:
        return (0, 1)
    if nucleus in _TONE_ON_FIRST:
        return (0,)
    return (min(len(nucleus) - 1, 2 if nucleus == "uyê" else 1),)
