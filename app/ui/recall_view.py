"""Search and recall: what is looked for above, dossiers below.

↓        from the words to the dossiers      Enter  open the dossier
Esc      back to the words, then to the dossiers on the counter
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from app.domain.search import Stage
from app.services.find import Answer, Found
from app.ui.buttons import keyed_button, named_button
from app.ui.flow_layout import FlowLayout
from app.ui.keyboard import shortcut
from app.ui.keys import Scope
from app.ui.look import SPACE_PX, as_quiet
from app.ui.recall_model import RecallModel, stage_words
from app.ui.row_tables import show_rows
from app.ui.rows_model import Role
from app.ui.text_size import follow_text, rows_follow_text
from app.ui.typed_days import typed_day
from app.ui.wrapped_label import WrappedLabel

WIDTHS = ((0, 210), (1, 190), (3, 165), (4, 160), (5, 110), (6, 70))
TOLD_LETTERS = 120
DAY_LETTERS = 12
LEAST_LETTERS, LEAST_LINES = 8, 8
"""Narrowest column; lowest table: a few rows below their headings, the rest is scrolled to."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the officer has set, before it is made a question to the store."""

    text: str = ""
    procedure_code: str = ""
    first: date | None = None
    last: date | None = None
    stage: Stage | None = None
    officer_id: str = ""

    @property
    def is_empty(self) -> bool:
        """Nothing narrows the search."""
        return self == Asked()


