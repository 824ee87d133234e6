"""HTTP of the pretended network scanner: whole answers, and those that break off."""

from __future__ import annotations

import contextlib
import socket
import ssl
import struct
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Protocol

from tests.fakes.escl_rules import Rule


class Answers(Protocol):
    """The device behind the line."""

    def answer(self, request: Any) -> None: ...

    def is_set(self, rule: Rule, page: int = 0) -> bool: ...


class _Web(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is no news."""


def web_of(server: Answers, identity: Path | None) -> ThreadingHTTPServer:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._answer()

        def do_POST(self) -> None:
            self._answer()

        def do_DELETE(self) -> None:
            self._answer()

        def _answer(self) -> None:
            with contextlib.suppress(OSError):  # the client had enough of it
                server.answer(self)
            self.close_connection = True

        def body(self) -> bytes:
            return self.rfile.read(int(self.headers.get("Content-Length", "0")))

        def say_xml(self, data: bytes) -> None:
            self.say(200, data, "text/xml")

        def say(
            self,
            status: int,
            data: bytes = b"",
            media: str = "text/plain",
            *,
            location: str = "",
            length: int | None = None,
        ) -> None:
            self.send_response(status)
            if location:
                self.send_header("Location", location)
            self.send_header("Content-Type", media)
            is_page = media.startswith(("image", "application")) or media == "text/html"
            chunked = is_page and server.is_set(Rule.CHUNKED)
            if chunked:
                self.send_header("Transfer-Encoding", "chunked")
            elif not (is_page and server.is_set(Rule.NO_LENGTH)):
                self.send_header("Content-Length", str(len(data) if length is None else length))
            self.send_header("Connection", "close")
            self.end_headers()
            if chunked:
                for start in range(0, len(data), 7919):
                    part = data[start : start + 7919]
                    self.wfile.write(b"%x\r\n%s\r\n" % (len(part), part))
                data = b"0\r\n\r\n"
            self.wfile.write(data)
            self.wfile.flush()

        def pour(self, part: bytes) -> None:
            """Send without end."""
            self.send_response(200)
            self.send_header("Connection", "close")
            self.end_headers()
            for _ in range(2000):
                self.wfile.write(part)

        def hang_up(self, *, reset: bool = False) -> None:
            if reset:
                self.wfile.flush()
                time.sleep(0.05)
                linger = struct.pack("ii", 1, 0)
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            self.connection.close()

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    web = _Web(("127.0.0.1", 0), Handler)
    web.daemon_threads = True
    web.block_on_close = False
    if identity is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(identity)
        web.socket = context.wrap_socket(
            web.socket, server_side=True, do_handshake_on_connect=False
        )
    return web
