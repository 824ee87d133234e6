"""The bytes around a signature: what it covers and what was added after it.

Source: ISO 32000-2:2020, 12.8.1 (byte ranges) and 12.8.2.2 (DocMDP); ETSI EN 319 142-1, 5.5.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from asn1crypto import parser
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import (
    DEFAULT_DIFF_POLICY,
    DiffResult,
    ModificationLevel,
    SuspiciousModification,
)
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel

from signing.documents import DAMAGE_ERRORS
from signing.validation.cms_checks import CmsProblem

_OBJECT = re.compile(rb"\b\d+\s+\d+\s+obj\b")


@dataclass(frozen=True, slots=True)
class Changes:
    """What happened to the file after a signature.

    Attributes:
        covers_whole_file: No byte was added.
        kinds: Names of the permitted changes.
        suspicious: Names of the changes that are not permitted.
    """

    covers_whole_file: bool
    kinds: tuple[str, ...] = ()
    suspicious: tuple[str, ...] = ()


def check_byte_range(embedded: EmbeddedPdfSignature, data: bytes) -> int:
    """Check that the byte range leaves out exactly the signature's own digits.

    Args:
        embedded: The signature.
        data: The whole file.

    Returns:
        Offset of the first byte after the signed ranges.

    Raises:
        CmsProblem: The range is of another form.
    """
    numbers = [int(number) for number in embedded.byte_range]
    if len(numbers) != 4 or min(numbers) < 0:
        raise CmsProblem("FORMAT_FAILURE")
    first, length, second, rest = numbers
    end = second + rest
    if first != 0 or not length < second or end > len(data):
        raise CmsProblem("FORMAT_FAILURE")
    gap = data[length:second]
    if not (gap.startswith(b"<") and gap.endswith(b">")):
        raise CmsProblem("FORMAT_FAILURE")
    try:
        digits = bytes.fromhex(gap[1:-1].decode("ascii"))
    except ValueError as error:
        raise CmsProblem("FORMAT_FAILURE") from error
    if digits != embedded.pkcs7_content:
        raise CmsProblem("FORMAT_FAILURE")
    return end


def has_unsigned_padding(embedded: EmbeddedPdfSignature) -> bool:
    """Tell whether something other than zeros stands behind the signature value.

    No byte range covers it and no viewer shows it; some producers leave old memory there.
    """
    content = embedded.pkcs7_content
    return any(content[parser.peek(content) :])


def changes_after(embedded: EmbeddedPdfSignature, data: bytes, end: int) -> Changes:
    """Look at everything that was added after a signature.

    Args:
        embedded: The signature, its byte range already checked.
        data: The whole file.
        end: Offset of the first byte after the signed ranges.

    Raises:
        CmsProblem: The signature does not cover the revision it stands in.
    """
    coverage = embedded.evaluate_signature_coverage()
    # pyHanko reads the coverage again when it compares revisions.
    embedded.coverage = coverage  # type: ignore[assignment]  # declared as None there
    if coverage == SignatureCoverageLevel.ENTIRE_FILE:
        return Changes(covers_whole_file=True)
    if not data[end:].strip():
        return Changes(covers_whole_file=True, kinds=("white-space",))
    if coverage != SignatureCoverageLevel.ENTIRE_REVISION:
        raise CmsProblem("FORMAT_FAILURE")
    reader = embedded.reader
    if embedded.signed_revision >= reader.total_revisions - 1:
        return Changes(covers_whole_file=False, suspicious=("bytes-outside-revisions",))
    if _objects_after_last_revision(reader, data, end):
        return Changes(covers_whole_file=False, suspicious=("objects-outside-revisions",))
    try:
        return _judge(embedded)
    except DAMAGE_ERRORS:
        # The signature itself holds; what came after it cannot be understood.
        return Changes(covers_whole_file=False, suspicious=("changes-unreadable",))


def _objects_after_last_revision(reader: PdfFileReader, data: bytes, end: int) -> bool:
    """Find objects that no cross-reference section knows.

    A reader that repairs damaged files would show them although the signature seems intact
    (incremental saving attack).
    """
    last = reader.xrefs.get_xref_container_info(reader.total_revisions - 1)
    tail = data[max(end, last.end_location) :]
    return bool(_OBJECT.search(tail)) or bool(data[data.rfind(b"%%EOF") + 5 :].strip())


def _judge(embedded: EmbeddedPdfSignature) -> Changes:
    """Let pyHanko compare all later revisions, object by object."""
    result = embedded.evaluate_modifications(DEFAULT_DIFF_POLICY)
    if isinstance(result, SuspiciousModification):
        return Changes(covers_whole_file=False, suspicious=("content-changed",))
    kinds = _kinds(embedded, result)
    allowed = embedded.docmdp_level
    if allowed is not None and result.modification_level.value > allowed.value:
        return Changes(covers_whole_file=False, kinds=kinds, suspicious=("forbidden-by-docmdp",))
    if result.modification_level > ModificationLevel.FORM_FILLING:
        return Changes(covers_whole_file=False, kinds=kinds, suspicious=("annotations-changed",))
    return Changes(covers_whole_file=False, kinds=kinds)


def _kinds(embedded: EmbeddedPdfSignature, result: DiffResult) -> tuple[str, ...]:
    """Name the permitted changes."""
    if result.modification_level <= ModificationLevel.LTA_UPDATES:
        return ("long-term-evidence",)
    signatures = {name for name, _, _ in enumerate_sig_fields(embedded.reader)}
    filled = set(result.changed_form_fields) - signatures
    return ("form-filled",) if filled else ("signature-added",)
