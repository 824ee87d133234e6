"""What is found about the place of a stamp: plain values, for any process."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from signing.appearance.rules import AppearanceRules
from signing.appearance.stamps import Box

SURE = 0.8
"""Below this confidence somebody has to look before the file is signed."""


class Why(StrEnum):
    """What a place was found by, the best first."""

    NAME_AND_TITLE = "name_and_title"
    NAME_ONLY = "name_only"
    SIGNATURE = "signature"
    CORNER = "corner"
    TITLE_ONLY = "title_only"
    KEYWORD = "keyword"
    EMPTY_FIELD = "empty_field"
    SAVED_SPOT = "saved_spot"


class PlaceNote(StrEnum):
    """What is not as usual about a place."""

    SMALL_GAP = "small_gap"
    SMALLER = "smaller"
    MOVED = "moved"
    SEVERAL_HITS = "several_hits"
    MISREAD_NAME = "misread_name"
    NOT_AT_END = "not_at_end"
    OVER_TEXT = "over_text"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a stamp goes.

    Attributes:
        page_index: Page, counted from 0.
        box: Rectangle in default user space of the page, points.
        confidence: How sure it is, 0 to 1.
        why: What it was found by.
        notes: What is not as usual.
        others: Further places that came into question, the best first.
    """

    page_index: int
    box: Box
    confidence: float
    why: Why
    notes: tuple[PlaceNote, ...] = ()
    others: tuple[Place, ...] = ()

    @property
    def needs_look(self) -> bool:
        """Somebody has to look at it before the file is signed."""
        return self.confidence < SURE


@dataclass(frozen=True, slots=True)
class SavedSpot:
    """A place that an officer has chosen for files of one kind.

    Attributes:
        page_index: Page, counted from 0; negative numbers count from the end.
        box: Where it is seen, points, origin at the bottom left of the seen page.
    """

    page_index: int
    box: Box


@dataclass(frozen=True, slots=True)
class PlaceTemplate:
    """What is to be placed.

    Attributes:
        size_pt: Width and height of the look.
        rules: Margins and words.
        saved: Chosen place of an officer, when nothing else says where.
        keywords: The unit's own lines that stand above a signature.
        partner_pt: Size of the person's picture that a seal goes beside, when none is there yet.
    """

    size_pt: tuple[float, float]
    rules: AppearanceRules
    saved: SavedSpot | None = None
    keywords: tuple[str, ...] = field(default=())
    partner_pt: tuple[float, float] = (110.0, 50.0)
