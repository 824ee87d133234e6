"""Tell the inks of a page apart: black print, coloured or pale ink, photographs."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt

from ocr.compression.masks import (
    Part,
    above,
    both,
    channels,
    company,
    either,
    gray_of,
    grown,
    looked_up,
    mean_of,
    parts_of,
    points_of,
    without,
    worn,
)
from ocr.compression.page_view import COARSE, STRONG_COLOUR, Levels, Sheet, levels_of
from ocr.compression.photographs import pictures_on
from ocr.scale import halved
from ocr.source import Pixels
from ocr.words import Box

_LOCAL_IN, _MARK_REACH_IN = 0.12, 0.07
_BRIGHT = 120
_LEAST_PENCIL_PX, _MOST_PENCIL = 25, 0.015
_CELL_PX = 256
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
    levels, vivid, pictures = _broad_view(sheet)
    maps = _Maps.of(sheet)
    black = _under(sheet.gray, maps.print_map(levels))
    _drop_specks(black, sheet.dpi)
    tinted = np.zeros_like(black)
    _take_colour(sheet, vivid, (black, tinted), levels)
    _take_pencil(sheet, maps.pale_map(levels), (black, tinted))
    _clear((black, tinted), pictures)
    return Inks(black, tinted, pictures)


def _broad_view(sheet: Sheet) -> tuple[Levels, Pixels, tuple[Box, ...]]:
    """Thresholds, where coloured ink is (at draft size), and places of pictures."""
    gray = gray_of(sheet.even)
    spread, brightest = channels(sheet.even)
    levels = levels_of(gray, spread)
    vivid = _vivid(spread, brightest, levels)
    return levels, vivid, pictures_on(sheet, gray, vivid, levels)


def with_pictures(inks: Inks, places: tuple[Box, ...]) -> Inks:
    """`inks` with more pictures, whose places are taken out of the masks.

    The masks of `inks` themselves are changed: a page holds two of them at a time, not four.
    """
    _clear((inks.black, inks.tinted), places)
    return replace(inks, pictures=inks.pictures + places)


def _clear(masks: tuple[Pixels, Pixels], places: tuple[Box, ...]) -> None:
    for mask in masks:
        for x0, y0, x1, y1 in places:
            mask[y0:y1, x0:x1] = 0


# --- measuring -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Maps:
    """Coarse maps of what surrounds a place: (h, w) float32 grey levels."""

    paper: Floats
    near: Floats

    @classmethod
    def of(cls, sheet: Sheet) -> _Maps:
        small = halved(sheet.draft_gray if sheet.draft_dpi < sheet.dpi else halved(sheet.gray))
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
    return np.asarray(cv2.compare(gray, wide, cv2.CMP_LT, dst=wide), np.uint8)


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
    rows, columns = (2 * indices for indices in points_of(lone))
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
    parts = parts_of(vivid, sheet.draft_dpi, 0.1)
    for cell in itertools.chain.from_iterable(map(_cells, parts)):
        x0, y0, x1, y1 = (round(value * factor) for value in cell.place)
        here = (slice(y0, min(y1, black.shape[0])), slice(x0, min(x1, black.shape[1])))
        _split_zone(sheet, cell.mask, here, (black[here], tinted[here]), levels)


def _cells(part: Part) -> Iterator[Part]:
    """Pieces of `part` with ink in them: a frame around the page is mostly empty."""
    x, y = part.place[:2]
    height, width = part.mask.shape
    for top, left in itertools.product(range(0, height, _CELL_PX), range(0, width, _CELL_PX)):
        cell = part.mask[top : top + _CELL_PX, left : left + _CELL_PX]
        if cv2.countNonZero(cell):
            rows, columns = cell.shape
            place = (x + left, y + top, x + left + columns, y + top + rows)
            yield Part(place, cell)


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
    paper = _paper_at(sheet, here, (height, width))
    dark = _darker(brightest, paper, levels.dark / 255.0)
    print_here = without(dark, above(spread, STRONG_COLOUR))
    own = both(grown(core, 5), either(_darker(weakest, paper, _DENSE), core))
    own = without(own, print_here)
    np.copyto(tinted, either(tinted, own))
    np.copyto(black, without(black, own))


def _paper_at(sheet: Sheet, here: tuple[slice, slice], size: tuple[int, int]) -> Pixels:
    """Grey level of the paper of a zone, as large as the zone."""
    rows, columns = (slice(int(s.start * COARSE), int(s.stop * COARSE) + 1) for s in here)
    paper = gray_of(sheet.paper[rows, columns])
    return np.asarray(cv2.resize(paper, size[::-1], interpolation=cv2.INTER_LINEAR), np.uint8)


def _darker(image: Pixels, paper: Pixels, share: float) -> Pixels:
    """255 where `image` is darker than this share of the paper."""
    found = cv2.compare(image, cv2.convertScaleAbs(paper, alpha=share), cv2.CMP_LT)
    return np.asarray(found, np.uint8)


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
    areas = stats[:, cv2.CC_STAT_AREA]
    keep = np.where(areas >= _LEAST_PENCIL_PX, 255, 0).astype(np.uint8)
    keep[0] = 0
    # More than a page of handwriting is print of the other side, whose place is the paper.
    if not 0 < areas[keep > 0].sum() <= _MOST_PENCIL * alone.size:
        return
    lines = grown(looked_up(keep, np.asarray(labels)), 3)
    del labels
    size = (black.shape[1], black.shape[0])
    drawn = _under(sheet.gray, coarse)
    wide = cv2.resize(lines, size, interpolation=cv2.INTER_NEAREST)
    cv2.bitwise_and(drawn, wide, dst=drawn)
    cv2.subtract(drawn, black, dst=drawn)
    cv2.bitwise_or(tinted, drawn, dst=tinted)
