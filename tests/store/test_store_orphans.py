"""Blobs that nothing names: found, set aside, put back, erased; what anything names stays."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.domain.ids import BlobId
from app.services import orphans as service
from app.services.orphans import OrphanRound, collect
from app.services.station import Station
from app.store.base import BlobMissing, Finding, StoreDamaged
from app.store.care_base import Recovered
from app.store.opening import Rooms, open_rooms
from app.store.orphans import Orphans
from tests.fakes.counter_station import CounterStation
from tests.store.store_samples import act, dossier, page

START = datetime(2026, 10, 8, 3, 0, tzinfo=UTC)
HOME = dossier().id


class Clock:
    """A clock that the tests turn."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now

    def stamp(self) -> str:
        return self.now.isoformat()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def rooms(root: Path, clock: Clock) -> Iterator[Rooms]:
    opened = open_rooms(root, clock=clock.stamp)
    opened.store.add_dossier(dossier(), replace(act(), at=clock.stamp()))
    yield opened
    opened.store.close()


@pytest.fixture
def station(rooms: Rooms, clock: Clock) -> Station:
    return replace(
        CounterStation().station,
        store=rooms.store,
        vault=rooms.vault,
        upkeep=rooms.upkeep,
        care=rooms.store.care,
        now=clock,
    )


def stray(rooms: Rooms, text: bytes = b"stray", days: float = 10) -> BlobId:
    """A blob without a row, written so many days before the start."""
    blob = rooms.vault.put(HOME, text)
    age(rooms, blob, days)
    return blob


def age(rooms: Rooms, blob: BlobId, days: float) -> None:
    written = START.timestamp() - days * 86_400
    os.utime(rooms.vault.path_of(blob), (written, written))


def work_days(station: Station, clock: Clock, days: int) -> None:
    """The station is at work, so time is seen to pass."""
    for _ in range(days):
        clock.now += timedelta(days=1)
        station.store.record(station.act("officer.logged_in", "canbo"))


def keeper(station: Station) -> Orphans:
    found = station.care.orphans
    assert isinstance(found, Orphans)
    return found


def acts(station: Station) -> list[tuple[str, str]]:
    known = {service.SET_ASIDE, service.PUT_BACK, service.ERASED}
    entries = [entry.act for entry in station.store.audit_entries()]
    return [(each.action, each.object_id) for each in entries if each.action in known]


def test_collect_sets_an_old_stray_aside_and_says_so(
    rooms: Rooms, station: Station, clock: Clock, root: Path
) -> None:
    blob = stray(rooms)
    named = rooms.vault.put(HOME, b"page")
    rooms.store.add_page(page(dossier(), 1, named), act())
    age(rooms, named, 30)
    stored = rooms.vault.path_of(blob).read_bytes()
    work_days(station, clock, 3)

    done = collect(station)

    assert done == OrphanRound(set_aside=1)
    assert acts(station) == [(service.SET_ASIDE, blob)]
    assert (root / "quarantine" / "blobs-2026-10-11" / blob).read_bytes() == stored
    assert rooms.vault.get(HOME, named) == b"page"
    with pytest.raises(BlobMissing):
        rooms.vault.get(HOME, blob)


def test_collect_leaves_a_young_stray(rooms: Rooms, station: Station, clock: Clock) -> None:
    work_days(station, clock, 3)
    blob = stray(rooms, days=-1)

    assert collect(station) == OrphanRound()
    assert rooms.vault.get(HOME, blob) == b"stray"


def test_collect_after_a_jump_of_the_clock_leaves_everything(
    rooms: Rooms, station: Station, clock: Clock
) -> None:
    blob = stray(rooms, days=0)
    clock.now += timedelta(days=3650)

    assert collect(station) == OrphanRound()
    assert rooms.vault.get(HOME, blob) == b"stray"


@pytest.mark.parametrize("table", ["counter", "purge", "file"])
def test_collect_leaves_what_any_row_names(
    rooms: Rooms, station: Station, clock: Clock, table: str
) -> None:
    blob = stray(rooms)
    statements = {
        "counter": ("INSERT INTO counter VALUES (?, 1)", (f"x {blob}",)),
        "purge": (
            "INSERT INTO purge_hold VALUES (?, ?, 'canbo')",
            (HOME, json.dumps([blob])),
        ),
        "file": (
            "INSERT INTO file VALUES ('f', ?, 1, 'scan', x'00', '', ?, '', 1, '', 0)",
            (HOME, blob),
        ),
    }
    with rooms.store._database.writing() as connection:
        connection.execute(*statements[table])
    work_days(station, clock, 3)

    assert collect(station) == OrphanRound()
    assert rooms.vault.get(HOME, blob) == b"stray"


def put_work(rooms: Rooms, state: str, work: bytes) -> None:
    with rooms.store._database.writing() as connection:
        connection.execute(
            "INSERT INTO signing_batch VALUES (1, 'b', 'plan', ?, '2026', '')", (state,)
        )
        connection.execute(
            "INSERT INTO signing_item VALUES"
            " (1, 'i', 'b', ?, 'f', 1, 'prepared', '', ?, '', 0, '', '', '', NULL)",
            (HOME, work),
        )


