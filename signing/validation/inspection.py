"""One signature field: is it intact, and what was done to the file after it?"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

import pikepdf
from asn1crypto import cms
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from pyhanko.pdf_utils import generic
from pyhanko.sign.ades.report import AdESSubIndic
from pyhanko.sign.validation.errors import SignatureValidationError

from signing.documents import DAMAGE_ERRORS
from signing.validation.changes import Changes, judge_changes
from signing.validation.cms_checks import (
    CmsProblem,
    SoundCms,
    SoundToken,
    check_detached,
    check_hash_name,
    check_token,
    digest_of,
    signature_tokens,
)
from signing.validation.comparison import TooManyObjects
from signing.validation.fields import SignatureField, form_nodes, get, signature_fields
from signing.validation.revisions import (
    Coverage,
    Revisions,
    check_byte_range,
    check_dictionary,
    has_unsigned_padding,
    tail_is_blank,
    tail_problem,
)
from signing.verdict import Integrity

_PADES = "/ETSI.CAdES.detached"
_PKCS7 = "/adbe.pkcs7.detached"
_PKCS7_SHA1 = "/adbe.pkcs7.sha1"
_TIMESTAMP = "/ETSI.RFC3161"
_UNSUPPORTED = "SIGNATURE_KIND_UNSUPPORTED"
_CHANGED = "SIG_CONSTRAINTS_FAILURE"
_NO_CERTIFICATE = "NO_SIGNING_CERTIFICATE_FOUND"
# Later signatures and evidence are routine; of every other permitted change an officer is told.
_ROUTINE = frozenset({"signature-added", "time-stamp-added", "long-term-evidence", "white-space"})
_UNTOUCHED = Changes(covers_whole_file=False)
BROKEN_ERRORS = (
    *DAMAGE_ERRORS,
    pikepdf.PdfError,
    InvalidSignature,
    UnsupportedAlgorithm,
    OverflowError,
)


@dataclass(frozen=True, slots=True)
class Inspected:
    """What the bytes say about one field.

    Attributes:
        field: Full name.
        sub_filter: Kind of signature, e.g. `/ETSI.CAdES.detached`.
        integrity: Whether it holds.
        problem: Sub-indication when it does not.
        end: Offset after the signed bytes; 0 when unknown.
        has_store: The state it covers holds a security store.
        changes: What was added after it.
        cms: Signer, when the signature value holds.
        tokens: Time stamps; for a document time stamp the one it is.
        claimed_at: Time that the signer wrote.
        notices: Codes for the officer.
    """

    field: str
    sub_filter: str
    integrity: Integrity
    problem: str = ""
    end: int = 0
    has_store: bool = False
    changes: Changes = _UNTOUCHED
    cms: SoundCms | None = dataclasses.field(default=None, repr=False)
    tokens: tuple[SoundToken, ...] = dataclasses.field(default=(), repr=False)
    claimed_at: datetime | None = None
    notices: tuple[str, ...] = ()

    @property
    def is_timestamp(self) -> bool:
        """It is a document time stamp, not a signature."""
        return self.sub_filter == _TIMESTAMP

    @property
    def is_pades(self) -> bool:
        """It is a PAdES signature."""
        return self.sub_filter == _PADES

    @property
    def unsupported(self) -> bool:
        """It is of a kind that is not checked, e.g. `/adbe.x509.rsa_sha1`."""
        return self.problem == _UNSUPPORTED

    @property
    def undecided(self) -> bool:
        """The signature value may hold, but what it says of the file is not certain."""
        return self.unsupported or self.problem in (_CHANGED, _NO_CERTIFICATE)

    @property
    def unreadable(self) -> bool:
        """Nothing speaks against it, but it cannot be checked: unknown, not invalid."""
        return self.undecided and not self.changes.suspicious

    def noting(self, name: str) -> Inspected:
        """Add a permitted change."""
        kinds = tuple(dict.fromkeys((*self.changes.kinds, name)))
        notices = tuple(dict.fromkeys((*self.notices, name)))
        return replace(self, changes=replace(self.changes, kinds=kinds), notices=notices)

    def made_suspicious(self, names: frozenset[str]) -> Inspected:
        """Add findings that are not permitted; the same item when there are none."""
        if not names or self.integrity is not Integrity.INTACT:
            return self
        suspicious = tuple(dict.fromkeys((*self.changes.suspicious, *sorted(names))))
        return replace(
            self,
            integrity=Integrity.SUSPECT,
            problem=_CHANGED,
            changes=replace(self.changes, suspicious=suspicious),
            notices=tuple(dict.fromkeys((*self.notices, *suspicious))),
        )


def inspect_field(found: SignatureField, shown: pikepdf.Pdf, states: Revisions) -> Inspected:
    """Check one filled signature field; what does not hold is part of the answer.

    Args:
        found: The field as the shown state has it.
        shown: State that a reader shows: the whole file.
        states: States of the file.
    """
    sub_filter = found.sub_filter
    try:
        signed_data = _signed_data(found)
        sub_filter = _kind(found, signed_data)
        if sub_filter not in (_PADES, _PKCS7, _PKCS7_SHA1, _TIMESTAMP):
            known = Inspected(found.name, sub_filter, Integrity.SUSPECT)
            return replace(known, problem=_UNSUPPORTED, notices=("signature-kind-unsupported",))
        return _inspect(replace(found, sub_filter=sub_filter), signed_data, shown, states)
    except CmsProblem as error:
        problem = error.sub_indication
    except SignatureValidationError as error:
        problem = _reason(error.ades_subindication)
    except BROKEN_ERRORS:
        problem = "FORMAT_FAILURE"
    broken = Inspected(found.name, sub_filter, Integrity.BROKEN, problem)
    if broken.undecided:
        return replace(broken, integrity=Integrity.SUSPECT, notices=("signature-ambiguous",))
    notice = "time-stamp-broken" if broken.is_timestamp else "signature-broken"
    return replace(broken, notices=(notice,))


def _signed_data(found: SignatureField) -> cms.SignedData:
    """Read the CMS object."""
    content = cms.ContentInfo.load(found.contents)
    if content["content_type"].native != "signed_data":
        raise CmsProblem("FORMAT_FAILURE")
    signed_data = content["content"]
    if not isinstance(signed_data, cms.SignedData):
        raise CmsProblem("FORMAT_FAILURE")
    return signed_data


def _inspect(
    found: SignatureField, signed_data: cms.SignedData, shown: pikepdf.Pdf, states: Revisions
) -> Inspected:
    """Check cryptography and byte coverage; raises for what does not hold."""
    coverage = check_byte_range(found, states.source)
    is_stamp = found.sub_filter == _TIMESTAMP
    sound: SoundCms | None = None
    notices: tuple[str, ...] = ()

    def document_digest(name: str) -> bytes:
        return states.source.digest(check_hash_name(name), coverage.ranges)

    if is_stamp:
        tokens: tuple[SoundToken, ...] = (check_token(signed_data, document_digest),)
    else:
        sound = _check_signer(found, signed_data, document_digest)
        tokens, notices = _tokens(signed_data)
        notices += ("weak-hash",) if sound.weak else ()
    notices += ("unsigned-padding",) if has_unsigned_padding(found) else ()
    changes, has_store = _changes_after(found, coverage, shown, states)
    item = Inspected(
        field=found.name,
        sub_filter=found.sub_filter,
        integrity=Integrity.INTACT,
        end=coverage.end,
        has_store=has_store,
        changes=replace(changes, suspicious=()),
        cms=sound,
        tokens=tokens,
        claimed_at=_claimed(found, sound),
        notices=(*notices, *(kind for kind in changes.kinds if kind not in _ROUTINE)),
    )
    item = item.made_suspicious(frozenset(changes.suspicious))
    return replace(item, problem="FORMAT_FAILURE") if changes.pages_differ else item


def _check_signer(
    found: SignatureField, signed_data: cms.SignedData, document_digest: Callable[[str], bytes]
) -> SoundCms:
    """Check the signature over the document, or over its SHA-1 in the old form."""
    if len(signed_data["signer_infos"]) != 1:
        raise CmsProblem(_CHANGED)
    if found.sub_filter != _PKCS7_SHA1:
        return check_detached(signed_data, document_digest)
    inside = signed_data["encap_content_info"]["content"].native
    if inside != document_digest("sha1"):
        raise CmsProblem("HASH_FAILURE")
    return check_detached(
        signed_data, lambda name: digest_of(inside, name), enveloping=True
    ).weakened()


def _changes_after(
    found: SignatureField, coverage: Coverage, shown: pikepdf.Pdf, states: Revisions
) -> tuple[Changes, bool]:
    """Look at everything that was added after a signature.

    Raises:
        CmsProblem: The signature does not cover the state it stands in.
    """
    source = states.source
    blank = tail_is_blank(source, coverage.end)
    white_space = ("white-space",) if blank and coverage.end < source.size else ()
    try:
        signed = states.at(coverage.end)
    except pikepdf.PdfError as error:
        # Damaged before it was signed: a reader guesses, but from signed bytes alone.
        if not blank:
            raise CmsProblem("FORMAT_FAILURE") from error
        signed = states.repaired(coverage.end)
    own = _own_field(found, signed)
    check_dictionary(own, coverage, states)
    has_store = get(signed.Root, "/DSS") is not None
    if blank:
        return Changes(covers_whole_file=True, kinds=white_space), has_store
    problem = tail_problem(states, coverage.end)
    if problem:
        return Changes(False, suspicious=(problem,)), has_store
    try:
        if states.doubled_keys(source.size) - states.doubled_keys(coverage.end):
            return Changes(False, suspicious=("objects-ambiguous",)), has_store
        return judge_changes(own, signed, shown), has_store
    except TooManyObjects:
        return Changes(False, suspicious=("changes-too-large",)), has_store
    except BROKEN_ERRORS:
        # The signature itself holds; what came after it cannot be understood.
        return Changes(False, suspicious=("changes-unreadable",)), has_store


def _own_field(found: SignatureField, signed: pikepdf.Pdf) -> SignatureField:
    """Find a signature in the state it claims to sign.

    Raises:
        CmsProblem: It is not there: a signature was copied to another place.
    """
    for other in signature_fields(form_nodes(signed)):
        same_place = (other.name, other.byte_range) == (found.name, found.byte_range)
        if same_place and other.contents == found.contents:
            return other
    raise CmsProblem("FORMAT_FAILURE")


def _tokens(signed_data: cms.SignedData) -> tuple[tuple[SoundToken, ...], tuple[str, ...]]:
    """Check the signature's time stamps; a bad one costs the time, not the signature."""
    try:
        return tuple(signature_tokens(signed_data)), ()
    except (CmsProblem, SignatureValidationError, *BROKEN_ERRORS):
        return (), ("time-stamp-broken",)


def _kind(found: SignatureField, signed_data: cms.SignedData) -> str:
    """Read the kind; a time-stamp token is one whatever its dictionary says."""
    content = signed_data["encap_content_info"]["content_type"].native
    return _TIMESTAMP if content == "tst_info" else found.sub_filter


def _claimed(found: SignatureField, sound: SoundCms | None) -> datetime | None:
    """Read the time the signer claims, from the CMS object or from /M."""
    if sound is not None and sound.claimed_at is not None:
        return sound.claimed_at
    try:
        written = get(found.value, "/M")
        return None if written is None else generic.parse_pdf_date(str(written), strict=False)
    except DAMAGE_ERRORS:
        return None


def _reason(found: AdESSubIndic | None) -> str:
    """Name a reason of pyHanko."""
    return str(found.standard_name) if found is not None else "FORMAT_FAILURE"
