"""Put the layers of a page together as a reader of PDF does, in the size of a screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from ocr.compression.masks import halved_whole
from ocr.compression.page_layers import Raster, Stencil
from ocr.scale import halved
from ocr.source import Pixels
from ocr.words import Box


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
        if isinstance(layer, Stencil) and cover is not None:
            share = np.asarray(cv2.merge((cover, cover, cover)), np.uint8)
            _lay(sheet, view.box, _ink_at(layer.colour, share), share)
        else:
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
    share = np.asarray(cv2.merge((cover, cover, cover)), np.uint8)
    _lay(sheet, box, cv2.multiply(colours, share, scale=1 / 255), share)


def _ink_at(colour: tuple[int, int, int], share: Pixels) -> cv2.typing.MatLike:
    """One ink in all its shares, looked up: quicker than a sheet of the ink multiplied."""
    shares = np.arange(256, dtype=np.uint8).reshape(256, 1)
    levels = (np.full_like(shares, level) for level in reversed(colour))
    inks = [cv2.multiply(shares, level, scale=1 / 255) for level in levels]
    return cv2.LUT(share, cv2.merge(inks))


def _lay(sheet: Pixels, box: Box, over: cv2.typing.MatLike, share: Pixels) -> None:
    """Add `over`, already weighed by `share`, to what shines through it."""
    under = sheet[box[1] : box[3], box[0] : box[2]]
    through = cv2.bitwise_not(share, dst=share)
    cv2.add(over, cv2.multiply(under, through, scale=1 / 255), dst=under)
