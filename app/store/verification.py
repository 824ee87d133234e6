"""The check of everything: invariants, digests, sealed values, audit chain.

| code                  | object       | what is wrong                                         |
|-----------------------|--------------|-------------------------------------------------------|
| database.damaged      | "store.db"   | SQLite's own check fails                              |
| database.reference    | table        | a row refers to a row that is not there               |
| audit.*               | number       | first entry that is wrong (see `audit`)               |
| evidence.broken       | "evidence"   | the chain of evidence does not hold                   |
| officer.missing       | "officer"    | accounts were added, and none is left                 |
| row.unreadable        | id           | a sealed or coded value cannot be understood          |
| row.differs           | key          | the row is not what the journals tell                 |
| blob.missing          | blob         | a row names it, the file is gone                      |
| blob.damaged          | blob         | the file fails its digest or does not open            |
| blob.orphan           | blob         | nothing names it and it is older than a day           |
| file.changed          | file         | plain bytes differ from the recorded digest or size   |
| manifest.changed      | submission   | plain bytes differ from the sealed digest             |
| submission.missing    | dossier      | SEALED without a submission                           |
| submission.unsealed   | submission   | its dossier is not SEALED                             |
| receipt.missing       | submission   | ACKED without a receipt                               |
| receipt.unexpected    | submission   | a receipt, but not ACKED                              |
| journal.*             | home         | the journals do not tell everything (see `replay`)    |
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from app.domain.ids import BlobId, DossierId
from app.errors import WrongUse
from app.store.audit import AuditTrail
from app.store.base import BlobMissing, Finding, StoreDamaged, StoreError
from app.store.care_base import BlobStep
from app.store.connection import Database, understood
from app.store.edit_rows import to_edit
from app.store.evidence import EvidenceShelf
from app.store.reuse_rows import to_decision, to_digitized, to_lookup, to_owner
from app.store.rows import (
    ColumnSealer,
    to_dossier,
    to_field,
    to_file,
    to_page,
    to_receipt,
    to_submission,
    to_upload,
)
from app.store.signing_rows import PlanSealer, to_batch, to_item, to_owed, to_result
from app.store.vault import FileVault

Part = Callable[[], list[Finding]]
T = TypeVar("T")
R = TypeVar("R")

_AT_ONCE = 2
"""Blobs that are looked at side by side; each needs 2 MiB of memory and one core."""

_ORPHAN_AFTER = timedelta(days=1)

BLOBS_IN_USE = """
    WITH used(dossier_id, blob) AS (
        SELECT dossier_id, raw FROM page WHERE flags NOT LIKE '%"original_erased"%'
        UNION SELECT dossier_id, clean FROM page
        UNION SELECT dossier_id, layers FROM page UNION SELECT dossier_id, reading FROM page
        UNION SELECT dossier_id, clean FROM page_result
        UNION SELECT dossier_id, layers FROM page_result
        UNION SELECT dossier_id, reading FROM page_result
        UNION SELECT dossier_id, blob FROM file UNION SELECT dossier_id, manifest FROM submission)
    SELECT dossier_id, blob FROM used WHERE blob IS NOT NULL AND dossier_id NOT IN (
        SELECT dossier_id FROM submission WHERE state IN ('purging', 'purged'))"""
"""Blobs that must be there, with their dossiers."""

_DIGESTS = """
    SELECT blob, 'file.changed' AS code, id, sha256, size FROM file
    UNION ALL SELECT manifest, 'manifest.changed', id, manifest_sha256, NULL FROM submission"""

_STATES = """
    SELECT 'submission.missing' AS code, id FROM dossier
        WHERE state = 'sealed' AND id NOT IN (SELECT dossier_id FROM submission)
    UNION ALL SELECT 'submission.unsealed', submission.id FROM submission
        JOIN dossier ON dossier.id = submission.dossier_id WHERE dossier.state <> 'sealed'
    UNION ALL SELECT 'receipt.missing', id FROM submission
        WHERE state IN ('acked', 'purgeable', 'purging', 'purged')
        AND id NOT IN (SELECT submission_id FROM receipt)
    UNION ALL SELECT 'receipt.unexpected', submission.id FROM submission
        JOIN receipt ON receipt.submission_id = submission.id
        WHERE submission.state NOT IN ('acked', 'purgeable', 'purging', 'purged')"""

_UPLOADS = """SELECT upload.*, upload.file_id AS id, submission.dossier_id FROM upload
    JOIN submission ON submission.id = upload.submission_id"""
_RECEIPTS = """SELECT receipt.*, receipt.submission_id AS id, submission.dossier_id FROM receipt
    JOIN submission ON submission.id = receipt.submission_id"""


_RECEIPTS_OF = f"{_RECEIPTS} WHERE submission.dossier_id = ?"
_GOING = "SELECT dossier_id FROM submission WHERE state IN ('purging', 'purged')"


@dataclass(frozen=True, slots=True)
class _Expected:
    """What the plain bytes of a blob have to be; size None when it was not recorded."""

    code: str
    object_id: str
    sha256: str
    size: int | None


class Verification:
    """Checks a whole store; changes nothing. Runs on: any thread, long."""

    def __init__(
        self,
        database: Database,
        trail: AuditTrail,
        sealer: ColumnSealer,
        vault: FileVault,
        shelf: EvidenceShelf,
        journals: Callable[[], list[Finding]] = list,
        *,
        plans: PlanSealer,
        unnamed: Callable[[datetime, timedelta], list[BlobId]] | None = None,
    ) -> None:
        """Check these parts.

        Args:
            database: Rows.
            trail: Checks the audit chain.
            sealer: Opens sealed columns.
            vault: Opens blobs.
            shelf: Checks the evidence.
            journals: Checks the journals.
            plans: Opens plans of batches.
            unnamed: Finds blobs of an age that nothing names; without it none are looked for.
        """
        self._database = database
        self._trail = trail
        self._sealer = sealer
        self._vault = vault
        self._shelf = shelf
        self._journals = journals
        self._plans = plans
        self._unnamed = unnamed

    def run(self, now: str) -> list[Finding]:
        """Everything that is wrong at `now` (UTC time, ISO 8601); empty when all is well."""
        return self._all((*self._rows(), self._journals, self._blobs, lambda: self._orphans(now)))

    def rows(self) -> list[Finding]:
        """Everything that is wrong with rows; neither a blob nor a journal is opened."""
        return self._all(self._rows())

    def blobs(self, on_step: Callable[[BlobStep], None], after: str = "") -> list[Finding]:
        """Every blob in use that is missing or damaged; memory stays flat.

        Args:
            on_step: Called after each; what it raises ends the check.
            after: Name of the blob after which to begin.
        """
        return self._all((lambda: self._blobs(on_step, after),))

    def dossier(self, dossier_id: DossierId) -> list[Finding]:
        """What is wrong with states, receipts and blobs of one dossier."""
        return self._all((lambda: self._one_dossier(dossier_id),))

    def _one_dossier(self, dossier_id: DossierId) -> list[Finding]:
        expected: dict[str, list[_Expected]] = {}
        with self._database.reading() as connection:
            own = f"SELECT blob FROM ({BLOBS_IN_USE}) WHERE dossier_id = ?"  # noqa: S608
            used = [BlobId(row["blob"]) for row in connection.execute(own, (dossier_id,))]
            for row in connection.execute(f"SELECT * FROM ({_DIGESTS})"):  # noqa: S608
                wanted = _Expected(row["code"], row["id"], row["sha256"], row["size"])
                if row["blob"] in used:
                    expected.setdefault(row["blob"], []).append(wanted)
            mine = "SELECT id FROM submission WHERE dossier_id = ?"
            names = {dossier_id, *(row["id"] for row in connection.execute(mine, (dossier_id,)))}
            receipts = connection.execute(_RECEIPTS_OF, (dossier_id,))
            findings = _unreadable(receipts, lambda row: to_receipt(row, dossier_id, self._sealer))
            found = [*findings, *_of(names, connection.execute(_STATES))]
        return [
            *found,
            *(each for b in used for each in self._blob(dossier_id, b, expected.get(b, []))),
        ]

    def _rows(self) -> tuple[Part, ...]:
        return (
            self._file,
            self._chain,
            self._evidence,
            self._states,
            self._values,
        )

    def _all(self, parts: Sequence[Part]) -> list[Finding]:
        findings: list[Finding] = []
        for part in parts:
            try:
                findings += part()
            except StoreDamaged as error:
                findings.append(Finding("database.damaged", "store.db", error.detail))
        return list(dict.fromkeys(findings))

    def _file(self) -> list[Finding]:
        with self._database.reading() as connection:
            said = [row[0] for row in connection.execute("PRAGMA integrity_check(20)")]
            lost = connection.execute("PRAGMA foreign_key_check").fetchall()
        damage = [Finding("database.damaged", "store.db", line) for line in said if line != "ok"]
        return damage + [Finding("database.reference", row["table"]) for row in lost]

    def _chain(self) -> list[Finding]:
        with self._database.reading() as connection:
            return self._trail.check(connection)

    def _evidence(self) -> list[Finding]:
        with self._database.reading() as connection:
            return self._shelf.check(connection)

    def _states(self) -> list[Finding]:
        with self._database.reading() as connection:
            return [Finding(row["code"], row["id"]) for row in connection.execute(_STATES)]

    def _values(self) -> list[Finding]:
        sealer, plans = self._sealer, self._plans
        checks: tuple[tuple[str, Callable[[sqlite3.Row], object]], ...] = (
            ("SELECT * FROM dossier", to_dossier),
            ("SELECT * FROM page", lambda row: to_page(row, sealer)),
            ("SELECT * FROM page_edit", to_edit),
            ("SELECT *, page_id AS id FROM field", lambda row: to_field(row, sealer)),
            ("SELECT * FROM file", lambda row: to_file(row, sealer)),
            ("SELECT * FROM submission", lambda row: to_submission(row, sealer)),
            (_UPLOADS, lambda row: to_upload(row, DossierId(row["dossier_id"]), sealer)),
            (_RECEIPTS, lambda row: to_receipt(row, DossierId(row["dossier_id"]), sealer)),
            ("SELECT *, dossier_id AS id FROM owner", lambda row: to_owner(row, sealer)),
            ("SELECT * FROM digitized_paper", lambda row: to_digitized(row, sealer)),
            ("SELECT *, component AS id FROM reuse_decision", lambda r: to_decision(r, sealer)),
            ("SELECT * FROM reuse_lookup", lambda row: to_lookup(row, sealer)),
            ("SELECT * FROM signing_batch", lambda row: to_batch(row, plans)),
            ("SELECT * FROM signing_item", lambda row: to_item(row, sealer)),
            ("SELECT *, file_id AS id FROM owed_time", to_owed),
            ("SELECT *, dossier_id AS id FROM result", lambda row: to_result(row, sealer)),
        )
        findings: list[Finding] = []
        with self._database.reading() as connection:
            going = {row["dossier_id"] for row in connection.execute(_GOING)}
            for query, understand in checks:
                rows = _readable(connection.execute(query), going)
                findings += _unreadable(rows, understand)
        return findings

    def _blobs(
        self, on_step: Callable[[BlobStep], None] = lambda _step: None, after: str = ""
    ) -> list[Finding]:
        expected: dict[str, list[_Expected]] = {}
        with self._database.reading() as connection:
            used = connection.execute(BLOBS_IN_USE).fetchall()
            for row in connection.execute(_DIGESTS):
                wanted = _Expected(row["code"], row["id"], row["sha256"], row["size"])
                expected.setdefault(row["blob"], []).append(wanted)
        used = sorted(
            (row for row in used if row["blob"] > after), key=lambda row: str(row["blob"])
        )
        sizes = {each.id: each.size for each in self._vault.stored()}
        total = sum(sizes.get(row["blob"], 0) for row in used)
        findings: list[Finding] = []
        done = 0

        def look(row: sqlite3.Row) -> list[Finding]:
            return self._blob(row["dossier_id"], row["blob"], expected.get(row["blob"], []))

        for row, found in _side_by_side(look, used):
            if found and self._is_used(row["blob"]):
                findings += found
            done += sizes.get(row["blob"], 0)
            on_step(BlobStep(row["blob"], done, total))
        return findings

    def _is_used(self, blob: BlobId) -> bool:
        """Whether rows still name a blob: a slow check meets some that were erased meanwhile."""
        one = f"SELECT 1 FROM ({BLOBS_IN_USE}) WHERE blob = ?"  # noqa: S608
        with self._database.reading() as connection:
            return connection.execute(one, (blob,)).fetchone() is not None

    def _blob(
        self, dossier_id: DossierId, blob: BlobId, expected: list[_Expected]
    ) -> list[Finding]:
        digest = hashlib.sha256()
        try:
            on_plain = digest.update if expected else len
            size = self._vault.prove(dossier_id, blob, on_plain)
        except BlobMissing:
            return [Finding("blob.missing", blob, dossier_id)]
        except (StoreError, WrongUse) as error:
            return [Finding("blob.damaged", blob, error.detail)]
        return [
            Finding(wanted.code, wanted.object_id)
            for wanted in expected
            if wanted.sha256 != digest.hexdigest() or wanted.size not in (None, size)
        ]

    def _orphans(self, now: str) -> list[Finding]:
        found = self._unnamed(_moment(now), _ORPHAN_AFTER) if self._unnamed else []
        return [Finding("blob.orphan", blob) for blob in found]


def _side_by_side(look: Callable[[T], R], things: Sequence[T]) -> Iterator[tuple[T, R]]:
    """Look at a few things at once, and give them in their order.

    Digests and ciphers let other threads run meanwhile. When whoever takes the results pauses or
    stops, no more than those few are under way.
    """
    with ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="blobs") as pool:
        begun: deque[tuple[T, Future[R]]] = deque()
        for thing in things:
            begun.append((thing, pool.submit(look, thing)))
            if len(begun) > _AT_ONCE:
                first, future = begun.popleft()
                yield first, future.result()
        while begun:
            first, future = begun.popleft()
            yield first, future.result()


def _of(names: set[str], rows: Iterable[sqlite3.Row]) -> list[Finding]:
    return [Finding(row["code"], row["id"]) for row in rows if row["id"] in names]


def _readable(rows: Iterable[sqlite3.Row], going: set[str]) -> Iterator[sqlite3.Row]:
    """Rows but those of dossiers whose key is destroyed, or about to be."""
    for row in rows:
        if "dossier_id" not in row.keys() or row["dossier_id"] not in going:  # noqa: SIM118
            yield row


def _unreadable(
    rows: Iterable[sqlite3.Row], understand: Callable[[sqlite3.Row], object]
) -> Iterator[Finding]:
    for row in rows:
        try:
            with understood():
                understand(row)
        except StoreDamaged as error:
            yield Finding("row.unreadable", row["id"], error.detail)


def _moment(at: str) -> datetime:
    moment = datetime.fromisoformat(at)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
