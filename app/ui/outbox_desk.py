"""The outbox desk: what waits to be sent, and the signs of it in the status strip."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from app.domain.submission import FINISHED
from app.ui.outbox_flow import OutboxFlow
from app.ui.outbox_model import reason_text
from app.ui.queue_flow import Overview, QueueFlow
from app.ui.slip_printing import SlipPrinting
from app.ui.trouble_desk import TroubleDesk
from app.ui.window import Window

LATE_LOOK_MS = 10 * 60_000
"""How often the rows are read again where nothing changes them: waiting alone makes them late."""


class OutboxDesk(QObject):
    """Joins outbox and status strip with the flow of the outbox."""

    def __init__(
        self, window: Window, outbox: OutboxFlow, queue: QueueFlow, troubles: TroubleDesk
    ) -> None:
        super().__init__(window)
        self._window, self._troubles = window, troubles
        self._overview = Overview()
        self.slips = SlipPrinting(window.outbox, outbox, troubles)
        window.outbox.retry_wanted.connect(outbox.retry)
        window.outbox.withdraw_wanted.connect(outbox.withdraw)
        window.outbox.receipt_wanted.connect(outbox.read_receipt)
        outbox.changed.connect(queue.refresh)
        outbox.receipt_read.connect(window.outbox.show_receipt)
        outbox.line_changed.connect(window.strip.set_line)
        outbox.trouble.connect(troubles.show)
        window.strip.line_pressed.connect(outbox.check_line)
        window.strip.line_pressed.connect(window.show_outbox)
        window.strip.waiting_pressed.connect(window.show_outbox)
        window.strip.held_pressed.connect(self._show_held)
        window.strip.overdue_pressed.connect(self._show_overdue)
        window.strip.oldest_pressed.connect(self._show_oldest)
        queue.overview_read.connect(self._know)
        self._late_look = QTimer(self)
        self._late_look.setInterval(LATE_LOOK_MS)
        self._late_look.timeout.connect(queue.refresh_soon)
        self._late_look.start()

    def _know(self, overview: Overview) -> None:
        self._overview = overview

    def _show_overdue(self) -> None:
        """Show the oldest one, and say what that means."""
        self._window.show_outbox()
        if not self._overview.overdue:
            return
        oldest = self._overview.overdue[0]
        self._window.outbox.choose(oldest.id)
        why = reason_text(oldest, self._troubles.language) if oldest.reason else ""
        more = self.tr("Nothing is lost, and the station tries every hour. Tell the administrator.")
        self._troubles.tell_all(
            self.tr("%n dossier(s) unsent for more than a day.", "", len(self._overview.overdue)),
            f"{why}\n{more}".strip(),
        )

    def _show_oldest(self) -> None:
        """Show what has waited for the longest time."""
        self._window.show_outbox()
        waiting = [s for s in self._overview.submissions if s.state not in FINISHED]
        if waiting:
            self._window.outbox.choose(waiting[0].id)

    def _show_held(self) -> None:
        self._window.show_outbox()
        self._window.outbox.choose_held()
