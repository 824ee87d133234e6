"""What every driver process shares: hear the parent, say that it lives, tell how it ended.

One process does one request and ends, so nothing a driver keeps in memory reaches the next
scan. It dies with its parent (standard input closes) and says every two seconds that it lives,
and for how long the driver has not come back from the present call.
"""

from __future__ import annotations

import contextlib
import ctypes
import faulthandler
import os
import queue
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import BinaryIO, ClassVar, NoReturn

from app.scanning.base import ScanCancelled, ScanError
from app.scanning.wire import Message, Outlet, WireBroken, receive

HEARTBEAT_S = 2.0
WEDGED_S = 60
"""After so long without a turn of the interpreter the system ends the process."""
_PR_SET_PDEATHSIG = 1
"""Source: Linux, include/uapi/linux/prctl.h."""


class Watch:
    """Knows how long the driver has not come back.

    All time counts as the driver's, except what is spent `away` from it: waiting for a request,
    packing a page, sending.
    """

    def __init__(self) -> None:
        self._since: float | None = None

    def touch(self) -> None:
        """The driver has just come back from a call."""
        self._since = time.monotonic()

    @contextmanager
    def away(self) -> Iterator[None]:
        """Time that is not the driver's."""
        self._since = None
        try:
            yield
        finally:
            self.touch()

    @property
    def blocked_s(self) -> float:
        """Seconds since the driver last came back; 0 while away from it."""
        since = self._since
        return 0.0 if since is None else time.monotonic() - since


class DriverSession:
    """What the threads of a driver process share.

    Attributes:
        ends_with_parent: The system ends this process at once when the parent is gone; else there
            is time to `leave`.
    """

    ends_with_parent: ClassVar[bool] = True

    def __init__(self, outlet: Outlet) -> None:
        self.outlet = outlet
        self.watch = Watch()
        self.cancelled = threading.Event()
        self.requests: queue.SimpleQueue[Message] = queue.SimpleQueue()
        self._is_ended = False

    def say(self, kind: str, payload: bytes = b"", /, **fields: object) -> None:
        """Tell the parent something, however slowly it listens.

        Raises:
            WireBroken: The parent is gone.
        """
        with self.watch.away():
            self.outlet.send(kind, payload, **fields)

    def end(self, kind: str, **fields: object) -> None:
        """Give the outcome, "done" or "error"; only the first one counts."""
        if not self._is_ended:
            self._is_ended = True
            self.say(kind, b"", **fields)

    def check(self) -> None:
        """Stop here if the parent asked for it.

        Raises:
            ScanCancelled: It did.
        """
        if self.cancelled.is_set():
            raise ScanCancelled("asked by the parent")

    def press_cancel(self) -> None:
        """Thread: stop a driver that blocks and does not see the wish; nothing here."""

    def leave(self) -> None:
        """The parent is gone and the process ends at once: let go of the device; nothing here."""


def serve_once(session: DriverSession, answer: Callable[[Message], None]) -> int:
    """Serve one request from standard input; returns the exit status of the process."""
    faulthandler.enable()
    if session.ends_with_parent:
        end_with_parent()
    for task in (
        lambda: _listen(session, sys.stdin.buffer),
        lambda: _beat(session),
        end_when_wedged,
    ):
        threading.Thread(target=task, daemon=True).start()
    try:
        session.outlet.send("hello", version=1, pid=os.getpid())
        answer(session.requests.get())
    except WireBroken:
        return 1
    return 0


def end_at_once(main: Callable[[], int]) -> NoReturn:
    """Run a driver process and end it, whatever happens.

    The usual end of the interpreter waits for threads that pack and for the one that holds
    standard input; after an error nobody would ever wake them.
    """
    status = 1
    try:
        status = main()
    except BaseException:  # also the end that a driver or a full memory brings
        traceback.print_exc()
    finally:
        os._exit(status)


def end_with_parent() -> None:
    """Let the system end this process when the thread that started it is gone.

    That needs no turn of the interpreter, which a driver can hold for ever. A parent that was
    gone before is noticed by the end of standard input. Nothing of it but on Linux.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)


def private_stdout() -> BinaryIO:
    """The stream for messages; what drivers print goes to the error stream instead."""
    stream = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return stream


@contextmanager
def reported(session: DriverSession) -> Iterator[None]:
    """Tell how the block ended.

    Put inside whatever cleans up a driver: some hang or crash when they are cancelled or closed,
    and by then the parent has the outcome and only waits a little for the end of the process.
    """
    try:
        yield
        session.end("done")
    except ScanError as error:
        session.end("error", code=error.code, detail=error.detail)
    except WireBroken:
        raise
    except Exception as error:  # the main of this process: whatever it is, the parent is told
        session.end("error", code=ScanError.code, detail=f"{type(error).__name__}: {error}")


def _listen(session: DriverSession, stream: BinaryIO) -> None:
    """Take what the parent says; without a parent there is nothing to live for.

    However this ends, the process ends: nobody else would notice that the parent is gone.
    """
    try:
        while True:
            message = receive(stream)
            if message.kind == "cancel":
                session.cancelled.set()
                with contextlib.suppress(RuntimeError):  # no memory for one more thread
                    threading.Thread(target=session.press_cancel, daemon=True).start()
            else:
                session.requests.put(message)
    except WireBroken:
        session.leave()
    finally:
        os._exit(0)


def end_when_wedged() -> None:
    """Thread: put off, again and again, an alarm that ends this process.

    A driver can leave all threads waiting for a lock, the one that would notice the end of the
    parent too. The parent ends such a process; when it is gone itself, only the system can.
    Nothing of it on Windows.
    """
    if sys.platform == "win32":
        return
    while True:
        signal.alarm(WEDGED_S)
        time.sleep(WEDGED_S / 4)


def _beat(session: DriverSession) -> None:
    try:
        while True:
            time.sleep(HEARTBEAT_S)
            session.outlet.send("alive", blocked_s=round(session.watch.blocked_s, 1))
    except WireBroken:
        os._exit(0)
