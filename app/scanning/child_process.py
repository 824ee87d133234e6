"""The parent's side of a driver process: start it, hear it, notice when it is gone, end it."""

from __future__ import annotations

import contextlib
import functools
import logging
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from types import TracebackType
from typing import IO, BinaryIO, Self

from app.scanning.base import DriverCrashed, DriverHung, ScanCancelled
from app.scanning.wire import Message, Outlet, WireBroken, receive

_log = logging.getLogger(__name__)

_POLL_S = 0.05
_GRACE_S = 0.5
_WAITING_MESSAGES = 4
_LOGGED_LINES = 500
_LOGGED_CHARS = 300
_NO_CONSOLE = getattr(subprocess, "CREATE_NO_WINDOW", 0)
"""On Windows no black window flashes up with each child."""


@functools.cache
def _starter() -> ThreadPoolExecutor:
    """Starts all children.

    They end with the thread that started them (`end_with_parent`), so it lives as long as the
    program; its thread begins with the first child.
    """
    return ThreadPoolExecutor(1, "driver-starter")


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait, in seconds.

    Attributes:
        silent_s: Without any sign of life of the process.
        blocked_s: With signs of life, but the driver stays in one and the same call.
        stop_s: After asking politely to stop.
    """

    silent_s: float = 60.0
    blocked_s: float = 120.0
    stop_s: float = 3.0


class DriverProcess:
    """One child process for one request; a context manager.

    Args:
        command: Program and arguments; never through a shell.
        environment: The whole environment of the child, nothing is inherited.
        patience: Limits.
    """

    def __init__(
        self, command: Sequence[str], environment: Mapping[str, str], patience: Patience
    ) -> None:
        self._command = list(command)
        self._environment = dict(environment)
        self._patience = patience
        self._heard: queue.Queue[Message | None] = queue.Queue(_WAITING_MESSAGES)
        self._is_discarding = threading.Event()
        self._readers: list[threading.Thread] = []
        self._is_started = False

    def __enter__(self) -> Self:
        """Start the child, unless it was started before.

        Raises:
            DriverCrashed: The program cannot be started.
        """
        if not self._is_started:
            self.start()
        return self

    @property
    def is_alive(self) -> bool:
        """Whether the child was started and has not ended."""
        return self._is_started and self._process.poll() is None

    def start(self) -> None:
        """Start the child; whoever calls this has to leave the context later.

        Raises:
            DriverCrashed: The program cannot be started.
        """
        try:
            self._process = _starter().submit(self._popen).result()
        except (OSError, RuntimeError) as error:  # RuntimeError: this program is ending
            raise DriverCrashed(f"cannot start: {type(error).__name__}") from error
        self._outlet = Outlet(_stream(self._process.stdin))
        for task in (self._hear, self._log_errors):
            thread = threading.Thread(target=task, daemon=True)
            thread.start()
            self._readers.append(thread)
        self._is_started = True

    def _popen(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=self._environment,
            start_new_session=True,
            creationflags=_NO_CONSOLE,
        )

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the child: politely for a while, then for good."""
        self._is_discarding.set()
        with contextlib.suppress(WireBroken):
            self._outlet.send("cancel")
        is_broken = isinstance(error, DriverCrashed | DriverHung)
        if is_broken or not self._ended_within(self._patience.stop_s):
            self._kill()
        self._close()

    def request(self, kind: str, **fields: object) -> None:
        """Ask the child for something.

        Raises:
            DriverCrashed: It is gone already.
        """
        try:
            self._outlet.send(kind, b"", **fields)
        except WireBroken as error:
            raise DriverCrashed("gone before the request") from error

    def next_message(self, cancelled: Callable[[], bool]) -> Message:
        """Wait for the next message that is not just a sign of life.

        Raises:
            ScanCancelled: The caller does not want to go on.
            DriverHung: Silent for too long, or the driver does not come back from a call.
            DriverCrashed: The process ended or writes rubbish.
        """
        heard_at = time.monotonic()
        while True:
            if cancelled():
                raise ScanCancelled("asked by the officer")
            try:
                message = self._heard.get(timeout=_POLL_S)
            except queue.Empty:
                self._check_alive(time.monotonic() - heard_at)
                continue
            if message is None:
                raise DriverCrashed(f"the stream ended, exit status {self._exit_status()}")
            if message.kind != "alive":
                return message
            heard_at = time.monotonic()
            if message.number("blocked_s") > self._patience.blocked_s:
                raise DriverHung(f"{message.whole('blocked_s')} s in one driver call")

    def _check_alive(self, silent_s: float) -> None:
        """The stream alone does not tell: a process the driver forked may hold it open."""
        if self._process.poll() is not None:
            self._readers[0].join(_GRACE_S)
            if self._heard.empty():
                raise DriverCrashed(f"exit status {self._process.returncode}")
        elif silent_s > self._patience.silent_s:
            raise DriverHung(f"silent for {silent_s:.0f} s")

    def _exit_status(self) -> int | None:
        self._ended_within(2 * _POLL_S)
        return self._process.returncode

    def _hear(self) -> None:
        """Thread: pass messages on; a full queue makes the child wait, so memory stays bounded."""
        stream = _stream(self._process.stdout)
        message: Message | None
        while True:
            try:
                message = receive(stream)
            except WireBroken as error:
                _log.debug("driver process: %s", error)
                message = None
            self._pass_on(message)
            if message is None:
                return

    def _pass_on(self, message: Message | None) -> None:
        if message is not None and message.kind == "alive":
            # Nobody listens to a spare process, and signs of life must not fill its queue.
            with contextlib.suppress(queue.Full):
                self._heard.put_nowait(message)
            return
        while not self._is_discarding.is_set():
            try:
                self._heard.put(message, timeout=_POLL_S)
                return
            except queue.Full:
                continue

    def _log_errors(self) -> None:
        """Thread: the driver's chatter goes to the debug log, bounded, and is read to its end."""
        stream = _stream(self._process.stderr)
        with contextlib.suppress(OSError, ValueError):
            for count, line in enumerate(iter(lambda: stream.readline(4096), b"")):
                if count < _LOGGED_LINES:
                    _log.debug("driver: %r", line[:_LOGGED_CHARS])

    def _ended_within(self, seconds: float) -> bool:
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        return True

    def _kill(self) -> None:
        """End the child and whatever its driver forked; they share a process group."""
        if sys.platform == "win32":
            self._process.kill()
        else:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
        self._ended_within(self._patience.stop_s)

    def _close(self) -> None:
        for thread in self._readers:
            thread.join(_GRACE_S)
        if any(thread.is_alive() for thread in self._readers):
            # Somebody the driver forked holds the streams open; closing them would wait for it.
            self._kill()
        for thread in self._readers:
            thread.join(self._patience.stop_s)
        for stream in (self._process.stdin, self._process.stdout, self._process.stderr):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()


