"""Rules of writing paper, table lines and folds: lines that run on straight for centimetres.

They are taken out before ink is looked for. What crosses a line or stands on it stays: only what
is as thin across the line as the line itself is lifted to the paper around it.
"""

from __future__ import annotations

import cv2
import numpy as np

from ocr.pieces import pieces_of
from ocr.source import Pixels

_MM_PER_INCH = 25.4
_FAINT = 0.11
_RULE_MM, _THICK_MM = 15.0, 1.4
_ASKEW = (5, 2)
"""Rows by which a rule may rise, and columns it may be broken for, at half the size."""
_DRAWN = 0.925
"""Share of a line's length on which ink is seen. Rules of drawn sheets have 0.94 and more, lines
of print at 4 to 6 points 0.91 and less."""
_LEAST_SIDE_PX = 8


def without_rules(gray: Pixels, paper: Pixels, dpi: int) -> Pixels:
    """The page without lines along or across it, up to a few degrees askew.

    Args:
        gray: (h, w) uint8, dark ink on light paper.
        paper: (a, b) uint8, brightness of the paper below the ink, smooth, nowhere 0.
        dpi: Dots per inch of `gray`.

    Returns:
        (h, w) uint8; `gray` itself where there are no such lines.
    """
    if min(gray.shape) < _LEAST_SIDE_PX:
        return gray
    px_per_mm = dpi / _MM_PER_INCH
    # The darker of neighbours: rules of one pixel would fade where pixels are averaged.
    darker = cv2.erode(gray, np.ones((2, 2), np.uint8))
    seen = _dark(np.ascontiguousarray(darker[1::2, 1::2]), paper)
    reach = max(5, round(_RULE_MM * px_per_mm / 2))
    thick = max(3, round(_THICK_MM * px_per_mm)) | 1
    level = ((1, reach), _ASKEW, (thick, 1))
    upright = ((reach, 1), _ASKEW[::-1], (1, thick))
    bare = gray
    for along, spread, across in (level, upright):
        wide = cv2.dilate(seen, np.ones(spread, np.uint8))
        found = cv2.morphologyEx(wide, cv2.MORPH_OPEN, np.ones(along, np.uint8))
        if cv2.countNonZero(found):
            rules = _unbroken(np.asarray(found, np.uint8), seen, is_level=along[0] == 1)
            bare = _lifted(bare, rules, across)
    return bare


def _dark(small: Pixels, paper: Pixels) -> Pixels:
    """1 where a small picture is darker than its paper."""
    light = cv2.resize(paper, (small.shape[1], small.shape[0]), interpolation=cv2.INTER_LINEAR)
    even = cv2.divide(small, light, scale=255.0)
    _, seen = cv2.threshold(even, round(255 * (1 - _FAINT)), 1, cv2.THRESH_BINARY_INV)
    return np.asarray(seen, np.uint8)


def _unbroken(found: Pixels, seen: Pixels, *, is_level: bool) -> Pixels:
    """The lines that are drawn through, and not rows of fine print, which has gaps everywhere."""
    labels, stats = pieces_of(found)
    for number, (left, top, width, height, _area) in enumerate(stats.tolist()[1:], start=1):
        place = np.s_[top : top + height, left : left + width]
        piece = labels[place] == number
        drawn = (piece & seen[place].view(np.bool_)).any(axis=0 if is_level else 1)
        if float(drawn.mean()) < _DRAWN:
            found[place][piece] = 0
    return found


def _lifted(gray: Pixels, found: Pixels, across: tuple[int, int]) -> Pixels:
    # Towards its ends a rule leaves the level window by some rows.
    near = cv2.dilate(found, np.ones((3, 3), np.uint8))
    size_px = (gray.shape[1], gray.shape[0])
    covered = cv2.resize(near, size_px, interpolation=cv2.INTER_NEAREST)
    paper = cv2.morphologyEx(gray, cv2.MORPH_CLOSE, np.ones(across, np.uint8))
    result = gray.copy()
    cv2.copyTo(paper, covered, result)
    return result
