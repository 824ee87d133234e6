"""Typing that is held for a moment: sealed, of one dossier, gone when it is saved."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.ids import DossierId
from app.services.typing_drafts import Typed, keep_typing, kept_typing
from app.store.opening import Rooms, open_rooms
from tests.fakes.counter_station import CounterStation

TEXT = "Nguyễn Thị Bưởi"


@pytest.fixture
def rooms(tmp_path: Path) -> Rooms:
    return open_rooms(tmp_path / "station", clock=lambda: "2026-01-01T00:00:00+00:00")


@pytest.fixture
def world(rooms: Rooms) -> CounterStation:
    return CounterStation(store=rooms.store, vault=rooms.vault)  # type: ignore[arg-type]  # real


@pytest.fixture
def home(world: CounterStation) -> DossierId:
    return world.add_unread([], "H26.121-251027-0031")


def test_typing_is_found_again_and_lies_sealed(
    rooms: Rooms, home: DossierId, tmp_path: Path
) -> None:
    rooms.typing.keep(home, TEXT)

    found = rooms.typing.kept(home)
    data = (tmp_path / "station" / "typing.sealed").read_bytes()
    rooms.store.close()
    assert found == TEXT
    assert TEXT.encode() not in data


def test_typing_of_another_dossier_is_not_shown(
    rooms: Rooms, world: CounterStation, home: DossierId
) -> None:
    other = world.add_unread([], "H26.121-251027-0032")
    rooms.typing.keep(home, TEXT)

    found = rooms.typing.kept(other)
    rooms.store.close()

    assert found == ""


def test_nothing_typed_leaves_no_file(rooms: Rooms, home: DossierId, tmp_path: Path) -> None:
    rooms.typing.keep(home, TEXT)

    rooms.typing.keep(home, "")

    rooms.store.close()
    assert not (tmp_path / "station" / "typing.sealed").exists()


@pytest.mark.expects_log_warnings
@pytest.mark.parametrize("cut", [40, -1])
def test_damaged_typing_counts_as_none(
    rooms: Rooms, home: DossierId, tmp_path: Path, cut: int
) -> None:
    path = tmp_path / "station" / "typing.sealed"
    rooms.typing.keep(home, TEXT)
    data = path.read_bytes()
    path.unlink()
    path.write_bytes(data[:cut] + os.urandom(3))

    found = rooms.typing.kept(home)
    rooms.store.close()

    assert found == ""


@pytest.mark.parametrize("text", ["", "{", "[1]", "[{}]", '{"a": 1}', "null"])
def test_kept_typing_that_is_not_ours_counts_as_none(text: str) -> None:
    world = CounterStation()
    home = world.add_unread([], "H26.121-251027-0031")

    class Odd:
        def keep(self, _home: DossierId, _text: str) -> None: ...

        def kept(self, _home: DossierId) -> str:
            return text

    assert kept_typing(replace(world.station, typing=Odd()), home) == ()


def test_kept_typing_gives_what_was_held() -> None:
    held: dict[str, str] = {}

    class Memory:
        def keep(self, home: DossierId, text: str) -> None:
            held[home] = text

        def kept(self, home: DossierId) -> str:
            return held.get(home, "")

    world = CounterStation()
    home = world.add_unread([], "H26.121-251027-0031")
    station = replace(world.station, typing=Memory())
    typed = (Typed("page", "full_name", TEXT, "Nguyễn Thị Bưới"),)

    keep_typing(station, home, typed)

    assert kept_typing(station, home) == typed
    keep_typing(station, home, ())
    assert kept_typing(station, home) == ()
