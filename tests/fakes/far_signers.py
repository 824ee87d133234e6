"""What tests of keys at services have in common: a clock, rules, services with their accounts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from signing.identities import Mechanism
from signing.keys.csc import CscKey, open_csc
from signing.keys.remote import HashItem, RemoteRules, RemoteSecrets
from signing.keys.smartca import SmartCaKey, open_smartca
from signing.requests import CscSource, SmartCaSource
from signing.trial.authority import KeyKind, OfficerProfile, TrialAuthority, TrialKey
from tests.fakes.signing_services import CscAccount, CscService, SmartCaService

SMARTCA_USER = "012345678901"


class Clock:
    """Stands still until a test moves it; counts names of requests."""

    def __init__(self) -> None:
        self.now = datetime.now(UTC)
        self.count = 0

    def __call__(self) -> datetime:
        return self.now

    def new_id(self) -> str:
        self.count += 1
        return f"giao-dich-{self.count}"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def rules(clock: Clock) -> RemoteRules:
    return RemoteRules(now=clock, new_id=clock.new_id, timeout_s=5.0)


@pytest.fixture(scope="module")
def far_rsa(authority: TrialAuthority) -> TrialKey:
    return authority.issue(OfficerProfile())


@pytest.fixture(scope="module")
def far_elliptic(authority: TrialAuthority) -> TrialKey:
    return authority.issue(OfficerProfile(kind=KeyKind.EC_256))


@pytest.fixture
def csc(far_rsa: TrialKey, authority: TrialAuthority) -> Iterator[CscService]:
    with CscService(CscAccount(far_rsa, [authority.root])) as running:
        yield running


@pytest.fixture
def smartca(far_rsa: TrialKey) -> Iterator[SmartCaService]:
    with SmartCaService([far_rsa]) as running:
        yield running


def csc_secrets(service: CscService, **changed: str) -> RemoteSecrets:
    account = service.account
    return RemoteSecrets(
        account=account.user,
        password=bytearray(changed.get("password", account.password), "utf-8"),
        pin=bytearray(changed.get("pin", account.pin), "utf-8"),
        code=bytearray(changed.get("code", account.code), "utf-8"),
    )


def opened_csc(service: CscService, rules: RemoteRules, **changed: str) -> CscKey:
    return open_csc(CscSource(service.url, "CRED-1"), csc_secrets(service, **changed), rules)


def opened_smartca(service: SmartCaService, rules: RemoteRules, serial: str = "") -> SmartCaKey:
    secrets = RemoteSecrets(account="ben-thu", password=bytearray("bí mật", "utf-8"))
    return open_smartca(SmartCaSource(service.url, SMARTCA_USER, serial), secrets, rules)


def never_wait(seconds: float) -> None:
    pytest.fail(f"waited {seconds} s")


def digests(count: int, mechanism: Mechanism) -> list[HashItem]:
    return [HashItem.of(str(n), f"kết quả {n}".encode(), mechanism) for n in range(count)]


def kinds(outcomes: tuple[object, ...]) -> set[type]:
    return {type(one) for one in outcomes}
