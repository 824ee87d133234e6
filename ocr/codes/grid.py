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
_FINDER = 7
_TIMING = 6
_DRAWN_PX = 4


def straightened(gray: Pixels, corners: Plane, modules: int) -> Iterator[Pixels]:
    """Drawings of a symbol, each from a grid that follows the paper further.

    Args:
        gray: (h, w) uint8, 0 = black.
        corners: (4, 2) pixels: upper left, upper right, lower right, lower left of the symbol.
        modules: Modules along one side.

    Yields:
        (n, n) uint8 pictures of an upright symbol with its quiet zone, 0 = black.
    """
    flat = _levelled(_flat(gray, corners, modules))
    yield _drawn(flat, modules)
    for _ in range(2):
        flat = _slipped(_stretched(flat, modules), modules)
        yield _drawn(flat, modules)
        flat = np.ascontiguousarray(flat.T)
        flat = np.ascontiguousarray(_slipped(_stretched(flat, modules), modules).T)
        yield _drawn(flat, modules)


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


def _stretched(flat: Plane, modules: int) -> Plane:
    """Move every row of modules to its place; rows may be broader or narrower than others."""
    inner = slice(_QUIET * _PITCH, (_QUIET + modules) * _PITCH)
    edges = np.abs(np.diff(flat[:, inner], axis=0)).mean(axis=1)
    offsets = np.arange(-_REACH, _REACH + 1)
    lines = (_QUIET + np.arange(modules + 1)) * _PITCH
    gain = _unit(edges)[np.clip(lines[:, None] + offsets - 1, 0, edges.size - 1)]
    path = _path(_held(gain), _STRETCH_COST)
    side = flat.shape[0]
    here = np.concatenate(([0.0], lines, [side - 1.0]))
    there = np.concatenate(([0.0], lines + offsets[path], [side - 1.0]))
    rows = np.interp(np.arange(side), here, there).astype(np.float32)
    across = np.arange(side, dtype=np.float32)
    return _remapped(flat, np.repeat(across[None], side, 0), np.repeat(rows[:, None], side, 1))


def _slipped(flat: Plane, modules: int) -> Plane:
    """Shift every row of modules along itself so that its edges meet the columns."""
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
    return _remapped(flat, across, rows)


def _remapped(flat: Plane, across: Plane, rows: Plane) -> Plane:
    moved = cv2.remap(flat, across, rows, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(moved, dtype=np.float32)


def _unit(gain: NDArray[np.floating]) -> Plane:
    return np.asarray(gain / max(float(gain.max()), 1e-6), dtype=np.float32)


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


def _drawn(flat: Plane, modules: int) -> Pixels:
    """Draw the modules of a straight symbol sharp, with the parts that all symbols share."""
    quarter = _PITCH // 4
    inner = slice(_QUIET * _PITCH, (_QUIET + modules) * _PITCH)
    cells = flat[inner, inner].reshape(modules, _PITCH, modules, _PITCH)
    middle = cells[:, quarter:-quarter, :, quarter:-quarter].mean(axis=(1, 3))
    window = (_LOCAL_MODULES, _LOCAL_MODULES)
    light = middle > cv2.blur(middle, window) * 0.5
    _paint_common(light)
    framed = np.pad(light, _QUIET, constant_values=True)
    large = np.kron(framed, np.ones((_DRAWN_PX, _DRAWN_PX), bool))
    return np.asarray(np.where(large, 255, 0), dtype=np.uint8)


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
