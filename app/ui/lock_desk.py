"""Locks the station and lets officers in; running work goes on behind the lock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal

from app.domain.officer import Officer
from app.errors import StationError
from app.services.doorkeeper import Doorkeeper
from app.services.officers import note_lock
from app.services.persons import PersonDoor
from app.services.session import OnlineNeeded, PasswordExpired, TriedTooOften
from app.services.station import Station
from app.ui.cover import Cover
from app.ui.idle_watch import IdleWatch
from app.ui.jobs_bridge import JobsBridge, Lane
from app.ui.keyboard import shortcut
from app.ui.lock_view import LockMode, LockView
from app.ui.login_flow import LoginFlow
from app.ui.messages import headline, sentence, words
from app.ui.window import Window


@dataclass(frozen=True, slots=True)
class LockKeys:
    """What opens the lock.

    Attributes:
        keeper: Looks at passwords.
        persons: Login service for persons, None where none is set up.
    """

    keeper: Doorkeeper
    language: str
    persons: PersonDoor | None = None


class LockDesk(QObject):
    """F12 or a long pause covers the whole window; the password of an officer uncovers it.

    Signals:
        locked(): Everything is covered.
        entered(): The same officer is back, or the first one has come.
        switched(): Another officer than the one before has come.
        covering(): Everything is about to be covered.
        unguarded(): Somebody wanted to lock a station that has no accounts.
    """

    locked = Signal()
    entered = Signal()
    switched = Signal()
    unguarded = Signal()
    covering = Signal()

    def __init__(
        self,
        window: Window,
        station: Station,
        bridge: JobsBridge,
        *,
        keys: LockKeys,
    ) -> None:
        super().__init__(window)
        self._window, self._station, self._bridge = window, station, bridge
        self._keeper, self._language = keys.keeper, keys.language
        self._before: Officer | None = None
        self._asked_for = ""
        self.view = LockView(window)
        self._whole = Cover(window, self.view)
        self._watch = IdleWatch(self)
        self._watch.idle.connect(self._idle)
        self._key = shortcut("lock", window, self.lock)
        self.view.login_wanted.connect(self._log_in)
        self.view.change_wanted.connect(self._change)
        self.view.own_wanted.connect(self._choose_own)
        self.view.own_put_off.connect(self._open)
        self._online: LoginFlow | None = None
        if keys.persons is not None:
            self._offer_online(LoginFlow(station, bridge, keys.persons, self))

    def _offer_online(self, flow: LoginFlow) -> None:
        self._online = flow
        self.view.offers_online = True
        self.view.online_wanted.connect(flow.start)
        self.view.online_given_up.connect(flow.stop)
        flow.code_given.connect(self.view.code.show_code)
        flow.seconds_left.connect(self.view.code.show_left)
        flow.admitted.connect(self._let_in)
        flow.refused.connect(self._refuse_online)

    def stop(self) -> None:
        """Wait for nobody any more."""
        if self._online is not None:
            self._online.stop()

    @property
    def is_covered(self) -> bool:
        """Nothing but the lock is on show."""
        return self._whole.is_up

    def start(self, idle_s: float) -> None:
        """Ask for a login where there are accounts, and begin to watch for pauses."""
        self._watch.start(idle_s)
        if self._station.session.is_managed:
            self.ask_for_login()

    def ask_for_login(self) -> None:
        """Cover everything until somebody logs in."""
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
        officer = self._station.session.officer
        if self.view.mode is LockMode.OWN and self.is_covered and officer is not None:
            # somebody came in by telephone and went away before choosing a password
            self._station.session.lock()
            self._before = officer
            self.view.ask_for(officer.id)
        elif self._station.session.is_managed:
            self.lock()

    def _cover(self) -> None:
        self.covering.emit()
        self._whole.put_up()

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
            self._whole.forget_focus()
            self.switched.emit()
        if officer.is_linked and not officer.password:
            self.view.ask_for_own()
        else:
            self._open()

    def _choose_own(self, new: bytearray) -> None:
        keeper, station = self._keeper, self._station
        self.view.wait(True)
        job = partial(keeper.choose_password, station, new)
        self._bridge.run(Lane.DOOR, job, self._chosen, self._refuse)

    def _chosen(self, _officer: Officer) -> None:
        self.view.wait(False)
        self._open()

    def _open(self) -> None:
        """Show the work again."""
        self.view.forget()
        self._whole.take_down()
        self.entered.emit()

    def _refuse_online(self, error: StationError) -> None:
        self.view.back_from_code()
        told = words(error.code, self._language)
        self.view.tell(f"{headline(error.code, self._language)} {told.todo}")

    def _refuse(self, error: StationError) -> None:
        self.view.wait(False)
        if isinstance(error, PasswordExpired):
            self.view.ask_for_change(self._asked_for)
            return
        seconds = error.seconds if isinstance(error, TriedTooOften) else None
        self.view.tell(sentence(error.code, self._language, seconds=seconds))
        if isinstance(error, OnlineNeeded):
            self.view.online.setFocus()
        elif self.view.mode is LockMode.OWN:
            self.view.new_password.setFocus()
        else:
            self.view.password.setFocus()


def _nothing(_done: None) -> None:
    """It is done."""
