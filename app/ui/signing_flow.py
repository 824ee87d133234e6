"""Signing: token state, building, signing and sealing of the chosen dossier."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QObject, Signal

from app.domain.dossier import DossierFile
from app.domain.ids import DossierId
from app.domain.submission import Submission
from app.errors import LibraryError, StationError
from app.jobs import Progress
from app.services.assemble import build
from app.services.deliver import enqueue
from app.services.sign import Key, key_state, sign_dossier
from app.services.station import Station
from app.services.workers import TokenReport
from app.ui.jobs_bridge import JobsBridge, Lane


class TokenMood(StrEnum):
    """What the officer has to know of the token."""

    UNSET = "unset"
    UNKNOWN = "unknown"
    READY = "ready"
    LOW = "low"
    FINAL = "final"
    LOCKED = "locked"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class TokenView:
    """State of the token as shown.

    Attributes:
        label: Name of the token.
        tries_left: PIN tries it still grants, None when it does not say.
        code: Code of the error when it could not be asked, "" otherwise.
    """

    mood: TokenMood
    label: str = ""
    tries_left: int | None = None
    code: str = ""

    @property
    def can_sign(self) -> bool:
        """A PIN may be tried."""
        return self.mood in {TokenMood.READY, TokenMood.LOW, TokenMood.FINAL, TokenMood.UNKNOWN}


class SignStage(StrEnum):
    """Where building and signing are."""

    IDLE = "idle"
    BUILDING = "building"
    READY = "ready"
    SIGNING = "signing"
    SEALED = "sealed"


def token_view(report: TokenReport) -> TokenView:
    """The token's report as the officer sees it; the worst news wins."""
    mood = TokenMood.READY
    if not report.present:
        mood = TokenMood.MISSING
    elif report.locked:
        mood = TokenMood.LOCKED
    elif report.final_try:
        mood = TokenMood.FINAL
    elif report.low:
        mood = TokenMood.LOW
    return TokenView(mood, report.label, report.tries_left)


class SigningFlow(QObject):
    """Builds, signs and seals; a refused PIN is never tried again by the program.

    Signals:
        token_changed(TokenView): What the token says.
        stage_changed(SignStage): Where the work is.
        progress(Progress): Files built so far.
        pin_refused(StationError, int | None): Wrong PIN or password, tries left.
        sealed(Submission): The dossier is in the outbox.
        trouble(StationError): Building or signing failed; the dossier is where it was.
    """

    token_changed = Signal(object)
    stage_changed = Signal(object)
    progress = Signal(object)
    pin_refused = Signal(object, object)
    sealed = Signal(object)
    trouble = Signal(object)

    def __init__(
        self,
        station: Station,
        bridge: JobsBridge,
        *,
        key: str,
        level: str,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._station = station
        self._bridge = bridge
        self._key = key
        self._level = level
        self._busy: DossierId | None = None
        self.stage = SignStage.IDLE
        self.token = TokenView(TokenMood.UNKNOWN if key else TokenMood.UNSET)

    @property
    def busy_with(self) -> DossierId | None:
        """The dossier that is being built or signed."""
        return self._busy

    def check_token(self) -> None:
        """Ask the token how it is; not while it signs."""
        if not self._key:
            self._token_known(TokenView(TokenMood.UNSET, code="key.bad_source"))
        elif self._busy is None:
            station, key = self._station, self._key
            self._bridge.run(
                Lane.TOKEN,
                lambda: token_view(key_state(station, key)),
                self._token_known,
                self._token_trouble,
            )

    def built_before(self) -> None:
        """The files of the dossier at hand are made already."""
        if self._busy is None:
            self._enter(SignStage.READY)

    def build(self, dossier_id: DossierId) -> None:
        """Make the files of a reviewed dossier."""
        if self._busy is not None:
            return
        self._begin(dossier_id, SignStage.BUILDING)
        self._bridge.run(
            Lane.TOKEN,
            lambda: build(self._station, dossier_id, on_progress=self._progress_from_lane),
            self._built,
            self._failed,
        )

    def sign(self, dossier_id: DossierId, pin: bytearray) -> None:
        """Sign a built dossier and put it into the outbox; `pin` is wiped in every case."""
        if self._busy is not None:
            pin[:] = bytes(len(pin))
            return
        self._begin(dossier_id, SignStage.SIGNING)

        def job() -> Submission:
            sign_dossier(self._station, dossier_id, Key(self._key, pin), level=self._level)
            return enqueue(self._station, dossier_id)

        self._bridge.run(Lane.TOKEN, job, self._sealed, self._failed)

    def send_unsigned(self, dossier_id: DossierId, *, is_built: bool) -> None:
        """Seal a dossier that has nothing to sign: all its papers are reused."""
        if self._busy is not None:
            return
        self._begin(dossier_id, SignStage.SIGNING)
        station = self._station

        def job() -> Submission:
            if not is_built:
                build(station, dossier_id)
            sign_dossier(station, dossier_id, Key("", bytearray()))
            return enqueue(station, dossier_id)

        self._bridge.run(Lane.TOKEN, job, self._sealed, self._failed)

    def seal(self, dossier_id: DossierId) -> None:
        """Put a dossier that is signed already into the outbox."""
        if self._busy is not None:
            return
        self._begin(dossier_id, SignStage.SIGNING)
        station = self._station
        self._bridge.run(
            Lane.TOKEN, lambda: enqueue(station, dossier_id), self._sealed, self._failed
        )

    def _begin(self, dossier_id: DossierId, stage: SignStage) -> None:
        self._busy = dossier_id
        self._enter(stage)

    def _enter(self, stage: SignStage) -> None:
        self.stage = stage
        self.stage_changed.emit(stage)

    def _progress_from_lane(self, progress: Progress) -> None:
        self._bridge.post(self.progress.emit, progress)

    def _built(self, _files: list[DossierFile]) -> None:
        self._busy = None
        self._enter(SignStage.READY)

    def _sealed(self, submission: Submission) -> None:
        self._busy = None
        self._enter(SignStage.SEALED)
        self.sealed.emit(submission)
        self.check_token()

    def _failed(self, error: StationError) -> None:
        self._busy = None
        if error.code in {"key.wrong_pin", "key.wrong_password"}:
            self._enter(SignStage.READY)
            tries = error.tries_left if isinstance(error, LibraryError) else None
            self.pin_refused.emit(error, tries)
        else:
            self._enter(SignStage.IDLE)
            self.trouble.emit(error)
        self.check_token()

    def _token_known(self, view: TokenView) -> None:
        self.token = view
        self.token_changed.emit(view)

    def _token_trouble(self, error: StationError) -> None:
        self._token_known(TokenView(TokenMood.MISSING, code=error.code))
