"""Electronic results: taken in, looked at, signed as one batch, returned; beside the window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.domain.ids import DossierId
from app.domain.signing import ItemState
from app.domain.submission import Submission
from app.errors import LibraryError, StationError
from app.jobs import CancelToken, Progress
from app.services.results import ResultRow, import_results, result_rows, send_results
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
from app.ui.signing_flow import WRONG_PIN
from app.ui.token_flow import TokenFlow


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
        pin_refused(StationError, int | None): Wrong PIN or password, tries left.
        ended(BatchReport): A batch ended or was stopped; what is signed stays.
        failed(StationError): A batch could not begin or go on.
        sent(list): Submissions and errors of what was to be returned.
        trouble(StationError): Something else could not be done.
    """

    inbox_read = Signal(object)
    taken_in = Signal(object)
    progress = Signal(object)
    pin_refused = Signal(object, object)
    ended = Signal(object)
    failed = Signal(object)
    sent = Signal(object)
    trouble = Signal(object)

    def __init__(
        self,
        station: Station,
        bridge: JobsBridge,
        *,
        person: TokenFlow,
        wake: Callable[[], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._station, self._bridge, self._wake = station, bridge, wake
        self._cancel = CancelToken()
        self._codes: dict[DossierId, str] = {}
        self.is_busy = False
        self.person = person
        self.preview = PreviewFlow(station, bridge, self)
        agency = station.signing.agency_key
        self.agency = TokenFlow(station, bridge, agency, self) if agency else None

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

    def check_tokens(self) -> None:
        """Ask the keys how they are; not while they sign."""
        for key in self._keys():
            key.check()

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
        if self.is_busy or self.person.is_busy:
            _wipe(pins)
            return
        self._set_busy(is_busy=True)
        self._cancel = CancelToken()
        station, rules = self._station, RunRules(self._tell, self._cancel)

        def job() -> BatchReport:
            try:
                return run_wish(station, batch_of(), pins, rules)
            finally:
                _wipe(pins)

        self._bridge.run(Lane.TOKEN, job, self._ended, self._failed)

    def _tell(self, progress: Progress) -> None:
        self._bridge.post(self.progress.emit, progress)

    def _set_busy(self, *, is_busy: bool) -> None:
        self.is_busy = is_busy
        for key in self._keys():
            key.is_busy = is_busy

    def _keys(self) -> tuple[TokenFlow, ...]:
        return (self.person,) if self.agency is None else (self.person, self.agency)

    def _ended(self, report: BatchReport) -> None:
        self._set_busy(is_busy=False)
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
            tries = error.tries_left if isinstance(error, LibraryError) else None
            self.pin_refused.emit(error, tries)
        else:
            self.failed.emit(error)
        self.read()
        self.check_tokens()


def _wipe(pins: list[bytearray]) -> None:
    for pin in pins:
        pin[:] = bytes(len(pin))


def _inbox(station: Station, codes: dict[DossierId, str]) -> Inbox:
    owed = {each.dossier_id for each in station.store.owed_times()}
    rows = result_rows(station)
    mine = {row.dossier.id for row in rows}
    lines = [ResultLine(row, row.dossier.id in owed, codes.get(row.dossier.id, "")) for row in rows]
    stopped = [batch for batch in open_batches(station) if set(batch.dossiers) <= mine]
    return Inbox(tuple(reversed(lines)), tuple(stopped))
