"""The check of each certificate once, after its key was opened and before it is used.

What the check rested on is kept as evidence with every signature of the run.

Source: TT 15/2025/TT-BKHCN, Art. 5 (1, 2, 5 and 6).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.domain.signing import SigningItem, SigningPlan
from app.jobs import Executor
from app.services.key_host import KeyIdentity
from app.services.signing_plan import field_name
from app.services.station import SigningOptions
from app.services.trust import CheckOrder, check_certificate
from app.services.workers import library_errors, read_trust
from signing.expiry import expiry_warnings
from signing.limits import TrustMaterial
from signing.requests import Level
from signing.trust.records import Act, EvidenceFacts
from signing.verdict import RevocationProof

TRUST_NOT_SET_UP = "trust-not-set-up"
"""Warning: the station has no roots, so nobody can say whose authority has issued it."""


@dataclass(frozen=True, slots=True)
class KeyWarning:
    """What the officer is told about a certificate that may sign.

    Attributes:
        signer: Common name of the holder.
        code: `certificate-expires-60`, `-30` or `-7`, `revocation-unknown`,
            `trust-not-set-up`, or a code of `clock.` when this machine's clock is in doubt.
    """

    signer: str
    code: str


@dataclass(frozen=True, slots=True)
class KeyCheck:
    """A certificate that may sign.

    Attributes:
        signer: Common name of the holder.
        revocation: `good` or `unknown`.
        warnings: What the officer is told.
        proof: What the check rested on.
    """

    signer: str
    revocation: str
    warnings: tuple[KeyWarning, ...]
    proof: RevocationProof


def check_keys(
    lane: Executor, options: SigningOptions, identities: Sequence[KeyIdentity], now: datetime
) -> list[KeyCheck]:
    """Check the certificate of each signer, one that signs at several places once.

    Raises:
        LibraryError: A certificate may not sign; its code says why. No key was used.
    """
    trust = read_trust(Path(options.trust_dir)) if options.trust_dir else TrustMaterial()
    found: dict[bytes, KeyCheck] = {}
    for one in identities:
        if one.certificate not in found:
            order = CheckOrder(
                certificate=one.certificate,
                beside=one.chain,
                trust=trust,
                offline_allowed=options.sign_offline,
                timeout_s=options.service_timeout_s,
                reach=options.reach,
            )
            found[one.certificate] = lane.submit(check_key, order, now).result()
    return [found[one.certificate] for one in identities]


def check_key(order: CheckOrder, now: datetime) -> KeyCheck:
    """Check one certificate; gives light values that any process may hold.

    Raises:
        LibraryError: It may not sign; the code says why.
    Runs on: a worker process.
    """
    if not order.trust.certificates:
        return _without_roots(order.certificate, now)
    report = check_certificate(order, now)
    codes = (*report.warnings, *filter(None, (report.clock,)))
    return KeyCheck(
        signer=report.subject,
        revocation=report.revocation,
        warnings=tuple(KeyWarning(report.subject, code) for code in codes),
        proof=report.checked.proof,
    )


def _without_roots(certificate: bytes, now: datetime) -> KeyCheck:
    """A station that trusts nobody yet looks at time, purpose and strength."""
    from signing.certificates import certificate_summary, check_may_sign, parse_certificate

    with library_errors():
        check_may_sign(parse_certificate(certificate), now)
        summary = certificate_summary(certificate)
    codes = (*expiry_warnings(summary.not_after, now), TRUST_NOT_SET_UP)
    return KeyCheck(
        signer=summary.subject,
        revocation="unknown",
        warnings=tuple(KeyWarning(summary.subject, code) for code in codes),
        proof=RevocationProof((certificate,)),
    )


def facts_of_item(
    item: SigningItem, plan: SigningPlan, check: KeyCheck, made_at: datetime
) -> EvidenceFacts:
    """What is kept about a signature that was made.

    Args:
        item: VERIFIED.
        plan: How it was signed.
        check: The certificate of its key.
        made_at: Now, aware.
    """
    told = json.loads(item.work.prepared)
    codes = (item.level, f"revocation-{check.revocation}", *(one.code for one in check.warnings))
    return EvidenceFacts(
        made_at=made_at,
        act=Act.SIGNED,
        file_sha256=item.sha256,
        field=str(told.get("field_name") or field_name(plan, item.place)),
        result="signed",
        proof=check.proof,
        reasons=tuple(dict.fromkeys(codes)),
        signed_at=str(told.get("signed_at", "")),
        time_source="timestamp" if Level(item.level).needs_timestamp else "claimed",
    )
