"""Filing holes: round, filled, as large as a punch makes them, and near an edge of the sheet.

They are taken out before pieces of ink are told apart, because print of the back that touches
a hole would share the hard edge of it.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from ocr.pieces import Stats, pieces_of
from ocr.source import Pixels

_SMALL = 0.25
_FULL = 0.6
_HOLE_MM, _HOLE_EDGE_MM = (3.5, 9.5), 24.0
_RIM_MM, _SHADOW_MM = 1.6, 1.2
_CORE_MM = 3.0
_ROUND, _FILL = 0.25, 0.6


Zone = tuple[float, float, float]
"""Middle of a hole and its reach, in pixels: x, y and how far its rim and shadow go."""


def find_holes(mask: Pixels, px_per_mm: float) -> list[Zone]:
    """Where the filing holes of a sheet are.

    Args:
        mask: (h, w) uint8, 1 = ink.
        px_per_mm: Pixels of `mask` to the millimetre.
    """
    per_mm = px_per_mm * _SMALL
    if min(mask.shape) * _SMALL < _HOLE_MM[1] * per_mm:
        return []
    share = cv2.resize(mask * 255, None, fx=_SMALL, fy=_SMALL, interpolation=cv2.INTER_AREA)
    _, full = cv2.threshold(share, round(255 * _FULL), 1, cv2.THRESH_BINARY)
    side = max(3, round(_CORE_MM * per_mm))
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    _, stats = pieces_of(cv2.morphologyEx(full, cv2.MORPH_OPEN, disc))
    left, top, width, height = (stats[1:, i] / per_mm for i in range(4))
    long, short = np.maximum(width, height), np.minimum(width, height)
    x, y = left + width / 2, top + height / 2
    page_height, page_width = (side_px / per_mm for side_px in full.shape)
    edge = np.minimum(np.minimum(x, page_width - x), np.minimum(y, page_height - y))
    holes = (long >= _HOLE_MM[0]) & (long <= _HOLE_MM[1]) & (long - short <= _ROUND * long)
    holes &= (edge <= _HOLE_EDGE_MM) & (stats[1:, 4] / per_mm**2 >= _FILL * width * height)
    found = np.stack([x, y, long / 2 + _RIM_MM], axis=1)[holes] * px_per_mm
    return [(float(zone[0]), float(zone[1]), float(zone[2])) for zone in found]


def without_holes(mask: Pixels, holes: Sequence[Zone]) -> Pixels:
    """The ink without filing holes; `mask` itself where there are none."""
    if not holes:
        return mask
    result = mask.copy()
    for x, y, reach in holes:
        cv2.circle(result, (round(x), round(y)), round(reach), 0, cv2.FILLED)
    return result


def beside_holes(stats: Stats, holes: Sequence[Zone], px_per_mm: float) -> npt.NDArray[np.bool_]:
    """Pieces that lie wholly in the shadow of a hole."""
    left, top, width, height = (stats[:, i] for i in range(4))
    found = np.zeros(len(stats), np.bool_)
    for x, y, reach in holes:
        far = reach + _SHADOW_MM * px_per_mm
        found |= (
            (left >= x - far) & (left + width <= x + far)
            & (top >= y - far) & (top + height <= y + far)
        )  # fmt: skip
    return found
