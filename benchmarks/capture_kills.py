"""Kill a feed of pages at random moments and look at what is left.

    python -m benchmarks.capture_kills --count 200

The station as it is scans 50 sheets into a dossier through SANE's `test` device, ten at a time.
At a random moment either the station or its driver process gets SIGKILL. A killed station is
started again: the time until the dossier lies open with its pages is measured, and every page that
was told saved is decrypted and compared with the digest that was told. After a killed driver the
same station goes on. Linux only.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from app.bootstrap import Wiring
from app.domain.ids import DossierId, PageId
from app.domain.page import Page
from app.scanning.base import ColourMode, PaperSource, ScanCancelled, ScanProfile
from app.scanning.pnm_feeder import write_sane_config
from app.services import capture, feeding
from app.services.capture import ScanOrder
from app.services.station import Station
from app.settings import Settings

SHEETS = 50
TRAY = 10
"""Sheets that the device has at each scan."""

DEVICE = "sane:test:0?test-picture=Grid"
PROFILE = ScanProfile(source=PaperSource.FEEDER, colour=ColourMode.GREY, dpi=200)
_MOST_S = 120.0


@dataclass(slots=True)
class Tally:
    """What was found.

    Attributes:
        back_s: From the start of the program to the dossier with its pages, in seconds.
        lost: Pages told saved that are gone or have other bytes.
        unfinished: Driver kills after which the station did not go on.
    """

    app_kills: int = 0
    driver_kills: int = 0
    told: int = 0
    checked: int = 0
    lost: int = 0
    unfinished: int = 0
    back_s: list[float] = field(default_factory=list)

    @property
    def kills(self) -> int:
        """Both kinds."""
        return self.app_kills + self.driver_kills

    def table(self) -> str:
        """Markdown."""
        back = sorted(self.back_s) or [0.0]
        rows = (
            ("SIGKILL to the station", self.app_kills),
            ("SIGKILL to the driver process", self.driver_kills),
            ("pages told saved", self.told),
            ("pages opened and compared after kills", self.checked),
            ("pages lost that were told saved", self.lost),
            ("driver kills after which the station did not go on", self.unfinished),
            ("back with the same dossier, median (s)", round(back[len(back) // 2], 2)),
            ("back with the same dossier, longest (s)", round(back[-1], 2)),
        )
        lines = [f"| {name} | {value} |" for name, value in rows]
        return "\n".join(["| measure | result |", "|---|---|", *lines])


class Feeding:
    """One station in a process of its own, and what it has told."""

    def __init__(self, data: Path, dossier: str) -> None:
        self.began = time.monotonic()
        self.saved: dict[str, str] = {}
        self.checked = 0
        self.lost = 0
        self.dossier = dossier
        self.went_on = 0
        self.back = threading.Event()
        self.back_s = 0.0
        self.ended = threading.Event()
        self.is_full = False
        command = [sys.executable, "-m", "benchmarks.capture_kills", "--station", str(data)]
        self.process = subprocess.Popen(
            [*command, "--dossier", dossier],
            stdout=subprocess.PIPE,
            stdin=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        self._ear = threading.Thread(target=self._hear, daemon=True)

    def start(self, told: dict[str, str]) -> None:
        """Tell what was saved before, and listen."""
        assert self.process.stdin is not None  # asked for above
        for page, digest in told.items():
            self.process.stdin.write(f"{page} {digest}\n")
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        self._ear.start()

    def _hear(self) -> None:
        assert self.process.stdout is not None  # asked for above
        for line in self.process.stdout:
            if not line.endswith("\n"):
                break  # cut by the kill: the officer has not seen it either
            word, *rest = line.split()
            if word == "saved":
                self.saved[rest[0]] = rest[1]
            elif word == "back":
                self.dossier, self.back_s = rest[0], time.monotonic() - self.began
                self.back.set()
            elif word == "checked":
                self.checked, self.lost = int(rest[0]), int(rest[1])
            elif word == "on":
                self.went_on += 1
            elif word == "full":
                self.is_full = True
        self.ended.set()
        self.back.set()

    def drivers(self) -> list[int]:
        """Driver processes of this station."""
        found = []
        for task in Path(f"/proc/{self.process.pid}/task").glob("*/children"):
            with contextlib.suppress(OSError):
                found += [int(pid) for pid in task.read_text("ascii").split()]
        return [pid for pid in found if _is_driver(pid)]

    def kill(self) -> None:
        """End the station like a power cut; the driver process goes by itself."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait(_MOST_S)
        self._ear.join(_MOST_S)
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()


def _is_driver(pid: int) -> bool:
    try:
        return b"sane_worker" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False


