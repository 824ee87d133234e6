"""What stands in the place of everything while nobody is logged in or the station is locked."""

from __future__ import annotations

from enum import StrEnum
from functools import partial

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

from app.ui.buttons import set_reason
from app.ui.emblem import emblem
from app.ui.login_code import LoginCode
from app.ui.look import SPACE_PX, Tone, as_great, scaled_px, tint
from app.ui.secret_field import SecretField
from app.ui.text_size import follow_text

CARD_PX = 400
EMBLEM_PX = 56


class LockMode(StrEnum):
    """What is asked for."""

    LOGIN = "login"
    UNLOCK = "unlock"
    CHANGE = "change"
    CODE = "code"
    OWN = "own"


_TYPED = frozenset({LockMode.LOGIN, LockMode.UNLOCK, LockMode.CHANGE})
_NEW = frozenset({LockMode.CHANGE, LockMode.OWN})
_RETURNS = frozenset({LockMode.UNLOCK, LockMode.CHANGE})
_FIRST = frozenset({LockMode.LOGIN, LockMode.UNLOCK})


class LockView(QWidget):
    """Name and password on an empty ground; nothing of a dossier is behind it.

    Signals:
        login_wanted(str, bytearray): Name and password; whoever takes them wipes them.
        change_wanted(str, bytearray, bytearray): Name, old and new password.
        online_wanted(str): Log in at the service; the account that is locked, "" for any.
        online_given_up(): Wait no more for the telephone.
        own_wanted(bytearray): A first password of one's own.
        own_put_off(): Not now.
    """

    login_wanted = Signal(str, object)
    change_wanted = Signal(str, object, object)
    online_wanted = Signal(str)
    online_given_up = Signal()
    own_wanted = Signal(object)
    own_put_off = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.mode = LockMode.LOGIN
        self.offers_online = False
        self.heading = QLabel(self)
        as_great(self.heading)
        self.heading.setWordWrap(True)
        self.hint = self._text()
        self.name = QLineEdit(self)
        self.password = SecretField(self)
        self.new_password = SecretField(self)
        self.again = SecretField(self)
        self.trouble = self._text()
        tint(self.trouble, Tone.WRONG, strong=True)
        self.enter = QPushButton(self)
        self.enter.setProperty("primary", True)
        self.other = QPushButton(self.tr("Another officer"), self)
        self.other.setProperty("quiet", True)
        self.online = QPushButton(self.tr("Log in with the province's account"), self)
        self.stop = QPushButton(self.tr("Back to the password"), self)
        self.later = QPushButton(self.tr("Later"), self)
        self.code = LoginCode(self)
        for button in (self.other, self.online, self.stop, self.later):
            button.setAccessibleName(button.text())
            button.setAutoDefault(True)
        self.enter.clicked.connect(self._give)
        self.other.clicked.connect(self.ask_for_login)
        self.online.clicked.connect(self._go_online)
        self.stop.clicked.connect(self._give_up)
        self.later.clicked.connect(self.own_put_off)
        self.picture = QLabel(self)
        self._labels: list[QLabel] = []
        self._before_code = (LockMode.LOGIN, "")
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
        follow_text(card, partial(_fit_card, card))
        column = QVBoxLayout(card)
        column.setContentsMargins(*(4 * SPACE_PX,) * 4)
        column.setSpacing(SPACE_PX)
        picture = self.picture
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
        column.addWidget(self.code)
        column.addWidget(self.trouble)
        column.addSpacing(SPACE_PX)
        for button in (self.enter, self.online, self.stop, self.later, self.other):
            column.addWidget(button)
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

    def ask_for_own(self) -> None:
        """The service has let somebody in who has no password yet for when it cannot be reached."""
        self._turn(
            LockMode.OWN,
            self.tr("A password for when the network is down"),
            self.tr("It unlocks this station too. At least 10 characters; a phrase is easy."),
        )
        self.new_password.setFocus()

    def _go_online(self) -> None:
        expected = self.name.text().strip() if self.mode is LockMode.UNLOCK else ""
        self._before_code = (self.mode, self.name.text())
        self.code.start()
        self._turn(
            LockMode.CODE,
            self.tr("Log in with the province's account"),
            self.tr("Scan the picture with a telephone, or type the code in on any device."),
        )
        self.stop.setFocus()
        self.online_wanted.emit(expected)

    def _give_up(self) -> None:
        self.online_given_up.emit()
        self.back_from_code()

    def back_from_code(self) -> None:
        """Ask as it was asked before the code."""
        mode, name = self._before_code
        if mode is LockMode.UNLOCK:
            self.ask_for(name)
        else:
            self.ask_for_login()

    def _turn(self, mode: LockMode, heading: str, hint: str) -> None:
        self.mode = mode
        self.heading.setText(heading)
        self.hint.setText(hint)
        self.enter.setText(
            {
                LockMode.LOGIN: self.tr("Log in"),
                LockMode.UNLOCK: self.tr("Unlock"),
                LockMode.CHANGE: self.tr("Change and log in"),
                LockMode.CODE: "",
                LockMode.OWN: self.tr("Keep this password"),
            }[mode]
        )
        self.enter.setAccessibleName(self.enter.text())
        self.name.setReadOnly(mode is not LockMode.LOGIN)
        for widget in (self.name, self.password, *self._labels[:2]):
            widget.setVisible(mode in _TYPED)
        for widget in (self.new_password, self.again, *self._labels[2:]):
            widget.setVisible(mode in _NEW)
        self.code.setVisible(mode is LockMode.CODE)
        self.picture.setVisible(mode is not LockMode.CODE)
        self.enter.setVisible(mode is not LockMode.CODE)
        self.online.setVisible(self.offers_online and mode in _FIRST)
        self.stop.setVisible(mode is LockMode.CODE)
        self.later.setVisible(mode is LockMode.OWN)
        self.other.setVisible(mode in _RETURNS)
        self.forget()
        self.tell("")

    def tell(self, sentence: str) -> None:
        """What is in the way; "" for nothing."""
        self.trouble.setText(sentence)
        self.trouble.setAccessibleName(sentence)
        self.trouble.setVisible(bool(sentence))

    def wait(self, waiting: bool) -> None:
        """A password is being looked at."""
        for button in (self.enter, self.other, self.online, self.later):
            set_reason(button, self.tr("One moment…") if waiting else "")

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
        if self.mode is LockMode.OWN:
            self._give_own()
        elif not name or self.password.is_blank:
            self.tell(self.tr("Type account and password."))
        elif self.mode is LockMode.CHANGE:
            self._give_change(name)
        else:
            self.tell("")
            self.login_wanted.emit(name, self.password.take())

    def _give_change(self, name: str) -> None:
        new = self._typed_twice()
        if new is not None:
            self.change_wanted.emit(name, self.password.take(), new)

    def _give_own(self) -> None:
        new = self._typed_twice()
        if new is not None:
            self.own_wanted.emit(new)

    def _typed_twice(self) -> bytearray | None:
        """The new password, None when the two differ; then both are wiped."""
        new, again = self.new_password.take(), self.again.take()
        same = new == again
        again[:] = bytes(len(again))
        if same:
            self.tell("")
            return new
        new[:] = bytes(len(new))
        self.tell(self.tr("The new password was not typed the same way twice."))
        self.new_password.setFocus()
        return None


def _fit_card(card: QFrame) -> None:
    """As wide as its sentences are easily read."""
    card.setFixedWidth(scaled_px(CARD_PX))
