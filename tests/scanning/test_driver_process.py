"""What happens when the driver's process misbehaves or somebody stops it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

import app
from app.scanning.base import (
    DriverCrashed,
    DriverHung,
    PaperSource,
    ScanCancelled,
    ScanError,
    ScanProfile,
)
from app.scanning.child_process import Patience
from app.scanning.sane import SaneScanner, make_id

Script = Callable[[str], tuple[str, ...]]
Never = Callable[[], bool]
Noted = tuple[tuple[str, ...], Path]

CALM = Patience(silent_s=20.0, blocked_s=20.0, stop_s=1.0)
SHORT = Patience(silent_s=2.0, blocked_s=5.0, stop_s=1.0)
SLOW_FEEDER = make_id("test:0", {"read-delay": "yes", "read-delay-duration": "200000"})
PROFILE = ScanProfile(source=PaperSource.FEEDER, dpi=150)
REQUEST = "sys.stdin.readline()\n"


def scanner_of(command: tuple[str, ...], patience: Patience = CALM) -> SaneScanner:
    return SaneScanner({}, patience=patience, command=command)


def is_running(pid: int) -> bool:
    """Whether the process exists and is no zombie."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text("ascii", "replace")
    except OSError:
        return False
    return status.rpartition(")")[2].split()[0] not in ("Z", "X")


def wait_gone(pid: int) -> bool:
    """Wait a while for the end of a process that is not our child."""
    waiting = threading.Event()
    return any(not is_running(pid) or waiting.wait(0.05) for _ in range(200))


def test_devices_worker_silent_is_hung(script_worker: Script) -> None:
    scanner = scanner_of(script_worker(REQUEST + "time.sleep(60)\n"), SHORT)

    with pytest.raises(DriverHung):
        scanner.devices()


def test_scan_worker_alive_but_driver_blocked_is_hung(script_worker: Script, never: Never) -> None:
    body = REQUEST + "for n in range(100):\n    say(type='alive', blocked_s=n)\n    time.sleep(.05)"
    scanner = scanner_of(script_worker(body + "\ntime.sleep(60)\n"))

    with pytest.raises(DriverHung):
        list(scanner.scan("sane:x", PROFILE, never))


def test_scan_signs_of_life_longer_than_silence_limit_are_enough(
    script_worker: Script, never: Never
) -> None:
    body = "for n in range(9):\n    say(type='alive', blocked_s=0)\n    time.sleep(.3)\n"
    scanner = scanner_of(script_worker(REQUEST + body + "say(type='done')\n"), SHORT)

    result = list(scanner.scan("sane:x", PROFILE, never))

    assert result == []


@pytest.mark.parametrize(
    "body",
    [
        "sys.exit(3)\n",
        "os.kill(os.getpid(), 11)\n",
        "os.close(1); time.sleep(60)\n",
        "sys.stdout.write('Scanning...\\n'); sys.stdout.flush(); time.sleep(60)\n",
        "sys.stdout.write('[1]\\n'); sys.stdout.flush(); time.sleep(60)\n",
        "sys.stdout.write('x' * 400000); sys.stdout.flush(); time.sleep(60)\n",
        "say(type='page', size=-1); time.sleep(60)\n",
        "say(type='page', size=10**12); time.sleep(60)\n",
        "say(type='page', size=100, sha256=''); sys.exit(0)\n",
        "say(type='page', size=3, sha256='00'); sys.stdout.write('abc'); sys.stdout.flush();"
        "time.sleep(60)\n",
    ],
)
def test_scan_worker_ends_or_writes_rubbish_is_crashed(
    script_worker: Script, never: Never, body: str
) -> None:
    scanner = scanner_of(script_worker(REQUEST + body))

    with pytest.raises(DriverCrashed):
        list(scanner.scan("sane:x", PROFILE, never))


