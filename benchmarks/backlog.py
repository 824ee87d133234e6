"""A backlog of a long outage: starts, looks and drains as a counter needs it.

    python -m benchmarks.backlog                                  # 1,000 dossiers, 10,000 pages
    python -m benchmarks.backlog --dossiers 100 --drain 5         # a tenth, 5 dossiers sent
    python -m benchmarks.backlog --drain 1000 --folder FOLDER     # all of it, half an hour and more

Dossiers of ten pages, half a megabyte of scanned bytes each, are queued in a real store. Then a
process of its own opens the store as each start does, and tells how long that takes, how long the
choice of the next dossier and the counters of the window take, and how much memory it has. At the
end some dossiers are sent to the reference receiver over a line of 20 Mbit/s: a proxy on loopback
that lets so many bytes through per second. What the receiver has accepted is taken off its disk,
so that no more than the backlog and a little lies there. With a folder, a run that was ended goes
on where it was; the folder stays. Linux only.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import resource
import secrets
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from app.domain.dossier import Dossier, DossierFile, DossierState, FileRole
from app.domain.ids import DossierId, FileId, PageId
from app.domain.page import Page, PageState
from app.domain.submission import Submission, SubmissionState
from app.province.intake import IntakeClient
from app.services.deliver import enqueue, overdue
from app.services.dispatch import due_in_turn, send_due
from app.services.host_gate import HostGate
from app.services.process import read_due
from app.services.recover import recover
from app.services.station import Station
from app.store.opening import open_store
from benchmarks.faults.long_run import Kept, Progress
from benchmarks.faults.office import Office, Weather
from benchmarks.throttled_line import ThrottledLine
from tests.fakes.counter_station import CounterStation
from tests.receiver.receiver_process import ReceiverProcess

PAGES = 10
PAGE_BYTES = 500_000
LINE_BIT_S = 20e6
_REPEATS = 9


def station_in(root: Path, system: object) -> Station:
    """The station over a store, with the clock of this machine."""
    store, vault = open_store(root, clock=lambda: datetime.now(UTC).isoformat())
    return replace(
        CounterStation().station,
        store=store,
        vault=vault,
        system=system,  # type: ignore[arg-type]  # the part of the protocol that is used
        random_bits=secrets.randbits,
        now=lambda: datetime.now(UTC),
    )


def fill(root: Path, dossiers: int) -> None:
    """Queue dossiers until there are so many; bytes are random, so nothing makes them smaller.

    A page has its scanned bytes; the file of ten pages that is sent is as large as they are
    together, and lies in the same blob once more only as a row.
    """
    station, progress = station_in(root, Office()), Progress("backlog, queueing")
    for number in range(len(station.store.submissions()), dossiers):
        _queue(station)
        progress.tell(number + 1, dossiers, "dossiers")
    station.store.close()


def _queue(station: Station) -> None:
    home = DossierId(station.new_id())
    dossier = Dossier(home, "", "1.001193", DossierState.OPEN, 1, station.stamp())
    station.store.add_dossier(dossier, station.act("dossier.created", home))
    files = []
    for seq in range(1, PAGES + 1):
        data = os.urandom(PAGE_BYTES)
        raw = station.vault.put(home, data)
        name = PageId(station.new_id())
        page = Page(name, home, seq, PageState.READ, raw, "image/jpeg", 0, "feeder", 300)
        station.store.add_page(page, station.act("page.captured", name))
        files.append(_file(station, home, page, data))
    station.store.save_files(
        home,
        files,
        expected=DossierState.OPEN,
        to=DossierState.SIGNED,
        act=station.act("dossier.sign", home),
    )
    enqueue(station, home)


def _file(station: Station, home: DossierId, page: Page, data: bytes) -> DossierFile:
    import hashlib

    return DossierFile(
        id=FileId(station.new_id()),
        dossier_id=home,
        role=FileRole.SCAN,
        name=f"giay-to-{page.seq}.pdf",
        media="application/pdf",
        blob=page.raw,
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        paper_code="to-khai",
        signed=True,
    )


def look(root: Path) -> dict[str, float]:
    """What a start costs, in a process of its own: seconds, and MiB of memory."""
    began = time.perf_counter()
    station = station_in(root, Office(weather=lambda _: Weather.LINE_DOWN))
    recover(station)
    rows = station.store.dossier_rows()
    usable = time.perf_counter() - began
    gate = HostGate()
    found = {
        "dossiers": float(len(rows)),
        "usable": usable,
        "next page to read": _median(lambda: read_due(station)),
        "choice of the next dossier": _median(
            lambda: due_in_turn(station, HostGate(), station.store.unfinished())
        ),
        "a round on a dead line": _median(lambda: send_due(station, gate=HostGate())),
        "a round while the line is known dead": _median(lambda: send_due(station, gate=gate)),
        "counters of the window": _median(lambda: overdue(station)),
        "list of dossiers": _median(lambda: station.store.dossier_rows()),
    }
    station.store.close()
    found["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return found


def _median(work: Callable[[], object]) -> float:
    times = []
    for _ in range(_REPEATS):
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    return statistics.median(times)


_ROUND = 10
_WAIT_S = 0.5


def drain(root: Path, count: int, folder: Path) -> dict[str, float]:
    """Send until `count` dossiers have their receipts; gives speed and memory.

    Rounds of an earlier run count; one that was ended in the middle does not, neither its time nor
    what it sent.
    """
    kept = Kept(folder / "drained")
    seconds, counted, port = _earlier(kept)
    receiver = ReceiverProcess(folder / "receiver", ["--accept-unsigned"]).start()
    client: IntakeClient | None = None
    progress, start_mib = Progress("backlog, sending"), _memory_mib()
    try:
        with ThrottledLine(receiver.port, LINE_BIT_S / 8, own_port=port) as line:
            client = IntakeClient(line.url)
            station = station_in(root, client)
            sent = _count_sent(station)
            while sent < count:
                began = time.perf_counter()
                before = sent
                _send_some(station, min(_ROUND, count - sent))
                sent = _count_sent(station)
                if sent == before:
                    time.sleep(_WAIT_S)  # everything waits for its next try
                spent = time.perf_counter() - began
                seconds, counted = seconds + spent, counted + sent - before
                kept.add({"sent": sent - before, "seconds": spent, "port": line.own_port})
                _forget_accepted(receiver.data, station)
                progress.tell(sent, count, "dossiers sent")
            station.store.close()
    finally:
        if client is not None:
            client.close()
        receiver.kill()
    payload = counted * PAGES * PAGE_BYTES
    return {
        "sent": float(counted),
        "seconds": seconds,
        "share": payload * 8 / seconds / LINE_BIT_S,
        "growth": _memory_mib() - start_mib,
    }


def _earlier(kept: Kept) -> tuple[float, int, int]:
    """Seconds and dossiers of the rounds of earlier runs, and their port, 0 without any."""
    rounds = list(kept.entries())
    seconds = sum(each["seconds"] for each in rounds)
    return seconds, sum(each["sent"] for each in rounds), rounds[-1]["port"] if rounds else 0


def _count_sent(station: Station) -> int:
    states = [each.state for each in station.store.submissions()]
    return states.count(SubmissionState.ACKED)


def _forget_accepted(data: Path, station: Station) -> None:
    """Take bytes off the receiver's disk whose receipt the station has; rows stay."""
    received = {each.remote_id for each in station.store.submissions() if _is_acked(each)}
    for folder in (data / "files").iterdir():
        if folder.name in received:
            shutil.rmtree(folder)


