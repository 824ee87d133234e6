"""Staples and the marks of pulled ones: straight wire near a corner, with shadow and rust."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from ocr.pieces import Stats, pieces_of
from ocr.source import Pixels

_STAPLE_MM, _STAPLE_EDGE_MM, _THIN_MM = (5.0, 26.0), 34.0, 1.15
_STRAIGHT_SHARE = 0.88
_CORE, _CORE_PERCENT, _SHORTEST_MM = 0.6, 90.0, 2.5
_ABOUT_WIRE_MM, _FAR_SHARE = 1.0, 0.05
_RUST_MM = (1.7, 3.6)


def near_corner(stats: Stats, shape: tuple[int, ...], px_per_mm: float) -> npt.NDArray[np.bool_]:
    """Which pieces lie where staples do, and are as long.

    Args:
        stats: Left, top, width, height and area of each piece, in pixels.
        shape: Height and width of the page in pixels.
        px_per_mm: Pixels to the millimetre.
    """
    left, top, width, height = (stats[:, i] / px_per_mm for i in range(4))
    page_height, page_width = shape[0] / px_per_mm, shape[1] / px_per_mm
    across = np.minimum(left + width / 2, page_width - left - width / 2)
    down = np.minimum(top + height / 2, page_height - top - height / 2)
    length = np.hypot(width, height)
    near: npt.NDArray[np.bool_] = np.maximum(across, down) <= _STAPLE_EDGE_MM
    return near & (length >= _STAPLE_MM[0]) & (length <= _STAPLE_MM[1])


def is_staple(piece: Pixels, tones: Pixels, px_per_mm: float) -> bool:
    """Whether a piece of ink is one or a few wires and nothing else.

    Args:
        piece: (h, w) uint8, 1 = ink.
        tones: (h, w) uint8, the same place of the page, 255 = paper.
        px_per_mm: Pixels to the millimetre.
    """
    return _is_straight(piece, px_per_mm) or _is_wire(piece, tones, px_per_mm)


def _is_wire(piece: Pixels, tones: Pixels, px_per_mm: float) -> bool:
    """Whether a piece is straight wire with nothing about it but its shadow and rust.

    Shadows widen a wire on one side and fill the corner where two cross, so that the piece as a
    whole is straight no more; its dark core is.
    """
    depth = (255 - tones) * piece
    deepest = float(np.percentile(depth[piece > 0], _CORE_PERCENT))
    core = np.asarray(depth >= _CORE * deepest, np.uint8)
    reach = 2 * round(_ABOUT_WIRE_MM * px_per_mm) + 1
    about = cv2.dilate(core, np.ones((reach, reach), np.uint8))
    far = int(cv2.subtract(piece, about).sum())
    if far > _FAR_SHARE * int(piece.sum()):
        return False
    return _is_straight(core, px_per_mm, _SHORTEST_MM)


def _is_straight(piece: Pixels, px_per_mm: float, shortest_mm: float = _STAPLE_MM[0]) -> bool:
    """Whether a piece is made of one or a few straight lines, as staples are; rust aside.

    One line is as long as a staple; `shortest_mm` is what the others have at least.
    """
    piece = _without_rust(piece, px_per_mm)
    least = shortest_mm * px_per_mm
    lines = cv2.HoughLinesP(piece, 1, np.pi / 90, int(0.6 * least), None, least, 3)
    if lines is None:
        return False
    drawn = np.zeros_like(piece)
    longest = 0.0
    for line in lines.reshape(-1, 4).tolist():
        x0, y0, x1, y1 = (int(value) for value in line)
        longest = max(longest, float(np.hypot(x1 - x0, y1 - y0)))
        cv2.line(drawn, (x0, y0), (x1, y1), 1, max(1, round(_THIN_MM * px_per_mm)))
    is_long = longest >= _STAPLE_MM[0] * px_per_mm
    return is_long and float((piece & drawn).sum()) >= _STRAIGHT_SHARE * float(piece.sum())


def _without_rust(piece: Pixels, px_per_mm: float) -> Pixels:
    """The piece without the round spots that rust leaves where wire goes through the paper."""
    side = max(3, round(_RUST_MM[0] * px_per_mm))
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    framed = cv2.copyMakeBorder(piece, side, side, side, side, cv2.BORDER_CONSTANT)
    thick = cv2.morphologyEx(framed, cv2.MORPH_OPEN, disc)[side:-side, side:-side]
    _, spots = pieces_of(np.ascontiguousarray(thick))
    if len(spots) < 2 or int(spots[1:, 2:4].max()) > _RUST_MM[1] * px_per_mm:
        return piece
    spread = np.ones((5, 5), np.uint8)
    return np.asarray(cv2.subtract(piece, cv2.dilate(thick, spread)), np.uint8)
