"""Keys that answer later, scripted: a service with a telephone, and the station's way to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from app.errors import Advice, LibraryError
from app.services.key_host import KeyIdentity, Outcome, SecretKind
from signing.identities import CertificateSummary, Mechanism
from signing.keys.tickets import HashItem, Pending, Ticket

SIGNER = "Nguyễn Thị Ánh"
SOURCE = "smartca:https://ky-so.example#012345678901"


def summary() -> CertificateSummary:
    moment = datetime(2025, 1, 1, tzinfo=UTC)
    return CertificateSummary(
        subject=SIGNER,
        issuer="CA thử",
        serial="01",
        not_before=moment,
        not_after=moment + timedelta(days=999),
        sha256="0" * 64,
    )


def remote_error(name: str, advice: Advice = Advice.USER_ACTION) -> LibraryError:
    return LibraryError(f"remote.{name}", advice)


@dataclass
class LateService:
    """What lies at the service, and so outlives the station.

    Attributes:
        polls_before: Questions about a request until its signer has confirmed.
        verdict: "" signs; else the code that every item of a request gets.
        begin_trouble: Errors of the next requests, in order.
        poll_trouble: Errors of the next questions, in order.
        bad: Positions whose values are not proved.
        wait_s: Seconds between two questions, as the service wishes.
        forgets: Values go with the session, as consents of CSC do.
        requests: Requests that arrived, by name.
        rung: How often a telephone rang.
        values: Values that were made.
    """

    polls_before: int = 1
    verdict: str = ""
    most_items: int = 50
    wants_code: bool = False
    begin_trouble: list[LibraryError] = field(default_factory=list)
    poll_trouble: list[LibraryError] = field(default_factory=list)
    bad: set[int] = field(default_factory=set)
    wait_s: float = 0.0
    forgets: bool = False
    lasts: timedelta = timedelta(minutes=5)
    certificate: bytes = b"certificate of a signer far away"
    mechanisms: frozenset[Mechanism] = frozenset({Mechanism.RSA_PSS})
    requests: dict[str, tuple[HashItem, ...]] = field(default_factory=dict)
    asked: dict[str, int] = field(default_factory=dict)
    rung: list[int] = field(default_factory=list)
    values: list[bytes] = field(default_factory=list)
    made: dict[tuple[str, str], bytes] = field(default_factory=dict)
    names: int = 0


@dataclass
class LateHost:
    """The station's side; a restart makes a new one for the same service.

    Attributes:
        before: Called with the name of every call.
    """

    service: LateService
    now: Callable[[], datetime]
    before: Callable[[str], None] = lambda _name: None
    opened: set[str] = field(default_factory=set)
    consents: set[str] = field(default_factory=set)
    codes: list[bytes] = field(default_factory=list)
    given: list[bytearray] = field(default_factory=list)

    def secret_kind(self, source: str) -> SecretKind:
        return SecretKind.NONE

    def unlock(self, source: str, pin: bytearray) -> KeyIdentity:
        pin[:] = bytes(len(pin))
        self.opened.add(source)
        here = self.service
        return KeyIdentity(
            here.certificate, (), here.mechanisms, summary(), here.most_items, here.wants_code
        )

    def sign(self, source: str, data: bytes, mechanism: Mechanism) -> bytes:
        raise LibraryError("key.bad_source", Advice.USER_ACTION)

    def lock(self) -> None:
        self.opened.clear()
        self.consents.clear()

    def begin(
        self, source: str, items: Sequence[HashItem], keep: Callable[[Ticket], None]
    ) -> Ticket:
        assert source in self.opened
        here = self.service
        here.names += 1
        moment = self.now()
        name = f"request-{here.names}"
        ticket = Ticket("late", name, "0" * 64, tuple(items), moment, moment + here.lasts)
        keep(ticket)
        self.before("begin")
        if here.begin_trouble:
            raise here.begin_trouble.pop(0)
        here.requests[name] = tuple(items)
        here.rung.append(len(items))
        self.consents.add(name)
        return ticket

    def poll(self, source: str, ticket: Ticket) -> tuple[Outcome, ...]:
        assert source in self.opened
        self.before("poll")
        here, name = self.service, ticket.transaction
        if here.poll_trouble:
            raise here.poll_trouble.pop(0)
        if name not in here.requests or (here.forgets and name not in self.consents):
            code = "expired" if here.forgets else "unknown"
            return tuple(remote_error(code) for _ in ticket.items)
        here.asked[name] = here.asked.get(name, 0) + 1
        if here.asked[name] <= here.polls_before:
            return tuple(Pending(ticket.expires_at, here.wait_s) for _ in ticket.items)
        if here.verdict:
            return tuple(LibraryError(here.verdict, Advice.USER_ACTION) for _ in ticket.items)
        return tuple(self._value(name, n, item) for n, item in enumerate(ticket.items))

    def send_code(self, source: str) -> None:
        self.before("send_code")

    def give_code(self, source: str, code: bytearray) -> None:
        self.codes.append(bytes(code))
        self.given.append(code)
        code[:] = bytes(len(code))

    def _value(self, name: str, number: int, item: HashItem) -> Outcome:
        if number in self.service.bad:
            return remote_error("answer_bad")
        if (name, item.id) not in self.service.made:
            value = f"far|{item.digest.hex()}|{len(self.service.values)}".encode()
            self.service.made[name, item.id] = value
            self.service.values.append(value)
        return self.service.made[name, item.id]
