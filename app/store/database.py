"""The store of the station: all tables, counters, audit and the check of everything."""

from __future__ import annotations

import contextlib
from collections.abc import Callable

from app.domain.events import Act, AuditEntry
from app.store import audit
from app.store.audit import AuditTrail
from app.store.base import Finding
from app.store.care import SqliteCare
from app.store.connection import Database
from app.store.correction_tables import CorrectionTables
from app.store.dossier_tables import DossierTables
from app.store.evidence import EvidenceShelf
from app.store.lock import InstanceLock
from app.store.officer_tables import OfficerShelf, OfficerTables
from app.store.outbox_tables import OutboxTables
from app.store.reuse_tables import ReuseTables
from app.store.rows import ColumnSealer
from app.store.signing_rows import PlanSealer
from app.store.signing_tables import SigningTables


class SqliteStore(
    DossierTables, CorrectionTables, OutboxTables, ReuseTables, SigningTables, OfficerTables
):
    """Rows of the station in SQLite. Safe to call from any thread; see `Store`.

    Writers wait for each other, readers wait for nobody.
    """

    def __init__(
        self,
        database: Database,
        trail: AuditTrail,
        sealer: ColumnSealer,
        *,
        shelf: EvidenceShelf,
        plans: PlanSealer,
        officers: OfficerShelf,
        lookup_key: bytes,
        lock: InstanceLock,
        check: Callable[[], list[Finding]],
        care: SqliteCare,
    ) -> None:
        """Own an open database and the instance lock until `close`."""
        super().__init__(database, trail, sealer)
        self._plans = plans
        self._shelf, self._lookup_key, self._officers = shelf, lookup_key, officers
        self._lock = lock
        self._check = check
        self.care = care

    def close(self) -> None:
        """Release the database and the instance lock."""
        with contextlib.ExitStack() as stack:
            stack.callback(self._lock.release)
            self._database.close()

    def audit_entries(self) -> list[AuditEntry]:
        """The whole chain from its first entry."""
        with self._database.reading() as connection:
            return audit.entries(connection)

    def audit_head(self) -> str:
        """Hash of the newest entry."""
        with self._database.reading() as connection:
            return audit.head(connection)

    def record(self, act: Act) -> None:
        """Append an act that changes no row."""
        with self._writing(act):
            pass

    def next_number(self, scope: str) -> int:
        """Next number of a counter, from 1, never given twice."""
        with self._writing(None) as connection:
            rows = connection.execute(
                "INSERT INTO counter VALUES (?, 1)"
                " ON CONFLICT (scope) DO UPDATE SET value = value + 1 RETURNING value",
                (scope,),
            ).fetchall()
            return int(rows[0]["value"])

    def verify(self) -> list[Finding]:
        """Check invariants, digests and the audit chain; empty when all is well."""
        return [*self._check(), *self._check_officers()]
