"""Signature blocks: a name, the title lines above it, and the gap between them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from signing.appearance.free_space import Gap
from signing.appearance.signer_names import SignerName, TitleLines, is_loud, tokens
from signing.appearance.stamps import Box
from signing.appearance.words import Segment, around

_COLUMN_SHARE = 0.4
_FARTHEST_TITLE_PT = 170.0
_UNTITLED_GAP_PT = 80.0
_BELOW_TITLE_PT = 90.0
_LEADING_HEIGHTS = 1.5
_LEAST_LEADING_PT = 9.0
_MAX_TITLE_LINES = 6
_NAME_TOKENS = range(2, 8)
_EDGE_PT = 20.0
_CENTRED_PT = 30.0


class TitleKind(Enum):
    """What stands above a name."""

    KNOWN = "known"
    IN_CAPITALS = "in_capitals"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class NameHit:
    """A line that is the signer's name.

    Attributes:
        page_index: Page, counted from 0.
        box: The name, as seen.
        likeness: How surely it is the name, 0 to 1.
        title: What the lines above it are.
        gap: Space between title and name.
    """

    page_index: int
    box: Box
    likeness: float
    title: TitleKind
    gap: Gap


def name_hits(
    page_index: int, segments: Sequence[Segment], name: SignerName, titles: TitleLines
) -> Iterator[NameHit]:
    """Find the name on a page, with what stands above it."""
    for box, likeness in _names(segments, name):
        above = _nearest_above(box, segments)
        title, high = TitleKind.NONE, box[3] + _UNTITLED_GAP_PT
        if above is not None:
            title = _title_kind(box, above, segments, titles)
            far = title is TitleKind.NONE
            high = min(above.box[1], high) if far else above.box[1]
        gap = Gap(page_index, (box[0] + box[2]) / 2, box[3], high)
        yield NameHit(page_index, box, likeness, title, gap)


def _title_kind(
    name: Box, lowest: Segment, segments: Sequence[Segment], titles: TitleLines
) -> TitleKind:
    """Say what the lines above a name are."""
    block = list(_block_above(lowest, segments))
    if any(titles.is_title(line.text) or titles.is_keyword(line.text) for line in block):
        return TitleKind.KNOWN
    centred = abs(lowest.middle - (name[0] + name[2]) / 2) <= _CENTRED_PT
    return TitleKind.IN_CAPITALS if centred and is_loud(lowest.text) else TitleKind.NONE


def open_gaps(
    page_index: int, segments: Sequence[Segment], wanted: Sequence[Segment], *, skip_named: bool
) -> Iterator[Gap]:
    """Find the space below lines that say that somebody signs, lowest first.

    Args:
        page_index: Page, counted from 0.
        segments: All lines of the page.
        wanted: Lines that say that somebody signs below them.
        skip_named: Pass over lines with somebody's name below them: it is not the signer's.
    """
    for line in sorted(wanted, key=lambda each: each.box[1]):
        below = _nearest_below(line.box, segments)
        if below is not None and below in wanted and line.box[1] - below.box[3] < line.box[3]:
            continue
        if below is not None and skip_named and _is_name_like(below):
            continue
        floor = _EDGE_PT if below is None else below.box[3]
        low = max(floor, line.box[1] - _BELOW_TITLE_PT)
        yield Gap(page_index, line.middle, low, line.box[1])


def _names(segments: Sequence[Segment], name: SignerName) -> Iterator[tuple[Box, float]]:
    """Give lines, and pairs of lines below each other, that are the name with its ranks."""
    for segment in segments:
        likeness = name.likeness(segment.text)
        if likeness:
            yield _with_rank(segment, segments, name), likeness
            continue
        below = _nearest_below(segment.box, segments) if name.may_begin(segment.text) else None
        if below is None or segment.box[1] - below.box[3] > _leading(segment.box):
            continue
        likeness = name.likeness(f"{segment.text} {below.text}")
        if likeness and not name.likeness(below.text):
            yield around((segment.box, below.box)), likeness


def _with_rank(segment: Segment, segments: Sequence[Segment], name: SignerName) -> Box:
    """Add a line of ranks right above a name to its box."""
    above = _nearest_above(segment.box, segments)
    if above is None or above.box[1] - segment.box[3] > _leading(segment.box):
        return segment.box
    return around((above.box, segment.box)) if name.is_rank(above.text) else segment.box


def _nearest_above(box: Box, segments: Sequence[Segment]) -> Segment | None:
    """Find the line above a box in its column, not too far away."""
    higher = [
        segment
        for segment in segments
        if segment.box[1] >= box[3] - _overlap_allowed(segment.box)
        and segment.box[1] - box[3] <= _FARTHEST_TITLE_PT
        and _shares_column(segment.box, box)
    ]
    return min(higher, key=lambda segment: segment.box[1], default=None)


def _nearest_below(box: Box, segments: Sequence[Segment]) -> Segment | None:
    """Find the line below a box in its column, not too far away."""
    lower = [
        segment
        for segment in segments
        if segment.box[3] <= box[1] + _overlap_allowed(segment.box)
        and box[1] - segment.box[3] <= _FARTHEST_TITLE_PT
        and _shares_column(segment.box, box)
    ]
    return max(lower, key=lambda segment: segment.box[3], default=None)


def _overlap_allowed(box: Box) -> float:
    """Part of a line's height that may reach into the line beside it: accents and tails do."""
    return 0.4 * (box[3] - box[1])


def _block_above(lowest: Segment, segments: Sequence[Segment]) -> Iterator[Segment]:
    """Give a line and the lines that stand close above it."""
    current: Segment | None = lowest
    for _ in range(_MAX_TITLE_LINES):
        if current is None:
            return
        yield current
        above = _nearest_above(current.box, segments)
        close = above is not None and above.box[1] - current.box[3] <= _leading(current.box)
        current = above if close else None


def _leading(box: Box) -> float:
    """Widest space between two lines that belong together."""
    return max(_LEAST_LEADING_PT, _LEADING_HEIGHTS * (box[3] - box[1]))


def _shares_column(one: Box, other: Box) -> bool:
    """Tell whether two lines stand above each other, not only edge above edge."""
    shared = min(one[2], other[2]) - max(one[0], other[0])
    return shared >= _COLUMN_SHARE * min(one[2] - one[0], other[2] - other[0])


def _is_name_like(segment: Segment) -> bool:
    """Tell whether a line could be the name of a person."""
    words = tokens(segment.text)
    capital = all(word.text[:1].isupper() for word in segment.words)
    return len(words) in _NAME_TOKENS and capital and all(word.isalpha() for word in words)
