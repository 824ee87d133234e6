"""The station's key moves between file and keyring, and no kill in between loses it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from app.store import station_key
from app.store.base import StoreDamaged
from app.store.opening import Places, open_rooms
from app.store.os_keyring import LARGEST_SECRET, OsKeyring, find_keyring
from app.store.station_key import KeyPlace, KeyringUnavailable, StationKey, StationKeyGone
from tests.store.store_samples import NOW, open_dossier


class Killed(BaseException):
    """The process dies here."""


@dataclass
class FakeKeyring:
    """A keyring that can be killed at one of its calls, or be locked."""

    title: str = "thử"
    kept: dict[str, str] = field(default_factory=dict)
    is_locked: bool = False
    dies_at: str = ""

    def read(self, name: str) -> str | None:
        self._step("read")
        return self.kept.get(name)

    def write(self, name: str, secret: str) -> None:
        self._step("write")
        self.kept[name] = secret
        self._step("written")

    def remove(self, name: str) -> None:
        self._step("remove")
        self.kept.pop(name, None)

    def _step(self, name: str) -> None:
        if self.is_locked:
            raise KeyringUnavailable("locked")
        if self.dies_at == name:
            raise Killed


def numbered() -> Callable[[int], bytes]:
    calls = iter(range(1, 1000))
    return lambda length: next(calls).to_bytes(length, "big")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "station.key"


def test_move_to_keyring_and_back_keeps_the_key(path: Path) -> None:
    keyring = FakeKeyring()
    key = StationKey(path, keyring)
    key.create(numbered())
    before = key.read()

    key.move(KeyPlace.KEYRING, numbered())
    there, text = key.place(), path.read_text()
    in_keyring = key.read()
    key.move(KeyPlace.FILE, numbered())

    assert (there, in_keyring, key.read()) == (KeyPlace.KEYRING, before, before)
    assert "key" not in json.loads(text)
    assert keyring.kept == {}


@pytest.mark.parametrize("dies_at", ["write", "written", "read"])
def test_kill_on_the_way_into_the_keyring_leaves_the_file(path: Path, dies_at: str) -> None:
    keyring = FakeKeyring(dies_at=dies_at)
    key = StationKey(path, keyring)
    key.create(numbered())
    before = key.read()

    with pytest.raises(Killed):
        key.move(KeyPlace.KEYRING, numbered())
    keyring.dies_at = ""

    assert key.read() == before
    key.move(KeyPlace.KEYRING, numbered())
    assert key.read() == before


@pytest.mark.parametrize("to", list(KeyPlace))
@pytest.mark.parametrize("is_before", [True, False])
def test_kill_at_the_rename_leaves_one_of_the_places(
    path: Path, to: KeyPlace, is_before: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    keyring = FakeKeyring()
    key = StationKey(path, keyring)
    key.create(numbered())
    before = key.read()
    if to is KeyPlace.FILE:
        key.move(KeyPlace.KEYRING, numbered())
    real = station_key.replace_file

    def dying(temporary: Path, final: Path) -> None:
        if not is_before:
            real(temporary, final)
        raise Killed

    with monkeypatch.context() as patch:
        # The very step has to be known; a real kill is tried with purges.
        patch.setattr(station_key, "replace_file", dying)
        with pytest.raises(Killed):
            key.move(to, numbered())

    assert StationKey(path, keyring).read() == before


def test_keyring_that_forgets_is_not_trusted(path: Path) -> None:
    class Forgetful(FakeKeyring):
        def write(self, name: str, secret: str) -> None:
            """Keep nothing."""

    key = StationKey(path, Forgetful())
    key.create(numbered())

    with pytest.raises(StoreDamaged):
        key.move(KeyPlace.KEYRING, numbered())
    assert key.place() is KeyPlace.FILE


def test_locked_keyring_is_no_loss_and_a_wrong_key_is_told(path: Path) -> None:
    keyring = FakeKeyring()
    key = StationKey(path, keyring)
    key.create(numbered())
    key.move(KeyPlace.KEYRING, numbered())
    keyring.is_locked = True

    with pytest.raises(KeyringUnavailable):
        key.read()
    keyring.is_locked = False
    (name,) = keyring.kept
    keyring.kept[name] = "AAAA"
    with pytest.raises(StationKeyGone):
        key.read()
    keyring.kept.clear()
    with pytest.raises(StationKeyGone):
        key.read()
    with pytest.raises(KeyringUnavailable):
        StationKey(path, None).read()


def test_new_store_puts_its_key_into_the_keyring_and_opens_again(root: Path) -> None:
    places = Places(FakeKeyring(), new_in_keyring=True)
    first = open_rooms(root, clock=lambda: NOW, places=places)
    home = open_dossier(first.store, first.vault)
    first.store.close()

    again = open_rooms(root, clock=lambda: NOW, places=places)
    pages = again.store.pages(home.id)
    again.store.close()

    assert len(pages) == 2
    assert json.loads((root / "keys" / "station.key").read_text())["version"] == 2
    with pytest.raises(KeyringUnavailable):
        open_rooms(root, clock=lambda: NOW)


@pytest.mark.expects_log_warnings
def test_new_store_with_a_locked_keyring_keeps_its_key_in_the_file(root: Path) -> None:
    places = Places(FakeKeyring(is_locked=True), new_in_keyring=True)

    open_rooms(root, clock=lambda: NOW, places=places).store.close()

    assert StationKey(root / "keys" / "station.key", None).place() is KeyPlace.FILE


class Backend:
    """A back end of the library, as far as it is asked."""

    name, priority = "thử", 5.0

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, name: str) -> str | None:
        return self.kept.get((service, name))

    def set_password(self, service: str, name: str, secret: str) -> None:
        self.kept[service, name] = secret

    def delete_password(self, service: str, name: str) -> None:
        del self.kept[service, name]


@pytest.mark.expects_log_warnings
def test_os_keyring_wraps_whatever_its_bus_raises() -> None:
    class Broken(Backend):
        def get_password(self, service: str, name: str) -> str | None:
            raise OSError("the bus is gone")

    keyring = OsKeyring(Backend())
    keyring.write("a", "secret")
    assert keyring.read("a") == "secret"
    keyring.remove("a")
    keyring.remove("a")
    assert keyring.read("a") is None

    with pytest.raises(KeyringUnavailable):
        OsKeyring(Broken()).read("a")
    with pytest.raises(KeyringUnavailable):
        keyring.write("a", "x" * (LARGEST_SECRET + 1))


def test_find_keyring_takes_no_back_end_that_writes_plain_text(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Library:
        @staticmethod
        def get_all_keyring() -> list[Any]:
            return [Backend()]

    # The library itself is not there on every machine.
    monkeypatch.setattr("app.store.os_keyring.importlib.import_module", lambda _name: Library)
    none = find_keyring()
    monkeypatch.setattr(Backend, "__module__", "keyring.backends.SecretService")

    assert none is None
    assert find_keyring() is not None
