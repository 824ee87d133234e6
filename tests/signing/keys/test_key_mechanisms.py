"""A key signs bytes: every mechanism it offers gives a value that its certificate proves."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12

from signing.errors import SignatureFailed
from signing.identities import Mechanism
from signing.keystore import open_key
from signing.requests import KeySource, P12Source, Pkcs11Source
from signing.trial.authority import KeyKind, OfficerProfile, TrialAuthority
from tests.signing.keys.proofs import DATA, prove


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
