"""One key of a signature: what it says, which certificate, its PIN; the PIN leaves it at once."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.services.key_host import SecretKind
from app.services.token_door import ModuleQuestion
from app.ui.look import SPACE_PX, Tone, embolden, tint, tones
from app.ui.messages import headline, sentence
from app.ui.secret_field import SecretField
from app.ui.token_view import TokenMood, TokenView, token_tone, token_words
from app.ui.wording_findings import finding_words
from signing.identities import TokenCertificate

_FINGERPRINT = Qt.ItemDataRole.UserRole
SHOWN_CERTIFICATES = 4
_ROW_LINES = 3


class KeyPanel(QWidget):
    """State, certificates and PIN of one key.

    Signals:
        changed(): Something that decides whether signing is open.
        entered(): Enter was pressed in the PIN.
        certificate_chosen(str): Fingerprint of the certificate to sign with.
        module_allowed(ModuleQuestion): The officer allows the token's software.
        removed(): This person does not sign.
    """

    changed = Signal()
    entered = Signal()
    certificate_chosen = Signal(str)
    module_allowed = Signal(object)
    removed = Signal()

    def __init__(self, language: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self.token = TokenView(TokenMood.UNKNOWN)
        self._role = self._label()
        embolden(self._role)
        self.remove_button = QPushButton(self.tr("Leave out"), self)
        self.remove_button.setAccessibleName(self.remove_button.text())
        self.remove_button.setProperty("quiet", True)
        self._state = self._label()
        self._tries = self._label()
        self._warnings = self._label()
        tint(self._warnings, Tone.LOOK)
        self._file_warning = self._label(
            self.tr("? A key file is for tests and staff only: anybody who copies it can sign.")
        )
        tint(self._file_warning, Tone.LOOK)
        self._question = self._label()
        self._question.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._question.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.allow_button = QPushButton(self.tr("Allow this software"), self)
        self.allow_button.setAccessibleName(self.allow_button.text())
        self.certificates = QListWidget(self)
        self.certificates.setWordWrap(True)
        self.certificates.setAccessibleName(self.tr("Certificate to sign with"))
        self._holder = self._label()
        self._refusal = self._label()
        tint(self._refusal, Tone.WRONG, strong=True)
        self.pin_label = QLabel(self)
        self.pin = SecretField(self)
        self.pin_label.setBuddy(self.pin)
        self._last = self._label(self.tr("This is the last try: a wrong PIN locks the token."))
        tint(self._last, Tone.WRONG)
        self.sure = QCheckBox(self.tr("I am sure of the PIN"), self)
        self.sure.setAccessibleName(self.sure.text())
        self._arrange()
        self._connect()
        self.set_token(self.token)

    def _label(self, text: str = "") -> QLabel:
        label = QLabel(text, self)
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        return label

    def _arrange(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_PX // 2)
        head = QHBoxLayout()
        head.addWidget(self._role, 1)
        head.addWidget(self.remove_button)
        layout.addLayout(head)
        for widget in (
            self._state,
            self._tries,
            self._file_warning,
            self._question,
            self.allow_button,
            self._holder,
            self.certificates,
            self._warnings,
            self._refusal,
            self.pin_label,
            self.pin,
            self._last,
            self.sure,
        ):
            layout.addWidget(widget)
        for hidden in (self._role, self.remove_button, self._refusal):
            hidden.hide()

    def _connect(self) -> None:
        self.pin.returnPressed.connect(self.entered)
        self.pin.textEdited.connect(self.changed)
        self.pin.paste_refused.connect(self._refuse_paste)
        self.sure.toggled.connect(self.changed)
        self.allow_button.clicked.connect(self._allow)
        self.remove_button.clicked.connect(self.removed)
        self.certificates.currentItemChanged.connect(self._chosen)

    @property
    def state_text(self) -> str:
        """What the panel says about the key."""
        return "\n".join(
            label.text()
            for label in (self._state, self._tries, self._question, self._holder, self._warnings)
            if not label.isHidden()
        )

    @property
    def refusal_text(self) -> str:
        """What the panel says about the PIN that was refused."""
        return self._refusal.text()

    def set_role(self, text: str, *, can_leave: bool = False) -> None:
        """Say whose key this is, when there are several, and whether it may be left out."""
        _say(self._role, text)
        self.remove_button.setVisible(can_leave)
        name = self.tr("Leave out: %1").replace("%1", text)
        self.remove_button.setAccessibleName(name)

    def set_token(self, token: TokenView) -> None:
        """Show what the key says."""
        was_final = self.token.mood is TokenMood.FINAL
        self.token = token
        words = token_words(token)
        self._state.setText(f"{words} · {token.label}" if token.label else words)
        tint(self._state, token_tone(token), strong=True)
        self._tell_tries(token)
        self._file_warning.setVisible(token.is_file)
        self._show_question(token.question)
        self._show_certificates(token)
        found = [finding_words(code, self._language) for code in token.warnings]
        _say(self._warnings, "\n".join(f"? {_capital(text)}." for text in found))
        self._show_pin(token)
        if not was_final:
            self.sure.setChecked(False)
        self.changed.emit()

    def refuse(self, code: str, tries_left: int | None) -> None:
        """The PIN was wrong: say so, with the tries left, and wait for the officer."""
        self.pin.clear()
        self.sure.setChecked(False)
        _say(self._refusal, "! " + sentence(code, self._language, tries_left=tries_left))
        self.changed.emit()
        self.pin.setFocus()

    def forget(self) -> None:
        """Nothing typed, nothing refused."""
        self.pin.clear()
        self.sure.setChecked(False)
        _say(self._refusal, "")

    @property
    def wants_secret(self) -> bool:
        """Something is to be typed here, and nothing is yet."""
        return self.token.takes_pin and self.pin.is_blank

    def why_closed(self) -> str:
        """Why this key cannot sign yet, "" when it can."""
        if not self.token.can_sign:
            if self.token.certificates and self.token.takes_pin:
                return self.tr("Choose the certificate to sign with first.")
            return token_words(self.token)
        if not self.token.takes_pin:
            return ""
        if self.pin.is_blank:
            return self._enter_first()
        if self.token.mood is TokenMood.FINAL and not self.sure.isChecked():
            return self.tr("The last try: tick that you are sure of the PIN.")
        return ""

    def take(self) -> bytearray:
        """The PIN; the field is empty afterwards."""
        _say(self._refusal, "")
        return self.pin.take()

    def _tell_tries(self, token: TokenView) -> None:
        if token.mood is TokenMood.LOCKED:
            _say(self._tries, sentence("key.pin_locked", self._language))
        elif token.code and token.question is None:
            _say(self._tries, sentence(token.code, self._language))
        elif token.kind == "smartca" and token.can_sign:
            _say(self._tries, self.tr("You confirm on the telephone once signing has begun."))
        elif token.keypad:
            _say(self._tries, self.tr("Type the PIN on the keypad of the reader when it asks."))
        elif token.tries_left is not None:
            _say(self._tries, self.tr("%n try(s) left", "", token.tries_left))
        else:
            _say(self._tries, "")

    def _show_question(self, question: ModuleQuestion | None) -> None:
        self.allow_button.setVisible(question is not None)
        if question is None:
            _say(self._question, "")
            return
        text = self.tr(
            "The token's software is new here. Whoever makes it sees your PIN. Compare with what "
            "the maker or the administrator gave you; you are asked once.\n"
            "File: %1\nMaker: %2\nSHA-256: %3"
        )
        maker = question.maker or self.tr("not known")
        text = text.replace("%1", question.path).replace("%2", maker)
        _say(self._question, text.replace("%3", _grouped(question.sha256)))

    def _show_certificates(self, token: TokenView) -> None:
        several = len(token.certificates) > 1
        self.certificates.setVisible(several)
        alone = token.certificates[0] if len(token.certificates) == 1 else None
        _say(self._holder, self._certificate_words(alone) if alone else "")
        tone = Tone.WRONG if alone and alone.refusal else Tone.QUIET
        tint(self._holder, tone)
        self.certificates.blockSignals(True)
        self.certificates.clear()
        for each in token.certificates if several else ():
            item = QListWidgetItem(self._certificate_words(each), self.certificates)
            item.setData(_FINGERPRINT, each.summary.sha256)
            if each.refusal:
                item.setFlags(Qt.ItemFlag.NoItemFlags)
                item.setForeground(QColor(tones().wrong))
            if each.summary.sha256 == token.chosen:
                self.certificates.setCurrentItem(item)
        rows = min(SHOWN_CERTIFICATES, len(token.certificates)) * _ROW_LINES
        self.certificates.setFixedHeight(rows * self.fontMetrics().lineSpacing() + 2 * SPACE_PX)
        self.certificates.blockSignals(False)

    def _certificate_words(self, shown: TokenCertificate) -> str:
        summary = shown.summary
        until = summary.not_after.astimezone().strftime("%d/%m/%Y")
        text = self.tr("%1\n%2 · valid until %3")
        text = text.replace("%1", summary.subject).replace("%2", summary.issuer)
        text = text.replace("%3", until)
        if shown.refusal:
            text += "\n! " + headline(shown.refusal, self._language)
        return text

    def _show_pin(self, token: TokenView) -> None:
        is_password = token.secret is SecretKind.PASSWORD
        self.pin_label.setText(self.tr("&Password") if is_password else self.tr("&PIN"))
        name = self.tr("Password of the key") if is_password else self.tr("PIN of the key")
        self.pin.setAccessibleName(name)
        for widget in (self.pin_label, self.pin):
            widget.setVisible(token.takes_pin)
        for part in (self._last, self.sure):
            part.setVisible(token.takes_pin and token.mood is TokenMood.FINAL)

    def _enter_first(self) -> str:
        if self.token.secret is SecretKind.PASSWORD:
            return self.tr("Enter the password first.")
        return self.tr("Enter the PIN first.")

    def _refuse_paste(self) -> None:
        _say(self._refusal, self.tr("! A PIN cannot be pasted: please type it."))

    def _allow(self) -> None:
        if self.token.question is not None:
            self.module_allowed.emit(self.token.question)

    def _chosen(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.certificate_chosen.emit(str(item.data(_FINGERPRINT)))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _grouped(digest: str) -> str:
    """A digest that can be compared by eye."""
    return " ".join(digest[start : start + 8] for start in range(0, len(digest), 8))


def _say(label: QLabel, text: str) -> None:
    label.setText(text)
    label.setVisible(bool(text))
