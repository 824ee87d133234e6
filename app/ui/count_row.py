"""Pages counted on the table against pages that are there; a difference is settled in words."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QSpinBox, QWidget

from app.services.page_count import LEAST_REASON, MOST_REASON
from app.ui.buttons import named_button, set_reason
from app.ui.entry import typed_text
from app.ui.length_note import too_long
from app.ui.look import SPACE_PX

MOST = 9999


class CountRow(QFrame):
    """One line: the count, what is there, and the reason where both differ.

    Signals:
        counted(int): So many pages were counted on the table; 0 takes the count back.
        accepted(str): The pages that are there are right, for this reason.
    """

    counted = Signal(int)
    accepted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._expected = 0
        self.label = QLabel(self.tr("Pages counted"), self)
        self.number = QSpinBox(self)
        self.number.setRange(0, MOST)
        self.number.setSpecialValueText(self.tr("not counted"))
        self.number.setKeyboardTracking(False)
        self.number.setAccessibleName(self.tr("Pages counted"))
        self.label.setBuddy(self.number)
        self.told = QLabel(self)
        self.reason = QLineEdit(self)
        self.reason.setPlaceholderText(self.tr("Why this is right all the same"))
        self.reason.setAccessibleName(self.tr("Reason for the difference"))
        self.reason.setMinimumWidth(220)
        self.accept = named_button(self.tr("It is right"), self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_PX)
        for widget in (self.label, self.number, self.told):
            layout.addWidget(widget)
        layout.addWidget(self.reason, 1)
        layout.addWidget(self.accept)
        self.number.editingFinished.connect(self._number_set)
        self.reason.textChanged.connect(self._decide)
        self.reason.returnPressed.connect(self.accept.click)
        self.accept.clicked.connect(self._accept)
        self.show_count(0, 0, can_settle=False)

    def show_count(self, expected: int, found: int, *, can_settle: bool) -> None:
        """Tell the count; a number that is being typed is left alone."""
        self._expected = expected
        if not self.number.hasFocus():
            self.number.setValue(expected)
        self.number.setEnabled(can_settle)
        differs = bool(expected) and expected != found
        text = self.tr("! counted %1, here %2") if differs else self.tr("✓ as counted")
        self.told.setText(text.replace("%1", str(expected)).replace("%2", str(found)))
        self.told.setVisible(bool(expected))
        for widget in (self.reason, self.accept):
            widget.setVisible(differs and can_settle)
        self._decide()

    def _decide(self) -> None:
        is_told = len(typed_text(self.reason)) >= LEAST_REASON
        why = "" if is_told else self.tr("Say why in a few words first.")
        set_reason(self.accept, why or too_long(self.reason.text(), MOST_REASON))

    def _number_set(self) -> None:
        if self.number.value() != self._expected:
            self.counted.emit(self.number.value())

    def _accept(self) -> None:
        self.accepted.emit(typed_text(self.reason))
        self.reason.clear()
