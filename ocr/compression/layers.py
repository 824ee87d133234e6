"""Compress a page for the archive: paper, colour and print as separate pictures.

Mixed raster content: the paper in few pixels; black print as a lossless one-bit stencil at
full resolution; coloured ink (seals, signatures, stamps, pencil) as a stencil of its own
through which a coarse picture of its colours shows; photographs as JPEG. What comes out is put
together again and compared with the page; a page that does not fit this model, or that would
lose something, becomes one ordinary picture.

Source: ITU-T T.44 (mixed raster content) for the model.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

from ocr.compression.compose import Painted
from ocr.compression.gate import faulty_places, judge
from ocr.compression.inks import Inks, separate, with_pictures
from ocr.compression.jpeg import jpeg_of
from ocr.compression.masks import (
    Part,
    above,
    either,
    halved_whole,
    painted_half,
    painted_only,
    parts_of,
    points_of,
    worn,
)
from ocr.compression.page_layers import Codec, PageLayers, Profile, Raster, Stencil, Verdict
from ocr.compression.page_view import Sheet, sheet_of
from ocr.compression.paper import filled, paper_of
from ocr.compression.stencil import stencil_of
from ocr.scale import halved, shrunk
from ocr.source import Pixels
from ocr.words import Box

__all__ = ["Codec", "PageLayers", "Profile", "Raster", "Stencil", "Verdict", "encode_layers"]

_MOST_INK = 0.25
_MOST_PICTURE = 0.45
_PICTURE_DPI, _PICTURE_QUALITY = 200, 80
_TINT_DPI, _TINT_QUALITY = 60, 60
_FLAT_TINT = 6.0
_TOGETHER_IN = 0.15
_LARGE_PART = 0.25
_MOST_PARTS = 24
_BLACK = (0, 0, 0)
_COLOUR_SAMPLES, _INK_SHARE = 20_000, 30.0

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class _Recipe:
    """Resolutions (dots per inch) and JPEG qualities of a profile; paper 0 = white."""

    paper_dpi: int
    paper_quality: int
    coarse_quality: int
    photo_dpi: int
    photo_quality: int


_RECIPES = {
    Profile.STANDARD: _Recipe(100, 45, 65, 200, 75),
    Profile.SMALL: _Recipe(0, 0, 0, 150, 60),
}


def encode_layers(
    colour: Pixels,
    dpi: int,
    profile: Profile = Profile.STANDARD,
    *,
    jbig2: Path | None = None,
) -> PageLayers:
    """Split a page into layers and compress each.

    Args:
        colour: (h, w, 3) uint8 BGR, level and upright.
        dpi: Dots per inch of `colour`.
        profile: How the page is kept.
        jbig2: The `jbig2` program (`stencil.find_jbig2`); without it stencils are group 4.

    Raises:
        AssemblyFailed: An encoder refused.
    """
    if profile is Profile.PICTURE:
        return _as_picture(colour, dpi, Verdict.ASKED)
    sheet = sheet_of(colour, dpi)
    inks = separate(sheet)
    if profile is Profile.BITONAL:
        return _as_bits(sheet, inks, jbig2)
    if not _fits(inks):
        return _as_picture(colour, dpi, Verdict.NO_PRINT_MODEL)
    return _best(sheet, inks, profile, jbig2)


def _best(sheet: Sheet, inks: Inks, profile: Profile, jbig2: Path | None) -> PageLayers:
    """Layers that pass the gate: at once, with faulty places as pictures, or one picture."""
    white = profile is Profile.SMALL
    recipe = _RECIPES[profile]
    paper = [Painted(_paper_layer(sheet, inks, recipe))] if recipe.paper_dpi else []
    painted = paper + _as_layers(sheet, inks, recipe, jbig2)
    likeness = judge(painted, sheet, white_paper=white)
    verdict = likeness.verdict
    if verdict is not Verdict.KEPT:
        patched = with_pictures(inks, faulty_places(likeness, sheet))
        del painted, likeness
        if patched.pictures == inks.pictures or not _fits(patched):
            return _as_picture(sheet.colour, sheet.dpi, verdict)
        # The paper stays: what is new lies on top of it.
        painted = paper + _as_layers(sheet, patched, recipe, jbig2)
        if judge(painted, sheet, white_paper=white).verdict is not Verdict.KEPT:
            return _as_picture(sheet.colour, sheet.dpi, verdict)
        verdict = Verdict.PATCHED
    return replace(_gathered(painted, sheet.colour), verdict=verdict)


def _fits(inks: Inks) -> bool:
    page = inks.black.size
    inked = cv2.countNonZero(inks.black) + cv2.countNonZero(inks.tinted)
    pictures = sum((x1 - x0) * (y1 - y0) for x0, y0, x1, y1 in inks.pictures)
    return inked <= _MOST_INK * page and pictures <= _MOST_PICTURE * page


def _as_picture(colour: Pixels, dpi: int, verdict: Verdict) -> PageLayers:
    height, width = colour.shape[:2]
    scale = min(1.0, _PICTURE_DPI / dpi)
    whole = _jpeg(shrunk(colour, scale), (0, 0, width, height), _PICTURE_QUALITY)
    return PageLayers(width, height, (whole,), (), verdict)


def _as_layers(sheet: Sheet, inks: Inks, recipe: _Recipe, jbig2: Path | None) -> list[Painted]:
    """All layers above the paper, in the order in which they are painted."""
    layers: list[Painted] = []
    for box in inks.pictures:
        x0, y0, x1, y1 = box
        photo = shrunk(sheet.colour[y0:y1, x0:x1], min(1.0, recipe.photo_dpi / sheet.dpi))
        layers.append(Painted(_jpeg(photo, box, recipe.photo_quality)))
    tints = [_tinted(sheet, part, jbig2) for part in _tinted_parts(inks, sheet.dpi)]
    # Flat colours come with the print, after all pictures.
    layers += sorted(tints, key=lambda layer: isinstance(layer.layer, Stencil))
    if cv2.countNonZero(inks.black):
        cover = halved_whole(inks.black)
        colour = _ink_colour(sheet, inks.black, cover)
        layers.append(Painted(stencil_of(inks.black, colour, jbig2=jbig2), cover))
    return layers


def _gathered(painted: list[Painted], colour: Pixels) -> PageLayers:
    height, width = colour.shape[:2]
    layers = [layer.layer for layer in painted]
    rasters = tuple(layer for layer in layers if isinstance(layer, Raster))
    stencils = tuple(layer for layer in layers if isinstance(layer, Stencil))
    return PageLayers(width, height, rasters, stencils)


def _as_bits(sheet: Sheet, inks: Inks, jbig2: Path | None) -> PageLayers:
    """All ink as one black stencil; photographs become dots."""
    height, width = sheet.gray.shape
    mask = either(inks.black, inks.tinted)
    for x0, y0, x1, y1 in inks.pictures:
        dots = Image.fromarray(np.ascontiguousarray(sheet.gray[y0:y1, x0:x1])).convert("1")
        mask[y0:y1, x0:x1] = np.where(np.asarray(dots), 0, 255)
    return PageLayers(width, height, (), (stencil_of(mask, _BLACK, jbig2=jbig2),), Verdict.ASKED)


def _paper_layer(sheet: Sheet, inks: Inks, recipe: _Recipe) -> Raster:
    height, width = sheet.gray.shape
    paper, fine = paper_of(sheet, inks, recipe.paper_dpi)
    quality = recipe.paper_quality if fine else recipe.coarse_quality
    return _jpeg(paper, (0, 0, width, height), quality)


# --- ink -----------------------------------------------------------------------------


def _tinted_parts(inks: Inks, dpi: int) -> list[Part]:
    if not cv2.countNonZero(inks.tinted):
        return []
    found = parts_of(inks.tinted, dpi, _TOGETHER_IN)
    if len(found) <= _MOST_PARTS:
        return found
    x, y, w, h = cv2.boundingRect(inks.tinted)
    return [Part((x, y, x + w, y + h), np.ascontiguousarray(inks.tinted[y : y + h, x : x + w]))]


def _tinted(sheet: Sheet, ink: Part, jbig2: Path | None) -> Painted:
    """Coloured ink of one part: its shape sharp, its colours coarse, or one flat colour."""
    x0, y0, x1, y1 = box = ink.place
    mask = ink.mask
    part = sheet.colour[y0:y1, x0:x1]
    inner = worn(mask, 3)
    core = inner if cv2.countNonZero(inner) * 8 > cv2.countNonZero(mask) else mask
    least = _TINT_DPI if mask.size < _LARGE_PART * sheet.gray.size else _TINT_DPI / 2
    dpi = float(sheet.dpi)
    if dpi > least * 1.5:
        weight, shown, dpi = halved(core), painted_half(part, core), dpi / 2
    else:
        weight, shown = core, painted_only(part, core)
    while dpi > least * 1.5:
        weight, shown, dpi = halved(weight), halved(shown), dpi / 2
    colours = filled(*_spread(shown, weight))
    known = colours[weight > 60]
    if known.size and float(known.std(axis=0).max()) < _FLAT_TINT:
        blue, green, red = (int(value) for value in np.median(known, axis=0))
        return Painted(stencil_of(mask, (red, green, blue), place=box, jbig2=jbig2), mask)
    outline = stencil_of(mask, _BLACK, place=box, jbig2=jbig2)
    return Painted(replace(_jpeg(colours, box, _TINT_QUALITY), mask=outline), mask)


def _spread(shown: Pixels, weight: Pixels) -> tuple[Floats, Floats]:
    """Thin strokes fill a part of a pixel only; their weight is raised to count as known."""
    known = weight.astype(np.float32)
    gain = np.asarray(np.float32(255) / np.maximum(known, np.float32(8)), np.float32)
    gain[known <= 8] = 0
    light = np.asarray(shown.astype(np.float32) * gain[:, :, None], np.float32)
    return light, np.asarray(known * gain, np.float32)


def _ink_colour(sheet: Sheet, mask: Pixels, cover: Pixels) -> tuple[int, int, int]:
    """Colour of print, taken where strokes are whole: `cover` is `mask` at half size.

    A little darker than the median: of blurred print only the bold letters keep their colour.
    """
    whole = above(cover, 254)
    inner = worn(whole, 2)
    rows, columns = points_of(inner if cv2.countNonZero(inner) else whole)
    step = 1 + rows.size // _COLOUR_SAMPLES
    ink = sheet.colour[2 * rows[::step], 2 * columns[::step]]
    ink = ink if ink.size else sheet.colour[mask > 0]
    blue, green, red = (int(value) for value in np.percentile(ink, _INK_SHARE, axis=0))
    return (red, green, blue)


# --- streams -------------------------------------------------------------------------


def _jpeg(image: Pixels, place: Box, quality: int) -> Raster:
    return Raster(jpeg_of(image, quality), image.shape[1], image.shape[0], place)
