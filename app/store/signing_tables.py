"""Batches of signatures, owed times and results; see `SigningRows` for the contract."""

from __future__ import annotations

import hashlib
import hmac
import json
import sqlite3
from collections.abc import Sequence

from app.domain.dossier import Dossier, DossierFile, DossierState
from app.domain.events import Act
from app.domain.ids import DossierId
from app.domain.result import ResultRecord
from app.domain.signing import DONE, ItemState, OwedTime, SigningBatch, SigningItem, may_follow
from app.errors import IllegalStep, NotFound, WrongUse
from app.store.evidence import EvidenceShelf
from app.store.rows import dossier_row, file_row
from app.store.signing_base import Step
from app.store.signing_rows import (
    PlanSealer,
    batch_row,
    item_row,
    owed_row,
    result_row,
    to_batch,
    to_item,
    to_owed,
    to_result,
)
from app.store.tables import Tables, insert, one, require_state, set_state
from signing.trust.records import EvidenceFacts, EvidenceRecord

_BUSY_FILE = """SELECT 1 FROM signing_item JOIN signing_batch AS batch ON batch.id = batch_id
    WHERE dossier_id = ? AND file_id = ? AND batch.state IN ('open', 'stopped')
    AND signing_item.state NOT IN ('published', 'waiting_for_time', 'failed', 'cancelled')"""

_SAVE_BATCH = """UPDATE signing_batch SET state = :state, code = :code
    WHERE id = :id AND state IN ('open', 'stopped')"""

_OPEN_PLANS = "SELECT id, plan FROM signing_batch WHERE plan LIKE '{%'"
_SEAL_PLAN = "UPDATE signing_batch SET plan = ? WHERE id = ? AND plan = ?"

_SAVE_ITEM = """UPDATE signing_item SET state = :state, work = :work, sha256 = :sha256,
    size = :size, level = :level, owed = :owed, code = :code
    WHERE id = :id AND state = :before AND batch_id = :batch_id AND file_id = :file_id
    AND place = :place AND dossier_id = :dossier_id"""


