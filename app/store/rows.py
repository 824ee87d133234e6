"""Rows to values and back; personal data is sealed on this way."""

from __future__ import annotations

import json
import sqlite3
from typing import Any

from app.domain.dossier import Dossier, DossierFile, DossierState, FileRole
from app.domain.field import Field, FieldSource, FieldState
from app.domain.ids import BlobId, DossierId, FileId, PageId, SubmissionId
from app.domain.page import PLACE_STEP, Page, PageState, PaperBreak, Side
from app.domain.submission import OutboxRow, ReceiptRecord, Submission, SubmissionState, Upload
from app.store.edit_rows import crop_text, to_crop
from app.store.envelope import NONCE_BYTES, open_value, seal_value
from app.store.key_rings import Entropy
from app.store.keys import DossierKeys

Row = dict[str, object]
"""Column name -> value, ready for named parameters."""


class ColumnSealer:
    """Seals single values under the key of their dossier.

    Each value is bound to its place (table, column, row), so it cannot be moved to another.
    """

    def __init__(self, keys: DossierKeys, entropy: Entropy) -> None:
        self._keys = keys
        self._entropy = entropy

    def ready(self, dossier_id: DossierId) -> None:
        """Make the key of a new dossier, durably."""
        self._keys.key_for_writing(dossier_id)

    def seal(self, dossier_id: DossierId, place: str, text: str) -> bytes:
        """Encrypt a text for one column."""
        # A file name may hold bytes that are no characters; they have to come back as they were.
        plain = text.encode("utf-8", "surrogatepass")
        key = self._keys.key(dossier_id).columns
        return seal_value(key, place.encode(), plain, nonce=self._entropy(NONCE_BYTES))

    def open(self, dossier_id: DossierId, place: str, sealed: bytes) -> str:
        """Decrypt a text.

        Raises:
            StoreDamaged: Changed, moved, or the key is gone.
        """
        plain = open_value(self._keys.key(dossier_id).columns, place.encode(), sealed)
        return plain.decode("utf-8", "surrogatepass")

    def seal_optional(self, dossier_id: DossierId, place: str, text: str) -> bytes | None:
        """Encrypt a text that is mostly empty; the empty one is NULL."""
        return self.seal(dossier_id, place, text) if text else None

    def open_optional(self, dossier_id: DossierId, place: str, sealed: bytes | None) -> str:
        """Decrypt what `seal_optional` made."""
        return "" if sealed is None else self.open(dossier_id, place, sealed)


def dossier_row(dossier: Dossier) -> Row:
    """Columns of a dossier."""
    return {
        "id": dossier.id,
        "code": dossier.code,
        "procedure_code": dossier.procedure_code,
        "state": dossier.state.value,
        "revision": dossier.revision,
        "created_at": dossier.created_at,
        "expected_pages": dossier.expected_pages,
    }


def to_dossier(row: sqlite3.Row) -> Dossier:
    """A dossier from its row."""
    return Dossier(
        DossierId(row["id"]),
        row["code"],
        row["procedure_code"],
        DossierState(row["state"]),
        row["revision"],
        row["created_at"],
        row["expected_pages"],
    )


def page_row(page: Page, sealer: ColumnSealer) -> Row:
    """Columns of a page."""
    return {
        "id": page.id,
        "dossier_id": page.dossier_id,
        "seq": page.seq,
        "state": page.state.value,
        "raw": page.raw,
        "media": page.media,
        "frame": page.frame,
        "source": sealer.seal(page.dossier_id, f"page.source {page.id}", page.source),
        "dpi": page.dpi,
        "clean": page.clean,
        "layers": page.layers,
        "reading": page.reading,
        "flags": json.dumps(page.flags, ensure_ascii=False),
        "attempts": page.attempts,
        "error_code": page.error_code,
        "turn": page.turn,
        "crop": crop_text(page.crop),
        "place": page.place,
        "break_before": page.break_before.value,
        "trashed_at": page.trashed_at,
        "sheet": page.sheet,
        "side": page.side.value,
        "note_of": page.note_of,
        "picture": page.picture,
        "made_with": page.made_with,
    }


