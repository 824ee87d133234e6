"""Tell the inks of a page apart: black print, coloured or pale ink, photographs."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from ocr.masks import (
    above,
    below,
    both,
    channels,
    company,
    either,
    gray_of,
    grown,
    halved,
    mean_of,
    parts_of,
    without,
    worn,
)
from ocr.page_view import COARSE, STRONG_COLOUR, Levels, Sheet, levels_of
from ocr.photographs import pictures_on
from ocr.source import Pixels
from ocr.words import Box

_LOCAL_IN, _MARK_REACH_IN = 0.12, 0.07
_BRIGHT = 120
_LEAST_PENCIL_PX = 25
_DENSE = 0.64
"""Coloured ink is at most this bright in its weakest channel, paper is 1."""

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Inks:
    """Where each kind of ink is.

    Attributes:
        black: (h, w) uint8, 255 where print is.
        tinted: (h, w) uint8, 255 where coloured or pale ink is; apart from `black`.
        pictures: Places of photographs and tones; no ink lies in them.
    """

    black: Pixels
    tinted: Pixels
    pictures: tuple[Box, ...]


def separate(sheet: Sheet) -> Inks:
    """Tell print, coloured ink and photographs apart."""
    gray = gray_of(sheet.even)
    spread, brightest = channels(sheet.even)
    levels = levels_of(gray, spread)
    vivid = _vivid(spread, brightest, levels)
    pictures = pictures_on(sheet, gray, vivid, levels)
    maps = _Maps.of(sheet)
    black = _under(sheet.gray, maps.print_map(levels))
    _drop_specks(black, sheet.dpi)
    tinted = np.zeros_like(black)
    _take_colour(sheet, vivid, (black, tinted), levels)
    _take_pencil(sheet, maps.pale_map(levels), (black, tinted))
    return with_pictures(Inks(black, tinted, ()), pictures)


def with_pictures(inks: Inks, places: tuple[Box, ...]) -> Inks:
    """`inks` with more pictures, whose places are taken out of the masks."""
    black, tinted = inks.black.copy(), inks.tinted.copy()
    for x0, y0, x1, y1 in places:
        black[y0:y1, x0:x1] = 0
        tinted[y0:y1, x0:x1] = 0
    return Inks(black, tinted, inks.pictures + places)


# --- measuring -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Maps:
    """Coarse maps of what surrounds a place: (h, w) float32 grey levels."""

    paper: Floats
    near: Floats

    @classmethod
    def of(cls, sheet: Sheet) -> _Maps:
        small = halved(halved(sheet.gray))
        reach = max(3, round(_LOCAL_IN * sheet.dpi * COARSE)) | 1
        paper = cv2.cvtColor(sheet.paper, cv2.COLOR_BGR2GRAY).astype(np.float32)
        near = cv2.boxFilter(small, cv2.CV_32F, (reach, reach))
        return cls(paper, np.asarray(near, np.float32))

    def print_map(self, levels: Levels) -> Pixels:
        """Grey level below which a place is print."""
        one = self.paper / 255.0
        local = np.minimum(one * levels.ceiling, self.near - levels.contrast * one)
        return _as_map(np.maximum(one * levels.dark, local))

    def pale_map(self, levels: Levels) -> Pixels:
        """Grey level below which a place is at least pencil."""
        one = self.paper / 255.0
        return _as_map(np.minimum(one * (255.0 - levels.pale), self.near - levels.pale * one))


def _as_map(levels: Floats) -> Pixels:
    return np.clip(levels, 0, 255).astype(np.uint8)


def _under(gray: Pixels, coarse: Pixels) -> Pixels:
    """255 where `gray` is below the map, which is stretched over it."""
    height, width = gray.shape
    wide = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.compare(gray, wide, cv2.CMP_LT), np.uint8)


def _drop_specks(mask: Pixels, dpi: int) -> None:
    """Drop lone grain; a speck beside a letter may be its mark or its dot and stays.

    What is dropped here is not lost, it stays in the paper.
    """
    # At half size: a value is a fourth of the number of pixels of a block of four.
    small = halved(mask)
    reach = max(3, round(0.0085 * dpi)) | 1
    per_pixel = 255 / (2 * reach) ** 2
    least = max(2, round((0.011 * dpi) ** 2 * 0.6))
    near_by = mean_of(small, reach)
    large = above(near_by, (least - 0.5) * per_pixel)
    around = max(3, round(_MARK_REACH_IN * dpi / 2)) | 1
    beside = both(grown(worn(large, 3), around), above(near_by, 2.5 * per_pixel))
    lone = without(above(small, 0), either(large, beside))
    rows, columns = (2 * indices for indices in np.nonzero(lone))
    for down, right in ((0, 0), (0, 1), (1, 0), (1, 1)):
        mask[rows + down, columns + right] = 0


# --- colour --------------------------------------------------------------------------


def _vivid(spread: Pixels, brightest: Pixels, levels: Levels) -> Pixels:
    """255 on coloured ink, at draft size. Weak colour counts only where it is not dark."""
    weak = both(above(spread, levels.colour), above(brightest, _BRIGHT))
    found = either(above(spread, STRONG_COLOUR), weak)
    # A thin pen stroke leaves a chain of pixels, grain leaves single ones.
    return both(found, above(company(found, 9), 11))


def _take_colour(sheet: Sheet, vivid: Pixels, masks: tuple[Pixels, Pixels], levels: Levels) -> None:
    """Move coloured ink from the first mask to the second, at full sharpness."""
    black, tinted = masks
    factor = sheet.dpi / sheet.draft_dpi
    for part in parts_of(vivid, sheet.draft_dpi, 0.1):
        x0, y0, x1, y1 = (round(value * factor) for value in part.place)
        here = (slice(y0, min(y1, black.shape[0])), slice(x0, min(x1, black.shape[1])))
        _split_zone(sheet, part.mask, here, (black[here], tinted[here]), levels)


def _split_zone(
    sheet: Sheet,
    vivid: Pixels,
    here: tuple[slice, slice],
    masks: tuple[Pixels, Pixels],
    levels: Levels,
) -> None:
    black, tinted = masks
    height, width = black.shape
    wide = cv2.resize(vivid, (width, height), interpolation=cv2.INTER_NEAREST)
    core = np.asarray(wide, np.uint8)
    spread, brightest = channels(sheet.colour[here])
    weakest = np.asarray(cv2.subtract(brightest, spread), np.uint8)
    paper = float(np.median(sheet.paper[::4, ::4]))
    print_here = without(
        below(brightest, levels.dark * paper / 255.0), above(spread, STRONG_COLOUR)
    )
    own = both(grown(core, 5), either(below(weakest, _DENSE * paper), core))
    own = without(own, print_here)
    np.copyto(tinted, either(tinted, own))
    np.copyto(black, without(black, own))


# --- pencil --------------------------------------------------------------------------


def _take_pencil(sheet: Sheet, coarse: Pixels, masks: tuple[Pixels, Pixels]) -> None:
    """Add pale ink to the second mask: groups of pale pixels without any print in them."""
    black, tinted = masks
    smaller = sheet.draft_dpi < sheet.dpi
    inked = cv2.max(halved(black), halved(tinted)) if smaller else either(black, tinted)
    shade = _under(sheet.draft_gray, coarse)
    alone = without(shade, grown(above(np.asarray(inked, np.uint8), 0), 7))
    if cv2.countNonZero(alone) < _LEAST_PENCIL_PX:
        return
    _, labels, stats, _ = cv2.connectedComponentsWithStats(alone, connectivity=8)
    keep = np.where(stats[:, cv2.CC_STAT_AREA] >= _LEAST_PENCIL_PX, 255, 0).astype(np.uint8)
    keep[0] = 0
    if not keep.any():
        return
    size = (black.shape[1], black.shape[0])
    wide = cv2.resize(
        grown(np.take(keep, np.asarray(labels)), 3), size, interpolation=cv2.INTER_NEAREST
    )
    pale = _under(sheet.gray, coarse)
    drawn = without(both(pale, np.asarray(wide, np.uint8)), either(black, tinted))
    np.copyto(tinted, either(tinted, drawn))
