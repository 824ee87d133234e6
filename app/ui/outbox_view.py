"""The outbox: a table, the whole reason of the chosen row, its receipt."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QHeaderView,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from app.domain.correction import CORRECTABLE, way_of
from app.domain.submission import ReceiptRecord, Submission, SubmissionState
from app.ui import labels
from app.ui.buttons import keyed_button, named_button
from app.ui.flow_layout import FlowLayout, stretched
from app.ui.keyboard import INSIDE, reworded, shortcut
from app.ui.keys import Scope
from app.ui.look import SPACE_PX
from app.ui.outbox_model import OutboxModel, OutboxRow, reason_text
from app.ui.receipt_text import receipt_text
from app.ui.row_tables import show_rows
from app.ui.rows_model import Role
from app.ui.text_size import follow_text, rows_follow_text

REASON_LETTERS = 28
"""Width of a reason at least, in letters."""

_SAMPLES = {0: "H26.121-000000-0000 ", 3: "00:00 00/00/0000 ", 4: "BN-2025-000000 "}
"""What columns have to hold at least; their edges can be moved."""

_WITHDRAWABLE = {SubmissionState.QUEUED, SubmissionState.WAITING, SubmissionState.HELD}


class OutboxView(QWidget):
    """List of submissions.

    Signals:
        retry_wanted(str): Send this submission now.
        withdraw_wanted(str): Take this submission back; the officer was asked.
        correct_wanted(str): Open a correction of this dossier; the officer was asked.
        receipt_wanted(str): Show the receipt of this submission.
        print_wanted(OutboxRow): Print its receipt, or the station's slip.
    """

    retry_wanted = Signal(str)
    withdraw_wanted = Signal(str)
    correct_wanted = Signal(str)
    receipt_wanted = Signal(str)
    print_wanted = Signal(object)

    def __init__(self, model: OutboxModel, language: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._language = language
        self._then: Callable[[], None] | None = None
        self._asked_of: Submission | None = None
        self._only_look = ""
        self.table = QTableView(self)
        self._set_up_table()
        self._reason = QLabel(self)
        self._reason.setWordWrap(True)
        self._reason.setTextFormat(Qt.TextFormat.PlainText)
        self._empty = QLabel(self.tr("Nothing here yet. Signed dossiers come by themselves."), self)
        self.receipt = QPlainTextEdit(self)
        self.receipt.setReadOnly(True)
        self.receipt.setTabChangesFocus(True)
        self.receipt.setAccessibleName(self.tr("Receipt"))
        self.receipt.hide()
        self.retry_button = keyed_button(self.tr("Send now  Ctrl+R"), self, Scope.OUTBOX)
        self.withdraw_button = named_button(self.tr("Withdraw…"), self)
        self.correct_button = keyed_button(self.tr("Correct…  Ctrl+E"), self, Scope.OUTBOX)
        self.receipt_button = named_button(self.tr("Show receipt"), self)
        self.print_button = keyed_button(
            self.tr("Print receipt or slip…  Ctrl+P"), self, Scope.OUTBOX
        )
        self.sure_button = named_button(self.tr("Yes, withdraw it"), self)
        self.keep_button = named_button(self.tr("Keep it"), self)
        self.held_button = keyed_button(
            self.tr("! Only what needs you  Ctrl+H"), self, Scope.OUTBOX
        )
        self.held_button.setCheckable(True)
        self._arrange()
        self._connect()
        self._choice_changed()

    def _set_up_table(self) -> None:
        self.table.setModel(self._model)
        self.table.setAccessibleName(self.tr("Outbox"))
        show_rows(self.table)
        self.table.setAlternatingRowColors(True)
        rows_follow_text(self.table, 2 * SPACE_PX)
        header = self.table.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        follow_text(self, self._fit_columns)

    def _fit_columns(self) -> None:
        """Codes, states and times are read whole; the reason takes what is left."""
        measure = self.table.fontMetrics()
        widths = {column: measure.horizontalAdvance(text) for column, text in _SAMPLES.items()}
        states = (labels.submission_state(state) for state in SubmissionState)
        widths[1] = max(measure.horizontalAdvance(text) for text in states)
        for column, wide in widths.items():
            self.table.setColumnWidth(column, wide + 3 * SPACE_PX)
        self._widths = widths
        self._fit_room()

    def _fit_room(self) -> None:
        """Where there is little room the reason comes before the receipt and the next try."""
        room = self.table.viewport().width()
        least = self.table.fontMetrics().averageCharWidth() * REASON_LETTERS
        for given_up in ((), (4,), (4, 3)):
            shown = (wide for column, wide in self._widths.items() if column not in given_up)
            if sum(wide + 3 * SPACE_PX for wide in shown) + least <= room:
                break
        for column in (3, 4):
            self.table.setColumnHidden(column, column in given_up)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Columns follow the room."""
        super().resizeEvent(event)
        self._fit_room()

    def _arrange(self) -> None:
        buttons = FlowLayout()
        for button in (
            self.retry_button,
            self.receipt_button,
            self.print_button,
            self.correct_button,
            self.withdraw_button,
            self.sure_button,
            self.keep_button,
        ):
            buttons.addWidget(button)
        gap = QLabel(self)
        stretched(gap)
        buttons.addWidget(gap)
        buttons.addWidget(self.held_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, SPACE_PX // 2, 0, 0)
        layout.setSpacing(SPACE_PX)
        layout.addWidget(self._empty)
        layout.addWidget(self.table, 3)
        layout.addWidget(self._reason)
        layout.addLayout(buttons)
        layout.addWidget(self.receipt, 2)

    def _connect(self) -> None:
        self.table.selectionModel().currentChanged.connect(self._choice_changed)
        self._model.dataChanged.connect(self._choice_changed)
        self._model.rowsRemoved.connect(self._choice_changed)
        self._model.rowsInserted.connect(self._choice_changed)
        self.retry_button.clicked.connect(self.retry)
        self.withdraw_button.clicked.connect(self._withdraw)
        self.correct_button.clicked.connect(self._correct)
        self.sure_button.clicked.connect(self._is_sure)
        self.keep_button.clicked.connect(self._kept)
        self.receipt_button.clicked.connect(self._show_receipt)
        self.print_button.clicked.connect(self._print)
        self.held_button.toggled.connect(self._show_held)
        shortcut("outbox.held", self, self.held_button.toggle)
        shortcut("outbox.retry", self, self.retry)
        shortcut("outbox.correct", self, self._correct)
        shortcut("outbox.print", self, self._print, reach=INSIDE)

    @property
    def chosen(self) -> OutboxRow | None:
        """The chosen row."""
        row = self.table.currentIndex().siblingAtColumn(0).data(Role.ROW)
        return row if isinstance(row, OutboxRow) else None

    def _show_held(self, only_held: bool) -> None:
        self._model.show_only_held(only_held)
        self._choice_changed()
        if only_held and self._model.rows and self.chosen is None:
            self.table.setCurrentIndex(self._model.index(0, 0))

    def choose(self, submission_id: str) -> None:
        """Mark a submission; all are shown where it needs nobody."""
        if self._model.row_of(submission_id) < 0:
            self.held_button.setChecked(False)
        number = self._model.row_of(submission_id)
        if number >= 0:
            self.table.setCurrentIndex(self._model.index(number, 0))

    def choose_held(self) -> None:
        """Mark the first submission that needs a person, if there is one."""
        for row in self._model.rows:
            if row.submission.state is SubmissionState.HELD:
                self.choose(row.submission.id)
                return

    def show_receipt(self, receipt: ReceiptRecord) -> None:
        """Show a receipt below the table."""
        row = self.chosen
        if row is not None and row.submission.id == receipt.submission_id:
            self.receipt.setPlainText(receipt_text(receipt, row.name))
            self.receipt.show()

    def retry(self) -> None:
        """Ask for another try of the chosen row."""
        row = self.chosen
        if row is not None and self.retry_button.isEnabled():
            self.retry_wanted.emit(row.submission.id)

    def _print(self) -> None:
        row = self.chosen
        if row is not None and self.print_button.isEnabled():
            self.print_wanted.emit(row)

    def _withdraw(self) -> None:
        """Ask first, then withdraw: it cannot be undone."""
        row = self.chosen
        if row is not None:
            self._ask(
                self.tr("Withdraw “%1”? It will not be sent, and this cannot be undone."),
                self.tr("Yes, withdraw it"),
                partial(self.withdraw_wanted.emit, row.submission.id),
            )

    def _correct(self) -> None:
        """Ask first: a correction that was opened stays."""
        row = self.chosen
        if row is not None and self.correct_button.isEnabled():
            self._ask(
                self.tr(
                    "Open a correction of “%1”? It takes all papers and values over; what was "
                    "sent stays as it is until the correction is received."
                ),
                self.tr("Yes, open a correction"),
                partial(self.correct_wanted.emit, row.submission.dossier_id),
            )

    def _ask(self, question: str, yes: str, then: Callable[[], None]) -> None:
        """Put a question about the chosen row in the place of its buttons."""
        row = self.chosen
        if row is None:
            return
        self._then, self._asked_of = then, row.submission
        self.sure_button.setText(yes)
        self.sure_button.setAccessibleName(yes)
        self._show_question(is_asked=True)
        self._reason.show()
        self._reason.setText(question.replace("%1", row.name))
        self.keep_button.setFocus()

    def _kept(self) -> None:
        self._then = None
        self._choice_changed()
        self.table.setFocus()

    def _is_sure(self) -> None:
        then, self._then = self._then, None
        if then is not None:
            then()
        self._choice_changed()
        self.table.setFocus()

    def _show_question(self, *, is_asked: bool) -> None:
        for button in (self.sure_button, self.keep_button):
            button.setVisible(is_asked)
        for button in (self.correct_button, self.withdraw_button):
            button.setVisible(not is_asked)

    def _show_receipt(self) -> None:
        row = self.chosen
        if row is not None:
            self.receipt_wanted.emit(row.submission.id)

    def _choice_changed(
        self, _first: QModelIndex | None = None, _second: QModelIndex | None = None
    ) -> None:
        row = self.chosen
        if self._then is not None and row is not None and row.submission == self._asked_of:
            return  # Other rows have changed; the question stands.
        self._then = None
        nothing_held = self.tr("Nothing needs you. Ctrl+H shows everything again.")
        nothing = self.tr("Nothing here yet. Signed dossiers come by themselves.")
        self._empty.setText(
            reworded(nothing_held, Scope.OUTBOX) if self._model.only_held else nothing
        )
        self._empty.setVisible(self._model.rowCount() == 0)
        self._show_question(is_asked=False)
        self.receipt.hide()
        self._allow(row)
        has_reason = row is not None and bool(row.submission.reason)
        self._reason.setVisible(has_reason)
        if row is not None and has_reason:
            self._reason.setText(reason_text(row.submission, self._language))

    def only_look(self, why: str) -> None:
        """Neither send nor withdraw from now on; `why` says the reason."""
        self._only_look = why
        self._allow(self.chosen)

    def _allow(self, row: OutboxRow | None) -> None:
        state = row.submission.state if row else None
        can_retry = state in {SubmissionState.HELD, SubmissionState.WAITING}
        can_withdraw = row is not None and state in _WITHDRAWABLE and not row.submission.contacted
        self._open(
            self.retry_button,
            can_retry and not self._only_look,
            self._only_look or self.tr("Only what waits can be sent again."),
        )
        self._open(
            self.withdraw_button,
            can_withdraw and not self._only_look,
            self._only_look or self.tr("Only what was never announced can be withdrawn."),
        )
        self._open(
            self.correct_button,
            row is not None and way_of(row.submission) in CORRECTABLE and not self._only_look,
            self._only_look
            or self.tr("Only what was received, refused or withdrawn is corrected."),
        )
        self._open(
            self.receipt_button,
            row is not None and bool(row.receipt_number),
            self.tr("There is no receipt yet."),
        )
        can_print = row is not None and state is not SubmissionState.CANCELLED
        self._open(self.print_button, can_print, self.tr("What was withdrawn has no slip."))

    def _open(self, button: QPushButton, is_open: bool, reason: str) -> None:
        button.setEnabled(is_open)
        button.setToolTip("" if is_open else reason)
        button.setAccessibleDescription("" if is_open else reason)
