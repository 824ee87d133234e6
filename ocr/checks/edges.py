"""What lies at the edges of a picture: black borders, and print that runs out of it."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from ocr.checks.ink import InkMap
from ocr.measures import Sides
from ocr.source import Pixels

_MM_PER_INCH = 25.4
_BLACK_BELOW = 72
_ALONG = 0.6
"""Share of a side along which a border has to run."""
_DEEPEST = 0.45
_LETTER_MM = (0.9, 7.0)
_TOUCH_MM = 0.3
_NO_BORDER_MM = 0.5
_DARKER_BY, _RIM_CELLS, _RIM_SHARE = 8, 1, 0.15


def has_darker_rim(paper: Pixels) -> bool:
    """Whether anything but paper reaches an edge of the picture.

    Args:
        paper: (a, b) uint8, brightness of the paper, small.
    """
    usual = float(np.percentile(paper, 60))
    sides = (paper[:_RIM_CELLS], paper[-_RIM_CELLS:], paper[:, :_RIM_CELLS], paper[:, -_RIM_CELLS:])
    return any(float((side < usual - _DARKER_BY).mean()) > _RIM_SHARE for side in sides)


def borders_mm(gray: Pixels, dpi: int) -> Sides:
    """Width of the black border on each side in millimetres, 0.0 where there is none.

    Args:
        gray: (h, w) uint8 as captured.
        dpi: Dots per inch of `gray`.
    """
    black = cv2.medianBlur(np.ascontiguousarray(gray), 3) < _BLACK_BELOW
    # A quarter turn counter-clockwise makes the top the left side, and so on round the page.
    widths = [_border_px(np.rot90(black, turns)) for turns in range(4)]
    left, top, right, bottom = (round(width * _MM_PER_INCH / dpi, 1) for width in widths)
    return Sides(left, top, right, bottom)


def _border_px(black: npt.NDArray[np.bool_]) -> int:
    """Columns from the left that are black along most of the side; a dark page has no border."""
    runs = np.where(black.all(axis=1), black.shape[1], np.argmin(black, axis=1))
    width = int(np.percentile(runs, 100.0 * (1.0 - _ALONG)))
    return 0 if width > _DEEPEST * black.shape[1] else width


def cut_letters(ink: InkMap, borders: Sides) -> Sides:
    """Letters that run into each side of the picture.

    A side with a black border shows where the paper ends, so nothing is cut there. A line that is
    drawn across the edge is thin for its length; letters are not.
    """
    left, top, width, height = (ink.stats[:, i] / ink.px_per_mm for i in range(4))
    area = ink.stats[:, 4] / ink.px_per_mm**2
    page_height, page_width = (side / ink.px_per_mm for side in ink.shape)
    small, large = _LETTER_MM
    long, short = np.maximum(width, height), np.minimum(width, height)
    letters = ink.has_ink & (long >= small) & (long <= large) & (short >= 0.3)
    letters &= area >= 0.12 * width * height
    gaps = (left, top, page_width - left - width, page_height - top - height)
    known = (borders.left, borders.top, borders.right, borders.bottom)
    counts = [
        0.0 if border > _NO_BORDER_MM else float((letters & (gap <= _TOUCH_MM)).sum())
        for gap, border in zip(gaps, known, strict=True)
    ]
    return Sides(*counts)
