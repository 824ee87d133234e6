"""The fields of the pages of one paper together: each field once, on the page that gives it.

What the first page gives stays; a later page gives what is empty there. Where a later page says
something else, that is a doubt for the officer and no choice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ocr.folding import same_reading
from ocr.reading import FieldReading, FieldState
from ocr.understanding.consistency import cross_checked
from ocr.understanding.forms import PaperType, Part, ValueKind

CONFLICT = "conflict.pages"
_MOST_ALTERNATIVES = 4


@dataclass(frozen=True, slots=True)
class PageFields:
    """What stands on one page of a paper.

    Attributes:
        key: What the caller knows the page by.
        fields: Its candidates; of the first page all fields of the paper.
        is_sure: The page tells by its number that it belongs here. What another gives is never
            green: only the officer sees whose it is.
    """

    key: str
    fields: tuple[FieldReading, ...]
    is_sure: bool = True


def is_empty(reading: FieldReading) -> bool:
    """Whether nothing at all stands there: no value, and no ink that nobody could read."""
    return not reading.value and reading.box is None and reading.state is not FieldState.GREEN


def joined(pages: Sequence[PageFields], paper: PaperType) -> Mapping[str, tuple[FieldReading, ...]]:
    """Give each field of a paper to the first page that has it.

    Args:
        pages: Pages of one paper in order.
        paper: Its type.

    Returns:
        Fields of each page, by its key. Rows of a table that goes on are counted on. What is found
        by its place alone (date line, signer) contradicts nothing: each page may have its own.
    """
    placed = {field.name for field in paper.fields if field.part is not Part.NONE}
    homes: dict[str, str] = {}
    fields: dict[str, FieldReading] = {}
    for number, page in enumerate(pages):
        mine = page.fields if number == 0 else _counted_on(page.fields, fields, paper)
        for reading in mine:
            given = _unproved(reading) if number and not page.is_sure else reading
            before = fields.get(given.name)
            if before is None or (is_empty(before) and not is_empty(given)):
                fields[given.name], homes[given.name] = given, page.key
            elif reading.name not in placed and _contradicts(reading, before):
                fields[given.name] = _doubted(before, reading.value)
    if len(set(homes.values())) > 1:
        checked = cross_checked(tuple(fields.values()), _kinds(fields, paper))
        fields = {reading.name: reading for reading in checked}
    return {
        page.key: tuple(field for name, field in fields.items() if homes[name] == page.key)
        for page in pages
    }


def _unproved(reading: FieldReading) -> FieldReading:
    if reading.state is not FieldState.GREEN:
        return reading
    return replace(reading, state=FieldState.AMBER)


def _contradicts(reading: FieldReading, before: FieldReading) -> bool:
    """Whether a later page surely says something else; a doubtful reading has no opinion."""
    is_told = bool(before.value) and reading.state is FieldState.GREEN
    return is_told and bool(reading.value) and not same_reading(reading.value, before.value)


def _doubted(reading: FieldReading, other: str) -> FieldReading:
    others = dict.fromkeys((other, *reading.alternatives))
    state = FieldState.RED if reading.state is FieldState.RED else FieldState.AMBER
    return replace(
        reading,
        state=state,
        problem=reading.problem or CONFLICT,
        alternatives=tuple(others)[:_MOST_ALTERNATIVES],
    )


def _counted_on(
    readings: Sequence[FieldReading], before: Iterable[str], paper: PaperType
) -> tuple[FieldReading, ...]:
    """Readings of a later page, rows of tables with the numbers behind those before them."""
    known = tuple(before)
    counted = list(readings)
    for table in paper.tables:
        rows = re.compile(rf"{re.escape(table.name)}\.(\d+)\.(.+)")
        last = max((int(row[1]) for name in known if (row := rows.fullmatch(name))), default=0)
        for at, reading in enumerate(counted):
            if row := rows.fullmatch(reading.name):
                name = f"{table.name}.{last + int(row[1])}.{row[2]}"
                counted[at] = replace(reading, name=name)
    return tuple(counted)


def _kinds(names: Iterable[str], paper: PaperType) -> dict[str, ValueKind]:
    """Kind of each field by its name, of cells by their columns."""
    known = {field.name: field.kind for field in paper.fields}
    columns = {
        f"{table.name}.{column.name}": column.kind
        for table in paper.tables
        for column in table.columns
    }
    return {
        name: known.get(name) or columns.get(re.sub(r"\.\d+\.", ".", name), ValueKind.TEXT)
        for name in names
    }
