"""The words that belong to a label: to the right of it, else below it, to the end of the value."""

from __future__ import annotations

import re
from dataclasses import replace

from ocr.understanding.forms import FieldDefinition, ValueKind
from ocr.understanding.found import Finder, FoundValue, found_value, without_leaders
from ocr.understanding.labels import COLON, LABEL_GAP, Hit, PrintedLine
from ocr.words import Box, Word, union

_VALUE_GAP = 3.5
_CELL_GAP = 1.0
_ALIGNED, _ALIGNED_CAPITAL, _INDENT = 1.3, 0.6, 4.5
"""Tolerance of an alignment, the same before a capital, which may begin a paragraph, and the
widest indent of a first line; in line heights."""

_MAX_LINE_STEP = 2.6
_MAX_CONTINUATIONS = {
    ValueKind.ADDRESS: 2,
    ValueKind.TEXT: 3,
    ValueKind.NAME: 1,
    ValueKind.RELATION: 1,
    ValueKind.MARITAL_STATUS: 1,
}
_SHORT = frozenset({ValueKind.NAME, ValueKind.RELATION, ValueKind.MARITAL_STATUS})
"""Values that only run on for want of room, and then with a few words."""

_MOST_WORDS_OVER = 3
_FULL_LINE_SHARE = 0.8
_ROOM, _ROOM_BEFORE_CAPITAL, _NO_ROOM = 4.0, 1.0, 0.7
"""Blank beyond the next word that ends a value though another line follows, in line heights:
of a text, of a text before a capital, of a short value."""

_WORD_SPACE = 0.3
_NUMBERED = re.compile(r"\s*(?:[IVX]{1,4}|\d{1,2}|[a-zđ])[.)]\s*[^\W\d]|\s*Điều \d|\s*[-*•] ")
"""Begins another item of the form."""

_NOTE_AND_COLON = re.compile(r"[^:;.()\d]{0,40}\([^()]{2,60}\)[^:;.()\d]{0,12}:")
_REST_OF_LABEL = re.compile(r"((?:\s+[^\W\d_]+){1,5})\s*[:：]")
_HONORIFIC = re.compile(
    r"(?:hộ\s+)?(?:ông|bà)(?:\s*[/(]\s*\w{1,2}\s*\)?\s*:?|\s*:|(?<=bà))\s+(?=\S+\s+\S)",
    re.IGNORECASE,
)
"""Title before a name: "Ông (bà):", "Bà". "Ông" alone stays, it is a family name as well."""

_LEADING_NOISE = re.compile(r"^(?:[\s:;.,·…_\-–—*|]|[(\[{]\d{1,2}[)\]}])+")


