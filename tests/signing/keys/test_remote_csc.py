"""CSC version 1: consent bound to digests, values proved, nothing tried twice."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.sign.signers.csc_signer import (
    CSCAuthorizationManager,
    CSCServiceSessionInfo,
    CSCSigner,
    PrefetchedSADAuthorizationManager,
    fetch_certs_in_csc_credential,
)

from signing.errors import (
    ChoiceNeeded,
    RemoteAnswerBad,
    RemoteBusy,
    RemoteCancelled,
    RemoteCredentials,
    RemoteExpired,
    RemoteInsecure,
    RemoteRefused,
    RemoteUnknown,
    RemoteUnreachable,
    RemoteUnsupported,
    SignatureFailed,
    SigningError,
    TicketUnreadable,
)
from signing.identities import Mechanism
from signing.keys.csc import CscKey, open_csc
from signing.keys.remote import HashItem, Pending, RemoteRules, RemoteSecrets, Ticket, WaitingKey
from signing.requests import CscSource
from signing.trial.authority import KeyKind, OfficerProfile, TrialAuthority, TrialKey
from tests.contracts.signing_key_contract import KeyUnderTest, SigningKeyContract
from tests.fakes.signing_services import CscAccount, CscService, refusal
from tests.signing.keys.proofs import prove

START = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
HASH = base64.b64encode(hashlib.sha256(b"x").digest()).decode()
SIGN = "/csc/v1/signatures/signHash"
CONSENT = "/csc/v1/credentials/authorize"


class Clock:
    def __init__(self) -> None:
        self.now = START
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
def rsa(authority: TrialAuthority) -> TrialKey:
    return authority.issue(OfficerProfile())


@pytest.fixture(scope="module")
def elliptic(authority: TrialAuthority) -> TrialKey:
    return authority.issue(OfficerProfile(kind=KeyKind.EC_256))


@pytest.fixture
def service(rsa: TrialKey, authority: TrialAuthority) -> Iterator[CscService]:
    with CscService(CscAccount(rsa, [authority.root])) as running:
        yield running


def secrets_of(service: CscService, **changed: str) -> RemoteSecrets:
    account = service.account
    return RemoteSecrets(
        account=account.user,
        password=bytearray(changed.get("password", account.password), "utf-8"),
        pin=bytearray(changed.get("pin", account.pin), "utf-8"),
        code=bytearray(changed.get("code", account.code), "utf-8"),
    )


def opened(service: CscService, rules: RemoteRules, **changed: str) -> CscKey:
    return open_csc(CscSource(service.url, "CRED-1"), secrets_of(service, **changed), rules)


def never_wait(seconds: float) -> None:
    pytest.fail(f"waited {seconds} s")


def some_items(count: int, mechanism: Mechanism = Mechanism.RSA_PSS) -> list[HashItem]:
    return [HashItem.of(str(n), f"kết quả {n}".encode(), mechanism) for n in range(count)]


def kinds(outcomes: tuple[object, ...]) -> set[type]:
    return {type(one) for one in outcomes}


class TestCscKey(SigningKeyContract):
    """The contract of every key, with a service behind it."""

    @pytest.fixture(params=["rsa", "elliptic"])
    def key(
        self, request: pytest.FixtureRequest, rules: RemoteRules, authority: TrialAuthority
    ) -> Iterator[KeyUnderTest]:
        account = CscAccount(request.getfixturevalue(request.param), [authority.root])
        with CscService(account) as running:
            remote = opened(running, rules)
            yield WaitingKey(remote, never_wait, rules.now)
            remote.close()


def test_csc_many_digests_need_one_consent(service: CscService, rules: RemoteRules) -> None:
    key = opened(service, rules)

    values = key.poll(key.begin(some_items(50)))

    assert kinds(values) == {bytes}
    assert len(set(values)) == 50
    assert service.paths().count(CONSENT) == 1
    assert service.paths().count("/csc/v1/credentials/extendTransaction") == 1


def test_csc_consent_names_the_very_digests(service: CscService, rules: RemoteRules) -> None:
    items = some_items(2)

    opened(service, rules).begin(items)

    _, body = service.asked[-1]
    assert len(body["hash"]) == body["numSignatures"] == 2
    assert body["PIN"] == service.account.pin


def test_csc_values_asked_for_twice_are_signed_once(
    service: CscService, rules: RemoteRules
) -> None:
    key = opened(service, rules)
    ticket = key.begin(some_items(3))

    first, second = key.poll(ticket), key.poll(ticket)

    assert first == second
    assert service.signed == 3


def test_csc_only_credential_is_found(service: CscService, rules: RemoteRules) -> None:
    key = open_csc(CscSource(service.url), secrets_of(service), rules)

    assert kinds(key.poll(key.begin(some_items(1)))) == {bytes}


def test_csc_several_credentials_are_for_the_officer_to_choose(
    service: CscService, rules: RemoteRules
) -> None:
    service.account.credentials = ["A", "B"]

    with pytest.raises(ChoiceNeeded):
        open_csc(CscSource(service.url), secrets_of(service), rules)


def test_csc_token_of_somebody_else_needs_no_sign_in(
    service: CscService, rules: RemoteRules
) -> None:
    secrets = RemoteSecrets(bearer=bytearray(b"the-token"), pin=bytearray(b"13572468"))

    key = open_csc(CscSource(service.url, "CRED-1"), secrets, rules)

    assert kinds(key.poll(key.begin(some_items(1)))) == {bytes}
    assert "/csc/v1/auth/login" not in service.paths()


def test_csc_wrong_password_is_named_and_forgotten(service: CscService, rules: RemoteRules) -> None:
    secrets = secrets_of(service, password="sai")

    with pytest.raises(RemoteCredentials):
        open_csc(CscSource(service.url, "CRED-1"), secrets, rules)

    assert service.paths().count("/csc/v1/auth/login") == 1
    assert not secrets.password
    assert not secrets.pin


def test_csc_wrong_pin_is_tried_once_however_often_it_is_asked(
    service: CscService, rules: RemoteRules
) -> None:
    key = opened(service, rules, pin="00000000")

    for _ in range(3):
        with pytest.raises(RemoteCredentials):
            key.begin(some_items(1))

    assert service.account.tries == 2


def test_csc_one_time_code_serves_once(service: CscService, rules: RemoteRules) -> None:
    service.account.code = "778899"
    key = opened(service, rules)
    key.begin(some_items(1))

    with pytest.raises(RemoteCredentials):
        key.begin(some_items(1))
    typed = bytearray(b"778899")
    key.send_code()
    key.give_code(typed)

    assert key.wants_code
    assert not typed
    assert kinds(key.poll(key.begin(some_items(1)))) == {bytes}
    assert "/csc/v1/credentials/sendOTP" in service.paths()


def test_csc_implicit_consent_sends_no_pin(service: CscService, rules: RemoteRules) -> None:
    service.account.mode = "implicit"
    key = opened(service, rules)

    assert kinds(key.poll(key.begin(some_items(1)))) == {bytes}
    assert all("PIN" not in body for _, body in service.asked)


def test_csc_lying_service_is_refused_for_the_item_it_lies_about(
    service: CscService, rules: RemoteRules
) -> None:
    key = opened(service, rules)
    count = iter(range(10))
    service.forge = lambda value: value if next(count) != 1 else value[::-1]

    outcomes = key.poll(key.begin(some_items(3)))

    assert [type(one) for one in outcomes] == [bytes, RemoteAnswerBad, bytes]


def test_csc_answers_in_another_order_are_refused(service: CscService, rules: RemoteRules) -> None:
    key = opened(service, rules)
    service.mixed_up = True

    assert kinds(key.poll(key.begin(some_items(2)))) == {RemoteAnswerBad}


def test_csc_lost_answer_is_fetched_again_by_asking_again(
    service: CscService, rules: RemoteRules
) -> None:
    key = opened(service, rules)
    ticket = key.begin(some_items(1))
    service.answers[SIGN] = [(502, b"")]

    with pytest.raises(RemoteUnreachable):
        key.poll(ticket)

    assert kinds(key.poll(ticket)) == {bytes}


def test_csc_spent_consent_says_expired(service: CscService, rules: RemoteRules) -> None:
    key = opened(service, rules)
    ticket = key.begin(some_items(1))
    service.drop_after.append(SIGN)

    with pytest.raises(RemoteUnreachable):
        key.poll(ticket)

    assert kinds(key.poll(ticket)) == {RemoteExpired}


def test_csc_consent_is_over_when_its_time_is(
    service: CscService, rules: RemoteRules, clock: Clock
) -> None:
    key = opened(service, rules)
    ticket = key.begin(some_items(1))
    clock.now = ticket.expires_at + timedelta(seconds=1)

    assert kinds(key.poll(ticket)) == {RemoteExpired}
    assert service.signed == 0


def test_csc_consent_does_not_survive_a_restart(service: CscService, rules: RemoteRules) -> None:
    ticket = opened(service, rules).begin(some_items(2))
    kept = Ticket.from_json(ticket.to_json())

    outcomes = opened(service, rules).poll(kept)

    assert kinds(outcomes) == {RemoteExpired}
    assert service.signed == 0


def test_csc_cancelled_request_signs_nothing(service: CscService, rules: RemoteRules) -> None:
    key = opened(service, rules)
    ticket = key.begin(some_items(1))

    key.cancel(ticket)

    assert kinds(key.poll(ticket)) == {RemoteCancelled}
    assert service.signed == 0


def test_csc_ticket_of_another_certificate_is_refused(
    service: CscService, rules: RemoteRules
) -> None:
    key = opened(service, rules)
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
    service: CscService, rules: RemoteRules, items: list[HashItem]
) -> None:
    key = opened(service, rules)

    with pytest.raises(RemoteUnsupported):
        key.begin(items)

    assert CONSENT not in service.paths()


def test_csc_service_bounds_the_number_of_digests(service: CscService, rules: RemoteRules) -> None:
    service.account.multisign = 3

    assert opened(service, rules).most_items == 3


def test_csc_ticket_is_kept_before_the_consent_is_asked_for(
    service: CscService, rules: RemoteRules
) -> None:
    seen: list[int] = []

    key = opened(service, rules)
    key.begin(some_items(1), lambda _: seen.append(service.paths().count(CONSENT)))

    assert seen[0] == 0


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
    service: CscService,
    rules: RemoteRules,
    answer: tuple[int, object],
    error: type[SigningError],
) -> None:
    key = opened(service, rules)
    service.answers[CONSENT] = [answer]

    with pytest.raises(error):
        key.begin(some_items(1))

    assert service.paths().count(CONSENT) == 1


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
    service: CscService, rules: RemoteRules, change: dict[str, object]
) -> None:
    path = "/csc/v1/credentials/info"
    service.headers.append("Bearer the-token")
    _, good = service.reply(path, {"credentialID": "CRED-1"})
    service.answers[path] = [(200, good | change)]

    with pytest.raises((RemoteAnswerBad, RemoteUnsupported, RemoteRefused, RemoteUnknown)):
        opened(service, rules)


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
    service: CscService, rules: RemoteRules, path: str, answer: object, error: type[SigningError]
) -> None:
    key = opened(service, rules)
    ticket = key.begin(some_items(1))
    service.answers[path] = [(200, answer)]

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
    service: CscService, rules: RemoteRules, path: str, answer: object, error: type[SigningError]
) -> None:
    service.answers[f"/csc/v1/{path}"] = [(200, answer)]

    with pytest.raises(error):
        open_csc(CscSource(service.url), secrets_of(service), rules)


def test_csc_consent_that_is_not_extended_spoils_only_what_is_missing(
    service: CscService, rules: RemoteRules
) -> None:
    key = opened(service, rules)
    ticket = key.begin(some_items(30))
    service.answers["/csc/v1/credentials/extendTransaction"] = [(200, {})]

    outcomes = key.poll(ticket)

    assert [type(one) for one in outcomes] == [bytes] * 25 + [RemoteAnswerBad] * 5


@pytest.mark.parametrize("secret", [b"\xff\xfe", b"a\r\nX: y"])
def test_csc_secret_that_cannot_be_sent_is_named_without_showing_it(
    service: CscService, rules: RemoteRules, secret: bytes
) -> None:
    for held in (
        RemoteSecrets(bearer=bytearray(secret)),
        RemoteSecrets(account="canbo", password=bytearray(secret)),
        RemoteSecrets(),
    ):
        with pytest.raises(RemoteCredentials) as caught:
            open_csc(CscSource(service.url, "CRED-1"), held, rules)
        assert caught.value.__cause__ is None


def test_csc_service_without_digests_is_refused(service: CscService, rules: RemoteRules) -> None:
    service.answers["/csc/v1/info"] = [(200, {"methods": ["auth/login"]})]

    with pytest.raises(RemoteUnsupported):
        opened(service, rules)


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


def test_csc_key_closed_holds_no_secret(service: CscService, rules: RemoteRules) -> None:
    secrets = secrets_of(service)
    key = open_csc(CscSource(service.url, "CRED-1"), secrets, rules)
    ticket = key.begin(some_items(1))

    key.close()

    assert not any((secrets.pin, secrets.bearer, secrets.password, secrets.code))
    assert kinds(key.poll(ticket)) == {RemoteExpired}
    assert service.account.pin not in f"{key!r}{secrets!r}{ticket.to_json()}"


def test_csc_writes_no_secret_to_the_log(
    service: CscService, rules: RemoteRules, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        key = opened(service, rules)
        key.poll(key.begin(some_items(1)))
        service.account.pin = "thay-doi"
        with pytest.raises(RemoteCredentials) as caught:
            key.begin(some_items(1))

    shown = f"{caplog.text}{caught.value!r}{caught.value.detail}"
    for secret in ("13572468", "the-token", service.account.password, "sad-1"):
        assert secret not in shown


def test_waiting_key_takes_a_request_back_when_its_time_is_over(
    service: CscService, rules: RemoteRules, clock: Clock
) -> None:
    class Slow:
        def __init__(self, key: CscKey) -> None:
            self.key = key
            self.cancelled: list[Ticket] = []

        def __getattr__(self, name: str) -> object:
            return getattr(self.key, name)

        def poll(self, ticket: Ticket) -> tuple[Pending, ...]:
            return (Pending(ticket.begun_at, 1.0),)

        def cancel(self, ticket: Ticket) -> None:
            self.cancelled.append(ticket)

    slow = Slow(opened(service, rules))
    clock.now += timedelta(seconds=1)
    key = WaitingKey(slow, never_wait, lambda: clock.now + timedelta(hours=1))  # type: ignore[arg-type]  # the rest is handed on

    with pytest.raises(RemoteExpired):
        key.sign(b"x", Mechanism.RSA_PSS)

    assert len(slow.cancelled) == 1


@pytest.mark.parametrize("pss", [True, False])
def test_service_of_these_tests_speaks_as_another_client_expects(
    service: CscService, rsa: TrialKey, pss: bool
) -> None:
    """A fake that only our own client understands would prove nothing."""
    service.account.mode = "implicit"
    service.account.algorithms = ["1.2.840.113549.1.1.10", "1.2.840.113549.1.1.11"]

    async def ask() -> tuple[bytes, int]:
        info = CSCServiceSessionInfo(service.url, "CRED-1", oauth_token="the-token")
        async with aiohttp.ClientSession() as session:
            found = await fetch_certs_in_csc_credential(session, info)
            body = {"credentialID": "CRED-1", "numSignatures": 1, "hash": [HASH]}
            url = f"{service.url}/csc/v1/credentials/authorize"
            async with session.post(url, headers=info.auth_headers, json=body) as response:
                consent = CSCAuthorizationManager.parse_csc_auth_response(await response.json())
            once = PrefetchedSADAuthorizationManager(info, found, consent)
            signer = CSCSigner(session, once, prefer_pss=pss)
            return await signer.async_sign_raw(b"x", "sha256"), found.max_batch_size

    value, most = asyncio.run(ask())
    mechanism = Mechanism.RSA_PSS if pss else Mechanism.RSA_PKCS1

    prove(rsa.certificate.public_bytes(Encoding.DER), value, b"x", mechanism)
    assert most == service.account.multisign


def test_waiting_key_refuses_a_mechanism_that_is_not_there(
    rules: RemoteRules, elliptic: TrialKey
) -> None:
    with CscService(CscAccount(elliptic)) as running:
        key = WaitingKey(opened(running, rules), never_wait, rules.now)

        with pytest.raises(SignatureFailed):
            key.sign(b"x", Mechanism.RSA_PSS)
