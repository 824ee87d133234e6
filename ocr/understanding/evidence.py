"""Put together what codes and print say about one field.

A code proves a value; print that contradicts it is shown, not overruled. Print alone is green
only where no rule of its kind refutes it and what is left of its doubt is small (`trust`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from ocr.folding import fold, same_reading, similarity, tone_key
from ocr.reading import FieldReading, FieldSource, FieldState
from ocr.understanding.expressions import well_spelled
from ocr.understanding.forms import FieldDefinition, ValueKind
from ocr.understanding.found import FoundValue, joined, rows_of
from ocr.understanding.idcard import CodeValue
from ocr.understanding.trust import GREEN_BELOW, doubt_of, second_look_share
from ocr.understanding.validate import Checked, ReferenceLists, check_value
from ocr.words import Box, PageText, Word

HAND = "value.handwritten"
UNREAD = "value.unread"
_BELIEVED_BY_HAND = 0.93
_MOST_ALTERNATIVES = 4
_MORE_THAN_A_BLANK = 1.5
"""Room beside a word, in its heights, that a text running on would have used."""

_CONTRADICTS = 0.6
_SURE_WITH_MRZ_NAME = 0.85
_MENDED_CONFIDENCE = 0.90
"""Most for a value that only the second look gives."""

_HAS_OPINION = 0.60
_SAME_TEXT = 0.80
_CONFLICT_CONFIDENCE = 0.5
_CODE_CONFIDENCE = 0.98
_STRENGTH = {FieldSource.QR: 0, FieldSource.MRZ: 1, FieldSource.BARCODE: 2}
_LOOSE_KINDS = frozenset({ValueKind.TEXT, ValueKind.NAME, ValueKind.ADDRESS})


def _accepted(definition: FieldDefinition, values: Sequence[CodeValue]) -> list[CodeValue]:
    """Values of the codes that the field accepts, strongest first."""
    wanted = [value for value in values if value.name in definition.sources]
    return sorted(wanted, key=lambda value: _STRENGTH[value.source])


def checked_for(definition: FieldDefinition, text: str, lists: ReferenceLists) -> Checked:
    """Text as a value of one field, a choice held against the choices of the form."""
    return check_value(definition.kind, text, lists, choices=definition.choices)


def weigh(
    definition: FieldDefinition,
    code_values: Sequence[CodeValue],
    found: FoundValue,
    lists: ReferenceLists,
) -> FieldReading:
    """One candidate from all that was found for a field.

    Args:
        definition: The field.
        code_values: Every value that the codes of the page give.
        found: What stands in print.
        lists: Closed lists for the rules.
    """
    values = _accepted(definition, code_values)
    checked = well_spelled(definition.kind, checked_for(definition, found.text, lists))
    printed = _as_asked(checked, found)
    reading = _weighed(definition, values, found, printed, lists)
    others = dict.fromkeys(
        (*(value.value for value in values), printed.value, *printed.alternatives)
    )
    alternatives = tuple(other for other in others if other and other != reading.value)
    if reading.state is FieldState.GREEN:
        alternatives = ()
    return replace(
        reading,
        critical=definition.critical,
        alternatives=alternatives[:_MOST_ALTERNATIVES],
    )


def _as_asked(printed: Checked, found: FoundValue) -> Checked:
    """A year is a whole answer where the form asks for the year ("Năm sinh")."""
    asked = fold(" ".join(word.text for word in found.label)).strip()
    if printed.problem == "date.year_only" and asked.startswith("nam sinh"):
        return Checked(printed.value)
    return printed


def _weighed(
    definition: FieldDefinition,
    values: Sequence[CodeValue],
    found: FoundValue,
    printed: Checked,
    lists: ReferenceLists,
) -> FieldReading:
    if not values:
        return _from_text(definition, found, printed, lists)
    first = values[0]
    if definition.kind is ValueKind.NAME and first.source is FieldSource.MRZ:
        return _from_mrz_name(definition, first, found, printed)
    checked = checked_for(definition, first.value, lists)
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
    kind: ValueKind, values: Sequence[CodeValue], found: FoundValue, printed: Checked
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
    problem = printed.problem or ("" if found.is_block_sure else "value.block_unsure")
    if not printed.value:
        missing = "required.empty" if found.has_label else "required.no_label"
        problem = missing if definition.required else ""
    sure = 0.0
    if printed.value:
        sure = 1 - doubt_of(definition.kind, printed.value, found.words, lists)
    return FieldReading(
        name=definition.name,
        label=definition.label,
        value=printed.value,
        state=_state_of_text(definition, found, printed, sure),
        confidence=sure,
        source=FieldSource.OCR,
        box=found.box,
        problem=problem,
    )


def _state_of_text(
    definition: FieldDefinition, found: FoundValue, printed: Checked, sure: float
) -> FieldState:
    if not printed.value:
        is_blank = definition.required and found.has_label
        return FieldState.RED if is_blank else FieldState.AMBER
    if printed.is_wrong:
        return FieldState.RED
    if printed.problem or not found.is_block_sure:
        return FieldState.AMBER
    return _green_when_sure(sure)


def _green_when_sure(sure: float) -> FieldState:
    return FieldState.GREEN if 1 - sure < GREEN_BELOW else FieldState.AMBER


def held_against(reading: FieldReading, second: str) -> FieldReading:
    """A printed value beside what a second finder read for the same field.

    Args:
        reading: The candidate.
        second: Text in the zone of the value; "" has no opinion.
    """
    if not second or reading.source is not FieldSource.OCR or not reading.value:
        return reading
    if same_reading(reading.value, second):
        return reading  # the same words at the same place: nothing new about their letters
    others = _first_of(second, reading.alternatives, but=reading.value)
    state = FieldState.AMBER if reading.state is FieldState.GREEN else reading.state
    problem = reading.problem or "value.finders_differ"
    return replace(reading, state=state, alternatives=others, problem=problem)


def seen_again(
    reading: FieldReading, definition: FieldDefinition, look: PageText, lists: ReferenceLists
) -> FieldReading:
    """A weak value beside a second look at it.

    The same value twice is worth more than once; a look that follows the rules takes the place
    of a value that breaks them, and is still for the officer to see.

    Args:
        reading: The candidate, not green.
        definition: Its field.
        look: The value read alone and larger.
        lists: Closed lists for the rules.
    """
    again = checked_for(definition, joined(look.words), lists)
    second = well_spelled(definition.kind, again)
    confidence = min((word.confidence for word in look.words), default=0.0)
    if not second.value or second.is_wrong:
        return reading
    if reading.state is FieldState.GREEN:
        return _still_green(reading, second.value, confidence)
    if _same_letters(second.value, reading.value):
        share = second_look_share(definition.kind, confidence)
        sure = 1 - (1 - reading.confidence) * share
        state = reading.state if reading.problem else _green_when_sure(sure)
        return replace(reading, confidence=sure, state=state)
    if reading.problem and not second.problem and confidence >= _HAS_OPINION:
        others = _first_of(reading.value, reading.alternatives, but=second.value)
        return replace(
            reading,
            value=second.value,
            state=FieldState.AMBER,
            confidence=min(confidence, _MENDED_CONFIDENCE),
            problem="",
            alternatives=others,
        )
    return replace(
        reading, alternatives=_first_of(second.value, reading.alternatives, but=reading.value)
    )


def _same_letters(one: str, other: str) -> bool:
    """Whether two looks read the same, whatever blanks they saw ("5,9 m", "5,9m")."""
    return tone_key(one).replace(" ", "") == tone_key(other).replace(" ", "")


def _still_green(reading: FieldReading, second: str, confidence: float) -> FieldReading:
    """A critical value that was read well, unless a clear second look says otherwise."""
    if same_reading(second, reading.value) or confidence < _CONTRADICTS:
        return reading
    return replace(
        reading,
        state=FieldState.AMBER,
        problem="value.looks_differ",
        alternatives=_first_of(second, reading.alternatives, but=reading.value),
    )


def _first_of(value: str, others: Sequence[str], *, but: str) -> tuple[str, ...]:
    """Alternatives with one in front, without doubles."""
    distinct = dict.fromkeys((value, *others))
    return tuple(other for other in distinct if other and other != but)[:_MOST_ALTERNATIVES]


def holds_paragraphs(found: FoundValue, right: int) -> bool:
    """Whether a later row begins a paragraph of its own.

    It begins with a capital, and its first word would have had room on the row above.

    Args:
        found: A text that runs on to the right edge of the page's text.
        right: That edge.
    """
    rows = rows_of(found.words)
    return any(_begins_anew(above, row, right) for above, row in pairwise(rows))


def _begins_anew(above: Sequence[Word], row: Sequence[Word], right: int) -> bool:
    x0, y0, x1, y1 = row[0].box
    room = right - above[-1].box[2]
    return row[0].text[:1].isupper() and room > (x1 - x0) + _MORE_THAN_A_BLANK * (y1 - y0)


def unread(reading: FieldReading, area: Box | None) -> FieldReading:
    """A value of which something on the page was not read; a broken rule says more."""
    if not reading.value:
        return replace(reading, box=area, problem=UNREAD, state=FieldState.AMBER)
    if reading.state is not FieldState.GREEN:
        return reading
    return replace(reading, problem=UNREAD, state=FieldState.AMBER)


def by_hand(reading: FieldReading) -> FieldReading:
    """A value written by hand: never green; what was not read clearly is left to be typed."""
    is_clear = reading.confidence >= _BELIEVED_BY_HAND and not reading.problem
    value = reading.value if is_clear else ""
    return replace(reading, value=value, state=FieldState.AMBER, problem=HAND)
