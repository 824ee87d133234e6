"""Tables with a head and a row for each entry: members of a household, lines of business."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ocr.folding import fold_letters
from ocr.understanding.forms import FieldDefinition, RowTable, TableColumn
from ocr.understanding.found import Finder, FoundValue, found_value, rows_of, without_leaders
from ocr.understanding.labels import Hit, PrintedLine, hits_on_line
from ocr.understanding.ruling import Ruling
from ocr.words import Box, Word, union

_LEAST_COLUMNS = 2
_COLUMN_SHARE = 0.6
_MOST_HEAD_LINES = 4
_HEAD_LETTERS = 0.6
_WIDEST_STEP = 2.2
"""Blank between two rows that still are one table, in line heights."""

_LEAST_BLANK = 0.5
"""Narrowest blank between two columns, in line heights."""

_MOST_ROWS = 60
_COUNT = re.compile(r"\d{1,2}[.)]?")
ORDINAL = "ordinal"
"""The column that only counts the rows; it helps to find them and is no field."""


@dataclass(frozen=True, slots=True)
class _Head:
    column: TableColumn
    box: Box


@dataclass(frozen=True, slots=True)
class TablePlace:
    """A table on the page.

    Attributes:
        table: What it is.
        heads: Columns that were found with their heads, left to right.
        bottom: Lower edge of the head in pixels.
        line_height: Height of its print in pixels.
    """

    table: RowTable
    heads: tuple[_Head, ...]
    bottom: int
    line_height: int

    @property
    def box(self) -> Box:
        """The heads, all of them."""
        return union([head.box for head in self.heads])


def find_table(lines: Sequence[PrintedLine], table: RowTable) -> TablePlace | None:
    """The place of a table by its head, None where it does not stand on the page."""
    need = max(_LEAST_COLUMNS, round(_COLUMN_SHARE * len(table.columns)))
    best: TablePlace | None = None
    for index in range(len(lines)):
        place = _head_at(lines, index, table)
        if place is None or len(place.heads) < need:
            continue
        if best is None or len(place.heads) > len(best.heads):
            best = place
    return best


def _head_at(lines: Sequence[PrintedLine], index: int, table: RowTable) -> TablePlace | None:
    """The head whose first line is `index`, each column found by the words it begins with."""
    words = list(lines[index].line.words)
    heads = [
        _Head(column, union([word.box for word in lines[index].words_between(hit.start, hit.end)]))
        for column, hit in _in_order(lines[index], 0, table.columns)
    ]
    if not heads:
        return None
    height = lines[index].height
    bottom = max(word.box[3] for word in words)
    wanted = "".join(fold_letters(head)[0] for column in table.columns for head in column.heads)
    for line in lines[index + 1 : index + _MOST_HEAD_LINES]:
        if line.line.box[1] > bottom + height or not _is_head_line(line, wanted):
            break
        heads = _widened(heads, line.line.words)
        bottom = line.line.box[3]
    return TablePlace(table, tuple(heads), bottom, height)


def _in_order(
    line: PrintedLine, behind: int, columns: Sequence[TableColumn]
) -> list[tuple[TableColumn, Hit]]:
    """Columns with the places of their heads on a line, left to right, as many as fit.

    A head that was not read must not take a place further right that others stand before:
    "Số TT" is not "Số định danh".
    """
    if not columns:
        return []
    others = _in_order(line, behind, columns[1:])
    hit = _longest_prefix(line, behind, columns[0].heads)
    if hit is None or (others and hit.end <= others[0][1].start):
        return [(columns[0], hit), *others] if hit else others
    behind_it = [(columns[0], hit), *_in_order(line, hit.end, columns[1:])]
    return max(others, behind_it, key=_letters_of)


def _letters_of(chain: Sequence[tuple[TableColumn, Hit]]) -> int:
    return sum(hit.letters - 2 * hit.distance for _, hit in chain)


def _longest_prefix(line: PrintedLine, behind: int, heads: Sequence[str]) -> Hit | None:
    """Where a head begins on a line behind a character: its longest run of first words."""
    found: list[Hit] = []
    for head in heads:
        words = head.split()
        for count in range(len(words), 0, -1):
            hits = hits_on_line(line, 0, " ".join(words[:count]))
            hits = [hit for hit in hits if hit.start >= behind]
            if hits:
                found.append(min(hits, key=lambda hit: (hit.distance, hit.start)))
                break
    return max(found, key=lambda hit: hit.letters - 2 * hit.distance, default=None)


def _is_head_line(line: PrintedLine, wanted: str) -> bool:
    """Whether most words of a line stand in the heads."""
    words = [fold_letters(word.text)[0] for word in line.line.words]
    known = sum(len(word) for word in words if not word.isdigit() and word in wanted)
    return known >= _HEAD_LETTERS * max(1, sum(len(word) for word in words))


def _widened(heads: list[_Head], words: Sequence[Word]) -> list[_Head]:
    """The heads with the words of a further line, each given to the nearest."""
    boxes = [[head.box] for head in heads]
    for word in words:
        middle = (word.box[0] + word.box[2]) // 2
        nearest = min(range(len(heads)), key=lambda at: _distance(heads[at].box, middle))
        boxes[nearest].append(word.box)
    return [_Head(head.column, union(all_of)) for head, all_of in zip(heads, boxes, strict=True)]


def _distance(box: Box, x: int) -> int:
    return max(box[0] - x, x - box[2], 0)


def read_table(
    lines: Sequence[PrintedLine], place: TablePlace, end: int, rules: Ruling
) -> list[tuple[FieldDefinition, FoundValue]]:
    """Every filled cell of a table with the field it makes.

    Args:
        lines: Lines of the page.
        place: Where the table stands.
        end: Where it ends at the latest, in pixels.
        rules: Its drawn lines, empty where none were found.

    Returns:
        Fields named "table.row.column", rows from 1.
    """
    body = [
        word
        for line in lines
        for word in line.line.words
        if place.bottom <= (word.box[1] + word.box[3]) // 2 < end
    ]
    edges = _edges(place, rules, body)
    words = [word for word in body if edges[0] <= (word.box[0] + word.box[2]) // 2 < edges[-1]]
    rows = _entries(without_leaders(words), place, edges, rules)
    found = []
    is_counted = place.table.columns[0].name == ORDINAL != place.heads[0].column.name
    for number, row in enumerate(rows[:_MOST_ROWS], 1):
        if is_counted and len(row) > 1 and _COUNT.fullmatch(row[0].text):
            row = row[1:]
        for column, cell in zip(place.heads, _split(row, edges), strict=True):
            if column.column.name == ORDINAL:
                continue
            field = _field(place.table, column.column, number)
            found.append((field, found_value(field.name, cell, Finder.CELL)))
    return found


def _field(table: RowTable, column: TableColumn, number: int) -> FieldDefinition:
    return FieldDefinition(
        name=f"{table.name}.{number}.{column.name}",
        label=f"{column.heads[0]} ({number})",
        kind=column.kind,
    )


def _edges(place: TablePlace, rules: Ruling, body: Sequence[Word]) -> list[int]:
    """Edges of the columns: drawn rules between two heads, else the blank between their cells."""
    below = [word for row in _while_close(rows_of(without_leaders(body)), place) for word in row]
    boxes = [head.box for head in place.heads]
    edges = [_outer(boxes[0][0], rules, -1, place.line_height)]
    for left, right in pairwise(boxes):
        between = [x for x in rules.xs if left[2] - 2 <= x <= right[0] + 2]
        edges.append(between[0] if between else _blank_between(left, right, below, place))
    edges.append(_outer(boxes[-1][2], rules, 1, place.line_height))
    return edges


def _blank_between(left: Box, right: Box, body: Sequence[Word], place: TablePlace) -> int:
    """Middle of the widest blank that no row crosses between two heads, else of their own gap."""
    start, stop = (left[0] + left[2]) // 2, (right[0] + right[2]) // 2
    widest = (0, (left[2] + right[0]) // 2)
    for word in sorted(body, key=lambda word: word.box[0]):
        blank = min(word.box[0], stop) - start
        if blank >= _LEAST_BLANK * place.line_height:
            widest = max(widest, (blank, start + blank // 2), key=lambda entry: entry[0])
        start = max(start, word.box[2])
    return widest[1]


def _outer(edge: int, rules: Ruling, side: int, height: int) -> int:
    """Outer edge of the table: the next rule to a side, else a few line heights further."""
    beyond = [x for x in rules.xs if side * (x - edge) >= -2]
    return min(beyond, key=lambda x: abs(x - edge)) if beyond else edge + side * 4 * height


def _entries(
    words: Sequence[Word], place: TablePlace, edges: Sequence[int], rules: Ruling
) -> list[list[Word]]:
    """Words of each row of the table; a wide blank ends it."""
    lines = _while_close(rows_of(words), place)
    if len(rules.ys) >= 2:
        ruled = _between_rules(lines, rules, place.bottom)
        if ruled:
            return ruled
    entries: list[list[Word]] = []
    for line in lines:
        if not entries or _begins_entry(line, edges):
            entries.append(list(line))
        else:
            entries[-1] += line
    return entries


def _while_close(lines: list[list[Word]], place: TablePlace) -> list[list[Word]]:
    kept: list[list[Word]] = []
    bottom = place.bottom
    for line in lines:
        box = union([word.box for word in line])
        if box[1] - bottom > _WIDEST_STEP * place.line_height:
            break
        kept.append(line)
        bottom = max(bottom, box[3])
    return kept


def _between_rules(lines: list[list[Word]], rules: Ruling, top: int) -> list[list[Word]]:
    entries = []
    for upper, lower in pairwise(y for y in rules.ys if y >= top - 4):
        inside = [
            word
            for line in lines
            for word in line
            if upper <= (word.box[1] + word.box[3]) // 2 < lower
        ]
        if inside:
            entries.append(inside)
    return entries


def _begins_entry(line: Sequence[Word], edges: Sequence[int]) -> bool:
    """A line with something in its first column, or in most columns, begins an entry."""
    cells = [bool(cell) for cell in _split(line, edges)]
    return cells[0] or sum(cells) > len(cells) // 2


def _split(words: Sequence[Word], edges: Sequence[int]) -> list[list[Word]]:
    """Words by column; rows of a cell one after the other."""
    cells = []
    for left, right in pairwise(edges):
        inside = [word for word in words if left <= (word.box[0] + word.box[2]) // 2 < right]
        cells.append([word for row in rows_of(inside) for word in row])
    return cells
