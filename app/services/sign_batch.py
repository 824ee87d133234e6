"""Sign many dossiers with one entry of each PIN; every step is a row, so a batch can go on.

A dossier is published whole: its files are replaced, its signatures closed and its state set in
one transaction. One file that fails does not stop the others; a key that fails stops the batch.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from app.domain.dossier import DossierFile, DossierState
from app.domain.ids import DossierId, FileId
from app.domain.officer import Right
from app.domain.signing import (
    CLOSED,
    DONE,
    BatchState,
    ItemState,
    SigningBatch,
    SigningItem,
    SigningPlan,
    Spot,
    in_order,
    put_aside,
)
from app.errors import (
    Advice,
    IllegalStep,
    JobCancelled,
    LibraryError,
    StationError,
    WrongUse,
)
from app.services.access import require
from app.services.key_check import KeyCheck, KeyWarning, check_keys
from app.services.key_host import KeyIdentity
from app.services.key_opening import check_gives_values, open_keys
from app.services.signing_line import LineRules, SigningLine
from app.services.station import Station
from app.services.store_desk import StoreDesk

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class BatchReport:
    """What became of a batch.

    Attributes:
        batch: As it is now.
        items: As they are now.
        stopped_by: Why it stopped before its end, None when it did not.
        warnings: What the officer is told about the certificates that signed.
    """

    batch: SigningBatch
    items: tuple[SigningItem, ...]
    stopped_by: StationError | None = None
    warnings: tuple[KeyWarning, ...] = ()

    def count(self, *states: ItemState) -> int:
        """How many signatures are in these states."""
        return sum(item.state in states for item in self.items)

    def first_failure(self, dossier_id: DossierId | None = None) -> StationError | None:
        """Why the first file of all, or of one dossier, could not be signed."""
        for item in self.items:
            failed = item.state in {ItemState.FAILED, ItemState.HELD}
            if failed and dossier_id in {None, item.dossier_id}:
                later = item.state is ItemState.HELD
                advice = Advice.RETRY_LATER if later else Advice.USER_ACTION
                return LibraryError(item.code, advice)
        return None


def start_batch(
    station: Station,
    dossiers: Sequence[DossierId],
    plan: SigningPlan,
    *,
    seen: Mapping[FileId, str] | None = None,
    spots: Mapping[tuple[FileId, int], Spot] | None = None,
) -> SigningBatch:
    """Remember what is to be signed; nothing is signed yet.

    Args:
        station: The station.
        dossiers: BUILT dossiers; files that came with a signature of their own stay as they are.
        plan: Who signs and how.
        seen: Digests of the bytes that were shown to the officer, by file.
        spots: Where stamps go, by file and place of the signer; others are found by the text.

    Raises:
        WrongUse: Nobody signs, or the agency before a person.
        IllegalStep: A dossier is not built, or a file is in another batch.
        LibraryError: A file is not the one that was shown, or a key signs whole files only
            (`SignerRefused`).
    """
    require(station, Right.SIGN)
    if not in_order(plan.signers):
        raise WrongUse("persons sign first, then the agency, once")
    check_gives_values(plan)
    batch = SigningBatch(station.new_id(), plan, BatchState.OPEN, station.stamp())
    items = [
        replace(_item(station, batch, file, place), spot=(spots or {}).get((file.id, place)))
        for dossier_id in dossiers
        for file in files_to_sign(station, dossier_id, seen or {})
        for place in range(len(plan.signers))
    ]
    act = station.act("batch.started", batch.id, note=f"{len(items)} signatures")
    station.store.add_signing(batch, items, act)
    return batch


def files_to_sign(
    station: Station, dossier_id: DossierId, seen: Mapping[FileId, str]
) -> list[DossierFile]:
    """Files of a dossier that lack a signature of this station.

    Raises:
        IllegalStep: The dossier is not built.
        LibraryError: A file is not the one that was shown.
    """
    state = station.store.dossier(dossier_id).state
    if state not in {DossierState.BUILT, DossierState.SIGNING}:
        raise IllegalStep(f"sign in state {state.value}")
    files = [file for file in station.store.files(dossier_id) if not file.signed]
    if any(seen.get(file.id, file.sha256) != file.sha256 for file in files):
        raise LibraryError("pdf.changed_since_seen", Advice.USER_ACTION)
    return files


def _item(station: Station, batch: SigningBatch, file: DossierFile, place: int) -> SigningItem:
    return SigningItem(
        id=station.new_id(),
        batch_id=batch.id,
        dossier_id=file.dossier_id,
        file_id=file.id,
        place=place,
        state=ItemState.QUEUED,
        source_sha256=file.sha256,
    )


def run_batch(
    station: Station,
    batch_id: str,
    pins: Sequence[bytearray],
    *,
    rules: LineRules | None = None,
) -> BatchReport:
    """Sign what is not signed yet; may be called again after a kill or a stop.

    Args:
        station: The station.
        batch_id: The batch.
        pins: One for each signer of the plan; wiped in every case.
        rules: Limits and listeners.

    Raises:
        IllegalStep: The batch is closed.
        LibraryError: A key does not open (`SignerRefused` says whose): wrong PIN, token gone,
            service refuses; or its certificate may not sign, then no key was used. The batch can
            go on.
        StoreError: A step could not be kept.
    Runs on: any thread but GUI.
    """
    require(station, Right.SIGN)
    try:
        batch = station.store.signing_batch(batch_id)
        if not batch.can_go_on:
            raise IllegalStep(f"batch is {batch.state.value}")
        identities = _unlock(station, batch, pins)
    finally:
        for pin in pins:
            pin[:] = bytes(len(pin))
    try:
        signers = _checked(station, batch, identities)
        _drop_changed(station, batch)
        return _run(station, batch, signers, rules or LineRules(station.reading.pages_at_once))
    finally:
        with suppress(StationError):
            station.keys.lock()


def _unlock(station: Station, batch: SigningBatch, pins: Sequence[bytearray]) -> list[KeyIdentity]:
    """Open the keys; a refusal is written down."""
    try:
        return open_keys(station.keys, batch.plan, pins)
    except WrongUse:
        raise
    except StationError as error:
        _refused(station, batch, error)
        with suppress(StationError):
            station.keys.lock()
        raise


def _refused(station: Station, batch: SigningBatch, error: StationError) -> None:
    refused = replace(batch, state=BatchState.STOPPED, code=error.code)
    station.store.save_batch(refused, station.act("batch.key_refused", batch.id, note=error.code))


@dataclass(frozen=True, slots=True)
class _Signers:
    """Opened keys whose certificates were checked, by place."""

    identities: Sequence[KeyIdentity]
    checks: Sequence[KeyCheck]

    @property
    def warnings(self) -> tuple[KeyWarning, ...]:
        """All of them, each once."""
        return tuple(dict.fromkeys(one for check in self.checks for one in check.warnings))


def _checked(station: Station, batch: SigningBatch, identities: Sequence[KeyIdentity]) -> _Signers:
    """Look at the certificates before a key is used; a refusal is written down."""
    try:
        checks = check_keys(station.cpu, station.signing, identities, station.now())
    except JobCancelled:
        raise
    except StationError as error:
        _refused(station, batch, error)
        raise
    return _Signers(identities, checks)


def _drop_changed(station: Station, batch: SigningBatch) -> None:
    """Take out dossiers whose files are not what they were when the batch was started."""
    for home, items in _by_home(station.store.signing_items(batch.id)).items():
        wanted = {item.file_id: item.source_sha256 for item in items}
        ready = station.store.dossier(home).state in {DossierState.BUILT, DossierState.SIGNING}
        files = {file.id: file.sha256 for file in station.store.files(home)} if ready else {}
        if any(files.get(file_id) != digest for file_id, digest in wanted.items()):
            _close_all(station, items, ItemState.CANCELLED, "pdf.changed_since_seen")


def _by_home(items: Sequence[SigningItem]) -> dict[DossierId, list[SigningItem]]:
    homes: dict[DossierId, list[SigningItem]] = {}
    for item in items:
        homes.setdefault(item.dossier_id, []).append(item)
    return homes


def _close_all(station: Station, items: Sequence[SigningItem], state: ItemState, code: str) -> None:
    for item in items:
        if item.state not in CLOSED:
            _set_aside(station, item, state, code)


def _set_aside(station: Station, item: SigningItem, state: ItemState, code: str) -> None:
    act = station.act(f"signature.{state.value}", item.id, note=code)
    station.store.save_item(item, put_aside(item, state, code), act)


def _run(
    station: Station,
    batch: SigningBatch,
    signers: _Signers,
    rules: LineRules,
) -> BatchReport:
    items = station.store.signing_items(batch.id)
    desk = StoreDesk(station, batch.plan, items, signers.checks)
    line = SigningLine(
        batch.plan,
        items,
        desk,
        keys=station.keys,
        identities=signers.identities,
        rules=rules,
    )
    desk.begin()
    try:
        line.run()
    finally:
        desk.give_back(line.items, line.stopped_by)
    report = _closed(station, batch, line.stopped_by)
    return replace(report, warnings=signers.warnings)


def _closed(station: Station, batch: SigningBatch, stopped_by: StationError | None) -> BatchReport:
    """Write down where the batch is after a run."""
    for mine in _by_home(station.store.signing_items(batch.id)).values():
        codes = [item.code for item in mine if item.state is ItemState.FAILED]
        if codes:  # a dossier is signed whole or not at all
            _close_all(station, mine, ItemState.FAILED, codes[0])
    items = tuple(station.store.signing_items(batch.id))
    is_done = all(item.state in CLOSED for item in items)
    state = BatchState.DONE if is_done else BatchState.STOPPED
    code = stopped_by.code if stopped_by is not None else ""
    after = replace(batch, state=state, code=code)
    note = code or f"{sum(item.state in DONE for item in items)} of {len(items)}"
    station.store.save_batch(after, station.act(f"batch.{state.value}", batch.id, note=note))
    return BatchReport(after, items, stopped_by)


def cancel_batch(station: Station, batch_id: str) -> None:
    """Give a batch up: published files stay, what was begun is thrown away.

    Raises:
        IllegalStep: It is closed already.
    """
    require(station, Right.SIGN)
    batch = station.store.signing_batch(batch_id)
    items = station.store.signing_items(batch_id)
    _close_all(station, items, ItemState.CANCELLED, "job.cancelled")
    cancelled = replace(batch, state=BatchState.CANCELLED)
    station.store.save_batch(cancelled, station.act("batch.cancelled", batch_id))


def open_batch_of(station: Station, dossier_id: DossierId) -> tuple[SigningBatch, ...]:
    """Batches that can go on and hold files of this dossier."""
    return tuple(
        batch
        for batch in station.store.signing_batches()
        if any(item.dossier_id == dossier_id for item in station.store.signing_items(batch.id))
    )
