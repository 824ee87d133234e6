"""The government's signing program, played on a loopback socket.

It fetches the file it is told to, signs it with a real key, sends it back and answers.
"""

from __future__ import annotations

import asyncio
import io
import json
import ssl
import threading
import time
from collections.abc import Callable
from typing import Any

import aiohttp
from aiohttp import web

Signer = Callable[[bytes], bytes]


class VgcaProgram:
    """Listens like the program does.

    Attributes:
        orders: Path and message of every order.
        sign: What it does to a file.
        answer: Overrides what it says about an order.
        as_form: Sends the file as a form, as the program does.
        uploads: How often it sends the file.
        slow_goodbye_s: After the answer it does nothing for so long.
        statuses: What the addresses it was told answered.
    """

    def __init__(self, sign: Signer, tls: ssl.SSLContext | None = None) -> None:
        self._tls = tls
        self.sign = sign
        self.orders: list[tuple[str, dict[str, Any]]] = []
        self.answer: str | None = None
        self.as_form = True
        self.uploads = 1
        self.file_name: str | None = "ký.pdf"
        self.headers: dict[str, str] = {}
        self.silent = False
        self.hang_up = False
        self.slow_goodbye_s = 0.0
        self.statuses: list[int] = []
        self.origins: list[str] = []
        self.fetched: list[bytes] = []
        self._ready = threading.Event()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._stop: asyncio.Event
        self.port = 0

    @property
    def url(self) -> str:
        scheme = "ws" if self._tls is None else "wss"
        return f"{scheme}://127.0.0.1:{self.port}"

    def __enter__(self) -> VgcaProgram:
        self._thread.start()
        assert self._ready.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()
        self._loop.close()

    def _serve(self) -> None:
        self._loop.run_until_complete(self._run())

    async def _run(self) -> None:
        self._stop = asyncio.Event()
        application = web.Application()
        application.router.add_get("/{act}", self._listen)
        runner = web.AppRunner(application, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0, ssl_context=self._tls)
        await site.start()
        self.port = runner.addresses[0][1]
        self._ready.set()
        await self._stop.wait()
        await runner.cleanup()

    async def _listen(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        message = await socket.receive_str()
        act = request.match_info["act"]
        self.origins.append(request.headers.get("Origin", ""))
        if act == "GetVersion":
            await socket.send_str(self.answer or "1.2.0.9")
            return socket
        order = json.loads(message)
        self.orders.append((act, order))
        if self.silent:
            await asyncio.wait(
                {asyncio.ensure_future(self._stop.wait()), asyncio.ensure_future(socket.receive())},
                return_when=asyncio.FIRST_COMPLETED,
            )
        elif not self.hang_up:
            await self._work(order)
            good = json.dumps({"Status": 0, "Message": "", "FileServer": "", "FileName": "x"})
            await socket.send_str(good if self.answer is None else self.answer)
        if self.slow_goodbye_s:
            self._loop.call_soon(time.sleep, self.slow_goodbye_s)
        await socket.close()
        return socket

    async def _work(self, order: dict[str, Any]) -> None:
        async with aiohttp.ClientSession(headers=self.headers) as session:
            async with session.get(order["FileName"]) as response:
                self.statuses.append(response.status)
                content = await response.read()
            if self.statuses[-1] != 200:
                return
            self.fetched.append(content)
            for _ in range(self.uploads):
                await self._send(session, order["FileUploadHandler"], self.sign(content))

    async def _send(self, session: aiohttp.ClientSession, address: str, content: bytes) -> None:
        data: aiohttp.FormData | bytes = content
        if self.as_form:
            data = aiohttp.FormData(default_to_multipart=True)
            named = {} if self.file_name is None else {"filename": self.file_name}
            data.add_field("uploadfile", io.BytesIO(content) if named else "x", **named)
        async with session.post(address, data=data) as response:
            self.statuses.append(response.status)
