"""Questions to services: bounded in number, size and time, and to web addresses only."""

from __future__ import annotations

import gzip
import socket
from datetime import UTC, datetime

import pytest

from signing.endpoints import Reach
from signing.errors import RevocationUnavailable, RevocationUnreadable
from signing.loops import run_to_end
from signing.trial.services import TrialServices
from signing.trust.asking import Asker
from tests.fakes.odd_web import OddWeb


def clock() -> datetime:
    return datetime.now(UTC)


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


def test_asker_unpacks_nothing_that_could_unfold() -> None:
    bomb = gzip.compress(bytes(64 * 1024 * 1024))

    def answer(_: bytes) -> bytes:
        return bomb

    with OddWeb(answer, {"Content-Encoding": "gzip"}) as odd:
        content = run_to_end(one_answer(odd.url))

    assert len(content) == len(bomb)


def test_asker_takes_no_more_than_its_bound() -> None:
    with (
        OddWeb(lambda _: bytes(50 * 1024 * 1024), {}) as odd,
        pytest.raises(RevocationUnreadable, match="too large"),
    ):
        run_to_end(one_answer(odd.url))


def test_asker_goes_nowhere_else_when_it_is_sent_there() -> None:
    with (
        OddWeb(lambda _: b"", {}) as other,
        OddWeb(lambda _: b"", {"Location": other.url}, status=302) as odd,
        pytest.raises(RevocationUnavailable),
    ):
        run_to_end(one_answer(odd.url))

    assert other.asked == 0


async def one_answer(url: str) -> bytes:
    asker = Asker(Reach(), 20.0, clock)
    try:
        return await asker.ask(url, b"cau hoi")
    finally:
        await asker.close()
