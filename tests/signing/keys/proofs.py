"""How any other program checks a signature value."""

from __future__ import annotations

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, PSS, PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from signing.identities import Mechanism

DATA = "Chữ ký của cán bộ".encode()


def prove(certificate: bytes, value: bytes, data: bytes, mechanism: Mechanism) -> None:
    """Check a value against a certificate.

    Raises:
        InvalidSignature: It is not of these bytes.
    """
    key = x509.load_der_x509_certificate(certificate).public_key()
    digest = hashes.SHA256()
    if mechanism is Mechanism.ECDSA:
        assert isinstance(key, EllipticCurvePublicKey)
        key.verify(value, data, ECDSA(digest))
        return
    assert isinstance(key, RSAPublicKey)
    padding = (
        PSS(MGF1(digest), digest.digest_size) if mechanism is Mechanism.RSA_PSS else PKCS1v15()
    )
    key.verify(value, data, padding, digest)
