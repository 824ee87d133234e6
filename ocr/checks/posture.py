"""How a page lies, from its lines alone: skew and quarter turn, each with a confidence.

Cheap evidence only; where it does not suffice the confidence is low, and what is read of the page
or the other pages of its batch decide.

Source: as `ocr.cleaning.geometry` (projection profile) and `ocr.cleaning.orientation` (ink above
and below the lines), from the pixels of letters without turning any picture.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ocr.checks.ink import InkMap

Floats = npt.NDArray[np.float64]

_MAX_SKEW_DEG = 15.0
_COARSE_DEG, _FINE_DEG = 0.5, 0.05
_COARSE_POINTS, _FINE_POINTS = 6_000, 14_000
_MIN_POINTS = 250
_THERE_ARE_LINES = 1.35
_SURE_LINES = 2.0
_SURE_AXIS, _SURE_SIDE, _SURE_LINE_COUNT = 1.5, 0.3, 14
_LINE_MM = (1.0, 13.0)
_CORE = 0.45
_INKED = 0.004


@dataclass(frozen=True, slots=True)
class Posture:
    """How a page lies.

    Attributes:
        skew_deg: Angle of the lines in degrees counter-clockwise, as the page lies.
        skew_confidence: 0.0 to 1.0.
        turn_deg: Quarter turn that makes the text upright, counter-clockwise.
        turn_confidence: 0.0 to 1.0.
        side: Ink above the lines less ink below them, -1.0 to 1.0, of the upright axis.
        lines: How many lines told so.
    """

    skew_deg: float = 0.0
    skew_confidence: float = 0.0
    turn_deg: int = 0
    turn_confidence: float = 0.0
    side: float = 0.0
    lines: int = 0


@dataclass(frozen=True, slots=True)
class _Axis:
    """Points of a page read along one axis, and the best angle there."""

    turn: int
    xs: Floats
    ys: Floats
    skew_deg: float
    clearness: float


def posture_of(ink: InkMap) -> Posture:
    """Find out how a page lies."""
    rows, columns = ink.letters()
    if rows.size < _MIN_POINTS:
        return Posture()
    grid = np.zeros((ink.shape[0] + 2, ink.shape[1] + 2), np.uint8)
    grid[rows + 1, columns + 1] = 1
    # Only lower edges of ink lie on the base line; lying pages have theirs at the side.
    lower = grid[rows + 2, columns + 1] == 0
    right = grid[rows + 1, columns] == 0
    ys, xs = rows.astype(np.float64), columns.astype(np.float64)
    standing = _axis(0, xs, ys, lower)
    lying = _axis(90, ys, ink.shape[1] - 1.0 - xs, right)
    axis, other = (lying, standing) if lying.clearness > standing.clearness else (standing, lying)
    if axis.clearness < _THERE_ARE_LINES:
        return Posture(turn_deg=0)
    side, lines = _side(axis, ink.px_per_mm)
    is_axis = _share(axis.clearness / max(other.clearness, 1.0) - 1.0, _SURE_AXIS - 1.0)
    is_side = _share(abs(side), _SURE_SIDE) * _share(lines, _SURE_LINE_COUNT)
    sure = _share(axis.clearness - 1.0, _SURE_LINES - 1.0)
    turn = axis.turn + (180 if side < 0 else 0)
    return Posture(axis.skew_deg, sure, turn, is_axis * is_side, side, lines)


def _axis(turn: int, xs: Floats, ys: Floats, edge: npt.NDArray[np.bool_]) -> _Axis:
    angle, clearness = _best_angle(xs[edge], ys[edge])
    return _Axis(turn, xs, ys, angle, clearness)


def _best_angle(xs: Floats, ys: Floats) -> tuple[float, float]:
    """Angle with the sharpest row profile, and how much sharper than the usual one it is."""
    if xs.size < _MIN_POINTS:
        return 0.0, 0.0
    coarse = np.arange(-_MAX_SKEW_DEG, _MAX_SKEW_DEG + 0.01, _COARSE_DEG)
    few = slice(None, None, -(-xs.size // _COARSE_POINTS))
    scores = _scores(xs[few] / 1.5, ys[few] / 1.5, coarse)
    best = float(coarse[int(np.argmax(scores))])
    fine = np.arange(best - _COARSE_DEG, best + _COARSE_DEG + 0.001, _FINE_DEG)
    many = slice(None, None, -(-xs.size // _FINE_POINTS))
    found = float(fine[int(np.argmax(_scores(xs[many] / 1.5, ys[many] / 1.5, fine)))])
    usual = float(np.median(scores))
    angle = float(np.clip(round(found, 2), -_MAX_SKEW_DEG, _MAX_SKEW_DEG)) + 0.0
    return angle, float(scores.max()) / usual if usual > 0 else 0.0


def _scores(xs: Floats, ys: Floats, angles_deg: Floats) -> Floats:
    """Energy of the row profile for each angle at which the points are turned level."""
    return np.array([np.square(_profile(xs, ys, angle)).sum() for angle in angles_deg])


def _profile(xs: Floats, ys: Floats, angle_deg: float) -> Floats:
    turn = np.deg2rad(angle_deg)
    rows = ys * np.cos(turn) + xs * np.sin(turn)
    return np.bincount((rows - rows.min()).astype(np.int64)).astype(np.float64)


def _side(axis: _Axis, px_per_mm: float) -> tuple[float, int]:
    """Share of ink above the lines less that below them, and how many lines there are."""
    profile = _profile(axis.xs, axis.ys, axis.skew_deg)
    width = float(np.ptp(axis.xs))
    inked = np.concatenate(([False], profile > max(2.0, _INKED * width), [False]))
    edges = np.flatnonzero(np.diff(inked.astype(np.int8)))
    above = below = 0.0
    lines = 0
    for top, bottom in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        if not _LINE_MM[0] * px_per_mm <= bottom - top <= _LINE_MM[1] * px_per_mm:
            continue
        band = profile[top:bottom]
        core = np.flatnonzero(band >= _CORE * band.max())
        above += float(band[: core[0]].sum())
        below += float(band[core[-1] + 1 :].sum())
        lines += 1
    total = above + below
    return ((above - below) / total if total > 0 else 0.0), lines


def _share(value: float, sure_at: float) -> float:
    return float(np.clip(value / sure_at, 0.0, 1.0))
