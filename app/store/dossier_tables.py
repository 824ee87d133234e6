"""Rows of dossiers, pages, fields and finished files."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from app.domain.dossier import Dossier, DossierFile, DossierState
from app.domain.events import Act
from app.domain.field import Field
from app.domain.ids import DossierId, PageId
from app.domain.page import ERASING, TO_COMPARE, Page
from app.domain.submission import SubmissionState
from app.errors import IllegalStep, NotFound, WrongUse
from app.store.base import DossierRow
from app.store.edit_tables import EditTables
from app.store.edits_base import PageChanged
from app.store.rows import (
    PLACE,
    dossier_row,
    field_row,
    file_row,
    page_row,
    to_dossier,
    to_field,
    to_file,
    to_page,
)
from app.store.tables import insert, one, require_state, set_state, state_of

# Values are sealed, so a blank field (`Field.is_blank`) is told by what else it has: a value that
# was read has a box or a confidence above 0.
_OPEN_DOUBT = """field.state <> 'green' AND confirmed_by = ''
    AND NOT (field.state = 'amber' AND problem = '' AND confidence = 0 AND box IS NULL)"""

# Pages in the trash and pages set by hand are few: they are counted apart, by their own indexes,
# and CROSS JOIN begins with them.
_DOSSIER_ROWS = f"""
    WITH pages AS (
        SELECT dossier_id, count(*) AS total, sum(state = 'captured') AS to_read
        FROM page GROUP BY dossier_id),
    trash AS (
        SELECT dossier_id, count(*) AS total, sum(state = 'captured') AS to_read
        FROM page WHERE trashed_at <> '' GROUP BY dossier_id),
    doubts AS (
        SELECT dossier_id, count(*) AS total FROM field WHERE {_OPEN_DOUBT}
        GROUP BY dossier_id),
    trash_doubts AS (
        SELECT page.dossier_id, count(*) AS total FROM page CROSS JOIN field ON page_id = page.id
        WHERE trashed_at <> '' AND {_OPEN_DOUBT} GROUP BY page.dossier_id),
    by_hand AS (
        SELECT id AS page_id FROM page WHERE picture <> ''
        UNION SELECT page_id FROM field WHERE confirmed_with <> ''),
    stale AS (
        SELECT page.dossier_id, count(*) AS total FROM by_hand
        CROSS JOIN page ON page.id = by_hand.page_id CROSS JOIN field ON field.page_id = page.id
        WHERE trashed_at = '' AND confirmed_by <> '' AND confirmed_with <> picture
        GROUP BY page.dossier_id),
    newest AS (
        SELECT dossier_id, id, state, max(ord) FROM submission GROUP BY dossier_id)
    SELECT dossier.*, coalesce(pages.total, 0) - coalesce(trash.total, 0) AS page_count,
        coalesce(pages.to_read, 0) - coalesce(trash.to_read, 0) AS pages_to_read,
        coalesce(doubts.total, 0) - coalesce(trash_doubts.total, 0) + coalesce(stale.total, 0)
            AS doubtful,
        newest.state AS submission_state, coalesce(receipt.number, '') AS receipt_number
    FROM dossier
    LEFT JOIN pages ON pages.dossier_id = dossier.id
    LEFT JOIN trash ON trash.dossier_id = dossier.id
    LEFT JOIN doubts ON doubts.dossier_id = dossier.id
    LEFT JOIN trash_doubts ON trash_doubts.dossier_id = dossier.id
    LEFT JOIN stale ON stale.dossier_id = dossier.id
    LEFT JOIN newest ON newest.dossier_id = dossier.id
    LEFT JOIN receipt ON receipt.submission_id = newest.id
    WHERE dossier.id NOT IN (SELECT dossier_id FROM result)
    ORDER BY dossier.ord DESC"""  # noqa: S608  # our own words

_TO_COMPARE = """
    SELECT id FROM dossier
    WHERE state = ?
        AND EXISTS (SELECT 1 FROM page WHERE dossier_id = dossier.id AND trashed_at = ''
            AND instr(flags, ?) > 0)
        AND NOT EXISTS (SELECT 1 FROM page WHERE dossier_id = dossier.id AND trashed_at = ''
            AND page.state = 'captured')
    ORDER BY ord LIMIT ?"""

_TO_ERASE = """
    SELECT id FROM dossier
    WHERE state = ?
        AND EXISTS (SELECT 1 FROM page WHERE dossier_id = dossier.id AND instr(flags, ?) > 0)
    ORDER BY ord"""

_REPLACE_FIELD = """ON CONFLICT (page_id, name) DO UPDATE SET content = excluded.content,
    state = excluded.state, confidence = excluded.confidence, source = excluded.source,
    box = excluded.box, problem = excluded.problem, confirmed_by = excluded.confirmed_by,
    confirmed_at = excluded.confirmed_at"""


_TAKE_BOX = "ON CONFLICT (page_id, name) DO UPDATE SET box = excluded.box"


class DossierTables(EditTables):
    """Dossiers with their pages, fields and files; see `Store` for the contract."""

    def add_dossier(self, dossier: Dossier, act: Act) -> None:
        """Remember a new dossier."""
        self._sealer.ready(dossier.id)
        with self._writing(act) as connection:
            insert(connection, "dossier", dossier_row(dossier))

    def dossier(self, dossier_id: DossierId) -> Dossier:
        """One dossier."""
        with self._database.reading() as connection:
            return to_dossier(one(connection, "SELECT * FROM dossier WHERE id = ?", dossier_id))

    def dossiers_in(self, state: DossierState) -> list[Dossier]:
        """Dossiers in one state, newest first."""
        query = "SELECT * FROM dossier WHERE state = ? ORDER BY ord DESC"
        with self._database.reading() as connection:
            return [to_dossier(row) for row in connection.execute(query, (state.value,))]

    def dossier_rows(self) -> list[DossierRow]:
        """All dossiers, newest first, with their counts."""
        with self._database.reading() as connection:
            return [_listed(row) for row in connection.execute(_DOSSIER_ROWS)]

    def move_dossier(
        self, dossier_id: DossierId, expected: DossierState, to: DossierState, act: Act
    ) -> None:
        """Change the state if it still is `expected`; only `seal` leads to SEALED."""
        _refuse_sealing(expected, to)
        with self._writing(act) as connection:
            set_state(connection, dossier_id, expected, to)

    def set_dossier_codes(
        self, dossier_id: DossierId, code: str, procedure_code: str, act: Act
    ) -> None:
        """Set dossier code and procedure; refused once SEALED."""
        with self._writing(act) as connection:
            _refuse_sealed(connection, dossier_id)
            connection.execute(
                "UPDATE dossier SET code = ?, procedure_code = ? WHERE id = ?",
                (code, procedure_code, dossier_id),
            )

    def set_expected_pages(self, dossier_id: DossierId, count: int, act: Act) -> None:
        """Set how many pages were counted; the dossier must be OPEN."""
        with self._writing(act) as connection:
            require_state(connection, dossier_id, DossierState.OPEN)
            connection.execute(
                "UPDATE dossier SET expected_pages = ? WHERE id = ?", (count, dossier_id)
            )

    def add_page(self, page: Page, act: Act) -> None:
        """Append a page whose raw blob is durable; the dossier must be OPEN."""
        with self._writing(act) as connection:
            require_state(connection, page.dossier_id, DossierState.OPEN)
            insert(connection, "page", page_row(page, self._sealer))

    def add_pages(self, pages: Sequence[Page], acts: Sequence[Act]) -> None:
        """Append the pages of one file, all of them or none."""
        with self._writing(None) as connection:
            for page, act in zip(pages, acts, strict=True):
                require_state(connection, page.dossier_id, DossierState.OPEN)
                insert(connection, "page", page_row(page, self._sealer))
                self._trail.append(connection, act)

    def taken_before(self, digest: str) -> PageId | None:
        """The newest page that was captured from bytes with this SHA-256."""
        with self._database.reading() as connection:
            row = connection.execute(
                "SELECT object_id FROM audit WHERE digest = ? AND action = 'page.captured'"
                " ORDER BY seq DESC LIMIT 1",
                (digest,),
            ).fetchone()
        return None if row is None else PageId(row["object_id"])

    def next_seq(self, dossier_id: DossierId) -> int:
        """Number for the next page of a dossier, from 1."""
        with self._database.reading() as connection:
            row = connection.execute(
                "SELECT coalesce(max(seq), 0) + 1 FROM page WHERE dossier_id = ?", (dossier_id,)
            ).fetchone()
            return int(row[0])

    def pages(self, dossier_id: DossierId) -> list[Page]:
        """Pages in the order of their places, without those in the trash."""
        return self._pages(
            "SELECT * FROM page WHERE dossier_id = ? AND trashed_at = ''"  # noqa: S608
            f" ORDER BY {PLACE}, seq",
            dossier_id,
        )

    def page(self, page_id: PageId) -> Page:
        """One page."""
        with self._database.reading() as connection:
            row = one(connection, "SELECT * FROM page WHERE id = ?", page_id)
            return to_page(row, self._sealer)

    def pages_to_read(self, limit: int) -> list[Page]:
        """Captured pages that still have to be read, oldest first; none in the trash."""
        return self._pages(
            "SELECT * FROM page WHERE state = 'captured' AND trashed_at = '' ORDER BY ord LIMIT ?",
            max(limit, 0),
        )

    def dossiers_to_compare(self, limit: int) -> list[DossierId]:
        """OPEN dossiers with a page that says so and none that is unread, oldest first."""
        with self._database.reading() as connection:
            rows = connection.execute(
                _TO_COMPARE, (DossierState.OPEN.value, f'"{TO_COMPARE}"', max(limit, 0))
            )
            return [DossierId(row["id"]) for row in rows]

    def dossiers_to_erase(self) -> list[DossierId]:
        """OPEN dossiers with a page that is half erased, in the trash or not, oldest first."""
        with self._database.reading() as connection:
            rows = connection.execute(_TO_ERASE, (DossierState.OPEN.value, f'"{ERASING}"'))
            return [DossierId(row["id"]) for row in rows]

    def save_reading(self, page: Page, fields: Sequence[Field], act: Act) -> None:
        """Replace a page row; candidates of the page give way, confirmed fields stay.

        What was captured (raw blob, frame, place, source) never changes; a page that names
        another raw blob is refused with IllegalStep, and so is a SEALED dossier.
        """
        if any((field.page_id, field.dossier_id) != (page.id, page.dossier_id) for field in fields):
            raise WrongUse("a field of another page")
        with self._writing(act) as connection:
            _refuse_sealed(connection, page.dossier_id)
            is_new_picture = _made_with(connection, page.id) != page.made_with
            _update_page(connection, page, page_row(page, self._sealer))
            connection.execute(
                "DELETE FROM field WHERE page_id = ? AND confirmed_by = ''", (page.id,)
            )
            clause = "ON CONFLICT (page_id, name) DO NOTHING"
            if is_new_picture:
                # Boxes are places on the picture that was; those of the new one come with it.
                connection.execute("UPDATE field SET box = NULL WHERE page_id = ?", (page.id,))
                clause = _TAKE_BOX
            for field in fields:
                insert(connection, "field", field_row(field, self._sealer), clause=clause)

    def remove_pages(self, kept: Sequence[Page], removed: Sequence[Page], act: Act) -> None:
        """Drop page rows with all their fields, and the files made of the dossier so far."""
        homes = {page.dossier_id for page in (*kept, *removed)}
        if len(homes) != 1:
            raise WrongUse("pages of several dossiers, or none")
        (home,) = homes
        with self._writing(act) as connection:
            require_state(connection, home, DossierState.OPEN)
            for page in kept:
                _update_page(connection, page, page_row(page, self._sealer))
            for page in removed:
                connection.execute("DELETE FROM field WHERE page_id = ?", (page.id,))
                connection.execute("DELETE FROM page_result WHERE page_id = ?", (page.id,))
                connection.execute("DELETE FROM page WHERE id = ?", (page.id,))
            connection.execute("DELETE FROM file WHERE dossier_id = ?", (home,))

    def fields(self, dossier_id: DossierId, *, in_trash: bool = False) -> list[Field]:
        """Fields of all pages, or of those in the trash; as the pages lie, then as saved."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT field.*, page.picture FROM field JOIN page ON page.id = field.page_id"  # noqa: S608
                " WHERE field.dossier_id = ? AND (page.trashed_at <> '') = ?"
                f" ORDER BY {PLACE}, page.seq, field.ord",
                (dossier_id, int(in_trash)),
            )
            return [to_field(row, self._sealer, row["picture"]) for row in rows]

    def save_field(self, field: Field, act: Act) -> None:
        """Replace the field with the same page and name; the dossier must be OPEN."""
        with self._writing(act) as connection:
            require_state(connection, field.dossier_id, DossierState.OPEN)
            text = "SELECT dossier_id, picture FROM page WHERE id = ?"
            home = one(connection, text, field.page_id)
            if home["dossier_id"] != field.dossier_id:
                raise WrongUse("the page belongs to another dossier")
            insert(connection, "field", field_row(field, self._sealer), clause=_REPLACE_FIELD)
            if field.confirmed_by and not field.look_again:
                connection.execute(
                    "UPDATE field SET confirmed_with = ? WHERE page_id = ? AND name = ?",
                    (home["picture"], field.page_id, field.name),
                )

    def files(self, dossier_id: DossierId) -> list[DossierFile]:
        """Finished files, in order."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT * FROM file WHERE dossier_id = ? ORDER BY place", (dossier_id,)
            )
            return [to_file(row, self._sealer) for row in rows]

    def save_files(
        self,
        dossier_id: DossierId,
        files: Sequence[DossierFile],
        *,
        expected: DossierState,
        to: DossierState,
        act: Act,
    ) -> None:
        """Replace all files and move the dossier, in one transaction."""
        if any(file.dossier_id != dossier_id for file in files):
            raise WrongUse("a file of another dossier")
        _refuse_sealing(expected, to)
        with self._writing(act) as connection:
            set_state(connection, dossier_id, expected, to)
            connection.execute("DELETE FROM file WHERE dossier_id = ?", (dossier_id,))
            for place, file in enumerate(files):
                insert(connection, "file", file_row(file, place, self._sealer))

    def _pages(self, query: str, parameter: str | int) -> list[Page]:
        with self._database.reading() as connection:
            return [to_page(row, self._sealer) for row in connection.execute(query, (parameter,))]


def _listed(row: sqlite3.Row) -> DossierRow:
    state = row["submission_state"]
    return DossierRow(
        to_dossier(row),
        row["page_count"],
        row["pages_to_read"],
        row["doubtful"],
        None if state is None else SubmissionState(state),
        row["receipt_number"],
    )


def _refuse_sealing(expected: DossierState, to: DossierState) -> None:
    if DossierState.SEALED in (expected, to):
        raise IllegalStep("a dossier is sealed together with its submission, and for good")


def _refuse_sealed(connection: sqlite3.Connection, dossier_id: DossierId) -> None:
    if state_of(connection, dossier_id) is DossierState.SEALED:
        raise IllegalStep(f"dossier {dossier_id} is sealed")


def _update_page(connection: sqlite3.Connection, page: Page, row: dict[str, object]) -> None:
    changed = connection.execute(
        "UPDATE page SET state = :state, dpi = :dpi, clean = :clean, layers = :layers,"
        " reading = :reading, flags = :flags, attempts = :attempts, error_code = :error_code,"
        " made_with = :made_with"
        " WHERE id = :id AND dossier_id = :dossier_id AND seq = :seq AND raw = :raw"
        " AND media = :media AND frame = :frame AND picture = :picture",
        row,
    ).rowcount
    if changed:
        return
    found = connection.execute("SELECT picture FROM page WHERE id = ?", (page.id,)).fetchone()
    if found is not None and found["picture"] != page.picture:
        raise PageChanged(f"page {page.id} looks different by now")
    if found is not None:
        raise IllegalStep(f"what page {page.id} was captured from never changes")
    raise NotFound(f"nothing with id {page.id}")


def _made_with(connection: sqlite3.Connection, page_id: PageId) -> str:
    row = connection.execute("SELECT made_with FROM page WHERE id = ?", (page_id,)).fetchone()
    return "" if row is None else str(row["made_with"])
