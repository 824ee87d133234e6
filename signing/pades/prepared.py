"""Signing in two phases: prepare a file, get a value from wherever the key is, finish the file.

What lies between the two is a small value that survives a restart. The key sees the signed
attributes and nothing else; a value that the certificate does not prove is never used.

Source: ETSI EN 319 142-1 (PAdES baseline); TT 15/2025/TT-BKHCN, Art. 5 (check before use).
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import BinaryIO

from asn1crypto import crl, x509

from signing.appearance.stamps import Stamp
from signing.certificates import certificate_summary, check_may_sign, parse_certificate
from signing.errors import (
    BadRequest,
    CertificateUntrusted,
    PaddingRefused,
    PdfChanged,
    PdfUnreadable,
    PreparedChanged,
    ServiceUnavailable,
    SignatureFailed,
    SigningError,
)
from signing.keystore import SigningKey
from signing.loops import run_to_end
from signing.outputs import chunks_of, copy_hashed, make_durable, part_file, publish, writing
from signing.pades.cms import (
    build_cms,
    lead_to_root,
    mechanism_for,
    prove,
    signature_value,
    signed_attributes,
)
from signing.pades.increment import add_signature, fill
from signing.pades.levels import Climb, FreshSignature, raise_fresh
from signing.pades.record import PreparedSignature
from signing.pades.self_check import check_own
from signing.pades.timestamps import load_token
from signing.requests import VIETNAM_TIME, Level, SignedPdf, SignRequest
from signing.trust.chain import ChainRules, chain_context, require_chain
from signing.trust.roots import as_certificates

__all__ = [
    "PreparedSignature",
    "check_signer",
    "check_unchanged",
    "finish_signature",
    "prepare_signature",
    "sign_pdf",
]

# Room for the CMS object: 48 KiB of hexadecimal digits. Estimates come out short with slow
# time-stamp services, and a long chain takes more than half of what is usual.
_RESERVED_BYTES = 24 * 1024
_TOKEN_BYTES = 16 * 1024
_LONGEST_VALUE_BYTES = 2048


def check_signer(certificate: bytes, chain: tuple[bytes, ...], request: SignRequest) -> None:
    """Check a certificate before a batch: validity, purpose, key, chain, state of revocation.

    The authority is asked whatever the level is. Each file of the batch repeats what can be
    checked without a network.

    Args:
        certificate: Certificate of the signer, DER.
        chain: Other certificates from the key store, DER.
        request: How the batch is signed.

    Raises:
        CertificateRefused: It may not sign; a subclass says why.
        RevocationUnavailable: The level needs proof and none could be had.
    Runs on: any lane; no key is touched.
    """
    signer, _ = _checked(certificate, chain, request, online=True)
    mechanism_for(signer, request.rsa_padding)


def prepare_signature(
    source: Path,
    prepared: Path,
    certificate: bytes,
    chain: tuple[bytes, ...],
    request: SignRequest,
    stamp: Stamp | None = None,
) -> PreparedSignature:
    """Check the certificate, then write the file as it will be but for the signature itself.

    The source is read once; what was read is what is hashed, compared and prepared.

    Args:
        source: File to sign; never altered.
        prepared: Where the prepared file goes; replaced as a whole.
        certificate: Certificate of the signer, DER.
        chain: Other certificates from the key store, DER.
        request: How to sign.
        stamp: What is shown on a page; None makes an invisible signature.

    Raises:
        CertificateRefused: The certificate may not sign.
        ServiceUnavailable: Its state of revocation is needed and could not be had.
        UnsignablePdf: The file cannot take a signature, or is not the one that was seen.
        BadRequest: The stamp does not fit the file.
        OutputNotWritten: Disk full, no permission.
    Runs on: any lane; no key is touched.
    """
    online = request.level.needs_timestamp and not request.owe_time
    signer, pool = _checked(certificate, chain, request, online=online)
    mechanism = mechanism_for(signer, request.rsa_padding)
    beside = lead_to_root(signer, pool)
    with part_file(prepared) as (part, stream):
        source_sha256 = _copy(source, stream)
        if request.seen_sha256 not in ("", source_sha256):
            raise PdfChanged("the file is not the one that was shown")
        room = add_signature(stream, request, stamp, _room_for(signer, beside, request))
        make_durable(stream)
        publish(part, prepared)
    return PreparedSignature(
        field_name=room.field_name,
        signed_attributes=signed_attributes(
            signer, room.digest, mechanism, kind=request.kind, signed_at=request.signed_at
        ),
        mechanism=mechanism,
        certificate=certificate,
        chain=tuple(one.dump() for one in beside),
        document_digest=room.digest.hex(),
        source_sha256=source_sha256,
        contents_start=room.start,
        contents_end=room.end,
        level=request.level,
        signed_at=request.signed_at,
    )


def finish_signature(
    prepared_file: Path,
    target: Path,
    prepared: PreparedSignature,
    value: bytes,
    request: SignRequest,
    *,
    owe_time: bool = False,
    token: bytes = b"",
) -> SignedPdf:
    """Prove a value, put it in, raise the file to its level, verify it, give it its name.

    Doing it again, after a power cut for instance, gives the same signature; a target that
    already holds it is left alone. The prepared file is never altered.

    Args:
        prepared_file: What `prepare_signature` wrote.
        target: Appears only after the signature has been verified.
        prepared: What `prepare_signature` returned.
        value: Signature value over `prepared.signed_attributes`.
        request: The request it was prepared with.
        owe_time: When a service is dead or slow, publish what there is and say what is owed.
        token: Time stamp over the value, DER, when it was already fetched.

    Raises:
        ValueNotProved: The value does not belong to the certificate; nothing was written.
        PreparedChanged: The prepared file is not the one that was prepared.
        PdfChanged: What was seen is not what was prepared.
        ServiceUnavailable: Time or evidence could not be had, and may not be owed.
        OutputNotWritten: Disk full, no permission.
        SelfCheckFailed: The result did not verify; it was thrown away.
    Runs on: any lane; no key is touched.
    """
    _check_same(prepared, request)
    owe_time = owe_time or request.owe_time
    signer = parse_certificate(prepared.certificate)
    prove(signer, prepared.mechanism, prepared.signed_attributes, value)
    stamp = load_token(token, hashlib.sha256(value).digest()) if token else None
    present = _already_there(target, prepared, value, request)
    if present is not None:
        return present
    content = build_cms(
        signer,
        as_certificates(prepared.chain),
        prepared.mechanism,
        attributes=prepared.signed_attributes,
        value=value,
    )
    with part_file(target) as (part, stream):
        _copy_prepared(prepared_file, stream, prepared)
        start, end = prepared.contents_start, prepared.contents_end
        fill(stream, start, end, content)
        fresh = FreshSignature(prepared.field_name, start, end, content, value, stamp)
        level = _raise(stream, fresh, request, owe_time=owe_time)
        digest = make_durable(stream)
        check_own(
            part,
            prepared.field_name,
            level,
            request,
            own_from=prepared.contents_start,
            source_sha256=prepared.source_sha256,
        )
        publish(part, target)
    return _outcome(prepared, digest, level)


def sign_pdf(
    source: Path,
    target: Path,
    key: SigningKey,
    request: SignRequest,
    stamp: Stamp | None = None,
) -> SignedPdf:
    """Sign one file by an incremental update; an existing target is replaced as a whole.

    Args:
        source: File to sign; never altered unless it is also the target.
        target: Appears only after the signature has been verified.
        key: Opened by `signing.keystore.open_key`.
        request: How to sign.
        stamp: What is shown on a page; None makes an invisible signature.

    Raises:
        CertificateRefused: The certificate may not sign; the key was not used.
        KeyUnavailable: The token went away.
        ServiceUnavailable: Time stamp or revocation state could not be had.
        UnsignablePdf: The file cannot take a signature, or changed meanwhile.
        OutputNotWritten: Disk full, no permission.
        SelfCheckFailed: The result did not verify; it was thrown away.
    Runs on: the token lane.
    """
    with part_file(target) as (between, stream):
        stream.close()
        prepared = prepare_signature(source, between, key.certificate, key.chain, request, stamp)
        if prepared.mechanism not in key.mechanisms:
            raise PaddingRefused(f"the key cannot do {prepared.mechanism}")
        check_unchanged(source, prepared)
        value = key.sign(prepared.signed_attributes, prepared.mechanism)
        return finish_signature(between, target, prepared, value, request)


def check_unchanged(source: Path, prepared: PreparedSignature) -> None:
    """Refuse to go on when the source is no longer what was prepared.

    Raises:
        PdfChanged: It was changed or removed since.
    """
    digest = hashlib.sha256()
    try:
        with source.open("rb") as stream:
            for chunk in chunks_of(stream):
                digest.update(chunk)
    except OSError as error:
        raise PdfChanged("the file is gone since it was prepared") from error
    if digest.hexdigest() != prepared.source_sha256:
        raise PdfChanged("the file changed since it was prepared")


def _checked(
    certificate: bytes, chain: tuple[bytes, ...], request: SignRequest, *, online: bool
) -> tuple[x509.Certificate, list[x509.Certificate]]:
    """Check a certificate and give it with those that may lead to a root."""
    signer = parse_certificate(certificate)
    check_may_sign(signer, request.signed_at)
    if not request.trust_roots and not request.allow_unknown_issuer:
        raise CertificateUntrusted("no trust roots are configured")
    pool = as_certificates((*chain, *request.other_certs))
    if request.trust_roots:
        run_to_end(_require_chain(signer, pool, request, online=online))
    return signer, pool


async def _require_chain(
    signer: x509.Certificate, pool: list[x509.Certificate], request: SignRequest, *, online: bool
) -> None:
    """Ask the authority as much as the level promises; offline, look at what is at hand."""
    strict = request.level.needs_revocation and not request.owe_time
    rules = ChainRules(
        roots=tuple(as_certificates(request.trust_roots)),
        others=tuple(pool),
        limits=request.trust_limits,
        crls=tuple(crl.CertificateList.load(der) for der in request.crls),
        moment=None if online else request.signed_at,
        revocation="require" if strict else "soft-fail",
        fetch=online,
        timeout_s=request.service_timeout_s,
        reach=request.reach,
    )
    async with chain_context(rules) as context:
        await require_chain(signer, context)


def _room_for(
    signer: x509.Certificate, beside: tuple[x509.Certificate, ...], request: SignRequest
) -> int:
    """Say how much room the CMS object needs at most, bytes, time stamp included."""
    length = sum(len(one.dump()) for one in (signer, *beside)) + 2 * _LONGEST_VALUE_BYTES
    stamp = _TOKEN_BYTES if request.level.needs_timestamp else 0
    return max(_RESERVED_BYTES, length + stamp)


def _copy(source: Path, stream: BinaryIO) -> str:
    """Copy the source and return the digest of the very bytes that were copied."""
    try:
        opened = source.open("rb")
    except OSError as error:
        raise PdfUnreadable(f"the source cannot be read: {error.strerror}") from error
    with opened:
        return copy_hashed(opened, stream)


def _copy_prepared(prepared_file: Path, stream: BinaryIO, prepared: PreparedSignature) -> None:
    """Copy the prepared file and refuse one whose signed bytes are not those prepared.

    Raises:
        PreparedChanged: Missing, or other bytes.
    """
    digest = hashlib.sha256()
    try:
        opened = prepared_file.open("rb")
    except OSError as error:
        raise PreparedChanged("the prepared file is gone") from error
    with opened, writing():
        for chunk in chunks_of(opened, prepared.contents_start):
            digest.update(chunk)
            stream.write(chunk)
        for chunk in chunks_of(opened, prepared.contents_end - prepared.contents_start):
            stream.write(chunk)
        for chunk in chunks_of(opened):
            digest.update(chunk)
            stream.write(chunk)
        stream.flush()
    if digest.hexdigest() != prepared.document_digest:
        raise PreparedChanged("the prepared file has other bytes than were prepared")


def _check_same(prepared: PreparedSignature, request: SignRequest) -> None:
    """Refuse a request that is not the one a signature was begun with.

    Raises:
        BadRequest: Another level.
        PdfChanged: Other bytes were shown than were prepared.
    """
    if request.level is not prepared.level:
        raise BadRequest("prepared for another level")
    if request.seen_sha256 not in ("", prepared.source_sha256):
        raise PdfChanged("what was prepared is not what was shown")


def _raise(
    stream: BinaryIO, fresh: FreshSignature, request: SignRequest, *, owe_time: bool
) -> Level:
    """Raise the file to its level, or as far as the services let it when time may be owed."""
    if not request.level.needs_timestamp:
        return Level.B_B
    try:
        return run_to_end(raise_fresh(stream, fresh, request))
    except ServiceUnavailable:
        if not owe_time:
            raise
        return Climb(stream, fresh.field_name, request).level()


def _already_there(
    target: Path, prepared: PreparedSignature, value: bytes, request: SignRequest
) -> SignedPdf | None:
    """Recognise a target that holds this very signature from an earlier, interrupted finish.

    What was signed or added after it since then would be lost by writing it again.
    """
    try:
        with target.open("rb") as stream:
            if _value_in(stream, prepared) != value:
                return None
            level = Climb(stream, prepared.field_name, request).level()
            check_own(target, prepared.field_name, level, request)
            stream.seek(0)
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
    except (OSError, SigningError):
        return None
    return _outcome(prepared, digest, level)


def _value_in(stream: BinaryIO, prepared: PreparedSignature) -> bytes:
    """Read the signature value out of the room of a file; empty when it holds none."""
    stream.seek(prepared.contents_start)
    room = stream.read(prepared.contents_end - prepared.contents_start)
    try:
        return signature_value(bytes.fromhex(room[1:-1].decode("ascii")))
    except (ValueError, SignatureFailed):
        return b""


def _outcome(prepared: PreparedSignature, digest: str, level: Level) -> SignedPdf:
    """Say what came out."""
    return SignedPdf(
        sha256=digest,
        field_name=prepared.field_name,
        level=level,
        signer=certificate_summary(prepared.certificate),
        signed_at=prepared.signed_at.astimezone(VIETNAM_TIME),
        mechanism=prepared.mechanism,
        owed=None if level is prepared.level else prepared.level,
    )
