"""The tab of the accounts: for administrators, and for whoever makes the first account."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.domain.officer import Officer, Right
from app.errors import StationError
from app.services import officers
from app.services.doorkeeper import NewOfficer
from app.services.officers import Account
from app.services.station import Station
from app.ui.account_form import AccountTask
from app.ui.accounts_model import AccountsModel
from app.ui.accounts_view import AccountsView
from app.ui.buttons import set_reason
from app.ui.jobs_bridge import JobsBridge, Lane
from app.ui.lock_desk import LockKeys
from app.ui.messages import headline, words
from app.ui.tab_desk import TabDesk
from app.ui.trouble_desk import TroubleDesk
from app.ui.window import Window

TAB_KEY = "accounts"


class AccountsDesk(TabDesk):
    """Carries what the administrator wants to the accounts.

    Signals:
        first_made(): The station has an account now; somebody has to log in.
    """

    first_made = Signal()

    def __init__(
        self,
        window: Window,
        station: Station,
        bridge: JobsBridge,
        *,
        keys: LockKeys,
        troubles: TroubleDesk,
    ) -> None:
        super().__init__(window, window)
        self._station, self._bridge = station, bridge
        self._keys, self._troubles = keys, troubles
        self._select = ""
        self.model = AccountsModel(self)
        self.view = AccountsView(self.model, window)
        self.view.can_link = keys.persons is not None
        self.add_behind(self.view, self.tr("Accounts"), TAB_KEY)
        self._connect()
        self.look_again()

    def _connect(self) -> None:
        view = self.view
        view.add_wanted.connect(self._add)
        view.roles_wanted.connect(partial(self._fill_in, AccountTask.ROLES))
        view.password_wanted.connect(partial(self._fill_in, AccountTask.PASSWORD))
        view.link_wanted.connect(self._link)
        view.close_wanted.connect(self._close)
        view.form.wanted.connect(self._do)
        view.form.given_up.connect(self._back)

    def open(self) -> None:
        """Bring the tab to the front, for an administrator only."""
        if self._is_allowed:
            super().open()

    @property
    def _is_allowed(self) -> bool:
        """Whoever sits here looks after accounts; what was true when a job began does not count."""
        session = self._station.session
        officer = None if session.is_locked else session.officer
        return not session.is_managed or (officer is not None and officer.may(Right.OFFICERS))

    def look_again(self) -> None:
        """Somebody has come or gone: others than administrators do not see the tab."""
        allowed = self._is_allowed
        self._window.tabs.offer(self.view, is_offered=allowed)
        self._back()
        self.model.set_rows(())
        if self.is_on_show:
            self.came()

    def start(self) -> None:
        """The list is where the work begins."""
        self.view.table.setFocus()

    def came(self) -> None:
        """Read the accounts."""
        station = self._station
        if self._is_allowed:
            self._bridge.run(Lane.VIEW, lambda: officers.accounts(station), self._show)

    def went(self) -> None:
        """Nothing that was typed stays."""
        self._back()

    def _show(self, rows: list[Account]) -> None:
        chosen = self.view.chosen
        known = {row.officer.id for row in self.model.rows}
        self.model.set_rows(rows)
        # only a new account takes the choice away from where the keyboard has gone meanwhile
        is_new = chosen is None or self._select not in known
        self.view.select(self._select if is_new and self._select else chosen.id if chosen else "")
        self._select = ""

    def _add(self) -> None:
        self.view.form.show()
        self.view.form.add(is_first=not self._station.session.is_managed)

    def _fill_in(self, task: AccountTask) -> None:
        officer = self.view.chosen
        if officer is not None:
            persons = self._keys.persons
            unknown = persons.last_unknown if persons is not None else None
            self.view.form.show()
            self.view.form.change(task, officer, unknown.subject if unknown else "")

    def _back(self) -> None:
        had_keyboard = self.view.form.isAncestorOf(self._focused())
        self.view.form.hide()
        if had_keyboard:
            self.view.table.setFocus()

    def _focused(self) -> QWidget:
        return self._window.focusWidget() or self._window

    def _link(self) -> None:
        officer, station = self.view.chosen, self._station
        if officer is None:
            return
        if officer.is_linked:
            self._run(officer.id, lambda: officers.unlink_officer(station, officer.id))
        else:
            self._fill_in(AccountTask.LINK)

    def _close(self) -> None:
        officer, station = self.view.chosen, self._station
        if officer is None:
            return
        change = officers.reopen_officer if officer.is_closed else officers.close_officer
        self._run(officer.id, lambda: change(station, officer.id))

    def _do(self, task: AccountTask) -> None:
        form, station, officer = self.view.form, self._station, self.view.chosen
        match task:
            case AccountTask.ADD:
                self._make()
            case AccountTask.ROLES if officer is not None:
                roles = form.chosen_roles
                self._run(officer.id, lambda: officers.set_roles(station, officer.id, roles))
            case AccountTask.PASSWORD if officer is not None:
                secret = form.take_password()
                if secret is not None:
                    reset = self._keys.keeper.reset_password
                    self._run(officer.id, lambda: reset(station, officer.id, secret))
            case AccountTask.LINK if officer is not None and self._keys.persons is not None:
                issuer, subject = self._keys.persons.service.issuer, form.subject.text()
                link = officers.link_officer
                self._run(officer.id, lambda: link(station, officer.id, issuer, subject))
            case _:
                self._back()

    def _make(self) -> None:
        form, station, keeper = self.view.form, self._station, self._keys.keeper
        wanted = NewOfficer(form.account.text().strip(), form.chosen_roles, form.name.text())
        secret = form.take_password()
        if secret is not None:
            self._run(wanted.id, lambda: keeper.add(station, wanted, secret))

    def _run(self, officer_id: str, job: Callable[[], Officer]) -> None:
        self._select = officer_id
        was_managed = self._station.session.is_managed
        set_reason(self.view.form.do_button, self.tr("One moment…"))
        self._bridge.run(Lane.DOOR, job, partial(self._done, was_managed), self._refused)

    def _done(self, was_managed: bool, officer: Officer) -> None:
        set_reason(self.view.form.do_button, "")
        self._back()
        text = self.tr("Account %1: done. It is in the audit log.")
        self._troubles.note(text.replace("%1", officer.id))
        if not was_managed:
            self.first_made.emit()
        elif not self._is_allowed:
            self.look_again()
        else:
            self.came()

    def _refused(self, error: StationError) -> None:
        set_reason(self.view.form.do_button, "")
        language = self._troubles.language
        if self.view.form.isVisible():
            told = words(error.code, language)
            self.view.form.tell(f"{headline(error.code, language)} {told.todo}")
        else:
            self._troubles.show(error)
