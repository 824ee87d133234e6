"""Who signs: plain values about certificates and tokens, for any process."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

# The field that an agency signs into; persons sign into `NguoiKy_1`, `NguoiKy_2`, …
AGENCY_FIELD = "CoQuan"


class Mechanism(StrEnum):
    """How a private key signs; every one of them hashes with SHA-256.

    Source: PKCS #1 v2.2 (RSA), FIPS 186-5 (ECDSA); TT 15/2025/TT-BKHCN, Annex I (PSS to sign).
    """

    RSA_PSS = "rsa-pss-sha256"
    RSA_PKCS1 = "rsa-pkcs1-sha256"
    ECDSA = "ecdsa-sha256"


@dataclass(frozen=True, slots=True)
class CertificateSummary:
    """What an officer is shown about a certificate before it is used.

    Attributes:
        subject: Common name of the holder, NFC.
        issuer: Common name of the issuing authority, NFC.
        serial: Serial number, lower-case hexadecimal without separators.
        not_before: First moment of validity, UTC.
        not_after: Last moment of validity, UTC.
        sha256: Fingerprint of the certificate, lower-case hexadecimal.
    """

    subject: str
    issuer: str
    serial: str
    not_before: datetime
    not_after: datetime
    sha256: str


@dataclass(frozen=True, slots=True)
class TokenState:
    """What a key store says about itself before any PIN is entered.

    Attributes:
        label: Label of the token, or name of the file.
        present: The token is plugged in, or the file exists.
        pin_count_low: A wrong PIN was entered since the last good one.
        final_try: One more wrong PIN locks the token.
        locked: No PIN is accepted any more.
        tries_left: 0 when locked, 1 at the final try, None when the token does not say.
        protected_path: The PIN is typed on the reader itself, not into a program.
        serial: Serial number of the token; empty for files.
    """

    label: str
    present: bool
    pin_count_low: bool = False
    final_try: bool = False
    locked: bool = False
    tries_left: int | None = None
    protected_path: bool = False
    serial: str = ""


@dataclass(frozen=True, slots=True)
class TokenCertificate:
    """A certificate that a token shows before any PIN is entered.

    Attributes:
        summary: What the officer is shown.
        token: Label of the token that holds it.
        refusal: Code of the error that would keep it from signing now; empty when none would.
    """

    summary: CertificateSummary
    token: str
    refusal: str = ""
