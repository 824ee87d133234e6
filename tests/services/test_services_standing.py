"""How the station stands, and the parts of its queue: counted, never guessed."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app.domain.dossier import Dossier, DossierState
from app.domain.ids import DossierId
from app.domain.submission import SubmissionState
from app.services.deliver import send_due
from app.services.disk_room import DiskRoom, free_bytes
from app.services.queue_parts import QueuePart, count_parts, count_today, is_in
from app.services.standing import standing
from app.store.base import DossierRow
from tests.fakes.counter_dossiers import sealed
from tests.fakes.counter_station import CounterStation

NOW = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)


def row(
    state: DossierState = DossierState.OPEN,
    *,
    sent: SubmissionState | None = None,
    doubts: int = 0,
    at: datetime = NOW,
) -> DossierRow:
    dossier = Dossier(DossierId("d"), "", "", state, 1, at.isoformat(), 0)
    return DossierRow(dossier, 1, 0, doubts, sent, "")


@pytest.mark.parametrize(
    ("given", "parts"),
    [
        (row(), set()),
        (row(doubts=2), {QueuePart.LOOK}),
        (row(DossierState.REVIEWED, doubts=2), {QueuePart.SIGN}),
        (row(DossierState.BUILT), {QueuePart.SIGN}),
        (row(DossierState.SIGNING), set()),
        (row(DossierState.SEALED, sent=SubmissionState.QUEUED), {QueuePart.WAITING}),
        (row(DossierState.SEALED, sent=SubmissionState.UPLOADING), {QueuePart.WAITING}),
        (row(DossierState.SEALED, sent=SubmissionState.WAITING, doubts=3), {QueuePart.WAITING}),
        (row(DossierState.SEALED, sent=SubmissionState.HELD), {QueuePart.LOOK}),
        (row(DossierState.SEALED, sent=SubmissionState.ACKED), set()),
        (row(DossierState.SEALED, sent=SubmissionState.CANCELLED), set()),
    ],
)
def test_row_is_in_its_part_of_the_queue(given: DossierRow, parts: set[QueuePart]) -> None:
    found = {part for part in QueuePart if is_in(part, given)}

    assert found == parts | {QueuePart.ALL}
    assert count_parts([given, given])[QueuePart.ALL] == 2


def test_only_dossiers_of_today_are_counted() -> None:
    rows = [row(at=NOW), row(at=NOW - timedelta(minutes=1)), row(at=NOW - timedelta(days=1))]

    assert count_today(rows, NOW) == 2
    assert count_today([], NOW) == 0


@pytest.mark.parametrize(("zone", "today"), [("UTC", 1), ("Asia/Ho_Chi_Minh", 2)])
def test_today_begins_at_midnight_on_the_wall(
    zone: str, today: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    moments = [
        "2025-10-27T00:00:00+00:00",
        "2025-10-26T17:00:00+00:00",
        "2025-10-26T16:59:59+00:00",
    ]
    rows = [row(at=datetime.fromisoformat(moment)) for moment in moments]

    count = count_today(rows, datetime(2025, 10, 27, 3, 0, tzinfo=UTC))
    monkeypatch.undo()
    time.tzset()

    assert count == today


def test_dossier_of_a_clock_ahead_is_not_of_today() -> None:
    assert count_today([row(at=NOW + timedelta(days=3)), row(at=NOW)], NOW) == 0


def test_standing_tells_backlog_age_and_disk() -> None:
    world = CounterStation()
    sealed(world)
    world.line.online = False
    send_due(world.station)
    world.clock += timedelta(hours=3)
    station = replace(world.station, room=DiskRoom(lambda: 5, 10))

    now = standing(station, station.store.dossier_rows(), without_time=2, overdue=1)

    assert (now.waiting, now.held, now.backlog.pages) == (1, 0, 1)
    assert now.backlog.size_bytes > 0
    assert 3 * 3600 <= now.oldest_s < 3 * 3600 + 60
    assert (now.without_time, now.overdue, now.disk_is_low) == (2, 1, True)


def test_standing_without_anything_is_quiet() -> None:
    station = CounterStation().station

    now = standing(station, (), without_time=0, overdue=0)

    assert (now.waiting, now.oldest_s, now.oldest_unread, now.disk_is_low) == (0, 0.0, None, False)


def test_free_room_of_a_folder_that_is_gone_is_not_known(tmp_path: object) -> None:
    from pathlib import Path

    here = Path(str(tmp_path))

    assert (free_bytes(here) or 0) > 0
    assert free_bytes(here / "gone") is None
