"""The papers of one dossier against each other: the same person says the same everywhere.

A person is known again by the personal id or by name and birth date together. A card outranks a
declaration for id, name, birth date, sex and nationality; a declaration outranks a card for
residence and request, so these are not compared with cards. Nothing is copied from one paper to
another: what a stronger paper says is shown beside the doubtful value, for the officer to take.

Source: precedence of card and declaration as counters work today (regulations on one-stop
shops ask for originals to be compared with what is declared).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ocr.folding import fold_letters, same_reading
from ocr.reading import FieldReading, FieldState

CONFLICT = "conflict.documents"

_IDENTITY = {
    "full_name": "name",
    "birth_date": "birth_date",
    "sex": "sex",
    "nationality": "nationality",
    "ethnicity": "ethnicity",
    "id_number": "id",
    "personal_id": "id",
    "id_document": "id",
}
"""Last part of a field's name, and what it says of a person."""

_SPOKEN = frozenset({"name", "birth_date", "sex", "nationality", "ethnicity", "id"})
_DIGITS = frozenset({"id", "birth_date"})
"""What is made of digits: two places do not get the same one wrong."""

_HEARD = 0.7
_MOST_ALTERNATIVES = 4
_PROVED = 0.99


@dataclass(frozen=True, slots=True)
class PaperFields:
    """The fields of one paper or page.

    Attributes:
        key: What the caller knows the paper by.
        proves_identity: An identity card or passport.
        fields: Its candidates.
    """

    key: str
    proves_identity: bool
    fields: tuple[FieldReading, ...]


@dataclass(frozen=True, slots=True)
class _Said:
    """One thing that one paper says of one person."""

    key: str
    role: str
    about: str
    reading: FieldReading
    proves_identity: bool


@dataclass(frozen=True, slots=True)
class _Person:
    said: tuple[_Said, ...]

    def value(self, about: str) -> str:
        return next((s.reading.value for s in self.said if s.about == about), "")

    @property
    def id(self) -> str:
        value = self.value("id")
        return value if len(value) == 12 and value.isdigit() else ""

    @property
    def born(self) -> str:
        name = fold_letters(self.value("name"))[0]
        birth = self.value("birth_date")
        return f"{name} {birth}" if name and birth else ""


def agreed(papers: Sequence[PaperFields]) -> Mapping[tuple[str, str], FieldReading]:
    """Compare the papers of a dossier.

    Returns:
        The fields that change, by key of the paper and name of the field: doubtful values that
        a stronger paper confirms letter by letter become green, contradictions amber with the
        other value as an alternative.
    """
    changed: dict[tuple[str, str], FieldReading] = {}
    for people in _same_person(_people(papers)):
        for about in sorted(_SPOKEN):
            said = [one for person in people for one in person.said if one.about == about]
            for one, reading in _settled(about, said):
                changed[one.key, reading.name] = reading
    return changed


def _people(papers: Iterable[PaperFields]) -> list[_Person]:
    """Every person on every paper; the part of a name before the last dot tells them apart."""
    people = []
    for paper in papers:
        roles: dict[str, list[_Said]] = defaultdict(list)
        for reading in paper.fields:
            role, _, last = reading.name.rpartition(".")
            about = _IDENTITY.get(last)
            if about and reading.value:
                roles[role].append(_Said(paper.key, role, about, reading, paper.proves_identity))
        people += [_Person(tuple(said)) for said in roles.values()]
    return people


def _same_person(people: Sequence[_Person]) -> list[list[_Person]]:
    """People gathered who share an id, or a name and birth date; strangers stay alone."""
    groups: list[list[_Person]] = []
    for person in people:
        mine = [
            group
            for group in groups
            if any(
                (person.id and person.id == other.id) or (person.born and person.born == other.born)
                for other in group
            )
        ]
        joined = [other for group in mine for other in group]
        groups = [group for group in groups if group not in mine]
        groups.append([*joined, person])
    return groups


def _settled(about: str, said: Sequence[_Said]) -> list[tuple[_Said, FieldReading]]:
    """What changes where papers speak about the same thing."""
    settled = []
    for one in said:
        others = [other for other in said if (other.key, other.role) != (one.key, one.role)]
        against = [other for other in others if _speaks(other) and not _same(about, one, other)]
        settle = _contradicted if against else _confirmed
        reading = settle(about, one, against or others)
        if reading != one.reading:
            settled.append((one, reading))
    return settled


def _speaks(said: _Said) -> bool:
    """Whether a value is sure enough to be held against another."""
    return said.reading.state is FieldState.GREEN


def _same(about: str, one: _Said, other: _Said) -> bool:
    if about in ("id", "birth_date"):
        return one.reading.value == other.reading.value
    return same_reading(one.reading.value, other.reading.value)


def _contradicted(about: str, one: _Said, against: Sequence[_Said]) -> FieldReading:
    """A value others contradict; a card read well is not doubted for what a declaration says.

    Old nine-digit numbers beside new ids of the same person are no contradiction.
    """
    is_firm = one.proves_identity and _speaks(one)
    stronger = [other for other in against if other.proves_identity or not is_firm]
    lengths = {len(said.reading.value) for said in (one, *stronger)}
    if not stronger or (about == "id" and lengths == {9, 12}):
        return one.reading
    values = dict.fromkeys(
        (*(other.reading.value for other in stronger), *one.reading.alternatives)
    )
    alternatives = tuple(value for value in values if value != one.reading.value)
    state = FieldState.RED if one.reading.state is FieldState.RED else FieldState.AMBER
    problem = one.reading.problem or CONFLICT
    return replace(
        one.reading, state=state, problem=problem, alternatives=alternatives[:_MOST_ALTERNATIVES]
    )


def _confirmed(about: str, one: _Said, others: Sequence[_Said]) -> FieldReading:
    """A doubtful value that a card says too, or a number read twice at different places."""
    is_open = one.reading.state is FieldState.AMBER and not one.reading.problem
    same = [other for other in others if _same(about, one, other)]
    proofs = [other for other in same if other.proves_identity and _speaks(other)]
    twice = [
        other
        for other in same
        if about in _DIGITS and min(one.reading.confidence, other.reading.confidence) >= _HEARD
    ]
    if not is_open or not (proofs or twice):
        return one.reading
    return replace(one.reading, state=FieldState.GREEN, confidence=_PROVED, alternatives=())
