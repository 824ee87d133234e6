"""The check before a key is used: every refusal by its name, the key untouched."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from signing.errors import (
    BadTrustRoots,
    CertificateExpired,
    CertificateNotYetValid,
    CertificateRevoked,
    CertificateUnsuitable,
    CertificateUntrusted,
    KeyNotFound,
    RevocationUnavailable,
    SigningError,
    WeakKey,
)
from signing.expiry import expiry_warnings
from signing.trial.authority import (
    KeyKind,
    OfficerProfile,
    Revocation,
    TrialAuthority,
    TrialKey,
)
from signing.trial.revocation import ListContent, TrialResponder, list_path, make_list
from signing.trial.services import TrialServices
from signing.trust.certificate_check import (
    CheckRules,
    RevocationState,
    check_before_signing,
)
from signing.trust.clocks import ClockSource, clock_finding

Der = Callable[[TrialKey], bytes]
DAY = timedelta(days=1)


@pytest.fixture
def rules(authority: TrialAuthority) -> CheckRules:
    return CheckRules(datetime.now(UTC), (authority.root_der,), timeout_s=20.0)


def test_check_of_a_good_certificate_gives_what_it_rests_on(
    authority: TrialAuthority,
    served: TrialServices,
    good: TrialResponder,
    rules: CheckRules,
    asked_officer: TrialKey,
    der: Der,
) -> None:
    served.publish(authority, ocsp=good.answer)

    found = check_before_signing(der(asked_officer), (), rules)

    assert found.revocation is RevocationState.GOOD
    assert found.warnings == ()
    assert found.unknown_because == ""
    assert found.chain[0] == found.summary.subject
    assert found.proof.chain == (der(asked_officer), authority.root_der)
    assert (len(found.proof.ocsps), found.proof.crls) == (1, ())
    assert [one.source for one in found.clocks] == [ClockSource.SERVER]
    assert clock_finding(found.clocks).error() is None


def test_check_below_an_intermediate_keeps_lists_and_answers(
    authority: TrialAuthority,
    served: TrialServices,
    below: TrialKey,
    rules: CheckRules,
    der: Der,
) -> None:
    officer = der(authority.issue(OfficerProfile(), below))
    lists = {list_path(below): make_list(below, ListContent(datetime.now(UTC)))}
    served.publish(authority, files=lists)

    found = check_before_signing(officer, (der(below),), rules)

    assert found.proof.chain == (officer, der(below), authority.root_der)
    assert set(found.proof.crls) == {authority.crl, lists[list_path(below)]}


@pytest.mark.parametrize(
    ("profile", "error"),
    [
        (OfficerProfile(valid_from=-10 * DAY, valid_for=9 * DAY), CertificateExpired),
        (OfficerProfile(valid_from=DAY), CertificateNotYetValid),
        (OfficerProfile(may_sign=False), CertificateUnsuitable),
        (OfficerProfile(kind=KeyKind.RSA_1024), WeakKey),
        (OfficerProfile(revocation=Revocation.NOWHERE), RevocationUnavailable),
    ],
)
def test_check_of_a_bad_certificate_is_refused_by_name(
    profile: OfficerProfile,
    error: type[SigningError],
    authority: TrialAuthority,
    rules: CheckRules,
    der: Der,
) -> None:
    certificate = der(authority.issue(profile))

    with pytest.raises(error):
        check_before_signing(certificate, (), rules)


def test_check_of_a_revoked_certificate_is_refused_also_where_unknown_is_allowed(
    authority: TrialAuthority,
    served: TrialServices,
    good: TrialResponder,
    rules: CheckRules,
    asked_officer: TrialKey,
    der: Der,
) -> None:
    revoked = frozenset({asked_officer.certificate.serial_number})
    served.publish(authority, ocsp=replace(good, revoked=revoked).answer)

    with pytest.raises(CertificateRevoked):
        check_before_signing(der(asked_officer), (), replace(rules, offline_allowed=True))


def test_check_with_a_list_at_hand_refuses_revoked_without_a_network(
    authority: TrialAuthority, rules: CheckRules, der: Der
) -> None:
    officer = authority.issue(OfficerProfile())
    revoked = frozenset({officer.certificate.serial_number})
    hour_ago = datetime.now(UTC) - timedelta(hours=1)
    at_hand = make_list(authority.root, ListContent(hour_ago, revoked=revoked))
    offline = replace(rules, fetch=False, crls=(at_hand,), offline_allowed=True)

    with pytest.raises(CertificateRevoked):
        check_before_signing(der(officer), (), offline)


def test_check_without_a_network_is_unknown_and_signs_only_when_allowed(
    authority: TrialAuthority, rules: CheckRules, asked_officer: TrialKey, der: Der
) -> None:
    offline = replace(rules, fetch=False)

    with pytest.raises(RevocationUnavailable):
        check_before_signing(der(asked_officer), (), offline)
    found = check_before_signing(der(asked_officer), (), replace(offline, offline_allowed=True))

    assert found.revocation is RevocationState.UNKNOWN
    assert found.unknown_because == "service.revocation_unavailable"
    assert "revocation-unknown" in found.warnings


def test_check_of_another_authority_is_refused(
    authority: TrialAuthority, rules: CheckRules, asked_officer: TrialKey, below: TrialKey, der: Der
) -> None:
    for roots in ((), (der(below),)):
        with pytest.raises(CertificateUntrusted):
            check_before_signing(der(asked_officer), (), replace(rules, roots=roots))


def test_check_of_bytes_that_are_no_certificate_is_refused(rules: CheckRules, der: Der) -> None:
    with pytest.raises(KeyNotFound):
        check_before_signing(b"rac", (), rules)


def test_check_with_damaged_roots_is_refused(
    rules: CheckRules, asked_officer: TrialKey, der: Der
) -> None:
    with pytest.raises(BadTrustRoots):
        check_before_signing(der(asked_officer), (), replace(rules, roots=(b"rac",)))


@pytest.mark.parametrize(
    ("left", "warnings"),
    [
        (timedelta(days=61), ()),
        (timedelta(days=60), ("certificate-expires-60",)),
        (timedelta(days=31), ("certificate-expires-60",)),
        (timedelta(days=30), ("certificate-expires-30",)),
        (timedelta(days=7), ("certificate-expires-7",)),
        (timedelta(minutes=1), ("certificate-expires-7",)),
    ],
)
def test_expiry_warnings_name_the_nearest_bound(left: timedelta, warnings: tuple[str, ...]) -> None:
    now = datetime(2026, 11, 22, tzinfo=UTC)

    assert expiry_warnings(now + left, now) == warnings


def test_check_counts_the_days_left(
    authority: TrialAuthority,
    served: TrialServices,
    rules: CheckRules,
    der: Der,
) -> None:
    served.publish(authority)
    certificate = der(authority.issue(OfficerProfile(valid_for=timedelta(days=20))))

    found = check_before_signing(certificate, (), rules)

    assert found.days_left == 18
    assert found.warnings == ("certificate-expires-30",)
