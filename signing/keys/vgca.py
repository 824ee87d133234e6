"""The signing program of the government's authority, as it stands on an officer's machine.

It takes orders over a socket on this machine, fetches the file from an address, lets the officer
sign in a window of its own, sends the signed file to another address and answers. So for the time
of one order this machine serves one file and takes one, at addresses that nobody can guess.
What comes back is a stranger's file: `signing.pades.returned` checks it before it is used.

A PKCS#11 library is the better way wherever there is one: this one shows a window for each file.

Source: calls and fields as public integrations of the program's browser plug-in show them.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, BinaryIO

import aiohttp
from aiohttp import BodyPartReader, web

from signing.errors import (
    OutputNotWritten,
    RemoteAnswerBad,
    RemoteCancelled,
    RemoteExpired,
    RemoteInsecure,
    RemoteRefused,
    RemoteUnreachable,
)
from signing.keys.remote_calls import is_local, tls_context
from signing.loops import run_to_end
from signing.outputs import make_durable, part_file, publish, writing
from signing.requests import VgcaSource

_MOST_MESSAGE_BYTES = 64 * 1024
_LOOK_S = 0.2
_LEAST_TOKEN_LENGTH = 32
_HERE = "127.0.0.1"


class VgcaAct(StrEnum):
    """What the program is to do; its name is part of the address."""

    APPROVED = "SignApproved"
    ISSUED = "SignIssued"
    COPY = "SignCopy"
    APPENDIX = "SignAppendix"


@dataclass(frozen=True, slots=True)
class VgcaOrder:
    """One file to sign.

    Attributes:
        act: A person signs, the agency does, or one of the forms of copies.
        document_number: Number of the document; the program wants it for the agency's acts. It
            must be on the page already, or what comes back is refused.
        issued_on: Date of the document, `YYYY-MM-DD`; empty leaves it out.
        pss: RSA keys sign with RSASSA-PSS.
    """

    act: VgcaAct = VgcaAct.APPROVED
    document_number: str = ""
    issued_on: str = ""
    pss: bool = True


@dataclass(frozen=True, slots=True)
class VgcaRules:
    """How the program is spoken to.

    Attributes:
        new_token: Makes parts of addresses that nobody can guess, 32 letters at least.
        connect_within_s: Longest wait until the program takes an order, seconds.
        sign_within_s: Longest wait for the officer, seconds.
        most_bytes: Longest file taken back.
        tls_roots: Further certificates that the program's own may lead to, PEM.
        origin: Site that the program is set up for, when it listens to one alone; empty sends
            none.
        stopped: Says whether somebody gave up waiting.
    """

    new_token: Callable[[], str]
    connect_within_s: float = 5.0
    sign_within_s: float = 600.0
    most_bytes: int = 1024 * 1024 * 1024
    tls_roots: str = ""
    origin: str = ""
    stopped: Callable[[], bool] = field(default=lambda: False, repr=False)


def program_version(source: VgcaSource, rules: VgcaRules) -> str:
    """Ask the program for its version; nothing is shown to the officer.

    Raises:
        RemoteUnreachable: It does not run.
        RemoteInsecure: The address is not of this machine.
        RemoteAnswerBad: It answers something else.
    """
    text = run_to_end(_ask(source, "GetVersion", "version", rules, rules.connect_within_s))
    version = "".join(letter for letter in text if letter.isprintable())[:100].strip()
    if not version:
        raise RemoteAnswerBad("a version without a text")
    return version


def sign_in_program(
    source: VgcaSource, content: Path, returned: Path, order: VgcaOrder, rules: VgcaRules
) -> None:
    """Have the program sign a file; what it gives back is not checked here.

    Args:
        source: Where the program listens.
        content: File to sign; only read.
        returned: Appears when the program says that it has signed.
        order: What to do.
        rules: How long to wait.

    Raises:
        RemoteUnreachable: The program does not run, or went away.
        RemoteInsecure: The address is not of this machine.
        RemoteRefused: The officer cancelled, or the program could not sign.
        RemoteExpired: Nobody signed in time.
        RemoteCancelled: Somebody gave up waiting.
        RemoteAnswerBad: It answers something else, or sent no file.
        OutputNotWritten: Disk full, no permission.
    Runs on: the token lane.
    """
    with part_file(returned) as (part, stream):
        errand = _Errand(content, stream, rules.most_bytes, rules.new_token(), rules.new_token())
        run_to_end(_run(source, errand, order, rules))
        make_durable(stream)
        publish(part, returned)


@dataclass(slots=True)
class _Errand:
    """One file that is served and one that is taken, at addresses of their own.

    Attributes:
        content: What is served; as often as the program likes to read it.
        into: Where the answer goes.
        most_bytes: Longest answer taken.
        out: Secret part of the address to read from.
        back: Secret part of the address to write to; serves once.
        taken: The file has come.
        busy: It has begun to come.
        failure: Why it could not be written.
    """

    content: Path
    into: BinaryIO
    most_bytes: int
    out: str = field(repr=False)
    back: str = field(repr=False)
    taken: bool = False
    busy: bool = False
    failure: OutputNotWritten | None = None

    def application(self) -> web.Application:
        """Make the two addresses; everything else is not there."""
        if len(self.out) < _LEAST_TOKEN_LENGTH or self.out == self.back:
            raise RemoteInsecure("addresses that could be guessed")
        application = web.Application(client_max_size=self.most_bytes)
        application.router.add_get(f"/{self.out}/van-ban.pdf", self._serve)
        application.router.add_post(f"/{self.back}/tai-len", self._take)
        return application

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        """Give the file to sign."""
        _check_from_here(request)
        return web.FileResponse(self.content, headers={"Content-Type": "application/pdf"})

    async def _take(self, request: web.Request) -> web.Response:
        """Take the signed file, once, as a form or as it is."""
        _check_from_here(request)
        if self.busy:
            raise web.HTTPGone
        self.busy = True
        try:
            await self._write(request)
        except OutputNotWritten as error:
            self.failure = error
            raise web.HTTPInsufficientStorage from error
        self.taken = True
        answer = {"Status": True, "Message": "", "FileName": "van-ban.pdf", "FileServer": ""}
        return web.json_response(answer)

    async def _write(self, request: web.Request) -> None:
        """Write what comes, up to the bound."""
        if not request.content_type.startswith("multipart/"):
            async for piece in request.content.iter_chunked(64 * 1024):
                self._add(piece)
            return
        parts = await request.multipart()
        while (part := await parts.next()) is not None:
            if isinstance(part, BodyPartReader) and part.filename is not None:
                while piece := await part.read_chunk(64 * 1024):
                    self._add(piece)
                return
        raise web.HTTPBadRequest

    def _add(self, piece: bytes) -> None:
        """Write a piece."""
        if self.into.tell() + len(piece) > self.most_bytes:
            raise web.HTTPRequestEntityTooLarge(self.most_bytes, self.into.tell())
        with writing():
            self.into.write(piece)


def _check_from_here(request: web.Request) -> None:
    """Turn away web pages: only a program of this machine asks by number and without an origin."""
    host = request.host.rpartition(":")[0]
    if host != _HERE or "Origin" in request.headers or request.remote != _HERE:
        raise web.HTTPForbidden


async def _run(source: VgcaSource, errand: _Errand, order: VgcaOrder, rules: VgcaRules) -> None:
    """Serve, order, wait."""
    runner = web.AppRunner(errand.application(), access_log=None, handle_signals=False)
    await runner.setup()
    try:
        site = web.TCPSite(runner, _HERE, 0)
        await site.start()
        port = runner.addresses[0][1]
        message = json.dumps(_message(order, errand, f"http://{_HERE}:{port}"))
        text = await _ask(source, order.act.value, message, rules, rules.sign_within_s)
    finally:
        await runner.cleanup()
    if errand.failure is not None:
        raise errand.failure
    _check_answer(text)
    if not errand.taken:
        raise RemoteAnswerBad("signed, but no file came")


def _message(order: VgcaOrder, errand: _Errand, here: str) -> dict[str, object]:
    """Write an order the way the program reads it."""
    message: dict[str, object] = {
        "FileUploadHandler": f"{here}/{errand.back}/tai-len",
        "SessionId": "",
        "JWTToken": "",
        "FileName": f"{here}/{errand.out}/van-ban.pdf",
        "MetaData": [],
        "IsPss": order.pss,
    }
    if order.document_number:
        message["DocNumber"] = order.document_number
    if order.issued_on:
        message["IssuedDate"] = order.issued_on
    return message


async def _ask(
    source: VgcaSource, path: str, message: str, rules: VgcaRules, within_s: float
) -> str:
    """Send one message and wait for the one that answers it.

    Raises:
        RemoteFailed: A subclass says why there is none.
    """
    if not is_local(source.url):
        raise RemoteInsecure("the program is asked on this machine only")
    try:
        async with _session() as session:
            socket = await asyncio.wait_for(
                session.ws_connect(
                    f"{source.url}/{path}",
                    max_msg_size=_MOST_MESSAGE_BYTES,
                    origin=rules.origin or None,
                    ssl=tls_context(rules.tls_roots),
                ),
                rules.connect_within_s,
            )
            async with socket:
                await socket.send_str(message)
                return await _answer(socket, rules, within_s)
    except aiohttp.ClientSSLError as error:
        raise RemoteInsecure("the program does not prove who it is") from error
    except (aiohttp.ClientError, OSError, TimeoutError, ValueError) as error:
        raise RemoteUnreachable(f"the program does not answer: {type(error).__name__}") from error


@asynccontextmanager
async def _session() -> AsyncIterator[aiohttp.ClientSession]:
    """Open a session that leaves no connection behind.

    A program that is slow to say goodbye over TLS would keep the socket beyond the loop's end.
    """
    transports: list[asyncio.Transport] = []

    async def keep(
        _session: aiohttp.ClientSession,
        _context: object,
        ended: aiohttp.TraceRequestEndParams,
    ) -> None:
        connection = ended.response.connection
        if connection is not None and connection.transport is not None:
            transports.append(connection.transport)

    trace = aiohttp.TraceConfig()
    trace.on_request_end.append(keep)
    try:
        async with aiohttp.ClientSession(trace_configs=[trace]) as session:
            yield session
    finally:
        for transport in transports:
            transport.abort()
        await asyncio.sleep(0)


async def _answer(
    socket: aiohttp.ClientWebSocketResponse, rules: VgcaRules, within_s: float
) -> str:
    """Wait for an answer, for somebody to give up, or for the end of the time."""
    ends = asyncio.get_running_loop().time() + within_s
    receiving = asyncio.ensure_future(socket.receive())
    try:
        while not receiving.done():
            if rules.stopped():
                raise RemoteCancelled("given up")
            if asyncio.get_running_loop().time() > ends:
                raise RemoteExpired("nobody signed in time")
            await asyncio.wait({receiving}, timeout=_LOOK_S)
        found = receiving.result()
    finally:
        receiving.cancel()
        with suppress(asyncio.CancelledError, aiohttp.ClientError):
            await receiving
    if found.type is aiohttp.WSMsgType.TEXT:
        return str(found.data)
    if found.type is aiohttp.WSMsgType.ERROR:
        raise RemoteAnswerBad("a message that is too long or damaged")
    raise RemoteUnreachable("the program closed the connection")


def _check_answer(text: str) -> None:
    """Read what the program says about an order.

    Raises:
        RemoteAnswerBad: It cannot be read.
        RemoteRefused: It did not sign.
    """
    try:
        found: Any = json.loads(text)  # Any: JSON values are of any type
        status = found["Status"] if isinstance(found, Mapping) else None
    except (ValueError, LookupError, RecursionError) as error:
        raise RemoteAnswerBad("an answer that cannot be read") from error
    if type(status) is not int:
        raise RemoteAnswerBad("an answer without a status")
    if status != 0:
        raise RemoteRefused(f"status {status}")
