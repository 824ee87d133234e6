"""The outbox: a table, the whole reason of the chosen row, its receipt."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from app.domain.submission import ReceiptRecord, SubmissionState
from app.ui.look import SPACE_PX
from app.ui.outbox_model import OutboxModel, OutboxRow, reason_text
from app.ui.receipt_text import receipt_text
from app.ui.rows_model import Role

_WITHDRAWABLE = {SubmissionState.QUEUED, SubmissionState.WAITING, SubmissionState.HELD}


class OutboxView(QWidget):
    """List of submissions.

    Signals:
        retry_wanted(str): Send this submission now.
        withdraw_wanted(str): Take this submission back; the officer was asked.
        receipt_wanted(str): Show the receipt of this submission.
        print_wanted(OutboxRow): Print its receipt, or the station's slip.
    """

    retry_wanted = Signal(str)
    withdraw_wanted = Signal(str)
    receipt_wanted = Signal(str)
    print_wanted = Signal(object)

    def __init__(self, model: OutboxModel, language: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._language = language
        self._asked = ""
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
        self.retry_button = self._button(self.tr("Send now  Ctrl+R"))
        self.withdraw_button = self._button(self.tr("Withdraw…"))
        self.receipt_button = self._button(self.tr("Show receipt"))
        self.print_button = self._button(self.tr("Print receipt or slip…  Ctrl+P"))
        self.keep_button = self._button(self.tr("Keep it"))
        self._arrange()
        self._connect()
        self._choice_changed()

    def _set_up_table(self) -> None:
        self.table.setModel(self._model)
        self.table.setAccessibleName(self.tr("Outbox"))
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setShowGrid(False)
        self.table.setAlternatingRowColors(True)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 16)
        header = self.table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        for column, width in ((0, 230), (1, 200), (3, 150), (4, 230)):
            self.table.setColumnWidth(column, width)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)

    def _button(self, text: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setAccessibleName(text)
        return button

    def _arrange(self) -> None:
        buttons = QHBoxLayout()
        for button in (
            self.retry_button,
            self.receipt_button,
            self.print_button,
            self.withdraw_button,
            self.keep_button,
        ):
            buttons.addWidget(button)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*(SPACE_PX,) * 4)
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
        self.keep_button.clicked.connect(self._choice_changed)
        self.receipt_button.clicked.connect(self._show_receipt)
        self.print_button.clicked.connect(self._print)
        QShortcut(QKeySequence("Ctrl+R"), self).activated.connect(self.retry)
        inside = Qt.ShortcutContext.WidgetWithChildrenShortcut
        QShortcut(QKeySequence("Ctrl+P"), self, context=inside).activated.connect(self._print)

    @property
    def chosen(self) -> OutboxRow | None:
        """The chosen row."""
        row = self.table.currentIndex().siblingAtColumn(0).data(Role.ROW)
        return row if isinstance(row, OutboxRow) else None

    def choose(self, submission_id: str) -> None:
        """Mark a submission."""
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
        if row is None:
            return
        if self._asked == row.submission.id:
            self.withdraw_wanted.emit(row.submission.id)
            self._choice_changed()
            return
        self._asked = row.submission.id
        self.withdraw_button.setText(self.tr("Yes, withdraw it"))
        self.withdraw_button.setAccessibleName(self.tr("Yes, withdraw it"))
        self.keep_button.show()
        self._reason.show()
        self._reason.setText(
            self.tr("Withdraw “%1”? It will not be sent, and this cannot be undone.").replace(
                "%1", row.name
            )
        )

    def _show_receipt(self) -> None:
        row = self.chosen
        if row is not None:
            self.receipt_wanted.emit(row.submission.id)

    def _choice_changed(
        self, _first: QModelIndex | None = None, _second: QModelIndex | None = None
    ) -> None:
        self._asked = ""
        self._empty.setVisible(self._model.rowCount() == 0)
        self.keep_button.hide()
        self.withdraw_button.setText(self.tr("Withdraw…"))
        self.withdraw_button.setAccessibleName(self.tr("Withdraw…"))
        self.receipt.hide()
        row = self.chosen
        self._allow(row)
        has_reason = row is not None and bool(row.submission.reason)
        self._reason.setVisible(has_reason)
        if row is not None and has_reason:
            self._reason.setText(reason_text(row.submission, self._language))

    def _allow(self, row: OutboxRow | None) -> None:
        state = row.submission.state if row else None
        can_retry = state in {SubmissionState.HELD, SubmissionState.WAITING}
        can_withdraw = row is not None and state in _WITHDRAWABLE and not row.submission.contacted
        self._open(self.retry_button, can_retry, self.tr("Only what waits can be sent again."))
        self._open(
            self.withdraw_button,
            can_withdraw,
            self.tr("Only what was never announced can be withdrawn."),
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
