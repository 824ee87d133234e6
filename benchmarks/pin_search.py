"""Where a PIN can be found after it was typed: memory, logs, database, cores, arguments.

Run: `python -m benchmarks.pin_search` (as root, to look into the token's process as well; others
are refused there, which is what that process asks the system for). Types a random PIN into a
process that plays the window (`benchmarks.pin_window`), signs, and after each step searches the
memory of that process and of the token's process for the PIN, whole or its second half, in UTF-8,
UTF-16 and UTF-32. Twice: with the PIN as bytes, which shows what the way to the token leaves
behind, and typed into the window's own password field; then both ways again with the password
of a PKCS#12 file, which has a process too, and with the secrets of a key at a service
(`benchmarks.pin_remote`). The token is SoftHSM2: what a maker's
driver leaves behind in its own memory is not known, but it ends with the process.

While the token is unlocked the PIN lies in the token's process, that is its purpose; the table
shows in how many places. Everywhere else, and there after locking, it must be 0.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import json
import os
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from signing.trial.authority import TrialAuthority
from tests.shim.faulty_tokens import ONE, make_tokens
from tests.shim.token_shim import Shim

_CHUNK_BYTES = 1 << 22
_IDLE_S, _IDLE_WITH_FIELD_S = 8.0, 15.0
"""Looking through memory must not take as long as forgetting; Qt maps much more of it."""
_ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le")
_UNREADABLE = -1


@dataclass(frozen=True)
class Row:
    """How often the PIN was found somewhere.

    Attributes:
        moment: After what.
        place: Where.
        found: Times; -1 when the system does not let us look.
        may_hold: It is meant to be there.
    """

    moment: str
    place: str
    found: int
    may_hold: bool = False

    @property
    def is_bad(self) -> bool:
        """It was found where it must not be."""
        return self.found > 0 and not self.may_hold


class Window:
    """The process that plays the window."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self.pid = process.pid
        self.child = 0

    def order(self, word: str, pin: bytes = b"") -> str:
        """Give an order, wait until it is done, return its outcome."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        line = f"{word} {len(pin)}\n" if pin else f"{word}\n"
        os.write(self._process.stdin.fileno(), line.encode() + pin)
        answer = json.loads(self._process.stdout.readline())
        self.child = answer["child"]
        return str(answer["outcome"])


def needles_of(pin: str) -> list[bytes]:
    """What to look for: the second half, which every whole copy holds as well."""
    return [pin[len(pin) // 2 :].encode(encoding) for encoding in _ENCODINGS]


def count_in(content: bytes, needles: Iterable[bytes]) -> int:
    """Places that hold a needle."""
    return sum(content.count(needle) for needle in needles)


def count_in_memory(pid: int, needles: list[bytes]) -> int:
    """Places in all readable memory of a process."""
    found, overlap = 0, max(map(len, needles)) - 1
    try:
        with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
            for start, end in _ranges(pid):
                at = start
                while at < end:
                    size = min(_CHUNK_BYTES + overlap, end - at)
                    with contextlib.suppress(OSError, ValueError):
                        memory.seek(at)
                        found += count_in(memory.read(size), needles)
                    at += _CHUNK_BYTES
    except PermissionError:
        return _UNREADABLE
    return found


def _ranges(pid: int) -> Iterator[tuple[int, int]]:
    for line in Path(f"/proc/{pid}/maps").read_text("utf-8").splitlines():
        fields = line.split()
        name = fields[5] if len(fields) > 5 else ""
        if "r" in fields[1] and not name.startswith(("[vvar", "[vsyscall")):
            start, end = fields[0].split("-")
            yield int(start, 16), int(end, 16)


def count_in_files(folder: Path, needles: list[bytes]) -> int:
    """Places in all files below a folder."""
    return sum(count_in(path.read_bytes(), needles) for path in folder.rglob("*") if path.is_file())


def count_in_processes(kind: str, needles: list[bytes]) -> int:
    """Places in `cmdline` or `environ` of every process that we may read."""
    found = 0
    for path in Path("/proc").glob(f"[0-9]*/{kind}"):
        with contextlib.suppress(OSError):
            found += count_in(path.read_bytes(), needles)
    return found


def core_files(folder: Path) -> tuple[str, list[Path]]:
    """Where the system puts cores, and those that lie there or in the working folder."""
    pattern = Path("/proc/sys/kernel/core_pattern").read_text("utf-8").strip()
    places = {folder, Path.cwd()}
    if pattern.startswith("/"):
        places.add(Path(pattern).parent)
    began = time.time() - 600
    cores = [path for place in places if place.is_dir() for path in place.glob("core*")]
    return pattern, [path for path in cores if path.is_file() and path.stat().st_mtime > began]


@contextmanager
def opened_window(
    folder: Path, key: dict[str, Any], *, field: bool, leak: bool
) -> Iterator[Window]:
    """Start the process that plays the window."""
    order = {**key, "idle_s": idle_s_of(field=field), "field": field, "leak": leak}
    (folder / "order.json").write_text(json.dumps(order), "utf-8")
    command = [sys.executable, "-m", "benchmarks.pin_window", str(folder)]
    process = subprocess.Popen(
        command + ["--leak"] * leak,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    try:
        yield Window(process)
    finally:
        with contextlib.suppress(OSError):
            assert process.stdin is not None
            process.stdin.close()
        process.wait(30)
        assert process.stdout is not None
        process.stdout.close()


def search(*, field: bool = False, leak: bool = False) -> list[Row]:
    """Type PINs and look for them.

    Args:
        field: Type them into the window's password field.
        leak: The window keeps a copy on purpose, to see that it would be found.
    """
    pin, wrong = (f"Aa9-ế{secrets.token_hex(8)}" for _ in range(2))
    with tempfile.TemporaryDirectory() as made, tempfile.TemporaryDirectory() as station:
        shim, folder = make_tokens(Path(made), datetime.now(UTC), pin), Path(station)
        key = {
            "file": "",
            "module": str(shim.module),
            "sha256": hashlib.sha256(shim.module.read_bytes()).hexdigest(),
            "token": ONE,
            "environment": shim.environment,
        }
        with opened_window(folder, key, field=field, leak=leak) as window:
            rows = list(_steps(window, shim, (pin, wrong), idle_s_of(field=field)))
        return rows + left(folder, needles_of(pin) + needles_of(wrong))


def search_file(*, field: bool = False, leak: bool = False) -> list[Row]:
    """Type passwords of a PKCS#12 file and look for them; see `search`."""
    password, wrong = (f"Aa9-ế{secrets.token_hex(8)}" for _ in range(2))
    with tempfile.TemporaryDirectory() as made, tempfile.TemporaryDirectory() as station:
        authority = TrialAuthority.create(
            Path(made), datetime.now(UTC), base_url="http://127.0.0.1:9", password=password
        )
        folder, key = Path(station), {"file": str(authority.officer_p12), "environment": {}}
        with opened_window(folder, key, field=field, leak=leak) as window:
            rows = list(_file_steps(window, (password, wrong), idle_s_of(field=field)))
        return rows + left(folder, needles_of(password) + needles_of(wrong))


