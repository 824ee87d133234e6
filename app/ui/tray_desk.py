"""The tray desk: what the tray shows and tells, and what closing the window means."""

from __future__ import annotations

from collections.abc import Callable
from typing import assert_never

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from app.services.standing import Standing
from app.ui import labels
from app.ui.notices import (
    Facts,
    Leaving,
    Memory,
    Notice,
    TrayState,
    after,
    leaving,
    seconds_until_next,
    tray_state,
)
from app.ui.outbox_flow import LineView, OutboxFlow
from app.ui.queue_flow import Overview, QueueFlow
from app.ui.tray import Tray
from app.ui.window import Window


class TrayDesk(QObject):
    """Joins the rows with the tray, and looks after the end of the window.

    Signals:
        open_wanted(): Bring the window back.
        hidden(): The window has gone; the station sends on.
    """

    open_wanted = Signal()
    hidden = Signal()

    def __init__(
        self,
        window: Window,
        tray: Tray,
        *,
        keeps_sending: bool,
        ticks: Callable[[], float],
    ) -> None:
        super().__init__(window)
        self._window, self.tray = window, tray
        self._keeps_sending, self._ticks = keeps_sending, ticks
        self._line, self._now = LineView(), Standing()
        self._memory = Memory()
        self._is_read = self._is_ending = False
        self._told = ""
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._look)
        tray.open_wanted.connect(self.open_wanted)
        tray.quit_wanted.connect(self._end)
        window.installEventFilter(self)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.commitDataRequest.connect(self._session_ends)

    def watch(self, queue: QueueFlow, outbox: OutboxFlow) -> None:
        """Hear of rows and of the line from now on."""
        queue.overview_read.connect(self._rows_read)
        outbox.line_changed.connect(self._line_changed)

    def _rows_read(self, overview: Overview) -> None:
        self._now, self._is_read = overview.standing, True
        self._look()

    def _line_changed(self, line: LineView) -> None:
        self._line = line
        self._look()

    def _look(self) -> None:
        """Show what is so now, and tell what has changed."""
        if not self._is_read:
            return
        now = self._now
        facts = Facts(
            self._line.online if self._line.is_set_up else None,
            now.waiting,
            now.held,
            now.free_bytes,
            now.reserve_bytes,
        )
        state = tray_state(facts)
        self.tray.show_state(state, self._state_words(state))
        self._memory, notice = after(self._memory, facts, self._ticks())
        if notice is not None:
            self.tray.tell(self.tr("Digitization station"), self._notice_words(notice))
        pause = seconds_until_next(self._memory, self._ticks())
        if pause is not None:
            self._later.start(round(1000 * pause) + 1)

    def _state_words(self, state: TrayState) -> str:
        now = self._now
        match state:
            case TrayState.OK:
                return self.tr("Digitization station: everything is sent")
            case TrayState.SENDING:
                return self.tr("Digitization station: %n waiting to be sent", "", now.waiting)
            case TrayState.OFFLINE:
                return self.tr("Digitization station: offline, %n waiting", "", now.waiting)
            case TrayState.NEEDS_YOU if now.held:
                return self.tr("Digitization station: %n need(s) you", "", now.held)
            case TrayState.NEEDS_YOU:
                return self.tr("Digitization station: the disk is almost full")
        assert_never(state)

    def _notice_words(self, notice: Notice) -> str:
        """Counts alone: others may see the screen."""
        match notice:
            case Notice.NEEDS_YOU:
                return self.tr("%n dossier(s) need you. Open the window.", "", self._now.held)
            case Notice.DRAINED:
                return self.tr("The line is back: all dossiers that waited are sent.")
            case Notice.DISK_LOW:
                text = self.tr("The disk is almost full: %1 left. Tell the administrator.")
                return text.replace("%1", labels.byte_size(self._now.free_bytes or 0))
        assert_never(notice)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Closing the window is looked at first."""
        if event.type() != QEvent.Type.Close or watched is not self._window or self._is_ending:
            return super().eventFilter(watched, event)
        if self._may_go():
            return False
        event.ignore()
        return True

    def _may_go(self) -> bool:
        does = leaving(
            self._now.waiting,
            keeps_sending=self._keeps_sending,
            has_tray=self.tray.is_there,
            was_told=self._is_told,
        )
        match does:
            case Leaving.GO:
                return True
            case Leaving.HIDE:
                self._window.form.finish_typing(is_leaving=True)
                self._window.hide()
                self.hidden.emit()
                return False
            case Leaving.TELL:
                self._tell()
                # what nobody can see must not hold the window back
                return not self._is_told
        assert_never(does)

    @property
    def _is_told(self) -> bool:
        panel = self._window.message
        return bool(self._told) and panel.isVisible() and panel.text == self._told

    def _tell(self) -> None:
        panel = self._window.message
        panel.tell(
            self.tr("%n dossier(s) are still waiting to be sent.", "", self._now.waiting),
            self.tr(
                "They lie safely on this machine. Once the window is closed the station sends "
                "nothing more; it goes on the next time it is started. To end it now, close the "
                "window once more."
            ),
        )
        self._told = panel.text

    def let_go(self) -> None:
        """Nothing holds this window back when it is closed."""
        self._is_ending = True

    def _session_ends(self) -> None:
        """The machine shuts down: nothing holds it back, and no row is lost by it."""
        self._is_ending = True

    def _end(self) -> None:
        """The officer ends the program from the tray."""
        self._is_ending = True
        self._window.close()
        self.tray.hide()
        QApplication.quit()