PLACE = f"coalesce(page.place, page.seq * {PLACE_STEP})"
"""SQL of the place of a page; rows of earlier versions have none."""


def to_page(row: sqlite3.Row, sealer: ColumnSealer) -> Page:
    """A page from its row."""
    dossier_id = DossierId(row["dossier_id"])
    return Page(
        PageId(row["id"]),
        dossier_id,
        row["seq"],
        PageState(row["state"]),
        BlobId(row["raw"]),
        row["media"],
        row["frame"],
        sealer.open(dossier_id, f"page.source {row['id']}", row["source"]),
        row["dpi"],
        row["clean"],
        row["layers"],
        row["reading"],
        tuple(json.loads(row["flags"])),
        row["attempts"],
        row["error_code"],
        row["turn"],
        to_crop(row["crop"]),
        row["place"] or 0,
        PaperBreak(row["break_before"]),
        row["trashed_at"],
        row["sheet"],
        Side(row["side"]),
        PageId(row["note_of"]) if row["note_of"] else "",
        row["made_with"],
    )


def field_row(field: Field, sealer: ColumnSealer) -> Row:
    """Columns of a field; what names its value or holds it is sealed together."""
    content = json.dumps(
        [field.label, field.value, field.alternatives, field.critical], ensure_ascii=False
    )
    return {
        "dossier_id": field.dossier_id,
        "page_id": field.page_id,
        "name": field.name,
        "content": sealer.seal(
            field.dossier_id, f"field.content {field.page_id} {field.name}", content
        ),
        "state": field.state.value,
        "confidence": field.confidence,
        "source": field.source.value,
        "box": None if field.box is None else json.dumps(field.box),
        "problem": field.problem,
        "confirmed_by": field.confirmed_by,
        "confirmed_at": field.confirmed_at,
        "read_confidence": None if field.confirmed_by else field.confidence,
    }


def to_field(row: sqlite3.Row, sealer: ColumnSealer, picture: str | None = None) -> Field:
    """A field from its row.

    Args:
        row: The row.
        sealer: Opens what is sealed.
        picture: What is set by hand on its page now; None where nobody asks whether the officer
            has decided on this picture.
    """
    dossier_id = DossierId(row["dossier_id"])
    place = f"field.content {row['page_id']} {row['name']}"
    label, value, *more = json.loads(sealer.open(dossier_id, place, row["content"]))
    alternatives, critical = more or ((), False)  # rows of earlier versions have two parts
    return Field(
        dossier_id,
        PageId(row["page_id"]),
        row["name"],
        label,
        value,
        FieldState(row["state"]),
        row["confidence"],
        FieldSource(row["source"]),
        None if row["box"] is None else _box(row["box"]),
        row["problem"],
        row["confirmed_by"],
        row["confirmed_at"],
        tuple(alternatives),
        critical,
        look_again=bool(row["confirmed_by"])
        and picture is not None
        and row["confirmed_with"] != picture,
    )


def _box(text: str) -> tuple[int, int, int, int]:
    x0, y0, x1, y1 = json.loads(text)
    return (x0, y0, x1, y1)


def file_row(file: DossierFile, place: int, sealer: ColumnSealer) -> Row:
    """Columns of a finished file, the `place`-th of its dossier."""
    return {
        "id": file.id,
        "dossier_id": file.dossier_id,
        "place": place,
        "role": file.role.value,
        "name": sealer.seal(file.dossier_id, f"file.name {file.id}", file.name),
        "media": file.media,
        "blob": file.blob,
        "sha256": file.sha256,
        "size": file.size,
        "paper_code": file.paper_code,
        "signed": int(file.signed),
    }


def to_file(row: sqlite3.Row, sealer: ColumnSealer) -> DossierFile:
    """A finished file from its row."""
    dossier_id = DossierId(row["dossier_id"])
    return DossierFile(
        FileId(row["id"]),
        dossier_id,
        FileRole(row["role"]),
        sealer.open(dossier_id, f"file.name {row['id']}", row["name"]),
        row["media"],
        BlobId(row["blob"]),
        row["sha256"],
        row["size"],
        row["paper_code"],
        bool(row["signed"]),
    )


