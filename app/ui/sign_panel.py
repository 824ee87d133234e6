"""The sign panel: what will be signed, how, with which keys; the PINs leave it at once."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.domain.signing import StampKind
from app.jobs import Progress
from app.services.station import SigningOptions
from app.ui.buttons import named_button
from app.ui.key_panel import KeyPanel
from app.ui.keyboard import shortcut
from app.ui.look import SPACE_PX, Tone, as_title, tint
from app.ui.secret_field import SecretField
from app.ui.sign_choices import SignChoices
from app.ui.sign_foot import SignFoot
from app.ui.signers_box import SignersBox
from app.ui.signing_flow import SignStage
from app.ui.token_view import OPEN_MOODS, TokenView

_LONGEST_FAILURES = 6


class SignPanel(QFrame):
    """Panel beside the files.

    Signals:
        pin_given(list[bytearray]): The officer wants to sign with these PINs, one for each key;
            the receiver wipes them.
        given_up(): Not now.
        token_check_wanted(): Ask the tokens again.
        stop_wanted(): Sign no more files.
        look_chosen(): Another look of the signature.
        agency_chosen(bool): The agency is to sign after the persons, or not.
        code_given(bytearray): The one-time code; the receiver wipes it.
    """

    pin_given = Signal(object)
    given_up = Signal()
    token_check_wanted = Signal()
    stop_wanted = Signal()
    look_chosen = Signal()
    agency_chosen = Signal(bool)
    code_given = Signal(object)

    def __init__(self, language: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._stage = SignStage.IDLE
        self._block = ""
        self._title = self._label()
        as_title(self._title)
        self._warning = self._label(self.tr("Signing and sending cannot be undone."))
        self._work = self._label()
        self._files = self._label()
        self._findings = self._label()
        tint(self._findings, Tone.LOOK)
        self._warnings = self._label()
        tint(self._warnings, Tone.LOOK)
        self._failures = self._label()
        tint(self._failures, Tone.WRONG)
        self.choices = SignChoices(self)
        self.who, self.look = self.choices.who, self.choices.look
        self.level = self.choices.level
        self.signers = SignersBox(language, self)
        self.foot = SignFoot(self)
        self.sign_button, self.stop_button = self.foot.sign_button, self.foot.stop_button
        self.cancel_button, self.code = self.foot.cancel_button, self.foot.code
        self.check_button = named_button(self.tr("Check token again"), self)
        self.check_button.setProperty("quiet", True)
        self._arrange()
        self._connect()
        self.set_options(SigningOptions(), "")
        self.set_agency(has_agency=False)
        self.show_progress(None)

    def _label(self, text: str = "") -> QLabel:
        label = QLabel(text, self)
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setVisible(bool(text))
        return label

    def _arrange(self) -> None:
        """Everything above the buttons scrolls on small screens; the buttons stay in sight."""
        inner = QWidget(self)
        column = QVBoxLayout(inner)
        column.setContentsMargins(*(2 * SPACE_PX,) * 4)
        column.setSpacing(SPACE_PX)
        texts = (self._title, self._warning, self._work, self._files, self._findings)
        for label in (*texts, self._warnings):
            column.addWidget(label)
        column.addWidget(self.choices)
        column.addSpacing(SPACE_PX // 2)
        column.addWidget(self.signers)
        column.addWidget(self._failures)
        column.addWidget(self.check_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(inner)
        for part in (self._scroll.viewport(), inner):
            part.setAutoFillBackground(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2, 2, 2, 2 * SPACE_PX)
        layout.addWidget(self._scroll, 1)
        layout.addWidget(self.foot)

    def _connect(self) -> None:
        self.signers.changed.connect(self._allow)
        self.signers.entered.connect(self._entered)
        self.signers.shown_below.connect(self._bring_into_sight)
        self.choices.agency_chosen.connect(self.agency_chosen)
        shortcut("sign.add", self, self.signers.add_button.click)
        self.sign_button.clicked.connect(self._give)
        self.check_button.clicked.connect(self.token_check_wanted)
        self.cancel_button.clicked.connect(self._give_up)
        self.stop_button.clicked.connect(self.stop_wanted)
        self.foot.code_given.connect(self.code_given)
        self.choices.look_chosen.connect(self.look_chosen)

    @property
    def person(self) -> KeyPanel:
        """The first key."""
        return self.signers.person

    @property
    def agency(self) -> KeyPanel:
        """The agency's key."""
        return self.signers.agency

    @property
    def pin(self) -> SecretField:
        """Where the PIN of the first key is typed."""
        return self.person.pin

    @property
    def refusal_text(self) -> str:
        """What the panel says about the PIN that was refused."""
        return self.person.refusal_text

    @property
    def stamp(self) -> StampKind:
        """What is to be shown of the signature."""
        return self.choices.stamp

    @property
    def wait_text(self) -> str:
        """What the panel says about who has to confirm."""
        return self.foot.wait_text

    @property
    def wanted_level(self) -> str:
        """Level to sign at."""
        return self.choices.wanted_level

    @property
    def files_text(self) -> str:
        """What the panel says about the files to be signed."""
        return self._files.text()

    @property
    def findings_text(self) -> str:
        """What the panel says about what is odd in the files."""
        return self._findings.text()

    @property
    def warnings_text(self) -> str:
        """What the panel says about certificates before they sign."""
        return self._warnings.text()

    @property
    def failures_text(self) -> str:
        """What the panel says about files that could not be signed."""
        return self._failures.text()

    @property
    def progress_text(self) -> str:
        """How far signing is."""
        return self.foot.progress_text

    def set_options(self, options: SigningOptions, level: str) -> None:
        """Offer the looks and levels that the station's settings allow."""
        self.choices.set_options(options, level)

    def choose_look(self, kind: StampKind) -> None:
        """Choose what is shown, where it is offered."""
        self.choices.choose_look(kind)

    def set_agency(self, *, has_agency: bool) -> None:
        """Let the officer choose whether the agency signs too, where it has a key."""
        self.choices.set_agency(has_agency=has_agency)

    def show_keys(self, further: Sequence[bool], *, with_agency: bool) -> None:
        """Show a panel for each key that signs."""
        self.choices.choose_signers(with_agency=with_agency)
        self.signers.show_keys(further, with_agency=with_agency)

    def start(self, name: str) -> None:
        """Ask for the PIN of a dossier."""
        self.start_with(self.tr("Sign “%1”").replace("%1", name))

    def start_with(self, title: str) -> None:
        """Ask for PINs."""
        _say(self._title, title)
        self.signers.forget()
        _say(self._failures, "")
        self.show_progress(None)
        self._allow()
        self.focus_pin()

    def focus_pin(self) -> None:
        """Put the keyboard into the first empty PIN, if one is open."""
        self.signers.focus_pin()

    def set_warning(self, text: str) -> None:
        """Say what signing does that cannot be undone."""
        _say(self._warning, text)

    def set_action(self, text: str) -> None:
        """What the button says."""
        self.foot.set_action(text)

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
        if stage is not SignStage.SIGNING:
            self.show_progress(None)
        is_signing = stage is SignStage.SIGNING
        self.choices.set_working(is_working=is_signing)
        self.signers.set_working(is_working=is_signing)
        self._allow()

    def set_work(self, text: str) -> None:
        """Say how far the files are."""
        _say(self._work, text)

    def set_files(self, text: str) -> None:
        """Say how much is about to be signed, "" while that is not known."""
        _say(self._files, text)

    def set_warnings(self, lines: Sequence[str]) -> None:
        """Say what is known about certificates that may sign all the same."""
        _say(self._warnings, "\n".join(lines))

    def set_findings(self, lines: Sequence[str]) -> None:
        """Say what in the files is not what it looks like."""
        _say(self._findings, "\n".join(lines))

    def set_block(self, reason: str) -> None:
        """Close signing for a reason that lies in the files; "" opens it."""
        self._block = reason
        self._allow()

    def set_token(self, token: TokenView) -> None:
        """Show what the first key says."""
        self.person.set_token(token)

    def refuse(self, code: str, tries_left: int | None, place: int | None = None) -> None:
        """A PIN was wrong: say so, with the tries left, and wait for the officer."""
        self.signers.refuse(code, tries_left, place)

    def show_progress(self, progress: Progress | None) -> None:
        """Show how many files are signed and how long the rest takes."""
        self.foot.show_progress(progress if self._stage is SignStage.SIGNING else None)

    def show_failures(self, lines: Sequence[str]) -> None:
        """Say which files could not be signed, and why."""
        shown = list(lines[:_LONGEST_FAILURES])
        rest = len(lines) - len(shown)
        if rest > 0:
            shown.append(self.tr("… and %n more.", "", rest))
        _say(self._failures, "\n".join(shown))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc gives up."""
        if event.matches(QKeySequence.StandardKey.Cancel):
            self._give_up()
        else:
            super().keyPressEvent(event)

    def _reason(self) -> str:
        """Why signing is closed, "" when it is open."""
        if self._stage is SignStage.SIGNING:
            return self.tr("Signing is under way.")
        closed = self.signers.why_closed()
        if closed:
            return closed
        if self._stage is not SignStage.READY:
            return self.tr("The PDF/A files are not ready yet.")
        if self._block:
            return self._block
        return self.signers.why_waits()

    def _allow(self) -> None:
        reason = self._reason()
        self.choices.setVisible(self.person.token.mood in OPEN_MOODS)
        is_working = self._stage in {SignStage.SIGNING, SignStage.BUILDING}
        self.foot.set_closed(reason, is_told=not is_working)

    def _entered(self) -> None:
        """Enter in one PIN goes on to the next empty one, then signs."""
        if self._reason():
            self.focus_pin()
        else:
            self._give()

    def _give(self) -> None:
        if self._reason():
            return
        self.pin_given.emit(self.signers.take())

    def _give_up(self) -> None:
        self.signers.forget()
        self.given_up.emit()

    def _bring_into_sight(self, part: QWidget) -> None:
        """Scroll to a part, once its place is known."""
        QTimer.singleShot(0, self, lambda: self._scroll.ensureWidgetVisible(part))


def _say(label: QLabel, text: str) -> None:
    label.setText(text)
    label.setVisible(bool(text))
