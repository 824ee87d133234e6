"""Upkeep of an open store in SQLite: purge, second copy, search, recovery keys."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from app.domain.events import Act
from app.store.audit import AuditTrail
from app.store.base import Finding
from app.store.connection import Database
from app.store.copy_tables import CopyTables
from app.store.envelope import derive
from app.store.figure_tables import FigureTables
from app.store.key_rings import Entropy
from app.store.keys import DossierKeys
from app.store.outbox_tables import kept_receipts_key
from app.store.purge_tables import PurgeTables
from app.store.recipient_tables import RecipientTables
from app.store.rows import ColumnSealer
from app.store.search_tables import SearchTables
from app.store.second_copy import SecondCopy
from app.store.vault import FileVault
from app.store.verification import Verification


@dataclass(frozen=True, slots=True)
class StoreParts:
    """Parts of an open store that its upkeep works on."""

    database: Database
    trail: AuditTrail
    sealer: ColumnSealer
    keys: DossierKeys
    vault: FileVault
    verification: Verification


class SqliteUpkeep(PurgeTables, SearchTables, FigureTables, CopyTables, RecipientTables):
    """Upkeep of an open store; see `Upkeep`. Safe to call from any thread."""

    def __init__(
        self,
        parts: StoreParts,
        store_key: bytes,
        entropy: Entropy,
        *,
        clock: Callable[[], str],
        second: SecondCopy | None,
    ) -> None:
        """Use the parts of a store that is open.

        Args:
            parts: The store.
            store_key: Key of the rows of the station itself.
            entropy: Source of random bytes.
            clock: Tells the UTC time, ISO 8601.
            second: Second copy, None where none is set up.
        """
        super().__init__(parts.database, parts.trail, parts.sealer)
        self._keys, self._vault = parts.keys, parts.vault
        self._verification = parts.verification
        self._store_key, self._entropy, self._clock = store_key, entropy, clock
        self._kept_key = kept_receipts_key(derive(store_key, b"sohoa papers by owner"))
        self._search_key = derive(store_key, b"sohoa search words")
        self._second = second
        self._notes: deque[Act] = deque()
        if second is not None:
            parts.vault.set_spare(self)
            parts.keys.set_spare(self)

    def verify(self) -> list[Finding]:
        """What is wrong with the second copy, and keys that lack a recovery copy."""
        lacking = [Finding("key.not_recoverable", each) for each in self.to_rewrap()]
        return [*lacking, *self.check_copy()]


def store_name(store_key: bytes) -> str:
    """Tells a store from every other, and says nothing of its key."""
    return derive(store_key, b"sohoa store name").hex()[:32]
