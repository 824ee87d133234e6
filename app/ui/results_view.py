"""The inbox of electronic results: list, page with stamps, verdict or signing beside it."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QHeaderView,
    QLabel,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from app.domain.dossier import DossierState
from app.jobs import Progress
from app.ui import labels
from app.ui.buttons import keyed_button, named_button
from app.ui.empty_state import teach
from app.ui.flow_layout import FlowLayout, stretched
from app.ui.keyboard import reworded, shortcut, worded
from app.ui.keys import Scope
from app.ui.look import SPACE_PX
from app.ui.results_flow import ResultLine
from app.ui.results_model import ResultsModel
from app.ui.row_tables import show_rows
from app.ui.rows_model import Role
from app.ui.sign_panel import SignPanel
from app.ui.stamp_view import StampView
from app.ui.text_size import follow_text, rows_follow_text
from app.ui.verdict_panel import VerdictPanel

LEAST_LINES = 6
"""Height of the list at least, in lines of text."""


class ResultsView(QWidget):
    """List and file.

    Signals:
        folder_given(str): Take in the results of this folder.
        line_chosen(): Another result is to be shown.
        sign_wanted(), resume_wanted(), send_wanted(): What the buttons say.
        fetch_wanted(), fetch_stopped(): Ask the processing system for results; ask no more.
        left(): Back to the dossiers.
    """

    folder_given = Signal(str)
    line_chosen = Signal()
    sign_wanted = Signal()
    resume_wanted = Signal()
    send_wanted = Signal()
    fetch_wanted = Signal()
    fetch_stopped = Signal()
    left = Signal()

    def __init__(self, model: ResultsModel, language: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._dialog: QFileDialog | None = None
        self.inbox_dir = ""
        self._only_look = ""
        self.table = QTableView(self)
        self.page = StampView(self)
        self.page.teach(self.tr("The chosen result stands here, with its stamp."))
        self.verdict = VerdictPanel(language, self)
        self.verdict.teach(
            self.tr("Who signed the chosen result, when, and whether it was changed since.")
        )
        self.sign = SignPanel(language, self)
        self.side = QStackedWidget(self)
        self.fetch_button = keyed_button(
            self.tr("Fetch results  Ctrl+Shift+F"), self, Scope.RESULTS
        )
        self.stop_fetch_button = named_button(self.tr("Stop"), self)
        self._fetching = QLabel(self)
        self._fetching.setWordWrap(True)
        self.import_button = keyed_button(
            self.tr("Take in from folder…  Ctrl+Shift+N"), self, Scope.RESULTS
        )
        self.sign_button = keyed_button(self.tr("Sign  Ctrl+F9"), self, Scope.RESULTS)
        self.resume_button = named_button("", self)
        self.send_button = keyed_button(
            self.tr("Return signed ones  Ctrl+Shift+Enter"), self, Scope.RESULTS
        )
        self._set_up_table()
        self._arrange()
        self._connect()
        self.show_side(self.verdict)
        self.set_stopped(0)
        self.show_fetching(None)
        self._choice_changed()

    def _set_up_table(self) -> None:
        table = self.table
        table.setModel(self._model)
        table.setAccessibleName(self.tr("Electronic results"))
        show_rows(table)
        table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        table.setWordWrap(False)
        rows_follow_text(table, SPACE_PX)
        follow_text(self, self._fit_text)
        told = self.tr(
            "No results yet. Fetch them from the processing system with Ctrl+Shift+F, or take "
            "them in from a folder with Ctrl+Shift+N."
        )
        worded(table, self._teach, told, Scope.RESULTS)
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        # Qt measures by itself when columns change, not when rows do.
        self._model.settled.connect(partial(table.resizeColumnToContents, 1))
        table.setColumnHidden(2, True)

    def _teach(self, told: str) -> None:
        teach(self.table, told)

    def _fit_text(self) -> None:
        """A few lines are in sight at least; the rest is scrolled to."""
        self.table.setMinimumHeight(self.fontMetrics().height() * LEAST_LINES)

    def _arrange(self) -> None:
        left = QWidget(self)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_PX // 2)
        self._note = QLabel(self)
        self._note.setWordWrap(True)
        self._note.setTextFormat(Qt.TextFormat.PlainText)
        column.addWidget(self.fetch_button)
        fetching = FlowLayout()
        stretched(self._fetching)
        fetching.addWidget(self._fetching)
        fetching.addWidget(self.stop_fetch_button)
        column.addLayout(fetching)
        column.addWidget(self.import_button)
        column.addWidget(self.table, 1)
        column.addWidget(self._note)
        column.addWidget(self.resume_button)
        row = FlowLayout()
        row.addWidget(self.sign_button)
        stretched(self.send_button)
        row.addWidget(self.send_button)
        column.addLayout(row)
        for panel in (self.verdict, self.sign):
            self.side.addWidget(panel)
        splitter = QSplitter(Qt.Orientation.Horizontal, self)
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(SPACE_PX)
        for part in (left, self.page, self.side):
            splitter.addWidget(part)
        splitter.setSizes([430, 530, 380])
        splitter.setStretchFactor(1, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, SPACE_PX // 2, 0, 0)
        outer.addWidget(splitter)

    def _connect(self) -> None:
        self.import_button.clicked.connect(self._ask_for_folder)
        self.fetch_button.clicked.connect(self.fetch_wanted)
        self.stop_fetch_button.clicked.connect(self.fetch_stopped)
        self.sign_button.clicked.connect(self.sign_wanted)
        self.resume_button.clicked.connect(self.resume_wanted)
        self.send_button.clicked.connect(self.send_wanted)
        self.table.selectionModel().currentRowChanged.connect(self._current_changed)
        self.table.selectionModel().selectionChanged.connect(self._choice_changed)
        self._model.settled.connect(self._choice_changed)
        shortcut("results.import", self, self.import_button.click)
        shortcut("results.fetch", self, self.fetch_button.click)
        shortcut("results.sign", self, self.sign_button.click)
        shortcut("results.send", self, self.send_button.click)
        shortcut("results.resume", self, self.resume_button.click)
        shortcut("results.leave", self, self._leave)

    @property
    def chosen(self) -> ResultLine | None:
        """The result on show."""
        row = self.table.currentIndex().siblingAtColumn(0).data(Role.ROW)
        return row if isinstance(row, ResultLine) else None

    @property
    def marked(self) -> tuple[ResultLine, ...]:
        """Results that are marked and wait for a signature, in the order of the list."""
        rows = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        lines = [self._model.rows[row] for row in rows if row < len(self._model.rows)]
        return tuple(line for line in lines if line.row.dossier.state is DossierState.BUILT)

    @property
    def fetch_text(self) -> str:
        """What stands under the button that fetches."""
        return self._fetching.text()

    @property
    def note_text(self) -> str:
        """What stands under the list about the result on show."""
        return self._note.text()

    def choose_first(self) -> None:
        """Mark the first result where none is marked."""
        if self.chosen is None and self._model.rows:
            self.table.setCurrentIndex(self._model.index(0, 0))

    def choose(self, dossier_id: str) -> None:
        """Show a result and leave the marks as they are."""
        number = self._model.row_of(dossier_id)
        if number >= 0:
            self.table.selectionModel().setCurrentIndex(
                self._model.index(number, 0), QItemSelectionModel.SelectionFlag.NoUpdate
            )

    def show_side(self, panel: QWidget) -> None:
        """Verdict or signing on the right."""
        self.side.setCurrentWidget(panel)

    def set_stopped(self, files: int) -> None:
        """Offer to go on with what was stopped."""
        self.resume_button.setVisible(files > 0)
        text = reworded(self.tr("Go on signing %n file(s)  Ctrl+Shift+R", "", files), Scope.RESULTS)
        self.resume_button.setText(text)
        self.resume_button.setAccessibleName(text)

    def show_fetching(self, progress: Progress | None) -> None:
        """How many results are fetched; None when nobody fetches."""
        is_idle = progress is None
        self.keep_open(self.fetch_button, "" if is_idle else self.tr("Results are being fetched."))
        self.stop_fetch_button.setVisible(progress is not None)
        if progress is not None:
            text = self.tr("◷ Fetching result %1 of %2…")
            number = min(progress.done + 1, progress.total)
            text = text.replace("%1", str(number)).replace("%2", str(progress.total))
            asking = self.tr("◷ Asking the processing system…")
            self._fetching.setText(text if progress.total else asking)
        self._fetching.setVisible(bool(self._fetching.text()))

    def set_asked_at(self, moment: datetime | None) -> None:
        """Say when the processing system was last asked."""
        if self.stop_fetch_button.isHidden():
            text = self.tr("Last fetched: %1") if moment is not None else ""
            shown = labels.clock_time(moment, dated=True) if moment is not None else ""
            self._fetching.setText(text.replace("%1", shown))
            self._fetching.setVisible(bool(text))

    def only_look(self, why: str) -> None:
        """Take in, sign and return nothing from now on."""
        self._only_look = why
        for button in (self.fetch_button, self.import_button, self.resume_button):
            self.keep_open(button, why)
        self._choice_changed()

    def keep_open(self, button: QPushButton, reason: str) -> None:
        """Open a button, or say why it is closed."""
        reason = self._only_look or reason
        button.setEnabled(not reason)
        button.setToolTip(reason)
        button.setAccessibleDescription(reason)

    def _ask_for_folder(self) -> None:
        if self._dialog is None:
            self._dialog = QFileDialog(self, self.tr("Folder with results"), self.inbox_dir)
            self._dialog.setFileMode(QFileDialog.FileMode.Directory)
            self._dialog.fileSelected.connect(self.folder_given)
        self._dialog.open()

    def _leave(self) -> None:
        if self.side.currentWidget() is self.sign:
            self.sign.cancel_button.click()
        else:
            self.left.emit()

    def _current_changed(self, _current: QModelIndex, _before: QModelIndex) -> None:
        self.line_chosen.emit()

    def _choice_changed(self) -> None:
        line = self.chosen
        self._note.setText(self._model.text(line, 2) if line is not None else "")
        self._note.setVisible(bool(self._note.text()))
        marked = len(self.marked)
        none = self.tr("Mark results that are still to be signed (Ctrl+A marks all).")
        self.keep_open(self.sign_button, "" if marked else none)
        text = (
            self.tr("Sign %n file(s)  Ctrl+F9", "", marked) if marked else self.tr("Sign  Ctrl+F9")
        )
        text = reworded(text, Scope.RESULTS)
        self.sign_button.setText(text)
        self.sign_button.setAccessibleName(text)
        can_send = any(one.row.dossier.state is DossierState.SIGNED for one in self._model.rows)
        why = self.tr("Nothing is signed and waiting to be returned.")
        self.keep_open(self.send_button, "" if can_send else why)
