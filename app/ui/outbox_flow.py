"""Outbox: what is sent, what waits, what needs a person; and whether the line is up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from app.domain.ids import DossierId, SubmissionId
from app.domain.submission import ReceiptRecord, Submission
from app.errors import StationError
from app.province.late_intake import is_set_up
from app.services.deliver import cancel_submission, try_again
from app.services.slips import PaperSize, save_slip
from app.services.station import Station
from app.ui.jobs_bridge import JobsBridge, Lane

LINE_CHECK_MS = 15_000
"""How often the line to the processing system is looked at."""


@dataclass(frozen=True, slots=True)
class LineView:
    """Whether the processing system answers.

    Attributes:
        online: None until it was asked once.
        since: When that began.
        is_set_up: There is a system to answer at all.
    """

    online: bool | None = None
    since: datetime | None = None
    is_set_up: bool = True


class OutboxFlow(QObject):
    """Asks for another try, withdraws, shows receipts and watches the line.

    Signals:
        changed(): Rows of the outbox are different now.
        line_changed(LineView): The line went up or down.
        receipt_read(ReceiptRecord): A receipt to show.
        slip_saved(str): Name of the file with a printed slip.
        trouble(StationError): Something was refused.
    """

    changed = Signal()
    line_changed = Signal(object)
    receipt_read = Signal(object)
    slip_saved = Signal(str)
    trouble = Signal(object)

    def __init__(
        self,
        station: Station,
        bridge: JobsBridge,
        *,
        wake: Callable[[], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._station = station
        self._bridge = bridge
        self._wake = wake
        self._asking = False
        self.line = LineView()
        self._timer = QTimer(self)
        self._timer.setInterval(LINE_CHECK_MS)
        self._timer.timeout.connect(self.check_line)

    def watch_line(self) -> None:
        """Look at the line now and from now on."""
        self._timer.start()
        self.check_line()

    def check_line(self) -> None:
        """Look at the line once; a slow answer is waited for only once at a time."""
        if self._asking:
            return
        self._asking = True
        system = self._station.system
        self._bridge.run(Lane.NETWORK, system.reachable, self._line_known, self._line_unknown)

    def retry(self, submission_id: SubmissionId) -> None:
        """The officer wants another try now."""
        station = self._station
        self._bridge.run(
            Lane.STORE, lambda: try_again(station, submission_id), self._moved, self._refused
        )

    def withdraw(self, submission_id: SubmissionId) -> None:
        """Take a submission back that nobody has heard of yet."""
        station = self._station
        self._bridge.run(
            Lane.STORE,
            lambda: cancel_submission(station, submission_id),
            self._moved,
            self._refused,
        )

    def read_receipt(self, submission_id: SubmissionId) -> None:
        """Fetch a receipt from the store."""
        store = self._station.store
        self._bridge.run(
            Lane.STORE, lambda: store.receipt(submission_id), self._receipt, self._refused
        )

    def print_slip(self, dossier_id: DossierId, size: PaperSize, target: Path) -> None:
        """Print the receipt of a dossier, or the station's slip, into a PDF file."""
        station = self._station
        self._bridge.run(
            Lane.VIEW,
            lambda: save_slip(station, dossier_id, size=size, target=target),
            lambda _nothing: self.slip_saved.emit(target.name),
            self._refused,
        )

    def _moved(self, _submission: Submission) -> None:
        self._wake()
        self.changed.emit()

    def _refused(self, error: StationError) -> None:
        self.trouble.emit(error)
        self.changed.emit()

    def _receipt(self, receipt: ReceiptRecord) -> None:
        self.receipt_read.emit(receipt)

    def _line_known(self, online: bool) -> None:
        self._asking = False
        if online != self.line.online:
            known = is_set_up(self._station.system)
            self.line = LineView(online, self._station.now(), known)
            self.line_changed.emit(self.line)

    def _line_unknown(self, _error: StationError) -> None:
        self._line_known(online=False)
