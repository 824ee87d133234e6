"""The CMS object of a signature: what is signed, how a value is proved, how it is put together.

No file and no key is touched here: a key sees only the bytes of `signed_attributes`.

Source: RFC 5652 (CMS), RFC 5035 (signing certificate), RFC 6211 (algorithm protection),
ETSI EN 319 142-1, clause 6.3 (PAdES leaves signing-time out), RFC 3161, appendix A.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache, lru_cache

from asn1crypto import cms, parser, x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, PSS, PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key
from pyhanko.sign.general import as_signing_certificate_v2, simple_cms_attribute

from signing.certificates import algorithm_of
from signing.errors import PaddingRefused, SignatureFailed, ValueNotProved
from signing.identities import Mechanism
from signing.requests import RsaPadding, SignatureKind

_DIGEST = "sha256"
_UNIVERSAL, _CONSTRUCTED, _SET = 0, 1, 17
_STAMP_ATTRIBUTE = "signature_time_stamp_token"
_MECHANISMS = {RsaPadding.PSS: Mechanism.RSA_PSS, RsaPadding.PKCS1: Mechanism.RSA_PKCS1}


def mechanism_for(certificate: x509.Certificate, padding: RsaPadding) -> Mechanism:
    """Choose how a key with this certificate signs.

    Raises:
        PaddingRefused: The certificate allows only another padding than the request.
    """
    kind = certificate.public_key.algorithm
    if kind == "ec":
        return Mechanism.ECDSA
    if kind == "rsassa_pss" and padding is not RsaPadding.PSS:
        raise PaddingRefused("the certificate is for RSASSA-PSS alone")
    return _MECHANISMS[padding]


def signed_attributes(
    certificate: x509.Certificate,
    document_digest: bytes,
    mechanism: Mechanism,
    *,
    kind: SignatureKind,
    signed_at: datetime,
) -> bytes:
    """Give the bytes that the key signs.

    Args:
        certificate: Certificate of the signer; its digest is signed with the document's.
        document_digest: SHA-256 of the byte ranges.
        mechanism: How the key will sign; protected against being exchanged.
        kind: PAdES keeps the claimed time out of the attributes, PKCS #7 has it there.
        signed_at: Claimed time, aware.

    Returns:
        DER of a SET OF Attribute.
    """
    attributes = [
        _content_type(),
        _attribute("message_digest", document_digest).dump(),
        _signing_certificate(certificate.dump()),
        _algorithm_protection(mechanism),
    ]
    if kind is SignatureKind.PKCS7:
        moment = cms.Time({"utc_time": signed_at.astimezone(UTC).replace(microsecond=0)})
        attributes.append(_attribute("signing_time", moment).dump())
    return bytes(parser.emit(_UNIVERSAL, _CONSTRUCTED, _SET, b"".join(sorted(attributes))))


@cache
def _content_type() -> bytes:
    """Encode the attribute that says what is signed: plain bytes."""
    return bytes(_attribute("content_type", "data").dump())


# The parts that a batch repeats are encoded once: that halves the work of preparing a file.
@lru_cache(maxsize=64)
def _signing_certificate(der: bytes) -> bytes:
    """Encode the attribute that ties a signature to its certificate."""
    certificate = x509.Certificate.load(der)
    return bytes(
        _attribute("signing_certificate_v2", as_signing_certificate_v2(certificate)).dump()
    )


@cache
def _algorithm_protection(mechanism: Mechanism) -> bytes:
    """Encode the attribute that keeps the algorithms from being exchanged."""
    protection = cms.CMSAlgorithmProtection(
        {
            "digest_algorithm": {"algorithm": _DIGEST},
            "signature_algorithm": algorithm_of(mechanism),
        }
    )
    return bytes(_attribute("cms_algorithm_protection", protection).dump())


def prove(certificate: x509.Certificate, mechanism: Mechanism, data: bytes, value: bytes) -> None:
    """Check a signature value before it is used.

    Raises:
        ValueNotProved: It was not made by the certificate's key over these bytes.
    """
    try:
        key = load_der_public_key(certificate.public_key.dump())
        if mechanism is Mechanism.ECDSA and isinstance(key, EllipticCurvePublicKey):
            key.verify(value, data, ECDSA(SHA256()))
        elif mechanism is Mechanism.RSA_PSS and isinstance(key, RSAPublicKey):
            key.verify(value, data, PSS(MGF1(SHA256()), SHA256.digest_size), SHA256())
        elif mechanism is Mechanism.RSA_PKCS1 and isinstance(key, RSAPublicKey):
            key.verify(value, data, PKCS1v15(), SHA256())
        else:
            raise ValueNotProved(f"{mechanism} does not go with the certificate")
    except (InvalidSignature, UnsupportedAlgorithm, ValueError, TypeError) as error:
        raise ValueNotProved("the value was not made by the certificate's key") from error


def build_cms(
    certificate: x509.Certificate,
    chain: Sequence[x509.Certificate],
    mechanism: Mechanism,
    *,
    attributes: bytes,
    value: bytes,
    token: cms.ContentInfo | None = None,
) -> bytes:
    """Put a proved value together with everything a checker needs.

    Args:
        certificate: Certificate of the signer.
        chain: Certificates that lead from it to a root.
        mechanism: How the value was made.
        attributes: DER from `signed_attributes`.
        value: Signature value over them.
        token: Time stamp over the value; None leaves it out.

    Returns:
        DER of a ContentInfo.
    """
    signer = cms.SignerInfo(
        {
            "version": "v1",
            "sid": cms.SignerIdentifier(
                {
                    "issuer_and_serial_number": cms.IssuerAndSerialNumber(
                        {"issuer": certificate.issuer, "serial_number": certificate.serial_number}
                    )
                }
            ),
            "digest_algorithm": {"algorithm": _DIGEST},
            "signed_attrs": cms.CMSAttributes.load(attributes),
            "signature_algorithm": algorithm_of(mechanism),
            "signature": value,
        }
    )
    if token is not None:
        signer["unsigned_attrs"] = cms.CMSAttributes([_attribute(_STAMP_ATTRIBUTE, token)])
    signed = cms.SignedData(
        {
            "version": "v1",
            "digest_algorithms": [{"algorithm": _DIGEST}],
            "encap_content_info": {"content_type": "data"},
            "certificates": [certificate, *chain],
            "signer_infos": [signer],
        }
    )
    return bytes(cms.ContentInfo({"content_type": "signed_data", "content": signed}).dump())


def with_token(content: bytes, token: cms.ContentInfo) -> bytes:
    """Add a time stamp to a finished CMS object; its signed parts keep their very bytes.

    Raises:
        SignatureFailed: It is no CMS object with one signer, or has a time stamp already.
    """
    try:
        info = cms.ContentInfo.load(content, strict=True)
        (signer,) = info["content"]["signer_infos"]
        present = signer["unsigned_attrs"]
        stamps = [] if present.native is None else list(present)
        if any(found["type"].native == _STAMP_ATTRIBUTE for found in stamps):
            raise SignatureFailed("the signature has a time stamp already")
        stamps.append(_attribute(_STAMP_ATTRIBUTE, token))
        signer["unsigned_attrs"] = cms.CMSAttributes(stamps)
        return bytes(info.dump())
    except (ValueError, TypeError, KeyError) as error:
        raise SignatureFailed("the signature in the file cannot be read") from error


def signature_value(content: bytes) -> bytes:
    """Read the signature value out of a CMS object, which a time stamp vouches for.

    Raises:
        SignatureFailed: It is no CMS object with one signer.
    """
    try:
        (signer,) = cms.ContentInfo.load(content)["content"]["signer_infos"]
        return bytes(signer["signature"].native)
    except (ValueError, TypeError, KeyError) as error:
        raise SignatureFailed("the signature in the file cannot be read") from error


def lead_to_root(
    certificate: x509.Certificate, pool: Sequence[x509.Certificate]
) -> tuple[x509.Certificate, ...]:
    """Pick the certificates between a signer and its root, in order, without the root.

    A signature that carries only its own certificate cannot be checked by anybody who lacks
    the intermediates, so they go into it.
    """
    found: list[x509.Certificate] = []
    current = certificate
    while current.issuer != current.subject:
        above = [one for one in pool if one.subject == current.issuer and one not in found]
        if not above or above[0].issuer == above[0].subject:
            break
        current = above[0]
        found.append(current)
    return tuple(found)


def _attribute(kind: str, value: object) -> cms.CMSAttribute:
    """Make an attribute of one value."""
    return simple_cms_attribute(kind, value)  # type: ignore[no-untyped-call]  # left untyped there
