"""Pictures of a place in other tones, for codes that cannot be read as they are."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]

_MOST_ENLARGED_PX = 900
"""Longest side of a place that is still enlarged."""
_SHARPENING = 3.0
_LOCAL_PX = 31
_BLACK_PERCENT, _PAPER_PERCENT = 2, 90
_PRINT_LEVELS = (0.35, 0.15)
"""Share of the way from black to paper: ink of stamps and pens is lighter, print is not."""
_STROKE_PX = 5


def tones(cut: Pixels, inkless: Pixels) -> Iterator[tuple[Pixels, float]]:
    """Pictures of a place and their scale, the cheapest first.

    Args:
        cut: (h, w) uint8, 0 = black, the place as it is.
        inkless: The same without coloured ink.
    """
    yield cut, 1.0
    yield inkless, 1.0
    yield _sharpened(inkless, 2.2), 1.0
    yield _local_threshold(inkless), 1.0
    yield np.asarray(255 - inkless, dtype=np.uint8), 1.0
    if max(cut.shape) > _MOST_ENLARGED_PX:
        return
    double = _resized(inkless, 2.0, cv2.INTER_CUBIC)
    yield _sharpened(double, 4.0), 2.0
    yield _sharpened(double, 6.0), 2.0
    yield np.asarray(cv2.medianBlur(double, 5), dtype=np.uint8), 2.0
    yield _resized(inkless, 3.0, cv2.INTER_CUBIC), 3.0
    yield _resized(inkless, 0.5, cv2.INTER_AREA), 0.5


def darkest(cut: Pixels) -> Iterator[Pixels]:
    """Pictures of what is as dark as print: grey ink of a stamp over a code is taken off.

    Args:
        cut: (h, w) uint8, 0 = black, a place.
    """
    black, paper = np.percentile(cut[::2, ::2], (_BLACK_PERCENT, _PAPER_PERCENT))
    kernel = np.ones((_STROKE_PX, _STROKE_PX), np.uint8)
    for level in _PRINT_LEVELS:
        is_print = cut <= black + level * (paper - black)
        picture = np.where(is_print, 0, 255).astype(np.uint8)
        # What is left of a stroke, and grain, is thinner than a module.
        yield np.asarray(cv2.morphologyEx(picture, cv2.MORPH_CLOSE, kernel), dtype=np.uint8)


def _sharpened(gray: Pixels, sigma_px: float) -> Pixels:
    soft = cv2.GaussianBlur(gray, (0, 0), sigma_px)
    return np.asarray(
        cv2.addWeighted(gray, 1.0 + _SHARPENING, soft, -_SHARPENING, 0.0), dtype=np.uint8
    )


def _local_threshold(gray: Pixels) -> Pixels:
    smooth = cv2.GaussianBlur(gray, (0, 0), 0.8)
    mean = cv2.ADAPTIVE_THRESH_MEAN_C
    return np.asarray(
        cv2.adaptiveThreshold(smooth, 255, mean, cv2.THRESH_BINARY, _LOCAL_PX, 0), dtype=np.uint8
    )


def _resized(gray: Pixels, scale: float, method: int) -> Pixels:
    small_or_large = cv2.resize(gray, None, fx=scale, fy=scale, interpolation=method)
    return np.asarray(small_or_large, dtype=np.uint8)
