"""Reading the small body of a request: bounded in bytes and time, compared with stated digests."""

from __future__ import annotations

import asyncio

from starlette.requests import Request

from app.receiver.announcement import MAX_BODY_BYTES
from app.receiver.digests import check_digest
from app.receiver.problems import Problem, ProblemKind

_PATIENCE_S = 60.0


async def read_body(request: Request) -> bytes:
    """All bytes of a small body.

    Raises:
        Problem: Too many bytes, too slow, or others than the headers state.
    """
    body = bytearray()
    try:
        async with asyncio.timeout(_PATIENCE_S):
            async for part in request.stream():
                body += part
                if len(body) > MAX_BODY_BYTES:
                    raise Problem(ProblemKind.TOO_LARGE, f"at most {MAX_BODY_BYTES} bytes")
    except TimeoutError as error:
        raise Problem(ProblemKind.TOO_SLOW, headers={"Connection": "close"}) from error
    check_digest(request.headers, bytes(body))
    return bytes(body)
