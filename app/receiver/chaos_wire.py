"""What faults do to the messages of one request: cut, drip, lengthen, lose, say twice."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send

from app.receiver.problems import Problem, ProblemKind, problem_response

_HTML = "text/html; charset=utf-8"
_MAX_DRIPS = 200


@dataclass(frozen=True, slots=True)
class Answer:
    """A reply that does not come from the app; without a body it is a problem document."""

    status: int
    headers: Mapping[str, str]
    body: str


async def send_answer(answer: Answer, scope: Scope, receive: Receive, send: Send) -> None:
    """Reply instead of the app."""
    headers = {name.lower(): value for name, value in answer.headers.items()}
    if answer.body or 200 <= answer.status < 400:
        headers.setdefault("content-type", _HTML)
        response = Response(answer.body, answer.status, headers=headers)
    else:
        problem = Problem(ProblemKind.CHAOS, headers=headers)
        response = problem_response(problem, "chaos", answer.status)
    await response(scope, receive, send)


async def swallow(message: Message) -> None:
    """Lose a message of the app."""


async def break_off(send: Send) -> None:
    """Begin a reply and let the connection end."""
    headers = [(b"content-type", b"application/json"), (b"content-length", b"1000")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})


def cut_send(send: Send, limit: int) -> Send:
    """Let so many bytes of a body through; the server closes a reply that ends too early."""
    left = limit

    async def cut(message: Message) -> None:
        nonlocal left
        if message["type"] == "http.response.body":
            body = message.get("body", b"")[:left]
            left -= len(body)
            message = {**message, "body": body}
        await send(message)

    return cut


def lengthened(send: Send, count: int) -> Send:
    """Promise more bytes than the reply has; the server closes the connection behind them."""

    async def promise(message: Message) -> None:
        if message["type"] == "http.response.start":
            stated = [int(value) for name, value in message["headers"] if name == _LENGTH]
            rest = [pair for pair in message["headers"] if pair[0] != _LENGTH]
            length = str(sum(stated) + count).encode("ascii")
            message = {**message, "headers": [*rest, (_LENGTH, length)]}
        await send(message)

    return promise


_LENGTH = b"content-length"


def drip_send(send: Send, pause_s: float) -> Send:
    """Send a body byte by byte, at most so many of them, then the rest."""

    async def drip(message: Message) -> None:
        if message["type"] != "http.response.body":
            await send(message)
            return
        body = message.get("body", b"")
        for at in range(min(len(body), _MAX_DRIPS)):
            await send({**message, "body": body[at : at + 1], "more_body": True})
            await asyncio.sleep(pause_s)
        await send({**message, "body": body[_MAX_DRIPS:]})

    return drip


def replayed(body: bytes) -> Receive:
    """The same request once more."""
    said = False

    async def receive() -> Message:
        nonlocal said
        if said:
            return {"type": "http.disconnect"}
        said = True
        return {"type": "http.request", "body": body, "more_body": False}

    return receive


def cut_receive(receive: Receive, limit: int) -> Receive:
    """Let so many bytes of a request through, then tell that the sender is gone."""
    left = limit

    async def cut() -> Message:
        nonlocal left
        if left <= 0:
            return {"type": "http.disconnect"}
        message = await receive()
        body = message.get("body", b"")[:left]
        if len(body) == left:
            message = {"type": "http.request", "body": body, "more_body": True}
        left -= len(body)
        return message

    return cut
