"""What no request may bring: the name of another machine, or two lengths of its body.

A web site elsewhere could have a browser on this machine ask us; and a body whose end two
programs see in different places hides a second request.

Source: RFC 9112 (2022-06) §6.1, §6.3.
"""

from __future__ import annotations

from collections.abc import Callable

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from app.receiver.problems import Problem, ProblemKind, problem_response


class Doorway:
    """ASGI middleware that refuses such requests; without `hosts` every name is answered."""

    def __init__(self, app: ASGIApp, *, hosts: tuple[str, ...], new_id: Callable[[], str]) -> None:
        self._app = app
        self._hosts = frozenset(hosts)
        self._new_id = new_id

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on when there is nothing against it."""
        fault = self._fault(scope)
        if not fault:
            await self._app(scope, receive, send)
            return
        problem = Problem(ProblemKind.BAD_REQUEST, fault, headers={"Connection": "close"})
        await problem_response(problem, self._new_id())(scope, receive, send)

    def _fault(self, scope: Scope) -> str:
        if scope["type"] != "http":
            return ""
        headers = Headers(scope=scope)
        if "content-length" in headers and "transfer-encoding" in headers:
            return "two lengths"
        known = not self._hosts or _name(headers.get("host", "")) in self._hosts
        return "" if known else "unknown host"


def _name(host: str) -> str:
    """Host without port, as RFC 3986 §3.2.2 writes it; IPv6 keeps its brackets."""
    if host.startswith("["):
        return host.partition("]")[0].lower() + "]"
    return host.partition(":")[0].lower()
