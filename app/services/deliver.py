"""Deliver: seal a signed dossier into the outbox; retry, withdraw, and look after receipts.

What goes out when is decided in `app.services.dispatch`, how in `app.services.courier`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, timedelta

from app.domain.dossier import DossierFile, DossierState, FileRole
from app.domain.ids import DossierId, PageId, SubmissionId
from app.domain.manifest import Manifest, ManifestFile, manifest_from_json
from app.domain.officer import Right
from app.domain.page import Page, is_left_out
from app.domain.submission import (
    OVERDUE_S,
    Submission,
    SubmissionState,
    is_overdue,
    retry,
)
from app.errors import IllegalStep
from app.province.base import KnowsReceipts
from app.province.errors import Conflict
from app.services.access import require
from app.services.addresses import present_addresses
from app.services.continuations import later_pages_of
from app.services.dispatch import holds_the_host, send_due, send_one, waits_for_keys
from app.services.owner import require_owner
from app.services.reuse import reused_components
from app.services.review import NoPages, page_reading
from app.services.station import Station
from app.services.time_debts import require_time

__all__ = [
    "cancel_submission",
    "confirm_receipt",
    "enqueue",
    "field_values",
    "overdue",
    "release_for_keys",
    "release_host",
    "send_due",
    "send_one",
    "try_again",
]


def enqueue(station: Station, dossier_id: DossierId) -> Submission:
    """Seal a SIGNED dossier and put it into the outbox, in one transaction.

    Raises:
        IllegalStep: The dossier is not signed.
        OwnerUnknown: The province wants the owner of such a dossier, and nobody was named.
        NoPages: Nothing was scanned, and what was reused has been given back since.
        TimeOwed: A time stamp is still owed; it goes by itself as soon as it may.
    """
    require(station, Right.SIGN)
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
    correction = station.store.correction(dossier_id)
    return Manifest(
        client_ref=correction.client_ref if correction else dossier_id,
        dossier_code=dossier.code,
        procedure_code=dossier.procedure_code,
        officer_id=station.officer_id,
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
        supersedes=correction.supersedes if correction else "",
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


def try_again(station: Station, submission_id: SubmissionId) -> Submission:
    """A person wants another try now.

    Where login or trust was refused, the one mending is for all that were stopped by it.

    Raises:
        IllegalStep: It is finished already.
    """
    require(station, Right.SEND)
    submission = station.store.submission(submission_id)
    if submission.state not in {SubmissionState.HELD, SubmissionState.WAITING}:
        raise IllegalStep(f"retry in state {submission.state.value}")
    if holds_the_host(submission):
        release_host(station)
        return station.store.submission(submission_id)
    return _retried(station, submission)


def release_host(station: Station) -> int:
    """Login or trust was mended: everything that it held goes on; gives how many."""
    held = [each for each in station.store.unfinished() if holds_the_host(each)]
    for each in held:
        _retried(station, station.store.submission(each.id))
    return len(held)


def release_for_keys(station: Station) -> int:
    """Newer keys came: what had a receipt under an unknown one is tried again; gives how many."""
    held = [each for each in station.store.unfinished() if waits_for_keys(each)]
    for each in held:
        _retried(station, station.store.submission(each.id))
    return len(held)


def _retried(station: Station, submission: Submission) -> Submission:
    again = retry(submission)
    station.store.save_submission(again, station.act("submission.retried", submission.id))
    return again


def cancel_submission(station: Station, submission_id: SubmissionId) -> Submission:
    """Withdraw a submission that the processing system never heard of.

    Raises:
        IllegalStep: It was announced already, so it may have been accepted.
    """
    require(station, Right.SEND)
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


def overdue(station: Station) -> list[Submission]:
    """What is unsent for more than a day, oldest first; it is still tried hourly."""
    now = station.now()
    # A second more than needed: the store may round.
    sealed_by = now.astimezone(UTC) - timedelta(seconds=OVERDUE_S - 1)
    rows = station.store.unfinished(sealed_by.isoformat())
    late = [each.id for each in rows if is_overdue(each, now.timestamp())]
    return [station.store.submission(each) for each in late]


def confirm_receipt(station: Station, submission_id: SubmissionId) -> None:
    """Ask whether the system still knows what it gave a receipt for; before anything is purged.

    Ways that cannot say are taken at the word of their receipt.

    Raises:
        IllegalStep: There is no receipt.
        Conflict: It says that it never had the dossier; that is kept in row and audit.
        DeliveryError: It could not be asked.
    """
    submission = station.store.submission(submission_id)
    if submission.state not in {SubmissionState.ACKED, SubmissionState.PURGEABLE}:
        raise IllegalStep(f"confirm in state {submission.state.value}")
    if not isinstance(station.system, KnowsReceipts):
        return
    data = station.vault.get(submission.dossier_id, submission.manifest)
    if station.system.is_accepted(submission.remote_id, manifest_from_json(data)):
        return
    error = Conflict("the system does not know what it gave a receipt for")
    alarmed = replace(
        submission,
        state=SubmissionState.ACKED,
        reason=error.code,
        reason_detail=error.detail,
    )
    station.store.save_submission(alarmed, station.act("submission.conflict", submission_id))
    raise error
