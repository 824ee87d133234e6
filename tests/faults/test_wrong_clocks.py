"""The clock of the machine is ten years off, in either direction, under a real station."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from app.store.opening import open_store
from tests.fakes.counter_station import CounterStation
from tests.fakes.ready_dossiers import queue_bytes
from tests.receiver.receiver_process import ReceiverProcess

CHILD = Path(__file__).with_name("clock_child.py")
TEN_YEARS = {"ten years ahead": "+3652d", "ten years behind": "-3652d"}
BOUND_S = 120

pytestmark = [
    pytest.mark.skipif(shutil.which("faketime") is None, reason="faketime is not installed"),
]


@pytest.fixture(scope="module")
def receiver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ReceiverProcess]:
    data = tmp_path_factory.mktemp("clocks") / "data"
    running = ReceiverProcess(data, ["--accept-unsigned"]).start()
    yield running
    running.kill()


def queue(root: Path) -> None:
    store, vault = open_store(root, clock=lambda: datetime.now(UTC).isoformat())
    counter = CounterStation()
    station = replace(
        counter.station,
        store=store,
        vault=vault,
        random_bits=secrets.randbits,
        now=lambda: datetime.now(UTC),
    )
    queue_bytes(station, {"tờ khai": os.urandom(70_000)})
    store.close()


def work(root: Path, url: str, clock: str) -> dict[str, Any]:  # JSON has no static shape
    command = [sys.executable, str(CHILD), str(root), url]
    command = ["faketime", "-f", clock, *command] if clock else command
    # Waits and back-offs run by a clock that nobody sets; only the clock on the wall is turned.
    environment = {**os.environ, "FAKETIME_DONT_FAKE_MONOTONIC": "1"}
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=BOUND_S, check=False, env=environment
    )
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout.splitlines()[-1]))


@pytest.mark.parametrize("clock", TEN_YEARS.values(), ids=TEN_YEARS.keys())
def test_wrong_clock_sends_all_and_says_that_it_is_wrong(
    receiver: ReceiverProcess, tmp_path: Path, clock: str
) -> None:
    queue(tmp_path / "store")

    told = work(tmp_path / "store", receiver.url, clock)

    assert abs(told["year"] - datetime.now(UTC).year) >= 9
    assert told["states"] == ["acked"]
    assert told["told"] == ["delivery.clock_off"]
    assert told["findings"] == []


@pytest.mark.parametrize("clock", TEN_YEARS.values(), ids=TEN_YEARS.keys())
def test_clock_that_jumps_after_the_receipt_erases_nothing(
    receiver: ReceiverProcess, tmp_path: Path, clock: str
) -> None:
    queue(tmp_path / "store")
    before = work(tmp_path / "store", receiver.url, "")

    jumped = work(tmp_path / "store", receiver.url, clock)
    right_again = work(tmp_path / "store", receiver.url, "")

    assert before["states"] == jumped["states"] == right_again["states"] == ["acked"]
    assert jumped["findings"] == right_again["findings"] == []
