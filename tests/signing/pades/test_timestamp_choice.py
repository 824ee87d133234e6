"""Which time-stamp service is asked, and answers that are refused though they are signed."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from asn1crypto import cms, tsp

from signing.errors import TimestampClockDiffers, TimestampUnavailable
from signing.pades.service_health import FIRST_PAUSE_S, LONGEST_PAUSE_S, ServiceHealth
from signing.pades.timestamps import TimestampRules, open_client
from signing.trial.authority import TrialAuthority
from tests.fakes.odd_web import OddWeb

DIGEST = hashlib.sha256(b"hoso").digest()
Answer = Callable[[bytes], bytes]


@dataclass
class Ticks:
    now: float = 0.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Asked:
    """Asks services in a client of its own each time, as for single files."""

    ticks: Ticks = field(default_factory=Ticks)

    def __post_init__(self) -> None:
        self.health = ServiceHealth(self.ticks)

    def once(self, *urls: str, timeout_s: float = 10.0) -> cms.ContentInfo:
        async def ask() -> cms.ContentInfo:
            rules = TimestampRules(urls, timeout_s)
            async with open_client(rules, health=self.health) as client:
                return await client.token_for(DIGEST)

        return asyncio.run(ask())


@pytest.mark.expects_log_warnings
def test_dead_first_service_is_not_asked_for_every_file(authority: TrialAuthority) -> None:
    asked = Asked()
    with (
        OddWeb(lambda _: b"loi", {}, status=500) as first,
        OddWeb(authority.answer_timestamp, {}) as second,
    ):
        for _ in range(5):
            asked.once(first.url, second.url)

    assert (first.asked, second.asked) == (1, 5)


@pytest.mark.expects_log_warnings
def test_first_service_is_asked_again_when_its_pause_is_over(authority: TrialAuthority) -> None:
    asked = Asked()
    answers: list[Answer] = [lambda _: b"loi"]
    with (
        OddWeb(lambda body: answers[0](body), {}) as first,
        OddWeb(authority.answer_timestamp, {}) as second,
    ):
        asked.once(first.url, second.url)
        answers[0] = authority.answer_timestamp
        asked.once(first.url, second.url)
        asked.ticks.now += FIRST_PAUSE_S + 1
        asked.once(first.url, second.url)
        asked.once(first.url, second.url)

    assert (first.asked, second.asked) == (3, 2)


@pytest.mark.expects_log_warnings
def test_service_in_its_pause_is_asked_when_no_other_answers(authority: TrialAuthority) -> None:
    asked = Asked()
    answers: list[Answer] = [lambda _: b"loi"]
    with OddWeb(lambda body: answers[0](body), {}) as only:
        with pytest.raises(TimestampUnavailable):
            asked.once(only.url)
        answers[0] = authority.answer_timestamp

        assert asked.once(only.url) is not None


def test_pause_grows_while_a_service_stays_dead_and_counts_once_for_many() -> None:
    ticks = Ticks()
    health = ServiceHealth(ticks)
    lengths = []
    for _ in range(6):
        for _ in range(8):
            health.failed("a")
        begin = ticks.now
        while health.in_order(["a", "b"]) == ["b", "a"]:
            ticks.now += 1.0
        lengths.append(ticks.now - begin)

    assert lengths == [FIRST_PAUSE_S, 120.0, 240.0, 480.0, LONGEST_PAUSE_S, LONGEST_PAUSE_S]
    health.answered("a")
    health.failed("a")
    ticks.now += FIRST_PAUSE_S
    assert health.in_order(["a", "b"]) == ["a", "b"]


def shifted(authority: TrialAuthority, by: timedelta) -> Answer:
    return lambda body: authority.answer_timestamp(body, datetime.now(UTC) + by)


@pytest.mark.expects_log_warnings
@pytest.mark.parametrize("hours", [-7, -1, 1, 7, 24])
def test_time_of_another_hour_is_refused_by_name(hours: int, authority: TrialAuthority) -> None:
    with (
        OddWeb(shifted(authority, timedelta(hours=hours)), {}) as odd,
        pytest.raises(TimestampClockDiffers),
    ):
        Asked().once(odd.url)


@pytest.mark.expects_log_warnings
def test_service_with_a_wrong_clock_gives_way_to_another(authority: TrialAuthority) -> None:
    with (
        OddWeb(shifted(authority, timedelta(hours=1)), {}) as wrong,
        OddWeb(authority.answer_timestamp, {}) as right,
    ):
        token = Asked().once(wrong.url, right.url)

    info = token["content"]["encap_content_info"]["content"].parsed
    assert abs(info["gen_time"].native - datetime.now(UTC)) < timedelta(minutes=2)


def test_time_that_is_minutes_off_is_taken(authority: TrialAuthority) -> None:
    with OddWeb(shifted(authority, timedelta(minutes=4)), {}) as odd:
        assert Asked().once(odd.url) is not None


def without_certificate(authority: TrialAuthority) -> Answer:
    def answer(body: bytes) -> bytes:
        response = tsp.TimeStampResp.load(authority.answer_timestamp(body))
        response["time_stamp_token"]["content"]["certificates"] = None
        return bytes(response.dump(force=True))

    return answer


@pytest.mark.expects_log_warnings
def test_token_without_the_certificate_of_the_service_is_refused(
    authority: TrialAuthority,
) -> None:
    with OddWeb(without_certificate(authority), {}) as odd, pytest.raises(TimestampUnavailable):
        Asked().once(odd.url)


@pytest.mark.expects_log_warnings
def test_packed_answer_is_not_unpacked(authority: TrialAuthority) -> None:
    def packed(body: bytes) -> bytes:
        return gzip.compress(authority.answer_timestamp(body))

    with (
        OddWeb(packed, {"Content-Encoding": "gzip"}) as odd,
        pytest.raises(TimestampUnavailable),
    ):
        Asked().once(odd.url)


@pytest.mark.expects_log_warnings
def test_answer_that_drips_is_given_up(authority: TrialAuthority) -> None:
    with (
        OddWeb(authority.answer_timestamp, {}, pause_s=0.3) as odd,
        pytest.raises(TimestampUnavailable),
    ):
        Asked().once(odd.url, timeout_s=0.5)


@pytest.mark.expects_log_warnings
def test_very_large_answer_is_given_up() -> None:
    with OddWeb(lambda _: bytes(100 * 1024 * 1024), {}) as odd, pytest.raises(TimestampUnavailable):
        Asked().once(odd.url)


@pytest.mark.expects_log_warnings
def test_service_that_speaks_no_tls_is_not_believed(authority: TrialAuthority) -> None:
    with OddWeb(authority.answer_timestamp, {}) as odd, pytest.raises(TimestampUnavailable):
        Asked().once(odd.url.replace("http://", "https://"))

    assert odd.asked == 0
