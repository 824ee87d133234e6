"""Does the compressed page still show what the page shows?

The layers are put together as a reader would, at the size of a screen, and compared with the
page: likeness of the grey picture, colour of coloured ink, ink that is gone, ink that was
never there.

Source: Z. Wang and others, "Image quality assessment: from error visibility to structural
similarity", 2004; CIE 15 (colour difference of 1976).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from ocr.compression.compose import Painted, composed
from ocr.compression.masks import (
    above,
    at_dpi,
    both,
    channels,
    company,
    gray_of,
    grown,
    mean_of,
    parts_of,
)
from ocr.compression.page_layers import Verdict
from ocr.compression.page_view import Sheet
from ocr.scale import halved
from ocr.source import Pixels
from ocr.words import Box

_GATE_DPI = 100
_LEAST_LIKENESS = 0.8
_MOST_COLOUR_OFF = 22.0
_VISIBLE, _FADED = 22, 0.4
_MOST_LOST, _MOST_ADDED = 60, 200
_TONE_OFF, _MOST_TONE_OFF = 40, 20
_COLOURED_AT = 30
_MARGIN_PX = 8
"""Two millimetres, where printers do not print."""
Floats = npt.NDArray[np.float32]
_FAULT_AIR_IN, _FAULT_REACH_IN = 0.12, 0.3


@dataclass(frozen=True, slots=True)
class Likeness:
    """How a composed page compares with the page.

    Attributes:
        similarity: Structural similarity of the grey pictures where there is ink; 1 = equal.
        colour_off: Mean CIE76 difference of coloured ink; 0 = equal, 2.3 just visible.
        lost_px: Pixels at 100 dots per inch whose ink is gone, without lone ones.
        added_px: Pixels at 100 dots per inch with ink that the page does not have.
        toned_px: Pixels at 100 dots per inch around which the mean grey is far off.
        faults: (h, w) uint8, 255 on the pixels counted above.
    """

    similarity: float
    colour_off: float
    lost_px: int
    added_px: int
    toned_px: int
    faults: Pixels

    @property
    def verdict(self) -> Verdict:
        """What follows from it."""
        if self.lost_px > _MOST_LOST:
            return Verdict.INK_LOST
        if self.added_px > _MOST_ADDED:
            return Verdict.INK_ADDED
        if self.colour_off > _MOST_COLOUR_OFF:
            return Verdict.COLOUR_OFF
        if self.toned_px > _MOST_TONE_OFF or self.similarity < _LEAST_LIKENESS:
            return Verdict.UNLIKE
        return Verdict.KEPT


def judge(layers: Sequence[Painted], sheet: Sheet, *, white_paper: bool) -> Likeness:
    """Compare layers with the page they were made from.

    Args:
        layers: What will be painted, in this order.
        sheet: The page.
        white_paper: The layers leave the paper out; compare with the evenly lit page.
    """
    page = sheet.even if white_paper else sheet.draft
    wanted = at_dpi(page, sheet.draft_dpi, _GATE_DPI)
    return compare(wanted, composed(layers, sheet.gray.shape, wanted.shape[:2]))


def faulty_places(likeness: Likeness, sheet: Sheet) -> tuple[Box, ...]:
    """Boxes around all faults, with air, in pixels of the page."""
    height, width = sheet.gray.shape
    factor = height / likeness.faults.shape[0]
    air = _FAULT_AIR_IN * sheet.dpi
    dpi = sheet.dpi / factor
    found = (part.place for part in parts_of(likeness.faults, dpi, _FAULT_REACH_IN))
    return tuple(
        (
            max(0, round(x0 * factor - air)),
            max(0, round(y0 * factor - air)),
            min(width, round(x1 * factor + air)),
            min(height, round(y1 * factor + air)),
        )
        for x0, y0, x1, y1 in found
    )


# --- comparing -----------------------------------------------------------------------


def compare(wanted: Pixels, shown: Pixels) -> Likeness:
    """Measure how `shown` differs from `wanted`; both (h, w, 3) uint8 BGR at 100 dpi."""
    first, second = gray_of(wanted), gray_of(shown)
    first_ink, second_ink = _contrast(first), _contrast(second)
    where = above(np.maximum(first_ink, second_ink), _VISIBLE)
    lost, added = _gone(first_ink, second_ink), _gone(second_ink, first_ink)
    toned = _toned(first, second)
    for found in (lost, added, toned):
        _clear_margin(found)
    return Likeness(
        similarity=_similarity(halved(first), halved(second), halved(where)),
        colour_off=_colour_off(wanted, shown),
        lost_px=cv2.countNonZero(lost),
        added_px=cv2.countNonZero(added),
        toned_px=cv2.countNonZero(toned),
        faults=lost | added | toned,
    )


def _clear_margin(found: Pixels) -> None:
    """Forget what lies where the sheet ends: its edge and its shadow are no ink."""
    for side in (found, found.T):
        side[:_MARGIN_PX] = 0
        side[-_MARGIN_PX:] = 0


def _contrast(gray: Pixels) -> Pixels:
    """How much darker a place is than the paper around it, (h, w) uint8, grain smoothed."""
    smooth = np.asarray(cv2.GaussianBlur(gray, (3, 3), 0), np.uint8)
    return np.asarray(cv2.subtract(mean_of(grown(smooth, 9), 9), smooth), np.uint8)


def _gone(before: Pixels, after: Pixels) -> Pixels:
    """255 where ink was before and nearly none is after, in groups of six and more."""
    # One pixel of shift is no loss.
    faded = cv2.compare(grown(after, 3), cv2.convertScaleAbs(before, alpha=_FADED), cv2.CMP_LT)
    gone = both(above(before, _VISIBLE), np.asarray(faded, np.uint8))
    return both(gone, above(company(gone, 5), 5))


def _toned(first: Pixels, second: Pixels) -> Pixels:
    """255 around which the mean grey is far off: tones that became black or white."""
    apart = cv2.absdiff(mean_of(first, 9), mean_of(second, 9))
    return above(np.asarray(apart, np.uint8), _TONE_OFF)


def _similarity(first: Pixels, second: Pixels, where: Pixels) -> float:
    """Mean structural similarity over `where`; 1.0 when that is empty."""
    if not cv2.countNonZero(where):
        return 1.0
    a, b = first.astype(np.float32), second.astype(np.float32)

    def mean(values: Floats) -> Floats:
        return np.asarray(cv2.boxFilter(values, cv2.CV_32F, (7, 7)), np.float32)

    one, two = mean(a), mean(b)
    both = one * two
    squares = cv2.sqrBoxFilter(a, cv2.CV_32F, (7, 7)) + cv2.sqrBoxFilter(b, cv2.CV_32F, (7, 7))
    levels = one * one + two * two
    steady, still = 6.5, 58.5
    upper = (2 * both + steady) * (2 * (mean(a * b) - both) + still)
    lower = (levels + steady) * (squares - levels + still)
    return float(cv2.mean(upper / lower, mask=where)[0])


def _colour_off(wanted: Pixels, shown: Pixels) -> float:
    """Mean CIE76 difference where `wanted` has coloured ink; 0.0 without any."""
    first, second = halved(wanted), halved(shown)
    where = channels(first)[0] > _COLOURED_AT
    if np.count_nonzero(where) < 5:
        return 0.0
    return float(_difference(first[where], second[where]).mean())


def _difference(first: Pixels, second: Pixels) -> Floats:
    """CIE76 difference of two lists of BGR colours, float32."""
    a, b = (
        cv2.cvtColor(colours[None].astype(np.float32) / 255, cv2.COLOR_BGR2Lab)
        for colours in (first, second)
    )
    return np.asarray(np.sqrt(((a - b) ** 2).sum(axis=2)), np.float32)
