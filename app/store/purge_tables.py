"""Purge in rows: PURGEABLE, then PURGING with its proof, then the key and the blobs, then PURGED.

What a kill can leave behind (C11) is always the row PURGING, or an older database beside the mark
of a destroyed key; both are found by `purging` and ended by `destroy` and `finish_purge`.
"""

from __future__ import annotations

import base64
import hashlib
import json
import sqlite3
from collections.abc import Iterable
from typing import Any

from app.domain.events import Act
from app.domain.ids import BlobId, DossierId, SubmissionId
from app.domain.submission import SubmissionState
from app.errors import IllegalStep, NotFound
from app.store.base import Finding, StoreDamaged
from app.store.envelope import NONCE_BYTES, seal_value
from app.store.key_rings import Entropy
from app.store.keys import DossierKeys
from app.store.second_copy import SecondCopy, key_name
from app.store.tables import BLOBS_OF_PAGES, Tables, one
from app.store.upkeep_base import PurgedDossier, PurgeProof, PurgeRow
from app.store.vault import FileVault
from app.store.verification import Verification

_ROWS = """
    SELECT submission.id, submission.dossier_id, submission.state, dossier.code,
        receipt.verified_at, coalesce(purge.marked_at, '') AS marked_at,
        EXISTS (SELECT 1 FROM purge_hold WHERE dossier_id = dossier.id) AS is_held,
        EXISTS (SELECT 1 FROM owed_time WHERE dossier_id = dossier.id) AS owes_time,
        EXISTS (SELECT 1 FROM signing_item JOIN signing_batch ON signing_batch.id = batch_id
            WHERE dossier_id = dossier.id AND signing_batch.state IN ('open', 'stopped'))
            AS is_signing,
        EXISTS (SELECT 1 FROM submission AS other WHERE other.dossier_id = dossier.id
            AND other.state NOT IN ('acked', 'purgeable', 'cancelled')) AS sending
    FROM submission JOIN dossier ON dossier.id = submission.dossier_id
    JOIN receipt ON receipt.submission_id = submission.id
    LEFT JOIN purge ON purge.dossier_id = dossier.id
    WHERE submission.state IN ('acked', 'purgeable') AND submission.ord IN (
        SELECT max(ord) FROM submission WHERE state <> 'cancelled' GROUP BY dossier_id)
    ORDER BY receipt.verified_at, submission.ord"""

_BLOBS = f"""{BLOBS_OF_PAGES}
    UNION SELECT manifest FROM submission WHERE dossier_id = :id"""  # noqa: S608  # no values

_HANGING = (
    "field",
    "page_result",
    "page_edit",
    "page",
    "file",
    "owner",
    "digitized_paper",
    "reuse_decision",
    "reuse_lookup",
    "signing_item",
    "owed_time",
    "search_word",
    "search_stale",
    "purge_hold",
)
"""Tables whose rows of a dossier say nothing any more, or must not say it, once its key is gone."""

_PURGED = """
    SELECT dossier.code, receipt.number, purge.* FROM purge
    JOIN dossier ON dossier.id = purge.dossier_id
    JOIN receipt ON receipt.submission_id = purge.submission_id
    WHERE purge.done_at <> '' ORDER BY purge.done_at DESC, dossier.ord DESC"""


