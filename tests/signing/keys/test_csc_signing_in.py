"""Signing in at a CSC service: secrets are used once, kept nowhere and never shown."""

from __future__ import annotations

import logging

import pytest

from signing.errors import (
    ChoiceNeeded,
    RemoteCredentials,
    RemoteExpired,
    RemoteInsecure,
    RemoteUnreachable,
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
from tests.fakes.signing_services import CscService


def some_items(count: int, mechanism: Mechanism = Mechanism.RSA_PSS) -> list[HashItem]:
    return digests(count, mechanism)


def test_csc_only_credential_is_found(csc: CscService, rules: RemoteRules) -> None:
    key = open_csc(CscSource(csc.url), csc_secrets(csc), rules)

    assert kinds(key.poll(key.begin(some_items(1)))) == {bytes}


def test_csc_several_credentials_are_for_the_officer_to_choose(
    csc: CscService, rules: RemoteRules
) -> None:
    csc.account.credentials = ["A", "B"]

    with pytest.raises(ChoiceNeeded):
        open_csc(CscSource(csc.url), csc_secrets(csc), rules)


def test_csc_token_of_somebody_else_needs_no_sign_in(csc: CscService, rules: RemoteRules) -> None:
    secrets = RemoteSecrets(bearer=bytearray(b"the-token"), pin=bytearray(b"13572468"))

    key = open_csc(CscSource(csc.url, "CRED-1"), secrets, rules)

    assert kinds(key.poll(key.begin(some_items(1)))) == {bytes}
    assert "/csc/v1/auth/login" not in csc.paths()


def test_csc_wrong_password_is_named_and_forgotten(csc: CscService, rules: RemoteRules) -> None:
    secrets = csc_secrets(csc, password="sai")

    with pytest.raises(RemoteCredentials):
        open_csc(CscSource(csc.url, "CRED-1"), secrets, rules)

    assert csc.paths().count("/csc/v1/auth/login") == 1
    assert not secrets.password
    assert not secrets.pin


def test_csc_wrong_pin_is_tried_once_however_often_it_is_asked(
    csc: CscService, rules: RemoteRules
) -> None:
    key = opened_csc(csc, rules, pin="00000000")

    for _ in range(3):
        with pytest.raises(RemoteCredentials):
            key.begin(some_items(1))

    assert csc.account.tries == 2


def test_csc_one_time_code_serves_once(csc: CscService, rules: RemoteRules) -> None:
    csc.account.code = "778899"
    key = opened_csc(csc, rules)
    key.begin(some_items(1))

    with pytest.raises(RemoteCredentials):
        key.begin(some_items(1))
    typed = bytearray(b"778899")
    key.send_code()
    key.give_code(typed)

    assert key.wants_code
    assert not typed
    assert kinds(key.poll(key.begin(some_items(1)))) == {bytes}
    assert "/csc/v1/credentials/sendOTP" in csc.paths()


def test_csc_implicit_consent_sends_no_pin(csc: CscService, rules: RemoteRules) -> None:
    csc.account.mode = "implicit"
    key = opened_csc(csc, rules)

    assert kinds(key.poll(key.begin(some_items(1)))) == {bytes}
    assert all("PIN" not in body for _, body in csc.asked)


def test_csc_open_connection_is_only_for_this_machine(rules: RemoteRules) -> None:
    secrets = RemoteSecrets(bearer=bytearray(b"x"))

    with pytest.raises(RemoteInsecure):
        open_csc(CscSource("http://ky-so.example", "C"), secrets, rules)

    assert not secrets.bearer


def test_csc_dead_service_is_unreachable(rules: RemoteRules) -> None:
    secrets = RemoteSecrets(bearer=bytearray(b"x"))

    with pytest.raises(RemoteUnreachable) as caught:
        open_csc(CscSource("http://127.0.0.1:9", "C"), secrets, rules)

    assert not caught.value.sent


def test_csc_key_closed_holds_no_secret(csc: CscService, rules: RemoteRules) -> None:
    secrets = csc_secrets(csc)
    key = open_csc(CscSource(csc.url, "CRED-1"), secrets, rules)
    ticket = key.begin(some_items(1))

    key.close()

    assert not any((secrets.pin, secrets.bearer, secrets.password, secrets.code))
    assert kinds(key.poll(ticket)) == {RemoteExpired}
    assert csc.account.pin not in f"{key!r}{secrets!r}{ticket.to_json()}"


def test_csc_writes_no_secret_to_the_log(
    csc: CscService, rules: RemoteRules, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        key = opened_csc(csc, rules)
        key.poll(key.begin(some_items(1)))
        csc.account.pin = "thay-doi"
        with pytest.raises(RemoteCredentials) as caught:
            key.begin(some_items(1))

    shown = f"{caplog.text}{caught.value!r}{caught.value.detail}"
    for secret in ("13572468", "the-token", csc.account.password, "sad-1"):
        assert secret not in shown
