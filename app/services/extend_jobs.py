"""Jobs on files that are signed already: their time and evidence, and how long that is proved.

They run in worker processes. A file of the store comes and goes as bytes; a loose one is worked on
where it lies.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from app.errors import Advice, LibraryError
from app.services.workers import digest_of, library_errors, private_folder
from signing.endpoints import Reach
from signing.limits import TrustMaterial
from signing.requests import Level, SignRequest
from signing.trust.records import EvidenceFacts, facts_of_check

if TYPE_CHECKING:
    from signing.verdict import FileVerdict


@dataclass(frozen=True, slots=True)
class ExtendOrder:
    """A signed file that lacks its time, evidence or renewal.

    Attributes:
        level: Level to reach.
        request: Services, authorities and the name of the signature.
        at: Now, aware; for the evidence.
        data: Bytes of the file; empty when it is a loose one.
        source: Path of a loose file.
        target: Where the extended one goes.
    """

    level: str
    request: SignRequest
    at: datetime
    data: bytes = field(default=b"", repr=False)
    source: str = ""
    target: str = ""


@dataclass(frozen=True, slots=True)
class Extended:
    """The file with its time.

    Attributes:
        data: Its bytes; empty for loose files.
        sha256: Its digest.
        level: Level of the signature now.
        source_sha256: Digest of the file as it was.
        evidence: What was brought and what the signature rests on now.
    """

    data: bytes = field(repr=False)
    sha256: str
    level: str
    source_sha256: str = ""
    evidence: tuple[EvidenceFacts, ...] = ()


def extend_file(order: ExtendOrder) -> Extended:
    """Bring the time and evidence that a file lacks; earlier signatures stay as they are.

    Raises:
        LibraryError: No service answered, or the file is not intact.
    """
    with library_errors():
        if order.source:
            return _extend(order, Path(order.source), Path(order.target))
        with private_folder() as folder:
            source, target = folder / "source.pdf", folder / "extended.pdf"
            source.write_bytes(order.data)
            done = _extend(order, source, target)
            data = target.read_bytes()
    if hashlib.sha256(data).hexdigest() != done.sha256:
        raise LibraryError("output.not_written", Advice.RETRY_NOW, "the file changed meanwhile")
    return replace(done, data=data)


def _extend(order: ExtendOrder, source: Path, target: Path) -> Extended:
    from signing.pades.extending import extend_signature
    from signing.trust.records import facts_of_extension

    done = extend_signature(source, target, Level(order.level), order.request)
    evidence: tuple[EvidenceFacts, ...] = ()
    if done.sha256 != done.source_sha256:
        found = _checked(target, _trust_of(order.request), order.request.reach)
        evidence = tuple(
            facts_of_extension(one, done.sha256, order.at)
            for one in found.signatures
            if one.field == done.field_name
        )
    return Extended(b"", done.sha256, done.level.value, done.source_sha256, evidence)


def _trust_of(request: SignRequest) -> TrustMaterial:
    return TrustMaterial(request.trust_roots, request.trust_limits)


def _checked(path: Path, trust: TrustMaterial, reach: Reach) -> FileVerdict:
    """Check a file that this station has just made: what its pages show was compared already."""
    from signing.validation.verify import VerifyRules, verify_with

    return verify_with(path, replace(VerifyRules.of(trust, reach), draw_pages=False))


def proof_end_of(path: str) -> datetime:
    """Until when the time of a signed file is proved, aware; see `signing.pades.renewal`.

    Raises:
        LibraryError: It cannot be read, or it is not signed.
    """
    from signing.pades.renewal import proof_end

    with library_errors():
        return proof_end(Path(path))


def evidence_of_file(path: str, request: SignRequest, at: datetime) -> tuple[EvidenceFacts, ...]:
    """What the signatures of a file rest on, for one whose evidence was not kept when it was made.

    Args:
        path: The file.
        request: Authorities, and where answers are kept.
        at: Now, aware.

    Raises:
        LibraryError: The configured authorities are damaged (never because of the file).
    """
    with library_errors():
        verdict = _checked(Path(path), _trust_of(request), request.reach)
    digest = digest_of(path)
    return tuple(facts_of_check(one, digest, at) for one in verdict.signatures)
