"""How sharp a page is and where something is written on it: what decides how it is read."""

from __future__ import annotations

import cv2
import numpy as np

from ocr.scale import shrunk
from ocr.source import Pixels

_FAINTEST = 25
_AIR_PX = 32

PRINT_BELOW = 225
"""Grey value on a page with even light from which on there is only paper."""

SHARP_FROM = 0.27
"""Sharpness from which print is read as it is; a blur of one and a half pixels."""


def sharpness(gray: Pixels) -> float:
    """Steepness of the edges of print: 1.0 is a jump within one pixel, 0.0 no edge.

    Args:
        gray: (h, w) uint8 with even light, 255 = paper.
    """
    inside = _inside(gray)
    if inside.size == 0:
        return 1.0
    # Every fifth row is enough: slopes are taken along the rows.
    rows = np.ascontiguousarray(inside[::5])
    contrast = 255.0 - float(np.percentile(rows, 0.5))
    if contrast < _FAINTEST:
        return 1.0
    across = np.abs(cv2.Sobel(rows, cv2.CV_16S, 1, 0, ksize=1))
    steep = across[across > 0.25 * contrast]
    if steep.size < 42:
        return 0.0
    return float(np.percentile(steep, 75)) / (2.0 * contrast)


def _inside(gray: Pixels) -> Pixels:
    height, width = gray.shape
    y, x = height // 33, width // 33
    return np.ascontiguousarray(gray[y : height - y, x : width - x])


def written_part(gray: Pixels) -> tuple[int, int, int, int]:
    """Box of everything that is not paper, with some air; empty on a blank page.

    Args:
        gray: (h, w) uint8 with even light, 255 = paper.
    """
    factor = 8
    small = shrunk(gray, 1 / factor) < PRINT_BELOW
    rows, columns = np.flatnonzero(small.any(axis=1)), np.flatnonzero(small.any(axis=0))
    if rows.size == 0:
        return (0, 0, 0, 0)
    height, width = gray.shape
    return (
        max(0, int(columns[0]) * factor - _AIR_PX),
        max(0, int(rows[0]) * factor - _AIR_PX),
        min(width, (int(columns[-1]) + 1) * factor + _AIR_PX),
        min(height, (int(rows[-1]) + 1) * factor + _AIR_PX),
    )
