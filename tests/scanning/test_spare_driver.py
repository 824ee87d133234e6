"""A driver process that is kept ready, and pages that went through before a stop."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.scanning.base import PaperSource, PaperUnsensed, ScanCancelled, ScannedPage, ScanProfile
from app.scanning.child_process import DriverProcess, Patience, SpareDriver
from app.scanning.fake import FEEDER_ID, FakeScanner
from app.scanning.family import ScannerSet
from app.scanning.sane import SaneScanner
from tests.scanning.conftest import HURRIED

Script = Callable[[str], tuple[str, ...]]

PID = (
    "sys.stdin.readline()\nsay(type='devices', devices=[dict(name=str(os.getpid()), label='x')])\n"
)
PAGES = """
import hashlib
def page(seq):
    data = b'page %d' % seq
    sys.stdout.write(json.dumps(dict(type='page', seq=seq, dpi=300, size=len(data),
        sha256=hashlib.sha256(data).hexdigest())) + '\\n')
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()
sys.stdin.readline()
page(1)
sys.stdin.readline()
"""


@pytest.fixture
def keeping(script_worker: Script) -> Iterator[SaneScanner]:
    scanner = SaneScanner({}, patience=HURRIED, command=script_worker(PID), keep_spare=True)
    yield scanner
    scanner.close()


def spare_of(scanner: SaneScanner) -> DriverProcess:
    assert scanner._spare is not None
    assert scanner._spare._spare is not None
    return scanner._spare._spare


def test_second_request_takes_the_process_that_was_kept_ready(keeping: SaneScanner) -> None:
    keeping.devices()
    ready = spare_of(keeping)._process.pid

    (device,) = keeping.devices()

    assert device.id == f"sane:{ready}"
    assert spare_of(keeping)._process.pid != ready


def test_spare_that_died_is_replaced(keeping: SaneScanner) -> None:
    keeping.devices()
    dead = spare_of(keeping)
    os.kill(dead._process.pid, signal.SIGKILL)
    dead._process.wait(10)

    (device,) = keeping.devices()

    assert device.id != f"sane:{dead._process.pid}"


def test_close_ends_the_spare_and_keeps_none_any_more(keeping: SaneScanner) -> None:
    keeping.devices()
    ready = spare_of(keeping)

    ScannerSet({"sane": keeping, "fake": FakeScanner([])}).close()
    keeping.devices()

    assert not ready.is_alive
    assert keeping._spare is not None
    assert keeping._spare._spare is None


def test_spare_that_cannot_start_is_left_out(caplog: pytest.LogCaptureFixture) -> None:
    spare = SpareDriver(lambda: DriverProcess(("/nowhere/driver",), {}, HURRIED))

    with caplog.at_level("CRITICAL", "app.scanning.child_process"):
        spare.refill()

    assert spare._spare is None


def test_page_that_went_through_before_the_stop_is_delivered(script_worker: Script) -> None:
    late = PAGES + "page(2)\nsay(type='error', code='scan.cancelled', detail='')\n"
    scanner = SaneScanner({}, patience=HURRIED, command=script_worker(late))
    kept: list[ScannedPage] = []

    with pytest.raises(ScanCancelled):
        kept.extend(scanner.scan("sane:x", ScanProfile(), lambda: bool(kept)))

    assert [page.seq for page in kept] == [1, 2]


def test_driver_that_does_not_hear_the_stop_is_left(script_worker: Script) -> None:
    deaf = PAGES + "time.sleep(60)\n"
    impatient = Patience(silent_s=20.0, blocked_s=20.0, stop_s=0.3)
    scanner = SaneScanner({}, patience=impatient, command=script_worker(deaf))
    kept: list[ScannedPage] = []

    with pytest.raises(ScanCancelled):
        kept.extend(scanner.scan("sane:x", ScanProfile(), lambda: bool(kept)))

    assert [page.seq for page in kept] == [1]


@pytest.mark.sane
def test_scanned_page_has_a_preview_and_the_time_of_its_last_byte(sane: SaneScanner) -> None:
    profile = ScanProfile(source=PaperSource.FLATBED, dpi=50)

    (page,) = sane.scan("sane:test:0", profile, lambda: False)

    assert page.preview.startswith(b"\xff\xd8\xff")
    assert page.read_at > 0
    assert page.waited_s >= 0


@pytest.mark.sane
def test_has_paper_without_a_sensor_is_unsensed(sane: SaneScanner) -> None:
    with pytest.raises(PaperUnsensed):
        ScannerSet({"sane": sane}).has_paper("sane:test:0")


def test_driver_process_whose_interpreter_is_stuck_is_ended_by_the_system() -> None:
    code = (
        "import ctypes, threading, time\n"
        "from app.scanning import driver_session\n"
        "driver_session.WEDGED_S = 1\n"
        "threading.Thread(target=driver_session.end_when_wedged, daemon=True).start()\n"
        "time.sleep(0.5)\n"
        "ctypes.PyDLL(None).pause()\n"  # keeps the interpreter's lock for ever
    )

    ended = subprocess.run([sys.executable, "-c", code], timeout=60, check=False)

    assert ended.returncode == -signal.SIGALRM


def test_has_paper_of_a_set_is_that_of_the_family(tmp_path: Path) -> None:
    scanner = FakeScanner([b"\x89PNG"])

    assert ScannerSet({"fake": scanner}).has_paper(FEEDER_ID)
    with pytest.raises(PaperUnsensed):
        ScannerSet({"plain": _Plain()}).has_paper("plain:x")  # type: ignore[dict-item]


class _Plain:
    """A family that knows nothing of paper."""
