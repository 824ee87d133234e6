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
from ocr.understanding.found import FoundValue
from ocr.understanding.sight import Sight
from ocr.words import Box, PageText

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
_MOST_CROPS = 6


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
        What each reads, by field name.
    """
    looks = {}
    for one in weak[:_MOST_CROPS]:
        if one.found.box is None or sight.read is None:
            continue
        size = median(word.box[3] - word.box[1] for word in one.found.words)
        piece = _enlarged(sight.bare, one.found.box, _LETTER_BOX_PX / max(1.0, size))
        characters = DIGITS.get(one.kind, "") if _is_bare_number(one.found) else ""
        looks[one.found.name] = sight.read(piece, characters)
    return looks


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
