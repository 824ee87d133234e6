"""A scheduler or a worker in a process of its own: `python -m tests.fakes.cluster_member`."""

from __future__ import annotations

import asyncio
import sys
from contextlib import closing

from app.cluster_base import ClusterLine
from app.cluster_host import LaneHost, Seat, serve_scheduler, serve_worker
from app.jobs import ProcessLane
from tests.fakes.cluster_jobs import make_known


def _ready(address: str) -> None:
    print(address, flush=True)


def _main(role: str, address: str, *keys: str) -> None:
    line = ClusterLine(address, *keys)
    if role == "scheduler":
        asyncio.run(serve_scheduler(line, ready=_ready, stop=asyncio.Event()))
        return
    make_known()
    with closing(ProcessLane(1)) as lane:
        host = LaneHost(lane, tessdata_dir="", languages="vie")
        asyncio.run(serve_worker(line, host, 1, seat=Seat(), ready=_ready, stop=asyncio.Event()))


if __name__ == "__main__":
    _main(*sys.argv[1:])
