"""Small bodies: bounded in bytes and time, whatever call they belong to."""

from __future__ import annotations

import asyncio

import pytest
from starlette.requests import Request
from starlette.types import Message

from app.receiver import bodies
from app.receiver.problems import Problem, ProblemKind


def read(receive, **headers: str) -> bytes:
    pairs = [(name.encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "method": "POST", "path": "/", "headers": pairs}
    return asyncio.run(bodies.read_body(Request(scope, receive)))


def saying(*parts: bytes):
    left = list(parts)

    async def receive() -> Message:
        return {"type": "http.request", "body": left.pop(0), "more_body": bool(left)}

    return receive


def test_body_is_joined():
    assert read(saying(b"a", b"", b"b")) == b"ab"


def test_body_over_the_bound_is_refused():
    with pytest.raises(Problem) as caught:
        read(saying(b"x" * 2**20, b"x", b""))

    assert caught.value.kind is ProblemKind.TOO_LARGE


def test_body_that_does_not_come_is_given_up(monkeypatch):
    # A patch, because the real patience is a minute.
    monkeypatch.setattr(bodies, "_PATIENCE_S", 0.01)

    async def silence() -> Message:
        await asyncio.sleep(60)
        return {"type": "http.disconnect"}

    with pytest.raises(Problem) as caught:
        read(silence)

    assert caught.value.kind is ProblemKind.TOO_SLOW
    assert caught.value.headers["Connection"] == "close"


@pytest.mark.parametrize(
    "path", ["/v1/dossiers", "/v1/documents/find", "/v1/documents/file", "/v1/results/x/taken"]
)
def test_every_call_with_a_body_compares_the_stated_digest(http, path):
    stated = {
        "Content-Digest": "sha-256=:AAAA:",
        "Idempotency-Key": "k",
        "Content-Type": "application/json",
    }

    reply = http.post(path, content=b"{}", headers=stated)

    assert (reply.status_code, reply.json()["type"]) == (400, "urn:sohoa:problem:body-digest")
