"""Where keys are: opened by one entry of a PIN, asked for one value after the other.

The station sees identities and values, never a PIN for longer than it takes to hand it over.
Keys at services give their values later: somebody confirms many at once on a telephone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol, TypeAlias, runtime_checkable

from app.errors import Advice, LibraryError
from signing.identities import CertificateSummary, Mechanism
from signing.keys.tickets import HashItem, Pending, Ticket


class SecretKind(StrEnum):
    """What the officer types to open a key."""

    NONE = "none"
    PIN = "pin"
    PASSWORD = "password"  # noqa: S105  # a kind of secret, none itself


@dataclass(frozen=True, slots=True)
class KeyIdentity:
    """Who signs with an opened key.

    Attributes:
        certificate: Certificate of the key, DER.
        chain: Others found beside it, DER.
        mechanisms: What key and token can do.
        most_items: Digests in one request at most, for a key that answers later (`LateKeys`); 0
            for one that gives each value at once.
        wants_code: The service wants a one-time code with each request.
    """

    certificate: bytes
    chain: tuple[bytes, ...]
    mechanisms: frozenset[Mechanism]
    summary: CertificateSummary | None = None
    most_items: int = 0
    wants_code: bool = False

    @property
    def is_late(self) -> bool:
        """Values come later, many for one request."""
        return self.most_items > 0


class KeyHost(Protocol):
    """Opened keys. Calls may come from any thread; one value is made at a time."""

    def secret_kind(self, source: str) -> SecretKind:
        """What is typed to open a key; nothing is asked of it.

        Raises:
            LibraryError: No such kind of key.
        """
        ...

    def unlock(self, source: str, pin: bytearray) -> KeyIdentity:
        """Open a key with one login; the PIN is wiped in every case.

        Raises:
            LibraryError: Wrong PIN, token gone … Nothing is tried twice.
        """
        ...

    def sign(self, source: str, data: bytes, mechanism: Mechanism) -> bytes:
        """Make one signature value.

        Raises:
            LibraryError: The key is not open (any more), or the token answered with an error.
        """
        ...

    def lock(self) -> None:
        """Forget every PIN and key; does nothing when none is open."""
        ...


Outcome: TypeAlias = bytes | Pending | LibraryError
"""What became of one digest: its proved value, not yet, or why not."""


@runtime_checkable
class LateKeys(Protocol):
    """Opened keys whose values come later; see `signing.keys.remote.RemoteKey`."""

    def begin(
        self, source: str, items: Sequence[HashItem], keep: Callable[[Ticket], None]
    ) -> Ticket:
        """Send a request; one confirmation of the signer serves for all.

        Args:
            source: An unlocked key.
            items: What to sign; at most `KeyIdentity.most_items`.
            keep: Makes the ticket durable, before anything is sent and once more when the
                service has its own name for the request.

        Raises:
            LibraryError: `remote.unreachable` or `remote.busy`: it is not known whether the
                request arrived; any other code: nothing will be signed.
        """
        ...

    def poll(self, source: str, ticket: Ticket) -> tuple[Outcome, ...]:
        """Ask for the values, as often as one likes.

        Raises:
            LibraryError: `remote.unreachable` or `remote.busy`: ask again later; any other code:
                the ticket is not of this key.
        """
        ...

    def send_code(self, source: str) -> None:
        """Have the service send a one-time code to the signer, where it sends them.

        Raises:
            LibraryError: It does not.
        """
        ...

    def give_code(self, source: str, code: bytearray) -> None:
        """Take the one-time code for the next request; wiped in every case.

        Raises:
            LibraryError: The key is not open.
        """
        ...


def late_keys(keys: KeyHost, source: str) -> LateKeys:
    """The host of a key that answers later.

    Raises:
        LibraryError: The key gives its values at once.
    """
    host = keys.host_of(source) if isinstance(keys, KeyHosts) else keys
    if not isinstance(host, LateKeys):
        raise LibraryError("key.bad_source", Advice.USER_ACTION, "no key that answers later")
    return host


class NoKeys:
    """A station without keys."""

    def secret_kind(self, source: str) -> SecretKind:
        """Refuse."""
        raise LibraryError("key.bad_source", Advice.USER_ACTION, f"no keys: {len(source)}")

    def unlock(self, source: str, pin: bytearray) -> KeyIdentity:
        """Refuse."""
        pin[:] = bytes(len(pin))
        raise LibraryError("key.bad_source", Advice.USER_ACTION, f"no keys: {len(source)}")

    def sign(self, source: str, data: bytes, mechanism: Mechanism) -> bytes:
        """Refuse."""
        raise LibraryError("key.pin_needed", Advice.USER_ACTION)

    def lock(self) -> None:
        """Nothing is open."""


@dataclass(frozen=True, slots=True)
class KeyHosts:
    """Each kind of key at the host that is made for it; the part before the colon decides.

    Attributes:
        by_kind: Hosts by kind ("p12", "pkcs11", "csc" …).
    """

    by_kind: Mapping[str, KeyHost] = field(default_factory=dict)

    def secret_kind(self, source: str) -> SecretKind:
        """What is typed to open a key."""
        return self.host_of(source).secret_kind(source)

    def unlock(self, source: str, pin: bytearray) -> KeyIdentity:
        """Open a key at its host."""
        try:
            return self.host_of(source).unlock(source, pin)
        finally:
            pin[:] = bytes(len(pin))

    def sign(self, source: str, data: bytes, mechanism: Mechanism) -> bytes:
        """Make one value at the key's host."""
        return self.host_of(source).sign(source, data, mechanism)

    def lock(self) -> None:
        """Lock all hosts; one that fails does not keep the others open."""
        with ExitStack() as stack:
            for host in self.by_kind.values():
                stack.callback(host.lock)

    def host_of(self, source: str) -> KeyHost:
        """The host of a key.

        Raises:
            LibraryError: No such kind of key.
        """
        kind = source.partition(":")[0]
        try:
            return self.by_kind[kind]
        except KeyError as error:
            raise LibraryError("key.bad_source", Advice.USER_ACTION, "unknown kind") from error