def test_scan_worker_dead_while_fork_holds_the_stream_is_crashed(
    script_worker: Script, never: Never, tmp_path: Path
) -> None:
    note = tmp_path / "stray"
    body = (
        "pid = os.fork()\n"
        "if pid == 0:\n    time.sleep(60)\n"
        f"open({str(note)!r}, 'w').write(str(pid))\n"
        "os._exit(5)\n"
    )
    scanner = scanner_of(script_worker(REQUEST + body))

    with pytest.raises(DriverCrashed):
        list(scanner.scan("sane:x", PROFILE, never))

    assert wait_gone(int(note.read_text()))


def test_scan_worker_done_while_fork_holds_the_stream_is_not_waited_for(
    script_worker: Script, never: Never, tmp_path: Path
) -> None:
    note = tmp_path / "stray"
    body = (
        "pid = os.fork()\n"
        "if pid == 0:\n    time.sleep(300)\n"
        f"open({str(note)!r}, 'w').write(str(pid))\n"
        "say(type='done')\n"
        "os._exit(0)\n"
    )
    scanner = scanner_of(script_worker(REQUEST + body))

    assert list(scanner.scan("sane:x", PROFILE, never)) == []

    assert wait_gone(int(note.read_text()))


def test_scan_stopped_after_the_worker_ended_delivers_what_it_sent(
    script_worker: Script, tmp_path: Path
) -> None:
    note = tmp_path / "pid"
    page = "say(type='page', seq=%d, size=1, sha256=hashlib.sha256(b'x').hexdigest())\n"
    body = (
        f"import hashlib\nopen({str(note)!r}, 'w').write(str(os.getpid()))\n"
        + "".join((page % seq) + "sys.stdout.write('x')\n" for seq in (1, 2))
        + "say(type='done')\n"
    )
    scanner = scanner_of(script_worker(REQUEST + body))
    kept: list[int] = []

    def stopped() -> bool:
        return bool(kept) and wait_gone(int(note.read_text()))

    for each in scanner.scan("sane:x", PROFILE, stopped):
        kept.append(each.seq)  # the wish to stop comes between two pages

    assert kept == [1, 2]


@pytest.mark.parametrize("body", ["say(type='done')\n", "say(type='devices', devices=7)\n"])
def test_devices_without_list_is_crashed(script_worker: Script, body: str) -> None:
    scanner = scanner_of(script_worker(REQUEST + body))

    with pytest.raises(DriverCrashed):
        scanner.devices()


def test_scan_program_missing_is_crashed(never: Never) -> None:
    scanner = scanner_of(("/nonexistent/worker",))

    with pytest.raises(DriverCrashed):
        list(scanner.scan("sane:x", PROFILE, never))


def test_scan_error_code_of_worker_becomes_its_class(script_worker: Script, never: Never) -> None:
    body = "say(type='error', code='scan.double_feed', detail='two sheets')\n"
    scanner = scanner_of(script_worker(REQUEST + body))

    with pytest.raises(ScanError) as caught:
        list(scanner.scan("sane:x", PROFILE, never))

    assert (caught.value.code, caught.value.detail) == ("scan.double_feed", "two sheets")


