"""The endpoints of results in the intake contract: list, file, acknowledgement."""

from __future__ import annotations

from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from app.receiver.announcement import MAX_BODY_BYTES, read_object
from app.receiver.problems import Problem, ProblemKind
from app.receiver.result_table import ResultRow
from app.receiver.results import Results, dossier_code_of

_PDF = "application/pdf"


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
        return FileResponse(path, headers={"ETag": etag}, media_type=_PDF)

    async def _taken(self, request: Request) -> Response:
        body = read_object(await _body(request))
        sha256, client_ref = (body.get(name) for name in ("sha256", "client_ref"))
        if not isinstance(sha256, str) or not isinstance(client_ref, str):
            raise Problem(ProblemKind.BAD_REQUEST, lists={"fields": ["client_ref", "sha256"]})
        result_id = request.path_params["result_id"]
        row = await run_in_threadpool(self._results.take, result_id, sha256, client_ref)
        return JSONResponse({**_described(row), "sha256": row.taken_sha256})


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


async def _body(request: Request) -> bytes:
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > MAX_BODY_BYTES:
            raise Problem(ProblemKind.TOO_LARGE, f"at most {MAX_BODY_BYTES} bytes")
    return bytes(body)
