"""Words and their boxes on a page as it is seen: from the text layer, or from a reader's boxes.

Source: ISO 32000-2:2020, 9.10 (extraction of text); PDFium's text page.
"""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium_c

from signing.appearance.page_geometry import SeenPage
from signing.appearance.stamps import Box

_MAX_LETTERS = 30_000
_BREAK_SHARE = 0.6
_COLUMN_GAP_HEIGHTS = 1.6
_SAME_LINE_SHARE = 0.45
_LEAST_HEIGHT_PT = 1.0
_SHELF_PT = 12.0
_MOST_SHELVES = 20
_FARTHEST_WORD_PT = 400.0


@dataclass(frozen=True, slots=True)
class TextWord:
    """A word on a page.

    Attributes:
        text: The word, NFC.
        box: Where its letters are seen, points, origin at the bottom left of the seen page.
    """

    text: str
    box: Box


@dataclass(frozen=True, slots=True)
class Segment:
    """Words beside each other: a line of one column.

    Attributes:
        words: From left to right.
        box: Box around them.
    """

    words: tuple[TextWord, ...]
    box: Box

    @property
    def text(self) -> str:
        """The line, words one space apart."""
        return " ".join(word.text for word in self.words)

    @property
    def middle(self) -> float:
        """Half way between its left and right end."""
        return (self.box[0] + self.box[2]) / 2


def read_words(page: pypdfium2.PdfPage, seen: SeenPage) -> tuple[TextWord, ...]:
    """Read the words of the text layer.

    Raises:
        PdfiumError: PDFium cannot read the text.
    """
    text_page = page.get_textpage()
    try:
        return tuple(_words(text_page, seen))
    finally:
        text_page.close()


def join_segments(words: Iterable[TextWord]) -> tuple[Segment, ...]:
    """Join words that follow each other into lines of one column; top to bottom.

    Words are joined sideways, not row by row: lines of two columns need not stand at the same
    height.
    """
    rows = _Rows()
    for word in sorted(words, key=lambda each: each.box[0]):
        rows.add(word)
    return tuple(sorted(map(_segment, rows.lines), key=lambda segment: -segment.box[3]))


class _Rows:
    """Lines under construction, found by their height on the page."""

    def __init__(self) -> None:
        self.lines: list[list[TextWord]] = []
        self._shelves: dict[int, list[int]] = {}

    def add(self, word: TextWord) -> None:
        """Put a word at the end of the nearest line before it, or begin a line with it."""
        near: tuple[float, int] = (math.inf, -1)
        for shelf in self._shelves_of(word.box):
            for number in self._open_on(shelf, word.box[0]):
                near = min(near, (_distance(self.lines[number][-1].box, word.box), number))
        number = near[1] if near[0] < math.inf else len(self.lines)
        if number == len(self.lines):
            self.lines.append([])
        self.lines[number].append(word)
        for shelf in self._shelves_of(word.box):
            numbers = self._shelves.setdefault(shelf, [])
            if number not in numbers:
                numbers.append(number)

    def _open_on(self, shelf: int, left: float) -> list[int]:
        """Give the lines of a shelf that a word beginning there could still continue."""
        numbers = [
            number
            for number in self._shelves.get(shelf, ())
            if left - self.lines[number][-1].box[2] <= _FARTHEST_WORD_PT
        ]
        self._shelves[shelf] = numbers
        return numbers

    @staticmethod
    def _shelves_of(box: Box) -> range:
        low, high = (int(side // _SHELF_PT) for side in (box[1], box[3]))
        return range(low, min(high, low + _MOST_SHELVES) + 1)


def around(boxes: Iterable[Box]) -> Box:
    """Make the smallest box around others; there is at least one."""
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return min(lefts), min(bottoms), max(rights), max(tops)


def touches(one: Box, other: Box) -> bool:
    """Tell whether two boxes share an area."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _segment(words: Sequence[TextWord]) -> Segment:
    return Segment(tuple(words), around(word.box for word in words))


def _distance(before: Box, after: Box) -> float:
    """Say how far a word stands behind another on its line; infinite when it does not."""
    heights = (before[3] - before[1], after[3] - after[1])
    shared = min(before[3], after[3]) - max(before[1], after[1])
    gap, letter = after[0] - before[2], max(*heights, _LEAST_HEIGHT_PT)
    if shared <= _SAME_LINE_SHARE * min(heights):
        return math.inf
    return abs(gap) if -letter < gap <= _COLUMN_GAP_HEIGHTS * letter else math.inf


def _words(text_page: pypdfium2.PdfTextPage, seen: SeenPage) -> Iterable[TextWord]:
    """Join letters to words; an accent written as a letter of its own never begins one.

    PDFium sees spaces before such accents, and their boxes stand where the font pleases.
    """
    letters: list[str] = []
    boxes: list[Box] = []
    has_ended = False
    for letter, box in _letters(text_page, seen):
        if not letter:
            has_ended = True
            continue
        is_apart = bool(letters) and _is_apart(boxes[-1], box)
        if letters and unicodedata.combining(letter):
            letters.append(letter)
            has_ended = False
            if not is_apart:
                boxes[-1] = around((boxes[-1], box))
            continue
        if letters and (has_ended or is_apart):
            yield _word(letters, boxes)
            letters, boxes = [], []
        letters.append(letter)
        boxes.append(box)
        has_ended = False
    if letters:
        yield _word(letters, boxes)


def _word(letters: Sequence[str], boxes: Sequence[Box]) -> TextWord:
    return TextWord(unicodedata.normalize("NFC", "".join(letters)), around(boxes))


def _letters(text_page: pypdfium2.PdfTextPage, seen: SeenPage) -> Iterable[tuple[str, Box]]:
    """Give letters with their boxes; an empty text where a word ends."""
    sides = [ctypes.c_double() for _ in range(4)]
    references = [ctypes.byref(side) for side in sides]
    for index in range(min(text_page.count_chars(), _MAX_LETTERS)):
        code = pdfium_c.FPDFText_GetUnicode(text_page, index)
        letter = chr(code) if 0x20 < code < 0x110000 and not 0xD800 <= code < 0xE000 else ""
        if not letter or letter.isspace() or unicodedata.category(letter) in ("Cc", "Cn"):
            yield "", (0.0, 0.0, 0.0, 0.0)
        elif pdfium_c.FPDFText_GetCharBox(text_page, index, *references):
            left, right, bottom, top = (side.value for side in sides)
            yield letter, seen.seen((left, bottom, right, top))


def _is_apart(before: Box, after: Box) -> bool:
    """Tell whether two letters that follow each other belong to different words."""
    height = max(before[3] - before[1], after[3] - after[1], _LEAST_HEIGHT_PT)
    if after[0] - before[2] > _BREAK_SHARE * height or after[2] < before[0] - height:
        return True
    return after[1] > before[3] + height or before[1] > after[3] + height