class RecallView(QWidget):
    """Words and choices, answers, and what is to be said of them.

    Signals:
        asked(Asked): What is looked for has changed.
        enter_pressed(): Do not wait for more keys.
        open_wanted(Found): Open this dossier where it stands.
        more_wanted(): The end of the answers is in sight.
        left(): Back to the dossiers of the counter.
    """

    asked = Signal(object)
    enter_pressed = Signal()
    open_wanted = Signal(object)
    more_wanted = Signal()
    left = Signal()

    def __init__(self, model: RecallModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.words = QLineEdit(self)
        self.procedure, self.stage, self.officer = (QComboBox(self) for _ in range(3))
        self.first, self.last = QLineEdit(self), QLineEdit(self)
        self.clear_button = named_button(self.tr("Clear all"), self)
        self.open_button = keyed_button(self.tr("Open the dossier  Enter"), self, Scope.FIND)
        self.told = WrappedLabel(TOLD_LETTERS, self)
        self.table = QTableView(self)
        self._officer_label = QLabel(self.tr("Opened by"), self)
        self._set_up_words()
        self._set_up_choices()
        self._set_up_table()
        self._arrange()
        self._connect()
        self.show_openers(())
        self._choice_changed()
        self.show_idle()

    def _set_up_words(self) -> None:
        self.words.setAccessibleName(self.tr("Words to look for"))
        self.words.setPlaceholderText(
            self.tr("Part of the dossier code, or whole words of a name or number")
        )
        self.words.installEventFilter(self)
        for day, name in (
            (self.first, self.tr("Opened from this day on")),
            (self.last, self.tr("Opened up to this day")),
        ):
            day.setAccessibleName(name)
            day.setPlaceholderText(self.tr("dd/mm/yyyy"))
            day.setToolTip(name)

    def _set_up_choices(self) -> None:
        self.procedure.setAccessibleName(self.tr("Procedure"))
        self.stage.setAccessibleName(self.tr("Where the dossier stands"))
        self.officer.setAccessibleName(self.tr("Officer who opened it"))
        for choice in (self.procedure, self.stage, self.officer):
            choice.view().setAccessibleName(choice.accessibleName())
            choice.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            choice.setMinimumContentsLength(14)
        self.stage.addItem(self.tr("Anywhere"), None)
        for stage in Stage:
            self.stage.addItem(stage_words(stage), stage)
        self.set_procedures(())

    def _set_up_table(self) -> None:
        self.table.setModel(self._model)
        self.table.setAccessibleName(self.tr("Dossiers found"))
        show_rows(self.table)
        self.table.setAlternatingRowColors(True)
        self.table.setWordWrap(False)
        rows_follow_text(self.table, 2 * SPACE_PX)
        follow_text(self, self._fit_text)
        header = self.table.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        self.table.installEventFilter(self)

    def _fit_text(self) -> None:
        """Widths and heights that are counted in letters and lines."""
        measure, header = self.fontMetrics(), self.table.horizontalHeader()
        letter = measure.averageCharWidth()
        header.setMinimumSectionSize(letter * LEAST_LETTERS)
        for column, width in WIDTHS:
            self.table.setColumnWidth(column, round(width * max(letter / 8, 1.0)))
        self.table.setMinimumHeight(measure.height() * LEAST_LINES)
        for day in (self.first, self.last):
            day.setFixedWidth(letter * DAY_LETTERS + 4 * SPACE_PX)

    def _arrange(self) -> None:
        choices = FlowLayout()
        for name, widget in (
            (self.tr("Procedure"), self.procedure),
            (self.tr("Stands"), self.stage),
            (self.tr("From"), self.first),
            (self.tr("to"), self.last),
        ):
            choices.addWidget(_labelled(name, widget, self))
        self._officer_part = _labelled("", self.officer, self, self._officer_label)
        choices.addWidget(self._officer_part)
        choices.addWidget(self.clear_button)
        as_quiet(self.clear_button)
        said = FlowLayout()
        said.addWidget(self.open_button)
        said.addWidget(self.told)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, SPACE_PX // 2, 0, 0)
        layout.setSpacing(SPACE_PX)
        layout.addWidget(self.words)
        layout.addLayout(choices)
        layout.addLayout(said)
        layout.addWidget(self.table, 1)

    def _connect(self) -> None:
        self.words.textChanged.connect(self._ask)
        self.words.returnPressed.connect(self._enter)
        for day in (self.first, self.last):
            day.editingFinished.connect(self._ask)
        for choice in (self.procedure, self.stage, self.officer):
            choice.activated.connect(self._ask)
        self.clear_button.clicked.connect(self.clear)
        self.open_button.clicked.connect(self.open_chosen)
        self.table.activated.connect(self.open_chosen)
        self.table.selectionModel().currentChanged.connect(self._choice_changed)
        self.table.verticalScrollBar().valueChanged.connect(self._scrolled)
        self._model.settled.connect(self._choice_changed)
        shortcut("find.leave", self, self._escape)

    # What is set

    @property
    def question(self) -> Asked:
        """What is looked for now; a day that is none counts as not set."""
        return Asked(
            text=self.words.text().strip(),
            procedure_code=self.procedure.currentData() or "",
            first=typed_day(self.first.text()),
            last=typed_day(self.last.text()),
            stage=self.stage.currentData(),
            officer_id=self.officer.currentData() or "",
        )

    def set_procedures(self, procedures: Sequence[tuple[str, str]]) -> None:
        """Offer procedures: code and name."""
        self._offer(self.procedure, self.tr("Any procedure"), procedures)

    def show_openers(self, officers: Sequence[str]) -> None:
        """Offer officers; one alone is no choice."""
        self._offer(self.officer, self.tr("Anybody"), [(each, each) for each in officers])
        self._officer_part.setVisible(len(officers) > 1)

    def _offer(self, box: QComboBox, first: str, offered: Sequence[tuple[str, str]]) -> None:
        chosen = box.currentData()
        box.clear()
        box.addItem(first, "")
        for code, name in offered:
            box.addItem(name, code)
            box.setItemData(box.count() - 1, name, Qt.ItemDataRole.ToolTipRole)
        box.setCurrentIndex(max(box.findData(chosen), 0))

    def clear(self) -> None:
        """Look for nothing in particular."""
        for field in (self.words, self.first, self.last):
            field.blockSignals(True)
            field.clear()
            field.blockSignals(False)
        for choice in (self.procedure, self.stage, self.officer):
            choice.setCurrentIndex(0)
        self._ask()
        self.words.setFocus()

    # What was found

    @property
    def chosen(self) -> Found | None:
        """The chosen dossier."""
        row = self.table.currentIndex().siblingAtColumn(0).data(Role.ROW)
        return row if isinstance(row, Found) else None

    def show_idle(self) -> None:
        """Teach what can be looked for."""
        self.told.setText(
            self.tr(
                "Type a name without accents if you like, a number of a paper, or part of a "
                "dossier code. The newest dossiers come first."
            )
        )

    def show_answer(self, answer: Answer) -> None:
        """Show the first page of answers, and what there is to say of them."""
        self._model.set_rows(answer.rows)
        self.table.scrollToTop()
        if answer.rows and not self.table.currentIndex().isValid():
            self.table.selectRow(0)
        self.told.setText(" ".join(self._told(answer)))

    def add_rows(self, rows: Sequence[Found]) -> None:
        """Show further answers below."""
        self._model.set_rows((*self._model.rows, *rows))

    def _told(self, answer: Answer) -> list[str]:
        said = []
        if answer.rows:
            said.append(self.tr("%n dossier(s).", "", answer.total))
        else:
            said.append(self._nothing())
        if answer.without:
            text = self.tr("Nothing fits with “%1”; shown without it.")
            said.append(text.replace("%1", answer.without))
        if answer.only_codes:
            said.append(self.tr("Only codes were searched: your account may not look for persons."))
        if answer.unread:
            said.append(self.tr("%n changed dossier(s) are still being read.", "", answer.unread))
        return said

    def _nothing(self) -> str:
        if self.question.is_empty:
            return self.tr("There are no dossiers yet. Open the first with Ctrl+N.")
        return self.tr(
            "No dossier fits. Names are found by whole words, codes also by a part; try fewer "
            "words, or clear the choices."
        )

    # Keys

    def start(self) -> None:
        """The keyboard begins at the words."""
        self.words.setFocus()
        self.words.selectAll()

    def open_chosen(self, _index: QModelIndex | bool | None = None) -> None:
        """Open the chosen dossier."""
        chosen = self.chosen
        if chosen is not None:
            self.open_wanted.emit(chosen)

    def _enter(self) -> None:
        self.enter_pressed.emit()
        if self._model.rows:
            self._to_answers()

    def _to_answers(self) -> None:
        if not self.table.currentIndex().isValid() and self._model.rows:
            self.table.selectRow(0)
        self.table.setFocus()

    def _escape(self) -> None:
        if self.words.hasFocus():
            if self.words.text():
                self.words.clear()
            else:
                self.left.emit()
        else:
            self.words.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Down goes from the words to the answers, Up from the first answer to the words."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            key = event.key()
            if watched is self.words and key == Qt.Key.Key_Down and self._model.rows:
                self._to_answers()
                return True
            is_first = self.table.currentIndex().row() <= 0
            if watched is self.table and key == Qt.Key.Key_Up and is_first:
                self.words.setFocus()
                return True
            if watched is self.table and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.open_chosen()
                return True
        return super().eventFilter(watched, event)

    def _ask(self, _what: object = None) -> None:
        self._mark_days()
        self.asked.emit(self.question)

    def _mark_days(self) -> None:
        """A day that is none says so instead of finding nothing in silence."""
        for day in (self.first, self.last):
            is_wrong = bool(day.text().strip()) and typed_day(day.text()) is None
            why = self.tr("Not a day: type it like 31/12/2026.") if is_wrong else ""
            day.setToolTip(why or day.accessibleName())
            day.setAccessibleDescription(why)
            if is_wrong:
                self.told.setText(why)

    def _scrolled(self, value: int) -> None:
        bar = self.table.verticalScrollBar()
        if value >= bar.maximum() - bar.pageStep():
            self.more_wanted.emit()

    def _choice_changed(self, *_indexes: QModelIndex) -> None:
        is_open = self.chosen is not None
        why = "" if is_open else self.tr("Choose a dossier first.")
        self.open_button.setEnabled(is_open)
        self.open_button.setToolTip(why)
        self.open_button.setAccessibleDescription(why)


def _labelled(text: str, widget: QWidget, parent: QWidget, label: QLabel | None = None) -> QWidget:
    """A word and the field behind it; they stay together when the row is broken."""
    whole = QWidget(parent)
    row = QHBoxLayout(whole)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(SPACE_PX // 2)
    name = label or QLabel(text, whole)
    name.setBuddy(widget)
    row.addWidget(name)
    row.addWidget(widget)
    return whole
