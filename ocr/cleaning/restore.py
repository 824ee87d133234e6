"""Bring weak print back on the page that is read: blurred letters, faint ink.

Both measured first; a sharp, dark page stays as it is. Leaders and rules can only be told
from letters, and letters from paper, where ink is near black with steep edges.
"""

from __future__ import annotations

import cv2
import numpy as np

from ocr.cleaning.quality import PRINT_BELOW, SHARP_FROM, written_part
from ocr.source import Pixels

_EDGE_OF_BLUR = 0.4
"""Steepest slope of an edge blurred by a Gaussian of one pixel: 1 / sqrt(2 pi)."""

_NOISE_TO_SIGNAL = 0.01
_WIDEST_BLUR_PX = 4.0
_STRIP_ROWS, _STRIP_REACH = 512, 64
"""Pages are sharpened in strips, for the sake of memory. Beyond the reach, which is 16 times the
widest blur, nothing changes what is seen."""
_FAINT_FROM, _FAINT_TO = 90.0, 200.0
_INK = 40.0
_LEAST_LETTERS = 20
_LETTER_MIN_IN, _LETTER_MAX_IN, _WORD_MAX_IN = 0.03, 0.25, 1.5
_DARKNESS_DPI = 100
_PRINT_TO, _GHOST_FROM = 90, 140
_LEAST_GHOSTS, _MANY_GHOSTS = 60, 0.15
_GHOST_MIN_IN = 0.055
"""Single marks of letters are lower, and fainter than their letters."""
_TWO_KINDS = 0.85
_GHOST_MARGIN = 10.0


def restored(gray: Pixels, dpi: int, sharpness: float) -> Pixels:
    """`gray` with blurred print sharpened and faint print darkened.

    Args:
        gray: (h, w) uint8 with even light, 255 = paper.
        dpi: Dots per inch of `gray`.
        sharpness: As measured by `ocr.cleaning.quality.sharpness`.
    """
    if 0.0 < sharpness < SHARP_FROM:
        gray = unblurred(gray, min(_WIDEST_BLUR_PX, _EDGE_OF_BLUR / sharpness))
    gray = without_ghosts(gray, dpi)
    return darkened(gray, ink_level(gray, dpi))


def without_ghosts(gray: Pixels, dpi: int) -> Pixels:
    """`gray` without print that shines through from the other side.

    Ghosts are letters much fainter than the rest of the page, and many.

    Args:
        gray: (h, w) uint8 with even light, 255 = paper.
        dpi: Dots per inch of `gray`.
    """
    tones = letter_tones(gray, dpi)
    ghosts = tones[tones >= _GHOST_FROM]
    print_ = tones[tones <= _PRINT_TO]
    if ghosts.size < max(_LEAST_GHOSTS, _MANY_GHOSTS * tones.size):
        return gray
    if print_.size < _LEAST_LETTERS:
        return gray
    if ghosts.size + print_.size < _TWO_KINDS * tones.size:
        return gray
    white = float(np.percentile(ghosts, 20)) - _GHOST_MARGIN
    kept = min(white - 30.0, _PRINT_TO + 20.0)
    table = np.interp(np.arange(256), (0, kept, white, 255), (0, kept, 255, 255))
    return cv2.LUT(gray, table.astype(np.uint8)).astype(np.uint8, copy=False)