def left(folder: Path, needles: list[bytes]) -> list[Row]:
    """What lies on disks at the end."""
    pattern, cores = core_files(folder)
    found = sum(count_in(core.read_bytes(), needles) for core in cores)
    return [
        Row("end", "log, database, settings", count_in_files(folder, needles)),
        Row("crash", f"core dumps ({len(cores)}; pattern {pattern!r})", found),
    ]


def _file_steps(window: Window, passwords: tuple[str, str], idle_s: float) -> Iterator[Row]:
    """Go through the life of a password and look after each step."""
    yield from life(window, passwords, "key.wrong_password", idle_s)


def life(window: Window, secrets: tuple[str, str], refusal: str, idle_s: float) -> Iterator[Row]:
    """What a PIN and a password have in common: refused, unlocked, used, locked, forgotten."""
    secret, wrong = secrets
    needles = needles_of(secret)
    assert window.order("unlock", wrong.encode()) == refusal
    yield from both(window, "wrong one refused", needles_of(wrong))
    assert window.order("unlock", secret.encode()) == "done"
    yield from both(window, "unlocked", needles, may_hold=True)
    assert window.order("sign") == "done"
    yield from both(window, "signed", needles, may_hold=True)
    for kind in ("cmdline", "environ"):
        yield Row("signed", f"{kind} of all processes", count_in_processes(kind, needles))
    assert window.order("lock") == "done"
    yield from both(window, "locked", needles)
    assert window.order("unlock", secret.encode()) == "done"
    wait_until_forgotten(window, idle_s)
    yield from both(window, "idle", needles)


