"""The sign desk: the sign panel of a dossier, its token and the flow of signing."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from app.domain.dossier import Dossier, DossierState
from app.domain.ids import DossierId
from app.domain.signing import StampKind
from app.domain.submission import Submission
from app.errors import StationError
from app.jobs import Progress
from app.services.key_check import KeyWarning
from app.ui import labels
from app.ui.messages import headline
from app.ui.sign_look import SignLook, StampWish
from app.ui.signers_desk import SignersDesk
from app.ui.signing_flow import SignChoice, SigningFlow, SignStage, plan_of, wipe
from app.ui.token_view import TokenView
from app.ui.trouble_desk import TroubleDesk
from app.ui.window import Window
from app.ui.wording_findings import warning_lines


class SignDesk(QObject):
    """Joins the sign panel with the flow of signing.

    Signals:
        done(str): A dossier is sealed; with what its certificates give cause to say.
        waiting(str): A dossier is signed and waits for its time; likewise.
        failed(StationError): Building or signing failed; the panel is closed.
        changed(): The stage is another one.
        left(): The officer is back at the form.
        look_changed(): Files are to be shown in another way.
    """

    done = Signal(str)
    waiting = Signal(str)
    failed = Signal(object)
    changed = Signal()
    left = Signal()
    look_changed = Signal()

    def __init__(
        self,
        window: Window,
        signing: SigningFlow,
        look: SignLook,
        troubles: TroubleDesk,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._window, self._signing, self._look = window, signing, look
        self._troubles = troubles
        self._dossier: DossierId | None = None
        self._warnings: tuple[KeyWarning, ...] = ()
        panel = window.sign
        panel.set_options(signing.options, signing.level)
        panel.set_agency(has_agency=signing.agency is not None)
        panel.pin_given.connect(self._pin_given)
        panel.given_up.connect(self._give_up)
        panel.token_check_wanted.connect(signing.check_token)
        panel.stop_wanted.connect(signing.stop)
        panel.look_chosen.connect(self._look_chosen)
        self._signers = SignersDesk(panel, signing, troubles, self)
        self._signers.changed.connect(self.look_over)
        window.strip.token_pressed.connect(signing.check_token)
        signing.token_changed.connect(self._token_changed)
        signing.stage_changed.connect(self._stage_changed)
        signing.progress.connect(self._progress)
        signing.pin_refused.connect(self._pin_refused)
        signing.sealed.connect(self._sealed)
        signing.waiting.connect(self._waits)
        signing.stopped.connect(self._stopped)
        signing.trouble.connect(self._failed)
        look.changed.connect(self._look_over)
        signing.warned.connect(self._warned)
        window.strip.set_token(signing.token)

    @property
    def is_open(self) -> bool:
        """The sign panel is on show."""
        return self._window.side.currentWidget() is self._window.sign

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
        self._window.sign.set_block("")
        self._warnings = ()
        self._signers.start()
        self._window.sign.start(labels.dossier_name(dossier))
        self._signing.check_token()
        if dossier.state is DossierState.REVIEWED:
            self._signing.build(dossier.id)
        else:
            self._signing.built_before()

    def look_over(self) -> None:
        """The files on show are other ones: find places, and what is odd in them."""
        files = [file for file in self._window.files_model.rows if file.dossier_id == self._dossier]
        if self.is_open and self._signing.stage is SignStage.READY and files:
            keys = self._signing.keys
            plan = plan_of(
                self._signing.options, self._choice(), keys.person_sources, keys.agency_source
            )
            kinds = tuple(signer.stamp for signer in plan.signers)
            self._look.start(files, StampWish(kinds, self._signing.token.signer))

    @property
    def shows_stamps(self) -> bool:
        """A stamp is to be seen on the files."""
        return self.is_open and self._window.sign.stamp is not StampKind.NONE

    def _look_chosen(self) -> None:
        self.look_over()
        self.look_changed.emit()

    def _look_over(self) -> None:
        """Places or findings are there: say so, and whether signing is open."""
        panel = self._window.sign
        panel.set_findings(self._look.findings())
        refused, unsure = self._look.refused, self._look.unsure
        if refused:
            text = self.tr("“%1” may not be signed as it is.").replace("%1", refused[0].name)
        elif unsure:
            text = self.tr("Look at the stamp in %n file(s) first.", "", len(unsure))
        elif self._look.unplaced > 0:
            text = self.tr("Places are still being looked for.")
        else:
            text = ""
        panel.set_block(text)

    def _token_changed(self, token: TokenView) -> None:
        self._window.strip.set_token(token)
        self.look_over()

    def _pin_given(self, pins: list[bytearray]) -> None:
        panel = self._window.sign
        if self._dossier is None:
            wipe(pins)
        elif self._signing.keys.is_busy:
            wipe(pins)
            panel.show_failures([self.tr("Results are being signed with this key just now.")])
        else:
            panel.show_failures(())
            self._signing.sign(self._dossier, pins, self._choice())

    def _choice(self) -> SignChoice:
        """How the officer wants the files on show to be signed."""
        panel, rows = self._window.sign, self._window.files_model.rows
        here = {file.id for file in rows}
        seen = {**self._window.files.seen, **self._look.seen}
        shown = {file_id: digest for file_id, digest in seen.items() if file_id in here}
        return SignChoice(panel.wanted_level, panel.stamp, shown, self._look.spots)

    def _give_up(self) -> None:
        if self._signing.stage is SignStage.SIGNING:
            self._signing.stop()
        else:
            self._look.forget()
            self.left.emit()

    def _stage_changed(self, stage: SignStage) -> None:
        self._window.sign.set_stage(stage)
        self.changed.emit()
        self.look_over()

    def _progress(self, progress: Progress) -> None:
        if self._signing.stage is SignStage.SIGNING:
            self._window.sign.show_progress(progress)

    def _pin_refused(self, error: StationError) -> None:
        self._signers.refuse(error)

    def _warned(self, warnings: tuple[KeyWarning, ...]) -> None:
        self._warnings = warnings

    def _stopped(self, error: StationError) -> None:
        """Stopped or pulled out: the panel stays, the next PIN goes on from there."""
        line = "! " + headline(error.code, self._troubles.language)
        go_on = self.tr("What is signed is kept: type the PIN again to go on.")
        self._window.sign.show_failures([line, go_on])
        self._signers.show_warnings()

    def _sealed(self, _submission: Submission) -> None:
        self._look.forget()
        self.left.emit()
        self.done.emit(self._warning_text)

    def _waits(self) -> None:
        self._look.forget()
        self.left.emit()
        self.waiting.emit(self._warning_text)

    @property
    def _warning_text(self) -> str:
        return "\n".join(warning_lines(self._warnings, self._troubles.language))

    def _failed(self, error: StationError) -> None:
        self._look.forget()
        self.left.emit()
        self.failed.emit(error)
