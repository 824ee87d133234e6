"""The second copy comes up behind the main one, mends it, and goes with it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import cast

import pytest

from app.domain.ids import BlobId
from app.services import copies, purge
from app.services.station import Station
from app.store.base import BlobMissing, StoreDamaged
from app.store.opening import Places, Rooms
from app.store.second_copy import SecondCopy
from app.store.upkeep_base import CopyAway, CopyForeign, CopyTask
from tests.fakes.signed_receipts import receipt_keys
from tests.store.upkeep_samples import Clock, Desk, blobs_of, key_of, open_upkeep, received

pytestmark = pytest.mark.expects_log_warnings
POLICY = purge.PurgePolicy(
    timedelta(days=30), timedelta(days=1), clock_checked=True, receipt_keys=receipt_keys
)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def second(tmp_path: Path) -> Path:
    folder = tmp_path / "other-disk"
    folder.mkdir()
    return folder


@pytest.fixture
def rooms(root: Path, clock: Clock, second: Path) -> Iterator[Rooms]:
    opened = open_upkeep(root, clock, Places(second=second))
    yield opened
    opened.store.close()


def desk(rooms: Rooms, clock: Clock) -> Station:
    # As much of a station as copies and purges ask for.
    return cast(Station, Desk(rooms.store, rooms.vault, clock))


def copied(rooms: Rooms, clock: Clock) -> None:
    copies.start(desk(rooms, clock), rooms.upkeep)
    copies.bring_up_all(rooms.upkeep)


def test_everything_in_use_is_copied_sealed(
    rooms: Rooms, clock: Clock, root: Path, second: Path
) -> None:
    sent = received(rooms, clock)

    copied(rooms, clock)

    assert blobs_of(second) == blobs_of(root)
    assert (
        key_of(second, sent.dossier_id).read_bytes() == key_of(root, sent.dossier_id).read_bytes()
    )
    assert copies.state(rooms.upkeep).waiting == 0
    assert rooms.store.verify() == []


def test_nothing_is_written_into_a_folder_that_was_not_started(
    rooms: Rooms, clock: Clock, second: Path
) -> None:
    received(rooms, clock)

    done = copies.bring_up(rooms.upkeep)

    assert done.is_away
    assert list(second.iterdir()) == []


def test_copying_goes_on_after_the_disk_was_away(
    rooms: Rooms, clock: Clock, root: Path, second: Path
) -> None:
    copied(rooms, clock)
    away = second.rename(second.with_name("away"))
    received(rooms, clock)

    lost = copies.bring_up(rooms.upkeep)
    away.rename(second)
    copies.bring_up_all(rooms.upkeep)

    assert lost.is_away
    assert blobs_of(second) == blobs_of(root)


def test_copy_of_another_station_is_refused(
    rooms: Rooms, clock: Clock, second: Path, tmp_path: Path
) -> None:
    other = open_upkeep(tmp_path / "other", clock, Places(second=second))
    copies.start(desk(other, clock), other.upkeep)
    other.store.close()

    with pytest.raises(CopyForeign):
        copies.start(desk(rooms, clock), rooms.upkeep)


def test_start_without_the_folder_is_refused(rooms: Rooms, clock: Clock, second: Path) -> None:
    second.rmdir()

    with pytest.raises(CopyAway):
        copies.start(desk(rooms, clock), rooms.upkeep)


@pytest.mark.parametrize("is_missing", [True, False])
def test_damaged_blob_is_mended_on_read(
    rooms: Rooms, clock: Clock, root: Path, is_missing: bool
) -> None:
    sent = received(rooms, clock)
    copied(rooms, clock)
    path = root / "blobs" / sent.manifest[:2] / sent.manifest
    whole = path.read_bytes()
    path.chmod(0o600)
    if is_missing:
        path.unlink()
    else:
        path.write_bytes(whole[:-1])

    found = [finding.code for finding in rooms.store.verify()]
    plain = b"".join(rooms.vault.stream(sent.dossier_id, sent.manifest)) if is_missing else None
    plain = plain or rooms.vault.get(sent.dossier_id, sent.manifest)

    assert found == ["blob.missing" if is_missing else "blob.damaged"]
    assert plain == b'{"client_ref":"x"}'
    assert path.read_bytes() == whole
    assert rooms.store.audit_entries()[-1].act.action == "blob.repaired"
    assert rooms.store.verify() == []


@pytest.mark.parametrize("is_missing", [True, False])
def test_damaged_key_is_mended_on_read(
    root: Path, clock: Clock, second: Path, is_missing: bool
) -> None:
    rooms = open_upkeep(root, clock, Places(second=second))
    sent = received(rooms, clock)
    copied(rooms, clock)
    rooms.store.close()
    path = key_of(root, sent.dossier_id)
    whole = path.read_bytes()
    if is_missing:
        path.unlink()
    else:
        path.write_bytes(whole.replace(b'"wrapped": "A', b'"wrapped": "B'))

    rooms = open_upkeep(root, clock, Places(second=second))
    rooms.vault.get(sent.dossier_id, sent.manifest)
    rooms.upkeep.tell_repairs()
    told = rooms.store.audit_entries()[-1].act.action
    rooms.store.close()

    assert path.read_bytes() == whole
    assert told == "key.repaired"


def test_damage_of_the_copy_is_found(rooms: Rooms, clock: Clock, second: Path) -> None:
    sent = received(rooms, clock)
    copied(rooms, clock)
    (second / "blobs" / sent.manifest[:2] / sent.manifest).unlink()

    assert [finding.code for finding in rooms.store.verify()] == ["copy.missing"]


@pytest.mark.parametrize("is_missing", [True, False])
@pytest.mark.parametrize("what", ["key", "blob"])
def test_mended_copy_is_whole_again(
    rooms: Rooms, clock: Clock, second: Path, what: str, is_missing: bool
) -> None:
    sent = received(rooms, clock)
    copied(rooms, clock)
    keys, blobs = second / "dossiers" / sent.dossier_id, second / "blobs"
    path = keys / "key.json" if what == "key" else blobs / sent.manifest[:2] / sent.manifest
    whole = path.read_bytes()
    path.chmod(0o600)
    path.unlink() if is_missing else path.write_bytes(whole[:-1])

    found = copies.mend(desk(rooms, clock), rooms.upkeep)
    done = copies.bring_up_all(rooms.upkeep)

    assert (found, done.done, done.damaged) == (1, 1, 0)
    assert path.read_bytes() == whole
    assert rooms.store.verify() == []
    assert "copy.mended" in [entry.act.action for entry in rooms.store.audit_entries()]


def test_whole_copy_is_not_mended(rooms: Rooms, clock: Clock) -> None:
    received(rooms, clock)
    copied(rooms, clock)

    assert copies.mend(desk(rooms, clock), rooms.upkeep) == 0
    assert "copy.mended" not in [entry.act.action for entry in rooms.store.audit_entries()]


def test_copy_that_goes_away_while_it_is_checked_ends_the_check(
    rooms: Rooms, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    received(rooms, clock)
    copied(rooms, clock)
    looked = []

    def taken_out(_self: SecondCopy, blob: BlobId) -> bytes:
        looked.append(blob)
        if len(looked) > 1:
            raise CopyAway("taken out")
        raise BlobMissing(blob)

    monkeypatch.setattr(SecondCopy, "blob", taken_out)

    findings = rooms.upkeep.check_copy()

    assert [each.object_id for each in findings] == looked[:1]
    assert len(looked) == 2


def test_damaged_masters_do_not_hold_up_those_behind_them(
    rooms: Rooms, clock: Clock, root: Path
) -> None:
    damaged = received(rooms, clock, 1)
    received(rooms, clock, 2)
    copies.start(desk(rooms, clock), rooms.upkeep)
    waiting = [job for job in rooms.upkeep.copy_jobs() if job.dossier_id == damaged.dossier_id]
    masters = [job.name for job in waiting if job.task is CopyTask.BLOB]
    for name in masters:
        path = root / "blobs" / name[:2] / name
        path.chmod(0o600)
        path.write_bytes(b"x")

    rounds = [copies.bring_up(rooms.upkeep, limit=1) for _ in range(20)]

    assert sorted(job.name for job in rooms.upkeep.copy_jobs()) == sorted(masters)
    assert rounds[-1] == copies.CopyRound(0, len(masters), False)
    assert rooms.upkeep.copy_state().waiting == len(masters) > 1


def test_blob_of_another_dossier_mends_nothing(
    rooms: Rooms, clock: Clock, root: Path, second: Path
) -> None:
    sent, other = received(rooms, clock, 1), received(rooms, clock, 2)
    copied(rooms, clock)
    (root / "blobs" / sent.manifest[:2] / sent.manifest).unlink()
    target = second / "blobs" / sent.manifest[:2] / sent.manifest
    target.unlink()
    shutil.copy(second / "blobs" / other.manifest[:2] / other.manifest, target)

    with pytest.raises(BlobMissing):
        rooms.vault.get(sent.dossier_id, sent.manifest)


def test_purge_erases_the_copy_once_its_disk_is_back(
    rooms: Rooms, clock: Clock, second: Path
) -> None:
    sent = received(rooms, clock)
    copied(rooms, clock)
    away = second.rename(second.with_name("away"))
    clock.later(days=31)
    purge.run(desk(rooms, clock), rooms.upkeep, POLICY)
    clock.later(days=2)
    purge.run(desk(rooms, clock), rooms.upkeep, POLICY)

    waiting = copies.state(rooms.upkeep).to_erase
    away.rename(second)
    with pytest.raises(StoreDamaged):
        rooms.vault.get(sent.dossier_id, sent.manifest)
    copies.bring_up_all(rooms.upkeep)

    assert waiting == 5
    assert blobs_of(second) == set()
    assert not key_of(second, sent.dossier_id).exists()
    assert copies.state(rooms.upkeep).to_erase == 0


def test_purge_erases_what_a_kill_kept_from_its_row(
    rooms: Rooms, clock: Clock, second: Path, root: Path
) -> None:
    sent = received(rooms, clock)
    copies.start(desk(rooms, clock), rooms.upkeep)
    shutil.copytree(root / "blobs", second / "blobs", dirs_exist_ok=True)
    shutil.copytree(root / "dossiers", second / "dossiers", dirs_exist_ok=True)
    clock.later(days=31)
    purge.run(desk(rooms, clock), rooms.upkeep, POLICY)
    clock.later(days=2)
    purge.run(desk(rooms, clock), rooms.upkeep, POLICY)

    copies.bring_up_all(rooms.upkeep)

    assert blobs_of(second) == set()
    assert not key_of(second, sent.dossier_id).exists()


def test_copy_of_a_key_that_crossed_a_purge_goes_again(
    rooms: Rooms, clock: Clock, second: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = received(rooms, clock)
    copies.start(desk(rooms, clock), rooms.upkeep)
    job = next(each for each in rooms.upkeep.copy_jobs() if each.dossier_id == sent.dossier_id)
    clock.later(days=31)
    purge.run(desk(rooms, clock), rooms.upkeep, POLICY)
    clock.later(days=2)
    purge.run(desk(rooms, clock), rooms.upkeep, POLICY)
    copies.bring_up_all(rooms.upkeep)
    # The other thread had read the key before it was destroyed.
    monkeypatch.setattr(rooms.upkeep._keys, "key_file", lambda _id: b"{}")
    rooms.upkeep.do_copy(job)
    monkeypatch.undo()

    copies.bring_up_all(rooms.upkeep)

    assert not key_of(second, sent.dossier_id).exists()
