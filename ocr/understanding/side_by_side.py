"""Persons side by side, each with labels of their own: parties of a contract, opinions on a form.

Where the same label stands twice or more on one row, each of them begins a column. A column is
read like a small page of its own; the head above it tells whose it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ocr.folding import fold_letters
from ocr.understanding.forms import PaperType
from ocr.understanding.found import FoundValue
from ocr.understanding.label_values import read_labelled
from ocr.understanding.labels import PrintedLine, find_labels
from ocr.understanding.sight import Sight
from ocr.words import Box, Line, Word, union

_MOST_HEAD_LINES = 8
_LEAST_HEAD_LETTERS = 4
_MARGIN = 0.5
"""How far left of its labels a column begins, in line heights."""

_NARROW_GAP = 0.7
"""Blank at the edge of two columns below which a line runs across it, in line heights."""


@dataclass(frozen=True, slots=True)
class _Grid:
    """Where the columns begin in pixels, left to right, and the row of the first labels."""

    lefts: tuple[int, ...]
    right: int
    row: int

    def band(self, word: Word) -> int:
        """Index of the column a word begins in, -1 left of all."""
        return sum(word.box[0] >= left for left in self.lefts) - 1


def read_side_by_side(
    lines: Sequence[PrintedLine], paper: PaperType, sight: Sight | None
) -> dict[str, FoundValue]:
    """Values of the columns of a form whose labels stand in each column.

    Args:
        lines: Lines of the page.
        paper: The form.
        sight: The page itself, for tick boxes.

    Returns:
        Values by field name; none where no label is repeated on a row.
    """
    grid = _grid(lines, paper)
    if grid is None:
        return {}
    head, names = _names(lines, paper, grid)
    if len(names) < 2:
        return {}
    found: dict[str, FoundValue] = {}
    below = lines[head + 1 : _end(lines, grid)]
    for band, name in names.items():
        column = _column(below, grid, band)
        mine = tuple(
            replace(field, section="", column="") for field in paper.fields if field.column == name
        )
        form = replace(paper, fields=mine, sections=(), columns=(), tables=())
        right = (*grid.lefts, grid.right)[band + 1]
        found |= read_labelled(column, form, sight, right_px=right)
    return found


def _grid(lines: Sequence[PrintedLine], paper: PaperType) -> _Grid | None:
    """The columns by the label that is repeated most on one row, the upper one of several."""
    fields = tuple(replace(field, section="") for field in paper.fields if field.column)
    hits = find_labels(lines, replace(paper, fields=fields, sections=(), tables=()))
    places = [
        (hit, union([word.box for word in lines[hit.line].words_between(hit.start, hit.end)]))
        for hit in hits
    ]
    best: list[Box] = []
    row = 0
    for hit, box in places:
        beside = [
            other for same, other in places if same.phrase == hit.phrase and _is_beside(box, other)
        ]
        if len(beside) > len(best):
            best, row = beside, hit.line
    if len(best) < 2:
        return None
    margin = round(_MARGIN * lines[row].height)
    lefts = tuple(box[0] - margin for box in sorted(best))
    return _Grid(lefts, max(line.line.box[2] for line in lines) + 1, row)


def _is_beside(one: Box, other: Box) -> bool:
    return min(one[3], other[3]) > max(one[1], other[1])


def _names(
    lines: Sequence[PrintedLine], paper: PaperType, grid: _Grid
) -> tuple[int, Mapping[int, str]]:
    """The line of the heads above the columns, and the column of the form under each of them."""
    best: tuple[int, Mapping[int, str]] = (0, {})
    for index in range(max(0, grid.row - _MOST_HEAD_LINES), grid.row):
        words: dict[int, list[Word]] = {}
        for word in lines[index].line.words:
            words.setdefault(grid.band(word), []).append(word)
        names = {
            band: name
            for band, printed in words.items()
            if band >= 0 and (name := _name_of(printed, paper))
        }
        if len(names) > len(best[1]) and len(set(names.values())) == len(names):
            best = index, names
    return best


def _name_of(words: Sequence[Word], paper: PaperType) -> str:
    """Name of the column with a head that begins as these words do, "" for none."""
    printed = fold_letters(" ".join(word.text for word in words))[0]
    shared = {
        column.name: max(_shared(printed, fold_letters(head)[0]) for head in column.heads)
        for column in paper.columns
    }
    name = max(shared, key=lambda key: shared[key], default="")
    return name if name and shared[name] >= _LEAST_HEAD_LETTERS else ""


def _shared(printed: str, head: str) -> int:
    """Letters a head and a printed line have in common where one begins with the other."""
    is_one = printed.startswith(head) or head.startswith(printed)
    return min(len(printed), len(head)) if is_one else 0


def _end(lines: Sequence[PrintedLine], grid: _Grid) -> int:
    """Index of the first line below the first labels that runs across an edge."""
    for index in range(grid.row + 1, len(lines)):
        if _runs_across(lines[index], grid):
            return index
    return len(lines)


def _runs_across(line: PrintedLine, grid: _Grid) -> bool:
    words = line.line.words
    for left in grid.lefts[1:]:
        before = [word.box[2] for word in words if word.box[0] < left]
        behind = [word.box[0] for word in words if word.box[0] >= left]
        if before and max(before) > left + line.height:
            return True
        if before and behind and min(behind) - max(before) < _NARROW_GAP * line.height:
            return True
    return False


def _column(lines: Sequence[PrintedLine], grid: _Grid, band: int) -> list[PrintedLine]:
    kept = []
    for line in lines:
        words = tuple(word for word in line.line.words if grid.band(word) == band)
        if words:
            kept.append(PrintedLine(Line(words)))
    return kept
