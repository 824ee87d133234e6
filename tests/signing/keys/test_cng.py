"""The store of Windows, on functions that behave as its documentation says."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from signing.errors import (
    KeyNotFound,
    KeyUnavailable,
    ModuleMissing,
    PinCancelled,
    PinLocked,
    PinNeeded,
    SignatureFailed,
    TokenFailed,
    TokenMissing,
    WrongPin,
)
from signing.identities import Mechanism
from signing.keys.cng import (
    open_certificate,
    store_certificates,
    store_state,
    windows_functions,
)
from signing.requests import CngSource
from signing.trial.authority import KeyKind, OfficerProfile, TrialAuthority, TrialKey
from tests.contracts.signing_key_contract import KeyUnderTest, SigningKeyContract
from tests.fakes.windows_store import WindowsStore
from tests.signing.keys.proofs import DATA, prove

PIN = "13572468"


@pytest.fixture(scope="module")
def rsa(authority: TrialAuthority) -> TrialKey:
    return authority.issue(OfficerProfile())


@pytest.fixture(scope="module")
def elliptic(authority: TrialAuthority) -> TrialKey:
    return authority.issue(OfficerProfile(kind=KeyKind.EC_256))


@pytest.fixture
def store(rsa: TrialKey, elliptic: TrialKey) -> Iterator[WindowsStore]:
    made = WindowsStore([elliptic, rsa], pin=PIN)
    yield made
    assert not made.open_things


def source_of(key: TrialKey, digest: str = "sha1") -> CngSource:
    der = key.certificate.public_bytes(Encoding.DER)
    return CngSource(hashlib.new(digest, der).hexdigest())


def pin(text: str = PIN) -> bytearray:
    return bytearray(text, "utf-8")


class TestCngKey(SigningKeyContract):
    """The contract of every key, on the functions of Windows."""

    @pytest.fixture(params=["rsa", "elliptic"])
    def key(self, request: pytest.FixtureRequest, store: WindowsStore) -> Iterator[KeyUnderTest]:
        source = source_of(request.getfixturevalue(request.param))
        with open_certificate(source, pin(), store.functions()) as key:
            yield key


@pytest.mark.parametrize("digest", ["sha1", "sha256"])
def test_cng_certificate_is_found_by_either_digest(
    store: WindowsStore, rsa: TrialKey, digest: str
) -> None:
    with open_certificate(source_of(rsa, digest), pin(), store.functions()) as key:
        assert key.certificate == rsa.certificate.public_bytes(Encoding.DER)


def test_cng_intermediates_come_from_the_store_of_authorities(
    authority: TrialAuthority,
) -> None:
    between = authority.issue_authority()
    officer = authority.issue(OfficerProfile(), between)
    ders = [one.certificate.public_bytes(Encoding.DER) for one in (between, authority.root)]
    store = WindowsStore([officer], [b"rubbish", *ders])

    with open_certificate(source_of(officer), bytearray(), store.functions()) as key:
        assert key.chain == (ders[0],)


def test_cng_unknown_certificate_is_not_found(store: WindowsStore) -> None:
    with (
        pytest.raises(KeyNotFound),
        open_certificate(CngSource("0" * 40), pin(), store.functions()),
    ):
        pytest.fail("there is none")


def test_cng_certificate_without_key_is_not_found(store: WindowsStore, rsa: TrialKey) -> None:
    store.keyless = True

    with pytest.raises(KeyNotFound), open_certificate(source_of(rsa), pin(), store.functions()):
        pytest.fail("it has no key")


def test_cng_wrong_pin_is_tried_once_however_often_it_is_asked(
    store: WindowsStore, rsa: TrialKey
) -> None:
    with open_certificate(source_of(rsa), pin("00000000"), store.functions()) as key:
        with pytest.raises(WrongPin):
            key.sign(DATA, Mechanism.RSA_PSS)
        for _ in range(3):
            with pytest.raises(PinNeeded):
                key.sign(DATA, Mechanism.RSA_PSS)

    assert store.tries == 2


def test_cng_without_pin_the_window_of_the_token_asks(store: WindowsStore, rsa: TrialKey) -> None:
    with open_certificate(source_of(rsa), bytearray(), store.functions()) as key:
        prove(key.certificate, key.sign(DATA, Mechanism.RSA_PKCS1), DATA, Mechanism.RSA_PKCS1)

    assert store.asked_window == 1


@pytest.mark.parametrize("text", ["mật", "12\x0034"])
def test_cng_pin_that_cannot_be_handed_over_costs_no_try(
    store: WindowsStore, rsa: TrialKey, text: str
) -> None:
    with pytest.raises(WrongPin), open_certificate(source_of(rsa), pin(text), store.functions()):
        pytest.fail("it was handed over")

    assert store.tries == 3


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (0x8010006C, PinLocked),
        (0x8010006E, PinCancelled),
        (0x80090036, PinCancelled),
        (0x80100069, TokenMissing),
        (0x8010000C, TokenMissing),
        (0x80090020, TokenFailed),
    ],
)
def test_cng_statuses_have_names(
    store: WindowsStore, rsa: TrialKey, status: int, error: type[KeyUnavailable]
) -> None:
    with open_certificate(source_of(rsa), pin(), store.functions()) as key:
        store.next_status = status

        with pytest.raises(error):
            key.sign(DATA, Mechanism.RSA_PSS)


def test_cng_token_without_pss_says_so_and_nothing_else_is_tried(
    store: WindowsStore, rsa: TrialKey
) -> None:
    store.knows_pss = False

    with open_certificate(source_of(rsa), pin(), store.functions()) as key:
        with pytest.raises(TokenFailed):
            key.sign(DATA, Mechanism.RSA_PSS)
        assert store.signed == 0
        prove(key.certificate, key.sign(DATA, Mechanism.RSA_PKCS1), DATA, Mechanism.RSA_PKCS1)


def test_cng_value_of_another_key_is_refused(store: WindowsStore, rsa: TrialKey) -> None:
    store.forge = True

    with (
        open_certificate(source_of(rsa), pin(), store.functions()) as key,
        pytest.raises(SignatureFailed),
    ):
        key.sign(DATA, Mechanism.RSA_PSS)


@pytest.mark.parametrize("raw", [b"", b"abc", bytes(64)])
def test_cng_value_of_an_impossible_form_is_refused(
    elliptic: TrialKey, store: WindowsStore, raw: bytes
) -> None:
    store.raw = raw

    with (
        open_certificate(source_of(elliptic), pin(), store.functions()) as key,
        pytest.raises((SignatureFailed, TokenFailed)),
    ):
        key.sign(DATA, Mechanism.ECDSA)


def test_cng_store_that_is_not_there_is_named(rsa: TrialKey) -> None:
    store = WindowsStore([rsa], exists=False)

    with (
        pytest.raises(KeyNotFound),
        open_certificate(source_of(rsa), pin(), store.functions()),
    ):
        pytest.fail("opened")
    assert not store_state(source_of(rsa), store.functions()).present


def test_windows_function_that_is_not_declared_is_missing(store: WindowsStore) -> None:
    with pytest.raises(AttributeError):
        _ = store.functions().CertDeleteCertificateFromStore


def test_cng_state_says_whether_the_certificate_is_there(
    store: WindowsStore, rsa: TrialKey
) -> None:
    functions = store.functions()

    assert store_state(source_of(rsa), functions).present
    assert not store_state(CngSource("0" * 40), functions).present
    assert len(store_certificates(functions)) == 2


@pytest.mark.skipif(sys.platform == "win32", reason="there it is")
def test_cng_elsewhere_than_on_windows_is_missing() -> None:
    with pytest.raises(ModuleMissing):
        windows_functions()
