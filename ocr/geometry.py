"""Skew and orientation of a page, from cheap evidence first.

Source: projection profile method (W. Postl, "Detection of linear oblique structures and skew
scan in digitized documents", ICPR 1986), with a gate on the sharpness of the winner.
"""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import numpy.typing as npt

from ocr.scale import shrunk
from ocr.source import Pixels

Probe = Callable[[Pixels], float]
"""Reads a strip of text and says how well it read: larger is better, 0.0 nothing."""

_ANALYSIS_DPI = 100
_MAX_SKEW_DEG = 15.0
_MAX_POINTS = 40_000
_MIN_POINTS = 300
_SHARP_ENOUGH = 1.35
_TURN_ENOUGH = 1.5
_UPRIGHT_ENOUGH = 0.3
_LINES_ENOUGH = 5
_STRIPS = 3


def find_skew(gray: Pixels, dpi: int) -> float:
    """Angle of the text lines in degrees counter-clockwise, 0.0 when unsure.

    Args:
        gray: (h, w) uint8, dark on light.
        dpi: Dots per inch of `gray`.

    Returns:
        -15.0 to 15.0, in steps of 0.05.
    """
    angle, sharpness = _skew_and_sharpness(_ink(gray, dpi))
    return angle if sharpness >= _SHARP_ENOUGH else 0.0


def find_rotation(gray: Pixels, dpi: int, probe: Probe | None = None) -> int:
    """Quarter turn, counter-clockwise, that makes the text upright: 0, 90, 180 or 270.

    Lying or standing is decided by whose line profile is sharper, up or down by where ink
    stands around the lines: Vietnamese has ascenders and marks above far more often than
    below. A turn is only made on strong evidence, or when `probe` agrees.

    Args:
        gray: (h, w) uint8, dark on light.
        dpi: Dots per inch of `gray`.
        probe: Asked about a few strips when the evidence is not clear.
    """
    ink = _ink(gray, dpi)
    _, standing = _skew_and_sharpness(ink)
    _, lying = _skew_and_sharpness(np.rot90(ink))
    if lying > _TURN_ENOUGH * standing and lying >= _SHARP_ENOUGH:
        turned = np.ascontiguousarray(np.rot90(gray))
        return 90 + _half_turn(turned, dpi, probe)
    return _half_turn(gray, dpi, probe)


def _half_turn(gray: Pixels, dpi: int, probe: Probe | None) -> int:
    angle = find_skew(gray, dpi)
    level = rotate(gray, -angle, 255) if angle else gray
    evidence, lines = upright_evidence(level, dpi)
    if evidence >= _UPRIGHT_ENOUGH:
        return 0
    if probe is None:
        return 180 if evidence <= -_UPRIGHT_ENOUGH and lines >= _LINES_ENOUGH else 0
    strips = text_strips(level, dpi, _STRIPS)
    upright = sum(probe(strip) for strip in strips)
    turned = sum(probe(np.ascontiguousarray(strip[::-1, ::-1])) for strip in strips)
    return 180 if turned > 1.5 * upright and turned > 0.0 else 0


