"""A cluster on loopback: a scheduler and workers, each a process that can be killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from app.cluster_base import ClusterLine
from app.cluster_keys import AUTHORITY, make_keys

ROOT = Path(__file__).parents[2]


class Member:
    """A process of a cluster; leads its group, so that its lane ends with it."""

    def __init__(self, role: str, line: ClusterLine) -> None:
        keys = (line.ca_file, line.cert_file, line.key_file) if line.ca_file else ()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.fakes.cluster_member", role, line.address, *keys],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def address(self) -> str:
        """Where it listens; waits until it does."""
        assert self._process.stdout is not None
        address = self._process.stdout.readline().strip()
        assert address, "a member of the cluster did not start"
        return address

    def kill(self) -> None:
        """End it at once, as a power cut does."""
        if self._process.poll() is None:
            os.kill(self._process.pid, signal.SIGKILL)
        self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()


class LoopbackCluster:
    """One scheduler and some workers, with certificates of their own."""

    def __init__(self, folder: Path, workers: int) -> None:
        (keys,) = make_keys(folder / "keys", ["127.0.0.1"], datetime.now(UTC))
        authority = str(folder / "keys" / AUTHORITY)
        files = (authority, str(keys.cert_file), str(keys.key_file))
        self.scheduler = Member("scheduler", ClusterLine("tls://127.0.0.1:0", *files))
        self.line = ClusterLine(self.scheduler.address(), *files, at_once=8)
        self.workers = [Member("worker", self.line) for _ in range(workers)]
        for worker in self.workers:
            worker.address()

    def close(self) -> None:
        """End everything."""
        for member in (*self.workers, self.scheduler):
            member.kill()
