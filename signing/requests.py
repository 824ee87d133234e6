"""What to sign with and how: plain values, for any process."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from enum import StrEnum
from pathlib import Path

from signing.errors import BadKeySource, BadRequest, SigningError
from signing.identities import CertificateSummary

VIETNAM_TIME = timezone(timedelta(hours=7))
DEFAULT_FIELD = "NguoiKy_1"


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


@dataclass(frozen=True, slots=True)
class KeySource:
    """Where a private key is; see the two subclasses."""

    @staticmethod
    def parse(text: str) -> P12Source | Pkcs11Source:
        """Read `p12:PATH` or `pkcs11:MODULE#TOKEN`.

        Raises:
            BadKeySource: The text is neither.
        """
        kind, colon, rest = text.partition(":")
        if not colon or "\0" in rest:
            raise BadKeySource("expected p12:PATH or pkcs11:MODULE#TOKEN")
        if kind == "p12" and rest:
            return P12Source(Path(rest))
        module, _, token = rest.partition("#")
        if kind == "pkcs11" and module and token:
            return Pkcs11Source(Path(module), token)
        raise BadKeySource("expected p12:PATH or pkcs11:MODULE#TOKEN")


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
        token: Label of the token.
    """

    module: Path
    token: str

    def __str__(self) -> str:
        return f"pkcs11:{self.module}#{self.token}"


@dataclass(frozen=True, slots=True)
class SignRequest:
    """How to sign; the same request serves a whole batch.

    Attributes:
        signed_at: Claimed signing time, aware; written with offset +07:00.
        level: PAdES level to reach.
        field_name: Wanted name of the signature field; counted up when taken.
        timestamp_urls: Time-stamp services in order of preference.
        trust_roots: Certificates (DER or PEM) that a chain must end in.
        other_certs: Intermediate certificates (DER or PEM) that help to build it.
        crls: Revocation lists (DER) already at hand, for work without a network.
        reason: Reason shown by viewers; empty leaves it out.
        location: Place shown by viewers; empty leaves it out.
        allow_unknown_issuer: Sign although no trust roots are configured.
        prefer_pss: RSASSA-PSS instead of PKCS#1 v1.5 for RSA keys.
        service_timeout_s: Longest wait for one answer of a service, seconds.
    """

    signed_at: datetime
    level: Level = Level.B_B
    field_name: str = DEFAULT_FIELD
    timestamp_urls: tuple[str, ...] = ()
    trust_roots: tuple[bytes, ...] = ()
    other_certs: tuple[bytes, ...] = ()
    crls: tuple[bytes, ...] = ()
    reason: str = ""
    location: str = ""
    allow_unknown_issuer: bool = False
    prefer_pss: bool = False
    service_timeout_s: float = 30.0

    def __post_init__(self) -> None:
        """Refuse what can never work.

        Raises:
            BadRequest: Naive time, bad field name, or services that the level needs missing.
        """
        if self.signed_at.utcoffset() is None:
            raise BadRequest("signed_at has no time zone")
        if not self.field_name or "." in self.field_name:
            raise BadRequest("field name is empty or dotted")
        if self.level.needs_timestamp and not self.timestamp_urls:
            raise BadRequest(f"{self.level} needs a time-stamp service")
        if self.level.needs_revocation and not self.trust_roots:
            raise BadRequest(f"{self.level} needs trust roots")


@dataclass(frozen=True, slots=True)
class SignedPdf:
    """What came out of one signature.

    Attributes:
        sha256: Digest of the whole signed file, lower-case hexadecimal.
        field_name: Name the signature field really got.
        level: Level found in the finished file.
        signer: Certificate used.
        signed_at: Claimed signing time, offset +07:00.
    """

    sha256: str
    field_name: str
    level: Level
    signer: CertificateSummary
    signed_at: datetime


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
