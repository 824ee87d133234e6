"""Fixtures of the trust room: authorities below the root, publishers of lists, answers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from asn1crypto import x509
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from signing.trial.authority import OfficerProfile, Revocation, TrialAuthority, TrialKey
from signing.trial.revocation import TrialResponder
from signing.trust.chain import ChainRules


def der_of(key: TrialKey) -> bytes:
    return key.certificate.public_bytes(Encoding.DER)


def clock() -> datetime:
    return datetime.now(UTC)


@pytest.fixture(scope="session")
def below(authority: TrialAuthority) -> TrialKey:
    """An authority below the root, whose certificate signatures leave out."""
    return authority.issue_authority()


@pytest.fixture(scope="session")
def responder(authority: TrialAuthority) -> TrialKey:
    return authority.issue_responder()


@pytest.fixture(scope="session")
def asked_officer(authority: TrialAuthority) -> TrialKey:
    """A certificate whose state is asked by OCSP only."""
    return authority.issue(OfficerProfile(revocation=Revocation.OCSP))


@pytest.fixture
def good(authority: TrialAuthority, responder: TrialKey) -> TrialResponder:
    return TrialResponder(authority.root, responder, clock)


@pytest.fixture(scope="session")
def publisher() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.generate()


@pytest.fixture(scope="session")
def publisher_pem(publisher: Ed25519PrivateKey) -> bytes:
    return publisher.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


Der = Callable[[TrialKey], bytes]


@pytest.fixture(scope="session")
def der() -> Der:
    return der_of


@pytest.fixture
def rules(authority: TrialAuthority) -> ChainRules:
    return ChainRules(
        roots=(x509.Certificate.load(authority.root_der),), fetch=True, timeout_s=20.0
    )


@pytest.fixture
def officer_certificate(asked_officer: TrialKey, der: Der) -> x509.Certificate:
    return x509.Certificate.load(der(asked_officer))
