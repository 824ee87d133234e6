"""Leads through the setting up of a new station, and reminds of it until it is done."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QLabel, QPushButton

from app.domain.officer import Officer, Right, Role
from app.errors import StationError
from app.services import first_run
from app.services.access import may
from app.services.doorkeeper import Doorkeeper, NewOfficer
from app.services.first_run import RecoveryPlace, RecoverySheet, SetUp, Stage
from app.services.station import Station
from app.store.wrapping import RecipientKind
from app.ui.cover import Cover
from app.ui.first_run_view import FirstRunView
from app.ui.jobs_bridge import JobsBridge, Lane
from app.ui.lock_desk import LockKeys
from app.ui.look import SPACE_PX, Tone, tint
from app.ui.messages import headline, words
from app.ui.window import Window

T = TypeVar("T")


class FirstRunDesk(QObject):
    """Covers the window of a new station once, afterwards only when it is asked to.

    Signals:
        administrator_came(): The first account was made, and its officer is logged in.
        looked(SetUp): How far the station is.
        left(): The setting up was put off or is done.
    """

    administrator_came = Signal()
    looked = Signal(object)
    left = Signal()

    def __init__(
        self,
        window: Window,
        station: Station,
        bridge: JobsBridge,
        *,
        keys: LockKeys,
        place: RecoveryPlace | None,
        leads: bool = True,
    ) -> None:
        """Make the desk.

        Args:
            window: What is covered.
            station: What is set up.
            bridge: Runs what takes time.
            keys: Who makes accounts.
            place: Where the key of a passphrase lies; None where nothing is set up here.
            leads: A new station is led through here, not by the first steps.
        """
        super().__init__(window)
        self._window, self._station, self._bridge = window, station, bridge
        self._keys, self._place, self._leads = keys, place, leads
        self._found = SetUp(Stage.DONE)
        self._sheet: RecoverySheet | None = None
        self._wants_open = False
        self.view = FirstRunView(window)
        self.strip = Reminder(window)
        self.dialog: QFileDialog | None = None
        self._cover = Cover(window, self.view)
        window.stand_on_top(self.strip)
        self._connect()

    def _connect(self) -> None:
        view = self.view
        self.strip.pressed.connect(self.open)
        view.put_off.connect(self.leave)
        view.administrator_wanted.connect(self._make_administrator)
        view.alone_wanted.connect(self._stay_alone)
        view.key_file_wanted.connect(partial(self._ask_file, to_save=False))
        view.sheet_wanted.connect(partial(self._ask_file, to_save=True))
        view.passphrase_wanted.connect(self._set_passphrase)
        view.reopened.connect(self._reopen)
        view.another_wanted.connect(self._choose_again)
        view.typed_back.connect(self._confirm)

    @property
    def is_covered(self) -> bool:
        """The setting up is on show."""
        return self._cover.is_up

    def start(self) -> None:
        """Look how far the station is; a new one is led through."""
        self._look(may_open=True)

    def look_again(self) -> None:
        """Somebody has come: what was read for nobody is read again."""
        self._look(may_open=False)

    def open(self) -> None:
        """Go on where it was left."""
        self._wants_open = True
        self._look(may_open=True)

    def leave(self) -> None:
        """Put the rest off; the reminder stays, secrets do not."""
        self._sheet = None
        if self._cover.is_up:
            self._cover.take_down()
        self._remind()
        self.left.emit()

    def _look(self, *, may_open: bool) -> None:
        station, upkeep = self._station, self._station.upkeep
        if upkeep is None or self._place is None:
            return
        self._bridge.run(
            Lane.VIEW, lambda: first_run.look(station, upkeep), partial(self._looked, may_open)
        )

    def _looked(self, may_open: bool, found: SetUp) -> None:
        self._found = found
        opens = self._wants_open or (found.is_new and self._leads)
        if self._cover.is_up:
            self._go_on()
        elif may_open and opens and may(self._station, Right.SET_UP):
            self._wants_open = False
            self._cover.put_up()
            self._go_on()
        self._remind()
        self.looked.emit(found)

    def _go_on(self) -> None:
        recipient = self._found.recipient
        is_open = self._sheet is not None
        is_asked = self._found.stage is Stage.SHEET and not is_open
        if is_asked and recipient is not None and recipient.kind is RecipientKind.PROVINCE:
            self._sheet = first_run.province_sheet(self._station, recipient)
        self.view.show_stage(self._found, has_sheet=self._sheet is not None)

    def _remind(self) -> None:
        self.strip.remind(self._found.stage, may_open=may(self._station, Right.SET_UP))

    def _run(self, job: Callable[[], T], done: Callable[[T], None]) -> None:
        self.view.tell("")
        self.view.wait(True)
        self._bridge.run(Lane.DOOR, job, done, self._refused)

    def _refused(self, error: StationError) -> None:
        self.view.wait(False)
        told = words(error.code, self._keys.language)
        self.view.tell(f"{headline(error.code, self._keys.language)} {told.todo}")

    def _make_administrator(self, account: str, name: str, secret: bytearray) -> None:
        station, keeper = self._station, self._keys.keeper
        wanted = NewOfficer(account, frozenset({Role.ADMIN}), name)
        self._run(lambda: _first_officer(station, keeper, wanted, secret), self._came)

    def _came(self, _officer: Officer) -> None:
        self.administrator_came.emit()
        self._look(may_open=True)

    def _stay_alone(self) -> None:
        station = self._station
        self._run(lambda: first_run.stay_alone(station), lambda _done: self._look(may_open=True))

    def _set_passphrase(self, secret: bytearray) -> None:
        station, upkeep, place = self._station, self._station.upkeep, self._place
        if upkeep is not None and place is not None:
            job = partial(first_run.use_passphrase, station, upkeep, place, secret)
            self._run(job, self._have_sheet)

    def _reopen(self, secret: bytearray) -> None:
        if self._place is not None:
            job = partial(first_run.open_again, self._station, self._place, secret)
            self._run(job, self._have_sheet)

    def _choose_again(self) -> None:
        self._found = SetUp(Stage.KEY)
        self._go_on()

    def _have_sheet(self, sheet: RecoverySheet) -> None:
        self._sheet = sheet
        self._look(may_open=True)

    def _ask_file(self, *, to_save: bool) -> None:
        """Open the file dialog beside the work; it is no part of what is covered."""
        if to_save:
            self.dialog = QFileDialog(self._window, self.tr("Save the recovery sheet"))
            self.dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
            self.dialog.setNameFilters([self.tr("PDF (*.pdf)")])
            self.dialog.setDefaultSuffix("pdf")
            self.dialog.selectFile(self.tr("recovery-sheet.pdf"))
            self.dialog.fileSelected.connect(self.save_to)
        else:
            self.dialog = QFileDialog(self._window, self.tr("The province's recovery key"))
            self.dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
            self.dialog.fileSelected.connect(self.use_file)
        self.dialog.open()

    def use_file(self, name: str) -> None:
        """Use the province's key in this file."""
        station, upkeep = self._station, self._station.upkeep
        if upkeep is not None:
            job = partial(first_run.use_province_key, station, upkeep, Path(name))
            self._run(job, self._have_sheet)

    def save_to(self, name: str) -> None:
        """Save the sheet into this file."""
        station, sheet = self._station, self._sheet
        if sheet is not None:
            self._run(lambda: first_run.save_sheet(station, sheet, Path(name)), self._saved)

    def _saved(self, _done: None) -> None:
        self.view.wait(False)
        self.view.ask_typing()

    def _confirm(self, typed: str) -> None:
        station, sheet = self._station, self._sheet
        if sheet is not None:
            self._run(lambda: first_run.confirm_sheet(station, sheet, typed), self._confirmed)

    def _confirmed(self, _done: None) -> None:
        self._sheet = None
        self.view.typed.clear()
        self._look(may_open=True)


