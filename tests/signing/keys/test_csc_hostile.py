"""CSC services that answer badly: each answer has a name, nothing is believed unproved."""

from __future__ import annotations

import pytest

from signing.errors import (
    RemoteAnswerBad,
    RemoteBusy,
    RemoteCredentials,
    RemoteRefused,
    RemoteUnknown,
    RemoteUnreachable,
    RemoteUnsupported,
    SigningError,
)
from signing.identities import Mechanism
from signing.keys.csc import open_csc
from signing.keys.remote import HashItem, RemoteRules, RemoteSecrets
from signing.requests import CscSource
from tests.fakes.far_signers import (
    csc_secrets,
    digests,
    kinds,
    opened_csc,
)
from tests.fakes.signing_services import CscService, refusal

SIGN = "/csc/v1/signatures/signHash"
CONSENT = "/csc/v1/credentials/authorize"


def some_items(count: int, mechanism: Mechanism = Mechanism.RSA_PSS) -> list[HashItem]:
    return digests(count, mechanism)


def test_csc_lying_service_is_refused_for_the_item_it_lies_about(
    csc: CscService, rules: RemoteRules
) -> None:
    key = opened_csc(csc, rules)
    count = iter(range(10))
    csc.forge = lambda value: value if next(count) != 1 else value[::-1]

    outcomes = key.poll(key.begin(some_items(3)))

    assert [type(one) for one in outcomes] == [bytes, RemoteAnswerBad, bytes]


def test_csc_answers_in_another_order_are_refused(csc: CscService, rules: RemoteRules) -> None:
    key = opened_csc(csc, rules)
    csc.mixed_up = True

    assert kinds(key.poll(key.begin(some_items(2)))) == {RemoteAnswerBad}


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (refusal("access_denied", status=403), RemoteRefused),
        (refusal("invalid_request", "Invalid parameter credentialID"), RemoteUnknown),
        (refusal("invalid_request", "The OTP is expired"), RemoteCredentials),
        ((429, b""), RemoteBusy),
        ((503, b"<html>"), RemoteBusy),
        ((500, b""), RemoteUnreachable),
        ((200, b"[]"), RemoteAnswerBad),
        ((200, b"<html>"), RemoteAnswerBad),
        ((200, b"[" * 100_000), RemoteAnswerBad),
        ((200, b'{"a":"' + b"x" * 1024 * 1024 + b'"}'), RemoteAnswerBad),
        ((200, {"SAD": ""}), RemoteAnswerBad),
        ((200, {"SAD": ["x"]}), RemoteAnswerBad),
        ((307, b""), SigningError),
    ],
)
def test_csc_bad_answers_have_names(
    csc: CscService,
    rules: RemoteRules,
    answer: tuple[int, object],
    error: type[SigningError],
) -> None:
    key = opened_csc(csc, rules)
    csc.answers[CONSENT] = [answer]

    with pytest.raises(error):
        key.begin(some_items(1))

    assert csc.paths().count(CONSENT) == 1


@pytest.mark.parametrize(
    "change",
    [
        {"authMode": "oauth2code"},
        {"key": {"status": "disabled", "algo": ["1.2.840.113549.1.1.1"]}},
        {"key": {"status": "enabled", "algo": ["1.2.3"]}},
        {"key": {"status": "enabled", "algo": "1.2.3"}},
        {"key": {"status": "enabled", "algo": ["1.2.840.10045.4.3.2"]}},
        {"cert": {"certificates": ["AAAA"]}},
        {"cert": {"certificates": []}},
        {"cert": {"certificates": "x"}},
        {"multisign": "many"},
        {"multisign": 0},
    ],
)
def test_csc_credential_that_cannot_sign_is_named(
    csc: CscService, rules: RemoteRules, change: dict[str, object]
) -> None:
    path = "/csc/v1/credentials/info"
    csc.headers.append("Bearer the-token")
    _, good = csc.reply(path, {"credentialID": "CRED-1"})
    csc.answers[path] = [(200, good | change)]

    with pytest.raises((RemoteAnswerBad, RemoteUnsupported, RemoteRefused, RemoteUnknown)):
        opened_csc(csc, rules)


@pytest.mark.parametrize(
    ("path", "answer", "error"),
    [
        (SIGN, {"signatures": ["AAAA", "AAAA"]}, RemoteAnswerBad),
        (SIGN, {"signatures": "AAAA"}, RemoteAnswerBad),
        (SIGN, {"signatures": ["%"]}, RemoteAnswerBad),
        (SIGN, {"signatures": [None]}, RemoteAnswerBad),
        (SIGN, {"signatures": [""]}, RemoteAnswerBad),
    ],
)
def test_csc_values_that_cannot_be_read_are_refused(
    csc: CscService, rules: RemoteRules, path: str, answer: object, error: type[SigningError]
) -> None:
    key = opened_csc(csc, rules)
    ticket = key.begin(some_items(1))
    csc.answers[path] = [(200, answer)]

    assert kinds(key.poll(ticket)) == {error}


@pytest.mark.parametrize(
    ("path", "answer", "error"),
    [
        ("auth/login", {}, RemoteAnswerBad),
        ("auth/login", {"access_token": "mã\r\nX: y"}, RemoteAnswerBad),
        ("credentials/list", {}, RemoteAnswerBad),
        ("credentials/list", {"credentialIDs": [1]}, RemoteAnswerBad),
        ("credentials/list", {"credentialIDs": []}, RemoteUnknown),
    ],
)
def test_csc_sign_in_that_leads_nowhere_is_named(
    csc: CscService, rules: RemoteRules, path: str, answer: object, error: type[SigningError]
) -> None:
    csc.answers[f"/csc/v1/{path}"] = [(200, answer)]

    with pytest.raises(error):
        open_csc(CscSource(csc.url), csc_secrets(csc), rules)


def test_csc_consent_that_is_not_extended_spoils_only_what_is_missing(
    csc: CscService, rules: RemoteRules
) -> None:
    key = opened_csc(csc, rules)
    ticket = key.begin(some_items(30))
    csc.answers["/csc/v1/credentials/extendTransaction"] = [(200, {})]

    outcomes = key.poll(ticket)

    assert [type(one) for one in outcomes] == [bytes] * 25 + [RemoteAnswerBad] * 5


@pytest.mark.parametrize("secret", [b"\xff\xfe", b"a\r\nX: y"])
def test_csc_secret_that_cannot_be_sent_is_named_without_showing_it(
    csc: CscService, rules: RemoteRules, secret: bytes
) -> None:
    for held in (
        RemoteSecrets(bearer=bytearray(secret)),
        RemoteSecrets(account="canbo", password=bytearray(secret)),
        RemoteSecrets(),
    ):
        with pytest.raises(RemoteCredentials) as caught:
            open_csc(CscSource(csc.url, "CRED-1"), held, rules)
        assert caught.value.__cause__ is None


def test_csc_service_without_digests_is_refused(csc: CscService, rules: RemoteRules) -> None:
    csc.answers["/csc/v1/info"] = [(200, {"methods": ["auth/login"]})]

    with pytest.raises(RemoteUnsupported):
        opened_csc(csc, rules)
