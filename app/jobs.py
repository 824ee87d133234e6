"""Background work: lanes of worker processes, one job each, killable.

A lane owns what cannot be shared: `cpu` has one process per core, `token` exactly one. One
process holds one job; when it dies or runs over its time or memory only that job fails and a
fresh process takes the next. (A stdlib process pool fails every queued job when one worker dies.)
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any, ParamSpec, Protocol, TypeVar

from app import job_wire
from app.awake import AwakeAlarm
from app.errors import JobCancelled, JobError, JobTimeout, OutOfMemory, WorkerDied
from app.worker_process import OUT_OF_MEMORY_EXIT, Allowance, serve

log = logging.getLogger(__name__)

P = ParamSpec("P")
T = TypeVar("T")
Job = Callable[..., Any]  # any signature: the future carries the type

DEFAULT_TIMEOUT_S = 300.0
WAITING_PER_WORKER = 4
"""Jobs that may wait in a lane for each of its workers; their arguments are in memory."""
_LEAVE_S, _GONE_S = 3.0, 0.5
"""Patience with a worker that was asked to leave, and with one that was killed."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far some work has come: `done` of `total`, `what` names the item.

    Attributes:
        seconds_left: At the pace of the pages finished so far, None while that is not known.
    """

    done: int
    total: int
    what: str = ""
    seconds_left: float | None = None


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

        May wait until there is room for the job. `cancel` of the future takes back a job that
        waits; a lane of processes also ends one that runs.

        Raises:
            JobError: The executor is closed.
        """
        ...

    def close(self) -> None:
        """Stop all workers; queued jobs are cancelled."""
        ...


class _LaneFuture(Future[T]):
    """A future whose job can be stopped while it runs."""

    def __init__(self, stop: Callable[[Future[Any]], None]) -> None:
        super().__init__()
        self._stop = stop

    def cancel(self) -> bool:
        """Take the job back, or end the process that runs it.

        Returns:
            True when the job never ran. False when it is done, or is being ended: then the
            future fails with JobCancelled.
        """
        if super().cancel():
            return True
        self._stop(self)
        return False


@dataclass(frozen=True, slots=True)
class _Task:
    job: Job
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    future: Future[Any]


class _Backlog:
    """Jobs that wait for a worker, oldest first; full at `limit`, then whoever adds waits."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._tasks: deque[_Task] = deque()
        self._closed = False
        self._changed = threading.Condition()

    def put(self, task: _Task) -> None:
        """Add a job, as soon as there is room."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or len(self._tasks) < self._limit)
            if self._closed:
                raise JobError("lane is closed")
            self._tasks.append(task)
            self._changed.notify_all()

    def take(self) -> _Task | None:
        """The oldest job, as soon as there is one; None once the backlog is closed."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._tasks)
            if self._closed:
                return None
            self._changed.notify_all()
            return self._tasks.popleft()

    def close(self) -> list[_Task]:
        """Take and give no more; gives what still waited."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
            left, self._tasks = list(self._tasks), deque()
        return left


