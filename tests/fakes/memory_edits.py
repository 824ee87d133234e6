"""Edits of pages in memory; they keep the same promises as the real ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from app.domain.dossier import DossierState
from app.domain.events import Act
from app.domain.field import Field
from app.domain.ids import BlobId, DossierId, EditId, PageId
from app.domain.page import ERASING, TO_COMPARE, Page, PageState
from app.domain.page_edits import (
    EditState,
    PageChange,
    PageEdit,
    in_order,
    laid,
    layout_of,
    places_between,
    spread,
)
from app.errors import IllegalStep, NotFound
from app.store.edits_base import Leftovers, MovedPage, PageChanged


class MemoryEdits:
    """History, trash and kept results; the pages are those of the store."""

    _pages: dict[PageId, Page]
    _fields: dict[PageId, list[Field]]
    record: Callable[[Act], None]

    def __init__(self) -> None:
        self._history: dict[EditId, PageEdit] = {}
        self._left: dict[EditId, tuple[DossierId, list[BlobId]]] = {}
        self._kept_results: dict[PageId, dict[str, Page]] = {}
        self.confirmed_with: dict[tuple[PageId, str], str] = {}

    def _all(self, dossier_id: DossierId) -> list[Page]:
        return in_order(p for p in self._pages.values() if p.dossier_id == dossier_id)

    def _is_open(self, dossier_id: DossierId) -> None:
        if self.dossier(dossier_id).state is not DossierState.OPEN:  # type: ignore[attr-defined]
            raise IllegalStep("dossier is not open")

    def trashed_pages(self, dossier_id: DossierId) -> list[Page]:
        return [page for page in self._all(dossier_id) if page.trashed_at]

    def next_place(self, dossier_id: DossierId) -> int:
        last = max((page.place for page in self._all(dossier_id)), default=0)
        return places_between(last, None, 1)[0]

    def respace(self, dossier_id: DossierId, act: Act) -> None:
        self._is_open(dossier_id)
        pages, history = self._all(dossier_id), self.edits(dossier_id)
        layouts = [x for e in history for c in e.changes for x in (c.before, c.after)]
        new = spread([*(x.place for x in layouts), *(page.place for page in pages)])
        for page in pages:
            self._pages[page.id] = replace(page, place=new[page.place])
        for edit in history:
            changes = tuple(
                PageChange(
                    c.page_id,
                    replace(c.before, place=new[c.before.place]),
                    replace(c.after, place=new[c.after.place]),
                )
                for c in edit.changes
            )
            self._history[edit.id] = replace(edit, changes=changes)
        self.record(act)

    def edits(self, dossier_id: DossierId) -> list[PageEdit]:
        return [edit for edit in self._history.values() if edit.dossier_id == dossier_id]

    def apply_edit(self, edit: PageEdit, changes: Sequence[PageChange], act: Act) -> None:
        self._is_open(edit.dossier_id)
        self._check(edit)
        for change in changes:
            page = self._pages.get(change.page_id)
            if page is None:
                raise NotFound("page")
            is_same = (page.dossier_id, layout_of(page)) == (edit.dossier_id, change.before)
            if not is_same or ERASING in page.flags:
                raise PageChanged("page")
        self._note(edit)
        for change in changes:
            page = self._pages[change.page_id]
            now = laid(page, change.after)
            was_read = page.state is not PageState.CAPTURED and page.reading is not None
            if now.picture != page.picture and was_read:
                self._kept_results.setdefault(page.id, {}).setdefault(page.made_with, page)
            self._pages[page.id] = now
        if changes:
            self._let_compare(edit.dossier_id)
        self.record(act)

    def send_pages(self, edit: PageEdit, moved: Sequence[MovedPage], act: Act) -> None:
        ((source, target),) = {(m.before.dossier_id, m.after.dossier_id) for m in moved}
        self._is_open(source)
        self._is_open(target)
        self._check(edit)
        if any(self._pages.get(m.before.id) != m.before for m in moved):
            raise PageChanged("page")
        taken = {page.seq for page in self._pages.values() if page.dossier_id == target}
        if any(each.after.seq in taken for each in moved):
            raise IllegalStep("place is taken")
        self._note(edit)
        before = self._used(source)
        for each in moved:
            del self._pages[each.before.id]
            self._kept_results.pop(each.before.id, None)
        for each in moved:
            self._pages[each.after.id] = each.after
            self._fields[each.after.id] = list(each.fields)
        left = sorted(before - self._used(source))
        if left:
            self._left[edit.id] = (source, left)
        self._let_compare(source)
        self._let_compare(target)
        self.record(act)

    def leftovers(self) -> list[Leftovers]:
        return [Leftovers(key, home, tuple(left)) for key, (home, left) in self._left.items()]

    def cleared(self, edit_id: EditId, act: Act) -> None:
        self._left.pop(edit_id, None)
        self.record(act)

    def kept_results(self, page_id: PageId) -> list[Page]:
        page = self._pages[page_id]
        return [
            replace(
                page,
                state=old.state,
                clean=old.clean,
                layers=old.layers,
                reading=old.reading,
                flags=old.flags,
                attempts=old.attempts,
                error_code=old.error_code,
                made_with=old.made_with,
            )
            for old in self._kept_results.get(page_id, {}).values()
        ]

    def settle_compare(self, dossier_id: DossierId, seen: Sequence[Page], act: Act) -> bool:
        now = [page for page in self._all(dossier_id) if not page.trashed_at]
        self.record(act)
        if [_compared(page) for page in now] != [_compared(page) for page in seen]:
            return False
        for page in now:
            flags = tuple(flag for flag in page.flags if flag != TO_COMPARE)
            self._pages[page.id] = replace(page, flags=flags)
        return True

    def _check(self, edit: PageEdit) -> None:
        known = self._history.get(edit.id)
        can = (EditState.DONE, EditState.UNDONE)
        if known is not None and (known.state not in can or known.state is edit.state):
            raise PageChanged("history")

    def _note(self, edit: PageEdit) -> None:
        if edit.id not in self._history:
            for each in self.edits(edit.dossier_id):
                if each.state is EditState.UNDONE:
                    self._history[each.id] = replace(each, state=EditState.CUT)
            self._history[edit.id] = edit
        else:
            known = self._history[edit.id]
            self._history[edit.id] = replace(known, state=edit.state)

    def _let_compare(self, dossier_id: DossierId) -> None:
        pages = [page for page in self._all(dossier_id) if not page.trashed_at]
        if pages and not any(TO_COMPARE in page.flags for page in pages):
            last = pages[-1]
            self._pages[last.id] = replace(last, flags=(*last.flags, TO_COMPARE))

    def _used(self, dossier_id: DossierId) -> set[BlobId]:
        own = [
            *self._all(dossier_id),
            *(
                old
                for page in self._all(dossier_id)
                for old in self._kept_results.get(page.id, {}).values()
            ),
        ]
        made = {file.blob for file in self.files(dossier_id)}  # type: ignore[attr-defined]
        blobs = {b for p in own for b in (p.raw, p.clean, p.layers, p.reading) if b is not None}
        return blobs | made


def _compared(page: Page) -> tuple[object, ...]:
    return page.id, layout_of(page), page.reading
