"""Evidence of signatures as rows: a chain that only grows, and what its links rest on.

Links name digests only. The bytes beside them (certificates, revocation lists, OCSP answers) are
sealed under a key of the station and kept once, however many signatures rest on them; they stay
when the papers of a dossier are erased. Each growth writes the digest of the last link into the
audit chain, so that cutting off the end shows.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import replace

from app.domain.events import Act
from app.domain.ids import DossierId
from app.store.audit import AuditTrail
from app.store.base import Finding, StoreDamaged
from app.store.envelope import NONCE_BYTES, open_value, seal_value
from app.store.key_rings import Entropy
from signing.errors import EvidenceTampered
from signing.trust.records import EvidenceFacts, EvidenceRecord, make_record, verify_chain

KEPT = "evidence.kept"
"""Action of the audit entries that hold the digest of the last link."""

_LAST = "SELECT record FROM evidence ORDER BY number DESC LIMIT 1"
_NOTED = f"SELECT digest FROM audit WHERE action = '{KEPT}' ORDER BY seq DESC LIMIT 1"  # noqa: S608


class EvidenceShelf:
    """Grows and checks the chain inside transactions of the caller."""

    def __init__(self, key: bytes, entropy: Entropy, trail: AuditTrail) -> None:
        self._key, self._entropy, self._trail = key, entropy, trail

    def append(
        self,
        connection: sqlite3.Connection,
        home: DossierId,
        facts: Sequence[EvidenceFacts],
        act: Act,
    ) -> None:
        """Keep what signatures of a dossier rest on; belongs into the transaction of `act`.

        Raises:
            StoreDamaged: The last link cannot be read.
        """
        row = connection.execute(_LAST).fetchone()
        last = None if row is None else _record(row["record"])
        for each in facts:
            last, contents = make_record(each, last)
            for digest, content in contents.items():
                self._put(connection, digest, content)
            connection.execute(
                "INSERT INTO evidence VALUES (?, ?, ?)", (last.number, home, last.to_json())
            )
        if facts and last is not None:
            note = f"{len(facts)} signatures"
            noted = replace(act, action=KEPT, object_id=home, digest=last.sha256, note=note)
            self._trail.append(connection, noted)

    def _put(self, connection: sqlite3.Connection, digest: str, content: bytes) -> None:
        known = connection.execute("SELECT 1 FROM evidence_content WHERE sha256 = ?", (digest,))
        if known.fetchone() is None:
            sealed = seal_value(
                self._key, digest.encode(), content, nonce=self._entropy(NONCE_BYTES)
            )
            connection.execute("INSERT INTO evidence_content VALUES (?, ?)", (digest, sealed))

    def records(
        self, connection: sqlite3.Connection, home: DossierId | None
    ) -> list[EvidenceRecord]:
        """Links of all dossiers, or of one, in their order."""
        text = "SELECT record FROM evidence WHERE ? IN (dossier_id, '') ORDER BY number"
        return [_record(row["record"]) for row in connection.execute(text, (home or "",))]

    def content(self, connection: sqlite3.Connection, digest: str) -> bytes:
        """What lies beside the links under a digest.

        Raises:
            StoreDamaged: It is missing or changed.
        """
        text = "SELECT content FROM evidence_content WHERE sha256 = ?"
        row = connection.execute(text, (digest,)).fetchone()
        if row is None:
            raise StoreDamaged("what evidence rests on is missing")
        return open_value(self._key, digest.encode(), row["content"])

    def check(self, connection: sqlite3.Connection) -> list[Finding]:
        """Prove the whole chain; names the first thing that does not hold."""
        try:
            records = self.records(connection, None)
            needed = dict.fromkeys(digest for record in records for digest in record.needs)
            contents = {digest: self.content(connection, digest) for digest in needed}
            noted = connection.execute(_NOTED).fetchone()
            if (noted is None) != (not records):
                raise EvidenceTampered("the audit knows of another chain")
            verify_chain(records, contents, noted["digest"] if noted else "")
        except (EvidenceTampered, StoreDamaged) as error:
            return [Finding("evidence.broken", "evidence", error.detail)]
        return []


def _record(text: str) -> EvidenceRecord:
    try:
        return EvidenceRecord.from_json(text)
    except EvidenceTampered as error:
        raise StoreDamaged("a link of the evidence cannot be read") from error