def sealed_work(rooms: Rooms, text: str) -> bytes:
    return rooms.store._sealer.seal(HOME, "signing_item.work i", text)


@pytest.mark.parametrize(("state", "moved"), [("open", 0), ("stopped", 0), ("done", 1)])
def test_collect_leaves_what_a_step_of_an_open_signature_names(
    rooms: Rooms, station: Station, clock: Clock, state: str, moved: int
) -> None:
    blob = stray(rooms)
    put_work(rooms, state, sealed_work(rooms, json.dumps(["prepared", blob])))
    work_days(station, clock, 3)

    assert collect(station).set_aside == moved


def test_collect_with_a_step_that_does_not_open_moves_nothing(
    rooms: Rooms, station: Station, clock: Clock
) -> None:
    blob = stray(rooms)
    put_work(rooms, "open", b"\x01" + bytes(60))
    work_days(station, clock, 3)

    with pytest.raises(StoreDamaged):
        collect(station)

    assert rooms.vault.get(HOME, blob) == b"stray"


@pytest.mark.expects_log_warnings
def test_collect_with_journals_that_tell_another_tale_moves_nothing(
    rooms: Rooms, station: Station, clock: Clock, root: Path
) -> None:
    blob = stray(rooms)
    work_days(station, clock, 3)
    journal = root / "dossiers" / HOME / "journal.jsonl"
    journal.write_bytes(journal.read_bytes()[:-20])

    assert collect(station) == OrphanRound()
    assert rooms.vault.get(HOME, blob) == b"stray"


def test_collect_after_a_repair_with_findings_moves_nothing(
    rooms: Rooms, station: Station, clock: Clock
) -> None:
    stray(rooms)
    work_days(station, clock, 3)
    rooms.store.care._recovered = Recovered("x", "", "", 1, 1, (Finding("blob.missing", "b"),))

    assert collect(station) == OrphanRound()


def test_collect_puts_back_what_a_row_names_again(
    rooms: Rooms, station: Station, clock: Clock
) -> None:
    blob = stray(rooms)
    work_days(station, clock, 3)
    collect(station)
    rooms.store.add_page(page(dossier(), 1, blob), act())

    done = collect(station)

    assert done == OrphanRound(put_back=1)
    assert rooms.vault.get(HOME, blob) == b"stray"
    assert acts(station)[-1] == (service.PUT_BACK, blob)


def test_collect_erases_after_a_season_that_was_seen_to_pass(
    rooms: Rooms, station: Station, clock: Clock, root: Path
) -> None:
    blob = stray(rooms)
    work_days(station, clock, 3)
    collect(station)
    work_days(station, clock, 90)
    early = collect(station)
    work_days(station, clock, 1)

    done = collect(station)

    assert early == OrphanRound()
    assert done == OrphanRound(erased=1)
    assert not list((root / "quarantine").iterdir())
    assert acts(station)[-1] == (service.ERASED, blob)


@pytest.mark.expects_log_warnings
def test_collect_erases_nothing_while_journals_tell_another_tale(
    rooms: Rooms, station: Station, clock: Clock, root: Path
) -> None:
    blob = stray(rooms)
    work_days(station, clock, 3)
    collect(station)
    work_days(station, clock, 91)
    journal = root / "dossiers" / HOME / "journal.jsonl"
    journal.write_bytes(journal.read_bytes()[:-20])

    done = collect(station)

    assert done == OrphanRound()
    assert [each.id for each in keeper(station).kept()] == [blob]


def test_collect_erases_nothing_after_a_jump_of_the_clock(
    rooms: Rooms, station: Station, clock: Clock, root: Path
) -> None:
    stray(rooms)
    work_days(station, clock, 3)
    collect(station)
    clock.now += timedelta(days=3650)

    assert collect(station) == OrphanRound()
    assert len(list((root / "quarantine").rglob("*"))) == 2


def test_set_aside_that_was_cut_off_is_ended_by_the_next_round(
    rooms: Rooms, station: Station, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    blob = stray(rooms)
    work_days(station, clock, 3)
    with monkeypatch.context() as patched:
        patched.setattr(Orphans, "set_aside", _killed)
        with pytest.raises(SystemExit):
            collect(station)
    was_there = rooms.vault.get(HOME, blob)

    done = collect(station)

    assert was_there == b"stray"
    assert done == OrphanRound(set_aside=1)
    assert rooms.store.verify() == []


def _killed(*_arguments: object) -> None:
    raise SystemExit


def test_verify_tells_of_strays_older_than_a_day_and_no_more_once_they_are_set_aside(
    rooms: Rooms, station: Station, clock: Clock
) -> None:
    blob = stray(rooms)
    before = rooms.store.verify()
    work_days(station, clock, 3)
    collect(station)

    assert before == [Finding("blob.orphan", blob)]
    assert rooms.store.verify() == []
    assert [each.id for each in keeper(station).kept()] == [blob]