class PurgeTables(Tables):
    """Rows, key and bytes of dossiers that go; see `Upkeep` for the contract."""

    _keys: DossierKeys
    _vault: FileVault
    _verification: Verification
    _kept_key: bytes
    _entropy: Entropy
    _second: SecondCopy | None

    def purge_rows(self) -> list[PurgeRow]:
        """Received dossiers that are not purged, oldest receipt first."""
        with self._database.reading() as connection:
            return [_purge_row(row) for row in connection.execute(_ROWS)]

    def mark(self, row: PurgeRow, act: Act) -> None:
        """ACKED -> PURGEABLE."""
        with self._writing(act) as connection:
            _refuse_held(connection, row.dossier_id)
            _move(connection, row.submission_id, SubmissionState.ACKED, SubmissionState.PURGEABLE)
            connection.execute(
                "INSERT INTO purge(dossier_id, submission_id, marked_at) VALUES (?, ?, ?)",
                (row.dossier_id, row.submission_id, act.at),
            )

    def unmark(self, dossier_id: DossierId, act: Act) -> None:
        """PURGEABLE -> ACKED."""
        with self._writing(act) as connection:
            if not _unmark(connection, dossier_id):
                raise IllegalStep("the dossier is not marked")

    def hold(self, dossier_id: DossierId, act: Act) -> None:
        """Keep a dossier until `release`; a mark is taken back."""
        with self._writing(act) as connection:
            one(connection, "SELECT id FROM dossier WHERE id = ?", dossier_id)
            _unmark(connection, dossier_id)
            connection.execute(
                "INSERT OR IGNORE INTO purge_hold VALUES (?, ?, ?)", (dossier_id, act.at, act.actor)
            )

    def release(self, dossier_id: DossierId, act: Act) -> None:
        """Let a dossier go its way again."""
        with self._writing(act) as connection:
            text = "DELETE FROM purge_hold WHERE dossier_id = ?"
            if not connection.execute(text, (dossier_id,)).rowcount:
                raise NotFound("the dossier is not held")

    def check_dossier(self, dossier_id: DossierId) -> list[Finding]:
        """Everything wrong with the bytes, states and receipts of one dossier."""
        return self._verification.dossier(dossier_id)

    def check_chain(self) -> list[Finding]:
        """What is wrong with the audit chain."""
        with self._database.reading() as connection:
            return self._trail.check(connection)

    def begin_purge(self, dossier_id: DossierId, act: Act) -> PurgeProof:
        """PURGEABLE -> PURGING with the proof in the audit chain."""
        key_print = self._keys.fingerprint(dossier_id)
        with self._database.writing() as connection:
            _refuse_held(connection, dossier_id)
            row = connection.execute(
                "SELECT submission_id FROM purge WHERE dossier_id = ? AND started_at = ''",
                (dossier_id,),
            ).fetchone()
            if row is None:
                raise IllegalStep("the dossier is not marked")
            submission_id = SubmissionId(row["submission_id"])
            state = SubmissionState.PURGEABLE
            _move(connection, submission_id, state, SubmissionState.PURGING)
            blobs = _blobs_of(connection, dossier_id)
            digest = purge_digest(key_print, blobs)
            self._keep_receipts(connection, dossier_id)
            connection.execute(
                "UPDATE purge SET started_at = ?, digest = ?, key_print = ?, blobs = ?"
                " WHERE dossier_id = ?",
                (act.at, digest, key_print, json.dumps(blobs), dossier_id),
            )
            note = f"{len(blobs)} blobs, key {key_print}"
            told = Act(act.at, act.actor, act.action, act.object_id, digest, note)
            self._trail.append(connection, told)
        return PurgeProof(dossier_id, submission_id, digest, key_print, tuple(blobs))

    def purging(self) -> list[PurgeProof]:
        """Purges that have begun and are not done, also where an older database does not know."""
        with self._database.reading() as connection:
            text = "SELECT * FROM purge WHERE started_at <> '' AND done_at = '' ORDER BY started_at"
            begun = [_proof(row) for row in connection.execute(text)]
            done = connection.execute("SELECT dossier_id FROM purge WHERE done_at <> ''")
            known = {row["dossier_id"] for row in done} | {each.dossier_id for each in begun}
            listed = {row["id"] for row in connection.execute("SELECT id FROM dossier")}
        marked = [each for each in self._keys.purged() if each in listed - known]
        return [*begun, *(self._proof_of_mark(each) for each in marked)]

    def destroy(self, proof: PurgeProof, at: str) -> None:
        """Destroy the key and remove the blobs; may be repeated."""
        self._keys.destroy(proof.dossier_id, self._mark_text(proof, at))
        for blob in proof.blobs:
            self._vault.remove(blob)

    def finish_purge(self, proof: PurgeProof, act: Act) -> None:
        """PURGING -> PURGED; the rows that hung on the key go in the same transaction."""
        mark = _mark_content(self._keys.purge_mark(proof.dossier_id))
        with self._database.writing() as connection:
            # What goes is sealed under the destroyed key, but keyed words are not.
            connection.execute("PRAGMA secure_delete=ON")
            _drop_rows(connection, proof.dossier_id)
            if self._second is not None:
                _erase_copies(connection, proof)
            for receipt in mark["receipts"]:
                _put_receipt(connection, receipt)
            connection.execute(
                "UPDATE submission SET state = 'purged', resume_state = 'purged',"
                " reason_detail = NULL WHERE dossier_id = ? AND state <> 'cancelled'",
                (proof.dossier_id,),
            )
            connection.execute(
                "INSERT INTO purge VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (dossier_id)"
                " DO UPDATE SET started_at = excluded.started_at, done_at = excluded.done_at,"
                " digest = excluded.digest, key_print = excluded.key_print,"
                " blobs = excluded.blobs",
                _purge_values(proof, mark["at"], act.at),
            )
            note = f"key {proof.key_print}"
            told = Act(act.at, act.actor, act.action, act.object_id, proof.digest, note)
            self._trail.append(connection, told)

    def purged(self) -> list[PurgedDossier]:
        """Purged dossiers, newest first."""
        with self._database.reading() as connection:
            return [
                PurgedDossier(
                    DossierId(row["dossier_id"]),
                    row["code"],
                    row["number"],
                    row["done_at"],
                    _proof(row),
                )
                for row in connection.execute(_PURGED)
            ]

    def _keep_receipts(self, connection: sqlite3.Connection, dossier_id: DossierId) -> None:
        """Seal receipts anew under a key of the station: they outlive the dossier's."""
        rows = connection.execute(
            "SELECT receipt.* FROM receipt JOIN submission ON submission.id = submission_id"
            " WHERE dossier_id = ?",
            (dossier_id,),
        ).fetchall()
        for row in rows:
            name = row["submission_id"]
            jws = self._sealer.open(dossier_id, f"receipt.jws {name}", row["jws"])
            sealed = seal_value(
                self._kept_key, name.encode(), jws.encode(), nonce=self._entropy(NONCE_BYTES)
            )
            connection.execute("INSERT OR REPLACE INTO kept_receipt VALUES (?, ?)", (name, sealed))

    def _mark_text(self, proof: PurgeProof, at: str) -> bytes:
        """What lies in the place of the key: enough to end the purge in an older database."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT receipt.submission_id, number, verified_at, kept_receipt.jws FROM receipt"
                " JOIN kept_receipt USING (submission_id)"
                " JOIN submission ON submission.id = receipt.submission_id WHERE dossier_id = ?",
                (proof.dossier_id,),
            ).fetchall()
        receipts = [{**dict(row), "jws": base64.b64encode(row["jws"]).decode()} for row in rows]
        content = {
            "kind": "purged dossier",
            "version": 1,
            "at": at,
            "submission": proof.submission_id,
            "digest": proof.digest,
            "key_print": proof.key_print,
            "blobs": proof.blobs,
            "receipts": receipts,
        }
        return json.dumps(content).encode("ascii")

    def _proof_of_mark(self, dossier_id: DossierId) -> PurgeProof:
        content = _mark_content(self._keys.purge_mark(dossier_id))
        return PurgeProof(
            dossier_id,
            SubmissionId(content["submission"]),
            content["digest"],
            content["key_print"],
            tuple(map(BlobId, content["blobs"])),
        )


def purge_digest(key_print: str, blobs: Iterable[BlobId]) -> str:
    """SHA-256 over the fingerprint of the key and the sorted names of the blobs, one per line."""
    text = "\n".join([key_print, *sorted(blobs)])
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def _purge_row(row: sqlite3.Row) -> PurgeRow:
    return PurgeRow(
        DossierId(row["dossier_id"]),
        SubmissionId(row["id"]),
        SubmissionState(row["state"]),
        row["code"],
        row["verified_at"],
        row["marked_at"],
        bool(row["is_held"]),
        bool(row["owes_time"]),
        bool(row["is_signing"]),
        bool(row["sending"]),
    )


def _refuse_held(connection: sqlite3.Connection, dossier_id: DossierId) -> None:
    text = "SELECT 1 FROM purge_hold WHERE dossier_id = ?"
    if connection.execute(text, (dossier_id,)).fetchone():
        raise IllegalStep("the dossier is held")


def _move(
    connection: sqlite3.Connection,
    submission_id: SubmissionId,
    expected: SubmissionState,
    to: SubmissionState,
) -> None:
    changed = connection.execute(
        "UPDATE submission SET state = ?, resume_state = ? WHERE id = ? AND state = ?",
        (to.value, to.value, submission_id, expected.value),
    ).rowcount
    if not changed:
        raise IllegalStep(f"the submission is not {expected.value}")


def _unmark(connection: sqlite3.Connection, dossier_id: DossierId) -> bool:
    """Take a mark back; False if there is none.

    Raises:
        IllegalStep: The purge has begun.
    """
    row = connection.execute("SELECT * FROM purge WHERE dossier_id = ?", (dossier_id,)).fetchone()
    if row is None:
        return False
    if row["started_at"]:
        raise IllegalStep("the purge has begun")
    name = SubmissionId(row["submission_id"])
    _move(connection, name, SubmissionState.PURGEABLE, SubmissionState.ACKED)
    connection.execute("DELETE FROM purge WHERE dossier_id = ?", (dossier_id,))
    return True


def _blobs_of(connection: sqlite3.Connection, dossier_id: DossierId) -> list[BlobId]:
    rows = connection.execute(_BLOBS, {"id": dossier_id})
    return sorted(BlobId(row["blob"]) for row in rows if row["blob"])


def _proof(row: sqlite3.Row) -> PurgeProof:
    return PurgeProof(
        DossierId(row["dossier_id"]),
        SubmissionId(row["submission_id"]),
        row["digest"],
        row["key_print"],
        tuple(map(BlobId, json.loads(row["blobs"]))),
    )


def _purge_values(proof: PurgeProof, started_at: str, done_at: str) -> tuple[str, ...]:
    blobs = json.dumps(proof.blobs)
    begun = (proof.dossier_id, proof.submission_id, started_at, started_at, done_at)
    return (*begun, proof.digest, proof.key_print, blobs)


def _drop_rows(connection: sqlite3.Connection, dossier_id: DossierId) -> None:
    for table in _HANGING:
        text = f"DELETE FROM {table} WHERE dossier_id = ?"  # noqa: S608  # names of this module
        connection.execute(text, (dossier_id,))
    connection.execute(
        "DELETE FROM upload WHERE submission_id IN"
        " (SELECT id FROM submission WHERE dossier_id = ?)",
        (dossier_id,),
    )
    # The key of the system's name stays: it keeps a result from being fetched once more.
    connection.execute("UPDATE result SET remote_id = NULL WHERE dossier_id = ?", (dossier_id,))
    connection.execute("UPDATE second_copy SET state = 'erase' WHERE dossier_id = ?", (dossier_id,))


def _erase_copies(connection: sqlite3.Connection, proof: PurgeProof) -> None:
    """Let all of it go from the second copy, also what a kill kept from getting its row."""
    names = (key_name(proof.dossier_id), *proof.blobs)
    connection.executemany(
        "INSERT INTO second_copy VALUES (?, ?, 'erase', '')"
        " ON CONFLICT (name) DO UPDATE SET state = 'erase'",
        [(name, proof.dossier_id) for name in names],
    )


def _put_receipt(connection: sqlite3.Connection, receipt: dict[str, Any]) -> None:  # Any: JSON
    """A receipt never changes: the row with its number comes anew, its text is kept apart."""
    name = receipt["submission_id"]
    known = "SELECT 1 FROM submission WHERE id = ?"
    if connection.execute(known, (name,)).fetchone() is None:
        return
    jws = base64.b64decode(receipt["jws"])
    connection.execute("DELETE FROM receipt WHERE submission_id = ?", (name,))
    connection.execute(
        "INSERT INTO receipt VALUES (?, ?, x'', ?)",
        (name, receipt["number"], receipt["verified_at"]),
    )
    connection.execute("INSERT OR REPLACE INTO kept_receipt VALUES (?, ?)", (name, jws))


def _mark_content(text: bytes) -> dict[str, Any]:  # Any: JSON has no static shape
    try:
        content: dict[str, Any] = json.loads(text)
        if content["kind"] != "purged dossier" or content["version"] != 1:
            raise ValueError("of another kind")
    except (ValueError, TypeError, KeyError) as error:
        raise StoreDamaged("the mark of a purge cannot be read") from error
    return content
