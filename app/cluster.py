"""The `Executor` of `app.jobs` on other machines, by dask.distributed.

Imported only when the address of a scheduler is configured. What the engine knows counts for
nothing: each job is a pure function of its arguments, whose answer becomes rows at the station or
is asked for again. So losing workers or the scheduler loses time and nothing else. A job that was
lost twice with its worker is not sent a third time: it may be what brought the worker down, and
is done here, in a process that may die. While no scheduler or no worker answers, work goes on
here, and `state` says why.

Large bytes go straight to a worker, once for all jobs that need them; the scheduler sees digests
and orders. Source: distributed 2026.8, `Client.scatter(direct=True)`, `Client.submit`.
"""

from __future__ import annotations

import logging
import threading
import time
import uuid
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, ParamSpec, TypeVar

import distributed

from app.cluster_base import (
    ClusterDiffers,
    ClusterLine,
    ClusterState,
    checked_line,
)
from app.cluster_link import Connection, Link, Lost, NotSent, fetched
from app.cluster_task import run_order
from app.cluster_wire import REMOTE_JOBS, NotOurs, pack_order, unpack_answer
from app.errors import JobCancelled, JobError
from app.jobs import Executor
from app.services.reading_print import reading_print

log = logging.getLogger(__name__)

P = ParamSpec("P")
T = TypeVar("T")

MOST_LOST = 2
"""How often a job may be lost with its worker before it is done here."""
_MOST_SENT = 6
"""How often a job is sent, also one whose bytes found no worker."""
_LOOK_S = 0.1
_EMPTY_S = 15.0
"""Patience of a job with a scheduler that has no worker."""
_WAITING_PER_PLACE = 2


@dataclass(slots=True)
class _Task:
    """A job, and whether somebody asked to stop it."""

    job: Callable[..., Any]
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    future: Future[Any]
    stop: threading.Event = field(default_factory=threading.Event)


class _StoppableFuture(Future[T]):
    """A future whose job can be stopped while it runs, wherever that is."""

    stop: threading.Event

    def cancel(self) -> bool:
        """Take the job back, or have it ended; as the future of `ProcessLane`."""
        if super().cancel():
            return True
        self.stop.set()
        return False


class ClusterLane:
    """Jobs on other machines, and here where there are none.

    Args:
        line: How the scheduler is reached.
        home: The lane of this machine; closed with this one.
        tessdata_dir: Models of this machine, "" for the system's.
        languages: What pages are read with.

    Raises:
        ClusterError: The line may not be used.
    """

    def __init__(
        self, line: ClusterLine, home: Executor, *, tessdata_dir: str = "", languages: str = "vie"
    ) -> None:
        self._home = home
        self._link = Link(checked_line(line))
        self._models = (tessdata_dir, languages)
        self._room = threading.BoundedSemaphore(_WAITING_PER_PLACE * line.at_once)
        self._pool = ThreadPoolExecutor(line.at_once, thread_name_prefix="cluster")
        self._lock = threading.Lock()
        self._print = ""
        self._closed = False
        self._open: dict[int, _Task] = {}
        self._at_home = self._lost = 0

    def submit(self, job: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Queue a job; waits while too many are on the way. Runs on: any thread but GUI.

        Raises:
            JobError: The lane is closed.
        """
        if REMOTE_JOBS.get(job.__name__) is not job:
            return self._home.submit(job, *args, **kwargs)
        future: _StoppableFuture[T] = _StoppableFuture()
        task = _Task(job, args, dict(kwargs), future)
        future.stop = task.stop
        self._room.acquire()
        future.add_done_callback(lambda _: self._room.release())
        with self._lock:
            if self._closed:
                future.cancel()
                raise JobError("lane is closed")
            self._open[id(task)] = task
            self._pool.submit(self._run, task)
        return future

    def state(self) -> ClusterState:
        """What is seen of the cluster now."""
        workers, cores = self._link.size()
        return ClusterState(self._link.trouble, workers, cores, self._at_home, self._lost)

    def close(self) -> None:
        """Take back what waits, end what runs anywhere, and close the lane of this machine."""
        with self._lock:
            self._closed = True
            left = list(self._open.values())
        for task in left:
            task.future.cancel()
        self._home.close()
        self._pool.shutdown(wait=True)
        self._link.close()

    def _run(self, task: _Task) -> None:
        """Do one job, wherever it can be done. Runs on: a thread of the pool."""
        try:
            if not task.future.set_running_or_notify_cancel():
                return
            result = self._carried(task)
        except Exception as error:  # the job runner hands every error to whoever waits
            task.future.set_exception(error)
        else:
            task.future.set_result(result)
        finally:
            with self._lock:
                self._open.pop(id(task), None)

    def _carried(self, task: _Task) -> Any:
        lost = 0
        for _ in range(_MOST_SENT):
            if lost == MOST_LOST:
                break
            if task.stop.is_set():
                raise JobCancelled("the caller asked to stop")
            client = self._link.client()
            if client is None:
                break
            try:
                succeeded, value = self._sent(client, task)
            except Lost as error:
                lost += not isinstance(error, NotSent)
                with self._lock:
                    self._lost += 1
                log.warning("a job was lost: %s", error)
                continue
            except NotOurs as error:
                self._link.trouble = error
                break
            if succeeded:
                return value
            if isinstance(value, ClusterDiffers | NotOurs):
                self._link.trouble = value
                break
            if not isinstance(value, JobCancelled):
                raise value
            lost += 1  # Nobody here has asked for that: its worker is leaving.
        return self._done_here(task)

    def _done_here(self, task: _Task) -> Any:
        with self._lock:
            self._at_home += 1
        future = self._home.submit(task.job, *task.args, **task.kwargs)
        while wait([future], timeout=_LOOK_S).not_done:
            if task.stop.is_set():
                future.cancel()
        if future.cancelled():
            raise JobCancelled("the caller asked to stop")
        return future.result()

    def _sent(self, client: Connection, task: _Task) -> tuple[bool, Any]:
        """Have a job done by the cluster; gives whether it succeeded and what it gave."""
        order = pack_order(task.job, task.args, task.kwargs, self._fingerprint())
        with client.blobs(order) as blobs:
            return unpack_answer(self._answer(client, task, order.text, blobs))

    def _answer(
        self, client: Connection, task: _Task, text: bytes, blobs: list[distributed.Future[bytes]]
    ) -> bytes:
        key = f"{task.job.__name__}-{uuid.uuid4().hex}"
        try:
            future = client.engine.submit(run_order, text, key, *blobs, key=key, pure=False)
        except Exception as error:
            raise Lost(f"not taken: {type(error).__name__}") from error
        try:
            self._wait(client, task, future)
            return fetched(future)
        finally:
            with suppress(Exception):
                future.cancel()

    def _wait(self, client: Connection, task: _Task, future: distributed.Future[bytes]) -> None:
        """Wait for a job; returns when there is something to fetch."""
        empty_since: float | None = None
        while not future.done():
            if task.stop.wait(_LOOK_S):
                raise JobCancelled("the caller asked to stop")
            if not client.is_usable:
                raise Lost("no scheduler")
            if client.cores:
                empty_since = None
                continue
            now = time.monotonic()
            empty_since = now if empty_since is None else empty_since
            if now - empty_since > _EMPTY_S:
                self._link.nobody_works()
                raise Lost("no worker")

    def _fingerprint(self) -> str:
        """What decides how pages are read here; workers that differ are not asked."""
        with self._lock:
            known = self._print
        if not known:
            known = self._home.submit(reading_print, *self._models).result()
            with self._lock:
                self._print = known
        return known
