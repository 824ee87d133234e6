"""A key signs bytes: every mechanism it offers gives a value that its certificate proves."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, PSS, PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12

from signing.errors import SignatureFailed
from signing.identities import Mechanism
from signing.keystore import open_key
from signing.requests import KeySource, P12Source, Pkcs11Source
from signing.trial.authority import KeyKind, OfficerProfile, TrialAuthority

DATA = "Chữ ký của cán bộ".encode()


def prove(certificate: bytes, value: bytes, data: bytes, mechanism: Mechanism) -> None:
    """Check a value as any other program would.

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


@pytest.fixture(params=["rsa-2048", "ec-256", "token"])
def source(
    request: pytest.FixtureRequest, authority: TrialAuthority, tmp_path: Path, password_text: str
) -> tuple[KeySource, str]:
    if request.param == "token":
        token: Pkcs11Source = request.getfixturevalue("token")
        return token, "246810"
    trial = authority.issue(OfficerProfile(kind=KeyKind(request.param)))
    path = tmp_path / "can-bo.p12"
    path.write_bytes(
        pkcs12.serialize_key_and_certificates(
            b"khoa",
            trial.private_key,
            trial.certificate,
            None,
            BestAvailableEncryption(password_text.encode()),
        )
    )
    return P12Source(path), password_text


def test_sign_with_each_mechanism_gives_value_certificate_proves(
    source: tuple[KeySource, str],
) -> None:
    where, pin = source

    with open_key(where, bytearray(pin, "utf-8")) as key:
        values = {mechanism: key.sign(DATA, mechanism) for mechanism in key.mechanisms}

    assert values
    for mechanism, value in values.items():
        prove(key.certificate, value, DATA, mechanism)
        with pytest.raises(InvalidSignature):
            prove(key.certificate, value, DATA + b".", mechanism)


def test_sign_with_mechanism_of_other_kind_is_refused(source: tuple[KeySource, str]) -> None:
    where, pin = source

    with open_key(where, bytearray(pin, "utf-8")) as key:
        other = next(iter(set(Mechanism) - key.mechanisms))
        with pytest.raises(SignatureFailed):
            key.sign(DATA, other)
