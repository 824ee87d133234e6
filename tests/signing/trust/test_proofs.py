"""Signatures of authorities of every kind, and none of a weak one."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from signing.trust.proofs import is_signed_by

Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey
NAME = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "CA thử")])


@pytest.fixture(scope="module")
def rsa_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def rooted(
    key: Key, algorithm: hashes.SHA256 | hashes.SHA512 | None, pss: padding.PSS | None = None
) -> asn1_x509.Certificate:
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(NAME)
        .issuer_name(NAME)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(now)
        .not_valid_after(now + timedelta(days=1))
        .sign(key, algorithm, rsa_padding=pss)
    )
    return asn1_x509.Certificate.load(made.public_bytes(Encoding.DER))


def test_is_signed_by_knows_every_kind_of_key(rsa_key: rsa.RSAPrivateKey) -> None:
    pss = padding.PSS(padding.MGF1(hashes.SHA256()), 32)
    made = [
        rooted(rsa_key, hashes.SHA256()),
        rooted(rsa_key, hashes.SHA512()),
        rooted(rsa_key, hashes.SHA256(), pss),
        rooted(ec.generate_private_key(ec.SECP256R1()), hashes.SHA256()),
        rooted(ed25519.Ed25519PrivateKey.generate(), None),
    ]

    for one in made:
        assert is_signed_by(one, one)
        assert [is_signed_by(one, other) for other in made].count(True) in (1, 3)


def test_is_signed_by_refuses_a_changed_certificate(rsa_key: rsa.RSAPrivateKey) -> None:
    one = rooted(rsa_key, hashes.SHA256())
    content = bytearray(one.dump())
    content[content.index(b"\x02\x01\x07") + 2] = 8

    assert not is_signed_by(asn1_x509.Certificate.load(bytes(content)), one)


def test_is_signed_by_refuses_another_name(rsa_key: rsa.RSAPrivateKey) -> None:
    one = rooted(rsa_key, hashes.SHA256())
    content = one.dump().replace("CA thử".encode(), "CA thự".encode())

    assert not is_signed_by(one, asn1_x509.Certificate.load(content))


def test_is_signed_by_refuses_a_weak_hash(rsa_key: rsa.RSAPrivateKey) -> None:
    one = rooted(rsa_key, hashes.SHA256()).copy()
    one["signature_algorithm"] = {"algorithm": "sha1_rsa"}
    signed = one["tbs_certificate"].dump()
    one["signature_value"] = rsa_key.sign(signed, padding.PKCS1v15(), hashes.SHA1())  # noqa: S303

    assert not is_signed_by(one, one)


def test_reading_a_trust_folder_loads_no_heavy_library() -> None:
    code = (
        "import sys, signing.trust.list_store;"
        "print([n for n in ('pyhanko', 'pyhanko_certvalidator', 'aiohttp') if n in sys.modules])"
    )

    said = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )

    assert said.stdout.strip() == "[]"
