"""Raising a signature to a level: time, evidence, and time over the evidence.

Every step leaves the file whole: what a service does not give is simply not added.

Source: ETSI EN 319 142-1 V1.2.1, clauses 5.4 (security store), 5.5 (document time stamp),
6.3 (levels).
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import BinaryIO

from asn1crypto import cms, crl, parser
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.general import extract_certificate_info
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko_certvalidator.path import ValidationPath

from signing.documents import DAMAGE_ERRORS, begin_increment
from signing.errors import (
    BadRequest,
    CertificateRefused,
    DamagedPdf,
    ServiceUnavailable,
    TimestampUnavailable,
)
from signing.limits import TrustUse
from signing.outputs import writing
from signing.pades.cms import signature_value, with_token
from signing.pades.increment import add_timestamp, fill
from signing.pades.timestamps import TimestampClient, TimestampRules, open_client
from signing.requests import Level, SignRequest
from signing.trust.chain import (
    CHAIN_ERRORS,
    ChainContext,
    ChainRules,
    chain_context,
    require_chain,
)
from signing.trust.roots import as_certificates
from signing.validation.evidence import has_store, read_evidence

_log = logging.getLogger(__name__)

# A token with its chain is some 6 KiB; twice that and more is kept free.
_TOKEN_BYTES = 16 * 1024
_SPARE_BYTES = 1024


class Climb:
    """One file on its way up; holds no more of it in memory than pyHanko needs."""

    def __init__(self, stream: BinaryIO, field_name: str, request: SignRequest) -> None:
        """Look at one signature of a file.

        Args:
            stream: The file, open for reading and writing.
            field_name: Signature that is raised.
            request: Services, roots and the level to reach.
        """
        self._stream = stream
        self._field_name = field_name
        self._request = request
        # Reading a signature takes pyHanko a tenth of a second: once per state of the file.
        self._known: tuple[PdfFileReader, EmbeddedPdfSignature] | None = None

    async def to_level(self, *, renew: bool = False) -> None:
        """Add what the level of the request asks for and the file does not have.

        Args:
            renew: Add evidence and a time stamp once more to a file that is at B-LTA.

        Raises:
            ServiceUnavailable: A service gave no answer; what was added before stays.
            OutputNotWritten: Disk full.
        """
        wanted = self._request.level
        if not wanted.needs_timestamp:
            return
        has = self.level()
        async with open_client(TimestampRules.of(self._request)) as client:
            if has is Level.B_B:
                await self._add_time(client)
            renewing = renew and wanted is Level.B_LTA and has is Level.B_LTA
            if wanted.needs_revocation and (not has.needs_revocation or renewing):
                await self._add_evidence(renewing=renewing)
            if wanted is Level.B_LTA and (has is not Level.B_LTA or renewing):
                await self.add_document_time(client)

    def level(self) -> Level:
        """Tell what the signature has reached by its parts; their truth is checked elsewhere."""
        reader, found = self._read()
        stamps = [
            stamp
            for stamp in reader.embedded_timestamp_signatures
            if stamp.signed_revision > found.signed_revision
        ]
        inside = next(extract_tst_data_iter(found.signer_info, signed=False), None)
        if inside is None and not stamps:
            return Level.B_B
        certificate = extract_certificate_info(found.signed_data).signer_cert
        if not read_evidence(reader).speaks_of(certificate):
            return Level.B_T
        over = any(has_store(reader, stamp.signed_revision) for stamp in stamps)
        return Level.B_LTA if over else Level.B_LT

    async def _add_time(self, client: TimestampClient) -> None:
        """Put a time stamp into the signature, or behind it when nothing may change there.

        Later signatures cover the room of an earlier one, so only the last signature of a
        file can still take something in.
        """
        _, found = self._read()
        content = _without_padding(found.pkcs7_content)
        _, start, end, rest = (int(number) for number in found.byte_range)
        if end + rest == self._size():
            wanted = hashlib.sha256(signature_value(content)).digest()
            stamped = with_token(content, await client.token_for(wanted))
            if 2 * len(stamped) <= end - start - 2:
                fill(self._stream, start, end, stamped)
                self._known = None
                return
        await self.add_document_time(client)

    async def add_document_time(self, client: TimestampClient) -> None:
        """Add a document time stamp; once more with more room when the token is large.

        Raises:
            TimestampUnavailable: No service answered, or the second token is larger still.
        """
        self._known = None
        needed = await self._try_document_time(client, _TOKEN_BYTES)
        if needed and await self._try_document_time(client, needed + _SPARE_BYTES):
            raise TimestampUnavailable("the tokens of the service keep growing")

    async def _try_document_time(self, client: TimestampClient, reserved: int) -> int:
        """Add a document time stamp; return the room its token needs when it does not fit."""
        before, done = self._size(), False
        try:
            room = add_timestamp(self._stream, reserved)
            token = bytes((await client.token_for(room.digest)).dump())
            done = len(token) <= room.holds_bytes
            if done:
                fill(self._stream, room.start, room.end, token)
            return 0 if done else len(token)
        finally:
            if not done:
                self._cut(before)

    async def _add_evidence(self, *, renewing: bool) -> None:
        """Add certificates and their state of revocation to the security store.

        Args:
            renewing: The signer was proved before, perhaps years ago; the newest time stamp is
                what has to be proved now.

        Raises:
            RevocationUnavailable: The state of a certificate could not be learnt.
            CertificateRefused: The chain of the signer or of its time stamp does not hold.
        """
        reader, found = self._read()
        async with chain_context(self._rules(reader)) as context:
            newest = reader.embedded_timestamp_signatures[-1:]
            needed = newest if renewing else [found, *newest]
            paths = []
            for one in reader.embedded_signatures:
                must = any(one.field_name == other.field_name for other in needed)
                build = _paths_of if must else _paths_if_any
                paths += await build(_signed_parts(one), context)
            try:
                writer = begin_increment(reader)
                store = DocumentSecurityStore.supply_dss_in_writer(
                    writer, None, paths=paths, validation_context=context
                )
                if store.modified:
                    self._known = None
                    with writing():
                        writer.write_in_place()  # type: ignore[no-untyped-call]  # left untyped there
            except DAMAGE_ERRORS as error:
                raise DamagedPdf(f"no evidence can be added ({type(error).__name__})") from error

    def _rules(self, reader: PdfFileReader) -> ChainRules:
        """Let evidence of the file and of the request help; ask for what is missing."""
        request, kept = self._request, read_evidence(reader)
        return ChainRules(
            roots=tuple(as_certificates(request.trust_roots)),
            others=(*as_certificates(request.other_certs), *kept.certificates),
            crls=(*(crl.CertificateList.load(der) for der in request.crls), *kept.crls),
            ocsps=kept.ocsps,
            limits=request.trust_limits,
            revocation="require",
            fetch=True,
            timeout_s=request.service_timeout_s,
            reach=request.reach,
        )

    def _read(self) -> tuple[PdfFileReader, EmbeddedPdfSignature]:
        """Open the file as it is now and find the signature."""
        if self._known is None:
            self._known = find_signature(self._stream, self._field_name)
        return self._known

    def _size(self) -> int:
        """Length of the file, bytes."""
        return self._stream.seek(0, 2)

    def _cut(self, length: int) -> None:
        """Take back an increment that could not be finished."""
        with writing():
            self._stream.truncate(length)
            self._stream.flush()


@dataclass(frozen=True, slots=True)
class FreshSignature:
    """A signature that was put into its room this moment and is the last thing in its file.

    Attributes:
        field_name: Name of its field.
        start: Offset of its room.
        end: Offset after its room.
        content: Its CMS object, DER, without time stamp.
        value: Its signature value.
        token: Time stamp over the value that is already at hand.
    """

    field_name: str
    start: int
    end: int
    content: bytes
    value: bytes
    token: cms.ContentInfo | None = None


async def raise_fresh(stream: BinaryIO, fresh: FreshSignature, request: SignRequest) -> Level:
    """Raise a signature to the level of the request without reading the file again for its time.

    Raises:
        ServiceUnavailable: A service gave no answer; what was added before stays.
        OutputNotWritten: Disk full.
    """
    climb = Climb(stream, fresh.field_name, request)
    if fresh.token is not None:
        fits = _stamp_in_place(stream, fresh, fresh.token)
    else:
        async with open_client(TimestampRules.of(request)) as client:
            token = await client.token_for(hashlib.sha256(fresh.value).digest())
            fits = _stamp_in_place(stream, fresh, token)
    if not fits:
        async with open_client(TimestampRules.of(request)) as client:
            await climb.add_document_time(client)
    if request.level is not Level.B_T:
        await climb.to_level()
    return request.level


def _stamp_in_place(stream: BinaryIO, fresh: FreshSignature, token: cms.ContentInfo) -> bool:
    """Put a time stamp into the room of a signature; tell whether it fits."""
    stamped = with_token(fresh.content, token)
    if 2 * len(stamped) > fresh.end - fresh.start - 2:
        return False
    fill(stream, fresh.start, fresh.end, stamped)
    return True


def find_signature(stream: BinaryIO, field_name: str) -> tuple[PdfFileReader, EmbeddedPdfSignature]:
    """Open a file and find one of its signatures.

    Args:
        stream: The file.
        field_name: Name of its field; when no signature has it, the last one is taken.

    Raises:
        BadRequest: The file has no signature.
        DamagedPdf: It cannot be read.
    """
    try:
        stream.seek(0)
        reader = PdfFileReader(stream, strict=False)
        signatures: Sequence[EmbeddedPdfSignature] = reader.embedded_regular_signatures
        named = [found for found in signatures if found.field_name == field_name]
        if not signatures:
            raise BadRequest("the file has no signature")
        found = (named or signatures)[-1]
        found.compute_integrity_info()  # type: ignore[no-untyped-call]  # left untyped there
        return reader, found
    except DAMAGE_ERRORS as error:
        raise DamagedPdf(f"the signature cannot be read ({type(error).__name__})") from error


def _signed_parts(found: EmbeddedPdfSignature) -> list[cms.SignedData]:
    """List a signature and the time stamps in it."""
    return [found.signed_data, *extract_tst_data_iter(found.signer_info, signed=False)]


async def _paths_of(parts: Sequence[cms.SignedData], context: ChainContext) -> list[ValidationPath]:
    """Build the chains whose evidence is kept; the context remembers what it fetched."""
    paths = []
    for part in parts:
        info = extract_certificate_info(part)
        for other in info.other_certs:
            context.certificate_registry.register(other)
        is_stamp = part["encap_content_info"]["content_type"].native == "tst_info"
        use = TrustUse.TIME_STAMPS if is_stamp else TrustUse.SIGNATURES
        try:
            paths.append(await require_chain(info.signer_cert, context, use))
        except CertificateRefused as error:
            if not is_stamp:
                raise
            raise TimestampUnavailable("a time-stamp service is no longer trusted") from error
    return paths


async def _paths_if_any(
    parts: Sequence[cms.SignedData], context: ChainContext
) -> list[ValidationPath]:
    """Keep evidence for the signatures of others where there is some."""
    try:
        return await _paths_of(parts, context)
    except (CertificateRefused, ServiceUnavailable, *CHAIN_ERRORS, *DAMAGE_ERRORS) as error:
        _log.info("no evidence for another signature: %s", type(error).__name__)
        return []


def _without_padding(content: bytes) -> bytes:
    """Cut the zeros that fill the room behind a CMS object."""
    return content[: parser.peek(content)]