def upright_evidence(gray: Pixels, dpi: int) -> tuple[float, int]:
    """Which way up the lines stand, and how many lines say so.

    Returns:
        Share of ink above the lines minus below them, -1.0 (upside down) to 1.0 (upright),
        and the number of lines.
    """
    ink = _ink(gray, max(1, dpi // 2))
    above = below = 0.0
    bands = _line_bands(ink)
    for top, bottom in bands:
        profile = ink[top:bottom].sum(axis=1, dtype=np.float64)
        core = np.flatnonzero(profile >= 0.45 * profile.max())
        above += profile[: core[0]].sum()
        below += profile[core[-1] + 1 :].sum()
    total = above + below
    return (float((above - below) / total) if total > 0 else 0.0), len(bands)


def text_strips(gray: Pixels, dpi: int, count: int) -> list[Pixels]:
    """The `count` fullest lines with some air around them, cut from `gray`."""
    ink = _ink(gray, dpi)
    factor = gray.shape[0] / ink.shape[0]
    bands = sorted(_line_bands(ink), key=lambda band: -int(ink[band[0] : band[1]].sum()))
    strips = []
    for top, bottom in bands[:count]:
        air = (bottom - top) // 2
        y0, y1 = int(max(0, top - air) * factor), int((bottom + air) * factor)
        strips.append(np.ascontiguousarray(gray[y0:y1]))
    return strips


def rotate(image: Pixels, angle_deg: float, border: int | tuple[int, int, int]) -> Pixels:
    """Turn `image` counter-clockwise on a sheet large enough to lose nothing.

    Args:
        image: (h, w) or (h, w, 3) uint8.
        angle_deg: Degrees counter-clockwise.
        border: Value of the new corners.
    """
    height, width = image.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle_deg, 1.0)
    cos, sin = abs(matrix[0, 0]), abs(matrix[0, 1])
    new_width, new_height = round(width * cos + height * sin), round(width * sin + height * cos)
    matrix[0, 2] += (new_width - width) / 2
    matrix[1, 2] += (new_height - height) / 2
    fill = (border, border, border) if isinstance(border, int) else border
    turned = cv2.warpAffine(
        image,
        matrix,
        (new_width, new_height),
        flags=cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=fill,
    )
    return turned.astype(np.uint8, copy=False)


def _ink(gray: Pixels, dpi: int) -> Pixels:
    """Small picture of the ink, (h, w) uint8 0 or 1, without borders and large dark areas."""
    scale = min(1.0, _ANALYSIS_DPI / dpi)
    small = shrunk(gray, scale)
    paper = cv2.blur(small, (41, 41)).astype(np.int16)
    ink = (small.astype(np.int16) < paper - 18).astype(np.uint8)
    margin = max(2, round(0.015 * min(ink.shape)))
    ink[:margin] = ink[-margin:] = 0
    ink[:, :margin] = ink[:, -margin:] = 0
    return ink


def _line_bands(ink: Pixels) -> list[tuple[int, int]]:
    """Rows [top, bottom) of text lines: runs of inked rows of a plausible height."""
    profile = ink.sum(axis=1)
    inked = np.concatenate(([False], profile > max(2, 0.004 * ink.shape[1]), [False]))
    edges = np.flatnonzero(np.diff(inked.astype(np.int8)))
    bands = zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)
    return [(top, bottom) for top, bottom in bands if 6 <= bottom - top <= 80]


def _skew_and_sharpness(ink: Pixels) -> tuple[float, float]:
    """Best angle, and how much sharper its profile is than that of the usual angle."""
    # The lower edge of ink lies on the base line; whole letters would blur the profile.
    edge = ink[:-1] & (1 - ink[1:])
    rows, columns = np.nonzero(edge)
    if rows.size < _MIN_POINTS:
        return 0.0, 0.0
    step = -(-rows.size // _MAX_POINTS)
    ys, xs = rows[::step].astype(np.float64), columns[::step].astype(np.float64)
    coarse = np.arange(-_MAX_SKEW_DEG, _MAX_SKEW_DEG + 0.01, 0.5)
    scores = np.array([_profile_score(xs, ys, angle) for angle in coarse])
    best = coarse[int(np.argmax(scores))]
    fine = np.arange(best - 0.5, best + 0.51, 0.05)
    fine_scores = np.array([_profile_score(xs, ys, angle) for angle in fine])
    winner = int(np.argmax(fine_scores))
    usual = float(np.median(scores))
    angle = float(np.clip(round(float(fine[winner]), 2), -_MAX_SKEW_DEG, _MAX_SKEW_DEG))
    return angle, float(fine_scores[winner] / usual) if usual > 0 else 0.0


def _profile_score(
    xs: npt.NDArray[np.float64], ys: npt.NDArray[np.float64], angle_deg: float
) -> float:
    """Energy of the row profile when the points are turned level."""
    turn = np.deg2rad(angle_deg)
    rows = ys * np.cos(turn) + xs * np.sin(turn)
    profile = np.bincount((rows - rows.min()).astype(np.int64)).astype(np.float64)
    return float(np.square(profile).sum())
