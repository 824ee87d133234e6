"""Stalls of the whole window while it scans, reads, sends and signs at once, and what causes them.

    python -m benchmarks.window_stalls FOLDER [--seconds N] [--shown N]

FOLDER holds a store of `benchmarks.window_store` (made when it is not there); the run works on a
copy of it. The station is the real one: pages come from a scanner at the pace of a machine, the
workers read them, the backlog goes to the reference receiver over a line of 20 Mbit/s, results are
signed with a trial key, and an officer goes through dossiers, pages, fields, the contact sheet and
the outbox meanwhile; first for half as long with nothing beside it. Steps are those of
`benchmarks.loop_watch`. Prints Markdown. Linux only.
"""

from __future__ import annotations

import argparse
import gc
import itertools
import logging
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.bootstrap import Wiring
from app.demo import samples
from app.domain.result import ResultOrigin
from app.domain.signing import Signer, SignerRole, SigningPlan
from app.domain.submission import SubmissionState
from app.jobs import ProcessLane
from app.services.results import take_in
from app.services.runner import Runner
from app.services.sign_batch import run_batch, start_batch
from app.services.station import Station
from app.steady_heap import keep_heap_small
from app.ui.application import SWITCH_S
from app.ui.collector import GuiCollector
from app.ui.counter import Counter
from app.ui.desk_settings import DeskSettings
from app.ui.jobs_bridge import Lane
from app.ui.outfit import set_up, without_rules
from app.ui.singletons import keep_singletons_alive
from benchmarks.contact_sheet import PacedScanner, pass_time
from benchmarks.loop_watch import HEAD, IdleWatch, LoopWatch, causes, row
from benchmarks.memory import resident_kb
from benchmarks.throttled_line import ThrottledLine
from benchmarks.window_signing import PASSWORD, make_signing
from benchmarks.window_store import DOSSIERS, PAGES, make_store, settings_of
from tests.receiver.receiver_process import ReceiverProcess

LINE_BIT_S = 20e6
PAGE_S = 0.6
ACT_MS = 400
SETTLE_MS = 3000
ROUND_OF_RESULTS = 4
RESULTS = 240


class Officer(QObject):
    """Presses keys all the time: dossiers, pages, fields, contact sheet, outbox."""

    def __init__(self, counter: Counter) -> None:
        super().__init__(counter.window)
        self._counter = counter
        self._acts: Iterator[Callable[[], None]] = itertools.cycle(self._round())
        self._timer = QTimer(self)
        self._timer.setInterval(ACT_MS)
        self._timer.timeout.connect(self._act)
        self._timer.start()

    def stop(self) -> None:
        """Hands off."""
        self._timer.stop()

    def _round(self) -> list[Callable[[], None]]:
        window = self._counter.window
        down = self._key(window.queue.list, Qt.Key.Key_Down)
        walk = [down, down, self._key(window.pages, Qt.Key.Key_Right), self._confirm]
        sheet = self._counter.desk.contact.screen.sheet
        scroll = [self._key(sheet, Qt.Key.Key_PageDown), self._key(sheet, Qt.Key.Key_Right)]
        table = window.outbox.table
        rest = [self._key(table, Qt.Key.Key_PageDown), self._key(table, Qt.Key.Key_Down)]
        return [
            *walk * 3,
            self._counter.desk.contact.open,
            *scroll * 3,
            window.show_outbox,
            *rest * 3,
            window.show_work,
        ]

    def _key(self, widget: QWidget, key: Qt.Key) -> Callable[[], None]:
        return lambda: QTest.keyClick(widget, key)

    def _confirm(self) -> None:
        rows = self._counter.window.form.rows
        if rows:
            QTest.keyClick(rows[0], Qt.Key.Key_Return)

    def _act(self) -> None:
        next(self._acts)()


class Signing:
    """Batches of results, one after the other, in the lane of the token."""

    def __init__(self, counter: Counter, station: Station, key: Path) -> None:
        self._counter, self._station, self._key = counter, station, key
        self._made = iter(range(RESULTS))
        self._closed = False
        self.signed = 0

    def go_on(self) -> None:
        """The next batch."""
        if not self._closed:
            self._counter.bridge.run(Lane.TOKEN, self._batch, self._done)

    def stop(self) -> None:
        """No more batches."""
        self._closed = True

    def _batch(self) -> int:
        homes = []
        for number in itertools.islice(self._made, ROUND_OF_RESULTS):
            name = f"ket-qua-{number}.pdf"
            data = self._key.with_name(name).read_bytes()
            homes.append(take_in(self._station, name, data, ResultOrigin.FOLDER).dossier_id)
        if not homes:
            return 0
        plan = SigningPlan((Signer(SignerRole.PERSON, f"p12:{self._key}"),), level="b-b")
        batch = start_batch(self._station, homes, plan)
        run_batch(self._station, batch.id, [bytearray(PASSWORD, "utf-8")])
        return len(homes)

    def _done(self, count: int) -> None:
        self.signed += count
        self._counter.rows_changed()
        if count:
            self.go_on()


