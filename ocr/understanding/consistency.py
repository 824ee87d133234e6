"""Fields of one paper against each other.

Id, birth date and sex of one person, the order of dates, digits and the same in words, names and
places that stand there more than once.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from ocr.folding import fold, tone_key
from ocr.reading import FieldReading, FieldSource, FieldState
from ocr.understanding.amounts import amount_in_words, compare_money_with_words
from ocr.understanding.dates import compare_date_with_words, date_in_words
from ocr.understanding.forms import ValueKind
from ocr.understanding.personal_id import ids_that_agree
from ocr.understanding.validate import check_person, parse_date

_LEVEL = re.compile(
    r"^(?:xã|phường|thị trấn|đặc khu|huyện|quận|thị xã|thành phố|tỉnh)\s+", re.IGNORECASE
)

_IN_WORDS = "_words"
"""Ending of the field that says the same in words."""

_BY_HAND = frozenset({"value.handwritten", "value.unread"})
_HEARD = 0.5
_PROVED = 0.99
_CODE_SOURCES = frozenset({FieldSource.QR, FieldSource.MRZ, FieldSource.BARCODE})


def cross_checked(
    readings: Sequence[FieldReading], kinds: Mapping[str, ValueKind]
) -> tuple[FieldReading, ...]:
    """The readings with a red state where two of one person contradict each other.

    Args:
        readings: Fields of one paper; the role before the last dot tells persons apart.
        kinds: Kind of each field by its name.
    """
    roles = dict.fromkeys(reading.name.rpartition(".")[0] for reading in readings)
    checked = {reading.name: reading for reading in readings}
    for role in roles:
        person = {
            name.rpartition(".")[2]: reading
            for name, reading in checked.items()
            if name.rpartition(".")[0] == role
        }
        for refute in (_refute_person, _refute_date_order):
            problem, suspects = refute(person, kinds)
            for suspect in _weakest(suspects):
                others = suspect.alternatives or _ids_that_fit(suspect, person)
                checked[suspect.name] = replace(
                    suspect, state=FieldState.RED, problem=problem, alternatives=others
                )
    for name in [name for name in checked if name + _IN_WORDS in checked]:
        pair = _with_words(checked[name], checked[name + _IN_WORDS], kinds[name])
        checked |= {reading.name: reading for reading in pair}
    agreed = [checked[reading.name] for reading in readings]
    spellings = _spellings(agreed, kinds)
    return tuple(_spelled_alike(reading, kinds[reading.name], spellings) for reading in agreed)


_Spellings = Mapping[tuple[ValueKind, str], Mapping[str, str]]
"""By kind and folded letters of a name or place: how it is spelled, by what a reader forgives."""


def _names_in(reading: FieldReading, kind: ValueKind) -> tuple[str, ...]:
    """A name, or the parts of an address without the word for their level."""
    if reading.source is not FieldSource.OCR or reading.problem:
        return ()
    match kind:
        case ValueKind.NAME:
            return (reading.value,)
        case ValueKind.ADDRESS:
            levels = (_LEVEL.sub("", part.strip(" .")) for part in reading.value.split(","))
            return tuple(level for level in levels if " " in level)
        case _:
            return ()


def _spellings(readings: Sequence[FieldReading], kinds: Mapping[str, ValueKind]) -> _Spellings:
    found: dict[tuple[ValueKind, str], dict[str, str]] = {}
    for reading in readings:
        kind = kinds[reading.name]
        for name in _names_in(reading, kind):
            found.setdefault((kind, fold(name)), {}).setdefault(tone_key(name), name)
    return found


def _spelled_alike(reading: FieldReading, kind: ValueKind, spellings: _Spellings) -> FieldReading:
    """A value of which one paper spells a name in two ways: one of them lost or found a mark."""
    if reading.state is not FieldState.GREEN:
        return reading
    for name in _names_in(reading, kind):
        ways = spellings[kind, fold(name)]
        others = tuple(
            reading.value.replace(name, other)
            for key, other in ways.items()
            if key != tone_key(name)
        )
        if others:
            return replace(
                reading, state=FieldState.AMBER, problem="value.looks_differ", alternatives=others
            )
    return reading


def _with_words(
    digits: FieldReading, words: FieldReading, kind: ValueKind
) -> tuple[FieldReading, FieldReading]:
    """A date or amount beside the same written in words: two readings that share no letter."""
    if not digits.value or not words.value or digits.problem in _BY_HAND:
        return digits, words
    match kind:
        case ValueKind.DATE:
            problem = compare_date_with_words(digits.value, words.value)
            both = None not in (parse_date(digits.value), date_in_words(words.value))
        case ValueKind.MONEY:
            problem = compare_money_with_words(digits.value, words.value)
            both = digits.value.isdigit() and amount_in_words(words.value) is not None
        case _:
            return digits, words
    if problem:
        return _doubted(digits, problem), _doubted(words, problem)
    return (_proved(digits), _proved(words)) if both else (digits, words)


def _doubted(reading: FieldReading, problem: str) -> FieldReading:
    if reading.state is FieldState.RED:
        return reading
    return replace(reading, state=FieldState.AMBER, problem=reading.problem or problem)


def _proved(reading: FieldReading) -> FieldReading:
    """A doubtful value without a broken rule, confirmed by something else on the paper."""
    is_open = reading.state is FieldState.AMBER and not reading.problem
    if not is_open or reading.confidence < _HEARD:
        return reading
    return replace(reading, state=FieldState.GREEN, confidence=_PROVED, alternatives=())


def _ids_that_fit(suspect: FieldReading, person: Mapping[str, FieldReading]) -> tuple[str, ...]:
    """Ids one misread digit away that fit the person, for an id that does not."""
    if len(suspect.value) != 12:
        return ()
    birth, sex = person.get("birth_date"), person.get("sex")
    born = parse_date(_value(birth))
    return ids_that_agree(suspect.value, born.year if born else 0, _value(sex))


_Refutation = tuple[str, list[FieldReading]]


def _refute_person(
    person: Mapping[str, FieldReading], kinds: Mapping[str, ValueKind]
) -> _Refutation:
    ids = [
        reading
        for reading in person.values()
        if kinds[reading.name] is ValueKind.PERSONAL_ID and len(reading.value) == 12
    ]
    if not ids:
        return "", []
    birth, sex = person.get("birth_date"), person.get("sex")
    problem = check_person(ids[0].value, _value(birth), _value(sex))
    partner = sex if problem == "personal_id.sex" else birth
    return problem, [ids[0], partner] if problem and partner else []


def _refute_date_order(
    person: Mapping[str, FieldReading], _kinds: Mapping[str, ValueKind]
) -> _Refutation:
    """A paper is issued on or after the birth and expires after both."""
    dated = [
        (reading, moment)
        for key in ("birth_date", "issued_on", "expires_on")
        if (reading := person.get(key)) and (moment := parse_date(reading.value))
    ]
    for (earlier, first), (later, second) in pairwise(dated):
        if second < first:
            return "date.order", [earlier, later]
    return "", []


def _value(reading: FieldReading | None) -> str:
    """Value for a comparison, "" where there is none or its own rule already failed."""
    if reading is None or reading.state is FieldState.RED:
        return ""
    return reading.value


def _weakest(suspects: list[FieldReading]) -> list[FieldReading]:
    """The suspects read from print; all of them when codes gave every one."""
    printed = [reading for reading in suspects if reading.source not in _CODE_SOURCES]
    return printed or suspects
