"""Read a page again in another way where it read badly, and keep what reads better.

Which other way helps is tried on a few weak lines first, at a tenth of the cost of the page:
dots of a needle printer and the frayed edges of a fax read better a little blurred. Another
layout is tried only where next to nothing was read: on pages that read halfway, cards among
them, it gave the same words again for the price of the page.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

import cv2
import numpy as np

from ocr.recognition.gather import AUTOMATIC, ONE_COLUMN, letter_yield
from ocr.recognition.recover import cut_out
from ocr.scale import resized, working_scale, x_height
from ocr.source import Pixels
from ocr.words import Line, PageText, Word

_READS_WELL = 0.94
_NEEDS_LAYOUT = 0.75
_WEAK = 0.9
_LEAST_LINES, _SAMPLE_LINES = 3, 4
_LEAST_LETTERS = 6
_CLEARLY = 1.04
_SOFTNESS = (0.05, 0.085)
"""Standard deviation of the blur, in heights of small letters, weakest first."""
_TALLEST = 1.8
_NO_WORD = Word("", (0, 0, 1, 1), 0.0)


@dataclass(frozen=True, slots=True)
class Engine:
    """The two ways to ask an engine.

    Attributes:
        page: Reads (picture, dots per inch, page segmentation mode).
        line: Reads a crop of one line at the height that engines like.
    """

    page: Callable[[Pixels, int, int], PageText]
    line: Callable[[Pixels], PageText]


def best_reading(gray: Pixels, dpi: int, engine: Engine) -> PageText:
    """Read a page in the way that suits it.

    One column keeps a label and its value on one line and suits papers.

    Args:
        gray: (h, w) uint8, dark text on white, upright.
        dpi: Dots per inch of `gray`.
        engine: Reads pages and lines.
    """
    first = engine.page(gray, dpi, ONE_COLUMN)
    if first.mean_confidence >= _READS_WELL:
        return first
    picture, best = gray, first
    softer = _better_picture(gray, dpi, first, engine.line)
    if softer is not None:
        again = engine.page(softer, dpi, ONE_COLUMN)
        if letter_yield(again) > letter_yield(best):
            picture, best = softer, again
    if best.mean_confidence >= _NEEDS_LAYOUT:
        return best
    return max(best, engine.page(picture, dpi, AUTOMATIC), key=letter_yield)


def _better_picture(
    gray: Pixels, dpi: int, text: PageText, read: Callable[[Pixels], PageText]
) -> Pixels | None:
    """The page blurred as it reads clearly better, None when it reads best as it is."""
    sample = _weak_lines(text)
    if len(sample) < _LEAST_LINES:
        return None
    height = x_height(gray) or 0.075 * dpi
    pieces = [cut_out(gray, line.box)[0] for line in sample]
    scales = [working_scale(piece, dpi) for piece in pieces]
    # The page has just told how the lines read as they are.
    best, reached = 0.0, _CLEARLY * letter_yield(PageText(tuple(sample)))
    for sigma in (share * height for share in _SOFTNESS):
        readings = (
            read(resized(_blurred(piece, sigma), scale))
            for piece, scale in zip(pieces, scales, strict=True)
        )
        gained = sum(letter_yield(reading) for reading in readings)
        if gained <= reached:
            break
        best, reached = sigma, gained
    return _blurred(gray, best) if best > 0.0 else None


def _weak_lines(text: PageText) -> list[Line]:
    """Some lines that read badly and still are print, spread over the page."""
    tallest = _TALLEST * median(word.box[3] - word.box[1] for word in text.words or (_NO_WORD,))
    weak = [
        line
        for line in text.lines
        if line.confidence < _WEAK
        and line.box[3] - line.box[1] <= tallest
        and sum(map(str.isalnum, line.text)) >= _LEAST_LETTERS
    ]
    step = max(1, len(weak) // _SAMPLE_LINES)
    return weak[::step][:_SAMPLE_LINES]


def _blurred(gray: Pixels, sigma_px: float) -> Pixels:
    if sigma_px <= 0.0:
        return gray
    return cv2.GaussianBlur(gray, (0, 0), sigma_px).astype(np.uint8, copy=False)
