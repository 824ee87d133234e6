"""Pages on their way from one dossier into another.

Bytes lie under the key of their dossier, so they are written anew under the other one's key,
durably, before one transaction takes the rows over; what is left under the old key goes after
that. A kill before the transaction leaves the pages where they were, one after it where they are
now; what it left over goes at the next start.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from app.domain.dossier import DossierState
from app.domain.events import Act
from app.domain.ids import BlobId, DossierId, EditId, PageId
from app.domain.officer import Right
from app.domain.page import (
    ERASING,
    ORIGINAL_ERASED,
    OTHER_PAPER,
    PLACE_STEP,
    SHOWN_ONLY,
    TO_COMPARE,
    Page,
)
from app.domain.page_edits import EditKind, EditState, PageChange, PageEdit, in_order, layout_of
from app.errors import NotFound, WrongUse
from app.services.access import require
from app.services.page_places import with_next_seq
from app.services.station import Station
from app.store.base import StoreError, StoreUnwritable
from app.store.edits_base import MovedPage

log = logging.getLogger(__name__)

_OF_DOSSIER = frozenset({TO_COMPARE, SHOWN_ONLY, OTHER_PAPER})
"""Flags that say what a page is among the papers of its dossier; the other one finds its own."""


def send(
    station: Station,
    ids: Sequence[PageId],
    target: DossierId,
    *,
    edit_id: EditId | Literal[""] = "",
) -> tuple[Page, ...]:
    """Take pages of one dossier into another, behind its own.

    Args:
        station: Ports.
        ids: Pages of one dossier.
        target: The other dossier.
        edit_id: Name of the entry in the history, "" for a fresh one.

    Raises:
        WrongUse: They are there already, or in the trash.
    """
    pages = in_order(station.store.page(page_id) for page_id in ids)
    home = pages[0].dossier_id
    if home == target or any(page.trashed_at or ERASING in page.flags for page in pages):
        raise WrongUse("pages of the dossier itself, or of the trash, cannot be sent")
    moved = _moved(station, pages, target, _behind(station, pages, target))
    edit = PageEdit(
        edit_id or EditId(station.new_id()),
        home,
        EditKind.SEND,
        tuple(PageChange(page.id, layout_of(page), layout_of(page)) for page in pages),
        station.officer_id,
        station.stamp(),
        target=target,
    )
    act = station.act("pages.send", home, note=f"{edit.id} pages: {len(moved)} to {target}")
    there = _sent(station, edit, moved, act)
    clear_leftovers(station)
    return there


def send_again(station: Station, edit: PageEdit, to: EditState, act: Act) -> tuple[Page, ...]:
    """Take a sending back, or do it again; none when its pages are not where they were left.

    Raises:
        HeldByOther: The other dossier is in the hands of another officer; nothing was changed.
        StoreUnwritable: What an earlier sending left over cannot be erased; nothing was changed.
    """
    if not edit.target:
        return ()
    require(station, Right.CAPTURE, edit.target)
    clear_leftovers(station)
    if any(left.edit_id == edit.id for left in station.store.leftovers()):
        # The entry has room for what one sending leaves over.
        raise StoreUnwritable("bytes that pages have left are still there")
    source, target = edit.dossier_id, edit.target
    if to is EditState.UNDONE:
        source, target = target, source
    pages = [page for page in _found(station, edit) if page.dossier_id == source]
    closed = any(
        station.store.dossier(home).state is not DossierState.OPEN for home in (source, target)
    )
    if not pages or closed:
        return ()
    places = _behind(station, pages, target)
    if to is EditState.UNDONE:
        places = {each.page_id: each.before.place for each in edit.changes}
    moved = _moved(station, in_order(pages), target, places)
    there = _sent(station, replace(edit, state=to), moved, act)
    clear_leftovers(station)
    return there


def _sent(
    station: Station, edit: PageEdit, moved: Sequence[MovedPage], act: Act
) -> tuple[Page, ...]:
    """Take the rows over, numbered behind what came into the other dossier meanwhile."""

    def send_from(seq: int) -> tuple[Page, ...]:
        numbered = [
            replace(each, after=replace(each.after, seq=seq + count))
            for count, each in enumerate(moved)
        ]
        station.store.send_pages(edit, numbered, act)
        return tuple(each.after for each in numbered)

    return with_next_seq(station, moved[0].after.dossier_id, send_from)


def clear_leftovers(station: Station) -> int:
    """Erase what pages have left under the key of their former dossier; gives how many blobs.

    A disk that refuses is asked again at the next start.
    """
    gone = 0
    for left in station.store.leftovers():
        try:
            for blob in left.blobs:
                station.store.record(station.act("page.left_erasing", left.edit_id, digest=blob))
                station.vault.erase(left.dossier_id, blob)
                gone += 1
            note = f"{len(left.blobs)} blobs"
            station.store.cleared(
                left.edit_id, station.act("page.left_erased", left.edit_id, note=note)
            )
        except StoreError as error:
            log.error("bytes left by pages are still there: %s", error.code)
    return gone


def _behind(station: Station, pages: Sequence[Page], target: DossierId) -> dict[PageId, int]:
    """Places behind all pages of a dossier."""
    first = station.store.next_place(target)
    ordered = in_order(pages)
    return {page.id: first + number * PLACE_STEP for number, page in enumerate(ordered)}


def _found(station: Station, edit: PageEdit) -> list[Page]:
    pages = []
    for change in edit.changes:
        try:
            page = station.store.page(change.page_id)
        except NotFound:
            continue
        if ERASING not in page.flags:
            pages.append(page)
    return pages


def _moved(
    station: Station, pages: Sequence[Page], target: DossierId, places: dict[PageId, int]
) -> list[MovedPage]:
    """The pages as they will lie in the other dossier, their bytes durable under its key."""
    source = pages[0].dossier_id
    in_trash = station.store.fields(source, in_trash=True)
    fields = [*station.store.fields(source), *in_trash]
    copied: dict[BlobId, BlobId] = {}

    def under_key(blob: BlobId) -> BlobId:
        if blob not in copied:
            copied[blob] = station.vault.put(target, station.vault.get(source, blob))
        return copied[blob]

    going = {page.id for page in pages}
    moved = []
    for page in pages:
        after = replace(
            page,
            dossier_id=target,
            place=places[page.id],
            raw=page.raw if ORIGINAL_ERASED in page.flags else under_key(page.raw),
            clean=None if page.clean is None else under_key(page.clean),
            layers=None if page.layers is None else under_key(page.layers),
            reading=None if page.reading is None else under_key(page.reading),
            flags=tuple(flag for flag in page.flags if flag not in _OF_DOSSIER),
            note_of=page.note_of if page.note_of in going else "",
            trashed_at="",
        )
        own = [replace(each, dossier_id=target) for each in fields if each.page_id == page.id]
        moved.append(MovedPage(page, after, tuple(own)))
    return moved
