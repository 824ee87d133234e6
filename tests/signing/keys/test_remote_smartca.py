"""The SmartCA kind: confirmed by telephone, resumed after a restart, never signed twice."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from signing.errors import (
    ChoiceNeeded,
    RemoteAnswerBad,
    RemoteBusy,
    RemoteCancelled,
    RemoteCredentials,
    RemoteExpired,
    RemoteFailed,
    RemoteRefused,
    RemoteUnknown,
    RemoteUnreachable,
    SigningError,
    TicketUnreadable,
)
from signing.identities import Mechanism
from signing.keys.remote import (
    HashItem,
    Pending,
    RemoteKey,
    RemoteRules,
    RemoteSecrets,
    Ticket,
    WaitingKey,
)
from signing.keys.smartca import SmartCaKey, open_smartca
from signing.pades.prepared import PreparedSignature, finish_signature, prepare_signature
from signing.requests import RsaPadding, SignRequest, SmartCaSource
from signing.trial.authority import OfficerProfile, TrialAuthority, TrialKey
from signing.validation.verify import verify_pdf
from signing.verdict import Verdict
from tests.contracts.signing_key_contract import KeyUnderTest, SigningKeyContract
from tests.fakes.signing_services import SmartCaService, certificate_text

START = datetime.now(UTC)
USER = "012345678901"
SIGN = "/v1/signatures/sign"


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


@pytest.fixture
def service(rsa: TrialKey) -> Iterator[SmartCaService]:
    with SmartCaService([rsa]) as running:
        yield running


def opened(service: SmartCaService, rules: RemoteRules, serial: str = "") -> SmartCaKey:
    secrets = RemoteSecrets(account="ben-thu", password=bytearray("bí mật", "utf-8"))
    return open_smartca(SmartCaSource(service.url, USER, serial), secrets, rules)


def never_wait(seconds: float) -> None:
    pytest.fail(f"waited {seconds} s")


def some_items(count: int) -> list[HashItem]:
    return [HashItem.of(str(n), f"kết quả {n}".encode(), Mechanism.RSA_PKCS1) for n in range(count)]


def kinds(outcomes: tuple[object, ...]) -> set[type]:
    return {type(one) for one in outcomes}


class TestSmartCaKey(SigningKeyContract):
    """The contract of every key; the signer confirms at once."""

    @pytest.fixture
    def key(self, service: SmartCaService, rules: RemoteRules) -> KeyUnderTest:
        service.confirm_at_once = True
        return WaitingKey(opened(service, rules), never_wait, rules.now)


def test_smartca_waits_for_the_telephone(service: SmartCaService, rules: RemoteRules) -> None:
    key = opened(service, rules)

    ticket = key.begin(some_items(3))
    before = key.poll(ticket)
    service.confirm()
    after = key.poll(ticket)

    assert kinds(before) == {Pending}
    assert kinds(after) == {bytes}
    assert key.poll(ticket) == after
    assert service.signed == 3


def test_smartca_sends_digests_and_no_content(service: SmartCaService, rules: RemoteRules) -> None:
    items = some_items(1)

    opened(service, rules).begin(items)

    (file,) = service.asked[-1][1]["sign_files"]
    assert file == {
        "doc_id": "0",
        "file_type": "pdf",
        "sign_type": "hash",
        "data_to_be_signed": items[0].digest.hex(),
    }


@pytest.mark.parametrize("own_names", [False, True])
def test_smartca_request_survives_a_restart(
    service: SmartCaService, rules: RemoteRules, own_names: bool
) -> None:
    service.own_names = own_names
    kept: list[str] = []
    opened(service, rules).begin(some_items(2), lambda ticket: kept.append(ticket.to_json()))
    service.confirm()

    values = opened(service, rules).poll(Ticket.from_json(kept[-1]))

    assert kinds(values) == {bytes}
    assert service.signed == 2


def test_smartca_killed_before_the_answer_signs_once(
    service: SmartCaService, rules: RemoteRules
) -> None:
    kept: list[str] = []
    service.drop_after.append(SIGN)

    opened(service, rules).begin(some_items(1), lambda ticket: kept.append(ticket.to_json()))
    service.confirm()
    values = opened(service, rules).poll(Ticket.from_json(kept[-1]))

    assert kinds(values) == {bytes}
    assert service.paths().count(SIGN) == 1
    assert service.signed == 1


def test_smartca_killed_before_anything_was_sent_sends_it_under_the_same_name(
    service: SmartCaService, rules: RemoteRules
) -> None:
    kept: list[str] = []

    def die(ticket: Ticket) -> None:
        kept.append(ticket.to_json())
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        opened(service, rules).begin(some_items(1), die)
    key = opened(service, rules)
    first = key.poll(Ticket.from_json(kept[0]))
    service.confirm()

    assert kinds(first) == {Pending}
    assert kinds(key.poll(Ticket.from_json(kept[0]))) == {bytes}
    assert len(service.requests) == 1


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    begin_is_lost=st.booleans(),
    steps=st.lists(
        st.sampled_from(["poll", "restart", "busy", "lost", "forgotten", "confirm"]), max_size=8
    ),
)
def test_smartca_signs_once_whatever_breaks_on_the_way(
    rsa: TrialKey, rules: RemoteRules, begin_is_lost: bool, steps: list[str]
) -> None:
    with SmartCaService([rsa]) as running:
        key, kept = opened(running, rules), [""]
        if begin_is_lost:
            running.drop_after.append(SIGN)
        key.begin(some_items(2), lambda ticket: kept.append(ticket.to_json()))
        ticket = Ticket.from_json(kept[-1])
        status = f"{SIGN}/{ticket.transaction}/status"
        for step in steps:
            match step:
                case "restart":
                    key = opened(running, rules)
                case "busy":
                    running.answers.setdefault(status, []).append((503, b""))
                case "forgotten":
                    nothing = {"status_code": 62000, "message": "not found", "data": None}
                    running.answers.setdefault(status, []).append((200, nothing))
                case "lost":
                    running.drop_after.append(status)
                case "confirm":
                    running.confirm()
            with suppress(RemoteBusy, RemoteUnreachable):
                key.poll(ticket)
        running.answers.clear()
        running.drop_after.clear()
        running.confirm()

        assert kinds(key.poll(ticket)) == {bytes}
        assert running.signed == 2
        assert len(running.requests) == 1


def test_smartca_late_request_that_never_arrived_is_not_sent(
    service: SmartCaService, rules: RemoteRules, clock: Clock
) -> None:
    ticket = opened(service, rules).begin(some_items(1))
    service.requests.clear()
    clock.now = ticket.expires_at + timedelta(seconds=1)

    assert kinds(opened(service, rules).poll(ticket)) == {RemoteUnknown}
    assert not service.requests


def test_smartca_request_sent_twice_is_one_request(
    service: SmartCaService, rules: RemoteRules
) -> None:
    key = opened(service, rules)
    ticket = key.begin(some_items(1))
    forgotten = {"status_code": 62000, "message": "not found", "data": None}
    service.answers[f"{SIGN}/{ticket.transaction}/status"] = [(200, forgotten)]

    first = key.poll(ticket)
    service.confirm()

    assert kinds(first) == {Pending}
    assert kinds(key.poll(ticket)) == {bytes}
    assert service.paths().count(SIGN) == 2
    assert service.signed == 1


def test_smartca_request_that_stays_unknown_is_sent_again_only_once(
    service: SmartCaService, rules: RemoteRules
) -> None:
    key = opened(service, rules)
    ticket = key.begin(some_items(1))
    forgotten = (200, {"status_code": 62000, "message": "not found", "data": None})
    service.answers[f"{SIGN}/{ticket.transaction}/status"] = [forgotten] * 3

    outcomes = [kinds(key.poll(ticket)) for _ in range(3)]

    assert outcomes == [{Pending}, {RemoteUnknown}, {RemoteUnknown}]


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
    service: SmartCaService, rules: RemoteRules, state: str, error: type[SigningError]
) -> None:
    key = opened(service, rules)
    ticket = key.begin(some_items(2))

    service.settle(state)

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
    service: SmartCaService, rules: RemoteRules, code: object, error: type[SigningError]
) -> None:
    key = opened(service, rules)
    service.answers[SIGN] = [(200, {"status_code": code, "message": "x", "data": None})]

    with pytest.raises(error):
        key.begin(some_items(1))


def test_smartca_nobody_confirms_in_time(
    service: SmartCaService, rules: RemoteRules, clock: Clock
) -> None:
    key = opened(service, rules)
    ticket = key.begin(some_items(1))

    clock.now = ticket.expires_at + timedelta(seconds=1)

    assert kinds(key.poll(ticket)) == {RemoteExpired}


def test_smartca_value_confirmed_in_time_is_had_later(
    service: SmartCaService, rules: RemoteRules, clock: Clock
) -> None:
    key = opened(service, rules)
    ticket = key.begin(some_items(1))
    service.confirm()

    clock.now = ticket.expires_at + timedelta(hours=9)

    assert kinds(key.poll(ticket)) == {bytes}


def test_smartca_cancelled_request_gives_nothing(
    service: SmartCaService, rules: RemoteRules
) -> None:
    key = opened(service, rules)
    ticket = key.begin(some_items(1))

    key.cancel(ticket)
    service.confirm()

    assert kinds(key.poll(ticket)) == {RemoteCancelled}


def test_smartca_lying_service_is_refused(service: SmartCaService, rules: RemoteRules) -> None:
    key = opened(service, rules)
    service.forge = lambda value: value[::-1]
    ticket = key.begin(some_items(2))

    service.confirm()

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
    service: SmartCaService, rules: RemoteRules, signatures: list[object]
) -> None:
    key = opened(service, rules)
    ticket = key.begin(some_items(1))
    answer = {"status_code": 200, "message": "SUCCESS", "data": {"signatures": signatures}}
    service.answers[f"{SIGN}/{ticket.transaction}/status"] = [(200, answer)]

    assert kinds(key.poll(ticket)) == {RemoteAnswerBad}


def test_smartca_success_without_values_is_still_waiting(
    service: SmartCaService, rules: RemoteRules
) -> None:
    key = opened(service, rules)
    ticket = key.begin(some_items(1))

    service.settle("SUCCESS")

    assert kinds(key.poll(ticket)) == {Pending}


def test_smartca_network_trouble_leaves_the_request_alone(
    service: SmartCaService, rules: RemoteRules
) -> None:
    key = opened(service, rules)
    ticket = key.begin(some_items(1))
    path = f"{SIGN}/{ticket.transaction}/status"
    service.answers[path] = [(503, b""), (504, b"")]

    with pytest.raises(RemoteBusy):
        key.poll(ticket)
    with pytest.raises(RemoteUnreachable):
        key.poll(ticket)
    service.confirm()

    assert kinds(key.poll(ticket)) == {bytes}


def test_smartca_wrong_party_is_named(service: SmartCaService, rules: RemoteRules) -> None:
    secrets = RemoteSecrets(account="ben-thu", password=bytearray(b"sai"))

    with pytest.raises(RemoteCredentials):
        open_smartca(SmartCaSource(service.url, USER), secrets, rules)

    assert not secrets.password


@pytest.mark.parametrize(
    ("part", "error"),
    [
        (None, RemoteAnswerBad),
        ({"user_certificates": ["x"]}, RemoteAnswerBad),
        ({"user_certificates": []}, RemoteUnknown),
        ({"user_certificates": [{"cert_status_code": "EXPIRED"}]}, RemoteUnknown),
        ({"user_certificates": [{"cert_data": "AAAA"}]}, RemoteAnswerBad),
        ({"user_certificates": [{}]}, RemoteAnswerBad),
    ],
)
def test_smartca_certificates_that_cannot_be_used_are_named(
    service: SmartCaService, rules: RemoteRules, part: object, error: type[SigningError]
) -> None:
    answer = {"status_code": 200, "message": "SUCCESS", "data": part}
    service.answers["/v1/credentials/get_certificate"] = [(200, answer)]

    with pytest.raises(error):
        opened(service, rules)


def test_smartca_chain_that_comes_along_is_given_on(
    service: SmartCaService, rules: RemoteRules, authority: TrialAuthority
) -> None:
    _, answer = service.reply(
        "/v1/credentials/get_certificate",
        {"sp_id": "ben-thu", "sp_password": "bí mật", "user_id": USER},
    )
    root = certificate_text(authority.root)
    answer["data"]["user_certificates"][0]["chain_data"] = {"ca_cert": root, "root_cert": root}
    service.answers["/v1/credentials/get_certificate"] = [(200, answer)]

    assert opened(service, rules).chain == (authority.root_der,)


def test_smartca_without_a_password_asks_nobody(
    service: SmartCaService, rules: RemoteRules
) -> None:
    with pytest.raises(RemoteCredentials):
        open_smartca(SmartCaSource(service.url, USER), RemoteSecrets(account="ben-thu"), rules)

    assert not service.asked


def test_smartca_dead_service_begins_nothing(rsa: TrialKey, rules: RemoteRules) -> None:
    with SmartCaService([rsa]) as running:
        key = opened(running, rules)

    with pytest.raises(RemoteUnreachable):
        key.begin(some_items(1))


@pytest.mark.parametrize(
    ("again", "kind"),
    [((503, b""), RemoteBusy), ((200, {"status_code": 63000}), RemoteCredentials)],
)
def test_smartca_request_that_is_refused_when_sent_again_says_so(
    service: SmartCaService,
    rules: RemoteRules,
    again: tuple[int, object],
    kind: type[SigningError],
) -> None:
    key = opened(service, rules)
    ticket = key.begin(some_items(1))
    service.requests.clear()
    service.answers[SIGN] = [again]

    if kind is RemoteBusy:
        with pytest.raises(kind):
            key.poll(ticket)
    else:
        assert kinds(key.poll(ticket)) == {kind}


def test_smartca_unknown_signer_is_named(service: SmartCaService, rules: RemoteRules) -> None:
    secrets = RemoteSecrets(account="ben-thu", password=bytearray("bí mật", "utf-8"))

    with pytest.raises(RemoteUnknown):
        open_smartca(SmartCaSource(service.url, "1"), secrets, rules)


def test_smartca_several_certificates_are_for_the_officer_to_choose(
    service: SmartCaService, rules: RemoteRules, authority: TrialAuthority
) -> None:
    other = authority.issue(OfficerProfile())
    service.keys = [*service.keys, other]
    serial = f"{other.certificate.serial_number:X}"

    with pytest.raises(ChoiceNeeded):
        opened(service, rules)

    assert opened(service, rules, serial).summary.serial == serial.lower()


def test_smartca_expired_certificate_is_left_out(
    service: SmartCaService, rules: RemoteRules, authority: TrialAuthority
) -> None:
    expired = OfficerProfile(valid_from=timedelta(days=-9), valid_for=timedelta(days=1))
    service.keys = [authority.issue(expired), *service.keys]

    key = opened(service, rules)

    assert key.summary.serial == f"{service.keys[1].certificate.serial_number:x}"


def test_waiting_key_gives_up_when_nobody_confirms(
    service: SmartCaService, rules: RemoteRules, clock: Clock
) -> None:
    def pause(seconds: float) -> None:
        clock.now += timedelta(seconds=seconds * 60)

    key = WaitingKey(opened(service, rules), pause, rules.now)

    with pytest.raises(RemoteExpired):
        key.sign(b"x", Mechanism.RSA_PKCS1)


def test_ticket_holds_neither_secret_nor_signer(
    service: SmartCaService, rules: RemoteRules
) -> None:
    key = opened(service, rules)

    shown = f"{key.begin(some_items(1)).to_json()}{key!r}{SmartCaSource('https://a', USER)!r}"

    assert USER not in shown
    assert "bí mật" not in shown


def test_ticket_comes_back_as_it_was(service: SmartCaService, rules: RemoteRules) -> None:
    ticket = opened(service, rules).begin(some_items(2))

    assert Ticket.from_json(ticket.to_json()) == ticket


@given(st.one_of(st.text(max_size=60), st.just("[" * 5000), st.just('{"format": 2}')))
def test_ticket_of_any_other_text_is_refused(text: str) -> None:
    with pytest.raises(TicketUnreadable):
        Ticket.from_json(text)


def test_ticket_without_time_zone_is_refused(service: SmartCaService, rules: RemoteRules) -> None:
    ticket = opened(service, rules).begin(some_items(1))
    naive = replace(ticket, expires_at=ticket.expires_at.replace(tzinfo=None))

    with pytest.raises(TicketUnreadable):
        Ticket.from_json(naive.to_json())


def test_signature_interrupted_between_request_and_value_is_finished_after_a_restart(
    service: SmartCaService,
    rules: RemoteRules,
    plain: Path,
    tmp_path: Path,
    authority: TrialAuthority,
) -> None:
    request = SignRequest(
        signed_at=datetime.now(UTC),
        trust_roots=(authority.root_der,),
        rsa_padding=RsaPadding.PKCS1,
    )
    between, target = tmp_path / "giua.pdf", tmp_path / "ky.pdf"
    key: RemoteKey = opened(service, rules)
    begun = prepare_signature(plain, between, key.certificate, key.chain, request)
    kept: list[str] = [begun.to_json()]
    item = HashItem.of("1", begun.signed_attributes, begun.mechanism)
    key.begin([item], lambda ticket: kept.append(ticket.to_json()))
    key.close()
    service.confirm()

    prepared, ticket = PreparedSignature.from_json(kept[0]), Ticket.from_json(kept[-1])
    (value,) = opened(service, rules).poll(ticket)
    assert isinstance(value, bytes)
    done = finish_signature(between, target, prepared, value, request)

    assert verify_pdf(target, [authority.root_der]).signatures[0].level == "b-b"
    assert verify_pdf(target, [authority.root_der]).verdict is not Verdict.INVALID
    assert done.level.value == "b-b"
    assert service.signed == 1
