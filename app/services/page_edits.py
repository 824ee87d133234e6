"""Operations on the pages of an open dossier: each one is one entry that can be undone.

Originals never change. What an officer does is a parameter of the page, so a page that looks
different goes back to be read with it, and what was read before is kept for the case that the
page comes back. Pages that may not be kept are not put into the trash: they are erased, and the
history goes past them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace

from app.domain.ids import DossierId, EditId, PageId
from app.domain.officer import Right
from app.domain.page import Crop, Page, PaperBreak, is_shown_only
from app.domain.page_edits import (
    EditKind,
    Layout,
    PageChange,
    PageEdit,
    is_crop,
    layout_of,
    turned,
)
from app.errors import WrongUse
from app.services.access import require
from app.services.erase import erase_page
from app.services.page_edit_base import (
    BadCrop,
    DossierClosed,
    Edited,
    EditError,
    NothingToRedo,
    NothingToUndo,
    OriginalGone,
    all_pages,
    open_pages,
    pages_now,
    require_open,
    require_original,
    with_files,
)
from app.services.page_history import history, next_steps, redo, trash, undo
from app.services.page_places import free_place, free_places
from app.services.page_sending import send
from app.services.station import Station
from app.store.base import StoreDamaged
from app.store.edits_base import PageChanged

__all__ = [
    "BadCrop",
    "DossierClosed",
    "EditError",
    "Edited",
    "NothingToRedo",
    "NothingToUndo",
    "OriginalGone",
    "crop_page",
    "history",
    "move_pages",
    "next_steps",
    "place_before",
    "place_behind",
    "redo",
    "replace_page",
    "reset_turn",
    "restore_pages",
    "send_to_dossier",
    "set_break",
    "set_separator",
    "trash",
    "trash_pages",
    "turn_pages",
    "turn_to_show",
    "undo",
]

_TRIES = 4
"""How often an edit is begun again because somebody else edited at the same moment."""


def turn_pages(station: Station, ids: Sequence[PageId], degrees: int) -> Edited:
    """Turn pages further than they are turned now, by quarter turns counter-clockwise.

    Raises:
        WrongUse: Not quarter turns, or pages of several dossiers.
        OriginalGone, DossierClosed, NotFound: Nothing was changed.
    """
    if degrees % 90:
        raise WrongUse(f"{degrees} degrees are no quarter turns")

    def layout(page: Page) -> Layout:
        return replace(layout_of(page), turn=turned(_turn_now(station, page), degrees))

    return _edit_each(station, EditKind.TURN, ids, layout)


def reset_turn(station: Station, ids: Sequence[PageId]) -> Edited:
    """Let pages find their own way up again."""
    return _edit_each(station, EditKind.TURN, ids, lambda page: replace(layout_of(page), turn=None))


def crop_page(station: Station, page_id: PageId, crop: Crop | None) -> Edited:
    """Keep a part of the raw picture, or let the page find its own edges again (None).

    Raises:
        BadCrop: Not a part of the picture.
        OriginalGone, DossierClosed, NotFound: Nothing was changed.
    """
    if crop is not None and not is_crop(crop):
        raise BadCrop(str(crop))
    return _edit_each(
        station, EditKind.CROP, [page_id], lambda page: replace(layout_of(page), crop=crop)
    )


def trash_pages(station: Station, ids: Sequence[PageId]) -> Edited:
    """Put pages into the trash of their dossier; a signed file goes with all its pages.

    Pages of a paper that is only shown are erased at once, and nothing brings them back.

    Raises:
        EraseError: A page that has to be erased cannot be, yet.
        DossierClosed, NotFound: Nothing was changed.
    """
    home, pages = open_pages(station, ids)
    shown = [page for page in pages if is_shown_only(page)]
    kept = [page.id for page in pages if not is_shown_only(page)]
    now = station.stamp()
    done = Edited()
    if kept:
        done = _edit_each(
            station,
            EditKind.TRASH,
            with_files(station, home, kept),
            lambda page: replace(layout_of(page), trashed_at=page.trashed_at or now),
        )
    erased: tuple[PageId, ...] = ()
    for page in shown:
        if page.id not in erased:
            erased = (*erased, *erase_page(station, page.id))
    return replace(done, erased=erased)


def restore_pages(station: Station, ids: Sequence[PageId]) -> Edited:
    """Take pages out of the trash, each to its place.

    Raises:
        DossierClosed, NotFound: Nothing was changed.
    """
    home, _ = open_pages(station, ids)
    return _edit_each(
        station,
        EditKind.RESTORE,
        with_files(station, home, ids),
        lambda page: replace(layout_of(page), trashed_at=""),
    )


def move_pages(station: Station, ids: Sequence[PageId], before: PageId | None) -> Edited:
    """Lay pages, in the order given, before another page; None for the end.

    Raises:
        WrongUse: `before` is a page of another dossier.
        DossierClosed, NotFound: Nothing was changed.
    """
    home, _ = open_pages(station, ids)

    def changes() -> list[PageChange]:
        own = {page.id: page for page in all_pages(station, home)}
        places = free_places(station, list(own.values()), list(dict.fromkeys(ids)), before)
        own = {page.id: page for page in all_pages(station, home)}
        return [_change(own[key], place=place) for key, place in places.items()]

    return _edit(station, EditKind.MOVE, home, changes)


def set_break(station: Station, page_id: PageId, kind: PaperBreak) -> Edited:
    """Say whether a page begins a paper, or let its print say so (AUTO).

    Raises:
        DossierClosed, NotFound: Nothing was changed.
    """
    return _edit_each(
        station,
        EditKind.BREAK,
        [page_id],
        lambda page: replace(layout_of(page), break_before=kind),
    )


def set_separator(station: Station, ids: Sequence[PageId], *, is_separator: bool) -> Edited:
    """Say that pages only tell papers apart, or that they are paper after all.

    Raises:
        DossierClosed, NotFound: Nothing was changed.
    """
    return _edit_each(
        station,
        EditKind.SEPARATE,
        ids,
        lambda page: replace(layout_of(page), separator=is_separator),
    )


def replace_page(station: Station, old: PageId, new: PageId) -> Edited:
    """A page that was captured again takes the place of the one that failed.

    Of a signed file all pages go: one of them alone would leave a file that nobody signed.

    Raises:
        WrongUse: The pages are of different dossiers, or the same.
        DossierClosed, NotFound: Nothing was changed.
    """
    home, pages = open_pages(station, [old, new])
    if len(pages) != 2:
        raise WrongUse("a page cannot take its own place")
    now = station.stamp()

    def changes() -> list[PageChange]:
        place = free_place(station, old, behind=False)
        after = station.store.page(new)
        starts = station.store.page(old).break_before
        took = replace(layout_of(after), place=place, break_before=starts, trashed_at="")
        going = [station.store.page(each) for each in with_files(station, home, [old])]
        return [
            *(_into_trash(page, now) for page in going),
            PageChange(new, layout_of(after), took),
        ]

    return _edit(station, EditKind.REPLACE, home, changes)


def send_to_dossier(station: Station, ids: Sequence[PageId], dossier_id: DossierId) -> Edited:
    """Give pages with their fields to another dossier, behind its own pages.

    Raises:
        WrongUse: They are there already.
        DossierClosed: One of the dossiers is not open.
        NotFound, StoreError: Nothing was changed.
    """
    home, _ = open_pages(station, ids)
    require(station, Right.CAPTURE, dossier_id)
    require_open(station, dossier_id)
    wanted = with_files(station, home, ids)
    return Edited(pages=send(station, wanted, dossier_id))


def place_behind(station: Station, page_id: PageId) -> int:
    """Place for a page that is captured behind another one; see `capture.scan`."""
    return free_place(station, page_id, behind=True)


def place_before(station: Station, page_id: PageId) -> int:
    """Place for a page that is captured before another one."""
    return free_place(station, page_id, behind=False)


def turn_to_show(station: Station, page: Page) -> int:
    """How the picture of `review.page_picture` has to be turned to look as the officer set it.

    0 once the page is read; until then the picture is an earlier one. Degrees counter-clockwise.
    """
    if page.clean is not None and page.made_with == page.picture:
        return 0
    made = _made_turn(station, page)
    return 0 if page.turn is None else (page.turn - made) % 360


def _turn_now(station: Station, page: Page) -> int:
    return page.turn if page.turn is not None else _made_turn(station, page)


def _made_turn(station: Station, page: Page) -> int:
    """How the picture that is there was turned against the raw one."""
    if page.clean is None or page.reading is None:
        return 0
    try:
        # The rest of a reading is large, and many pages are turned at once.
        record = json.loads(station.vault.get(page.dossier_id, page.reading))
        return int(record["rotation_deg"])
    except (StoreDamaged, ValueError, KeyError, TypeError):
        return 0


def _edit_each(
    station: Station, kind: EditKind, ids: Sequence[PageId], layout: Callable[[Page], Layout]
) -> Edited:
    home, _ = open_pages(station, ids)

    def changes() -> list[PageChange]:
        _, pages = open_pages(station, ids)
        return [PageChange(page.id, layout_of(page), layout(page)) for page in pages]

    return _edit(station, kind, home, changes)


def _edit(
    station: Station,
    kind: EditKind,
    home: DossierId,
    changes: Callable[[], Sequence[PageChange]],
) -> Edited:
    """Make changes from pages as they are, and apply them; again when they changed meanwhile."""
    for attempt in range(_TRIES):
        wanted = tuple(each for each in changes() if each.before != each.after)
        if not wanted:
            return Edited()
        for change in wanted:
            require_original(station.store.page(change.page_id), change)
        edit = PageEdit(
            EditId(station.new_id()), home, kind, wanted, station.officer_id, station.stamp()
        )
        act = station.act(f"pages.{kind}", home, note=f"{edit.id} pages: {len(wanted)}")
        try:
            station.store.apply_edit(edit, wanted, act)
        except PageChanged:
            if attempt == _TRIES - 1:
                raise
            continue
        return Edited(pages_now(station, wanted))
    raise AssertionError("unreachable")


def _into_trash(page: Page, now: str) -> PageChange:
    gone = replace(layout_of(page), trashed_at=page.trashed_at or now)
    return PageChange(page.id, layout_of(page), gone)


def _change(page: Page, *, place: int) -> PageChange:
    return PageChange(page.id, layout_of(page), replace(layout_of(page), place=place))
