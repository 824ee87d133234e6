"""Patch codes: four thick bars that tell a scanner where a document begins.

A patch carries no text: it is one of six orders of two wide and two narrow bars. Patch T read from
its other side is patch 3, so what a patch means depends on the side it is read from: the side of
the page's edge that it lies at, since the bars are read as the paper runs in. A patch in the
middle of a page can be either.

Source: Kodak A-61599 (2006-10), Patch Code Information: narrow bars and spaces of 0.08 inch, wide
bars of 0.20 inch, 0.80 inch in all, bars of 0.75 inch or longer, at the edge of the paper.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.words import Box

Pixels = NDArray[np.uint8]
_Numbers = NDArray[np.int64]

_REDUCED_PX = 620
"""Shorter side that pages are reduced to, roughly: A4 at 75 dpi has narrow bars of 6 pixels."""
_LEAST_UNIT_PX, _MOST_UNIT_PX = 3.4, 20.0
"""Narrow bars of A3 and of A4 in half a photograph, and of a patch that fills a small slip."""
_ALONG_PX = 9
"""Pixels along the bars that are taken together: letters and specks go, bars stay."""
_WINDOW_PX = 71
_LEAST_DEPTH = 10
_BARS, _RUNS = 4, 7
_UNITS = 10.0
"""Width of a patch: two bars of 2.5, two of 1, three spaces of 1."""
_WIDE_FROM = 1.75
_WIDE = 2.5
_NARROW_OFF, _WIDE_OFF = 0.5, 0.7
_QUIET = 1.8
"""Paper around the bars, in units: Kodak asks for 3.1, a stain or a fold may take a part."""
_LEAST_LENGTH = 6.5
"""Shortest bars, in units: 0.75 inch are 9.4, of which folds and stamps may take a part."""
_LEAST_SEEN = 0.6
_EVERY = 2
"""Lines of pixels of which one is looked at."""
_MOST_GAP_PX = 6
_MOST_LEAN = 0.5
_MOST_OPEN = 40
"""Groups beside each other on a line; a page has room for less than ten patches."""
_NEARER = 0.6


class PatchKind(StrEnum):
    """The six patches by their names."""

    PATCH_1 = "1"
    PATCH_2 = "2"
    PATCH_3 = "3"
    PATCH_4 = "4"
    PATCH_6 = "6"
    PATCH_T = "T"


PATTERNS: Mapping[tuple[bool, ...], PatchKind] = {
    (True, True, False, False): PatchKind.PATCH_1,
    (True, False, False, True): PatchKind.PATCH_2,
    (True, False, True, False): PatchKind.PATCH_3,
    (False, True, True, False): PatchKind.PATCH_4,
    (False, False, True, True): PatchKind.PATCH_6,
    (False, True, False, True): PatchKind.PATCH_T,
}
"""Bars from the edge of the paper inwards, True for wide, and the patch they make."""


@dataclass(frozen=True, slots=True)
class Patch:
    """A patch on a page.

    Attributes:
        kinds: What it can be: one kind, or two where the edge it belongs to is not known.
        box: Left, top, right, bottom in pixels of the page as given.
    """

    kinds: tuple[PatchKind, ...]
    box: Box


@dataclass(frozen=True, slots=True)
class _Vote:
    """A line of pixels across the four bars.

    Attributes:
        line: Number of the line.
        start: Where the first bar begins on it.
        width: From the first bar to the end of the last.
        wide: Which bars are wide.
    """

    line: int
    start: int
    width: int
    wide: tuple[bool, ...]


def find_patches(gray: Pixels) -> tuple[Patch, ...]:
    """Patches on a page, whichever way it lies and a few degrees askew.

    Args:
        gray: (h, w) uint8, 0 = black.
    """
    factor = max(1, round(min(gray.shape) / _REDUCED_PX))
    size = (gray.shape[1] // factor, gray.shape[0] // factor)
    if min(size) < _RUNS * _LEAST_UNIT_PX:
        return ()
    whole = gray[: size[1] * factor, : size[0] * factor]
    small = np.asarray(cv2.resize(whole, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    across = _patches(small, factor)
    down = _patches(np.ascontiguousarray(small.T), factor)
    return (*across, *(Patch(item.kinds, _swapped(item.box)) for item in down))


def _swapped(box: Box) -> Box:
    return (box[1], box[0], box[3], box[2])


def _patches(small: Pixels, factor: int) -> list[Patch]:
    """Patches whose bars stand upright."""
    groups = _grouped(_votes(_bars(small)))
    found = (_patch(group, small.shape[1], factor) for group in groups if _is_patch(group))
    return sorted(found, key=lambda patch: patch.box)


def _bars(small: Pixels) -> Pixels:
    """1 where there is ink, after letters and specks were smoothed away along the bars."""
    smooth = cv2.blur(small, (1, _ALONG_PX))
    mean = cv2.blur(smooth, (_WINDOW_PX, _ALONG_PX))
    return np.asarray(cv2.subtract(mean, smooth) > _LEAST_DEPTH, dtype=np.uint8)


def _votes(ink: Pixels) -> list[_Vote]:
    """Every place on a line where runs of ink and paper are as long as those of a patch."""
    some = ink[::_EVERY]
    framed = np.zeros((some.shape[0], some.shape[1] + 2), np.int8)
    framed[:, 1:-1] = some
    lines, edges = np.nonzero(np.diff(framed, axis=1))
    count = edges.size - _RUNS
    if count <= 0:
        return []
    # Ink begins and ends on its line, so every line has an even number of edges.
    starts, stops = edges[:count], edges[_RUNS : _RUNS + count]
    unit = (stops - starts) / _UNITS
    is_bar = np.arange(count) % 2 == 0
    sized = (unit >= _LEAST_UNIT_PX) & (unit <= _MOST_UNIT_PX)
    fits = is_bar & (lines[:count] == lines[_RUNS : _RUNS + count]) & sized
    fits &= _is_quiet(lines, edges, unit)
    at = np.flatnonzero(fits)
    runs = np.stack([edges[at + n + 1] - edges[at + n] for n in range(_RUNS)])
    at, runs = at[good := _fits(runs, unit[at])], runs[:, good]
    return [
        _Vote(
            _EVERY * int(lines[place]),
            int(starts[place]),
            int(stops[place] - starts[place]),
            _wide(runs[:, number], float(unit[place])),
        )
        for number, place in enumerate(at.tolist())
    ]


def _fits(runs: _Numbers, unit: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Whether bars and spaces have the right widths, two bars of them wide."""
    widths = runs / unit
    bars, spaces = widths[0::2], widths[1::2]
    wide = bars >= _WIDE_FROM
    off = np.abs(bars - np.where(wide, _WIDE, 1.0))
    right = (off <= np.where(wide, _WIDE_OFF, _NARROW_OFF)).all(axis=0)
    even = (np.abs(spaces - 1.0) <= _NARROW_OFF).all(axis=0)
    return np.asarray(right & even & (wide.sum(axis=0) == 2), dtype=np.bool_)


