"""Forms in columns: one person in each, the labels down the left side.

The columns come in any order ("Bên nữ" left or right), their places from their heads and, where
they are drawn, from the rules of the table. Labels may run over two or three lines, values too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ocr.understanding.forms import FieldDefinition, PaperType
from ocr.understanding.found import Finder, FoundValue, found_value, rows_of, without_leaders
from ocr.understanding.labels import Hit, PrintedLine, hits_on_line, phrases_of
from ocr.understanding.ruling import Ruling
from ocr.words import Box, Line, Word, union

_MOST_LABEL_LINES = 3
_MOST_NOISE = 6
_NEAR_ROW = 0.75
"""Farthest a line may stand below a row's label to be on it, in line heights."""


@dataclass(frozen=True, slots=True)
class ColumnPlace:
    """A column on the page: pixels from `left` to `right`, under a head."""

    name: str
    left: int
    right: int
    top: int


@dataclass(frozen=True, slots=True)
class _RowLabel:
    phrase: str
    box: Box


def find_columns(lines: Sequence[PrintedLine], paper: PaperType) -> tuple[ColumnPlace, ...]:
    """Places of the columns whose heads stand beside each other, left to right.

    Returns:
        At least two places, or none.
    """
    heads = {
        column.name: [
            _box_of(lines[hit.line], hit)
            for index, line in enumerate(lines)
            for head in column.heads
            for hit in hits_on_line(line, index, head)
        ]
        for column in paper.columns
    }
    rows = [_row_of(heads, box) for boxes in heads.values() for box in boxes]
    best = max(rows, key=len, default={})
    return _places(best) if len(best) >= 2 else ()


def _row_of(heads: Mapping[str, list[Box]], first: Box) -> dict[str, Box]:
    """The heads that stand on one row with `first`."""
    row = {}
    for name, boxes in heads.items():
        beside = [box for box in boxes if min(box[3], first[3]) > max(box[1], first[1])]
        if beside:
            row[name] = beside[0]
    return row


