"""Putting the receiver together: the ASGI application and the process that serves it."""

from __future__ import annotations

import ipaddress
import logging
import socket
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from app.receiver.api import Api, check_token
from app.receiver.chaos import Chaos
from app.receiver.desk import Desk, Means
from app.receiver.documents import Documents
from app.receiver.doorway import Doorway
from app.receiver.files import Folder
from app.receiver.issuing import Issuer
from app.receiver.keyring import load_keyring
from app.receiver.ledger import Ledger
from app.receiver.pages import Pages
from app.receiver.pictures import Pictures
from app.receiver.problems import Problem, ProblemKind, ReceiverUnusable, problem_response
from app.receiver.proving import Prover
from app.receiver.result_calls import ResultCalls
from app.receiver.results import Results
from app.receiver.settings import ReceiverSettings
from app.receiver.uploads import Uploads
from app.receiver.verdicts import Verdicts

_log = logging.getLogger(__name__)
_Handler = Callable[[Request], Awaitable[Response]]
_SHUTDOWN_S = 3


def create_app(
    data_dir: Path,
    *,
    clock: Callable[[], datetime],
    new_id: Callable[[], str],
    settings: ReceiverSettings,
) -> Starlette:
    """Build the application over the folder `data_dir`, which is made when missing.

    `app.state.close()` releases the folder.

    Raises:
        ReceiverUnusable: The folder, its database or its key cannot be used.
    """
    try:
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder = Folder(data_dir / "files")
        folder.root.mkdir(exist_ok=True)
    except OSError as error:
        raise ReceiverUnusable(f"folder: {error.strerror}") from error
    ledger = Ledger(data_dir / "receiver.db")
    prover = Prover()
    try:
        issuer = Issuer(load_keyring(data_dir, clock(), settings.receipt_key), settings.issuer)
        results = Results(ledger, settings, data_dir / "results", clock, prover)
        means = Means(ledger, folder, issuer, clock, new_id, settings, results)
        desk = Desk(means)
        desk.sweep()
    except OSError as error:
        ledger.close()
        raise ReceiverUnusable(f"folder: {error.strerror}") from error
    except ReceiverUnusable:
        ledger.close()
        raise
    pictures, verdicts = Pictures(data_dir / "pictures"), Verdicts(data_dir / "verdicts", prover)
    app = Starlette(
        routes=_routes(means, desk, Pages(means, pictures, verdicts)),
        middleware=_middleware(settings, new_id),
        exception_handlers={Problem: _on_problem, HTTPException: _on_http, 500: _on_failure},
    )
    # The contract knows no redirects: an address with a slash too many is unknown.
    app.router.redirect_slashes = False
    app.state.close = lambda: _close(prover, ledger)
    app.state.new_id = new_id
    return app


def _close(prover: Prover, ledger: Ledger) -> None:
    prover.close()
    ledger.close()


def _routes(means: Means, desk: Desk, pages: Pages) -> list[BaseRoute]:
    token = means.settings.token
    uploads = Uploads(means)
    open_paths = {"/healthz", "/.well-known/sohoa-intake", "/v1/keys"}
    routes: list[Route] = [
        *Api(means, desk).routes(),
        *Documents(means).routes(),
        *ResultCalls(means.results).routes(),
        Route("/v1/uploads", uploads.options, methods=["OPTIONS"]),
        Route("/v1/uploads/{upload_id}", uploads.options, methods=["OPTIONS"]),
        Route("/v1/uploads/{upload_id}", uploads.head, methods=["HEAD"]),
        Route("/v1/uploads/{upload_id}", uploads.patch, methods=["PATCH"]),
        Route("/v1/uploads/{upload_id}", uploads.delete, methods=["DELETE"]),
    ]
    guarded: list[BaseRoute] = [
        route
        if route.path in open_paths
        else Route(route.path, _guard(route.endpoint, token), methods=list(route.methods or ()))
        for route in routes
    ]
    return guarded + (list(pages.routes()) if means.settings.pages else [])


def _guard(endpoint: _Handler, token: str) -> _Handler:
    async def guarded(request: Request) -> Response:
        check_token(request, token)
        return await endpoint(request)

    return guarded


def _middleware(settings: ReceiverSettings, new_id: Callable[[], str]) -> list[Middleware]:
    doorway = Middleware(Doorway, hosts=settings.hosts, new_id=new_id)
    return [doorway, *([Middleware(Chaos, rules=settings.chaos)] if settings.chaos else [])]


async def _on_problem(request: Request, error: Exception) -> Response:
    problem = error if isinstance(error, Problem) else Problem(ProblemKind.BAD_REQUEST)
    return _reply(request, problem)


async def _on_http(request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        return _reply(request, Problem(ProblemKind.INTERNAL))
    is_method = error.status_code == ProblemKind.METHOD.status
    kind = ProblemKind.METHOD if is_method else ProblemKind.UNKNOWN
    # Allow stands among them: RFC 9110 §15.5.6 asks for it.
    return _reply(request, Problem(kind, headers=error.headers))


async def _on_failure(request: Request, error: Exception) -> Response:
    if not isinstance(error, ClientDisconnect):
        _log.error("request failed: %s", type(error).__name__)
    return _reply(request, Problem(ProblemKind.INTERNAL))


def _reply(request: Request, problem: Problem) -> Response:
    trace: str = request.app.state.new_id()
    if request.url.path.startswith("/v1/uploads"):
        problem.headers.setdefault("Tus-Resumable", "1.0.0")
    return problem_response(problem, trace)


class _Server(uvicorn.Server):
    """Tells the port once connections are accepted."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[int], None] | None) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self._ready and sockets:
            self._ready(sockets[0].getsockname()[1])


def serve(
    data_dir: Path,
    port: int,
    *,
    host: str = "127.0.0.1",
    ready: Callable[[int], None] | None = None,
    settings: ReceiverSettings | None = None,
) -> None:
    """Serve until SIGTERM or SIGINT.

    The pages show citizens' papers without login, so they are served on this machine only, and
    an address others can reach needs a token.

    Args:
        data_dir: Folder of the receiver.
        port: TCP port, 0 for a free one.
        host: Address to listen on.
        ready: Called with the port once connections are accepted.
        settings: Limits and rules; the usual ones when left out.

    Raises:
        ReceiverUnusable: Folder or port cannot be used, or an open address without token.
    """
    settings = settings or ReceiverSettings()
    if _is_loopback(host):
        settings = replace(settings, hosts=("127.0.0.1", "localhost", "[::1]"))
    elif settings.chaos:
        raise ReceiverUnusable("faults are injected on this machine only")
    elif settings.token:
        settings = replace(settings, pages=False)
    else:
        raise ReceiverUnusable("an address that others can reach needs a token")
    app = create_app(
        data_dir,
        clock=lambda: datetime.now(UTC),
        new_id=_new_id,
        settings=settings,
    )
    try:
        with _listener(host, port) as listener:
            config = uvicorn.Config(
                app,
                lifespan="off",
                log_level="critical",
                access_log=False,
                server_header=False,
                timeout_graceful_shutdown=_SHUTDOWN_S,
            )
            _Server(config, ready).run(sockets=[listener])
    finally:
        app.state.close()


def _new_id() -> str:
    return str(uuid.uuid4())


def _listener(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        raise ReceiverUnusable(f"port {port}: {error.strerror}") from error


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
