"""What stands on the page for one field, before any rule has seen it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from ocr.understanding.validate import strip_leaders
from ocr.words import Box, Word, union

_TRAILING_NOTE = re.compile(r"[\s.…_·]*\(\d{1,2}\)[\s.…_·;,]*$")
_UNIT = re.compile(
    r"(\d(?:[\d.]*\d)?(?:,\d+)?)"
    r"((?:m|cm|mm|km|kg|ha|lần|tầng|người|bản|tờ|tháng|ngày|giờ|tuổi)(?:/(?:phút|giờ|ngày|tháng))?)",
    re.IGNORECASE,
)
_FULL_STOP = re.compile(r"(?:(?<=\d)|(?<=[^\W\d_]{3})|(?<=\s\w[aàáảãạeèéẻẽẹoòóỏõọuủụ]))\.$")
"""A point behind a number or a whole word; behind other letters it may abbreviate ("TP.")."""

_JOINING = frozenset("-–/&+")
_TOUCHING = 0.5
"""Share of the lower word that stands beside the other: then both are on one row."""


class Finder(StrEnum):
    """How the place of a value was found."""

    LABEL = "label"
    ZONE = "zone"
    CELL = "cell"
    TICK = "tick"
    PLACE = "place"


@dataclass(frozen=True, slots=True)
class FoundValue:
    """What stands beside one label.

    Attributes:
        name: Field name.
        text: Value as read, NFC, without leaders; "" when the blank is empty or the label was
            not found.
        has_label: Whether the label was found.
        words: Words of the value in reading order.
        finder: How the place was found.
        label: Words of the label, to compare their ink with.
        area: Where the value was looked for beside the label, None when nowhere.
        is_block_sure: The block of the form it stands in was told by its own opening, or no other
            block has such a label.
    """

    name: str
    text: str
    has_label: bool
    words: tuple[Word, ...] = ()
    finder: Finder = Finder.LABEL
    label: tuple[Word, ...] = ()
    area: Box | None = None
    is_block_sure: bool = True

    @property
    def box(self) -> Box | None:
        """Box around the words, None for an empty value."""
        return union([word.box for word in self.words]) if self.words else None

    @property
    def confidence(self) -> float:
        """Lowest confidence of a word of the value, 0.0 for an empty value."""
        return min((word.confidence for word in self.words), default=0.0)


def found_value(name: str, words: Sequence[Word], finder: Finder) -> FoundValue:
    """The value that some words make; without a letter or digit it is an empty blank."""
    text = joined(words)
    kept = tuple(words) if text else ()
    return FoundValue(name, text, has_label=True, words=kept, finder=finder)


def without_leaders(words: Sequence[Word]) -> list[Word]:
    """Words that hold a letter or a digit, and what joins two of them; leaders hold none."""
    kept = [word for word in words if word.text in _JOINING or re.search(r"[^\W_]", word.text)]
    while kept and kept[0].text in _JOINING:
        kept.pop(0)
    while kept and kept[-1].text in _JOINING:
        kept.pop()
    return kept


def joined(words: Sequence[Word]) -> str:
    """Words as one text, without leaders and a note number at the end.

    A number stands apart from its unit ("8,5 m"), and the point behind the last word is gone.
    """
    text = strip_leaders(_TRAILING_NOTE.sub("", " ".join(word.text for word in words)))
    measure = _UNIT.fullmatch(text.rstrip("."))
    return f"{measure[1]} {measure[2]}" if measure else _FULL_STOP.sub("", text)


def rows_of(words: Sequence[Word]) -> list[list[Word]]:
    """Words put into rows by the height they stand at, top to bottom, left to right."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda word: word.box[1] + word.box[3]):
        if rows and _on_one_row(rows[-1][-1].box, word.box):
            rows[-1].append(word)
        else:
            rows.append([word])
    return [sorted(row, key=lambda word: word.box[0]) for row in rows]


def _on_one_row(one: Box, other: Box) -> bool:
    shared = min(one[3], other[3]) - max(one[1], other[1])
    return shared >= _TOUCHING * min(one[3] - one[1], other[3] - other[1])
