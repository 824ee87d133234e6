"""The figures of the station: topics on the left, a chart above its table on the right.

Alt+R    choose the days      Ctrl+R  count again      Ctrl+S  save
↑ ↓      another topic        Tab     to the table     Esc     back to the dossiers
"""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QListView,
    QSplitter,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from app.domain.figures import Figures, Range
from app.services.figure_sheets import Naming, Sheet, Topic, sheets
from app.ui.buttons import keyed_button
from app.ui.chart_view import ChartView
from app.ui.figures_charts import chart_of
from app.ui.figures_model import SheetModel, TopicRow, TopicsModel, topic_at
from app.ui.figures_words import range_words
from app.ui.flow_layout import FlowLayout
from app.ui.keyboard import shortcut
from app.ui.keys import Scope
from app.ui.labels import clock_time
from app.ui.look import SPACE_PX
from app.ui.row_tables import show_rows
from app.ui.text_size import follow_text, rows_follow_text
from app.ui.wrapped_label import WrappedLabel

TOLD_LETTERS = 90
LIST_PADDING_PX = 48
LEAST_LINES = 7
"""Lowest table: its headings and a few rows."""

FILTERS = ("xlsx", "csv", "png")


class FiguresView(QWidget):
    """Shows figures that somebody else has counted.

    Signals:
        range_chosen(Range): Count these days.
        again_wanted(): Count the same days anew.
        save_wanted(str): Write the figures, or the chart on show (*.png), into this file.
        left(): Back to the dossiers.
    """

    range_chosen = Signal(object)
    again_wanted = Signal()
    save_wanted = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._figures: Figures | None = None
        self._naming: Naming | None = None
        self._sheets: tuple[Sheet, ...] = ()
        self._dialog: QFileDialog | None = None
        self.days = QComboBox(self)
        self.told = WrappedLabel(TOLD_LETTERS, self)
        self.again_button = keyed_button(self.tr("Count again  Ctrl+R"), self, Scope.FIGURES)
        self.save_button = keyed_button(self.tr("Save…  Ctrl+S"), self, Scope.FIGURES)
        self.topics_model = TopicsModel(self)
        self.topics = QListView(self)
        self.chart = ChartView(self)
        self.model = SheetModel(self)
        self.table = QTableView(self)
        self._set_up()
        self._arrange()
        self._connect()
        self._allow()

    def _set_up(self) -> None:
        self.days.setAccessibleName(self.tr("Days"))
        self.days.view().setAccessibleName(self.tr("Days"))
        for wanted in Range:
            self.days.addItem(range_words(wanted), wanted)
        self.days.setCurrentIndex(list(Range).index(Range.WEEK))
        self.topics.setModel(self.topics_model)
        self.topics.setAccessibleName(self.tr("Topics of the figures"))
        self.topics.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.topics.setSpacing(SPACE_PX // 2)
        self.table.setModel(self.model)
        self.table.setAccessibleName(self.tr("Figures as a table"))
        show_rows(self.table)
        self.table.setAlternatingRowColors(True)
        self.table.setWordWrap(False)
        rows_follow_text(self.table, SPACE_PX)
        self.table.horizontalHeader().setHighlightSections(False)
        follow_text(self, self._fit_text)

    def _fit_text(self) -> None:
        """Room for the names of the topics, and for a few lines of the table."""
        measure = self.topics.fontMetrics()
        widest = max((measure.horizontalAdvance(each.title) for each in self._sheets), default=0)
        self.topics.setFixedWidth(widest + LIST_PADDING_PX)
        self.table.setMinimumHeight(self.fontMetrics().height() * LEAST_LINES)

    def _arrange(self) -> None:
        head = FlowLayout()
        name = QLabel(self.tr("Days"), self)
        name.setBuddy(self.days)
        for widget in (name, self.days, self.again_button, self.save_button, self.told):
            head.addWidget(widget)
        right = QSplitter(Qt.Orientation.Vertical, self)
        right.addWidget(self.chart)
        right.addWidget(self.table)
        right.setStretchFactor(0, 3)
        right.setStretchFactor(1, 2)
        right.setSizes([300, 220])
        right.setChildrenCollapsible(False)
        right.setHandleWidth(SPACE_PX)
        body = QHBoxLayout()
        body.setSpacing(SPACE_PX)
        body.addWidget(self.topics)
        body.addWidget(right, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, SPACE_PX // 2, 0, 0)
        layout.setSpacing(SPACE_PX)
        layout.addLayout(head)
        layout.addLayout(body, 1)

    def _connect(self) -> None:
        self.days.activated.connect(self._range_chosen)
        self.again_button.clicked.connect(self.again_wanted)
        self.save_button.clicked.connect(self.ask_where)
        self.topics.selectionModel().currentChanged.connect(self._topic_changed)
        self.table.selectionModel().currentChanged.connect(self._row_changed)
        shortcut("figures.range", self, self._to_days)
        shortcut("figures.again", self, self.again_button.click)
        shortcut("figures.save", self, self.save_button.click)
        shortcut("figures.leave", self, self.left)

    @property
    def range(self) -> Range:
        """The days that are chosen."""
        return Range(self.days.currentData())

    @property
    def topic(self) -> Topic:
        """The topic on show."""
        return topic_at(self.topics.currentIndex()) or Topic.SHARES

    @property
    def all_sheets(self) -> tuple[Sheet, ...]:
        """All tables, as they are saved."""
        return self._sheets

    def start(self) -> None:
        """The keyboard begins at the topics."""
        self.topics.setFocus()

    def show_figures(self, figures: Figures, naming: Naming) -> None:
        """Show figures; topic and row stay chosen."""
        self._figures, self._naming = figures, naming
        self._sheets = sheets(figures, naming)
        self.topics_model.set_rows([TopicRow(each.topic, each.title) for each in self._sheets])
        self._fit_text()
        if not self.topics.currentIndex().isValid():
            self.topics.setCurrentIndex(self.topics_model.index(0, 0))
        self._show_topic()
        self._allow()
        span = figures.span
        text = self.tr("%1 to %2, counted at %3. Nobody is ranked.")
        if figures.is_one_day:
            text = self.tr("%1, counted at %3. Nobody is ranked.")
        self.told.setText(
            text.replace("%1", f"{span.first:%d/%m/%Y}")
            .replace("%2", f"{span.last:%d/%m/%Y}")
            .replace("%3", clock_time(figures.made_at))
        )

    def forget(self) -> None:
        """Show nothing any more."""
        self._figures, self._sheets = None, ()
        self._allow()

    def show_busy(self, is_busy: bool) -> None:
        """Say that it is being counted."""
        if is_busy:
            self.told.setText(self.tr("Counting…"))
        self.again_button.setEnabled(not is_busy)
        why = self.tr("It is being counted.") if is_busy else ""
        self.again_button.setToolTip(why)
        self.again_button.setAccessibleDescription(why)

    def ask_where(self) -> None:
        """Ask for a file beside the work; it answers by `save_wanted`."""
        if self._figures is None:
            return
        if self._dialog is None:
            self._dialog = QFileDialog(self, self.tr("Save figures"))
            self._dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
            self._dialog.setNameFilters(
                [
                    self.tr("Excel workbook with all tables (*.xlsx)"),
                    self.tr("All tables as text (*.csv)"),
                    self.tr("Picture of this chart (*.png)"),
                ]
            )
            self._dialog.setDefaultSuffix(FILTERS[0])
            self._dialog.filterSelected.connect(self._filter_chosen)
            self._dialog.fileSelected.connect(self._file_chosen)
        span = self._figures.span
        name = self.tr("figures-%1-%2")
        name = name.replace("%1", f"{span.first:%Y%m%d}").replace("%2", f"{span.last:%Y%m%d}")
        self._dialog.selectFile(f"{name}.{self._dialog.defaultSuffix()}")
        self._dialog.open()

    def _filter_chosen(self, chosen: str) -> None:
        if self._dialog is not None:
            suffix = next((each for each in FILTERS if f"*.{each}" in chosen), FILTERS[0])
            self._dialog.setDefaultSuffix(suffix)

    def _file_chosen(self, name: str) -> None:
        self.save_wanted.emit(name)

    def _to_days(self) -> None:
        self.days.setFocus()
        self.days.showPopup()

    def _range_chosen(self, _number: int) -> None:
        self.range_chosen.emit(self.range)

    def _topic_changed(self, _now: QModelIndex, _before: QModelIndex) -> None:
        self._show_topic()

    def _row_changed(self, _now: QModelIndex, _before: QModelIndex) -> None:
        if self.topic is Topic.CONFIDENCE:
            self._show_chart()

    def _show_topic(self) -> None:
        sheet = next((each for each in self._sheets if each.topic is self.topic), None)
        if sheet is None:
            return
        self.model.set_sheet(sheet)
        self._fit_columns()
        self.table.setAccessibleName(self.tr("Table: %1").replace("%1", sheet.title))
        self._show_chart()

    def _fit_columns(self) -> None:
        """A few columns share the whole width; many keep what they need and are scrolled to."""
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        wanted = sum(self.table.sizeHintForColumn(n) for n in range(self.model.columns))
        if wanted + SPACE_PX * self.model.columns < self.table.viewport().width() * 0.8:
            header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)

    def _show_chart(self) -> None:
        if self._figures is not None and self._naming is not None:
            row = max(self.table.currentIndex().row(), 0)
            self.chart.set_chart(chart_of(self.topic, self._figures, self._naming, row))

    def _allow(self) -> None:
        is_open = self._figures is not None
        why = "" if is_open else self.tr("Nothing has been counted yet.")
        self.save_button.setEnabled(is_open)
        self.save_button.setToolTip(why)
        self.save_button.setAccessibleDescription(why)