def submission_row(submission: Submission, sealer: ColumnSealer) -> Row:
    """Columns of a submission; what the server said may name a citizen, so it is sealed."""
    return {
        "id": submission.id,
        "dossier_id": submission.dossier_id,
        "revision": submission.revision,
        "state": submission.state.value,
        "resume_state": submission.resume_state.value,
        "manifest": submission.manifest,
        "manifest_sha256": submission.manifest_sha256,
        "created_at": submission.created_at,
        "remote_id": submission.remote_id,
        "attempts": submission.attempts,
        "restarts": submission.restarts,
        "next_try": submission.next_try,
        "reason": submission.reason,
        "reason_detail": sealer.seal_optional(
            submission.dossier_id, f"submission.reason {submission.id}", submission.reason_detail
        ),
    }


def to_submission(row: sqlite3.Row, sealer: ColumnSealer) -> Submission:
    """A submission from its row."""
    dossier_id = DossierId(row["dossier_id"])
    return Submission(
        SubmissionId(row["id"]),
        dossier_id,
        row["revision"],
        SubmissionState(row["state"]),
        SubmissionState(row["resume_state"]),
        BlobId(row["manifest"]),
        row["manifest_sha256"],
        row["created_at"],
        row["remote_id"],
        row["attempts"],
        row["next_try"],
        row["reason"],
        sealer.open_optional(dossier_id, f"submission.reason {row['id']}", row["reason_detail"]),
        row["restarts"],
    )


OUTBOX_COLUMNS = "id, dossier_id, state, next_try, reason, created_at"
"""Columns of `to_outbox_row`, in their order."""

_STATES = {state.value: state for state in SubmissionState}


def to_outbox_row(row: tuple[Any, ...]) -> OutboxRow:  # Any: as SQLite gives columns
    """What the choice of the next submission needs, from a plain row of `OUTBOX_COLUMNS`.

    Thousands are made each second while a line is dead, so nothing is looked up by name here.
    """
    submission_id, dossier_id, state, next_try, reason, created_at = row
    return OutboxRow(submission_id, dossier_id, _STATES[state], next_try, reason, created_at)


def upload_row(upload: Upload, dossier_id: DossierId, sealer: ColumnSealer) -> Row:
    """Columns of an upload; its address can be a key to the file, so it is sealed."""
    return {
        "submission_id": upload.submission_id,
        "file_id": upload.file_id,
        "url": sealer.seal_optional(
            dossier_id, _upload_place(upload.submission_id, upload.file_id), upload.url
        ),
        "offset_confirmed": upload.offset_confirmed,
        "size": upload.size,
    }


def to_upload(row: sqlite3.Row, dossier_id: DossierId, sealer: ColumnSealer) -> Upload:
    """An upload from its row."""
    return Upload(
        SubmissionId(row["submission_id"]),
        FileId(row["file_id"]),
        sealer.open_optional(
            dossier_id, _upload_place(row["submission_id"], row["file_id"]), row["url"]
        ),
        row["offset_confirmed"],
        row["size"],
    )


def _upload_place(submission_id: str, file_id: str) -> str:
    return f"upload.url {submission_id} {file_id}"


def receipt_row(receipt: ReceiptRecord, dossier_id: DossierId, sealer: ColumnSealer) -> Row:
    """Columns of a receipt; its text repeats what was handed in, so it is sealed."""
    place = f"receipt.jws {receipt.submission_id}"
    return {
        "submission_id": receipt.submission_id,
        "number": receipt.number,
        "jws": sealer.seal(dossier_id, place, receipt.jws),
        "verified_at": receipt.verified_at,
    }


def to_receipt(row: sqlite3.Row, dossier_id: DossierId, sealer: ColumnSealer) -> ReceiptRecord:
    """A receipt from its row."""
    place = f"receipt.jws {row['submission_id']}"
    return ReceiptRecord(
        SubmissionId(row["submission_id"]),
        row["number"],
        sealer.open(dossier_id, place, row["jws"]),
        row["verified_at"],
    )
