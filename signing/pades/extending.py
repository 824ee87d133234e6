"""Raising signed files later: the time and evidence that are owed, and renewal after years.

Nothing that was signed before is touched. Only the last signature of a file still has room for
a time stamp of its own; otherwise a document time stamp follows.

Source: ETSI EN 319 142-1 V1.2.1, clauses 5.5 and 6.3; ETSI EN 319 102-1, clause 5.6 (renewal).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from signing.errors import BadRequest, PdfUnreadable, SelfCheckFailed
from signing.loops import run_to_end
from signing.outputs import copy_hashed, make_durable, part_file, publish
from signing.pades.levels import Climb, find_signature
from signing.pades.self_check import check_own, kind_of
from signing.requests import Level, SignRequest
from signing.validation.verify import VerifyRules, verify_with
from signing.verdict import Integrity


@dataclass(frozen=True, slots=True)
class ExtendedPdf:
    """What came out of raising a file.

    Attributes:
        sha256: Digest of the whole file, lower-case hexadecimal.
        field_name: Signature that was raised.
        level: Level it has now.
        source_sha256: Digest of the file as it was.
    """

    sha256: str
    field_name: str
    level: Level
    source_sha256: str


def extend_signature(source: Path, target: Path, level: Level, request: SignRequest) -> ExtendedPdf:
    """Raise a signature to a level; at B-LTA already, renew it by another time stamp.

    A file that has the level, B-LTA apart, is copied as it is, so that a repeated call does no
    harm.

    Args:
        source: A file whose signatures are intact; never altered unless it is also the target.
        target: Appears only after the result has been verified; replaced as a whole.
        level: Level to reach, B-T or above.
        request: Services, roots, and the name of the field; the last signature is taken when
            no signature has that name.

    Raises:
        BadRequest: The file has no signature, or the request lacks services for the level.
        SelfCheckFailed: The file is not intact; time is not added to broken signatures.
        ServiceUnavailable: Time or evidence could not be had; nothing was written.
        CertificateRefused: A chain that is to be kept does not hold.
        UnsignablePdf: The file cannot be read.
        OutputNotWritten: Disk full, no permission.
    Runs on: any lane; no key is touched.
    """
    if not level.needs_timestamp:
        raise BadRequest("a signature is extended to B-T or above")
    wanted = replace(request, level=level)
    with part_file(target) as (part, stream):
        try:
            opened = source.open("rb")
        except OSError as error:
            raise PdfUnreadable(f"the source cannot be read: {error.strerror}") from error
        with opened:
            before = copy_hashed(opened, stream)
            size = stream.tell()
        # The copy is looked at, not the source: what was checked is what is extended.
        _require_intact(part, request)
        _, found = find_signature(stream, request.field_name)
        field_name = str(found.field_name)
        climb = Climb(stream, field_name, wanted)
        run_to_end(climb.to_level(renew=True))
        reached = climb.level()
        kind = kind_of(found)
        digest = make_durable(stream)
        check_own(
            part,
            field_name,
            reached,
            replace(wanted, kind=kind),
            own_from=size,
            source_sha256=before,
        )
        publish(part, target)
    return ExtendedPdf(digest, field_name, reached, before)


def _require_intact(part: Path, request: SignRequest) -> None:
    """Refuse a file whose signatures do not hold.

    Raises:
        SelfCheckFailed: It is not intact.
        BadRequest: It has no signatures.
    """
    rules = VerifyRules(
        trust_roots=request.trust_roots,
        other_certs=request.other_certs,
        trust_limits=request.trust_limits,
    )
    integrity = verify_with(part, rules).integrity
    if integrity is Integrity.NONE:
        raise BadRequest("the file has no signature")
    if integrity is not Integrity.INTACT:
        raise SelfCheckFailed(f"integrity {integrity} before it was extended")
