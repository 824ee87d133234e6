"""Even light and no coloured ink: the grey page that is read."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from ocr.pieces import pieces_of
from ocr.scale import shrunk
from ocr.source import Pixels

_PAPER_SCALE = 0.125
_PAPER_WINDOW_MM = 8.0
_NOISY, _VERY_NOISY = 3.0, 7.0
_BLUE, _GREEN, _RED = 0, 1, 2
_INK_DPI = 110
_COLOURED = 36
_JOIN_PX, _RIM_PX = 5, 5
_LEAST_PX = 2
_PRINT_MAX_IN = 0.3
_SEAL_MIN_IN = 0.5
_SHAPE_MIN_IN = 0.33
_BAND_SCALE = 0.5
_BAND_MIN_IN = 1.0
_BAND_DEEPEST = 0.55
_FADING = np.interp(np.arange(256), (0, 90, 150, 255), (0, 90, 255, 255)).astype(np.uint8)
"""Tones inside a coloured shape: black print stays, what the filter faded becomes paper."""


def paper_of(channel: Pixels, dpi: int) -> Pixels:
    """Brightness of the paper below the ink, smooth, at an eighth of the size, uint8.

    Args:
        channel: (h, w) uint8, dark ink on light paper.
        dpi: Dots per inch of `channel`.
    """
    small = shrunk(channel, _PAPER_SCALE)
    side = max(3, round(_PAPER_WINDOW_MM / 25.4 * dpi * _PAPER_SCALE)) | 1
    closed = cv2.morphologyEx(
        small, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    )
    return cv2.GaussianBlur(closed, (0, 0), side / 3).astype(np.uint8, copy=False)


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
    response = cv2.filter2D(crop, cv2.CV_16S, mask)
    # For pure grain the median of |response| is 0.6745 * 6 sigma.
    return float(np.median(np.abs(response[::2, ::2]))) / (0.6745 * 6.0)


def normalise(colour: Pixels, dpi: int) -> Pixels:
    """Grey page for recognition: no seals, stamps and signatures, even light, soft grain.

    Args:
        colour: (h, w, 3) uint8 BGR.
        dpi: Dots per inch.

    Returns:
        (h, w) uint8, 255 = paper.
    """
    channel, coloured = without_coloured_ink(colour, dpi)
    gray = evened(channel, dpi)
    rows = np.flatnonzero(coloured.any(axis=1))
    if rows.size:
        place = np.s_[rows[0] : rows[-1] + 1]
        cv2.copyTo(cv2.LUT(gray[place], _FADING), coloured[place], gray[place])
    return gray


def evened(channel: Pixels, dpi: int) -> Pixels:
    """One channel with even light and soft grain, (h, w) uint8, 255 = paper.

    Args:
        channel: (h, w) uint8, dark ink on light paper.
        dpi: Dots per inch of `channel`.
    """
    noise = noise_of(channel)
    if noise >= _VERY_NOISY:
        channel = cv2.medianBlur(channel, 3).astype(np.uint8)
    elif noise >= _NOISY:
        channel = cv2.GaussianBlur(channel, (3, 3), 0.7).astype(np.uint8)
    paper = np.maximum(creased(paper_of(channel, dpi), channel, dpi), 32)
    return cv2.divide(channel, paper, scale=255.0).astype(np.uint8, copy=False)


def creased(paper: Pixels, channel: Pixels, dpi: int) -> Pixels:
    """`paper` with the creases and soft bands that run along or across it.

    A row that is dark for an inch without a gap is no print. Deep darkness is left alone, it
    may be a rule with letters on it.

    Args:
        paper: As `paper_of` gives it.
        channel: (h, w) uint8, dark ink on light paper.
        dpi: Dots per inch of `channel`.

    Returns:
        (h, w) uint8.
    """
    small = shrunk(channel, _BAND_SCALE)
    size = (small.shape[1], small.shape[0])
    even = cv2.resize(paper, size, interpolation=cv2.INTER_LINEAR)
    reach = max(3, round(_BAND_MIN_IN * dpi * _BAND_SCALE)) | 1
    least = cv2.convertScaleAbs(even, alpha=_BAND_DEEPEST)
    result = even
    for element in (np.ones((1, reach), np.uint8), np.ones((reach, 1), np.uint8)):
        band = cv2.morphologyEx(small, cv2.MORPH_CLOSE, element)
        result = cv2.min(result, cv2.max(band, least))
    height, width = channel.shape
    return cv2.resize(result, (width, height), interpolation=cv2.INTER_LINEAR).astype(np.uint8)


def without_coloured_ink(colour: Pixels, dpi: int) -> tuple[Pixels, Pixels]:
    """The page through the filter that fades each colour of ink, and where a shape faded.

    Seals are red, so the red channel shows the name below them. Stamps and signatures are
    blue and fade in the blue channel. Letters printed in a colour would vanish as well: those
    that stand by themselves are taken from a channel in which they are dark.

    Args:
        colour: (h, w, 3) uint8 BGR.
        dpi: Dots per inch.

    Returns:
        Two (h, w) uint8; the second is 1 on seals, stamps and signatures.
    """
    channel = cv2.extractChannel(colour, _RED).astype(np.uint8, copy=False)
    scale = min(1.0, _INK_DPI / dpi)
    small = shrunk(colour, scale)
    red, others = small[:, :, _RED], cv2.max(small[:, :, _BLUE], small[:, :, _GREEN])
    reds, blues = _coloured(cv2.subtract(red, others)), _coloured(cv2.subtract(others, red))
    # A seal cuts the signature across it into pieces; together they are one shape.
    shapes = _Ink.of(cv2.bitwise_or(reds, blues), join_px=_JOIN_PX)
    marks = shapes.mask(shapes.large(dpi * scale), _RIM_PX)
    letters = _Ink.of(reds)
    alone = letters.mask(letters.letters(dpi * scale), 3)
    _take_from(colour, _GREEN, alone & (1 - marks), channel)
    stamped = cv2.dilate(blues, np.ones((_RIM_PX, _RIM_PX), np.uint8)).astype(np.uint8) & marks
    _take_from(colour, _BLUE, stamped, channel)
    size = (colour.shape[1], colour.shape[0])
    return channel, cv2.resize(marks, size, interpolation=cv2.INTER_NEAREST).astype(np.uint8)


def _coloured(strength: Pixels | cv2.typing.MatLike) -> Pixels:
    """1 where a colour is strong."""
    _, mask = cv2.threshold(strength, _COLOURED, 1, cv2.THRESH_BINARY)
    return mask.astype(np.uint8, copy=False)


def _take_from(colour: Pixels, source: int, mask: Pixels, channel: Pixels) -> None:
    """Paint the channel `source` over `channel` where `mask`, perhaps smaller, is 1."""
    rows = np.flatnonzero(mask.any(axis=1))
    if rows.size == 0:
        return
    height, width = channel.shape
    factor = height / mask.shape[0]
    top, bottom = round(rows[0] * factor), round((rows[-1] + 1) * factor)
    size = (width, bottom - top)
    chosen = cv2.resize(mask[rows[0] : rows[-1] + 1], size, interpolation=cv2.INTER_NEAREST)
    place = np.s_[top:bottom]
    cv2.copyTo(cv2.extractChannel(colour[place], source), chosen, channel[place])


@dataclass(frozen=True, slots=True)
class _Ink:
    """Connected pieces of ink of one colour; entry 0 of every array is the paper."""

    labels: npt.NDArray[np.int32]
    stats: npt.NDArray[np.int32]

    @classmethod
    def of(cls, mask: Pixels | cv2.typing.MatLike, *, join_px: int = 1) -> _Ink:
        if join_px > 1:
            element = np.ones((join_px, join_px), np.uint8)
            mask = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, element)
        return cls(*pieces_of(mask))

    def inside(self, boxes: npt.NDArray[np.int32]) -> npt.NDArray[np.bool_]:
        """Pieces whose middle lies in one of the `boxes` (x, y, w, h, …)."""
        middle_x = self.stats[:, 0] + self.stats[:, 2] / 2
        middle_y = self.stats[:, 1] + self.stats[:, 3] / 2
        found = np.zeros(len(self.stats), dtype=bool)
        for x, y, w, h, *_ in boxes.tolist():
            found |= (middle_x >= x) & (middle_x < x + w) & (middle_y >= y) & (middle_y < y + h)
        found[0] = False
        return found

    def letters(self, dpi: float) -> npt.NDArray[np.bool_]:
        """Letters that belong to no seal.

        A seal is a large connected shape; small shapes inside its box are its own lettering.
        """
        longest = np.maximum(self.stats[:, 2], self.stats[:, 3])
        letters = (longest <= _PRINT_MAX_IN * dpi) & (self.stats[:, 4] >= _LEAST_PX)
        letters[0] = False
        seals = self.stats[1:][longest[1:] >= _SEAL_MIN_IN * dpi]
        chosen: npt.NDArray[np.bool_] = letters & ~self.inside(seals)
        return chosen

    def large(self, dpi: float) -> npt.NDArray[np.bool_]:
        """Seals, stamps and signatures with all that stands inside them.

        They are large both ways; words written by hand are not as tall.
        """
        shortest = np.minimum(self.stats[:, 2], self.stats[:, 3])
        large = shortest >= _SHAPE_MIN_IN * dpi
        large[0] = False
        chosen: npt.NDArray[np.bool_] = large | self.inside(self.stats[large])
        return chosen

    def mask(self, chosen: npt.NDArray[np.bool_], spread_px: int) -> Pixels:
        """1 on the chosen pieces and around them."""
        if not chosen.any():
            return np.zeros(self.labels.shape, np.uint8)
        painted = np.take(chosen.astype(np.uint8), self.labels)
        element = np.ones((spread_px, spread_px), np.uint8)
        return cv2.dilate(painted, element).astype(np.uint8, copy=False)
