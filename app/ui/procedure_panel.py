"""The procedure of the dossier on show, changed after a look at what that means.

↑ ↓      another procedure; its papers are listed at once
Enter    take it
Esc      leave it as it is
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListView,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.domain.procedure import Procedure
from app.services.procedure_choice import Consequences
from app.ui.buttons import set_reason
from app.ui.keyboard import worded
from app.ui.look import SPACE_PX, as_title
from app.ui.procedure_model import ProcedureModel, summary


class ProcedurePanel(QFrame):
    """Panel in the place of the form.

    Signals:
        looked_at(str): What would this procedure mean?
        wanted(str): This is the procedure.
        given_up(): Nothing is to be changed.
    """

    looked_at = Signal(str)
    wanted = Signal(str)
    given_up = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._now = ""
        self.model = ProcedureModel(self)
        self.choice = _Choice(self)
        self.summary = QLabel(self)
        self.summary.setWordWrap(True)
        self.list = QListView(self)
        self.take_button = QPushButton(self.tr("Change the procedure  Enter"), self)
        self.take_button.setProperty("primary", True)
        self.cancel_button = QPushButton(self.tr("Never mind"), self)
        self._set_up()
        self._arrange()

    def _set_up(self) -> None:
        self.choice.setAccessibleName(self.tr("Procedure"))
        self.choice.view().setAccessibleName(self.tr("Procedure"))
        self.choice.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.choice.currentIndexChanged.connect(self._changed)
        self.choice.accepted.connect(self.take_button.click)
        self.list.setModel(self.model)
        self.list.setAccessibleName(self.tr("What this procedure means for the papers"))
        self.list.setWordWrap(True)
        self.list.setSpacing(2)
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        for button in (self.take_button, self.cancel_button):
            button.setAccessibleName(button.text())
        self.take_button.clicked.connect(self._take)
        self.cancel_button.clicked.connect(self.given_up)

    def _arrange(self) -> None:
        title = QLabel(self.tr("Procedure of the dossier"), self)
        as_title(title)
        hint = QLabel(self)
        told = self.tr("Nothing that was scanned or typed is lost; Ctrl+Z undoes it.")
        worded(hint, hint.setText, told)
        hint.setWordWrap(True)
        buttons = QHBoxLayout()
        buttons.addWidget(self.take_button, 1)
        buttons.addWidget(self.cancel_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*(2 * SPACE_PX,) * 4)
        layout.setSpacing(SPACE_PX)
        for widget in (title, hint, self.choice, self.summary):
            layout.addWidget(widget)
        layout.addWidget(self.list, 1)
        layout.addLayout(buttons)

    @property
    def code(self) -> str:
        """Code of the procedure that is looked at, "" for none."""
        return str(self.choice.currentData() or "")

    def set_procedures(self, procedures: Sequence[Procedure]) -> None:
        """Offer these procedures."""
        self.choice.blockSignals(True)
        self.choice.clear()
        self.choice.addItem(self.tr("Not chosen yet"), "")
        for procedure in procedures:
            self.choice.addItem(procedure.name, procedure.code)
        self.choice.blockSignals(False)

    def start(self, code: str) -> None:
        """Begin with the procedure as it is now."""
        self._now = code
        self.model.set_rows(())
        self.summary.clear()
        self.choice.blockSignals(True)
        self.choice.setCurrentIndex(max(0, self.choice.findData(code)))
        self.choice.blockSignals(False)
        self._changed()
        self.choice.setFocus()

    def show_consequences(self, found: Consequences) -> None:
        """What the procedure means; an answer about another one comes too late."""
        if found.procedure_code == self.code:
            self.summary.setText(summary(found))
            self.model.set_rows(found.papers)

    def _changed(self) -> None:
        self.choice.setToolTip(self.choice.currentText())
        is_same = self.code == self._now
        why = self.tr("The dossier has this procedure already.") if is_same else ""
        set_reason(self.take_button, why)
        self.looked_at.emit(self.code)

    def _take(self) -> None:
        self.wanted.emit(self.code)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc gives up."""
        if event.matches(QKeySequence.StandardKey.Cancel):
            self.given_up.emit()
        else:
            super().keyPressEvent(event)


class _Choice(QComboBox):
    """The procedures; hands on Enter.

    Signals:
        accepted(): Enter was pressed while the list was closed.
    """

    accepted = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes what is looked at; everything else moves about."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.accepted.emit()
        else:
            super().keyPressEvent(event)
