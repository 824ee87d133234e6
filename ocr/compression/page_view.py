"""A page at the sizes at which its inks are told apart, and its thresholds.

Every test is a comparison of the page with a coarse map of thresholds, so that uneven light
costs nothing and the full page is never touched in floating point.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from ocr.compression.masks import gray_of
from ocr.scale import halved
from ocr.source import Pixels

COARSE = 0.25
"""Size of the maps, relative to the page."""
_DRAFT_FROM_DPI = 200
_PAPER_IN = 0.35
_INK_AT_LEAST = 60
WEAK_COLOUR, STRONG_COLOUR = 28, 45


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page seen at the sizes that the tests need.

    Attributes:
        colour: (h, w, 3) uint8 BGR, the page.
        gray: (h, w) uint8.
        dpi: Dots per inch of both.
        draft: The colour page at half size, or as it is when it is small.
        draft_gray: (h, w) uint8, as large as `draft`.
        draft_dpi: Dots per inch of `draft`.
        even: `draft` divided by its paper: paper is 255.
        paper: (h, w, 3) uint8 BGR, a quarter of the page: the paper without ink.
    """

    colour: Pixels
    gray: Pixels
    dpi: int
    draft: Pixels
    draft_gray: Pixels
    draft_dpi: float
    even: Pixels
    paper: Pixels


@dataclass(frozen=True, slots=True)
class Levels:
    """Thresholds of one page, in grey levels of evenly lit paper (255).

    Attributes:
        dark: Below it everything is print.
        ceiling: Print is never lighter.
        contrast: Print is at least so much darker than what surrounds it.
        pale: The same for pencil.
        colour: Weakest colour, spread of channels.
    """

    dark: float
    ceiling: float
    contrast: float
    pale: float
    colour: float


def sheet_of(colour: Pixels, dpi: int) -> Sheet:
    """See a page at all sizes.

    Args:
        colour: (h, w, 3) uint8 BGR.
        dpi: Dots per inch of `colour`.
    """
    factor = 0.5 if dpi >= _DRAFT_FROM_DPI else 1.0
    gray = gray_of(colour)
    draft, draft_gray = (halved(colour), halved(gray)) if factor < 1.0 else (colour, gray)
    coarse = halved(draft) if factor < 1.0 else halved(halved(draft))
    paper = _paper(halved(coarse), dpi * COARSE * 0.5)
    size = (draft.shape[1], draft.shape[0])
    light = cv2.resize(paper, size, interpolation=cv2.INTER_LINEAR)
    even = np.asarray(cv2.divide(draft, light, scale=255), np.uint8)
    wide = np.asarray(cv2.resize(paper, (coarse.shape[1], coarse.shape[0])), np.uint8)
    return Sheet(colour, gray, dpi, draft, draft_gray, dpi * factor, even, wide)


def _paper(small: Pixels, dpi: float) -> Pixels:
    side = max(3, round(_PAPER_IN * dpi)) | 1
    element = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    closed = cv2.morphologyEx(small, cv2.MORPH_CLOSE, element)
    smooth = cv2.GaussianBlur(closed, (0, 0), side / 3)
    # Beside something brighter the smooth picture is too bright, and paper would be ink.
    return np.maximum(np.minimum(smooth, closed), 48).astype(np.uint8)


def levels_of(gray: Pixels, spread: Pixels) -> Levels:
    """Thresholds that follow the ink, the grain and the colour noise of the page."""
    thin = gray[::5, ::5]
    dark = thin[thin < 255 - _INK_AT_LEAST]
    ink = float(np.percentile(dark, 20)) if dark.size >= 50 else 40.0
    reach = 255.0 - min(ink, 190.0)
    grain = _grain(gray)
    colour_noise = float(np.percentile(spread[::5, ::5], 75))
    return Levels(
        dark=255 - 0.64 * reach,
        ceiling=255 - 0.35 * reach,
        contrast=max(3.0 * grain, min(38.0, max(18.0, 0.17 * reach))),
        pale=max(16.0, min(36.0, 5.0 * grain)),
        colour=max(WEAK_COLOUR, min(STRONG_COLOUR, 2.5 * colour_noise)),
    )


def _grain(gray: Pixels) -> float:
    """Standard deviation of the grain of bare paper, in grey levels."""
    height, width = gray.shape
    part = gray[height // 6 : height - height // 6 : 2, width // 8 : width - width // 8]
    if min(part.shape) < 8:
        return 0.0
    steps = np.asarray(cv2.absdiff(part[:, 1:], part[:, :-1]), np.uint8)
    # Half of all steps lie within 0.6745 of their deviation, which is sqrt(2) of the grain.
    return float(np.percentile(steps[::4, ::4], 60)) / 1.19
