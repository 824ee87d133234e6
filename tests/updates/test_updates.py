"""Updates: what is proved before anything is laid down, and every way a hostile bundle tries."""

from __future__ import annotations

import base64
import json
import os
import shutil
import stat
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from app.updates.base import (
    UpdateBusy,
    UpdateChanged,
    UpdateError,
    UpdateNotForUs,
    UpdateNotStaged,
    UpdateNotWritten,
    UpdateOutdated,
    UpdateRollback,
    UpdateUnproved,
    UpdateUnreadable,
    UpdateUntrusted,
)
from app.updates.bundle import open_bundle
from app.updates.check import Here, Proved, check
from app.updates.home import ProgramHome
from app.updates.manifest import read_manifest, version_parts
from app.updates.names import checked_path, checked_target
from app.updates.trusted import CONTEXT, TrustedKeys, key_id

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
HERE = Here("linux-x86_64", "0.1.0", NOW)
KEYS = [Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32) for number in range(1, 7)]
ROOT = Path(__file__).resolve().parents[2]


def public(*numbers: int) -> tuple[bytes, ...]:
    return tuple(KEYS[number].public_key().public_bytes_raw() for number in numbers)


TRUSTED = TrustedKeys(1, 2, public(0, 1, 2))
CONTENT = {"sohoa": b"#!/bin/sh\necho 2\n", "_internal/lib.so.1.2": b"library", "a.txt": b""}


def file_row(path: str, data: bytes) -> dict[str, object]:
    import hashlib

    return {
        "path": path,
        "size": len(data),
        "sha256": hashlib.sha256(data).hexdigest(),
        "executable": path == "sohoa",
    }


def manifest(**changes: Any) -> dict[str, Any]:
    values: dict[str, Any] = {
        "schema": "sohoa.update/1",
        "product": "tram-so-hoa",
        "platform": "linux-x86_64",
        "version": "0.2.0",
        "sequence": 7,
        "made_at": NOW.isoformat(),
        "expires_at": (NOW + timedelta(days=90)).isoformat(),
        "minimum_version": "0.1.0",
        "start": "sohoa",
        "files": [file_row(path, data) for path, data in CONTENT.items()],
        "links": [{"path": "_internal/lib.so", "target": "lib.so.1.2"}],
    }
    return {name: value for name, value in {**values, **changes}.items() if value is not None}


def signed(data: bytes, *numbers: int) -> bytes:
    listed = [
        {
            "key": key_id(KEYS[number].public_key().public_bytes_raw()),
            "value": base64.b64encode(KEYS[number].sign(CONTEXT + data)).decode("ascii"),
        }
        for number in numbers
    ]
    return json.dumps({"signatures": listed}).encode()


def bundle(
    folder: Path, values: dict[str, Any] | bytes | None = None, by: tuple[int, ...] = (0, 1)
) -> Path:
    """A bundle with these words, signed by these keys."""
    folder.mkdir(parents=True)
    data = values if isinstance(values, bytes) else json.dumps(values or manifest()).encode()
    (folder / "manifest.json").write_bytes(data)
    (folder / "signatures.json").write_bytes(signed(data, *by))
    for path, content in CONTENT.items():
        place = folder / "files" / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    return folder


def home(tmp_path: Path, trusted: TrustedKeys = TRUSTED) -> ProgramHome:
    made = ProgramHome(tmp_path / "home")
    made.trust(trusted.to_bytes())
    return made


def proved(path: Path, where: ProgramHome, here: Here = HERE) -> Proved:
    with open_bundle(path) as found:
        return check(found, where.keys(), where.state().accepted, here)


def staged(path: Path, where: ProgramHome, here: Here = HERE) -> str:
    with open_bundle(path) as found:
        return where.stage(found, check(found, where.keys(), where.state().accepted, here))


def packed(folder: Path, file: Path) -> Path:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                archive.write(path, path.relative_to(folder).as_posix())
    return file


