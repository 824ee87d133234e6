"""Find the values of a form: beside labels, in columns, in tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ocr.understanding.columns import ColumnPlace, find_columns, on_rules, read_columns
from ocr.understanding.forms import FieldDefinition, PaperType, Section
from ocr.understanding.found import FoundValue
from ocr.understanding.label_values import read_labelled
from ocr.understanding.labels import PrintedLine, find_labels, find_openings, phrases_of
from ocr.understanding.parts import read_part
from ocr.understanding.register import read_zones, register
from ocr.understanding.ruling import Ruling, ruling
from ocr.understanding.side_by_side import read_side_by_side
from ocr.understanding.sight import Sight
from ocr.understanding.tables import TablePlace, find_table, read_table
from ocr.words import Box, PageText, union


@dataclass(frozen=True, slots=True)
class Entry:
    """A field of the page with what stands there.

    Attributes:
        definition: The field.
        found: What the first finder found.
        second: What stands in the zone of a known printing, None without one.
    """

    definition: FieldDefinition
    found: FoundValue
    second: FoundValue | None = None


def extract_fields(
    text: PageText, paper: PaperType, sight: Sight | None = None
) -> tuple[Entry, ...]:
    """Find the value of each field of `paper` on a page.

    Args:
        text: Recognised lines.
        paper: The form.
        sight: The page itself; without it tick boxes and the rules of tables are not seen.

    Returns:
        One entry for each field definition, in the order of the definitions; then one for each
        filled cell of the tables.
    """
    lines = [PrintedLine(line) for line in text.lines]
    cells = _cells(lines, paper, sight)
    if paper.columns and not cells:
        paper = _with_columns_as_sections(paper)
    labelled = [field for field in paper.fields if not (cells and field.column)]
    found = read_labelled(lines, replace(paper, fields=tuple(labelled)), sight)
    found |= cells
    found |= _in_their_places(lines, paper, found)
    missing = {field.name: FoundValue(field.name, "", has_label=False) for field in paper.fields}
    tables = _tables(lines, paper, sight)
    values = missing | found
    values |= _in_first_rows(paper, values, tables)
    zones = _in_zones(paper, text)
    entries = [_entry(field, values[field.name], zones.get(field.name)) for field in paper.fields]
    return (*entries, *(Entry(*cell) for _, cells in tables for cell in cells))


def _in_zones(paper: PaperType, text: PageText) -> dict[str, FoundValue]:
    """Values in the zones of the printing of the form that fits the page best."""
    fitting = [(found, layout) for layout in paper.layouts if (found := register(layout, text))]
    if not fitting:
        return {}
    registration, layout = max(fitting, key=lambda pair: pair[0].inliers)
    return {value.name: value for value in read_zones(layout, registration, text)}


def _entry(field: FieldDefinition, found: FoundValue, zone: FoundValue | None) -> Entry:
    """What two finders say of one field; the zone alone where no label was found."""
    if zone is not None and not found.text:
        return Entry(field, zone)
    return Entry(field, found, zone)


def _cells(
    lines: Sequence[PrintedLine], paper: PaperType, sight: Sight | None
) -> dict[str, FoundValue]:
    """Values that stand in columns; none where the form is printed without columns."""
    if not paper.columns:
        return {}
    beside = read_side_by_side(lines, paper, sight)
    if beside:
        return beside
    columns = find_columns(lines, paper)
    if not columns:
        return {}
    rules = _rules(sight, _box_of_columns(columns, lines))
    if rules.xs:
        columns = on_rules(columns, rules)
    fields = [field for field in paper.fields if field.column]
    return {value.name: value for value in read_columns(lines, fields, columns, rules)}


def _in_their_places(
    lines: Sequence[PrintedLine], paper: PaperType, found: Mapping[str, FoundValue]
) -> dict[str, FoundValue]:
    """Values of parts that no label has given."""
    placed = {}
    for field in paper.fields:
        if field.name not in found or not found[field.name].text:
            value = read_part(field.part, field.name, lines)
            if value is not None:
                placed[field.name] = value
    return placed


def _with_columns_as_sections(paper: PaperType) -> PaperType:
    """The form printed with one person below the other: each head opens a block."""
    sections = tuple(Section(column.name, column.heads) for column in paper.columns)
    fields = tuple(
        replace(field, section=field.column, column="") if field.column else field
        for field in paper.fields
    )
    return replace(paper, fields=fields, sections=(*paper.sections, *sections), columns=())


def _box_of_columns(columns: Sequence[ColumnPlace], lines: Sequence[PrintedLine]) -> Box:
    """From the heads of the columns to the end of the text."""
    bottom = max(line.line.box[3] for line in lines)
    return (0, min(column.top for column in columns), columns[-1].right + 1, bottom)


def _rules(sight: Sight | None, box: Box) -> Ruling:
    return Ruling() if sight is None else ruling(sight.gray, box, sight.dpi)


_Cells = Sequence[tuple[FieldDefinition, FoundValue]]


def _tables(
    lines: Sequence[PrintedLine], paper: PaperType, sight: Sight | None
) -> list[tuple[TablePlace, _Cells]]:
    """The tables of a form with their filled cells, from top to bottom."""
    found: list[tuple[TablePlace, _Cells]] = []
    for table in paper.tables:
        place = find_table(lines, table)
        if place is None:
            continue
        end = _end_of_table(lines, paper, place)
        rules = _rules(sight, _box_of_table(place, end, sight))
        found.append((place, read_table(lines, place, end, rules)))
    return found


def _in_first_rows(
    paper: PaperType,
    values: Mapping[str, FoundValue],
    tables: Sequence[tuple[TablePlace, _Cells]],
) -> dict[str, FoundValue]:
    """Values of fields whose label is the head of a column: what its first row says.

    A person's fields ("applicant.full_name") are left alone: a table has other persons.
    """
    placed = {}
    for place, cells in tables:
        first = {field.name: found for field, found in cells}
        for field in paper.fields:
            found = values[field.name]
            column = _column_of(field, place)
            cell = first.get(f"{place.table.name}.1.{column}")
            is_head = bool(found.label) and _lies_in(union([w.box for w in found.label]), place.box)
            is_missing = not found.text and not found.has_label and field.name == column
            if cell is not None and cell.text and "." not in field.name and (is_head or is_missing):
                placed[field.name] = replace(cell, name=field.name)
    return placed


def _column_of(field: FieldDefinition, place: TablePlace) -> str:
    """Name of the column a field may stand in, "" for none."""
    for column in place.table.columns:
        if column.name == field.name or set(phrases_of(field)) & set(column.heads):
            return column.name
    return ""


def _lies_in(box: Box, frame: Box) -> bool:
    return frame[1] <= (box[1] + box[3]) // 2 < frame[3]


def _box_of_table(place: TablePlace, end: int, sight: Sight | None) -> Box:
    heads = place.box
    width = sight.gray.shape[1] if sight else heads[2]
    return (0, heads[1], width, end)


def _end_of_table(lines: Sequence[PrintedLine], paper: PaperType, place: TablePlace) -> int:
    """Upper edge of the first block or label below the head, else the end of the page."""
    below = [
        lines[hit.line].line.box[1]
        for hit in (
            *find_labels(lines, paper),
            *(hit for hit, _ in find_openings(lines, paper)),
        )
    ]
    tops = [top for top in below if top > place.bottom + place.line_height // 2]
    return min(tops, default=max(line.line.box[3] for line in lines) + 1)