def _is_acked(submission: Submission) -> bool:
    return submission.state is SubmissionState.ACKED


def _memory_mib() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _send_some(station: Station, count: int) -> None:
    """A round over the oldest only, so that it ends; the rows behind them are untouched."""
    due = station.store.submissions()
    left = [each for each in due if each.state is not SubmissionState.ACKED][:count]
    few = replace(station, store=_Some(station.store, {each.id for each in left}))  # type: ignore[arg-type]  # passes all on
    send_due(few, gate=HostGate())


class _Some:
    """A store that shows a part of its outbox."""

    def __init__(self, store: object, shown: set[str]) -> None:
        self._store, self._shown = store, shown

    def __getattr__(self, name: str) -> object:
        return getattr(self._store, name)

    def submissions(self) -> list[object]:
        """Those that are shown."""
        every = self._store.submissions()  # type: ignore[attr-defined]
        return [each for each in every if each.id in self._shown]

    def unfinished(self) -> list[object]:
        """Those that are shown and not sent."""
        every = self._store.unfinished()  # type: ignore[attr-defined]
        return [each for each in every if each.id in self._shown]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--dossiers", type=int, default=1000)
    parser.add_argument("--drain", type=int, default=40, help="dossiers that are sent")
    parser.add_argument("--place", help="folder for the store; one in memory makes syncs free")
    parser.add_argument(
        "--folder", type=Path, help="folder of this run; it goes on there and stays"
    )
    parser.add_argument("--look", help=argparse.SUPPRESS)
    return parser