def letter_tones(gray: Pixels, dpi: int) -> np.ndarray[tuple[int], np.dtype[np.uint8]]:
    """Darkest grey value of each letter or short word."""
    step = max(1, dpi // _DARKNESS_DPI)
    cells = cv2.erode(gray, np.ones((step, step), np.uint8))[::step, ::step]
    mask = (cells < PRINT_BELOW).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    darkest = np.full(count, 255, np.uint8)
    inked = mask > 0
    np.minimum.at(darkest, np.asarray(labels, np.int32)[inked], cells[inked])
    height, inch = stats[:, 3], dpi / step
    letters = (height >= _GHOST_MIN_IN * inch) & (height <= _LETTER_MAX_IN * inch)
    letters[0] = False
    chosen: np.ndarray[tuple[int], np.dtype[np.uint8]] = darkest[letters]
    return chosen


def unblurred(gray: Pixels, sigma_px: float) -> Pixels:
    """Undo a Gaussian blur as far as grain allows.

    Source: N. Wiener, "Extrapolation, Interpolation, and Smoothing of Stationary Time
    Series", 1949; on cosines, whose mirrored borders make no edges.

    Args:
        gray: (h, w) uint8, 255 = paper.
        sigma_px: Standard deviation of the blur in pixels.
    """
    x0, y0, x1, y1 = written_part(gray)
    if x1 <= x0 or y1 <= y0:
        return gray
    result = gray.copy()
    for top in range(y0, y1, _STRIP_ROWS):
        first, last = max(y0, top - _STRIP_REACH), min(y1, top + _STRIP_ROWS + _STRIP_REACH)
        sharp = _unblurred_strip(gray[first:last, x0:x1], sigma_px)
        rows = min(y1, top + _STRIP_ROWS) - top
        result[top : top + rows, x0:x1] = sharp[top - first : top - first + rows]
    return result


def _unblurred_strip(part: Pixels, sigma_px: float) -> Pixels:
    height, width = _handy(part.shape[0]), _handy(part.shape[1])
    ink = np.zeros((height, width), np.float32)
    ink[: part.shape[0], : part.shape[1]] = 255.0 - part
    waves = cv2.dct(ink, dst=ink)
    passed = np.outer(_passed(height, sigma_px), _passed(width, sigma_px))
    waves *= passed / (passed**2 + np.float32(_NOISE_TO_SIGNAL))
    sharp = cv2.idct(waves, dst=waves)[: part.shape[0], : part.shape[1]]
    return np.asarray(np.clip(255.0 - sharp, 0, 255), np.uint8)


def _passed(size: int, sigma_px: float) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    """What the blur lets through of each cosine along one side."""
    waves = np.pi * np.arange(size) / size
    return np.exp(-0.5 * (sigma_px * waves) ** 2).astype(np.float32)


def _handy(size: int) -> int:
    """Even size, not below `size`, that transforms quickly."""
    return 2 * int(cv2.getOptimalDFTSize((size + 1) // 2))


def ink_level(gray: Pixels, dpi: int) -> float:
    """Grey value of the inside of letters; 0.0 where there are too few to tell.

    Args:
        gray: (h, w) uint8 with even light, 255 = paper.
        dpi: Dots per inch of `gray`.
    """
    step = max(1, dpi // _DARKNESS_DPI)
    # The darkest of each cell: averaging would make thin strokes look faint.
    cells = cv2.erode(gray, np.ones((step, step), np.uint8))[::step, ::step]
    mask = (cells < PRINT_BELOW).astype(np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    width, height, inch = stats[:, 2], stats[:, 3], dpi / step
    letters = (height >= _LETTER_MIN_IN * inch) & (height <= _LETTER_MAX_IN * inch)
    letters &= (width >= 0.5 * height) & (width <= _WORD_MAX_IN * inch)
    letters[0] = False
    if letters.sum() < _LEAST_LETTERS:
        return 0.0
    return float(np.percentile(cells[letters[labels]], 25))


def darkened(gray: Pixels, level: float) -> Pixels:
    """`gray` with ink of `level` brought near black; as it is where ink is dark or a ghost.

    Print that shines through from the other side is fainter than any print to be read.
    """
    if not _FAINT_FROM < level <= _FAINT_TO:
        return gray
    gain = (255.0 - _INK) / (255.0 - level)
    table = np.clip(255.0 - (255.0 - np.arange(256)) * gain, 0, 255).astype(np.uint8)
    return cv2.LUT(gray, table).astype(np.uint8, copy=False)
