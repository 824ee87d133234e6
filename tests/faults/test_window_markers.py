"""The real program in a real window over marked dossiers: what others on the machine could see.

Names of windows and all their properties, command lines and environments of the program and of
its children, logs, settings and lists of recent files; then it crashes, and leaves no dump.
"""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.domain.dossier import Dossier, DossierState
from app.domain.ids import DossierId
from app.domain.owner import Owner, OwnerKind
from app.services.owner import set_owner
from app.store.opening import open_store
from tests.fakes.counter_station import CounterStation
from tests.fakes.ready_dossiers import queue_bytes
from tests.faults.marker_search import Search

NAME, OWNER_ID = "Đặng Thị Vết Mực Tím", "038195907317"
SEARCH = Search.of({"name": NAME, "owner id": OWNER_ID})
MAIN = Path(__file__).resolve().parents[2] / "main.py"
PATIENCE_S, LOOKED_S = 60.0, 4.0
NEEDED = ("Xvfb", "xprop", "xwininfo")

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="X11 and /proc"),
    pytest.mark.skipif(any(shutil.which(each) is None for each in NEEDED), reason="no X11"),
    pytest.mark.slow,
]


def lay_out(root: Path) -> None:
    """A dossier of a marked person that is open, and one that waits to be sent."""
    store, vault = open_store(root, clock=lambda: datetime.now(UTC).isoformat())
    station = replace(
        CounterStation().station,
        store=store,
        vault=vault,
        random_bits=secrets.randbits,
        now=lambda: datetime.now(UTC),
    )
    home = DossierId(station.new_id())
    dossier = Dossier(home, "", "1.001193", DossierState.OPEN, 1, station.stamp())
    store.add_dossier(dossier, station.act("dossier.created", home))
    set_owner(station, home, Owner(OwnerKind.CITIZEN, OWNER_ID, NAME))
    queue_bytes(station, {f"Đơn của {NAME}": b"%PDF-1.7 " + NAME.encode()})
    store.close()


@contextmanager
def screen() -> Iterator[str]:
    """A virtual screen of its own; gives its name."""
    told, said = os.pipe()
    command = ["Xvfb", "-displayfd", str(said), "-screen", "0", "1366x768x24", "-nolisten", "tcp"]
    with subprocess.Popen(command, pass_fds=(said,), stderr=subprocess.DEVNULL) as server:
        os.close(said)
        try:
            with os.fdopen(told) as numbers:
                yield f":{numbers.readline().strip()}"
        finally:
            server.terminate()


def asked(display: str, *command: str) -> bytes:
    environment = {**os.environ, "DISPLAY": display}
    done = subprocess.run(command, capture_output=True, timeout=30, check=False, env=environment)
    return done.stdout


def windows(display: str) -> list[str]:
    """Ids of all windows that have a name."""
    tree = asked(display, "xwininfo", "-root", "-tree").decode("utf-8", errors="replace")
    lines = (line.split() for line in tree.splitlines())
    return [words[0] for words in lines if words and words[0].startswith("0x") and '"' in words[1]]


def family(pid: int) -> list[int]:
    """The process and all below it."""
    found = [pid]
    for each in found:
        for children in Path(f"/proc/{each}/task").glob("*/children"):
            with suppress(FileNotFoundError, ProcessLookupError):  # it has ended meanwhile
                found += [int(child) for child in children.read_text("ascii").split()]
    return found


def open_to_others(pid: int) -> list[bytes]:
    """What other programs of the account may read of a process; nothing when it is over."""
    try:
        return [Path(f"/proc/{pid}/{name}").read_bytes() for name in ("cmdline", "environ")]
    except (FileNotFoundError, ProcessLookupError):
        return []


def test_window_over_marked_dossiers_shows_no_marker_to_others(tmp_path: Path) -> None:
    root, home = tmp_path / "station", tmp_path / "home"
    lay_out(root)
    home.mkdir()
    places = {f"XDG_{each}_HOME": str(home / each) for each in ("CONFIG", "DATA", "CACHE", "STATE")}
    environment = {**os.environ, **places, "HOME": str(home), "TMPDIR": str(home)}
    command = [sys.executable, str(MAIN), "--data", str(root)]
    seen: list[bytes] = []
    with screen() as display:
        environment |= {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
        with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE) as program:
            deadline = time.monotonic() + PATIENCE_S
            while not windows(display) and program.poll() is None:
                assert time.monotonic() < deadline
                time.sleep(0.2)
            time.sleep(LOOKED_S)  # lists are filled after the window is there
            shown = windows(display)
            seen += [asked(display, "xprop", "-id", each) for each in shown]
            seen += [asked(display, "xprop", "-root")]
            own = open_to_others(program.pid)
            seen += own
            for pid in family(program.pid)[1:]:
                seen += open_to_others(pid)
            program.send_signal(signal.SIGSEGV)
            _, said = program.communicate(timeout=30)
            seen.append(said)

    assert shown
    assert own
    assert [hit for each in seen for hit in SEARCH.in_bytes(each)] == []
    assert SEARCH.in_folders([home]) == []
    assert SEARCH.in_folders([root]) == []
    assert not [path for path in tmp_path.rglob("core*") if path.is_file()]
