"""The end of a batch: what is built is signed with one PIN, what is signed goes to the outbox."""

from __future__ import annotations

from collections.abc import Iterable

from app.domain.dossier import DossierState
from app.domain.ids import DossierId
from app.errors import NotFound, StationError
from app.services.deliver import enqueue
from app.services.sign import Key, plan_for, sign_dossier
from app.services.sign_batch import files_to_sign, open_batch_of, run_batch, start_batch
from app.services.signing_line import LineRules
from app.services.station import Station

Held = dict[DossierId, StationError]


def in_state(
    station: Station, dossiers: Iterable[DossierId], *states: DossierState
) -> list[DossierId]:
    """Those that are in one of the states now."""
    found = []
    for dossier_id in dossiers:
        try:
            state = station.store.dossier(dossier_id).state
        except NotFound:
            continue
        if state in states:
            found.append(dossier_id)
    return found


def sign_built(
    station: Station,
    dossiers: Iterable[DossierId],
    key: Key,
    *,
    level: str = "",
    rules: LineRules | None = None,
) -> Held:
    """Sign what is built; a batch of signatures that a kill has left goes on first.

    The PIN is wiped in every case.

    Returns:
        Dossiers that could not be signed, and why; the others are signed.

    Raises:
        LibraryError: The key does not open, or its certificate may not sign.
    """
    try:
        waiting = in_state(station, dossiers, DossierState.BUILT, DossierState.SIGNING)
        held: Held = {}
        for batch_id in _left_over(station, waiting):
            held |= _run(station, batch_id, key, rules)
        fresh = []
        for dossier_id in in_state(station, waiting, DossierState.BUILT):
            if files_to_sign(station, dossier_id, {}):
                fresh.append(dossier_id)
            else:
                sign_dossier(station, dossier_id, Key(key.source, bytearray()), level=level)
        fresh = [each for each in fresh if each not in held]
        if fresh:
            batch = start_batch(station, fresh, plan_for(station.signing, key.source, level))
            held |= _run(station, batch.id, key, rules)
        return held
    finally:
        key.pin[:] = bytes(len(key.pin))


def _left_over(station: Station, dossiers: Iterable[DossierId]) -> list[str]:
    batches = (batch.id for each in dossiers for batch in open_batch_of(station, each))
    return list(dict.fromkeys(batches))


def _run(station: Station, batch_id: str, key: Key, rules: LineRules | None) -> Held:
    report = run_batch(station, batch_id, [bytearray(key.pin)], rules=rules)
    if report.stopped_by is not None:
        raise report.stopped_by
    homes = dict.fromkeys(item.dossier_id for item in report.items)
    failed = {home: report.first_failure(home) for home in homes}
    return {home: error for home, error in failed.items() if error is not None}


def queue_signed(station: Station, dossiers: Iterable[DossierId]) -> tuple[int, Held]:
    """Seal what is signed into the outbox; gives how many, and those that have to wait and why."""
    held: Held = {}
    queued = 0
    for dossier_id in in_state(station, dossiers, DossierState.SIGNED):
        try:
            enqueue(station, dossier_id)
        except StationError as error:
            held[dossier_id] = error
        else:
            queued += 1
    return queued, held
