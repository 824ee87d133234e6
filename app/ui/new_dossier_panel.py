"""What the officer tells about a new dossier; everything may stay empty."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from app.domain.procedure import Procedure
from app.ui.entry import typed_text
from app.ui.look import SPACE_PX, as_title
from app.ui.owner_field import OwnerField
from app.ui.queue_flow import NewDossier


class NewDossierPanel(QFrame):
    """Panel in the place of the form.

    Signals:
        wanted(NewDossier): Open a dossier like this.
        given_up(): Nothing is to be opened.
    """

    wanted = Signal(object)
    given_up = Signal()

    def __init__(self, language: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._is_opening = False
        self.owner = OwnerField(language, self)
        self.code = QLineEdit(self)
        self.code.setPlaceholderText(self.tr("From the slip; may stay empty"))
        self.procedure = QComboBox(self)
        self.procedure.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.pages = QSpinBox(self)
        self.pages.setRange(0, 999)
        self.pages.setSpecialValueText(self.tr("not counted"))
        self.open_button = QPushButton(self.tr("Open dossier"), self)
        self.open_button.setProperty("primary", True)
        self.cancel_button = QPushButton(self.tr("Never mind"), self)
        self._name_everything()
        self._arrange()
        self.code.returnPressed.connect(self._open)
        self.owner.settled.connect(self._owner_settled)
        self.owner.refused.connect(self._owner_refused)
        self.open_button.clicked.connect(self._open)
        self.cancel_button.clicked.connect(self.given_up)

    def _name_everything(self) -> None:
        self.code.setAccessibleName(self.tr("Dossier code"))
        self.procedure.setAccessibleName(self.tr("Procedure"))
        self.procedure.view().setAccessibleName(self.tr("Procedure"))
        self.pages.setAccessibleName(self.tr("Pages counted"))
        self.open_button.setAccessibleName(self.tr("Open dossier"))
        self.cancel_button.setAccessibleName(self.tr("Never mind"))

    def _arrange(self) -> None:
        title = QLabel(self.tr("New dossier"), self)
        as_title(title)
        hint = QLabel(self.tr("A slip with a QR code fills in code and procedure by itself."), self)
        hint.setWordWrap(True)
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        form.addRow(self.tr("Dossier code"), self.code)
        form.addRow(self.tr("Owner"), self.owner)
        form.addRow(self.tr("Procedure"), self.procedure)
        form.addRow(self.tr("Pages counted"), self.pages)
        order = (self.code, self.owner.kind, self.owner.text, self.procedure, self.pages)
        for before, after in pairwise(order):
            self.setTabOrder(before, after)
        buttons = QHBoxLayout()
        buttons.addWidget(self.open_button, 1)
        buttons.addWidget(self.cancel_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*(2 * SPACE_PX,) * 4)
        layout.setSpacing(SPACE_PX)
        layout.addWidget(title)
        layout.addWidget(hint)
        layout.addLayout(form)
        layout.addLayout(buttons)
        layout.addStretch(1)

    def set_procedures(self, procedures: Sequence[Procedure]) -> None:
        """Offer these procedures, none chosen."""
        self.procedure.clear()
        self.procedure.addItem(self.tr("Not chosen yet"), "")
        for procedure in procedures:
            self.procedure.addItem(procedure.name, procedure.code)

    def start(self) -> None:
        """Empty the panel and begin with the code."""
        self._is_opening = False
        self.code.clear()
        self.owner.clear()
        self.procedure.setCurrentIndex(0)
        self.pages.setValue(0)
        self.code.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc gives up."""
        if event.matches(QKeySequence.StandardKey.Cancel):
            self.given_up.emit()
        else:
            super().keyPressEvent(event)

    def _owner_settled(self) -> None:
        """Go on where the officer was going: to the procedure, or to the open dossier."""
        if self._is_opening:
            self._open()
        else:
            self.procedure.setFocus()

    def _owner_refused(self) -> None:
        self._is_opening = False

    def _open(self) -> None:
        """Open the dossier, once it is known who the owner is."""
        if not self.owner.is_settled:
            self._is_opening = True
            self.owner.settle()
            return
        self._is_opening = False
        wanted = NewDossier(
            code=typed_text(self.code),
            procedure_code=str(self.procedure.currentData() or ""),
            expected_pages=self.pages.value(),
            owner=self.owner.owner,
        )
        self.wanted.emit(wanted)
