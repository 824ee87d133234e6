"""What the station makes of a token's process that talks nonsense, and the other way round."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

import app.token_host
from app.key_child import Child
from app.token_host import HostPatience, TokenHost
from signing.errors import PinNeeded, SigningError, TokenCrashed, TokenFailed
from signing.identities import Mechanism
from signing.keys.module_trust import AllowedModule
from signing.requests import Pkcs11Source
from tests.shim.faulty_tokens import ONE, PIN
from tests.shim.token_fixtures import built_shim, shim
from tests.shim.token_shim import Shim
from tests.signing.keys.proofs import DATA

__all__ = ["built_shim", "shim"]
WAIT_S = 30.0
PATIENCE = HostPatience(state_s=WAIT_S, unlock_s=WAIT_S, sign_s=WAIT_S, stop_s=5.0, poll_s=0.1)

SPOILT_CHILD = """
import json, sys
from io import FileIO
from app.token_wire import receive, send
into, out = FileIO(0, "rb", closefd=False), FileIO(1, "wb", closefd=False)
while True:
    number = receive(into)["id"]
    for frame in json.loads(sys.argv[1]):
        repeated = frame.pop("times", 1)
        for _ in range(repeated):
            send(out, {**frame, "id": number + frame["id"]} if "id" in frame else frame)
