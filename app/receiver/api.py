"""The JSON endpoints of the intake contract (docs/intake-api.yaml) over the desk's rules."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Callable
from typing import Any, TypeVar

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from app.receiver.announcement import MAX_FILES, read_manifest, read_object
from app.receiver.bodies import read_body
from app.receiver.desk import Desk, Means, entity_tag, iso
from app.receiver.digests import repr_digest
from app.receiver.ledger import DossierRow
from app.receiver.problems import Problem, ProblemKind
from app.receiver.uploads import CHECKSUMS, EXTENSIONS, TUS_VERSION

_MAX_KEY = 200
_NUMBER = re.compile(r"[0-9]{1,9}\Z")
_T = TypeVar("_T")


class Api:
    """Service document, dossiers and receipts."""

    def __init__(self, means: Means, desk: Desk) -> None:
        self._means = means
        self._desk = desk

    def routes(self) -> list[Route]:
        """Addresses of the JSON endpoints."""
        return [
            Route("/.well-known/sohoa-intake", self._service),
            Route("/healthz", self._health),
            Route("/v1/dossiers", self._find, methods=["GET"]),
            Route("/v1/dossiers", self._announce, methods=["POST"]),
            Route("/v1/dossiers/{dossier_id}", self._get, methods=["GET"]),
            Route("/v1/dossiers/{dossier_id}", self._withdraw, methods=["DELETE"]),
            Route("/v1/dossiers/{dossier_id}/commit", self._commit, methods=["POST"]),
            Route("/v1/dossiers/{dossier_id}/revisions", self._revise, methods=["POST"]),
            Route("/v1/receipts/{number}", self._receipt, methods=["GET"]),
            Route("/v1/keys", self._key_sets, methods=["GET"]),
        ]

    async def _service(self, request: Request) -> Response:
        settings = self._means.settings
        return JSONResponse(
            {
                "service": "sohoa-intake",
                "versions": ["1"],
                "issuer": settings.issuer,
                "dossiers": "/v1/dossiers",
                "uploads": "/v1/uploads",
                "tus": {
                    "version": TUS_VERSION,
                    "extensions": list(EXTENSIONS),
                    "checksums": list(CHECKSUMS),
                },
                "chunk": {"min_bytes": 1, "max_bytes": settings.max_chunk_bytes},
                "max_file_bytes": settings.max_file_bytes,
                "max_files": MAX_FILES,
                "digests": ["sha-256"],
                "jwks": self._means.issuer.jwks(),
                "key_sets": "/v1/keys",
                "auth": ["bearer"] if settings.token else ["none"],
                "require_signature": settings.require_signature,
                "server_time": iso(self._means.clock()),
                "procedures": {},
            }
        )

    async def _health(self, request: Request) -> Response:
        return Response(status_code=204, headers={"Cache-Control": "no-store"})

    async def _announce(self, request: Request) -> Response:
        return await self._take(request, base_id="")

    async def _revise(self, request: Request) -> Response:
        return await self._take(request, base_id=request.path_params["dossier_id"])

    async def _take(self, request: Request, base_id: str) -> Response:
        key = _key(request)
        body = await _json_body(request)
        if_match = request.headers.get("if-match", "")

        def work() -> dict[str, Any]:  # Any: JSON has no static shape
            manifest = read_manifest(body, self._means.settings.max_file_bytes)
            return self._desk.announce(manifest, key, base_id=base_id, if_match=if_match)

        reply = await _in_thread(work)
        return JSONResponse(reply, 201, headers={"Location": f"/v1/dossiers/{reply['id']}"})

    async def _commit(self, request: Request) -> Response:
        key = _key(request)
        stated = read_object(await _json_body(request)).get("manifest_sha256")
        if not isinstance(stated, str):
            raise Problem(ProblemKind.BAD_REQUEST, lists={"fields": ["manifest_sha256"]})
        dossier_id = request.path_params["dossier_id"]
        row, jws = await _in_thread(lambda: self._desk.commit(dossier_id, stated, key))
        described = await run_in_threadpool(self._desk.describe, row)
        return JSONResponse({**described, "receipt_jws": jws})

    async def _get(self, request: Request) -> Response:
        dossier_id = request.path_params["dossier_id"]
        row = await run_in_threadpool(self._means.ledger.dossier, dossier_id)
        described = await run_in_threadpool(self._desk.describe, row)
        return JSONResponse(described, headers={"ETag": entity_tag(row)})

    async def _find(self, request: Request) -> Response:
        client_ref = request.query_params.get("client_ref", "")
        if not client_ref:
            raise Problem(ProblemKind.BAD_REQUEST, lists={"fields": ["client_ref"]})

        def work() -> list[dict[str, Any]]:  # Any: JSON has no static shape
            rows: list[DossierRow] = self._means.ledger.dossiers(client_ref)
            return [self._desk.describe(row) for row in rows]

        return JSONResponse({"dossiers": await run_in_threadpool(work)})

    async def _withdraw(self, request: Request) -> Response:
        await run_in_threadpool(self._desk.withdraw, request.path_params["dossier_id"])
        return Response(status_code=204)

    async def _receipt(self, request: Request) -> Response:
        number = request.path_params["number"]
        found = await run_in_threadpool(lambda: self._means.ledger.receipts(number=number))
        if not found:
            raise Problem(ProblemKind.UNKNOWN, "no such receipt")
        jws = found[0].jws.encode("ascii")
        headers = {**repr_digest(hashlib.sha256(jws).hexdigest()), "Cache-Control": "no-store"}
        return Response(jws, media_type="application/jose", headers=headers)

    async def _key_sets(self, request: Request) -> Response:
        after = request.query_params.get("after", "0")
        if not _NUMBER.match(after):
            raise Problem(ProblemKind.BAD_REQUEST, lists={"fields": ["after"]})
        return JSONResponse(
            self._means.issuer.key_sets(int(after)), headers={"Cache-Control": "no-store"}
        )


def check_token(request: Request, token: str) -> None:
    """Let a request pass when it carries the token, or none is needed.

    Raises:
        Problem: No or another token.
    """
    if not token:
        return
    given = request.headers.get("authorization", "")
    if not hmac.compare_digest(given.encode("utf-8"), f"Bearer {token}".encode()):
        raise Problem(ProblemKind.UNAUTHORIZED, headers={"WWW-Authenticate": "Bearer"})


async def _in_thread(work: Callable[[], _T]) -> _T:
    """Run `work` in a thread; a full disk becomes the problem of that name."""
    try:
        return await run_in_threadpool(work)
    except OSError as error:
        raise Problem(ProblemKind.NO_ROOM) from error


def _key(request: Request) -> str:
    key = request.headers.get("idempotency-key", "")
    if not 1 <= len(key) <= _MAX_KEY:
        raise Problem(ProblemKind.KEY_MISSING)
    return key


async def _json_body(request: Request) -> bytes:
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        raise Problem(ProblemKind.BAD_MEDIA, "expected application/json")
    return await read_body(request)