def test_scan_environment_of_child_is_only_what_was_given(
    script_worker: Script, never: Never, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOHOA_SECRET_OF_PARENT", "1")
    body = "say(type='error', code='scan.error', detail=' '.join(sorted(os.environ)))\n"
    command = script_worker(REQUEST + body)
    scanner = SaneScanner({"LC_ALL": "C.UTF-8"}, patience=CALM, command=command)

    with pytest.raises(ScanError) as caught:
        list(scanner.scan("sane:x", PROFILE, never))

    assert caught.value.detail.split() == ["LC_ALL", "PYTHONPATH"]


def test_scan_worker_deaf_to_cancel_is_killed(
    script_worker: Script, tmp_path: Path, never: Never
) -> None:
    note = tmp_path / "pid"
    body = f"open({str(note)!r}, 'w').write(str(os.getpid()))\ntime.sleep(60)\n"
    scanner = scanner_of(script_worker(REQUEST + body), Patience(20, 20, 0.3))

    with pytest.raises(ScanCancelled):
        list(scanner.scan("sane:x", PROFILE, note.exists))

    assert not is_running(int(note.read_text()))


def test_scan_slow_consumer_makes_the_worker_wait(script_worker: Script, never: Never) -> None:
    page = "say(type='page', size=3, seq=n, sha256=digest); sys.stdout.write('abc')\n"
    body = (
        "import hashlib\n"
        "digest = hashlib.sha256(b'abc').hexdigest()\n"
        f"for n in range(200):\n    {page}    sys.stdout.flush()\n"
        "say(type='done')\n"
    )
    scanner = scanner_of(script_worker(REQUEST + body), SHORT)

    stream = scanner.scan("sane:x", PROFILE, never)
    first = next(stream)
    threading.Event().wait(2.2)  # longer than the silence that is allowed
    rest = list(stream)

    assert [page.seq for page in (first, *rest)] == list(range(200))


@pytest.mark.sane
def test_scan_cancelled_inside_a_page_stops(sane_environment: dict[str, str]) -> None:
    started = threading.Event()
    scanner = SaneScanner(sane_environment, on_progress=lambda seq, part: started.set())

    with pytest.raises(ScanCancelled):
        list(scanner.scan(SLOW_FEEDER, PROFILE, started.is_set))


@pytest.mark.sane
def test_scan_closed_by_its_reader_ends_the_process(
    sane_environment: dict[str, str], noted_worker: Noted, never: Never
) -> None:
    command, note = noted_worker
    scanner = SaneScanner(sane_environment, command=command)
    stream = scanner.scan("sane:test:0", ScanProfile(source=PaperSource.FEEDER, dpi=20), never)
    next(stream)
    pid = int(note.read_text())

    stream.close()  # type: ignore[attr-defined]  # a generator behind Iterator

    assert not is_running(pid)


@pytest.mark.sane
def test_scan_worker_killed_is_crashed_and_next_scan_works(
    sane_environment: dict[str, str], noted_worker: Noted, never: Never
) -> None:
    command, note = noted_worker

    def kill(seq: int, part: float) -> None:
        os.kill(int(note.read_text()), signal.SIGKILL)

    scanner = SaneScanner(sane_environment, command=command, on_progress=kill)

    with pytest.raises(DriverCrashed):
        list(scanner.scan(SLOW_FEEDER, PROFILE, never))
    again = list(scanner.scan("sane:test:0", ScanProfile(dpi=20, max_pages=2), never))

    assert len(again) == 2


@pytest.mark.sane
def test_scan_pages_before_a_crash_stay(
    sane_environment: dict[str, str], noted_worker: Noted, never: Never
) -> None:
    command, note = noted_worker
    scanner = SaneScanner(sane_environment, command=command)
    stream = scanner.scan(SLOW_FEEDER, ScanProfile(source=PaperSource.FEEDER, dpi=30), never)
    kept = [next(stream)]

    os.kill(int(note.read_text()), signal.SIGKILL)

    with pytest.raises(DriverCrashed):
        kept.extend(stream)
    assert kept[0].data.startswith(b"\x89PNG")


@pytest.mark.sane
def test_worker_of_dead_parent_ends(
    sane_environment: dict[str, str], noted_worker: Noted, tmp_path: Path
) -> None:
    command, note = noted_worker
    code = (
        "import json, sys\n"
        "from app.scanning.sane import SaneScanner\n"
        "from app.scanning.base import PaperSource, ScanProfile\n"
        "command, environment, device = json.loads(sys.argv[1])\n"
        "profile = ScanProfile(source=PaperSource.FEEDER, dpi=300)\n"
        "def started(seq, part):\n"
        "    print('started', flush=True)\n"
        "scanner = SaneScanner(environment, command=command, on_progress=started)\n"
        "list(scanner.scan(device, profile, lambda: False))\n"
    )
    plan = json.dumps([command, sane_environment, SLOW_FEEDER])
    root = str(Path(str(app.__file__)).parents[1])
    with subprocess.Popen(
        [sys.executable, "-P", "-c", code, plan],
        stdout=subprocess.PIPE,
        env={"PYTHONPATH": root},
    ) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == b"started\n"

        parent.kill()

    assert wait_gone(int(note.read_text()))
