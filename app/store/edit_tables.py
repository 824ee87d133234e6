"""Rows of edits: pages as they lie and look, the history, and what earlier readings gave."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
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
from app.errors import NotFound, WrongUse
from app.store.edit_rows import changes_text, edit_row, to_edit
from app.store.edits_base import Leftovers, MovedPage, PageChanged
from app.store.rows import PLACE, ColumnSealer, field_row, page_row, to_page
from app.store.tables import BLOBS_OF_PAGES, Tables, insert, require_state

_SET_LAYOUT = """UPDATE page SET turn = :turn, crop = :crop, place = :place,
    break_before = :break_before, trashed_at = :trashed_at, picture = :picture, state = :state,
    attempts = :attempts, error_code = :error_code, flags = :flags WHERE id = :id"""

_KEEP_RESULT = """INSERT INTO page_result(dossier_id, page_id, made_with, state, clean, layers,
        reading, flags, attempts, error_code)
    SELECT dossier_id, id, made_with, state, clean, layers, reading, flags, attempts, error_code
    FROM page WHERE id = ? AND state <> 'captured' AND reading IS NOT NULL
    ON CONFLICT (page_id, made_with) DO NOTHING"""


class EditTables(Tables):
    """Edits of pages; see `PageEditRows` for the contract."""

    def trashed_pages(self, dossier_id: DossierId) -> list[Page]:
        """Pages in the trash of a dossier, in their order."""
        text = "SELECT * FROM page WHERE dossier_id = ? AND trashed_at <> ''"
        with self._database.reading() as connection:
            return in_order(
                to_page(row, self._sealer) for row in connection.execute(text, (dossier_id,))
            )

    def next_place(self, dossier_id: DossierId) -> int:
        """Place behind all pages of a dossier, those in the trash too."""
        text = f"SELECT max({PLACE}) FROM page WHERE dossier_id = ?"  # noqa: S608
        with self._database.reading() as connection:
            last = connection.execute(text, (dossier_id,)).fetchone()[0]
        return places_between(last or 0, None, 1)[0]

    def respace(self, dossier_id: DossierId, act: Act) -> None:
        """Put the pages far apart, in the same order; the history follows."""
        with self._writing(act) as connection:
            require_state(connection, dossier_id, DossierState.OPEN)
            pages = self._all(connection, dossier_id)
            history = _history(connection, dossier_id)
            told = {
                layout.place
                for edit in history
                for change in edit.changes
                for layout in (change.before, change.after)
            }
            new = spread({*told, *(page.place for page in pages)})
            for page in pages:
                connection.execute(
                    "UPDATE page SET place = ? WHERE id = ?", (new[page.place], page.id)
                )
            for edit in history:
                changes = [
                    PageChange(
                        each.page_id,
                        replace(each.before, place=new[each.before.place]),
                        replace(each.after, place=new[each.after.place]),
                    )
                    for each in edit.changes
                ]
                connection.execute(
                    "UPDATE page_edit SET changes = ? WHERE id = ?",
                    (changes_text(changes), edit.id),
                )

    def edits(self, dossier_id: DossierId) -> list[PageEdit]:
        """The history of a dossier, oldest first."""
        with self._database.reading() as connection:
            return _history(connection, dossier_id)

    def apply_edit(self, edit: PageEdit, changes: Sequence[PageChange], act: Act) -> None:
        """Change pages and note it in the history, in one transaction."""
        with self._writing(act) as connection:
            require_state(connection, edit.dossier_id, DossierState.OPEN)
            _note(connection, edit)
            for change in changes:
                self._change(connection, edit.dossier_id, change)
            if changes:
                self._let_compare(connection, edit.dossier_id)

    def send_pages(self, edit: PageEdit, moved: Sequence[MovedPage], act: Act) -> None:
        """Take pages from one dossier into another and note it, in one transaction."""
        homes = {(each.before.dossier_id, each.after.dossier_id) for each in moved}
        if len(homes) != 1:
            raise WrongUse("pages of several dossiers, or none")
        ((source, target),) = homes
        with self._writing(act) as connection:
            require_state(connection, source, DossierState.OPEN)
            require_state(connection, target, DossierState.OPEN)
            _note(connection, edit)
            before = _used(connection, source)
            for each in moved:
                self._take_out(connection, each.before)
            for each in moved:
                self._put_in(connection, each)
            left = sorted(before - _used(connection, source))
            connection.execute(
                "UPDATE page_edit SET leftovers = ? WHERE id = ?",
                (json.dumps([source, left]) if left else "[]", edit.id),
            )
            self._let_compare(connection, source)
            self._let_compare(connection, target)

    def leftovers(self) -> list[Leftovers]:
        """Bytes that have to go."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT id, leftovers FROM page_edit WHERE leftovers <> '[]' ORDER BY ord"
            ).fetchall()
        found = []
        for row in rows:
            home, blobs = json.loads(row["leftovers"])
            names = tuple(BlobId(blob) for blob in blobs)
            found.append(Leftovers(EditId(row["id"]), DossierId(home), names))
        return found

    def cleared(self, edit_id: EditId, act: Act) -> None:
        """The bytes that an entry left over are gone."""
        with self._writing(act) as connection:
            connection.execute("UPDATE page_edit SET leftovers = '[]' WHERE id = ?", (edit_id,))

    def kept_results(self, page_id: PageId) -> list[Page]:
        """The page as earlier readings have left it, one for each set of parameters."""
        with self._database.reading() as connection:
            page = self._one(connection, page_id)
            rows = connection.execute(
                "SELECT * FROM page_result WHERE page_id = ? ORDER BY ord", (page_id,)
            ).fetchall()
        return [
            replace(
                page,
                state=PageState(row["state"]),
                clean=row["clean"],
                layers=row["layers"],
                reading=row["reading"],
                flags=tuple(json.loads(row["flags"])),
                attempts=row["attempts"],
                error_code=row["error_code"],
                made_with=row["made_with"],
            )
            for row in rows
        ]

    def settle_compare(self, dossier_id: DossierId, seen: Sequence[Page], act: Act) -> bool:
        """Note that the pages were compared, unless they lie or look different by now."""
        with self._writing(act) as connection:
            now = [page for page in self._all(connection, dossier_id) if not page.trashed_at]
            if [_compared(page) for page in now] != [_compared(page) for page in seen]:
                return False
            for page in now:
                flags = [flag for flag in page.flags if flag != TO_COMPARE]
                if len(flags) != len(page.flags):
                    _set_flags(connection, page.id, flags)
        return True

    def _all(self, connection: sqlite3.Connection, dossier_id: DossierId) -> list[Page]:
        rows = connection.execute("SELECT * FROM page WHERE dossier_id = ?", (dossier_id,))
        return in_order(to_page(row, self._sealer) for row in rows.fetchall())

    def _one(self, connection: sqlite3.Connection, page_id: PageId) -> Page:
        row = connection.execute("SELECT * FROM page WHERE id = ?", (page_id,)).fetchone()
        if row is None:
            raise NotFound(f"nothing with id {page_id}")
        return to_page(row, self._sealer)

    def _change(
        self, connection: sqlite3.Connection, dossier_id: DossierId, change: PageChange
    ) -> None:
        page = self._one(connection, change.page_id)
        if (
            page.dossier_id != dossier_id
            or layout_of(page) != change.before
            or ERASING in page.flags
        ):
            raise PageChanged(f"page {page.id} is not what it was")
        now = laid(page, change.after)
        if now.picture != page.picture:
            connection.execute(_KEEP_RESULT, (page.id,))
        connection.execute(_SET_LAYOUT, page_row(now, self._sealer))

    def _let_compare(self, connection: sqlite3.Connection, dossier_id: DossierId) -> None:
        """Other pages may make a paper now: let the dossier be compared once more."""
        pages = [page for page in self._all(connection, dossier_id) if not page.trashed_at]
        if pages and not any(TO_COMPARE in page.flags for page in pages):
            last = pages[-1]
            _set_flags(connection, last.id, [*last.flags, TO_COMPARE])

    def _take_out(self, connection: sqlite3.Connection, page: Page) -> None:
        if self._one(connection, page.id) != page or ERASING in page.flags:
            raise PageChanged(f"page {page.id} is not what it was")
        connection.execute("DELETE FROM field WHERE page_id = ?", (page.id,))
        connection.execute("DELETE FROM page_result WHERE page_id = ?", (page.id,))
        connection.execute("DELETE FROM page WHERE id = ?", (page.id,))

    def _put_in(self, connection: sqlite3.Connection, moved: MovedPage) -> None:
        insert(connection, "page", page_row(moved.after, self._sealer))
        insert_fields(connection, moved.after, moved.fields, self._sealer)


