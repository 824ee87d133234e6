"""From the publisher's tool to the command at the station, with a folder in a program's place."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from app.bootstrap.wiring import Wiring
from app.cli import parse, run
from app.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
SIGN = str(ROOT / "packaging" / "sign-update")


def published(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, SIGN, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


def good(*arguments: object) -> str:
    done = published(*arguments)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def publisher(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with keys, and bundles 7 and 8 of two programs, signed by two of three."""
    folder = tmp_path_factory.mktemp("publisher")
    for name in "abc":
        for command in (
            ["genpkey", "-algorithm", "ed25519", "-out", f"{name}.pem"],
            ["pkey", "-in", f"{name}.pem", "-pubout", "-out", f"{name}.pub"],
        ):
            subprocess.run(["openssl", *command], cwd=folder, check=True, capture_output=True)
    publics = [folder / f"{name}.pub" for name in "abc"]
    good("keys", *publics, "--threshold", 2, "-o", folder / "keys.json")
    for number in (7, 8):
        program = folder / f"program-{number}"
        (program / "_internal").mkdir(parents=True)
        (program / "sohoa").write_text(f'#!/bin/sh\necho "version {number}: $*"\n', "utf-8")
        (program / "sohoa").chmod(0o755)
        (program / "_internal" / "lib.so.1").write_bytes(b"library")
        (program / "_internal" / "lib.so").symlink_to("lib.so.1")
        made = folder / f"bundle-{number}"
        good("make", program, "-o", made, "--sequence", number, "--version", f"0.{number}.0")
        for name in "ab":
            good("sign", made, "--key", folder / f"{name}.pem")
    return folder


@pytest.fixture
def wiring(tmp_path: Path) -> Wiring:
    return Wiring(Settings(data_dir=tmp_path / "kho", station_key_place="file"), {})


class Station:
    """Runs `sohoa update …` on one machine."""

    def __init__(self, home: Path, wiring: Wiring, capsys: pytest.CaptureFixture[str]) -> None:
        self.home, self._wiring, self._capsys = home, wiring, capsys

    def __call__(self, *words: object) -> tuple[int, Any]:
        arguments = ["update", *map(str, words), "--home", str(self.home), "--json"]
        code = run(parse(arguments), self._wiring)
        return code, json.loads(self._capsys.readouterr().out)


@pytest.fixture
def update(tmp_path: Path, wiring: Wiring, capsys: pytest.CaptureFixture[str]) -> Station:
    return Station(tmp_path / "home", wiring, capsys)


def test_look_counts_signatures(publisher: Path, tmp_path: Path) -> None:
    lone = tmp_path / "lone"
    good("make", publisher / "program-7", "-o", lone, "--sequence", 9)
    good("sign", lone, "--key", publisher / "a.pem")

    enough = published("look", publisher / "bundle-7", "--keys", publisher / "keys.json")
    few = published("look", lone, "--keys", publisher / "keys.json")

    assert (enough.returncode, few.returncode) == (0, 1)
    assert "1 of 2 signatures" in few.stdout


def test_sign_refuses_what_no_station_would_read(publisher: Path, tmp_path: Path) -> None:
    spoilt = tmp_path / "spoilt"
    shutil.copytree(publisher / "bundle-7", spoilt, symlinks=True)
    text = (spoilt / "manifest.json").read_text("utf-8")
    (spoilt / "manifest.json").write_text(text.replace('"path": "sohoa"', '"path": "../x"'))

    done = published("sign", spoilt, "--key", publisher / "a.pem")

    assert done.returncode == 1
    assert "UpdateUnreadable" in done.stderr


def test_update_goes_from_the_stick_to_use_and_back(publisher: Path, update: Station) -> None:
    packed = update.home.with_name("8.zip")
    good("pack", publisher / "bundle-8", "-o", packed)

    trusted = update("trust", publisher / "keys.json")
    first = [update("stage", publisher / "bundle-7"), update("switch")]
    looked = update("check", packed)
    second = [update("stage", packed), update("switch")]
    older = update("check", publisher / "bundle-7")
    back = update("back")
    again = update("back")
    status = update("status")

    assert trusted[0] == 0
    assert len(trusted[1]["keys"]) == 3
    assert [code for code, _ in (*first, looked, *second)] == [0] * 5
    assert looked[1]["sequence"] == 8
    assert second[1][1]["current"] == "8-0.8.0"
    assert (older[0], older[1]["error"]["code"]) == (1, "update.rollback")
    assert (back[0], back[1]["current"]) == (0, "7-0.7.0")
    assert (again[0], again[1]["error"]["code"]) == (1, "update.not_staged")
    assert (status[1]["previous"], status[1]["sequence"]) == ("", 8)


@pytest.mark.parametrize("words", [["check", "lost"], ["stage", "lost"], ["trust", "lost"]])
def test_update_without_a_file_says_so(update: Station, publisher: Path, words: list[str]) -> None:
    update("trust", publisher / "keys.json")

    code, told = update(*words)

    assert code == 1
    assert told["error"]["code"] == "update.unreadable"


def test_switch_waits_for_open_dossiers(
    publisher: Path, update: Station, wiring: Wiring, capsys: pytest.CaptureFixture[str]
) -> None:
    run(parse(["dossier", "new", "--code", "DO-DANG"]), wiring)
    capsys.readouterr()
    update("trust", publisher / "keys.json")
    update("stage", publisher / "bundle-7")

    waits = update("switch")
    anyway = update("switch", "--with-open")

    assert (waits[0], waits[1]["error"]["code"]) == (1, "update.busy")
    assert (anyway[0], anyway[1]["current"]) == (0, "7-0.7.0")
    with wiring.station() as station:
        acts = [entry.act for entry in station.store.audit_entries()]
    assert [act.note for act in acts if act.action == "program.switched"] == ["7-0.7.0"]


def test_switch_waits_for_a_window_that_is_open(
    publisher: Path, update: Station, wiring: Wiring
) -> None:
    update("trust", publisher / "keys.json")
    with wiring.station():
        staged = update("stage", publisher / "bundle-7")
        waits = update("switch")

    assert staged[0] == 0
    assert (waits[0], waits[1]["error"]["code"]) == (1, "store.in_use")
    assert update("switch")[0] == 0


def test_update_outside_of_a_folder_of_versions_asks_for_it(
    wiring: Wiring, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(parse(["update", "status"]), wiring) == 2
    assert "[use.wrong]" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform == "win32", reason="a script of the shell")
def test_launcher_switches_first_and_starts_what_is_in_use(
    publisher: Path, update: Station
) -> None:
    update("trust", publisher / "keys.json")
    update("stage", publisher / "bundle-7")
    update("switch")
    update("stage", publisher / "bundle-8")
    launcher = update.home / "sohoa-start"
    shutil.copy(ROOT / "packaging" / "sohoa-start", launcher)

    done = subprocess.run([launcher, "doctor"], capture_output=True, text=True, check=True)

    lines = done.stdout.splitlines()
    assert lines[0] == f"version 7: update switch --home {update.home.resolve()}"
    assert lines[1] == "version 7: doctor"
