"""What a page looks like in a few bits, so that the same sheet is known again.

The ink is brought to a level frame of its own, so that a sheet that was fed once more, a little
askew and shifted, gives nearly the same bits. A bit says whether one cell is clearly darker than
its right neighbour: white cells give 0 whatever the grain.

Source: difference hash, as described by N. Krawetz, "Kind of like that" (2013).
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from ocr.checks.ink import InkMap

Floats = npt.NDArray[np.float64]

_COARSE = 8
_FINE = (64, 48)
_CELL_MM = 4.5
_SPREAD = 0.7
_CLEARLY = 0.02
_OUTSIDE = 0.3
_LEAST_PX = 16
_SAMPLE = 8


def fingerprints(ink: InkMap, skew_deg: float) -> tuple[str, str]:
    """64 and 3,072 bits of a page as hexadecimal digits; "" and "" when there is no ink.

    Args:
        ink: The ink of the page.
        skew_deg: Angle of its lines, degrees counter-clockwise.
    """
    kept = ink.written[ink.piece]
    rows, columns = ink.rows[kept].astype(np.float64), ink.columns[kept].astype(np.float64)
    if rows.size < _LEAST_PX:
        return "", ""
    turn = np.deg2rad(skew_deg)
    ys = rows * np.cos(turn) + columns * np.sin(turn)
    xs = columns * np.cos(turn) - rows * np.sin(turn)
    # The outermost marks may be dirt; the frame is that of nearly all ink.
    frame = [np.percentile(values[::_SAMPLE], (_OUTSIDE, 100.0 - _OUTSIDE)) for values in (xs, ys)]
    (left, right), (top, bottom) = (tuple(side.tolist()) for side in frame)
    if min(right - left, bottom - top) < _LEAST_PX:
        return "", ""
    across, down = (xs - left) / (right - left), (ys - top) / (bottom - top)
    inside = (across >= 0) & (across < 1) & (down >= 0) & (down < 1)
    area = (right - left) * (bottom - top) / ((_COARSE + 1) * _COARSE)
    coarse = _grid(across[inside], down[inside], (_COARSE, _COARSE + 1)) / area
    return _bits(coarse), _fine_print(xs, ys, ink.px_per_mm)


def _fine_print(xs: Floats, ys: Floats, px_per_mm: float) -> str:
    """Bits of cells of fixed size about the middle of the ink, which hardly moves."""
    rows, columns = _FINE
    cell = _CELL_MM * px_per_mm
    across = (xs - xs.mean()) / cell / (columns + 1) + 0.5
    down = (ys - ys.mean()) / cell / rows + 0.5
    inside = (across >= 0) & (across < 1) & (down >= 0) & (down < 1)
    return _bits(_grid(across[inside], down[inside], (rows, columns + 1)) / cell**2)


def _grid(across: Floats, down: Floats, shape: tuple[int, int]) -> Floats:
    """Points in each cell; both coordinates run from 0.0 to below 1.0."""
    rows, columns = shape
    place = (down * rows).astype(np.int64) * columns + (across * columns).astype(np.int64)
    return np.bincount(place, minlength=rows * columns).reshape(shape).astype(np.float64)


def _bits(dark: Floats) -> str:
    spread = cv2.GaussianBlur(dark, (0, 0), _SPREAD)
    darker = (spread[:, :-1] - spread[:, 1:]) > _CLEARLY
    return np.packbits(darker).tobytes().hex()
