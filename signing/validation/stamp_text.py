"""Text that a later signature draws: a stamp is seen to be one, bare text may pass as the page.

A later signature may be drawn on blank paper, and it may say what it wants. A reader takes for
part of the paper what has no frame and stands in a line of the paper, or between its lines.
Judged by pixels, so that letters drawn as paths or as a picture are no way around it.

Source: "Breaking the Specification: PDF Certification" (Mladenov et al., IEEE S&P 2021), sneaky
signature attack; "Shadow Attacks" (NDSS 2021), attack by added content.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]
Mask = NDArray[np.bool_]

_ADDED, _PRINTED = 48, 176
_SEEN, _DARK = 80, 128
_GROUND_SHARE, _LETTERS_SHARE = 0.6, 0.5
_BY_PICTURE_PX = 12
_MIN_LINE_PX, _MAX_LINE_PX = 5, 34
_MIN_LETTERS = 3
_ROW_GAP_PX = 2
_COLUMN_GAP_PX = 14
_RULE_SHARE, _RULE_PX = 0.95, 4
_LOOK_ASIDE, _LOOK_CLOSE = 2.0, 0.8
_MIN_ASIDE_PX, _MAX_ASIDE_PX = 12, 40
_SAME_ROWS, _SAME_HEIGHT = 0.5, 2.0
_SAME_EDGE_PX, _LINE_PITCH = 4, 1.6
_MAX_LEAVES = 400


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text on a drawn page, in pixels; `bottom` and `right` are outside.

    `letters` counts its separate pieces of ink.
    """

    top: int
    bottom: int
    left: int
    right: int
    letters: int = 0

    @property
    def height(self) -> int:
        """Rows."""
        return self.bottom - self.top

    @property
    def is_word(self) -> bool:
        """It has several letters; less may be a stroke of a hand or part of a picture."""
        return self.letters >= _MIN_LETTERS and self.right - self.left >= self.height


def added_lines(before: Grey, after: Grey, box: tuple[slice, slice]) -> list[Line]:
    """Find the bare text that stands in a part of a page now.

    Several lines in a frame that is seen are a stamp and no bare text; one line in a box reads like
    a value in a form. Where anything larger than letters was drawn, a picture or a seal, single
    letters close to it are left out: they are parts of it. What is faint hides nothing.
    """
    rows, columns = box
    darker = before[box].astype(np.int16) - after[box]
    lines = _lines(_without_rules(darker > _ADDED), darker > _DARK)
    if _is_framed(darker > _SEEN) and sum(line.is_word for line in lines) != 1:
        return []
    top, left = rows.start, columns.start
    return [
        replace(
            found,
            top=found.top + top,
            bottom=found.bottom + top,
            left=found.left + left,
            right=found.right + left,
        )
        for found in lines
    ]


def reads_on(before: Grey, line: Line, *, prepared: bool) -> bool:
    """Tell whether a new line of text seems to belong to what was printed.

    Args:
        before: The page as it was signed.
        line: New text.
        prepared: The place was set aside for a signature when the page was signed; a label may
            stand beside it then, but no line may run through it.
    """
    beside = [_printed_beside(before, line, to_left=side) for side in (True, False)]
    if prepared:
        return all(beside)
    return any(beside) or (line.is_word and _stands_between(before, line))


def _bounds(mask: Mask) -> tuple[slice, slice]:
    """Find the part of a mask that has ink; empty slices when there is none."""
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    if not len(rows):
        return slice(0), slice(0)
    return slice(int(rows[0]), int(rows[-1]) + 1), slice(int(columns[0]), int(columns[-1]) + 1)


def _rules(inner: Mask) -> tuple[Mask, Mask]:
    """Tell which rows and columns are inked nearly from end to end."""
    return inner.mean(axis=1) >= _RULE_SHARE, inner.mean(axis=0) >= _RULE_SHARE


def _is_framed(mask: Mask) -> bool:
    """Tell whether rules on all four sides enclose more than a letter."""
    inner = mask[_bounds(mask)]
    if not inner.size or max(inner.shape) <= _MAX_LINE_PX:
        return False
    ends = (slice(None, _RULE_PX), slice(-_RULE_PX, None))
    return all(bool(rule[end].any()) for rule in _rules(inner) for end in ends)


def _without_rules(mask: Mask) -> Mask:
    """Take rules away; what is no larger than a letter has strokes, not rules."""
    bare = mask.copy()
    inner = bare[_bounds(mask)]
    if not inner.size:
        return bare
    across, down = _rules(inner)
    framed = _is_framed(mask)
    if framed or inner.shape[1] > _MAX_LINE_PX:
        inner[_thin(across)] = False
    if framed or inner.shape[0] > _MAX_LINE_PX:
        inner[:, _thin(down)] = False
    return bare


def _thin(inked: Mask) -> Mask:
    """Keep what is as thin as a rule; a block of ink is a picture."""
    kept = np.zeros_like(inked)
    for start, stop in ink_runs(inked, 0):
        kept[start:stop] = stop - start <= _RULE_PX
    return kept


