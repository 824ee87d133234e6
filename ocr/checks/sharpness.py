"""How steep the edges of print are, measured on rows of the full picture."""

from __future__ import annotations

import cv2
import numpy as np

from ocr.scale import shrunk
from ocr.source import Pixels

_EVERY = 12
_MOST_DPI = 300
_FAINTEST = 22.0
_INK = 41
"""Darkness from which a pixel is ink, in grey levels below the paper."""
_RUN_PX = 71
_LEAST_INK_PX, _BARE_PERCENT, _INK_PERCENT = 200, 0.5, 10.0
_RIM_SHARE = 33
_LEAST_EDGES = 40
_STEEP, _STEP, _ACROSS_PX = 0.25, 0.5, 9


def edge_sharpness(image: Pixels, dpi: int, paper: Pixels) -> tuple[float, float]:
    """Steepness of the edges of print, and the darkness of the ink.

    Pictures above 300 dots per inch are brought down to that: what is soft there is not soft to
    the eye.

    Args:
        image: (h, w, 3) uint8 BGR.
        dpi: Dots per inch of `image`.
        paper: (a, b) uint8, brightness of the paper below the ink of the green channel, of the
            same picture at a smaller size.

    Returns:
        1.0 is a jump within one pixel, 0.0 no edge; and the contrast, 0.0 to 1.0. Without ink
        1.0 and 0.0.
    """
    if dpi > 1.2 * _MOST_DPI:
        image = shrunk(image, _MOST_DPI / dpi)
    height, width = image.shape[:2]
    y, x = height // _RIM_SHARE, width // _RIM_SHARE
    # Slopes are taken along the rows, so some rows are enough.
    rows = np.ascontiguousarray(image[y : height - y : _EVERY, x : width - x, 1])
    if rows.size == 0:
        return 1.0, 0.0
    light = cv2.resize(paper, (width, len(range(y, height - y, _EVERY))))[:, x : width - x]
    even = cv2.divide(rows, np.maximum(light, 32), scale=255.0).astype(np.uint8, copy=False)
    return _sharpness(even)


def _sharpness(rows: Pixels) -> tuple[float, float]:
    contrast = _contrast(rows)
    if contrast < _FAINTEST:
        return 1.0, contrast / 255.0
    across = np.abs(cv2.Sobel(rows, cv2.CV_16S, 1, 0, ksize=1))
    # Grain is as steep as print, but does not lead from paper to ink.
    step = cv2.morphologyEx(rows, cv2.MORPH_GRADIENT, np.ones((1, _ACROSS_PX), np.uint8))
    steep = across[(across > _STEEP * contrast) & (step > _STEP * contrast)]
    if steep.size < _LEAST_EDGES:
        return 0.0, contrast / 255.0
    return float(np.percentile(steep, 75)) / (2.0 * contrast), contrast / 255.0


def _contrast(rows: Pixels) -> float:
    """Darkness of the ink in grey levels, whatever part of the page it covers.

    A fixed part of the page would be the soft rims of its letters where there is little print: a
    card in the middle of a sheet would look faint, and its rims steep. Rules, borders and
    photographs run on for longer than letters and tell nothing of them.
    """
    mask = np.asarray(cv2.threshold(rows, 254 - _INK, 1, cv2.THRESH_BINARY_INV)[1], np.uint8)
    runs = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((1, _RUN_PX), np.uint8))
    letters = cv2.subtract(mask, runs).view(np.bool_)
    ink = rows[letters]
    if ink.size < _LEAST_INK_PX:
        ink = rows[mask.view(np.bool_)]
    if ink.size < _LEAST_INK_PX:
        return 255.0 - float(np.percentile(rows[:, ::4], _BARE_PERCENT))
    return 255.0 - float(np.percentile(ink, _INK_PERCENT))