"""
"""Answers every request with the frames it was told; ids count from the one that was asked."""


@pytest.fixture
def spoilt(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[TokenHost]]:
    opened: list[TokenHost] = []
    # The command is the one thing of the host that a test has to exchange: it starts our child.
    monkeypatch.setattr(app.token_host, "HOST_COMMAND", (sys.executable, "-c", SPOILT_CHILD))
    yield opened
    for host in opened:
        host.close()


def talking(spoilt: list[TokenHost], frames: object) -> TokenHost:
    host = TokenHost(AllowedModule(Path(json.dumps(frames)), ""), {}, patience=PATIENCE)
    spoilt.append(host)
    return host


@pytest.mark.parametrize(
    ("frames", "expected"),
    [
        ([{"id": 0}], TokenFailed),
        ([{"id": 0, "ok": 5}], TokenFailed),
        ([{"id": 0, "ok": {"states": 5}}], TokenFailed),
        ([{"id": 0, "ok": {"states": [{"color": 1}]}}], TokenFailed),
        ([{"id": 0, "error": "PIN"}], TokenFailed),
        ([{"event": "devices"}], TokenCrashed),
        ([{"event": "devices", "states": [{"color": 1}]}], TokenCrashed),
    ],
)
def test_nonsense_of_a_child_is_an_error_of_the_token(
    frames: object, expected: type[SigningError], spoilt: list[TokenHost]
) -> None:
    host = talking(spoilt, frames)

    with pytest.raises(SigningError) as raised:
        host.devices()

    assert type(raised.value) is expected


def test_identity_that_is_none_is_no_unlocked_token(spoilt: list[TokenHost]) -> None:
    pin = bytearray(b"24682468")
    host = talking(spoilt, [{"id": 0, "ok": {"certificate": "*"}}])

    with pytest.raises(TokenFailed):
        host.unlock(Pkcs11Source(Path("thu.so"), ONE), pin)

    assert not any(pin)
    assert not host._unlocked


def test_answers_that_nobody_asked_for_are_dropped(spoilt: list[TokenHost]) -> None:
    flood = {"id": 7, "ok": {"states": [1]}, "times": 500}
    host = talking(spoilt, [flood, {"event": "?", "times": 5}, {"id": 0, "ok": {"states": []}}])

    states = [host.devices() for _ in range(3)]

    assert states == [(), (), ()]
    assert host._child is not None
    assert host._child.answers.qsize() == 0


class SlowStart(TokenHost):
    """A host whose process waits for the test before it starts."""

    def __init__(self, module: AllowedModule, environment: dict[str, str]) -> None:
        super().__init__(module, environment, patience=replace(PATIENCE, stop_s=WAIT_S))
        self.reached, self.go = threading.Event(), threading.Event()

    def _start_child(self) -> Child:
        self.reached.set()
        self.go.wait(WAIT_S)
        return super()._start_child()


def module_of(shim: Shim) -> AllowedModule:
    return AllowedModule(shim.module, hashlib.sha256(shim.module.read_bytes()).hexdigest())


@pytest.mark.softhsm
def test_lock_reaches_a_pin_that_is_on_its_way_to_a_starting_process(shim: Shim) -> None:
    host = SlowStart(module_of(shim), shim.environment)
    source = Pkcs11Source(shim.module, ONE)
    unlocking = threading.Thread(target=host.unlock, args=(source, bytearray(PIN, "utf-8")))
    locking = threading.Thread(target=host.lock)
    try:
        unlocking.start()
        host.reached.wait(WAIT_S)
        locking.start()
        locking.join(0.2)
        host.go.set()
        unlocking.join(WAIT_S)
        locking.join(WAIT_S)

        with pytest.raises(PinNeeded):
            host.sign(DATA, Mechanism.RSA_PKCS1)
    finally:
        host.close()


def test_close_reaches_a_process_that_just_starts() -> None:
    host, raised = SlowStart(AllowedModule(Path("thu.so"), ""), {}), []

    def ask() -> None:
        try:
            host.devices()
        except TokenFailed as error:
            raised.append(error.code)

    asking = threading.Thread(target=ask)
    asking.start()
    host.reached.wait(WAIT_S)
    host.close()
    host.go.set()
    asking.join(WAIT_S)

    assert raised == [TokenFailed.code]
    assert host._child is None


WINDOW = """
import json, os, sys, time
from pathlib import Path
from app.token_host import TokenHost
from signing.identities import Mechanism
from signing.keys.module_trust import AllowedModule
from signing.requests import Pkcs11Source
order = json.loads(sys.argv[1])
module = Path(order["module"])
host = TokenHost(AllowedModule(module, order["sha256"]), order["environment"])
pin = bytearray(sys.stdin.buffer.readline().rstrip())
host.unlock(Pkcs11Source(module, order["token"]), pin)
os.write(1, b"%d\\n" % host._child.process.pid)
host.sign(b"x", Mechanism.RSA_PKCS1)
time.sleep(600)
"""


@contextmanager
def window(shim: Shim) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """A window with an unlocked token, and the number of the token's process."""
    module = module_of(shim)
    order = {
        "module": str(module.path),
        "sha256": module.sha256,
        "environment": shim.environment,
        "token": ONE,
    }
    process = subprocess.Popen(
        [sys.executable, "-c", WINDOW, json.dumps(order)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        process.stdin.write(f"{PIN}\n".encode())
        process.stdin.flush()
        yield process, int(process.stdout.readline())
    finally:
        process.kill()
        process.wait(WAIT_S)
        process.stdin.close()
        process.stdout.close()


def has_ended(pid: int) -> bool:
    """Whether a process is gone, or is dead and waits for somebody to take note of it."""
    try:
        return Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


@pytest.mark.softhsm
@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
@pytest.mark.parametrize("fault", ["", "Sign=hang@1"])
def test_killed_window_leaves_no_process_with_a_pin(fault: str, shim: Shim) -> None:
    shim.command(*filter(None, [fault]))
    with window(shim) as (process, child):
        while shim.counters().calls["Sign"] == 0:
            time.sleep(0.02)

        process.send_signal(signal.SIGKILL)
        process.wait(WAIT_S)
        until = time.monotonic() + WAIT_S
        while not has_ended(child) and time.monotonic() < until:
            time.sleep(0.02)

        assert has_ended(child)


@pytest.mark.softhsm
@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_process_of_a_token_gets_no_handles_of_the_window_and_leaves_no_core(
    shim: Shim, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOHOA_BI_MAT", "không đi theo")
    reading, writing = os.pipe()
    name = f"pipe:[{os.fstat(writing).st_ino}]"
    try:
        os.set_inheritable(writing, True)
        with TokenHost(module_of(shim), shim.environment, patience=PATIENCE) as host:
            host.devices()
            assert host._child is not None
            pid = host._child.process.pid
            handles = [str(link.readlink()) for link in Path(f"/proc/{pid}/fd").iterdir()]
            environment = Path(f"/proc/{pid}/environ").read_bytes()
            limits = Path(f"/proc/{pid}/limits").read_text("ascii").splitlines()
    except PermissionError:
        pytest.skip("the process lets nobody look into it, which is what it asked for")
    finally:
        os.close(reading)
        os.close(writing)

    assert handles
    assert name not in handles
    assert b"SOHOA_BI_MAT" not in environment
    (core,) = [line.split() for line in limits if line.startswith("Max core file size")]
    assert core[4:6] == ["0", "0"]