class Reminder(QFrame):
    """Says what is missing as long as it is.

    Signals:
        pressed(): Go on.
    """

    pressed = Signal()

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self.setObjectName("card")
        self.text = QLabel(self)
        self.text.setWordWrap(True)
        tint(self.text, Tone.LOOK, strong=True)
        self.button = QPushButton(self.tr("Set up now"), self)
        self.button.setAccessibleName(self.button.text())
        self.button.clicked.connect(self.pressed)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE_PX, SPACE_PX // 2, SPACE_PX, SPACE_PX // 2)
        row.addWidget(self.text, 1)
        row.addWidget(self.button)
        self.hide()

    def remind(self, stage: Stage, *, may_open: bool) -> None:
        """Remind of the next step, nothing when all is done."""
        text = {
            Stage.ACCOUNTS: self.tr("! Nobody has said yet who works at this station."),
            Stage.KEY: self.tr("! No recovery key: if this PC dies, unsent dossiers are lost."),
            Stage.SHEET: self.tr("! The recovery sheet was not confirmed yet."),
            Stage.DONE: "",
        }[stage]
        if text and not may_open:
            text = f"{text} {self.tr('Ask the administrator of the station.')}"
        self.text.setText(text)
        self.text.setAccessibleName(text)
        self.button.setVisible(may_open)
        self.setVisible(bool(text))


def _first_officer(
    station: Station, keeper: Doorkeeper, wanted: NewOfficer, secret: bytearray
) -> Officer:
    """Make the first account, and log its officer in with the password typed just now."""
    again = bytearray(secret)
    try:
        keeper.add(station, wanted, secret)
        return keeper.log_in(station, wanted.id, again)
    finally:
        again[:] = bytes(len(again))
