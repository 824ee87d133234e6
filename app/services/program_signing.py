"""Loose files signed by the program of the government's authority: it shows its own window.

It takes one whole file at a time and asks for the PIN itself, so there is no key that a batch of
the station could open, no value to keep and no looks to choose. What it gives back is checked as
a stranger's file before it gets its name. A run that was cut off goes on with the files that have
no target yet.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.domain.signing import SignerRole, SigningPlan
from app.errors import Advice, JobCancelled, LibraryError, StationError, WrongUse
from app.jobs import Progress
from app.services.folder_desk import Outcomes, SigningDesk, Written
from app.services.key_host import KeyIdentity, SecretKind
from app.services.key_opening import is_program
from app.services.line_rules import LineRules
from app.services.workers import library_errors
from signing.errors import WholeFilesOnly
from signing.identities import Mechanism
from signing.requests import Level, SignRequest

SIGN_WITHIN_S = 240.0
"""Longest wait for the officer; below the time bound of a job."""

_TOKEN_BYTES = 32


class ProgramKeys:
    """The program as a key host: it opens nothing, for it signs whole files."""

    def secret_kind(self, source: str) -> SecretKind:
        """The program asks by itself."""
        return SecretKind.NONE

    def unlock(self, source: str, pin: bytearray) -> KeyIdentity:
        """Refuse: a batch needs a key that gives values."""
        pin[:] = bytes(len(pin))
        raise LibraryError(WholeFilesOnly.code, Advice.USER_ACTION)

    def sign(self, source: str, data: bytes, mechanism: Mechanism) -> bytes:
        """Refuse."""
        raise LibraryError(WholeFilesOnly.code, Advice.USER_ACTION)

    def lock(self) -> None:
        """Nothing is open."""


@dataclass(frozen=True, slots=True)
class ProgramOrder:
    """A file for the program.

    Attributes:
        key: Where it listens, as a key source.
        role: Whose signature it makes.
        source: The file; never altered.
        target: Appears when everything was checked.
    """

    key: str
    role: SignerRole
    source: str
    target: str
    request: SignRequest


def sign_by_program(order: ProgramOrder) -> Written:
    """Have the program sign a file and check what it gives back.

    Raises:
        LibraryError: It does not run, the officer cancelled, or it changed more than it should.
    Runs on: a worker process; stopping it gives up waiting.
    """
    from signing.keys.vgca import VgcaAct, VgcaOrder, VgcaRules
    from signing.pades.returned import sign_with_program
    from signing.requests import KeySource, VgcaSource

    act = VgcaAct.ISSUED if order.role is SignerRole.AGENCY else VgcaAct.APPROVED
    rules = VgcaRules(lambda: secrets.token_urlsafe(_TOKEN_BYTES), sign_within_s=SIGN_WITHIN_S)
    source, target = Path(order.source), Path(order.target)
    with library_errors():
        program = KeySource.parse(order.key)
        if not isinstance(program, VgcaSource):
            raise LibraryError("key.bad_source", Advice.USER_ACTION, "no program that signs")
        done = sign_with_program(
            source, target, program, order.request, VgcaOrder(act), rules=rules
        )
    return Written(target, done.sha256, done.signer.subject, done.level.value)


def is_by_program(plan: SigningPlan) -> bool:
    """Whether the program signs instead of keys.

    Raises:
        WrongUse: It is to sign together with keys, with looks of the station, or above B-B.
    """
    by_program = [is_program(one.key) for one in plan.signers]
    if not any(by_program):
        return False
    if len(by_program) > 1 or plan.level != Level.B_B or plan.signers[0].stamp != "none":
        raise WrongUse("vgca: signs alone, at b-b and with its own looks")
    return True


def sign_in_program(
    desk: SigningDesk,
    plan: SigningPlan,
    request: SignRequest,
    work: tuple[dict[Path, Path], Outcomes],
    rules: LineRules,
    kept: Callable[[Written], Written],
) -> None:
    """Sign files one after the other; the first thing wrong with the program stops the rest.

    Args:
        desk: Where files are worked on.
        plan: Who signs.
        request: How.
        work: Targets by source, and the outcomes to fill in.
        rules: Listeners.
        kept: Keeps the evidence of a signed file.
    """
    found, outcomes = work
    (signer,) = plan.signers
    stopped: StationError | None = None
    for number, (source, target) in enumerate(found.items()):
        rules.on_progress(Progress(number, len(found)))
        if rules.cancel is not None and rules.cancel.cancelled:
            stopped = stopped or JobCancelled()
        if stopped is not None:
            outcomes[source] = stopped
            continue
        order = ProgramOrder(signer.key, signer.role, str(source), str(target), request)
        try:
            outcomes[source] = kept(desk.cpu.submit(sign_by_program, order).result())
        except StationError as error:
            outcomes[source] = error
            stopped = error if error.code.startswith(("remote.", "key.")) else None
    rules.on_progress(Progress(len(found), len(found)))
