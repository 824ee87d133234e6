"""What a throw-away authority says about revocation, also the ways in which it can be wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509 import ocsp

from signing.errors import TrialSetupFailed
from signing.trial.authority import TrialKey

_HOUR = timedelta(hours=1)


class OcspFault(StrEnum):
    """How a service misbehaves."""

    NONE = "none"
    EXPIRED = "expired"
    FROM_FUTURE = "from-future"
    OTHER_SERIAL = "other-serial"
    OTHER_NONCE = "other-nonce"
    TAMPERED = "tampered"
    OVERSIZED = "oversized"
    TRY_LATER = "try-later"
    GARBAGE = "garbage"


@dataclass(frozen=True, slots=True)
class TrialResponder:
    """An OCSP service.

    Attributes:
        issuer: The authority it answers for.
        signer: Who signs the answers; the authority itself, or whom it has named.
        now: Clock, aware.
        revoked: Serial numbers that are revoked.
        fault: How it misbehaves.
        before: Run before each answer, to make the service slow.
    """

    issuer: TrialKey
    signer: TrialKey
    now: Callable[[], datetime]
    revoked: frozenset[int] = frozenset()
    fault: OcspFault = OcspFault.NONE
    before: Callable[[], object] = bool

    def answer(self, request: bytes) -> bytes:
        """Answer an OCSP request.

        Raises:
            TrialSetupFailed: The request cannot be read.
        """
        self.before()
        try:
            asked = ocsp.load_der_ocsp_request(request)
            serial = asked.serial_number
        except ValueError as error:
            raise TrialSetupFailed("not an OCSP request") from error
        match self.fault:
            case OcspFault.GARBAGE:
                return b"<html>503</html>"
            case OcspFault.OVERSIZED:
                return bytes(2 * 1024 * 1024)
            case OcspFault.TRY_LATER:
                status = ocsp.OCSPResponseStatus.TRY_LATER
                busy = ocsp.OCSPResponseBuilder.build_unsuccessful(status)
                return busy.public_bytes(serialization.Encoding.DER)
            case _:
                return self._signed(asked, serial)

    def _signed(self, asked: ocsp.OCSPRequest, serial: int) -> bytes:
        """Sign an answer."""
        if self.fault is OcspFault.OTHER_SERIAL:
            serial += 1
        builder = (
            ocsp.OCSPResponseBuilder()
            .add_response_by_hash(
                issuer_name_hash=asked.issuer_name_hash,
                issuer_key_hash=asked.issuer_key_hash,
                serial_number=serial,
                algorithm=hashes.SHA1(),  # noqa: S303 - names a certificate, proves nothing
                cert_status=self._status(serial),
                this_update=self._begin(),
                next_update=self._begin() + 2 * _HOUR,
                revocation_time=self.now() - _HOUR if serial in self.revoked else None,
                revocation_reason=None,
            )
            .responder_id(ocsp.OCSPResponderEncoding.HASH, self.signer.certificate)
            .certificates([self.signer.certificate])
        )
        nonce = self._nonce(asked)
        if nonce:
            builder = builder.add_extension(x509.OCSPNonce(nonce), critical=False)
        signed = builder.sign(self.signer.private_key, hashes.SHA256())
        content = bytearray(signed.public_bytes(serialization.Encoding.DER))
        if self.fault is OcspFault.TAMPERED:
            # The last byte of the signature value, which lies before the certificates.
            place = content.index(signed.signature) + len(signed.signature) - 1
            content[place] ^= 1
        return bytes(content)

    def _status(self, serial: int) -> ocsp.OCSPCertStatus:
        """Say good, unless it is revoked."""
        revoked = serial in self.revoked
        return ocsp.OCSPCertStatus.REVOKED if revoked else ocsp.OCSPCertStatus.GOOD

    def _begin(self) -> datetime:
        """Start of the answer's time."""
        shift = {
            OcspFault.EXPIRED: timedelta(days=-3),
            OcspFault.FROM_FUTURE: timedelta(days=1),
        }.get(self.fault, -_HOUR)
        return self.now() + shift

    def _nonce(self, asked: ocsp.OCSPRequest) -> bytes:
        """Repeat the nonce, or another one."""
        try:
            found = asked.extensions.get_extension_for_class(x509.OCSPNonce).value.nonce
        except x509.ExtensionNotFound:
            return b""
        return bytes(len(found)) if self.fault is OcspFault.OTHER_NONCE else found


@dataclass(frozen=True, slots=True)
class ListContent:
    """What a revocation list is made of.

    Attributes:
        begin: When it was issued, aware.
        lasts: How long it holds.
        revoked: Serial numbers of revoked certificates.
        changes_only: Make it a list of changes since another one.
        for_others: Make it a list that speaks for other authorities too.
    """

    begin: datetime
    lasts: timedelta = timedelta(days=30)
    revoked: frozenset[int] = frozenset()
    changes_only: bool = False
    for_others: bool = False


def make_list(issuer: TrialKey, facts: ListContent) -> bytes:
    """Make a revocation list, DER."""
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(issuer.certificate.subject)
        .last_update(facts.begin)
        .next_update(facts.begin + facts.lasts)
    )
    for serial in facts.revoked:
        entry = x509.RevokedCertificateBuilder().serial_number(serial)
        builder = builder.add_revoked_certificate(entry.revocation_date(facts.begin).build())
    if facts.changes_only:
        builder = builder.add_extension(x509.DeltaCRLIndicator(1), critical=True)
    if facts.for_others:
        point = x509.IssuingDistributionPoint(None, None, False, False, None, True, False)
        builder = builder.add_extension(point, critical=True)
    signed = builder.sign(issuer.private_key, hashes.SHA256())
    return signed.public_bytes(serialization.Encoding.DER)


def list_path(issuer: TrialKey) -> str:
    """Where the list of an authority below the root is served."""
    return f"/{issuer.certificate.serial_number:x}.crl"


def certificate_path(issuer: TrialKey) -> str:
    """Where the certificate of an authority below the root is served."""
    return f"/{issuer.certificate.serial_number:x}.crt"
