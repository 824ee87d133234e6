"""Find what is neither pen nor print: photographs, fields of tone, cards lying on the page."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from ocr.compression.masks import above, at_dpi, below, both, either, grown, mean_of, worn
from ocr.compression.page_view import COARSE, Levels, Sheet
from ocr.scale import halved
from ocr.source import Pixels
from ocr.words import Box

_TONE_BELOW, _BROAD_IN = 205, 0.1
_TEXTURE, _SOLID = 7.0, 0.85
_OTHER_TINT, _CARD_FILL, _CARD_AREA_IN2 = 4, 0.8, (3.0, 20.0)
_COMPACT, _CELL_IN, _AIR_IN = 0.35, 0.3, 0.03

Labels = npt.NDArray[np.int32]


def pictures_on(sheet: Sheet, gray: Pixels, vivid: Pixels, levels: Levels) -> tuple[Box, ...]:
    """Places too broad for pen or print, unless they are solid: stars, bars, borders."""
    small = at_dpi(gray, sheet.draft_dpi, 100)
    dpi = min(sheet.draft_dpi, 100.0)
    side = max(3, round(_BROAD_IN * dpi))
    broad = _opened(below(small, _TONE_BELOW), side)
    cards = _cards(sheet)
    if not cv2.countNonZero(broad):
        return cards
    solid = _solid(small, at_dpi(vivid, sheet.draft_dpi, 100), levels)
    near = grown(broad, side)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(near, connectivity=8)
    core = worn(broad, 7)  # the rim of a tone is never even
    inside = np.bincount(labels[core > 0], minlength=count)
    plain = np.bincount(labels[both(core, solid) > 0], minlength=count)
    boxes: list[Box] = []
    for label in range(1, count):
        if plain[label] < _SOLID * inside[label]:
            boxes += _boxes_of(np.asarray(labels), label, np.asarray(stats[label]), dpi)
    return cards + _at_full_size(boxes, sheet, dpi)


def _cards(sheet: Sheet) -> tuple[Box, ...]:
    """Places of cards lying on the page: rectangles of another tint, with fine patterns."""
    small = halved(sheet.paper)
    dpi = sheet.dpi * COARSE / 2
    tints = cv2.split(cv2.cvtColor(small, cv2.COLOR_BGR2Lab))[1:]
    first, second = (_from_usual(np.asarray(tint, np.uint8)) for tint in tints)
    away = np.asarray(cv2.max(first, second), np.uint8)
    side = max(3, round(_BROAD_IN * 2 * dpi))
    other = grown(above(away, _OTHER_TINT - 1), side)
    other = _opened(worn(other, side), side)
    _, _, stats, _ = cv2.connectedComponentsWithStats(other, connectivity=8)
    least, most = (area * dpi * dpi for area in _CARD_AREA_IN2)
    found: list[Box] = [
        (x, y, x + w, y + h)
        for x, y, w, h, area in stats[1:].tolist()
        if least <= w * h <= most and area >= _CARD_FILL * w * h
    ]
    return _at_full_size(found, sheet, dpi)


def _from_usual(tint: Pixels) -> Pixels:
    """How far each place is from the usual tint of the page."""
    usual = np.full_like(tint, int(np.median(tint[::4, ::4])))
    return np.asarray(cv2.absdiff(tint, usual), np.uint8)


def _solid(gray: Pixels, vivid: Pixels, levels: Levels) -> Pixels:
    """255 where the page is one dark or coloured tone without drawing in it."""
    wander = np.asarray(cv2.absdiff(gray, mean_of(gray, 7)), np.uint8)
    even = below(mean_of(wander, 5), _TEXTURE)
    return both(even, either(below(gray, levels.dark), above(vivid, 127)))


def _opened(mask: Pixels, side_px: int) -> Pixels:
    element = np.ones((side_px, side_px), np.uint8)
    return np.asarray(cv2.morphologyEx(mask, cv2.MORPH_OPEN, element), np.uint8)


def _boxes_of(labels: Labels, label: int, stats: Labels, dpi: float) -> list[Box]:
    """One rectangle for a compact shape, strips for a frame."""
    x, y, w, h, area = (int(value) for value in stats)
    if area >= _COMPACT * w * h:
        return [(x, y, x + w, y + h)]
    shape = (labels[y : y + h, x : x + w] == label).astype(np.uint8)
    return [(x + a, y + b, x + c, y + d) for a, b, c, d in _strips(shape, dpi)]


def _at_full_size(boxes: list[Box], sheet: Sheet, dpi: float) -> tuple[Box, ...]:
    height, width = sheet.gray.shape
    factor, air = sheet.dpi / dpi, _AIR_IN * sheet.dpi
    return tuple(
        (
            max(0, round(x0 * factor - air)),
            max(0, round(y0 * factor - air)),
            min(width, round(x1 * factor + air)),
            min(height, round(y1 * factor + air)),
        )
        for x0, y0, x1, y1 in boxes
    )


def _strips(shape: Pixels, dpi: float) -> list[Box]:
    """Rectangles over the inked cells of a grid; equal runs of neighbouring rows merge."""
    cell = max(8, round(_CELL_IN * dpi))
    open_runs: dict[tuple[int, int], int] = {}
    boxes: list[Box] = []
    for top in range(0, shape.shape[0] + cell, cell):
        row = shape[top : top + cell]
        runs = _runs(row, cell) if row.size else []
        for run in [run for run in open_runs if run not in runs]:
            boxes.append((run[0], open_runs.pop(run), run[1], min(top, shape.shape[0])))
        for run in runs:
            open_runs.setdefault(run, top)
    return boxes


def _runs(row: Pixels, cell: int) -> list[tuple[int, int]]:
    width = row.shape[1]
    inked = [bool(row[:, left : left + cell].any()) for left in range(0, width, cell)]
    steps = np.flatnonzero(np.diff(np.array([False, *inked, False]).astype(np.int8)))
    pairs = zip(steps[::2].tolist(), steps[1::2].tolist(), strict=True)
    return [(a * cell, min(width, b * cell)) for a, b in pairs]
