"""Checking signed files: integrity first, trust second, and an answer for every file.

Integrity does not depend on trust. What cannot be proved is `unknown`, never `valid`.
pyHanko's own verdict is not used as a whole, because it accepts bytes that no revision owns.

Source: ETSI EN 319 102-1 (validation), ETSI EN 319 142-1 (levels); TT 15/2025/TT-BKHCN,
Art. 6 (checking software).
"""

from __future__ import annotations

import io
import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from pyhanko.pdf_utils.crypt import AuthStatus
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import enumerate_sig_fields

from signing.loops import run_to_end
from signing.trust.chain import ChainRules
from signing.trust.roots import as_certificates
from signing.validation.evidence import read_evidence
from signing.validation.inspection import Inspected, inspect_field
from signing.validation.judgement import judge
from signing.verdict import FileVerdict, Indication, Integrity, SignatureVerdict, Verdict

_log = logging.getLogger(__name__)

_MAX_FILE_BYTES = 512 * 1024 * 1024
_MAX_FIELDS = 200
_HEADER_WITHIN_BYTES = 1024
_RANK = {Integrity.NONE: 0, Integrity.INTACT: 1, Integrity.SUSPECT: 2, Integrity.BROKEN: 3}


@dataclass(frozen=True, slots=True)
class VerifyRules:
    """What a check may rely on.

    Attributes:
        trust_roots: Certificates (DER or PEM) that a chain must end in; without them every
            signature is of unknown trust.
        other_certs: Intermediate certificates (DER or PEM) that signatures often leave out.
        at: Time of the check; None is the clock of this machine.
        fetch: Ask the authorities' CRL and OCSP addresses; without it only evidence in the
            file counts.
        timeout_s: Longest wait for one answer, seconds.
    """

    trust_roots: tuple[bytes, ...] = ()
    other_certs: tuple[bytes, ...] = ()
    at: datetime | None = None
    fetch: bool = False
    timeout_s: float = 10.0


def verify_pdf(path: Path, trust_roots: Sequence[bytes] = ()) -> FileVerdict:
    """Check a file without a network.

    Args:
        path: File to check; its content is taken as hostile.
        trust_roots: Certificates, DER or PEM.

    Returns:
        A verdict for every file, also for one that cannot be read.

    Raises:
        BadTrustRoots: The configured roots are damaged (never because of the file).
    Runs on: any lane; a separate process is advised for files from outside.
    """
    return verify_with(path, VerifyRules(trust_roots=tuple(trust_roots)))


def verify_with(path: Path, rules: VerifyRules) -> FileVerdict:
    """Check a file by given rules; see `verify_pdf`."""
    chain_rules = ChainRules(
        roots=tuple(as_certificates(rules.trust_roots)),
        others=tuple(as_certificates(rules.other_certs)),
        moment=rules.at,
        fetch=rules.fetch,
        timeout_s=rules.timeout_s,
    )
    try:
        if path.stat().st_size > _MAX_FILE_BYTES:
            return _without_signatures(path, Verdict.UNKNOWN, "too-large")
        data = path.read_bytes()
    except OSError:
        return _without_signatures(path, Verdict.UNKNOWN, "not-readable")
    try:
        return _verify(path, data, chain_rules)
    except Exception as error:  # a hostile file may break any parser: the answer is "no"
        _log.info("check broke off: %s", type(error).__name__)
        return _broken_off(path, data)


def _verify(path: Path, data: bytes, rules: ChainRules) -> FileVerdict:
    """Check the content of a file; may raise anything."""
    if b"%PDF-" not in data[:_HEADER_WITHIN_BYTES]:
        return _without_signatures(path, Verdict.UNKNOWN, "not-a-pdf")
    reader = PdfFileReader(io.BytesIO(data), strict=False)
    if "/Encrypt" in reader.trailer and reader.decrypt(b"").status == AuthStatus.FAILED:
        return _without_signatures(path, Verdict.UNKNOWN, "encrypted")
    fields = list(enumerate_sig_fields(reader, filled_status=True))
    if not fields:
        return _unsigned(path, data)
    if len(fields) > _MAX_FIELDS:
        return _without_signatures(path, Verdict.UNKNOWN, "too-many-signatures")
    found = [inspect_field(reader, data, name, field) for name, _, field in fields]
    found.sort(key=lambda item: item.end)
    evidence = read_evidence(reader)
    rules = replace(
        rules,
        others=(*rules.others, *evidence.certificates),
        crls=evidence.crls,
        ocsps=evidence.ocsps,
    )
    signatures = run_to_end(judge(found, evidence, rules))
    return _sum_up(path, found, signatures, () if evidence.complete else ("evidence-damaged",))


def _sum_up(
    path: Path,
    found: Sequence[Inspected],
    signatures: Sequence[SignatureVerdict],
    notices: tuple[str, ...],
) -> FileVerdict:
    """Let the worst signature or time stamp decide."""
    integrity = max((item.integrity for item in found), key=_RANK.__getitem__)
    notices += tuple(notice for item in found for notice in item.notices)
    if not signatures:
        verdict = Verdict.UNSIGNED
        notices += ("time-stamps-only",)
    elif integrity in (Integrity.SUSPECT, Integrity.BROKEN):
        unsupported_only = all(
            item.unsupported for item in found if item.integrity is not Integrity.INTACT
        )
        verdict = Verdict.UNKNOWN if unsupported_only else Verdict.INVALID
    else:
        verdict = _of_indications({signature.indication for signature in signatures})
    return FileVerdict(
        path=str(path),
        verdict=verdict,
        integrity=integrity,
        notices=tuple(dict.fromkeys(notices)),
        signatures=tuple(signatures),
    )


def _of_indications(indications: set[Indication]) -> Verdict:
    """One failed signature fails the file, one undecided leaves it undecided."""
    if Indication.FAILED in indications:
        return Verdict.INVALID
    return Verdict.VALID if indications == {Indication.PASSED} else Verdict.UNKNOWN


def _unsigned(path: Path, data: bytes) -> FileVerdict:
    """Answer for a file without signature fields, unless it hides a signature."""
    if b"/ByteRange" in data:
        return FileVerdict(
            str(path), Verdict.INVALID, Integrity.SUSPECT, ("signature-not-in-form",), ()
        )
    return FileVerdict(str(path), Verdict.UNSIGNED, Integrity.NONE, (), ())


def _without_signatures(path: Path, verdict: Verdict, notice: str) -> FileVerdict:
    """Answer for a file whose signatures were not looked at."""
    return FileVerdict(str(path), verdict, Integrity.NONE, (notice,), ())


def _broken_off(path: Path, data: bytes) -> FileVerdict:
    """Answer for a file that broke the check: whatever was signed counts as broken."""
    if b"/ByteRange" in data:
        return FileVerdict(str(path), Verdict.INVALID, Integrity.BROKEN, ("damaged",), ())
    return _without_signatures(path, Verdict.UNKNOWN, "damaged")
