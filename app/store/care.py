"""Copies, checks and the tale of repairs of one open store."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.store.audit import newest
from app.store.backup import Copy, copies
from app.store.base import Finding
from app.store.care_base import BlobStep, OrphanKeeper, Recovered
from app.store.connection import Database
from app.store.durable import as_store_error
from app.store.verification import Verification

EVERY = timedelta(minutes=15)
"""Pause between copies, as long as there are changes."""


class SqliteCare:
    """Care for a store in SQLite; see `StoreCare`."""

    def __init__(
        self,
        database: Database,
        backups: Path,
        check: Verification,
        *,
        clock: Callable[[], str],
        recovered: Recovered | None,
        orphans: OrphanKeeper | None = None,
    ) -> None:
        """Use an open database.

        Args:
            database: What is copied.
            backups: Existing folder for the copies.
            check: Looks at everything.
            clock: Tells the UTC time, ISO 8601.
            recovered: What was repaired when the store was opened.
            orphans: Collects blobs that nothing names.
        """
        self._orphans = orphans
        self._database, self._backups, self._check = database, backups, check
        self._clock = clock
        self._recovered = recovered
        self._copied_tx = -1

    @property
    def recovered(self) -> Recovered | None:
        """What was repaired when the store was opened, None for nothing."""
        return self._recovered

    @property
    def orphans(self) -> OrphanKeeper | None:
        """Whoever collects blobs that nothing names."""
        return self._orphans

    def last_act_at(self) -> str:
        """Time of the newest audit entry, "" for none."""
        with self._database.reading() as connection:
            entry = newest(connection)
        return "" if entry is None else entry.act.at

    def back_up(self) -> str:
        """Copy the database now; gives the name of the copy."""
        # The transaction is asked first: what is written meanwhile is due again.
        tx = self._database.last_transaction().tx
        stamp = self._now().strftime("%Y-%m-%dT%H%M%SZ")
        name = self._database.back_up(self._backups, f"store-{stamp}").name
        self._copied_tx = tx
        return name

    def back_up_if_due(self) -> bool:
        """Copy the database if it changed and the newest copy is old enough."""
        if self._database.last_transaction().tx == self._copied_tx:
            return False
        made_at = self.newest_backup_at()
        # A copy from the future says that the clock was set back; it must not stop new ones.
        if made_at is not None and timedelta(0) <= self._now() - made_at < EVERY:
            return False
        self.back_up()
        return True

    def newest_backup_at(self) -> datetime | None:
        """When the newest copy was made, None while there is none."""
        found = self._copies()
        return found[0].at if found else None

    def verify_rows(self) -> list[Finding]:
        """Look at rows, audit chain and evidence; neither a blob nor a journal is opened."""
        return self._check.rows()

    def verify_blobs(self, on_step: Callable[[BlobStep], None], after: str = "") -> list[Finding]:
        """Look at every blob in use, in the order of their names."""
        return self._check.blobs(on_step, after)

    def _copies(self) -> list[Copy]:
        try:
            return copies(self._backups)
        except OSError as error:
            raise as_store_error(error, "looking at the backups") from error

    def _now(self) -> datetime:
        moment = datetime.fromisoformat(self._clock())
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
