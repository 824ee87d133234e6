"""How far a value read from print can be trusted, and what speaks for it.

A value is as doubtful as its weakest word: one minus the calibrated share of right words of that
confidence (`ocr.calibration`). Each witness that knows something the engine did not lets only a
share of the misreadings through; shares of independent witnesses multiply, which is the adding of
log-odds. What stays below `GREEN_BELOW` is green. All numbers stand in the tables of this module.

Source of the numbers: 2,200 values of drawn pages (seed 31, clean and office); judged on other
seeds with `python -m benchmarks.understanding`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import Enum, auto
from functools import lru_cache

from ocr.folding import tone_key
from ocr.understanding.amounts import amount_in_words
from ocr.understanding.checked import ReferenceLists
from ocr.understanding.dates import date_in_words
from ocr.understanding.expressions import words_of_expressions
from ocr.understanding.forms import ValueKind
from ocr.words import Word

GREEN_BELOW = 0.0256
"""Doubt that is green: a word of confidence 0.93 with nothing else to speak for it."""

LOOK_AGAIN = 0.005
"""Doubt of a green number that wants a second look: a digit is misread for another with ease."""

DIGITS_ALONE = frozenset(
    {
        ValueKind.PERSONAL_ID, ValueKind.PHONE, ValueKind.DOC_NUMBER, ValueKind.DATE,
        ValueKind.REGISTRATION_NUMBER, ValueKind.REGISTER_NUMBER, ValueKind.BUSINESS_CODE,
        ValueKind.PASSPORT_NUMBER, ValueKind.LAND_SERIAL, ValueKind.INSURANCE_NUMBER,
    }
)  # fmt: skip
"""Kinds whose rule lets a wrong digit pass."""


class Witness(Enum):
    """What may speak for a value beside the engine."""

    UNMARKED = auto()
    """Digits and the few letters of a number bear no tone marks."""
    LISTED = auto()
    """It is an entry of a closed list, or consists of number words throughout."""
    FIXED = auto()
    """The word belongs to an expression that papers repeat ("Ủy ban nhân dân xã")."""


SHARES: Mapping[Witness, float] = {
    Witness.UNMARKED: 0.37,
    Witness.LISTED: 0.05,
    Witness.FIXED: 0.10,
}
"""Share of misreadings that pass a witness.

UNMARKED: all of 98 numbers whose weakest word had 0.90 to 0.95 were right. LISTED: all of 19 list
values and of 12 amounts and dates in words below 0.93, down to 0. FIXED: judged like a list, less
strict, since a part of the expression may be what was misread.
"""

_CLEAR, _FAIR = 0.90, 0.75


class Trait(Enum):
    """What a value is made of: two looks at one picture lose the same mark, not the same digit."""

    NUMBER = auto()
    NAME = auto()
    TEXT = auto()


SECOND_LOOK: Mapping[Trait, tuple[float, float, float]] = {
    Trait.NUMBER: (0.05, 0.10, 0.20),
    Trait.NAME: (0.06, 0.60, 1.00),
    Trait.TEXT: (0.15, 0.40, 1.00),
}
"""Share of misreadings that a second look repeats: a clear, a fair and a faint one.

