"""Masks and small pictures: the few operations that telling inks apart is made of.

A mask is (h, w) uint8, 255 where something is and 0 elsewhere.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from ocr.scale import halved
from ocr.source import Pixels
from ocr.words import Box

Indices = npt.NDArray[np.intp]

_BAND_ROWS = 256


def above(image: Pixels, level: float) -> Pixels:
    """255 where `image` is greater than `level`."""
    found = cv2.threshold(image, math.floor(level), 255, cv2.THRESH_BINARY)[1]
    return np.asarray(found, np.uint8)


def below(image: Pixels, level: float) -> Pixels:
    """255 where `image` is less than `level`."""
    found = cv2.threshold(image, math.ceil(level) - 1, 255, cv2.THRESH_BINARY_INV)[1]
    return np.asarray(found, np.uint8)


def both(first: Pixels, second: Pixels) -> Pixels:
    """255 where both masks are."""
    return np.asarray(cv2.bitwise_and(first, second), np.uint8)


def either(first: Pixels, second: Pixels) -> Pixels:
    """255 where one of the masks is."""
    return np.asarray(cv2.bitwise_or(first, second), np.uint8)


def without(first: Pixels, second: Pixels) -> Pixels:
    """255 where the first mask is and the second is not."""
    return np.asarray(cv2.subtract(first, second), np.uint8)


def grown(mask: Pixels, side_px: int) -> Pixels:
    """The mask and all within a square of `side_px` around it."""
    return np.asarray(cv2.dilate(mask, np.ones((side_px, side_px), np.uint8)), np.uint8)


def worn(mask: Pixels, side_px: int) -> Pixels:
    """What of the mask has a whole square of `side_px` in it around it."""
    return np.asarray(cv2.erode(mask, np.ones((side_px, side_px), np.uint8)), np.uint8)


def company(mask: Pixels, side_px: int) -> Pixels:
    """How many pixels of the mask lie in the square around each place, 255 at most."""
    ones = cv2.threshold(mask, 0, 1, cv2.THRESH_BINARY)[1]
    counted = cv2.boxFilter(ones, -1, (side_px, side_px), normalize=False)
    return np.asarray(counted, np.uint8)


def mean_of(image: Pixels, side_px: int) -> Pixels:
    """Mean of the square around each place."""
    return np.asarray(cv2.boxFilter(image, -1, (side_px, side_px)), np.uint8)


def gray_of(colour: Pixels) -> Pixels:
    """(h, w) grey picture of a BGR one."""
    return np.asarray(cv2.cvtColor(colour, cv2.COLOR_BGR2GRAY), np.uint8)


def painted_only(colour: Pixels, mask: Pixels) -> Pixels:
    """`colour` where the mask is, black elsewhere."""
    return np.asarray(cv2.bitwise_and(colour, colour, mask=mask), np.uint8)


def painted_half(colour: Pixels, mask: Pixels) -> Pixels:
    """`painted_only` at half its size, in bands: the whole of it is never held."""
    height, width = (max(1, side // 2) for side in mask.shape)
    half = np.empty((height, width, 3), np.uint8)
    for top in range(0, height, _BAND_ROWS):
        rows = slice(2 * top, 2 * (top + _BAND_ROWS))
        half[top : top + _BAND_ROWS] = halved(painted_only(colour[rows], mask[rows]))[
            : height - top
        ]
    return half


def channels(image: Pixels) -> tuple[Pixels, Pixels]:
    """Spread of the channels, and the brightest one; both (h, w) uint8."""
    blue, green, red = cv2.split(image)
    brightest = cv2.max(cv2.max(blue, green), red)
    spread = cv2.subtract(brightest, cv2.min(cv2.min(blue, green), red))
    return np.asarray(spread, np.uint8), np.asarray(brightest, np.uint8)


def points_of(mask: Pixels) -> tuple[Indices, Indices]:
    """Rows and columns of all that is not 0."""
    if not cv2.countNonZero(mask):
        return np.zeros(0, np.intp), np.zeros(0, np.intp)
    points = np.asarray(cv2.findNonZero(mask), np.intp).reshape(-1, 2)
    return points[:, 1], points[:, 0]


def looked_up(table: Pixels, labels: npt.NDArray[np.int32]) -> Pixels:
    """The entry of `table` for each label, in bands: indices take eight bytes each."""
    found = np.empty(labels.shape, np.uint8)
    for top in range(0, labels.shape[0], _BAND_ROWS):
        found[top : top + _BAND_ROWS] = table[labels[top : top + _BAND_ROWS]]
    return found


def packed_bits(mask: Pixels) -> bytes:
    """Rows of the mask as bits, most significant first, each row from a byte of its own.

    In bands: packing holds a copy of what it packs.
    """
    tops = range(0, mask.shape[0], _BAND_ROWS)
    return b"".join(np.packbits(mask[top : top + _BAND_ROWS], axis=1).tobytes() for top in tops)


def halved_whole(mask: Pixels) -> Pixels:
    """`mask` at half its size, rounded up: an odd last row or column stays."""
    odd = (mask.shape[0] % 2, mask.shape[1] % 2)
    if not any(odd):
        return halved(mask)
    whole = cv2.copyMakeBorder(mask, 0, odd[0], 0, odd[1], cv2.BORDER_CONSTANT)
    return halved(np.asarray(whole, np.uint8))


def at_dpi(image: Pixels, dpi: float, wanted_dpi: float) -> Pixels:
    """A picture of at most twice `wanted_dpi` brought to it, quickly; never made larger."""
    if dpi <= wanted_dpi:
        return image
    scale = wanted_dpi / dpi
    size = (max(1, round(image.shape[1] * scale)), max(1, round(image.shape[0] * scale)))
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_LINEAR), np.uint8)


@dataclass(frozen=True, slots=True)
class Part:
    """Ink that lies together.

    Attributes:
        place: Box around it in pixels of the mask it was found in.
        mask: (h, w) uint8, as large as `place`, 255 where this ink is and no other.
    """

    place: Box
    mask: Pixels


def parts_of(mask: Pixels, dpi: float, air_in: float) -> list[Part]:
    """Groups of ink with nothing between them; a frame does not take in what it surrounds.

    Args:
        mask: (h, w) uint8, 255 = ink.
        dpi: Dots per inch of `mask`.
        air_in: Distance over which ink belongs together, in inches.
    """
    height, width = mask.shape
    step = max(1, round(dpi / 40))
    tall = cv2.dilate(mask, np.ones((step, step), np.uint8), anchor=(0, 0))
    small = cv2.copyMakeBorder(tall[::step, ::step], 1, 0, 1, 0, cv2.BORDER_CONSTANT)
    reach = max(1, round(air_in * dpi / step)) | 1
    near = cv2.dilate(small, np.ones((reach, reach), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(near, connectivity=8)
    parts: list[Part] = []
    for label, (x, y, w, h, _) in enumerate(stats[1:].tolist(), start=1):
        # One cell was put before the first; a part may end where the page does.
        x0, y0 = max(0, (x - 1) * step), max(0, (y - 1) * step)
        x1, y1 = min(width, (x + w - 1) * step), min(height, (y + h - 1) * step)
        own = (labels[y : y + h, x : x + w] == label).astype(np.uint8) * 255
        size = (own.shape[1] * step, own.shape[0] * step)
        wide = np.asarray(cv2.resize(own, size, interpolation=cv2.INTER_NEAREST), np.uint8)
        wide = wide[y0 - (y - 1) * step :, x0 - (x - 1) * step :][: y1 - y0, : x1 - x0]
        parts.append(Part((x0, y0, x1, y1), both(mask[y0:y1, x0:x1], wide)))
    return parts
