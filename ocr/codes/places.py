"""Places of a page that look like a two-dimensional code.

A code is black and white in equal parts and full of edges in both directions; print is much
whiter, pictures have fewer edges. Telling them apart at a quarter of the size costs a tenth of
one decoding attempt on the whole page.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.words import Box

Pixels = NDArray[np.uint8]

_REDUCED_PX = 600
"""Shorter side that pages are reduced to, roughly."""
_MOST_REDUCTION = 4
_WINDOW = 17
"""Side of the window that is judged, in reduced pixels: 6 mm of a page of 300 dpi."""
_PAPER_STEP = 4
_PAPER_REACH = 7
_LEAST_EDGES = 0.085
_LEAST_DARK = 0.30
_MOST_DARK = 0.90
_JOINED = 3
_LEAST_SIDE = 10
_LEAST_AREA = 140
_LONGEST = 2.5
"""Most that a place may be longer than broad."""
_LEAST_DEPTH = 38
_DARKEST_PART = 0.001
_MARGIN = 0.25
_MOST_PLACES = 4
_FEWEST_PARTS = 3
_LARGEST_CODE = 0.55
"""Most of the shorter side of a page that a code with its margin takes, on a slip too."""


def code_places(gray: Pixels) -> tuple[Box, ...]:
    """Boxes that may hold a code with its quiet zone, the most likely ones first.

    Args:
        gray: (h, w) uint8, 0 = black.
    """
    factor = min(max(round(min(gray.shape) / _REDUCED_PX), 2), _MOST_REDUCTION)
    size = (gray.shape[1] // factor, gray.shape[0] // factor)
    if min(size) <= _WINDOW:
        return ()
    # Whole multiples are reduced ten times faster; the last few rows and columns are margin.
    whole = gray[: size[1] * factor, : size[0] * factor]
    small = np.asarray(cv2.resize(whole, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    edges, mask = _texture(small)
    joined = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((_JOINED, _JOINED), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(joined)
    ranked = []
    for x, y, width, height, area in stats[1:count].tolist():
        short, long = sorted((width, height))
        if short >= _LEAST_SIDE and area >= _LEAST_AREA and long <= _LONGEST * short:
            strength = float(edges[y : y + height, x : x + width].max())
            ranked.append((strength * area, (x, y, x + width, y + height)))
    ranked.sort(reverse=True)
    return tuple(_widened(box, factor, gray.shape) for _, box in ranked[:_MOST_PLACES])


def joined_places(places: Sequence[Box], shape: tuple[int, ...]) -> tuple[Box, ...]:
    """Boxes around places that touch each other, with some room; one or two alone are left out.

    Args:
        places: What `code_places` found.
        shape: Height and width of the page, pixels.
    """
    groups: list[list[Box]] = []
    for place in places:
        near = [group for group in groups if any(_touch(place, other) for other in group)]
        groups = [group for group in groups if group not in near]
        groups.append([place, *(other for group in near for other in group)])
    boxes = [_around(group, shape) for group in groups if len(group) >= _FEWEST_PARTS]
    most = _LARGEST_CODE * min(shape[:2])
    return tuple(box for box in boxes if max(box[2] - box[0], box[3] - box[1]) <= most)


def _touch(one: Box, other: Box) -> bool:
    across = one[0] <= other[2] and other[0] <= one[2]
    return across and one[1] <= other[3] and other[1] <= one[3]


def _around(group: Sequence[Box], shape: tuple[int, ...]) -> Box:
    x0, y0 = (min(place[side] for place in group) for side in (0, 1))
    x1, y1 = (max(place[side] for place in group) for side in (2, 3))
    return _bounded((x0, y0, x1, y1), round(_MARGIN * max(x1 - x0, y1 - y0)), shape)


def _texture(small: Pixels) -> tuple[Pixels, Pixels]:
    """Density of edges in the weaker direction, and 1 where a code may be."""
    window = (_WINDOW, _WINDOW)
    here = small[:-1, :-1]
    across = cv2.blur(cv2.absdiff(here, small[:-1, 1:]), window)
    down = cv2.blur(cv2.absdiff(here, small[1:, :-1]), window)
    paper = _paper(here)
    level = np.asarray(cv2.divide(here, paper, scale=255), dtype=np.uint8)
    depth = max(255 - _darkest(level), _LEAST_DEPTH)
    edges = np.asarray(cv2.divide(cv2.min(across, down), paper, scale=255 * 255 / depth))
    dark = 255 - cv2.blur(level, window)
    halftone = (dark > _LEAST_DARK * depth) & (dark < _MOST_DARK * depth)
    mask = halftone & (edges > _LEAST_EDGES * 255)
    return np.asarray(edges, dtype=np.uint8), mask.astype(np.uint8)


def _darkest(level: Pixels) -> int:
    """Tone that only one pixel of a thousand is darker than."""
    some = level[::2, ::2]
    counts = np.cumsum(np.bincount(some.ravel(), minlength=256))
    return int(np.searchsorted(counts, counts[-1] * _DARKEST_PART))


def _paper(small: Pixels) -> Pixels:
    """Tone of the paper around every pixel, at least 1."""
    coarse = np.ascontiguousarray(small[::_PAPER_STEP, ::_PAPER_STEP])
    around = np.ones((_PAPER_REACH, _PAPER_REACH), np.uint8)
    lightest = cv2.dilate(cv2.medianBlur(coarse, 3), around)
    size = (small.shape[1], small.shape[0])
    paper = cv2.resize(cv2.blur(lightest, (_PAPER_REACH, _PAPER_REACH)), size)
    return np.maximum(np.asarray(paper, dtype=np.uint8), np.uint8(1))


def _widened(box: Box, factor: int, shape: tuple[int, ...]) -> Box:
    x0, y0, x1, y1 = (value * factor for value in box)
    margin = round(_MARGIN * max(x1 - x0, y1 - y0)) + _WINDOW * factor // 2
    return _bounded((x0, y0, x1, y1), margin, shape)


def _bounded(box: Box, margin: int, shape: tuple[int, ...]) -> Box:
    """`box` with a margin, as far as the page goes."""
    x0, y0, x1, y1 = box
    height, width = shape[:2]
    return (
        max(x0 - margin, 0),
        max(y0 - margin, 0),
        min(x1 + margin, width),
        min(y1 + margin, height),
    )
