"""Fourth step: the address of the processing system, tried before it is kept; or offline only."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from app.errors import StationError
from app.services.line_trial import LineAnswer, LineProbe, try_line
from app.services.station import Station
from app.ui.buttons import named_button
from app.ui.entry import typed_text
from app.ui.first_steps_view import StepBody
from app.ui.flow_layout import FlowLayout
from app.ui.jobs_bridge import JobsBridge, Lane
from app.ui.look import Tone
from app.ui.messages import sentence

Keep = Callable[[str, object, Callable[[], None], Callable[[StationError], None]], None]
"""Keeps a setting: name, value, what follows, what to do when it cannot be kept."""


class ServerStep(StepBody):
    """An address, a button that tries it, and another one for stations without a line.

    Signals:
        try_wanted(str): Look whether a system answers there.
        offline_wanted(): There is no line.
    """

    try_wanted = Signal(str)
    offline_wanted = Signal()

    def __init__(self, url: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.say(
            self.tr(
                "Dossiers are sent to the processing system of the province. Its address is given "
                "by the province; the station asks it now and keeps it only if it answers."
            )
        )
        label = self.say(self.tr("Address of the server"))
        self.address = QLineEdit(url, self)
        label.setBuddy(self.address)
        self.address.setAccessibleName(self.tr("Address of the server"))
        self.address.setPlaceholderText("https://…")
        self.column.addWidget(self.address)
        self.try_button = named_button(self.tr("Ask the server and keep the address"), self)
        self.offline_button = named_button(self.tr("Offline only"), self)
        row = FlowLayout()
        row.addWidget(self.try_button)
        row.addWidget(self.offline_button)
        self.column.addLayout(row)
        self.result = self.told()
        self.column.addStretch(1)
        self.is_passed = bool(url)
        self.address.returnPressed.connect(self.try_button.click)
        self.try_button.clicked.connect(self._try)
        self.offline_button.clicked.connect(self.offline_wanted)

    def came(self) -> None:
        """Ready for an address."""
        self.address.setFocus()

    def wait(self, waiting: bool) -> None:
        """The server is being asked."""
        why = self.tr("The server is being asked.") if waiting else ""
        for widget in (self.address, self.try_button, self.offline_button):
            widget.setEnabled(not waiting)
            widget.setToolTip(why)
            widget.setAccessibleDescription(why)
        if waiting:
            self.tell(self.result, why)

    def _try(self) -> None:
        self.try_wanted.emit(typed_text(self.address))


class ServerDesk(QObject):
    """Asks the address, and keeps what answered."""

    def __init__(
        self,
        view: ServerStep,
        station: Station,
        bridge: JobsBridge,
        *,
        probe: LineProbe,
        keep: Keep,
        language: str,
    ) -> None:
        super().__init__(view)
        self._view, self._station, self._bridge = view, station, bridge
        self._probe, self._keep, self._language = probe, keep, language
        view.try_wanted.connect(self._try)
        view.offline_wanted.connect(self._go_offline)

    def _try(self, typed: str) -> None:
        self._view.wait(True)
        station, probe = self._station, self._probe
        self._bridge.run(
            Lane.NETWORK, lambda: try_line(station, probe, typed), self._answered, self._refused
        )

    def _answered(self, answer: LineAnswer) -> None:
        self._view.address.setText(answer.url)
        self._keep("server_url", answer.url, self._kept, self._refused)

    def _kept(self) -> None:
        self._view.wait(False)
        text = self.tr(
            "The server answers as it has to. The address is kept; dossiers are sent there from "
            "the next start of the program."
        )
        self._view.tell(self._view.result, text, Tone.GOOD)
        self._view.set_passed(True)

    def _go_offline(self) -> None:
        self._view.wait(True)
        self._view.address.clear()
        self._keep("server_url", "", self._kept_offline, self._refused)

    def _kept_offline(self) -> None:
        self._view.wait(False)
        text = self.tr(
            "Offline only: signed dossiers wait on this PC, encrypted. An address can be set later."
        )
        self._view.tell(self._view.result, text, Tone.GOOD)
        self._view.set_passed(True)

    def _refused(self, error: StationError) -> None:
        self._view.wait(False)
        self._view.tell(self._view.result, sentence(error.code, self._language), Tone.WRONG)
        self._view.set_passed(False)
        self._view.address.setFocus()
