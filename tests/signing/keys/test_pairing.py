"""Certificates and private keys find each other by what they are, not by what they are called."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from signing.errors import ChoiceNeeded, KeyNotFound
from signing.keys.pairing import CertificateObject, KeyObject, Pair, choose, pair_up, refusal_of
from signing.trial.authority import KeyKind, OfficerProfile, TrialAuthority, TrialKey

NOW = datetime.now(UTC)


@pytest.fixture(scope="module")
def rsa(authority: TrialAuthority) -> TrialKey:
    return authority.issue(OfficerProfile())


@pytest.fixture(scope="module")
def ec(authority: TrialAuthority) -> TrialKey:
    return authority.issue(OfficerProfile(kind=KeyKind.EC_256))


@pytest.fixture(scope="module")
def expired(authority: TrialAuthority) -> TrialKey:
    past = timedelta(days=-900)
    profile = OfficerProfile(kind=KeyKind.EC_256, valid_from=past, valid_for=timedelta(days=30))
    return authority.issue(profile)


def der(key: TrialKey) -> bytes:
    return key.certificate.public_bytes(Encoding.DER)


def shown(key: TrialKey, key_id: bytes = b"\1") -> CertificateObject:
    return CertificateObject(der(key), key_id)


def public_part(key: TrialKey) -> bytes:
    public = key.certificate.public_key()
    if isinstance(public, EllipticCurvePublicKey):
        return public.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    assert isinstance(public, RSAPublicKey)
    modulus = public.public_numbers().n
    return modulus.to_bytes((modulus.bit_length() + 7) // 8, "big")


def private(key_id: bytes = b"\1", kind: str = "", *parts: bytes) -> KeyObject:
    return KeyObject(7, key_id, kind, parts, asks_each_time=False)


def test_pair_up_by_public_part_although_ids_differ(rsa: TrialKey, ec: TrialKey) -> None:
    keys = [private(b"\2", "rsa", public_part(rsa)), private(b"\1", "ec", public_part(ec))]

    pairs = pair_up([shown(rsa, b"\1"), shown(ec, b"\2")], keys)

    assert [(pair.certificate, pair.key) for pair in pairs] == [
        (der(rsa), keys[0]),
        (der(ec), keys[1]),
    ]


def test_pair_up_same_id_of_another_key_is_not_taken(rsa: TrialKey, ec: TrialKey) -> None:
    with pytest.raises(KeyNotFound):
        pair_up([shown(rsa)], [private(b"\1", "rsa", b"\3" * 256)])


@pytest.mark.parametrize("kind", ["", "rsa"])
def test_pair_up_by_id_when_no_public_part_is_shown(kind: str, rsa: TrialKey) -> None:
    keys = [private(b"\1", kind), private(b"\2", kind)]

    pairs = pair_up([shown(rsa, b"\1")], keys)

    assert [pair.key for pair in pairs] == [keys[0]]


def test_pair_up_by_id_never_across_kinds(rsa: TrialKey) -> None:
    with pytest.raises(KeyNotFound):
        pair_up([shown(rsa), shown(rsa)], [private(b"\1", "ec")])


def test_pair_up_of_empty_ids_says_nothing(rsa: TrialKey) -> None:
    with pytest.raises(KeyNotFound):
        pair_up([shown(rsa, b"")], [private(b""), private(b"")])


def test_pair_up_of_the_only_two_objects_is_no_guess(rsa: TrialKey) -> None:
    pairs = pair_up([shown(rsa, b"")], [private(b"")])

    assert [pair.certificate for pair in pairs] == [der(rsa)]


def pair(key: TrialKey) -> Pair:
    return Pair(der(key), private())


def test_choose_takes_the_only_one_that_may_sign(expired: TrialKey, rsa: TrialKey) -> None:
    assert choose([pair(expired), pair(rsa)], "", NOW) == pair(rsa)
    assert choose([pair(rsa), pair(expired)], "", NOW) == pair(rsa)


def test_choose_of_one_certificate_shown_twice_asks_nobody(rsa: TrialKey) -> None:
    assert choose([pair(rsa), pair(rsa)], "", NOW) == pair(rsa)


def test_choose_of_two_asks(rsa: TrialKey, ec: TrialKey) -> None:
    with pytest.raises(ChoiceNeeded):
        choose([pair(rsa), pair(ec)], "", NOW)


def test_choose_by_fingerprint_takes_even_an_expired_one(expired: TrialKey, rsa: TrialKey) -> None:
    wanted = hashlib.sha256(der(expired)).hexdigest()

    assert choose([pair(rsa), pair(expired)], wanted, NOW) == pair(expired)


def test_choose_when_none_may_sign_gives_the_one_that_ended_last(
    expired: TrialKey, rsa: TrialKey
) -> None:
    later = NOW + timedelta(days=4000)

    assert choose([pair(expired), pair(rsa)], "", later) == pair(rsa)
    assert refusal_of(der(rsa), later) == "certificate.expired"
