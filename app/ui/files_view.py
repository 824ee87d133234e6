"""The finished files of a dossier: their list, and the chosen one below it."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QHeaderView,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from app.domain.dossier import DossierFile
from app.domain.ids import FileId
from app.ui.empty_state import teach
from app.ui.files_model import FilesModel
from app.ui.look import SPACE_PX
from app.ui.pdf_view import PdfView
from app.ui.row_tables import show_rows
from app.ui.rows_model import Role
from app.ui.stamp_view import StampView
from app.ui.text_size import follow_text, rows_follow_text

ROWS_OF_WORDS = 3
"""Room for what an empty list says."""

SHOWN_ROWS = 5
"""Rows that are in sight; a dossier with more of them scrolls."""


class FilesView(QWidget):
    """List and file: with search, or with its stamps.

    Attributes:
        seen: Digests of the bytes that were on show, by file.

    Signals:
        file_chosen(): Another file is to be shown.
    """

    file_chosen = Signal()

    def __init__(self, model: FilesModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.table = QTableView(self)
        self.pdf = PdfView(self)
        self.stamped = StampView(self)
        self.paper = QStackedWidget(self)
        for view in (self.pdf, self.stamped):
            self.paper.addWidget(view)
        self.seen: dict[FileId, str] = {}
        self._set_up_table()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, SPACE_PX // 2, 0, 0)
        layout.setSpacing(SPACE_PX // 2)
        layout.addWidget(self.table)
        layout.addWidget(self.paper, 1)
        self.table.selectionModel().currentRowChanged.connect(self._current_changed)
        model.rowsInserted.connect(self._fit_height)
        model.rowsRemoved.connect(self._fit_height)
        follow_text(self, self._fit_height)

    def _set_up_table(self) -> None:
        table = self.table
        table.setModel(self._model)
        teach(table, self.tr("No PDF files yet: finish the review, then build and sign."))
        table.setAccessibleName(self.tr("PDF files of the dossier"))
        show_rows(table)
        table.setWordWrap(False)
        table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        rows_follow_text(table, SPACE_PX)
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)

    @property
    def chosen(self) -> DossierFile | None:
        """The chosen file, None while there is none."""
        row = self.table.currentIndex().siblingAtColumn(0).data(Role.ROW)
        return row if isinstance(row, DossierFile) else None

    def choose_first(self) -> None:
        """Choose a file where none is chosen."""
        if self.chosen is None and self._model.rows:
            self.table.setCurrentIndex(self._model.index(0, 0))

    def _current_changed(self, _current: QModelIndex, _before: QModelIndex) -> None:
        self.file_chosen.emit()

    def _fit_height(self) -> None:
        """As high as its rows, within bounds, so that the file gets the rest."""
        rows = min(len(self._model.rows), SHOWN_ROWS) or ROWS_OF_WORDS
        row_px = self.table.fontMetrics().height() + SPACE_PX
        header_px = self.table.horizontalHeader().sizeHint().height()
        self.table.setFixedHeight(header_px + rows * row_px + 2 * self.table.frameWidth() + 2)
