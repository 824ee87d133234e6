"""Purge: only what may go goes, in order, with proof; and it is really gone."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest

from app.domain.submission import SubmissionState
from app.errors import IllegalStep
from app.services import purge
from app.services.purge import Obstacle, PurgePolicy
from app.services.receipt_check import ReceiptKeys
from app.services.station import Station
from app.store.base import StoreDamaged
from app.store.keys import DossierPurged
from app.store.opening import Rooms
from app.store.purge_tables import purge_digest
from tests.fakes.signed_receipts import receipt_keys
from tests.store import store_samples, upkeep_samples
from tests.store.upkeep_samples import Clock, Desk, blobs_of, key_of, open_upkeep, received

POLICY = PurgePolicy(
    timedelta(days=30), timedelta(days=1), clock_checked=True, receipt_keys=receipt_keys
)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "station"


@pytest.fixture
def rooms(root: Path, clock: Clock) -> Iterator[Rooms]:
    opened = open_upkeep(root, clock)
    yield opened
    opened.store.close()


def desk(rooms: Rooms, clock: Clock) -> Station:
    # As much of a station as purging asks for.
    return cast(Station, Desk(rooms.store, rooms.vault, clock))


def purge_one(rooms: Rooms, clock: Clock) -> Any:  # Any: a Submission, its rows are gone later
    sent = received(rooms, clock)
    clock.later(days=31)
    purge.run(desk(rooms, clock), rooms.upkeep, POLICY)
    clock.later(days=2)
    purge.run(desk(rooms, clock), rooms.upkeep, POLICY)
    return sent


def test_run_before_the_retention_keeps_everything(rooms: Rooms, clock: Clock) -> None:
    sent = received(rooms, clock)
    clock.later(days=29)

    done = purge.run(desk(rooms, clock), rooms.upkeep, POLICY)

    assert [each.obstacle for each in done.kept] == [Obstacle.RETENTION]
    assert rooms.store.submission(sent.id).state is SubmissionState.ACKED


def test_run_after_the_retention_marks_and_waits_for_the_pause(rooms: Rooms, clock: Clock) -> None:
    sent = received(rooms, clock)
    clock.later(days=31)

    first = purge.run(desk(rooms, clock), rooms.upkeep, POLICY)
    second = purge.run(desk(rooms, clock), rooms.upkeep, POLICY)

    assert [each.row.submission_id for each in first.marked] == [sent.id]
    assert [each.obstacle for each in second.kept] == [Obstacle.PAUSE]
    assert rooms.vault.get(sent.dossier_id, sent.manifest)


def test_run_after_the_pause_destroys_key_and_blobs(rooms: Rooms, clock: Clock, root: Path) -> None:
    received(rooms, clock, 2)
    sent = purge_one(rooms, clock)

    (gone, other) = sorted(rooms.upkeep.purged(), key=lambda each: each.code)

    assert gone.dossier_id == sent.dossier_id
    assert blobs_of(root) == set()
    assert not key_of(root, sent.dossier_id).exists()
    assert gone.proof.digest == purge_digest(gone.proof.key_print, gone.proof.blobs)
    assert len(gone.proof.blobs) == 4
    assert (gone.code, other.code) == ("H-1", "H-2")


def test_purged_dossier_stays_listed_with_its_receipt(rooms: Rooms, clock: Clock) -> None:
    sent = purge_one(rooms, clock)

    (row,) = rooms.store.dossier_rows()
    kept = rooms.store.receipt(sent.id)

    assert (row.dossier.code, row.receipt_number) == ("H-1", "BN-1")
    assert row.submission_state is SubmissionState.PURGED
    assert kept.jws == upkeep_samples.receipt(sent, clock).jws
    assert rooms.store.pages(sent.dossier_id) == []
    assert rooms.store.owner(sent.dossier_id) is None
    assert rooms.store.verify() == []


def test_purged_dossier_never_gets_a_second_key(rooms: Rooms, clock: Clock) -> None:
    sent = purge_one(rooms, clock)

    with pytest.raises(DossierPurged):
        rooms.vault.put(sent.dossier_id, b"late")


def test_proof_is_in_the_audit_chain_twice(rooms: Rooms, clock: Clock) -> None:
    sent = purge_one(rooms, clock)

    (gone,) = rooms.upkeep.purged()
    told = [
        (entry.act.action, entry.act.digest)
        for entry in rooms.store.audit_entries()
        if entry.act.object_id == sent.dossier_id and entry.act.action.startswith("dossier.purg")
    ]

    digest = gone.proof.digest
    assert told == [
        ("dossier.purgeable", ""),
        ("dossier.purging", digest),
        ("dossier.purged", digest),
    ]
    assert rooms.upkeep.check_chain() == []


def test_blob_kept_aside_does_not_open_with_a_backup_of_the_database(
    rooms: Rooms, clock: Clock, root: Path, tmp_path: Path
) -> None:
    sent = received(rooms, clock)
    with sqlite3.connect(tmp_path / "copy.db") as copy, sqlite3.connect(root / "store.db") as live:
        live.backup(copy)
    copy.close()
    live.close()
    shutil.copytree(root / "blobs", tmp_path / "aside")
    clock.later(days=31)
    purge.run(desk(rooms, clock), rooms.upkeep, POLICY)
    clock.later(days=2)
    purge.run(desk(rooms, clock), rooms.upkeep, POLICY)
    rooms.store.close()

    shutil.copytree(tmp_path / "aside", root / "blobs", dirs_exist_ok=True)
    for name in ("store.db", "store.db-wal", "store.db-shm", "journal.jsonl"):
        (root / name).unlink(missing_ok=True)
    shutil.copy(tmp_path / "copy.db", root / "store.db")
    again = open_upkeep(root, clock)
    ended = purge.finish(desk(again, clock), again.upkeep)
    state = again.store.submission(sent.id).state
    kept = again.store.receipt(sent.id)
    with pytest.raises(StoreDamaged):
        again.vault.get(sent.dossier_id, sent.manifest)
    findings = again.store.verify()
    again.store.close()

    assert ended == 1
    assert state is SubmissionState.PURGED
    assert kept.number == "BN-1"
    assert findings == []


@pytest.mark.expects_log_warnings
def test_mismatch_keeps_the_dossier(rooms: Rooms, clock: Clock, root: Path) -> None:
    sent = received(rooms, clock)
    path = root / "blobs" / sent.manifest[:2] / sent.manifest
    path.chmod(0o600)
    path.write_bytes(path.read_bytes()[:-1] + b"\0")
    clock.later(days=31)

    done = purge.run(desk(rooms, clock), rooms.upkeep, POLICY)

    assert [each.obstacle for each in done.kept] == [Obstacle.MISMATCH]
    assert done.kept[0].findings[0].code == "blob.damaged"


@pytest.mark.expects_log_warnings
def test_mismatch_after_the_mark_keeps_the_dossier_too(
    rooms: Rooms, clock: Clock, root: Path
) -> None:
    sent = received(rooms, clock)
    clock.later(days=31)
    purge.run(desk(rooms, clock), rooms.upkeep, POLICY)
    (root / "blobs" / sent.manifest[:2] / sent.manifest).unlink()
    clock.later(days=2)

    done = purge.run(desk(rooms, clock), rooms.upkeep, POLICY)

    assert [each.obstacle for each in done.kept] == [Obstacle.MISMATCH]
    assert key_of(root, sent.dossier_id).exists()


def test_held_dossier_is_kept_until_released(rooms: Rooms, clock: Clock) -> None:
    sent = received(rooms, clock)
    station = desk(rooms, clock)
    purge.hold(station, rooms.upkeep, sent.dossier_id)
    clock.later(days=90)

    held = purge.run(station, rooms.upkeep, POLICY)
    purge.release(station, rooms.upkeep, sent.dossier_id)
    free = purge.run(station, rooms.upkeep, POLICY)

    assert [each.obstacle for each in held.kept] == [Obstacle.HELD]
    assert len(free.marked) == 1


def test_undo_takes_the_mark_back_and_holds(rooms: Rooms, clock: Clock) -> None:
    sent = received(rooms, clock)
    station = desk(rooms, clock)
    clock.later(days=31)
    purge.run(station, rooms.upkeep, POLICY)

    purge.undo(station, rooms.upkeep, sent.dossier_id)

    clock.later(days=9)
    assert [each.obstacle for each in purge.plan(station, rooms.upkeep, POLICY)] == [Obstacle.HELD]
    assert rooms.store.submission(sent.id).state is SubmissionState.ACKED


def test_undo_after_the_purge_began_is_refused(rooms: Rooms, clock: Clock) -> None:
    sent = received(rooms, clock)
    station = desk(rooms, clock)
    clock.later(days=31)
    purge.run(station, rooms.upkeep, POLICY)
    rooms.upkeep.begin_purge(sent.dossier_id, station.act("dossier.purging", sent.dossier_id))

    with pytest.raises(IllegalStep):
        purge.undo(station, rooms.upkeep, sent.dossier_id)
    with pytest.raises(IllegalStep):
        purge.hold(station, rooms.upkeep, sent.dossier_id)


def test_owed_time_keeps_the_dossier(rooms: Rooms, clock: Clock, root: Path) -> None:
    sent = received(rooms, clock)
    (file,) = rooms.store.files(sent.dossier_id)
    with sqlite3.connect(root / "store.db") as connection:
        connection.execute(
            "INSERT INTO owed_time(dossier_id, file_id, level, deadline, attempts, next_try,"
            " reason, to_send) VALUES (?, ?, 'b-t', 0, 0, 0, '', 0)",
            (sent.dossier_id, file.id),
        )
    connection.close()
    clock.later(days=31)

    done = purge.run(desk(rooms, clock), rooms.upkeep, POLICY)

    assert [each.obstacle for each in done.kept] == [Obstacle.TIME_OWED]


@pytest.mark.parametrize("jump_days", [3650, -3650])
def test_jumped_clock_purges_nothing(rooms: Rooms, clock: Clock, jump_days: int) -> None:
    received(rooms, clock)
    careful = replace(POLICY, clock_checked=False)
    clock.later(days=jump_days)

    done = purge.run(desk(rooms, clock), rooms.upkeep, careful)

    assert done.marked == ()
    assert done.kept[0].obstacle in {Obstacle.CLOCK, Obstacle.RETENTION}


def test_clock_that_stays_wrong_for_days_purges_nothing(rooms: Rooms, clock: Clock) -> None:
    sent = received(rooms, clock)
    careful = replace(POLICY, clock_checked=False)
    station = desk(rooms, clock)
    clock.later(days=3650)
    for number in range(5):
        rooms.store.record(station.act("officer.logged_in", f"day-{number}"))
        clock.later(days=1)
        purge.run(station, rooms.upkeep, careful)

    assert rooms.store.submission(sent.id).state is SubmissionState.ACKED


def test_retention_of_zero_keeps_for_ever(rooms: Rooms, clock: Clock) -> None:
    received(rooms, clock)
    clock.later(days=10_000)

    (planned,) = purge.plan(
        desk(rooms, clock), rooms.upkeep, replace(POLICY, retention=timedelta(0))
    )

    assert planned.obstacle is Obstacle.RETENTION


CHILD = Path(__file__).parents[1] / "store" / "purge_child.py"
MOMENTS = [("fsync", n) for n in (1, 3, 4, 5, 6, 7, 8)] + [("unlink", n) for n in (1, 2, 3, 5)]


@pytest.mark.parametrize(("call", "number"), MOMENTS)
def test_kill_while_purging_leaves_all_or_nothing(
    root: Path, clock: Clock, call: str, number: int
) -> None:
    rooms = open_upkeep(root, clock)
    sent = received(rooms, clock)
    clock.later(days=31)
    purge.run(desk(rooms, clock), rooms.upkeep, POLICY)
    rooms.store.close()
    clock.later(days=2)

    arguments = [str(CHILD), str(root), clock.text(), call, str(number)]
    died = subprocess.run([sys.executable, *arguments], timeout=60, check=False).returncode
    rooms = open_upkeep(root, clock)
    purge.finish(desk(rooms, clock), rooms.upkeep)
    state, findings = rooms.store.submission(sent.id).state, rooms.store.verify()
    kept = rooms.store.receipt(sent.id)
    rooms.store.close()

    assert died == -9
    assert state in {SubmissionState.PURGEABLE, SubmissionState.PURGED}
    assert findings == []
    assert kept.number == "BN-1"
    assert key_of(root, sent.dossier_id).exists() == (state is SubmissionState.PURGEABLE)
    assert bool(blobs_of(root)) == (state is SubmissionState.PURGEABLE)


def proved(*known: ReceiptKeys) -> PurgePolicy:
    """Receipts are verified against the first of `known`, the next time the next one."""
    keys = iter(known)
    return replace(POLICY, receipt_keys=lambda: next(keys))


@pytest.mark.expects_log_warnings
def test_run_keeps_what_has_no_receipt_that_holds(
    rooms: Rooms, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upkeep_samples, "receipt", lambda sent, *_rest: store_samples.receipt(sent))
    sent = received(rooms, clock)
    clock.later(days=31)

    done = purge.run(desk(rooms, clock), rooms.upkeep, POLICY)

    assert [each.obstacle for each in done.kept] == [Obstacle.MISMATCH]
    assert [each.code for each in done.kept[0].findings] == ["receipt.unproven"]
    assert rooms.store.submission(sent.id).state is SubmissionState.ACKED


@pytest.mark.expects_log_warnings
def test_run_verifies_the_receipt_again_before_it_destroys(rooms: Rooms, clock: Clock) -> None:
    sent = received(rooms, clock)
    policy = proved(receipt_keys(), ReceiptKeys(), receipt_keys())
    found = []
    for days in (31, 2, 1):
        clock.later(days=days)
        found.append(purge.run(desk(rooms, clock), rooms.upkeep, policy))

    assert [len(each.marked) for each in found] == [1, 0, 0]
    assert [each.code for each in found[1].kept[0].findings] == ["receipt.key_unknown"]
    assert [each.dossier_id for each in found[2].purged] == [sent.dossier_id]


def test_mark_of_one_that_is_due_marks_it_and_of_others_says_why_not(
    rooms: Rooms, clock: Clock
) -> None:
    sent = received(rooms, clock)
    station = desk(rooms, clock)

    early = purge.mark(station, rooms.upkeep, POLICY, sent.dossier_id)
    clock.later(days=31)
    due = purge.mark(station, rooms.upkeep, POLICY, sent.dossier_id)

    assert (early.obstacle, due.obstacle) == (Obstacle.RETENTION, Obstacle.NONE)
    assert rooms.store.submission(sent.id).state is SubmissionState.PURGEABLE
    with pytest.raises(IllegalStep):
        purge.mark(station, rooms.upkeep, POLICY, sent.dossier_id)
