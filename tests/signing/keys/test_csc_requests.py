"""CSC version 1: consent bound to digests, values proved, nothing signed twice."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from signing.errors import (
    RemoteCancelled,
    RemoteExpired,
    RemoteUnreachable,
    RemoteUnsupported,
    TicketUnreadable,
)
from signing.identities import Mechanism
from signing.keys.remote import HashItem, RemoteRules, Ticket, WaitingKey
from signing.trial.authority import TrialAuthority
from tests.contracts.signing_key_contract import KeyUnderTest, SigningKeyContract
from tests.fakes.far_signers import (
    Clock,
    digests,
    kinds,
    never_wait,
    opened_csc,
)
from tests.fakes.signing_services import CscAccount, CscService

SIGN = "/csc/v1/signatures/signHash"
CONSENT = "/csc/v1/credentials/authorize"


def some_items(count: int, mechanism: Mechanism = Mechanism.RSA_PSS) -> list[HashItem]:
    return digests(count, mechanism)


class TestCscKey(SigningKeyContract):
    """The contract of every key, with a service behind it."""

    @pytest.fixture(params=["far_rsa", "far_elliptic"])
    def key(
        self, request: pytest.FixtureRequest, rules: RemoteRules, authority: TrialAuthority
    ) -> Iterator[KeyUnderTest]:
        account = CscAccount(request.getfixturevalue(request.param), [authority.root])
        with CscService(account) as running:
            remote = opened_csc(running, rules)
            yield WaitingKey(remote, never_wait, rules.now)
            remote.close()


def test_csc_many_digests_need_one_consent(csc: CscService, rules: RemoteRules) -> None:
    key = opened_csc(csc, rules)

    values = key.poll(key.begin(some_items(50)))

    assert kinds(values) == {bytes}
    assert len(set(values)) == 50
    assert csc.paths().count(CONSENT) == 1
    assert csc.paths().count("/csc/v1/credentials/extendTransaction") == 1


def test_csc_consent_names_the_very_digests(csc: CscService, rules: RemoteRules) -> None:
    items = some_items(2)

    opened_csc(csc, rules).begin(items)

    _, body = csc.asked[-1]
    assert len(body["hash"]) == body["numSignatures"] == 2
    assert body["PIN"] == csc.account.pin


def test_csc_values_asked_for_twice_are_signed_once(csc: CscService, rules: RemoteRules) -> None:
    key = opened_csc(csc, rules)
    ticket = key.begin(some_items(3))

    first, second = key.poll(ticket), key.poll(ticket)

    assert first == second
    assert csc.signed == 3


def test_csc_lost_answer_is_fetched_again_by_asking_again(
    csc: CscService, rules: RemoteRules
) -> None:
    key = opened_csc(csc, rules)
    ticket = key.begin(some_items(1))
    csc.answers[SIGN] = [(502, b"")]

    with pytest.raises(RemoteUnreachable):
        key.poll(ticket)

    assert kinds(key.poll(ticket)) == {bytes}


def test_csc_spent_consent_says_expired(csc: CscService, rules: RemoteRules) -> None:
    key = opened_csc(csc, rules)
    ticket = key.begin(some_items(1))
    csc.drop_after.append(SIGN)

    with pytest.raises(RemoteUnreachable):
        key.poll(ticket)

    assert kinds(key.poll(ticket)) == {RemoteExpired}


def test_csc_consent_is_over_when_its_time_is(
    csc: CscService, rules: RemoteRules, clock: Clock
) -> None:
    key = opened_csc(csc, rules)
    ticket = key.begin(some_items(1))
    clock.now = ticket.expires_at + timedelta(seconds=1)

    assert kinds(key.poll(ticket)) == {RemoteExpired}
    assert csc.signed == 0


def test_csc_consent_does_not_survive_a_restart(csc: CscService, rules: RemoteRules) -> None:
    ticket = opened_csc(csc, rules).begin(some_items(2))
    kept = Ticket.from_json(ticket.to_json())

    outcomes = opened_csc(csc, rules).poll(kept)

    assert kinds(outcomes) == {RemoteExpired}
    assert csc.signed == 0


def test_csc_cancelled_request_signs_nothing(csc: CscService, rules: RemoteRules) -> None:
    key = opened_csc(csc, rules)
    ticket = key.begin(some_items(1))

    key.cancel(ticket)

    assert kinds(key.poll(ticket)) == {RemoteCancelled}
    assert csc.signed == 0


def test_csc_ticket_of_another_certificate_is_refused(csc: CscService, rules: RemoteRules) -> None:
    key = opened_csc(csc, rules)
    ticket = key.begin(some_items(1))

    for other in (
        replace(ticket, certificate_sha256=hashlib.sha256(b"x").hexdigest()),
        replace(ticket, service="smartca"),
    ):
        with pytest.raises(TicketUnreadable):
            key.poll(other)


@pytest.mark.parametrize(
    "items",
    [[], some_items(101), some_items(1) * 2, [*some_items(1), *some_items(1, Mechanism.ECDSA)]],
    ids=["none", "too-many", "same-name", "two-mechanisms"],
)
def test_csc_request_that_cannot_work_is_refused_before_it_is_sent(
    csc: CscService, rules: RemoteRules, items: list[HashItem]
) -> None:
    key = opened_csc(csc, rules)

    with pytest.raises(RemoteUnsupported):
        key.begin(items)

    assert CONSENT not in csc.paths()


def test_csc_service_bounds_the_number_of_digests(csc: CscService, rules: RemoteRules) -> None:
    csc.account.multisign = 3

    assert opened_csc(csc, rules).most_items == 3


def test_csc_ticket_is_kept_before_the_consent_is_asked_for(
    csc: CscService, rules: RemoteRules
) -> None:
    seen: list[int] = []

    key = opened_csc(csc, rules)
    key.begin(some_items(1), lambda _: seen.append(csc.paths().count(CONSENT)))

    assert seen[0] == 0