class SigningTables(Tables):
    """Rows of signing; every change of state is one transaction with its audit entry."""

    _lookup_key: bytes
    """Key of the digests that keep the system's names for results apart; set by the store."""

    _shelf: EvidenceShelf

    _plans: PlanSealer
    """Seals who signs with which key; set by the store."""

    def seal_plans(self) -> None:
        """Seal the plans that earlier programs wrote in the open; done when a store is opened."""
        with self._database.reading() as connection:
            rows = connection.execute(_OPEN_PLANS).fetchall()
        if rows:
            with self._writing(None) as connection:
                for row in rows:
                    sealed = self._plans.seal(row["id"], row["plan"])
                    connection.execute(_SEAL_PLAN, (sealed, row["id"], row["plan"]))

    def add_signing(self, batch: SigningBatch, items: Sequence[SigningItem], act: Act) -> None:
        """Remember a batch with all its items."""
        if any(item.batch_id != batch.id for item in items):
            raise WrongUse("an item of another batch")
        with self._writing(act) as connection:
            for item in items:
                if connection.execute(_BUSY_FILE, (item.dossier_id, item.file_id)).fetchone():
                    raise IllegalStep(f"file {item.file_id} is being signed in another batch")
            insert(connection, "signing_batch", batch_row(batch, self._plans))
            for item in items:
                insert(connection, "signing_item", item_row(item, self._sealer))

    def signing_batch(self, batch_id: str) -> SigningBatch:
        """One batch."""
        with self._database.reading() as connection:
            row = one(connection, "SELECT * FROM signing_batch WHERE id = ?", batch_id)
            return to_batch(row, self._plans)

    def signing_batches(self) -> list[SigningBatch]:
        """Batches that can go on, oldest first."""
        text = "SELECT * FROM signing_batch WHERE state IN ('open', 'stopped') ORDER BY ord"
        with self._database.reading() as connection:
            return [to_batch(row, self._plans) for row in connection.execute(text)]

    def signing_items(self, batch_id: str) -> list[SigningItem]:
        """Items of a batch, in the order they were added."""
        text = "SELECT * FROM signing_item WHERE batch_id = ? ORDER BY ord"
        with self._database.reading() as connection:
            return [to_item(row, self._sealer) for row in connection.execute(text, (batch_id,))]

    def save_item(self, before: SigningItem, after: SigningItem, act: Act) -> None:
        """Bring an item one step further, once."""
        self.save_items([(before, after)], [act])

    def save_items(self, steps: Sequence[Step], acts: Sequence[Act]) -> None:
        """Bring several items one step further, all or none."""
        if any(after.state in DONE for _, after in steps):
            raise IllegalStep("a signed file is published together with its row")
        with self._writing(None) as connection:
            for before, after in steps:
                self._step(connection, before.state, after)
            for act in acts:
                self._trail.append(connection, act)

    def _step(self, connection: sqlite3.Connection, before: ItemState, after: SigningItem) -> None:
        if not may_follow(before, after.state):
            raise IllegalStep(f"signature from {before} to {after.state}")
        row = {**item_row(after, self._sealer), "before": before.value}
        if not connection.execute(_SAVE_ITEM, row).rowcount:
            raise IllegalStep(f"signature {after.id} is not {before} any more")

    def save_batch(self, batch: SigningBatch, act: Act) -> None:
        """Replace the state of a batch."""
        with self._writing(act) as connection:
            if not connection.execute(_SAVE_BATCH, batch_row(batch, self._plans)).rowcount:
                raise IllegalStep(f"batch {batch.id} is closed")

    def publish_signed(
        self,
        files: Sequence[DossierFile],
        items: Sequence[SigningItem],
        owed: Sequence[OwedTime],
        act: Act,
        evidence: Sequence[EvidenceFacts] = (),
    ) -> None:
        """Files replaced, items closed, debts written, dossier SIGNING -> SIGNED: all at once."""
        homes = _homes(files, items, owed)
        if len(homes) != 1 or any(item.state not in DONE for item in items):
            raise WrongUse("rows of several dossiers, or of unfinished signatures")
        (home,) = homes
        with self._writing(act) as connection:
            set_state(connection, home, DossierState.SIGNING, DossierState.SIGNED)
            connection.execute("DELETE FROM file WHERE dossier_id = ?", (home,))
            connection.execute("DELETE FROM owed_time WHERE dossier_id = ?", (home,))
            for place, file in enumerate(files):
                insert(connection, "file", file_row(file, place, self._sealer))
            for item in items:
                self._step(connection, ItemState.VERIFIED, item)
            for each in owed:
                insert(connection, "owed_time", owed_row(each))
            self._shelf.append(connection, home, evidence, act)

    def owed_times(self, dossier_id: DossierId | None = None) -> list[OwedTime]:
        """Debts of all dossiers, or of one, in the order they are due."""
        text = "SELECT * FROM owed_time WHERE ? IN (dossier_id, '') ORDER BY next_try, ord"
        with self._database.reading() as connection:
            return [to_owed(row) for row in connection.execute(text, (dossier_id or "",))]

    def save_owed(self, owed: OwedTime, act: Act | None) -> None:
        """Replace a debt; `act` None for another try in vain."""
        with self._writing(act) as connection:
            changed = connection.execute(
                "UPDATE owed_time SET attempts = :attempts, next_try = :next_try,"
                " reason = :reason, to_send = :to_send"
                " WHERE dossier_id = :dossier_id AND file_id = :file_id",
                owed_row(owed),
            ).rowcount
            if not changed:
                raise NotFound("no time is owed to this file")

    def pay_owed(self, file: DossierFile, act: Act, evidence: Sequence[EvidenceFacts] = ()) -> None:
        """Replace a file by the same one with its time, and strike the debt out."""
        with self._writing(act) as connection:
            require_state(connection, file.dossier_id, DossierState.SIGNED)
            paid = connection.execute(
                "DELETE FROM owed_time WHERE dossier_id = ? AND file_id = ?",
                (file.dossier_id, file.id),
            ).rowcount
            changed = connection.execute(
                "UPDATE file SET blob = :blob, sha256 = :sha256, size = :size"
                " WHERE id = :id AND dossier_id = :dossier_id AND signed = 1",
                file_row(file, 0, self._sealer),
            ).rowcount
            if not paid or not changed:
                raise IllegalStep("no time is owed to this file")
            self._shelf.append(connection, file.dossier_id, evidence, act)

    def drop_owed(self, dossier_id: DossierId, act: Act) -> None:
        """Strike out all debts of a dossier that goes without its time."""
        with self._writing(act) as connection:
            connection.execute("DELETE FROM owed_time WHERE dossier_id = ?", (dossier_id,))

    def add_result(
        self,
        dossier: Dossier,
        record: ResultRecord,
        file: DossierFile,
        act: Act,
        evidence: Sequence[EvidenceFacts] = (),
    ) -> None:
        """Remember a result: its dossier row, BUILT, with its file and what it is."""
        if {record.dossier_id, file.dossier_id} != {dossier.id}:
            raise WrongUse("rows of several dossiers")
        if dossier.state is not DossierState.BUILT:
            raise IllegalStep("a result is ready to be signed from the start")
        self._sealer.ready(dossier.id)
        with self._writing(act) as connection:
            insert(connection, "dossier", dossier_row(dossier))
            key = self._remote_key(record.remote_id)
            insert(connection, "result", result_row(record, key, self._sealer))
            insert(connection, "file", file_row(file, 0, self._sealer))
            self._shelf.append(connection, dossier.id, evidence, act)

    def note_result(self, record: ResultRecord, act: Act) -> None:
        """Replace what an officer should know of a result."""
        with self._writing(act) as connection:
            changed = connection.execute(
                "UPDATE result SET notices = ? WHERE dossier_id = ?",
                (json.dumps(record.notices), record.dossier_id),
            ).rowcount
            if not changed:
                raise NotFound("no such result")

    def results(self) -> list[ResultRecord]:
        """All electronic results, oldest first."""
        with self._database.reading() as connection:
            rows = connection.execute("SELECT * FROM result ORDER BY ord")
            return [to_result(row, self._sealer) for row in rows]

    def has_result(self, source_sha256: str) -> bool:
        """Whether these bytes were taken in before."""
        with self._database.reading() as connection:
            text = "SELECT 1 FROM result WHERE source_sha256 = ?"
            return connection.execute(text, (source_sha256,)).fetchone() is not None

    def _remote_key(self, remote_id: str) -> bytes | None:
        if not remote_id:
            return None
        text = b"result\0" + remote_id.encode("utf-8")
        return hmac.new(self._lookup_key, text, hashlib.sha256).digest()

    def evidence(self, dossier_id: DossierId | None = None) -> list[EvidenceRecord]:
        """What signatures of all dossiers, or of one, rest on, oldest first."""
        with self._database.reading() as connection:
            return self._shelf.records(connection, dossier_id)

    def evidence_content(self, digest: str) -> bytes:
        """A certificate, revocation list or OCSP answer that evidence names."""
        with self._database.reading() as connection:
            return self._shelf.content(connection, digest)


def _homes(
    files: Sequence[DossierFile], items: Sequence[SigningItem], owed: Sequence[OwedTime]
) -> set[DossierId]:
    """The dossiers that rows belong to."""
    homes = {file.dossier_id for file in files} | {item.dossier_id for item in items}
    return homes | {each.dossier_id for each in owed}