def insert_fields(
    connection: sqlite3.Connection, page: Page, fields: Iterable[Field], sealer: ColumnSealer
) -> None:
    """Write the fields of a page that came from another dossier; what was confirmed stays so."""
    for field in fields:
        row = field_row(field, sealer)
        if field.confirmed_by:
            row["confirmed_with"] = "?" if field.look_again else page.picture
        insert(connection, "field", row)


def _compared(page: Page) -> tuple[object, ...]:
    return page.id, layout_of(page), page.reading


def _history(connection: sqlite3.Connection, dossier_id: DossierId) -> list[PageEdit]:
    rows = connection.execute(
        "SELECT * FROM page_edit WHERE dossier_id = ? ORDER BY ord", (dossier_id,)
    )
    return [to_edit(row) for row in rows]


def _note(connection: sqlite3.Connection, edit: PageEdit) -> None:
    """Write an entry; a new one cuts off what was undone."""
    found = connection.execute("SELECT state FROM page_edit WHERE id = ?", (edit.id,)).fetchone()
    if found is None:
        connection.execute(
            "UPDATE page_edit SET state = ? WHERE dossier_id = ? AND state = ?",
            (EditState.CUT.value, edit.dossier_id, EditState.UNDONE.value),
        )
        insert(connection, "page_edit", edit_row(edit))
        return
    before = EditState(found["state"])
    if before not in (EditState.DONE, EditState.UNDONE) or before is edit.state:
        raise PageChanged("the history is not what it was")
    connection.execute("UPDATE page_edit SET state = ? WHERE id = ?", (edit.state.value, edit.id))


def _used(connection: sqlite3.Connection, dossier_id: DossierId) -> set[str]:
    rows = connection.execute(BLOBS_OF_PAGES, {"id": dossier_id})
    return {row["blob"] for row in rows if row["blob"] is not None}


def _set_flags(connection: sqlite3.Connection, page_id: PageId, flags: Iterable[str]) -> None:
    text = json.dumps(list(flags), ensure_ascii=False)
    connection.execute("UPDATE page SET flags = ? WHERE id = ?", (text, page_id))
