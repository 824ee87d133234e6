"""Comparison of Vietnamese text that forgives what a reader forgives.

Folding takes marks and case away and keeps every character at its place, so that a match in
folded text points back into the printed text. The tone key keeps the marks but not the letter
a tone was put on: "hòa" and "hoà" are the same word.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from itertools import compress, count

from rapidfuzz.distance import Levenshtein

from ocr.words import nfc

_TONES = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
_LETTERS_WITHOUT_DECOMPOSITION = {"đ": "d", "Đ": "d", "ð": "d", "Ð": "d"}


class _BaseLetters(dict[int, str]):
    """Lower-case base letter of a character, by its code point; found out when first asked."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        base = unicodedata.normalize("NFD", character)[0]
        letter = _LETTERS_WITHOUT_DECOMPOSITION.get(character, base.lower()[0])
        self[code] = letter
        return letter


@lru_cache(maxsize=1)
def _base_letters() -> _BaseLetters:
    """The table that all texts are folded with: a page is folded many times over."""
    return _BaseLetters()


def fold(text: str) -> str:
    """Text without marks and case: `fold(t)[i]` belongs to `nfc(t)[i]`.

    Args:
        text: Any text; it is composed (NFC) first.

    Returns:
        A string of the same length as `nfc(text)`.
    """
    return nfc(text).translate(_base_letters())


def fold_letters(text: str) -> tuple[str, tuple[int, ...]]:
    """Folded letters and digits only, each with its index in `nfc(text)`.

    White space, punctuation and leader dots are what recognition gets wrong most, and they
    carry no meaning in a label.
    """
    folded = fold(text)
    is_kept = [character.isalnum() for character in folded]
    return "".join(compress(folded, is_kept)), tuple(compress(count(), is_kept))


def tone_key(text: str) -> str:
    """Key that is equal for words that differ only in case or in the letter of the tone.

    The tone marks of each word move to the end of the word; the marks that make another
    letter (ă â đ ê ô ơ ư) stay where they are.
    """
    return " ".join(_word_tone_key(word) for word in nfc(text).lower().split())


def _word_tone_key(word: str) -> str:
    decomposed = unicodedata.normalize("NFD", word)
    tones = "".join(sorted(mark for mark in decomposed if mark in _TONES))
    letters = "".join(mark for mark in decomposed if mark not in _TONES)
    return nfc(letters) + tones


def same_reading(first: str, second: str) -> bool:
    """Whether two texts read the same: case, spacing and place of the tone do not matter."""
    return tone_key(first) == tone_key(second)


def similarity(first: str, second: str, *, at_least: float = 0.0) -> float:
    """Similarity of the folded letters, 0.0 to 1.0; anything under `at_least` is 0.0.

    The bound lets the distance stop at a band around the diagonal.
    """
    left, _ = fold_letters(first)
    right, _ = fold_letters(second)
    if not left and not right:
        return 1.0
    return float(Levenshtein.normalized_similarity(left, right, score_cutoff=at_least))


def allowed_edits(length: int) -> int:
    """Edits forgiven in a label of `length` letters: one per six, none in very short ones."""
    return length // 6