class ProcessLane:
    """`workers` processes that take jobs one at a time.

    Args:
        workers: Number of processes; started when the first job comes.
        timeout_s: Time bound of one job; its process is killed after it.
        bounds: Time bounds, in seconds, of jobs that have one of their own.
        allowance: Priority and memory of each process.
        name: For the log.
    """

    def __init__(
        self,
        workers: int,
        *,
        timeout_s: float = DEFAULT_TIMEOUT_S,
        bounds: Mapping[Job, float] | None = None,
        allowance: Allowance = Allowance(),  # noqa: B008  # a constant
        name: str = "cpu",
    ) -> None:
        self._backlog = _Backlog(WAITING_PER_WORKER * workers)
        self._timeout_s = timeout_s
        self._bounds = dict(bounds or {})
        self._closed = False
        self._started = False
        self._lock = threading.Lock()
        self._slots = [
            _Slot(self._backlog, self._bound, f"{name}-{number}", allowance)
            for number in range(workers)
        ]

    def submit(self, job: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Queue a job; waits while too many are queued already. Runs on: any thread but GUI.

        Cancelling the future of a running job ends its process; only that job is lost.
        """
        future: Future[T] = _LaneFuture(self._end)
        self._start()
        self._backlog.put(_Task(job, args, dict(kwargs), future))
        return future

    def close(self) -> None:
        """Cancel what waits, kill what runs, and wait for both (at most 5 s)."""
        with self._lock:
            started, self._closed = self._started, True
        for task in self._backlog.close():
            if task.future.set_running_or_notify_cancel():
                task.future.set_exception(JobCancelled("lane is closing"))
        for slot in self._slots:
            slot.kill()
        for slot in self._slots if started else ():
            slot.thread.join(5.0)

    def _start(self) -> None:
        with self._lock:
            if self._started or self._closed:
                return
            self._started = True
            for slot in self._slots:
                slot.thread.start()

    def _bound(self, job: Job) -> float:
        return self._bounds.get(job, self._timeout_s)

    def _end(self, future: Future[Any]) -> None:
        for slot in self._slots:
            slot.end(future, JobCancelled("the caller asked to stop"))


class _Slot:
    """A thread that feeds one worker process and replaces it when it dies."""

    def __init__(
        self, backlog: _Backlog, bound: Callable[[Job], float], name: str, allowance: Allowance
    ) -> None:
        self._backlog = backlog
        self._bound = bound
        self._name = name
        self._allowance = allowance
        self._process: multiprocessing.process.BaseProcess | None = None
        self._connection: Connection | None = None
        self._closing = False
        self._guard = threading.Lock()
        self._running: Future[Any] | None = None
        self._verdict: JobError | None = None
        self.thread = threading.Thread(target=self._run, name=f"lane-{name}", daemon=True)

    def kill(self) -> None:
        """Take no more jobs and end the process; the job in it fails."""
        self._closing = True
        running = self._running
        if running is not None:
            self.end(running, JobCancelled("lane is closing"))

    def end(self, future: Future[Any], verdict: JobError) -> None:
        """Kill the process if it works for `future`, which then fails with `verdict`."""
        with self._guard:
            if self._running is not future or self._verdict is not None:
                return
            self._verdict = verdict
            if self._process is not None:
                _kill(self._process)

    def _run(self) -> None:
        while (task := self._backlog.take()) is not None:
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
        with self._guard:
            self._running, self._verdict = task.future, None
        seconds = self._bound(task.job)
        late = JobTimeout(f"{self._name}: over {seconds:.0f} s")
        # The clock covers handing over and answering too: a worker may hang anywhere.
        # Time asleep does not count: whoever wakes a machine shall not find its pages given up.
        clock = AwakeAlarm(seconds, lambda: self.end(task.future, late))
        clock.start()
        try:
            succeeded, result = self._exchange(task)
        except (EOFError, OSError) as error:
            verdict = self._settle() or self._cause_of_death()
            self._stop(kill=True)
            raise verdict from error
        finally:
            clock.cancel()
            if self._settle() is not None:
                self._stop(kill=True)
        if succeeded:
            return result
        if isinstance(result, OutOfMemory):
            # Libraries that got no memory in the middle of something are not trusted again.
            self._stop(kill=True)
        raise result

    def _exchange(self, task: _Task) -> tuple[bool, Any]:
        """Hand a job to the worker and wait for what it says."""
        if self._closing:
            raise JobCancelled("lane is closing")
        connection = self._ensure_worker()
        with self._guard:
            if self._verdict is not None:
                raise self._verdict
        job_wire.send(connection, (task.job, task.args, task.kwargs), self._pid())
        succeeded, result = job_wire.receive(connection)
        return bool(succeeded), result

    def _pid(self) -> int:
        with self._guard:
            return (self._process and self._process.pid) or 0

    def _cause_of_death(self) -> JobError:
        process = self._process
        if process is not None:
            process.join(_GONE_S)
            if process.exitcode == OUT_OF_MEMORY_EXIT:
                return OutOfMemory(f"{self._name}: no memory for the job itself")
        return WorkerDied(f"{self._name}: process ended in a job")

    def _settle(self) -> JobError | None:
        """No job runs from here on; gives why the last one was ended, if it was."""
        with self._guard:
            verdict, self._running, self._verdict = self._verdict, None, None
        return verdict

    def _ensure_worker(self) -> Connection:
        if self._process is not None and self._process.is_alive() and self._connection:
            return self._connection
        self._stop()
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(
            target=serve, args=(theirs, self._allowance), name=self._name, daemon=True
        )
        process.start()
        theirs.close()
        with self._guard:
            self._process, self._connection = process, ours
        log.debug("worker %s started as process %s", self._name, process.pid)
        return ours

    def _stop(self, *, kill: bool = False) -> None:
        with self._guard:
            process, connection = self._process, self._connection
            self._process = self._connection = None
        if connection is not None:
            connection.close()
        if process is None:
            return
        if not kill:
            process.join(_LEAVE_S)
        if kill or process.exitcode is None:
            _kill(process)
            process.join(_GONE_S)
        if process.exitcode is not None:
            process.close()


def _kill(process: multiprocessing.process.BaseProcess) -> None:
    """End a worker and everything that its job has started, at once."""
    if sys.platform != "win32" and process.pid is not None:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    # It leads its group only after its first steps.
    process.kill()


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
