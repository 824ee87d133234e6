"""Signing PDF files: check the certificate, sign, verify the result, then give it its name.

Source: ETSI EN 319 142-1 (PAdES baseline); TT 15/2025/TT-BKHCN, Art. 5 (check before use).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any, BinaryIO

from asn1crypto import crl
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign import general as pyhanko_general
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko_certvalidator import ValidationContext

from signing.certificates import certificate_summary, check_may_sign, parse_certificate
from signing.documents import DAMAGE_ERRORS, field_for, open_for_signing
from signing.errors import (
    CertificateRefused,
    CertificateUntrusted,
    DamagedPdf,
    KeyUnavailable,
    OutputNotWritten,
    PdfUnreadable,
    SelfCheckFailed,
    SignatureFailed,
    SigningError,
    TimestampUnavailable,
)
from signing.keys.pkcs11 import raise_token_error
from signing.keystore import SigningKey
from signing.loops import run_to_end
from signing.outputs import make_durable, part_file, publish
from signing.pades.timestamps import FailoverTimeStamper
from signing.requests import VIETNAM_TIME, FileOutcome, Level, SignedPdf, SignRequest
from signing.trust.chain import CHAIN_ERRORS, ChainRules, chain_context, require_chain
from signing.trust.roots import as_certificates
from signing.validation.verify import VerifyRules, verify_with
from signing.verdict import Integrity

# Hexadecimal digits kept free for the CMS object: 24 KiB of DER. Estimates by pyHanko come
# out short with slow time-stamp services (pyHanko issue 515).
_RESERVED_DIGITS = 48 * 1024
_DIGEST = "sha256"
_TIMESTAMP_FIELD = "DauThoiGian_1"


def sign_pdf(source: Path, target: Path, key: SigningKey, request: SignRequest) -> SignedPdf:
    """Sign one file by an incremental update; an existing target is replaced as a whole.

    Args:
        source: File to sign; never altered unless it is also the target.
        target: Appears only after the signature has been verified.
        key: Opened by `signing.keystore.open_key`.
        request: How to sign.

    Raises:
        CertificateRefused: The certificate may not sign; the key was not used.
        KeyUnavailable: The token went away.
        ServiceUnavailable: Time stamp or revocation state could not be had.
        UnsignablePdf: The file cannot take a signature.
        OutputNotWritten: Disk full, no permission.
        SelfCheckFailed: The result did not verify; it was thrown away.
    Runs on: the token lane.
    """
    certificate = parse_certificate(key.certificate)
    check_may_sign(certificate, request.signed_at)
    if not request.trust_roots and not request.allow_unknown_issuer:
        raise CertificateUntrusted("no trust roots are configured")
    with part_file(target) as (part, output):
        try:
            stream = source.open("rb")
        except OSError as error:
            raise PdfUnreadable(f"the source cannot be read: {error.strerror}") from error
        with stream:
            field_name = run_to_end(_Job(key, request).run(stream, output))
        digest = make_durable(output)
        _verify_own(part, field_name, request)
        publish(part, target)
    return SignedPdf(
        sha256=digest,
        field_name=field_name,
        level=request.level,
        signer=certificate_summary(key.certificate),
        signed_at=request.signed_at.astimezone(VIETNAM_TIME),
    )


def sign_files(
    files: Sequence[tuple[Path, Path]],
    key: SigningKey,
    request: SignRequest,
    *,
    on_progress: Callable[[int, int], None] | None = None,
) -> tuple[FileOutcome, ...]:
    """Sign many files under one login.

    A file that fails does not stop the others. When the key itself fails (token gone,
    certificate refused), the remaining files get the same error and the key is left alone.

    Args:
        files: Pairs of source and target.
        key: Opened once for the whole batch.
        request: How to sign; the same for every file.
        on_progress: Called after each file with (done, all).

    Returns:
        One outcome per file, in the same order.
    Runs on: the token lane.
    """
    outcomes: list[FileOutcome] = []
    stopped: SigningError | None = None
    for source, target in files:
        result: SignedPdf | SigningError
        try:
            result = stopped or sign_pdf(source, target, key, request)
        except SigningError as error:
            result = error
            if isinstance(error, KeyUnavailable | CertificateRefused):
                stopped = error
        outcomes.append(FileOutcome(source, target, result))
        if on_progress is not None:
            on_progress(len(outcomes), len(files))
    return tuple(outcomes)


class _Job:
    """One signature: what pyHanko needs, gathered from key and request."""

    def __init__(self, key: SigningKey, request: SignRequest) -> None:
        self._key = key
        self._request = request
        self._certificate = parse_certificate(key.certificate)

    async def run(self, stream: BinaryIO, output: BinaryIO) -> str:
        """Check the chain, sign, and return the name of the field."""
        async with AsyncExitStack() as stack:
            context: ValidationContext | None = None
            if self._request.trust_roots:
                context = await stack.enter_async_context(chain_context(self._chain_rules()))
                await require_chain(self._certificate, context)
            writer = open_for_signing(stream)
            field_name = field_for(writer, self._request.field_name)
            signer = self._pdf_signer(field_name, writer, context)
            await _sign(signer, writer, output)
        return field_name

    def _chain_rules(self) -> ChainRules:
        """Ask the authority as much as the level promises; B-B works without a network."""
        request = self._request
        online = request.level.needs_timestamp
        return ChainRules(
            roots=tuple(as_certificates(request.trust_roots)),
            others=tuple(as_certificates((*request.other_certs, *self._key.chain))),
            crls=tuple(crl.CertificateList.load(der) for der in request.crls),
            moment=None if online else request.signed_at,
            revocation="require" if request.level.needs_revocation else "soft-fail",
            fetch=online,
            timeout_s=request.service_timeout_s,
        )

    def _pdf_signer(
        self,
        field_name: str,
        writer: IncrementalPdfFileWriter,
        context: ValidationContext | None,
    ) -> PdfSigner:
        """Describe the signature to pyHanko; from here on the private key may be used."""
        request = self._request
        long_term = request.level.needs_revocation
        metadata = PdfSignatureMetadata(
            field_name=field_name,
            md_algorithm=_DIGEST,
            subfilter=SigSeedSubFilter.PADES,
            reason=request.reason or None,
            location=request.location or None,
            validation_context=context if long_term else None,
            embed_validation_info=long_term,
            use_pades_lta=request.level is Level.B_LTA,
            timestamp_field_name=field_for(writer, _TIMESTAMP_FIELD),
            signer_key_usage=set(),
        )
        stamper = None
        if request.level.needs_timestamp:
            stamper = FailoverTimeStamper(request.timestamp_urls, request.service_timeout_s)
        signer = self._key.signer(prefer_pss=request.prefer_pss)
        return _TimedSigner(metadata, signer, stamper, request)


class _TimedSigner(PdfSigner):
    """Writes the requested time instead of the machine's, with offset +07:00."""

    def __init__(
        self,
        metadata: PdfSignatureMetadata,
        signer: Any,  # Any: pyHanko's Signer, whose base is not typed
        stamper: FailoverTimeStamper | None,
        request: SignRequest,
    ) -> None:
        super().__init__(metadata, signer, timestamper=stamper)
        self._signed_at = request.signed_at.astimezone(VIETNAM_TIME)

    def init_signing_session(
        self, pdf_out: BasePdfFileWriter, existing_fields_only: bool = False
    ) -> PdfSigningSession:
        """Open the session and set its clock, which /M is taken from."""
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self._signed_at
        return session


