"""The check of a certificate before its key is used.

Everything is looked at while the key is untouched: time, purpose, strength, the chain and its
state of revocation. Whoever signs gets a named refusal, or the evidence that nothing was found.

Source: TT 15/2025/TT-BKHCN, Art. 5 (1, 2 and 5); RFC 5280, 6.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Literal

from asn1crypto import crl, x509

from signing.certificates import (
    certificate_summary,
    check_may_sign,
    common_name,
    parse_certificate,
)
from signing.endpoints import Reach
from signing.errors import CertificateUntrusted, RevocationUnavailable
from signing.expiry import expiry_warnings
from signing.identities import CertificateSummary
from signing.limits import TrustLimit
from signing.loops import run_to_end
from signing.trust.chain import (
    ChainRules,
    chain_context,
    proof_of,
    require_chain,
    upwards,
)
from signing.trust.clocks import ClockReading
from signing.trust.roots import as_certificates
from signing.verdict import RevocationProof

REVOCATION_UNKNOWN = "revocation-unknown"


class RevocationState(StrEnum):
    """What is known about revocation; there is no third answer that may sign."""

    GOOD = "good"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class CheckRules:
    """What a certificate is held against.

    Attributes:
        moment: Signing time, aware.
        roots: Certificates (DER or PEM) that the chain must end in.
        others: Certificates (DER or PEM) that may lie between.
        crls: Revocation lists (DER) at hand.
        fetch: Ask the authority.
        offline_allowed: Let it sign although its state of revocation is unknown; it is said so
            in the result, and revoked is refused all the same.
        timeout_s: Longest wait for one answer, seconds.
        reach: How addresses are reached.
        limits: What some of the roots are trusted for.
    """

    moment: datetime
    roots: tuple[bytes, ...]
    others: tuple[bytes, ...] = ()
    crls: tuple[bytes, ...] = ()
    fetch: bool = True
    offline_allowed: bool = False
    timeout_s: float = 10.0
    reach: Reach = field(default_factory=Reach)
    limits: tuple[TrustLimit, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckedCertificate:
    """A certificate that may sign.

    Attributes:
        summary: What the officer is shown.
        chain: Names from the signer to the root.
        revocation: What is known about revocation.
        unknown_because: Code of the error that says why nothing is known; empty when it is.
        days_left: Whole days until it ends.
        warnings: What the officer is told: `certificate-expires-7`, `-30` or `-60`,
            `revocation-unknown`.
        proof: What the check rested on.
        clocks: What the clocks of the services that were asked showed; see `clock_finding`.
    """

    summary: CertificateSummary
    chain: tuple[str, ...]
    revocation: RevocationState
    unknown_because: str
    days_left: int
    warnings: tuple[str, ...]
    proof: RevocationProof
    clocks: tuple[ClockReading, ...] = ()


def check_before_signing(
    certificate: bytes, beside: Sequence[bytes], rules: CheckRules
) -> CheckedCertificate:
    """Check a certificate; no private key is needed or used.

    Args:
        certificate: The signer's, DER.
        beside: Certificates that came with it, DER.
        rules: What it is held against.

    Raises:
        KeyNotFound: The bytes are not a certificate.
        CertificateRefused: One of its subclasses says why it may not sign.
        RevocationUnavailable: Its state is unknown and that is not allowed; a subclass says
            what was wrong with the answers.
        BadTrustRoots: A configured certificate is damaged.
    """
    signer = parse_certificate(certificate)
    check_may_sign(signer, rules.moment)
    if not rules.roots:
        raise CertificateUntrusted("no roots are configured")
    try:
        path, proof, clocks = run_to_end(_require(signer, beside, rules, "require"))
        unknown = ""
    except RevocationUnavailable as error:
        if not rules.offline_allowed:
            raise
        path, proof, clocks = run_to_end(_require(signer, beside, rules, "soft-fail"))
        unknown = error.code
    return CheckedCertificate(
        summary=certificate_summary(certificate),
        chain=tuple(common_name(one.subject) for one in path),
        revocation=RevocationState.UNKNOWN if unknown else RevocationState.GOOD,
        unknown_because=unknown,
        days_left=(signer.not_valid_after - rules.moment).days,
        warnings=(
            *expiry_warnings(signer.not_valid_after, rules.moment),
            *((REVOCATION_UNKNOWN,) if unknown else ()),
        ),
        proof=proof,
        clocks=clocks,
    )


async def _require(
    signer: x509.Certificate,
    beside: Sequence[bytes],
    rules: CheckRules,
    revocation: Literal["soft-fail", "require"],
) -> tuple[tuple[x509.Certificate, ...], RevocationProof, tuple[ClockReading, ...]]:
    """Build the chain and look at its state of revocation."""
    online = rules.fetch and revocation == "require"
    chain_rules = ChainRules(
        roots=tuple(as_certificates(rules.roots)),
        others=(*as_certificates(rules.others), *as_certificates(beside)),
        limits=rules.limits,
        crls=tuple(crl.CertificateList.load(der) for der in rules.crls),
        moment=None if online else rules.moment,
        revocation=revocation,
        fetch=online,
        timeout_s=rules.timeout_s,
        reach=rules.reach,
    )
    async with chain_context(chain_rules) as context:
        path = await require_chain(signer, context)
        chain = upwards(path)
        return chain, proof_of(chain, context), tuple(context.clocks)
