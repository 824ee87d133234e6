"""Bars that were printed over, folded or shaded: read from all of their height at once.

A reader looks at single rows. Bars say the same in every row, and what lies over them, ink of a
stamp, a stroke of a pen, the shade of a fold, only darkens and is seldom as dark as print. So bars
are turned upright and each column is told by its lightest rows; what is left is drawn again with
quiet zones, which a fold beside a code takes away.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.words import Box

Pixels = NDArray[np.uint8]
Plane = NDArray[np.float32]

_CELL = 8
_WINDOW = 5
_JOINED = 5
_LEAST_EDGES = 9.0
_ONE_WAY = 2.6
"""Least ratio of the edges across bars to those along them; lines of print have up to two."""
_LEAST_LONG, _LEAST_HIGH = 8, 2
"""Cells: 11 mm and 3 mm of a page of 150 dpi."""
_LEAST_FILLED = 0.25
"""Part of its box that a place fills; bars that are laid askew fill the least."""
_MOST_PLACES = 3
_MARGIN = 0.12
_LEAST_MARGIN_PX = 30
_MOST_SKEW = 12.0
_LEAST_ROWS = 8
_OF_MIDDLE = 0.6
_TRIMMED = 0.1
_BANDS = ((0.0, 1.0), (0.0, 0.4), (0.3, 0.7), (0.6, 1.0))
_LIGHTEST = (75, 92)
_TONES = ((0.5, 0.5), (0.3, 0.5), (0.35, 0.0))
"""Share of the way from black to paper below which a column is a bar, and by how much of that way
black may be lighter than the darkest columns: soft print, print under ink, only the blackest.
"""
_LEAST_LIKE = 0.6
_LEAST_BARS = 10
"""Fewer are no code: the shortest, of one letter, has 13 (Code 128) or 15 (Code 39), a patch 4."""
_DARKEST_PERCENT = 5
_SPANS = 14
"""Print and paper around a column are told within this part of the place."""
_LEAST_SPAN_PX = 24
_LEAST_DEPTH = 30.0
_QUIET_PX = 160
_DRAWN_ROWS = 24
_ENLARGED = 2


@dataclass(frozen=True, slots=True)
class BarPlace:
    """A place full of edges in one direction only.

    Attributes:
        box: Pixels of the page, with some room around.
        is_lying: The bars lie, the code is read downwards.
    """

    box: Box
    is_lying: bool


def bar_places(small: Pixels, factor: int, shape: tuple[int, ...]) -> tuple[BarPlace, ...]:
    """Places that may hold bars, the largest first, at most three.

    Args:
        small: (h, w) uint8, 0 = black, the page at some 150 dpi.
        factor: How many times the page is larger.
        shape: Height and width of the page, pixels.
    """
    if min(small.shape) < _CELL * _LEAST_LONG:
        return ()
    across = _cells(cv2.absdiff(small[:-1, :-1], small[:-1, 1:]))
    down = _cells(cv2.absdiff(small[:-1, :-1], small[1:, :-1]))
    found = [*_places(across, down, is_lying=False), *_places(down, across, is_lying=True)]
    found.sort(key=lambda item: -item[0])
    return tuple(_on_page(item[1], factor, shape) for item in found[:_MOST_PLACES])


def _cells(edges: cv2.typing.MatLike) -> Plane:
    height, width = (side // _CELL for side in edges.shape)
    whole = edges[: height * _CELL, : width * _CELL]
    coarse = cv2.resize(whole, (width, height), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.blur(coarse.astype(np.float32), (_WINDOW, _WINDOW)), dtype=np.float32)


def _places(edges: Plane, other: Plane, *, is_lying: bool) -> Iterator[tuple[int, BarPlace]]:
    """Areas and places, in cells, where nearly all edges are across; codes are longer than high."""
    # Grain has edges in both directions everywhere; most of a page is paper.
    grain = float(np.median(np.minimum(edges, other)))
    across = edges - grain
    mask = (across > _LEAST_EDGES) & (across > _ONE_WAY * (other - grain))
    kernel = np.ones((_JOINED, _JOINED), np.uint8)
    joined = cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_CLOSE, kernel)
    count, _, stats, _ = cv2.connectedComponentsWithStats(joined)
    for x, y, width, height, area in stats[1:count].tolist():
        long, high = (height, width) if is_lying else (width, height)
        is_filled = area >= _LEAST_FILLED * width * height
        if long >= max(_LEAST_LONG, high) and high >= _LEAST_HIGH and is_filled:
            yield area, BarPlace((x, y, x + width, y + height), is_lying)


def _on_page(place: BarPlace, factor: int, shape: tuple[int, ...]) -> BarPlace:
    x0, y0, x1, y1 = (value * factor * _CELL for value in place.box)
    margin = max(round(_MARGIN * max(x1 - x0, y1 - y0)), _LEAST_MARGIN_PX)
    height, width = shape[:2]
    box = (
        max(x0 - margin, 0),
        max(y0 - margin, 0),
        min(x1 + margin, width),
        min(y1 + margin, height),
    )
    return BarPlace(box, place.is_lying)


def redrawn_bars(gray: Pixels, place: BarPlace) -> Iterator[Pixels]:
    """Pictures of the bars of a place, sharp, upright and with quiet zones; likeliest first.

    Args:
        gray: (h, w) uint8, 0 = black, the page.
        place: What `bar_places` told of the same page.
    """
    x0, y0, x1, y1 = place.box
    cut = gray[y0:y1, x0:x1]
    upright = _upright(np.ascontiguousarray(cut.T if place.is_lying else cut))
    rows = _rows_of_bars(upright)
    if rows.shape[0] < _LEAST_ROWS or not _rows_agree(rows):
        return
    count, is_first = rows.shape[0], True
    for start, end in _BANDS:
        band = rows[int(start * count) : int(end * count)]
        ranks = [share * (band.shape[0] - 1) // 100 for share in _LIGHTEST]
        ranked = np.partition(band, ranks, axis=0)
        for rank in ranks:
            told = ranked[rank].astype(np.float32)
            for level, slack in _TONES:
                bars = _told_bars(told, level, slack)
                if _count(bars) >= _LEAST_BARS:
                    yield _drawn(bars)
                elif is_first:
                    return
                is_first = False


def _upright(cut: Pixels) -> Pixels:
    """The place turned so that most of its edges are upright."""
    half = cv2.resize(cut, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    soft = cv2.blur(half, (3, 3)).astype(np.float32)
    right, below = cv2.Sobel(soft, cv2.CV_32F, 1, 0), cv2.Sobel(soft, cv2.CV_32F, 0, 1)
    is_bar = np.abs(right) > 2 * np.abs(below)
    right, below = right[is_bar], below[is_bar]
    if not right.size:
        return cut
    both = 2.0 * float((right * below).sum())
    skew = 0.5 * np.degrees(np.arctan2(both, float((right**2 - below**2).sum())))
    if abs(skew) > _MOST_SKEW:
        return cut
    height, width = cut.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), float(skew), 1.0)
    turned = cv2.warpAffine(
        cut, turn, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(turned, dtype=np.uint8)


def _rows_of_bars(upright: Pixels) -> Pixels:
    """The rows in a row that have about as many edges as the middle ones have."""
    edges = cv2.absdiff(upright[:, 1:], upright[:, :-1]).mean(axis=1)
    most = float(np.percentile(edges, 80))
    inside = np.flatnonzero(edges >= _OF_MIDDLE * most)
    runs = np.split(inside, np.flatnonzero(np.diff(inside) > _LEAST_ROWS) + 1)
    longest = max(runs, key=len)
    trimmed = int(_TRIMMED * longest.size)
    return upright[longest[0] + trimmed : longest[-1] + 1 - trimmed]


def _rows_agree(rows: Pixels) -> bool:
    """Whether neighbouring quarters say the same, as bars do and print does not."""
    quarters = [np.diff(part.mean(axis=0)) for part in np.array_split(rows, 4)]
    likeness = [
        2.0 * float(one @ other) / max(float(one @ one + other @ other), 1.0)
        for one, other in pairwise(quarters)
    ]
    return max(likeness) >= _LEAST_LIKE


def _told_bars(told: Plane, level: float, slack: float) -> Pixels:
    """Columns as black and white, each by the print and the paper around it."""
    span = max(told.size // _SPANS, _LEAST_SPAN_PX)
    row = cv2.resize(told[None], (told.size * _ENLARGED, 1), interpolation=cv2.INTER_CUBIC)
    kernel, window = np.ones((1, span * _ENLARGED), np.uint8), (span * _ENLARGED, 1)
    white = cv2.blur(cv2.dilate(row, kernel), window)
    black = np.minimum(cv2.blur(cv2.erode(row, kernel), window), white - _LEAST_DEPTH)
    # Beside the code there is no print to compare with: the darkest of all is what counts there.
    darkest = float(np.percentile(row, _DARKEST_PERCENT))
    black = np.minimum(black, darkest + slack * (white - darkest))
    return np.where(row < black + level * (white - black), 0, 255).astype(np.uint8)


def _count(bars: Pixels) -> int:
    """How many bars there are."""
    return int(np.count_nonzero((bars[0, 1:] == 0) & (bars[0, :-1] > 0)))


def _drawn(bars: Pixels) -> Pixels:
    framed = np.pad(bars, ((0, 0), (_QUIET_PX, _QUIET_PX)), constant_values=255)
    return np.ascontiguousarray(np.repeat(framed, _DRAWN_ROWS, axis=0))
