"""What a check of a signed file found: plain values, for any process.

Source: ETSI EN 319 102-1, clause 5.1 (indications and sub-indications).
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Verdict(StrEnum):
    """Answer for the whole file. Only VALID may be shown green."""

    VALID = "valid"
    UNKNOWN = "unknown"
    INVALID = "invalid"
    UNSIGNED = "unsigned"


class Integrity(StrEnum):
    """Whether the bytes are those that were signed; says nothing about trust."""

    INTACT = "intact"
    SUSPECT = "suspect"
    BROKEN = "broken"
    NONE = "none"


class Indication(StrEnum):
    """Main indication of one signature."""

    PASSED = "TOTAL-PASSED"
    FAILED = "TOTAL-FAILED"
    INDETERMINATE = "INDETERMINATE"


class Trust(StrEnum):
    """Whether the certificate leads to a root and was good at the time that counts."""

    TRUSTED = "trusted"
    UNTRUSTED = "untrusted"
    UNKNOWN = "unknown"


class TimeSource(StrEnum):
    """Where `signed_at` comes from."""

    CLAIMED = "claimed"
    TIMESTAMP = "timestamp"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class RevocationProof:
    """What a check rested on, to be kept as evidence.

    Attributes:
        chain: Certificates from the signer to the root, DER; only the signer's when no chain
            was found. Those of its time stamp may follow.
        crls: Revocation lists, DER.
        ocsps: OCSP answers, DER.
    """

    chain: tuple[bytes, ...] = ()
    crls: tuple[bytes, ...] = ()
    ocsps: tuple[bytes, ...] = ()

    def joined(self, other: RevocationProof) -> RevocationProof:
        """Add what something else rested on; nothing is named twice."""
        return RevocationProof(
            chain=tuple(dict.fromkeys((*self.chain, *other.chain))),
            crls=tuple(dict.fromkeys((*self.crls, *other.crls))),
            ocsps=tuple(dict.fromkeys((*self.ocsps, *other.ocsps))),
        )


@dataclass(frozen=True, slots=True)
class SignatureVerdict:
    """What was found about one signature.

    Attributes:
        field: Name of the signature field.
        signer: Common name of the certificate; empty when it cannot be read.
        level: `b-b`, `b-t`, `b-lt`, `b-lta`; the same with `pkcs7-` before it for signatures
            that are not PAdES; `none` when it cannot be told.
        indication: Main indication.
        sub_indication: Why it is not PASSED; empty when it is.
        integrity: Whether the bytes of this signature are intact.
        covers_whole_file: No byte was added after this signature.
        changes_after: Names of the kinds of change made after it, all of them permitted when
            the integrity is intact.
        signed_at: Time of the signature, aware; None when there is none.
        time_source: Whether a trusted service or the signer alone says so.
        trust: Whether the certificate is trusted.
        chain: Names from the signer upwards, as far as the certificates are at hand.
        revocation: CRLs and OCSP answers of the file that speak of the signer.
        notices: Codes of what an officer should be told about this signature.
        proof: What the answer about trust rests on.
    """

    field: str
    signer: str
    level: str
    indication: Indication
    sub_indication: str
    integrity: Integrity
    covers_whole_file: bool
    changes_after: tuple[str, ...]
    signed_at: datetime | None
    time_source: TimeSource
    trust: Trust
    chain: tuple[str, ...] = ()
    revocation: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    proof: RevocationProof = dataclasses.field(
        default_factory=RevocationProof, compare=False, repr=False
    )

    def as_json(self) -> dict[str, object]:
        """Give the shape that is written to JSON."""
        return {
            "field": self.field,
            "signer": self.signer,
            "level": self.level,
            "indication": self.indication.value,
            "sub_indication": self.sub_indication,
            "integrity": self.integrity.value,
            "covers_whole_file": self.covers_whole_file,
            "changes_after": list(self.changes_after),
            "signed_at": self.signed_at.isoformat() if self.signed_at else None,
            "time_source": self.time_source.value,
            "trust": self.trust.value,
            "chain": list(self.chain),
            "revocation": list(self.revocation),
            "notices": list(self.notices),
        }


@dataclass(frozen=True, slots=True)
class FileVerdict:
    """What was found about one file.

    Attributes:
        path: The path as it was given.
        verdict: Answer for the whole file.
        integrity: Worst integrity of its signatures and time stamps.
        notices: Codes of everything an officer should be told, in order of discovery.
        signatures: One entry per signature, in the order they were made.
    """

    path: str
    verdict: Verdict
    integrity: Integrity
    notices: tuple[str, ...]
    signatures: tuple[SignatureVerdict, ...]

    def as_json(self) -> dict[str, object]:
        """Give the shape that is written to JSON."""
        return {
            "path": self.path,
            "verdict": self.verdict.value,
            "integrity": self.integrity.value,
            "notices": list(self.notices),
            "signatures": [signature.as_json() for signature in self.signatures],
        }
