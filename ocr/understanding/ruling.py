"""The drawn lines of a table: where its columns and rows end."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import cv2
import numpy as np
import numpy.typing as npt

from ocr.source import Pixels
from ocr.words import Box

_DARKER_THAN_PAPER = 45
_PAPER_PERCENTILE = 80
_THICKEST_IN = 0.03
_SHORTEST_IN = 0.22
_ACROSS = 0.45
"""Share of the table that a rule has to cross."""

_ENOUGH_DPI = 150
"""Rules are as sure at this resolution as at a finer one, in an eighth of the time."""

_GAP_IN = 0.02
_WANDER_IN = 0.02
"""How far a rule may leave its place over its whole length."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """Places of the rules in pixels of the page, ascending.

    Attributes:
        xs: Upright rules.
        ys: Level rules.
    """

    xs: tuple[int, ...] = ()
    ys: tuple[int, ...] = ()


def ruling(gray: Pixels, box: Box, dpi: int) -> Ruling:
    """Find the rules that cross a part of the page.

    Args:
        gray: (h, w) uint8, level, dark on light; the page as the eye sees it.
        box: Where to look, pixels of `gray`.
        dpi: Dots per inch of `gray`.
    """
    height, width = gray.shape
    x0, y0 = max(0, box[0]), max(0, box[1])
    part = gray[y0 : min(height, box[3]), x0 : min(width, box[2])]
    if min(part.shape, default=0) < 8:
        return Ruling()
    paper = float(np.percentile(part[::4, ::4], _PAPER_PERCENTILE))
    step = max(1, dpi // _ENOUGH_DPI)
    ink = _coarser((part < paper - _DARKER_THAN_PAPER).astype(np.uint8), step)
    xs = _upright(ink, dpi // step)
    ys = _upright(np.ascontiguousarray(ink.T), dpi // step)
    return Ruling(tuple(x0 + step * x for x in xs), tuple(y0 + step * y for y in ys))


def _coarser(ink: npt.NDArray[np.uint8], step: int) -> npt.NDArray[np.uint8]:
    """Every `step` pixels become one, inked if one of them is: no thin rule is lost."""
    height, width = (size - size % step for size in ink.shape)
    coarse = ink[0:height:step, 0:width:step].copy()
    for down, right in product(range(step), repeat=2):
        np.maximum(coarse, ink[down:height:step, right:width:step], out=coarse)
    return coarse


def _upright(ink: npt.NDArray[np.uint8], dpi: int) -> list[int]:
    """Columns of `ink` (0 and 1) that an upright rule stands on."""
    shortest = max(8, round(_SHORTEST_IN * dpi))
    gap = max(1, round(_GAP_IN * dpi))
    if ink.shape[0] < shortest:
        return []
    closed = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((gap, 1), np.uint8))
    runs = cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((shortest, 1), np.uint8))
    wander = max(1, round(_WANDER_IN * dpi))
    near = cv2.dilate(runs, np.ones((1, 2 * wander + 1), np.uint8))
    crossed = near.sum(axis=0) >= _ACROSS * ink.shape[0]
    thickest = 2 * wander + round(_THICKEST_IN * dpi)
    edges = np.flatnonzero(np.diff(np.concatenate(([0], crossed.astype(np.int8), [0]))))
    starts, ends = edges[::2], edges[1::2]
    return [
        int(start + end) // 2
        for start, end in zip(starts, ends, strict=True)
        if end - start <= thickest
    ]
