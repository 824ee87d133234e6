"""The outbox desk: what waits to be sent, and the signs of it in the status strip."""

from __future__ import annotations

from PySide6.QtCore import QObject

from app.ui.outbox_flow import OutboxFlow
from app.ui.queue_flow import QueueFlow
from app.ui.trouble_desk import TroubleDesk
from app.ui.window import Window


class OutboxDesk(QObject):
    """Joins outbox and status strip with the flow of the outbox."""

    def __init__(
        self, window: Window, outbox: OutboxFlow, queue: QueueFlow, troubles: TroubleDesk
    ) -> None:
        super().__init__(window)
        self._window = window
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

    def _show_held(self) -> None:
        self._window.show_outbox()
        self._window.outbox.choose_held()
