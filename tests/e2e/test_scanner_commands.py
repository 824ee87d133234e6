"""`sohoa scanners` as an administrator runs it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from benchmarks.capture_faults_escl import sheets
from tests.fakes.escl_server import MODEL, UUID, EsclServer
from tests.fakes.server_identity import server_identity

Sohoa = Callable[..., Any]
DEVICE = f"escl:{UUID}"


@pytest.fixture
def quiet_station(sohoa: Sohoa, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Sohoa:
    """A station without drivers of the machine it runs on."""
    (tmp_path / "none").mkdir()
    (tmp_path / "none" / "dll.conf").touch()
    monkeypatch.setenv("SOHOA_SANE_CONFIG_DIR", str(tmp_path / "none"))
    return sohoa


def test_scanners_add_list_test_remove(quiet_station: Sohoa) -> None:
    with EsclServer(sheets(1)) as server:
        added = quiet_station("scanners", "add", f"127.0.0.1:{server.port}", "--json")
        listed = quiet_station("scanners", "--json")
        tried = quiet_station("scanners", "test", DEVICE, "--json")
        removed = quiet_station("scanners", "remove", DEVICE)
        left = quiet_station("scanners", "list", "--json")

    assert added.report["scanner"]["id"] == DEVICE
    row = listed.report["scanners"][0]
    assert (row["family"], row["model"], row["here"]) == ("eSCL", MODEL, True)
    assert row["addresses"] == [server.url]
    assert tried.report["sources"] == ["feeder", "feeder_duplex", "flatbed"]
    assert removed.code == 0
    assert left.report["scanners"] == []


def test_scanners_trust_needs_the_fingerprint_typed(quiet_station: Sohoa, tmp_path: Path) -> None:
    with EsclServer(sheets(1), identity=server_identity(tmp_path)) as server:
        device = quiet_station("scanners", "add", server.url, "--json").report["scanner"]["id"]
        refused = quiet_station("scanners", "test", device)
        shown = quiet_station("scanners", "trust", device, "--json").report
        wrong = quiet_station("scanners", "trust", device, "--fingerprint", "AB" * 32)
        typed = shown["fingerprint"].lower().replace(" ", ":")
        trusted = quiet_station("scanners", "trust", device, "--fingerprint", typed, "--json")
        tried = quiet_station("scanners", "test", device)

    assert (refused.code, "[scan.untrusted]" in refused.err) == (1, True)
    assert shown["confirmed"] is False
    assert wrong.code == 2
    assert trusted.report["confirmed"] is True
    assert tried.code == 0


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("add", "ftp://192.0.2.7"), "scan.bad_answer"),
        (("add", "127.0.0.1:9"), "scan.no_scanner"),
        (("test", "escl:nobody"), "scan.no_scanner"),
        (("remove", f"escl:{UUID}"), "scan.no_scanner"),
    ],
)
def test_scanners_wrong_name_is_told(
    quiet_station: Sohoa, arguments: tuple[str, ...], code: str
) -> None:
    outcome = quiet_station("scanners", *arguments)

    assert outcome.code == 1
    assert f"[{code}]" in outcome.err
