"""A dead station's disk gives everything back to whoever has the recovery key."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest

from app.domain.events import Act
from app.services import purge, recovery_keys
from app.services.salvage import salvage
from app.services.station import Station
from app.store.opening import Rooms
from app.store.recovery import NothingToRecover, TargetNotEmpty, open_disk
from app.store.wrapping import RecipientKind, RecoveryKey
from tests.fakes.signed_receipts import receipt_keys
from tests.store.store_samples import HOLDER, NOW
from tests.store.upkeep_samples import Clock, Desk, blobs_of, key_of, open_upkeep, received

pytestmark = pytest.mark.expects_log_warnings
KEY = RecoveryKey(bytes(range(1, 33)))
RECOVERED = Act(NOW, "canbo01", "store.recovered", "store")


def desk(rooms: Rooms, clock: Clock) -> Station:
    # As much of a station as recovery keys ask for.
    return cast(Station, Desk(rooms.store, rooms.vault, clock))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "station"


@pytest.fixture
def disk(root: Path) -> Path:
    """The data folder of a station that had a recovery key, and then died."""
    clock = Clock()
    rooms = open_upkeep(root, clock)
    received(rooms, clock, 1)
    recovery_keys.use(desk(rooms, clock), rooms.upkeep, KEY.recipient)
    recovery_keys.rewrap_all(desk(rooms, clock), rooms.upkeep)
    received(rooms, clock, 2)
    rooms.store.close()
    (root / "keys" / "station.key").unlink()
    return root


def state_of(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_salvage_writes_out_everything_and_changes_nothing(disk: Path, tmp_path: Path) -> None:
    before = state_of(disk)
    source = open_disk(disk, KEY, tmp_path / "work", at=NOW)

    report = salvage(source, tmp_path / "out")
    source.close()

    assert (report.written, report.lost, report.troubles) == (2, (), ())
    assert state_of(disk) == before
    (home,) = tmp_path.glob("out/H-1_*")
    assert (home / "originals" / "0001.jpg").read_bytes() == b"page 1 of 1"
    (pdf,) = (home / "files").iterdir()
    assert pdf.read_bytes() == b"%PDF-1.7 synthetic"
    assert HOLDER in pdf.name
    assert (home / "receipt-BN-1.jws").is_file()
    assert json.loads((home / "fields.json").read_text())["fields"] == []
    entries = (tmp_path / "out" / "audit.jsonl").read_text().splitlines()
    assert json.loads(entries[0])["seq"] == 1
    assert json.loads((tmp_path / "out" / "report.json").read_text())["origin"] == "store.db"


def test_salvage_goes_on_where_it_was_killed(disk: Path, tmp_path: Path) -> None:
    source = open_disk(disk, KEY, tmp_path / "work", at=NOW)
    salvage(source, tmp_path / "out")
    (home,) = tmp_path.glob("out/H-2_*")
    home.rename(home.with_name(f".{home.name}.part"))

    again = salvage(source, tmp_path / "out")
    source.close()

    assert (again.written, again.already) == (1, 1)
    assert list(tmp_path.glob("out/.*")) == []


def test_salvage_tells_what_cannot_be_read(disk: Path, tmp_path: Path) -> None:
    source = open_disk(disk, KEY, tmp_path / "work", at=NOW)
    (first, second) = source.dossiers()
    (raw, *_) = [page.raw for page in source.pages(first.id)]
    (disk / "blobs" / raw[:2] / raw).unlink()
    key_of(disk, second.id).unlink()

    report = salvage(source, tmp_path / "out")
    source.close()

    lost = {(each.dossier_id, each.code) for each in report.lost}
    assert lost == {(first.id, "store.blob_missing"), (second.id, "store.damaged")}
    assert report.written == 2


def cut_off(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])


def overwrite(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[4096 : 4096 * 4] = os.urandom(4096 * 3)
    path.write_bytes(data)


@pytest.mark.parametrize("spoil", [cut_off, overwrite, Path.unlink])
def test_damaged_database_gives_way_to_the_newest_backup(
    disk: Path, tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    shutil.copy(disk / "store.db", disk / "backups" / "store-1.db")
    spoil(disk / "store.db")

    source = open_disk(disk, KEY, tmp_path / "work", at=NOW)
    report = salvage(source, tmp_path / "out")
    source.close()

    assert report.origin == "store-1.db"
    assert report.written == 2


def test_other_key_opens_nothing(disk: Path, tmp_path: Path) -> None:
    with pytest.raises(NothingToRecover):
        open_disk(disk, RecoveryKey(bytes(32)), tmp_path / "work", at=NOW)


def test_rebuilt_store_works_and_says_where_it_is_from(disk: Path, tmp_path: Path) -> None:
    source = open_disk(disk, KEY, tmp_path / "work", at=NOW)

    lost = source.make_store(tmp_path / "new", RECOVERED)
    source.close()
    clock = Clock()
    rooms = open_upkeep(tmp_path / "new", clock)
    findings = rooms.store.verify()
    actions = [entry.act.action for entry in rooms.store.audit_entries()]
    received(rooms, clock, 3)
    recipients = rooms.upkeep.recipients()
    rooms.store.close()

    assert lost == []
    assert findings == []
    assert actions[-1] == "store.recovered"
    assert blobs_of(disk) < blobs_of(tmp_path / "new")
    assert recipients == (KEY.recipient,)


def test_rebuilding_goes_on_where_it_was_killed(disk: Path, tmp_path: Path) -> None:
    source = open_disk(disk, KEY, tmp_path / "work", at=NOW)
    source.make_store(tmp_path / "new", RECOVERED)
    (tmp_path / "new" / "store.db").unlink()
    for blob in list((tmp_path / "new" / "blobs").glob("??/*"))[:3]:
        blob.unlink()

    source.make_store(tmp_path / "new", RECOVERED)
    with pytest.raises(TargetNotEmpty):
        source.make_store(tmp_path / "new", RECOVERED)
    source.close()
    rooms = open_upkeep(tmp_path / "new", Clock())
    findings = rooms.store.verify()
    rooms.store.close()

    assert findings == []


def test_purged_dossier_stays_purged_on_the_disk_and_in_the_new_store(
    root: Path, tmp_path: Path
) -> None:
    clock = Clock()
    rooms = open_upkeep(root, clock)
    station = desk(rooms, clock)
    recovery_keys.use(station, rooms.upkeep, KEY.recipient)
    sent = received(rooms, clock)
    policy = purge.PurgePolicy(clock_checked=True, receipt_keys=receipt_keys)
    clock.later(days=31)
    purge.run(station, rooms.upkeep, policy)
    clock.later(days=2)
    purge.run(station, rooms.upkeep, policy)
    rooms.store.close()
    source = open_disk(root, KEY, tmp_path / "work", at=NOW)

    report = salvage(source, tmp_path / "out")
    source.make_store(tmp_path / "new", RECOVERED)
    source.close()
    again = open_upkeep(tmp_path / "new", clock)
    (gone,) = again.upkeep.purged()
    findings = again.store.verify()
    again.store.close()

    assert (report.purged, report.written) == (1, 0)
    assert gone.dossier_id == sent.dossier_id
    assert findings == []


def test_rotation_wraps_old_dossiers_and_shuts_the_old_key_out(root: Path, tmp_path: Path) -> None:
    clock, new = Clock(), RecoveryKey(bytes(range(2, 34)))
    rooms = open_upkeep(root, clock)
    station = desk(rooms, clock)
    sent = [received(rooms, clock, number) for number in (1, 2, 3)]
    recovery_keys.use(station, rooms.upkeep, KEY.recipient)
    recovery_keys.rewrap_all(station, rooms.upkeep)
    recovery_keys.use(station, rooms.upkeep, new.recipient)

    rooms.upkeep.rewrap(sent[0].dossier_id)  # and here comes a kill
    told = [finding.code for finding in rooms.store.verify()]
    rooms.store.close()
    rooms = open_upkeep(root, clock)
    wrapped = recovery_keys.rewrap_all(desk(rooms, clock), rooms.upkeep)
    status = recovery_keys.status(rooms.upkeep)
    rooms.store.close()

    assert told == ["key.not_recoverable"] * 2
    assert wrapped == 2
    assert (status.recipients, status.lacking) == ((new.recipient,), 0)
    with pytest.raises(NothingToRecover):
        open_disk(root, KEY, tmp_path / "work", at=NOW)
    source = open_disk(root, new, tmp_path / "work", at=NOW)
    assert b"".join(source.stream(sent[2].dossier_id, sent[2].manifest))
    source.close()


@pytest.mark.expects_log_warnings
def test_list_of_recovery_keys_cannot_be_changed_without_the_key(root: Path) -> None:
    clock = Clock()
    rooms = open_upkeep(root, clock)
    recovery_keys.use(desk(rooms, clock), rooms.upkeep, KEY.recipient)
    rooms.store.close()
    with sqlite3.connect(root / "store.db") as connection:
        text = "UPDATE meta SET value = ? WHERE name = 'recipients'"
        connection.execute(text, (b'[["province", "AAAA"]]',))
    connection.close()

    rooms = open_upkeep(root, clock)
    recipients = rooms.upkeep.recipients()
    recovered = rooms.store.care.recovered
    rooms.store.close()

    assert recovered is not None
    assert [each.fingerprint for each in recipients] == [KEY.recipient.fingerprint]


def test_passphrase_and_province_stand_beside_each_other(root: Path, tmp_path: Path) -> None:
    clock = Clock()
    own = RecoveryKey(bytes(range(3, 35)), RecipientKind.PASSPHRASE)
    rooms = open_upkeep(root, clock)
    station = desk(rooms, clock)
    recovery_keys.use(station, rooms.upkeep, KEY.recipient)
    recovery_keys.use(station, rooms.upkeep, own.recipient)
    received(rooms, clock)
    recovery_keys.drop(station, rooms.upkeep, RecipientKind.PROVINCE)
    rooms.store.close()

    source = open_disk(root, own, tmp_path / "work", at=NOW)
    report = salvage(source, tmp_path / "out")
    source.close()

    assert report.written == 1
    assert report.lost == ()
