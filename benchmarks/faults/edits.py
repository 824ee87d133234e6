"""Edits of pages as a piece of durable work: turned, thrown away, moved, sent, taken back."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

from app.domain.ids import DossierId, PageId
from app.domain.page import Page, PageState
from app.domain.page_edits import EditState, PageEdit, again, in_order, layout_of
from app.services import page_edits
from app.services.process import read_due
from app.services.station import Station
from benchmarks.faults.child import Said, Tell

Step = Callable[[Station, DossierId, Sequence[PageId]], object]


def homes(station: Station) -> tuple[DossierId, DossierId]:
    """The dossier that is edited, and the one that pages are sent to."""
    rows = station.store.dossier_rows()
    return rows[-1].dossier.id, rows[0].dossier.id


def _turn(station: Station, _other: DossierId, ids: Sequence[PageId]) -> object:
    return page_edits.turn_pages(station, ids[:2], 90)


def _trash(station: Station, _other: DossierId, ids: Sequence[PageId]) -> object:
    return page_edits.trash_pages(station, [ids[1]])


def _move(station: Station, _other: DossierId, ids: Sequence[PageId]) -> object:
    return page_edits.move_pages(station, [ids[2]], ids[0])


def _send(station: Station, other: DossierId, ids: Sequence[PageId]) -> object:
    return page_edits.send_to_dossier(station, [ids[0]], other)


_STEPS: tuple[Step, ...] = (_turn, _trash, _move, _send)


def edit_rest(station: Station, tell: Tell) -> None:
    """Do what is left: each step is one entry; the last one is taken back in the end."""
    home, other = homes(station)
    ids = [page.id for page in sorted(pages_of(station), key=lambda page: page.id)]
    while len(done := station.store.edits(home)) < len(_STEPS):
        _STEPS[len(done)](station, other, ids)
        tell("edit", station.store.edits(home)[-1].id, EditState.DONE.value)
    last = station.store.edits(home)[-1]
    if last.state is EditState.DONE:
        page_edits.undo(station, home)
        tell("edit", last.id, EditState.UNDONE.value)
    read_due(station)


def pages_of(station: Station) -> list[Page]:
    """All pages of the station, those in trashes too."""
    return [
        page
        for row in station.store.dossier_rows()
        for page in in_order(
            (
                *station.store.pages(row.dossier.id),
                *station.store.trashed_pages(row.dossier.id),
            )
        )
    ]


def edit_kept(station: Station, said: Said, sheets: frozenset[str]) -> str:
    """What is wrong with one edit that was told; no page is lost, doubled or other than told."""
    home, _ = homes(station)
    history = {edit.id: edit for edit in station.store.edits(home)}
    found = next((edit for key, edit in history.items() if key == said.name), None)
    if found is None:
        return "edit without an entry"
    if said.value == EditState.UNDONE.value and found.state is not EditState.UNDONE:
        return "undone edit is done again"
    if station.store.leftovers():
        return "bytes are left under the key of another dossier"
    return _pages_differ(station, list(history.values()), sheets)


def _pages_differ(station: Station, history: Sequence[PageEdit], sheets: frozenset[str]) -> str:
    pages = pages_of(station)
    bytes_of = [
        hashlib.sha256(station.vault.get(page.dossier_id, page.raw)).hexdigest() for page in pages
    ]
    if sorted(bytes_of) != sorted(sheets):
        return "pages are lost, doubled or have other bytes"
    for page in pages:
        layout = layout_of(page)
        for edit in (each for each in history if each.state is EditState.DONE):
            for change in (each for each in edit.changes if each.page_id == page.id):
                layout = again(change, layout).after
        here = [edit.dossier_id for edit in history][:1] == [page.dossier_id]
        if here and layout != layout_of(page):
            return "a page is not what its history says"
    return ""


def all_edited(station: Station) -> bool:
    """Whether nothing is left to do."""
    home, _ = homes(station)
    states = [edit.state for edit in station.store.edits(home)]
    wanted = [EditState.DONE] * (len(_STEPS) - 1) + [EditState.UNDONE]
    unread = [page for page in station.store.pages(home) if page.state is PageState.CAPTURED]
    return states == wanted and not unread
