"""Runner: picks due rows and calls the stage; batch, retry and recovery are the same code."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from app.errors import JobCancelled, StationError
from app.jobs import CancelToken
from app.pace import Pace
from app.services.copies import CopyWatch
from app.services.dispatch import send_due
from app.services.host_gate import HostGate
from app.services.housekeeping import BlobCheck, OrphanWatch, PurgeWatch
from app.services.lookups import look_up_due
from app.services.owed_times import pay_due
from app.services.process import read_due
from app.services.purge import PurgePolicy
from app.services.receipt_keys import KeysWatch
from app.services.result_fetch import ResultsWatch
from app.services.station import Station
from app.services.store_care import back_up_due
from app.services.work_pause import Pausable, WorkPause

log = logging.getLogger(__name__)

IDLE_S = 1.0
"""Longest time until a due row is noticed."""

TROUBLE_S = 30.0
"""Pause after a failure that concerns the whole lane (no engine, disk full)."""


_LANES = ("read", "send", "ask", "time", "bring", "keep", "check")


class Runner:
    """Threads beside the window, one for each kind of due work.

    Pages, sending, questions about papers, owed time stamps, results, copies of the store and
    what has to be erased, a slow check of everything that is stored.

    Args:
        station: What the stages work with.
        on_change: Called from the threads after rows have changed.
        on_trouble: Called from the threads with an error that stops a lane for a while.
        purging: When received dossiers are erased; None for never.
        pauses: What an officer has put off; looked at before each round.
    """

    def __init__(
        self,
        station: Station,
        *,
        on_change: Callable[[], None],
        on_trouble: Callable[[StationError], None],
        purging: PurgePolicy | None = None,
        pauses: WorkPause | None = None,
    ) -> None:
        self._station = station
        self._on_change = on_change
        self._on_trouble = on_trouble
        self._cancel = CancelToken()
        self._pauses = pauses or WorkPause()
        self._stops = {each.value: CancelToken() for each in Pausable}
        self._pace = Pace()
        self._results = ResultsWatch(station)
        self._gate = HostGate()
        self._copies = CopyWatch(station)
        self._keys = KeysWatch(station)
        self._purges = PurgeWatch(station, purging)
        self._orphans = OrphanWatch(station)
        self._busy: set[str] = set()
        self._blobs = BlobCheck(station, is_busy=self._has_work, cancel=self._cancel)
        self._wake = {name: threading.Event() for name in _LANES}
        self._threads = [
            threading.Thread(target=self._loop, args=("read", self._read), daemon=True),
            threading.Thread(target=self._loop, args=("send", self._send), daemon=True),
            threading.Thread(target=self._loop, args=("ask", self._ask), daemon=True),
            threading.Thread(target=self._loop, args=("time", self._pay), daemon=True),
            threading.Thread(target=self._loop, args=("bring", self._bring), daemon=True),
            threading.Thread(target=self._loop, args=("keep", self._keep), daemon=True),
            threading.Thread(target=self._loop, args=("check", self._blobs.look), daemon=True),
        ]

    def start(self) -> None:
        """Begin to work."""
        for thread in self._threads:
            thread.start()

    def wake(self) -> None:
        """Look for due rows now; what was put off meanwhile stops at its next page or chunk."""
        for each in self._pauses.now:
            self._stops[each.value].cancel()
        for event in self._wake.values():
            event.set()

    def line_is_back(self) -> None:
        """The system says that there is a network again: ask at once. Runs on: any thread."""
        self._gate.probe_now()
        self._wake["send"].set()

    def seconds_left(self, pages: int) -> float | None:
        """Seconds until so many pages are read, None while nobody knows. Runs on: any thread."""
        return self._pace.seconds_left(pages, self._station.ticks())

    def stop(self, timeout_s: float = 5.0) -> None:
        """Stop the pages in work, and sending between chunks; what is unfinished stays a row."""
        self._cancel.cancel()
        for token in self._stops.values():
            token.cancel()
        self.wake()
        for thread in self._threads:
            if thread.ident is not None:  # it may not have begun yet
                thread.join(timeout_s)

    def _read(self) -> int:
        return read_due(
            self._station,
            on_read=self._page_read,
            cancel=self._stops[Pausable.READ],
            pace=self._pace,
        )

    def _send(self) -> int:
        return send_due(
            self._station,
            on_change=lambda _submission: self._on_change(),
            cancel=self._stops[Pausable.SEND],
            gate=self._gate,
            tell=self._on_trouble,
        )

    def _ask(self) -> int:
        settled = look_up_due(self._station, cancel=self._cancel)
        if settled:
            self._on_change()
        return settled

    def _pay(self) -> int:
        paid = pay_due(self._station, self._cancel)
        if paid:
            self._on_change()
        return paid

    def _bring(self) -> int:
        self._keys.look(self._on_trouble)
        brought = self._results.look(self._cancel, self._on_trouble)
        if brought:
            self._on_change()
        return brought

    def _keep(self) -> int:
        done = back_up_due(self._station) + self._copies.look()
        erased = self._purges.look()
        done += self._orphans.look()
        if erased:
            self._on_change()
        return done + erased

    def _has_work(self) -> bool:
        """Whether pages are read, or something is sent or erased, at this moment."""
        return bool(self._busy & {"read", "send", "keep"})

    def _page_read(self, _page: object) -> None:
        self._on_change()

    def _loop(self, name: str, stage: Callable[[], int]) -> None:
        event = self._wake[name]
        while not self._cancel.cancelled:
            if self._is_put_off(name):
                event.wait(IDLE_S)
                event.clear()
                continue
            self._busy.add(name)
            pause = self._round(stage)
            self._busy.discard(name)
            if pause:
                event.wait(pause)
            event.clear()

    def _is_put_off(self, name: str) -> bool:
        """Whether an officer has put a lane off; one that is resumed gets a fresh token."""
        if name not in self._stops:
            return False
        if Pausable(name) in self._pauses.now:
            return True
        if self._stops[name].cancelled:
            self._stops[name] = CancelToken()
            if self._cancel.cancelled:  # the end came in between
                self._stops[name].cancel()
        return False

    def _round(self, stage: Callable[[], int]) -> float:
        """Do what is due; gives how long to wait before the next look."""
        try:
            return 0.0 if stage() else IDLE_S
        except JobCancelled:
            return IDLE_S
        except StationError as error:
            log.error("lane stopped for a while: %s %s", error.code, error.detail)
            self._on_trouble(error)
            return TROUBLE_S
        except Exception as error:  # the job runner: a lane that dies would stop work unseen
            log.exception("lane stopped for a while: %s", type(error).__name__)
            self._on_trouble(StationError(type(error).__name__))
            return TROUBLE_S
