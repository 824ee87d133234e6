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

from ocr.masks import (
    above,
    at_dpi,
    both,
    channels,
    company,
    gray_of,
    grown,
    halved,
    halved_whole,
    mean_of,
    parts_of,
)
from ocr.page_layers import Raster, Stencil, Verdict
from ocr.page_view import Sheet
from ocr.source import Pixels
from ocr.words import Box

_GATE_DPI = 100
_LEAST_LIKENESS = 0.88
_MOST_COLOUR_OFF = 22.0
_VISIBLE, _FADED = 22, 0.4
_MOST_LOST, _MOST_ADDED = 60, 200
_TONE_OFF, _MOST_TONE_OFF = 40, 20
_COLOURED_AT = 30
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


@dataclass(frozen=True, slots=True)
class Painted:
    """A layer and the mask it was made from.

    Attributes:
        layer: What is painted.
        mask: (h, w) uint8, stretched over its place, 255 where it paints; None is everywhere.
            Stencils are lossless, so the mask stands for the stencil.
    """

    layer: Raster | Stencil
    mask: Pixels | None = None


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


# --- putting together ----------------------------------------------------------------


def composed(layers: Sequence[Painted], page: tuple[int, ...], size: tuple[int, ...]) -> Pixels:
    """The layers painted over white, (h, w, 3) uint8 BGR.

    Args:
        layers: In the order of painting.
        page: (h, w) of the page.
        size: (h, w) of the picture.
    """
    sheet = np.full((*size[:2], 3), 255, np.uint8)
    y, x = size[0] / page[0], size[1] / page[1]
    for painted in layers:
        layer = painted.layer
        place = layer.place or (0, 0, page[1], page[0])
        view = _View(place, _scaled(place, x, y, (size[1], size[0])), x, y)
        cover = None if painted.mask is None else _cover(painted.mask, view)
        _paint(sheet, view.box, _colours(layer, view), cover)
    return sheet


def _scaled(place: Box, x: float, y: float, size: tuple[int, int]) -> Box:
    left = min(size[0] - 1, int(place[0] * x))
    top = min(size[1] - 1, int(place[1] * y))
    right, bottom = min(size[0], round(place[2] * x)), min(size[1], round(place[3] * y))
    return (left, top, max(left + 1, right), max(top + 1, bottom))


@dataclass(frozen=True, slots=True)
class _View:
    """The part of the small picture that a layer covers, in parts of a pixel.

    Attributes:
        place: Box of the layer in pixels of the page.
        box: Box in pixels of the small picture.
        x: Pixels of the small picture for one of the page, across.
        y: The same, down.
    """

    place: Box
    box: Box
    x: float
    y: float

    def seen(self, picture: Pixels, border: int) -> Pixels:
        """`picture`, stretched over `place`, as it is seen in `box`."""
        height, width = picture.shape[:2]
        across = width / (self.place[2] - self.place[0])
        down = height / (self.place[3] - self.place[1])
        left = ((self.box[0] + 0.5) / self.x - self.place[0]) * across - 0.5
        top = ((self.box[1] + 0.5) / self.y - self.place[1]) * down - 0.5
        turn = np.array([[across / self.x, 0, left], [0, down / self.y, top]], np.float64)
        size = (self.box[2] - self.box[0], self.box[3] - self.box[1])
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        seen = cv2.warpAffine(picture, turn, size, flags=flags, borderMode=border)
        return seen.astype(np.uint8, copy=False)


def _colours(layer: Raster | Stencil, view: _View) -> Pixels:
    if isinstance(layer, Stencil):
        shape = (view.box[3] - view.box[1], view.box[2] - view.box[0], 3)
        return np.full(shape, layer.colour[::-1], np.uint8)
    picture = cv2.imdecode(np.frombuffer(layer.jpeg, np.uint8), cv2.IMREAD_COLOR)
    if view.x * (layer.place[2] - layer.place[0]) * 1.5 < layer.width:
        picture = halved(np.asarray(picture, np.uint8))
    return view.seen(np.asarray(picture, np.uint8), cv2.BORDER_REPLICATE)


def _cover(mask: Pixels, view: _View) -> Pixels:
    across = mask.shape[1] / (view.place[2] - view.place[0])
    fine = min(mask.shape) > 1 and view.x <= 0.5 * across
    return view.seen(halved_whole(mask) if fine else mask, cv2.BORDER_CONSTANT)


def _paint(sheet: Pixels, box: Box, colours: Pixels, cover: Pixels | None) -> None:
    x0, y0, x1, y1 = box
    under = sheet[y0:y1, x0:x1]
    if cover is None:
        under[:] = colours
        return
    share = cv2.merge((cover, cover, cover))
    over = cv2.multiply(colours, share, scale=1 / 255)
    rest = cv2.multiply(under, cv2.bitwise_not(share), scale=1 / 255)
    cv2.add(over, rest, dst=under)


# --- comparing -----------------------------------------------------------------------


def compare(wanted: Pixels, shown: Pixels) -> Likeness:
    """Measure how `shown` differs from `wanted`; both (h, w, 3) uint8 BGR at 100 dpi."""
    first, second = gray_of(wanted), gray_of(shown)
    first_ink, second_ink = _contrast(first), _contrast(second)
    where = above(np.maximum(first_ink, second_ink), _VISIBLE)
    lost, added = _gone(first_ink, second_ink), _gone(second_ink, first_ink)
    toned = _toned(first, second)
    return Likeness(
        similarity=_similarity(halved(first), halved(second), halved(where)),
        colour_off=_colour_off(wanted, shown),
        lost_px=cv2.countNonZero(lost),
        added_px=cv2.countNonZero(added),
        toned_px=cv2.countNonZero(toned),
        faults=lost | added | toned,
    )


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
