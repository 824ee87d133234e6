"""What every `SigningKey` has to do, whatever holds the private half.

A test class inherits this and provides the fixture `key`, opened and ready to sign. Where a value
is not had at once (remote services) the fixture does the waiting.
"""

from __future__ import annotations

import hashlib
from typing import Protocol

import pytest
from cryptography.exceptions import InvalidSignature
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from signing.certificates import certificate_summary, key_mechanisms, parse_certificate
from signing.errors import SignatureFailed
from signing.identities import CertificateSummary, Mechanism
from tests.signing.keys.proofs import prove

_SHARED = (HealthCheck.function_scoped_fixture, HealthCheck.differing_executors)
"""One contract runs for several keys, each from a class of its own."""

MESSAGE = "Nguyễn Thị Ánh – kết quả số 12/QĐ-UBND".encode()


class KeyUnderTest(Protocol):
    """The part of `signing.keystore.SigningKey` that signing in two phases needs."""

    @property
    def certificate(self) -> bytes: ...

    @property
    def chain(self) -> tuple[bytes, ...]: ...

    @property
    def summary(self) -> CertificateSummary: ...

    @property
    def mechanisms(self) -> frozenset[Mechanism]: ...

    def sign(self, data: bytes, mechanism: Mechanism) -> bytes: ...


class SigningKeyContract:
    """Contract of `SigningKey`."""

    def test_certificate_is_the_one_that_the_summary_shows(self, key: KeyUnderTest) -> None:
        assert key.summary == certificate_summary(key.certificate)
        assert key.summary.sha256 == hashlib.sha256(key.certificate).hexdigest()

    def test_chain_holds_certificates_other_than_its_own(self, key: KeyUnderTest) -> None:
        for der in key.chain:
            parse_certificate(der)

        assert key.certificate not in key.chain
        assert len(set(key.chain)) == len(key.chain)

    def test_mechanisms_fit_the_certificate(self, key: KeyUnderTest) -> None:
        able = key_mechanisms(parse_certificate(key.certificate))

        assert key.mechanisms
        assert key.mechanisms <= able

    def test_each_mechanism_gives_a_value_that_the_certificate_proves(
        self, key: KeyUnderTest
    ) -> None:
        for mechanism in key.mechanisms:
            value = key.sign(MESSAGE, mechanism)

            prove(key.certificate, value, MESSAGE, mechanism)
            with pytest.raises(InvalidSignature):
                prove(key.certificate, value, MESSAGE + b".", mechanism)

    def test_many_signatures_follow_one_opening(self, key: KeyUnderTest) -> None:
        mechanism = sorted(key.mechanisms)[0]
        for number in range(20):
            data = MESSAGE + str(number).encode()

            prove(key.certificate, key.sign(data, mechanism), data, mechanism)

    @settings(max_examples=15, suppress_health_check=_SHARED)
    @given(data=st.one_of(st.binary(max_size=300), st.just(bytes(100_000))))
    def test_data_of_any_size_are_signed(self, key: KeyUnderTest, data: bytes) -> None:
        mechanism = sorted(key.mechanisms)[0]

        prove(key.certificate, key.sign(data, mechanism), data, mechanism)

    def test_mechanism_that_the_key_cannot_do_is_refused_and_the_key_lives_on(
        self, key: KeyUnderTest
    ) -> None:
        for mechanism in set(Mechanism) - key.mechanisms:
            with pytest.raises(SignatureFailed):
                key.sign(MESSAGE, mechanism)

        mechanism = sorted(key.mechanisms)[0]
        prove(key.certificate, key.sign(MESSAGE, mechanism), MESSAGE, mechanism)

    def test_key_shows_no_secret_of_itself(self, key: KeyUnderTest) -> None:
        shown = f"{key!r} {key}".lower()

        assert "pin" not in shown.replace("pinned", "")
        assert "private" not in shown
