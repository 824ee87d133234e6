"""What the groups of tables share: transactions with their audit entry, small SQL pieces."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from app.domain.dossier import DossierState
from app.domain.events import Act
from app.domain.ids import DossierId
from app.errors import IllegalStep, NotFound
from app.store.audit import AuditTrail
from app.store.connection import Database
from app.store.rows import ColumnSealer, Row

BLOBS_OF_PAGES = """SELECT raw AS blob FROM page WHERE dossier_id = :id
    UNION SELECT clean FROM page WHERE dossier_id = :id
    UNION SELECT layers FROM page WHERE dossier_id = :id
    UNION SELECT reading FROM page WHERE dossier_id = :id
    UNION SELECT clean FROM page_result WHERE dossier_id = :id
    UNION SELECT layers FROM page_result WHERE dossier_id = :id
    UNION SELECT reading FROM page_result WHERE dossier_id = :id
    UNION SELECT blob FROM file WHERE dossier_id = :id"""
"""Blobs that pages and files of one dossier name."""


class Tables:
    """Base of the groups of tables."""

    def __init__(self, database: Database, trail: AuditTrail, sealer: ColumnSealer) -> None:
        self._database = database
        self._trail = trail
        self._sealer = sealer

    @contextmanager
    def _writing(self, act: Act | None) -> Iterator[sqlite3.Connection]:
        """One transaction with the audit entry of what happens in it."""
        with self._database.writing() as connection:
            yield connection
            if act is not None:
                self._trail.append(connection, act)


def insert(connection: sqlite3.Connection, table: str, row: Row, *, clause: str = "") -> int:
    """Insert a row and tell how many rows that changed; names come from this package only."""
    names = ", ".join(row)
    marks = ", ".join(f":{name}" for name in row)
    text = f"INSERT INTO {table}({names}) VALUES ({marks}) {clause}"  # noqa: S608
    return connection.execute(text, row).rowcount


def one(connection: sqlite3.Connection, text: str, key: str) -> sqlite3.Row:
    """The row that a query with one parameter finds.

    Raises:
        NotFound: There is none.
    """
    row = connection.execute(text, (key,)).fetchone()
    if row is None:
        raise NotFound(f"nothing with id {key}")
    found: sqlite3.Row = row
    return found


def state_of(connection: sqlite3.Connection, dossier_id: DossierId) -> DossierState:
    """State of a dossier inside a transaction.

    Raises:
        NotFound: No such dossier.
    """
    row = one(connection, "SELECT state FROM dossier WHERE id = ?", dossier_id)
    return DossierState(row["state"])


def require_state(
    connection: sqlite3.Connection, dossier_id: DossierId, expected: DossierState
) -> None:
    """Go on only if a dossier is in a state.

    Raises:
        NotFound: No such dossier.
        IllegalStep: It is in another one.
    """
    state = state_of(connection, dossier_id)
    if state is not expected:
        raise IllegalStep(f"dossier {dossier_id} is {state}, not {expected}")


def set_state(
    connection: sqlite3.Connection,
    dossier_id: DossierId,
    expected: DossierState,
    to: DossierState,
) -> None:
    """Change the state of a dossier that still is `expected`.

    Raises:
        NotFound: No such dossier.
        IllegalStep: It is in another state.
    """
    require_state(connection, dossier_id, expected)
    connection.execute("UPDATE dossier SET state = ? WHERE id = ?", (to.value, dossier_id))