# -- the good way -------------------------------------------------------------------------------
@pytest.mark.parametrize("as_zip", [False, True])
def test_stage_and_switch_lay_down_what_was_signed(tmp_path: Path, as_zip: bool) -> None:
    where, source = home(tmp_path), bundle(tmp_path / "b")
    if as_zip:
        source = packed(source, tmp_path / "b.zip")

    name = staged(source, where)
    before = where.state()
    after = where.switch()

    assert (before.current, before.staged) == ("", "7-0.2.0")
    assert (after.current, after.staged, after.accepted.sequence) == ("7-0.2.0", "", 7)
    folder = where.version_folder(name)
    assert {p: (folder / p).read_bytes() for p in CONTENT} == CONTENT
    assert stat.S_IMODE((folder / "sohoa").stat().st_mode) == 0o755
    assert stat.S_IMODE((folder / "a.txt").stat().st_mode) == 0o644
    assert (folder / "_internal" / "lib.so").readlink() == Path("lib.so.1.2")
    assert (where.folder / "current").resolve() == folder.resolve()


def test_back_goes_to_the_version_before_and_keeps_the_number(tmp_path: Path) -> None:
    where = home(tmp_path)
    for sequence, version in ((7, "0.2.0"), (8, "0.3.0")):
        staged(bundle(tmp_path / version, manifest(sequence=sequence, version=version)), where)
        where.switch()

    state = where.back()

    assert (state.current, state.previous, state.accepted.sequence) == ("7-0.2.0", "", 8)
    assert (where.folder / "current").resolve().name == "7-0.2.0"
    with pytest.raises(UpdateNotStaged):
        where.back()
    with pytest.raises(UpdateRollback):
        proved(bundle(tmp_path / "again", manifest(sequence=7, version="0.2.1")), where)


def test_stage_keeps_the_version_in_use_the_one_before_and_the_staged_alone(
    tmp_path: Path,
) -> None:
    where = home(tmp_path)
    for sequence in (7, 8, 9):
        staged(bundle(tmp_path / str(sequence), manifest(sequence=sequence)), where)
        where.switch()

    staged(bundle(tmp_path / "10", manifest(sequence=10)), where)

    found = {path.name for path in (where.folder / "versions").iterdir()}
    assert found == {"8-0.2.0", "9-0.2.0", "10-0.2.0"}


def test_stage_of_the_same_again_changes_nothing(tmp_path: Path) -> None:
    where, source = home(tmp_path), bundle(tmp_path / "b")
    staged(source, where)
    inode = (where.version_folder("7-0.2.0") / "sohoa").stat().st_ino

    again = staged(source, where)

    assert again == "7-0.2.0"
    assert (where.version_folder(again) / "sohoa").stat().st_ino == inode


def test_adopt_takes_what_lies_there_already(tmp_path: Path) -> None:
    where, source = home(tmp_path), bundle(tmp_path / "b")
    staged(source, where)
    where.switch()
    (where.folder / "state.json").unlink()
    other = home(tmp_path / "other")
    shutil.copytree(where.version_folder("7-0.2.0"), other.version_folder("7-0.2.0"), symlinks=True)

    state = other.adopt(proved(source, other))

    assert state.current == "7-0.2.0"
    with pytest.raises(UpdateUntrusted):
        other.adopt(proved(source, other))


# -- signatures ---------------------------------------------------------------------------------
@pytest.mark.parametrize("by", [(), (0,), (3, 4, 5), (0, 3), (2, 5)])
def test_check_refuses_too_few_signatures_of_trusted_keys(
    tmp_path: Path, by: tuple[int, ...]
) -> None:
    where, source = home(tmp_path), bundle(tmp_path / "b", by=by)

    with pytest.raises(UpdateUnproved):
        proved(source, where)


def test_check_counts_a_key_once(tmp_path: Path) -> None:
    where, source = home(tmp_path), bundle(tmp_path / "b", by=(0, 0))

    with pytest.raises(UpdateUnreadable):
        proved(source, where)


