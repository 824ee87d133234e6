"""Read the strip of a machine-readable zone once more, with its own characters only.

A model of Vietnamese reads the zone as words: it drops letters and doubles digits. The same
model restricted to A-Z, 0-9 and <, on the strip alone and at the height it likes best, reads
it well.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.codes.mrz import MrzInvalid, find_mrz, looks_like_zone
from ocr.errors import OcrError
from ocr.reading import Code
from ocr.words import Box, Line, PageText, Word, union

WHITELIST = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<"
"""Characters of a zone."""

Reread = Callable[[NDArray[np.uint8], str], PageText]
"""Reads a (h, w) uint8 grey crop, one block of lines, restricted to the given characters."""

_PROVED = 0.99
"""Confidence of what check digits have proved."""
_LETTER_HEIGHT_PX = 20.0
_MIN_SCALE, _MAX_SCALE = 0.3, 2.0


def read_mrz(gray: NDArray[np.uint8], text: PageText, reread: Reread) -> Code | None:
    """Read the zone of a page, the strip first and the recognised lines second.

    Args:
        gray: (h, w) uint8, 0 = black, the page that the boxes of `text` belong to.
        text: Recognised lines of that page.
        reread: Engine restricted to a set of characters.

    Returns:
        The zone with its box on the page, or None when the page shows none that passes.
    """
    looking = [line for line in text.lines if looks_like_zone(line)]
    if not looking:
        return None
    try:
        found = _read_strip(gray, looking, reread)
    except OcrError:
        found = None
    return found or find_mrz(text)


def with_zone(text: PageText, zone: Code) -> PageText:
    """`text` with the lines of a zone as its check digits proved them.

    Args:
        text: Recognised lines of a page.
        zone: What `read_mrz` found on it.
    """
    inside = [line for line in text.lines if _lies_in(line.box, zone.box)]
    if not inside:
        return text
    first = text.lines.index(inside[0])
    rest = [line for line in text.lines if line not in inside]
    return PageText((*rest[:first], *_zone_lines(zone), *rest[first:]))


def _lies_in(box: Box, zone: Box) -> bool:
    middle_x, middle_y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return zone[0] <= middle_x < zone[2] and zone[1] <= middle_y < zone[3]


def _zone_lines(zone: Code) -> list[Line]:
    x0, y0, x1, y1 = zone.box
    lines = zone.text.split("\n")
    sides = [round(y0 + (y1 - y0) * number / len(lines)) for number in range(len(lines) + 1)]
    return [
        Line((Word(line, (x0, top, x1, bottom), _PROVED),))
        for line, (top, bottom) in zip(lines, pairwise(sides), strict=True)
    ]


def _read_strip(gray: NDArray[np.uint8], looking: list[Line], reread: Reread) -> Code | None:
    heights = [line.box[3] - line.box[1] for line in looking]
    x0, y0, x1, y1 = _strip_around(union([line.box for line in looking]), max(heights), gray.shape)
    scale = min(max(_LETTER_HEIGHT_PX / max(1, min(heights)), _MIN_SCALE), _MAX_SCALE)
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    try:
        crop = cv2.resize(gray[y0:y1, x0:x1], None, fx=scale, fy=scale, interpolation=method)
    except cv2.error as error:
        raise MrzInvalid("strip could not be scaled") from error
    found = find_mrz(reread(np.ascontiguousarray(crop, dtype=np.uint8), WHITELIST))
    if found is None:
        return None
    left, top, right, bottom = (round(side / scale) for side in found.box)
    return Code(found.kind, found.text, (left + x0, top + y0, right + x0, bottom + y0))


def _strip_around(box: Box, line_px: int, shape: tuple[int, ...]) -> Box:
    """The lines with room for two more above and below, inside the page."""
    above, beside = 4 * line_px, 2 * line_px
    height, width = shape[:2]
    return (
        max(0, box[0] - beside),
        max(0, box[1] - above),
        min(width, box[2] + beside),
        min(height, box[3] + above),
    )
