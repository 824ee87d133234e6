"""Panes of the form editor for what comes of a form: trials and proposals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QAbstractItemModel, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from app.ui.buttons import named_button
from app.ui.form_editor_models import ProposalsModel, TrialModel
from app.ui.keyboard import ITSELF, shortcut
from app.ui.look import SPACE_PX
from app.ui.row_tables import show_rows


def table_of(
    parent: QWidget, model: QAbstractItemModel, name: str, widths: Mapping[int, int]
) -> QTableView:
    """A table whose columns share the width, but for those with a width of their own."""
    table = QTableView(parent)
    table.setModel(model)
    table.setAccessibleName(name)
    show_rows(table)
    header = table.horizontalHeader()
    header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
    for column, width_px in widths.items():
        header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
        header.resizeSection(column, width_px)
    return table


class TrialPane(QWidget):
    """What the form gives on samples.

    Signals:
        wanted(str): Try it on the page on show (""), or on the sample itself (".").
        file_wanted(): Try it on a file.
        chosen(int): Show another trial.
    """

    wanted = Signal(str)
    file_wanted = Signal()
    chosen = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.model = TrialModel(self)
        self.made = QComboBox(self)
        self.made.setAccessibleName(self.tr("Trials made"))
        self.made.view().setAccessibleName(self.tr("Trials made"))
        self.made.activated.connect(self.chosen)
        self.verdict = QLabel(self)
        self.verdict.setWordWrap(True)
        self.verdict.setTextFormat(Qt.TextFormat.PlainText)
        self.results = table_of(self, self.model, self.tr("Values of the trial"), {2: 190})
        row = QHBoxLayout()
        for text, slot in (
            (self.tr("On this sample"), self._try_sample),
            (self.tr("On the page on show"), self._try_page),
            (self.tr("On a file…"), self.file_wanted.emit),
        ):
            button = named_button(text, self)
            button.clicked.connect(slot)
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, SPACE_PX // 2, 0, 0)
        column.addLayout(row)
        column.addWidget(self.made)
        column.addWidget(self.verdict)
        column.addWidget(self.results, 1)

    def set_trials(self, names: Sequence[str], shown: int) -> None:
        """Trials made so far."""
        self.made.clear()
        self.made.addItems(list(names))
        self.made.setCurrentIndex(shown)

    def _try_sample(self) -> None:
        self.wanted.emit(".")

    def _try_page(self) -> None:
        self.wanted.emit("")


class ProposalsPane(QWidget):
    """What confirmed values speak for.

    Signals:
        wanted(): Look for proposals.
        accepted(int): Take one over.
    """

    wanted = Signal()
    accepted = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.model = ProposalsModel(self)
        note = QLabel(
            self.tr(
                "From values that officers have confirmed. Nothing is changed until you take "
                "it over and save."
            ),
            self,
        )
        note.setWordWrap(True)
        self.offers = table_of(self, self.model, self.tr("Proposals"), {1: 100})
        look = named_button(self.tr("Look for proposals"), self)
        take = named_button(self.tr("Take over"), self)
        look.clicked.connect(self.wanted.emit)
        take.clicked.connect(self._take_over)
        shortcut("forms.take", self.offers, self._take_over, reach=ITSELF)
        row = QHBoxLayout()
        row.addWidget(look)
        row.addStretch(1)
        row.addWidget(take)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, SPACE_PX // 2, 0, 0)
        column.addWidget(note)
        column.addWidget(self.offers, 1)
        column.addLayout(row)

    def _take_over(self) -> None:
        self.accepted.emit(self.offers.currentIndex().row())
