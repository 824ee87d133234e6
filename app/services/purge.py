"""Purge: what the processing system has received goes after a while, for good and with proof.

    ACKED → PURGEABLE     the retention has passed and nothing speaks against it
    PURGEABLE → ACKED     undo, or hold, until the purge begins
    PURGEABLE → PURGING   after a pause, and after the dossier was checked once more
    PURGING → PURGED      key destroyed, blobs removed, rows that hung on the key removed

Nothing is destroyed before the row PURGING is durable, so a kill leaves nothing in doubt: the
next start ends what had begun.

Source: Law 91/2025/QH15 (personal data go when their purpose is fulfilled); Decree
356/2025/NĐ-CP.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from app.domain.ids import DossierId
from app.domain.submission import SubmissionState
from app.errors import IllegalStep
from app.province.errors import DeliveryError
from app.services.deliver import confirm_receipt
from app.services.passed_time import LONGEST_SILENCE, PassedTime
from app.services.receipt_check import ReceiptKeys, check_receipt
from app.services.station import Station
from app.store.base import Finding, StoreError
from app.store.upkeep_base import PurgedDossier, PurgeProof, PurgeRow, Upkeep

log = logging.getLogger(__name__)


class Obstacle(StrEnum):
    """Why a received dossier is not purged (yet)."""

    NONE = ""
    RETENTION = "retention"
    PAUSE = "pause"
    HELD = "held"
    TIME_OWED = "time_owed"
    SIGNING = "signing"
    SENDING = "sending"
    CLOCK = "clock"
    MISMATCH = "mismatch"
    UNCONFIRMED = "unconfirmed"


@dataclass(frozen=True, slots=True)
class PurgePolicy:
    """When received dossiers go.

    Attributes:
        retention: After the receipt; zero or less: nothing is ever marked.
        pause: Between mark and purge; time to undo.
        clock_checked: A person says that the clock is right.
        receipt_keys: Public keys as they are now; each receipt is verified against them anew
            before its dossier is marked, and once more before it goes.
    """

    retention: timedelta = timedelta(days=30)
    pause: timedelta = timedelta(days=1)
    clock_checked: bool = False
    receipt_keys: Callable[[], ReceiptKeys] = field(kw_only=True)


@dataclass(frozen=True, slots=True)
class PurgePlan:
    """What is known about one received dossier.

    Attributes:
        due_at: When it may be marked, or purged once it is marked; UTC, ISO 8601.
        obstacle: Why not now.
        findings: What the check found, for `Obstacle.MISMATCH`.
    """

    row: PurgeRow
    due_at: str
    obstacle: Obstacle
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class PurgeRound:
    """What one round did."""

    marked: tuple[PurgePlan, ...]
    purged: tuple[PurgeProof, ...]
    kept: tuple[PurgePlan, ...]


def plan(station: Station, upkeep: Upkeep, policy: PurgePolicy) -> list[PurgePlan]:
    """What a round would do, without doing it; bytes are checked only when their time is there."""
    now = station.now()
    moments = [_moment(entry.act.at) for entry in station.store.audit_entries()]
    doubtful, passed = _is_doubtful(moments, now), PassedTime(moments, now)

    def is_early(row: PurgeRow) -> bool:
        seen = passed.since(_moment(row.received_at))
        return not policy.clock_checked and (doubtful or seen < policy.retention)

    return [_planned(row, policy, now, is_early) for row in upkeep.purge_rows()]


def run(station: Station, upkeep: Upkeep, policy: PurgePolicy) -> PurgeRound:
    """Mark what is due, purge what was marked and is due; one that fails never stops the rest."""
    finish(station, upkeep)
    marked: list[PurgePlan] = []
    purged: list[PurgeProof] = []
    kept: list[PurgePlan] = []
    chain = upkeep.check_chain()
    for each in plan(station, upkeep, policy):
        checked = _checked(station, upkeep, each, chain=chain, policy=policy)
        if checked.obstacle is not Obstacle.NONE:
            kept.append(checked)
        elif each.row.state is SubmissionState.ACKED:
            upkeep.mark(each.row, station.act("dossier.purgeable", each.row.dossier_id))
            marked.append(each)
        else:
            purged.append(_purged(station, upkeep, each.row))
    return PurgeRound(tuple(marked), tuple(purged), tuple(kept))


def finish(station: Station, upkeep: Upkeep) -> int:
    """End purges that a kill has left half done; gives how many were ended."""
    ended = 0
    for proof in upkeep.purging():
        try:
            _destroyed(station, upkeep, proof)
            ended += 1
        except StoreError as error:
            log.error("purge of dossier %s is not ended: %s", proof.dossier_id, error.code)
    return ended


def mark(station: Station, upkeep: Upkeep, policy: PurgePolicy, dossier_id: DossierId) -> PurgePlan:
    """Mark one dossier that is due, with every check of a round; nothing is erased by it.

    Gives what is known of it; an obstacle says why it was not marked.

    Raises:
        IllegalStep: It is not there any more, or marked already.
    """
    plans = [each for each in plan(station, upkeep, policy) if each.row.dossier_id == dossier_id]
    if not plans or plans[0].row.state is not SubmissionState.ACKED:
        raise IllegalStep("mark what is not received, or marked already")
    chain = upkeep.check_chain()
    checked = _checked(station, upkeep, plans[0], chain=chain, policy=policy)
    if checked.obstacle is Obstacle.NONE:
        upkeep.mark(checked.row, station.act("dossier.purgeable", dossier_id))
    return checked


def undo(station: Station, upkeep: Upkeep, dossier_id: DossierId) -> None:
    """Take the mark of a dossier back, and hold it: else the next round would mark it again.

    Raises:
        IllegalStep: It is not marked, or its purge has begun.
    """
    upkeep.unmark(dossier_id, station.act("dossier.purge_undone", dossier_id))
    # A kill in between leaves it received; its mark and its pause would begin anew.
    upkeep.hold(dossier_id, station.act("dossier.held", dossier_id))


def hold(station: Station, upkeep: Upkeep, dossier_id: DossierId) -> None:
    """Keep a dossier whatever its age.

    Raises:
        IllegalStep: Its purge has begun.
    """
    upkeep.hold(dossier_id, station.act("dossier.held", dossier_id))


def release(station: Station, upkeep: Upkeep, dossier_id: DossierId) -> None:
    """Let a held dossier go its way.

    Raises:
        NotFound: It is not held.
    """
    upkeep.release(dossier_id, station.act("dossier.released", dossier_id))


def purged(upkeep: Upkeep) -> Sequence[PurgedDossier]:
    """Purged dossiers, newest first: code, receipt and proof are all that is left."""
    return upkeep.purged()


def _planned(
    row: PurgeRow, policy: PurgePolicy, now: datetime, is_early: Callable[[PurgeRow], bool]
) -> PurgePlan:
    is_marked = row.state is SubmissionState.PURGEABLE
    received, marked = _moment(row.received_at), _moment(row.marked_at or row.received_at)
    due = max(received + policy.retention, marked + policy.pause if is_marked else received)
    late = Obstacle.PAUSE if is_marked and now >= received + policy.retention else None
    obstacle = _standing(row)
    if obstacle is Obstacle.NONE and (now < due or policy.retention <= timedelta(0)):
        obstacle = late or Obstacle.RETENTION
    if obstacle is Obstacle.NONE and is_early(row):
        obstacle = Obstacle.CLOCK
    return PurgePlan(row, due.astimezone(UTC).isoformat(timespec="seconds"), obstacle)


def _standing(row: PurgeRow) -> Obstacle:
    if row.is_held:
        return Obstacle.HELD
    if row.owes_time:
        return Obstacle.TIME_OWED
    if row.is_signing:
        return Obstacle.SIGNING
    return Obstacle.SENDING if row.sending else Obstacle.NONE


def _checked(
    station: Station,
    upkeep: Upkeep,
    each: PurgePlan,
    *,
    chain: Sequence[Finding],
    policy: PurgePolicy,
) -> PurgePlan:
    """Look at bytes and receipt, and ask the system, before anything that is due goes."""
    if each.obstacle is not Obstacle.NONE:
        return each
    row = each.row
    findings = (*chain, *upkeep.check_dossier(row.dossier_id), *_unproven(station, row, policy))
    if findings:
        log.error("dossier %s is not purged: %s", row.dossier_id, findings[0].code)
        return PurgePlan(row, each.due_at, Obstacle.MISMATCH, findings)
    try:
        confirm_receipt(station, row.submission_id)
    except (DeliveryError, IllegalStep) as error:
        log.warning("dossier %s is not purged: %s", row.dossier_id, error.code)
        return PurgePlan(row, each.due_at, Obstacle.UNCONFIRMED)
    return each


def _unproven(station: Station, row: PurgeRow, policy: PurgePolicy) -> list[Finding]:
    """What is wrong with the receipt, verified anew and without the network."""
    submission = station.store.submission(row.submission_id)
    return check_receipt(station, policy.receipt_keys(), submission)


def _purged(station: Station, upkeep: Upkeep, row: PurgeRow) -> PurgeProof:
    act = station.act("dossier.purging", row.dossier_id)
    proof = upkeep.begin_purge(row.dossier_id, act)
    _destroyed(station, upkeep, proof)
    return proof


def _destroyed(station: Station, upkeep: Upkeep, proof: PurgeProof) -> None:
    upkeep.destroy(proof, station.stamp())
    upkeep.finish_purge(proof, station.act("dossier.purged", proof.dossier_id))


def _is_doubtful(moments: Sequence[datetime], now: datetime) -> bool:
    """Whether the clock jumped: no entry for long, or entries that lie after one another.

    A PC that was switched off for the holidays looks the same; a person can say that the clock
    is right. Entries of this very start are left out, as they have the clock that is in doubt.
    """
    recent = [each for each in (*moments, now) if each >= now - timedelta(days=1)]
    older = [each for each in moments if each < now - timedelta(days=1)]
    if any(each > now + timedelta(minutes=5) for each in moments):
        return True
    return bool(older) and min(recent) - max(older) > LONGEST_SILENCE


def _moment(at: str) -> datetime:
    moment = datetime.fromisoformat(at)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
