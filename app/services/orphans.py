"""Orphans: blobs that nothing names are set aside, and after a season erased; each step audited."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from app.services.passed_time import PassedTime
from app.services.station import Station
from app.store.care_base import OrphanKeeper

log = logging.getLogger(__name__)

SET_ASIDE, PUT_BACK, ERASED = "blob.set_aside", "blob.put_back", "blob.erased"
"""Acts of the audit chain; each names one blob and is written before it is done."""

ERASED_AFTER = timedelta(days=90)
SEEN_TO_PASS = timedelta(days=1)
"""Time that the station was at work in the last week, before anything counts as a week old."""

_WEEK = timedelta(days=7)
AT_ONCE = 200
"""Blobs set aside in one round, so that other work of the store comes between."""


@dataclass(frozen=True, slots=True)
class OrphanRound:
    """What one round did.

    Attributes:
        set_aside: Blobs moved into the quarantine.
        put_back: Blobs that something names again.
        erased: Blobs that lay in the quarantine long enough.
    """

    set_aside: int = 0
    put_back: int = 0
    erased: int = 0


def collect(station: Station) -> OrphanRound:
    """Set aside, put back, erase. Runs on: any thread but the GUI's, long.

    Nothing is set aside or erased after a repair that left something open. A clock that was set
    ahead makes nothing old: only time that was seen to pass counts.

    Raises:
        StoreError: The round ended early; what it had begun is ended by the next.
    """
    keeper = station.care.orphans
    if keeper is None or station.refusal is not None:
        return OrphanRound()
    back = keeper.put_back_named()
    for blob in back:
        station.store.record(station.act(PUT_BACK, blob))
    recovered = station.care.recovered
    if recovered is not None and recovered.findings:
        return OrphanRound(put_back=len(back))
    now = station.now().astimezone(UTC)
    passed = PassedTime((_moment(each.act.at) for each in station.store.audit_entries()), now)
    is_week_real = passed.since(now - _WEEK) >= SEEN_TO_PASS
    found = keeper.to_collect(now)[:AT_ONCE] if is_week_real else []
    for blob in found:
        station.store.record(station.act(SET_ASIDE, blob))
        keeper.set_aside(blob, now)
    erased = _erase_old(station, keeper, passed)
    if found or erased or back:
        log.info("blobs: %d set aside, %d put back, %d erased", len(found), len(back), erased)
    return OrphanRound(len(found), len(back), erased)


def _erase_old(station: Station, keeper: OrphanKeeper, passed: PassedTime) -> int:
    old = [each for each in keeper.kept() if passed.since(_end_of(each.since)) >= ERASED_AFTER]
    if old and not keeper.is_sound():
        log.warning("%d blobs in quarantine stay: the store is not sound", len(old))
        return 0
    for each in old:
        station.store.record(station.act(ERASED, each.id))
        keeper.erase(each)
    return len(old)


def _end_of(day: date) -> datetime:
    return datetime.combine(day, time.max, UTC)


def _moment(at: str) -> datetime:
    moment = datetime.fromisoformat(at)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