class SpareDriver:
    """One process that is started before it is needed, so that a scan begins at once.

    A process still serves one request only: what a driver keeps in memory never reaches the next
    scan. Safe to use from any thread.

    Args:
        make: Makes a process that is not started yet.
    """

    def __init__(self, make: Callable[[], DriverProcess]) -> None:
        self._make = make
        self._lock = threading.Lock()
        self._spare: DriverProcess | None = None
        self._is_closed = False

    def take(self) -> DriverProcess:
        """The spare process, or one that has still to be started."""
        with self._lock:
            spare, self._spare = self._spare, None
        if spare is None:
            return self._make()
        if spare.is_alive:
            return spare
        spare.__exit__(None, None, None)
        return self._make()

    def refill(self) -> None:
        """Start a spare process if there is none; one that cannot be started is left out."""
        with self._lock:
            if self._is_closed or self._spare is not None:
                return
            spare = self._make()
            try:
                spare.start()
            except DriverCrashed as error:
                _log.warning("no spare driver process: %s", error.detail)
                return
            self._spare = spare

    def close(self) -> None:
        """End the spare process."""
        with self._lock:
            spare, self._spare, self._is_closed = self._spare, None, True
        if spare is not None:
            spare.__exit__(None, None, None)


def _stream(pipe: IO[bytes] | None) -> BinaryIO:
    """The pipe that was asked for; Popen types it as optional."""
    if pipe is None:
        raise DriverCrashed("no pipe to the driver process")
    return pipe  # type: ignore[return-value]  # IO[bytes] of Popen is a BinaryIO at run time
