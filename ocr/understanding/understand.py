"""From words and codes to a paper type and candidates of its fields.

Pure: no engine, no file. What comes out are candidates with a state each; only an officer
turns them into facts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ocr.codes.mrz import find_mrz
from ocr.folding import fold, similarity
from ocr.reading import Code, CodeKind, FieldReading, FieldSource, FieldState, PaperGuess
from ocr.understanding.classify import classify
from ocr.understanding.fields import FoundValue, extract_fields
from ocr.understanding.forms import FieldDefinition, PaperType, ValueKind
from ocr.understanding.idcard import CodeValue, code_values
from ocr.understanding.validate import (
    Checked,
    ReferenceLists,
    check_person,
    check_value,
    parse_date,
)
from ocr.words import PageText

SURE_WITH_RULE = 0.90
"""Lowest word confidence for green where a rule can refute the value."""

SURE_ALONE = 0.93
"""Lowest word confidence for green where no rule can (names, addresses, free text)."""

_SURE_WITH_MRZ_NAME = 0.85
_HAS_OPINION = 0.60
_SAME_TEXT = 0.80
_CONFLICT_CONFIDENCE = 0.5
_CODE_CONFIDENCE = 0.98
_STRENGTH = {FieldSource.QR: 0, FieldSource.MRZ: 1, FieldSource.BARCODE: 2}
_CODE_SOURCES = frozenset(_STRENGTH)
_LOOSE_KINDS = frozenset({ValueKind.TEXT, ValueKind.NAME, ValueKind.ADDRESS})
_RULED_KINDS = frozenset(
    {
        ValueKind.DATE,
        ValueKind.PERSONAL_ID,
        ValueKind.SEX,
        ValueKind.DOSSIER_CODE,
        ValueKind.PHONE,
    }
)


@dataclass(frozen=True, slots=True)
class Understanding:
    """What a page says.

    Attributes:
        paper: Paper type, None when unknown.
        codes: The codes as given, and a machine-readable zone found in the text.
        fields: One candidate for each field of the paper, in printed order.
    """

    paper: PaperGuess | None
    codes: tuple[Code, ...]
    fields: tuple[FieldReading, ...]


def understand(
    text: PageText,
    codes: Sequence[Code],
    papers: Sequence[PaperType],
    *,
    lists: ReferenceLists | None = None,
) -> Understanding:
    """Tell the paper type of a page and read its fields.

    Args:
        text: Recognised lines.
        codes: Decoded codes of the page.
        papers: Types to choose from.
        lists: Provinces and other closed lists for the rules.

    Returns:
        Candidates; no fields for an unknown paper.
    """
    all_codes = _with_mrz(text, codes)
    guess = classify(text, all_codes, papers)
    paper = next((paper for paper in papers if guess and paper.code == guess.code), None)
    fields = () if paper is None else read_fields(text, all_codes, paper, lists=lists)
    return Understanding(paper=guess, codes=all_codes, fields=fields)


def _with_mrz(text: PageText, codes: Sequence[Code]) -> tuple[Code, ...]:
    if any(code.kind is CodeKind.MRZ for code in codes):
        return tuple(codes)
    zone = find_mrz(text)
    return tuple(codes) if zone is None else (*codes, zone)


def read_fields(
    text: PageText,
    codes: Sequence[Code],
    paper: PaperType,
    *,
    lists: ReferenceLists | None = None,
) -> tuple[FieldReading, ...]:
    """Read the fields of a known paper type, merging codes and text.

    For a page whose type the officer chose, too.
    """
    known = lists or ReferenceLists()
    values = [value for code in codes for value in code_values(code)]
    merged = [
        _merge(definition, _values_for(definition, values), found, known)
        for definition, found in zip(paper.fields, extract_fields(text, paper), strict=True)
    ]
    return tuple(_cross_check(merged, paper))


def _values_for(definition: FieldDefinition, values: list[CodeValue]) -> list[CodeValue]:
    """Values of the codes that the field accepts, strongest first."""
    wanted = [value for value in values if value.name in definition.sources]
    return sorted(wanted, key=lambda value: _STRENGTH[value.source])


def _merge(
    definition: FieldDefinition,
    values: list[CodeValue],
    found: FoundValue,
    lists: ReferenceLists,
) -> FieldReading:
    printed = check_value(definition.kind, found.text, lists)
    if not values:
        return _from_text(definition, found, printed, lists)
    first = values[0]
    if definition.kind is ValueKind.NAME and first.source is FieldSource.MRZ:
        return _from_mrz_name(definition, first, found, printed)
    checked = check_value(definition.kind, first.value, lists)
    problem = checked.problem or _contradiction(definition.kind, values, found, printed)
    reading = FieldReading(
        name=definition.name,
        label=definition.label,
        value=checked.value,
        state=FieldState.AMBER if problem else FieldState.GREEN,
        confidence=_CONFLICT_CONFIDENCE if problem else _CODE_CONFIDENCE,
        source=first.source,
        box=found.box or first.box,
        problem=problem,
    )
    if checked.is_wrong:
        return replace(reading, state=FieldState.RED)
    if not problem and printed.value and _agree(definition.kind, checked.value, printed.value):
        return replace(reading, confidence=1.0)
    return reading


def _contradiction(
    kind: ValueKind, values: list[CodeValue], found: FoundValue, printed: Checked
) -> str:
    """Code of the conflict between the strongest value and the others, "" for none.

    Printed text that fails its own rule or was read with little confidence has no opinion.
    """
    first = values[0]
    for other in values[1:]:
        if not _agree(kind, first.value, other.value):
            return f"conflict.{first.source.value}_{other.source.value}"
    has_opinion = printed.value and not printed.is_wrong and found.confidence >= _HAS_OPINION
    if has_opinion and not _agree(kind, first.value, printed.value):
        return f"conflict.{first.source.value}_ocr"
    return ""


def _agree(kind: ValueKind, one: str, other: str) -> bool:
    """Whether two readings of a value are the same up to what recognition gets wrong."""
    if kind in _LOOSE_KINDS:
        return similarity(one, other, at_least=_SAME_TEXT) >= _SAME_TEXT
    return fold(one) == fold(other)


def _from_mrz_name(
    definition: FieldDefinition, value: CodeValue, found: FoundValue, printed: Checked
) -> FieldReading:
    """Name where the zone holds one: the zone has no marks, so the printed name is kept.

    The zone confirms the letters of the printed name; alone, it gives a name that wants its
    marks from the officer.
    """
    if not printed.value:
        return FieldReading(
            name=definition.name,
            label=definition.label,
            value=value.value,
            state=FieldState.AMBER,
            confidence=_CONFLICT_CONFIDENCE,
            source=FieldSource.MRZ,
            box=value.box,
            problem="name.without_marks",
        )
    agrees = fold(printed.value) == fold(value.value)
    is_sure = agrees and found.confidence >= _SURE_WITH_MRZ_NAME
    return FieldReading(
        name=definition.name,
        label=definition.label,
        value=printed.value,
        state=FieldState.GREEN if is_sure else FieldState.AMBER,
        confidence=max(found.confidence, _CODE_CONFIDENCE) if is_sure else found.confidence,
        source=FieldSource.OCR,
        box=found.box,
        problem="" if agrees else "conflict.mrz_ocr",
    )


def _from_text(
    definition: FieldDefinition, found: FoundValue, printed: Checked, lists: ReferenceLists
) -> FieldReading:
    problem = printed.problem
    if not printed.value:
        problem = "required.empty" if definition.required else ""
    return FieldReading(
        name=definition.name,
        label=definition.label,
        value=printed.value,
        state=_state_of_text(definition, found, printed, lists),
        confidence=found.confidence if printed.value else 0.0,
        source=FieldSource.OCR,
        box=found.box,
        problem=problem,
    )


def _state_of_text(
    definition: FieldDefinition, found: FoundValue, printed: Checked, lists: ReferenceLists
) -> FieldState:
    if not printed.value:
        return FieldState.RED if definition.required else FieldState.AMBER
    if printed.is_wrong:
        return FieldState.RED
    if printed.problem:
        return FieldState.AMBER
    sure = SURE_WITH_RULE if _can_be_refuted(definition.kind, lists) else SURE_ALONE
    return FieldState.GREEN if found.confidence >= sure else FieldState.AMBER


def _can_be_refuted(kind: ValueKind, lists: ReferenceLists) -> bool:
    if kind is ValueKind.ETHNICITY:
        return bool(lists.ethnic_groups)
    if kind is ValueKind.NATIONALITY:
        return bool(lists.nationalities)
    return kind in _RULED_KINDS


def _cross_check(readings: list[FieldReading], paper: PaperType) -> list[FieldReading]:
    """Compare id, birth date and sex of each person on the paper, and the order of dates."""
    kinds = {definition.name: definition.kind for definition in paper.fields}
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
                checked[suspect.name] = replace(suspect, state=FieldState.RED, problem=problem)
    return [checked[reading.name] for reading in readings]


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
