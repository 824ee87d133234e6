"""The endpoints of results in the intake contract: list, file, acknowledgement."""

from __future__ import annotations

import re
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from app.receiver.announcement import read_object
from app.receiver.bodies import read_body
from app.receiver.digests import repr_digest
from app.receiver.problems import Problem, ProblemKind
from app.receiver.result_table import ResultRow
from app.receiver.results import Results, dossier_code_of

_PDF = "application/pdf"
_RANGE = re.compile(r"bytes=([0-9]{1,15})-([0-9]{0,15})\Z")


class ResultCalls:
    """Results over HTTP."""

    def __init__(self, results: Results) -> None:
        self._results = results

    def routes(self) -> list[Route]:
        """Addresses of the results."""
        return [
            Route("/v1/results", self._list, methods=["GET"]),
            Route("/v1/results/{result_id}/file", self._file, methods=["GET"]),
            Route("/v1/results/{result_id}/taken", self._taken, methods=["POST"]),
        ]

    async def _list(self, request: Request) -> Response:
        agency, after = (request.query_params.get(name, "") for name in ("agency", "after"))
        offer = await run_in_threadpool(self._results.offer, agency, after)
        headers = {"ETag": offer.etag, "Cache-Control": "no-cache"}
        if request.headers.get("if-none-match") == offer.etag:
            return Response(status_code=304, headers=headers)
        body = {"results": [_described(row) for row in offer.rows], "next": offer.after or None}
        return JSONResponse(body, headers=headers)

    async def _file(self, request: Request) -> Response:
        row, path = await run_in_threadpool(self._results.file, request.path_params["result_id"])
        etag = f'"{row.sha256}"'
        if request.headers.get("if-none-match") == etag:
            return Response(status_code=304, headers={"ETag": etag})
        _keep_simple_range(request, row.size)
        headers = {"ETag": etag, **repr_digest(row.sha256)}
        return FileResponse(path, headers=headers, media_type=_PDF)

    async def _taken(self, request: Request) -> Response:
        body = read_object(await read_body(request))
        sha256, client_ref = (body.get(name) for name in ("sha256", "client_ref"))
        if not isinstance(sha256, str) or not isinstance(client_ref, str):
            raise Problem(ProblemKind.BAD_REQUEST, lists={"fields": ["client_ref", "sha256"]})
        result_id = request.path_params["result_id"]
        row = await run_in_threadpool(self._results.take, result_id, sha256, client_ref)
        return JSONResponse({**_described(row), "sha256": row.taken_sha256})


def _keep_simple_range(request: Request, size: int) -> None:
    """Leave one plain range to be answered; others are passed over, as RFC 9110 §14.2 allows.

    Raises:
        Problem: The range begins behind the end.
    """
    stated = request.headers.get("range")
    if stated is None:
        return
    found = _RANGE.match(stated)
    if found is None or (found.group(2) and int(found.group(2)) < int(found.group(1))):
        kept = [pair for pair in request.scope["headers"] if pair[0] != b"range"]
        request.scope["headers"] = kept
    elif int(found.group(1)) >= size and "if-range" not in request.headers:
        raise Problem(ProblemKind.RANGE, headers={"Content-Range": f"bytes */{size}"})


def _described(row: ResultRow) -> dict[str, Any]:
    """What the contract says of a result. Any: JSON has no static shape."""
    return {
        "id": row.id,
        "name": row.name,
        "media": _PDF,
        "size": row.size,
        "sha256": row.sha256,
        "dossier_code": dossier_code_of(row),
        "procedure_code": "",
        "state": row.state,
        "offered_at": row.offered_at,
    }
