"""Finder patterns: the three squares in a frame that tell where a QR code lies.

A reader wants all three whole, and their modules in line. Here a core in a light ring is
enough: what touches the frame from outside, a staple or a stroke, does no harm.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]

_CORE = 3
_RING = 5
_WINDOWS_PX = (31, 81)
_LEAST_CORE_PX = 25.0
_LEAST_RATIO, _MOST_RATIO = 1.8, 4.8
"""Area of the light ring with its core, in areas of the core: 25 to 9 where print is sharp."""
_MOST_LONG = 1.45
_LEAST_FILLED = 0.72
_MOST_ASIDE = 0.3
_SAME_PLACE = 2.0
_MOST_FINDERS = 6
_FEWEST = 2
_SOFT_PX = 2.5
_SHARPENING = 3.0


@dataclass(frozen=True, slots=True)
class Finder:
    """A square in a light ring in a frame.

    Attributes:
        x: Middle, pixels from the left.
        y: Middle, pixels from the top.
        module_px: Side of a module, pixels.
    """

    x: float
    y: float
    module_px: float


def finders(gray: Pixels) -> tuple[Finder, ...]:
    """Finder patterns of a place, those of the most thresholds first, at most six.

    Args:
        gray: (h, w) uint8, 0 = black; sharpened when less than two are seen.
    """
    found = _finders_of(gray)
    if len(found) >= _FEWEST:
        return found
    soft = cv2.GaussianBlur(gray, (0, 0), _SOFT_PX)
    sharp = cv2.addWeighted(gray, 1.0 + _SHARPENING, soft, -_SHARPENING, 0.0)
    sharpened = _finders_of(np.asarray(sharp, dtype=np.uint8))
    return sharpened if len(sharpened) > len(found) else found


def _finders_of(gray: Pixels) -> tuple[Finder, ...]:
    seen: list[list[Finder]] = []
    for ink in _inks(gray):
        for finder in _finders_in(ink):
            near = next((group for group in seen if _is_same(group[0], finder)), None)
            if near is None:
                seen.append([finder])
            else:
                near.append(finder)
    seen.sort(key=len, reverse=True)
    return tuple(_mean(group) for group in seen[:_MOST_FINDERS])


def _inks(gray: Pixels) -> list[Pixels]:
    """Pictures with 255 for ink, by thresholds of the place and of its parts."""
    _, whole = cv2.threshold(gray, 0, 255, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    inks = [whole]
    for window in _WINDOWS_PX:
        method, inverse = cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV
        inks.append(cv2.adaptiveThreshold(gray, 255, method, inverse, window, 2))
    return [np.asarray(ink, dtype=np.uint8) for ink in inks]


def _finders_in(ink: Pixels) -> list[Finder]:
    contours, tree = cv2.findContours(ink, cv2.RETR_TREE, cv2.CHAIN_APPROX_SIMPLE)
    if not contours:
        return []
    parents = tree[0][:, 3]
    inner = np.flatnonzero((parents >= 0) & (parents[parents] >= 0)).tolist()
    result = []
    for core, ring in ((contours[at], contours[int(parents[at])]) for at in inner):
        area = cv2.contourArea(core)
        if area < _LEAST_CORE_PX:
            continue
        ratio = cv2.contourArea(ring) / area
        if _LEAST_RATIO <= ratio <= _MOST_RATIO and _is_square(core) and _is_square(ring):
            result += _finder(core, ring)
    return result


def _finder(core: cv2.typing.MatLike, ring: cv2.typing.MatLike) -> list[Finder]:
    (x, y), (core_px, ring_px) = _middle(core), (_side(core), _side(ring))
    aside = np.hypot(*(np.array(_middle(ring)) - (x, y)))
    if aside > _MOST_ASIDE * core_px:
        return []
    # Spread ink makes the core broader and the ring narrower by the same amount.
    return [Finder(x, y, (core_px + ring_px) / (_CORE + _RING))]


def _middle(contour: cv2.typing.MatLike) -> tuple[float, float]:
    moments = cv2.moments(contour)
    return (moments["m10"] / moments["m00"], moments["m01"] / moments["m00"])


def _side(contour: cv2.typing.MatLike) -> float:
    return float(np.sqrt(cv2.contourArea(contour)))


def _is_square(contour: cv2.typing.MatLike) -> bool:
    _, (width, height), _ = cv2.minAreaRect(contour)
    short, long = sorted((float(width), float(height)))
    if short <= 0 or long > _MOST_LONG * short:
        return False
    return float(cv2.contourArea(contour)) >= _LEAST_FILLED * short * long


def _is_same(one: Finder, other: Finder) -> bool:
    return bool(np.hypot(one.x - other.x, one.y - other.y) < _SAME_PLACE * one.module_px)


def _mean(group: list[Finder]) -> Finder:
    values = np.array([(item.x, item.y, item.module_px) for item in group])
    x, y, module_px = (float(value) for value in np.median(values, axis=0))
    return Finder(x, y, module_px)
