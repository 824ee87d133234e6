"""Publishing what authorities are trusted for, and withdrawing them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from signing.errors import BadTrustList
from signing.trial.authority import TrialAuthority
from signing.trust.list_making import Confirmed, Issue, make_list
from signing.trust.trust_list import Scope, read_list

NOW = datetime.now(UTC)


def issue(*withdrawn: tuple[str, datetime]) -> Issue:
    return Issue("Sở thử nghiệm", 1, NOW, NOW + timedelta(days=30), withdrawn)


def confirmed(authority: TrialAuthority, *scopes: Scope) -> list[Confirmed]:
    return [Confirmed(authority.root_der, scope, "thử nghiệm") for scope in scopes]


def test_make_list_takes_an_authority_in_several_scopes(
    authority: TrialAuthority, publisher: Ed25519PrivateKey
) -> None:
    both = confirmed(authority, Scope.OFFICIAL, Scope.TIME_STAMP)

    found = read_list(make_list(issue(), both, publisher), publisher.public_key())

    assert [one.scope for one in found.entries] == [Scope.OFFICIAL, Scope.TIME_STAMP]


def test_make_list_with_the_same_scope_twice_is_refused(
    authority: TrialAuthority, publisher: Ed25519PrivateKey
) -> None:
    with pytest.raises(BadTrustList):
        make_list(issue(), confirmed(authority, Scope.PUBLIC, Scope.PUBLIC), publisher)


def test_make_list_withdraws_and_keeps_the_entry(
    authority: TrialAuthority, publisher: Ed25519PrivateKey
) -> None:
    (entry,) = read_list(
        make_list(issue(), confirmed(authority, Scope.OFFICIAL), publisher), publisher.public_key()
    ).entries
    end = NOW - timedelta(days=3)

    content = make_list(issue((entry.sha256, end)), confirmed(authority, Scope.OFFICIAL), publisher)

    (found,) = read_list(content, publisher.public_key()).entries
    assert found.valid_to == end
    assert not found.holds_at(NOW)
    assert found.holds_at(end - timedelta(days=1))


def test_make_list_that_withdraws_a_stranger_is_refused(
    authority: TrialAuthority, publisher: Ed25519PrivateKey
) -> None:
    with pytest.raises(BadTrustList):
        make_list(issue(("0" * 64, NOW)), confirmed(authority, Scope.OFFICIAL), publisher)
