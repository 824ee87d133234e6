"""Officers and dossiers in their hands, as rows; the key that signs heads of the audit chain."""

from __future__ import annotations

import json
import sqlite3
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.domain.audit_lines import Head
from app.domain.events import Act
from app.domain.ids import DossierId
from app.domain.officer import Officer, Role
from app.errors import NotFound
from app.store.base import Finding, StoreDamaged
from app.store.envelope import NONCE_BYTES, open_value, seal_value
from app.store.key_rings import Entropy
from app.store.rows import Row
from app.store.tables import Tables, insert, state_of

OFFICER_ADDED = "officer.added"
"""Action of the audit entry that comes with each new account."""

_REPLACE = "ON CONFLICT (id) DO UPDATE SET content = excluded.content"
_REPLACE_HOLDER = """ON CONFLICT (dossier_id) DO UPDATE SET
    officer_id = excluded.officer_id, since = excluded.since"""


class OfficerShelf:
    """Seals accounts under a key of the station, each bound to its id."""

    def __init__(self, key: bytes, entropy: Entropy, head_seed: bytes) -> None:
        self._key, self._entropy = key, entropy
        self._signer = Ed25519PrivateKey.from_private_bytes(head_seed)

    def seal(self, officer: Officer) -> bytes:
        """Content of the row of an account."""
        members = {
            "name": officer.name,
            "roles": sorted(officer.roles),
            "password": officer.password,
            "created_at": officer.created_at,
            "failures": officer.failures,
            "failed_at": officer.failed_at,
            "is_closed": officer.is_closed,
            "must_change": officer.must_change,
        }
        if officer.is_linked or officer.online_at:
            members |= {
                "issuer": officer.issuer,
                "subject": officer.subject,
                "online_at": officer.online_at,
                "by_rule": officer.by_rule,
            }
        plain = json.dumps(members, ensure_ascii=False).encode("utf-8")
        nonce = self._entropy(NONCE_BYTES)
        return seal_value(self._key, officer.id.encode("utf-8"), plain, nonce=nonce)

    def open(self, officer_id: str, sealed: bytes) -> Officer:
        """The account in a row.

        Raises:
            StoreDamaged: The row was changed, or is one of another account.
        """
        plain = open_value(self._key, officer_id.encode("utf-8"), sealed)
        try:
            members: dict[str, Any] = json.loads(plain)  # any: members of several types
            roles = frozenset(Role(role) for role in members.pop("roles"))
            return Officer(id=officer_id, roles=roles, **members)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise StoreDamaged("an account cannot be understood") from error

    def sign(self, text: bytes) -> bytes:
        """Signature of the station."""
        return self._signer.sign(text)

    def public(self) -> bytes:
        """Public key of the signatures, 32 bytes."""
        return self._signer.public_key().public_bytes_raw()


class OfficerTables(Tables):
    """Rows of the officers; see `OfficerRows` for the contract."""

    _officers: OfficerShelf
    """Seals and opens accounts; set by the store."""

    def officers(self) -> list[Officer]:
        """All accounts, closed ones too, oldest first."""
        with self._database.reading() as connection:
            rows = connection.execute("SELECT * FROM officer ORDER BY ord").fetchall()
            if not rows and _were_added(connection):
                raise StoreDamaged("the accounts of the station are gone")
        return [self._officers.open(row["id"], row["content"]) for row in rows]

    def officer(self, officer_id: str) -> Officer:
        """One account."""
        with self._database.reading() as connection:
            row = connection.execute("SELECT * FROM officer WHERE id = ?", (officer_id,)).fetchone()
        if row is None:
            raise NotFound("no such account")
        return self._officers.open(row["id"], row["content"])

    def save_officer(self, officer: Officer, act: Act | None) -> None:
        """Add or replace an account."""
        with self._writing(act) as connection:
            row: Row = {"id": officer.id, "content": self._officers.seal(officer)}
            insert(connection, "officer", row, clause=_REPLACE)

    def _check_officers(self) -> list[Finding]:
        """Accounts that do not open, or all of them gone."""
        findings: list[Finding] = []
        with self._database.reading() as connection:
            rows = connection.execute("SELECT * FROM officer ORDER BY ord").fetchall()
            if not rows and _were_added(connection):
                findings.append(Finding("officer.missing", "officer"))
        for row in rows:
            try:
                self._officers.open(row["id"], row["content"])
            except StoreDamaged as error:
                findings.append(Finding("row.unreadable", row["id"], error.detail))
        return findings

    def holder(self, dossier_id: DossierId) -> str:
        """Officer in whose hands a dossier is, "" while nobody took it."""
        with self._database.reading() as connection:
            row = connection.execute(
                "SELECT officer_id FROM holder WHERE dossier_id = ?", (dossier_id,)
            ).fetchone()
            return "" if row is None else str(row["officer_id"])

    def hold(self, dossier_id: DossierId, officer_id: str, act: Act) -> None:
        """Put a dossier into the hands of an officer."""
        with self._writing(act) as connection:
            state_of(connection, dossier_id)
            row: Row = {"dossier_id": dossier_id, "officer_id": officer_id, "since": act.at}
            insert(connection, "holder", row, clause=_REPLACE_HOLDER)

    def sign_head(self, head: Head) -> bytes:
        """Ed25519 signature of the station under a head of its audit chain."""
        return self._officers.sign(head.text())

    def head_key(self) -> bytes:
        """Public key of `sign_head`."""
        return self._officers.public()


def _were_added(connection: sqlite3.Connection) -> bool:
    row = connection.execute("SELECT 1 FROM audit WHERE action = ? LIMIT 1", (OFFICER_ADDED,))
    return row.fetchone() is not None
