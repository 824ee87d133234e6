"""Certificates: what they say, and whether they may sign at all."""

from __future__ import annotations

import hashlib
import unicodedata
from datetime import datetime
from typing import Any, assert_never

from asn1crypto import algos, x509

from signing.errors import (
    CertificateExpired,
    CertificateNotYetValid,
    CertificateUnsuitable,
    KeyNotFound,
    WeakKey,
)
from signing.identities import CertificateSummary, Mechanism

_DIGEST_BYTES = 32
_MIN_RSA_BITS = 2048
_MIN_EC_BITS = 256
_SIGNING_USAGES = frozenset({"digital_signature", "non_repudiation"})
_STRONG_HASHES = frozenset({"sha256", "sha384", "sha512", "sha3_256", "sha3_384", "sha3_512"})
# Purposes that say nothing about documents: a certificate made only for these is refused.
_FOREIGN_PURPOSES = frozenset({"server_auth", "code_signing", "time_stamping", "ocsp_signing"})


def certificate_summary(der: bytes) -> CertificateSummary:
    """Read what an officer is shown about a certificate.

    Raises:
        KeyNotFound: The bytes are not a certificate.
    """
    certificate = parse_certificate(der)
    return CertificateSummary(
        subject=common_name(certificate.subject),
        issuer=common_name(certificate.issuer),
        serial=f"{certificate.serial_number:x}",
        not_before=certificate.not_valid_before,
        not_after=certificate.not_valid_after,
        sha256=hashlib.sha256(der).hexdigest(),
    )


def parse_certificate(der: bytes) -> x509.Certificate:
    """Parse a certificate of a key store.

    Raises:
        KeyNotFound: The bytes are not a certificate.
    """
    try:
        certificate = x509.Certificate.load(der, strict=True)
        _ = (certificate.public_key.algorithm, certificate.subject.native)
        _ = (certificate.issuer.native, certificate.not_valid_after, certificate.serial_number)
    except (ValueError, TypeError, KeyError) as error:
        raise KeyNotFound("the key store holds a damaged certificate") from error
    return certificate


def common_name(name: x509.Name) -> str:
    """Take the common name, else the organisation, else the whole name."""
    native: dict[str, Any] = name.native  # Any: values are text or lists of text
    value = native.get("common_name") or native.get("organization_name") or name.human_friendly
    text = value if isinstance(value, str) else "; ".join(map(str, value))
    return unicodedata.normalize("NFC", text)


def check_may_sign(certificate: x509.Certificate, moment: datetime) -> None:
    """Refuse a certificate that may not sign documents at `moment`.

    Source: TT 15/2025/TT-BKHCN, Art. 5 (check before the key is used) and Annex I (key sizes).

    Raises:
        CertificateExpired: It ended before `moment`.
        CertificateNotYetValid: It starts after `moment`.
        CertificateUnsuitable: It belongs to an authority or to another purpose.
        WeakKey: Key or hash is below what the rules allow.
    """
    if moment > certificate.not_valid_after:
        raise CertificateExpired("certificate ended before the signing time")
    if moment < certificate.not_valid_before:
        raise CertificateNotYetValid("certificate starts after the signing time")
    _check_purpose(certificate)
    _check_strength(certificate)


def _check_purpose(certificate: x509.Certificate) -> None:
    """Refuse authorities and certificates made for other purposes."""
    usage = certificate.key_usage_value
    if usage is None or not (_SIGNING_USAGES & set(usage.native)):
        raise CertificateUnsuitable("key usage allows neither signatures nor non-repudiation")
    if certificate.ca:
        raise CertificateUnsuitable("certificate of an authority")
    purposes = certificate.extended_key_usage_value
    if purposes is not None and set(purposes.native) <= _FOREIGN_PURPOSES:
        raise CertificateUnsuitable("extended key usage is for another purpose")


def _check_strength(certificate: x509.Certificate) -> None:
    """Refuse short keys, unknown key types and hashes that are no longer safe."""
    key = certificate.public_key
    least = {"rsa": _MIN_RSA_BITS, "rsassa_pss": _MIN_RSA_BITS, "ec": _MIN_EC_BITS}
    bits = key.bit_size if key.algorithm in least else 0
    if bits < least.get(key.algorithm, _MIN_RSA_BITS):
        raise WeakKey(f"{key.algorithm} key of {bits} bits")
    try:
        hash_name = certificate["signature_algorithm"].hash_algo
    except ValueError as error:
        raise WeakKey("certificate is signed with an unknown algorithm") from error
    if hash_name not in _STRONG_HASHES:
        raise WeakKey(f"certificate is signed with {hash_name}")


def key_mechanisms(certificate: x509.Certificate) -> frozenset[Mechanism]:
    """Say what a key with this certificate can do by its kind."""
    match certificate.public_key.algorithm:
        case "ec":
            return frozenset({Mechanism.ECDSA})
        case "rsassa_pss":
            return frozenset({Mechanism.RSA_PSS})
        case "rsa":
            return frozenset({Mechanism.RSA_PSS, Mechanism.RSA_PKCS1})
        case _:
            return frozenset()


def algorithm_of(mechanism: Mechanism) -> algos.SignedDigestAlgorithm:
    """Name a mechanism the way signatures do; the salt of PSS is as long as the digest.

    Source: RFC 4055 (RSASSA-PSS parameters), RFC 5754 (SHA-2 in CMS), RFC 8933.
    """
    match mechanism:
        case Mechanism.ECDSA:
            return algos.SignedDigestAlgorithm({"algorithm": "sha256_ecdsa"})
        case Mechanism.RSA_PKCS1:
            return algos.SignedDigestAlgorithm({"algorithm": "sha256_rsa"})
        case Mechanism.RSA_PSS:
            digest = algos.DigestAlgorithm({"algorithm": "sha256"})
            parameters = algos.RSASSAPSSParams(
                {
                    "hash_algorithm": digest,
                    "mask_gen_algorithm": {"algorithm": "mgf1", "parameters": digest},
                    "salt_length": _DIGEST_BYTES,
                }
            )
            return algos.SignedDigestAlgorithm(
                {"algorithm": "rsassa_pss", "parameters": parameters}
            )
        case _ as never:
            assert_never(never)
