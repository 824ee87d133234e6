"""Files that another program has signed: ours, one sound signature more, and nothing else.

The program had the file for itself, so nothing it says is believed. What came back must begin
with the very bytes that were given out; what follows them may add one signature with its looks
and its evidence. Pages are compared by their objects and by how they look, as if the file that
was given out had been signed.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

import pikepdf
from asn1crypto import cms

from signing.certificates import certificate_summary
from signing.errors import (
    DamagedPdf,
    PaddingRefused,
    PdfChanged,
    PdfUnreadable,
    ReturnedFileChanged,
)
from signing.identities import Mechanism
from signing.keys.vgca import VgcaOrder, VgcaRules, sign_in_program
from signing.outputs import chunks_of, copy_hashed, make_durable, part_file, publish
from signing.pades.prepared import check_signer
from signing.requests import Level, RsaPadding, SignedPdf, SignRequest, VgcaSource
from signing.validation.changes import judge_changes
from signing.validation.fields import SignatureField, form_nodes, signature_fields
from signing.validation.inspection import BROKEN_ERRORS
from signing.validation.looks import is_permitted
from signing.validation.rendering import SignedState, compare_looks
from signing.validation.revisions import Revisions, tail_problem
from signing.validation.source import Source
from signing.validation.verify import VerifyRules, verify_with
from signing.verdict import Integrity, SignatureVerdict

_PERMITTED = frozenset(
    {
        "signature-added",
        "signature-field-added",
        "time-stamp-added",
        "long-term-evidence",
        "metadata-changed",
        "tags-changed",
        "white-space",
    }
)
_MOST_ADDED_BYTES = 64 * 1024 * 1024
_DRAWING_LIMIT_S = 120.0
_NOT_SIGNED = SignatureField("", None, None)


def sign_with_program(
    source: Path,
    target: Path,
    program: VgcaSource,
    request: SignRequest,
    order: VgcaOrder,
    *,
    rules: VgcaRules,
) -> SignedPdf:
    """Have the government's program sign a file, check what it gives back, give it its name.

    Args:
        source: File to sign; never altered.
        target: Appears only after everything was checked.
        program: Where the program listens.
        request: Time, roots, digest of what was shown. Level and field are the program's choice.
        order: What the program is to do.
        rules: How long to wait.

    Raises:
        RemoteFailed: The program did not sign; a subclass says why.
        ReturnedFileChanged: It changed more than it was asked for.
        PdfChanged: The file is not the one that was shown.
        CertificateRefused: Somebody signed whose certificate may not sign.
        OutputNotWritten: Disk full, no permission.
    Runs on: the token lane.
    """
    with part_file(target) as (given, stream), part_file(target) as (back, empty):
        empty.close()
        digest = _copy(source, stream)
        if request.seen_sha256 not in ("", digest):
            raise PdfChanged("the file is not the one that was shown")
        make_durable(stream)
        wanted = replace(order, pss=request.rsa_padding is RsaPadding.PSS)
        sign_in_program(program, given, back, wanted, rules)
        return accept_returned(given, back, target, request)


def accept_returned(given: Path, back: Path, target: Path, request: SignRequest) -> SignedPdf:
    """Check a file that another program has signed, and give it its name.

    Args:
        given: The file as it was given out.
        back: The file as it came back; only read.
        target: Appears only when nothing was found.
        request: Time, roots.

    Raises:
        ReturnedFileChanged: It is another file, lacks the signature, or has other changes.
        CertificateRefused: The certificate may not sign, leads to no root, or signed in a way
            that the request does not allow.
        DamagedPdf: The file given out is damaged, so that changes cannot be told.
        OutputNotWritten: Disk full, no permission.
    """
    length = _check_beginning(given, back)
    _check_changes(back, length)
    found = _new_signature(given, back, request)
    signer = _signer_of(back, found.field)
    check_signer(signer.certificate, signer.others, request)
    if (signer.mechanism, request.rsa_padding) == (Mechanism.RSA_PKCS1, RsaPadding.PSS):
        raise PaddingRefused("the program signed with PKCS #1 v1.5, which was not allowed")
    with part_file(target) as (part, stream):
        _copy(back, stream)
        digest = make_durable(stream)
        publish(part, target)
    return SignedPdf(
        sha256=digest,
        field_name=found.field,
        level=_level(found.level),
        signer=certificate_summary(signer.certificate),
        signed_at=found.signed_at or request.signed_at,
        mechanism=signer.mechanism,
    )


@dataclass(frozen=True, slots=True)
class _Signer:
    """Who signed and how."""

    certificate: bytes
    others: tuple[bytes, ...]
    mechanism: Mechanism


def _copy(source: Path, stream: BinaryIO) -> str:
    """Copy a file and return the digest of the very bytes that were copied."""
    try:
        with source.open("rb") as opened:
            return copy_hashed(opened, stream)
    except OSError as error:
        raise PdfUnreadable(f"the file cannot be read: {error.strerror}") from error


def _check_beginning(given: Path, back: Path) -> int:
    """Refuse a file that does not begin with what was given out; tell how long that was."""
    try:
        length = given.stat().st_size
        added = back.stat().st_size - length
        with given.open("rb") as ours, back.open("rb") as theirs:
            same = _digest(ours, length) == _digest(theirs, length)
    except OSError as error:
        raise PdfUnreadable(f"the file cannot be read: {error.strerror}") from error
    if not same:
        raise ReturnedFileChanged("another file, or one that was written anew")
    if not 0 < added <= _MOST_ADDED_BYTES:
        raise ReturnedFileChanged(f"{added} bytes were added")
    return length


def _digest(stream: BinaryIO, length: int) -> bytes:
    """Hash the first bytes of a file."""
    digest = hashlib.sha256()
    for chunk in chunks_of(stream, length):
        digest.update(chunk)
    return digest.digest()


def _check_changes(back: Path, length: int) -> None:
    """Refuse what follows the given bytes when it changes more than signatures.

    A file without a signature is protected by nobody, so a check of signatures alone would let
    a changed page pass that was signed together with the change.
    """
    with Source(back) as source:
        states = Revisions(source)
        try:
            before = states.at(length)
        except pikepdf.PdfError as error:
            raise DamagedPdf("the file given out is damaged") from error
        try:
            problem = tail_problem(states, length)
            changes = judge_changes(_NOT_SIGNED, before, states.at(source.size))
            (looks,) = compare_looks(
                source, [SignedState(length, changes.areas)], limit_s=_DRAWING_LIMIT_S
            )
        except BROKEN_ERRORS as error:
            raise ReturnedFileChanged("changes that cannot be read") from error
        finally:
            states.forget()
    wrong = {*changes.suspicious, *(set(changes.kinds) - _PERMITTED)}
    wrong |= {name for name in looks if not is_permitted(name)}
    if problem:
        wrong.add(problem)
    if wrong:
        raise ReturnedFileChanged(", ".join(sorted(wrong)))


def _new_signature(given: Path, back: Path, request: SignRequest) -> SignatureVerdict:
    """Find the one signature that was added, and see that every signature holds."""
    rules = VerifyRules(
        trust_roots=request.trust_roots,
        other_certs=request.other_certs,
        trust_limits=request.trust_limits,
    )
    before = {found.field for found in verify_with(given, rules).signatures}
    verdict = verify_with(back, rules)
    added = [found for found in verdict.signatures if found.field not in before]
    if verdict.integrity is not Integrity.INTACT or len(added) != 1:
        raise ReturnedFileChanged(f"integrity {verdict.integrity}, {len(added)} signatures added")
    if len(verdict.signatures) != len(before) + 1 or added[0].level == "none":
        raise ReturnedFileChanged("signatures that cannot be told apart")
    if "weak-hash" in added[0].notices or "weak-hash" in verdict.notices:
        raise ReturnedFileChanged("signed with a digest that is no longer safe")
    return added[0]


def _signer_of(back: Path, field_name: str) -> _Signer:
    """Read who signed a field of a file that has been checked."""
    with Source(back) as source, source.open(source.size) as pdf:
        named = [one for one in signature_fields(form_nodes(pdf)) if one.name == field_name]
        try:
            data = cms.ContentInfo.load(named[0].contents)["content"]
            (signer,) = data["signer_infos"]
            serial = signer["sid"].chosen["serial_number"].native
            present = [one.chosen for one in data["certificates"]]
            (mine,) = [one for one in present if one.serial_number == serial]
            others = tuple(one.dump() for one in present if one is not mine)
            algorithm = signer["signature_algorithm"].signature_algo
            return _Signer(mine.dump(), others, _mechanism(algorithm))
        except (ValueError, TypeError, LookupError, AttributeError) as error:
            raise ReturnedFileChanged("a signer that cannot be read") from error


def _level(name: str) -> Level:
    """Read the level of a signature of either kind."""
    return Level(f"b-{name.rpartition('-')[2]}")


def _mechanism(name: str) -> Mechanism:
    """Name how a signature was made."""
    names = {
        "rsassa_pkcs1v15": Mechanism.RSA_PKCS1,
        "rsassa_pss": Mechanism.RSA_PSS,
        "ecdsa": Mechanism.ECDSA,
    }
    return names[name]
