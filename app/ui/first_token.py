"""Sixth step: a key is chosen, a throw-away file is signed with it and checked."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QComboBox, QFileDialog, QWidget

from app.errors import StationError
from app.services.key_choice import key_file, keys_to_try
from app.services.key_trial import TrialSignature, sign_trial
from app.services.signing_people import KeyOffer
from app.services.station import Station
from app.ui.buttons import named_button
from app.ui.first_server import Keep
from app.ui.first_steps_view import StepBody
from app.ui.flow_layout import FlowLayout
from app.ui.jobs_bridge import JobsBridge, Lane
from app.ui.key_panel import KeyPanel
from app.ui.look import Tone
from app.ui.messages import sentence
from app.ui.token_flow import TokenFlow
from app.ui.token_view import TokenView
from app.ui.wording_findings import finding_words

_LETTERS = 26
_PIN_ERRORS = frozenset({"key.wrong_pin", "key.wrong_password"})


class TokenStep(StepBody):
    """The key and its PIN in the field that all PINs are typed in.

    Signals:
        look_wanted(): Look for keys.
        key_chosen(KeyOffer): Try this one.
        sign_wanted(): Sign the trial file.
        keep_wanted(): Sign with this key from now on.
    """

    look_wanted = Signal()
    key_chosen = Signal(object)
    sign_wanted = Signal()
    keep_wanted = Signal()

    def __init__(self, language: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.say(
            self.tr(
                "A small file is signed, checked and thrown away. Plug the token in; the PIN goes "
                "to the token and is kept nowhere."
            )
        )
        self.keys = QComboBox(self)
        self.keys.setAccessibleName(self.tr("Key to sign with"))
        self.keys.view().setAccessibleName(self.tr("Key to sign with"))
        self.keys.setMinimumContentsLength(_LETTERS)
        self.look_button = named_button(self.tr("Look for keys"), self)
        self.file_button = named_button(self.tr("A key file…"), self)
        row = FlowLayout()
        for widget in (self.keys, self.look_button, self.file_button):
            row.addWidget(widget)
        self.column.addLayout(row)
        self.panel = KeyPanel(language, self)
        self.column.addWidget(self.panel)
        self.sign_button = named_button(self.tr("Sign the trial file"), self)
        self.sign_button.setProperty("primary", True)
        self.keep_button = named_button(self.tr("Sign with this key from now on"), self)
        foot = FlowLayout()
        foot.addWidget(self.sign_button)
        foot.addWidget(self.keep_button)
        self.column.addLayout(foot)
        self.result = self.told()
        self.column.addStretch(1)
        self.keep_button.hide()
        self._offers: list[KeyOffer] = []
        self._busy = ""
        self.dialog: QFileDialog | None = None
        self.look_button.clicked.connect(self.look_wanted)
        self.file_button.clicked.connect(self.ask_for_file)
        self.keys.activated.connect(self._chosen)
        self.panel.changed.connect(self._judge)
        self.panel.entered.connect(self.sign_button.click)
        self.sign_button.clicked.connect(self.sign_wanted)
        self.keep_button.clicked.connect(self.keep_wanted)
        self.set_offers(())

    def came(self) -> None:
        """Keys are looked for once."""
        (self.keys if self._offers else self.look_button).setFocus()
        if not self._offers:
            self.look_wanted.emit()

    def set_offers(self, offers: tuple[KeyOffer, ...]) -> None:
        """Offer these keys."""
        self._offers = list(offers)
        self.keys.clear()
        for offer in offers:
            self.keys.addItem(offer.label)
        if not offers:
            self.keys.addItem(self.tr("No key was found"))
        self.keys.setEnabled(bool(offers))
        why = "" if offers else self.tr("Plug a token in and look again, or choose a key file.")
        self.keys.setToolTip(why)
        self.keys.setAccessibleDescription(why)
        self._judge()

    def add_offer(self, offer: KeyOffer) -> None:
        """One more key, which is chosen."""
        self.set_offers((*(one for one in self._offers if one.source != offer.source), offer))
        self.keys.setCurrentIndex(len(self._offers) - 1)
        self.key_chosen.emit(offer)

    def ask_for_file(self) -> None:
        """Open the file dialog beside the work."""
        self.dialog = QFileDialog(self.window(), self.tr("A key file"))
        self.dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        self.dialog.setNameFilters([self.tr("Key files (*.p12 *.pfx)")])
        self.dialog.fileSelected.connect(self.use_file)
        self.dialog.open()

    def use_file(self, path: str) -> None:
        """Try the key in this file."""
        self.add_offer(key_file(path))

    def _chosen(self, number: int) -> None:
        if number < len(self._offers):
            self.key_chosen.emit(self._offers[number])

    def wait(self, doing: str) -> None:
        """Say what goes on; "" for nothing."""
        self._busy = doing
        for widget in (self.look_button, self.file_button, self.panel):
            widget.setEnabled(not doing)
            widget.setToolTip(doing)
            widget.setAccessibleDescription(doing)
        self.tell(self.result, doing)
        self._judge()

    def _judge(self) -> None:
        """Open the button, or say why it is closed."""
        why = self._busy
        if not why:
            why = self.panel.why_closed() if self._offers else self.tr("No key was found")
        self.sign_button.setEnabled(not why)
        self.sign_button.setToolTip(why)
        self.sign_button.setAccessibleDescription(why)

    def show_signed(self, made: TrialSignature, language: str, *, is_new: bool) -> None:
        """Say who signed and what the check says."""
        if made.is_trusted:
            text = self.tr("Signed and checked: the signature of %1 is valid.")
        else:
            text = self.tr(
                "Signed and checked: the file is whole, signed by %1. This PC could not tell "
                "whether the certificate counts: it has no trust list for it, or nobody said "
                "whether it was revoked."
            )
        lines = [text.replace("%1", made.signer)]
        lines += [finding_words(code, language) for code in made.warnings]
        self.tell(self.result, "\n".join(lines), Tone.GOOD)
        self.keep_button.setVisible(is_new)
        self.set_passed(True)


class TokenTrialDesk(QObject):
    """Finds keys, asks the chosen one, signs on the token lane."""

    def __init__(
        self,
        view: TokenStep,
        station: Station,
        bridge: JobsBridge,
        *,
        own: str,
        keep: Keep,
        language: str,
    ) -> None:
        super().__init__(view)
        self._view, self._station, self._bridge = view, station, bridge
        self._own, self._keep, self._language = own, keep, language
        self.flow = TokenFlow(station, bridge, "", self)
        self.flow.changed.connect(self._changed)
        self.flow.trouble.connect(self._failed)
        view.look_wanted.connect(self._look)
        view.key_chosen.connect(self._use)
        view.sign_wanted.connect(self._sign)
        view.keep_wanted.connect(self._keep_key)
        view.panel.module_allowed.connect(self.flow.allow)
        view.panel.certificate_chosen.connect(self.flow.choose)

    def _look(self) -> None:
        self._view.wait(self.tr("Looking for keys…"))
        station, own = self._station, self._own
        self._bridge.run(Lane.TOKEN, lambda: keys_to_try(station, own), self._found, self._failed)

    def _found(self, offers: tuple[KeyOffer, ...]) -> None:
        self._view.wait("")
        self._view.set_offers(offers)
        if offers:
            self._use(offers[0])

    def _use(self, offer: KeyOffer) -> None:
        self._view.keep_button.hide()
        self._view.panel.forget()
        self.flow.use(offer.source)

    def _changed(self, view: TokenView) -> None:
        self._view.panel.set_token(view)

    def _sign(self) -> None:
        if not self._view.sign_button.isEnabled():
            return
        station, source = self._station, self.flow.source
        pin = self._view.panel.take()
        self._view.wait(self.tr("Signing and checking…"))
        self.flow.is_busy = True
        self._bridge.run(
            Lane.TOKEN, lambda: sign_trial(station, source, pin), self._signed, self._failed
        )

    def _signed(self, made: TrialSignature) -> None:
        self.flow.is_busy = False
        self._view.wait("")
        is_new = self.flow.source != self._own
        self._view.show_signed(made, self._language, is_new=is_new)

    def _failed(self, error: StationError) -> None:
        self.flow.is_busy = False
        self._view.wait("")
        tries_left = getattr(error, "tries_left", None)
        self._view.set_passed(False)
        if error.code in _PIN_ERRORS:
            self._view.panel.refuse(error.code, tries_left)
            self.flow.check()
        else:
            self._view.tell(self._view.result, sentence(error.code, self._language), Tone.WRONG)

    def _keep_key(self) -> None:
        self._keep("key", self.flow.source, self._kept, self._failed)

    def _kept(self) -> None:
        self._own = self.flow.source
        self._view.keep_button.hide()
        text = self.tr("Kept: the station signs with this key from its next start.")
        self._view.tell(self._view.result, text, Tone.GOOD)