@dataclass(frozen=True, slots=True)
class Asked:
    """What the run is told."""

    folder: Path
    seconds: int
    shown: int
    by_event: bool


def measure(asked: Asked) -> None:
    """Run everything at once and print."""
    with ExitStack() as stack:
        work = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=asked.folder)))
        shutil.copytree(asked.folder / "station", work / "station")
        maker = ProcessLane(1, name="trial-key")
        key = maker.submit(make_signing, work / "ca", RESULTS).result()
        maker.close()
        receiver = ReceiverProcess(work / "receiver", ["--accept-unsigned"]).start()
        stack.callback(receiver.kill)
        line = stack.enter_context(ThrottledLine(receiver.port, LINE_BIT_S / 8))
        settings = settings_of(work, server_url=line.url, trust_dir=str(key.parent / "trust"))
        plain = stack.enter_context(Wiring(settings, dict(os.environ)).station())
        scanner = PacedScanner([])
        scanner.pause_s = PAGE_S
        station = replace(plain, scanner=scanner)
        _window(station, scanner, key, asked)


def _window(station: Station, scanner: PacedScanner, key: Path, asked: Asked) -> None:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    runners: list[Runner] = []

    def wake() -> None:
        for one in runners:
            one.wake()

    with without_rules(application):
        counter = Counter(station, DeskSettings(language="vi"), wake)
    collector = GuiCollector(application)
    runner = Runner(
        station.unattended(), on_change=counter.rows_changed, on_trouble=counter.lane_trouble
    )
    runners.append(runner)
    signing = Signing(counter, station, key)
    counter.start()
    gc.freeze()  # as the program does
    pass_time(SETTLE_MS)
    officer, watch, idle = Officer(counter), LoopWatch(by_event=asked.by_event), IdleWatch()
    _worked(watch, "an officer at work, nothing else", asked.seconds // 2)
    seen = list(watch.steps)
    scanner.load([path.read_bytes() for path in sorted(samples().rglob("*.jpg"))] * 20)
    runner.start()
    counter.desk.scan()
    signing.go_on()
    _worked(watch, "scanning, reading, sending and signing beside it", asked.seconds)
    officer.stop()
    watch.end()
    signing.stop()
    print(f"\n{_done(station)}, signed {signing.signed}; resident {resident_kb() / 1000:.0f} MB.")
    print(f"A process that only sleeps, beside it: {idle.end()}.\n")
    print("\n".join(causes([*seen, *watch.steps], asked.shown)), flush=True)
    counter.flows.capture.stop()
    counter.close()
    runner.stop(5.0)
    del collector


def _worked(watch: LoopWatch, name: str, seconds: int) -> None:
    """Let it work, and print the row."""
    watch.begin()
    pass_time(1000 * seconds)
    print(row(name, watch.steps), flush=True)


def _done(station: Station) -> str:
    """What was done beside the officer."""
    rows = station.store.dossier_rows()
    scanned = sum(one.page_count for one in rows) - PAGES * len(rows)
    sent = sum(one.submission_state is SubmissionState.ACKED for one in rows)
    return f"{len(rows)} dossiers, {scanned:+} pages against ten each, received {sent}"


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seconds", type=int, default=60, help="of everything at once")
    parser.add_argument("--shown", type=int, default=25, help="places that are told")
    parser.add_argument("--by-event", action="store_true", help="tell at which event Qt was")
    parser.add_argument("--dossiers", type=int, default=DOSSIERS)
    asked = parser.parse_args()
    logging.disable(logging.ERROR)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    make_store(asked.folder, asked.dossiers)
    keep_singletons_alive()
    keep_heap_small()
    sys.setswitchinterval(SWITCH_S)
    application = QApplication(sys.argv[:1])  # held: nobody else does
    set_up(application, "vi")
    print(f"Backlog of {asked.dossiers} dossiers, {os.cpu_count()} cores\n")
    print(HEAD)
    measure(Asked(asked.folder, asked.seconds, asked.shown, asked.by_event))


if __name__ == "__main__":
    main()
