"""The one function that a cluster carries: it hands an order to the host it arrives at."""

from __future__ import annotations

from typing import Protocol

HOST = "sohoa-host"
"""Name under which a worker keeps its host; one without is no worker of ours."""


class Host(Protocol):
    """A machine that does orders."""

    def do(self, order: bytes, blobs: tuple[bytes, ...], key: str) -> bytes:
        """Do an order; gives the answer."""
        ...


def run_order(order: bytes, key: str, *blobs: bytes) -> bytes:
    """Do an order on the machine where this runs. Runs on: a thread of a worker.

    Raises:
        RuntimeError: This worker was not started by `sohoa cluster worker`.
    """
    from distributed import get_worker

    host: Host | None = getattr(get_worker(), "plugins", {}).get(HOST)
    if host is None:
        raise RuntimeError("not a worker of sohoa")
    return host.do(order, blobs, key)
