"""What the machine has: doctor and devices, with and without a scanner."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.store.opening import open_store
from tests.e2e.conftest import Sohoa


@pytest.fixture
def no_scanner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "sane"
    folder.mkdir()
    (folder / "dll.conf").write_text("", "ascii")
    monkeypatch.setenv("SOHOA_SANE_CONFIG_DIR", str(folder))


@pytest.mark.usefixtures("no_scanner")
def test_devices_without_a_scanner_says_what_to_do(sohoa: Sohoa) -> None:
    outcome = sohoa("devices")

    assert outcome.code == 0
    assert "Không tìm thấy máy quét" in outcome.out
    assert sohoa("devices", "--json").report == {"devices": []}


@pytest.mark.usefixtures("no_scanner")
def test_devices_while_the_window_has_the_store_still_answers(sohoa: Sohoa, tmp_path: Path) -> None:
    store, _ = open_store(tmp_path / "station", clock=lambda: "2026-01-01T00:00:00+00:00")

    outcome = sohoa("devices", "--json")

    store.close()
    assert outcome.code == 0


@pytest.mark.usefixtures("no_scanner")
def test_doctor_without_a_scanner_names_the_remedy_but_can_work(sohoa: Sohoa) -> None:
    checks = {check["name"]: check for check in sohoa("doctor", "--json").report["checks"]}

    assert checks["python"]["good"]
    assert checks["data"]["good"]
    assert not checks["scanner"]["good"]
    assert checks["scanner"]["remedy"]
    assert not checks["scanner"]["required"]
    assert not checks["server"]["good"]


def test_doctor_without_a_model_fails_with_the_line_to_run(
    sohoa: Sohoa, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, no_scanner: None
) -> None:
    empty = tmp_path / "tessdata"
    empty.mkdir()
    monkeypatch.setenv("SOHOA_TESSDATA_DIR", str(empty))

    outcome = sohoa("doctor", "--json")

    checks = {check["name"]: check for check in outcome.report["checks"]}
    assert outcome.code == 1
    assert "apt-get install" in checks["ocr"]["remedy"]


@pytest.mark.usefixtures("no_scanner")
def test_scan_unknown_device_ends_with_the_scanner_error(sohoa: Sohoa) -> None:
    dossier = sohoa("dossier", "new", "--json").report["dossier"]

    outcome = sohoa("scan", "--device", "sane:none:0", "--dossier", dossier, "--json")

    assert outcome.code == 1
    assert outcome.report["error"]["code"].startswith("scan.")


def test_settings_file_that_is_no_json_exits_two(sohoa: Sohoa, tmp_path: Path) -> None:
    (tmp_path / "settings.json").write_text("{", "utf-8")

    outcome = sohoa("devices")

    assert outcome.code == 2
    assert "settings.invalid" in outcome.err
