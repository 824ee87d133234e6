"""How a check tells that something is not as the contract says."""

from __future__ import annotations

from typing import Any

from app.conformance.wire import Reply

_PROBLEM_MEDIA = "application/problem+json"
_PROBLEM_PREFIX = "urn:sohoa:problem:"


class Unmet(Exception):
    """The system did something else than the contract says; never leaves the kit."""


class NotAsked(Exception):
    """The check does not apply to this system, or cannot be asked; never leaves the kit."""


def expect(is_so: bool, wanted: str) -> None:
    """Go on only when it is so.

    Args:
        is_so: What was found.
        wanted: What should have been, in Vietnamese, for the report.

    Raises:
        Unmet: It is not so.
    """
    if not is_so:
        raise Unmet(wanted)


def expect_status(reply: Reply, *statuses: int) -> Reply:
    """Go on only with one of these statuses; gives the reply.

    Raises:
        Unmet: Another status.
    """
    listed = " hoặc ".join(str(status) for status in statuses)
    expect(reply.status in statuses, f"mã trạng thái {listed}, nhận được {reply.status}")
    return reply


def expect_problem(reply: Reply, *statuses: int, kind: str = "", retry: str = "") -> Any:
    """Go on only with a problem document of this status and kind; gives it.

    Any: JSON has no static shape.

    Raises:
        Unmet: Something else.
    """
    expect_status(reply, *statuses)
    expect(reply.media == _PROBLEM_MEDIA, f"kiểu nội dung {_PROBLEM_MEDIA}")
    problem = object_of(reply)
    if kind:
        expect(problem.get("type") == _PROBLEM_PREFIX + kind, f"type là {_PROBLEM_PREFIX}{kind}")
    if retry:
        expect(problem.get("retry") == retry, f"retry là {retry}")
    return problem


def object_of(reply: Reply) -> dict[str, Any]:
    """The JSON object of a reply.

    Raises:
        Unmet: It is none.
    """
    value = reply.json()
    if not isinstance(value, dict):
        raise Unmet("nội dung là một đối tượng JSON")
    return value


def is_refused(reply: Reply) -> bool:
    """Whether a request was refused as the sender's mistake."""
    return 400 <= reply.status < 500