async def _sign(signer: PdfSigner, writer: IncrementalPdfFileWriter, output: BinaryIO) -> None:
    """Let pyHanko sign and turn whatever it raises into our errors."""
    try:
        await signer.async_sign_pdf(writer, bytes_reserved=_RESERVED_DIGITS, output=output)
    except SigningError:
        raise
    except CHAIN_ERRORS as error:
        # The signer's own chain was checked before: this one belongs to the time stamp.
        raise TimestampUnavailable("the time-stamp service is not trusted") from error
    except pyhanko_general.SigningError as error:
        raise_token_error(error)
        raise SignatureFailed("the signature could not be made") from error
    except OSError as error:
        raise OutputNotWritten(f"the signed file was not written: {error.strerror}") from error
    except (*DAMAGE_ERRORS, RuntimeError) as error:
        raise_token_error(error)
        raise DamagedPdf(f"the PDF cannot be extended ({type(error).__name__})") from error


def _verify_own(part: Path, field_name: str, request: SignRequest) -> None:
    """Verify the finished file as a stranger would, before it gets its name."""
    rules = VerifyRules(trust_roots=request.trust_roots, other_certs=request.other_certs)
    verdict = verify_with(part, rules)
    mine = [found for found in verdict.signatures if found.field == field_name]
    if verdict.integrity is not Integrity.INTACT or len(mine) != 1:
        raise SelfCheckFailed(f"integrity {verdict.integrity}, {len(mine)} signatures of that name")
    if mine[0].level != request.level:
        raise SelfCheckFailed(f"level {mine[0].level} instead of {request.level}")
