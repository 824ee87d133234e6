"""The history of the pages of a dossier: undo, redo, and what lies in the trash."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.domain.ids import DossierId, PageId
from app.domain.officer import Right
from app.domain.page import ERASING, Page
from app.domain.page_edits import (
    EditKind,
    EditState,
    PageChange,
    PageEdit,
    again,
    in_order,
    is_same_entry,
    layout_of,
    next_redo,
    next_undo,
)
from app.services.access import require, require_sight
from app.services.page_edit_base import (
    Edited,
    NothingToRedo,
    NothingToUndo,
    OriginalGone,
    all_pages,
    pages_now,
    require_open,
    require_original,
)
from app.services.page_sending import send_again
from app.services.station import Station


def undo(station: Station, dossier_id: DossierId) -> Edited:
    """Take the newest edit back that is not taken back yet.

    An edit whose pages are all gone for good, or lie in another dossier, is passed over and told.

    Raises:
        NothingToUndo: There is none.
        DossierClosed: Nothing was changed.
    """
    require(station, Right.CAPTURE, dossier_id)
    return _step(station, dossier_id, EditState.UNDONE)


def redo(station: Station, dossier_id: DossierId) -> Edited:
    """Do the edit again that was undone last.

    Raises:
        NothingToRedo: There is none.
        DossierClosed: Nothing was changed.
    """
    require(station, Right.CAPTURE, dossier_id)
    return _step(station, dossier_id, EditState.DONE)


def history(station: Station, dossier_id: DossierId) -> list[PageEdit]:
    """All edits of a dossier, oldest first."""
    require_sight(station, dossier_id)
    return station.store.edits(dossier_id)


def trash(station: Station, dossier_id: DossierId) -> list[Page]:
    """Pages in the trash of a dossier."""
    require_sight(station, dossier_id)
    return station.store.trashed_pages(dossier_id)


def _step(station: Station, home: DossierId, to: EditState) -> Edited:
    """Undo or redo the next entry with all its parts; those with nothing left are passed over."""
    require_open(station, home)
    skipped: list[PageEdit] = []
    changed: dict[PageId, Page] = {}
    done: PageEdit | None = None
    while True:
        past = station.store.edits(home)
        edit = next_undo(past) if to is EditState.UNDONE else next_redo(past)
        if edit is None and not (done or skipped):
            raise NothingToUndo("") if to is EditState.UNDONE else NothingToRedo("")
        if edit is None or (done is not None and not is_same_entry(done, edit)):
            return Edited(tuple(in_order(changed.values())), skipped=tuple(skipped))
        pages = _stepped(station, edit, to)
        if pages:
            done = edit
            changed |= {page.id: page for page in pages}
        else:
            skipped.append(edit)


def _stepped(station: Station, edit: PageEdit, to: EditState) -> tuple[Page, ...]:
    """Pages that an undo or redo has changed; none when the entry is void now."""
    name = "pages.undone" if to is EditState.UNDONE else "pages.redone"
    act = station.act(name, edit.dossier_id, note=f"{edit.id} {edit.kind}")
    if edit.kind is EditKind.SEND:
        sent = send_again(station, edit, to, act)
        if sent:
            return sent
    else:
        changes = _possible(station, edit, to)
        if changes:
            station.store.apply_edit(replace(edit, state=to), changes, act)
            return pages_now(station, changes)
    void = station.act("pages.void", edit.dossier_id, note=f"{edit.id} {edit.kind}")
    station.store.apply_edit(replace(edit, state=EditState.VOID), (), void)
    return ()


def _possible(station: Station, edit: PageEdit, to: EditState) -> list[PageChange]:
    """The changes of an entry, or their reverse, on pages that are still here."""
    found = {page.id: page for page in all_pages(station, edit.dossier_id)}
    changes = []
    for each in edit.changes:
        page = found.get(each.page_id)
        if page is None or ERASING in page.flags:
            continue
        wanted = each.reversed if to is EditState.UNDONE else each
        change = again(wanted, layout_of(page))
        try:
            require_original(page, change)
        except OriginalGone:
            continue
        changes.append(change)
    return changes


def next_steps(edits: Sequence[PageEdit]) -> tuple[PageEdit | None, PageEdit | None]:
    """What undo and redo would do next, for the words of menus."""
    return next_undo(edits), next_redo(edits)
