"""Deliver: seal a signed dossier, then send it until a verified receipt is stored.

Every step is a row before it is a request, so that a kill, a cut line or a lost reply is
answered by doing the same request again under the same idempotency key.
"""

from __future__ import annotations

import hashlib
import logging
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

from app.domain.dossier import DossierFile, DossierState, FileRole
from app.domain.ids import DossierId, FileId, PageId, SubmissionId
from app.domain.manifest import Manifest, ManifestFile, manifest_from_json
from app.domain.page import Page, is_left_out
from app.domain.submission import (
    Failure,
    ReceiptRecord,
    Submission,
    SubmissionState,
    Upload,
    advance,
    after_failure,
    hold,
    is_due,
    retry,
)
from app.errors import IllegalStep
from app.jobs import CancelToken
from app.province.base import AuthRefused, DeliveryError, TlsRefused
from app.services.addresses import present_addresses
from app.services.continuations import later_pages_of
from app.services.digitized import remember_due
from app.services.owner import require_owner
from app.services.reuse import reused_components
from app.services.review import NoPages, page_reading
from app.services.station import Station
from app.services.time_debts import require_time
from app.store.base import StoreDamaged

log = logging.getLogger(__name__)

FIRST_CHUNK = 2**20
LARGEST_CHUNK = 8 * 2**20
FAST_CHUNK_S = 10.0
OnChange = Callable[[Submission], None]


def _ignore(_submission: Submission) -> None:
    return None


def enqueue(station: Station, dossier_id: DossierId) -> Submission:
    """Seal a SIGNED dossier and put it into the outbox, in one transaction.

    Raises:
        IllegalStep: The dossier is not signed.
        OwnerUnknown: The province wants the owner of such a dossier, and nobody was named.
        NoPages: Nothing was scanned, and what was reused has been given back since.
        TimeOwed: A time stamp is still owed; it goes by itself as soon as it may.
    """
    dossier = station.store.dossier(dossier_id)
    if dossier.state is not DossierState.SIGNED:
        raise IllegalStep(f"seal in state {dossier.state.value}")
    if not _is_result(station, dossier_id):
        require_owner(station, dossier_id)
    require_time(station, dossier_id)
    manifest = _manifest(station, dossier_id)
    if not manifest.files and not manifest.reused:
        raise NoPages("neither files nor reused papers")
    submission = Submission(
        id=SubmissionId(station.new_id()),
        dossier_id=dossier_id,
        revision=dossier.revision,
        state=SubmissionState.QUEUED,
        resume_state=SubmissionState.QUEUED,
        manifest=station.vault.put(dossier_id, manifest.canonical()),
        manifest_sha256=manifest.digest(),
        created_at=station.stamp(),
    )
    act = station.act("dossier.seal", dossier_id, digest=submission.manifest_sha256)
    station.store.seal(submission, act)
    return submission


def _is_result(station: Station, dossier_id: DossierId) -> bool:
    """A result goes back to the dossier that asked for it; its owner is known there."""
    files = station.store.files(dossier_id)
    return any(file.role is FileRole.RESULT for file in files)


def _manifest(station: Station, dossier_id: DossierId) -> Manifest:
    dossier = station.store.dossier(dossier_id)
    owner = station.store.owner(dossier_id)
    fields = field_values(station, dossier_id)
    return Manifest(
        client_ref=dossier_id,
        dossier_code=dossier.code,
        procedure_code=dossier.procedure_code,
        officer_id=station.identity.officer_id,
        station_id=station.identity.station_id,
        revision=dossier.revision,
        files=tuple(_manifest_file(file) for file in station.store.files(dossier_id)),
        fields=fields,
        client_audit_head=station.store.audit_head(),
        owner_kind=owner.kind.value if owner else "",
        owner_id=owner.id if owner else "",
        reused=reused_components(station, dossier_id),
        addresses=present_addresses(station.catalog, fields),
        result_id=_result_id(station, dossier_id),
    )


def _result_id(station: Station, dossier_id: DossierId) -> str:
    """What the processing system calls the result that goes back; "" for everything else."""
    if not _is_result(station, dossier_id):
        return ""
    known = {each.dossier_id: each.remote_id for each in station.store.results()}
    return known.get(dossier_id, "")


