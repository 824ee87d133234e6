"""Signing: token state, building, signing and sealing of the chosen dossier."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from PySide6.QtCore import QObject, Signal

from app.domain.dossier import DossierFile, DossierState
from app.domain.ids import DossierId, FileId
from app.domain.signing import Signer, SignerRole, SigningPlan, Spot, StampKind
from app.domain.submission import Submission
from app.errors import JobCancelled, StationError
from app.jobs import CancelToken, Progress
from app.services.assemble import build
from app.services.deliver import enqueue
from app.services.key_check import KeyWarning
from app.services.sign import Key, sign_dossier
from app.services.sign_batch import BatchReport, files_to_sign
from app.services.signing_run import RunRules, SignWish, run_wish, wanted_batch
from app.services.station import SigningOptions, Station
from app.services.time_debts import TimeOwed
from app.ui.jobs_bridge import JobsBridge, Lane
from app.ui.sign_keys import SignKeys
from app.ui.token_flow import TokenFlow
from app.ui.token_view import TokenMood, TokenView
from app.ui.wait_flow import WaitFlow

__all__ = ["SignChoice", "SignStage", "SigningFlow", "TokenMood", "TokenView", "plan_of"]

WRONG_PIN = frozenset({"key.wrong_pin", "key.wrong_password"})


class SignStage(StrEnum):
    """Where building and signing are."""

    IDLE = "idle"
    BUILDING = "building"
    READY = "ready"
    SIGNING = "signing"
    SEALED = "sealed"


@dataclass(frozen=True, slots=True)
class SignChoice:
    """How an officer wants files to be signed.

    Attributes:
        level: PAdES level, "" for the station's.
        stamp: What is shown of the person's signature.
        seen: Digests of the bytes that were shown, by file.
        spots: Where stamps go, by file and place of the signer.
        shows_seal: The agency's seal is drawn beside the person's signature; never on copies of
            papers.
    """

    level: str = ""
    stamp: StampKind = StampKind.NONE
    seen: Mapping[FileId, str] = field(default_factory=dict)
    spots: Mapping[tuple[FileId, int], Spot] = field(default_factory=dict)
    shows_seal: bool = False


def plan_of(
    options: SigningOptions, choice: SignChoice, persons: Sequence[str], agency: str = ""
) -> SigningPlan:
    """Persons sign first, then the agency.

    The picture of a signature is the first person's: it is the only one the station has. The
    text of a copy belongs to the agency where it signs, since it is the agency that copies.

    Source: NĐ 30/2020/NĐ-CP, Annex I, Part I (13) and Art. 25 to 27.
    """
    look = choice.stamp
    is_copy = look is StampKind.COPY and bool(agency)
    first = StampKind.NONE if is_copy else look
    looks = [first, *(StampKind.NONE for _ in persons[1:])]
    signers = [
        Signer(SignerRole.PERSON, key, stamp) for key, stamp in zip(persons, looks, strict=True)
    ]
    if agency:
        signers.append(Signer(SignerRole.AGENCY, agency, _agency_look(options, choice)))
    return SigningPlan(
        signers=tuple(signers),
        level=choice.level or options.level,
        kind=options.kind,
        padding=options.padding,
        owe_time=options.owe_time,
    )


def _agency_look(options: SigningOptions, choice: SignChoice) -> StampKind:
    match choice.stamp:
        case StampKind.COPY:
            return StampKind.COPY
        case StampKind.PERSON if choice.shows_seal and options.seal_picture:
            return StampKind.SEAL
        case _:
            return StampKind.NONE


class SigningFlow(QObject):
    """Builds, signs and seals; a refused PIN is never tried again by the program.

    Signals:
        token_changed(TokenView): What the token says.
        stage_changed(SignStage): Where the work is.
        progress(Progress): Files built, or signed so far.
        pin_refused(LibraryError): Wrong PIN or password.
        warned(tuple[KeyWarning, ...]): What is to be told of the certificates that have signed.
        sealed(Submission): The dossier is in the outbox.
        waiting(): The dossier is signed and leaves by itself once it has its time.
        stopped(StationError): Signing ended before its end; it goes on from there next time.
        trouble(StationError): Building or signing failed; the dossier is where it was.
    """

    token_changed = Signal(object)
    stage_changed = Signal(object)
    progress = Signal(object)
    pin_refused = Signal(object)
    warned = Signal(object)
    sealed = Signal(object)
    waiting = Signal()
    stopped = Signal(object)
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
        self._level = level
        self._busy: DossierId | None = None
        self._cancel = CancelToken()
        self.wait = WaitFlow(bridge, station.now, self)
        self.stage = SignStage.IDLE
        options = station.signing
        self.person = TokenFlow(station, bridge, key, self)
        self.agency = self._agency_flow(options.agency_key)
        self.keys = SignKeys(
            station,
            bridge,
            person=self.person,
            agency=self.agency,
            with_agency=options.seal_dossiers,
            parent=self,
        )
        self.person.changed.connect(self.token_changed)
        self.person.trouble.connect(self.trouble)
        self.keys.trouble.connect(self.trouble)

    def _agency_flow(self, source: str) -> TokenFlow | None:
        return TokenFlow(self._station, self._bridge, source, self) if source else None

    @property
    def options(self) -> SigningOptions:
        """How the station signs."""
        return self._station.signing

    @property
    def level(self) -> str:
        """Level that is signed at unless the officer chooses another."""
        return self._level or self._station.signing.level

    @property
    def token(self) -> TokenView:
        """What the token says."""
        return self.person.view

    @property
    def busy_with(self) -> DossierId | None:
        """The dossier that is being built or signed."""
        return self._busy

    def check_token(self) -> None:
        """Ask the keys how they are; not while they sign."""
        self.keys.check()

    def built_before(self) -> None:
        """The files of the dossier at hand are made already."""
        if self._busy is None:
            self._enter(SignStage.READY)

    def build(self, dossier_id: DossierId) -> None:
        """Make the files of a reviewed dossier."""
        if self._busy is not None:
            return
        self._begin(dossier_id, SignStage.BUILDING)
        cancel = self._cancel = CancelToken()

        def tell(progress: Progress) -> None:
            cancel.check()
            self._progress_from_lane(progress)

        self._bridge.run(
            Lane.TOKEN,
            lambda: build(self._station, dossier_id, on_progress=tell),
            self._built,
            self._failed,
        )

    def sign(
        self, dossier_id: DossierId, pins: Sequence[bytearray], choice: SignChoice | None = None
    ) -> None:
        """Sign a built dossier and put it into the outbox; the PINs are wiped in every case."""
        if self._busy is not None or self.keys.is_busy:
            wipe(pins)
            return
        wanted = choice or SignChoice(self._level)
        plan = plan_of(self.options, wanted, self.keys.person_sources, self.keys.agency_source)
        self._begin(dossier_id, SignStage.SIGNING)
        self._cancel = CancelToken()
        self.wait.begin(self._cancel)
        wish = SignWish((dossier_id,), plan, wanted.seen, wanted.spots)
        self._bridge.run(Lane.TOKEN, lambda: self._sign_now(wish, pins), self._sealed, self._failed)

    def stop(self) -> None:
        """Make or sign no more files; those that are signed stay."""
        self._cancel.cancel()

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

    def _sign_now(self, wish: SignWish, pins: Sequence[bytearray]) -> Submission:
        """Runs in the token's lane."""
        station, (dossier_id,) = self._station, wish.dossiers
        try:
            if not files_to_sign(station, dossier_id, wish.seen):
                sign_dossier(station, dossier_id, Key("", bytearray()))
                return enqueue(station, dossier_id)
            batch = wanted_batch(station, wish)
            rules = RunRules(
                self._progress_from_lane,
                self._cancel,
                on_wait=self.wait.on_wait,
                ask_code=self.wait.ask_code,
            )
            report = run_wish(station, batch.id, pins, rules)
        finally:
            wipe(pins)
        self._bridge.post(self._know_warnings, report.warnings)
        self._check_report(report, dossier_id)
        return enqueue(station, dossier_id)

    def _check_report(self, report: BatchReport, dossier_id: DossierId) -> None:
        trouble = report.stopped_by or report.first_failure()
        if trouble is not None:
            raise trouble
        if self._station.store.dossier(dossier_id).state is not DossierState.SIGNED:
            raise JobCancelled("signing was stopped")

    def _know_warnings(self, warnings: tuple[KeyWarning, ...]) -> None:
        self.keys.remember(warnings)
        self.warned.emit(warnings)

    def _begin(self, dossier_id: DossierId, stage: SignStage) -> None:
        self._busy = dossier_id
        self.keys.set_busy(is_busy=stage is SignStage.SIGNING)
        self._enter(stage)

    def _end(self) -> None:
        self._busy = None
        self.keys.set_busy(is_busy=False)
        self.wait.end()

    def _enter(self, stage: SignStage) -> None:
        self.stage = stage
        self.stage_changed.emit(stage)

    def _progress_from_lane(self, progress: Progress) -> None:
        self._bridge.post(self.progress.emit, progress)

    def _built(self, _files: list[DossierFile]) -> None:
        self._end()
        self._enter(SignStage.READY)

    def _sealed(self, submission: Submission) -> None:
        self._end()
        self._enter(SignStage.SEALED)
        self.sealed.emit(submission)
        self.check_token()

    def _failed(self, error: StationError) -> None:
        self._end()
        if error.code in WRONG_PIN:
            self._enter(SignStage.READY)
            self.pin_refused.emit(error)
        elif error.code == TimeOwed.code:
            self._enter(SignStage.SEALED)
            self.waiting.emit()
        elif error.code in GOES_ON and self.stage is SignStage.SIGNING:
            self._enter(SignStage.READY)
            self.stopped.emit(error)
        else:
            self._enter(SignStage.IDLE)
            self.trouble.emit(error)
        self.check_token()


def wipe(pins: Sequence[bytearray]) -> None:
    """Write over PINs that nobody needs any more."""
    for pin in pins:
        pin[:] = bytes(len(pin))


GOES_ON = frozenset(
    {"key.token_missing", "key.token_crashed", "key.token_hung", "key.pin_needed", "job.cancelled"}
)
"""Ends that leave a batch to go on with, once the token is back and the PIN typed again."""
