"""What answers of authorities make of a chain: what is believed, and what is only unknown."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from asn1crypto import crl, ocsp, x509

from signing.endpoints import Reach
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
from signing.trust.chain import ChainRules, Standing, chain_context, require_chain, standing
from signing.trust.ocsp_answers import OcspQuestion
from signing.verdict import Trust


def clock() -> datetime:
    return datetime.now(UTC)


Der = Callable[[TrialKey], bytes]
TRUSTED = Standing(Trust.TRUSTED)


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
