"""The sign desk: the PIN panel, the token and the flow of signing."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from app.domain.dossier import Dossier, DossierState
from app.domain.ids import DossierId
from app.domain.submission import Submission
from app.errors import StationError
from app.jobs import Progress
from app.ui import labels
from app.ui.signing_flow import SigningFlow, SignStage
from app.ui.window import Window


class SignDesk(QObject):
    """Joins the PIN panel with the flow of signing.

    Signals:
        done(): A dossier is sealed.
        failed(StationError): Building or signing failed; the panel is closed.
        changed(): The stage is another one.
        left(): The officer is back at the form.
    """

    done = Signal()
    failed = Signal(object)
    changed = Signal()
    left = Signal()

    def __init__(self, window: Window, signing: SigningFlow, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._window = window
        self._signing = signing
        self._dossier: DossierId | None = None
        window.sign.pin_given.connect(self._pin_given)
        window.sign.given_up.connect(self.left)
        window.sign.token_check_wanted.connect(signing.check_token)
        window.strip.token_pressed.connect(signing.check_token)
        signing.token_changed.connect(window.sign.set_token)
        signing.token_changed.connect(window.strip.set_token)
        signing.stage_changed.connect(self._stage_changed)
        signing.progress.connect(self._progress)
        signing.pin_refused.connect(self._pin_refused)
        signing.sealed.connect(self._sealed)
        signing.trouble.connect(self._failed)
        window.strip.set_token(signing.token)
        window.sign.set_token(signing.token)

    def start(self, dossier: Dossier, *, has_pages: bool = True) -> None:
        """Sign a dossier; its files are made while the officer types the PIN.

        One without pages has nothing to sign, so nobody is asked for a PIN.
        """
        if dossier.state is DossierState.SIGNED:
            self._signing.seal(dossier.id)
            return
        if not has_pages:
            is_built = dossier.state is DossierState.BUILT
            self._signing.send_unsigned(dossier.id, is_built=is_built)
            return
        self._dossier = dossier.id
        self._window.show_side(self._window.sign)
        self._window.sign.start(labels.dossier_name(dossier))
        self._signing.check_token()
        if dossier.state is DossierState.REVIEWED:
            self._signing.build(dossier.id)
        else:
            self._signing.built_before()

    def _pin_given(self, pin: bytearray) -> None:
        if self._dossier is None:
            pin[:] = bytes(len(pin))
        else:
            self._signing.sign(self._dossier, pin)

    def _stage_changed(self, stage: SignStage) -> None:
        self._window.sign.set_stage(stage)
        self.changed.emit()

    def _progress(self, progress: Progress) -> None:
        text = self.tr("Making PDF/A files: %1 of %2")
        text = text.replace("%1", str(progress.done)).replace("%2", str(progress.total))
        self._window.progress.show_work(text, done=progress.done, total=progress.total)

    def _pin_refused(self, error: StationError, tries_left: int | None) -> None:
        self._window.sign.refuse(error.code, tries_left)

    def _sealed(self, _submission: Submission) -> None:
        self.left.emit()
        self.done.emit()

    def _failed(self, error: StationError) -> None:
        self.left.emit()
        self.failed.emit(error)