def _manifest_file(file: DossierFile) -> ManifestFile:
    return ManifestFile(
        id=file.id,
        role=file.role.value,
        name=file.name,
        media=file.media,
        size=file.size,
        sha256=file.sha256,
        paper_code=file.paper_code,
    )


def field_values(station: Station, dossier_id: DossierId) -> dict[str, str]:
    """Values by paper and name, so that no value loses the person it belongs to.

    Keys are `PAPER:NAME`; of several papers of one type the second is `PAPER#2:NAME`. A paper
    of unknown type is called "paper"; later pages speak for the paper they go on with, where the
    page before has not said the same already. Empty values are left out.
    """
    titles = _paper_keys(station, station.store.pages(dossier_id))
    values: dict[str, str] = {}
    for field in station.store.fields(dossier_id):
        if field.value:
            values.setdefault(f"{titles[field.page_id]}:{field.name}", field.value)
    return values


def _paper_keys(station: Station, pages: Sequence[Page]) -> dict[PageId, str]:
    readings = {page.id: page_reading(station, page) for page in pages if page.reading}
    kept = [page for page in pages if not is_left_out(page)]
    first = {each.page_id: each.first for each in later_pages_of(kept, readings)}
    seen: Counter[str] = Counter()
    keys: dict[PageId, str] = {}
    for page in pages:
        if page.id in first:
            keys[page.id] = keys[first[page.id]]
            continue
        paper = readings[page.id].paper if page.id in readings else None
        code = paper.code if paper else "paper"
        seen[code] += 1
        keys[page.id] = code if seen[code] == 1 else f"{code}#{seen[code]}"
    return keys


def send_due(
    station: Station, *, on_change: OnChange = _ignore, cancel: CancelToken | None = None
) -> int:
    """Send what is due, oldest first; gives how many were tried.

    A dead line stops the round: everything behind it would fail the same way. A refused login or
    certificate holds the whole queue until somebody has mended it and retried that submission.

    Raises:
        JobCancelled: Stopped between two chunks.
    """
    token = cancel or CancelToken()
    tried = 0
    submissions = station.store.submissions()
    if any(_holds_the_host(submission) for submission in submissions):
        return 0
    for submission in submissions:
        token.check()
        if not is_due(submission, station.now().timestamp()):
            continue
        tried += 1
        after = send_one(station, submission, on_change=on_change, cancel=token)
        if _is_link_trouble(after) or _holds_the_host(after):
            break
    remember_due(station)
    return tried


def _holds_the_host(submission: Submission) -> bool:
    """Login or trust was refused: a person has to mend that once, for the whole queue."""
    refused = {AuthRefused.code, TlsRefused.code}
    return submission.state is SubmissionState.HELD and submission.reason in refused


def _is_link_trouble(submission: Submission) -> bool:
    return submission.state is SubmissionState.WAITING and submission.reason in {
        "delivery.link_down",
        "delivery.not_configured",
    }


def send_one(
    station: Station,
    submission: Submission,
    *,
    on_change: OnChange = _ignore,
    cancel: CancelToken | None = None,
) -> Submission:
    """Bring one submission as far as it goes now; failures end in WAITING or HELD, never lost."""
    courier = _Courier(station, on_change, cancel or CancelToken())
    current = replace(submission, state=submission.resume_state)
    try:
        return courier.bring(current)
    except DeliveryError as error:
        current = station.store.submission(submission.id)
        failure = Failure(error.kind, error.code, error.detail, error.retry_after_s)
        log.info("submission %s: %s", submission.id, error.code)
        return courier.keep(_judge(station, current, failure), "submission.failed")
    except StoreDamaged as error:
        current = station.store.submission(submission.id)
        return courier.keep(hold(current, "store.damaged", error.detail), "submission.held")


def _judge(station: Station, submission: Submission, failure: Failure) -> Submission:
    return after_failure(
        submission, failure, now=station.now().timestamp(), jitter=station.jitter()
    )


