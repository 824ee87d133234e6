"""What the station erases by itself is checked against the keys that it has pinned."""

from __future__ import annotations

import json
from pathlib import Path
from typing import cast

import pytest

from app.bootstrap.clock import utc_now
from app.bootstrap.ways_out import receipt_keys
from app.bootstrap.wiring import Wiring
from app.province.statements import station_statements
from app.services import purge
from app.services.purge import Obstacle, PurgePolicy
from app.services.station import Station
from app.settings import Settings
from app.upkeep_commands import policy_of
from tests.fakes.signed_receipts import SERVER_KEYS
from tests.store.upkeep_samples import Clock, Desk, open_upkeep, received

pytestmark = pytest.mark.expects_log_warnings


def policy(root: Path) -> PurgePolicy:
    return policy_of(Wiring(Settings(data_dir=root), {}), clock_checked=True)


def due(root: Path, made: PurgePolicy) -> purge.PurgeRound:
    clock = Clock()
    rooms = open_upkeep(root, clock)
    received(rooms, clock)
    clock.later(days=400)
    done = purge.run(cast(Station, Desk(rooms.store, rooms.vault, clock)), rooms.upkeep, made)
    rooms.store.close()
    return done


def test_wired_policy_marks_what_the_pinned_keys_prove(tmp_path: Path) -> None:
    made = policy(tmp_path / "station")
    (tmp_path / "station").mkdir(mode=0o700)
    (tmp_path / "station" / "server-keys.json").write_text(json.dumps(SERVER_KEYS))

    done = due(tmp_path / "station", made)

    assert (len(done.marked), done.kept) == (1, ())


def test_wired_policy_keeps_what_no_pinned_key_proves(tmp_path: Path) -> None:
    made = policy(tmp_path / "station")

    done = due(tmp_path / "station", made)

    assert done.marked == ()
    (kept,) = done.kept
    assert (kept.obstacle, kept.findings[0].code) == (Obstacle.MISMATCH, "receipt.key_unknown")


def test_station_key_counts_where_the_keys_of_the_system_cannot_be_read(tmp_path: Path) -> None:
    station_statements(tmp_path / "statement-key.pem", utc_now)
    (tmp_path / "server-keys.json").write_text("{half")

    known = receipt_keys(Settings(data_dir=tmp_path))

    assert (known.system, len(known.station)) == ({}, 1)


def test_policy_cannot_be_made_without_keys() -> None:
    with pytest.raises(TypeError, match="receipt_keys"):
        PurgePolicy()  # type: ignore[call-arg]  # that is what is tried
