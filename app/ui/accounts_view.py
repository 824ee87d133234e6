"""The accounts of the station: a list, what can be done with the chosen one, a form beside it.

Insert  new account      Ctrl+E  roles      Ctrl+Shift+G  new password
Ctrl+L  link, unlink     Delete  close, open again
"""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal, SignalInstance
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from app.domain.officer import Officer
from app.services.officers import Account
from app.ui.account_form import AccountForm
from app.ui.accounts_model import AccountsModel
from app.ui.buttons import keyed_button, set_reason
from app.ui.empty_state import teach
from app.ui.keyboard import ITSELF, reworded, shortcut
from app.ui.keys import Scope
from app.ui.look import SPACE_PX, scaled_px
from app.ui.rows_model import Role
from app.ui.text_size import follow_text, rows_follow_text

FORM_PX = 380


class AccountsView(QWidget):
    """List and form.

    Signals:
        add_wanted(), roles_wanted(), password_wanted(), link_wanted(), close_wanted(): The keys.
    """

    add_wanted = Signal()
    roles_wanted = Signal()
    password_wanted = Signal()
    link_wanted = Signal()
    close_wanted = Signal()

    def __init__(self, model: AccountsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.can_link = False
        self.table = QTableView(self)
        self.form = AccountForm(self)
        follow_text(self.form, self._fit_form)
        self.empty = QLabel(
            self.tr("No accounts yet: whoever sits here may do everything. Insert makes one."), self
        )
        self.empty.setWordWrap(True)
        self.add_button = self._button(self.tr("New account  Insert"), "add", self.add_wanted)
        self.roles_button = self._button(self.tr("Roles  Ctrl+E"), "roles", self.roles_wanted)
        self.password_button = self._button(
            self.tr("New password  Ctrl+Shift+G"), "password", self.password_wanted
        )
        self.link_button = self._button("", "link", self.link_wanted)
        self.close_button = self._button("", "close", self.close_wanted)
        self._set_up_table()
        self._arrange()
        self.choice_changed()
        self.form.hide()

    def _button(self, text: str, act: str, wanted: SignalInstance) -> QPushButton:
        button = keyed_button(text, self, Scope.ACCOUNTS)
        button.clicked.connect(wanted)
        shortcut(f"accounts.{act}", self.table, button.click, reach=ITSELF)
        return button

    def _set_up_table(self) -> None:
        table = self.table
        table.setModel(self._model)
        teach(
            table,
            self.tr("No accounts yet: with one for each officer the station knows who did what."),
        )
        table.setAccessibleName(self.tr("Accounts"))
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setShowGrid(False)
        table.setAlternatingRowColors(True)
        table.setTabKeyNavigation(False)
        table.verticalHeader().hide()
        rows_follow_text(table, 2 * SPACE_PX)
        header = table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        table.selectionModel().currentChanged.connect(self.choice_changed)
        self._model.settled.connect(self._settled)

    def _arrange(self) -> None:
        buttons = QHBoxLayout()
        for button in (
            self.add_button,
            self.roles_button,
            self.password_button,
            self.link_button,
            self.close_button,
        ):
            buttons.addWidget(button)
        buttons.addStretch(1)
        left = QVBoxLayout()
        left.setSpacing(SPACE_PX)
        left.addWidget(self.empty)
        left.addWidget(self.table, 1)
        left.addLayout(buttons)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, SPACE_PX // 2, 0, 0)
        whole.setSpacing(SPACE_PX)
        whole.addLayout(left, 1)
        whole.addWidget(self.form)

    @property
    def chosen(self) -> Officer | None:
        """The account that is chosen."""
        index = self.table.currentIndex()
        row = index.data(Role.ROW) if index.isValid() else None
        return row.officer if isinstance(row, Account) else None

    def choice_changed(self, *_indexes: QModelIndex) -> None:
        """Say what can be done with the chosen account."""
        officer = self.chosen
        self.empty.setVisible(not self._model.rows)
        why = "" if officer is not None else self.tr("Choose an account first.")
        for button in (self.roles_button, self.password_button, self.close_button):
            set_reason(button, why)
        is_closed = officer is not None and officer.is_closed
        is_linked = officer is not None and officer.is_linked
        self._name(
            self.close_button,
            self.tr("Open again  Delete") if is_closed else self.tr("Close  Delete"),
        )
        self._name(
            self.link_button, self.tr("Unlink  Ctrl+L") if is_linked else self.tr("Link  Ctrl+L")
        )
        self.link_button.setVisible(self.can_link or is_linked)
        set_reason(self.link_button, why)

    def showEvent(self, event: QShowEvent) -> None:
        """The headings have their own letters only now."""
        super().showEvent(event)
        self._fit_columns()

    def _fit_form(self) -> None:
        self.form.setFixedWidth(scaled_px(FORM_PX))

    def _settled(self) -> None:
        self._fit_columns()
        self.choice_changed()

    def _fit_columns(self) -> None:
        header = self.table.horizontalHeader()
        for column in range(self._model.columns):
            header.resizeSection(column, max(header.sectionSizeHint(column), self._width(column)))

    def _width(self, column: int) -> int:
        """Width of the longest text; the table may not have been on show yet."""
        measure = self.table.fontMetrics()
        texts = [self._model.text(row, column) for row in self._model.rows]
        return max((measure.horizontalAdvance(text) for text in texts), default=0) + 4 * SPACE_PX

    def _name(self, button: QPushButton, text: str) -> None:
        text = reworded(text, Scope.ACCOUNTS)
        button.setText(text)
        button.setAccessibleName(text)

    def select(self, officer_id: str) -> None:
        """Choose an account, the first one where there is none of this name."""
        ids = [row.officer.id for row in self._model.rows]
        if ids:
            self.table.selectRow(ids.index(officer_id) if officer_id in ids else 0)
        self.choice_changed()
