"""Pages read by a cluster against the same pages read here: equal bytes, cost, deaths.

`python -m benchmarks.cluster --pages N [--workers 1 2 4] [--kill-every 5] [--here 1]
[--state FILE]`

Each worker is a host of its own with one core to read on. Costs are processor seconds, because
more workers than this machine has cores only share them; the wall-clock column means something on
quiet cores and up to their number. With `--state` a long run that was broken off goes on.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import json
import os
import sys
import tempfile
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path

from app.catalog.load import load_catalog
from app.cluster import ClusterLane
from app.jobs import Executor, ProcessLane
from app.services.station import knowledge
from app.services.workers import PageOutcome, ReadOrder, read_page
from benchmarks.cluster_hosts import BenchCluster, Network
from ocr.record import reading_to_json
from ocr.understanding.knowledge import Knowledge

_SAMPLES = Path(__file__).parents[1] / "resources" / "samples"


@dataclass(frozen=True, slots=True)
class Row:
    """One run over all pages."""

    name: str
    cores: int
    wall_s: float
    cpu_s: float
    same: int
    killed: int = 0
    lost: int = 0
    at_home: int = 0


def page_bytes(number: int) -> bytes:
    """Page `number`: a sample in turn, told apart from all others by a comment in its file."""
    samples = sorted(_SAMPLES.glob("*/*.jpg"))
    data = samples[number % len(samples)].read_bytes()
    words = f"page {number}".encode()
    return data[:2] + b"\xff\xfe" + (len(words) + 2).to_bytes(2, "big") + words + data[2:]


def digest_of(outcome: PageOutcome) -> str:
    """Digest of everything that reading a page gave."""
    record = json.dumps(reading_to_json(outcome.reading), ensure_ascii=False).encode()
    return hashlib.sha256(b"\0".join((record, outcome.clean, outcome.layers))).hexdigest()


def read_all(lane: Executor, pages: int, known: Knowledge, ahead: int) -> Iterator[str]:
    """Digests in the order of the pages, a few on the way at a time."""
    waiting: deque[Future[PageOutcome]] = deque()
    for number in range(pages):
        waiting.append(lane.submit(read_page, ReadOrder(page_bytes(number), 0, 0, known, 300.0)))
        if len(waiting) >= ahead:
            yield digest_of(waiting.popleft().result())
    while waiting:
        yield digest_of(waiting.popleft().result())


def warm_up(lane: Executor, known: Knowledge, workers: int) -> None:
    """Have every worker load what it needs; these pages do not count."""
    orders = [ReadOrder(page_bytes(10**6 + n), 0, 0, known, 300.0) for n in range(2 * workers)]
    for future in [lane.submit(read_page, order) for order in orders]:
        future.result()


def spent_s() -> float:
    """Processor seconds of this process and all below it, those that still run included."""
    tick = os.sysconf("SC_CLK_TCK")
    times: dict[int, tuple[int, float]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                told = (entry / "stat").read_text().rpartition(")")[2].split()
                used = sum(int(value) for value in told[11:15]) / tick
                times[int(entry.name)] = (int(told[1]), used)
    below = {os.getpid()}
    found = below
    while found:
        found = {pid for pid, (parent, _) in times.items() if parent in below} - below
        below |= found
    return sum(times[pid][1] for pid in below if pid in times)


class _Reaper:
    """Kills one worker after the other, every so many seconds."""

    def __init__(self, cluster: BenchCluster, workers: int, every_s: float) -> None:
        self.killed = 0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(cluster, workers, every_s))

    def __enter__(self) -> _Reaper:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _run(self, cluster: BenchCluster, workers: int, every_s: float) -> None:
        while every_s and not self._stop.wait(every_s):
            turn = (self.killed + n for n in range(workers))
            self.killed += any(cluster.kill_and_replace(number % workers) for number in turn)


class Bench:
    """All runs; each row is kept as soon as it is there."""

    def __init__(self, pages: int, state: Path | None) -> None:
        self._pages = pages
        self._state = state
        self._known = knowledge(load_catalog())
        self._digests: list[str] = []
        self.rows: list[Row] = []
        if state is not None and state.exists():
            kept = json.loads(state.read_text("utf-8"))
            if kept["pages"] == pages:
                self._digests = kept["digests"]
                self.rows = [Row(**row) for row in kept["rows"]]

    def local(self, workers: int) -> None:
        """The run that all others are held against."""
        name = f"this machine, {workers} process{'es' * (workers > 1)}"

        def run() -> tuple[list[str], Row]:
            with closing(ProcessLane(workers)) as lane:
                warm_up(lane, self._known, workers)
                began, used = time.monotonic(), spent_s()
                found = list(read_all(lane, self._pages, self._known, 2 * workers))
                wall, used = time.monotonic() - began, spent_s() - used
            return found, Row(name, workers, wall, used, 0)

        self._keep(name, run)

    def cluster(self, workers: int, every_s: float) -> None:
        """A run over workers on hosts of their own."""
        name = f"cluster, {workers} worker{'s' * (workers > 1)}"
        name += f", one killed every {every_s:.0f} s" if every_s else ""

        def run() -> tuple[list[str], Row]:
            with tempfile.TemporaryDirectory() as folder, closing(Network(workers)) as network:
                print(f"{name}: {'namespaces' if network.is_real else 'plain processes'}",
                      file=sys.stderr)  # fmt: skip
                cluster = BenchCluster(Path(folder), network, workers)
                with closing(cluster):
                    lane = ClusterLane(cluster.line, ProcessLane(1))
                    with closing(lane), _Reaper(cluster, workers, every_s) as reaper:
                        warm_up(lane, self._known, workers)
                        began, used = time.monotonic(), spent_s()
                        found = list(read_all(lane, self._pages, self._known, 4 * workers))
                        wall, used = time.monotonic() - began, spent_s() - used
                        seen = lane.state()
                row = Row(name, workers, wall, used, 0, reaper.killed, seen.lost)
                return found, Row(**{**asdict(row), "at_home": seen.at_home})

        self._keep(name, run)

    def _keep(self, name: str, run: Callable[[], tuple[list[str], Row]]) -> None:
        if any(row.name == name for row in self.rows):
            return
        found, row = run()
        self._digests = self._digests or found
        same = sum(a == b for a, b in zip(found, self._digests, strict=True))
        self.rows.append(Row(**{**asdict(row), "same": same}))
        if self._state is not None:
            kept = {"pages": self._pages, "digests": self._digests}
            rows = [asdict(each) for each in self.rows]
            part = self._state.with_suffix(".part")
            part.write_text(json.dumps({**kept, "rows": rows}), "utf-8")
            part.replace(self._state)

    def table(self) -> str:
        """Markdown."""
        base = self.rows[0]
        one = {"cluster": 0.0}
        lines = [
            f"{self._pages} pages, {os.cpu_count()} cores in this machine",
            "",
            "| run | wall s | pages/min | CPU s/page | cost against here | of linear "
            "| same bytes | killed | lost | done here |",
            "|---|---|---|---|---|---|---|---|---|---|",
        ]
        for row in self.rows:
            rate = 60 * self._pages / row.wall_s
            if row.name == "cluster, 1 worker":
                one["cluster"] = rate
            linear = rate / (row.cores * one["cluster"]) if one["cluster"] else 0.0
            cost = f"{row.cpu_s / base.cpu_s:.2f}" if not row.killed else "–"
            told = f"{linear:.0%}" if linear and not row.killed else "–"
            lines.append(
                f"| {row.name} | {row.wall_s:.0f} | {rate:.1f} | {row.cpu_s / self._pages:.2f} "
                f"| {cost} | {told} | {row.same}/{self._pages} | {row.killed} | {row.lost} "
                f"| {row.at_home} |"
            )
        return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=12)
    parser.add_argument("--here", type=int, default=1, help="processes of the run without cluster")
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2, 4])
    parser.add_argument("--kill-every", type=float, default=5.0, help="0 = nobody is killed")
    parser.add_argument("--state", type=Path, help="keep finished runs here and go on from them")
    arguments = parser.parse_args()
    bench = Bench(arguments.pages, arguments.state)
    bench.local(arguments.here)
    for workers in arguments.workers:
        bench.cluster(workers, 0.0)
    if arguments.kill_every:
        bench.cluster(max(arguments.workers), arguments.kill_every)
    print(bench.table())


if __name__ == "__main__":
    main()
