"""What to sign with and how: plain values, for any process."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from enum import StrEnum
from pathlib import Path
from typing import TypeAlias
from urllib.parse import urlsplit

from signing.endpoints import Reach
from signing.errors import BadKeySource, BadRequest, SigningError
from signing.identities import CertificateSummary, Mechanism
from signing.limits import TrustLimit

VIETNAM_TIME = timezone(timedelta(hours=7))
_FINGERPRINT = re.compile("[0-9a-f]{64}")
_THUMBPRINT = re.compile("[0-9a-f]{40}|[0-9a-f]{64}")
VGCA_ADDRESS = "wss://127.0.0.1:8987"
DEFAULT_FIELD = "NguoiKy_1"
_SHA256_DIGITS = 64


class Level(StrEnum):
    """PAdES baseline levels.

    Source: ETSI EN 319 142-1 V1.2.1, clause 6.
    """

    B_B = "b-b"
    B_T = "b-t"
    B_LT = "b-lt"
    B_LTA = "b-lta"

    @property
    def needs_timestamp(self) -> bool:
        """The level holds a time-stamp token."""
        return self is not Level.B_B

    @property
    def needs_revocation(self) -> bool:
        """The level holds CRLs or OCSP answers."""
        return self in (Level.B_LT, Level.B_LTA)


class SignatureKind(StrEnum):
    """What the signature dictionary says it is.

    Source: ETSI EN 319 142-1, clause 6.3; ISO 32000-2, table 260.
    """

    PADES = "pades"
    PKCS7 = "pkcs7"


class RsaPadding(StrEnum):
    """How an RSA key signs; EC keys are not concerned.

    PKCS #1 v1.5 is never a silent way out: whoever wants it says so.

    Source: TT 15/2025/TT-BKHCN, Annex I (RSASSA-PSS for new signatures); RFC 8017.
    """

    PSS = "pss"
    PKCS1 = "pkcs1"


@dataclass(frozen=True, slots=True)
class KeySource:
    """Where a private key is; see the subclasses."""

    @staticmethod
    def parse(text: str) -> AnySource:
        """Read one of the texts that name a key.

        `p12:PATH`, `pkcs11:MODULE#TOKEN`, `pkcs11:MODULE#TOKEN@FINGERPRINT`,
        `csc:URL#CREDENTIAL`, `smartca:URL`, `smartca:URL#USER`, `vgca:`, `vgca:URL`,
        `cng:THUMBPRINT`.

        Raises:
            BadKeySource: The text is none of them.
        """
        kind, colon, rest = text.partition(":")
        read = _READERS.get(kind)
        if not colon or read is None or any(ord(letter) < ord(" ") for letter in rest):
            raise BadKeySource("a kind of key that is not known")
        return read(rest)


@dataclass(frozen=True, slots=True)
class P12Source(KeySource):
    """A PKCS#12 file (.p12, .pfx)."""

    path: Path

    def __str__(self) -> str:
        return f"p12:{self.path}"


@dataclass(frozen=True, slots=True)
class Pkcs11Source(KeySource):
    """A token behind a PKCS#11 library.

    Attributes:
        module: Path of the library.
        token: Label of the token; empty for any token that shows the certificate.
        certificate: SHA-256 of the certificate to use, lower-case hexadecimal; empty when the
            token holds only one that may sign.
    """

    module: Path
    token: str
    certificate: str = ""

    def __str__(self) -> str:
        chosen = f"@{self.certificate}" if self.certificate else ""
        return f"pkcs11:{self.module}#{self.token}{chosen}"


@dataclass(frozen=True, slots=True)
class CscSource(KeySource):
    """A credential at a service that speaks the Cloud Signature Consortium's interface.

    Attributes:
        url: Address before `/csc/v1`, without a slash at its end.
        credential: Name of the credential; empty when the account has only one.
    """

    url: str
    credential: str = ""

    def __str__(self) -> str:
        return f"csc:{self.url}#{self.credential}"


