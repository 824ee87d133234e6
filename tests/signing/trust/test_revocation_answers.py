"""Asking authorities: what is believed, what is kept, and what is only unknown."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from asn1crypto import crl, ocsp, x509
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from signing.endpoints import Reach
from signing.errors import RevocationUnavailable, RevocationUnreadable
from signing.loops import run_to_end
from signing.trial.authority import (
    CRL_PATH,
    ISSUER_PATH,
    OCSP_PATH,
    OfficerProfile,
    Revocation,
    TrialAuthority,
    TrialKey,
)
from signing.trial.revocation import (
    ListContent,
    OcspFault,
    TrialResponder,
    certificate_path,
    list_path,
    make_list,
)
from signing.trial.services import TrialServices
from signing.trust.asking import Asker
from signing.trust.chain import ChainRules, Standing, chain_context, require_chain, standing
from signing.trust.crl_answers import read_crl
from signing.trust.kept_answers import KeptAnswer, KeptAnswers
from signing.trust.ocsp_answers import OcspQuestion, read_ocsp
from signing.verdict import Trust


def clock() -> datetime:
    return datetime.now(UTC)


Der = Callable[[TrialKey], bytes]
TRUSTED = Standing(Trust.TRUSTED)


@pytest.fixture
def rules(authority: TrialAuthority) -> ChainRules:
    return ChainRules(
        roots=(x509.Certificate.load(authority.root_der),), fetch=True, timeout_s=20.0
    )


@pytest.fixture
def officer_certificate(asked_officer: TrialKey, der: Der) -> x509.Certificate:
    return x509.Certificate.load(der(asked_officer))


def asked_of(rules: ChainRules, certificate: x509.Certificate) -> Standing:
    return run_to_end(standing(certificate, rules))


def test_standing_with_an_answer_of_a_named_service_is_trusted(
    authority: TrialAuthority,
    served: TrialServices,
    good: TrialResponder,
    rules: ChainRules,
    officer_certificate: x509.Certificate,
) -> None:
    served.publish(authority, ocsp=good.answer)

    assert asked_of(rules, officer_certificate) == TRUSTED
    assert served.asked == (OCSP_PATH,)


def test_standing_with_an_answer_of_the_authority_itself_is_trusted(
    authority: TrialAuthority,
    served: TrialServices,
    good: TrialResponder,
    rules: ChainRules,
    officer_certificate: x509.Certificate,
) -> None:
    served.publish(authority, ocsp=replace(good, signer=authority.root).answer)

    assert asked_of(rules, officer_certificate) == TRUSTED


def test_standing_of_a_revoked_certificate_is_untrusted(
    authority: TrialAuthority,
    served: TrialServices,
    good: TrialResponder,
    rules: ChainRules,
    officer_certificate: x509.Certificate,
) -> None:
    revoked = frozenset({officer_certificate.serial_number})
    served.publish(authority, ocsp=replace(good, revoked=revoked).answer)

    found = asked_of(rules, officer_certificate)

    assert found == Standing(Trust.UNTRUSTED, "REVOKED")
    assert found.proof.chain == (officer_certificate.dump(), authority.root_der)
    assert len(found.proof.ocsps) == 1


def test_standing_without_a_network_is_unknown_never_trusted(
    rules: ChainRules, officer_certificate: x509.Certificate
) -> None:
    found = asked_of(replace(rules, fetch=False), officer_certificate)

    assert found == Standing(Trust.UNKNOWN, "TRY_LATER", "service.revocation_unavailable")


def test_standing_with_a_bad_answer_falls_back_to_the_list(
    authority: TrialAuthority,
    served: TrialServices,
    good: TrialResponder,
    rules: ChainRules,
    der: Der,
) -> None:
    both = authority.issue(OfficerProfile(revocation=Revocation.BOTH))
    served.publish(authority, ocsp=replace(good, fault=OcspFault.TAMPERED).answer)

    found = asked_of(rules, x509.Certificate.load(der(both)))

    assert found == TRUSTED
    assert served.asked == (OCSP_PATH, CRL_PATH)


def test_standing_of_a_leaf_alone_chains_through_a_listed_intermediate(
    authority: TrialAuthority,
    served: TrialServices,
    below: TrialKey,
    rules: ChainRules,
    der: Der,
) -> None:
    leaf = x509.Certificate.load(der(authority.issue(OfficerProfile(), below)))
    middle = x509.Certificate.load(der(below))
    lists = {list_path(below): make_list(below, ListContent(datetime.now(UTC)))}
    served.publish(authority, files=lists)

    alone = asked_of(rules, leaf)
    listed = asked_of(replace(rules, roots=(*rules.roots, middle)), leaf)

    assert alone == Standing(Trust.UNKNOWN, "NO_CERTIFICATE_CHAIN_FOUND")
    assert listed == TRUSTED


def test_standing_of_a_leaf_alone_fetches_what_is_missing(
    authority: TrialAuthority, served: TrialServices, below: TrialKey, rules: ChainRules, der: Der
) -> None:
    leaf = x509.Certificate.load(der(authority.issue(OfficerProfile(), below)))
    files = {
        list_path(below): make_list(below, ListContent(datetime.now(UTC))),
        certificate_path(below): der(below),
    }
    served.publish(authority, files=files)

    assert asked_of(rules, leaf) == TRUSTED


def test_standing_below_a_revoked_intermediate_is_untrusted_though_it_is_listed(
    authority: TrialAuthority, served: TrialServices, below: TrialKey, rules: ChainRules, der: Der
) -> None:
    leaf = x509.Certificate.load(der(authority.issue(OfficerProfile(), below)))
    middle = x509.Certificate.load(der(below))
    now = datetime.now(UTC)
    revoked = ListContent(now - timedelta(hours=1), revoked=frozenset({middle.serial_number}))
    files = {
        list_path(below): make_list(below, ListContent(now)),
        CRL_PATH: make_list(authority.root, revoked),
    }
    served.publish(authority, files=files)

    found = asked_of(replace(rules, roots=(*rules.roots, middle)), leaf)

    assert found == Standing(Trust.UNTRUSTED, "REVOKED")


def test_standing_asks_the_host_of_the_table_instead(
    authority: TrialAuthority,
    served: TrialServices,
    good: TrialResponder,
    rules: ChainRules,
    der: Der,
) -> None:
    port = served.url.rsplit(":", 1)[1]
    issuing = replace(authority, base_url=f"http://ocsp.ca.ptc:{port}")
    leaf = x509.Certificate.load(der(issuing.issue(OfficerProfile(revocation=Revocation.OCSP))))
    served.publish(authority, ocsp=good.answer)

    found = asked_of(replace(rules, reach=Reach(hosts=(("ocsp.ca.ptc", "127.0.0.1"),))), leaf)

    assert found == TRUSTED


def test_standing_sends_questions_through_the_proxy(
    authority: TrialAuthority,
    served: TrialServices,
    good: TrialResponder,
    rules: ChainRules,
    der: Der,
) -> None:
    issuing = replace(authority, base_url="http://khong-co.invalid")
    leaf = x509.Certificate.load(der(issuing.issue(OfficerProfile(revocation=Revocation.OCSP))))
    served.publish(authority, ocsp=good.answer)

    asked_of(replace(rules, reach=Reach(proxy=served.url)), leaf)

    assert served.asked == (f"http://khong-co.invalid{OCSP_PATH}",)


def test_standing_asks_no_more_than_allowed(
    authority: TrialAuthority,
    served: TrialServices,
    good: TrialResponder,
    rules: ChainRules,
    officer_certificate: x509.Certificate,
) -> None:
    served.publish(authority, ocsp=good.answer)

    found = asked_of(replace(rules, reach=Reach(most_requests=0)), officer_certificate)

    assert found.trust is Trust.UNKNOWN
    assert served.asked == ()


def test_kept_answer_serves_again_without_a_question(
    authority: TrialAuthority,
    served: TrialServices,
    good: TrialResponder,
    rules: ChainRules,
    officer_certificate: x509.Certificate,
    tmp_path: Path,
) -> None:
    keeping = replace(rules, reach=Reach(kept=tmp_path / "giu"))
    served.publish(authority, ocsp=good.answer)
    asked_of(keeping, officer_certificate)
    served.publish(authority)

    online = asked_of(keeping, officer_certificate)
    offline = asked_of(replace(keeping, fetch=False), officer_certificate)

    assert (online, offline, served.asked) == (TRUSTED, TRUSTED, ())


def test_kept_answer_that_is_not_fresh_is_asked_for_again(
    authority: TrialAuthority,
    served: TrialServices,
    good: TrialResponder,
    rules: ChainRules,
    officer_certificate: x509.Certificate,
    tmp_path: Path,
) -> None:
    reach = Reach(kept=tmp_path, fresh_for=timedelta(seconds=-1))
    served.publish(authority, ocsp=good.answer)
    asked_of(replace(rules, reach=reach), officer_certificate)
    revoked = frozenset({officer_certificate.serial_number})
    served.publish(authority, ocsp=replace(good, revoked=revoked).answer)

    assert asked_of(replace(rules, reach=reach), officer_certificate).reason == "REVOKED"
    served.publish(authority)
    assert asked_of(replace(rules, reach=reach), officer_certificate).reason == "REVOKED"


def test_kept_list_serves_while_nobody_answers(
    authority: TrialAuthority, served: TrialServices, rules: ChainRules, tmp_path: Path, der: Der
) -> None:
    leaf = x509.Certificate.load(der(authority.issue(OfficerProfile())))
    keeping = replace(rules, reach=Reach(kept=tmp_path, fresh_for=timedelta(seconds=-1)))
    asked_of(keeping, leaf)
    served.publish(authority, files={CRL_PATH: b"loi"})

    assert asked_of(keeping, leaf) == TRUSTED
    assert served.asked == (CRL_PATH,)


def test_bad_answers_are_never_kept(
    authority: TrialAuthority,
    served: TrialServices,
    good: TrialResponder,
    rules: ChainRules,
    officer_certificate: x509.Certificate,
    tmp_path: Path,
) -> None:
    keeping = replace(rules, reach=Reach(kept=tmp_path))
    for fault in OcspFault:
        if fault is not OcspFault.NONE:
            served.publish(authority, ocsp=replace(good, fault=fault).answer)
            assert asked_of(keeping, officer_certificate).trust is Trust.UNKNOWN, fault

    assert list(tmp_path.iterdir()) == []


def test_kept_answer_that_was_changed_is_not_believed(
    authority: TrialAuthority,
    served: TrialServices,
    good: TrialResponder,
    rules: ChainRules,
    officer_certificate: x509.Certificate,
    tmp_path: Path,
) -> None:
    keeping = replace(rules, reach=Reach(kept=tmp_path))
    served.publish(authority, ocsp=good.answer)
    asked_of(keeping, officer_certificate)
    (path,) = tmp_path.iterdir()
    content = json.loads(path.read_text())
    path.write_text(json.dumps({**content, "until": "2999-01-01T00:00:00+00:00"}))

    assert asked_of(replace(keeping, fetch=False), officer_certificate) == TRUSTED
    path.write_text(json.dumps({**content, "content": content["content"][:-8]}))
    assert asked_of(replace(keeping, fetch=False), officer_certificate).trust is Trust.UNKNOWN
    path.write_text("rác")
    assert asked_of(replace(keeping, fetch=False), officer_certificate).trust is Trust.UNKNOWN


def test_kept_answer_is_gone_when_its_time_is_over(tmp_path: Path) -> None:
    now = datetime.now(UTC)
    kept = KeptAnswers(tmp_path)
    kept.keep(b"hoi", KeptAnswer(b"dap", now, now + timedelta(hours=1)))

    assert kept.find(b"hoi", now + timedelta(minutes=59)) is not None
    assert kept.find(b"hoi", now + timedelta(minutes=61)) is None
    assert kept.find(b"hoi", now - timedelta(minutes=1)) is None
    assert kept.find(b"khac", now) is None


def test_kept_answers_drop_what_is_over_when_there_are_many(tmp_path: Path) -> None:
    now = datetime.now(UTC)
    kept = KeptAnswers(tmp_path)
    for number in range(60):
        kept.keep(b"%d" % number, KeptAnswer(b"dap", now, now + timedelta(hours=1)))
    later = now + timedelta(hours=2)

    kept.keep(b"moi", KeptAnswer(b"dap", later, later + timedelta(hours=1)))

    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.expects_log_warnings
def test_kept_answers_that_cannot_be_written_stop_nothing(tmp_path: Path) -> None:
    (tmp_path / "tep").write_text("")
    now = datetime.now(UTC)

    KeptAnswers(tmp_path / "tep").keep(b"hoi", KeptAnswer(b"dap", now, now))


def test_context_fetches_each_list_once_for_many_certificates(
    authority: TrialAuthority, served: TrialServices, rules: ChainRules, der: Der
) -> None:
    leaf = x509.Certificate.load(der(authority.issue(OfficerProfile())))
    served.publish(authority)

    async def several() -> int:
        async with chain_context(rules) as context:
            await asyncio.gather(*(require_chain(leaf, context) for _ in range(5)))
            return len(context.crls)

    assert run_to_end(several()) == 1
    assert served.asked.count(CRL_PATH) == 1


def test_trial_services_serve_the_root_and_count_questions(
    authority: TrialAuthority, served: TrialServices, rules: ChainRules, der: Der
) -> None:
    served.publish(authority)
    leaf = x509.Certificate.load(der(authority.issue(OfficerProfile())))

    async def chain() -> None:
        wrong = replace(rules, roots=(x509.Certificate.load(der(authority.tsa)),))
        await standing(leaf, wrong)

    run_to_end(chain())

    assert ISSUER_PATH in served.asked


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=80)
@given(place=st.integers(0, 10**6), bit=st.integers(0, 7))
def test_read_ocsp_with_one_flipped_bit_is_refused_by_name_or_says_the_same(
    place: int,
    bit: int,
    good: TrialResponder,
    authority: TrialAuthority,
    officer_certificate: x509.Certificate,
) -> None:
    root = x509.Certificate.load(authority.root_der)
    question = OcspQuestion(officer_certificate, root.subject, root.public_key)
    whole = good.answer(question.request())
    content = bytearray(whole)
    content[place % len(content)] ^= 1 << bit

    try:
        found = read_ocsp(bytes(content), question, datetime.now(UTC))
    except RevocationUnavailable:
        return

    # Bytes that nobody signs: the rest of the certificates, parameters that say nothing.
    untouched = read_ocsp(whole, question, datetime.now(UTC))
    assert found.response_data.dump() == untouched.response_data.dump()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=80)
@given(place=st.integers(0, 10**6), bit=st.integers(0, 7))
def test_read_crl_with_one_flipped_bit_is_refused_by_name_or_says_the_same(
    place: int, bit: int, authority: TrialAuthority, officer_certificate: x509.Certificate
) -> None:
    root = x509.Certificate.load(authority.root_der)
    whole = authority.crl
    content = bytearray(whole)
    content[place % len(content)] ^= 1 << bit

    try:
        found = read_crl(bytes(content), officer_certificate, [root], datetime.now(UTC))
    except RevocationUnavailable:
        return

    untouched = read_crl(whole, officer_certificate, [root], datetime.now(UTC))
    assert found["tbs_cert_list"].dump() == untouched["tbs_cert_list"].dump()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(content=st.binary(max_size=120))
def test_answers_of_anything_are_refused_by_name(
    content: bytes, authority: TrialAuthority, officer_certificate: x509.Certificate
) -> None:
    root = x509.Certificate.load(authority.root_der)
    question = OcspQuestion(officer_certificate, root.subject, root.public_key)

    with pytest.raises(RevocationUnavailable):
        read_ocsp(content, question, datetime.now(UTC))
    with pytest.raises(RevocationUnavailable):
        read_crl(content, officer_certificate, [root], datetime.now(UTC))


def test_asker_stops_when_the_time_for_one_chain_is_over() -> None:
    async def ask(url: str, count: int) -> list[str]:
        asker = Asker(Reach(), 0.1, clock)
        said = []
        for number in range(count):
            try:
                await asker.ask(f"{url}/{number}")
            except RevocationUnavailable as error:
                said.append(error.detail)
        await asker.close()
        return said

    with socket.create_server(("127.0.0.1", 0), backlog=16) as mute:
        port = mute.getsockname()[1]
        said = run_to_end(ask(f"http://127.0.0.1:{port}", 6))

    assert said[0] == "no answer: TimeoutError"
    assert said[-1] == "the time for one chain is over"


def test_asker_asks_a_host_that_cannot_be_reached_once() -> None:
    with TrialServices() as gone:
        url = gone.url

    async def ask() -> list[str]:
        asker = Asker(Reach(), 20.0, clock)
        said = []
        for number in range(2):
            try:
                await asker.ask(f"{url}/{number}")
            except RevocationUnavailable as error:
                said.append(error.detail)
        await asker.close()
        return said

    assert run_to_end(ask()) == [
        "no answer: ClientConnectorError",
        "there was no answer just now",
    ]


@pytest.mark.parametrize("url", ["ldap://a.vn/x", "http://ten:mk@a.vn/x", "file:///etc/hosts"])
def test_asker_never_asks_addresses_of_another_kind(url: str) -> None:
    async def ask() -> bytes:
        asker = Asker(Reach(), 20.0, clock)
        return await asker.ask(url)

    with pytest.raises(RevocationUnreadable):
        run_to_end(ask())


def test_asker_follows_no_jump_and_takes_no_error_page(served: TrialServices) -> None:
    async def ask() -> bytes:
        asker = Asker(Reach(), 20.0, clock)
        try:
            return await asker.ask(f"{served.url}/khong-co")
        finally:
            await asker.close()

    with pytest.raises(RevocationUnavailable, match="ClientResponseError"):
        run_to_end(ask())


@pytest.mark.parametrize(
    ("profile", "found"),
    [
        (
            OfficerProfile(valid_from=timedelta(days=-9), valid_for=timedelta(days=8)),
            Standing(Trust.UNKNOWN, "OUT_OF_BOUNDS_NO_POE"),
        ),
        (
            OfficerProfile(valid_from=timedelta(days=1)),
            Standing(Trust.UNTRUSTED, "NOT_YET_VALID"),
        ),
        (
            OfficerProfile(revocation=Revocation.NOWHERE),
            Standing(Trust.UNKNOWN, "TRY_LATER", "service.revocation_unavailable"),
        ),
    ],
)
def test_standing_names_what_is_wrong(
    profile: OfficerProfile,
    found: Standing,
    authority: TrialAuthority,
    served: TrialServices,
    rules: ChainRules,
    der: Der,
) -> None:
    served.publish(authority)

    assert asked_of(rules, x509.Certificate.load(der(authority.issue(profile)))) == found


def test_standing_with_an_old_list_at_hand_says_that_it_is_old(
    authority: TrialAuthority, rules: ChainRules, der: Der
) -> None:
    leaf = x509.Certificate.load(der(authority.issue(OfficerProfile())))
    old = make_list(authority.root, ListContent(clock() - timedelta(days=40)))
    at_hand = replace(rules, fetch=False, crls=(crl.CertificateList.load(old),))

    found = asked_of(at_hand, leaf)

    assert found == Standing(Trust.UNKNOWN, "TRY_LATER", "service.revocation_outdated")


@pytest.mark.parametrize(
    "fault", [OcspFault.EXPIRED, OcspFault.OTHER_SERIAL, OcspFault.TAMPERED, OcspFault.NONE]
)
def test_standing_holds_answers_out_of_a_file_to_the_same(
    fault: OcspFault,
    authority: TrialAuthority,
    good: TrialResponder,
    rules: ChainRules,
    officer_certificate: x509.Certificate,
) -> None:
    root = rules.roots[0]
    question = OcspQuestion(officer_certificate, root.subject, root.public_key).request()
    answers = [replace(good, fault=fault).answer(question)]
    if fault is not OcspFault.NONE:
        for signer in (authority.tsa, authority.issue_responder(may_answer=False)):
            answers.append(replace(good, signer=signer).answer(question))
    at_hand = tuple(ocsp.OCSPResponse.load(one) for one in answers)

    found = asked_of(replace(rules, fetch=False, ocsps=at_hand), officer_certificate)

    assert found.trust is (Trust.TRUSTED if fault is OcspFault.NONE else Trust.UNKNOWN)
