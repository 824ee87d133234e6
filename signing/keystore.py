"""Key stores: one door for PKCS#12 files and PKCS#11 tokens."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol, assert_never

from pyhanko.sign.signers import Signer

from signing.errors import BadKeySource
from signing.identities import CertificateSummary, Mechanism, TokenState
from signing.keys import pkcs11, pkcs12
from signing.requests import KeySource, P12Source, Pkcs11Source


class SigningKey(Protocol):
    """A private key that is ready to sign, with its certificate."""

    @property
    def certificate(self) -> bytes:
        """Certificate of the key, DER."""

    @property
    def chain(self) -> tuple[bytes, ...]:
        """Other certificates found beside it, DER."""

    @property
    def summary(self) -> CertificateSummary:
        """What the officer is shown."""

    @property
    def mechanisms(self) -> frozenset[Mechanism]:
        """What the key can do."""

    def sign(self, data: bytes, mechanism: Mechanism) -> bytes:
        """Sign bytes; the key is used once.

        Args:
            data: What is signed, not its digest.
            mechanism: One of `mechanisms`.

        Returns:
            Signature value: PKCS #1 octets, or DER of r and s for ECDSA.

        Raises:
            KeyUnavailable: The token went away or answered with an error.
            SignatureFailed: The key cannot do this.
        """

    def signer(self, *, prefer_pss: bool) -> Signer:
        """Give the key to pyHanko; whoever calls this is about to use the key."""


@contextmanager
def open_key(source: KeySource, pin: bytearray) -> Iterator[SigningKey]:
    """Open a key with one single login; the PIN is wiped in every case.

    Args:
        source: Where the key is.
        pin: PIN or password, UTF-8; all zero when the call returns or raises. Empty for
            readers with their own keypad.

    Raises:
        KeyUnavailable: One of its subclasses says why. Nothing is ever tried twice.
    Runs on: the token lane.
    """
    try:
        match _known(source):
            case P12Source() as file:
                yield pkcs12.open_file(file, pin)
            case Pkcs11Source() as token:
                with pkcs11.open_token(token, pin) as key:
                    yield key
            case _ as never:
                assert_never(never)
    finally:
        pin[:] = bytes(len(pin))


def token_state(source: KeySource) -> TokenState:
    """Say what the key store tells before any PIN is entered.

    Raises:
        ModuleMissing: The PKCS#11 library cannot be loaded.
        TokenFailed: The library answers with an error.
    Runs on: the token lane.
    """
    match _known(source):
        case P12Source() as file:
            return pkcs12.file_state(file)
        case Pkcs11Source() as token:
            return pkcs11.token_state(token)
        case _ as never:
            assert_never(never)


def list_certificates(source: KeySource) -> tuple[CertificateSummary, ...]:
    """List certificates that can be read without a PIN (none for PKCS#12 files).

    Raises:
        KeyUnavailable: One of its subclasses says why.
    Runs on: the token lane.
    """
    match _known(source):
        case P12Source():
            return ()
        case Pkcs11Source() as token:
            return pkcs11.public_certificates(token)
        case _ as never:
            assert_never(never)


def _known(source: KeySource) -> P12Source | Pkcs11Source:
    """Narrow the type for an exhaustive match."""
    if isinstance(source, P12Source | Pkcs11Source):
        return source
    raise BadKeySource("unknown kind of key store")