class _Courier:
    """Carries one submission through create, upload and commit."""

    def __init__(self, station: Station, on_change: OnChange, cancel: CancelToken) -> None:
        self._station = station
        self._on_change = on_change
        self._cancel = cancel

    def keep(self, submission: Submission, action: str = "") -> Submission:
        act = self._station.act(action, submission.id, note=submission.reason) if action else None
        self._station.store.save_submission(submission, act)
        self._on_change(submission)
        return submission

    def bring(self, submission: Submission) -> Submission:
        manifest = manifest_from_json(
            self._station.vault.get(submission.dossier_id, submission.manifest)
        )
        if submission.state in {SubmissionState.QUEUED, SubmissionState.CREATING}:
            submission = self._create(submission, manifest)
        if submission.state is SubmissionState.UPLOADING:
            for upload in self._station.store.uploads(submission.id):
                self._upload(submission, upload)
            submission = self.keep(advance(submission, SubmissionState.COMMITTING))
        return self._commit(submission, manifest)

    def _create(self, submission: Submission, manifest: Manifest) -> Submission:
        submission = self.keep(
            replace(
                submission,
                state=SubmissionState.CREATING,
                resume_state=SubmissionState.CREATING,
            ),
            "submission.creating",
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
        system, store = self._station.system, self._station.store
        offset = system.resume_point(upload.url)
        store.save_offset(replace(upload, offset_confirmed=offset))
        if offset == upload.size:
            return
        data = self._plain(submission, upload)
        chunk = FIRST_CHUNK
        while offset < upload.size:
            self._cancel.check()
            started = self._station.now()
            offset = system.put(upload.url, offset, data[offset : offset + chunk])
            store.save_offset(replace(upload, offset_confirmed=offset))
            self._on_change(submission)
            fast = (self._station.now() - started).total_seconds() < FAST_CHUNK_S
            chunk = min(chunk * 2, LARGEST_CHUNK) if fast else FIRST_CHUNK

    def _plain(self, submission: Submission, upload: Upload) -> bytes:
        """Bytes to send; never anything but what the manifest promised."""
        files = self._station.store.files(submission.dossier_id)
        file = next(file for file in files if file.id == upload.file_id)
        data = self._station.vault.get(submission.dossier_id, file.blob)
        if hashlib.sha256(data).hexdigest() != file.sha256:
            raise StoreDamaged(f"file {file.id} is not what was sealed")
        return data

    def _commit(self, submission: Submission, manifest: Manifest) -> Submission:
        station = self._station
        receipt = station.system.commit(submission.remote_id, manifest, submission.id)
        record = ReceiptRecord(submission.id, receipt.number, receipt.jws, station.stamp())
        done = advance(submission, SubmissionState.ACKED)
        digest = hashlib.sha256(receipt.jws.encode("ascii")).hexdigest()
        act = station.act("submission.acked", submission.id, digest=digest)
        station.store.acknowledge(done, record, act)
        self._on_change(done)
        return done


def try_again(station: Station, submission_id: SubmissionId) -> Submission:
    """A person wants another try now.

    Raises:
        IllegalStep: It is finished already.
    """
    submission = station.store.submission(submission_id)
    if submission.state not in {SubmissionState.HELD, SubmissionState.WAITING}:
        raise IllegalStep(f"retry in state {submission.state.value}")
    again = retry(submission)
    station.store.save_submission(again, station.act("submission.retried", submission_id))
    return again


def cancel_submission(station: Station, submission_id: SubmissionId) -> Submission:
    """Withdraw a submission that the processing system never heard of.

    Raises:
        IllegalStep: It was announced already, so it may have been accepted.
    """
    submission = station.store.submission(submission_id)
    stopped = submission.state in {
        SubmissionState.QUEUED,
        SubmissionState.WAITING,
        SubmissionState.HELD,
    }
    if not stopped or submission.contacted:
        raise IllegalStep(f"cancel in state {submission.state.value}")
    cancelled = replace(submission, state=SubmissionState.CANCELLED)
    station.store.save_submission(cancelled, station.act("submission.cancelled", submission_id))
    return cancelled
