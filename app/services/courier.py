"""Courier: carries one submission through create, upload and commit.

Every step is a row before it is a request, so that a kill, a cut line or a lost reply is
answered by doing the same request again under the same idempotency key.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from app.domain.dossier import DossierFile
from app.domain.figures import pace_note
from app.domain.ids import FileId
from app.domain.manifest import Manifest, manifest_from_json
from app.domain.submission import (
    Failure,
    FailureClass,
    ReceiptRecord,
    Submission,
    SubmissionState,
    Upload,
    advance,
    after_failure,
)
from app.jobs import CancelToken
from app.province.errors import (
    DeliveryError,
    DigestMismatch,
    LocalCorrupt,
    ServerBusy,
    StatementOnly,
)
from app.services.station import Station
from app.store.base import StoreDamaged

log = logging.getLogger(__name__)

FIRST_CHUNK = 2**20
LARGEST_CHUNK = 8 * 2**20
FAST_CHUNK_S = 10.0
STEPS_BACK = 3
"""How often a server may confirm less than it did before somebody has to think again."""

OnChange = Callable[[Submission], None]


def ignore_change(_submission: Submission) -> None:
    """For those who do not watch."""


@dataclass(frozen=True, slots=True)
class Sent:
    """How far a submission came, and what stopped it."""

    submission: Submission
    failure: Failure | None = None


def carry(
    station: Station, submission: Submission, *, on_change: OnChange, cancel: CancelToken
) -> Sent:
    """Bring one submission as far as it goes now; failures end in WAITING or HELD, never lost.

    Raises:
        JobCancelled: Stopped between two chunks.
        StoreError: The rows cannot be read or written.
    """
    courier = _Courier(station, on_change, cancel)
    try:
        return Sent(courier.bring(replace(submission, state=submission.resume_state)))
    except DeliveryError as error:
        current = station.store.submission(submission.id)
        failure = courier.judge(current, error)
        log.info("submission %s: %s", submission.id, failure.code)
        after = after_failure(
            current, failure, now=station.now().timestamp(), jitter=station.jitter()
        )
        return Sent(courier.keep(after, "submission.failed"), failure)


class _Courier:
    def __init__(self, station: Station, on_change: OnChange, cancel: CancelToken) -> None:
        self._station = station
        self._on_change = on_change
        self._cancel = cancel
        self._sent_bytes, self._took_s = 0, 0.0

    def keep(self, submission: Submission, action: str = "") -> Submission:
        act = self._station.act(action, submission.id, note=submission.reason) if action else None
        self._station.store.save_submission(submission, act)
        self._on_change(submission)
        return submission

    def judge(self, submission: Submission, error: DeliveryError) -> Failure:
        """Where the server holds other bytes, the fault may lie here: then nothing goes again."""
        if error.kind is FailureClass.INTEGRITY:
            try:
                for file in self._station.store.files(submission.dossier_id):
                    self._check_file(file)
            except LocalCorrupt as rot:
                error = rot
        return Failure(error.kind, error.code, error.detail, error.retry_after_s)

    def bring(self, submission: Submission) -> Submission:
        manifest = self._manifest(submission)
        if submission.state in {SubmissionState.QUEUED, SubmissionState.CREATING}:
            submission = self._create(submission, manifest)
        if submission.state is SubmissionState.UPLOADING:
            for upload in self._station.store.uploads(submission.id):
                self._upload(submission, upload)
            submission = self.keep(advance(submission, SubmissionState.COMMITTING))
        return self._commit(submission, manifest)

    def _manifest(self, submission: Submission) -> Manifest:
        with _rot_is_ours("manifest"):
            data = self._station.vault.get(submission.dossier_id, submission.manifest)
        if hashlib.sha256(data).hexdigest() != submission.manifest_sha256:
            raise LocalCorrupt("manifest is not what was sealed")
        return manifest_from_json(data)

    def _create(self, submission: Submission, manifest: Manifest) -> Submission:
        creating = SubmissionState.CREATING
        submission = self.keep(
            replace(submission, state=creating, resume_state=creating), "submission.creating"
        )
        remote = self._station.system.begin(manifest, submission.id)
        sizes = {file.id: file.size for file in manifest.files}
        uploads = [
            Upload(submission.id, FileId(file_id), url, 0, sizes[file_id])
            for file_id, url in remote.uploads.items()
            if url
        ]
        uploads.sort(key=lambda upload: upload.size)
        self._station.store.save_uploads(submission.id, uploads)
        return self.keep(advance(submission, SubmissionState.UPLOADING, remote_id=remote.id))

    def _upload(self, submission: Submission, upload: Upload) -> None:
        station = self._station
        offset = station.system.resume_point(upload.url)
        station.store.save_offset(replace(upload, offset_confirmed=offset))
        if offset > upload.size:
            raise DigestMismatch("server holds more bytes than the file has")
        if offset == upload.size:
            return
        file = self._file(submission, upload)
        self._check_file(file)
        chunk, steps_back = FIRST_CHUNK, 0
        while offset < upload.size:
            self._cancel.check()
            with _rot_is_ours(f"file {file.id}"):
                part = station.vault.get_range(file.dossier_id, file.blob, offset, chunk)
            started = station.ticks()
            confirmed = station.system.put(upload.url, offset, part)
            station.store.save_offset(replace(upload, offset_confirmed=confirmed))
            self._on_change(submission)
            steps_back += confirmed < offset
            if steps_back > STEPS_BACK:
                raise ServerBusy("server loses what it confirmed")
            took = station.ticks() - started
            self._took_s += took
            self._sent_bytes += max(confirmed - offset, 0)
            is_fast = took < FAST_CHUNK_S
            went_through = confirmed == offset + len(part)
            chunk = min(chunk * 2, LARGEST_CHUNK) if is_fast and went_through else FIRST_CHUNK
            offset = confirmed

    def _file(self, submission: Submission, upload: Upload) -> DossierFile:
        files = self._station.store.files(submission.dossier_id)
        return next(file for file in files if file.id == upload.file_id)

    def _check_file(self, file: DossierFile) -> None:
        """Read a whole file once before its first byte leaves; afterwards each frame proves itself.

        Raises:
            LocalCorrupt: It is not what the manifest promised.
        """
        digest, size = hashlib.sha256(), 0
        with _rot_is_ours(f"file {file.id}"):
            for piece in self._station.vault.stream(file.dossier_id, file.blob):
                self._cancel.check()
                digest.update(piece)
                size += len(piece)
        if (digest.hexdigest(), size) != (file.sha256, file.size):
            raise LocalCorrupt(f"file {file.id} is not what was sealed")

    def _commit(self, submission: Submission, manifest: Manifest) -> Submission:
        station = self._station
        receipt = station.system.commit(submission.remote_id, manifest, submission.id)
        record = ReceiptRecord(submission.id, receipt.number, receipt.jws, station.stamp())
        done = advance(submission, SubmissionState.ACKED)
        if not receipt.signed_by_server:
            done = replace(done, reason=StatementOnly.code)
        digest = hashlib.sha256(receipt.jws.encode("ascii")).hexdigest()
        pace = pace_note(self._sent_bytes, self._took_s) if self._sent_bytes else ""
        act = station.act("submission.acked", submission.id, digest=digest, note=pace)
        station.store.acknowledge(done, record, act)
        self._on_change(done)
        return done


@contextmanager
def _rot_is_ours(what: str) -> Iterator[None]:
    """What the vault cannot open is held for this submission alone, and never sent."""
    try:
        yield
    except StoreDamaged as error:
        raise LocalCorrupt(f"{what}: {error.detail}") from error
