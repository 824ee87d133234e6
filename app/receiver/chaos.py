"""Faults on purpose, for tests and demonstrations: rules that meet requests before the app does.

A rule says which requests it meets and what then happens to the request, to the reply, or to
both. What a server cannot do to itself (resets, cuts below HTTP) is the work of a proxy.

A reply that a rule drops or an upload that it cuts ends in a reply without its body, after which
the server closes the connection: an ASGI application has no harder way to break off.
"""

from __future__ import annotations

import asyncio
import json
import random
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from dataclasses import fields as dataclass_fields
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from app.receiver.chaos_wire import (
    Answer,
    break_off,
    cut_receive,
    cut_send,
    drip_send,
    lengthened,
    replayed,
    send_answer,
    swallow,
)
from app.receiver.problems import ReceiverUnusable

_HOLD_S = 5.0
"""Longest time a held request waits for the next one."""


@dataclass(frozen=True, slots=True)
class ChaosRule:
    """One fault and the requests it meets.

    Attributes:
        method: HTTP method, "" for all.
        path_regex: Searched in the path.
        nth: Meets only the n-th matching request, counted from 1; 0 meets all.
        probability: Share of the requests met otherwise that are met in the end, 0 to 1.
        seed: Start of the random numbers for `probability`.
        status: Reply with this status, 0 for the app's own.
        after: With `status`, let the app work first and lose its reply.
        headers: Headers of the reply with `status`, such as Location and Retry-After.
        body: Body of the reply with `status`; left out: a problem document.
        drop_reply: Let the app work, then lose its reply.
        twice: Let the app work twice on the same request; the second reply is sent.
        hold: Keep the request back until the next one of the same rule is answered.
        delay_s: Wait before anything else.
        cut_after_bytes: Break the request body off after so many bytes, -1 for never.
        cut_reply_after_bytes: Break the reply off after so many bytes of its body, -1 for never.
        wrong_length: Bytes that Content-Length of the reply promises too many.
        drip_s: Seconds between single bytes of the reply's body, 0 for none.
    """

    method: str = ""
    path_regex: str = ""
    nth: int = 0
    probability: float = 1.0
    seed: int = 0
    status: int = 0
    after: bool = False
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str = ""
    drop_reply: bool = False
    twice: bool = False
    hold: bool = False
    delay_s: float = 0.0
    cut_after_bytes: int = -1
    cut_reply_after_bytes: int = -1
    wrong_length: int = 0
    drip_s: float = 0.0


def load_rules(path: Path) -> tuple[ChaosRule, ...]:
    """Read `[{"match": {...}, "action": {...}}, …]`.

    Raises:
        ReceiverUnusable: Unreadable or not such a list.
    """
    try:
        entries = json.loads(path.read_bytes())
        rules = tuple(ChaosRule(**entry["match"], **entry["action"]) for entry in entries)
        for rule in rules:
            _check(rule)
    except (OSError, ValueError, TypeError, KeyError, re.error) as error:
        raise ReceiverUnusable(f"chaos file: {type(error).__name__}") from error
    return rules


def _check(rule: ChaosRule) -> None:
    """Refuse values of another kind, before a request meets them."""
    usual = ChaosRule()
    for each in dataclass_fields(ChaosRule):
        value, like = getattr(rule, each.name), getattr(usual, each.name)
        is_right = isinstance(value, float | int if isinstance(like, float) else type(like))
        if not is_right or isinstance(value, bool) != isinstance(like, bool):
            raise TypeError(each.name)
    if rule.status and not 200 <= rule.status <= 599:
        raise ValueError("status")
    re.compile(rule.path_regex)


class Chaos:
    """ASGI middleware that applies the rules; counts matches per rule."""

    def __init__(self, app: ASGIApp, rules: tuple[ChaosRule, ...]) -> None:
        self._app = app
        self._rules = rules
        self._counts = [0] * len(rules)
        # Repeatable faults are wanted here, not secrets.
        self._dice = [random.Random(rule.seed) for rule in rules]  # noqa: S311
        self._held: dict[int, asyncio.Event] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, with the fault of the first rule that meets it."""
        rule = self._rule_for(scope)
        if rule is None:
            await self._app(scope, receive, send)
            return
        await asyncio.sleep(rule.delay_s)
        if rule.hold:
            await self._in_turn(rule, scope, receive, send)
        else:
            await self._spoil(rule, scope, receive, send)

    async def _in_turn(self, rule: ChaosRule, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer two requests in the other order: the first waits for the second."""
        number = self._rules.index(rule)
        waiting = self._held.pop(number, None)
        if waiting is None:
            over = self._held[number] = asyncio.Event()
            try:
                await asyncio.wait_for(over.wait(), _HOLD_S)
            except TimeoutError:
                self._held.pop(number, None)
            await self._app(scope, receive, send)
            return
        try:
            await self._app(scope, receive, send)
        finally:
            waiting.set()

    async def _spoil(self, rule: ChaosRule, scope: Scope, receive: Receive, send: Send) -> None:
        if rule.twice:
            body = await Request(scope, receive).body()
            await self._app(scope, replayed(body), swallow)
            receive = replayed(body)
        if rule.status:
            if rule.after:
                await self._app(scope, receive, swallow)
            await send_answer(Answer(rule.status, rule.headers, rule.body), scope, receive, send)
        elif rule.drop_reply:
            await self._app(scope, receive, swallow)
            await break_off(send)
        elif rule.cut_after_bytes >= 0:
            await self._app(scope, cut_receive(receive, rule.cut_after_bytes), swallow)
            await break_off(send)
        else:
            await self._app(scope, receive, _spoiled(rule, send))

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
            if rule.nth not in (0, self._counts[number]):
                continue
            if rule.probability >= 1 or self._dice[number].random() < rule.probability:
                return rule
        return None


def _spoiled(rule: ChaosRule, send: Send) -> Send:
    """The way of a reply of the app, with what the rule does to it."""
    if rule.cut_reply_after_bytes >= 0:
        return cut_send(send, rule.cut_reply_after_bytes)
    if rule.wrong_length:
        return lengthened(send, rule.wrong_length)
    if rule.drip_s:
        return drip_send(send, rule.drip_s)
    return send