def _is_quiet(lines: _Numbers, edges: _Numbers, unit: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Whether there is paper before and behind the bars, or the end of the picture."""
    count = unit.size
    before = np.full(count, np.inf)
    before[1:] = np.where(
        lines[: count - 1] == lines[1:count], edges[1:count] - edges[: count - 1], np.inf
    )
    behind = np.full(count, np.inf)
    last = edges.size - _RUNS - 1
    after = slice(_RUNS + 1, _RUNS + 1 + last)
    stop = slice(_RUNS, _RUNS + last)
    behind[:last] = np.where(lines[after] == lines[stop], edges[after] - edges[stop], np.inf)
    return np.asarray((before >= _QUIET * unit) & (behind >= _QUIET * unit), dtype=np.bool_)


def _wide(runs: _Numbers, unit: float) -> tuple[bool, ...]:
    return tuple(bool(runs[2 * bar] >= _WIDE_FROM * unit) for bar in range(_BARS))


def _grouped(votes: Sequence[_Vote]) -> list[list[_Vote]]:
    """Votes of neighbouring lines for the same bars."""
    groups: list[list[_Vote]] = []
    open_groups: list[list[_Vote]] = []
    for vote in votes:
        open_groups = [one for one in open_groups if vote.line - one[-1].line <= _MOST_GAP_PX]
        near = next((group for group in open_groups if _continues(group[-1], vote)), None)
        if near is not None:
            near.append(vote)
        elif len(open_groups) < _MOST_OPEN:
            open_groups.append([vote])
            groups.append(open_groups[-1])
    return groups


def _continues(last: _Vote, vote: _Vote) -> bool:
    gap = vote.line - last.line
    if not 0 < gap <= _MOST_GAP_PX or vote.wide != last.wide:
        return False
    return abs(vote.start - last.start) <= 1 + _MOST_LEAN * gap


def _is_patch(group: Sequence[_Vote]) -> bool:
    length = group[-1].line - group[0].line + _EVERY
    unit = float(np.median([vote.width for vote in group])) / _UNITS
    return length >= _LEAST_LENGTH * unit and _EVERY * len(group) >= _LEAST_SEEN * length


def _patch(group: Sequence[_Vote], width: int, factor: int) -> Patch:
    left, right = min(v.start for v in group), max(v.start + v.width for v in group)
    box = (left, group[0].line, right, group[-1].line + _EVERY)
    before, behind = left, width - right
    inwards, outwards = PATTERNS[group[0].wide], PATTERNS[group[0].wide[::-1]]
    kinds: tuple[PatchKind, ...] = tuple(dict.fromkeys((inwards, outwards)))
    if before <= _NEARER * behind:
        kinds = (inwards,)
    elif behind <= _NEARER * before:
        kinds = (outwards,)
    x0, y0, x1, y1 = (value * factor for value in box)
    return Patch(kinds, (x0, y0, x1, y1))
