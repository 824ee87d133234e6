"""Uploads in one process: expiry with a clock that the test turns, two senders at once."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Awaitable, Callable
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from app.receiver.server import create_app
from app.receiver.settings import ReceiverSettings
from tests.receiver.dossier_samples import manifest_of, pdf_bytes

TUS = {"Tus-Resumable": "1.0.0"}
DATA = pdf_bytes()


class TurnedClock:
    """A clock that stands until it is turned."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> TurnedClock:
    return TurnedClock()


@pytest.fixture
def visit(tmp_path, clock):
    """Runs a coroutine with a client of the application; repeated calls open the folder again."""
    numbers = itertools.count(1)

    def run(work: Callable[[httpx.AsyncClient], Awaitable[object]], **changes: float) -> object:
        app = create_app(
            tmp_path / "data",
            clock=clock,
            new_id=lambda: f"id-{next(numbers)}",
            settings=replace(ReceiverSettings(), **changes),
        )

        async def main() -> object:
            transport = httpx.ASGITransport(app=app)
            async with httpx.AsyncClient(transport=transport, base_url="http://x") as http:
                return await work(http)

        try:
            return asyncio.run(main())
        finally:
            app.state.close()

    return run


async def announce(http: httpx.AsyncClient, manifest) -> dict:
    body = {**asdict(manifest), "manifest_sha256": manifest.digest()}
    reply = await http.post("/v1/dossiers", json=body, headers={"Idempotency-Key": "k"})
    return reply.json()


async def patch(http: httpx.AsyncClient, url: str, data: object) -> httpx.Response:
    headers = {**TUS, "Content-Type": "application/offset+octet-stream", "Upload-Offset": "0"}
    return await http.patch(url, content=data, headers=headers)


def test_upload_expires_a_week_after_its_last_byte_and_a_repeat_opens_it_again(visit, clock):
    manifest = manifest_of({"f1": DATA})

    async def work(http):
        first = await announce(http, manifest)
        url = first["uploads"][0]["url"]
        clock.now += timedelta(days=6)
        await patch(http, url, DATA[:100])
        clock.now += timedelta(days=6)
        alive = await http.head(url, headers=TUS)
        clock.now += timedelta(days=1, seconds=1)
        gone = [await http.head(url, headers=TUS), await patch(http, url, DATA)]
        again = await announce(http, manifest)
        reopened = await http.head(url, headers=TUS)
        return first, alive, [reply.status_code for reply in gone], again, reopened

    first, alive, gone, again, reopened = visit(work)

    assert alive.headers["Upload-Offset"] == "100"
    assert gone == [410, 410]
    assert again == first
    assert reopened.headers["Upload-Offset"] == "0"


def test_complete_upload_does_not_expire(visit, clock):
    async def work(http):
        url = (await announce(http, manifest_of({"f1": DATA})))["uploads"][0]["url"]
        await patch(http, url, DATA)
        clock.now += timedelta(days=400)
        return await http.head(url, headers=TUS)

    reply = visit(work)

    assert (reply.status_code, reply.headers["Upload-Offset"]) == (200, str(len(DATA)))


def test_start_throws_away_expired_bytes_and_unrecorded_folders(visit, clock, tmp_path):
    files = tmp_path / "data" / "files"

    async def begin(http):
        url = (await announce(http, manifest_of({"f1": DATA})))["uploads"][0]["url"]
        await patch(http, url, DATA[:100])

    async def nothing(http):
        return None

    visit(begin)
    (files / "never-recorded").mkdir()
    before = [path.stat().st_size for path in files.glob("*/*")]
    clock.now += timedelta(days=8)
    visit(nothing)

    assert before == [100]
    assert [path.stat().st_size for path in files.glob("*/*")] == [0]
    assert not (files / "never-recorded").exists()


def test_bytes_behind_the_acknowledged_offset_are_cut_off(visit, tmp_path):
    async def begin(http):
        url = (await announce(http, manifest_of({"f1": DATA})))["uploads"][0]["url"]
        await patch(http, url, DATA[:100])
        return url

    async def resume(http):
        headers = {
            **TUS,
            "Content-Type": "application/offset+octet-stream",
            "Upload-Offset": "100",
        }
        return await http.patch(url, content=DATA[100:], headers=headers)

    url = visit(begin)
    (path,) = (tmp_path / "data" / "files").glob("*/*")
    with path.open("ab") as stream:
        stream.write(b"written, never acknowledged")
    reply = visit(resume)

    assert reply.status_code == 204
    assert path.read_bytes() == DATA


def test_second_sender_of_a_running_upload_is_told_to_ask_and_takes_over(visit):
    async def work(http):
        url = (await announce(http, manifest_of({"f1": DATA})))["uploads"][0]["url"]
        waiting, never = asyncio.Event(), asyncio.Event()

        async def half():
            yield DATA[:100]
            waiting.set()
            await never.wait()

        first = asyncio.create_task(patch(http, url, half()))
        await waiting.wait()
        second = await patch(http, url, DATA)
        head = await http.head(url, headers=TUS)
        return (await first), second, head

    first, second, head = visit(work)

    assert (first.status_code, second.status_code) == (423, 423)
    assert head.headers["Upload-Offset"] == "100"


def test_stalled_sender_is_given_up_after_the_set_time(visit):
    async def work(http):
        url = (await announce(http, manifest_of({"f1": DATA})))["uploads"][0]["url"]

        async def half():
            yield DATA[:100]
            await asyncio.Event().wait()

        reply = await patch(http, url, half())
        return reply, await http.head(url, headers=TUS)

    reply, head = visit(work, stall_s=0.05)

    assert reply.status_code == 423
    assert head.headers["Upload-Offset"] == "100"
