"""Time-stamp services that fail, lie or are slow."""

from __future__ import annotations

import asyncio
import hashlib
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from asn1crypto import cms, tsp, x509

from signing.errors import TimestampUnavailable, TrialSetupFailed
from signing.keystore import open_key
from signing.pades.sign import sign_pdf
from signing.pades.timestamps import TimestampRules, open_client
from signing.requests import Level, P12Source, SignRequest
from signing.trial.authority import OfficerProfile, TrialAuthority
from signing.trial.services import TrialServices
from signing.validation.verify import verify_pdf

Builder = Callable[[Level], SignRequest]
DIGEST = hashlib.sha256(b"hoso").digest()


def ask(
    *urls: str, roots: tuple[x509.Certificate, ...] = (), timeout_s: float = 10.0
) -> tsp.TSTInfo:
    async def once() -> cms.ContentInfo:
        async with open_client(TimestampRules(urls, timeout_s, roots)) as client:
            return await client.token_for(DIGEST)

    return asyncio.run(once())["content"]["encap_content_info"]["content"].parsed


def test_timestamp_client_gets_token_for_the_digest(authority: TrialAuthority) -> None:
    info = ask(authority.timestamp_url)

    assert info["message_imprint"]["hashed_message"].native == DIGEST
    assert info["nonce"].native is not None


@pytest.mark.expects_log_warnings
def test_timestamp_client_goes_to_the_next_service(authority: TrialAuthority) -> None:
    info = ask("http://127.0.0.1:9/tsa", authority.base_url + "/nope", authority.timestamp_url)

    assert info["message_imprint"]["hashed_message"].native == DIGEST


def with_other_nonce(authority: TrialAuthority) -> Callable[[bytes], bytes]:
    def answer(request: bytes) -> bytes:
        changed = tsp.TimeStampReq.load(request)
        changed["nonce"] = 12345
        return authority.answer_timestamp(changed.dump(force=True))

    return answer


def with_other_imprint(authority: TrialAuthority) -> Callable[[bytes], bytes]:
    def answer(request: bytes) -> bytes:
        changed = tsp.TimeStampReq.load(request)
        changed["message_imprint"]["hashed_message"] = hashlib.sha256(b"khac").digest()
        return authority.answer_timestamp(changed.dump(force=True))

    return answer


def refusal(_: TrialAuthority) -> Callable[[bytes], bytes]:
    refused = tsp.TimeStampResp({"status": {"status": "rejection"}})
    return lambda _: bytes(refused.dump())


def nonsense(_: TrialAuthority) -> Callable[[bytes], bytes]:
    return lambda _: b"khong phai ASN.1"


def nothing(_: TrialAuthority) -> Callable[[bytes], bytes]:
    return lambda _: b""


@pytest.mark.expects_log_warnings
@pytest.mark.parametrize("liar", [with_other_nonce, with_other_imprint, refusal, nonsense, nothing])
def test_timestamp_client_refuses_bad_answers(
    liar: Callable[[TrialAuthority], Callable[[bytes], bytes]],
    authority: TrialAuthority,
    served: TrialServices,
) -> None:
    served.publish(authority, liar(authority))

    with pytest.raises(TimestampUnavailable):
        ask(authority.timestamp_url)


@pytest.mark.expects_log_warnings
def test_timestamp_client_refuses_a_service_of_another_root(
    authority: TrialAuthority, tmp_path: Path, now: datetime, password_text: str
) -> None:
    other = TrialAuthority.create(
        tmp_path / "other", now, base_url=authority.base_url, password=password_text
    )

    with pytest.raises(TimestampUnavailable):
        ask(authority.timestamp_url, roots=(x509.Certificate.load(other.root_der),))


@pytest.mark.expects_log_warnings
def test_timestamp_client_refuses_a_key_made_for_documents(
    authority: TrialAuthority, served: TrialServices
) -> None:
    other = replace(authority, tsa=authority.issue(OfficerProfile()))
    served.publish(authority, other.answer_timestamp)

    with pytest.raises(TimestampUnavailable):
        ask(authority.timestamp_url)


@pytest.mark.expects_log_warnings
def test_timestamp_client_refuses_the_token_of_an_earlier_request(
    authority: TrialAuthority, served: TrialServices
) -> None:
    kept: list[bytes] = []

    def replay(request: bytes) -> bytes:
        kept.append(authority.answer_timestamp(request))
        return kept[0]

    served.publish(authority, replay)
    ask(authority.timestamp_url)

    with pytest.raises(TimestampUnavailable):
        ask(authority.timestamp_url)


@pytest.mark.expects_log_warnings
def test_timestamp_client_leaves_a_service_that_does_not_answer(
    authority: TrialAuthority, served: TrialServices
) -> None:
    asked, over = threading.Event(), threading.Event()

    def hang_once(request: bytes) -> bytes:
        if not asked.is_set():
            asked.set()
            over.wait(30)
        return authority.answer_timestamp(request)

    served.publish(authority, hang_once)

    info = ask(authority.timestamp_url, authority.timestamp_url, timeout_s=3.0)

    over.set()
    assert info["message_imprint"]["hashed_message"].native == DIGEST


@pytest.mark.expects_log_warnings
def test_sign_pdf_uses_the_second_service(
    plain: Path, officer: P12Source, password: bytearray, request_for: Builder
) -> None:
    request = request_for(Level.B_LTA)
    request = replace(request, timestamp_urls=("http://127.0.0.1:9/x", *request.timestamp_urls))

    with open_key(officer, password) as key:
        signed = sign_pdf(plain, plain, key, request)

    assert signed.level is Level.B_LTA


@pytest.mark.expects_log_warnings
def test_sign_pdf_with_service_that_signs_badly_leaves_nothing(
    plain: Path,
    officer: P12Source,
    password: bytearray,
    authority: TrialAuthority,
    served: TrialServices,
    request_for: Builder,
) -> None:
    def forge(request: bytes) -> bytes:
        answer = bytearray(authority.answer_timestamp(request))
        answer[-20] ^= 0xFF
        return bytes(answer)

    served.publish(authority, forge)
    target = plain.with_name("signed.pdf")

    with open_key(officer, password) as key, pytest.raises(TimestampUnavailable):
        sign_pdf(plain, target, key, request_for(Level.B_T))

    assert not target.exists()


def test_answer_timestamp_refuses_what_is_no_request(authority: TrialAuthority) -> None:
    with pytest.raises(TrialSetupFailed):
        authority.answer_timestamp(b"abc")


def test_verify_pdf_inside_a_running_loop_works(
    plain: Path, officer: P12Source, password: bytearray, request_for: Builder
) -> None:
    with open_key(officer, password) as key:
        sign_pdf(plain, plain, key, request_for(Level.B_B))

    async def inside() -> str:
        return verify_pdf(plain).integrity

    assert asyncio.run(inside()) == "intact"
