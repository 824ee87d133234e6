"""Checking signed files: integrity first, trust second, and an answer for every file.

Integrity does not depend on trust. What cannot be proved is `unknown`, never `valid`.
The states of a file are compared twice, by their objects and by how their pages look: each
comparison finds attacks that the other one misses.

Source: ETSI EN 319 102-1 (validation), ETSI EN 319 142-1 (levels); TT 15/2025/TT-BKHCN,
Art. 6 (checking software).
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

import pikepdf

from signing.endpoints import Reach
from signing.limits import TrustLimit, TrustMaterial
from signing.loops import run_to_end
from signing.trust.chain import ChainRules
from signing.trust.roots import as_certificates
from signing.validation.evidence import evidence_of
from signing.validation.fields import check_names, form_nodes, signature_fields
from signing.validation.inspection import Inspected, inspect_field
from signing.validation.judgement import judge
from signing.validation.looks import is_permitted
from signing.validation.overlaps import overlaps
from signing.validation.rendering import SignedState, compare_looks
from signing.validation.revisions import Revisions
from signing.validation.source import Source, bounded_streams
from signing.validation.stray import Stray, stray_signatures
from signing.verdict import FileVerdict, Indication, Integrity, SignatureVerdict, Verdict

_log = logging.getLogger(__name__)

_MAX_FILE_BYTES = 1024 * 1024 * 1024
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
        reach: How CRL and OCSP addresses are reached.
        draw_pages: Compare how the pages look where bytes follow a signature. Only who wrote
            those bytes in the same breath may leave it out.
        drawing_limit_s: Longest time for all pages, seconds; what was not drawn in that time
            counts as different.
        trust_limits: What some of `trust_roots` are trusted for; the others are for everything.
    """

    trust_roots: tuple[bytes, ...] = ()
    other_certs: tuple[bytes, ...] = ()
    at: datetime | None = None
    fetch: bool = False
    timeout_s: float = 10.0
    reach: Reach = field(default_factory=Reach)
    draw_pages: bool = True
    drawing_limit_s: float = 120.0
    trust_limits: tuple[TrustLimit, ...] = ()

    @classmethod
    def of(cls, trust: TrustMaterial, reach: Reach) -> VerifyRules:
        """Check by the authorities of a station; nobody is asked."""
        return cls(trust_roots=trust.certificates, reach=reach, trust_limits=trust.limits)


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
        limits=rules.trust_limits,
        moment=rules.at,
        fetch=rules.fetch,
        timeout_s=rules.timeout_s,
        reach=rules.reach,
    )
    try:
        with Source(path) as source, bounded_streams():
            return _answer(path, source, rules, chain_rules)
    except OSError:
        return _without_signatures(path, Verdict.UNKNOWN, "not-readable")


def _answer(path: Path, source: Source, rules: VerifyRules, chain_rules: ChainRules) -> FileVerdict:
    """Check an open file; an answer in any case."""
    if source.size > _MAX_FILE_BYTES:
        return _without_signatures(path, Verdict.UNKNOWN, "too-large")
    states = Revisions(source)
    try:
        return _verify(path, states, rules, chain_rules)
    except Exception as error:  # a hostile file may break any parser: the answer is "no"
        _log.info("check broke off: %s", type(error).__name__)
        return _broken_off(path, source)
    finally:
        states.forget()


