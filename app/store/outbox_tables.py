"""Rows of submissions, their uploads and receipts."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import replace

from app.domain.dossier import DossierState
from app.domain.events import Act
from app.domain.ids import DossierId, SubmissionId
from app.domain.submission import (
    Backlog,
    OutboxRow,
    ReceiptRecord,
    Submission,
    SubmissionState,
    Upload,
)
from app.errors import IllegalStep, NotFound, WrongUse
from app.store.envelope import derive, open_value
from app.store.rows import (
    OUTBOX_COLUMNS,
    receipt_row,
    submission_row,
    to_outbox_row,
    to_receipt,
    to_submission,
    to_upload,
    upload_row,
)
from app.store.tables import Tables, insert, one, set_state

WITH_RECEIPT = frozenset(
    {
        SubmissionState.ACKED,
        SubmissionState.PURGEABLE,
        SubmissionState.PURGING,
        SubmissionState.PURGED,
    }
)
"""States that need a stored receipt."""

_ONE_RECEIPT = """SELECT receipt.*, submission.dossier_id, kept_receipt.jws AS kept FROM receipt
    JOIN submission ON submission.id = receipt.submission_id
    LEFT JOIN kept_receipt ON kept_receipt.submission_id = receipt.submission_id
    WHERE receipt.submission_id = ?"""

_UNFINISHED = f"""SELECT {OUTBOX_COLUMNS} FROM submission
    WHERE state NOT IN ('acked', 'cancelled', 'purgeable', 'purging', 'purged')"""  # noqa: S608
"""Spelled as the index of the schema is, so that it is used and no wide row is read."""

_BACKLOG = """
    WITH unsent AS (
        SELECT id, dossier_id, state, created_at FROM submission
        WHERE state NOT IN ('acked', 'cancelled', 'purgeable', 'purging', 'purged')),
    leaving AS (SELECT id, dossier_id FROM unsent WHERE state <> 'held')
    SELECT (SELECT count(*) FROM leaving),
        (SELECT count(*) FROM leaving CROSS JOIN page ON page.dossier_id = leaving.dossier_id)
        - (SELECT count(*) FROM leaving CROSS JOIN page ON page.dossier_id = leaving.dossier_id
            WHERE trashed_at <> ''),
        (SELECT coalesce(sum(size), 0) FROM leaving
            CROSS JOIN file ON file.dossier_id = leaving.dossier_id)
        - (SELECT coalesce(sum(offset_confirmed), 0) FROM leaving
            CROSS JOIN upload ON upload.submission_id = leaving.id),
        (SELECT count(*) FROM unsent WHERE state = 'held'),
        (SELECT coalesce(min(created_at), '') FROM unsent)"""
"""CROSS JOIN begins with what is unsent, which may be little beside all that was ever sent."""

_ONE_SUBMISSION = "SELECT * FROM submission WHERE id = ?"


class OutboxTables(Tables):
    """The outbox; see `Store` for the contract."""

    _lookup_key: bytes
    """Key of which that of kept receipts is made; set by the store."""

    def seal(self, submission: Submission, act: Act) -> None:
        """SIGNED -> SEALED and the outbox row, in one transaction."""
        with self._writing(act) as connection:
            dossier_id = submission.dossier_id
            row = one(connection, "SELECT revision FROM dossier WHERE id = ?", dossier_id)
            if row["revision"] != submission.revision:
                raise IllegalStep("the submission is of another revision")
            if submission.state in WITH_RECEIPT:
                raise IllegalStep("a new submission has no receipt")
            set_state(connection, dossier_id, DossierState.SIGNED, DossierState.SEALED)
            insert(connection, "submission", submission_row(submission, self._sealer))

    def submissions(self) -> list[Submission]:
        """All submissions, oldest first."""
        with self._database.reading() as connection:
            rows = connection.execute("SELECT * FROM submission ORDER BY ord")
            return [to_submission(row, self._sealer) for row in rows]

    def submissions_of(self, dossier_id: DossierId) -> list[Submission]:
        """Submissions of one dossier, oldest first."""
        query = "SELECT * FROM submission WHERE dossier_id = ? ORDER BY ord"
        with self._database.reading() as connection:
            rows = connection.execute(query, (dossier_id,))
            return [to_submission(row, self._sealer) for row in rows]

    def unfinished(self, sealed_by: str | None = None) -> list[OutboxRow]:
        """Submissions of which something is still to be sent, oldest first."""
        when = "" if sealed_by is None else " AND julianday(created_at) <= julianday(?)"
        parameters = () if sealed_by is None else (sealed_by,)
        with self._database.reading() as connection:
            cursor = connection.cursor()
            cursor.row_factory = None  # Plain tuples: a named row costs as much as all the rest.
            return list(
                map(to_outbox_row, cursor.execute(f"{_UNFINISHED}{when} ORDER BY ord", parameters))
            )

    def backlog(self) -> Backlog:
        """What is still to be sent, added up by the database."""
        with self._database.reading() as connection:
            return Backlog(*connection.execute(_BACKLOG).fetchone())

    def submission(self, submission_id: SubmissionId) -> Submission:
        """One submission."""
        with self._database.reading() as connection:
            return to_submission(one(connection, _ONE_SUBMISSION, submission_id), self._sealer)

    def save_submission(self, submission: Submission, act: Act | None) -> None:
        """Replace a submission row; `act` None for mere progress.

        Refused with IllegalStep: another manifest, dossier or revision than was sealed; a state
        that does not fit whether a receipt is stored.
        """
        with self._writing(act) as connection:
            acknowledged = _has_receipt(connection, submission.id)
            if acknowledged != (submission.state in WITH_RECEIPT):
                raise IllegalStep("state and receipt of the submission do not fit")
            _update(connection, submission_row(submission, self._sealer))

    def uploads(self, submission_id: SubmissionId) -> list[Upload]:
        """Upload progress of a submission."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT upload.*, submission.dossier_id FROM upload"
                " JOIN submission ON submission.id = upload.submission_id"
                " WHERE submission_id = ? ORDER BY place",
                (submission_id,),
            )
            return [to_upload(row, DossierId(row["dossier_id"]), self._sealer) for row in rows]

    def save_uploads(self, submission_id: SubmissionId, uploads: Sequence[Upload]) -> None:
        """Replace all upload rows of a submission."""
        if any(upload.submission_id != submission_id for upload in uploads):
            raise WrongUse("an upload of another submission")
        with self._writing(None) as connection:
            dossier_id = _dossier_of(connection, submission_id)
            connection.execute("DELETE FROM upload WHERE submission_id = ?", (submission_id,))
            for place, upload in enumerate(uploads):
                row = upload_row(upload, dossier_id, self._sealer)
                insert(connection, "upload", {**row, "place": place})

    def save_offset(self, upload: Upload) -> None:
        """Remember the offset that the server confirmed, and the address it was for."""
        with self._writing(None) as connection:
            dossier_id = _dossier_of(connection, upload.submission_id)
            changed = connection.execute(
                "UPDATE upload SET offset_confirmed = :offset_confirmed, url = :url"
                " WHERE submission_id = :submission_id AND file_id = :file_id AND size = :size",
                upload_row(upload, dossier_id, self._sealer),
            ).rowcount
            if not changed:
                raise NotFound(f"no upload of file {upload.file_id} with this size")

    def acknowledge(self, submission: Submission, receipt: ReceiptRecord, act: Act) -> None:
        """Receipt and state ACKED, in one transaction."""
        if receipt.submission_id != submission.id:
            raise WrongUse("the receipt of another submission")
        if submission.state is not SubmissionState.ACKED:
            acked = SubmissionState.ACKED
            submission = replace(submission, state=acked, resume_state=acked)
        with self._writing(act) as connection:
            dossier_id = _dossier_of(connection, submission.id)
            if _has_receipt(connection, submission.id):
                raise IllegalStep("the submission has its receipt already")
            insert(connection, "receipt", receipt_row(receipt, dossier_id, self._sealer))
            _update(connection, submission_row(submission, self._sealer))

    def receipt(self, submission_id: SubmissionId) -> ReceiptRecord:
        """The verified receipt; that of a purged dossier is kept under a key of the station."""
        with self._database.reading() as connection:
            row = one(connection, _ONE_RECEIPT, submission_id)
            if row["kept"] is None:
                return to_receipt(row, DossierId(row["dossier_id"]), self._sealer)
            jws = open_value(
                kept_receipts_key(self._lookup_key), submission_id.encode(), row["kept"]
            )
            return ReceiptRecord(submission_id, row["number"], jws.decode(), row["verified_at"])


def kept_receipts_key(lookup_key: bytes) -> bytes:
    """Key of the receipts that outlive the key of their dossier."""
    return derive(lookup_key, b"sohoa kept receipts")


def _dossier_of(connection: sqlite3.Connection, submission_id: SubmissionId) -> DossierId:
    return DossierId(one(connection, _ONE_SUBMISSION, submission_id)["dossier_id"])


def _has_receipt(connection: sqlite3.Connection, submission_id: SubmissionId) -> bool:
    query = "SELECT 1 FROM receipt WHERE submission_id = ?"
    return connection.execute(query, (submission_id,)).fetchone() is not None


def _update(connection: sqlite3.Connection, row: dict[str, object]) -> None:
    before = one(connection, _ONE_SUBMISSION, str(row["id"]))
    for name in ("dossier_id", "revision", "manifest", "manifest_sha256", "created_at"):
        if before[name] != row[name]:
            raise IllegalStep(f"{name} of a sealed submission never changes")
    connection.execute(
        "UPDATE submission SET state = :state, resume_state = :resume_state,"
        " remote_id = :remote_id, attempts = :attempts, restarts = :restarts,"
        " next_try = :next_try,"
        " reason = :reason, reason_detail = :reason_detail WHERE id = :id",
        row,
    )