class ValueReader:
    """Reads the value that belongs to a label."""

    def __init__(
        self, lines: list[PrintedLine], stops: list[tuple[int, int]], right_px: int | None
    ) -> None:
        self._lines = lines
        self._stops = stops
        right_most = max((line.line.box[2] for line in lines), default=0)
        self._right_px = right_most if right_px is None else right_px

    def read(self, definition: FieldDefinition, hit: Hit) -> FoundValue:
        """Value to the right of the label, else below it."""
        line = self._lines[hit.line]
        words = self._words_right_of(line, hit)
        last = hit.line
        in_column = False
        if not words:
            words, last, in_column = self._words_below(hit)
        if words and not in_column:
            left = min(word.box[0] for word in line.words_between(hit.start, hit.end))
            words = words + self._continuations(definition.kind, last, words, left)
        if definition.kind is ValueKind.NAME:
            words = _without_honorific(words)
        value = found_value(definition.name, words, Finder.LABEL)
        label = tuple(line.words_between(hit.start, hit.end))
        is_sure = not rest_of_label(line.text[hit.end : self._stop_behind(hit)])
        area = self._area_right_of(line, hit)
        return replace(value, label=label, area=area, is_block_sure=is_sure)

    def _stop_behind(self, hit: Hit) -> int:
        """Character of the line of a label that its value ends before."""
        behind = (at for index, at in self._stops if index == hit.line and at >= hit.end)
        return next(behind, len(self._lines[hit.line].text))

    def _area_right_of(self, line: PrintedLine, hit: Hit) -> Box | None:
        """From the end of a label to the next one or the edge of the text."""
        left = max(word.box[2] for word in line.words_between(hit.start, hit.end))
        behind = line.words_between(self._stop_behind(hit), len(line.text))
        right = min((word.box[0] for word in behind), default=self._right_px)
        _, top, _, bottom = line.line.box
        return (left, top, right, bottom) if right > left else None

    def _words_right_of(self, line: PrintedLine, hit: Hit) -> list[Word]:
        end = self._stop_behind(hit)
        colon = COLON.match(line.text, hit.end, end)
        start = colon.end() if colon else _skip_rest_of_label(line.text, hit.end, end)
        noise = _LEADING_NOISE.match(line.text[start:end])
        start += noise.end() if noise else 0
        words = line.words_between(start, end)
        return without_leaders(_up_to_gap(words, line.height))

    def _words_below(self, hit: Hit) -> tuple[list[Word], int, bool]:
        """Words under a label, the index of their line, and whether they are a table cell.

        The line has to be close and hold no label; a line of specks between is passed over. A
        label to the right on the label's own line makes a table head of both: then the cell
        under the label is taken.
        """
        upper = self._lines[hit.line]
        label = union([word.box for word in upper.words_between(hit.start, hit.end)])
        is_head = any(index == hit.line and at >= hit.end for index, at in self._stops)
        is_head = is_head or upper.gap_before(hit.start) >= LABEL_GAP
        is_alone = len("".join(upper.letters)) == hit.letters
        for below in (hit.line + 1, hit.line + 2):
            if not self._follows(hit.line, below):
                break
            row = self._lines[below]
            words = without_leaders(list(row.line.words))
            if is_head:
                words = _cell_under(label, words, row.height)
            elif not (is_alone and _is_centred(label, row)):
                words = [word for word in words if word.box[2] > label[0] - upper.height // 2]
            words = _up_to_gap(words, row.height)
            if words:
                return words, below, is_head
        return [], hit.line, False

    def _follows(self, index: int, below: int) -> bool:
        """Whether a line is close below another, holds no label and is no instruction."""
        if not self._is_close(index, below):
            return False
        if any(stop[0] == below for stop in self._stops):
            return False
        text = self._lines[below].text
        return not text.startswith(("(", "[")) and _NUMBERED.match(text) is None

    def _is_close(self, index: int, below: int) -> bool:
        if below >= len(self._lines):
            return False
        upper, lower = self._lines[index], self._lines[below]
        step = lower.line.box[1] - upper.line.box[1]
        return 0 < step <= _MAX_LINE_STEP * max(upper.height, lower.height)

    def _continuations(
        self, kind: ValueKind, index: int, first: list[Word], left: int
    ) -> list[Word]:
        """Words of the lines an address or a long text runs on to.

        Args:
            kind: Only addresses and free text run on.
            index: Line of `first`.
            first: Words of the value so far.
            left: Left edge of the label, in pixels.
        """
        found: list[Word] = []
        words = first
        for below in range(index + 1, index + 1 + _MAX_CONTINUATIONS.get(kind, 0)):
            is_full = words[-1].box[2] >= _FULL_LINE_SHARE * self._right_px
            if not is_full and (kind is not ValueKind.ADDRESS or below > index + 1):
                break
            more = without_leaders(self._words_running_on(below, left))
            if not more or not self._goes_on(below, more, left, first):
                break
            if kind is not ValueKind.ADDRESS and self._ends_before(kind, words[-1], more):
                break
            words = more
            found += words
        return found

    def _ends_before(self, kind: ValueKind, last: Word, more: list[Word]) -> bool:
        """Whether the first word of the next line had room behind the last one of a value."""
        height = last.box[3] - last.box[1]
        needed = more[0].box[2] - more[0].box[0] + _WORD_SPACE * height
        room = (self._right_px - last.box[2] - needed) / max(1, height)
        if kind in _SHORT:
            return room > _NO_ROOM or len(more) > _MOST_WORDS_OVER
        return room > (_ROOM_BEFORE_CAPITAL if more[0].text[0].isupper() else _ROOM)

    def _goes_on(self, below: int, words: list[Word], left: int, first: list[Word]) -> bool:
        """Whether the words of a line go on with a value and are no paragraph of their own."""
        text = " ".join(word.text for word in words)
        is_heading = text.isupper() and not first[0].text.isupper()
        if ":" in text[:40] or is_heading:
            return False
        line = self._lines[below]
        is_beside = words[0].box != line.line.words[0].box  # something else begins the line
        tolerance = _ALIGNED_CAPITAL if words[0].text[:1].isupper() else _ALIGNED
        places = (left, first[0].box[0])
        return is_beside or _is_aligned(words[0].box[0], places, tolerance, line.height)

    def _words_running_on(self, below: int, left: int) -> list[Word]:
        """Words of a line that continue the one above it.

        A line that another label begins is only taken from the column of the value on, as on
        cards, where the date of expiry stands beside the address.
        """
        if self._follows(below - 1, below):
            return list(self._lines[below].line.words)
        if not self._is_close(below - 1, below):
            return []
        line = self._lines[below]
        starts = [at for index, at in self._stops if index == below]
        column = [
            (start, word) for start, _, word in line.word_spans if word.box[0] >= left - line.height
        ]
        if not column or not starts or max(starts) >= column[0][0]:
            return []
        if line.gap_before(column[0][0]) < LABEL_GAP:
            return []
        return [word for _, word in column]


def _is_aligned(x: int, places: tuple[int, int], tolerance: float, height: int) -> bool:
    """Whether a line that begins at `x` goes on with a value: not indented, not far to the left.

    It stands under the label, under the value, or at the margin left of an indented label.

    Args:
        x: Where the line begins.
        places: Left edges of the label and of the value.
        tolerance: How far from them it may begin, in line heights.
        height: Height of the line in pixels.
    """
    label, value = places
    under = min(abs(x - label), abs(x - value)) <= tolerance * height
    return under or label - _INDENT * height <= x < label


def _is_centred(label: Box, row: PrintedLine) -> bool:
    """Whether a line stands in the middle under a label."""
    box = row.line.box
    return abs(box[0] + box[2] - label[0] - label[2]) <= 4 * row.height


def _without_honorific(words: list[Word]) -> list[Word]:
    """Words of a name without the title before it."""
    found = _HONORIFIC.match(" ".join(word.text for word in words))
    return words[len(found[0].split()) :] if found else words


def rest_of_label(text: str) -> int:
    """Length of further small words up to a colon: " đặt cho trẻ:"; 0 for none."""
    rest = _REST_OF_LABEL.match(text)
    return rest.end() if rest and rest[1].islower() else 0


def _skip_rest_of_label(text: str, start: int, stop: int) -> int:
    """Jump over "/ Full name:" or "viết bằng tiếng Việt (ghi bằng chữ in hoa):" behind a label."""
    rest = text[start:stop]
    if re.match(r"\s*[/|]\s*[^\W\d]", rest) is not None:
        colon = rest.find(":")
        return start + colon + 1 if colon >= 0 else stop
    note = _NOTE_AND_COLON.match(rest)
    return start + (note.end() if note else rest_of_label(rest))


def _up_to_gap(words: list[Word], height: int) -> list[Word]:
    for index in range(1, len(words)):
        if words[index].box[0] - words[index - 1].box[2] > _VALUE_GAP * height:
            return words[:index]
    return words


def _cell_under(head: Box, words: list[Word], height: int) -> list[Word]:
    """Words of the table cell that shares most of its width with the head above it."""
    cells: list[list[Word]] = []
    for word in words:
        if not cells or word.box[0] - cells[-1][-1].box[2] > _CELL_GAP * height:
            cells.append([])
        cells[-1].append(word)

    def overlap(cell: list[Word]) -> int:
        return min(head[2], cell[-1].box[2]) - max(head[0], cell[0].box[0])

    best = max(cells, key=overlap, default=[])
    return best if best and overlap(best) > 0 else []
