"""Read again what the engine left out.

The engine lays out a page before it reads it, and where that goes wrong whole lines are lost:
a value set higher than its label, a narrow column of a table, print beside a seal. Ink that no
word covers is cut out line by line and read once more, where there is nothing to lay out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from statistics import median

import cv2
import numpy as np

from ocr.scale import resized, shrunk, working_scale
from ocr.source import Pixels
from ocr.words import Box, Line, PageText, Word

ReadBlock = Callable[[Pixels], PageText]
"""Reads a (h, w) uint8 crop of one line; boxes in its pixels."""

_INK_BELOW = 150
_SEARCH_DPI = 150
_TALLEST = 1.9
_DOUBTFUL = 0.6
_BELIEVED, _BELIEVED_SHORT = 0.65, 0.8
_SHORT = 4
_MOST_PIECES = 50
_AIR = 0.35
_BESIDE = 1.2
"""Gap between letters of one piece, in heights of small words."""
_LEAST_HEIGHT, _MOST_HEIGHT = 0.45, 2.4
_SAME_LINE = 0.5


def recovered(gray: Pixels, dpi: int, text: PageText, read: ReadBlock) -> PageText:
    """`text` with the lines that were missing.

    Args:
        gray: (h, w) uint8, the page that was read, 255 = paper.
        dpi: Dots per inch of `gray`.
        text: What the engine found.
        read: Reads a line.
    """
    if not text.words:
        return text
    heights = [word.box[3] - word.box[1] for word in text.words]
    size = float(median(heights))
    sure, tall = _split(text, _TALLEST * size)
    boxes = missed_ink(gray, dpi, sure, size)[:_MOST_PIECES]
    if not boxes:
        return text
    lines = _read_again(gray, dpi, boxes, read)
    # A word as tall as several lines stands until something better was read in its place.
    beaten = {word for word in tall if any(_meet(word.box, line.box) for line in lines)}
    text = _without(text, beaten)
    for line in lines:
        text = _with_line(text, line)
    return text


def _split(text: PageText, tallest: float) -> tuple[PageText, list[Word]]:
    """The text without doubtful words taller than `tallest`, and these words."""
    tall = [
        word
        for word in text.words
        if word.confidence < _DOUBTFUL and word.box[3] - word.box[1] > tallest
    ]
    return _without(text, set(tall)), tall


def _without(text: PageText, unwanted: set[Word]) -> PageText:
    if not unwanted:
        return text
    lines = (tuple(word for word in line.words if word not in unwanted) for line in text.lines)
    return PageText(tuple(Line(words) for words in lines if words))


def _meet(a: Box, b: Box) -> bool:
    return min(a[2], b[2]) > max(a[0], b[0]) and min(a[3], b[3]) > max(a[1], b[1])


def missed_ink(gray: Pixels, dpi: int, text: PageText, size: float) -> list[Box]:
    """Boxes of ink of the size of print that no word covers, top to bottom.

    Args:
        gray: (h, w) uint8, 255 = paper.
        dpi: Dots per inch of `gray`.
        text: Words of the page.
        size: Height of a usual word in pixels of `gray`.
    """
    scale = min(1.0, _SEARCH_DPI / dpi)
    ink = (shrunk(gray, scale) < _INK_BELOW).astype(np.uint8)
    factor = ink.shape[0] / gray.shape[0]
    unit = size * factor
    for word in text.words:
        x0, y0, x1, y1 = (round(side * factor) for side in word.box)
        air = round(0.2 * unit) + 1
        ink[max(0, y0 - air) : y1 + air, max(0, x0 - air) : x1 + air] = 0
    gap = max(3, round(_BESIDE * unit)) | 1
    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((1, gap), np.uint8))
    joined = cv2.morphologyEx(
        joined, cv2.MORPH_CLOSE, np.ones((max(1, round(unit / 4)), 1), np.uint8)
    )
    _, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    stats = np.asarray(stats, np.int64)
    width, height = stats[:, 2], stats[:, 3]
    inked = np.bincount(np.asarray(labels).ravel(), weights=ink.ravel(), minlength=len(stats))
    fits = (height >= _LEAST_HEIGHT * unit) & (height <= _MOST_HEIGHT * unit)
    fits &= (width >= 0.2 * height) & (inked >= 0.12 * width * height)
    fits[0] = False
    found = [
        (round(x / factor), round(y / factor), round((x + w) / factor), round((y + h) / factor))
        for x, y, w, h in stats[fits][:, :4].tolist()
    ]
    return sorted(found, key=lambda box: (box[1], box[0]))


def _read_again(gray: Pixels, dpi: int, boxes: Sequence[Box], read: ReadBlock) -> list[Line]:
    """Lines read in the boxes, with places on the page; only what reads well."""
    lines = []
    for box in boxes:
        piece, (left, top) = cut_out(gray, box)
        scale = working_scale(piece, dpi)
        for line in read(resized(piece, scale)).lines:
            words = (_moved(word, 1 / scale, left, top) for word in line.words)
            placed = Line(tuple(words))
            if _is_print(placed):
                lines.append(placed)
    return lines


def cut_out(gray: Pixels, box: Box) -> tuple[Pixels, tuple[int, int]]:
    """The box with some air and white around it, and what to add to places found in it."""
    height, width = gray.shape
    air = round(_AIR * (box[3] - box[1])) + 2
    x0, y0 = max(0, box[0] - air), max(0, box[1] - air)
    x1, y1 = min(width, box[2] + air), min(height, box[3] + air)
    piece = cv2.copyMakeBorder(
        gray[y0:y1, x0:x1], air, air, air, air, cv2.BORDER_CONSTANT, value=255
    )
    return piece.astype(np.uint8, copy=False), (x0 - air, y0 - air)


def _moved(word: Word, factor: float, left: int, top: int) -> Word:
    x0, y0, x1, y1 = (round(side * factor) for side in word.box)
    return replace(word, box=(x0 + left, y0 + top, max(x1, x0 + 1) + left, max(y1, y0 + 1) + top))


def _is_print(line: Line) -> bool:
    """Whether this is text and no scrap of a signature; one letter alone may be a digit only."""
    letters = [letter for letter in line.text if letter.isalnum()]
    if len(letters) < 2 and not line.text.isdigit():
        return False
    return line.confidence >= (_BELIEVED if len(letters) >= _SHORT else _BELIEVED_SHORT)


def _with_line(text: PageText, line: Line) -> PageText:
    """`text` with a line where it belongs: within the line on its height, or by itself."""
    box = line.box
    for index, other in enumerate(text.lines):
        if _share(box, other.box) >= _SAME_LINE and not _overlaps(line, other):
            words = tuple(sorted((*other.words, *line.words), key=lambda word: word.box[0]))
            return PageText((*text.lines[:index], Line(words), *text.lines[index + 1 :]))
    middle = (box[1] + box[3]) / 2
    index = next(
        (i for i, other in enumerate(text.lines) if (other.box[1] + other.box[3]) / 2 > middle),
        len(text.lines),
    )
    return PageText((*text.lines[:index], line, *text.lines[index:]))


def _share(a: Box, b: Box) -> float:
    """Common height of two boxes, as a share of the lower one."""
    common = min(a[3], b[3]) - max(a[1], b[1])
    return common / max(1, min(a[3] - a[1], b[3] - b[1]))


def _overlaps(line: Line, other: Line) -> bool:
    spans = [(word.box[0], word.box[2]) for word in other.words]
    return any(
        min(word.box[2], x1) - max(word.box[0], x0) > 0.3 * (word.box[2] - word.box[0])
        for word in line.words
        for x0, x1 in spans
    )
