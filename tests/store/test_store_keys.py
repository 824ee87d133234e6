"""Keys are made once, durably, and open only where they belong."""

from __future__ import annotations

import base64
import json
import shutil
import stat
from pathlib import Path

import pytest

from app.domain.ids import DossierId
from app.store.base import StoreDamaged, StoreFull
from app.store.key_rings import KeyRing, StationKeyRing, create_station_key, load_station_key
from app.store.keys import DossierKeys

FIRST = DossierId("first")
SECOND = DossierId("second")


class Counter:
    """Random bytes for tests: never the same twice."""

    def __init__(self) -> None:
        self.calls = 0

    def __call__(self, length: int) -> bytes:
        self.calls += 1
        return self.calls.to_bytes(length, "big")


@pytest.fixture
def ring() -> KeyRing:
    return StationKeyRing(bytes(range(32)), Counter())


def dossier_keys(folder: Path, ring: KeyRing) -> DossierKeys:
    (folder / "dossiers").mkdir(exist_ok=True)
    (folder / "tmp").mkdir(exist_ok=True)
    return DossierKeys(folder / "dossiers", folder / "tmp", ring, Counter())


def test_unwrap_returns_the_wrapped_key(ring: KeyRing) -> None:
    wrapped = ring.wrap(b"secret", b"context")

    assert ring.unwrap(wrapped, b"context") == b"secret"
    assert b"secret" not in wrapped


def test_unwrap_for_another_context_or_station_is_refused(ring: KeyRing) -> None:
    wrapped = ring.wrap(b"secret", b"context")

    with pytest.raises(StoreDamaged):
        ring.unwrap(wrapped, b"other")
    with pytest.raises(StoreDamaged):
        StationKeyRing(bytes(32), Counter()).unwrap(wrapped, b"context")


def test_station_key_is_private_and_opens_again(tmp_path: Path) -> None:
    path = tmp_path / "station.key"
    create_station_key(path, Counter())

    wrapped = load_station_key(path, Counter()).wrap(b"secret", b"c")

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [entry.name for entry in tmp_path.iterdir()] == ["station.key"]
    assert load_station_key(path, Counter()).unwrap(wrapped, b"c") == b"secret"


def test_station_key_open_to_others_is_closed(tmp_path: Path) -> None:
    path = tmp_path / "station.key"
    create_station_key(path, Counter())
    path.chmod(0o644)

    load_station_key(path, Counter())

    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b"null",
        b'{"version": 1}',
        b'{"version": 1, "key": 5}',
        b'{"version": 1, "key": "AAAA"}',
        b'{"version": 1, "key": "not base64!"}',
        b'{"version": 2, "key": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}',
    ],
)
def test_station_key_of_unknown_kind_is_damaged(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "station.key"
    path.write_bytes(content)

    with pytest.raises(StoreDamaged):
        load_station_key(path, Counter())


def test_dossier_keys_differ_and_open_again(tmp_path: Path, ring: KeyRing) -> None:
    keys = dossier_keys(tmp_path, ring)
    made = keys.key_for_writing(FIRST)
    other = keys.key_for_writing(SECOND)

    again = dossier_keys(tmp_path, ring).key(FIRST)

    assert again == made
    assert len({made.blobs, made.columns, other.blobs, other.columns}) == 4
    assert list((tmp_path / "tmp").iterdir()) == []


def test_dossier_key_is_never_shown(tmp_path: Path, ring: KeyRing) -> None:
    key = dossier_keys(tmp_path, ring).key_for_writing(FIRST)

    assert repr(key) == "DossierKey()"


def test_dossier_key_of_another_dossier_does_not_open(tmp_path: Path, ring: KeyRing) -> None:
    keys = dossier_keys(tmp_path, ring)
    keys.key_for_writing(FIRST)
    shutil.copytree(tmp_path / "dossiers" / FIRST, tmp_path / "dossiers" / SECOND)

    with pytest.raises(StoreDamaged):
        keys.key_for_writing(SECOND)


def test_dossier_key_that_is_gone_is_not_replaced(tmp_path: Path, ring: KeyRing) -> None:
    dossier_keys(tmp_path, ring).key_for_writing(FIRST)
    (tmp_path / "dossiers" / FIRST / "key.json").unlink()
    keys = dossier_keys(tmp_path, ring)

    with pytest.raises(StoreDamaged):
        keys.key_for_writing(FIRST)
    with pytest.raises(StoreDamaged):
        keys.key(FIRST)
    with pytest.raises(StoreDamaged):
        keys.key(SECOND)


def test_dossier_key_with_flipped_byte_does_not_open(tmp_path: Path, ring: KeyRing) -> None:
    dossier_keys(tmp_path, ring).key_for_writing(FIRST)
    path = tmp_path / "dossiers" / FIRST / "key.json"
    content = json.loads(path.read_bytes())
    content["wrapped"] = "B" + content["wrapped"][1:]
    path.write_text(json.dumps(content), "ascii")

    with pytest.raises(StoreDamaged):
        dossier_keys(tmp_path, ring).key(FIRST)


def test_more_dossiers_than_kept_open_still_open(tmp_path: Path, ring: KeyRing) -> None:
    keys = dossier_keys(tmp_path, ring)
    first = keys.key_for_writing(FIRST)
    home = tmp_path / "dossiers"
    for number in range(300):
        name = DossierId(f"d{number}")
        (home / name).mkdir()
        wrapped = ring.wrap(bytes(32), b"dossier " + name.encode())
        text = {"version": 1, "wrapped": base64.b64encode(wrapped).decode()}
        (home / name / "key.json").write_text(json.dumps(text), "ascii")
        keys.key(name)

    assert keys.key(FIRST) == first


def test_no_key_is_left_when_the_disk_is_full(
    tmp_path: Path, ring: KeyRing, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = dossier_keys(tmp_path, ring)
    with monkeypatch.context() as patch:
        # A real full disk is tried elsewhere; here the very step has to be known.
        patch.setattr("app.store.durable.os.fsync", _no_space)
        with pytest.raises(StoreFull):
            keys.key_for_writing(FIRST)

    assert list((tmp_path / "dossiers").iterdir()) == []
    assert list((tmp_path / "tmp").iterdir()) == []
    keys.key_for_writing(FIRST)


def _no_space(_: int) -> None:
    raise OSError(28, "No space left on device")
