"""Owed times: files that were published without their time stamp get it when a service is back.

A debt is a row. It is paid by an increment, so the signature that was made stays as it is; a
dossier that wants to leave meanwhile waits for it until the deadline of the unit, and then goes.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from dataclasses import replace

from app.domain.dossier import DossierFile, DossierState
from app.domain.ids import DossierId
from app.domain.signing import OwedTime, SigningPlan, not_paid
from app.errors import JobCancelled, NotFound, StationError
from app.jobs import CancelToken
from app.services.deliver import enqueue
from app.services.extend_jobs import ExtendOrder, extend_file
from app.services.signing_plan import plan_request
from app.services.station import Station
from app.services.time_debts import TimeOwed

log = logging.getLogger(__name__)


def pay_due(station: Station, cancel: CancelToken | None = None) -> int:
    """Pay what is due and send what may leave; gives how many rows changed for the better.

    Raises:
        StoreError: A row cannot be written.
    Runs on: any thread but GUI.
    """
    moved = 0
    is_dead = ""
    for owed in station.store.owed_times():
        if cancel is not None:
            cancel.check()
        if _is_void(station, owed):
            continue
        now = station.now().timestamp()
        if owed.next_try <= now:
            is_dead = is_dead or _pay(station, owed)
            if is_dead:
                _put_off(station, owed, is_dead)
            else:
                moved += 1
        if owed.to_send:
            moved += _send(station, owed.dossier_id)
    return moved


def _is_void(station: Station, owed: OwedTime) -> bool:
    """Whether the file is not the one any more to which a time is owed."""
    if station.store.dossier(owed.dossier_id).state is DossierState.SIGNED:
        return False
    act = station.act("time.void", owed.dossier_id, note=owed.file_id)
    station.store.drop_owed(owed.dossier_id, act)
    return True


def _pay(station: Station, owed: OwedTime) -> str:
    """Extend one file; gives the code of the service's error, "" when it is paid."""
    try:
        file = _file(station, owed)
        plan = SigningPlan((), owed.level)
        order = ExtendOrder(
            level=owed.level,
            request=plan_request(station.signing, plan, station.now()),
            at=station.now(),
            data=station.vault.get(owed.dossier_id, file.blob),
        )
        done = station.stamps.submit(extend_file, order).result()
        blob = station.vault.put(owed.dossier_id, done.data)
        timed = replace(file, blob=blob, sha256=done.sha256, size=len(done.data))
        act = station.act("signature.time_paid", file.id, digest=done.sha256, note=done.level)
        station.store.pay_owed(timed, act, done.evidence)
    except JobCancelled:
        raise
    except StationError as error:
        log.info("time of file %s is still owed: %s", owed.file_id, error.code)
        return error.code
    return ""


def _file(station: Station, owed: OwedTime) -> DossierFile:
    for file in station.store.files(owed.dossier_id):
        if file.id == owed.file_id:
            return file
    raise NotFound(f"file {owed.file_id}")


def _put_off(station: Station, owed: OwedTime, code: str) -> None:
    """Try again later; a service that is dead for one file is not asked for the others."""
    now = station.now().timestamp()
    later = not_paid(owed, code, now=now, jitter=station.jitter())
    with suppress(NotFound):  # given back or sent meanwhile
        station.store.save_owed(later, None)


def _send(station: Station, dossier_id: DossierId) -> int:
    """Send a dossier that waited, if it may leave now."""
    try:
        enqueue(station, dossier_id)
    except TimeOwed:
        return 0
    except StationError as error:  # one dossier that cannot go does not keep the others
        log.warning("dossier %s cannot be sent: %s", dossier_id, error.code)
        return 0
    return 1
