"""A person and an agency whose tokens have the same library: each value is made by its own key."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256

from app.errors import LibraryError
from app.token_keys import ALLOWED_DIGESTS, TokenKeys
from signing.identities import Mechanism
from signing.trial.token import find_module
from tests.shim.faulty_tokens import EC, ONE, PIN
from tests.shim.token_fixtures import built_shim
from tests.shim.token_shim import Shim

__all__ = ["built_shim"]
pytestmark = pytest.mark.softhsm

DATA = "Quyết định số 1".encode()


@pytest.fixture
def keys(built_shim: Shim, tmp_path: Path) -> Iterator[TokenKeys]:
    digest = hashlib.sha256(find_module().read_bytes()).hexdigest()
    environment = {**built_shim.environment, "PATH": os.environ["PATH"], ALLOWED_DIGESTS: digest}
    keys = TokenKeys(tmp_path / "modules.json", environment)
    yield keys
    keys.close()


def source(label: str) -> str:
    return f"pkcs11:{find_module()}#{label}"


def pin() -> bytearray:
    return bytearray(PIN, "utf-8")


def test_two_tokens_of_one_library_sign_each_with_its_own_key(keys: TokenKeys) -> None:
    person = keys.unlock(source(ONE), pin())
    agency = keys.unlock(source(EC), pin())

    values = [
        (
            keys.sign(source(ONE), DATA, Mechanism.RSA_PKCS1),
            keys.sign(source(EC), DATA, Mechanism.ECDSA),
        )
        for _ in range(2)
    ]

    rsa_key = x509.load_der_x509_certificate(person.certificate).public_key()
    ec_key = x509.load_der_x509_certificate(agency.certificate).public_key()
    assert isinstance(rsa_key, RSAPublicKey)
    assert isinstance(ec_key, EllipticCurvePublicKey)
    for by_person, by_agency in values:
        rsa_key.verify(by_person, DATA, PKCS1v15(), SHA256())
        ec_key.verify(by_agency, DATA, ECDSA(SHA256()))


def test_lock_forgets_both_and_a_new_pin_opens_them_again(keys: TokenKeys) -> None:
    for label in (ONE, EC):
        keys.unlock(source(label), pin())

    keys.lock()

    for label, mechanism in ((ONE, Mechanism.RSA_PKCS1), (EC, Mechanism.ECDSA)):
        with pytest.raises(LibraryError) as refused:
            keys.sign(source(label), DATA, mechanism)
        assert refused.value.code == "key.pin_needed"
    keys.unlock(source(EC), pin())
    assert keys.sign(source(EC), DATA, Mechanism.ECDSA)


def test_sign_with_a_key_that_was_not_unlocked_asks_for_its_pin(keys: TokenKeys) -> None:
    keys.unlock(source(ONE), pin())

    with pytest.raises(LibraryError) as refused:
        keys.sign(source(EC), DATA, Mechanism.ECDSA)

    assert refused.value.code == "key.pin_needed"
