"""The bridge between the window and its work: lanes of threads, answers on the GUI thread.

Every lane is one thread that takes jobs in order. A job is a plain callable without Qt; its
result or error comes back through a queued signal and is handed to a callback on the GUI
thread. Nothing here waits, and nothing starts an event loop of its own.
"""

from __future__ import annotations

import functools
import logging
import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from app.errors import Advice, JobCancelled, StationError

log = logging.getLogger(__name__)

T = TypeVar("T")
OnError = Callable[[StationError], None]


class Lane(StrEnum):
    """What may run beside what: one thread each."""

    STORE = "store"
    VIEW = "view"
    THUMBNAILS = "thumbnails"
    SCAN = "scan"
    TOKEN = "token"  # noqa: S105  # the lane of the signing token, no secret
    NETWORK = "network"
    FORMS = "forms"
    CHECK = "check"
    RESULTS = "results"
    DOOR = "door"
    SORT = "sort"
    WATCH = "watch"
    MACHINE = "machine"
    FAR = "far"
    SEARCH = "search"
    FIGURES = "figures"
    PRACTICE = "practice"


class Unexpected(StationError):
    """Something broke that no room has foreseen; the log has the details."""

    code = "ui.unexpected"
    advice = Advice.RETRY_NOW


@dataclass(frozen=True, slots=True)
class _Call:
    """A callback on its way to the GUI thread."""

    target: Callable[[], None]


_Job = Callable[[], None]
Carry = Callable[[_Job], _Job]
"""Ties a job to whoever began it; see `app.services.session`."""


def _as_it_is(job: _Job) -> _Job:
    return job


class JobsBridge(QObject):
    """Runs jobs in lanes and delivers what comes of them.

    Signals:
        trouble(StationError): A job failed and its caller has no answer of its own.
    """

    trouble = Signal(object)
    _called = Signal(object)

    def __init__(self, parent: QObject | None = None, *, carry: Carry = _as_it_is) -> None:
        super().__init__(parent)
        self._carry = carry
        self._lanes: dict[Lane, queue.SimpleQueue[_Job | None]] = {}
        self._threads: list[threading.Thread] = []
        self._closed = False
        self._called.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        lane: Lane,
        job: Callable[[], T],
        on_result: Callable[[T], None],
        on_error: OnError | None = None,
    ) -> None:
        """Queue `job`; its outcome reaches one of the callbacks on the GUI thread.

        A job that stops with JobCancelled is no trouble: only an `on_error` of the caller's
        own hears of it.

        Runs on: GUI.
        """
        if self._closed:
            return
        answer = on_error or self._tell
        self._lane(lane).put(self._carry(lambda: self._work(job, on_result, answer)))

    def post(self, target: Callable[..., None], *args: Any) -> None:  # the target's own types
        """Call `target` on the GUI thread soon. Runs on: any thread."""
        if self._closed:
            return
        try:
            self._called.emit(_Call(self._carry(functools.partial(target, *args))))
        except RuntimeError:
            log.debug("an answer came after the window was gone")

    def close(self, timeout_s: float = 5.0) -> None:
        """Take no more jobs and wait for running ones, each at most `timeout_s`.

        What still waits is dropped, but for the store's lane: what the officer has typed or
        decided is saved.
        """
        self._closed = True
        for name, lane in self._lanes.items():
            if name is not Lane.STORE:
                _drain(lane)
            lane.put(None)
        for thread in self._threads:
            thread.join(timeout_s)

    def _lane(self, lane: Lane) -> queue.SimpleQueue[_Job | None]:
        if lane not in self._lanes:
            waiting: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
            thread = threading.Thread(
                target=_serve, args=(waiting,), name=f"window-{lane}", daemon=True
            )
            self._lanes[lane] = waiting
            self._threads.append(thread)
            thread.start()
        return self._lanes[lane]

    def _work(self, job: Callable[[], T], on_result: Callable[[T], None], answer: OnError) -> None:
        try:
            result = job()
        except StationError as error:
            log.info("job failed: %s %s", error.code, error.detail)
            self.post(answer, error)
        except Exception as error:  # the job runner: one bad job never ends the window
            log.exception("job failed in an unforeseen way")
            self.post(answer, Unexpected(type(error).__name__))
        else:
            self.post(on_result, result)

    def _tell(self, error: StationError) -> None:
        if not isinstance(error, JobCancelled):
            self.trouble.emit(error)

    def _deliver(self, call: _Call) -> None:
        if not self._closed:
            call.target()


def _serve(waiting: queue.SimpleQueue[_Job | None]) -> None:
    """Body of a lane's thread."""
    while (job := waiting.get()) is not None:
        job()


def _drain(waiting: queue.SimpleQueue[_Job | None]) -> None:
    while True:
        try:
            waiting.get_nowait()
        except queue.Empty:
            return
