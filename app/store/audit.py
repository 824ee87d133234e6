"""The audit chain as rows, and a sealed note of its newest entry.

A chain alone does not show that its end was cut off, nor that somebody computed all of it anew.
So each transaction also seals number and hash of the newest entry under a key of the station.
"""

from __future__ import annotations

import sqlite3
from dataclasses import astuple

from app.domain.events import GENESIS, Act, AuditEntry, first_bad_link, link
from app.store.base import Finding, StoreDamaged
from app.store.envelope import NONCE_BYTES, open_value, seal_value
from app.store.key_rings import Entropy

_HEAD = "audit_head"
_COLUMNS = "seq, at, actor, action, object_id, digest, note, previous, hash"


class AuditTrail:
    """Appends to and checks the chain inside transactions of the caller."""

    def __init__(self, key: bytes, entropy: Entropy) -> None:
        self._key = key
        self._entropy = entropy

    def append(self, connection: sqlite3.Connection, act: Act) -> None:
        """Add an act; belongs into the transaction of what it tells about."""
        entry = link(newest(connection), act)
        values = (entry.seq, *astuple(act), entry.previous, entry.hash)
        connection.execute(f"INSERT INTO audit({_COLUMNS}) VALUES (?,?,?,?,?,?,?,?,?)", values)  # noqa: S608
        sealed = seal_value(
            self._key, _HEAD.encode(), _note(entry), nonce=self._entropy(NONCE_BYTES)
        )
        connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (_HEAD, sealed))

    def check(self, connection: sqlite3.Connection) -> list[Finding]:
        """Name the first entry that is wrong; empty when the chain holds."""
        chain = entries(connection)
        bad = first_bad_link(chain)
        if bad is not None:
            return [Finding("audit.broken", str(bad))]
        row = connection.execute("SELECT value FROM meta WHERE name = ?", (_HEAD,)).fetchone()
        if row is None:
            return [Finding("audit.head_missing", "1")] if chain else []
        return self._compare(chain, row["value"])

    def _compare(self, chain: list[AuditEntry], sealed: bytes) -> list[Finding]:
        try:
            seq, _, digest = open_value(self._key, _HEAD.encode(), sealed).decode().partition(" ")
        except StoreDamaged as error:
            return [Finding("audit.head_damaged", str(len(chain)), error.detail)]
        if int(seq) > len(chain):
            return [Finding("audit.truncated", str(len(chain) + 1))]
        if int(seq) < len(chain) or chain[-1].hash != digest:
            return [Finding("audit.rewritten", seq)]
        return []


def newest(connection: sqlite3.Connection) -> AuditEntry | None:
    """Newest entry, None while the chain is empty."""
    row = connection.execute("SELECT * FROM audit ORDER BY seq DESC LIMIT 1").fetchone()
    return None if row is None else _entry(row)


def entries(connection: sqlite3.Connection) -> list[AuditEntry]:
    """The whole chain from its first entry."""
    return [_entry(row) for row in connection.execute("SELECT * FROM audit ORDER BY seq")]


def head(connection: sqlite3.Connection) -> str:
    """Hash of the newest entry, `GENESIS` while the chain is empty."""
    entry = newest(connection)
    return GENESIS if entry is None else entry.hash


def _note(entry: AuditEntry) -> bytes:
    return f"{entry.seq} {entry.hash}".encode("ascii")


def _entry(row: sqlite3.Row) -> AuditEntry:
    act = Act(row["at"], row["actor"], row["action"], row["object_id"], row["digest"], row["note"])
    return AuditEntry(row["seq"], act, row["previous"], row["hash"])
