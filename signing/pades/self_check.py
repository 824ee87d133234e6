"""The last look at a file of ours before it gets its name: verified as a stranger would."""

from __future__ import annotations

import hashlib
import mmap
import re
from dataclasses import replace
from pathlib import Path

from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from signing.errors import SelfCheckFailed
from signing.outputs import chunks_of
from signing.requests import Level, SignatureKind, SignRequest
from signing.validation.verify import VerifyRules, verify_with
from signing.verdict import Integrity

_RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d{1,12})\s+(\d{1,12})\s+(\d{1,12})\s+(\d{1,12})\s*\]")


def check_own(
    part: Path,
    field_name: str,
    level: Level,
    request: SignRequest,
    *,
    own_from: int | None = None,
    source_sha256: str = "",
) -> None:
    """Refuse a file of ours that does not verify or has not the level we say.

    How pages look is compared only where bytes that we have not written ourselves follow a
    signature; the comparison of objects is always made.

    Args:
        part: The finished file, still under a temporary name.
        field_name: Signature that was made or raised.
        level: Level it is said to have.
        request: Roots that its chains end in.
        own_from: Where room for the first signature or time stamp of ours begins, or the end of
            the source: signatures with room before it came with the source, and all that
            follows was written just now. None when that is not known.
        source_sha256: Digest of the source.

    Raises:
        SelfCheckFailed: Something does not hold.
    """
    older = _older_ends(part, own_from)
    is_ours = own_from is not None and _only_ours_follows(part, older, source_sha256)
    rules = VerifyRules(
        trust_roots=request.trust_roots,
        other_certs=request.other_certs,
        draw_pages=not is_ours,
    )
    verdict = verify_with(part, rules)
    if is_ours and not older and len(verdict.signatures) > 1:
        # A signature that was not found by its text: nothing is known of what follows it.
        verdict = verify_with(part, replace(rules, draw_pages=True))
    mine = [found for found in verdict.signatures if found.field == field_name]
    if verdict.integrity is not Integrity.INTACT or len(mine) != 1:
        raise SelfCheckFailed(f"integrity {verdict.integrity}, {len(mine)} signatures of that name")
    wanted = _level_name(level, request.kind)
    if mine[0].level != wanted:
        raise SelfCheckFailed(f"level {mine[0].level} instead of {wanted}")


def _older_ends(part: Path, own_from: int | None) -> tuple[int, ...]:
    """Where the bytes that older signatures cover end, as their text says; junk among it."""
    if own_from is None:
        return ()
    with part.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as room:
        ranges = (tuple(map(int, found.groups())) for found in _RANGE.finditer(room))
        return tuple(start + size for _, gap, start, size in ranges if gap < own_from)


def _only_ours_follows(part: Path, older: tuple[int, ...], source_sha256: str) -> bool:
    """Whether what follows any signature was written by us just now."""
    if len(older) > 1:
        return False
    return not older or _digest_of_first(part, older[0]) == source_sha256


def _digest_of_first(part: Path, size: int) -> str:
    """Digest of the first bytes of a file."""
    digest = hashlib.sha256()
    with part.open("rb") as stream:
        for chunk in chunks_of(stream, size):
            digest.update(chunk)
    return digest.hexdigest()


def kind_of(found: EmbeddedPdfSignature) -> SignatureKind:
    """Tell what a signature dictionary says it is."""
    pades = str(found.sig_object["/SubFilter"]) == SigSeedSubFilter.PADES.value
    return SignatureKind.PADES if pades else SignatureKind.PKCS7


def _level_name(level: Level, kind: SignatureKind) -> str:
    """Name a level the way a verdict does."""
    return level.value if kind is SignatureKind.PADES else f"pkcs7-{level.value[2:]}"
