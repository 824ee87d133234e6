"""Find the values of a form by their printed labels.

The value of a label is what stands to the right of it up to the next label, else what stands
below it. Blocks of a form ("sections") keep the persons on it apart: a label is only read
inside its own block, and a block whose label comes round again without the opening phrase of
another block is closed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ocr.understanding.forms import FieldDefinition, PaperType, ValueKind
from ocr.understanding.labels import (
    COLON,
    LABEL_GAP,
    Hit,
    PrintedLine,
    find_labels,
    find_openings,
    phrases_of,
)
from ocr.understanding.validate import strip_leaders
from ocr.words import Box, PageText, Word, union

_UNKNOWN_SECTION = "?"
_VALUE_GAP = 6.0
_CELL_GAP = 1.0
_MAX_LINE_STEP = 2.6
_MAX_CONTINUATIONS = {ValueKind.ADDRESS: 2, ValueKind.TEXT: 3}
_FULL_LINE_SHARE = 0.8
_LEADING_NOISE = re.compile(r"^(?:[\s:;.,·…_\-–—*|]|[(\[{]\d{1,2}[)\]}])+")
_TRAILING_NOTE = re.compile(r"[\s.…_·]*\(\d{1,2}\)[\s.…_·;,]*$")


@dataclass(frozen=True, slots=True)
class FoundValue:
    """What stands beside one label.

    Attributes:
        name: Field name.
        text: Value as read, NFC, without leaders; "" when the blank is empty or the label was
            not found.
        has_label: Whether the label was found.
        words: Words of the value in reading order.
    """

    name: str
    text: str
    has_label: bool
    words: tuple[Word, ...] = ()

    @property
    def box(self) -> Box | None:
        """Box around the words, None for an empty value."""
        return union([word.box for word in self.words]) if self.words else None

    @property
    def confidence(self) -> float:
        """Lowest confidence of a word of the value, 0.0 for an empty value."""
        return min((word.confidence for word in self.words), default=0.0)


def extract_fields(text: PageText, paper: PaperType) -> tuple[FoundValue, ...]:
    """Find the value of each field of `paper` on a page.

    Returns:
        One entry for each field definition, in the order of the definitions.
    """
    lines = [PrintedLine(line) for line in text.lines]
    labels = find_labels(lines, paper.fields)
    openings = find_openings(lines, paper)
    chosen = _assign(labels, openings, paper)
    stops = sorted({(hit.line, hit.start) for hit in [*labels, *(hit for hit, _ in openings)]})
    reader = _ValueReader(lines, stops)
    return tuple(
        reader.read(definition, chosen[definition.name])
        if definition.name in chosen
        else FoundValue(definition.name, "", has_label=False)
        for definition in paper.fields
    )


def _assign(labels: list[Hit], openings: list[tuple[Hit, str]], paper: PaperType) -> dict[str, Hit]:
    """Give each field the first label of its block that is not taken yet."""
    names = {section.name for section in paper.sections}
    chosen: dict[str, Hit] = {}
    section = ""
    pending = list(openings)
    for hit in labels:
        while pending and (pending[0][0].line, pending[0][0].start) <= (hit.line, hit.start):
            section = pending.pop(0)[1]
        same = [field for field in paper.fields if hit.phrase in phrases_of(field)]
        here = [field for field in same if field.section in ("", section)]
        free = [field for field in here if field.name not in chosen]
        if free:
            chosen[free[0].name] = hit
        elif section in names and any(field.section == section for field in here):
            section = _UNKNOWN_SECTION
    return chosen


class _ValueReader:
    """Reads the value that belongs to a label."""

    def __init__(self, lines: list[PrintedLine], stops: list[tuple[int, int]]) -> None:
        self._lines = lines
        self._stops = stops
        self._right_px = max((line.line.box[2] for line in lines), default=0)

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
        text = _joined(words)
        if not text:
            return FoundValue(definition.name, "", has_label=True)
        return FoundValue(definition.name, text, has_label=True, words=tuple(words))

    def _words_right_of(self, line: PrintedLine, hit: Hit) -> list[Word]:
        stop = next((at for index, at in self._stops if index == hit.line and at >= hit.end), None)
        end = len(line.text) if stop is None else stop
        colon = COLON.match(line.text, hit.end, end)
        start = colon.end() if colon else _skip_translation(line.text, hit.end, end)
        noise = _LEADING_NOISE.match(line.text[start:end])
        start += noise.end() if noise else 0
        words = line.words_between(start, end)
        return _without_leaders(_up_to_gap(words, line.height))

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
        for below in (hit.line + 1, hit.line + 2):
            if not self._follows(hit.line, below):
                break
            row = self._lines[below]
            words = _without_leaders(list(row.line.words))
            if is_head:
                words = _cell_under(label, words, row.height)
            else:
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
        return not self._lines[below].text.startswith(("(", "["))

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
            words = _without_leaders(self._words_running_on(below, left))
            if not words or ":" in " ".join(word.text for word in words)[:40]:
                break
            found += words
        return found

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


def _skip_translation(text: str, start: int, stop: int) -> int:
    """Jump over "/ Full name:" behind a Vietnamese label."""
    rest = text[start:stop]
    if re.match(r"\s*[/|]\s*[^\W\d]", rest) is None:
        return start
    colon = rest.find(":")
    return start + colon + 1 if colon >= 0 else stop


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


def _without_leaders(words: list[Word]) -> list[Word]:
    """Words that hold a letter or a digit; leader dots and rules hold none."""
    return [word for word in words if re.search(r"[^\W_]", word.text)]


def _joined(words: list[Word]) -> str:
    text = " ".join(word.text for word in words)
    return strip_leaders(_TRAILING_NOTE.sub("", text))