def main() -> int:
    """Print the table."""
    options = _parser().parse_args()
    logging.disable(logging.ERROR)
    if options.look:
        print(json.dumps(look(Path(options.look))))
        return 0
    # Ended from outside, the receiver still has to be ended too: another run needs its folder.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    if options.folder:
        options.folder.mkdir(parents=True, exist_ok=True)
        return _run(options.folder, options.dossiers, options.drain)
    folder = Path(tempfile.mkdtemp(dir=options.place))
    try:
        return _run(folder, options.dossiers, options.drain)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(folder: Path, dossiers: int, drained: int) -> int:
    size = dossiers * PAGES * PAGE_BYTES
    free = shutil.disk_usage(folder).free + _held(folder)
    if free < size + _SPARE_BYTES:
        print(f"{size / 1e9:.1f} GB and 1 GB beside them do not fit", file=sys.stderr)
        return 2
    root = folder / "station"
    began = time.perf_counter()
    fill(root, dossiers)
    filled = time.perf_counter() - began
    seen = _looked_at(folder, root)
    print(_table(dossiers, filled, seen, drain(root, drained, folder)))
    return 0


_SPARE_BYTES = 10**9


def _held(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _looked_at(folder: Path, root: Path) -> dict[str, float]:
    """What a start costs with everything still queued; kept for a run that goes on."""
    kept = Kept(folder / "looked")
    for seen in kept.entries():
        return seen
    command = [sys.executable, "-m", "benchmarks.backlog", "--look", str(root)]
    said = subprocess.run(command, capture_output=True, text=True, check=True, timeout=600)
    seen = json.loads(said.stdout)
    kept.add(seen)
    return dict(seen)


def _table(count: int, filled: float, seen: dict[str, float], sent: dict[str, float]) -> str:
    size = count * PAGES * PAGE_BYTES / 1e9
    lines = [
        "| measure | result | goal |",
        "|---|---|---|",
        f"| backlog | {count} dossiers, {count * PAGES} pages, {size:.1f} GB | |",
        f"| queued in | {filled:.0f} s | |",
        f"| start until usable | {seen['usable']:.2f} s | ≤ 3 s |",
    ]
    goals = {"next page to read": "≤ 10 ms", "choice of the next dossier": "≤ 10 ms",
             "counters of the window": "≤ 5 ms"}  # fmt: skip
    for name, value in seen.items():
        if name not in {"dossiers", "usable", "memory"}:
            lines.append(f"| {name} | {value * 1000:.1f} ms | {goals.get(name, '')} |")
    lines += [
        f"| memory of that process, highest | {seen['memory']:.0f} MiB | |",
        f"| sent over 20 Mbit/s | {sent['sent']:.0f} dossiers in {sent['seconds']:.0f} s | |",
        f"| share of the line, payload | {sent['share']:.1%} | ≥ 85 % |",
        f"| growth of memory while sending | {sent['growth']:.0f} MiB | flat |",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