def test_check_refuses_a_signature_of_another_key_under_a_trusted_name(tmp_path: Path) -> None:
    where, source = home(tmp_path), bundle(tmp_path / "b", by=(0, 4))
    text = (source / "signatures.json").read_text("ascii")
    (source / "signatures.json").write_text(
        text.replace(key_id(public(4)[0]), key_id(public(1)[0])), "ascii"
    )

    with pytest.raises(UpdateUnproved):
        proved(source, where)


def test_check_refuses_signatures_made_for_something_else(tmp_path: Path) -> None:
    where, source = home(tmp_path), bundle(tmp_path / "b")
    data = (source / "manifest.json").read_bytes()
    listed = [
        {
            "key": key_id(public(number)[0]),
            "value": base64.b64encode(KEYS[number].sign(data)).decode("ascii"),
        }
        for number in (0, 1)
    ]
    (source / "signatures.json").write_text(json.dumps({"signatures": listed}), "ascii")

    with pytest.raises(UpdateUnproved):
        proved(source, where)


def test_check_without_trusted_keys_refuses(tmp_path: Path) -> None:
    with pytest.raises(UpdateUntrusted):
        proved(bundle(tmp_path / "b"), ProgramHome(tmp_path / "home"))


def test_check_reads_nothing_of_a_manifest_that_is_not_proved(tmp_path: Path) -> None:
    source = bundle(tmp_path / "b", b"[" * 100_000, by=(3, 4))

    with pytest.raises(UpdateUnproved):
        proved(source, home(tmp_path))


@given(place=st.integers(0, 10_000), bit=st.integers(0, 7))
def test_check_refuses_every_flipped_bit_of_a_manifest(place: int, bit: int) -> None:
    data = bytearray(json.dumps(manifest()).encode())
    names = signed(bytes(data), 0, 1)
    data[place % len(data)] ^= 1 << bit

    class Flipped:
        def small(self, name: str, most: int) -> bytes:
            return bytes(data) if name == "manifest.json" else names

        def blocks(self, path: str, size: int) -> Any:
            raise AssertionError

    with pytest.raises(UpdateUnproved):
        check(Flipped(), TRUSTED, ProgramHome(Path("/nowhere")).state().accepted, HERE)


# -- number, time, machine ----------------------------------------------------------------------
@pytest.mark.parametrize("changes", [{"sequence": 6}, {"version": "0.2.1"}, {"notes": "x"}])
def test_check_refuses_an_older_number_and_another_one_of_the_same(
    tmp_path: Path, changes: dict[str, Any]
) -> None:
    where = home(tmp_path)
    staged(bundle(tmp_path / "b"), where)

    with pytest.raises(UpdateRollback):
        proved(bundle(tmp_path / "c", manifest(**changes)), where)


@pytest.mark.parametrize("days", [90, 91, 4000])
def test_check_refuses_what_has_expired(tmp_path: Path, days: int) -> None:
    here = replace(HERE, now=NOW + timedelta(days=days))

    with pytest.raises(UpdateOutdated):
        proved(bundle(tmp_path / "b"), home(tmp_path), here)


def test_check_refuses_what_is_of_the_future(tmp_path: Path) -> None:
    here = replace(HERE, now=NOW - timedelta(days=2))

    with pytest.raises(UpdateOutdated):
        proved(bundle(tmp_path / "b"), home(tmp_path), here)


def test_check_with_a_clock_set_back_still_refuses_what_has_expired(tmp_path: Path) -> None:
    where = home(tmp_path)
    later = NOW + timedelta(days=100)
    newest = manifest(made_at=later.isoformat(), expires_at=(later + timedelta(days=9)).isoformat())
    staged(bundle(tmp_path / "b", newest), where, replace(HERE, now=later))
    old = bundle(tmp_path / "c", manifest(sequence=8))

    with pytest.raises(UpdateOutdated):
        proved(old, where, HERE)


@pytest.mark.parametrize("changes", [{"platform": "win32-x86_64"}, {"minimum_version": "0.1.1"}])
def test_check_refuses_what_is_not_for_this_machine(
    tmp_path: Path, changes: dict[str, Any]
) -> None:
    with pytest.raises(UpdateNotForUs):
        proved(bundle(tmp_path / "b", manifest(**changes)), home(tmp_path))


