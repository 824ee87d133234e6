"""Where keys are: opened by one entry of a PIN, asked for one value after the other.

The station sees identities and values, never a PIN for longer than it takes to hand it over.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Protocol

from app.errors import Advice, LibraryError
from signing.identities import CertificateSummary, Mechanism


@dataclass(frozen=True, slots=True)
class KeyIdentity:
    """Who signs with an opened key.

    Attributes:
        certificate: Certificate of the key, DER.
        chain: Others found beside it, DER.
        mechanisms: What key and token can do.
    """

    certificate: bytes
    chain: tuple[bytes, ...]
    mechanisms: frozenset[Mechanism]
    summary: CertificateSummary | None = None


class KeyHost(Protocol):
    """Opened keys. Calls may come from any thread; one value is made at a time."""

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


class NoKeys:
    """A station without keys."""

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
        by_kind: Hosts by kind ("p12", "pkcs11").
    """

    by_kind: Mapping[str, KeyHost] = field(default_factory=dict)

    def unlock(self, source: str, pin: bytearray) -> KeyIdentity:
        """Open a key at its host."""
        try:
            return self._host(source).unlock(source, pin)
        finally:
            pin[:] = bytes(len(pin))

    def sign(self, source: str, data: bytes, mechanism: Mechanism) -> bytes:
        """Make one value at the key's host."""
        return self._host(source).sign(source, data, mechanism)

    def lock(self) -> None:
        """Lock all hosts; one that fails does not keep the others open."""
        with ExitStack() as stack:
            for host in self.by_kind.values():
                stack.callback(host.lock)

    def _host(self, source: str) -> KeyHost:
        kind = source.partition(":")[0]
        try:
            return self.by_kind[kind]
        except KeyError as error:
            raise LibraryError("key.bad_source", Advice.USER_ACTION, "unknown kind") from error
