"""Locks the station and lets officers in; running work goes on behind the lock."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget

from app.domain.officer import Officer
from app.errors import StationError
from app.services.officers import Doorkeeper, note_lock
from app.services.session import PasswordExpired, TriedTooOften
from app.services.station import Station
from app.ui.idle_watch import IdleWatch
from app.ui.jobs_bridge import JobsBridge, Lane
from app.ui.lock_view import LockView
from app.ui.messages import sentence
from app.ui.window import Window


class LockDesk(QObject):
    """F12 or a long pause covers the whole window; the password of an officer uncovers it.

    Signals:
        locked(): Everything is covered.
        entered(): The same officer is back, or the first one has come.
        switched(): Another officer than the one before has come.
        unguarded(): Somebody wanted to lock a station that has no accounts.
    """

    locked = Signal()
    entered = Signal()
    switched = Signal()
    unguarded = Signal()

    def __init__(
        self,
        window: Window,
        station: Station,
        bridge: JobsBridge,
        *,
        keeper: Doorkeeper,
        language: str,
    ) -> None:
        super().__init__(window)
        self._window, self._station, self._bridge = window, station, bridge
        self._keeper, self._language = keeper, language
        self._before: Officer | None = None
        self._asked_for = ""
        self._silenced: list[QShortcut] = []
        self._focus: QWidget | None = None
        self.view = LockView(window)
        window.whole.addWidget(self.view)
        self._watch = IdleWatch(self)
        self._watch.idle.connect(self._idle)
        self._key = QShortcut(QKeySequence("F12"), window)
        self._key.activated.connect(self.lock)
        self.view.login_wanted.connect(self._log_in)
        self.view.change_wanted.connect(self._change)

    @property
    def is_covered(self) -> bool:
        """Nothing but the lock is on show."""
        return self._window.whole.currentWidget() is self.view

    def start(self, idle_s: float) -> None:
        """Ask for a login where there are accounts, and begin to watch for pauses."""
        self._watch.start(idle_s)
        if self._station.session.is_managed:
            self._cover()
            self.view.ask_for_login()

    def lock(self) -> None:
        """Cover everything now; what runs goes on, keys forget their PINs when they are done."""
        officer = self._station.session.officer
        if not self._station.session.is_managed:
            self.unguarded.emit()
        elif officer is not None and not self.is_covered:
            self._window.form.finish_typing(is_leaving=True)
            self._cover()
            self._before = officer
            station = self._station
            self._bridge.run(Lane.STORE, lambda: note_lock(station), _nothing)
            station.session.lock()
            # behind a batch that is being signed: it has its own moment to lock the keys
            self._bridge.run(Lane.TOKEN, station.keys.lock, _nothing)
            self.view.ask_for(officer.id)
            self.locked.emit()

    def _idle(self) -> None:
        if self._station.session.is_managed:
            self.lock()

    def _cover(self) -> None:
        self._focus = QApplication.focusWidget()
        for other in QApplication.topLevelWidgets():
            if other is not self._window and other.isVisible():
                other.hide()
        self._silenced = [each for each in self._window.findChildren(QShortcut) if each.isEnabled()]
        for shortcut in self._silenced:
            shortcut.setEnabled(False)
        self._window.setAcceptDrops(False)
        self._window.whole.setCurrentWidget(self.view)

    def _uncover(self) -> None:
        for shortcut in self._silenced:
            shortcut.setEnabled(True)
        self._silenced = []
        self._window.setAcceptDrops(True)
        self._window.whole.setCurrentIndex(0)
        if self._focus is not None and self._window.isAncestorOf(self._focus):
            self._focus.setFocus()

    def _log_in(self, officer_id: str, password: bytearray) -> None:
        self._ask(officer_id, lambda: self._keeper.log_in(self._station, officer_id, password))

    def _change(self, officer_id: str, old: bytearray, new: bytearray) -> None:
        self._ask(
            officer_id, lambda: self._keeper.change_password(self._station, officer_id, old, new)
        )

    def _ask(self, officer_id: str, job: Callable[[], Officer]) -> None:
        self.view.wait(True)
        self._asked_for = officer_id
        self._bridge.run(Lane.DOOR, job, self._let_in, self._refuse)

    def _let_in(self, officer: Officer) -> None:
        before, self._before = self._before, None
        self.view.wait(False)
        self.view.forget()
        if before is not None and before.id != officer.id:
            self._focus = None
            self.switched.emit()
        self._uncover()
        self.entered.emit()

    def _refuse(self, error: StationError) -> None:
        self.view.wait(False)
        if isinstance(error, PasswordExpired):
            self.view.ask_for_change(self._asked_for)
            return
        seconds = error.seconds if isinstance(error, TriedTooOften) else None
        self.view.tell(sentence(error.code, self._language, seconds=seconds))
        self.view.password.setFocus()


def _nothing(_done: None) -> None:
    """It is done."""
