"""Read weak values once more, alone and larger: a second opinion on a tenth of the page.

The first reading sees the whole page at the size that suits most of it. A single value, cut out
and enlarged, is read on its own merits; where a value can only be digits, letters that look like
them are ruled out. Both readings are kept: agreement is worth something, so is a difference.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

import cv2
import numpy as np

from ocr.source import Pixels
from ocr.understanding.forms import ValueKind
from ocr.understanding.found import FoundValue, without_leaders
from ocr.understanding.sight import Read, Sight
from ocr.words import Box, Line, PageText, Word, union

DIGITS = {
    ValueKind.PERSONAL_ID: "0123456789",
    ValueKind.PHONE: "0123456789.+ ",
    ValueKind.TAX_CODE: "0123456789-",
}
"""What a value of a kind can hold, where that is little."""

_LETTER_BOX_PX = 42.0
"""Height that the box of a word is brought to; 18 px of x-height are about 34."""

_AIR = 0.4
_LARGEST_SCALE = 3.0
_MOST_CROPS = 12
_MOST_WORDS = 5
"""Most words of a value or stretch that is read again."""

_WEAK = 0.93
"""Confidence below which a word of a long value wants a second look."""

_SAME_ROW = 0.5
"""Share of the lower word that stands beside the other: then both are on one row."""


@dataclass(frozen=True, slots=True)
class Weak:
    """A value that wants a second look."""

    kind: ValueKind
    found: FoundValue


def second_looks(weak: Sequence[Weak], sight: Sight) -> dict[str, PageText]:
    """Read weak values again.

    Args:
        weak: The values, the most important first; no more than a few are read.
        sight: The page and the engine.

    Returns:
        What each reads, by field name; words that were read well on the page stand as they were.
    """
    if sight.read is None:
        return {}
    wanted = [(one, part) for one in weak if (part := weak_part(one.found.words))]
    return {
        one.found.name: _seen(one, part, sight, sight.read) for one, part in wanted[:_MOST_CROPS]
    }


def weak_part(words: Sequence[Word]) -> slice | None:
    """The words to read again: all of a short value, the weak stretch of a long one.

    None where the stretch is too long or does not stand on one row.
    """
    if len(words) <= _MOST_WORDS:
        return slice(0, len(words)) if words else None
    weak = [at for at, word in enumerate(words) if word.confidence < _WEAK]
    if not weak or weak[-1] - weak[0] >= _MOST_WORDS:
        return None
    first, last = weak[0], weak[-1] + 1
    if not all(_on_one_row(words[first].box, word.box) for word in words[first:last]):
        return None
    if first > 0 and _on_one_row(words[first - 1].box, words[first].box):
        first -= 1
    if last < len(words) and _on_one_row(words[last - 1].box, words[last].box):
        last += 1
    return slice(first, last)


def _on_one_row(one: Box, other: Box) -> bool:
    shared = min(one[3], other[3]) - max(one[1], other[1])
    return shared >= _SAME_ROW * min(one[3] - one[1], other[3] - other[1])


def _seen(one: Weak, part: slice, sight: Sight, read: Read) -> PageText:
    """The value with the words of a part read again."""
    words = one.found.words
    size = median(word.box[3] - word.box[1] for word in words)
    box = union([word.box for word in words[part]])
    piece = _enlarged(sight.bare, box, _LETTER_BOX_PX / max(1.0, size))
    characters = DIGITS.get(one.kind, "") if _is_bare_number(one.found) else ""
    seen = without_leaders(read(piece, characters).words)  # specks grow with the picture
    if not seen:
        return PageText()
    return PageText((Line((*words[: part.start], *seen, *words[part.stop :])),))


def _is_bare_number(found: FoundValue) -> bool:
    """Whether nothing but the number was read: then other characters can be ruled out."""
    digits = sum(character.isdigit() for character in found.text)
    return digits >= 0.7 * len(found.text.replace(" ", ""))


def _enlarged(gray: Pixels, box: Box, scale: float) -> Pixels:
    """A part of the page with air around it, resized."""
    air = round(_AIR * min(box[3] - box[1], 80)) + 2
    height, width = gray.shape
    x0, y0 = max(0, box[0] - air), max(0, box[1] - air)
    part = gray[y0 : min(height, box[3] + air), x0 : min(width, box[2] + air)]
    factor = min(_LARGEST_SCALE, scale)
    larger = cv2.resize(part, None, fx=factor, fy=factor, interpolation=cv2.INTER_CUBIC)
    framed = cv2.copyMakeBorder(larger, 12, 12, 12, 12, cv2.BORDER_CONSTANT, value=255)
    return np.asarray(framed, np.uint8)
