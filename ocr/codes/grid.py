"""QR codes on folded or torn paper: follow the bent grid, draw it straight again.

A reader lays one flat grid over a symbol. Across a fold the paper is shorter and slips
sideways, so whole rows miss their modules. Where modules meet there are edges: rows, columns
and their shifts are found by the most edges along a path (dynamic programming), the symbol is
pulled straight and its modules are drawn anew with the parts that every symbol has.
"""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
Plane = NDArray[np.float32]

_PITCH = 8
"""Side of a module in the straightened picture, pixels."""
_REACH = 10
"""Farthest that a row or a line of modules is looked for, pixels."""
_QUIET = 4
_FINDER_REACH = 2
_STRETCH_COST = 0.6
_SLIP_COST = 0.15
_LOCAL_MODULES = 9
_TIMING_GAIN = 0.5
_FINDER_SPAN = 9
_LIT_PX = 5
_NUDGED_MODULES = 6
_FINDER = 7
_TIMING = 6
_DRAWN_PX = 4
_LEAST_COMMON = 0.72
"""Least part of the finder patterns and timing rows that is as it must be: one of the three
patterns may be gone, the grid of another number of modules meets half.
"""


def straightened(gray: Pixels, corners: Plane, modules: int) -> Iterator[Pixels]:
    """Drawings of a symbol, each from a grid that follows the paper further.

    Args:
        gray: (h, w) uint8, 0 = black.
        corners: (4, 2) pixels: upper left, upper right, lower right, lower left of the symbol.
        modules: Modules along one side.

    Yields:
        (n, n) uint8 pictures of an upright symbol with its quiet zone, 0 = black. Grids that
        do not meet the parts that every symbol has are left out.
    """
    flat = _flat(gray, corners, modules)
    for sheet in _straighter(np.dstack((_levelled(flat), _lit(flat))), modules):
        light = _modules(np.ascontiguousarray(_nudged(sheet)[:, :, 1]), modules)
        common = light.copy()
        _paint_common(common)
        met = float((light == common)[_is_common(modules)].mean())
        if met >= _LEAST_COMMON:
            yield _drawn(common)


def _straighter(sheet: Plane, modules: int) -> Iterator[Plane]:
    """Straighter and straighter pictures: the first layer is followed, the second goes along."""
    yield sheet
    for _ in range(2):
        sheet = _slipped(_stretched(sheet, modules), modules)
        yield sheet
        sheet = _transposed(sheet)
        sheet = _transposed(_slipped(_stretched(sheet, modules), modules))
        yield sheet


def _transposed(sheet: Plane) -> Plane:
    return np.ascontiguousarray(sheet.swapaxes(0, 1))


