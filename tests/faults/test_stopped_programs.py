"""Programs that are stopped in the middle and go on later, as when a laptop sleeps."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from app.store.opening import open_store
from tests.fakes.counter_station import CounterStation
from tests.fakes.fault_proxy import FaultProxy
from tests.fakes.ready_dossiers import queue_bytes
from tests.receiver.receiver_process import ReceiverProcess

CHILD = Path(__file__).with_name("stopped_child.py")
MIB = 2**20
FILE_MIB = 24
PATIENCE_S, BOUND_S = 60.0, 150
TIMEOUT_S, STOPPED_S, STEPS = 8.0, 9.0, 40

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no such signals")


def wait_until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_job_of_a_station_that_was_stopped_longer_than_its_time_is_not_given_up(
    tmp_path: Path,
) -> None:
    at_work = tmp_path / "at work"
    command = [sys.executable, str(CHILD), str(at_work), str(TIMEOUT_S), str(STEPS)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as station:
        wait_until(lambda: at_work.exists() and bool(at_work.read_text()))
        both = (station.pid, int(at_work.read_text()))
        for pid in both:
            os.kill(pid, signal.SIGSTOP)
        time.sleep(STOPPED_S)
        for pid in reversed(both):
            os.kill(pid, signal.SIGCONT)
        said, _ = station.communicate(timeout=BOUND_S)

    assert said.split() == ["done"]


def test_worker_that_is_stopped_alone_is_given_up_and_the_station_goes_on(tmp_path: Path) -> None:
    at_work = tmp_path / "at work"
    command = [sys.executable, str(CHILD), str(at_work), "5", "10000"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as station:
        wait_until(lambda: at_work.exists() and bool(at_work.read_text()))
        worker = int(at_work.read_text())
        os.kill(worker, signal.SIGSTOP)
        said, _ = station.communicate(timeout=BOUND_S)

    assert said.split() == ["job.timeout"]
    assert not Path(f"/proc/{worker}").exists()


@pytest.fixture
def queued(tmp_path: Path) -> Path:
    """A store with one large dossier to be sent."""
    counter = CounterStation()
    store, vault = open_store(tmp_path / "store", clock=counter.station.stamp)
    station = replace(counter.station, store=store, vault=vault, random_bits=secrets.randbits)
    queue_bytes(station, {"tờ khai": os.urandom(FILE_MIB * MIB)})
    store.close()
    return tmp_path / "store"


def forget_all_but_the_key(data: Path) -> None:
    """Dossiers, uploads and rows are gone; with another key no receipt would be believed."""
    for path in data.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        elif path.name != "receipt-key.pem":
            path.unlink()


@pytest.mark.parametrize("lost", [False, True], ids=["server kept it", "server lost it"])
def test_upload_that_was_stopped_ends_with_one_dossier_at_the_server(
    queued: Path, tmp_path: Path, lost: bool
) -> None:
    receiver = ReceiverProcess(tmp_path / "receiver", ["--accept-unsigned"]).start()
    try:
        with FaultProxy(receiver.port) as proxy:
            command = [sys.executable, "-m", "benchmarks.upload_child", str(queued), proxy.url]
            with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as station:
                wait_until(lambda: sum(each.method == "PATCH" for each in proxy.log) >= 2)
                os.kill(station.pid, signal.SIGSTOP)
                receiver.kill()
                if lost:
                    forget_all_but_the_key(receiver.data)
                proxy.target_port = receiver.start().port
                os.kill(station.pid, signal.SIGCONT)
                said, _ = station.communicate(timeout=BOUND_S)
            held = [path for path in (receiver.data / "files").rglob("*") if path.is_file()]
    finally:
        receiver.kill()

    assert json.loads(said)["trouble"] == ""
    assert [path.stat().st_size for path in held] == [FILE_MIB * MIB]


@pytest.mark.parametrize("signing", [False, True], ids=["scan", "sign"])
def test_work_that_is_stopped_again_and_again_loses_nothing(signing: bool) -> None:
    work = "sign" if signing else "scan"
    command = [sys.executable, "-m", "benchmarks.faults.stops", "--only", work, "--stops", "3"]

    done = subprocess.run(command, capture_output=True, text=True, timeout=BOUND_S, check=False)

    assert done.returncode == 0, done.stderr
    assert f"| {work} | 3 |" in done.stdout
