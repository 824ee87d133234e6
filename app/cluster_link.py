"""The way from a station to a scheduler: the connection, bytes that workers hold, what is lost.

The engine's errors are of many kinds and say one thing here: the job did not come back.
"""

from __future__ import annotations

import logging
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import Any

import dask
import distributed

from app.cluster_base import (
    ClusterDiffers,
    ClusterEmpty,
    ClusterError,
    ClusterLine,
    ClusterUnreachable,
)
from app.cluster_host import ENGINE_SETTINGS, quiet_engine, security_of
from app.cluster_wire import NotOurs, Order, digest_of
from app.shared_bytes import SharedBytes, whole

log = logging.getLogger(__name__)

_CONNECT_S = 8.0
_AGAIN_S = 10.0
"""Pause between two looks for a scheduler that is gone."""
_ANSWER_S = 60.0
"""Longest wait for an answer that is ready to be fetched."""


class Lost(Exception):  # no error that anybody sees: the job is sent again
    """The job is gone with a worker, with the scheduler, or with bytes that one of them held."""


class NotSent(Lost):
    """The job never began: its bytes did not reach a worker."""


class Connection:
    """A connection to a scheduler, and the blobs that workers hold for it."""

    def __init__(self, engine: distributed.Client) -> None:
        self.engine = engine
        self._lock = threading.Lock()
        self._held: dict[str, _Held] = {}

    @property
    def is_usable(self) -> bool:
        """Whether the scheduler is there now."""
        return bool(self.engine.status == "running")

    @property
    def workers(self) -> int:
        """Workers that are known now."""
        return int(self._told().get("n_workers", 0))

    @property
    def cores(self) -> int:
        """Jobs that are done at the same time."""
        return int(self._told().get("total_threads", 0))

    def _told(self) -> dict[str, Any]:
        """What the scheduler says of itself; the engine asks it every other second."""
        # WORKAROUND(distributed 2026.8): `scheduler_info()` asks anew each time, and waits.
        told: dict[str, Any] = getattr(self.engine, "_scheduler_identity", {})
        return told

    @contextmanager
    def blobs(self, order: Order) -> Iterator[list[distributed.Future[bytes]]]:
        """The blobs of an order at workers, as long as it is under way.

        Raises:
            Lost: They cannot be brought there.
        """
        with ExitStack() as stack:
            yield [stack.enter_context(self._blob(blob)) for blob in order.blobs]

    @contextmanager
    def _blob(self, blob: SharedBytes | bytes) -> Iterator[distributed.Future[bytes]]:
        digest = digest_of(blob)
        with self._lock:
            held = self._held.setdefault(digest, _Held())
            held.users += 1
        try:
            yield held.at_workers(self.engine, digest, blob)
        except Lost:
            held.forget()
            raise
        finally:
            with self._lock:
                held.users -= 1
                if not held.users and self._held.get(digest) is held:
                    del self._held[digest]

    def close(self) -> None:
        """Leave the scheduler."""
        with suppress(Exception):
            self.engine.close(timeout=2)


class _Held:
    """Bytes that workers hold; brought there by the first who needs them."""

    def __init__(self) -> None:
        self.users = 0
        self._future: distributed.Future[bytes] | None = None
        self._lock = threading.Lock()

    def at_workers(
        self, engine: distributed.Client, digest: str, blob: SharedBytes | bytes
    ) -> distributed.Future[bytes]:
        """A handle of the bytes."""
        with self._lock:
            if self._future is not None and self._future.status == "finished":
                return self._future
            # A name of its own each time: what a dead worker held must not be waited for.
            name = f"{digest}-{uuid.uuid4().hex[:8]}"
            try:
                brought = engine.scatter({name: whole(blob)}, direct=True, timeout=_CONNECT_S)
            except Exception as error:  # the engine's own, of many kinds; all mean: no worker
                raise NotSent(f"bytes not brought: {type(error).__name__}") from error
            self._future = brought[name]
            return self._future

    def forget(self) -> None:
        """The bytes may be gone: the next one brings them again."""
        with self._lock:
            self._future = None


class Link:
    """The way to the scheduler: connected when needed, given up and found again."""

    def __init__(self, line: ClusterLine) -> None:
        self._line = line
        self._lock = threading.Lock()
        self._client: Connection | None = None
        self._next_try = 0.0
        self._closed = False
        self.trouble: ClusterError | None = None

    def client(self) -> Connection | None:
        """A connection with workers behind it, None while there is none."""
        with self._lock:
            now = time.monotonic()
            if self._closed or now < self._next_try:
                return None
            if self._client is not None and not self._client.is_usable:
                self._client.close()
                self._client = None
            try:
                if self._client is None:
                    self._client = _connected(self._line)
                if not self._client.cores:
                    raise ClusterEmpty("no workers")
            except ClusterError as error:
                if self.trouble is None or self.trouble.code != error.code:
                    log.warning("cluster: %s %s", error.code, error.detail)
                self.trouble = error
                self._next_try = time.monotonic() + _AGAIN_S
                return None
            if not isinstance(self.trouble, ClusterDiffers | NotOurs):
                self.trouble = None
            return self._client

    def nobody_works(self) -> None:
        """The scheduler has had no worker for too long."""
        self.trouble = ClusterEmpty("no workers")
        self._next_try = time.monotonic() + _AGAIN_S

    def size(self) -> tuple[int, int]:
        """Workers, and jobs that they do at the same time."""
        client = self._client
        if client is None or not client.is_usable:
            return 0, 0
        return client.workers, client.cores

    def close(self) -> None:
        """Leave."""
        with self._lock:
            self._closed = True
            if self._client is not None:
                self._client.close()
                self._client = None


def _connected(line: ClusterLine) -> Connection:
    """A connection to the scheduler of a line.

    Raises:
        ClusterUnreachable: Nobody answers there, or not with a certificate of the cluster.
    """
    dask.config.set(ENGINE_SETTINGS)
    quiet_engine(logging.CRITICAL)
    try:
        engine = distributed.Client(
            line.address,
            security=security_of(line),
            set_as_default=False,
            timeout=_CONNECT_S,
            direct_to_workers=True,
            serializers=("dask", "msgpack", "pickle"),
            deserializers=("dask", "msgpack"),
        )
    except Exception as error:  # the engine's own, TLS and sockets; all mean: no scheduler
        raise ClusterUnreachable(f"{type(error).__name__}") from error
    return Connection(engine)


def fetched(future: distributed.Future[bytes]) -> bytes:
    """The answer of a job that is done.

    Raises:
        Lost: It is gone, or the engine gave the job up.
    """
    if future.status != "finished":
        raise Lost(f"status {future.status}")
    try:
        answer = future.result(timeout=_ANSWER_S)
    except Exception as error:  # the engine's own, of many kinds; all mean: not here
        raise Lost(f"not fetched: {type(error).__name__}") from error
    if not isinstance(answer, bytes):
        raise Lost("no answer of ours")
    return answer
