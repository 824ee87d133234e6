"""Many time stamps at once, each for its own value."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from asn1crypto import cms, tsp, x509

from signing.errors import TimestampUnavailable
from signing.keystore import SigningKey
from signing.pades.increment import add_timestamp
from signing.pades.prepared import finish_signature, prepare_signature, sign_pdf
from signing.pades.stamp_lane import StampLane
from signing.pades.timestamps import TimestampRules, load_token
from signing.requests import Level, SignRequest
from signing.trial.authority import TrialAuthority
from signing.trial.services import TrialServices
from signing.validation.verify import verify_pdf

Builder = Callable[[Level], SignRequest]


def imprint(token: bytes) -> bytes:
    info = cms.ContentInfo.load(token)["content"]["encap_content_info"]["content"].parsed
    return bytes(info["message_imprint"]["hashed_message"].native)


def test_stamp_lane_gives_each_value_its_own_token(request_for: Builder) -> None:
    values = [bytes([number]) * 256 for number in range(20)]

    with StampLane(TimestampRules.of(request_for(Level.B_T))) as lane:
        futures = [lane.submit(value) for value in values]
        tokens = [future.result(timeout=60) for future in futures]

    assert [imprint(token) for token in tokens] == [
        hashlib.sha256(value).digest() for value in values
    ]


def test_stamp_lane_keeps_many_in_flight(
    authority: TrialAuthority, served: TrialServices, request_for: Builder
) -> None:
    together = threading.Barrier(4, timeout=30)

    def answer(request: bytes) -> bytes:
        together.wait()
        return authority.answer_timestamp(request)

    served.publish(authority, answer)
    with StampLane(TimestampRules.of(request_for(Level.B_T)), in_flight=4) as lane:
        futures = [lane.submit(bytes([number])) for number in range(8)]

        assert all(future.result(timeout=60) for future in futures)


@pytest.mark.expects_log_warnings
def test_stamp_lane_with_dead_service_answers_every_value(request_for: Builder) -> None:
    rules = replace(TimestampRules.of(request_for(Level.B_T)), urls=("http://127.0.0.1:9/a",))

    with StampLane(rules) as lane:
        futures = [lane.submit(bytes([number])) for number in range(3)]

        for future in futures:
            with pytest.raises(TimestampUnavailable):
                future.result(timeout=60)


def test_stamp_lane_that_closes_answers_what_is_in_flight(
    authority: TrialAuthority, served: TrialServices, request_for: Builder
) -> None:
    release, asked = threading.Event(), threading.Event()

    def answer(request: bytes) -> bytes:
        asked.set()
        release.wait(30)
        return authority.answer_timestamp(request)

    served.publish(authority, answer)
    with StampLane(TimestampRules.of(request_for(Level.B_T))) as lane:
        future = lane.submit(b"1")
        assert asked.wait(30)
    release.set()

    with pytest.raises(TimestampUnavailable):
        future.result(timeout=30)
    with pytest.raises(TimestampUnavailable):
        lane.submit(b"2").result(timeout=30)


def test_finish_signature_takes_a_token_from_the_lane(
    plain: Path, key: SigningKey, request_for: Builder
) -> None:
    request, prepared = request_for(Level.B_T), plain.with_name("p.pdf")
    begun = prepare_signature(plain, prepared, key.certificate, key.chain, request)
    value = key.sign(begun.signed_attributes, begun.mechanism)
    with StampLane(TimestampRules.of(request)) as lane:
        token = lane.submit(value).result(timeout=60)
    offline = replace(request, timestamp_urls=("http://127.0.0.1:9/a",))

    signed = finish_signature(prepared, plain, begun, value, offline, token=token)

    assert signed.level is Level.B_T


@pytest.mark.parametrize("kind", ["other-value", "damaged"])
def test_finish_signature_refuses_a_token_for_other_bytes(
    kind: str, plain: Path, key: SigningKey, request_for: Builder
) -> None:
    request, prepared = request_for(Level.B_T), plain.with_name("p.pdf")
    begun = prepare_signature(plain, prepared, key.certificate, key.chain, request)
    value = key.sign(begun.signed_attributes, begun.mechanism)
    with StampLane(TimestampRules.of(request)) as lane:
        token = lane.submit(value if kind == "damaged" else b"khac").result(timeout=60)
    token = token[:-9] + b"123456789" if kind == "damaged" else token

    with pytest.raises(TimestampUnavailable):
        finish_signature(prepared, plain.with_name("x.pdf"), begun, value, request, token=token)

    assert not plain.with_name("x.pdf").exists()


def test_load_token_reads_what_the_lane_gave(request_for: Builder) -> None:
    with StampLane(TimestampRules.of(request_for(Level.B_T))) as lane:
        token = lane.submit(b"1").result(timeout=60)

    assert load_token(token, hashlib.sha256(b"1").digest()).dump() == token


def padded_answer(authority: TrialAuthority, request: bytes, size: int) -> bytes:
    """An answer made large by certificates that nobody needs."""
    spare = cms.CertificateChoices({"certificate": x509.Certificate.load(authority.root_der)})
    copies = size // len(authority.root_der) + 1
    response = tsp.TimeStampResp.load(authority.answer_timestamp(request))
    signed = response["time_stamp_token"]["content"]
    signed["certificates"] = [*signed["certificates"], *[spare] * copies]
    return bytes(response.dump(force=True))


def test_sign_pdf_with_large_token_uses_a_document_time_stamp(
    plain: Path,
    key: SigningKey,
    authority: TrialAuthority,
    served: TrialServices,
    request_for: Builder,
) -> None:
    served.publish(authority, lambda request: padded_answer(authority, request, 40_000))

    signed = sign_pdf(plain, plain, key, request_for(Level.B_T))

    assert signed.level is Level.B_T
    assert verify_pdf(plain).signatures[0].level == "b-t"


def test_sign_pdf_with_tokens_that_keep_growing_is_refused(
    plain: Path,
    key: SigningKey,
    authority: TrialAuthority,
    served: TrialServices,
    request_for: Builder,
) -> None:
    sizes = iter(range(40_000, 400_000, 40_000))

    def grow(request: bytes) -> bytes:
        return padded_answer(authority, request, next(sizes))

    served.publish(authority, grow)

    with pytest.raises(TimestampUnavailable):
        sign_pdf(plain, plain.with_name("x.pdf"), key, request_for(Level.B_T))

    assert next(sizes) == 160_000


@pytest.mark.expects_log_warnings
def test_sign_pdf_with_endless_answer_is_refused(
    plain: Path,
    key: SigningKey,
    authority: TrialAuthority,
    served: TrialServices,
    request_for: Builder,
) -> None:
    served.publish(authority, lambda request: padded_answer(authority, request, 1_100_000))

    with pytest.raises(TimestampUnavailable):
        sign_pdf(plain, plain.with_name("x.pdf"), key, request_for(Level.B_T))

    assert not plain.with_name("x.pdf").exists()


def test_add_timestamp_leaves_room_of_the_size_that_was_asked(plain: Path) -> None:
    with plain.open("r+b") as stream:
        room = add_timestamp(stream, 1000)

    assert room.holds_bytes == 1000
