"""A quick look at a page: everything that is measured before it is read."""

from __future__ import annotations

from dataclasses import dataclass, field

import cv2
import numpy as np

from ocr.checks.colours import Colours, colours_of
from ocr.checks.edges import borders_mm, cut_letters, has_darker_rim
from ocr.checks.fingerprint import fingerprints
from ocr.checks.ink import LOOK_DPI, InkMap, find_ink
from ocr.checks.paper_size import PaperSize, paper_size
from ocr.checks.posture import Posture, posture_of
from ocr.checks.ruling import without_rules
from ocr.checks.sharpness import edge_sharpness
from ocr.cleaning.normalise import creased, paper_of
from ocr.cleaning.sheet import find_sheet, laid_flat
from ocr.measures import PageMeasures, Sides
from ocr.scale import shrunk
from ocr.source import Pixels, RawPage

_GREEN = 1
_NOTHING_MM2 = 0.3
_DARKEST_PAPER = 32


@dataclass(frozen=True, slots=True)
class _Sheet:
    """The paper alone, at the resolution it is looked at.

    Attributes:
        colour: (h, w, 3) uint8 BGR.
        light: Brightness of the paper in green below the ink, at an eighth of the size.
        dpi: Dots per inch of `colour`.
        borders: Black borders of the picture it was cut from.
        is_cut_out: It is only a part of the picture.
        is_photographed: A camera took the picture.
    """

    colour: Pixels
    light: Pixels
    dpi: int
    borders: Sides = field(default_factory=Sides)
    is_cut_out: bool = False
    is_photographed: bool = False


def look(page: RawPage) -> PageMeasures:
    """Measure a page as it was captured; nothing is changed.

    Source: bounds of each measure are in `ocr.checks.thresholds`.
    """
    scale = min(1.0, LOOK_DPI / page.dpi)
    raw = RawPage(shrunk(page.image, scale), max(1, round(page.dpi * scale)), page.dpi_guessed)
    raw_light = paper_of(_green(raw.image), raw.dpi)
    sheet = _sheet(raw, raw_light)
    ink = _ink(sheet)
    is_written = ink.written_mm2 >= _NOTHING_MM2
    posture = posture_of(ink) if is_written else Posture()
    paper = _paper_colour(sheet.colour)
    sharpness, contrast = edge_sharpness(page.image, page.dpi, raw_light)
    prints = fingerprints(ink, posture.skew_deg)
    seen = _Seen(ink, posture, colours_of(sheet.colour, paper, sheet.light, sheet.dpi), paper)
    size = _size(page, sheet)
    return _measures(page, sheet, seen, size=size, edges=(sharpness, contrast), prints=prints)


@dataclass(frozen=True, slots=True)
class _Seen:
    """What was found on a sheet."""

    ink: InkMap
    posture: Posture
    colours: Colours
    paper: tuple[int, int, int]


def _measures(
    page: RawPage,
    sheet: _Sheet,
    seen: _Seen,
    *,
    size: PaperSize,
    edges: tuple[float, float],
    prints: tuple[str, str],
) -> PageMeasures:
    posture, ink = seen.posture, seen.ink
    return PageMeasures(
        width_px=page.image.shape[1],
        height_px=page.image.shape[0],
        told_dpi=0 if page.dpi_guessed else page.dpi,
        real_dpi=size.dpi,
        paper=size.name,
        ink=round(ink.share, 5),
        written_mm2=round(ink.written_mm2, 2),
        skew_deg=posture.skew_deg,
        skew_confidence=round(posture.skew_confidence, 3),
        sharpness=round(edges[0], 4),
        paper_tone=max(seen.paper),
        contrast=round(edges[1], 3),
        borders_mm=sheet.borders,
        cut=Sides() if sheet.is_photographed else cut_letters(ink, sheet.borders),
        fingerprint=prints[0],
        fine_print=prints[1],
        turn_deg=posture.turn_deg,
        turn_confidence=round(posture.turn_confidence, 3),
        red_mm2=seen.colours.red_mm2,
        blue_mm2=seen.colours.blue_mm2,
        picture_mm2=seen.colours.picture_mm2,
        photographed=sheet.is_photographed,
    )


def _sheet(raw: RawPage, light: Pixels) -> _Sheet:
    """The paper of a picture; pictures that show nothing else are taken whole."""
    if not has_darker_rim(light):
        return _Sheet(raw.image, light, raw.dpi)
    found = find_sheet(raw.image)
    is_photographed = found is not None and (found.is_photograph or raw.dpi_guessed)
    borders = Sides() if is_photographed else borders_mm(_green(raw.image)[::2, ::2], raw.dpi // 2)
    if found is None:
        return _Sheet(raw.image, light, raw.dpi, borders)
    flat = laid_flat(raw, found)
    green = _green(flat.image)
    flat_light = paper_of(green, flat.dpi)
    return _Sheet(flat.image, flat_light, flat.dpi, borders, True, is_photographed)


def _ink(sheet: _Sheet) -> InkMap:
    green = _green(sheet.colour)
    small = np.maximum(sheet.light, _DARKEST_PAPER)
    bare = without_rules(green, small, sheet.dpi)
    light = creased(small, bare, sheet.dpi)
    even = cv2.divide(green, light, scale=255.0).astype(np.uint8, copy=False)
    if bare is green:
        return find_ink(even, even, sheet.colour, light, sheet.dpi)
    ruled = even
    even = cv2.divide(bare, light, scale=255.0).astype(np.uint8, copy=False)
    return find_ink(even, ruled, sheet.colour, light, sheet.dpi)


def _green(colour: Pixels) -> Pixels:
    return cv2.extractChannel(colour, _GREEN).astype(np.uint8, copy=False)


def _paper_colour(colour: Pixels) -> tuple[int, int, int]:
    """Colour of the paper: what most of the bright places have."""
    sample = colour[::16, ::16].reshape(-1, 3)
    bright = sample[sample[:, _GREEN] >= np.percentile(sample[:, _GREEN], 50)]
    blue, green, red = (int(value) for value in np.median(bright, axis=0))
    return (blue, green, red)


def _size(page: RawPage, sheet: _Sheet) -> PaperSize:
    """Paper of the sheet; that of one cut out of its picture from its shape there."""
    factor = 1.0 if page.dpi <= LOOK_DPI else page.dpi / LOOK_DPI
    height, width = page.image.shape[:2]
    if sheet.is_cut_out:
        height, width = (round(side * factor) for side in sheet.colour.shape[:2])
    told = 0 if page.dpi_guessed or sheet.is_photographed else page.dpi
    return paper_size(width, height, told)
