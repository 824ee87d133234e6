"""Keys that answer later: a request is sent once and asked after until its answers are there.

The ticket of a request is kept before anything is sent, so that a restart asks after it first.
That a service cannot be reached says nothing about what it has done: it is asked again.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from app.domain.signing import SigningItem
from app.errors import Advice, JobCancelled, LibraryError
from app.services.key_host import LateKeys, Outcome
from app.services.signing_jobs import attributes_of
from app.services.workers import library_errors
from signing.keys.tickets import HashItem, Pending, Ticket

LOOK_S = 0.2
"""Longest time until a wish to stop is noticed."""

UNKNOWN_YET = frozenset({"remote.unreachable", "remote.busy"})
"""Codes after which nobody knows what became of a request."""

TICKET_HOLDS = UNKNOWN_YET | {"remote.interrupted", "key.pin_needed", "job.cancelled"}
"""Codes that end the asking, not the request: a later run asks after it with its ticket."""

LOST = frozenset(
    {"remote.expired", "remote.unknown", "remote.cancelled", "remote.ticket_unreadable"}
)
"""Codes of requests that nobody will ever answer; nobody said no either."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody has to confirm.

    Attributes:
        signer: Common name in the certificate; a personal datum, never logged.
        files: Files that one confirmation serves for.
        until: When the service gives up, aware.
    """

    signer: str = field(repr=False)
    files: int
    until: datetime


def nobody_asked(_signer: str) -> bytearray:
    """Where nobody can be asked for a one-time code.

    Raises:
        LibraryError: Always.
    """
    raise LibraryError("remote.credentials", Advice.USER_ACTION, "nobody to ask for a code")


@dataclass(frozen=True, slots=True)
class AskRules:
    """How requests are asked after.

    Attributes:
        now: The clock.
        on_wait: Told who has to confirm, None when nothing waits any more; in any thread.
        ask_code: Gives the one-time code of a signer.
        stopped: Says whether somebody wants to stop.
        first_wait_s: Pause before a service that cannot be reached is asked again; doubled each
            time.
        longest_wait_s: The longest such pause.
    """

    now: Callable[[], datetime]
    on_wait: Callable[[Waiting | None], None]
    ask_code: Callable[[str], bytearray]
    stopped: Callable[[], bool]
    first_wait_s: float = 1.0
    longest_wait_s: float = 15.0


@dataclass(frozen=True, slots=True)
class Question:
    """Digests for one request.

    Attributes:
        source: An unlocked key.
        signer: Whose it is.
        items: What to sign, in order.
        wants_code: A one-time code belongs to each request.
        ticket: Of the request when it was begun before a restart.
    """

    source: str
    signer: str = field(repr=False)
    items: tuple[HashItem, ...]
    wants_code: bool = False
    ticket: Ticket | None = None


@dataclass(slots=True)
class _Errand:
    """A question on its way.

    Attributes:
        ticket: Of the request, once it is kept.
        is_sure: The service has taken the request, as far as is known.
        until: When the waiting ends.
    """

    late: LateKeys
    question: Question
    keep: Callable[[Ticket], None]
    ticket: Ticket | None = None
    is_sure: bool = True
    until: datetime | None = None

    def outcomes(self, ask_code: Callable[[str], bytearray]) -> tuple[Outcome, ...]:
        """Send the request if it was not yet, and ask after it."""
        ticket = self.ticket or self._sent(ask_code)
        return self.late.poll(self.question.source, ticket)

    def is_over(self, now: datetime) -> bool:
        """Whether nobody waits any longer; nothing waits for what was never kept."""
        return self.until is None or now > self.until

    def is_lost(self, outcomes: tuple[Outcome, ...], now: datetime) -> bool:
        """Whether a request that perhaps never arrived did not, and may be sent anew."""
        gone = all(isinstance(one, LibraryError) and one.code in LOST for one in outcomes)
        return gone and not self.is_sure and not self.is_over(now)

    def _sent(self, ask_code: Callable[[str], bytearray]) -> Ticket:
        source = self.question.source
        if self.question.wants_code:
            self.late.send_code(source)
            code = ask_code(self.question.signer)
            try:
                self.late.give_code(source, code)
            finally:
                code[:] = bytes(len(code))
        self.is_sure = False
        ticket = self.late.begin(source, self.question.items, self._kept)
        self.ticket, self.is_sure = ticket, True
        return ticket

    def _kept(self, ticket: Ticket) -> None:
        self.keep(ticket)
        self.ticket = ticket
        self.until = self.until or ticket.expires_at


class Asks:
    """Asks after requests, each in the thread of its caller, and tells what waits."""

    def __init__(self, rules: AskRules) -> None:
        self._rules = rules
        self._waiting: dict[str, Waiting] = {}
        self._lock = threading.Lock()
        self._ended = threading.Event()

    def end(self) -> None:
        """Let everybody who waits go."""
        self._ended.set()

    def answers(
        self, late: LateKeys, question: Question, keep: Callable[[Ticket], None]
    ) -> tuple[bytes | LibraryError, ...]:
        """What became of each digest, in order.

        Args:
            late: Where the key is.
            question: What to ask.
            keep: Makes a ticket durable; raises what its store raises.

        Raises:
            LibraryError: One of `TICKET_HOLDS`: an answer may still come; any other code:
                nothing was or will be signed.
            JobCancelled: Somebody wants to stop; the ticket holds.
        """
        errand = _Errand(late, question, keep, question.ticket)
        if question.ticket is not None:
            errand.until = question.ticket.expires_at
        try:
            return self._answers(errand)
        finally:
            self._tell(question, None)

    def _answers(self, errand: _Errand) -> tuple[bytes | LibraryError, ...]:
        wait_s = self._rules.first_wait_s
        while True:
            self._check()
            try:
                outcomes = errand.outcomes(self._rules.ask_code)
            except LibraryError as error:
                if error.code not in UNKNOWN_YET or errand.is_over(self._rules.now()):
                    raise
                self._tell(errand.question, errand.until)
                self._pause(wait_s)
                wait_s = min(2 * wait_s, self._rules.longest_wait_s)
                continue
            pending = [one for one in outcomes if isinstance(one, Pending)]
            if pending:
                self._tell(errand.question, pending[0].until)
                self._pause(pending[0].wait_s)
            elif errand.is_lost(outcomes, self._rules.now()):
                errand.ticket = None
                self._pause(self._rules.first_wait_s)
            else:
                return tuple(one for one in outcomes if not isinstance(one, Pending))

    def _check(self) -> None:
        if self._ended.is_set() or self._rules.stopped():
            raise JobCancelled

    def _pause(self, seconds: float) -> None:
        """Wait, but let nobody who wants to stop wait with us."""
        left = seconds
        while left > 0:
            self._check()
            self._ended.wait(min(LOOK_S, left))
            left -= LOOK_S

    def _tell(self, question: Question, until: datetime | None) -> None:
        """Tell who has to confirm; of several the one that waits longest."""
        with self._lock:
            before = next(iter(self._waiting.values()), None)
            if until is None:
                self._waiting.pop(question.source, None)
            else:
                waiting = Waiting(question.signer, len(question.items), until)
                self._waiting[question.source] = waiting
            after = next(iter(self._waiting.values()), None)
        if after != before:
            self._rules.on_wait(after)


@dataclass(frozen=True, slots=True)
class Asked:
    """An item whose request was begun before a restart.

    Attributes:
        ticket: Of the request.
        position: Where its digest is in the request.
        certificate: Certificate that was prepared for, DER.
    """

    ticket: Ticket
    position: int
    certificate: bytes = field(repr=False)


def asked_before(item: SigningItem) -> Asked:
    """Find an item in its request, by the digest of what is signed.

    Raises:
        LibraryError: `remote.ticket_unreadable`: it is not in it; `prepared.unreadable`.
    """
    found = attributes_of(item.work.prepared)
    with library_errors():
        ticket = Ticket.from_json(item.work.ticket)
    digests = [one.digest for one in ticket.items]
    digest = hashlib.sha256(found.to_sign).digest()
    if digest not in digests:
        raise LibraryError("remote.ticket_unreadable", Advice.USER_ACTION, "another digest")
    return Asked(ticket, digests.index(digest), found.certificate)
