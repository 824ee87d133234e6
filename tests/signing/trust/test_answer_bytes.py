"""Answers of any bytes: refused by name, or they say what was signed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from asn1crypto import core, ocsp, x509
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from signing.errors import RevocationUnavailable, RevocationUnreadable
from signing.trial.authority import (
    TrialAuthority,
)
from signing.trial.revocation import (
    TrialResponder,
)
from signing.trust.crl_answers import read_crl
from signing.trust.ocsp_answers import OcspQuestion, read_ocsp


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


def test_read_ocsp_that_says_several_things_is_refused(
    good: TrialResponder, authority: TrialAuthority, officer_certificate: x509.Certificate
) -> None:
    root = x509.Certificate.load(authority.root_der)
    question = OcspQuestion(officer_certificate, root.subject, root.public_key)
    answer = ocsp.OCSPResponse.load(good.answer(question.request()))
    basic = answer["response_bytes"]["response"].parsed
    basic["tbs_response_data"]["responses"].append(basic["tbs_response_data"]["responses"][0])
    answer["response_bytes"]["response"] = core.ParsableOctetString(basic.dump(force=True))

    with pytest.raises(RevocationUnreadable, match="several"):
        read_ocsp(answer.dump(force=True), question, datetime.now(UTC))


def test_read_ocsp_by_a_clock_that_was_set_back_is_not_of_this_time(
    good: TrialResponder, authority: TrialAuthority, officer_certificate: x509.Certificate
) -> None:
    root = x509.Certificate.load(authority.root_der)
    question = OcspQuestion(officer_certificate, root.subject, root.public_key)
    whole = good.answer(question.request())

    for wrong in (datetime.now(UTC) - timedelta(days=1), datetime.now(UTC) + timedelta(days=1)):
        with pytest.raises(RevocationUnavailable):
            read_ocsp(whole, question, wrong)
