"""Describe one printing of a form from a sample: anchors, zones, and what a frame holds.

A sample is a page whose words are known. Somebody frames the values on it; the words of the
form itself are found here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from rapidfuzz.distance import Levenshtein

from ocr.folding import allowed_edits, fold_letters
from ocr.understanding.forms import Anchor, FormLayout, Place, Zone
from ocr.understanding.found import joined, rows_of
from ocr.words import Box, PageText, Word, union

LEAST_LETTERS = 4
"""Shorter words stand too often on a page to tell a place."""

LEAST_ANCHORS = 8
"""Anchors a printing needs: some of them are lost on every worn page."""

MOST_ANCHORS = 120
MOST_SHARED = 0.1
"""Share of the smaller of two zones that may lie in the other: frames are drawn by hand."""

_SUREST = 0.6
"""Words the engine was less sure of are no anchors."""

_DIGITS_OF_PLACES = 5
_NOTE = re.compile(r"\(\d{1,2}\)[:.]?")
"""A note behind a label is printed, not written."""

_ON_ROW = 0.5
_AFTER_LABEL = 0.15
"""Blank between a label and the frame of its value, in heights of the label."""


@dataclass(frozen=True, slots=True)
class SamplePage:
    """A page whose words are known, and its width in pixels."""

    text: PageText
    width_px: int


def draw_layout(name: str, page: SamplePage, values: Mapping[str, Box]) -> FormLayout:
    """Describe a printing from a sample.

    Args:
        name: Which printing.
        page: The sample.
        values: For each field the frame of its value, in pixels of the sample.
    """
    zones = tuple(
        Zone(field, to_place(box, page.width_px), _line_height(page, box))
        for field, box in values.items()
    )
    return FormLayout(name, choose_anchors(page, tuple(values.values())), zones)


def choose_anchors(page: SamplePage, values: Sequence[Box]) -> tuple[Anchor, ...]:
    """Words outside the values that stand once on the page, in reading order.

    A word that another one on the page could be misread for is left out, and so are numbers:
    they are rarely printed on the form itself.
    """
    read = [(fold_letters(word.text)[0], word) for word in page.text.words]
    known = [letters for letters, _ in read if letters]
    found = [
        Anchor(letters, to_place(word.box, page.width_px))
        for letters, word in read
        if len(letters) >= LEAST_LETTERS
        and letters.isalpha()
        and word.confidence >= _SUREST
        and not any(holds_middle(box, word.box) for box in values)
        and _is_alone(letters, known)
    ]
    step = -(-len(found) // MOST_ANCHORS) if found else 1
    return tuple(found[::step])


def _is_alone(letters: str, known: Sequence[str]) -> bool:
    edits = allowed_edits(len(letters))
    alike = (
        Levenshtein.distance(letters, other, score_cutoff=edits) <= edits
        for other in known
        if abs(len(other) - len(letters)) <= edits
    )
    return sum(alike) == 1


def to_place(box: Box, width_px: int) -> Place:
    """A box in pixels of a page as a place in its widths."""
    x0, y0, x1, y1 = (round(side / max(1, width_px), _DIGITS_OF_PLACES) for side in box)
    return (x0, y0, x1, y1)


def _line_height(page: SamplePage, box: Box) -> float:
    """Height of a line of the value, of the whole page where the blank is empty."""
    inside = words_in(page.text, box) or page.text.words
    height = median(word.box[3] - word.box[1] for word in inside) if inside else box[3] - box[1]
    return round(min(height, box[3] - box[1]) / max(1, page.width_px), _DIGITS_OF_PLACES)


def holds_middle(box: Box, other: Box) -> bool:
    """Whether the middle of `other` lies in `box`."""
    x0, y0, x1, y1 = box
    return x0 <= (other[0] + other[2]) / 2 < x1 and y0 <= (other[1] + other[3]) / 2 < y1


def words_in(text: PageText, box: Box) -> tuple[Word, ...]:
    """Words whose middle lies in a frame, row by row."""
    inside = [word for word in text.words if holds_middle(box, word.box)]
    return tuple(word for row in rows_of(inside) for word in row)


def text_in(text: PageText, box: Box) -> str:
    """Text of the words in a frame, without leaders and note numbers."""
    return joined(words_in(text, box))


def shared_part(one: Place | Box, other: Place | Box) -> float:
    """Share of the smaller of two boxes that lies in the other, 0.0 to 1.0."""
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    if across <= 0 or down <= 0:
        return 0.0
    sizes = [(box[2] - box[0]) * (box[3] - box[1]) for box in (one, other)]
    return float(across * down / min(sizes))


def overlapping(places: Mapping[str, Place | Box]) -> tuple[str, str] | None:
    """Names of the first two boxes that lie over each other, None where none do."""
    names = list(places)
    for number, one in enumerate(names):
        for other in names[number + 1 :]:
            if shared_part(places[one], places[other]) > MOST_SHARED:
                return one, other
    return None


def suggest_value_box(page: SamplePage, label: Box, taken: Iterable[Box] = ()) -> Box:
    """Where the value of a label most likely stands: the rest of its line.

    It ends before the next label of the line (words up to a colon after the widest blank), else
    at the right edge of the text.

    Args:
        page: The sample.
        label: Frame of the label.
        taken: Frames of other values, which the suggestion does not run into.
    """
    height = label[3] - label[1]
    left = label[2] + round(_AFTER_LABEL * height)
    row = sorted(
        (word for word in page.text.words if word.box[0] >= label[2] and on_row(word.box, label)),
        key=lambda word: word.box[0],
    )
    right = max([left + height, *(word.box[2] for word in page.text.words)])
    while row and _NOTE.fullmatch(row[0].text):
        left = row.pop(0).box[2] + 1
    own = _before_next_label(row)
    if len(own) < len(row):
        right = row[len(own)].box[0] - 1
    edges = [box[0] - 1 for box in taken if box[0] > left and on_row(box, label)]
    right = max(left + height, min([right, *edges]))
    boxes = [label, *(word.box for word in own)]
    return (left, min(box[1] for box in boxes), right, max(box[3] for box in boxes))


def on_row(one: Box, other: Box) -> bool:
    """Whether two boxes stand beside each other."""
    shared = min(one[3], other[3]) - max(one[1], other[1])
    return shared >= _ON_ROW * min(one[3] - one[1], other[3] - other[1])


def _before_next_label(row: Sequence[Word]) -> Sequence[Word]:
    """Words of a row in front of the label that a colon ends."""
    end = next((number for number, word in enumerate(row) if word.text.endswith(":")), None)
    if end is None:
        return row
    gaps = [(row[number].box[0] - row[number - 1].box[2], number) for number in range(1, end + 1)]
    widest, start = max(gaps, default=(0, 0))
    return row[:start] if widest > 0 else row[:0]


def snapped(text: PageText, box: Box) -> Box:
    """The frame drawn tight around its words; as it is where it holds none."""
    inside = words_in(text, box)
    return union([word.box for word in inside]) if inside else box


def find_label(text: PageText, label: str) -> Box | None:
    """Where a label stands on a page, None where it is not there.

    The words that come nearest to it count, the first ones from above where some are alike.
    """
    wanted = fold_letters(label)[0]
    edits = allowed_edits(len(wanted))
    found: Box | None = None
    for words in _runs(text, len(wanted) + edits):
        letters = "".join(fold_letters(word.text)[0] for word in words)
        distance = Levenshtein.distance(letters, wanted, score_cutoff=edits)
        if letters and distance <= edits:
            found, edits = union([word.box for word in words]), distance - 1
        if edits < 0:
            break
    return found


def _runs(text: PageText, most: int) -> Iterator[Sequence[Word]]:
    """Words that stand beside each other, with at most so many letters."""
    for line in text.lines:
        sizes = [len(fold_letters(word.text)[0]) for word in line.words]
        for start in range(len(sizes)):
            for end in range(start, len(sizes)):
                if sum(sizes[start : end + 1]) > most:
                    break
                yield line.words[start : end + 1]
