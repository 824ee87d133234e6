"""The SmartCA kind: confirmed by telephone, resumed after a restart, never signed twice."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from signing.errors import (
    RemoteBusy,
    RemoteCancelled,
    RemoteExpired,
    RemoteUnknown,
    RemoteUnreachable,
)
from signing.identities import Mechanism
from signing.keys.remote import (
    HashItem,
    Pending,
    RemoteKey,
    RemoteRules,
    Ticket,
    WaitingKey,
)
from signing.pades.prepared import PreparedSignature, finish_signature, prepare_signature
from signing.requests import RsaPadding, SignRequest
from signing.trial.authority import TrialAuthority, TrialKey
from signing.validation.verify import verify_pdf
from signing.verdict import Verdict
from tests.contracts.signing_key_contract import KeyUnderTest, SigningKeyContract
from tests.fakes.far_signers import (
    Clock,
    digests,
    kinds,
    never_wait,
    opened_smartca,
)
from tests.fakes.signing_services import SmartCaService

SIGN = "/v1/signatures/sign"


def some_items(count: int) -> list[HashItem]:
    return digests(count, Mechanism.RSA_PKCS1)


class TestSmartCaKey(SigningKeyContract):
    """The contract of every key; the signer confirms at once."""

    @pytest.fixture
    def key(self, smartca: SmartCaService, rules: RemoteRules) -> KeyUnderTest:
        smartca.confirm_at_once = True
        return WaitingKey(opened_smartca(smartca, rules), never_wait, rules.now)


def test_smartca_waits_for_the_telephone(smartca: SmartCaService, rules: RemoteRules) -> None:
    key = opened_smartca(smartca, rules)

    ticket = key.begin(some_items(3))
    before = key.poll(ticket)
    smartca.confirm()
    after = key.poll(ticket)

    assert kinds(before) == {Pending}
    assert kinds(after) == {bytes}
    assert key.poll(ticket) == after
    assert smartca.signed == 3


def test_smartca_sends_digests_and_no_content(smartca: SmartCaService, rules: RemoteRules) -> None:
    items = some_items(1)

    opened_smartca(smartca, rules).begin(items)

    (file,) = smartca.asked[-1][1]["sign_files"]
    assert file == {
        "doc_id": "0",
        "file_type": "pdf",
        "sign_type": "hash",
        "data_to_be_signed": items[0].digest.hex(),
    }


@pytest.mark.parametrize("own_names", [False, True])
def test_smartca_request_survives_a_restart(
    smartca: SmartCaService, rules: RemoteRules, own_names: bool
) -> None:
    smartca.own_names = own_names
    kept: list[str] = []
    opened_smartca(smartca, rules).begin(
        some_items(2), lambda ticket: kept.append(ticket.to_json())
    )
    smartca.confirm()

    values = opened_smartca(smartca, rules).poll(Ticket.from_json(kept[-1]))

    assert kinds(values) == {bytes}
    assert smartca.signed == 2


def test_smartca_killed_before_the_answer_signs_once(
    smartca: SmartCaService, rules: RemoteRules
) -> None:
    kept: list[str] = []
    smartca.drop_after.append(SIGN)

    opened_smartca(smartca, rules).begin(
        some_items(1), lambda ticket: kept.append(ticket.to_json())
    )
    smartca.confirm()
    values = opened_smartca(smartca, rules).poll(Ticket.from_json(kept[-1]))

    assert kinds(values) == {bytes}
    assert smartca.paths().count(SIGN) == 1
    assert smartca.signed == 1


def test_smartca_killed_before_anything_was_sent_sends_it_under_the_same_name(
    smartca: SmartCaService, rules: RemoteRules
) -> None:
    kept: list[str] = []

    def die(ticket: Ticket) -> None:
        kept.append(ticket.to_json())
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        opened_smartca(smartca, rules).begin(some_items(1), die)
    key = opened_smartca(smartca, rules)
    first = key.poll(Ticket.from_json(kept[0]))
    smartca.confirm()

    assert kinds(first) == {Pending}
    assert kinds(key.poll(Ticket.from_json(kept[0]))) == {bytes}
    assert len(smartca.requests) == 1


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
    far_rsa: TrialKey, rules: RemoteRules, begin_is_lost: bool, steps: list[str]
) -> None:
    with SmartCaService([far_rsa]) as running:
        key, kept = opened_smartca(running, rules), [""]
        if begin_is_lost:
            running.drop_after.append(SIGN)
        key.begin(some_items(2), lambda ticket: kept.append(ticket.to_json()))
        ticket = Ticket.from_json(kept[-1])
        status = f"{SIGN}/{ticket.transaction}/status"
        for step in steps:
            match step:
                case "restart":
                    key = opened_smartca(running, rules)
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
    smartca: SmartCaService, rules: RemoteRules, clock: Clock
) -> None:
    ticket = opened_smartca(smartca, rules).begin(some_items(1))
    smartca.requests.clear()
    clock.now = ticket.expires_at + timedelta(seconds=1)

    assert kinds(opened_smartca(smartca, rules).poll(ticket)) == {RemoteUnknown}
    assert not smartca.requests


def test_smartca_request_sent_twice_is_one_request(
    smartca: SmartCaService, rules: RemoteRules
) -> None:
    key = opened_smartca(smartca, rules)
    ticket = key.begin(some_items(1))
    forgotten = {"status_code": 62000, "message": "not found", "data": None}
    smartca.answers[f"{SIGN}/{ticket.transaction}/status"] = [(200, forgotten)]

    first = key.poll(ticket)
    smartca.confirm()

    assert kinds(first) == {Pending}
    assert kinds(key.poll(ticket)) == {bytes}
    assert smartca.paths().count(SIGN) == 2
    assert smartca.signed == 1


def test_smartca_request_that_stays_unknown_is_sent_again_only_once(
    smartca: SmartCaService, rules: RemoteRules
) -> None:
    key = opened_smartca(smartca, rules)
    ticket = key.begin(some_items(1))
    forgotten = (200, {"status_code": 62000, "message": "not found", "data": None})
    smartca.answers[f"{SIGN}/{ticket.transaction}/status"] = [forgotten] * 3

    outcomes = [kinds(key.poll(ticket)) for _ in range(3)]

    assert outcomes == [{Pending}, {RemoteUnknown}, {RemoteUnknown}]


def test_smartca_nobody_confirms_in_time(
    smartca: SmartCaService, rules: RemoteRules, clock: Clock
) -> None:
    key = opened_smartca(smartca, rules)
    ticket = key.begin(some_items(1))

    clock.now = ticket.expires_at + timedelta(seconds=1)

    assert kinds(key.poll(ticket)) == {RemoteExpired}


def test_smartca_value_confirmed_in_time_is_had_later(
    smartca: SmartCaService, rules: RemoteRules, clock: Clock
) -> None:
    key = opened_smartca(smartca, rules)
    ticket = key.begin(some_items(1))
    smartca.confirm()

    clock.now = ticket.expires_at + timedelta(hours=9)

    assert kinds(key.poll(ticket)) == {bytes}


def test_smartca_cancelled_request_gives_nothing(
    smartca: SmartCaService, rules: RemoteRules
) -> None:
    key = opened_smartca(smartca, rules)
    ticket = key.begin(some_items(1))

    key.cancel(ticket)
    smartca.confirm()

    assert kinds(key.poll(ticket)) == {RemoteCancelled}


def test_waiting_key_gives_up_when_nobody_confirms(
    smartca: SmartCaService, rules: RemoteRules, clock: Clock
) -> None:
    def pause(seconds: float) -> None:
        clock.now += timedelta(seconds=seconds * 60)

    key = WaitingKey(opened_smartca(smartca, rules), pause, rules.now)

    with pytest.raises(RemoteExpired):
        key.sign(b"x", Mechanism.RSA_PKCS1)


def test_signature_interrupted_between_request_and_value_is_finished_after_a_restart(
    smartca: SmartCaService,
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
    key: RemoteKey = opened_smartca(smartca, rules)
    begun = prepare_signature(plain, between, key.certificate, key.chain, request)
    kept: list[str] = [begun.to_json()]
    item = HashItem.of("1", begun.signed_attributes, begun.mechanism)
    key.begin([item], lambda ticket: kept.append(ticket.to_json()))
    key.close()
    smartca.confirm()

    prepared, ticket = PreparedSignature.from_json(kept[0]), Ticket.from_json(kept[-1])
    (value,) = opened_smartca(smartca, rules).poll(ticket)
    assert isinstance(value, bytes)
    done = finish_signature(between, target, prepared, value, request)

    assert verify_pdf(target, [authority.root_der]).signatures[0].level == "b-b"
    assert verify_pdf(target, [authority.root_der]).verdict is not Verdict.INVALID
    assert done.level.value == "b-b"
    assert smartca.signed == 1
