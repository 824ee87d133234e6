"""Job of looking a file over before anybody signs it; runs in a worker process."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from app.services.signing_check import CheckRules
from app.services.workers import library_errors, private_folder
from signing.trust.records import EvidenceFacts, facts_of_check


@dataclass(frozen=True, slots=True)
class Looked:
    """What was found in a file before anybody signs it.

    Attributes:
        refusals: Codes of what keeps it from being signed.
        notices: Codes of what an officer should look at.
        verdict: "unsigned", or what its signatures are worth.
        signatures: How many it carries.
        evidence: What each verdict about a signature rests on.
    """

    refusals: tuple[str, ...]
    notices: tuple[str, ...]
    verdict: str
    signatures: int
    evidence: tuple[EvidenceFacts, ...] = ()


def look_before_signing(data: bytes, rules: CheckRules, at: datetime) -> Looked:
    """Inspect a file for active or hidden content, and check the signatures it came with.

    Args:
        data: The file.
        rules: What the check may rely on.
        at: Now, aware.

    Raises:
        LibraryError: It is no PDF that could be signed.
    """
    from signing.pades.before_signing import inspect_before_signing
    from signing.validation.verify import VerifyRules, verify_with

    with library_errors(), private_folder() as folder:
        path = folder / "result.pdf"
        path.write_bytes(data)
        findings = inspect_before_signing(path)
        verdict = verify_with(path, VerifyRules.of(rules.trust, rules.reach))
    digest = hashlib.sha256(data).hexdigest()
    return Looked(
        refusals=tuple(dict.fromkeys(one.code for one in findings if one.refused)),
        notices=tuple(dict.fromkeys(one.code for one in findings if not one.refused)),
        verdict=verdict.verdict.value,
        signatures=len(verdict.signatures),
        evidence=tuple(facts_of_check(one, digest, at) for one in verdict.signatures),
    )
