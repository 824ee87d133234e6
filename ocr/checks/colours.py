"""Colour on a page: seals, pens, photographs.

A page that has some may not become black and white. Source: rule R8 of the digitizing rules.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from ocr.pieces import Stats, pieces_of
from ocr.source import Pixels

_MM_PER_INCH = 25.4
_COLOURED = 40
_PHOTO_MM, _PHOTO_WINDOW_MM = 14.0, 45.0
_DARKER, _FILLED = 0.15, 0.5
_PALE, _PALE_DARK, _PALE_FILLED, _DARK_SHARE, _PALE_MM = 0.05, 0.1, 0.7, 0.4, 18.0
_PAPER_SCALE = 8


@dataclass(frozen=True, slots=True)
class Colours:
    """Area of coloured ink and of photographs, in square millimetres."""

    red_mm2: float
    blue_mm2: float
    picture_mm2: float


def colours_of(colour: Pixels, paper: tuple[int, int, int], light: Pixels, dpi: int) -> Colours:
    """Measure the colours of a page.

    Args:
        colour: (h, w, 3) uint8 BGR.
        paper: Colour of the paper, BGR; its tint does not count.
        light: (h / 8, w / 8) uint8, brightness of the page without its print.
        dpi: Dots per inch of `colour`.
    """
    per_mm = dpi / 2 / _MM_PER_INCH
    blue, green, red = (
        cv2.convertScaleAbs(np.ascontiguousarray(colour[::2, ::2, i]), alpha=255 / max(48, tone))
        for i, tone in enumerate(paper)
    )
    cold = cv2.max(blue, green)
    reds, blues = cv2.subtract(red, cold), cv2.subtract(cold, red)
    return Colours(
        round(_strong(np.asarray(reds, np.uint8)) / per_mm**2, 1),
        round(_strong(np.asarray(blues, np.uint8)) / per_mm**2, 1),
        round(_photographs(light, dpi / _MM_PER_INCH / _PAPER_SCALE), 1),
    )


def _strong(colour: Pixels) -> float:
    """Pixels of a colour that stand with others; single ones are grain."""
    _, mask = cv2.threshold(colour, _COLOURED, 1, cv2.THRESH_BINARY)
    return float(cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((2, 2), np.uint8)).sum())


def _photographs(light: Pixels, per_mm: float) -> float:
    """Square millimetres of large dark areas with paper around, as photographs are glued on.

    Print is already gone from `light`; shadows and borders reach an edge of the page.
    """
    side = max(3, round(_PHOTO_WINDOW_MM * per_mm)) | 1
    element = cv2.getStructuringElement(cv2.MORPH_RECT, (side, side))
    around = cv2.morphologyEx(light, cv2.MORPH_CLOSE, element)
    share = cv2.divide(light, np.maximum(around, 1), scale=255.0)
    clear = np.asarray(share < 255 * (1.0 - _DARKER), np.uint8)
    labels, stats = pieces_of(clear)
    found = _boxes(stats, light.shape, _PHOTO_MM * per_mm, _FILLED)
    if not found.any():
        # A faded copy of a photograph is pale all over; creases and stains have no dark half.
        labels, stats = pieces_of(np.asarray(share < 255 * (1.0 - _PALE), np.uint8))
        dark = np.bincount(labels[share < 255 * (1.0 - _PALE_DARK)], minlength=len(stats))
        found = _boxes(stats, light.shape, _PALE_MM * per_mm, _PALE_FILLED)
        found &= dark >= _DARK_SHARE * stats[:, 4]
    return float(stats[found, 4].sum()) / max(per_mm, 1e-6) ** 2


def _boxes(
    stats: Stats, shape: tuple[int, ...], least_px: float, filled: float
) -> npt.NDArray[np.bool_]:
    """Pieces that fill a box inside the page; entry 0 is what lies between them."""
    left, top, width, height, area = (stats[:, i] for i in range(5))
    found = (np.minimum(width, height) >= least_px) & (area >= filled * width * height)
    found &= (left > 0) & (top > 0)
    found &= (left + width < shape[1]) & (top + height < shape[0])
    found[0] = False
    return np.asarray(found, np.bool_)
