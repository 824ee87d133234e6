"""The receiver's rows of results that wait for a signature, are taken, or came back."""

from __future__ import annotations

from abc import ABC, abstractmethod
from contextlib import AbstractContextManager
from dataclasses import astuple, dataclass
from enum import StrEnum

from app.receiver.problems import Problem, ProblemKind

RESULT_SCHEMA = """
CREATE TABLE result (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, agency TEXT NOT NULL,
    name TEXT NOT NULL, size INTEGER NOT NULL, sha256 TEXT NOT NULL, changed_ns INTEGER NOT NULL,
    present INTEGER NOT NULL, offered_at TEXT NOT NULL, state TEXT NOT NULL,
    taken_sha256 TEXT NOT NULL, client_ref TEXT NOT NULL, taken_at TEXT NOT NULL,
    dossier_id TEXT NOT NULL, returned_at TEXT NOT NULL, signatures TEXT NOT NULL
) STRICT;
"""
_COLUMNS = """id, agency, name, size, sha256, changed_ns, present, offered_at, state,
    taken_sha256, client_ref, taken_at, dossier_id, returned_at, signatures"""
_PLACES = ",".join("?" * 15)


class ResultState(StrEnum):
    """Where a result is."""

    WAITING = "waiting"
    TAKEN = "taken"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One result.

    Attributes:
        agency: Agency that has to sign it, "" for whoever asks.
        name: Path below the folder of results, without the agency.
        changed_ns: Time stamp of the file when its digest was made, nanoseconds.
        present: 1 while the file is there.
        taken_sha256: Digest of what the station took, "" before.
        client_ref: Id at the station that took it, "" before.
        signatures: What was found on the returned file, JSON.
    """

    id: str
    agency: str
    name: str
    size: int
    sha256: str
    changed_ns: int
    present: int
    offered_at: str
    state: str
    taken_sha256: str = ""
    client_ref: str = ""
    taken_at: str = ""
    dossier_id: str = ""
    returned_at: str = ""
    signatures: str = "[]"

    @property
    def is_changed(self) -> bool:
        """The file was replaced after a station took it."""
        return self.state == ResultState.TAKEN and self.taken_sha256 != self.sha256


class ResultTable(ABC):
    """Rows of results; a part of the ledger."""

    @abstractmethod
    def _rows(self, sql: str, *values: object) -> list[tuple[object, ...]]:
        """Run a statement."""

    @abstractmethod
    def transaction(self) -> AbstractContextManager[None]:
        """Make the calls inside one atomic, durable change."""

    def results(self, *, limit: int = -1) -> list[ResultRow]:
        """All results, in the order they were offered; the newest `limit` when not -1."""
        rows = self._rows(
            f"SELECT {_COLUMNS} FROM (SELECT * FROM result ORDER BY seq DESC LIMIT ?)"  # noqa: S608
            " ORDER BY seq",
            limit,
        )
        return [ResultRow(*row) for row in rows]  # type: ignore[arg-type]  # columns of the STRICT table

    def result(self, result_id: str) -> ResultRow:
        """One result.

        Raises:
            Problem: Unknown.
        """
        rows = self._rows(
            f"SELECT {_COLUMNS} FROM result WHERE id = ?",  # noqa: S608  # a constant
            result_id,
        )
        if not rows:
            raise Problem(ProblemKind.UNKNOWN, "no such result")
        return ResultRow(*rows[0])  # type: ignore[arg-type]  # as above

    def save_result_file(self, row: ResultRow) -> None:
        """Add a result, or tell what its file is now; where it is stays."""
        self._rows(
            f"INSERT INTO result({_COLUMNS}) VALUES ({_PLACES})"  # noqa: S608  # constants
            " ON CONFLICT (id) DO UPDATE SET size = excluded.size, sha256 = excluded.sha256,"
            " changed_ns = excluded.changed_ns, present = excluded.present",
            *astuple(row),
        )

    def save_result_state(self, row: ResultRow) -> None:
        """Tell where a result is; its file stays what it is."""
        self._rows(
            "UPDATE result SET state = ?, taken_sha256 = ?, client_ref = ?, taken_at = ?,"
            " dossier_id = ?, returned_at = ?, signatures = ? WHERE id = ?",
            row.state,
            row.taken_sha256,
            row.client_ref,
            row.taken_at,
            row.dossier_id,
            row.returned_at,
            row.signatures,
            row.id,
        )
