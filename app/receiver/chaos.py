"""Faults on purpose, for tests and demonstrations: rules that meet requests before the app does.

A reply that a rule drops or an upload that it cuts ends in a reply without its body, after which
the server closes the connection: an ASGI application has no harder way to break off.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.receiver.problems import Problem, ProblemKind, ReceiverUnusable, problem_response


@dataclass(frozen=True, slots=True)
class ChaosRule:
    """One fault and the requests it meets.

    Attributes:
        method: HTTP method, "" for all.
        path_regex: Searched in the path.
        nth: Meets only the n-th matching request, counted from 1; 0 meets all.
        status: Reply with this status instead of asking the app, 0 for no such reply.
        drop_reply: Let the app work, then lose its reply.
        delay_s: Wait before anything else.
        cut_after_bytes: Break the request body off after so many bytes, -1 for never.
        cut_reply_after_bytes: Break the reply off after so many bytes of its body, -1 for never.
    """

    method: str = ""
    path_regex: str = ""
    nth: int = 0
    status: int = 0
    drop_reply: bool = False
    delay_s: float = 0.0
    cut_after_bytes: int = -1
    cut_reply_after_bytes: int = -1


def load_rules(path: Path) -> tuple[ChaosRule, ...]:
    """Read `[{"match": {...}, "action": {...}}, …]`.

    Raises:
        ReceiverUnusable: Unreadable or not such a list.
    """
    try:
        entries = json.loads(path.read_bytes())
        rules = tuple(ChaosRule(**entry["match"], **entry["action"]) for entry in entries)
        for rule in rules:
            re.compile(rule.path_regex)
    except (OSError, ValueError, TypeError, KeyError, re.error) as error:
        raise ReceiverUnusable(f"chaos file: {type(error).__name__}") from error
    return rules


class Chaos:
    """ASGI middleware that applies the rules; counts matches per rule."""

    def __init__(self, app: ASGIApp, rules: tuple[ChaosRule, ...]) -> None:
        self._app = app
        self._rules = rules
        self._counts = [0] * len(rules)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, with the fault of the first rule that meets it."""
        rule = self._rule_for(scope)
        if rule is None:
            await self._app(scope, receive, send)
            return
        await asyncio.sleep(rule.delay_s)
        if rule.status:
            refusal = Problem(ProblemKind.CHAOS)
            await problem_response(refusal, "chaos", rule.status)(scope, receive, send)
        elif rule.drop_reply:
            await self._app(scope, receive, _swallow)
            await _break_off(send)
        elif rule.cut_after_bytes >= 0:
            await self._app(scope, _cut(receive, rule.cut_after_bytes), _swallow)
            await _break_off(send)
        elif rule.cut_reply_after_bytes >= 0:
            await self._app(scope, receive, _cut_send(send, rule.cut_reply_after_bytes))
        else:
            await self._app(scope, receive, send)

    def _rule_for(self, scope: Mapping[str, Any]) -> ChaosRule | None:  # Any: as ASGI has it
        """The first rule that meets this request; None is the usual case."""
        if scope["type"] != "http":
            return None
        for number, rule in enumerate(self._rules):
            if rule.method not in ("", scope["method"]):
                continue
            if not re.search(rule.path_regex, scope["path"]):
                continue
            self._counts[number] += 1
            if rule.nth in (0, self._counts[number]):
                return rule
        return None


async def _swallow(message: Message) -> None:
    """Lose a message of the app."""


async def _break_off(send: Send) -> None:
    headers = [(b"content-type", b"application/json"), (b"content-length", b"1000")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})


def _cut_send(send: Send, limit: int) -> Send:
    """Let so many bytes of a body through; the server closes a reply that ends too early."""
    left = limit

    async def cut_send(message: Message) -> None:
        nonlocal left
        if message["type"] == "http.response.body":
            body = message.get("body", b"")[:left]
            left -= len(body)
            message = {**message, "body": body}
        await send(message)

    return cut_send


def _cut(receive: Receive, limit: int) -> Receive:
    left = limit

    async def cut_receive() -> Message:
        nonlocal left
        if left <= 0:
            return {"type": "http.disconnect"}
        message = await receive()
        body = message.get("body", b"")[:left]
        if len(body) == left:
            message = {"type": "http.request", "body": body, "more_body": True}
        left -= len(body)
        return message

    return cut_receive
