"""Background work: lanes of worker processes, one job each, killable.

A lane owns what cannot be shared: `cpu` has one process per core, `token` exactly one. One
process holds one job; when it dies or runs over its time only that job fails and a fresh
process takes the next. (A stdlib process pool fails every queued job when one worker dies.)
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import queue
import signal
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any, ParamSpec, Protocol, TypeVar

from app.errors import JobCancelled, JobError, JobTimeout, WorkerDied
from app.logs import quiet_libraries

log = logging.getLogger(__name__)

P = ParamSpec("P")
T = TypeVar("T")

DEFAULT_TIMEOUT_S = 300.0
_NICENESS = 5
ONE_THREAD = {"OMP_THREAD_LIMIT": "1", "OPENCV_FOR_THREADS_NUM": "1"}
"""Environment of a worker: pages run side by side, threads inside a page only cost."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far some work has come: `done` of `total`, `what` names the item."""

    done: int
    total: int
    what: str = ""


class CancelToken:
    """A flag that asks work to stop; checked between pages."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def cancel(self) -> None:
        """Ask to stop."""
        self._event.set()

    @property
    def cancelled(self) -> bool:
        """Whether somebody asked to stop."""
        return self._event.is_set()

    def check(self) -> None:
        """Stop here if asked to.

        Raises:
            JobCancelled: Somebody asked.
        """
        if self.cancelled:
            raise JobCancelled()


class Executor(Protocol):
    """Runs picklable functions somewhere else."""

    def submit(self, job: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Queue a job; its exceptions arrive through the future.

        Raises:
            JobError: The executor is closed.
        """
        ...

    def close(self) -> None:
        """Stop all workers; queued jobs are cancelled."""
        ...


@dataclass(frozen=True, slots=True)
class _Task:
    job: Callable[..., Any]  # any signature: the future carries the type
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    future: Future[Any]


class ProcessLane:
    """`workers` processes that take jobs one at a time.

    Args:
        workers: Number of processes; started when the first job comes.
        timeout_s: Time bound of one job; its process is killed after it.
        name: For the log.
    """

    def __init__(
        self, workers: int, *, timeout_s: float = DEFAULT_TIMEOUT_S, name: str = "cpu"
    ) -> None:
        self._tasks: queue.SimpleQueue[_Task | None] = queue.SimpleQueue()
        self._timeout_s = timeout_s
        self._name = name
        self._size = workers
        self._slots: list[_Slot] = []
        self._closed = False
        self._lock = threading.Lock()

    def submit(self, job: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Queue a job. Runs on: any thread."""
        future: Future[T] = Future()
        with self._lock:
            if self._closed:
                raise JobError("lane is closed")
            self._start_slots()
            self._tasks.put(_Task(job, args, dict(kwargs), future))
        return future

    def close(self) -> None:
        """Cancel what waits, kill what runs, and wait for both (at most 5 s)."""
        with self._lock:
            self._closed = True
            slots = list(self._slots)
        while True:
            try:
                task = self._tasks.get_nowait()
            except queue.Empty:
                break
            if task is not None and task.future.set_running_or_notify_cancel():
                task.future.set_exception(JobCancelled("lane is closing"))
        for _ in slots:
            self._tasks.put(None)
        for slot in slots:
            slot.kill()
        for slot in slots:
            slot.thread.join(5.0)

    def _start_slots(self) -> None:
        if self._slots:
            return
        for number in range(self._size):
            slot = _Slot(self._tasks, self._timeout_s, f"{self._name}-{number}")
            self._slots.append(slot)
            slot.thread.start()


class _Slot:
    """A thread that feeds one worker process and replaces it when it dies."""

    def __init__(self, tasks: queue.SimpleQueue[_Task | None], timeout_s: float, name: str) -> None:
        self._tasks = tasks
        self._timeout_s = timeout_s
        self._name = name
        self._process: multiprocessing.process.BaseProcess | None = None
        self._connection: Connection | None = None
        self._closing = False
        self.thread = threading.Thread(target=self._run, name=f"lane-{name}", daemon=True)

    def kill(self) -> None:
        """End the process at once; the job in it fails."""
        self._closing = True
        process = self._process
        if process is not None and process.is_alive():
            process.kill()

    def _run(self) -> None:
        while (task := self._tasks.get()) is not None:
            if task.future.set_running_or_notify_cancel():
                self._do(task)
        self._stop()

    def _do(self, task: _Task) -> None:
        try:
            result = self._call(task)
        except Exception as error:  # the job runner hands every error to whoever waits
            task.future.set_exception(error)
        else:
            task.future.set_result(result)

    def _call(self, task: _Task) -> Any:  # the future carries the type
        if self._closing:
            raise JobCancelled("lane is closing")
        connection = self._ensure_worker()
        try:
            connection.send((task.job, task.args, task.kwargs))
            if not connection.poll(self._timeout_s):
                self._stop(kill=True)
                raise JobTimeout(f"{self._name}: over {self._timeout_s:.0f} s")
            succeeded, result = connection.recv()
        except (EOFError, ConnectionError) as error:
            self._stop(kill=True)
            if self._closing:
                raise JobCancelled("lane is closing") from error
            raise WorkerDied(f"{self._name}: process ended in a job") from error
        if succeeded:
            return result
        raise result

    def _ensure_worker(self) -> Connection:
        if self._process is not None and self._process.is_alive() and self._connection:
            return self._connection
        self._stop()
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=_worker, args=(theirs,), name=self._name, daemon=True)
        process.start()
        theirs.close()
        self._process, self._connection = process, ours
        log.debug("worker %s started as process %s", self._name, process.pid)
        return ours

    def _stop(self, *, kill: bool = False) -> None:
        process, connection = self._process, self._connection
        self._process = self._connection = None
        if connection is not None:
            connection.close()
        if process is None:
            return
        if kill:
            process.kill()
        process.join(3.0)
        if process.is_alive():
            process.kill()
            process.join(3.0)
        process.close()


def _worker(connection: Connection) -> None:
    """Body of a worker process: take a job, do it, answer, until the pipe closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ.update(ONE_THREAD)
    quiet_libraries()
    if hasattr(os, "nice"):
        os.nice(_NICENESS)
    while True:
        try:
            job, args, kwargs = connection.recv()
        except (EOFError, ConnectionError):
            return
        answer = _answer(job, args, kwargs)
        try:
            connection.send(answer)
        except ConnectionError:
            return


def _answer(
    job: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
) -> tuple[bool, Any]:
    try:
        return (True, job(*args, **kwargs))
    except Exception as error:  # the job runner: one bad page never ends a batch
        return (False, _portable(error))


def _portable(error: Exception) -> Exception:
    """The error itself when its class survives pickling, else its name and text."""
    if hasattr(error, "code") and hasattr(error, "advice"):
        return error
    return JobError(f"{type(error).__name__}: {error}")


class InlineExecutor:
    """Runs every job at once in the calling thread; for tests and one-page commands."""

    def submit(self, job: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Run `job` now."""
        future: Future[T] = Future()
        try:
            future.set_result(job(*args, **kwargs))
        except Exception as error:  # the job runner hands every error to whoever waits
            future.set_exception(error)
        return future

    def close(self) -> None:
        """Nothing to stop."""
