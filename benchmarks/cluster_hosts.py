"""Hosts of a cluster on one machine: network namespaces where they can be had, else processes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

from app.cluster_base import ClusterLine
from app.cluster_keys import AUTHORITY, make_keys

ROOT = Path(__file__).parents[1]
_BRIDGE, _NET = "sohoabr0", "10.77.0."
_LEAVE_S = 30.0


def _ip(*arguments: str) -> bool:
    try:
        done = subprocess.run(["ip", *arguments], capture_output=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


class Network:
    """A bridge with one namespace for each host; plain processes where that cannot be had."""

    def __init__(self, hosts: int) -> None:
        self._names = [f"sohoa-h{number}" for number in range(hosts)]
        self.is_real = self._made()
        if not self.is_real:
            self.close()

    def _made(self) -> bool:
        self.close()
        if not (_ip("link", "add", _BRIDGE, "type", "bridge")
                and _ip("addr", "add", f"{_NET}1/24", "dev", _BRIDGE)
                and _ip("link", "set", _BRIDGE, "up")):  # fmt: skip
            return False
        return all(self._host(number, name) for number, name in enumerate(self._names))

    def _host(self, number: int, name: str) -> bool:
        outer, inner = f"sohoav{number}", f"sohoaw{number}"
        steps = (
            ("netns", "add", name),
            ("link", "add", outer, "type", "veth", "peer", "name", inner),
            ("link", "set", inner, "netns", name),
            ("link", "set", outer, "master", _BRIDGE),
            ("link", "set", outer, "up"),
            ("-n", name, "addr", "add", f"{self.address(number)}/24", "dev", inner),
            ("-n", name, "link", "set", inner, "up"),
            ("-n", name, "link", "set", "lo", "up"),
        )
        return all(_ip(*step) for step in steps)

    def address(self, number: int) -> str:
        """Address of a host."""
        return f"{_NET}{10 + number}" if getattr(self, "is_real", True) else "127.0.0.1"

    @property
    def home(self) -> str:
        """Address of the station and the scheduler."""
        return f"{_NET}1" if self.is_real else "127.0.0.1"

    def command(self, number: int) -> list[str]:
        """What stands before a command that runs on a host."""
        return ["ip", "netns", "exec", self._names[number]] if self.is_real else []

    def close(self) -> None:
        """Take everything down."""
        for name in self._names:
            _ip("netns", "del", name)
        _ip("link", "del", _BRIDGE)


class Member:
    """A scheduler or worker of the product, started by its command."""

    def __init__(self, command: list[str], environment: dict[str, str]) -> None:
        self._process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self._told = ""
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def _listen(self) -> None:
        if self._process.stdout is not None:
            self._told = self._process.stdout.readline()

    @property
    def is_ready(self) -> bool:
        """Whether it has said that it works, and has not ended since."""
        return "://" in self._told and self._process.poll() is None

    def wait_ready(self) -> str:
        """Its first line, which tells its address."""
        self._listener.join()
        assert "://" in self._told, "a member of the cluster did not start"
        return next(word.strip(",") for word in self._told.split() if "://" in word)

    def kill(self) -> None:
        """As a power cut."""
        if self._process.poll() is None:
            os.kill(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def leave(self) -> None:
        """As somebody who switches it off."""
        if self._process.poll() is None:
            self._process.terminate()
        try:
            self._process.wait(_LEAVE_S)
        except subprocess.TimeoutExpired:
            self.kill()


class BenchCluster:
    """A scheduler and workers, each on its host."""

    def __init__(self, folder: Path, network: Network, workers: int) -> None:
        self._network = network
        hosts = sorted({network.home, *(network.address(number) for number in range(workers))})
        made = {each.host: each for each in make_keys(folder, hosts, datetime.now(UTC))}
        keys = made[network.home]
        self._files = (str(folder / AUTHORITY), str(keys.cert_file), str(keys.key_file))
        listen = f"tls://{network.home}:0"
        self._scheduler = Member(self._sohoa("scheduler", "--listen", listen), self._environment())
        self.line = ClusterLine(self._scheduler.wait_ready(), *self._files, at_once=4 * workers)
        self._workers = [self._worker(number) for number in range(workers)]
        for worker in self._workers:
            worker.wait_ready()

    def kill_and_replace(self, number: int) -> bool:
        """A host that works loses its power and comes back; gives whether it worked."""
        if not self._workers[number].is_ready:
            return False
        self._workers[number].kill()
        self._workers[number] = self._worker(number)
        return True

    def close(self) -> None:
        """Everybody leaves."""
        for member in (*self._workers, self._scheduler):
            member.leave()

    def _worker(self, number: int) -> Member:
        host = self._network.address(number)
        what = self._sohoa("worker", self.line.address, "--jobs", "1", "--host", host)
        return Member([*self._network.command(number), *what], self._environment())

    def _sohoa(self, *arguments: str) -> list[str]:
        return [sys.executable, str(ROOT / "main.py"), "cluster", *arguments]

    def _environment(self) -> dict[str, str]:
        names = ("CA", "CERT", "KEY")
        told = {f"SOHOA_CLUSTER_{n}_FILE": f for n, f in zip(names, self._files, strict=True)}
        return {**os.environ, **told}
