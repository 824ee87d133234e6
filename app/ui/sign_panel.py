"""The PIN panel: which dossier, which token, how many tries; the PIN leaves it at once."""

from __future__ import annotations

from typing import assert_never

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.ui.entry import take_secret
from app.ui.look import SPACE_PX, tones
from app.ui.messages import sentence
from app.ui.signing_flow import SignStage, TokenMood, TokenView

translate = QCoreApplication.translate


def token_words(token: TokenView) -> str:
    """State of the token in a few words, with a sign."""
    match token.mood:
        case TokenMood.UNSET:
            return translate("token", "! No signing key set up")
        case TokenMood.UNKNOWN:
            return translate("token", "◷ Looking for the token")
        case TokenMood.READY:
            return translate("token", "✓ Token ready")
        case TokenMood.LOW:
            return translate("token", "? Token: a wrong PIN was entered before")
        case TokenMood.FINAL:
            return translate("token", "! Token: last try before it locks")
        case TokenMood.LOCKED:
            return translate("token", "! Token locked")
        case TokenMood.MISSING:
            return translate("token", "! No token")
    assert_never(token.mood)


def token_tone(token: TokenView) -> QColor:
    """Colour that goes with the words."""
    if token.mood is TokenMood.READY:
        return tones().good
    if token.mood is TokenMood.UNKNOWN:
        return tones().quiet
    return tones().look if token.can_sign else tones().wrong


class SignPanel(QFrame):
    """Panel in the place of the form.

    Signals:
        pin_given(bytearray): The officer wants to sign with this PIN; the receiver wipes it.
        given_up(): Not now.
        token_check_wanted(): Ask the token again.
    """

    pin_given = Signal(object)
    given_up = Signal()
    token_check_wanted = Signal()

    def __init__(self, language: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._language = language
        self._stage = SignStage.IDLE
        self._token = TokenView(TokenMood.UNKNOWN)
        self._title = QLabel(self)
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._title.setStyleSheet("font-weight: 600; font-size: 13pt;")
        self._title.setWordWrap(True)
        self._warning = QLabel(self.tr("Signing and sending cannot be undone."), self)
        self._warning.setWordWrap(True)
        self._work = QLabel(self)
        self._work.setWordWrap(True)
        self._files = QLabel(self)
        self._files.setWordWrap(True)
        self._state = QLabel(self)
        self._state.setWordWrap(True)
        self._tries = QLabel(self)
        self._tries.setWordWrap(True)
        self._refusal = QLabel(self)
        self._refusal.setWordWrap(True)
        self._refusal.setStyleSheet(f"color: {tones().wrong.name()}; font-weight: 600;")
        self._pin_label = QLabel(self.tr("&PIN or password"), self)
        self.pin = QLineEdit(self)
        self.pin.setEchoMode(QLineEdit.EchoMode.Password)
        self.pin.setAccessibleName(self.tr("PIN or password of the token"))
        self._pin_label.setBuddy(self.pin)
        self.sign_button = self._button(self.tr("Sign and send  Enter"))
        self.sign_button.setProperty("primary", True)
        self.check_button = self._button(self.tr("Check token again"))
        self.cancel_button = self._button(self.tr("Not now  Esc"))
        self._arrange()
        self.pin.returnPressed.connect(self._give)
        self.pin.textEdited.connect(self._allow)
        self.sign_button.clicked.connect(self._give)
        self.check_button.clicked.connect(self.token_check_wanted)
        self.cancel_button.clicked.connect(self._give_up)
        for label in (self._work, self._files, self._refusal):
            label.hide()
        self.set_token(self._token)

    def _button(self, text: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setAccessibleName(text)
        return button

    def _arrange(self) -> None:
        buttons = QHBoxLayout()
        buttons.addWidget(self.sign_button, 1)
        buttons.addWidget(self.cancel_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*(2 * SPACE_PX,) * 4)
        layout.setSpacing(SPACE_PX)
        layout.addWidget(self._title)
        layout.addWidget(self._warning)
        layout.addWidget(self._work)
        layout.addWidget(self._files)
        layout.addSpacing(SPACE_PX)
        for widget in (self._state, self._tries, self._refusal, self._pin_label, self.pin):
            layout.addWidget(widget)
        layout.addLayout(buttons)
        layout.addWidget(self.check_button)
        layout.addStretch(1)

    @property
    def refusal_text(self) -> str:
        """What the panel says about the PIN that was refused."""
        return self._refusal.text()

    def start(self, dossier_name: str) -> None:
        """Ask for the PIN of a dossier."""
        self._title.setText(self.tr("Sign “%1”").replace("%1", dossier_name))
        self.pin.clear()
        _say(self._refusal, "")
        self._allow()
        self.pin.setFocus()

    def set_stage(self, stage: SignStage) -> None:
        """Show where building and signing are."""
        self._stage = stage
        words = {
            SignStage.BUILDING: self.tr("◷ Making PDF/A files… you can type the PIN meanwhile."),
            SignStage.READY: self.tr("✓ PDF/A files are made and checked."),
            SignStage.SIGNING: self.tr("◷ Signing… leave the token in."),
            SignStage.SEALED: self.tr("✓ Signed, sealed and in the outbox."),
        }
        _say(self._work, words.get(stage, ""))
        self._allow()

    @property
    def files_text(self) -> str:
        """What the panel says about the files to be signed."""
        return self._files.text()

    def set_files(self, text: str) -> None:
        """Say how much is about to be signed, "" while that is not known."""
        _say(self._files, text)

    def set_token(self, token: TokenView) -> None:
        """Show what the token says."""
        self._token = token
        words = token_words(token)
        if token.label:
            words = f"{words} · {token.label}"
        self._state.setText(words)
        self._state.setStyleSheet(f"color: {token_tone(token).name()}; font-weight: 600;")
        if token.code:
            _say(self._tries, sentence(token.code, self._language))
        elif token.tries_left is not None:
            _say(self._tries, self.tr("%n try(s) left", "", token.tries_left))
        else:
            _say(self._tries, "")
        self._allow()

    def refuse(self, code: str, tries_left: int | None) -> None:
        """The PIN was wrong: say so, with the tries left, and wait for the officer."""
        self.pin.clear()
        _say(self._refusal, "! " + sentence(code, self._language, tries_left=tries_left))
        self._allow()
        self.pin.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc gives up."""
        if event.matches(QKeySequence.StandardKey.Cancel):
            self._give_up()
        else:
            super().keyPressEvent(event)

    def _reason(self) -> str:
        """Why signing is closed, "" when it is open."""
        if not self._token.can_sign:
            return token_words(self._token)
        if self._stage is SignStage.SIGNING:
            return self.tr("Signing is under way.")
        if self._stage is not SignStage.READY:
            return self.tr("The PDF/A files are not ready yet.")
        if not self.pin.text():
            return self.tr("Enter the PIN first.")
        return ""

    def _allow(self) -> None:
        reason = self._reason()
        self.sign_button.setEnabled(not reason)
        self.sign_button.setToolTip(reason)
        self.sign_button.setAccessibleDescription(reason)

    def _give(self) -> None:
        if self._reason():
            return
        secret = take_secret(self.pin)
        _say(self._refusal, "")
        self.pin_given.emit(secret)

    def _give_up(self) -> None:
        self.pin.clear()
        self.given_up.emit()


def _say(label: QLabel, text: str) -> None:
    """Show a text; an empty label leaves no gap."""
    label.setText(text)
    label.setVisible(bool(text))
