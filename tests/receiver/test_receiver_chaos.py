"""Every fault that can be asked of the receiver, against a small application."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable

import pytest
from starlette.types import Message, Receive, Scope, Send

from app.receiver.chaos import Chaos, ChaosRule, load_rules
from app.receiver.problems import ReceiverUnusable

BODY = b'{"done":true}'


class Counting:
    """An application that counts and keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[bytes] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        body = b""
        while True:
            message = await receive()
            body += message.get("body", b"")
            if message["type"] == "http.disconnect" or not message.get("more_body"):
                break
        self.asked.append(body)
        length = str(len(BODY)).encode()
        headers = [(b"content-type", b"application/json"), (b"content-length", length)]
        await send({"type": "http.response.start", "status": 201, "headers": headers})
        await send({"type": "http.response.body", "body": BODY})


class Caller:
    """Asks an ASGI application as a server would."""

    def __init__(self, *rules: ChaosRule) -> None:
        self.app = Counting()
        self.chaos = Chaos(self.app, rules)

    def ask(self, path: str = "/v1/dossiers", method: str = "POST", body: bytes = b"hello") -> Told:
        return asyncio.run(self.asking(path, method, body))

    async def asking(self, path: str, method: str = "POST", body: bytes = b"hello") -> Told:
        sent: list[Message] = []
        parts = [{"type": "http.request", "body": body, "more_body": False}]

        async def receive() -> Message:
            return parts.pop(0) if parts else {"type": "http.disconnect"}

        async def send(message: Message) -> None:
            sent.append(message)

        scope = {"type": "http", "method": method, "path": path, "headers": []}
        await self.chaos(scope, receive, send)
        return Told(sent)


class Told:
    """What a client would see."""

    def __init__(self, sent: list[Message]) -> None:
        self.status = sent[0]["status"]
        self.headers = {key.decode(): value.decode() for key, value in sent[0]["headers"]}
        self.pieces = [part.get("body", b"") for part in sent[1:]]
        self.body = b"".join(self.pieces)


def test_untouched_request_goes_through():
    caller = Caller(ChaosRule(path_regex="nowhere", status=500))

    told = caller.ask()

    assert (told.status, told.body, caller.app.asked) == (201, BODY, [b"hello"])


@pytest.mark.parametrize("status", [409, 410, 413, 423, 429, 460, 500, 502, 503, 504])
def test_status_before_the_work_is_a_problem_and_nothing_happened(status):
    caller = Caller(ChaosRule(status=status, headers={"Retry-After": "7"}))

    told = caller.ask()

    assert (told.status, json.loads(told.body)["status"]) == (status, status)
    assert told.headers["retry-after"] == "7"
    assert caller.app.asked == []


def test_status_after_the_work_hides_that_it_was_done():
    caller = Caller(ChaosRule(status=500, after=True))

    told = caller.ask()

    assert (told.status, caller.app.asked) == (500, [b"hello"])


def test_html_200_of_a_captive_portal():
    told = Caller(ChaosRule(status=200, body="<html>Đăng nhập</html>")).ask()

    assert (told.status, told.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert "Đăng nhập" in told.body.decode()


def test_redirect_to_another_host():
    told = Caller(ChaosRule(status=307, headers={"Location": "https://evil.example/"})).ask()

    assert (told.status, told.headers["location"]) == (307, "https://evil.example/")


def test_reply_is_lost_after_the_work():
    caller = Caller(ChaosRule(drop_reply=True))

    told = caller.ask()

    assert (told.body, caller.app.asked) == (b"", [b"hello"])
    assert int(told.headers["content-length"]) > 0


def test_half_reply():
    assert Caller(ChaosRule(cut_reply_after_bytes=5)).ask().body == BODY[:5]


def test_request_is_cut():
    caller = Caller(ChaosRule(cut_after_bytes=2))

    caller.ask()

    assert caller.app.asked == [b"he"]


def test_wrong_length():
    told = Caller(ChaosRule(wrong_length=9)).ask()

    assert (told.headers["content-length"], told.body) == (str(len(BODY) + 9), BODY)


def test_slow_drip_gives_single_bytes():
    told = Caller(ChaosRule(drip_s=0.0001)).ask()

    assert told.body == BODY
    assert max(len(piece) for piece in told.pieces) == 1


def test_request_is_delivered_twice():
    caller = Caller(ChaosRule(twice=True))

    told = caller.ask()

    assert (told.status, caller.app.asked) == (201, [b"hello", b"hello"])


def test_two_requests_are_answered_in_the_other_order():
    caller = Caller(ChaosRule(hold=True, path_regex="/v1"))
    over: list[str] = []

    async def one(name: str, after: Callable[[], Awaitable[object]]) -> None:
        await after()
        await caller.asking("/v1/" + name, body=name.encode())
        over.append(name)

    async def both() -> None:
        await asyncio.gather(
            one("first", lambda: asyncio.sleep(0)), one("second", lambda: asyncio.sleep(0.02))
        )

    asyncio.run(both())

    assert caller.app.asked == [b"second", b"first"]
    assert over == ["second", "first"]


def test_only_the_nth_match_counts():
    caller = Caller(ChaosRule(method="PATCH", nth=2, status=500))

    statuses = [caller.ask(method=method).status for method in ("PATCH", "POST", "PATCH", "PATCH")]

    assert statuses == [201, 201, 500, 201]


def test_probability_with_a_seed_repeats_itself():
    def run(seed: int) -> list[int]:
        caller = Caller(ChaosRule(probability=0.3, seed=seed, status=503))
        return [caller.ask().status for _ in range(60)]

    first = run(1)

    assert first == run(1)
    assert first != run(2)
    assert 5 < first.count(503) < 35


@pytest.mark.parametrize(
    "content",
    [
        "{",
        "[1]",
        '[{"match": {}}]',
        '[{"match": {"path_regex": "("}, "action": {}}]',
        '[{"match": {}, "action": {"unknown": 1}}]',
        '[{"match": {}, "action": {"status": "500"}}]',
        '[{"match": {}, "action": {"status": 99}}]',
        '[{"match": {}, "action": {"twice": 1}}]',
        '[{"match": {"nth": true}, "action": {}}]',
    ],
)
def test_rules_that_make_no_sense_are_refused_before_the_start(tmp_path, content):
    (tmp_path / "rules.json").write_text(content, encoding="utf-8")

    with pytest.raises(ReceiverUnusable):
        load_rules(tmp_path / "rules.json")


def test_rules_are_read_from_a_file(tmp_path):
    content = '[{"match": {"method": "PATCH", "nth": 3}, "action": {"status": 423, "delay_s": 1}}]'
    (tmp_path / "rules.json").write_text(content, encoding="utf-8")

    (rule,) = load_rules(tmp_path / "rules.json")

    assert (rule.method, rule.nth, rule.status, rule.delay_s) == ("PATCH", 3, 423, 1)
