"""Recovery keys in use: whom they are for, and the copy of the store's key wrapped for each.

The list is sealed under the store's key, so nobody who can only write files can add himself.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence

from app.domain.events import Act
from app.domain.ids import DossierId
from app.store.base import StoreDamaged
from app.store.envelope import NONCE_BYTES, derive, open_value, seal_value
from app.store.key_rings import Entropy
from app.store.keys import DossierKeys
from app.store.tables import Tables
from app.store.wrapping import Recipient, RecipientKind, as_text, from_text

_LIST = "recipients"
_WRAPPED = "store_key_recovery"
STORE_CONTEXT = b"store"
"""What copies of the store's key are bound to."""


class RecipientTables(Tables):
    """Recovery keys; see `Upkeep` for the contract."""

    _keys: DossierKeys
    _store_key: bytes
    _entropy: Entropy

    def recipients(self) -> tuple[Recipient, ...]:
        """Recovery keys that are in use."""
        return self._keys.recipients

    def set_recipients(self, recipients: Sequence[Recipient], act: Act) -> None:
        """Use these recovery keys from now on; existing dossiers follow by `rewrap`."""
        listed = [[each.kind.value, as_text(each.public)] for each in recipients]
        sealed = seal_value(
            _list_key(self._store_key),
            _LIST.encode(),
            json.dumps(listed).encode("ascii"),
            nonce=self._entropy(NONCE_BYTES),
        )
        copies = {
            each.fingerprint: as_text(each.wrap(self._store_key, STORE_CONTEXT))
            for each in recipients
        }
        with self._writing(act) as connection:
            _put(connection, _LIST, sealed)
            _put(connection, _WRAPPED, json.dumps(copies).encode("ascii"))
        self._keys.set_recipients(recipients)

    def to_rewrap(self) -> list[DossierId]:
        """Dossiers whose keys are not wrapped for exactly the recovery keys in use."""
        return self._keys.lacking()

    def rewrap(self, dossier_id: DossierId) -> None:
        """Wrap the key of one dossier anew."""
        self._keys.rewrap(dossier_id)


def read_recipients(connection: sqlite3.Connection, store_key: bytes) -> tuple[Recipient, ...]:
    """The recovery keys that a database names.

    Raises:
        StoreDamaged: The list was changed by somebody without the store's key.
    """
    row = connection.execute("SELECT value FROM meta WHERE name = ?", (_LIST,)).fetchone()
    if row is None:
        return ()
    text = open_value(_list_key(store_key), _LIST.encode(), row["value"])
    return tuple(
        Recipient(RecipientKind(kind), from_text(public)) for kind, public in json.loads(text)
    )


def wrapped_store_key(connection: sqlite3.Connection, fingerprint: str) -> bytes:
    """The copy of the store's key for one recovery key.

    Raises:
        StoreDamaged: There is none.
    """
    row = connection.execute("SELECT value FROM meta WHERE name = ?", (_WRAPPED,)).fetchone()
    try:
        return from_text(json.loads(row["value"])[fingerprint])
    except (TypeError, KeyError, ValueError) as error:
        raise StoreDamaged("the store was not wrapped for this recovery key") from error


def _list_key(store_key: bytes) -> bytes:
    return derive(store_key, b"sohoa recovery keys in use")


def _put(connection: sqlite3.Connection, name: str, value: bytes) -> None:
    connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))
