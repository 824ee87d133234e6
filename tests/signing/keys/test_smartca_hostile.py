"""Services of the SmartCA kind that answer badly or not at all."""

from __future__ import annotations

import pytest

from signing.errors import (
    RemoteAnswerBad,
    RemoteBusy,
    RemoteCredentials,
    RemoteExpired,
    RemoteFailed,
    RemoteRefused,
    RemoteUnknown,
    RemoteUnreachable,
    SigningError,
)
from signing.identities import Mechanism
from signing.keys.remote import (
    HashItem,
    Pending,
    RemoteRules,
)
from signing.trial.authority import TrialKey
from tests.fakes.far_signers import (
    digests,
    kinds,
    opened_smartca,
)
from tests.fakes.signing_services import SmartCaService

SIGN = "/v1/signatures/sign"


def some_items(count: int) -> list[HashItem]:
    return digests(count, Mechanism.RSA_PKCS1)


@pytest.mark.parametrize(
    ("state", "error"),
    [
        ("REJECTED", RemoteRefused),
        ("rejected", RemoteRefused),
        ("EXPIRED", RemoteExpired),
        ("TIMEOUT", RemoteExpired),
        ("CANCELLED", RemoteExpired),
    ],
)
def test_smartca_states_have_names(
    smartca: SmartCaService, rules: RemoteRules, state: str, error: type[SigningError]
) -> None:
    key = opened_smartca(smartca, rules)
    ticket = key.begin(some_items(2))

    smartca.settle(state)

    assert kinds(key.poll(ticket)) == {error}


@pytest.mark.parametrize(
    ("code", "error"),
    [
        (1, RemoteRefused),
        (62001, RemoteUnknown),
        (62002, RemoteExpired),
        (63000, RemoteCredentials),
        (77777, RemoteFailed),
        ("62002", RemoteExpired),
        (None, RemoteFailed),
    ],
)
def test_smartca_result_codes_have_names(
    smartca: SmartCaService, rules: RemoteRules, code: object, error: type[SigningError]
) -> None:
    key = opened_smartca(smartca, rules)
    smartca.answers[SIGN] = [(200, {"status_code": code, "message": "x", "data": None})]

    with pytest.raises(error):
        key.begin(some_items(1))


def test_smartca_lying_service_is_refused(smartca: SmartCaService, rules: RemoteRules) -> None:
    key = opened_smartca(smartca, rules)
    smartca.forge = lambda value: value[::-1]
    ticket = key.begin(some_items(2))

    smartca.confirm()

    assert kinds(key.poll(ticket)) == {RemoteAnswerBad}


@pytest.mark.parametrize(
    "signatures",
    [
        [{"doc_id": "0", "signature_value": None}],
        [{"doc_id": "0", "signature_value": "%%%"}],
        [{"doc_id": "0", "signature_value": ""}],
        [{"doc_id": "9", "signature_value": "AAAA"}],
        [{"doc_id": "0", "signature_value": "AAAA"}] * 2,
        [{"signature_value": "AAAA"}],
        ["AAAA"],
    ],
)
def test_smartca_values_that_cannot_be_read_are_refused(
    smartca: SmartCaService, rules: RemoteRules, signatures: list[object]
) -> None:
    key = opened_smartca(smartca, rules)
    ticket = key.begin(some_items(1))
    answer = {"status_code": 200, "message": "SUCCESS", "data": {"signatures": signatures}}
    smartca.answers[f"{SIGN}/{ticket.transaction}/status"] = [(200, answer)]

    assert kinds(key.poll(ticket)) == {RemoteAnswerBad}


def test_smartca_success_without_values_is_still_waiting(
    smartca: SmartCaService, rules: RemoteRules
) -> None:
    key = opened_smartca(smartca, rules)
    ticket = key.begin(some_items(1))

    smartca.settle("SUCCESS")

    assert kinds(key.poll(ticket)) == {Pending}


def test_smartca_network_trouble_leaves_the_request_alone(
    smartca: SmartCaService, rules: RemoteRules
) -> None:
    key = opened_smartca(smartca, rules)
    ticket = key.begin(some_items(1))
    path = f"{SIGN}/{ticket.transaction}/status"
    smartca.answers[path] = [(503, b""), (504, b"")]

    with pytest.raises(RemoteBusy):
        key.poll(ticket)
    with pytest.raises(RemoteUnreachable):
        key.poll(ticket)
    smartca.confirm()

    assert kinds(key.poll(ticket)) == {bytes}


def test_smartca_dead_service_begins_nothing(far_rsa: TrialKey, rules: RemoteRules) -> None:
    with SmartCaService([far_rsa]) as running:
        key = opened_smartca(running, rules)

    with pytest.raises(RemoteUnreachable):
        key.begin(some_items(1))


@pytest.mark.parametrize(
    ("again", "kind"),
    [((503, b""), RemoteBusy), ((200, {"status_code": 63000}), RemoteCredentials)],
)
def test_smartca_request_that_is_refused_when_sent_again_says_so(
    smartca: SmartCaService,
    rules: RemoteRules,
    again: tuple[int, object],
    kind: type[SigningError],
) -> None:
    key = opened_smartca(smartca, rules)
    ticket = key.begin(some_items(1))
    smartca.requests.clear()
    smartca.answers[SIGN] = [again]

    if kind is RemoteBusy:
        with pytest.raises(kind):
            key.poll(ticket)
    else:
        assert kinds(key.poll(ticket)) == {kind}
