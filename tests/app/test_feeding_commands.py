"""Commands that scan: what people read, what programs read, and the exit codes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.bootstrap import scanners
from app.bootstrap.starting import main
from app.scanning.fake import FEEDER_ID, FLATBED_ID, FakeScanner, jam_on_sheet

Run = Callable[..., tuple[int, dict[str, Any]]]


def sheets(count: int, tag: str = "") -> list[bytes]:
    return [b"\x89PNG " + f"{tag}{number}".encode() for number in range(1, count + 1)]


@pytest.fixture
def scanner(monkeypatch: pytest.MonkeyPatch) -> FakeScanner:
    """The scanner of this machine; no hardware is looked for."""
    machine = FakeScanner([])
    monkeypatch.setattr(scanners, "scanner_families", lambda *_, **__: {"fake": machine})
    return machine


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.setenv("SOHOA_SETTINGS", str(tmp_path / "none.json"))
    monkeypatch.setenv("SOHOA_STATION_KEY_PLACE", "file")

    def call(*words: str) -> tuple[int, dict[str, Any]]:
        code = main(["--data", str(tmp_path / "station"), *words, "--json"])
        return code, json.loads(capsys.readouterr().out)

    return call


def opened(run: Run) -> str:
    return str(run("dossier", "new")[1]["dossier"])


def test_scan_jam_tells_saved_pages_error_and_sheet_then_goes_on(
    run: Run, scanner: FakeScanner
) -> None:
    scanner.load(sheets(3))
    scanner._faults.append(jam_on_sheet(3))
    home = opened(run)
    order = ("scan", "--device", FEEDER_ID, "--dossier", home)

    code, told = run(*order, "--expect", "3")
    again, rest = run(*order)

    assert code == 1
    assert [page["sheet"] for page in told["pages"]] == [1, 2]
    assert told["error"]["code"] == "scan.jam"
    assert "kẹt giấy" in told["error"]["message"]
    assert told["next_sheet"] == 3
    assert told["count"] == {"expected": 3, "found": 2, "notes": 0, "agrees": False}
    assert again == 0
    assert [page["sheet"] for page in rest["pages"]] == [3]
    assert rest["count"]["agrees"]


def test_scan_both_sides_by_hand_in_two_commands(run: Run, scanner: FakeScanner) -> None:
    home = opened(run)
    order = ("scan", "--device", FEEDER_ID, "--dossier", home)
    scanner.load(sheets(2, "front "))
    run(*order, "--side", "fronts")
    scanner.load(sheets(2, "back "))

    code, _ = run(*order, "--side", "backs")

    assert code == 0
    listed = run("page", "list", home)[1]["pages"]
    assert [page["seq"] for page in listed] == [1, 4, 2, 3]


def test_scan_backs_that_are_too_few_says_so_and_keeps_all(run: Run, scanner: FakeScanner) -> None:
    home = opened(run)
    order = ("scan", "--device", FEEDER_ID, "--dossier", home)
    scanner.load(sheets(3, "front "))
    run(*order, "--side", "fronts")
    scanner.load(sheets(2, "back "))

    code, told = run(*order, "--side", "backs")
    scanner.load(sheets(1, "late "))
    late, _ = run(*order, "--side", "backs")

    assert (code, told["error"]["code"]) == (1, "feeding.sides_differ")
    assert late == 0
    listed = run("page", "list", home)[1]["pages"]
    assert [page["seq"] for page in listed] == [1, 6, 2, 5, 3, 4]


def test_scan_replace_and_note_and_behind(run: Run, scanner: FakeScanner) -> None:
    home = opened(run)
    order = ("scan", "--device", FEEDER_ID, "--dossier", home)
    scanner.load(sheets(2))
    run(*order)
    scanner.load(sheets(3, "new "))

    replaced = run(*order, "--replace", "1")[1]
    noted = run(*order, "--note-of", "2")[1]
    behind = run(*order, "--behind", "1")[1]

    assert replaced["pages"][0]["sheet"] == 1
    assert noted["pages"][0]["note_of"]
    assert [page["seq"] for page in run("page", "list", home)[1]["pages"]] == [3, 5, 2, 4]
    assert behind["count"]["found"] == 3


def test_scan_too_coarse_is_refused_with_the_reason(run: Run, scanner: FakeScanner) -> None:
    scanner.load(sheets(1))

    code, told = run(
        "scan", "--device", FEEDER_ID, "--dossier", opened(run), "--dpi", "150"
    )  # fmt: skip

    assert code == 1
    assert told["error"]["code"] == "scan.too_coarse"
    assert scanner.has_paper(FEEDER_ID)


def test_scan_wait_on_glass_says_that_it_does_not_tell(run: Run, scanner: FakeScanner) -> None:
    code, told = run("scan", "--device", FLATBED_ID, "--dossier", opened(run), "--wait")

    assert (code, told["error"]["code"]) == (1, "scan.paper_unsensed")


@pytest.mark.usefixtures("scanner")
def test_count_is_accepted_with_a_reason_only(run: Run) -> None:
    home = opened(run)

    differs = run("count", home, "--expect", "4")
    refused = run("count", home, "--accept", "ừ")
    accepted = run("count", home, "--accept", "chỉ có bản điện tử")

    assert (differs[0], differs[1]["agrees"]) == (1, False)
    assert (refused[0], refused[1]["error"]["code"]) == (1, "review.reason_missing")
    assert (accepted[0], accepted[1]["agrees"]) == (0, True)


@pytest.mark.usefixtures("scanner")
def test_profiles_are_kept_listed_and_removed(run: Run) -> None:
    saved = run("profiles", "save", "Thẻ", "--paper", "id1", "--dpi", "600", "--like", "flatbed")
    names = [each["name"] for each in run("profiles", "list")[1]["profiles"]]
    run("profiles", "remove", "Thẻ")
    after = [each["name"] for each in run("profiles", "list")[1]["profiles"]]

    assert saved[1]["profile"]["paper"] == "id1"
    assert saved[1]["profile"]["max_pages"] == 1
    assert "Thẻ" in names
    assert "Thẻ" not in after


@pytest.mark.usefixtures("scanner")
def test_locked_profiles_cannot_be_added(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = tmp_path / "given.json"
    given.write_text('{"mode": "lock", "profiles": [{"name": "auto"}]}', "utf-8")
    monkeypatch.setenv("SOHOA_SCAN_PROFILES", str(given))

    refused = run("profiles", "save", "mine")
    listed = run("profiles", "list")[1]

    assert (refused[0], refused[1]["error"]["code"]) == (1, "profile.locked")
    assert listed["locked"]
    assert [each["name"] for each in listed["profiles"]] == ["auto"]