def test_version_parts_compare_as_numbers() -> None:
    assert version_parts("0.10.0") > version_parts("0.9")
    assert version_parts("1.0") == version_parts("1.0.0")


# -- keys that change ---------------------------------------------------------------------------
NEXT = TrustedKeys(2, 2, public(2, 3, 4))


def test_stage_takes_new_keys_that_the_old_ones_signed(tmp_path: Path) -> None:
    where = home(tmp_path)
    source = bundle(tmp_path / "b", manifest(keys=NEXT.to_json()), by=(0, 2, 3))

    staged(source, where)

    assert where.keys() == NEXT
    assert proved(source, where).manifest.keys == NEXT
    with pytest.raises(UpdateUnproved):
        proved(bundle(tmp_path / "c", manifest(sequence=8), by=(0, 1)), where)
    proved(bundle(tmp_path / "d", manifest(sequence=8), by=(3, 4)), where)


@pytest.mark.parametrize(
    ("keys", "by"),
    [
        (NEXT, (0, 1)),  # the new ones do not show that they are there
        (NEXT, (2, 3)),  # the old ones have not signed
        (replace(NEXT, version=3), (0, 1, 2, 3)),
        (replace(NEXT, version=1), (0, 1, 2, 3)),
    ],
)
def test_check_refuses_new_keys_without_both_thresholds_or_out_of_turn(
    tmp_path: Path, keys: TrustedKeys, by: tuple[int, ...]
) -> None:
    source = bundle(tmp_path / "b", manifest(keys=keys.to_json()), by=by)

    with pytest.raises(UpdateUnproved):
        proved(source, home(tmp_path))


def test_trust_is_given_once(tmp_path: Path) -> None:
    where = home(tmp_path)

    where.trust(TRUSTED.to_bytes())

    with pytest.raises(UpdateUntrusted):
        where.trust(NEXT.to_bytes())


@pytest.mark.parametrize(
    "changes",
    [
        {"threshold": 0},
        {"threshold": 4},
        {"threshold": True},
        {"version": 0},
        {"keys": []},
        {"keys": ["AAAA"]},
        {"keys": ["?"]},
        {"keys": [base64.b64encode(bytes(32)).decode()] * 2},
        {"more": 1},
    ],
)
def test_trust_refuses_keys_that_make_no_sense(tmp_path: Path, changes: dict[str, Any]) -> None:
    data = json.dumps({**TRUSTED.to_json(), **changes}).encode()

    with pytest.raises(UpdateUnreadable):
        ProgramHome(tmp_path).trust(data)


# -- files --------------------------------------------------------------------------------------
def _change(path: str, data: bytes) -> Callable[[Path], None]:
    return lambda folder: (folder / "files" / path).write_bytes(data) and None


SPOILT: dict[str, Callable[[Path], None]] = {
    "changed": _change("_internal/lib.so.1.2", b"Library"),
    "longer": _change("sohoa", CONTENT["sohoa"] + b"x"),
    "shorter": _change("sohoa", CONTENT["sohoa"][:-1]),
    "much longer": _change("a.txt", bytes(5_000_000)),
    "gone": lambda folder: (folder / "files" / "a.txt").unlink(),
    "a folder": lambda folder: (
        (folder / "files" / "a.txt").unlink() or (folder / "files" / "a.txt").mkdir()
    ),
}


@pytest.mark.parametrize("how", SPOILT)
@pytest.mark.parametrize("as_zip", [False, True])
def test_stage_refuses_a_changed_file_and_leaves_nothing(
    tmp_path: Path, how: str, as_zip: bool
) -> None:
    where, source = home(tmp_path), bundle(tmp_path / "b")
    SPOILT[how](source)
    if as_zip:
        source = packed(source, tmp_path / "b.zip")

    with pytest.raises(UpdateChanged):
        staged(source, where)

    assert where.state().staged == ""
    assert where.state().accepted.sequence == 0
    assert list((where.folder / "versions").iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="symbolic links")
