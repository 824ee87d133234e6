"""Key stores: one door for key files, tokens, the store of Windows and services."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Protocol, assert_never
from urllib.parse import urlsplit

from signing.errors import BadKeySource
from signing.identities import CertificateSummary, Mechanism, TokenCertificate, TokenState
from signing.keys import cng, pkcs11, pkcs12
from signing.keys.remote import RemoteKey, RemoteRules, RemoteSecrets
from signing.requests import (
    AnySource,
    CngSource,
    CscSource,
    KeySource,
    P12Source,
    Pkcs11Source,
    SmartCaSource,
    VgcaSource,
)


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


@contextmanager
def open_key(
    source: KeySource, pin: bytearray, moment: datetime | None = None
) -> Iterator[SigningKey]:
    """Open a key with one single login; the PIN is wiped in every case.

    Args:
        source: Where the key is.
        pin: PIN or password, UTF-8; all zero when the call returns or raises. Empty for
            readers with their own keypad.
        moment: When it is to sign; expired certificates of a token are then left out of the
            choice. None takes the clock of this machine.

    Raises:
        KeyUnavailable: One of its subclasses says why. Nothing is ever tried twice.
    Runs on: the token lane.
    """
    try:
        match _known(source):
            case P12Source() as file:
                yield pkcs12.open_file(file, pin)
            case Pkcs11Source() as token:
                with pkcs11.open_token(token, pin, moment) as key:
                    yield key
            case CngSource() as windows:
                with cng.open_certificate(windows, pin, cng.windows_functions()) as held:
                    yield held
            case CscSource() | SmartCaSource():
                raise BadKeySource("a key at a service is opened by open_remote")
            case VgcaSource():
                raise BadKeySource("this program signs whole files, see pades.returned")
            case _ as never:
                assert_never(never)
    finally:
        pin[:] = bytes(len(pin))


def open_remote(source: KeySource, secrets: RemoteSecrets, rules: RemoteRules) -> RemoteKey:
    """Open a key at a service; nobody is asked to sign anything.

    Args:
        source: Where the key is.
        secrets: What the service wants to know. They belong to the key from now on, which wipes
            them when it is closed; they are wiped at once when this call fails.
        rules: How the service is reached and how long anybody waits.

    Raises:
        BadKeySource: The key is at no service.
        RemoteFailed: One of its subclasses says why.
        ChoiceNeeded: The signer has several keys there.
    Runs on: the network lane.
    """
    # A process that opens tokens or key files needs no network, so it does not load it.
    from signing.keys.csc import open_csc
    from signing.keys.smartca import open_smartca

    match _known(source):
        case CscSource() as credential:
            return open_csc(credential, secrets, rules)
        case SmartCaSource() as signer:
            return open_smartca(signer, secrets, rules)
        case P12Source() | Pkcs11Source() | CngSource() | VgcaSource():
            secrets.wipe()
            raise BadKeySource("this key is at no service")
        case _ as never:
            assert_never(never)


def token_state(source: KeySource) -> TokenState:
    """Say what the key store tells before any PIN is entered; services are not asked.

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
        case CngSource() as windows:
            return cng.store_state(windows, cng.windows_functions())
        case CscSource() as credential:
            return TokenState(label=_host(credential.url), present=True)
        case SmartCaSource() | VgcaSource() as elsewhere:
            # The signer confirms on the telephone, or in a window of the program.
            return TokenState(label=_host(elsewhere.url), present=True, protected_path=True)
        case _ as never:
            assert_never(never)


def token_certificates(source: KeySource, moment: datetime) -> tuple[TokenCertificate, ...]:
    """List the certificates of a token with what would keep each from signing, usable ones first.

    To be shown before a PIN is typed; the chosen one goes into the source by its fingerprint.

    Args:
        source: A token; key files show nothing without their password.
        moment: When it is to sign.

    Raises:
        KeyUnavailable: One of its subclasses says why.
    Runs on: the token lane.
    """
    match _known(source):
        case P12Source() | CscSource() | SmartCaSource() | VgcaSource() | CngSource():
            return ()
        case Pkcs11Source() as token:
            return pkcs11.token_certificates(token, moment)
        case _ as never:
            assert_never(never)


def _known(source: KeySource) -> AnySource:
    """Narrow the type for an exhaustive match."""
    if isinstance(source, AnySource):
        return source
    raise BadKeySource("unknown kind of key store")


def _host(url: str) -> str:
    """Name a service by its host."""
    return urlsplit(url).hostname or ""
