"""The actions of the counter: one button and one key each; a closed one says why."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QComboBox, QPushButton, QWidget

from app.scanning.base import Device, ScanProfile
from app.ui.buttons import button_with_key, symbol_button
from app.ui.flow_layout import FlowLayout, stretched
from app.ui.keyboard import reworded, shortcut
from app.ui.scan_choices import profile_label, profiles
from app.ui.wrapped_label import WrappedLabel

REASON_LETTERS = 9
"""Width of the reason beside the buttons; a longer one takes more lines."""


class Action(StrEnum):
    """What the officer can start; each value is the name of its keys."""

    NEW = "new"
    SCAN = "scan"
    IMPORT = "import"
    FINISH = "finish"
    SIGN = "sign"


class _Trigger(QObject):
    """Says which action a button or key stands for.

    Signals:
        pressed(Action): It was pressed.
    """

    pressed = Signal(object)

    def __init__(self, action: Action, parent: QObject) -> None:
        super().__init__(parent)
        self._action = action

    def fire(self) -> None:
        """The button or key was pressed."""
        self.pressed.emit(self._action)


class ActionBar(QWidget):
    """Buttons at the bottom of the window with the choice of scanner.

    Signals:
        pressed(Action): A button or key was pressed; what is being typed is to be saved.
        wanted(Action): Start this.
        refused(str): A key was pressed whose action is closed; the reason in words.
        devices_wanted(): Look for scanners again.
    """

    pressed = Signal(object)
    wanted = Signal(object)
    refused = Signal(str)
    devices_wanted = Signal()

    def __init__(self, device_hint: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hint = device_hint
        self._reasons: dict[Action, str] = {}
        self._profiles = profiles()
        self.buttons: dict[Action, QPushButton] = {}
        self._layout = FlowLayout(self)
        self._add(Action.NEW, self.tr("New dossier"))
        self._add_scanner_choice()
        self._add(Action.SCAN, self.tr("Scan"))
        self._add(Action.IMPORT, self.tr("Import files…"))
        self._why = WrappedLabel(REASON_LETTERS, self)
        stretched(self._why)
        self._why.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._layout.addWidget(self._why)
        self._add(Action.FINISH, self.tr("Finish review"))
        self._add(Action.SIGN, self.tr("Build and sign"))
        self.set_devices([])

    def _add(self, action: Action, text: str) -> None:
        button = button_with_key(text, action, self)
        trigger = _Trigger(action, self)
        trigger.pressed.connect(self.press)
        button.clicked.connect(trigger.fire)
        shortcut(action, self, trigger.fire)
        self.buttons[action] = button
        self._layout.addWidget(button)

    def _add_scanner_choice(self) -> None:
        self.devices = QComboBox(self)
        self.devices.setAccessibleName(self.tr("Scanner"))
        self.devices.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.devices.setMinimumContentsLength(13)
        self.devices.currentTextChanged.connect(self.devices.setToolTip)
        self.profile = QComboBox(self)
        self.profile.setAccessibleName(self.tr("Way of scanning"))
        for choice in (self.devices, self.profile):
            choice.view().setAccessibleName(choice.accessibleName())
        self.set_profiles(())
        self.look_again = symbol_button("⟳", self.tr("Look for scanners"), self)
        self.look_again.clicked.connect(self.devices_wanted)
        for widget in (self.devices, self.look_again, self.profile):
            self._layout.addWidget(widget)

    @property
    def device_id(self) -> str:
        """Id of the chosen scanner, "" when there is none."""
        return str(self.devices.currentData() or "")

    @property
    def scan_profile(self) -> ScanProfile:
        """How to scan."""
        return self._profiles[max(0, self.profile.currentIndex())]

    def set_profiles(self, offered: Sequence[ScanProfile], *, is_locked: bool = False) -> None:
        """Offer these ways of scanning; the chosen one stays chosen when it is still there."""
        before = self.profile.currentText()
        self._profiles = profiles(offered)
        self.profile.clear()
        for profile in self._profiles:
            self.profile.addItem(profile_label(profile))
        self.profile.setCurrentIndex(max(0, self.profile.findText(before)))
        told = self.tr("The administrator decides on the ways of scanning.") if is_locked else ""
        self.profile.setToolTip(told)
        self.profile.setAccessibleDescription(told)

    def set_devices(self, found: list[Device]) -> None:
        """Offer these scanners; the chosen one stays chosen when it is still there."""
        before = self.device_id
        self.devices.clear()
        for device in found:
            self.devices.addItem(device.label, device.id)
        if not found:
            self.devices.addItem(self.tr("No scanner"), "")
        self.devices.setEnabled(bool(found))
        wanted = [n for n, d in enumerate(found) if d.id == before]
        hinted = [n for n, d in enumerate(found) if self._hint and self._hint in d.id]
        self.devices.setCurrentIndex((wanted or hinted or [0])[0])

    def set_reason(self, action: Action, reason: str) -> None:
        """Close an action with the reason in words, or open it with ""."""
        reason = reworded(reason)
        self._reasons[action] = reason
        self.buttons[action].setEnabled(not reason)
        self.buttons[action].setToolTip(reason)
        self.buttons[action].setAccessibleDescription(reason)

    def set_primary(self, action: Action | None, why: str) -> None:
        """Bring the next step out, and say what is in its way."""
        self._why.setText(reworded(why))
        for each, button in self.buttons.items():
            if button.property("primary") != (each is action):
                button.setProperty("primary", each is action)
                button.style().unpolish(button)
                button.style().polish(button)
                # bold letters are wider
                button.updateGeometry()

    def reason(self, action: Action) -> str:
        """Why an action is closed, "" when it is open."""
        return self._reasons.get(action, "")

    def press(self, action: Action) -> None:
        """Start an action, or say why that cannot be."""
        self.pressed.emit(action)
        reason = self.reason(action)
        if reason:
            self.refused.emit(reason)
        else:
            self.wanted.emit(action)