@pytest.mark.parametrize("what", ["files/sohoa", "files", "manifest.json"])
def test_stage_follows_no_link_of_a_bundle(tmp_path: Path, what: str) -> None:
    where, source = home(tmp_path), bundle(tmp_path / "b")
    aside = tmp_path / "aside"
    (source / what).rename(aside)
    (source / what).symlink_to(aside)

    with pytest.raises(UpdateError):
        staged(source, where)


@pytest.mark.parametrize(
    "path",
    [
        "../x", "a/../../x", "/etc/passwd", "a//b", "./a", "a/.", "", "a\\b", "C:/x", "c:x",
        "con", "NUL.txt", "a/com1", "a.", "a ", " a", "a\x00b", "a\nb", "a*", "e\u0301",
        "x" * 201, "a/" * 200 + "b", "a\u202eb", 7, None,
    ],
)  # fmt: skip
def test_read_manifest_refuses_paths_that_lead_elsewhere(path: object) -> None:
    row = {**file_row("x", b""), "path": path}
    data = json.dumps(manifest(files=[file_row("sohoa", b""), row], links=[])).encode()

    with pytest.raises(UpdateUnreadable):
        read_manifest(data)


@given(st.text(max_size=60))
def test_checked_path_stays_below_its_folder(path: str) -> None:
    try:
        found = checked_path(path)
    except UpdateUnreadable:
        return

    assert Path(os.path.normpath(f"/base/{found}")).is_relative_to("/base")
    assert ".." not in Path(found).parts


@pytest.mark.parametrize(
    "links",
    [
        [{"path": "l", "target": "/etc/passwd"}],
        [{"path": "l", "target": "../sohoa"}],
        [{"path": "_internal/l", "target": "../../x"}],
        [{"path": "l", "target": "_internal"}],
        [{"path": "l", "target": "m"}, {"path": "m", "target": "l"}],
        [{"path": "sohoa", "target": "a.txt"}],
        [{"path": "SOHOA", "target": "a.txt"}],
        [{"path": "../l", "target": "sohoa"}],
        [{"path": "sohoa/l", "target": "../a.txt"}],
        [{"path": "l", "target": ""}],
        [{"path": "l"}],
        "no list",
    ],
)
def test_read_manifest_refuses_links_that_lead_elsewhere(links: object) -> None:
    with pytest.raises(UpdateUnreadable):
        read_manifest(json.dumps(manifest(links=links)).encode())


def test_checked_target_gives_the_place_below_the_folder() -> None:
    assert checked_target("a/b/l", "../c/./x.so") == "a/c/x.so"


@pytest.mark.parametrize(
    "changes",
    [
        {"schema": "sohoa.update/2"},
        {"product": "other"},
        {"version": "0.2.0/../../x"},
        {"version": "abc"},
        {"sequence": 0},
        {"sequence": True},
        {"sequence": "7"},
        {"sequence": 2**31},
        {"made_at": "yesterday"},
        {"made_at": "2026-11-23T08:00:00"},
        {"expires_at": None},
        {"start": "other"},
        {"start": "a.txt"},
        {"files": []},
        {"files": "sohoa"},
        {"files": [file_row("sohoa", b""), file_row("SoHoa", b"")]},
        {"files": [file_row("sohoa", b""), file_row("sohoa/x", b"")]},
        {"files": [{**file_row("sohoa", b""), "size": -1}]},
        {"files": [{**file_row("sohoa", b""), "size": 2**40}]},
        {"files": [{**file_row("sohoa", b""), "size": 1.5}]},
        {"files": [{**file_row("sohoa", b""), "sha256": "00"}]},
        {"files": [{**file_row("sohoa", b""), "executable": "yes"}]},
        {"files": [{**file_row("sohoa", b""), "more": 1}]},
        {
            "files": [
                file_row("sohoa", b""),
                *({**file_row(f"f{n}", b""), "size": 2**31} for n in range(3)),
            ]
        },
        {"keys": {}},
        {"notes": "x" * 5000},
        {"unknown": 1},
    ],
)
def test_read_manifest_refuses_what_makes_no_sense(changes: dict[str, Any]) -> None:
    data = json.dumps(manifest(**changes)).encode()

    with pytest.raises(UpdateUnreadable):
        read_manifest(data)


