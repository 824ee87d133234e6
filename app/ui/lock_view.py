"""What stands in the place of everything while nobody is logged in or the station is locked."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.ui.emblem import emblem
from app.ui.look import SPACE_PX, tones
from app.ui.secret_field import SecretField

CARD_PX = 400
EMBLEM_PX = 56


class LockMode(StrEnum):
    """What is asked for."""

    LOGIN = "login"
    UNLOCK = "unlock"
    CHANGE = "change"


class LockView(QWidget):
    """Name and password on an empty ground; nothing of a dossier is behind it.

    Signals:
        login_wanted(str, bytearray): Name and password; whoever takes them wipes them.
        change_wanted(str, bytearray, bytearray): Name, old and new password.
    """

    login_wanted = Signal(str, object)
    change_wanted = Signal(str, object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.mode = LockMode.LOGIN
        self.heading = QLabel(self)
        self.heading.setStyleSheet("font-weight: 600; font-size: 15pt;")
        self.hint = self._text()
        self.name = QLineEdit(self)
        self.name.setMaxLength(64)
        self.password = SecretField(self)
        self.new_password = SecretField(self)
        self.again = SecretField(self)
        self.trouble = self._text()
        self.trouble.setStyleSheet(f"color: {tones().wrong.name()}; font-weight: 600;")
        self.enter = QPushButton(self)
        self.enter.setProperty("primary", True)
        self.other = QPushButton(self.tr("Another officer"), self)
        self.other.setProperty("quiet", True)
        self.other.setAccessibleName(self.other.text())
        self.enter.clicked.connect(self._give)
        self.other.clicked.connect(self.ask_for_login)
        self._labels: list[QLabel] = []
        self._arrange()
        for field, following in (
            (self.name, self.password),
            (self.new_password, self.again),
        ):
            field.returnPressed.connect(following.setFocus)
        self.password.returnPressed.connect(self._password_typed)
        self.again.returnPressed.connect(self._give)
        self.ask_for_login()

    def _text(self) -> QLabel:
        label = QLabel(self)
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        return label

    def _arrange(self) -> None:
        card = QFrame(self)
        card.setObjectName("card")
        card.setFixedWidth(CARD_PX)
        column = QVBoxLayout(card)
        column.setContentsMargins(*(4 * SPACE_PX,) * 4)
        column.setSpacing(SPACE_PX)
        picture = QLabel(card)
        sheet = QPixmap.fromImage(emblem())
        if not sheet.isNull():
            picture.setMinimumHeight(EMBLEM_PX)
            picture.setPixmap(
                sheet.scaledToHeight(EMBLEM_PX, Qt.TransformationMode.SmoothTransformation)
            )
        for widget in (picture, self.heading, self.hint):
            column.addWidget(widget, 0)
        for field, text in (
            (self.name, self.tr("Account")),
            (self.password, self.tr("Password")),
            (self.new_password, self.tr("New password")),
            (self.again, self.tr("New password again")),
        ):
            label = QLabel(text, card)
            label.setBuddy(field)
            field.setAccessibleName(text)
            self._labels.append(label)
            column.addWidget(label)
            column.addWidget(field)
        column.addWidget(self.trouble)
        column.addSpacing(SPACE_PX)
        column.addWidget(self.enter)
        column.addWidget(self.other)
        whole = QVBoxLayout(self)
        whole.addStretch(2)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(card)
        row.addStretch(1)
        whole.addLayout(row)
        whole.addStretch(3)

    def ask_for_login(self) -> None:
        """Somebody logs in; no name is offered."""
        self.name.clear()
        self._turn(
            LockMode.LOGIN,
            self.tr("Log in"),
            self.tr("Work at this station needs an account of your own."),
        )
        self.name.setFocus()

    def ask_for(self, officer_id: str) -> None:
        """The officer who locked the station, or somebody else."""
        self.name.setText(officer_id)
        self._turn(
            LockMode.UNLOCK,
            self.tr("The station is locked"),
            self.tr("What was begun goes on. Nothing typed was lost."),
        )
        self.password.setFocus()

    def ask_for_change(self, officer_id: str) -> None:
        """The password was given by somebody else and has to be changed first."""
        self.name.setText(officer_id)
        self._turn(
            LockMode.CHANGE,
            self.tr("Choose a password of your own"),
            self.tr("At least 10 characters; a whole phrase is easy to remember."),
        )
        self.password.setFocus()

    def _turn(self, mode: LockMode, heading: str, hint: str) -> None:
        self.mode = mode
        self.heading.setText(heading)
        self.hint.setText(hint)
        self.enter.setText(
            {
                LockMode.LOGIN: self.tr("Log in"),
                LockMode.UNLOCK: self.tr("Unlock"),
                LockMode.CHANGE: self.tr("Change and log in"),
            }[mode]
        )
        self.enter.setAccessibleName(self.enter.text())
        self.name.setReadOnly(mode is not LockMode.LOGIN)
        for widget in (self.new_password, self.again, *self._labels[2:]):
            widget.setVisible(mode is LockMode.CHANGE)
        self.other.setVisible(mode is not LockMode.LOGIN)
        self.forget()
        self.tell("")

    def tell(self, sentence: str) -> None:
        """What is in the way; "" for nothing."""
        self.trouble.setText(sentence)
        self.trouble.setAccessibleName(sentence)
        self.trouble.setVisible(bool(sentence))

    def wait(self, waiting: bool) -> None:
        """A password is being looked at."""
        self.enter.setEnabled(not waiting)
        self.other.setEnabled(not waiting)

    def forget(self) -> None:
        """Nothing that was typed stays."""
        for field in (self.password, self.new_password, self.again):
            field.clear()

    def _password_typed(self) -> None:
        if self.mode is LockMode.CHANGE:
            self.new_password.setFocus()
        else:
            self._give()

    def _give(self) -> None:
        name = self.name.text().strip()
        if not self.enter.isEnabled():
            return
        if not name or self.password.is_blank:
            self.tell(self.tr("Type account and password."))
        elif self.mode is LockMode.CHANGE:
            self._give_change(name)
        else:
            self.tell("")
            self.login_wanted.emit(name, self.password.take())

    def _give_change(self, name: str) -> None:
        new, again = self.new_password.take(), self.again.take()
        same = new == again
        again[:] = bytes(len(again))
        if not same:
            new[:] = bytes(len(new))
            self.tell(self.tr("The new password was not typed the same way twice."))
            self.new_password.setFocus()
        else:
            self.tell("")
            self.change_wanted.emit(name, self.password.take(), new)
