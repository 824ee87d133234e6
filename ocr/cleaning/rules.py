"""Take dotted leaders, underscores and table rules out of the page that is read.

Forms print dots or a line where a value is to stand. The engine reads them as letters and
loses the value; no other damage costs as much. Letters and their marks must stay whole: the
dot below ạ ẹ ị ọ ụ ỵ stands lower than a leader dot and alone, descenders cross a rule.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
import numpy.typing as npt

from ocr.cleaning.quality import written_part
from ocr.pieces import pieces_of
from ocr.scale import shrunk
from ocr.source import Pixels

_INK_BELOW = 170
_PAPER = 255
_RULE_MIN_IN = 0.2
_RULE_MAX_THICK_IN = 0.017
_UPRIGHT_RULE_MIN_IN = 0.45
_GRID_DPI = 150
_FAINT_BELOW = 228
_GRID_LEVEL_MIN_IN = 0.8
_GRID_MAX_THICK_IN = 0.02
_GAP_IN = 0.03
_CROSSING_REACH_IN = 0.015
_DOT_MAX_IN = 0.027
_DOT_MIN_IN = 0.007
_SOLID = 0.55
_MIN_RUN = 5
_SURE_RUN = 10
_DASH_MAX_IN = 0.3
_DIRECT_GAP = 4.5
"""Largest distance between neighbouring dots, in dot diameters."""

_STRAGGLER_IN = 1.0
"""A dot this near to a run, on its height, belongs to it."""

_STEEPEST_LEADER = 0.01

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


def without_rules(gray: Pixels, dpi: int) -> Pixels:
    """Copy of `gray` with leaders and rules painted white.

    Args:
        gray: (h, w) uint8, level, 255 = paper.
        dpi: Dots per inch of `gray`.
    """
    x0, y0, x1, y1 = written_part(gray)
    if x1 <= x0 or y1 <= y0:
        return gray
    cleaned = gray.copy()
    part = cleaned[y0:y1, x0:x1]
    # The lines of a table go with their soft rims; print keeps its distance from them.
    _paint(part, _grid(part, dpi))
    ink = _inked(part)
    rules = _level_rules(ink, dpi)
    ink = ink & (1 - rules)
    unwanted = rules | _leader_dots(ink, dpi)
    if unwanted.any():
        letters = ink & (1 - unwanted)
        # Soft edges of what goes away go too, except where a letter begins.
        halo = _dilated(unwanted, (3, 3)) & (1 - letters)
        _paint(part, halo)
    return cleaned


def _paint(gray: Pixels, mask: Pixels) -> None:
    """Make paper of `gray` where `mask` is 1."""
    gray |= mask * np.uint8(_PAPER)


def _inked(gray: Pixels) -> Pixels:
    """1 on ink."""
    _, ink = cv2.threshold(gray, _INK_BELOW - 1, 1, cv2.THRESH_BINARY_INV)
    return ink.astype(np.uint8, copy=False)


def _grid(gray: Pixels, dpi: int) -> Pixels:
    """Mask of the lines of tables and frames, faint and broken ones too, (h, w) uint8.

    Found on a smaller picture, where grain and gaps average out: upright lines, and level
    ones that meet them. Letters that stand on a line and cross it are kept.
    """
    scale = min(1.0, _GRID_DPI / dpi)
    small = shrunk(gray, scale)
    inch = dpi * scale
    faint = (small < _FAINT_BELOW).astype(np.uint8)
    upright = _faint_runs(faint.T, inch, _UPRIGHT_RULE_MIN_IN).T
    if not upright.any():
        return np.zeros_like(gray)
    level = _faint_runs(faint, inch, _GRID_LEVEL_MIN_IN)
    lines = _touching(level, _dilated(upright, (5, 5))) | upright
    size = (gray.shape[1], gray.shape[0])
    grid = cv2.resize(lines, size, interpolation=cv2.INTER_NEAREST)
    grid = _dilated(grid.astype(np.uint8, copy=False), (3, 3))
    ink = _inked(gray)
    rest = ink & (1 - grid)
    reach = round(_CROSSING_REACH_IN * dpi)
    above = _dilated(rest, (reach, 1), (0, reach - 1)) & _dilated(rest, (reach, 1), (0, 0))
    beside = _dilated(rest, (1, reach), (reach - 1, 0)) & _dilated(rest, (1, reach), (0, 0))
    kept: Pixels = ink & above & beside
    return grid & (1 - kept)


def _faint_runs(faint: Pixels, inch: float, shortest_in: float) -> Pixels:
    """Long thin level strokes of `faint`, gaps closed."""
    length = max(12, round(shortest_in * inch))
    thick = max(2, round(_GRID_MAX_THICK_IN * inch))
    leaning = _dilated(np.ascontiguousarray(faint), (3, 1))
    runs = _opened(_closed(leaning, (1, max(3, round(_GAP_IN * inch)))), (1, length))
    bulk = _opened(runs, (thick + 3, 3))
    return runs & (1 - bulk) & _dilated(faint, (3, 1))


def _touching(mask: Pixels, others: Pixels) -> Pixels:
    """The pieces of `mask` that have a pixel in `others`."""
    count, labels = cv2.connectedComponents(mask, connectivity=8)
    touched = np.zeros(count, np.uint8)
    touched[np.unique(labels[(others > 0) & (mask > 0)])] = 1
    touched[0] = 0
    kept: Pixels = np.take(touched, np.asarray(labels, np.int32))
    return kept


def _closed(mask: Pixels, shape: tuple[int, int]) -> Pixels:
    element = np.ones(shape, np.uint8)
    return cv2.morphologyEx(mask, cv2.MORPH_CLOSE, element).astype(np.uint8, copy=False)


def _level_rules(ink: Pixels, dpi: int) -> Pixels:
    """Mask of long thin level strokes, without the places where a letter crosses."""
    length = max(12, round(_RULE_MIN_IN * dpi))
    thick = max(2, round(_RULE_MAX_THICK_IN * dpi))
    runs = _opened(ink, (1, length))
    # A bar of a thick capital or a dark picture is no rule.
    bulk = _opened(runs, (thick + 1, 3))
    runs = runs & (1 - bulk)
    return runs & (1 - _crossings(ink, runs, thick))


def _crossings(ink: Pixels, runs: Pixels, thick: int) -> Pixels:
    """Columns of a rule with ink right above and right below: a letter goes through."""
    rest = ink & (1 - runs)
    reach = thick + 1
    # Anchors at either end let ink reach only downwards or only upwards.
    above = _dilated(rest, (reach, 1), (0, reach - 1))
    below = _dilated(rest, (reach, 1), (0, 0))
    return runs & above & below


def _opened(mask: Pixels, shape: tuple[int, int]) -> Pixels:
    element = np.ones(shape, np.uint8)
    return cv2.morphologyEx(mask, cv2.MORPH_OPEN, element).astype(np.uint8, copy=False)


def _dilated(mask: Pixels, shape: tuple[int, int], anchor: tuple[int, int] = (-1, -1)) -> Pixels:
    element = np.ones(shape, np.uint8)
    return cv2.dilate(mask, element, anchor=anchor).astype(np.uint8, copy=False)


def _leader_dots(ink: Pixels, dpi: int) -> Pixels:
    labels, stats = pieces_of(ink)
    mask = np.zeros_like(ink)
    for label in _dots_in_rows(stats.astype(np.int64), dpi).tolist():
        x, y, width, height, _area = stats[label].tolist()
        place = np.s_[y : y + height, x : x + width]
        mask[place] |= labels[place] == label
    return mask


def _dots_in_rows(stats: Ints, dpi: int) -> Ints:
    """Labels of dots that stand in rows of at least five with even gaps, and stragglers.

    A value typed over a leader leaves single dots between its words; they are leader dots
    when they stand near a run, on its height, with its size.
    """
    x, y, w, h, area = (stats[:, i] for i in range(5))
    largest = max(3, round(_DOT_MAX_IN * dpi))
    smallest = max(1, round(_DOT_MIN_IN * dpi))
    small = (h >= smallest) & (h <= largest) & (w <= 2 * largest)
    # Round and solid, or two that touch: small letters are neither.
    small &= (w <= 3 * h + 1) & (h <= 1.4 * w + 1) & (area >= _SOLID * w * h)
    small[0] = False
    # Dots that run together in a coarse scan make dashes.
    dashes = (h <= largest) & (w > 2 * h) & (w <= _DASH_MAX_IN * dpi) & (area >= 0.4 * w * h)
    dashes[0] = False
    labels = np.flatnonzero(small | dashes)
    is_dash = ~small[labels]
    dots = _Dots(x[labels] + w[labels] / 2, y[labels] + h[labels] / 2, w[labels], h[labels])
    doomed = np.zeros(labels.size, dtype=bool)
    for run in dots.runs():
        found = dots.on_line_of(run, _STRAGGLER_IN * dpi)
        doomed |= found & (~is_dash | (run.size >= _SURE_RUN))
    return labels[doomed & ~dots.below_another()]


@dataclass(frozen=True, slots=True)
class _Dots:
    """Small marks: centres, widths and heights in pixels, one entry for each mark."""

    x: Floats
    y: Floats
    w: Ints
    h: Ints

    def runs(self) -> Iterator[Ints]:
        """Indices of five or more marks of one height that follow each other closely."""
        order = np.argsort(self.y, kind="stable")
        for row in np.split(order, np.flatnonzero(np.diff(self.y[order]) > 0.5) + 1):
            row = row[np.argsort(self.x[row], kind="stable")]
            if row.size < _MIN_RUN:
                continue
            reach = _DIRECT_GAP * max(2.0, float(np.median(self.w[row])))
            breaks = np.flatnonzero(np.diff(self.x[row]) > reach) + 1
            yield from (run for run in np.split(row, breaks) if self._is_leader(run))

    def _is_leader(self, run: Ints) -> bool:
        """Whether the marks are enough, alike, and evenly spaced for the most part."""
        if run.size < _MIN_RUN:
            return False
        gaps = np.diff(self.x[run])
        even = np.abs(gaps - np.median(gaps)) <= 0.3 * np.median(gaps) + 1
        alike = np.abs(self.h[run] - np.median(self.h[run])) <= 0.25 * np.median(self.h[run]) + 1
        return bool(even.mean() >= 0.7 and alike.mean() >= 0.8)

    def on_line_of(self, run: Ints, reach: float) -> npt.NDArray[np.bool_]:
        """Marks of the size of the run, on its line, within its span and `reach` around."""
        size = float(np.median(self.h[run]))
        slope, start = np.polyfit(self.x[run], self.y[run], 1) if run.size > 11 else (0.0, 0.0)
        if abs(slope) > _STEEPEST_LEADER or run.size <= 11:
            slope, start = 0.0, float(np.median(self.y[run]))
        near = np.abs(self.y - (start + slope * self.x)) <= max(1.0, 0.3 * size)
        alike = (self.h >= 0.65 * size) & (self.h <= 1.5 * size)
        left, right = self.x[run].min() - reach, self.x[run].max() + reach
        found: npt.NDArray[np.bool_] = near & alike & (self.x >= left) & (self.x <= right)
        return found

    def below_another(self) -> npt.NDArray[np.bool_]:
        """Marks with a like mark right above: the lower dot of a colon."""
        lower = np.zeros(self.x.size, dtype=bool)
        order = np.argsort(self.x, kind="stable")
        for i, j in pairwise(order):
            size = max(self.h[i], self.h[j])
            apart = abs(self.y[i] - self.y[j])
            if abs(self.x[i] - self.x[j]) <= 0.4 * size and 1.5 * size <= apart <= 6 * size:
                lower[i if self.y[i] > self.y[j] else j] = True
        return lower