def run(count: int, seed: int, folder: Path, within_s: float = 0.0) -> Tally:
    """Kill so often; `within_s` 0 = within the time that an undisturbed feed takes."""
    chance, tally = random.Random(seed), Tally()  # moments of kills
    write_sane_config(folder / "sane.d", ("test",))
    reach = within_s or _undisturbed(folder)
    dossier = ""
    told: dict[str, str] = {}
    feed: Feeding | None = None
    while tally.kills < count:
        if feed is None:
            feed = Feeding(folder / "data", dossier)
            feed.start(told)
            if not feed.back.wait(_MOST_S) or not feed.back_s:
                feed.kill()
                raise SystemExit("the station did not come back")
            tally.back_s.append(feed.back_s)
            dossier = feed.dossier
        feed.ended.wait(chance.uniform(0.0, reach))
        at_driver = chance.random() < 0.5  # one half each
        drivers = feed.drivers() if at_driver else []
        if drivers:
            before = feed.went_on
            with contextlib.suppress(ProcessLookupError):
                os.kill(drivers[0], signal.SIGKILL)
            tally.driver_kills += 1
            until = time.monotonic() + _MOST_S
            while feed.went_on == before and not feed.ended.is_set():
                if time.monotonic() > until:
                    tally.unfinished += 1
                    break
                time.sleep(0.01)
        else:
            feed.kill()
            tally.app_kills += 1
        if feed.process.poll() is not None:
            feed.kill()
            told |= feed.saved
            tally.checked, tally.lost = tally.checked + feed.checked, tally.lost + feed.lost
            tally.told += len(feed.saved)
            if feed.is_full:
                dossier = ""
            feed = None
    if feed is not None:
        feed.kill()
        told |= feed.saved
        tally.told += len(feed.saved)
        tally.checked, tally.lost = tally.checked + feed.checked, tally.lost + feed.lost
    last = Feeding(folder / "data", dossier)
    last.start(told)
    last.back.wait(_MOST_S)
    tally.back_s.append(last.back_s)
    while last.checked < len(told) and not last.ended.is_set():
        time.sleep(0.05)
    last.kill()
    tally.checked, tally.lost = tally.checked + last.checked, tally.lost + last.lost
    return tally


def _undisturbed(folder: Path) -> float:
    """Seconds from the open dossier to the last of its sheets."""
    feed = Feeding(folder / "first", "")
    feed.start({})
    feed.back.wait(_MOST_S)
    began = time.monotonic()
    feed.ended.wait(_MOST_S)
    took = time.monotonic() - began
    feed.kill()
    if len(feed.saved) != SHEETS:
        raise SystemExit(f"{len(feed.saved)} of {SHEETS} sheets without any kill")
    return took


@contextlib.contextmanager
def opened(data: Path) -> Iterator[Station]:
    """The station on the practice device, as a window has it."""
    settings = Settings(
        data_dir=data, sane_config_dir=str(data.parent / "sane.d"), station_key_place="file",
        scanner_discovery=False, jobs=1,
    )  # fmt: skip
    with Wiring(settings, dict(os.environ)).station() as station:
        yield station


def _station(data: Path, dossier: str) -> None:
    """The process that is killed."""
    told = dict(line.split() for line in iter(lambda: sys.stdin.readline().strip(), ""))
    with opened(data) as station:
        home = DossierId(dossier) if dossier else capture.new_dossier(station).id
        pages = station.store.pages(home)
        print("back", home, len(pages), flush=True)
        if len(pages) < SHEETS:
            _feed(station, home)
        print("full", flush=True)
        homes = [row.dossier.id for row in station.store.dossier_rows()]
        found = {page.id: page for each in homes for page in station.store.pages(each)}
        bad = sum(
            not _is_whole(station, found.get(PageId(page)), digest) for page, digest in told.items()
        )
        print("checked", len(told), bad, flush=True)


def _is_whole(station: Station, page: Page | None, digest: str) -> bool:
    if page is None:
        return False
    data = station.vault.get(page.dossier_id, page.raw)
    return hashlib.sha256(data).hexdigest() == digest


def _feed(station: Station, home: DossierId) -> None:
    def saved(page: Page) -> None:
        digest = hashlib.sha256(station.vault.get(home, page.raw)).hexdigest()
        print("saved", page.id, digest, flush=True)

    while (left := SHEETS - len(station.store.pages(home))) > 0:
        profile = replace(PROFILE, max_pages=left if left < TRAY else 0)
        done = feeding.feed(station, home, ScanOrder(DEVICE, profile), on_saved=saved)
        if done.stopped is not None and not isinstance(done.stopped, ScanCancelled):
            print("on", done.stopped.code, done.next_sheet, flush=True)


def main(argv: Sequence[str] | None = None) -> int:
    """Entry point."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--station", metavar="DIR", help=argparse.SUPPRESS)
    parser.add_argument("--dossier", default="", help=argparse.SUPPRESS)
    arguments = parser.parse_args(argv)
    if arguments.station:
        _station(Path(arguments.station), arguments.dossier)
        return 0
    with tempfile.TemporaryDirectory(prefix="sohoa-kills-") as folder:
        tally = run(arguments.count, arguments.seed, Path(folder))
    print(tally.table())
    return 0 if not tally.lost and not tally.unfinished else 1


if __name__ == "__main__":
    raise SystemExit(main())
