"""Even light and no seal: the grey page that is read."""

from __future__ import annotations

import cv2
import numpy as np

from ocr.scale import shrunk
from ocr.source import Pixels

_PAPER_SCALE = 0.125
_PAPER_WINDOW_MM = 8.0
_NOISY, _VERY_NOISY = 3.0, 7.0
_GREEN, _RED = 1, 2
_REDNESS = 50
_PRINT_MAX_IN = 0.3
_SEAL_MIN_IN = 0.5


def paper_of(channel: Pixels, dpi: int) -> Pixels:
    """Brightness of the paper below the ink, (h, w) uint8, smooth.

    Args:
        channel: (h, w) uint8, dark ink on light paper.
        dpi: Dots per inch of `channel`.
    """
    small = shrunk(channel, _PAPER_SCALE)
    side = max(3, round(_PAPER_WINDOW_MM / 25.4 * dpi * _PAPER_SCALE)) | 1
    closed = cv2.morphologyEx(
        small, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    )
    smooth = cv2.GaussianBlur(closed, (0, 0), side / 3)
    height, width = channel.shape
    return cv2.resize(smooth, (width, height), interpolation=cv2.INTER_LINEAR).astype(np.uint8)


def noise_of(gray: Pixels) -> float:
    """Standard deviation of the grain, in grey levels.

    Source: J. Immerkaer, "Fast noise variance estimation", 1996; the median instead of the
    mean keeps print from counting as grain.
    """
    height, width = gray.shape
    crop = gray[height // 8 : height - height // 8 : 1, width // 8 : width - width // 8]
    crop = np.ascontiguousarray(crop[:1500, :1500])
    if min(crop.shape) < 8:
        return 0.0
    mask = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], dtype=np.float32)
    response = np.abs(cv2.filter2D(crop.astype(np.float32), -1, mask))
    # For pure grain the median of |response| is 0.6745 * 6 sigma.
    return float(np.median(response[::2, ::2])) / (0.6745 * 6.0)


def normalise(colour: Pixels, dpi: int) -> Pixels:
    """Grey page for recognition: seals faded, light evened, grain softened.

    Seals are red, so the red channel shows the name below them. Titles printed in red would
    vanish with them and are taken from the green channel.

    Args:
        colour: (h, w, 3) uint8 BGR.
        dpi: Dots per inch.

    Returns:
        (h, w) uint8, 255 = paper.
    """
    channel = np.ascontiguousarray(colour[:, :, _RED])
    red_print = red_print_mask(colour, dpi)
    if red_print.any():
        channel[red_print > 0] = colour[:, :, _GREEN][red_print > 0]
    noise = noise_of(channel)
    if noise >= _VERY_NOISY:
        channel = cv2.medianBlur(channel, 3).astype(np.uint8)
    elif noise >= _NOISY:
        channel = cv2.GaussianBlur(channel, (3, 3), 0.7).astype(np.uint8)
    paper = paper_of(channel, dpi)
    return cv2.divide(channel, np.maximum(paper, 32), scale=255.0).astype(np.uint8)


def red_print_mask(colour: Pixels, dpi: int) -> Pixels:
    """1 on red letters that do not belong to a seal, (h, w) uint8.

    A seal is a large connected red shape; small red shapes inside its box are its own
    lettering and stay faded.

    Args:
        colour: (h, w, 3) uint8 BGR.
        dpi: Dots per inch.
    """
    others = cv2.max(colour[:, :, 0], colour[:, :, 1])
    red = (cv2.subtract(colour[:, :, _RED], others) > _REDNESS).astype(np.uint8)
    if not red.any():
        return red
    _, labels, stats, _ = cv2.connectedComponentsWithStats(red, connectivity=8)
    widths, heights = stats[:, 2], stats[:, 3]
    letters = (np.maximum(widths, heights) <= _PRINT_MAX_IN * dpi) & (stats[:, 4] >= 4)
    letters[0] = False
    for x, y, w, h, _ in stats[1:][np.maximum(widths, heights)[1:] >= _SEAL_MIN_IN * dpi]:
        middle_x, middle_y = stats[:, 0] + widths / 2, stats[:, 1] + heights / 2
        inside = (middle_x >= x) & (middle_x < x + w) & (middle_y >= y) & (middle_y < y + h)
        letters &= ~inside
    chosen: Pixels = letters.astype(np.uint8)[labels]
    return cv2.dilate(chosen, np.ones((3, 3), np.uint8)).astype(np.uint8)