@dataclass(frozen=True, slots=True)
class SmartCaSource(KeySource):
    """A signer at a service of the SmartCA kind, who confirms on the telephone.

    Attributes:
        url: Address before `/v1`, without a slash at its end.
        user: Number that the service knows the signer by; a personal datum, never logged. Empty
            where it is set up beside the account.
        serial: Serial number of the certificate to use; empty for the only valid one.
    """

    url: str
    user: str = field(default="", repr=False)
    serial: str = ""

    def __str__(self) -> str:
        chosen = self.user + (f"@{self.serial}" if self.serial else "")
        return f"smartca:{self.url}#{chosen}" if chosen else f"smartca:{self.url}"


@dataclass(frozen=True, slots=True)
class VgcaSource(KeySource):
    """The signing program of the government's authority on this machine; it signs whole files.

    Attributes:
        url: Address of its socket, on this machine.
    """

    url: str = VGCA_ADDRESS

    def __str__(self) -> str:
        return "vgca:" if self.url == VGCA_ADDRESS else f"vgca:{self.url}"


@dataclass(frozen=True, slots=True)
class CngSource(KeySource):
    """A certificate in the personal store of Windows.

    Attributes:
        thumbprint: SHA-1 (as Windows shows it) or SHA-256 of the certificate, lower-case
            hexadecimal. It only names the certificate.
    """

    thumbprint: str

    def __str__(self) -> str:
        return f"cng:{self.thumbprint}"


AnySource: TypeAlias = P12Source | Pkcs11Source | CscSource | SmartCaSource | VgcaSource | CngSource


def _p12(rest: str) -> P12Source:
    """Read what follows `p12:`."""
    if not rest:
        raise BadKeySource("expected p12:PATH")
    return P12Source(Path(rest))


def _pkcs11(rest: str) -> Pkcs11Source:
    """Read what follows `pkcs11:`."""
    module, _, token = rest.partition("#")
    if not module or not token:
        raise BadKeySource("expected pkcs11:MODULE#TOKEN")
    label, _, tail = token.rpartition("@")
    if _FINGERPRINT.fullmatch(tail):
        return Pkcs11Source(Path(module), label, tail)
    return Pkcs11Source(Path(module), token)


def _csc(rest: str) -> CscSource:
    """Read what follows `csc:`."""
    url, _, credential = rest.partition("#")
    return CscSource(_address(url, "http", "https"), credential)


def _smartca(rest: str) -> SmartCaSource:
    """Read what follows `smartca:`."""
    url, mark, tail = rest.partition("#")
    user, _, serial = tail.partition("@")
    if mark and not user and not serial:
        raise BadKeySource("expected smartca:URL or smartca:URL#USER")
    return SmartCaSource(_address(url, "http", "https"), user, serial)


def _vgca(rest: str) -> VgcaSource:
    """Read what follows `vgca:`."""
    return VgcaSource(_address(rest, "ws", "wss")) if rest else VgcaSource()


def _cng(rest: str) -> CngSource:
    """Read what follows `cng:`; Windows shows thumbprints with spaces and in capitals."""
    thumbprint = rest.replace(" ", "").replace(":", "").lower()
    if not _THUMBPRINT.fullmatch(thumbprint):
        raise BadKeySource("expected cng:THUMBPRINT")
    return CngSource(thumbprint)


def _address(url: str, *schemes: str) -> str:
    """Read an address that holds no name, password or question.

    Raises:
        BadKeySource: It is of another kind.
    """
    try:
        parts = urlsplit(url)
        sound = parts.scheme in schemes and bool(parts.hostname) and parts.port != 0
    except ValueError as error:
        raise BadKeySource("an address that cannot be read") from error
    if not sound or "@" in parts.netloc or parts.query or " " in url:
        raise BadKeySource(f"an address of another kind than {schemes[-1]}")
    return url.rstrip("/")


_READERS: Mapping[str, Callable[[str], AnySource]] = {
    "p12": _p12,
    "pkcs11": _pkcs11,
    "csc": _csc,
    "smartca": _smartca,
    "vgca": _vgca,
    "cng": _cng,
}


