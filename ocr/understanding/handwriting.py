"""Tell writing by hand from print, and a blank from a value that nobody could read.

Values are filled in with a pen of another colour than the print, and letters of a hand do not
stand on one line. No engine here reads a hand well enough to be believed: what is written by
hand is for the officer to type.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

import cv2
import numpy as np

from ocr.source import Pixels
from ocr.understanding.sight import Sight
from ocr.words import Box, Word

_INK_BELOW = 150
_BLUER = 32
"""How much more blue than red a pen is than the print beside it, in levels of 255."""

_ENOUGH_WORDS = 6
_UNEVEN = 0.035
"""Mean distance of the feet of letters from their line, in line heights; print has 0.01."""

_LEAST_LETTERS = 8
_TALL_LETTER = 0.3
_LARGEST_JUMP = 0.25
_DOUBTED = 0.9
_LEAST_INK_IN = 0.004
"""Ink that is more than specks: square inches in a blank."""

_SPECK_IN = 0.02
_BEHIND, _SOON = 0.5, 3.0
"""Where words that were lost would stand behind a value: from and to, in its heights."""


class Trace(StrEnum):
    """What stands where a value was looked for."""

    NOTHING = "nothing"
    PRINT = "print"
    HAND = "hand"
    UNREAD = "unread"


def trace_of(
    sight: Sight, words: Sequence[Word], area: Box | None, labels: Sequence[Word]
) -> Trace:
    """Judge one value.

    Args:
        sight: The page.
        words: Words read as the value.
        area: Where the value was looked for; ink in it that no word covers was not read.
        labels: Words of the label, for the colour of the print.
    """
    if not words:
        unread = area is not None and _has_ink(sight, area)
        return Trace.UNREAD if unread else Trace.NOTHING
    if _blueness(sight, words) - min(_blueness(sight, labels), _BLUER) >= _BLUER:
        return Trace.HAND
    if area is not None and _goes_on_unread(sight, words, area):
        return Trace.UNREAD
    is_doubted = sum(word.confidence for word in words) < _DOUBTED * len(words)
    return Trace.HAND if is_doubted and _is_uneven(sight.bare, words) else Trace.PRINT


def _goes_on_unread(sight: Sight, words: Sequence[Word], area: Box) -> bool:
    """Whether ink stands close behind a value of one row, where no word was read."""
    last = words[-1].box
    height = last[3] - last[1]
    if any(word.box[1] > last[3] or word.box[3] < last[1] for word in words):
        return False
    left = last[2] + round(_BEHIND * height)
    right = min(area[2], last[2] + round(_SOON * height))
    return right - left >= height and _has_ink(sight, (left, last[1], right, last[3]))


def _blueness(sight: Sight, words: Sequence[Word]) -> float:
    """Median of blue minus red over the ink of some words, 0.0 without ink."""
    inks = []
    for word in words[:_ENOUGH_WORDS]:
        x0, y0, x1, y1 = word.box
        part = sight.colour[max(0, y0) : y1 : 2, max(0, x0) : x1 : 2].reshape(-1, 3)
        if len(part) == 0:
            continue
        green = part[:, 1]
        limit = np.partition(green, len(green) // 8)[len(green) // 8]
        dark = part[green <= limit].astype(np.int16)
        inks.append(dark[:, 0] - dark[:, 2])
    return float(np.median(np.concatenate(inks))) if inks else 0.0


def _is_uneven(gray: Pixels, words: Sequence[Word]) -> bool:
    """Whether the feet of the letters scatter around their lines."""
    off: list[float] = []
    for word in words:
        x0, y0, x1, y1 = word.box
        height = max(1, y1 - y0)
        part = gray[max(0, y0 - height // 4) : y1 + height // 4, max(0, x0) : x1]
        if part.size == 0:
            continue
        ink = (part < _INK_BELOW).astype(np.uint8)
        _, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
        letters = stats[1:][stats[1:, cv2.CC_STAT_HEIGHT] > _TALL_LETTER * height]
        feet = (letters[:, cv2.CC_STAT_TOP] + letters[:, cv2.CC_STAT_HEIGHT]) / height
        if len(feet) >= 2:
            jumps = np.abs(feet - np.median(feet))
            off += jumps[jumps <= _LARGEST_JUMP].tolist()  # descenders go further
    return len(off) >= _LEAST_LETTERS and float(np.mean(off)) >= _UNEVEN


def _has_ink(sight: Sight, area: Box) -> bool:
    """Whether more than specks stand in a blank."""
    x0, y0, x1, y1 = (max(0, edge) for edge in area)
    part = sight.bare[y0:y1, x0:x1]
    if part.size == 0:
        return False
    ink = (part < _INK_BELOW).astype(np.uint8)
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    speck = _SPECK_IN * sight.dpi
    shapes = stats[1:]
    large = shapes[np.maximum(shapes[:, cv2.CC_STAT_WIDTH], shapes[:, cv2.CC_STAT_HEIGHT]) > speck]
    return float(large[:, cv2.CC_STAT_AREA].sum()) >= _LEAST_INK_IN * sight.dpi**2
