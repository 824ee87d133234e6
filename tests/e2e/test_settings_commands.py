"""`sohoa settings`: looked at, changed, checked, provisioned by the administrator's file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.bootstrap import setting_places
from app.bootstrap.setting_places import machine_file
from app.command_rights import STATION_RIGHTS
from app.domain.officer import Right
from app.store.opening import open_store
from tests.e2e.conftest import Sohoa


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The administrator's file of this machine, elsewhere than /etc."""
    file = tmp_path / "machine.json"
    monkeypatch.setattr(setting_places, "machine_file", lambda: file)
    return file


def test_set_get_unset_and_list(sohoa: Sohoa, machine: Path, tmp_path: Path) -> None:
    changed = sohoa("settings", "set", "retention_days", "12,5")
    found = sohoa("settings", "get", "retention_days", "--json").report
    listed = {row["name"]: row for row in sohoa("settings", "--json").report["settings"]}
    sohoa("settings", "unset", "retention_days")

    assert "✓ retention_days = 12.5 ngày" in changed.out
    assert (found["value"], found["scope"], found["locked"]) == (12.5, "station", False)
    assert listed["retention_days"]["value"] == 12.5
    assert listed["jobs"]["scope"] == "environment"
    assert json.loads((tmp_path / "settings.json").read_text("utf-8")) == {}


def test_switches_are_set_in_vietnamese_too(sohoa: Sohoa, machine: Path) -> None:
    assert sohoa("settings", "set", "owe_time", "không", "--json").report["value"] is False


def test_wrong_value_says_what_would_be_right(sohoa: Sohoa, machine: Path) -> None:
    outcome = sohoa("settings", "set", "text_percent", "300")

    assert outcome.code == 1
    assert "Từ 100 đến 200 %" in outcome.out
    assert "settings.invalid" in outcome.err
    assert sohoa("settings", "get", "khong-co").code == 1


def test_machine_file_provisions_silently_and_its_locks_hold(
    sohoa: Sohoa, machine: Path, tmp_path: Path
) -> None:
    machine.write_text('{"server_url": "https://a.vn", "jobs": 2, "locked": ["server_url"]}')

    refused = sohoa("settings", "set", "server_url", "https://b.vn", "--json")
    got = sohoa("settings", "get", "server_url")

    assert (refused.code, refused.report["error"]["code"]) == (1, "settings.locked")
    assert "🔒" in got.out
    assert "Quản trị đã khóa" in got.out
    assert not (tmp_path / "settings.json").exists()


def test_data_folder_that_is_locked_cannot_be_named_on_the_line(
    sohoa: Sohoa, machine: Path, tmp_path: Path
) -> None:
    machine.write_text('{"locked": ["data_dir"]}')

    outcome = sohoa("--data", tmp_path / "else", "doctor")

    assert outcome.code == 2
    assert "settings.locked" in outcome.err


@pytest.mark.expects_log_warnings
def test_check_and_doctor_work_with_broken_files(
    sohoa: Sohoa, machine: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine.write_text("{")
    (tmp_path / "settings.json").write_text('{"look": "blau", "later": 1}', "utf-8")

    checked = sohoa("settings", "check", "--json")
    refused = sohoa("dossier", "list")
    mended = sohoa("settings", "set", "look", "dark")

    assert checked.code == 1
    assert [(each["scope"], each["flaw"]) for each in checked.report["troubles"]] == [
        ("machine", "file_broken"),
        ("station", "unknown"),
        ("station", "no_choice"),
    ]
    assert refused.code == 2
    assert mended.code == 0


def test_change_is_audited_where_there_is_a_store(
    sohoa: Sohoa, machine: Path, tmp_path: Path
) -> None:
    sohoa("dossier", "new")

    outcome = sohoa("settings", "set", "organ_name", "UBND xã Hoằng Lộc")

    store, _vault = open_store(tmp_path / "station", clock=lambda: "2026-01-01T00:00:00+00:00")
    acts = [entry.act for entry in store.audit_entries()]
    store.close()
    assert outcome.code == 0
    assert ("settings.changed", "organ_name") in [(act.action, act.object_id) for act in acts]
    assert not any("Hoằng Lộc" in str(act) for act in acts)


def test_changing_needs_an_administrator() -> None:
    assert STATION_RIGHTS["settings set"] is Right.SET_UP
    assert STATION_RIGHTS["settings unset"] is Right.SET_UP


def test_no_variable_leads_to_another_machine_file(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("XDG_CONFIG_DIRS", "SOHOA_SETTINGS", "SOHOA_MACHINE_SETTINGS", "PROGRAMDATA"):
        monkeypatch.setenv(name, "/tmp/else")

    assert machine_file("linux") == Path("/etc/sohoa/settings.json")