def _places(heads: Mapping[str, Box]) -> tuple[ColumnPlace, ...]:
    """Columns that meet half-way between the middles of their heads."""
    ordered = sorted(heads.items(), key=lambda entry: entry[1][0])
    middles = [(box[0] + box[2]) // 2 for _, box in ordered]
    cuts = [(one + other) // 2 for one, other in pairwise(middles)]
    reach = (middles[1] - middles[0]) // 2
    edges = [middles[0] - reach, *cuts, middles[-1] + 2 * reach]
    return tuple(
        ColumnPlace(name, left, right, box[3])
        for (name, box), (left, right) in zip(ordered, pairwise(edges), strict=True)
    )


def on_rules(columns: Sequence[ColumnPlace], rules: Ruling) -> tuple[ColumnPlace, ...]:
    """The columns with their edges moved to the drawn rules, where each edge has one near."""
    edges = [columns[0].left, *(column.right for column in columns)]
    near = (edges[-1] - edges[0]) // (3 * len(columns))
    moved = [
        min(rules.xs, key=lambda x: abs(x - edge), default=edge)
        if any(abs(x - edge) <= near for x in rules.xs)
        else edge
        for edge in edges
    ]
    if any(right <= left for left, right in pairwise(moved)):
        return tuple(columns)
    return tuple(
        ColumnPlace(column.name, left, right, column.top)
        for column, (left, right) in zip(columns, pairwise(moved), strict=True)
    )


def read_columns(
    lines: Sequence[PrintedLine],
    fields: Sequence[FieldDefinition],
    columns: Sequence[ColumnPlace],
    rules: Ruling,
) -> tuple[FoundValue, ...]:
    """Values of fields that stand in columns.

    Args:
        lines: Lines of the page.
        fields: Fields with a column.
        columns: Their places; see `find_columns`.
        rules: Drawn lines of the table, empty where none were found.

    Returns:
        One value for each field whose row was found.
    """
    top = min(column.top for column in columns)
    words = [
        word for line in lines for word in line.line.words if (word.box[1] + word.box[3]) // 2 > top
    ]
    phrases = {phrase for field in fields for phrase in phrases_of(field)}
    if not rules.xs:
        columns = _behind_labels(lines, phrases, columns)
    labels = _row_labels([word for word in words if _middle(word) < columns[0].left], phrases)
    places = {column.name: column for column in columns}
    cells = {
        name: _cells(_words_in(words, column), labels, rules) for name, column in places.items()
    }
    taken: set[tuple[str, int]] = set()
    found = []
    for field in fields:
        mine = phrases_of(field)
        for row, label in enumerate(labels):
            if label.phrase in mine and (field.column, row) not in taken:
                taken.add((field.column, row))
                words_of_cell = cells.get(field.column, {}).get(row, [])
                found.append(found_value(field.name, words_of_cell, Finder.CELL))
                break
    return tuple(found)


def _behind_labels(
    lines: Sequence[PrintedLine], phrases: set[str], columns: Sequence[ColumnPlace]
) -> tuple[ColumnPlace, ...]:
    """The columns, the first one beginning behind the longest label on its left."""
    first = columns[0]
    ends = [
        _box_of(line, hit)[2]
        for line in lines
        for phrase in phrases
        for hit in hits_on_line(line, 0, phrase)
        if hit.start <= _MOST_NOISE
    ]
    middle = (first.left + first.right) // 2
    left = max((end for end in ends if end < middle), default=first.left)
    return (replace(first, left=left + 1), *columns[1:])


def _middle(word: Word) -> int:
    return (word.box[0] + word.box[2]) // 2


def _words_in(words: Sequence[Word], column: ColumnPlace) -> list[Word]:
    return [word for word in words if column.left <= _middle(word) < column.right]


def _row_labels(words: Sequence[Word], phrases: set[str]) -> list[_RowLabel]:
    """Labels in the left column, top to bottom, those over several lines among them."""
    rows = rows_of(words)
    found: list[_RowLabel] = []
    start = 0
    while start < len(rows):
        hit = _label_at(rows, start, phrases)
        if hit is None:
            start += 1
            continue
        label, count = hit
        found.append(label)
        start += count
    return found


def _label_at(
    rows: Sequence[Sequence[Word]], start: int, phrases: set[str]
) -> tuple[_RowLabel, int] | None:
    """The label that begins in a row and the number of rows it takes."""
    best: tuple[int, _RowLabel, int] | None = None
    for count in range(1, _MOST_LABEL_LINES + 1):
        taken = [word for row in rows[start : start + count] for word in row]
        if start + count > len(rows) or not taken:
            break
        line = PrintedLine(Line(tuple(taken)))
        for phrase in phrases:
            for hit in hits_on_line(line, 0, phrase):
                gain = hit.letters - 2 * hit.distance
                if hit.start <= _MOST_NOISE and (best is None or gain > best[0]):
                    best = gain, _RowLabel(phrase, _box_of(line, hit)), count
    return None if best is None else (best[1], best[2])


def _box_of(line: PrintedLine, hit: Hit) -> Box:
    return union([word.box for word in line.words_between(hit.start, hit.end)])


def _cells(
    words: Sequence[Word], labels: Sequence[_RowLabel], rules: Ruling
) -> dict[int, list[Word]]:
    """Words of one column by the row they belong to.

    Between drawn rules a word is on the row of the label there. Without rules a line beside a
    label is on its row, a line beside none goes with the nearer line of the column.
    """
    cells: dict[int, list[Word]] = {}
    last: tuple[int, int] | None = None
    for line in rows_of(without_leaders(words)):
        box = union([word.box for word in line])
        row = _row_between_rules(box, labels, rules)
        if row is None:
            row = _row_beside(box, labels, last)
        if row is not None:
            cells.setdefault(row, []).extend(line)
            last = row, box[3]
    return cells


def _row_between_rules(box: Box, labels: Sequence[_RowLabel], rules: Ruling) -> int | None:
    middle = (box[1] + box[3]) // 2
    for top, bottom in pairwise(rules.ys):
        if top <= middle < bottom:
            inside = [
                row
                for row, label in enumerate(labels)
                if top <= (label.box[1] + label.box[3]) // 2 < bottom
            ]
            return inside[0] if len(inside) == 1 else None
    return None


def _row_beside(box: Box, labels: Sequence[_RowLabel], last: tuple[int, int] | None) -> int | None:
    """Row of a line by the labels beside it, else the row of the line above it.

    Args:
        box: The line.
        labels: Labels of the rows.
        last: Row and lower edge of the line above, None for the first.
    """
    shared = [min(box[3], label.box[3]) - max(box[1], label.box[1]) for label in labels]
    row = max(range(len(labels)), key=lambda index: shared[index], default=None)
    if row is None:
        return None
    if shared[row] > 0:
        return row
    below = [index for index, label in enumerate(labels) if label.box[1] >= box[3]]
    gap_below = labels[below[0]].box[1] - box[3] if below else None
    gap_above = box[1] - last[1] if last else None
    near = _NEAR_ROW * (box[3] - box[1])
    if last and gap_above is not None and (gap_below is None or gap_above <= gap_below):
        return last[0] if gap_above <= 2 * near else None
    return below[0] if gap_below is not None and gap_below <= near else None
