"""Tick boxes: which of the printed choices is marked.

A box is four straight sides of about the height of a line, whatever crosses them; a mark is ink
inside. Where no box is drawn the choice may be written out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

import cv2
import numpy as np
import numpy.typing as npt

from ocr.folding import fold_letters
from ocr.source import Pixels
from ocr.understanding.forms import FieldDefinition
from ocr.understanding.found import Finder, FoundValue, found_value
from ocr.understanding.labels import Hit, PrintedLine, hits_on_line
from ocr.words import Box, Word, union

_DARKER_THAN_PAPER = 50
_SMALLEST, _LARGEST = 0.4, 1.9
"""Side of a box in line heights."""

_SQUARE = 1.45
_SIDE = 0.7
"""Share of a side that has to be drawn."""

_HOLLOW = 0.25
"""Most of the inside that straight strokes may cover; marks are slanted."""

_STROKE = 0.45
"""Shortest straight stroke of a box, in line heights."""

_INSET = 0.24
_MARKED, _BLANK = 0.09, 0.045
_CLINGING_LETTERS = 3
_USUAL = 0.85
"""Smallest box of a row, in sides of the usual one."""

_NEAR = 6.0
"""Farthest a box may stand from its word, in line heights."""

_SURE, _UNSURE = 0.97, 0.5


@dataclass(frozen=True, slots=True)
class TickBox:
    """A drawn box; `ink` is the share of its inside that is dark."""

    box: Box
    ink: float


def tick_boxes(gray: Pixels, area: Box, line_height: int) -> tuple[TickBox, ...]:
    """Boxes drawn in a part of the page, left to right.

    Args:
        gray: (h, w) uint8, level, dark on light, rules not taken out.
        area: Where to look, pixels of `gray`.
        line_height: Height of the print beside, in pixels.
    """
    x0, y0 = max(0, area[0]), max(0, area[1])
    part = gray[y0 : area[3], x0 : area[2]]
    if min(part.shape, default=0) < 6:
        return ()
    ink = (part < float(np.percentile(part, 80)) - _DARKER_THAN_PAPER).astype(np.uint8)
    stroke = max(4, round(_STROKE * line_height))
    across = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, stroke), np.uint8))
    upright = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((stroke, 1), np.uint8))
    drawn = cv2.bitwise_or(across, upright)
    sides = np.asarray(cv2.dilate(drawn, np.ones((3, 3), np.uint8)), dtype=np.uint8)
    _, _, stats, _ = cv2.connectedComponentsWithStats(sides, connectivity=8)
    boxes = [
        TickBox((x0 + x, y0 + y, x0 + x + w, y0 + y + h), _ink_inside(ink[y : y + h, x : x + w]))
        for x, y, w, h, _ in stats[1:].tolist()
        if _is_box(sides[y : y + h, x : x + w], line_height)
    ]
    return tuple(sorted(boxes, key=lambda found: found.box[0]))


def _is_box(sides: npt.NDArray[np.uint8], line_height: int) -> bool:
    height, width = sides.shape
    if not all(_SMALLEST <= side / line_height <= _LARGEST for side in (width, height)):
        return False
    if max(width, height) > _SQUARE * min(width, height):
        return False
    edge = max(2, round(0.18 * min(width, height)))
    drawn = (
        sides[:edge].any(axis=0).mean(),
        sides[-edge:].any(axis=0).mean(),
        sides[:, :edge].any(axis=1).mean(),
        sides[:, -edge:].any(axis=1).mean(),
    )
    corners = (
        sides[:edge, :edge],
        sides[:edge, -edge:],
        sides[-edge:, :edge],
        sides[-edge:, -edge:],
    )
    is_closed = min(drawn) >= _SIDE and all(corner.any() for corner in corners)
    return bool(is_closed and _ink_inside(sides) <= _HOLLOW)


def _ink_inside(ink: npt.NDArray[np.uint8]) -> float:
    height, width = ink.shape
    down, right = max(2, round(_INSET * height)), max(2, round(_INSET * width))
    inside = ink[down : height - down, right : width - right]
    return float(inside.mean()) if inside.size else 0.0


def read_choice(
    gray: Pixels,
    line: PrintedLine,
    start: int,
    definition: FieldDefinition,
    *,
    below: Sequence[PrintedLine] = (),
) -> FoundValue | None:
    """The marked choice on a line, or on it and those below that the choices run on to.

    Args:
        gray: The page as the eye sees it; (h, w) uint8.
        line: Line with the choices.
        start: First character behind the label.
        definition: A field of kind choice.
        below: Lines that may hold further choices.

    Returns:
        None where no boxes stand beside the choices.
    """
    pairs = _boxes_on(gray, line, start, definition.choices)
    seen = {choice for choice, _, _ in pairs}
    for more in below:
        others = [choice for choice in definition.choices if choice not in seen]
        found = _boxes_on(gray, more, 0, others)
        pairs += found
        seen |= {choice for choice, _, _ in found}
        if not found:
            break
    if not pairs:
        return None
    marked = [entry for entry in pairs if entry[2].ink >= _MARKED]
    if len(marked) != 1:
        return FoundValue(definition.name, "", has_label=True, finder=Finder.TICK)
    choice, word, tick = marked[0]
    is_clear = all(other.ink <= _BLANK for _, _, other in pairs if other is not tick)
    place = union([word.box, tick.box])
    value = Word(choice, place, _SURE if is_clear else _UNSURE)
    return found_value(definition.name, [value], Finder.TICK)


def _boxes_on(
    gray: Pixels, line: PrintedLine, start: int, choices: Sequence[str]
) -> list[tuple[str, Word, TickBox]]:
    """Choices on a line behind a character, each with its box."""
    places = _choices_on(line, start, choices)
    if not places:
        return []
    height, words = line.height, [word for _, word in places]
    around = union([word.box for word in words])
    reach = round(_NEAR * height)
    area = (
        max(around[0] - reach, 0),
        max(around[1] - height // 2, 0),
        around[2] + reach,
        around[3] + height // 2,
    )
    return _paired(places, _of_one_size(tick_boxes(gray, area, height)))


def _of_one_size(boxes: Sequence[TickBox]) -> list[TickBox]:
    """Boxes without what is smaller than most of them: a letter of straight strokes ("Đ")."""
    if not boxes:
        return []
    usual = median(_side(tick) for tick in boxes)
    return [tick for tick in boxes if _side(tick) >= _USUAL * usual]


def _side(tick: TickBox) -> float:
    """Mean side of a box in pixels."""
    x0, y0, x1, y1 = tick.box
    return (x1 - x0 + y1 - y0) / 2


def _choices_on(line: PrintedLine, start: int, choices: Sequence[str]) -> list[tuple[str, Word]]:
    """Printed choices on a line behind `start`, left to right.

    A box that was read as letters may cling to its word ("XiCó"): the end of the word counts.
    "Nặng" in "Đặc biệt nặng" is no choice of its own.
    """
    found = []
    taken: list[Hit] = []
    for choice in sorted(choices, key=len, reverse=True):
        hits = [hit for hit in hits_on_line(line, 0, choice) if hit.start >= start]
        hits = [
            hit
            for hit in hits
            if all(hit.end <= one.start or one.end <= hit.start for one in taken)
        ]
        taken += hits[:1]
        if hits:
            words = line.words_between(hits[0].start, hits[0].end)
            found.append((choice, Word(choice, union([word.box for word in words]), 1.0)))
            continue
        clinging = [
            word
            for begin, _, word in line.word_spans
            if begin >= start
            and _ends(word, choice)
            and not any(one.start <= begin < one.end for one in taken)
        ]
        if clinging:
            x0, y0, x1, y1 = clinging[0].box
            share = len(choice) / len(clinging[0].text)
            box = (round(x1 - share * (x1 - x0)), y0, x1, y1)
            found.append((choice, Word(choice, box, 1.0)))
    return sorted(found, key=lambda entry: entry[1].box[0])


def _ends(word: Word, choice: str) -> bool:
    """Whether a word is a choice with a few letters before it."""
    letters, wanted = fold_letters(word.text)[0], fold_letters(choice)[0]
    return letters.endswith(wanted) and len(letters) <= len(wanted) + _CLINGING_LETTERS


def _paired(
    places: Sequence[tuple[str, Word]], boxes: Sequence[TickBox]
) -> list[tuple[str, Word, TickBox]]:
    """Each choice with its box: all boxes stand before their words, or all behind them."""
    if not boxes:
        return []
    before, behind = _boxes_before(places, boxes), _boxes_behind(places, boxes)
    if len(before) == len(behind):
        return before if boxes[0].box[0] < places[0][1].box[0] else behind
    return max(before, behind, key=len)


def _boxes_before(
    places: Sequence[tuple[str, Word]], boxes: Sequence[TickBox]
) -> list[tuple[str, Word, TickBox]]:
    pairs = []
    for index, (choice, word) in enumerate(places):
        left = places[index - 1][1].box[2] if index else 0
        mine = [tick for tick in boxes if left <= tick.box[0] < word.box[0]][-1:]
        pairs += [(choice, word, tick) for tick in mine]
    return pairs


def _boxes_behind(
    places: Sequence[tuple[str, Word]], boxes: Sequence[TickBox]
) -> list[tuple[str, Word, TickBox]]:
    pairs = []
    for index, (choice, word) in enumerate(places):
        right = places[index + 1][1].box[0] if index + 1 < len(places) else 1 << 30
        mine = [tick for tick in boxes if word.box[2] - 2 <= tick.box[0] < right][:1]
        pairs += [(choice, word, tick) for tick in mine]
    return pairs
