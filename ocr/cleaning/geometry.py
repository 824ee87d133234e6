"""Skew and the lines of a page, from its ink.

Source: projection profile method (W. Postl, "Detection of linear oblique structures and skew
scan in digitized documents", ICPR 1986), with a gate on the sharpness of the winner.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from ocr.pieces import pieces_of
from ocr.scale import shrunk
from ocr.source import Pixels

_ANALYSIS_DPI = 100
_DARKER_BY = 18
_MAX_SKEW_DEG = 15.0
_MAX_POINTS = 16_000
_MIN_POINTS = 300
_QUARTER_TURNS = {
    90: cv2.ROTATE_90_COUNTERCLOCKWISE,
    180: cv2.ROTATE_180,
    270: cv2.ROTATE_90_CLOCKWISE,
}
_WORD_MAX_IN = 1.2
_WORD_MAX_THICK_IN = 0.35
_RULE_MIN_IN = 0.3

SHARP_ENOUGH = 1.35
"""Sharpness of a line profile below which there are no lines."""


def find_skew(gray: Pixels, dpi: int) -> float:
    """Angle of the text lines in degrees counter-clockwise, 0.0 when unsure.

    Args:
        gray: (h, w) uint8, dark on light.
        dpi: Dots per inch of `gray`.

    Returns:
        -15.0 to 15.0, in steps of 0.05.
    """
    angle, sharpness = skew_and_sharpness(_ink(gray, dpi))
    return angle if sharpness >= SHARP_ENOUGH else 0.0


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


def quarter_turned(image: Pixels, turn_deg: int) -> Pixels:
    """`image` turned counter-clockwise; itself for 0.

    Args:
        image: (h, w) or (h, w, 3) uint8.
        turn_deg: 0, 90, 180 or 270.
    """
    if turn_deg == 0:
        return image
    return cv2.rotate(image, _QUARTER_TURNS[turn_deg]).astype(np.uint8, copy=False)


def _ink(gray: Pixels, dpi: int) -> Pixels:
    """Small picture of the ink, (h, w) uint8 0 or 1, without borders and large dark areas."""
    scale = min(1.0, _ANALYSIS_DPI / dpi)
    small = shrunk(gray, scale)
    darker = cv2.subtract(cv2.blur(small, (41, 41)), small)
    _, mask = cv2.threshold(darker, _DARKER_BY, 1, cv2.THRESH_BINARY)
    ink = np.asarray(mask, np.uint8)
    margin = max(2, round(0.015 * min(ink.shape)))
    ink[:margin] = ink[-margin:] = 0
    ink[:, :margin] = ink[:, -margin:] = 0
    return ink


def letters_of(gray: Pixels, dpi: int) -> Pixels:
    """Ink without frames, rules and pictures, so that what is left runs along the lines.

    Args:
        gray: (h, w) uint8, dark on light.
        dpi: Dots per inch of `gray`.

    Returns:
        uint8, 0 or 1, not above 100 dots per inch.
    """
    ink = _ink(gray, dpi)
    inch = min(dpi, _ANALYSIS_DPI)
    labels, stats = pieces_of(ink)
    long, thick = stats[:, 2:4].max(axis=1), stats[:, 2:4].min(axis=1)
    kept = (long <= _WORD_MAX_IN * inch) & (thick <= _WORD_MAX_THICK_IN * inch)
    kept &= (long <= _RULE_MIN_IN * inch) | (thick > 2)
    kept[0] = False
    letters: Pixels = np.take(kept.astype(np.uint8), labels)
    return letters


def line_bands(ink: Pixels) -> list[tuple[int, int]]:
    """Rows [top, bottom) of text lines: runs of inked rows of a plausible height."""
    profile = ink.sum(axis=1)
    inked = np.concatenate(([False], profile > max(2, 0.004 * ink.shape[1]), [False]))
    edges = np.flatnonzero(np.diff(inked.astype(np.int8)))
    bands = zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)
    return [(top, bottom) for top, bottom in bands if 6 <= bottom - top <= 80]


def skew_and_sharpness(ink: Pixels) -> tuple[float, float]:
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
