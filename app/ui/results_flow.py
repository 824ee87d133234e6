"""Electronic results: taken in, looked at, signed as one batch, returned; beside the window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.domain.ids import DossierId
from app.domain.signing import ItemState
from app.domain.submission import Submission
from app.errors import StationError
from app.jobs import CancelToken, Progress
from app.services.result_fetch import fetch_results
from app.services.results import ResultRow, TakenIn, import_results, result_rows, send_results
from app.services.sign_batch import BatchReport
from app.services.signing_run import (
    OpenBatch,
    RunRules,
    SignWish,
    open_batches,
    run_wish,
    wanted_batch,
)
from app.services.station import SigningOptions, Station
from app.ui.jobs_bridge import JobsBridge, Lane
from app.ui.preview_flow import PreviewFlow
from app.ui.sign_keys import SignKeys
from app.ui.signing_flow import WRONG_PIN, SigningFlow, wipe
from app.ui.wait_flow import WaitFlow


@dataclass(frozen=True, slots=True)
class ResultLine:
    """A result as the list shows it.

    Attributes:
        row: Its rows of the store.
        waits: A time stamp is still owed to it.
        code: Why it could not be signed the last time, "" when it was not tried or could be.
    """

    row: ResultRow
    waits: bool = False
    code: str = ""


@dataclass(frozen=True, slots=True)
class Inbox:
    """All results, newest first, and the batches of them that can go on."""

    lines: tuple[ResultLine, ...] = ()
    stopped: tuple[OpenBatch, ...] = ()


class ResultsFlow(QObject):
    """Works on results; one batch at a time.

    Signals:
        inbox_read(Inbox): All rows, after any change.
        taken_in(list[TakenIn]): What an import brought.
        progress(Progress): Files signed so far, with the seconds left.
        pin_refused(LibraryError): Wrong PIN or password.
        fetch_progress(Progress): Results fetched so far.
        fetched(list[TakenIn]): What the processing system had.
        fetch_failed(StationError): It could not be asked, or fetching was stopped.
        ended(BatchReport): A batch ended or was stopped; what is signed stays.
        failed(StationError): A batch could not begin or go on.
        sent(list): Submissions and errors of what was to be returned.
        trouble(StationError): Something else could not be done.
    """

    inbox_read = Signal(object)
    taken_in = Signal(object)
    progress = Signal(object)
    pin_refused = Signal(object)
    fetch_progress = Signal(object)
    fetched = Signal(object)
    fetch_failed = Signal(object)
    ended = Signal(object)
    failed = Signal(object)
    sent = Signal(object)
    trouble = Signal(object)

    def __init__(
        self,
        station: Station,
        bridge: JobsBridge,
        *,
        signing: SigningFlow,
        wake: Callable[[], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._station, self._bridge, self._wake = station, bridge, wake
        self._cancel, self._fetching = CancelToken(), CancelToken()
        self._codes: dict[DossierId, str] = {}
        self.is_busy = self.is_fetching = False
        self.preview = PreviewFlow(station, bridge, self)
        self.keys = SignKeys(
            station,
            bridge,
            person=signing.person,
            agency=signing.agency,
            with_agency=True,
            parent=self,
        )
        self.keys.trouble.connect(self.trouble)
        self.wait = WaitFlow(bridge, station.now, self)

    @property
    def options(self) -> SigningOptions:
        """How the station signs."""
        return self._station.signing

    def read(self) -> None:
        """Read all rows."""
        station, codes = self._station, dict(self._codes)
        self._bridge.run(
            Lane.STORE, lambda: _inbox(station, codes), self.inbox_read.emit, self.trouble.emit
        )

    def take_in(self, folder: Path) -> None:
        """Take in every PDF of a folder that is not here yet."""
        station = self._station
        self._bridge.run(
            Lane.CHECK,
            lambda: import_results(station, folder),
            self.taken_in.emit,
            self.trouble.emit,
        )

    @property
    def asked_at(self) -> datetime | None:
        """When the processing system was last asked for results, by whomever."""
        return self._station.results_round.asked_at

    def fetch(self) -> None:
        """Ask the processing system for results now."""
        if self.is_fetching:
            return
        self.is_fetching, self._fetching = True, CancelToken()
        station, cancel = self._station, self._fetching

        def tell(progress: Progress) -> None:
            self._bridge.post(self.fetch_progress.emit, progress)

        self._bridge.run(
            Lane.RESULTS,
            lambda: fetch_results(station, cancel, on_progress=tell),
            self._fetched,
            self._not_fetched,
        )

    def stop_fetching(self) -> None:
        """Fetch no more; what was taken in stays."""
        self._fetching.cancel()

    def _fetched(self, taken: list[TakenIn]) -> None:
        self.is_fetching = False
        self.fetched.emit(taken)

    def _not_fetched(self, error: StationError) -> None:
        self.is_fetching = False
        self.fetch_failed.emit(error)

    def check_tokens(self) -> None:
        """Ask the keys how they are; not while they sign."""
        self.keys.check()

    def sign(self, wish: SignWish, pins: list[bytearray]) -> None:
        """Sign as one batch; the PINs are wiped in every case."""
        station = self._station
        self._start(lambda: wanted_batch(station, wish).id, pins)

    def go_on(self, stopped: OpenBatch, pins: list[bytearray]) -> None:
        """Go on with a batch that was stopped."""
        self._start(lambda: stopped.batch.id, pins)

    def stop(self) -> None:
        """Sign no more files; those that are signed stay."""
        self._cancel.cancel()

    def send(self) -> None:
        """Return every signed result to the system."""
        station = self._station

        def done(outcomes: list[Submission | StationError]) -> None:
            self._wake()
            self.sent.emit(outcomes)

        self._bridge.run(Lane.STORE, lambda: send_results(station), done, self.trouble.emit)

    def _start(self, batch_of: Callable[[], str], pins: list[bytearray]) -> None:
        if self.is_busy or self.keys.is_busy:
            wipe(pins)
            return
        self._set_busy(is_busy=True)
        self._cancel = CancelToken()
        self.wait.begin(self._cancel)
        station, wait = self._station, self.wait
        rules = RunRules(self._tell, self._cancel, on_wait=wait.on_wait, ask_code=wait.ask_code)

        def job() -> BatchReport:
            try:
                return run_wish(station, batch_of(), pins, rules)
            finally:
                wipe(pins)

        self._bridge.run(Lane.TOKEN, job, self._ended, self._failed)

    def _tell(self, progress: Progress) -> None:
        self._bridge.post(self.progress.emit, progress)

    def _set_busy(self, *, is_busy: bool) -> None:
        self.is_busy = is_busy
        self.keys.set_busy(is_busy=is_busy)
        if not is_busy:
            self.wait.end()

    def _ended(self, report: BatchReport) -> None:
        self._set_busy(is_busy=False)
        self.keys.remember(report.warnings)
        for item in report.items:
            if item.state in {ItemState.FAILED, ItemState.HELD}:
                self._codes[item.dossier_id] = item.code
            else:
                self._codes.pop(item.dossier_id, None)
        self.ended.emit(report)
        self.read()
        self.check_tokens()

    def _failed(self, error: StationError) -> None:
        self._set_busy(is_busy=False)
        if error.code in WRONG_PIN:
            self.pin_refused.emit(error)
        else:
            self.failed.emit(error)
        self.read()
        self.check_tokens()


def _inbox(station: Station, codes: dict[DossierId, str]) -> Inbox:
    owed = {each.dossier_id for each in station.store.owed_times()}
    rows = result_rows(station)
    mine = {row.dossier.id for row in rows}
    lines = [ResultLine(row, row.dossier.id in owed, codes.get(row.dossier.id, "")) for row in rows]
    stopped = [batch for batch in open_batches(station) if set(batch.dossiers) <= mine]
    return Inbox(tuple(reversed(lines)), tuple(stopped))