def _lines(mask: Mask, dark: Mask | None = None) -> list[Line]:
    """Cut ink into lines: by blank rows, then by wide blank columns, then by rows once more."""
    pending = [Line(0, mask.shape[0], 0, mask.shape[1])]
    found: list[Line] = []
    pictures = np.zeros_like(mask)
    while pending and len(found) < _MAX_LEAVES:
        whole = pending.pop()
        place = (slice(whole.top, whole.bottom), slice(whole.left, whole.right))
        part = mask[place]
        pieces = [
            Line(whole.top + top, whole.top + bottom, whole.left + left, whole.left + right)
            for top, bottom in ink_runs(part.any(axis=1), _ROW_GAP_PX)
            for left, right in ink_runs(part[top:bottom].any(axis=0), _COLUMN_GAP_PX)
        ]
        if pieces != [whole]:
            pending += pieces
        elif dark is not None and _is_ground(part, dark[place]):
            found += [
                replace(
                    line,
                    top=line.top + whole.top,
                    bottom=line.bottom + whole.top,
                    left=line.left + whole.left,
                    right=line.right + whole.left,
                )
                for line in _lines(dark[place])
            ]
        elif whole.height > _MAX_LINE_PX:
            pictures[place] = part
        elif whole.height >= _MIN_LINE_PX:
            found.append(replace(whole, letters=len(list(ink_runs(part.any(axis=0), 0)))))
    return [line for line in found if line.is_word or not _is_part_of(pictures, line)]


def _is_ground(part: Mask, dark: Mask) -> bool:
    """Tell whether a block of ink is a light ground with something darker on it."""
    solid = part.mean() >= _GROUND_SHARE and max(part.shape) > _MAX_LINE_PX
    return solid and bool(dark.any()) and dark.mean() < _LETTERS_SHARE


def _is_part_of(pictures: Mask, line: Line) -> bool:
    """Tell whether ink of a picture comes close to a letter."""
    top, left = max(0, line.top - _BY_PICTURE_PX), max(0, line.left - _BY_PICTURE_PX)
    around = pictures[top : line.bottom + _BY_PICTURE_PX, left : line.right + _BY_PICTURE_PX]
    return bool(around.any())


def ink_runs(inked: Mask | np.bool_, gap: int) -> Iterator[tuple[int, int]]:
    """Give start and stop of stretches of ink; blanks of up to `gap` do not end one."""
    places = np.flatnonzero(inked)
    if not len(places):
        return
    breaks = np.flatnonzero(np.diff(places) > gap + 1)
    starts = [int(places[0]), *(int(places[index + 1]) for index in breaks)]
    stops = [*(int(places[index]) + 1 for index in breaks), int(places[-1]) + 1]
    yield from zip(starts, stops, strict=True)


def _printed_beside(before: Grey, line: Line, *, to_left: bool) -> bool:
    """Tell whether a printed line of the same rows and size ends or begins close by."""
    share = _LOOK_ASIDE if line.is_word else _LOOK_CLOSE
    reach = int(min(max(share * line.height, _MIN_ASIDE_PX if line.is_word else 0), _MAX_ASIDE_PX))
    seen = reach + 3 * line.height
    top, left = max(0, line.top - line.height), max(0, line.left - seen)
    columns = slice(left, line.left) if to_left else slice(line.right, line.right + seen)
    printed = before[top : line.bottom + line.height, columns] < _PRINTED
    near = printed[:, -reach:] if to_left else printed[:, :reach]
    for start, stop in ink_runs(printed.any(axis=1), 0):
        height = stop - start
        shared = min(stop + top, line.bottom) - max(start + top, line.top)
        alike = line.height / _SAME_HEIGHT <= height <= line.height * _SAME_HEIGHT
        close = near[start:stop].any()
        if alike and close and shared >= _SAME_ROWS * min(height, line.height):
            return True
    return False


def _stands_between(before: Grey, line: Line) -> bool:
    """Tell whether printed lines with the same left edge stand right above and right below."""
    room = int(line.height * (1 + _LINE_PITCH))
    left = max(0, line.left - 10 * _SAME_EDGE_PX)
    columns = slice(left, line.right)
    over, under = max(0, line.top - room), min(before.shape[0], line.bottom + room)
    above = before[over : line.top, columns] < _PRINTED
    below = before[line.bottom : under, columns] < _PRINTED
    rows_above = list(ink_runs(above.any(axis=1), _ROW_GAP_PX))[-1:]
    rows_below = list(ink_runs(below.any(axis=1), _ROW_GAP_PX))[:1]
    if not rows_above or not rows_below:
        return False
    edges = [
        int(np.flatnonzero(part[start:stop].any(axis=0))[0]) + left
        for part, (start, stop) in ((above, rows_above[0]), (below, rows_below[0]))
    ]
    gaps = (above.shape[0] - rows_above[0][1], rows_below[0][0])
    aligned = all(abs(edge - line.left) <= _SAME_EDGE_PX for edge in edges)
    return aligned and max(gaps) <= _LINE_PITCH * line.height
