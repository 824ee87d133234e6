"""One signature field: is it intact, and what was done to the file after it?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from asn1crypto import cms
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESSubIndic
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from signing.documents import DAMAGE_ERRORS, entry
from signing.validation.cms_checks import (
    CmsProblem,
    SoundCms,
    SoundToken,
    check_detached,
    check_token,
    digest_of,
    signature_tokens,
)
from signing.validation.revisions import (
    Changes,
    changes_after,
    check_byte_range,
    has_unsigned_padding,
)
from signing.verdict import Integrity

_PADES = "/ETSI.CAdES.detached"
_PKCS7 = "/adbe.pkcs7.detached"
_TIMESTAMP = "/ETSI.RFC3161"
_UNSUPPORTED = "SIGNATURE_KIND_UNSUPPORTED"
# Permitted changes that an officer is told of; later signatures and evidence are routine.
_NOTABLE = frozenset({"form-filled"})
_UNTOUCHED = Changes(covers_whole_file=False)


@dataclass(frozen=True, slots=True)
class Inspected:
    """What the bytes say about one field.

    Attributes:
        field: Full name.
        sub_filter: Kind of signature, e.g. `/ETSI.CAdES.detached`.
        integrity: Whether it holds.
        problem: Sub-indication when it does not.
        end: Offset after the signed bytes; 0 when unknown.
        revision: Number of the revision it stands in.
        changes: What was added after it.
        cms: Signer, when the signature value holds.
        tokens: Time stamps; for a document time stamp the one it is.
        claimed_at: Time that the signer wrote.
        notices: Codes for the officer.
        reader: The file, for later questions about revisions.
    """

    field: str
    sub_filter: str
    integrity: Integrity
    reader: PdfFileReader
    problem: str = ""
    end: int = 0
    revision: int = 0
    changes: Changes = _UNTOUCHED
    cms: SoundCms | None = None
    tokens: tuple[SoundToken, ...] = ()
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


def inspect_field(
    reader: PdfFileReader, data: bytes, name: str, field: generic.DictionaryObject
) -> Inspected:
    """Check one filled signature field; what does not hold is part of the answer.

    Args:
        reader: The file.
        data: The same file as bytes.
        name: Full name of the field.
        field: The field itself.
    """
    sub_filter = ""
    try:
        embedded = EmbeddedPdfSignature(reader, field, str(name))
        sub_filter = _kind(embedded)
        known = Inspected(str(name), sub_filter, Integrity.SUSPECT, reader)
        if sub_filter not in (_PADES, _PKCS7, _TIMESTAMP):
            return _with_problem(known, _UNSUPPORTED, "signature-kind-unsupported")
        return _inspect(embedded, data, sub_filter)
    except CmsProblem as error:
        problem = error.sub_indication
    except SignatureValidationError as error:
        problem = _reason(error.ades_subindication)
    except (*DAMAGE_ERRORS, InvalidSignature, UnsupportedAlgorithm, OverflowError):
        problem = "FORMAT_FAILURE"
    broken = Inspected(str(name), sub_filter, Integrity.BROKEN, reader)
    notice = "time-stamp-broken" if broken.is_timestamp else "signature-broken"
    return _with_problem(broken, problem, notice)


def _inspect(embedded: EmbeddedPdfSignature, data: bytes, sub_filter: str) -> Inspected:
    """Check cryptography and byte coverage; raises for what does not hold."""
    end = check_byte_range(embedded, data)
    _, length, second, _ = (int(number) for number in embedded.byte_range)
    signed = data[:length] + data[second:end]
    notices: tuple[str, ...] = ()
    sound: SoundCms | None = None
    if sub_filter == _TIMESTAMP:
        token = check_token(embedded.signed_data, lambda name: digest_of(signed, name))
        tokens: tuple[SoundToken, ...] = (token,)
    else:
        sound = check_detached(embedded.signed_data, lambda name: digest_of(signed, name))
        tokens, notices = _tokens(embedded.signed_data)
        notices += ("weak-hash",) if sound.weak else ()
    notices += ("unsigned-padding",) if has_unsigned_padding(embedded) else ()
    changes = changes_after(embedded, data, end)
    return Inspected(
        field=embedded.field_name,
        sub_filter=sub_filter,
        integrity=Integrity.SUSPECT if changes.suspicious else Integrity.INTACT,
        reader=embedded.reader,
        problem="CHANGED_AFTER_SIGNING" if changes.suspicious else "",
        end=end,
        revision=embedded.signed_revision,
        changes=changes,
        cms=sound,
        tokens=tokens,
        claimed_at=_claimed(embedded, sound),
        notices=(*notices, *changes.suspicious, *(_NOTABLE & set(changes.kinds))),
    )


def _tokens(signed_data: cms.SignedData) -> tuple[tuple[SoundToken, ...], tuple[str, ...]]:
    """Check the signature's time stamps; a bad one costs the time, not the signature."""
    try:
        return tuple(signature_tokens(signed_data)), ()
    except (CmsProblem, SignatureValidationError, *DAMAGE_ERRORS, InvalidSignature):
        return (), ("time-stamp-broken",)


def _kind(embedded: EmbeddedPdfSignature) -> str:
    """Read the kind; a time-stamp token is one whatever its dictionary says."""
    kind = str(entry(embedded.sig_object, "/SubFilter", ""))
    content = embedded.signed_data["encap_content_info"]["content_type"].native
    return _TIMESTAMP if content == "tst_info" and kind == _PADES else kind


def _claimed(embedded: EmbeddedPdfSignature, sound: SoundCms | None) -> datetime | None:
    """Read the time the signer claims, from the CMS object or from /M."""
    if sound is not None and sound.claimed_at is not None:
        return sound.claimed_at
    try:
        written = entry(embedded.sig_object, "/M", None)
        return None if written is None else generic.parse_pdf_date(str(written), strict=False)
    except DAMAGE_ERRORS:
        return None


def _reason(found: AdESSubIndic | None) -> str:
    """Name a reason of pyHanko."""
    return str(found.standard_name) if found is not None else "FORMAT_FAILURE"


def _with_problem(item: Inspected, problem: str, notice: str) -> Inspected:
    """Note why a field does not hold."""
    return Inspected(
        field=item.field,
        sub_filter=item.sub_filter,
        integrity=item.integrity,
        reader=item.reader,
        problem=problem,
        notices=(notice,),
    )
