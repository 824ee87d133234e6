"""The examination of the machine on screen: a list, and why and what to do beside it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHeaderView,
    QLabel,
    QProgressBar,
    QPushButton,
    QSplitter,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from app.services.diagnose_states import found_words
from app.services.diagnose_words import about, remedy_of
from app.ui.buttons import button_with_key
from app.ui.diagnostics_model import DiagnosticsModel, ExamRow, ExamState, tone_of
from app.ui.flow_layout import FlowLayout
from app.ui.keyboard import shortcut
from app.ui.look import SPACE_PX, as_title, embolden, tint
from app.ui.roomy import Roomy
from app.ui.row_tables import show_rows
from app.ui.rows_model import Role

_USUAL_LETTERS, _NARROW = 18, 60
"""Letters that a column has room for; letters of room below which a column is left out."""

_UNDER_WAY = frozenset({ExamState.WAITING, ExamState.RUNNING})


class DiagnosticsView(QWidget):
    """Shows rows, and says what is wanted.

    Signals:
        all_wanted(), one_wanted(int): Look at everything that is quick, or at one thing again.
        stop_wanted(): Look no further.
        copy_wanted(), save_wanted(): The report.
    """

    all_wanted = Signal()
    one_wanted = Signal(int)
    stop_wanted = Signal()
    copy_wanted = Signal()
    save_wanted = Signal()

    def __init__(self, language: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self.model = DiagnosticsModel(language, self)
        self.summary = QLabel(self)
        self.table = QTableView(self)
        self.bar = QProgressBar(self)
        self.bar.setAccessibleName(self.tr("Progress of the check"))
        self.title, self.state, self.why, self.todo = (QLabel(self) for _ in range(4))
        for label in (self.summary, self.title, self.state, self.why, self.todo):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        as_title(self.title)
        embolden(self.todo)
        self.all_button = self._button(self.tr("Check all again"), "diagnostics.all")
        self.one_button = self._button(self.tr("Check this"), "diagnostics.one")
        self.stop_button = self._button(self.tr("Stop"), "diagnostics.stop")
        self.copy_button = self._button(self.tr("Copy report"), "diagnostics.copy")
        self.save_button = self._button(self.tr("Save report…"), "diagnostics.save")
        self._set_up_table()
        self._arrange()
        self._connect()
        self.show_rows(())

    def _button(self, text: str, key_id: str) -> QPushButton:
        button = button_with_key(text, key_id, self)
        shortcut(key_id, self, button.click)
        return button

    def _set_up_table(self) -> None:
        table = self.table
        table.setModel(self.model)
        table.setAccessibleName(self.tr("What was checked"))
        show_rows(table)
        table.setAlternatingRowColors(True)
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)

    def _arrange(self) -> None:
        buttons = FlowLayout()
        for button in (self.all_button, self.stop_button, self.copy_button, self.save_button):
            buttons.addWidget(button)
        card = QFrame(self)
        card.setObjectName("card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(*(SPACE_PX * 2,) * 4)
        inside.setSpacing(SPACE_PX)
        for widget in (self.title, self.state, self.why, self.todo, self.one_button):
            inside.addWidget(widget)
        inside.addStretch(1)
        splitter = QSplitter(Qt.Orientation.Horizontal, self)
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(SPACE_PX)
        splitter.addWidget(self.table)
        splitter.addWidget(Roomy(card, keeps_width=True))
        splitter.setSizes([900, 430])
        splitter.setStretchFactor(0, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, SPACE_PX // 2, 0, 0)
        layout.setSpacing(SPACE_PX)
        layout.addWidget(self.summary)
        layout.addWidget(self.bar)
        layout.addWidget(splitter, 1)
        layout.addLayout(buttons)

    def _connect(self) -> None:
        self.table.selectionModel().currentChanged.connect(self._choice_changed)
        self.table.activated.connect(self._want_one)
        self.model.dataChanged.connect(self._choice_changed)
        self.all_button.clicked.connect(self.all_wanted)
        self.one_button.clicked.connect(self._want_one)
        self.stop_button.clicked.connect(self.stop_wanted)
        self.copy_button.clicked.connect(self.copy_wanted)
        self.save_button.clicked.connect(self.save_wanted)

    def _want_one(self, *_given: object) -> None:
        row = self.chosen
        if row is not None and self.one_button.isEnabled():
            self.one_wanted.emit(row.number)

    @property
    def chosen(self) -> ExamRow | None:
        """The chosen row."""
        row = self.table.currentIndex().siblingAtColumn(0).data(Role.ROW)
        return row if isinstance(row, ExamRow) else None

    def show_rows(self, rows: Sequence[ExamRow]) -> None:
        """Show how far everything is; the choice stays."""
        self.model.set_rows(rows)
        if rows and not self.table.currentIndex().isValid():
            self.table.setCurrentIndex(self.model.index(0, 0))
        self._fit_columns()
        self._show_summary(rows)
        self._choice_changed()

    def _fit_columns(self) -> None:
        """Room for the texts; where there is little, the finding stands beside the list alone."""
        measure = self.table.fontMetrics()
        is_narrow = self.table.viewport().width() < measure.averageCharWidth() * _NARROW
        self.table.setColumnHidden(2, is_narrow)
        self.table.horizontalHeader().setStretchLastSection(is_narrow)
        least = 0 if is_narrow else measure.averageCharWidth() * _USUAL_LETTERS
        for column in (0, 1):
            texts = [self.model.text(row, column) for row in self.model.rows]
            wide = max((measure.horizontalAdvance(text) for text in texts), default=0)
            self.table.horizontalHeader().resizeSection(column, max(wide + 4 * SPACE_PX, least))

    def _fit_text(self) -> None:
        high = self.fontMetrics().height() + 16
        self.table.verticalHeader().setDefaultSectionSize(high)
        self._fit_columns()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Columns follow the room."""
        super().resizeEvent(event)
        self._fit_text()

    def changeEvent(self, event: QEvent) -> None:
        """Another size of text needs other room."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._fit_text()

    def _show_summary(self, rows: Sequence[ExamRow]) -> None:
        under_way = [row for row in rows if row.state in _UNDER_WAY]
        checks = [row.check for row in rows if row.check is not None]
        bad = [check for check in checks if not check.good]
        must = sum(check.required for check in bad)
        if under_way:
            text = self.tr("◷ Checking this machine: %1 of %2 done.")
            done = len(rows) - len(under_way)
            self.summary.setText(text.replace("%1", str(done)).replace("%2", str(len(rows))))
        elif must:
            self.summary.setText(
                self.tr(
                    "! %n thing(s) must be mended before the station can do its work.", "", must
                )
            )
        elif bad:
            self.summary.setText(
                self.tr("? The station works; %n thing(s) to look at.", "", len(bad))
            )
        elif checks:
            self.summary.setText(self.tr("✓ Everything that was checked is good."))
        else:
            self.summary.setText(self.tr("Nothing has been checked yet."))
        embolden(self.summary)
        self._show_progress(rows, under_way)
        is_busy = bool(under_way)
        idle = self.tr("No check is under way.")
        busy = self.tr("A check is under way.")
        nothing = "" if checks else self.tr("Nothing has been checked yet.")
        _enable(self.stop_button, "" if is_busy else idle)
        _enable(self.all_button, busy if is_busy else "")
        for button in (self.copy_button, self.save_button):
            _enable(button, nothing)

    def _show_progress(self, rows: Sequence[ExamRow], under_way: Sequence[ExamRow]) -> None:
        self.bar.setVisible(bool(under_way))
        long = [row.percent for row in under_way if row.percent >= 0]
        if long:
            self.bar.setRange(0, 100)
            self.bar.setValue(long[0])
        else:
            self.bar.setRange(0, max(len(rows), 1))
            self.bar.setValue(len(rows) - len(under_way))

    def _choice_changed(self, *_indexes: QModelIndex) -> None:
        row = self.chosen
        _enable(self.one_button, self._why_not(row))
        if row is None:
            for label in (self.title, self.state, self.why, self.todo):
                label.clear()
            return
        words, check = about(row.name), row.check
        self.title.setText(words.title.text(self._language))
        said = self.model.state_words(row)
        found = found_words(check, self._language) if check is not None else ""
        found = f"{said}: {found}" if found else said
        self.state.setText(found)
        is_done = check is not None and row.state is ExamState.DONE
        tint(self.state, tone_of(check) if check is not None and is_done else None)
        self.why.setText(words.why.text(self._language))
        todo = remedy_of(check, self._language) if check is not None else ""
        self.todo.setText(self.tr("What to do: %1").replace("%1", todo) if todo else "")
        self.todo.setVisible(bool(todo))

    def _why_not(self, row: ExamRow | None) -> str:
        if row is None:
            return self.tr("Choose a line first.")
        return self.tr("It is being checked.") if row.state in _UNDER_WAY else ""


def _enable(button: QPushButton, why_not: str) -> None:
    """Open a button, or say why it is closed."""
    button.setEnabled(not why_not)
    button.setToolTip(why_not)
    button.setAccessibleDescription(why_not)