def _verify(
    path: Path, states: Revisions, rules: VerifyRules, chain_rules: ChainRules
) -> FileVerdict:
    """Check the content of a file; may raise anything."""
    source = states.source
    if b"%PDF-" not in source.read(0, _HEADER_WITHIN_BYTES):
        return _without_signatures(path, Verdict.UNKNOWN, "not-a-pdf")
    try:
        shown, sound = _shown_state(states)
    except pikepdf.PasswordError:
        return _without_signatures(path, Verdict.UNKNOWN, "encrypted")
    fields = list(signature_fields(form_nodes(shown)))
    stray = stray_signatures(states, {field.byte_range for field in fields})
    if not fields:
        return _unsigned(path, stray, sound=sound)
    if len(fields) > _MAX_FIELDS:
        return _without_signatures(path, Verdict.UNKNOWN, "too-many-signatures")
    found = [inspect_field(field, shown, states) for field in fields]
    found.sort(key=lambda item: item.end)
    doubts = frozenset({"signature-removed"} if stray is Stray.REMOVED else ())
    if not check_names(form_nodes(shown)):
        doubts |= {"ambiguous-field"} if len({item.field for item in found}) < len(found) else set()
    found = [item.made_suspicious(doubts) for item in found]
    evidence, overlapping = evidence_of(shown), overlaps(shown)
    # Drawing takes the most memory: nothing else that is large stays open beside it.
    states.forget()
    found = _with_looks(found, states, rules)
    chain_rules = replace(
        chain_rules,
        others=(*chain_rules.others, *evidence.certificates),
        crls=(*chain_rules.crls, *evidence.crls),
        ocsps=(*chain_rules.ocsps, *evidence.ocsps),
    )
    signatures = run_to_end(judge(found, evidence, chain_rules))
    notices: tuple[str, ...] = () if evidence.complete else ("evidence-damaged",)
    notices += () if sound else ("structure-damaged",)
    notices += overlapping
    return _sum_up(path, found, signatures, notices)


def _shown_state(states: Revisions) -> tuple[pikepdf.Pdf, bool]:
    """Open the whole file, if need be by a repair; say whether none was needed."""
    try:
        return states.at(states.source.size), True
    except pikepdf.PasswordError:
        raise
    except pikepdf.PdfError:
        return states.repaired(states.source.size), False


def _with_looks(found: list[Inspected], states: Revisions, rules: VerifyRules) -> list[Inspected]:
    """Draw the states of signatures that seem intact, where bytes follow them."""
    chosen = [
        item
        for item in found
        if item.integrity is Integrity.INTACT and not item.changes.covers_whole_file
    ]
    if not rules.draw_pages or not chosen:
        return found
    drawn = [SignedState(item.end, item.changes.areas) for item in chosen]
    looks = compare_looks(states.source, drawn, limit_s=rules.drawing_limit_s)
    by_end = dict(zip((item.end for item in chosen), looks, strict=True))
    return [_with_look(item, by_end.get(item.end, frozenset())) for item in found]


def _with_look(item: Inspected, names: frozenset[str]) -> Inspected:
    """Add to one signature what its pages look like."""
    told = frozenset(filter(is_permitted, names))
    for name in sorted(told):
        item = item.noting(name)
    return item.made_suspicious(names - told)


def _sum_up(
    path: Path,
    found: Sequence[Inspected],
    signatures: Sequence[SignatureVerdict],
    notices: tuple[str, ...],
) -> FileVerdict:
    """Let the worst signature or time stamp decide."""
    integrity = max((item.integrity for item in found), key=_RANK.__getitem__)
    notices += tuple(notice for item in found for notice in item.notices)
    notices += tuple(notice for signature in signatures for notice in signature.notices)
    if not signatures:
        verdict = Verdict.UNSIGNED
        notices += ("time-stamps-only",)
    elif integrity in (Integrity.SUSPECT, Integrity.BROKEN):
        unreadable_only = all(
            item.unreadable for item in found if item.integrity is not Integrity.INTACT
        )
        verdict = Verdict.UNKNOWN if unreadable_only else Verdict.INVALID
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


def _unsigned(path: Path, stray: Stray, *, sound: bool) -> FileVerdict:
    """Answer for a file without signature fields, unless it hides a signature."""
    if stray is Stray.NONE:
        notices = () if sound else ("structure-damaged",)
        return FileVerdict(str(path), Verdict.UNSIGNED, Integrity.NONE, notices, ())
    notice = "signature-removed" if stray is Stray.REMOVED else "signature-not-in-form"
    return FileVerdict(str(path), Verdict.INVALID, Integrity.SUSPECT, (notice,), ())


def _without_signatures(path: Path, verdict: Verdict, notice: str) -> FileVerdict:
    """Answer for a file whose signatures were not looked at."""
    return FileVerdict(str(path), verdict, Integrity.NONE, (notice,), ())


def _broken_off(path: Path, source: Source) -> FileVerdict:
    """Answer for a file that broke the check: whatever was signed counts as broken."""
    if next(source.find_all(b"/ByteRange"), None) is not None:
        return FileVerdict(str(path), Verdict.INVALID, Integrity.BROKEN, ("damaged",), ())
    return _without_signatures(path, Verdict.UNKNOWN, "damaged")