def _flat(gray: Pixels, corners: Plane, modules: int) -> Plane:
    """The symbol with flat grid and quiet zone."""
    near, far = _QUIET * _PITCH, (_QUIET + modules) * _PITCH
    side = (2 * _QUIET + modules) * _PITCH
    square = np.array([[near, near], [far, near], [far, far], [near, far]], np.float32)
    matrix = cv2.getPerspectiveTransform(corners.astype(np.float32), square)
    flat = cv2.warpPerspective(
        gray, matrix, (side, side), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(flat, dtype=np.float32)


def _levelled(flat: Plane) -> Plane:
    """Local black becomes -1, local white +1."""
    size = (_LOCAL_MODULES * _PITCH // 2 * 2 + 1,) * 2
    kernel = np.ones((_LOCAL_MODULES * _PITCH // 2,) * 2, np.uint8)
    soft = cv2.blur(flat, (3, 3))
    low = cv2.blur(cv2.erode(soft, kernel), size)
    high = cv2.blur(cv2.dilate(soft, kernel), size)
    level = (flat - low) / np.maximum(high - low, 8.0)
    return np.asarray(np.clip(2.0 * level - 1.0, -1.0, 1.0), dtype=np.float32)


def _lit(flat: Plane) -> Plane:
    """Black becomes -1, white +1, by the tones along the row and the column of every pixel.

    The shade of a crease is long and narrow: tones beside it say nothing about it, those along
    it do.
    """
    along = np.ones((1, _FINDER_SPAN * _PITCH), np.uint8).repeat(_PITCH, axis=0)
    soft = cv2.blur(flat, (3, 3))
    low = np.maximum(cv2.erode(soft, along), cv2.erode(soft, along.T))
    high = np.minimum(cv2.dilate(soft, along), cv2.dilate(soft, along.T))
    low, high = cv2.blur(low, (_LIT_PX, _LIT_PX)), cv2.blur(high, (_LIT_PX, _LIT_PX))
    level = (flat - low) / np.maximum(high - low, 8.0)
    return np.asarray(np.clip(2.0 * level - 1.0, -1.0, 1.0), dtype=np.float32)


def _nudged(sheet: Plane) -> Plane:
    """Move every part by the phase that its edges have against the grid, half a module at most."""
    flat = sheet[:, :, 0]
    across = _phase(np.abs(np.diff(flat, axis=1, append=flat[:, -1:])))
    down = _phase(np.abs(np.diff(flat, axis=0, append=flat[-1:])).T).T
    at = np.arange(flat.shape[0], dtype=np.float32)
    return _remapped(sheet, at[None] + across, at[:, None] + down)


def _phase(edges: Plane) -> Plane:
    """Pixels by which upright edges lie right of the lines of the grid."""
    turn = 2.0 * np.pi * (np.arange(edges.shape[1], dtype=np.float32) + 1.0) / _PITCH
    window = (_NUDGED_MODULES * _PITCH,) * 2
    # Two means are nearly a bell, at a twentieth of its cost.
    real = cv2.blur(cv2.blur(edges * np.cos(turn), window), window)
    imaginary = cv2.blur(cv2.blur(edges * np.sin(turn), window), window)
    return np.asarray(np.arctan2(imaginary, real) * _PITCH / (2.0 * np.pi), dtype=np.float32)


def _stretched(sheet: Plane, modules: int) -> Plane:
    """Move every row of modules to its place; rows may be broader or narrower than others."""
    flat = sheet[:, :, 0]
    inner = slice(_QUIET * _PITCH, (_QUIET + modules) * _PITCH)
    edges = np.abs(np.diff(flat[:, inner], axis=0)).mean(axis=1)
    offsets = np.arange(-_REACH, _REACH + 1)
    lines = (_QUIET + np.arange(modules + 1)) * _PITCH
    at = np.clip(lines[:, None] + offsets - 1, 0, edges.size - 1)
    gain = _unit(edges)[at] + _TIMING_GAIN * _unit(_timing_edges(flat))[at] * _turns(modules)
    path = _path(_held(gain), _STRETCH_COST)
    side = flat.shape[0]
    here = np.concatenate(([0.0], lines, [side - 1.0]))
    there = np.concatenate(([0.0], lines + offsets[path], [side - 1.0]))
    rows = np.interp(np.arange(side), here, there).astype(np.float32)
    across = np.arange(side, dtype=np.float32)
    return _remapped(sheet, np.repeat(across[None], side, 0), np.repeat(rows[:, None], side, 1))


def _timing_edges(flat: Plane) -> Plane:
    """How much lighter the timing column becomes from each row to the next."""
    quarter = _PITCH // 4
    left = (_QUIET + _TIMING) * _PITCH
    column = flat[:, left + quarter : left + _PITCH - quarter].mean(axis=1)
    return np.asarray(np.diff(column), dtype=np.float32)


def _turns(modules: int) -> Plane:
    """+1 for lines below a dark module of the timing column, -1 for those below a light one.

    A line that is one module off meets the opposite edge: this tells how many modules a crease
    has stretched or swallowed. Lines of the finder patterns give 0.
    """
    turns = np.where(np.arange(modules + 1) % 2 == 1, 1.0, -1.0).astype(np.float32)
    turns[:_FINDER] = turns[-_FINDER:] = 0.0
    return turns[:, None]


def _slipped(sheet: Plane, modules: int) -> Plane:
    """Shift every row of modules along itself so that its edges meet the columns."""
    flat = sheet[:, :, 0]
    edges = np.abs(np.diff(flat, axis=1))
    inner = slice(_QUIET * _PITCH, (_QUIET + modules) * _PITCH)
    bands = edges[inner].reshape(modules, _PITCH, -1).mean(axis=1)
    offsets = np.arange(-_REACH, _REACH + 1)
    lines = (_QUIET + np.arange(modules + 1)) * _PITCH
    at = np.clip(lines[:, None] + offsets - 1, 0, bands.shape[1] - 1)
    gain = _unit(bands[:, at].mean(axis=1))
    shift = offsets[_path(_held(gain), _SLIP_COST)].astype(np.float32)
    side = flat.shape[0]
    middles = (_QUIET + np.arange(modules) + 0.5) * _PITCH
    aside = np.interp(np.arange(side), middles, shift).astype(np.float32)
    across = np.arange(side, dtype=np.float32)[None] + aside[:, None]
    rows = np.repeat(np.arange(side, dtype=np.float32)[:, None], side, 1)
    return _remapped(sheet, across, rows)


def _remapped(sheet: Plane, across: Plane, rows: Plane) -> Plane:
    moved = cv2.remap(sheet, across, rows, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(moved, dtype=np.float32)


def _unit(gain: NDArray[np.floating]) -> Plane:
    return np.asarray(gain / max(float(np.abs(gain).max()), 1e-6), dtype=np.float32)


def _held(gain: Plane) -> Plane:
    """Keep the rows of the finder patterns, which the reader has located, near their places."""
    held = gain.copy()
    middle = gain.shape[1] // 2
    near = slice(middle - _FINDER_REACH, middle + _FINDER_REACH + 1)
    for rows in (slice(0, _FINDER), slice(-_FINDER, None)):
        kept = gain[rows, near].copy()
        held[rows] = -1.0
        held[rows, near] = kept
    return held


def _path(gain: Plane, cost: float) -> NDArray[np.intp]:
    """Column of every row on the path with the most gain; steps cost their square."""
    count = gain.shape[1]
    steps = np.arange(count)
    price = cost * ((steps[:, None] - steps[None]) / _PITCH) ** 2
    best = gain[0].astype(np.float64)
    came = np.zeros(gain.shape, np.intp)
    for row in range(1, gain.shape[0]):
        total = best[None] - price
        came[row] = total.argmax(axis=1)
        best = total.max(axis=1) + gain[row]
    path = np.zeros(gain.shape[0], np.intp)
    path[-1] = int(best.argmax())
    for row in range(gain.shape[0] - 1, 0, -1):
        path[row - 1] = came[row, path[row]]
    return path


def _modules(flat: Plane, modules: int) -> NDArray[np.bool_]:
    """True for the light modules of a straight symbol."""
    quarter = _PITCH // 4
    inner = slice(_QUIET * _PITCH, (_QUIET + modules) * _PITCH)
    cells = flat[inner, inner].reshape(modules, _PITCH, modules, _PITCH)
    middle = cells[:, quarter:-quarter, :, quarter:-quarter].mean(axis=(1, 3))
    window = (_LOCAL_MODULES, _LOCAL_MODULES)
    return np.asarray(middle > cv2.blur(middle, window) * 0.5, dtype=np.bool_)


def _drawn(light: NDArray[np.bool_]) -> Pixels:
    """Draw modules sharp, with their quiet zone."""
    framed = np.pad(light, _QUIET, constant_values=True)
    large = np.kron(framed, np.ones((_DRAWN_PX, _DRAWN_PX), bool))
    return np.asarray(np.where(large, 255, 0), dtype=np.uint8)


def _is_common(modules: int) -> NDArray[np.bool_]:
    """True for the modules that `_paint_common` paints."""
    size = _FINDER + 1
    common = np.zeros((modules, modules), bool)
    common[_TIMING, :] = common[:, _TIMING] = True
    common[:size, :size] = common[:size, -size:] = common[-size:, :size] = True
    return common


def _paint_common(light: NDArray[np.bool_]) -> None:
    """Timing rows and finder patterns.

    Source: ISO/IEC 18004:2015, 6.3.3 to 6.3.5.
    """
    modules = light.shape[0]
    light[_TIMING, :] = light[:, _TIMING] = np.arange(modules) % 2 == 1
    finder = np.ones((_FINDER + 1, _FINDER + 1), bool)
    finder[:_FINDER, :_FINDER] = False
    finder[1:6, 1:6] = True
    finder[2:5, 2:5] = False
    size = _FINDER + 1
    light[:size, :size] = finder
    light[:size, -size:] = finder[:, ::-1]
    light[-size:, :size] = finder[::-1]
