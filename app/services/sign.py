"""Sign: the files of a built dossier, with one PIN, whole or not at all.

The PIN goes once to where the key is and is wiped there and here; it is never stored, logged or
tried twice. A dossier is a batch of its files: what a kill or a pulled token leaves half done
goes on from there the next time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.dossier import DossierEvent, DossierFile, DossierState
from app.domain.ids import DossierId, FileId
from app.domain.officer import Right
from app.domain.signing import Signer, SignerRole, SigningBatch, SigningPlan
from app.errors import IllegalStep, JobCancelled, WrongUse
from app.services.access import require
from app.services.review import move
from app.services.sign_batch import (
    cancel_batch,
    files_to_sign,
    open_batch_of,
    run_batch,
    start_batch,
)
from app.services.signing_line import LineRules
from app.services.station import SigningOptions, Station
from signing.requests import Level


@dataclass(frozen=True, slots=True)
class Key:
    """Which key, and what opens it.

    Attributes:
        source: As `signing.requests.KeySource` writes it.
        pin: PIN or password, UTF-8; wiped by `sign_dossier`. Empty where nothing is typed.
    """

    source: str
    pin: bytearray


def sign_dossier(
    station: Station,
    dossier_id: DossierId,
    key: Key,
    *,
    level: str = "",
    seen: Mapping[FileId, str] | None = None,
    rules: LineRules | None = None,
) -> list[DossierFile]:
    """Sign all files: BUILT -> SIGNING -> SIGNED, or back to BUILT with the error.

    Files that came with a signature of their own stay as they are.

    Args:
        station: The station.
        dossier_id: A built dossier.
        key: Whose signature.
        level: PAdES level, "" for the one of the settings.
        seen: Digests of the bytes that the officer was shown, by file.
        rules: Limits and listeners.

    Raises:
        IllegalStep: The dossier is not built.
        LibraryError: Wrong PIN, token gone, certificate refused, file not the one shown …
    """
    require(station, Right.SIGN)
    try:
        plan = plan_for(station.signing, key.source, level)
        if not files_to_sign(station, dossier_id, seen or {}):
            return _nothing_to_sign(station, dossier_id)
        batch = _batch_for(station, dossier_id, plan, seen or {})
        report = run_batch(station, batch.id, [key.pin], rules=rules)
    finally:
        key.pin[:] = bytes(len(key.pin))
    trouble = report.stopped_by or report.first_failure()
    if trouble is not None:
        raise trouble
    if station.store.dossier(dossier_id).state is not DossierState.SIGNED:
        raise JobCancelled("signing was stopped")
    return station.store.files(dossier_id)


def plan_for(options: SigningOptions, source: str, level: str = "") -> SigningPlan:
    """One person signs, as the settings say.

    Raises:
        WrongUse: No such level.
    """
    level = level or options.level
    if level not in set(Level):
        raise WrongUse(f"level {level}")
    return SigningPlan(
        signers=(Signer(SignerRole.PERSON, source),),
        level=level,
        kind=options.kind,
        padding=options.padding,
        owe_time=options.owe_time,
    )


def _nothing_to_sign(station: Station, dossier_id: DossierId) -> list[DossierFile]:
    """A dossier whose papers are all signed or reused goes on without a key."""
    move(station, dossier_id, DossierEvent.START_SIGNING)
    files = station.store.files(dossier_id)
    station.store.save_files(
        dossier_id,
        files,
        expected=DossierState.SIGNING,
        to=DossierState.SIGNED,
        act=station.act("dossier.sign", dossier_id, note="0 files"),
    )
    return files


def _batch_for(
    station: Station, dossier_id: DossierId, plan: SigningPlan, seen: Mapping[FileId, str]
) -> SigningBatch:
    """The batch that a kill or a lost token left, if it is about the same files; else a new one."""
    files = {file.id: file.sha256 for file in files_to_sign(station, dossier_id, seen)}
    for batch in open_batch_of(station, dossier_id):
        items = station.store.signing_items(batch.id)
        if any(item.dossier_id != dossier_id for item in items):
            raise IllegalStep("the dossier is part of a larger batch")
        same_files = {item.file_id: item.source_sha256 for item in items} == files
        if batch.plan == plan and same_files:
            return batch
        cancel_batch(station, batch.id)
    return start_batch(station, [dossier_id], plan, seen=seen)
