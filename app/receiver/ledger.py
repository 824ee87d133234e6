"""The receiver's rows: dossiers, uploads, idempotency keys, receipts, results.

One connection, one lock, one process: the database is held exclusively while the receiver runs.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from enum import StrEnum
from pathlib import Path

from app.receiver.problems import Problem, ProblemKind, ReceiverUnusable
from app.receiver.result_table import RESULT_SCHEMA, ResultTable

_SCHEMA = """
CREATE TABLE dossier (
    id TEXT PRIMARY KEY, client_ref TEXT NOT NULL, revision INTEGER NOT NULL,
    code TEXT NOT NULL, manifest BLOB NOT NULL, manifest_sha256 TEXT NOT NULL,
    state TEXT NOT NULL, base_id TEXT NOT NULL, received_at TEXT NOT NULL,
    UNIQUE (client_ref, revision)
) STRICT;
CREATE TABLE upload (
    id TEXT PRIMARY KEY, dossier_id TEXT NOT NULL REFERENCES dossier (id) ON DELETE CASCADE,
    file_id TEXT NOT NULL, size INTEGER NOT NULL, sha256 TEXT NOT NULL,
    offset INTEGER NOT NULL, expires REAL NOT NULL, ended INTEGER NOT NULL,
    held INTEGER NOT NULL,
    UNIQUE (dossier_id, file_id)
) STRICT;
CREATE TABLE idempotency (
    key TEXT NOT NULL, action TEXT NOT NULL, digest TEXT NOT NULL,
    dossier_id TEXT NOT NULL REFERENCES dossier (id) ON DELETE CASCADE,
    PRIMARY KEY (key, action)
) STRICT;
CREATE TABLE receipt (
    seq INTEGER PRIMARY KEY, number TEXT NOT NULL UNIQUE,
    dossier_id TEXT NOT NULL UNIQUE REFERENCES dossier (id),
    jws TEXT NOT NULL, committed_at TEXT NOT NULL
) STRICT;
"""
_SCHEMAS = (_SCHEMA, RESULT_SCHEMA)
"""What each version added."""


class DossierState(StrEnum):
    """States of a dossier at the receiver; others of the contract do not occur here."""

    RECEIVING = "receiving"
    ACCEPTED = "accepted"
    SUPERSEDED = "superseded"


@dataclass(frozen=True, slots=True)
class DossierRow:
    """One dossier revision; `manifest` is the canonical form it was announced with."""

    id: str
    client_ref: str
    revision: int
    code: str
    manifest: bytes
    manifest_sha256: str
    state: str
    base_id: str
    received_at: str


@dataclass(frozen=True, slots=True)
class UploadRow:
    """One file on its way.

    Attributes:
        offset: Bytes that are durable.
        expires: UTC time, seconds since 1970, after which an unfinished upload is given up.
        ended: 1 when the sender gave it up.
        held: 1 when an earlier revision brought the bytes.
    """

    id: str
    dossier_id: str
    file_id: str
    size: int
    sha256: str
    offset: int
    expires: float
    ended: int = 0
    held: int = 0

    def has_expired(self, now: float) -> bool:
        """Whether an unfinished upload ran out of time at `now` (seconds since 1970)."""
        return self.offset < self.size and self.expires <= now


@dataclass(frozen=True, slots=True)
class ReceiptRow:
    """One receipt, in the order of issue."""

    seq: int
    number: str
    dossier_id: str
    jws: str
    committed_at: str


@dataclass(frozen=True, slots=True)
class KeyRow:
    """One idempotency key that was used."""

    key: str
    action: str
    digest: str
    dossier_id: str


class Ledger(ResultTable):
    """Rows of the receiver; safe to call from any thread."""

    def __init__(self, path: Path) -> None:
        """Open or create the database.

        Raises:
            ReceiverUnusable: Not a database, from a newer program, or in use.
        """
        self._lock = threading.RLock()
        try:
            self._db = sqlite3.connect(
                path, timeout=0.5, isolation_level=None, check_same_thread=False
            )
        except sqlite3.Error as error:
            raise ReceiverUnusable(f"database: {error}") from error
        try:
            self._prepare()
        except sqlite3.Error as error:
            self._db.close()
            raise ReceiverUnusable(f"database: {error}") from error
        except ReceiverUnusable:
            self._db.close()
            raise

    def _prepare(self) -> None:
        for pragma in (
            # Exclusive locking keeps a second receiver out and ends with the process.
            "locking_mode=EXCLUSIVE",
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
        ):
            self._db.execute(f"PRAGMA {pragma}")
        with self.transaction():
            version = int(self._db.execute("PRAGMA user_version").fetchone()[0])
            if version > len(_SCHEMAS):
                raise ReceiverUnusable("database: written by a newer program")
            for statements in _SCHEMAS[version:]:
                for statement in statements.split(";"):
                    self._db.execute(statement)
            self._db.execute(f"PRAGMA user_version={len(_SCHEMAS)}")

    def close(self) -> None:
        """Close the database."""
        with self._lock:
            self._db.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Make the calls inside one atomic, durable change."""
        with self._lock:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")

    def _rows(self, sql: str, *values: object) -> list[tuple[object, ...]]:
        with self._lock:
            return self._db.execute(sql, values).fetchall()

    def dossier(self, dossier_id: str) -> DossierRow:
        """One dossier.

        Raises:
            Problem: Unknown.
        """
        rows = self._rows("SELECT * FROM dossier WHERE id = ?", dossier_id)
        if not rows:
            raise Problem(ProblemKind.UNKNOWN, "no such dossier")
        return DossierRow(*rows[0])  # type: ignore[arg-type]  # columns are those of the STRICT table

    def dossiers(self, client_ref: str = "", *, limit: int = -1) -> list[DossierRow]:
        """All dossiers, or those of one client_ref; newest first, at most `limit` when not -1."""
        rows = self._rows(
            "SELECT * FROM dossier WHERE ? IN ('', client_ref)"
            " ORDER BY received_at DESC, revision DESC, rowid DESC LIMIT ?",
            client_ref,
            limit,
        )
        return [DossierRow(*row) for row in rows]  # type: ignore[arg-type]  # as above

    def uploads(self, dossier_id: str) -> list[UploadRow]:
        """Uploads of a dossier in the order of its manifest."""
        rows = self._rows("SELECT * FROM upload WHERE dossier_id = ? ORDER BY rowid", dossier_id)
        return [UploadRow(*row) for row in rows]  # type: ignore[arg-type]  # as above

    def upload(self, upload_id: str) -> UploadRow:
        """One upload.

        Raises:
            Problem: Unknown.
        """
        rows = self._rows("SELECT * FROM upload WHERE id = ?", upload_id)
        if not rows:
            raise Problem(ProblemKind.UNKNOWN, "no such upload")
        return UploadRow(*rows[0])  # type: ignore[arg-type]  # as above

    def keys(self, key: str, action: str) -> list[KeyRow]:
        """The use of a key for an action; empty or one."""
        rows = self._rows("SELECT * FROM idempotency WHERE key = ? AND action = ?", key, action)
        return [KeyRow(*row) for row in rows]  # type: ignore[arg-type]  # as above

    def receipts(self, *, number: str = "", dossier_id: str = "") -> list[ReceiptRow]:
        """Receipts with this number or of this dossier; empty or one."""
        rows = self._rows(
            "SELECT * FROM receipt WHERE number = ? OR dossier_id = ?", number, dossier_id
        )
        return [ReceiptRow(*row) for row in rows]  # type: ignore[arg-type]  # as above

    def last_receipts(self) -> list[ReceiptRow]:
        """The newest receipt; empty or one."""
        rows = self._rows("SELECT * FROM receipt ORDER BY seq DESC LIMIT 1")
        return [ReceiptRow(*row) for row in rows]  # type: ignore[arg-type]  # as above

    def dossier_count(self) -> int:
        """Highest row number given to a dossier so far."""
        (row,) = self._rows("SELECT coalesce(max(rowid), 0) FROM dossier")
        return int(str(row[0]))

    def add_dossier(self, row: DossierRow, uploads: list[UploadRow]) -> None:
        """Insert a dossier with its uploads."""
        self._rows("INSERT INTO dossier VALUES (?,?,?,?,?,?,?,?,?)", *astuple(row))
        for upload in uploads:
            self._rows("INSERT INTO upload VALUES (?,?,?,?,?,?,?,?,?)", *astuple(upload))

    def unfinished_uploads(self) -> list[UploadRow]:
        """Uploads of all dossiers whose bytes are not complete."""
        rows = self._rows("SELECT * FROM upload WHERE offset < size")
        return [UploadRow(*row) for row in rows]  # type: ignore[arg-type]  # as above

    def add_key(self, row: KeyRow) -> None:
        """Remember the use of a key; a repeat changes nothing."""
        self._rows("INSERT OR IGNORE INTO idempotency VALUES (?,?,?,?)", *astuple(row))

    def add_receipt(self, row: ReceiptRow) -> None:
        """Insert a receipt."""
        self._rows("INSERT INTO receipt VALUES (?,?,?,?,?)", *astuple(row))

    def set_state(self, dossier_id: str, state: DossierState) -> None:
        """Change the state of a dossier."""
        self._rows("UPDATE dossier SET state = ? WHERE id = ?", state.value, dossier_id)

    def move_offset(self, upload: UploadRow, offset: int, expires: float) -> UploadRow:
        """Acknowledge durable bytes behind those of `upload`.

        Raises:
            Problem: The upload was ended, restarted or moved since `upload` was read.
        """
        moved = self._rows(
            "UPDATE upload SET offset = ?, expires = ?"
            " WHERE id = ? AND offset = ? AND expires = ? AND ended = 0 RETURNING id",
            offset,
            expires,
            upload.id,
            upload.offset,
            upload.expires,
        )
        now = self.upload(upload.id)
        if not moved:
            raise Problem(ProblemKind.WRONG_OFFSET, "the upload began again meanwhile")
        return now

    def restart_upload(self, upload_id: str, expires: float) -> None:
        """Begin an upload again under its old address."""
        self._rows(
            "UPDATE upload SET offset = 0, ended = 0, held = 0, expires = ? WHERE id = ?",
            expires,
            upload_id,
        )

    def end_upload(self, upload_id: str) -> None:
        """The sender gave this upload up."""
        self._rows("UPDATE upload SET offset = 0, ended = 1 WHERE id = ?", upload_id)

    def remove_dossier(self, dossier_id: str) -> None:
        """Forget a dossier with its uploads and keys."""
        self._rows("DELETE FROM dossier WHERE id = ?", dossier_id)
