"""The last look at a file of ours before it gets its name: verified as a stranger would."""

from __future__ import annotations

from pathlib import Path

from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from signing.errors import SelfCheckFailed
from signing.requests import Level, SignatureKind, SignRequest
from signing.validation.verify import VerifyRules, verify_with
from signing.verdict import Integrity


def check_own(part: Path, field_name: str, level: Level, request: SignRequest) -> None:
    """Refuse a file of ours that does not verify or has not the level we say.

    Args:
        part: The finished file, still under a temporary name.
        field_name: Signature that was made or raised.
        level: Level it is said to have.
        request: Roots that its chains end in.

    Raises:
        SelfCheckFailed: Something does not hold.
    """
    rules = VerifyRules(trust_roots=request.trust_roots, other_certs=request.other_certs)
    verdict = verify_with(part, rules)
    mine = [found for found in verdict.signatures if found.field == field_name]
    if verdict.integrity is not Integrity.INTACT or len(mine) != 1:
        raise SelfCheckFailed(f"integrity {verdict.integrity}, {len(mine)} signatures of that name")
    wanted = _level_name(level, request.kind)
    if mine[0].level != wanted:
        raise SelfCheckFailed(f"level {mine[0].level} instead of {wanted}")


def kind_of(found: EmbeddedPdfSignature) -> SignatureKind:
    """Tell what a signature dictionary says it is."""
    pades = str(found.sig_object["/SubFilter"]) == SigSeedSubFilter.PADES.value
    return SignatureKind.PADES if pades else SignatureKind.PKCS7


def _level_name(level: Level, kind: SignatureKind) -> str:
    """Name a level the way a verdict does."""
    return level.value if kind is SignatureKind.PADES else f"pkcs7-{level.value[2:]}"
