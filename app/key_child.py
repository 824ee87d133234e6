"""The station's side of a process that holds a key: started, asked, ended, replaced.

Whatever happens to the process, its driver or its connection, does not reach the station. Every
method waits for the process and belongs into a worker thread, never into the one of the window.
Errors are those of `signing.errors`, whichever process they began in.
"""

from __future__ import annotations

import contextlib
import itertools
import logging
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from io import FileIO
from typing import Any

from app.token_values import HostPatience, Notice, SessionEnded
from app.token_wire import Frame, WireBroken, raised, receive, send, understood, write_all
from signing.errors import (
    KeyUnavailable,
    PinNeeded,
    TokenCrashed,
    TokenFailed,
    TokenHung,
)

log = logging.getLogger(__name__)

PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "PYTHONPATH", "SYSTEMROOT")
"""Variables that the interpreter needs; nothing else reaches a process that holds a key."""


def passed_on(environment: Mapping[str, str], *further: str) -> dict[str, str]:
    """The environment of a process that holds a key.

    Args:
        environment: Of this process.
        further: Names of variables that it needs as well.
    """
    names = (*PASSED_ON, *further)
    found = {name: environment[name] for name in names if name in environment}
    return {"PATH": os.defpath, **found}


@dataclass(slots=True)
class Child:
    """One life of the process."""

    process: subprocess.Popen[bytes]
    into: FileIO
    out: FileIO
    answers: queue.SimpleQueue[Frame | None] = field(default_factory=queue.SimpleQueue)
    born_at: float = field(default_factory=time.monotonic)
    heard_at: float = field(default_factory=time.monotonic)
    reader: threading.Thread | None = None
    awaited: int | None = None
    questions_left: int = 0
    verdict: KeyUnavailable | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What a child may ask back in the middle of a request.

    Attributes:
        most: Questions at most; a child that asks more is ended.
        answer: Answers one; raises nothing.
    """

    most: int
    answer: Callable[[Any], Frame]  # Any: what a frame holds


class ChildHost(ABC):
    """A process that holds a key; one request at a time.

    Args:
        environment: The whole environment of the process, nothing is inherited.
        notice: Called from a thread of this object with what happens by itself; has to be quick
            and must not call back.
        patience: Limits.
    """

    def __init__(
        self,
        environment: Mapping[str, str],
        *,
        notice: Callable[[Notice], None] = lambda _: None,
        patience: HostPatience | None = None,
    ) -> None:
        self._environment = dict(environment)
        self._notice, self._patience = notice, patience or HostPatience()
        self._turn = threading.Lock()
        self._child: Child | None = None
        self._ids = itertools.count(1)
        self._closing = threading.Event()
        self._unlocked = False

    @abstractmethod
    def _command(self) -> tuple[str, ...]:
        """What is started, without its limits; holds no secret and no person."""

    def lock(self) -> None:
        """Let the child forget the PIN; a child that is too busy to obey is ended.

        Requests that wait meanwhile fail with PinNeeded.
        """
        self._unlocked = False
        # Also where no child is known yet: a PIN may be on its way to one that just starts.
        if not self._turn.acquire(timeout=self._patience.stop_s):
            child = self._child
            if child is not None:
                child.verdict = PinNeeded("locked in the middle of a request")
                self._bury(child)
            return
        self._turn.release()
        if self._child is None:
            return
        with contextlib.suppress(KeyUnavailable):  # then it was ended, and the PIN with it
            self._ask({"do": "lock"}, self._patience.stop_s)

    def close(self) -> None:
        """End the child: politely for a while, then for good."""
        self._closing.set()
        child = self._child
        if child is not None:
            self._end(child)

    def _ask(
        self,
        request: Frame,
        limit_s: float,
        pin: bytearray | None = None,
        asked: Asked | None = None,
    ) -> Frame:
        """Send a request and wait for its answer; one at a time.

        Args:
            request: What to do.
            limit_s: Longest wait, seconds; anew after each question back.
            pin: Sent behind the request, and wiped.
            asked: Answers what the child asks back before it goes on; raises nothing.
        """
        with self._turn:
            child = self._living_child()
            child.questions_left = asked.most if asked else 0
            number = child.awaited = next(self._ids)
            self._tell(child, {"id": number, **request, "pin_bytes": len(pin or b"")}, pin)
            return self._answer(child, number, limit_s, asked)

    def _tell(self, child: Child, request: Frame, pin: bytearray | None) -> None:
        try:
            send(child.into, request)
            if pin:
                with memoryview(pin) as content:
                    write_all(child.into, content)
        except WireBroken as error:
            self._bury(child)
            raise child.verdict or TokenCrashed("the process is gone") from error
        finally:
            if pin:
                pin[:] = bytes(len(pin))

    def _answer(self, child: Child, number: int, limit_s: float, asked: Asked | None) -> Frame:
        while True:
            frame = self._next_frame(child, limit_s)
            if asked is not None and "asks" in frame:
                self._tell(child, {"id": number, **asked.answer(frame["asks"])}, None)
                continue
            with understood():
                error = raised(frame["error"]) if "error" in frame else None
                answer = dict(frame.get("ok", {}))
            if error is not None:
                raise error
            return answer

    def _next_frame(self, child: Child, limit_s: float) -> Frame:
        """What the child says to the request that is on its way."""
        try:
            frame = child.answers.get(timeout=limit_s)
        except queue.Empty:
            child.verdict = TokenHung(f"no answer for {limit_s:.0f} s")
            self._bury(child)
            raise child.verdict from None
        if frame is None:
            self._bury(child)
            raise child.verdict or TokenCrashed("the process ended")
        return frame

    def _living_child(self) -> Child:
        """The child; a new one in place of one that is gone. Called with the turn."""
        if self._closing.is_set():
            raise TokenFailed("the host is closed")
        child = self._child
        if child is None or child.process.poll() is not None:
            if child is not None:
                self._bury(child)
            child = self._child = self._start_child()
            if self._closing.is_set():  # meanwhile; whoever closed did not see this child
                self._bury(child)
                raise TokenFailed("the host is closed")
        return child

    def _start_child(self) -> Child:
        patience = self._patience
        try:
            process = subprocess.Popen(
                [*self._command(), str(patience.idle_s), str(patience.poll_s)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=self._environment,
                bufsize=0,
                start_new_session=True,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),  # Windows only
            )
        except OSError as error:
            raise TokenCrashed(f"cannot start: {type(error).__name__}") from error
        child = Child(process, _raw(process.stdin), _raw(process.stdout))
        child.reader = threading.Thread(target=self._hear, args=(child,), daemon=True)
        child.reader.start()
        return child

    def _hear(self, child: Child) -> None:
        """Thread: sort answers from events until the child is gone or talks nonsense.

        What nobody has asked for is dropped: a spoilt child fills no memory here.
        """
        with contextlib.suppress(WireBroken, TokenFailed):
            while True:
                frame = receive(child.out)
                child.heard_at = time.monotonic()
                if "event" in frame:
                    self._tell_event(frame)
                elif "id" in frame and frame["id"] == child.awaited:
                    self._count(child, frame)
                    child.answers.put(frame)
        child.answers.put(None)
        if self._unlocked and not self._closing.is_set():
            self._unlocked = False
            self._give_notice(SessionEnded((child.verdict or TokenCrashed()).code))

    def _count(self, child: Child, frame: Frame) -> None:
        """Nothing is awaited after an answer, and a child asks back only so often.

        Raises:
            WireBroken: It asks too much.
        """
        if "asks" not in frame:
            child.awaited = None
        elif child.questions_left <= 0:
            raise WireBroken("asks too much")
        child.questions_left -= 1

    def _tell_event(self, frame: Frame) -> None:
        if frame["event"] == "ended":
            self._unlocked = False
            self._give_notice(SessionEnded(str(frame.get("why", ""))))

    def _give_notice(self, notice: Notice) -> None:
        try:
            self._notice(notice)
        except Exception:  # the thread that hears the child outlives whoever listens
            log.exception("a listener to notices of a key failed")

    def _end(self, child: Child) -> None:
        """The closed pipe makes the child wipe its PIN and leave."""
        with contextlib.suppress(OSError):
            child.into.close()
        try:
            child.process.wait(self._patience.stop_s)
        except subprocess.TimeoutExpired:
            log.info("process of a key did not leave by itself")
        self._bury(child)

    def _bury(self, child: Child) -> None:
        """End a child and whatever its driver forked, at once."""
        _kill(child.process)
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.process.wait(self._patience.stop_s)
        if child.reader is not None and child.reader is not threading.current_thread():
            child.reader.join(self._patience.stop_s)
        for stream in (child.into, child.out):
            with contextlib.suppress(OSError):
                stream.close()
        if self._child is child:
            self._child = None


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End a process that runs; the number of one that ended may belong to another by now."""
    if process.poll() is not None:
        return
    if sys.platform == "win32":
        process.kill()
    else:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)


def _raw(pipe: Any) -> FileIO:  # Any: Popen types its pipes as optional and buffered
    """The unbuffered pipe that was asked for."""
    if not isinstance(pipe, FileIO):
        raise TokenCrashed("no pipe to the process")
    return pipe
