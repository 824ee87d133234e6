"""The side of a cluster that works: a scheduler, and workers with killable lanes.

A worker does a page as the station would: in a process of its own lane, under the bounds of time
and memory of its machine, one page at a time. A page that kills its process, or has to be killed,
costs that process; the worker lives and says what happened. A job that nobody wants any more, or
whose station is gone, is ended. Workers and scheduler keep nothing: what is not at the station is
done again.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import threading
import weakref
from collections.abc import Callable
from concurrent.futures import CancelledError, wait
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

import dask
from distributed import Scheduler, Security, Worker
from distributed.diagnostics.plugin import WorkerPlugin

from app.cluster_base import (
    ClusterAddressWrong,
    ClusterDiffers,
    ClusterLine,
    ClusterUnreachable,
    checked_line,
    is_loopback,
)
from app.cluster_task import HOST
from app.cluster_wire import NotOurs, pack_answer, unpack_order
from app.errors import JobCancelled, JobError, StationError
from app.jobs import Executor
from app.services.continue_job import ContinueOrder
from app.services.reading_print import reading_print
from app.services.workers import ReadOrder
from app.shared_bytes import SharedBytes

log = logging.getLogger(__name__)

_LOOK_S = 0.5
"""How often a job in work is asked whether anybody still wants it."""
_AGAIN_S = 3.0
"""Pause before a worker looks for its scheduler again."""
_TRIES = 1
"""How often the engine may start a job again that was lost with its worker; then we decide."""
_JOINED_S = 20.0
_HERE = "127.0.0.1"

ENGINE_SETTINGS: dict[str, Any] = {
    "distributed.scheduler.preload": [],
    "distributed.scheduler.http.routes": [],
    "distributed.scheduler.active-memory-manager.start": False,
    "distributed.scheduler.unknown-task-duration": "4s",
    "distributed.scheduler.worker-ttl": "60s",
    "distributed.worker.preload": [],
    "distributed.worker.http.routes": [],
    "distributed.worker.profile.enabled": False,
    "distributed.worker.memory.target": False,
    "distributed.worker.memory.spill": False,
    "distributed.worker.memory.pause": False,
    "distributed.worker.memory.terminate": False,
    "distributed.nanny.preload": [],
    "distributed.admin.tick.interval": "500ms",
    "distributed.admin.tick.limit": "10s",
    "distributed.admin.system-monitor.interval": "10s",
    "distributed.comm.timeouts.connect": "10s",
    "distributed.comm.compression": None,
}
"""Nothing else runs in a scheduler or worker: no page for browsers, no code of configurations, no
pages of dossiers on their disks, and nobody looks fifty times a second at how busy it is."""


def quiet_engine(level: int) -> None:
    """Let the engine log from this level on: it writes pages of tracebacks where we say a word."""
    for name in ("distributed", "distributed.client", "tornado", "tornado.application"):
        logging.getLogger(name).setLevel(level)


def security_of(line: ClusterLine) -> Security:
    """Certificates for every role, TLS 1.3 and nothing older; none on this machine alone."""
    if not line.is_encrypted:
        return Security(require_encryption=False)
    import ssl

    roles = ("client", "scheduler", "worker")
    files = {f"tls_{role}_cert": line.cert_file for role in roles}
    files |= {f"tls_{role}_key": line.key_file for role in roles}
    return Security(
        require_encryption=True,
        tls_ca_file=line.ca_file,
        tls_min_version=ssl.TLSVersion.TLSv1_3,
        **files,
    )


class _QuietScheduler(Scheduler):
    """A scheduler that listens for its own members and for nobody else."""

    def start_http_server(self, *_: Any, **__: Any) -> None:
        """None: the engine would open one on every address, without routes as well."""


class _QuietWorker(Worker):
    """A worker that listens for its own members and for nobody else."""

    def start_http_server(self, *_: Any, **__: Any) -> None:
        """None: see `_QuietScheduler`."""


class LaneHost(WorkerPlugin):
    """Does orders in the lane of its machine; a plug-in of its worker.

    Args:
        lane: Worker processes.
        tessdata_dir: Models of this machine, "" for the system's.
        languages: What pages are read with here.
    """

    name = HOST

    def __init__(self, lane: Executor, *, tessdata_dir: str, languages: str) -> None:
        self._lane = lane
        self._tessdata_dir = tessdata_dir
        self._languages = languages
        self._worker: Any = None  # the engine's worker, known once it starts
        self._lock = threading.Lock()
        self._print = ""
        self._shared: weakref.WeakValueDictionary[int, SharedBytes] = weakref.WeakValueDictionary()

    def setup(self, worker: Any) -> None:
        """Told by the engine in which worker this is."""
        self._worker = worker

    def check(self) -> str:
        """What decides how pages are read here.

        Raises:
            LibraryError: No page could be read.
        """
        with self._lock:
            if not self._print:
                job = self._lane.submit(reading_print, self._tessdata_dir, self._languages)
                self._print = job.result()
            return self._print

    def do(self, order: bytes, blobs: tuple[bytes, ...], key: str) -> bytes:
        """Do an order; never raises what a job raises, it is told in the answer."""
        try:
            held = [self._held(blob) for blob in blobs]
            fingerprint, job, args, kwargs = unpack_order(order, held)
            if fingerprint != self.check():
                return pack_answer(False, ClusterDiffers("other program or models"))
            here = tuple(self._at_home_here(each) for each in args)
            return pack_answer(True, self._done(job, here, kwargs, key))
        except StationError as error:
            return pack_answer(False, error)
        except Exception as error:  # the job runner: a library's error that nobody has wrapped
            log.exception("job failed: %s", type(error).__name__)
            return pack_answer(False, JobError(type(error).__name__))

    def _held(self, blob: bytes) -> SharedBytes | bytes:
        """Bytes that lie in memory once for all processes of the lane, as at a station."""
        with self._lock:
            found = self._shared.get(id(blob))
            if found is None or found.size != len(blob):
                found = SharedBytes.of((blob,))
                self._shared[id(blob)] = found
            return found

    def _at_home_here(self, argument: Any) -> Any:
        """The order with this machine's folder of models instead of the station's."""
        if isinstance(argument, ReadOrder | ContinueOrder):
            return replace(argument, tessdata_dir=self._tessdata_dir)
        return argument

    def _done(
        self, job: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any], key: str
    ) -> Any:
        future = self._lane.submit(job, *args, **kwargs)
        while wait([future], timeout=_LOOK_S).not_done:
            if self._nobody_waits(key):
                future.cancel()
        try:
            return future.result()
        except CancelledError as error:
            raise JobCancelled("nobody waits for it") from error

    def _nobody_waits(self, key: str) -> bool:
        task = self._worker.state.tasks.get(key)
        return task is None or task.state != "executing"


@dataclass(frozen=True, slots=True)
class Seat:
    """Where a scheduler or worker listens.

    Attributes:
        host: Address or name of this machine as the others reach it, "" = found out.
        port: 0 = any free one.
    """

    host: str = ""
    port: int = 0


async def serve_scheduler(
    line: ClusterLine, *, ready: Callable[[str], None], stop: asyncio.Event
) -> None:
    """Hand out jobs until `stop`; the address of `line` is where it listens.

    Raises:
        ClusterError: The line may not be used, or the port is taken.
    """
    checked_line(line)
    quiet_engine(logging.WARNING)
    parts = urlsplit(line.address)
    with dask.config.set(ENGINE_SETTINGS):
        try:
            scheduler = await _QuietScheduler(
                host=parts.hostname,
                port=parts.port or 0,
                protocol=parts.scheme,
                security=security_of(line),
                dashboard=False,
                dashboard_address=None,
                allowed_failures=_TRIES,
            )
        except OSError as error:
            raise ClusterUnreachable(f"cannot listen: {error.strerror}") from error
        async with scheduler:
            ready(scheduler.address)
            await stop.wait()


async def serve_worker(
    line: ClusterLine,
    host: LaneHost,
    cores: int,
    *,
    seat: Seat,
    ready: Callable[[str], None],
    stop: asyncio.Event,
) -> None:
    """Do jobs until `stop`; a scheduler that is gone is waited for.

    Raises:
        ClusterError: The line may not be used.
        LibraryError: Pages cannot be read on this machine.
    """
    checked_line(line)
    if not line.is_encrypted and seat.host and not is_loopback(seat.host):
        raise ClusterAddressWrong("a worker without encryption listens on this machine only")
    quiet_engine(logging.WARNING)
    await asyncio.to_thread(host.check)
    with dask.config.set(ENGINE_SETTINGS):
        while not stop.is_set():
            try:
                await _work(line, host, cores, seat=seat, ready=ready, stop=stop)
            except (OSError, TimeoutError) as error:
                log.warning("no scheduler: %s", type(error).__name__)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), _AGAIN_S)


async def _work(
    line: ClusterLine,
    host: LaneHost,
    cores: int,
    *,
    seat: Seat,
    ready: Callable[[str], None],
    stop: asyncio.Event,
) -> None:
    worker = _QuietWorker(
        line.address,
        nthreads=cores,
        # Left to itself the engine listens on every address, in the clear as well.
        host=seat.host or (None if line.is_encrypted else _HERE),
        port=seat.port,
        protocol=urlsplit(line.address).scheme,
        security=security_of(line),
        dashboard=False,
        memory_limit=0,
        death_timeout=_JOINED_S,
        plugins=(host,),
    )
    async with worker:
        ready(worker.address)
        stopping = asyncio.create_task(stop.wait())
        finished = asyncio.create_task(worker.finished())
        await asyncio.wait((stopping, finished), return_when=asyncio.FIRST_COMPLETED)
        for task in (stopping, finished):
            task.cancel()


__all__ = [
    "ENGINE_SETTINGS",
    "LaneHost",
    "NotOurs",
    "Seat",
    "quiet_engine",
    "security_of",
    "serve_scheduler",
    "serve_worker",
]
