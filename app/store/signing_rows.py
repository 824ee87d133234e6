"""Rows of batches, their items, owed times and results; what shows a paper is sealed."""

from __future__ import annotations

import base64
import json
import sqlite3

from app.domain.ids import DossierId, FileId
from app.domain.result import ResultOrigin, ResultRecord
from app.domain.signing import (
    BatchState,
    ItemState,
    OwedTime,
    SigningBatch,
    SigningItem,
    SigningWork,
    Spot,
    plan_from_json,
)
from app.store.base import StoreDamaged
from app.store.envelope import NONCE_BYTES, open_value, seal_value
from app.store.key_rings import Entropy
from app.store.rows import ColumnSealer, Row

_SEALED = "sealed:"


class PlanSealer:
    """Seals plans under a key of the station: the name of a key may be the number of a person.

    A plan belongs to many dossiers and outlives their keys. Each is bound to its batch.

    Args:
        key: Of the station, 32 bytes.
        entropy: Gives so many random bytes.
    """

    def __init__(self, key: bytes, entropy: Entropy) -> None:
        self._key, self._entropy = key, entropy

    def seal(self, batch_id: str, plan: str) -> str:
        """The text of the column."""
        nonce = self._entropy(NONCE_BYTES)
        sealed = seal_value(self._key, batch_id.encode(), plan.encode(), nonce=nonce)
        return _SEALED + base64.b64encode(sealed).decode("ascii")

    def open(self, batch_id: str, text: str) -> str:
        """A plan again; those of earlier programs lie open until the store is opened.

        Raises:
            StoreDamaged: It was changed, or is one of another batch.
        """
        if not text.startswith(_SEALED):
            return text
        try:
            sealed = base64.b64decode(text.removeprefix(_SEALED), validate=True)
        except ValueError as error:
            raise StoreDamaged("a sealed plan cannot be read") from error
        return open_value(self._key, batch_id.encode(), sealed).decode("utf-8")


def batch_row(batch: SigningBatch, plans: PlanSealer) -> Row:
    """Columns of a batch; its plan is sealed."""
    return {
        "id": batch.id,
        "plan": plans.seal(batch.id, batch.plan.to_json()),
        "state": batch.state.value,
        "created_at": batch.created_at,
        "code": batch.code,
    }


def to_batch(row: sqlite3.Row, plans: PlanSealer) -> SigningBatch:
    """A batch from its row."""
    return SigningBatch(
        row["id"],
        plan_from_json(plans.open(row["id"], row["plan"])),
        BatchState(row["state"]),
        row["created_at"],
        row["code"],
    )


def item_row(item: SigningItem, sealer: ColumnSealer) -> Row:
    """Columns of an item; the parts of the file and the value are sealed together."""
    sealed = None
    if item.work != SigningWork():
        sealed = sealer.seal(item.dossier_id, work_place(item.id), _work_text(item.work))
    return {
        "id": item.id,
        "batch_id": item.batch_id,
        "dossier_id": item.dossier_id,
        "file_id": item.file_id,
        "place": item.place,
        "state": item.state.value,
        "source_sha256": item.source_sha256,
        "work": sealed,
        "sha256": item.sha256,
        "size": item.size,
        "level": item.level,
        "owed": item.owed,
        "code": item.code,
        "spot": None if item.spot is None else json.dumps([item.spot.page_index, *item.spot.box]),
    }


def to_item(row: sqlite3.Row, sealer: ColumnSealer) -> SigningItem:
    """An item from its row."""
    home = DossierId(row["dossier_id"])
    work = SigningWork()
    if row["work"] is not None:
        work = _work(sealer.open(home, work_place(row["id"]), row["work"]))
    return SigningItem(
        id=row["id"],
        batch_id=row["batch_id"],
        dossier_id=home,
        file_id=FileId(row["file_id"]),
        place=row["place"],
        state=ItemState(row["state"]),
        source_sha256=row["source_sha256"],
        work=work,
        sha256=row["sha256"],
        size=row["size"],
        level=row["level"],
        owed=row["owed"],
        code=row["code"],
        spot=None if row["spot"] is None else _spot(row["spot"]),
    )


def _spot(text: str) -> Spot:
    page_index, left, bottom, right, top = json.loads(text)
    return Spot(page_index, (left, bottom, right, top))


def owed_row(owed: OwedTime) -> Row:
    """Columns of an owed time."""
    return {
        "dossier_id": owed.dossier_id,
        "file_id": owed.file_id,
        "level": owed.level,
        "deadline": owed.deadline,
        "attempts": owed.attempts,
        "next_try": owed.next_try,
        "reason": owed.reason,
        "to_send": int(owed.to_send),
    }


def to_owed(row: sqlite3.Row) -> OwedTime:
    """An owed time from its row."""
    return OwedTime(
        DossierId(row["dossier_id"]),
        FileId(row["file_id"]),
        row["level"],
        row["deadline"],
        row["attempts"],
        row["next_try"],
        row["reason"],
        bool(row["to_send"]),
    )


def result_row(record: ResultRecord, remote_key: bytes | None, sealer: ColumnSealer) -> Row:
    """Columns of a result; the system's name for it may name a citizen, so it is sealed.

    Args:
        record: The result.
        remote_key: Finds it by that name without telling the name; None where it has none.
        sealer: Seals columns.
    """
    home = record.dossier_id
    return {
        "dossier_id": home,
        "origin": record.origin.value,
        "remote_id": sealer.seal_optional(home, f"result.remote {home}", record.remote_id),
        "remote_key": remote_key,
        "source_sha256": record.source_sha256,
        "received_at": record.received_at,
        "notices": json.dumps(record.notices),
        "signers_before": record.signers_before,
    }


def to_result(row: sqlite3.Row, sealer: ColumnSealer) -> ResultRecord:
    """A result from its row."""
    home = DossierId(row["dossier_id"])
    return ResultRecord(
        dossier_id=home,
        origin=ResultOrigin(row["origin"]),
        remote_id=sealer.open_optional(home, f"result.remote {home}", row["remote_id"]),
        source_sha256=row["source_sha256"],
        received_at=row["received_at"],
        notices=tuple(json.loads(row["notices"])),
        signers_before=row["signers_before"],
    )


def work_place(item_id: str) -> str:
    """What the sealed work of an item is bound to."""
    return f"signing_item.work {item_id}"


def _work_text(work: SigningWork) -> str:
    parts = (work.prepared_part, work.value, work.token, work.finished_part)
    coded = (base64.b64encode(part).decode("ascii") for part in parts)
    return json.dumps([work.prepared, *coded, work.ticket])


def _work(text: str) -> SigningWork:
    """Work as `_work_text` wrote it; schemas before the fourth knew no tickets."""
    prepared, *rest = json.loads(text)
    coded, tickets = rest[:_PARTS], rest[_PARTS:]
    part, value, token, finished = (base64.b64decode(each, validate=True) for each in coded)
    return SigningWork(prepared, part, value, token, finished, *tickets)


_PARTS = 4
