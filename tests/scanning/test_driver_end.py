"""A driver process never outlives its parent, nor an error of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from app.scanning.child_process import DriverProcess, Patience
from app.scanning.driver_client import with_modules

CHILD = str(Path(__file__).with_name("wedged_child.py"))
ENDS_WITHIN_S = 20
"""Before the alarm of a standstill, which comes after a minute."""
PARENT = f"""
import os, sys, time
from app.scanning.child_process import DriverProcess, Patience
with DriverProcess([sys.executable, {CHILD!r}], dict(os.environ), Patience()) as child:
    child.request("scan", end=sys.argv[1])
    while (message := child.next_message(lambda: False)).kind != "packing":
        if message.kind == "hello":
            pid = message.whole("pid")
    print(pid, flush=True)
    time.sleep(600)
"""


def is_running(pid: int) -> bool:
    """Whether it runs; one that waits for its status to be read does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a process with its parent")
@pytest.mark.parametrize("end", ["wedged", "packs"])
def test_parent_killed_while_pages_are_packed_ends_the_driver(end: str) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", PARENT, end],
        stdout=subprocess.PIPE,
        env=with_modules(os.environ),
        text=True,
    ) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        os.kill(parent.pid, signal.SIGKILL)

        until = time.monotonic() + ENDS_WITHIN_S
        while is_running(pid) and time.monotonic() < until:
            time.sleep(0.05)
        ended = not is_running(pid)
        if not ended:
            os.kill(pid, signal.SIGKILL)

    assert ended


def test_driver_that_fails_while_pages_are_packed_ends() -> None:
    ended = subprocess.run(
        [sys.executable, CHILD, "fails"],
        env=with_modules(os.environ),
        capture_output=True,
        timeout=ENDS_WITHIN_S,
        check=False,
    )

    assert ended.returncode == 1
    assert b"MemoryError" in ended.stderr


def test_driver_outlives_the_thread_that_asked_for_it() -> None:
    child = DriverProcess([sys.executable, CHILD], with_modules(os.environ), Patience(stop_s=0.2))
    thread = threading.Thread(target=child.start)
    thread.start()
    thread.join()

    with child:
        child.request("scan", end="packs")
        heard = [child.next_message(lambda: False).kind for _ in range(2)]

        assert heard == ["hello", "packing"]
        assert child.is_alive
