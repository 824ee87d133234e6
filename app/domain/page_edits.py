"""Operations on pages as parameters over originals that never change, and their history.

An entry of the history says what pages were like before and after. Undo sets what the entry has
changed back, redo sets it again; everything derived from a page carries the parameters it was made
with (`Page.made_with`), so it is known what has to be made anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Literal

from app.domain.ids import DossierId, EditId, PageId
from app.domain.page import PLACE_STEP, SEPARATOR, Crop, Page, PageState, PaperBreak

WHOLE = 10_000
"""Width and height of a raw picture in the units of a crop."""

MIN_CROP = 100
"""A crop keeps at least this much in each direction: less is a slip of the hand."""

_QUARTER = 90
_FULL_TURN = 360


@dataclass(frozen=True, slots=True)
class Layout:
    """What can be edited on a page; see `Page` for the meaning."""

    turn: int | None = None
    crop: Crop | None = None
    place: int = 0
    break_before: PaperBreak = PaperBreak.AUTO
    trashed_at: str = ""
    separator: bool = False


@dataclass(frozen=True, slots=True)
class PageChange:
    """How one page was before an edit, and how it is after it."""

    page_id: PageId
    before: Layout
    after: Layout

    @property
    def reversed(self) -> PageChange:
        """The change that takes this one back."""
        return PageChange(self.page_id, self.after, self.before)


class EditKind(StrEnum):
    """What an officer can do with pages."""

    TURN = "turn"
    CROP = "crop"
    TRASH = "trash"
    RESTORE = "restore"
    MOVE = "move"
    BREAK = "break"
    REPLACE = "replace"
    SEND = "send"
    SEPARATE = "separate"


class EditState(StrEnum):
    """Where an entry of the history stands.

    Cut: another edit followed after it was undone, so it cannot be done again. Void: its pages
    are gone for good or lie in another dossier, so there is nothing to undo.
    """

    DONE = "done"
    UNDONE = "undone"
    CUT = "cut"
    VOID = "void"


@dataclass(frozen=True, slots=True)
class PageEdit:
    """One entry of the history of a dossier; several pages can be in one.

    Attributes:
        by: Officer who did it.
        at: UTC time, ISO 8601.
        target: Dossier the pages were sent to, "" for all other kinds.
    """

    id: EditId
    dossier_id: DossierId
    kind: EditKind
    changes: tuple[PageChange, ...]
    by: str
    at: str
    state: EditState = EditState.DONE
    target: DossierId | Literal[""] = ""


def layout_of(page: Page) -> Layout:
    """What can be edited, as it is now."""
    return Layout(
        page.turn,
        page.crop,
        page.place,
        page.break_before,
        page.trashed_at,
        SEPARATOR in page.flags,
    )


def laid(page: Page, layout: Layout) -> Page:
    """The page with another layout; one that looks different from now on has to be read again."""
    now = replace(
        page,
        turn=layout.turn,
        crop=layout.crop,
        place=layout.place,
        break_before=layout.break_before,
        trashed_at=layout.trashed_at,
        flags=_with_separator(page.flags, is_separator=layout.separator),
    )
    if now.picture == page.picture:
        return now
    return replace(now, state=PageState.CAPTURED, attempts=0, error_code="")


def _with_separator(flags: tuple[str, ...], *, is_separator: bool) -> tuple[str, ...]:
    if is_separator == (SEPARATOR in flags):
        return flags
    others = tuple(flag for flag in flags if flag != SEPARATOR)
    return (*others, SEPARATOR) if is_separator else others


def again(change: PageChange, current: Layout) -> PageChange:
    """A change on a page as it is now: only what the change is about is set."""
    set_anew = {
        each.name: getattr(change.after, each.name)
        for each in fields(Layout)
        if getattr(change.before, each.name) != getattr(change.after, each.name)
    }
    return PageChange(change.page_id, current, replace(current, **set_anew))


def turned(effective: int, degrees: int) -> int:
    """Quarter turns by hand after one more turn, degrees counter-clockwise: 0, 90, 180 or 270.

    Args:
        effective: How the page is turned now, by hand or by itself.
        degrees: Further turn, counter-clockwise; a multiple of 90.

    Raises:
        ValueError: Not quarter turns.
    """
    if degrees % _QUARTER:
        raise ValueError(f"{degrees} degrees are no quarter turns")
    return (effective + degrees) % _FULL_TURN


def is_crop(crop: Sequence[int]) -> bool:
    """Whether numbers are a crop: inside the picture, and not too small to be meant."""
    if len(crop) != 4:
        return False
    left, top, right, bottom = crop
    across = left >= 0 and left + MIN_CROP <= right <= WHOLE
    return across and top >= 0 and top + MIN_CROP <= bottom <= WHOLE


def in_order(pages: Iterable[Page]) -> list[Page]:
    """Pages as they lie in their dossier."""
    return sorted(pages, key=lambda page: (page.place, page.seq))


def places_between(low: int, high: int | None, count: int) -> tuple[int, ...]:
    """So many places in a gap, in order; empty when there is no room for them.

    Args:
        low: Place before the gap, 0 for the beginning.
        high: Place after the gap, None for the end.
        count: How many are wanted, at least one.
    """
    if high is None:
        return tuple(low + (number + 1) * PLACE_STEP for number in range(count))
    step = (high - low) // (count + 1)
    return tuple(low + (number + 1) * step for number in range(count)) if step else ()


def spread(places: Iterable[int]) -> Mapping[int, int]:
    """A new place for each place, far apart, in the same order."""
    return {place: (number + 1) * PLACE_STEP for number, place in enumerate(sorted({*places}))}


_PART = "+"


def part_of_edit(edit_id: EditId, number: int) -> EditId:
    """Id of a further part of an entry: what touches several dossiers has a part for each."""
    return EditId(f"{edit_id}{_PART}{number}")


def is_same_entry(one: PageEdit, other: PageEdit) -> bool:
    """Whether two edits are parts of one entry, to be undone and done again together."""
    return one.id.split(_PART)[0] == other.id.split(_PART)[0]


def next_undo(history: Sequence[PageEdit]) -> PageEdit | None:
    """The entry that undo takes back, None when there is none."""
    return next((edit for edit in reversed(history) if edit.state is EditState.DONE), None)


def next_redo(history: Sequence[PageEdit]) -> PageEdit | None:
    """The entry that redo does again, None when there is none."""
    return next((edit for edit in history if edit.state is EditState.UNDONE), None)
