"""What an administrator fills in: a new account, other roles, a password, a link.

Enter    next field, at the last one: do it
Esc      leave everything as it is
"""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.domain.officer import MIN_PASSWORD_LETTERS, Officer, Role
from app.ui.accounts_model import role_name
from app.ui.length_note import LengthNote
from app.ui.look import SPACE_PX, Tone, as_title, tint
from app.ui.secret_field import SecretField


class AccountTask(StrEnum):
    """What is being filled in."""

    ADD = "add"
    ROLES = "roles"
    PASSWORD = "password"  # noqa: S105  # a task, no secret
    LINK = "link"


class AccountForm(QFrame):
    """Panel beside the list; takes secrets twice and hands them on once.

    Signals:
        wanted(AccountTask): Do it; the values are in the properties.
        given_up(): Nothing is to be changed.
    """

    wanted = Signal(object)
    given_up = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.task = AccountTask.ADD
        self.heading = self._text()
        as_title(self.heading)
        self.hint = self._text()
        self.trouble = self._text()
        tint(self.trouble, Tone.WRONG, strong=True)
        self.account = QLineEdit(self)
        self.name = QLineEdit(self)
        self.roles = {role: QCheckBox(role_name(role), self) for role in Role}
        self.password = SecretField(self)
        self.again = SecretField(self)
        self.subject = QLineEdit(self)
        self.refused = QPushButton(self.tr("The person who was refused last"), self)
        self.do_button = QPushButton(self.tr("Make the account"), self)
        self.do_button.setAccessibleName(self.do_button.text())
        self.do_button.setProperty("primary", True)
        self.cancel_button = QPushButton(self.tr("Never mind"), self)
        self._labels: dict[QWidget, QLabel] = {}
        self._notes: list[LengthNote] = []
        self._unknown = ""
        self._arrange()
        self._connect()

    def _text(self) -> QLabel:
        label = QLabel(self)
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        return label

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(*(2 * SPACE_PX,) * 4)
        column.setSpacing(SPACE_PX // 2)
        column.addWidget(self.heading)
        column.addWidget(self.hint)
        for field, text, longest in (
            (self.account, self.tr("Account: a-z, 0-9, . - _"), 40),
            (self.name, self.tr("Name on the screen"), 100),
            (self.password, self.tr("Password"), 0),
            (self.again, self.tr("Password again"), 0),
            (self.subject, self.tr("Name of the person at the login service (sub)"), 255),
        ):
            label = QLabel(text, self)
            label.setBuddy(field)
            field.setAccessibleName(text)
            self._labels[field] = label
            column.addWidget(label)
            column.addWidget(field)
            if longest:
                self._notes.append(LengthNote(field, longest, self))
                column.addWidget(self._notes[-1])
            if field is self.name:
                for box in self.roles.values():
                    box.setAccessibleName(box.text())
                    column.addWidget(box)
        for button in (self.refused, self.cancel_button):
            button.setAccessibleName(button.text())
        column.addWidget(self.refused)
        column.addWidget(self.trouble)
        buttons = QHBoxLayout()
        buttons.addWidget(self.do_button, 1)
        buttons.addWidget(self.cancel_button)
        column.addSpacing(SPACE_PX)
        column.addLayout(buttons)
        column.addStretch(1)

    def _connect(self) -> None:
        for field, following in ((self.account, self.name), (self.password, self.again)):
            field.returnPressed.connect(following.setFocus)
        self.name.returnPressed.connect(self.roles[Role.SCAN].setFocus)
        for last in (self.again, self.subject):
            last.returnPressed.connect(self._check)
        self.do_button.clicked.connect(self._check)
        self.cancel_button.clicked.connect(self.given_up)
        self.refused.clicked.connect(lambda: self.subject.setText(self._unknown))

    @property
    def chosen_roles(self) -> frozenset[Role]:
        """Roles that are ticked."""
        return frozenset(role for role, box in self.roles.items() if box.isChecked())

    def add(self, *, is_first: bool) -> None:
        """A new account; the first one is an administrator's."""
        self.account.clear()
        self.name.clear()
        for role, box in self.roles.items():
            box.setChecked(is_first and role is Role.ADMIN)
        least = str(MIN_PASSWORD_LETTERS)
        hint = self.tr("The officer has to choose another password at the first login.")
        if is_first:
            hint = self.tr("The first account looks after the others. At least %1 characters.")
        self._turn(AccountTask.ADD, self.tr("New account"), hint.replace("%1", least))
        self.account.setFocus()

    def change(self, task: AccountTask, officer: Officer, unknown: str = "") -> None:
        """Something of an account that exists; `unknown` was refused by telephone just now."""
        self._unknown = unknown
        self.subject.clear()
        for role, box in self.roles.items():
            box.setChecked(role in officer.roles)
        heading, hint = {
            AccountTask.ADD: ("", ""),
            AccountTask.ROLES: (self.tr("Roles of %1"), self.tr("At least one.")),
            AccountTask.PASSWORD: (
                self.tr("New password for %1"),
                self.tr("The officer has to choose another password at the next login."),
            ),
            AccountTask.LINK: (
                self.tr("Link %1 to the login service"),
                self.tr("Afterwards this officer comes in by telephone."),
            ),
        }[task]
        self._turn(task, heading.replace("%1", officer.shown), hint)
        first = {
            AccountTask.ADD: self.account,
            AccountTask.ROLES: self.roles[Role.SCAN],
            AccountTask.PASSWORD: self.password,
            AccountTask.LINK: self.subject,
        }[task]
        first.setFocus()

    def _turn(self, task: AccountTask, heading: str, hint: str) -> None:
        self.task = task
        self.heading.setText(heading)
        self.hint.setText(hint)
        self.do_button.setText(
            {
                AccountTask.ADD: self.tr("Make the account"),
                AccountTask.ROLES: self.tr("Change the roles"),
                AccountTask.PASSWORD: self.tr("Give this password"),
                AccountTask.LINK: self.tr("Link"),
            }[task]
        )
        self.do_button.setAccessibleName(self.do_button.text())
        is_new = task is AccountTask.ADD
        has_secret = is_new or task is AccountTask.PASSWORD
        self._show((self.account, self.name), is_new)
        self._show((self.password, self.again), has_secret)
        self._show((self.subject,), task is AccountTask.LINK)
        for box in self.roles.values():
            box.setVisible(is_new or task is AccountTask.ROLES)
        self.refused.setVisible(task is AccountTask.LINK and bool(self._unknown))
        self.tell("")

    def _show(self, fields: tuple[QLineEdit, ...], shown: bool) -> None:
        for field in fields:
            field.setVisible(shown)
            self._labels[field].setVisible(shown)

    def tell(self, sentence: str) -> None:
        """What is in the way; "" for nothing."""
        self.trouble.setText(sentence)
        self.trouble.setAccessibleName(sentence)
        self.trouble.setVisible(bool(sentence))

    def _check(self) -> None:
        has_roles = self.task in (AccountTask.ADD, AccountTask.ROLES)
        has_secret = self.task in (AccountTask.ADD, AccountTask.PASSWORD)
        over = next((note for note in self._notes if note.is_over), None)
        if over is not None:
            over.field.setFocus()
        elif self.task is AccountTask.ADD and not self.account.text().strip():
            self._missing(self.account, self.tr("Type a name for the account."))
        elif has_roles and not self.chosen_roles:
            self._missing(self.roles[Role.SCAN], self.tr("Tick at least one role."))
        elif has_secret and self.password.is_blank:
            self._missing(self.password, self.tr("Type the password twice."))
        elif self.task is AccountTask.LINK and not self.subject.text().strip():
            self._missing(self.subject, self.tr("Type the name that the login service gives."))
        else:
            self.tell("")
            self.wanted.emit(self.task)

    def _missing(self, field: QWidget, why: str) -> None:
        self.tell(why)
        field.setFocus()

    def take_password(self) -> bytearray | None:
        """What was typed twice; None, and both wiped, where the two differ."""
        new, again = self.password.take(), self.again.take()
        same = new == again
        again[:] = bytes(len(again))
        if same:
            return new
        new[:] = bytes(len(new))
        self._missing(self.password, self.tr("The password was not typed the same way twice."))
        return None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc gives up; Enter on a box goes on."""
        if event.matches(QKeySequence.StandardKey.Cancel):
            self.given_up.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
        else:
            super().keyPressEvent(event)

    def _enter(self) -> None:
        focused = self.focusWidget()
        if isinstance(focused, QPushButton):
            focused.click()
        elif isinstance(focused, QCheckBox) and self.task is AccountTask.ADD:
            self.password.setFocus()
        elif isinstance(focused, QCheckBox):
            self._check()
