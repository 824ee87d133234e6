"""Free space on a page: where a box of some size covers neither text nor ink."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from signing.appearance.places import PlaceNote
from signing.appearance.sheets import Sheets
from signing.appearance.stamps import Box
from signing.appearance.words import touches

# Far below the 2 % that count as "over text": a short word alone is one percent of a box.
INK_LIMIT = 0.005
LEAST_GAP_PT = 40.0
_CLEARANCE_PT = 2.0
_SCALES = (1.0, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4)
# Sideways in points, and how much of the slack is left below: the middle first.
_SHIFTS = (
    *((0.0, below) for below in (0.5, 0.75, 0.25, 1.0, 0.0)),
    *((aside, 0.5) for aside in (8.0, -8.0, 16.0, -16.0, 24.0, -24.0)),
)


@dataclass(frozen=True, slots=True)
class Gap:
    """Space between two lines of a column, as seen.

    Attributes:
        page_index: Page, counted from 0.
        middle: Where the column has its middle.
        low: Top of the line below.
        high: Bottom of the line above.
    """

    page_index: int
    middle: float
    low: float
    high: float

    @property
    def height(self) -> float:
        """Free height, points."""
        return self.high - self.low


@dataclass(frozen=True, slots=True)
class Fit:
    """A box in a gap.

    Attributes:
        box: As seen.
        scale: How much smaller than wanted, 1 when not.
        notes: What had to be changed to make it fit.
    """

    box: Box
    scale: float
    notes: tuple[PlaceNote, ...]


def fit(sheets: Sheets, gap: Gap, size_pt: tuple[float, float], taken: Sequence[Box]) -> Fit | None:
    """Put a box into the middle of a gap; None when no smaller or shifted box is free.

    Args:
        sheets: The file.
        gap: Where the box should go.
        size_pt: Wanted width and height.
        taken: Boxes on that page that must stay free, as seen.
    """
    for scale, (aside, below) in product(_SCALES, _SHIFTS):
        width, height = size_pt[0] * scale, size_pt[1] * scale
        slack = gap.height - height - 2 * _CLEARANCE_PT
        if slack < 0:
            continue
        left, low = gap.middle + aside - width / 2, gap.low + _CLEARANCE_PT + below * slack
        box = (left, low, left + width, low + height)
        if is_free(sheets, gap.page_index, box, taken):
            is_moved = bool(aside) or below != _SHIFTS[0][1]
            return Fit(box, scale, tuple(_notes(gap, scale, is_moved=is_moved)))
    return None


def is_free(sheets: Sheets, page_index: int, box: Box, taken: Sequence[Box]) -> bool:
    """Tell whether a box lies on the page and covers neither text nor ink."""
    if not sheets.seen(page_index).holds(box):
        return False
    if any(touches(box, word.box) for word in sheets.words(page_index)):
        return False
    if any(touches(box, other) for other in taken):
        return False
    return sheets.ink_share(page_index, box) <= INK_LIMIT


def _notes(gap: Gap, scale: float, *, is_moved: bool) -> Iterator[PlaceNote]:
    if gap.height < LEAST_GAP_PT:
        yield PlaceNote.SMALL_GAP
    if scale < 1:
        yield PlaceNote.SMALLER
    if is_moved:
        yield PlaceNote.MOVED
