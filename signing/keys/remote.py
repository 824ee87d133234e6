"""Keys that lie at a service: what every one of them does, whatever it speaks.

A service is sent digests, never files. It may take its time (somebody confirms on a telephone),
so a request leaves a ticket: everything that a restart needs to ask again, and no secret. What a
service gives back is held against the certificate before anybody sees it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol, TypeAlias

from signing.certificates import certificate_summary
from signing.endpoints import Reach
from signing.errors import (
    RemoteAnswerBad,
    RemoteCredentials,
    RemoteExpired,
    RemoteUnsupported,
    SignatureFailed,
    SigningError,
    TicketUnreadable,
)
from signing.identities import CertificateSummary, Mechanism
from signing.keys.remote_values import is_proved
from signing.keys.tickets import HashItem, Outcome, Pending, Ticket

__all__ = [
    "HashItem",
    "Keep",
    "KeyAtService",
    "Outcome",
    "Pending",
    "RemoteIdentity",
    "RemoteKey",
    "RemoteRules",
    "RemoteSecrets",
    "Ticket",
    "WaitingKey",
    "spoken",
    "wipe",
]

Keep: TypeAlias = Callable[[Ticket], None]
"""Makes a ticket durable; called before anything is sent that could become a signature."""


@dataclass(frozen=True, slots=True)
class RemoteRules:
    """How services are reached and how long anybody waits.

    Attributes:
        now: Clock, aware.
        new_id: Makes names of requests; they must not be guessable.
        timeout_s: Longest wait for one answer, seconds.
        confirm_within: How long the signer has to confirm.
        poll_every_s: How long to wait between two questions, seconds.
        most_bytes: Longest answer taken.
        most_items: Digests in one request at most.
        reach: Proxy and table of hosts.
        tls_roots: Further certificates that a service's own may lead to, PEM; those of the
            system count in any case.
        description: What the signer reads on the telephone; holds no personal datum.
    """

    now: Callable[[], datetime]
    new_id: Callable[[], str]
    timeout_s: float = 30.0
    confirm_within: timedelta = timedelta(minutes=5)
    poll_every_s: float = 3.0
    most_bytes: int = 1024 * 1024
    most_items: int = 50
    reach: Reach = field(default_factory=Reach)
    tls_roots: str = ""
    description: str = "Ký số hồ sơ tại bộ phận một cửa"


@dataclass(slots=True)
class RemoteSecrets:
    """What a service wants to know; wiped with the key.

    The copies that a connection makes of them live until the memory is used again.

    Attributes:
        account: Name of the account or of the connected party; no secret.
        password: Its password.
        bearer: Access token that somebody else obtained; then there is no signing in.
        pin: PIN of the credential.
        code: One-time code; gone after one use.
    """

    account: str = field(default="", repr=False)
    password: bytearray = field(default_factory=bytearray, repr=False)
    bearer: bytearray = field(default_factory=bytearray, repr=False)
    pin: bytearray = field(default_factory=bytearray, repr=False)
    code: bytearray = field(default_factory=bytearray, repr=False)

    def wipe(self) -> None:
        """Forget everything."""
        for one in (self.password, self.bearer, self.pin, self.code):
            wipe(one)


class RemoteKey(Protocol):
    """A private key at a service, with its certificate."""

    @property
    def certificate(self) -> bytes:
        """Certificate of the key, DER."""

    @property
    def chain(self) -> tuple[bytes, ...]:
        """Other certificates that the service gave, DER."""

    @property
    def summary(self) -> CertificateSummary:
        """What the officer is shown."""

    @property
    def mechanisms(self) -> frozenset[Mechanism]:
        """What the service can do."""

    @property
    def most_items(self) -> int:
        """Digests in one request at most."""

    @property
    def wants_code(self) -> bool:
        """A fresh one-time code is needed for each request."""

    def send_code(self) -> None:
        """Have the service send a one-time code to the signer; does nothing where none is sent.

        Raises:
            RemoteFailed: It does not.
        """

    def give_code(self, code: bytearray) -> None:
        """Take the one-time code that the signer typed; the given bytes are wiped."""

    def begin(self, items: Sequence[HashItem], keep: Keep | None = None) -> Ticket:
        """Send a request.

        Args:
            items: What to sign; one confirmation of the signer serves for all.
            keep: Gets the ticket before anything is sent, so that no crash loses a request,
                and once more when the service has its own name for it.

        Returns:
            The ticket. Where a service knows requests by our name it is returned as well when
            the answer was lost on its way: `poll` finds out what became of it.

        Raises:
            RemoteFailed: One of its subclasses says why; nothing will be signed.
        Runs on: the network lane.
        """

    def poll(self, ticket: Ticket) -> tuple[Outcome, ...]:
        """Ask for the values; may be asked as often as one likes, nothing is signed twice.

        Args:
            ticket: From `begin`, also of an earlier run of the program.

        Returns:
            One outcome for each item, in order. Values are proved.

        Raises:
            RemoteUnreachable, RemoteBusy: Nothing is known; ask again later.
            TicketUnreadable: It was begun with another service or certificate.
        Runs on: the network lane.
        """

    def cancel(self, ticket: Ticket) -> None:
        """Take a request back on this side: what still comes is not used."""

    def close(self) -> None:
        """Forget every secret."""


@dataclass(frozen=True, slots=True, repr=False)
class WaitingKey:
    """A remote key for callers that can wait: one digest, one confirmation; see `SigningKey`.

    Attributes:
        remote: The key.
        pause: Waits for so many seconds; may raise to give up.
        now: Clock, aware.
    """

    remote: RemoteKey
    pause: Callable[[float], None]
    now: Callable[[], datetime]

    def __repr__(self) -> str:
        return f"WaitingKey({self.remote!r})"

    @property
    def certificate(self) -> bytes:
        """Certificate of the key, DER."""
        return self.remote.certificate

    @property
    def chain(self) -> tuple[bytes, ...]:
        """Other certificates that the service gave, DER."""
        return self.remote.chain

    @property
    def summary(self) -> CertificateSummary:
        """What the officer is shown."""
        return self.remote.summary

    @property
    def mechanisms(self) -> frozenset[Mechanism]:
        """What the service can do."""
        return self.remote.mechanisms

    def sign(self, data: bytes, mechanism: Mechanism) -> bytes:
        """Sign bytes; see `signing.keystore.SigningKey.sign`.

        Raises:
            RemoteFailed: The service did not sign, or nobody confirmed in time.
        """
        if mechanism not in self.mechanisms:
            raise SignatureFailed(f"the key cannot do {mechanism}")
        ticket = self.remote.begin([HashItem.of("1", data, mechanism)])
        while True:
            (outcome,) = self.remote.poll(ticket)
            if isinstance(outcome, bytes):
                return outcome
            if isinstance(outcome, SigningError):
                raise outcome
            if self.now() > outcome.until:
                self.remote.cancel(ticket)
                raise RemoteExpired("nobody confirmed in time")
            self.pause(outcome.wait_s)


@dataclass(frozen=True, slots=True)
class RemoteIdentity:
    """Certificate and abilities of a key at a service.

    Attributes:
        certificate: Certificate of the key, DER.
        chain: Others that the service gave, DER, without it.
        mechanisms: What the service can do with it.
    """

    certificate: bytes
    chain: tuple[bytes, ...]
    mechanisms: frozenset[Mechanism]

    @property
    def summary(self) -> CertificateSummary:
        """What the officer is shown."""
        return certificate_summary(self.certificate)

    def check_items(self, items: Sequence[HashItem], most: int) -> None:
        """Refuse what can never be signed, before anything is sent.

        Raises:
            RemoteUnsupported: None or too many, another mechanism, names that repeat.
        """
        if not 0 < len(items) <= most:
            raise RemoteUnsupported(f"{len(items)} digests, at most {most}")
        if any(one.mechanism not in self.mechanisms for one in items):
            raise RemoteUnsupported("a mechanism that the service does not have")
        if len({one.mechanism for one in items}) > 1:
            raise RemoteUnsupported("one request is for one mechanism")
        if len({one.id for one in items}) < len(items):
            raise RemoteUnsupported("two items of one name")

    def ticket(self, service: str, items: Sequence[HashItem], rules: RemoteRules) -> Ticket:
        """Name a request before anything is sent."""
        now = rules.now()
        return Ticket(
            service=service,
            transaction=rules.new_id(),
            certificate_sha256=hashlib.sha256(self.certificate).hexdigest(),
            items=tuple(items),
            begun_at=now,
            expires_at=now + rules.confirm_within,
        )

    def check_ticket(self, ticket: Ticket, service: str) -> None:
        """Refuse a ticket of another key.

        Raises:
            TicketUnreadable: It was begun with another service or certificate.
        """
        if ticket.service != service:
            raise TicketUnreadable("begun with another kind of service")
        if ticket.certificate_sha256 != hashlib.sha256(self.certificate).hexdigest():
            raise TicketUnreadable("begun with another certificate")

    def proved(self, item: HashItem, value: bytes) -> bytes | RemoteAnswerBad:
        """Hold a value against the certificate; a service may lie or mix up answers."""
        if is_proved(self.certificate, item, value):
            return value
        return RemoteAnswerBad("a value that the certificate does not prove")


@dataclass(slots=True, repr=False)
class KeyAtService:
    """What keys at services say about themselves, see `RemoteKey`."""

    _identity: RemoteIdentity

    def __repr__(self) -> str:
        return f"{type(self).__name__}(…)"

    @property
    def certificate(self) -> bytes:
        """Certificate of the key, DER."""
        return self._identity.certificate

    @property
    def chain(self) -> tuple[bytes, ...]:
        """Other certificates that the service gave, DER."""
        return self._identity.chain

    @property
    def summary(self) -> CertificateSummary:
        """What the officer is shown."""
        return self._identity.summary

    @property
    def mechanisms(self) -> frozenset[Mechanism]:
        """What the service can do."""
        return self._identity.mechanisms

    @property
    def wants_code(self) -> bool:
        """Most services want none."""
        return False

    def send_code(self) -> None:
        """None is sent."""

    def give_code(self, code: bytearray) -> None:
        """Nobody wants it."""
        wipe(code)


def spoken(secret: bytearray) -> str:
    """Read a secret the way it is sent.

    Raises:
        RemoteCredentials: It is no text, or has letters that end a line.
    """
    try:
        text = secret.decode("utf-8")
    except UnicodeDecodeError:
        # Without the cause: its message would show the secret.
        raise RemoteCredentials("a secret that is no text") from None
    if not text.isprintable():
        raise RemoteCredentials("a secret with letters that cannot be sent")
    return text


def wipe(secret: bytearray) -> None:
    """Overwrite a secret and let it go."""
    secret[:] = bytes(len(secret))
    secret.clear()
