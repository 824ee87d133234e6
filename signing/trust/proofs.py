"""Who has signed: certificates, revocation lists and OCSP answers held against a key.

Only light libraries: this is also asked in processes that hold a window or a token.

Source: RFC 8017 (RSA), RFC 4055 (RSASSA-PSS parameters), FIPS 186-5 (ECDSA), RFC 8410 (Ed25519).
"""

from __future__ import annotations

from asn1crypto import algos, keys, x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.serialization import load_der_public_key

# What damaged or foreign ASN.1 makes the parsers raise.
BROKEN = (ValueError, TypeError, LookupError, AttributeError, OverflowError, RecursionError)
_REFUSED = (*BROKEN, InvalidSignature, UnsupportedAlgorithm)
_STRONG_HASHES: dict[str, hashes.HashAlgorithm] = {
    "sha256": hashes.SHA256(),
    "sha384": hashes.SHA384(),
    "sha512": hashes.SHA512(),
    "sha3_256": hashes.SHA3_256(),
    "sha3_384": hashes.SHA3_384(),
    "sha3_512": hashes.SHA3_512(),
}


def holds(
    value: bytes, signed: bytes, algorithm: algos.SignedDigestAlgorithm, key: keys.PublicKeyInfo
) -> bool:
    """Tell whether a signature value belongs to these bytes and this key; weak hashes never do."""
    try:
        if key.algorithm == "rsassa_pss":
            # The library loads such a key only under the name of an ordinary one.
            key = key.copy()
            key["algorithm"] = {"algorithm": "rsa"}
        public, kind = load_der_public_key(key.dump()), algorithm.signature_algo
        if isinstance(public, ed25519.Ed25519PublicKey) and kind == "ed25519":
            public.verify(value, signed)
        elif isinstance(public, ec.EllipticCurvePublicKey) and kind == "ecdsa":
            public.verify(value, signed, ec.ECDSA(_STRONG_HASHES[algorithm.hash_algo]))
        elif isinstance(public, rsa.RSAPublicKey) and kind == "rsassa_pkcs1v15":
            public.verify(value, signed, padding.PKCS1v15(), _STRONG_HASHES[algorithm.hash_algo])
        elif isinstance(public, rsa.RSAPublicKey) and kind == "rsassa_pss":
            public.verify(value, signed, _pss(algorithm), _STRONG_HASHES[algorithm.hash_algo])
        else:
            return False
    except _REFUSED:
        return False
    return True


def is_signed_by(certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
    """Tell whether `issuer` names itself in a certificate and has signed it."""
    if certificate.issuer.dump() != issuer.subject.dump() and certificate.issuer != issuer.subject:
        return False
    return holds(
        certificate.signature,
        certificate["tbs_certificate"].dump(),
        certificate["signature_algorithm"],
        issuer.public_key,
    )


def _pss(algorithm: algos.SignedDigestAlgorithm) -> padding.PSS:
    """Read the parameters of an RSASSA-PSS signature.

    Raises:
        LookupError: The mask is made with a weak hash.
        ValueError: Another mask or trailer than the standard knows.
    """
    parameters = algorithm["parameters"]
    mask = parameters["mask_gen_algorithm"]
    if mask["algorithm"].native != "mgf1" or parameters["trailer_field"].native not in (
        1,
        "trailer_field_bc",
    ):
        raise ValueError("unknown parameters")
    return padding.PSS(
        padding.MGF1(_STRONG_HASHES[mask["parameters"]["algorithm"].native]),
        parameters["salt_length"].native,
    )
