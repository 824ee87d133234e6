"""Results from the processing system by command: fetched, signed by both, returned, shown there."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from app.demo import receiver
from signing.trial.authority import OfficerProfile, TrialAuthority
from signing.trial.services import TrialServices
from tests.e2e.conftest import Sohoa
from tests.fakes.counter_station import BIRTH, small_pdf
from tests.receiver.receiver_process import ReceiverProcess

PASSWORD = "mat-khau-thu"
CODE = "H26.12-261008-0001"
_MAIN = Path(__file__).resolve().parents[2] / "main.py"


@pytest.fixture
def keys(tmp_path: Path, sohoa: Sohoa, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Options of a person and an agency; `sohoa` has cleared all settings before."""
    assert sohoa
    with TrialServices() as services:
        made = TrialAuthority.create(
            tmp_path / "ca", datetime.now(UTC), base_url=services.url, password=PASSWORD
        )
        services.publish(made)
        profile = OfficerProfile(common_name="UBND PHƯỜNG THỬ")
        agency = made.issue_p12(profile, PASSWORD, "agency.p12")
        pin = tmp_path / "pin"
        pin.write_text(PASSWORD, "utf-8")
        trust = tmp_path / "trust"
        trust.mkdir()
        (trust / "root.pem").write_bytes(made.root_pem.read_bytes())
        monkeypatch.setenv("SOHOA_TRUST_DIR", str(trust))
        monkeypatch.setenv("SOHOA_TIMESTAMP_URLS", made.timestamp_url)
        yield [
            *("--key", f"p12:{made.officer_p12}", "--pin-file", str(pin)),
            *("--agency-key", f"p12:{agency}", "--agency-pin-file", str(pin)),
        ]


def test_results_of_the_system_are_fetched_signed_and_returned(
    sohoa: Sohoa, keys: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "receiver" / "results" / "H26"
    folder.mkdir(parents=True)
    for number in range(2):
        name = f"H26.12-261008-000{number} quyết định.pdf"
        (folder / name).write_bytes(small_pdf([f"decision {number}"]))
    (folder / "z hỏng.pdf").write_bytes(b"%PDF-1.7 nothing")
    sohoa("dossier", "new", "--procedure", BIRTH, "--code", CODE)
    with receiver(tmp_path / "receiver") as url:
        monkeypatch.setenv("SOHOA_SERVER_URL", url)

        fetched = sohoa("results", "fetch", "--json")
        again = sohoa("results", "fetch", "--json")
        signed = sohoa("results", "sign", *keys, "--level", "b-t", "--json")
        sent = sohoa("results", "send", "--json")
        page = httpx.get(f"{url}/results", trust_env=False).text
    listed = sohoa("results", "list", "--json")
    checked = sohoa("store", "verify", "--json")

    assert fetched.code == 1
    assert sum("result" in file for file in fetched.report["files"]) == 2
    (refused,) = (file for file in fetched.report["files"] if "code" in file)
    assert again.report["files"] == [refused]
    assert (signed.report["published"], signed.report["signatures"]) == (4, 4), signed.report
    assert (sent.code, sent.report["acked"]) == (0, 2), sent.out
    assert {row["origin"] for row in listed.report["results"]} == {"system"}
    assert [bool(row["dossier"]) for row in listed.report["results"]] == [False, True]
    assert page.count("Đã ký và trả") == 2
    assert page.count("UBND PHƯỜNG THỬ") == 2
    assert page.count("B-T") == 4
    assert checked.report["findings"] == []


def test_results_fetch_killed_before_the_acknowledgement_takes_nothing_twice(
    sohoa: Sohoa, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rules = [{"match": {"path_regex": "/taken$", "nth": 1}, "action": {"delay_s": 600.0}}]
    chaos = tmp_path / "chaos.json"
    chaos.write_text(json.dumps(rules))
    process = ReceiverProcess(tmp_path / "data", ["--chaos", str(chaos)]).start()
    try:
        (process.data / "results" / "quyết định.pdf").write_bytes(small_pdf(["decision"]))
        monkeypatch.setenv("SOHOA_SERVER_URL", process.url)
        sohoa("store", "verify", "--json")
        fetching = subprocess.Popen(
            [sys.executable, str(_MAIN), "results", "fetch"], stdout=subprocess.DEVNULL
        )
        taken_in = wait_for_result(tmp_path / "station" / "store.db", fetching)
        fetching.kill()
        fetching.wait()
        still_waiting = httpx.get(f"{process.url}/v1/results", trust_env=False).json()

        again = sohoa("results", "fetch", "--json")
        left = httpx.get(f"{process.url}/v1/results", trust_env=False).json()
    finally:
        process.kill()
    listed = sohoa("results", "list", "--json")
    checked = sohoa("store", "verify", "--json")

    assert taken_in
    assert len(still_waiting["results"]) == 1
    assert [file.get("known") for file in again.report["files"]] == [True]
    assert left["results"] == []
    assert len(listed.report["results"]) == 1
    assert checked.report["findings"] == []


def wait_for_result(database: Path, fetching: subprocess.Popen[bytes]) -> bool:
    """Whether a running command has taken a result in, within a generous bound."""
    for _ in range(600):
        with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as store:
            if store.execute("SELECT count(*) FROM result").fetchone()[0]:
                return True
        if fetching.poll() is not None:
            return False
        time.sleep(0.1)
    return False


def test_results_fetch_without_a_server_says_so(sohoa: Sohoa) -> None:
    outcome = sohoa("results", "fetch", "--json")

    assert outcome.code != 0
    assert outcome.report["error"]["code"] == "delivery.not_configured"
