"""Setting up a new station: who works here, who can recover it, the sheet to lock away."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.services.first_run import ASKED_LINE, ASKED_SIGNS, SetUp, Stage
from app.store.wrapping import RecipientKind
from app.ui.length_note import LengthNote
from app.ui.look import SPACE_PX, scaled_px, tones
from app.ui.secret_field import SecretField
from app.ui.text_size import follow_text

CARD_PX = 620
MOST_ACCOUNT, MOST_NAME = 40, 100
"""Letters of the name of an account, and of the name on the screen."""


class FirstRunView(QWidget):
    """One step at a time in the middle of the window; Esc puts the rest off.

    Signals:
        administrator_wanted(str, str, bytearray): Account, name and password.
        alone_wanted(): One officer, no login.
        key_file_wanted(): Choose the province's key.
        passphrase_wanted(bytearray): Make a key of the station's own.
        reopened(bytearray): The passphrase that was set before.
        another_wanted(): Choose the recovery key anew.
        sheet_wanted(): Save the sheet.
        typed_back(str): This stands on the sheet.
        put_off(): Not now.
    """

    administrator_wanted = Signal(str, str, object)
    alone_wanted = Signal()
    key_file_wanted = Signal()
    passphrase_wanted = Signal(object)
    reopened = Signal(object)
    another_wanted = Signal()
    sheet_wanted = Signal()
    typed_back = Signal(str)
    put_off = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading = self._text("font-weight: 600; font-size: 15pt;")
        self.trouble = self._text(f"color: {tones().wrong.name()}; font-weight: 600;")
        self.account, self.name, self.typed = QLineEdit(self), QLineEdit(self), QLineEdit(self)
        self.password, self.password_again = SecretField(self), SecretField(self)
        self.phrase, self.phrase_again = SecretField(self), SecretField(self)
        self.known_phrase = SecretField(self)
        self.asked = self._text()
        self.make_button = self._button(self.tr("Make the administrator's account"), primary=True)
        self.alone_button = self._button(self.tr("One officer works here, without a login"))
        self.file_button = self._button(
            self.tr("Use the province's recovery key (file)…"), primary=True
        )
        self.phrase_button = self._button(self.tr("Set this passphrase"))
        self.reopen_button = self._button(self.tr("Make the sheet again"), primary=True)
        self.another_button = self._button(self.tr("Choose another recovery key"))
        self.save_button = self._button(self.tr("Save the sheet as PDF…"), primary=True)
        self.confirm_button = self._button(self.tr("Confirm"))
        self.end_button = self._button(self.tr("Begin to work"), primary=True)
        self.later_button = self._button(self.tr("Later  Esc"))
        self.later_button.setProperty("quiet", True)
        self.pages = QStackedWidget(self)
        self.stages = {
            Stage.ACCOUNTS: self._accounts_page(),
            Stage.KEY: self._key_page(),
            Stage.SHEET: self._sheet_page(),
            Stage.DONE: self._done_page(),
        }
        self.reopen_page = self._reopen_page()
        for page in (*self.stages.values(), self.reopen_page):
            self.pages.addWidget(page)
        self._arrange()
        self._connect()

    def _text(self, style: str = "", text: str = "") -> QLabel:
        label = QLabel(text, self)
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setStyleSheet(style)
        return label

    def _button(self, text: str, *, primary: bool = False) -> QPushButton:
        button = QPushButton(text, self)
        button.setAccessibleName(text)
        button.setProperty("primary", primary)
        button.setAutoDefault(True)
        return button

    def _page(self, *parts: QWidget | str | tuple[str, QLineEdit]) -> QWidget:
        """Sentences, fields with their names, and buttons, one under the other."""
        page = QWidget(self)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_PX)
        for part in parts:
            if isinstance(part, str):
                column.addWidget(self._text(text=part))
            elif isinstance(part, tuple):
                label = QLabel(part[0], self)
                label.setBuddy(part[1])
                part[1].setAccessibleName(part[0])
                column.addWidget(label)
                column.addWidget(part[1])
            else:
                column.addWidget(part)
        column.addStretch(1)
        return page

    def _accounts_page(self) -> QWidget:
        self._notes = (
            LengthNote(self.account, MOST_ACCOUNT, self),
            LengthNote(self.name, MOST_NAME, self),
        )
        return self._page(
            self.tr("Do several officers work at this station? Then an administrator comes first."),
            (self.tr("Account: a-z, 0-9, . - _"), self.account),
            self._notes[0],
            (self.tr("Name on the screen"), self.name),
            self._notes[1],
            (self.tr("Password, at least 10 characters"), self.password),
            (self.tr("Password again"), self.password_again),
            self.make_button,
            self.alone_button,
        )

    def _key_page(self) -> QWidget:
        return self._page(
            self.tr("Dossiers are encrypted. If this PC dies, only a recovery key opens its disk."),
            self.file_button,
            self.tr("Or, where the province has given no key, a passphrase of this station:"),
            (self.tr("Passphrase, at least 10 characters"), self.phrase),
            (self.tr("Passphrase again"), self.phrase_again),
            self.phrase_button,
        )

    def _sheet_page(self) -> QWidget:
        return self._page(
            self.tr("Save the sheet, print it, put it into a sealed envelope, lock it away."),
            self.save_button,
            self.asked,
            (self.tr("Typed from the paper"), self.typed),
            self.confirm_button,
        )

    def _reopen_page(self) -> QWidget:
        return self._page(
            self.tr("A passphrase was set, but nobody has confirmed its sheet yet."),
            (self.tr("The passphrase"), self.known_phrase),
            self.reopen_button,
            self.another_button,
        )

    def _done_page(self) -> QWidget:
        return self._page(
            self.tr("The station is set up. Delete the PDF of the sheet once it is printed."),
            self.end_button,
        )

    def _arrange(self) -> None:
        card = QFrame(self)
        card.setObjectName("card")
        follow_text(card, partial(_fit_card, card))
        column = QVBoxLayout(card)
        column.setContentsMargins(*(4 * SPACE_PX,) * 4)
        column.setSpacing(SPACE_PX)
        for widget in (self.heading, self.pages, self.trouble, self.later_button):
            column.addWidget(widget)
        whole = QVBoxLayout(self)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(card)
        row.addStretch(1)
        whole.addStretch(1)
        whole.addLayout(row)
        whole.addStretch(1)

    def _connect(self) -> None:
        for field, following in (
            (self.account, self.name),
            (self.name, self.password),
            (self.password, self.password_again),
            (self.phrase, self.phrase_again),
        ):
            field.returnPressed.connect(following.setFocus)
        self.password_again.returnPressed.connect(self.make_button.click)
        self.phrase_again.returnPressed.connect(self.phrase_button.click)
        self.known_phrase.returnPressed.connect(self.reopen_button.click)
        self.typed.returnPressed.connect(self.confirm_button.click)
        self.make_button.clicked.connect(self._make)
        self.alone_button.clicked.connect(self.alone_wanted)
        self.file_button.clicked.connect(self.key_file_wanted)
        self.phrase_button.clicked.connect(self._set_phrase)
        self.reopen_button.clicked.connect(self._reopen)
        self.another_button.clicked.connect(self.another_wanted)
        self.save_button.clicked.connect(self.sheet_wanted)
        self.confirm_button.clicked.connect(lambda: self.typed_back.emit(self.typed.text()))
        for button in (self.end_button, self.later_button):
            button.clicked.connect(self.put_off)

    def show_stage(self, found: SetUp, *, has_sheet: bool) -> None:
        """The next step; without the sheet at hand a passphrase is asked for again."""
        is_province = found.recipient is not None and found.recipient.kind is RecipientKind.PROVINCE
        asks_again = found.stage is Stage.SHEET and not has_sheet
        self.pages.setCurrentWidget(self.reopen_page if asks_again else self.stages[found.stage])
        number, words = {
            Stage.ACCOUNTS: (1, self.tr("Who works here?")),
            Stage.KEY: (2, self.tr("Who can recover this station?")),
            Stage.SHEET: (3, self.tr("The recovery sheet")),
            Stage.DONE: (3, self.tr("Done")),
        }[found.stage]
        self.heading.setText(self.tr("Setting up, %1 of 3: ").replace("%1", str(number)) + words)
        text = self.tr("Type back line %1 of the paper key.").replace("%1", str(ASKED_LINE + 1))
        if is_province:
            text = self.tr("Type back the last %1 signs of the fingerprint.")
            text = text.replace("%1", str(ASKED_SIGNS))
        self.asked.setText(text)
        self.later_button.setVisible(found.stage is not Stage.DONE)
        self.tell("")
        self.wait(False)
        self._first_field(found.stage, asks_again).setFocus()

    def _first_field(self, stage: Stage, asks_again: bool) -> QWidget:
        if asks_again:
            return self.known_phrase
        return {
            Stage.ACCOUNTS: self.account,
            Stage.KEY: self.file_button,
            Stage.SHEET: self.save_button,
            Stage.DONE: self.end_button,
        }[stage]

    def tell(self, sentence: str) -> None:
        """What is in the way; "" for nothing."""
        self.trouble.setText(sentence)
        self.trouble.setAccessibleName(sentence)
        self.trouble.setVisible(bool(sentence))

    def wait(self, waiting: bool) -> None:
        """Something is being made."""
        self.pages.setEnabled(not waiting)

    def ask_typing(self) -> None:
        """The sheet is saved; now it is typed back."""
        self.typed.clear()
        self.typed.setFocus()

    def _make(self) -> None:
        over = next((note for note in self._notes if note.is_over), None)
        if over is not None:
            over.field.setFocus()
            return
        secret = self._typed_twice(self.password, self.password_again)
        if secret is not None:
            account, name = self.account.text().strip(), self.name.text().strip()
            self.administrator_wanted.emit(account, name, secret)

    def _set_phrase(self) -> None:
        secret = self._typed_twice(self.phrase, self.phrase_again)
        if secret is not None:
            self.passphrase_wanted.emit(secret)

    def _reopen(self) -> None:
        self.reopened.emit(self.known_phrase.take())

    def _typed_twice(self, field: SecretField, again: SecretField) -> bytearray | None:
        first, second = field.take(), again.take()
        same = first == second and bool(first)
        second[:] = bytes(len(second))
        if same:
            return first
        first[:] = bytes(len(first))
        self.tell(self.tr("Type it twice, the same way both times."))
        field.setFocus()
        return None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc puts the rest off."""
        if event.matches(QKeySequence.StandardKey.Cancel):
            self.put_off.emit()
        else:
            super().keyPressEvent(event)


def _fit_card(card: QFrame) -> None:
    """As wide as its sentences are easily read."""
    card.setFixedWidth(scaled_px(CARD_PX))
