"""A process that works under `strace` and says over a socket what it may claim as done.

The process is forked from one that has imported everything, so that a fault costs some
milliseconds. It speaks with `send` and `recv`, system calls that no fault is let loose on; calls
of the processing system go the same way to a server that survives.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import pickle
import signal
import socket
import struct
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.errors import StationError
from benchmarks.faults.office import Office

_PR_SET_PTRACER, _ANYBODY = 0x59616D61, ctypes.c_ulong(-1)
_LENGTH = struct.Struct(">I")
_TIMEOUT_S = 60.0
TRIES = 2
"""After an error that is no death the work is tried once more in the same process."""


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that the child claims: `kind`, of what, and what it must be."""

    kind: str
    name: str
    value: str = ""


Tell = Callable[[str, str, str], None]
Work = Callable[["FarOffice", Tell], None]


class Line:
    """Whole messages over a stream socket."""

    def __init__(self, end: socket.socket) -> None:
        self._end = end

    def send(self, message: object) -> None:
        """Send one message."""
        data = pickle.dumps(message)
        self._end.sendall(_LENGTH.pack(len(data)) + data)

    def receive(self) -> Any:  # whatever was sent
        """The next message; EOFError when the other end is gone."""
        (length,) = _LENGTH.unpack(self._exactly(_LENGTH.size))
        return pickle.loads(self._exactly(length))  # noqa: S301  # from our own fork

    def _exactly(self, count: int) -> bytes:
        parts = bytearray()
        while len(parts) < count:
            part = self._end.recv(count - len(parts))
            if not part:
                raise EOFError
            parts += part
        return bytes(parts)


class FarOffice:
    """The child's side of the processing system: every call goes to the parent."""

    def __init__(self, line: Line) -> None:
        self._line = line

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name not in {"begin", "resume_point", "put", "commit", "reachable"}:
            raise AttributeError(name)

        def call(*arguments: object) -> object:
            self._line.send(("call", name, arguments))
            succeeded, result = self._line.receive()
            if not succeeded:
                raise result
            return result

        return call

    def close(self) -> None:
        """Nothing is open here."""


@dataclass(slots=True)
class Outcome:
    """How a run ended.

    Attributes:
        said: What was claimed as done, in order.
        troubles: Codes of the errors that were reported.
        crash: Type of an exception that is not the station's, "" for none.
        exit_status: As `os.waitpid` gives it.
        log: What was traced.
    """

    said: list[Said] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)
    crash: str = ""
    exit_status: int = 0
    log: str = ""

    @property
    def was_killed(self) -> bool:
        """Ended by SIGKILL."""
        return os.WIFSIGNALED(self.exit_status) and os.WTERMSIG(self.exit_status) == signal.SIGKILL


def run_traced(work: Work, office: Office, log: Path, options: Sequence[str]) -> Outcome:
    """Fork, trace, let it work, and take down what it says until it ends.

    Args:
        work: What is done in the child.
        office: The server; it lives here.
        log: Where `strace` writes.
        options: What is traced and injected.
    """
    ours, theirs = socket.socketpair()
    child = os.fork()
    if child == 0:
        ours.close()
        _live(Line(theirs), theirs, work)
    theirs.close()
    ours.settimeout(_TIMEOUT_S)
    tracer = _trace(child, log, options)
    outcome = Outcome()
    try:
        ours.sendall(b"g")
        _listen(Line(ours), office, outcome)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        _, outcome.exit_status = os.waitpid(child, 0)
        ours.close()
        tracer.wait(_TIMEOUT_S)
        if tracer.stderr is not None:
            tracer.stderr.close()
    outcome.log = log.read_text(encoding="ascii", errors="replace")
    return outcome


def _trace(child: int, log: Path, options: Sequence[str]) -> subprocess.Popen[str]:
    command = ["strace", "-f", "-y", "-o", str(log), *options, "-p", str(child)]
    tracer = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert tracer.stderr is not None
    told = tracer.stderr.readline()
    if "attached" not in told:
        os.kill(child, signal.SIGKILL)
        raise RuntimeError(f"strace does not attach: {told.strip()}")
    return tracer


def _listen(line: Line, office: Office, outcome: Outcome) -> None:
    with contextlib.suppress(EOFError, ConnectionResetError):
        while True:
            kind, *rest = line.receive()
            match kind:
                case "said":
                    outcome.said.append(Said(*rest))
                case "trouble":
                    outcome.troubles.append(rest[0])
                case "crash":
                    outcome.crash = rest[0]
                case "call":
                    line.send(_answer(office, rest[0], rest[1]))
                case _:
                    # The child has nothing more to do; it must not die before it was traced.
                    line.send("end")


def _answer(office: Office, name: str, arguments: tuple[object, ...]) -> tuple[bool, object]:
    try:
        return True, getattr(office, name)(*arguments)
    except StationError as error:
        return False, error


def _live(line: Line, end: socket.socket, work: Work) -> None:
    """Work in the child; never returns."""
    try:
        # Where only parents may trace, the tracer is no parent.
        ctypes.CDLL(None).prctl(_PR_SET_PTRACER, _ANYBODY, 0, 0, 0)
        end.recv(1)
        for _ in range(TRIES):
            try:
                work(FarOffice(line), lambda *said: line.send(("said", *said)))
                break
            except StationError as error:
                line.send(("trouble", error.code))
        line.send(("done",))
        line.receive()
    except BaseException as error:  # whatever it is, the parent hears of it
        line.send(("crash", f"{type(error).__name__}: {error}"))
    finally:
        sys.stderr.flush()
        os._exit(0)