@pytest.mark.parametrize(
    "data",
    [b"", b"[]", b"\xff", b"[" * 100_000, b'{"schema": 1, "schema": 2}', b"1" * 5000],
)
def test_read_manifest_refuses_what_is_no_object(data: bytes) -> None:
    with pytest.raises(UpdateUnreadable):
        read_manifest(data)


# -- bombs and broken archives ------------------------------------------------------------------
def test_open_bundle_refuses_what_is_no_archive(tmp_path: Path) -> None:
    (tmp_path / "b.zip").write_bytes(b"PK\x03\x04 no archive")

    with pytest.raises(UpdateUnreadable), open_bundle(tmp_path / "b.zip"):
        raise AssertionError


def test_open_bundle_refuses_a_name_that_stands_twice(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.writestr("manifest.json", b"{}")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("manifest.json", b"{}")

    with pytest.raises(UpdateUnreadable), open_bundle(tmp_path / "b.zip"):
        raise AssertionError


def test_check_stops_at_a_manifest_that_unpacks_too_far(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "b.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("manifest.json", b" " * (17 * 2**20))
        archive.writestr("signatures.json", b"{}")

    with pytest.raises(UpdateUnreadable):
        proved(tmp_path / "b.zip", home(tmp_path))


def test_stage_stops_at_a_file_that_unpacks_further_than_was_signed(tmp_path: Path) -> None:
    where, source = home(tmp_path), bundle(tmp_path / "b")
    packed(source, tmp_path / "b.zip")
    with (
        zipfile.ZipFile(tmp_path / "b.zip") as old,
        zipfile.ZipFile(tmp_path / "c.zip", "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, bytes(300 * 2**20) if name == "files/a.txt" else old.read(name))

    with pytest.raises(UpdateChanged):
        staged(tmp_path / "c.zip", where)


@pytest.mark.parametrize("place", [0.3, 0.5, 0.7, 0.9])
def test_stage_of_a_damaged_archive_tells_and_leaves_nothing(tmp_path: Path, place: float) -> None:
    where = home(tmp_path)
    data = bytearray(packed(bundle(tmp_path / "b"), tmp_path / "b.zip").read_bytes())
    middle = int(len(data) * place)
    data[middle : middle + 40] = os.urandom(40)
    (tmp_path / "b.zip").write_bytes(data)

    with pytest.raises(UpdateError):
        staged(tmp_path / "b.zip", where)

    assert where.state().staged == ""


def test_stage_without_room_on_the_disk_refuses_before_writing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = home(tmp_path)
    usage = shutil.disk_usage(tmp_path)._replace(free=1000)
    monkeypatch.setattr("app.updates.home.shutil.disk_usage", lambda _path: usage)

    with pytest.raises(UpdateNotWritten):
        staged(bundle(tmp_path / "b"), where)


# -- between staging and switching --------------------------------------------------------------
AFTER: dict[str, Callable[[Path], object]] = {
    "changed": lambda folder: (folder / "a.txt").write_bytes(b"x"),
    "more": lambda folder: (folder / "evil.so").write_bytes(b"x"),
    "gone": lambda folder: (folder / "a.txt").unlink(),
    "link gone": lambda folder: (folder / "_internal" / "lib.so").unlink(),
    "link turned": lambda folder: (
        (folder / "_internal" / "lib.so").unlink(),
        (folder / "_internal" / "lib.so").symlink_to("/etc/passwd"),
    ),
    "link for file": lambda folder: (
        (folder / "sohoa").unlink(),
        (folder / "sohoa").symlink_to("a.txt"),
    ),
    "folder turned": lambda folder: (
        shutil.rmtree(folder / "_internal"),
        (folder / "_internal").symlink_to("/usr/lib"),
    ),
}


@pytest.mark.parametrize("how", AFTER)
def test_switch_refuses_a_version_that_was_changed_since(tmp_path: Path, how: str) -> None:
    where = home(tmp_path)
    name = staged(bundle(tmp_path / "b"), where)
    AFTER[how](where.version_folder(name))

    with pytest.raises(UpdateChanged):
        where.switch()

    assert where.state().current == ""
    assert not (where.folder / "current").exists()


def test_switch_refuses_another_manifest_beside_the_version(tmp_path: Path) -> None:
    where = home(tmp_path)
    name = staged(bundle(tmp_path / "b"), where)
    other = manifest(files=[file_row("sohoa", b"evil")], links=[])
    (where.folder / "manifests" / f"{name}.json").write_text(json.dumps(other), "utf-8")
    (where.version_folder(name) / "sohoa").write_bytes(b"evil")

    with pytest.raises(UpdateChanged):
        where.switch()


def test_switch_with_nothing_staged_says_so(tmp_path: Path) -> None:
    with pytest.raises(UpdateNotStaged):
        home(tmp_path).switch()


@pytest.mark.skipif(sys.platform == "win32", reason="the link")
def test_settle_lets_the_link_follow_after_a_power_cut(tmp_path: Path) -> None:
    where = home(tmp_path)
    for sequence in (7, 8):
        staged(bundle(tmp_path / str(sequence), manifest(sequence=sequence)), where)
        where.switch()
    (where.folder / "current").unlink()
    (where.folder / "current").symlink_to("versions/7-0.2.0")

    where.settle()

    assert (where.folder / "current").resolve().name == "8-0.2.0"


@pytest.mark.parametrize("text", ["", "{}", '{"schema": 1}', "[1]", '{"current": "../x"}', "\x00"])
def test_state_that_is_damaged_accepts_nothing(tmp_path: Path, text: str) -> None:
    where = home(tmp_path)
    (where.folder / "state.json").write_text(text, "utf-8")

    with pytest.raises(UpdateUnreadable):
        staged(bundle(tmp_path / "b"), where)


def test_state_that_names_another_folder_is_refused(tmp_path: Path) -> None:
    where = home(tmp_path)
    staged(bundle(tmp_path / "b"), where)
    file = where.folder / "state.json"
    file.write_text(file.read_text("utf-8").replace("7-0.2.0", "../../etc"), "utf-8")

    with pytest.raises(UpdateUnreadable):
        where.switch()


@pytest.mark.skipif(sys.platform == "win32", reason="flock")
def test_stage_beside_another_one_at_work_is_refused(tmp_path: Path) -> None:
    import fcntl

    where = home(tmp_path)
    with (where.folder / "update.lock").open("ab") as held:
        fcntl.flock(held, fcntl.LOCK_EX)

        with pytest.raises(UpdateBusy):
            staged(bundle(tmp_path / "b"), where)


STAGE_AND_DIE = """
import os, sys
from pathlib import Path
from tests.updates.test_updates import staged
from app.updates import files, home
count = int(sys.argv[3])
real = os.fsync
def fsync(handle):
    global count
    count -= 1
    if count < 0:
        os._exit(9)
    real(handle)
os.fsync = fsync
staged(Path(sys.argv[1]), home.ProgramHome(Path(sys.argv[2])))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kills of Linux")
def test_stage_killed_anywhere_leaves_a_home_that_goes_on(tmp_path: Path) -> None:
    where, source = home(tmp_path), bundle(tmp_path / "b")
    codes = []
    for count in range(1, 14, 3):
        command = [sys.executable, "-c", STAGE_AND_DIE, str(source), str(where.folder), str(count)]
        codes.append(subprocess.run(command, cwd=ROOT, check=False, timeout=60).returncode)
        state = where.state()
        if state.staged:
            assert {p: (where.version_folder(state.staged) / p).read_bytes() for p in CONTENT}

    staged(source, where)
    state = where.switch()

    assert 9 in codes
    assert state.current == "7-0.2.0"
    assert {path.name for path in (where.folder / "versions").iterdir()} == {"7-0.2.0"}