Of values that a second look repeated were right: numbers 34 of 34, names 161 of 161 (clear), 14 of
15 (fair) and 4 of 5 (faint), addresses and texts 17 of 19, 10 of 11 and 3 of 4.
"""

_UNMARKED_KINDS = frozenset(
    {
        ValueKind.DATE, ValueKind.TIME, ValueKind.PERSONAL_ID, ValueKind.PHONE,
        ValueKind.DOSSIER_CODE, ValueKind.PROCEDURE_CODE, ValueKind.NUMBER, ValueKind.MONEY,
        ValueKind.AREA, ValueKind.DOC_NUMBER, ValueKind.TAX_CODE, ValueKind.ENTERPRISE_CODE,
        ValueKind.BUSINESS_CODE, ValueKind.REGISTER_NUMBER, ValueKind.REGISTRATION_NUMBER,
        ValueKind.INSURANCE_NUMBER, ValueKind.PASSPORT_NUMBER, ValueKind.LAND_SERIAL,
    }
)  # fmt: skip

_LISTS: Mapping[ValueKind, Callable[[ReferenceLists], bool]] = {
    ValueKind.SEX: lambda _lists: True,
    ValueKind.ETHNICITY: lambda lists: bool(lists.ethnic_groups),
    ValueKind.NATIONALITY: lambda lists: bool(lists.nationalities),
    ValueKind.RELATION: lambda lists: bool(lists.relations),
    ValueKind.MARITAL_STATUS: lambda lists: bool(lists.marital_statuses),
}
"""Whether a kind is held against a closed list that is at hand."""


def doubt_of(kind: ValueKind, value: str, words: Sequence[Word], lists: ReferenceLists) -> float:
    """Share of values like this one that are wrong, 0.0 to 1.0; 1.0 without words.

    Args:
        kind: Kind of the field.
        value: The checked value, which passed the rule of its kind.
        words: Words it was read from.
        lists: Closed lists the rule compared with.
    """
    words = _that_count(kind, words)
    known = _known_words(kind, words, lists)
    doubts = [
        (1 - word.probability) * (SHARES[Witness.FIXED] if is_known else 1.0)
        for word, is_known in zip(words, known, strict=True)
    ]
    doubt = max(doubts, default=1.0)
    if _is_listed(kind, value, lists):
        return doubt * SHARES[Witness.LISTED]
    return doubt * SHARES[Witness.UNMARKED] if kind in _UNMARKED_KINDS else doubt


def _that_count(kind: ValueKind, words: Sequence[Word]) -> Sequence[Word]:
    """The words that the value is made of: of a number those with digits, not what stands around.

    "079196944928 do Cục Cảnh sát QLHC về TTXH cấp" gives the number only.
    """
    if kind not in _UNMARKED_KINDS:
        return words
    return [word for word in words if any(map(str.isdigit, word.text))] or words


def second_look_share(kind: ValueKind, confidence: float) -> float:
    """Share of misreadings that a second look of this confidence repeats.

    Args:
        kind: Kind of the field.
        confidence: Lowest confidence of a word of the second look.
    """
    clear, fair, faint = SECOND_LOOK[_trait(kind)]
    if confidence >= _CLEAR:
        return clear
    return fair if confidence >= _FAIR else faint


def _trait(kind: ValueKind) -> Trait:
    if kind in _UNMARKED_KINDS or kind in _LISTS:
        return Trait.NUMBER
    return Trait.NAME if kind is ValueKind.NAME else Trait.TEXT


def _is_listed(kind: ValueKind, value: str, lists: ReferenceLists) -> bool:
    if kind is ValueKind.NUMBER_WORDS:
        return date_in_words(value) is not None or amount_in_words(value) is not None
    return kind in _LISTS and _LISTS[kind](lists)


def _known_words(kind: ValueKind, words: Sequence[Word], lists: ReferenceLists) -> list[bool]:
    """Which words belong to an expression or, at the end of an address, to its province."""
    known = words_of_expressions([word.text for word in words])
    keys = [tone_key(word.text.strip(" ,;:.")) for word in words]
    if kind is ValueKind.ADDRESS:
        for size in (4, 3, 2):
            if len(keys) > size and " ".join(keys[-size:]) in _provinces(lists):
                known[-size:] = [True] * size
                break
    return known


@lru_cache(maxsize=4)
def _provinces(lists: ReferenceLists) -> frozenset[str]:
    """Names of provinces, old and new; those of one word are too short to be a proof."""
    names = {name for each in lists.provinces for name in (each.name, each.name_since_2025)}
    return frozenset(tone_key(name.replace(" - ", " ")) for name in names)