def idle_s_of(*, field: bool) -> float:
    return _IDLE_WITH_FIELD_S if field else _IDLE_S


def _steps(window: Window, shim: Shim, pins: tuple[str, str], idle_s: float) -> Iterator[Row]:
    """Go through the life of a PIN and look after each step."""
    pin = pins[0]
    needles = needles_of(pin)
    assert window.order("look") == "done"
    yield from life(window, pins, "key.wrong_pin", idle_s)
    assert window.order("unlock", pin.encode()) == "done"
    shim.command(f"Sign=unplug@{shim.after('Sign', 1)}")
    assert window.order("sign") == "key.token_missing"
    yield from both(window, "token pulled out", needles)
    shim.plug_in()
    assert window.order("unlock", pin.encode()) == "done"
    shim.command(f"Sign=crash@{shim.after('Sign', 1)}")
    assert window.order("sign") == "key.token_crashed"
    shim.command()
    assert window.order("look") == "done"
    yield from both(window, "driver crashed", needles)


def wait_until_forgotten(window: Window, idle_s: float) -> None:
    """Wait until nothing was signed for long enough."""
    time.sleep(1.3 * idle_s)
    assert window.order("sign") == "key.pin_needed"


def both(
    window: Window, moment: str, needles: list[bytes], *, may_hold: bool = False
) -> Iterator[Row]:
    yield Row(moment, "memory of the window", count_in_memory(window.pid, needles))
    found = count_in_memory(window.child, needles) if window.child else 0
    place = "memory of the key's process" if window.child else "the key's process has ended"
    yield Row(moment, place, found, may_hold)


def table(rows: Iterable[Row]) -> str:
    """Markdown."""
    lines = ["| after | place | found | must |", "|---|---|---|---|"]
    for row in rows:
        found = "not readable" if row.found == _UNREADABLE else str(row.found)
        lines.append(
            f"| {row.moment} | {row.place} | {found} | {'(its place)' if row.may_hold else 0} |"
        )
    return "\n".join(lines)


def main() -> int:
    """Search, print, and fail when anything was found."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--leak", action="store_true", help="leak on purpose")
    parser.add_argument("--part", choices=("token", "file", "remote"), help="this part only")
    arguments = parser.parse_args()
    leak, bad = arguments.leak, 0
    from benchmarks.pin_remote import search_login, search_remote  # which needs this module

    parts = (
        ("token", search, False, "PIN given as bytes"),
        ("token", search, True, "PIN typed into the field"),
        ("file", search_file, False, "PKCS#12 password given as bytes"),
        ("file", search_file, True, "PKCS#12 password typed into the field"),
        ("remote", search_remote, False, "PIN and code of a CSC service given as bytes"),
        ("remote", search_remote, True, "PIN and code of a CSC service typed into the field"),
        ("remote", search_login, True, "Password of a CSC service typed into the field"),
    )
    for part, look, field, title in parts:
        if arguments.part not in {None, part}:
            continue
        rows = look(field=field, leak=leak)
        found = sum(row.found for row in rows if row.is_bad)
        print(f"## {title}\n\n{table(rows)}\n")
        print(f"PIN found where it must not be: {found} places\n")
        bad += found
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
