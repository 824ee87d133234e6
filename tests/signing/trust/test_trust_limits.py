"""A trust list says what an authority is trusted for and when; chains keep to that."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from asn1crypto import x509

from signing.errors import (
    AuthorityNotOfTime,
    AuthorityOutOfScope,
    CertificateUntrusted,
    TimestampUnavailable,
)
from signing.keystore import open_key
from signing.limits import Allowance, TrustLimit, TrustUse, allowance
from signing.loops import run_to_end
from signing.pades.extending import extend_signature
from signing.pades.sign import sign_pdf
from signing.requests import Level, P12Source, SignRequest
from signing.trial.authority import OfficerProfile, TrialAuthority, TrialKey
from signing.trial.revocation import ListContent, list_path, make_list
from signing.trial.services import TrialServices
from signing.trust.certificate_check import CheckRules, check_before_signing
from signing.trust.chain import ChainRules, Standing, chain_context, require_chain, standing
from signing.trust.trust_list import Scope
from signing.validation.verify import VerifyRules, verify_with
from signing.verdict import Indication, Trust, Verdict

Der = Callable[[TrialKey], bytes]
Builder = Callable[[Level], SignRequest]
DAY = timedelta(days=1)
START = datetime(2026, 1, 1, tzinfo=UTC)


def digest(der: bytes) -> str:
    return hashlib.sha256(der).hexdigest()


def limit_of(
    der: bytes,
    use: TrustUse = TrustUse.SIGNATURES,
    *,
    begin: timedelta = -30 * DAY,
    end: timedelta = 30 * DAY,
) -> TrustLimit:
    now = datetime.now(UTC)
    return TrustLimit(digest(der), use, now + begin, now + end)


@pytest.mark.parametrize(
    ("use", "moment", "wanted"),
    [
        (TrustUse.SIGNATURES, START + DAY, Allowance.YES),
        (TrustUse.SIGNATURES, START, Allowance.YES),
        (TrustUse.SIGNATURES, START - DAY, Allowance.NOT_YET),
        (TrustUse.SIGNATURES, START + 11 * DAY, Allowance.WITHDRAWN),
        (TrustUse.TIME_STAMPS, START + DAY, Allowance.OTHER_USE),
    ],
)
def test_allowance_of_a_listed_authority(
    use: TrustUse, moment: datetime, wanted: Allowance
) -> None:
    limits = (TrustLimit("a", TrustUse.SIGNATURES, START, START + 10 * DAY),)

    assert allowance(limits, "a", use, moment) is wanted
    assert allowance(limits, "b", use, moment) is Allowance.YES


def test_allowance_of_an_authority_with_two_scopes_is_told_for_each() -> None:
    limits = (
        TrustLimit("a", TrustUse.SIGNATURES, START, START + DAY),
        TrustLimit("a", TrustUse.SIGNATURES, START, START + 9 * DAY),
        TrustLimit("a", TrustUse.TIME_STAMPS, START, START + DAY),
    )

    assert allowance(limits, "a", TrustUse.SIGNATURES, START + 5 * DAY) is Allowance.YES
    assert allowance(limits, "a", TrustUse.TIME_STAMPS, START + 5 * DAY) is Allowance.WITHDRAWN


def test_scope_says_what_it_is_for() -> None:
    assert {one: one.use for one in Scope} == {
        Scope.OFFICIAL: TrustUse.SIGNATURES,
        Scope.PUBLIC: TrustUse.SIGNATURES,
        Scope.TIME_STAMP: TrustUse.TIME_STAMPS,
    }


@pytest.fixture
def leaf(authority: TrialAuthority, der: Der) -> x509.Certificate:
    return x509.Certificate.load(der(authority.issue(OfficerProfile())))


def found(certificate: x509.Certificate, rules: ChainRules) -> Standing:
    return run_to_end(standing(certificate, rules))


def test_standing_below_a_root_for_time_stamps_alone_is_unknown(
    authority: TrialAuthority, rules: ChainRules, leaf: x509.Certificate, der: Der
) -> None:
    limits = (limit_of(authority.root_der, TrustUse.TIME_STAMPS),)
    bound = replace(rules, limits=limits)
    service = x509.Certificate.load(der(authority.tsa))

    signer = found(leaf, bound)
    stamping = found(service, replace(bound, use=TrustUse.TIME_STAMPS))

    wanted = Standing(Trust.UNKNOWN, "CHAIN_CONSTRAINTS_FAILURE", "certificate.authority_scope")
    assert signer == wanted
    assert stamping.trust is Trust.TRUSTED


def test_standing_of_a_time_stamp_below_a_root_for_signatures_alone_is_unknown(
    authority: TrialAuthority, rules: ChainRules, leaf: x509.Certificate, der: Der
) -> None:
    bound = replace(rules, limits=(limit_of(authority.root_der),))
    service = x509.Certificate.load(der(authority.tsa))

    stamping = found(service, replace(bound, use=TrustUse.TIME_STAMPS))

    assert stamping.trust is Trust.UNKNOWN
    assert found(leaf, bound).trust is Trust.TRUSTED


@pytest.mark.parametrize(
    ("begin", "end", "reason"),
    [
        (-30 * DAY, -DAY, "NO_CERTIFICATE_CHAIN_FOUND_NO_POE"),
        (DAY, 30 * DAY, "NO_CERTIFICATE_CHAIN_FOUND"),
    ],
)
def test_standing_below_a_root_of_another_time_is_unknown(
    begin: timedelta,
    end: timedelta,
    reason: str,
    authority: TrialAuthority,
    rules: ChainRules,
    leaf: x509.Certificate,
) -> None:
    limits = (limit_of(authority.root_der, begin=begin, end=end),)

    answer = found(leaf, replace(rules, limits=limits))

    assert answer == Standing(Trust.UNKNOWN, reason, "certificate.authority_time")


def test_standing_below_a_withdrawn_intermediate_is_unknown_wherever_it_comes_from(
    authority: TrialAuthority, served: TrialServices, below: TrialKey, rules: ChainRules, der: Der
) -> None:
    leaf = x509.Certificate.load(der(authority.issue(OfficerProfile(), below)))
    middle = x509.Certificate.load(der(below))
    served.publish(
        authority,
        files={
            list_path(below): make_list(below, ListContent(datetime.now(UTC))),
            f"/{below.certificate.serial_number:x}.crt": der(below),
        },
    )
    limits = (limit_of(authority.root_der), limit_of(der(below), end=-DAY))
    bound = replace(rules, limits=limits)

    fetched = found(leaf, bound)
    beside = found(leaf, replace(bound, others=(middle,)))
    listed = found(leaf, replace(bound, roots=(*rules.roots, middle)))

    reason = "NO_CERTIFICATE_CHAIN_FOUND_NO_POE"
    assert {fetched.reason, beside.reason, listed.reason} == {reason}


def test_standing_with_a_withdrawn_root_beside_a_good_one_is_trusted(
    authority: TrialAuthority, rules: ChainRules, leaf: x509.Certificate, tmp_path: Path
) -> None:
    now = datetime.now(UTC)
    other = TrialAuthority.create(tmp_path, now, base_url=authority.base_url, password="thu")
    roots = (x509.Certificate.load(other.root_der), *rules.roots)
    limits = (limit_of(other.root_der, end=-DAY), limit_of(authority.root_der))

    answer = found(leaf, replace(rules, roots=roots, limits=limits))

    assert answer.trust is Trust.TRUSTED


def test_require_chain_names_scope_and_time(
    authority: TrialAuthority, rules: ChainRules, leaf: x509.Certificate
) -> None:
    async def ask(limit: TrustLimit, use: TrustUse) -> None:
        async with chain_context(replace(rules, limits=(limit,))) as context:
            await require_chain(leaf, context, use)

    with pytest.raises(AuthorityOutOfScope):
        run_to_end(ask(limit_of(authority.root_der), TrustUse.TIME_STAMPS))
    with pytest.raises(AuthorityNotOfTime):
        run_to_end(ask(limit_of(authority.root_der, end=-DAY), TrustUse.SIGNATURES))
    assert issubclass(AuthorityNotOfTime, CertificateUntrusted)


def test_check_before_signing_below_a_withdrawn_root_is_refused(
    authority: TrialAuthority, der: Der
) -> None:
    certificate = der(authority.issue(OfficerProfile()))
    limits = (limit_of(authority.root_der, end=-DAY),)
    rules = CheckRules(datetime.now(UTC), (authority.root_der,), limits=limits)

    with pytest.raises(AuthorityNotOfTime):
        check_before_signing(certificate, (), rules)


@pytest.fixture
def stamped(
    plain: Path, officer: P12Source, password: bytearray, request_for: Builder
) -> tuple[Path, SignRequest]:
    request = request_for(Level.B_LT)
    with open_key(officer, password) as key:
        sign_pdf(plain, plain, key, request)
    return plain, request


def test_verify_before_the_withdrawal_by_time_stamp_is_valid(
    stamped: tuple[Path, SignRequest], authority: TrialAuthority
) -> None:
    path, request = stamped
    later = datetime.now(UTC) + 2 * DAY
    signing = limit_of(authority.root_der, end=DAY)
    stamping = limit_of(authority.root_der, TrustUse.TIME_STAMPS)
    rules = VerifyRules(request.trust_roots, at=later, trust_limits=(signing, stamping))

    verdict = verify_with(path, rules)

    assert verdict.verdict is Verdict.VALID


def test_verify_after_the_withdrawal_without_a_trusted_time_is_unknown_with_the_reason(
    stamped: tuple[Path, SignRequest], authority: TrialAuthority
) -> None:
    path, request = stamped
    later = datetime.now(UTC) + 2 * DAY
    signing = limit_of(authority.root_der, end=DAY)
    rules = VerifyRules(request.trust_roots, at=later, trust_limits=(signing,))

    (signature,) = verify_with(path, rules).signatures

    assert signature.indication is Indication.INDETERMINATE
    assert signature.sub_indication == "NO_CERTIFICATE_CHAIN_FOUND_NO_POE"
    assert "certificate.authority_time" in signature.notices
    assert "timestamp-authority-not-listed" in signature.notices


def test_verify_keeps_what_the_time_stamp_rests_on(
    stamped: tuple[Path, SignRequest], authority: TrialAuthority, der: Der
) -> None:
    path, request = stamped

    (signature,) = verify_with(path, VerifyRules(request.trust_roots)).signatures

    assert der(authority.tsa) in signature.proof.chain


def test_extend_signature_keeps_to_the_limits(
    plain: Path,
    officer: P12Source,
    password: bytearray,
    request_for: Builder,
    authority: TrialAuthority,
) -> None:
    with open_key(officer, password) as key:
        sign_pdf(plain, plain, key, request_for(Level.B_B))
    both = (limit_of(authority.root_der), limit_of(authority.root_der, TrustUse.TIME_STAMPS))
    request = replace(request_for(Level.B_B), trust_limits=both)

    done = extend_signature(plain, plain, Level.B_LT, request)

    assert done.level is Level.B_LT


@pytest.mark.expects_log_warnings
def test_extend_signature_takes_no_time_of_an_authority_for_signatures_alone(
    plain: Path,
    officer: P12Source,
    password: bytearray,
    request_for: Builder,
    authority: TrialAuthority,
) -> None:
    with open_key(officer, password) as key:
        sign_pdf(plain, plain, key, request_for(Level.B_B))
    request = replace(request_for(Level.B_B), trust_limits=(limit_of(authority.root_der),))

    with pytest.raises(TimestampUnavailable):
        extend_signature(plain, plain, Level.B_T, request)