@dataclass(frozen=True, slots=True)
class SignRequest:
    """How to sign; the same request serves a whole batch.

    Attributes:
        signed_at: Claimed signing time, aware; written with offset +07:00.
        level: PAdES level to reach.
        field_name: Wanted name of the signature field; counted up when taken.
        timestamp_urls: Time-stamp services in order of preference.
        trust_roots: Certificates (DER or PEM) that a chain must end in.
        trust_limits: What some of them are trusted for; the others are for everything.
        other_certs: Intermediate certificates (DER or PEM) that help to build it.
        crls: Revocation lists (DER) already at hand, for work without a network.
        reason: Reason shown by viewers; empty leaves it out.
        location: Place shown by viewers; empty leaves it out.
        allow_unknown_issuer: Sign although no trust roots are configured.
        rsa_padding: The only way in which an RSA key may sign.
        service_timeout_s: Longest wait for one answer of a service, seconds.
        reach: How OCSP, CRL and certificate addresses are reached.
        kind: PAdES, or `adbe.pkcs7.detached` for receivers that know nothing else.
        seen_sha256: Digest of the bytes that the officer was shown; empty when nobody looked.
        owe_time: Sign without a network as well: what services do not give is owed, and the
            certificate is checked by what is at hand. Whoever sets this has checked it once
            with `signing.pades.prepared.check_signer`.
    """

    signed_at: datetime
    level: Level = Level.B_B
    field_name: str = DEFAULT_FIELD
    timestamp_urls: tuple[str, ...] = ()
    trust_roots: tuple[bytes, ...] = ()
    trust_limits: tuple[TrustLimit, ...] = ()
    other_certs: tuple[bytes, ...] = ()
    crls: tuple[bytes, ...] = ()
    reason: str = ""
    location: str = ""
    allow_unknown_issuer: bool = False
    rsa_padding: RsaPadding = RsaPadding.PSS
    service_timeout_s: float = 30.0
    reach: Reach = field(default_factory=Reach)
    kind: SignatureKind = SignatureKind.PADES
    seen_sha256: str = ""
    owe_time: bool = False

    def __post_init__(self) -> None:
        """Refuse what can never work.

        Raises:
            BadRequest: Naive time, bad field name, or services that the level needs missing.
        """
        if self.signed_at.utcoffset() is None:
            raise BadRequest("signed_at has no time zone")
        if not self.field_name or "." in self.field_name:
            raise BadRequest("field name is empty or dotted")
        if self.seen_sha256 and not _is_sha256(self.seen_sha256):
            raise BadRequest("seen_sha256 is no SHA-256 digest")
        if self.level.needs_timestamp and not self.timestamp_urls:
            raise BadRequest(f"{self.level} needs a time-stamp service")
        if self.level.needs_revocation and not self.trust_roots:
            raise BadRequest(f"{self.level} needs trust roots")


def _is_sha256(text: str) -> bool:
    """Tell whether a text is a digest in lower-case hexadecimal."""
    return len(text) == _SHA256_DIGITS and not set(text) - set("0123456789abcdef")


@dataclass(frozen=True, slots=True)
class SignedPdf:
    """What came out of one signature.

    Attributes:
        sha256: Digest of the whole signed file, lower-case hexadecimal.
        field_name: Name the signature field really got.
        level: Level found in the finished file.
        signer: Certificate used.
        signed_at: Claimed signing time, offset +07:00.
        mechanism: How the key signed, for the audit.
        owed: Level that was asked for and is still to be reached; None when it is reached.
    """

    sha256: str
    field_name: str
    level: Level
    signer: CertificateSummary
    signed_at: datetime
    mechanism: Mechanism
    owed: Level | None = None


@dataclass(frozen=True, slots=True)
class FileOutcome:
    """Result of one file of a batch.

    Attributes:
        source: File that was to be signed.
        target: Where the signed file lies when `outcome` is a SignedPdf.
        outcome: Result, or the error that stopped this file.
    """

    source: Path
    target: Path
    outcome: SignedPdf | SigningError
