"""Values beside their printed labels.

The value of a label is what stands to the right of it up to the next label, else what stands
below it. Blocks of a form ("sections") keep the persons on it apart: a label is only read
inside its own block, and a block whose label comes round again without the opening phrase of
another block is closed.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace

from ocr.understanding.forms import FieldDefinition, PaperType, ValueKind
from ocr.understanding.found import FoundValue
from ocr.understanding.labels import (
    COLON,
    LABEL_GAP,
    Hit,
    PrintedLine,
    find_labels,
    find_openings,
    phrases_of,
)
from ocr.understanding.parts import DateLine, date_lines
from ocr.understanding.sight import Sight
from ocr.understanding.ticks import read_choice
from ocr.understanding.value_words import ValueReader, rest_of_label

_UNKNOWN_SECTION = "?"
_MOST_CHOICE_LINES = 2
_SHORTEST_SURE = 6


def read_labelled(
    lines: list[PrintedLine],
    paper: PaperType,
    sight: Sight | None,
    *,
    right_px: int | None = None,
) -> dict[str, FoundValue]:
    """Values beside their labels, by field name.

    Args:
        lines: Lines of the page or of one column of it.
        paper: The form.
        sight: The page itself, for tick boxes.
        right_px: Right edge of the column; without it the longest line tells the edge.
    """
    labels = find_labels(lines, paper)
    openings = find_openings(lines, paper)
    chosen = _assign(_without_other_labels(lines, labels, paper), openings, paper)
    used = {hit for label in chosen.values() for hit in (label.hit, *label.others)}
    telling = [hit for hit in labels if hit in used or _tells(lines[hit.line], hit)]
    stops = sorted(
        {(hit.line, hit.start) for hit in [*telling, *(hit for hit, _ in openings)]}
        | {(date.line, date.start) for date in date_lines(lines) if _stands_alone(lines, date)}
    )
    reader = ValueReader(lines, stops, right_px)
    found = {}
    for definition in paper.fields:
        label = chosen.get(definition.name)
        if label is None:
            continue
        value = None
        if definition.kind is ValueKind.CHOICE and sight is not None:
            value = _ticked(lines, label.hit, definition, sight, {line for line, _ in stops})
        for hit in (label.hit, *label.others):
            value = value if value and value.text else reader.read(definition, hit)
        if value is not None:
            is_sure = label.is_block_sure and value.is_block_sure
            found[definition.name] = replace(value, is_block_sure=is_sure)
    return found


def _tells(line: PrintedLine, hit: Hit) -> bool:
    """Whether a label that no field took still ends a value: a few letters in running text do not.

    "Thẻ căn cước công dân số: 0380…" goes on behind "số", which is a label of another block.
    """
    is_apart = hit.start == 0 or line.gap_before(hit.start) >= LABEL_GAP
    return hit.letters >= _SHORTEST_SURE or is_apart


def _without_other_labels(
    lines: Sequence[PrintedLine], labels: Sequence[Hit], paper: PaperType
) -> list[Hit]:
    """Labels without those that begin another one, where the label itself stands on the page.

    "Nội dung đề nghị giải quyết:" is not "Nội dung:" where that is printed too.
    """
    whole: set[str] = set()
    for hit in labels:
        if COLON.match(lines[hit.line].text, hit.end) is not None:
            whole |= {field.name for field in paper.fields if hit.phrase in phrases_of(field)}
    kept = []
    for hit in labels:
        mine = [field.name for field in paper.fields if hit.phrase in phrases_of(field)]
        is_longer = rest_of_label(lines[hit.line].text[hit.end :]) > 0
        if not (is_longer and len(mine) == 1 and mine[0] in whole):
            kept.append(hit)
    return kept


def _stands_alone(lines: Sequence[PrintedLine], date: DateLine) -> bool:
    """Whether place and date fill a line, or stand beside something else with a blank between."""
    line = lines[date.line]
    is_whole = date.start == 0 and date.words[:1] != line.line.words[:1]
    return is_whole or line.gap_before(date.start) >= LABEL_GAP


def _ticked(
    lines: Sequence[PrintedLine],
    hit: Hit,
    definition: FieldDefinition,
    sight: Sight,
    labelled: Container[int],
) -> FoundValue | None:
    """The marked choice behind a label or on the lines below it, up to the next with a label."""
    below = []
    for index in range(hit.line + 1, min(hit.line + 1 + _MOST_CHOICE_LINES, len(lines))):
        if index in labelled or ":" in lines[index].text:
            break
        below.append(lines[index])
    return read_choice(sight.gray, lines[hit.line], hit.end, definition, below=below)


@dataclass(frozen=True, slots=True)
class _Chosen:
    """The label of a field, others that stand for it too, and whether its block is sure."""

    hit: Hit
    is_block_sure: bool = True
    others: tuple[Hit, ...] = ()


def _assign(
    labels: list[Hit], openings: list[tuple[Hit, str]], paper: PaperType
) -> dict[str, _Chosen]:
    """Give each field the first label of its block that is not taken yet.

    A label that only one block has tells the block by itself. A block whose labels come round
    again goes over into the next one with such a label whose own opening was not found; that is
    a guess, and its values are never green.
    """
    blocks = _Blocks(paper, frozenset(name for _, name in openings))
    chosen: dict[str, _Chosen] = {}
    pending = list(openings)
    for hit in labels:
        while pending and (pending[0][0].line, pending[0][0].start) <= (hit.line, hit.start):
            blocks.open(pending.pop(0)[1])
        same = [field for field in paper.fields if hit.phrase in phrases_of(field)]
        free = [field for field in same if field.name not in chosen]
        again = None if free else _said_otherwise(hit, same, chosen)
        if again is not None:
            before = chosen[again]
            chosen[again] = replace(before, others=(*before.others, hit))
            continue
        mine = blocks.of(same, free)
        if mine:
            chosen[mine[0].name] = _Chosen(hit, blocks.is_sure or not mine[0].section)
            for field in _companions(mine):
                chosen[field.name] = chosen[mine[0].name]
    return chosen


def _said_otherwise(
    hit: Hit, same: Sequence[FieldDefinition], chosen: Mapping[str, _Chosen]
) -> str | None:
    """The field whose label stands here once more in other words, as in the head of a table."""
    if len(same) != 1:
        return None
    return same[0].name if chosen[same[0].name].hit.phrase != hit.phrase else None


class _Blocks:
    """Which block of a form the next label stands in."""

    def __init__(self, paper: PaperType, opened: frozenset[str]) -> None:
        self._order = [section.name for section in paper.sections]
        self._opened = opened
        self._now = ""
        self.is_sure = True

    def open(self, name: str) -> None:
        """The opening of a block was found."""
        self._now, self.is_sure = name, True

    def of(
        self, same: Sequence[FieldDefinition], free: Sequence[FieldDefinition]
    ) -> list[FieldDefinition]:
        """Fields a label may fill: of those with this label, the free ones of the right block."""
        here = [field for field in free if field.section in ("", self._now)]
        if here:
            return here
        sections = list(dict.fromkeys(field.section for field in same if field.section))
        if len(sections) == 1 and self._now not in sections and sections[0] not in self._opened:
            self.open(sections[0])
            return [field for field in free if field.section == self._now]
        if self._now in sections:
            self._go_over(free)
            return [field for field in free if field.section == self._now]
        return []

    def _go_over(self, free: Sequence[FieldDefinition]) -> None:
        """The block is over: the next with such a label and without an opening follows."""
        at = self._order.index(self._now) if self._now in self._order else len(self._order)
        wanted = {field.section for field in free}
        following = [
            name for name in self._order[at + 1 :] if name in wanted and name not in self._opened
        ]
        self._now = following[0] if following else _UNKNOWN_SECTION
        self.is_sure = False


def _companions(free: Sequence[FieldDefinition]) -> list[FieldDefinition]:
    """Fields that are read from the same print as the first: the time beside a date."""
    first = free[0]
    pair = {ValueKind.DATE, ValueKind.TIME}
    return [
        field
        for field in free[1:]
        if {field.kind, first.kind} == pair and field.section == first.section
    ][:1]
