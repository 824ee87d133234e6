"""Compress a page for the archive: paper, colour and print as separate pictures.

Mixed raster content: the paper in few pixels, seals and signatures in a sharper colour patch,
black print as a lossless one-bit stencil at full resolution. Symbols are never replaced by
look-alikes, so no letter can change. Pages that do not fit this model, such as photographs,
become one ordinary picture.

Source: ITU-T T.44 (mixed raster content) for the model, ITU-T T.6 for the stencil.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from enum import StrEnum

import cv2
import numpy as np
from PIL import Image

from ocr.scale import shrunk
from ocr.source import Pixels
from ocr.words import Box

_MOST_INK = 0.25
_MOST_PATCH = 0.45
_PAPER_WHITE = 255
_COMPACT = 0.35
"""Share of its box that a shape must fill to be kept as one rectangle."""
_CELL_IN = 0.3
_MARK_REACH_IN = 0.07
_BROADEST_STROKE_IN = 0.1
_TONE_BELOW = 205
_PATCH_AIR_IN = 0.03
_COLOURED = 45
"""Difference between the strongest and weakest channel that no grey ink shows."""


class Profile(StrEnum):
    """How a page is kept."""

    STANDARD = "standard"
    WHITE_PAPER = "white_paper"
    PICTURE = "picture"


@dataclass(frozen=True, slots=True)
class Raster:
    """A JPEG and where it lies.

    Attributes:
        jpeg: Baseline JPEG stream, three components.
        width: Width in pixels of the JPEG.
        height: Height in pixels of the JPEG.
        place: (x0, y0, x1, y1) in pixels of the page, origin top left.
    """

    jpeg: bytes
    width: int
    height: int
    place: Box


@dataclass(frozen=True, slots=True)
class Stencil:
    """Black print: a one-bit picture of the whole page, painted in one colour.

    Attributes:
        g4: CCITT group 4 stream; decoded with BlackIs1 false, 0 bits paint.
        colour: Ink as red, green, blue, 0 to 255.
    """

    g4: bytes
    colour: tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class PageLayers:
    """Pictures of one page, in the order in which they are painted.

    Attributes:
        width: Width of the page in pixels.
        height: Height of the page in pixels.
        rasters: Background first, then patches.
        stencils: Print, on top; empty when the page is one ordinary picture.
    """

    width: int
    height: int
    rasters: tuple[Raster, ...]
    stencils: tuple[Stencil, ...]

    @property
    def size_bytes(self) -> int:
        """Bytes of all streams."""
        return sum(len(r.jpeg) for r in self.rasters) + sum(len(s.g4) for s in self.stencils)


def encode_layers(colour: Pixels, dpi: int, profile: Profile = Profile.STANDARD) -> PageLayers:
    """Split a page into layers and compress each.

    Args:
        colour: (h, w, 3) uint8 BGR, level and upright.
        dpi: Dots per inch of `colour`.
        profile: How the page is kept.
    """
    height, width = colour.shape[:2]
    if profile is Profile.PICTURE:
        return _as_picture(colour, dpi)
    light = _even_light(colour, dpi)
    print_mask = _print_mask(light, dpi)
    boxes = _patch_boxes(_patch_mask(light, dpi), dpi)
    patches = _inside(boxes, print_mask.shape)
    if print_mask.mean() > _MOST_INK or patches.mean() > _MOST_PATCH:
        return _as_picture(colour, dpi)
    stencil_mask = print_mask & (1 - patches)
    paper = _without_ink(colour, print_mask | patches, dpi)
    if profile is Profile.WHITE_PAPER:
        paper[:] = _PAPER_WHITE
    rasters = [_raster(paper, (0, 0, width, height), 100 / dpi, 45)]
    rasters += [_patch(colour, box, dpi) for box in boxes]
    stencils = (_stencil(stencil_mask, colour),) if stencil_mask.any() else ()
    return PageLayers(width, height, tuple(rasters), stencils)


def _as_picture(colour: Pixels, dpi: int) -> PageLayers:
    height, width = colour.shape[:2]
    whole = _raster(colour, (0, 0, width, height), 200 / dpi, 80)
    return PageLayers(width, height, (whole,), ())


# --- what is print, what is colour ---------------------------------------------------


def _even_light(colour: Pixels, dpi: int) -> Pixels:
    """The page divided by its paper, so that one threshold holds everywhere."""
    small = shrunk(colour, 0.125)
    side = max(3, round(0.35 * dpi * 0.125)) | 1
    element = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    paper = cv2.GaussianBlur(cv2.morphologyEx(small, cv2.MORPH_CLOSE, element), (0, 0), side / 3)
    size = (colour.shape[1], colour.shape[0])
    whole = cv2.resize(paper, size, interpolation=cv2.INTER_LINEAR)
    return cv2.divide(colour, np.maximum(whole, 48).astype(np.uint8), scale=255).astype(np.uint8)


def _print_mask(light: Pixels, dpi: int) -> Pixels:
    """1 where there is dark ink of little colour.

    A fixed threshold alone would lose thin strokes of small print, a local one alone would
    find grain in the paper: ink must be dark, or clearly darker than its surroundings.
    """
    gray = cv2.cvtColor(light, cv2.COLOR_BGR2GRAY)
    reach = max(3, round(0.12 * dpi)) | 1
    mean = cv2.boxFilter(gray, -1, (reach, reach))
    dark = gray < 110
    darker = (gray < 175) & (cv2.subtract(mean, gray) > 38)
    ink = (dark | darker).astype(np.uint8)
    return _without_specks(ink, dpi)


def _without_specks(ink: Pixels, dpi: int) -> Pixels:
    """Drop lone grain; a speck beside a letter may be its mark and always stays.

    What is dropped here is not lost, it stays in the paper layer.
    """
    least = max(2, round((0.011 * dpi) ** 2 * 0.6))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    large = (stats[:, 4] >= least).astype(np.uint8)
    large[0] = 0
    letters: Pixels = large[labels]
    reach = max(3, round(_MARK_REACH_IN * dpi)) | 1
    near = cv2.dilate(letters, np.ones((reach, reach), np.uint8))
    return ink & near.astype(np.uint8)


def _patch_mask(light: Pixels, dpi: int) -> Pixels:
    """1 around strong colour: seals, blue signatures, stamps, photographs."""
    scale = min(1.0, 100 / dpi)
    small = shrunk(light, scale)
    spread = small.max(axis=2).astype(np.int16) - small.min(axis=2)
    vivid = (spread > _COLOURED).astype(np.uint8)
    # A thin pen stroke leaves a chain of pixels, grain leaves single ones.
    company = cv2.boxFilter(vivid, -1, (3, 3), normalize=False)
    vivid = vivid & (company >= 3).astype(np.uint8)
    vivid |= _tones(small, dpi * scale)
    near = cv2.dilate(vivid, np.ones((9, 9), np.uint8)).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(near, connectivity=8)
    inked = np.bincount(labels.ravel(), weights=vivid.ravel(), minlength=count)
    keep = (inked >= 25).astype(np.uint8)
    keep[0] = 0
    patches: Pixels = keep[labels]
    for x, y, w, h, area in stats[1:][keep[1:] > 0]:
        # Filling the box of a seal keeps it in one piece; the box of a frame is the page.
        if area >= _COMPACT * w * h:
            patches[y : y + h, x : x + w] = 1
    size = (light.shape[1], light.shape[0])
    return cv2.resize(patches, size, interpolation=cv2.INTER_NEAREST).astype(np.uint8)


def _tones(small: Pixels, dpi: float) -> Pixels:
    """1 in areas too broad for pen or print: photographs, fields of tone."""
    gray = cv2.cvtColor(small, cv2.COLOR_BGR2GRAY)
    side = max(3, round(_BROADEST_STROKE_IN * dpi))
    element = np.ones((side, side), np.uint8)
    toned = (gray < _TONE_BELOW).astype(np.uint8)
    return cv2.morphologyEx(toned, cv2.MORPH_OPEN, element).astype(np.uint8)


def _patch_boxes(patches: Pixels, dpi: int) -> list[Box]:
    """Rectangles that cover the patches: one for a compact shape, strips for a frame."""
    air = round(_PATCH_AIR_IN * dpi)
    height, width = patches.shape
    _, labels, stats, _ = cv2.connectedComponentsWithStats(patches, connectivity=8)
    boxes: list[Box] = []
    for label, (x, y, w, h, area) in enumerate(stats[1:].tolist(), start=1):
        if area >= _COMPACT * w * h:
            x0, y0, x1, y1 = x - air, y - air, x + w + air, y + h + air
            boxes.append((max(0, x0), max(0, y0), min(width, x1), min(height, y1)))
        else:
            shape = (labels[y : y + h, x : x + w] == label).astype(np.uint8)
            boxes += [(x + a, y + b, x + c, y + d) for a, b, c, d in _strips(shape, dpi)]
    return boxes


def _inside(boxes: list[Box], shape: tuple[int, ...]) -> Pixels:
    """1 inside the boxes, so that no letter is painted twice, as picture and as stencil."""
    mask = np.zeros(shape, dtype=np.uint8)
    for x0, y0, x1, y1 in boxes:
        mask[y0:y1, x0:x1] = 1
    return mask


def _strips(shape: Pixels, dpi: int) -> list[Box]:
    """Rectangles over the inked cells of a grid; equal runs of neighbouring rows merge."""
    cell = max(8, round(_CELL_IN * dpi))
    open_runs: dict[tuple[int, int], int] = {}
    boxes: list[Box] = []
    for top in range(0, shape.shape[0] + cell, cell):
        row = shape[top : top + cell]
        runs = _runs(row, cell) if row.size else []
        for run in [run for run in open_runs if run not in runs]:
            boxes.append((run[0], open_runs.pop(run), run[1], min(top, shape.shape[0])))
        for run in runs:
            open_runs.setdefault(run, top)
    return boxes


def _runs(row: Pixels, cell: int) -> list[tuple[int, int]]:
    width = row.shape[1]
    inked = [bool(row[:, left : left + cell].any()) for left in range(0, width, cell)]
    steps = np.flatnonzero(np.diff(np.array([False, *inked, False]).astype(np.int8)))
    pairs = zip(steps[::2].tolist(), steps[1::2].tolist(), strict=True)
    return [(a * cell, min(width, b * cell)) for a, b in pairs]


def _without_ink(colour: Pixels, mask: Pixels, dpi: int) -> Pixels:
    """The page with ink replaced by the paper around it, (h, w, 3) uint8.

    Averages of the uncovered paper in growing windows fill the covered places; nothing white
    is invented, so no holes show around letters.
    """
    spread = max(3, round(0.01 * dpi)) | 1
    bare = (1 - cv2.dilate(mask, np.ones((spread, spread), np.uint8))).astype(np.uint8)
    scale = 100 / dpi if dpi > 100 else 1.0
    size = (max(1, round(colour.shape[1] * scale)), max(1, round(colour.shape[0] * scale)))
    weight = cv2.resize(bare * 255, size, interpolation=cv2.INTER_AREA).astype(np.float32) / 255
    uncovered = cv2.bitwise_and(colour, colour, mask=bare)
    light = cv2.resize(uncovered, size, interpolation=cv2.INTER_AREA).astype(np.float32)
    filled = light / np.maximum(weight, 1e-3)[:, :, None]
    missing = weight < 0.35
    for reach in (9, 33, 129, 513):
        if not missing.any():
            break
        near_light = cv2.blur(light, (reach, reach))
        near_weight = cv2.blur(weight, (reach, reach))
        usable = missing & (near_weight > 0.02)
        filled[usable] = near_light[usable] / near_weight[usable][:, None]
        missing &= ~usable
    filled[missing] = _PAPER_WHITE
    return np.clip(filled, 0, 255).astype(np.uint8)


# --- streams -------------------------------------------------------------------------


def _patch(colour: Pixels, box: Box, dpi: int) -> Raster:
    x0, y0, x1, y1 = box
    return _raster(colour[y0:y1, x0:x1], box, 200 / dpi, 70)


def _raster(image: Pixels, place: Box, scale: float, quality: int) -> Raster:
    """`image` as JPEG; `scale` is relative to the page, 1.0 at most."""
    width = max(1, round((place[2] - place[0]) * min(1.0, scale)))
    height = max(1, round((place[3] - place[1]) * min(1.0, scale)))
    if (width, height) != (image.shape[1], image.shape[0]):
        image = cv2.resize(image, (width, height), interpolation=cv2.INTER_AREA).astype(np.uint8)
    target = io.BytesIO()
    picture = Image.fromarray(np.ascontiguousarray(image[:, :, ::-1]))
    subsampling = 2 if quality < 60 else 0
    picture.save(target, "JPEG", quality=quality, subsampling=subsampling, optimize=True)
    return Raster(target.getvalue(), width, height, place)


def _stencil(mask: Pixels, colour: Pixels) -> Stencil:
    inner = cv2.erode(mask, np.ones((3, 3), np.uint8))
    ink = colour[inner > 0] if inner.any() else colour[mask > 0]
    blue, green, red = (int(value) for value in np.median(ink[:200_000], axis=0))
    return Stencil(_group4(mask), (red, green, blue))


def _group4(mask: Pixels) -> bytes:
    """CCITT group 4 stream of a mask; 1 is black.

    Pillow can only write it inside a TIFF; with one strip the strip is the stream.
    """
    target = io.BytesIO()
    # Set bits are written as black runs, which a reader of PDF decodes as 0, and paints.
    picture = Image.fromarray(np.where(mask > 0, 255, 0).astype(np.uint8)).convert("1")
    options = {278: mask.shape[0]}
    picture.save(target, "TIFF", compression="group4", tiffinfo=options)
    with Image.open(target) as tiff:
        tags = tiff.tag_v2  # type: ignore[attr-defined]  # Pillow does not type TIFF files
        start, length = tags[273][0], tags[279][0]
    return target.getvalue()[start : start + length]
