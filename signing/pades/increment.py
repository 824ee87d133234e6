"""Adding a signature field with room for a signature to the end of a file.

Everything is written behind what is there; no earlier byte changes. The digest covers the whole
file but the room itself.

Source: ISO 32000-2:2020, 12.8.1 (signature dictionary, byte range), 12.7.5.5 (lock dictionary),
12.8.2.4 (FieldMDP); ETSI EN 319 142-1, clause 5.2.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, BinaryIO

from pyhanko.pdf_utils.generic import DictionaryObject, pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import FieldMDPAction, FieldMDPSpec, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.general import SigningError as PyhankoSigningError
from pyhanko.sign.signers import constants
from pyhanko.sign.signers.cms_embedder import (
    PdfCMSEmbedder,
    SigIOSetup,
    SigMDPSetup,
    SigObjSetup,
)
from pyhanko.sign.signers.pdf_byterange import DocumentTimestamp, PdfSignedData, SignatureObject

from signing.appearance.stamps import Stamp
from signing.documents import DAMAGE_ERRORS, check_order, entry, field_for, open_for_signing
from signing.errors import DamagedPdf, OutputNotWritten, SignatureFailed
from signing.pades.active import refuse_active_content
from signing.pades.widget import attach_look, check_stamp
from signing.requests import VIETNAM_TIME, SignatureKind, SignRequest

_DIGEST = "sha256"
_TIMESTAMP_FIELD = "DauThoiGian_1"
_SUB_FILTERS = {
    SignatureKind.PADES: SigSeedSubFilter.PADES,
    SignatureKind.PKCS7: SigSeedSubFilter.ADOBE_PKCS7_DETACHED,
}


@dataclass(frozen=True, slots=True)
class Room:
    """Where a signature goes and what it must vouch for.

    Attributes:
        field_name: Name of the signature field.
        digest: SHA-256 of everything but the room.
        start: Offset of the `<` before the hexadecimal digits.
        end: Offset after the `>`.
    """

    field_name: str
    digest: bytes
    start: int
    end: int

    @property
    def holds_bytes(self) -> int:
        """Longest content that fits, in bytes of DER."""
        return (self.end - self.start - 2) // 2


def add_signature(
    stream: BinaryIO, request: SignRequest, stamp: Stamp | None, reserved_bytes: int
) -> Room:
    """Add a signature field with room for its CMS object.

    Args:
        stream: The file, open for reading and writing; grows.
        request: How to sign.
        stamp: What is shown on a page; None makes an invisible signature.
        reserved_bytes: Room for the CMS object, bytes of DER.

    Raises:
        UnsignablePdf: The file cannot take the signature.
        BadRequest: The stamp lies outside the pages.
        OutputNotWritten: Disk full.
    """
    writer = open_for_signing(stream)
    refuse_active_content(stream)
    check_order(writer.prev, request.field_name)
    name = field_for(writer, request.field_name, visible=stamp is not None)
    signature = SignatureObject(
        timestamp=request.signed_at.astimezone(VIETNAM_TIME),
        subfilter=_SUB_FILTERS[request.kind],
        location=request.location or None,
        reason=request.reason or None,
        bytes_reserved=2 * reserved_bytes,
    )
    spec = None
    with _extending():
        if stamp is not None:
            check_stamp(writer.prev, stamp)
            # pyHanko declares whole numbers and takes fractions as well.
            box: Any = stamp.box
            spec = SigFieldSpec(name, on_page=stamp.page_index, box=box)
        if request.kind is SignatureKind.PADES:
            _declare_pades(writer)
        steps = PdfCMSEmbedder(new_field_spec=spec).write_cms(name, writer)
        field = next(steps).get_object()
        if stamp is not None:
            attach_look(writer, field, stamp)
        lock = SigMDPSetup(md_algorithm=_DIGEST, field_lock=_lock(field, name))
        return _write(steps, signature, name, lock)


def add_timestamp(stream: BinaryIO, reserved_bytes: int) -> Room:
    """Add a document time stamp with room for its token.

    Raises:
        UnsignablePdf: The file cannot take it.
        OutputNotWritten: Disk full.
    """
    writer = open_for_signing(stream)
    name = field_for(writer, _TIMESTAMP_FIELD)
    with _extending():
        _declare_pades(writer)
        steps = PdfCMSEmbedder().write_cms(name, writer)
        next(steps)
        stamp = DocumentTimestamp(2 * reserved_bytes)  # type: ignore[no-untyped-call]  # left untyped there
        return _write(steps, stamp, name, None)


def fill(stream: BinaryIO, start: int, end: int, content: bytes) -> None:
    """Write a CMS object into its room; zeros fill the rest.

    Raises:
        SignatureFailed: The room is too small.
        OutputNotWritten: Disk full.
    """
    digits = content.hex().upper().encode("ascii")
    room = end - start - 2
    if len(digits) > room:
        raise SignatureFailed(f"{len(digits)} digits do not fit into {room}")
    try:
        stream.seek(start + 1)
        stream.write(digits.ljust(room, b"0"))
        stream.flush()
    except OSError as error:
        raise OutputNotWritten(f"the signed file was not written: {error.strerror}") from error


def _write(
    steps: Any,  # Any: pyHanko leaves its coroutine untyped
    signature: PdfSignedData,
    name: str,
    lock: SigMDPSetup | None,
) -> Room:
    """Write the increment at the end of the file and learn its digest."""
    steps.send(SigObjSetup(sig_placeholder=signature, mdp_setup=lock))
    prepared, _ = steps.send(SigIOSetup(md_algorithm=_DIGEST, in_place=True))
    steps.close()
    return Room(
        field_name=name,
        digest=prepared.document_digest,
        start=prepared.reserved_region_start,
        end=prepared.reserved_region_end,
    )


def _lock(field: DictionaryObject, name: str) -> FieldMDPSpec:
    """Lock what the field says is to be locked, else the field itself and nothing more."""
    present = entry(field, "/Lock", None)
    if present is not None:
        return FieldMDPSpec.from_pdf_object(present)
    spec = FieldMDPSpec(FieldMDPAction.INCLUDE, [name])
    field[pdf_name("/Lock")] = spec.as_sig_field_lock()
    return spec


def _declare_pades(writer: IncrementalPdfFileWriter) -> None:
    """Say in the catalog that the file holds PAdES structures."""
    writer.ensure_output_version((1, 7))  # type: ignore[no-untyped-call]  # left untyped there
    if writer.output_version < (2, 0):
        writer.register_extension(constants.ESIC_EXTENSION_1)


@contextmanager
def _extending() -> Iterator[None]:
    """Turn what pyHanko raises on odd files, and what disks answer, into our errors."""
    try:
        yield
    except OSError as error:
        raise OutputNotWritten(f"the signed file was not written: {error.strerror}") from error
    except (PyhankoSigningError, *DAMAGE_ERRORS, RuntimeError) as error:
        raise DamagedPdf(f"the PDF cannot be extended ({type(error).__name__})") from error
