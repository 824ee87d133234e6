"""HTTP for the checks: every exchange is kept, shortened and without secrets, as evidence."""

from __future__ import annotations

import json
import socket
import ssl
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import httpx

from app.conformance.failures import Unreachable

_TIMEOUT_S = 30.0
_QUIET_S = 3.0
_MAX_REPLY_BYTES = 32 * 1024 * 1024
_SHOWN = 300
_SHOWN_HEADERS = frozenset(
    {
        "content-type",
        "etag",
        "idempotency-key",
        "if-match",
        "location",
        "range",
        "retry-after",
        "tus-resumable",
        "upload-checksum",
        "upload-expires",
        "upload-length",
        "upload-offset",
    }
)


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply; header names in lower case. Status 0: the connection ended without one."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def media(self) -> str:
        """Content type without parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    def json(self) -> Any:  # Any: JSON has no static shape
        """The JSON value of the body, "" when it is none."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            return ""


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request and its reply, shortened for a report."""

    request: str
    reply: str


@dataclass(slots=True)
class Wire:
    """Talks to one system; may be used from several threads.

    Attributes:
        base: Address of the system, without a slash at its end.
        token: Bearer token, "" for none.
        transport: How requests travel; left out: over the network.
        log: What was said since it was last cleared.
    """

    base: str
    token: str = ""
    transport: httpx.BaseTransport | None = None
    log: list[Exchange] = field(default_factory=list)
    _client: httpx.Client | None = None

    def close(self) -> None:
        """Close all connections."""
        if self._client is not None:
            self._client.close()
            self._client = None

    def ask(
        self,
        method: str,
        path: str,
        *,
        headers: Mapping[str, str] | None = None,
        body: bytes | Iterable[bytes] = b"",
        token: str | None = None,
    ) -> Reply:
        """Send a request; a connection that ends without a reply gives status 0.

        Args:
            method: HTTP method.
            path: Path with query, or a whole address on the same host.
            headers: Headers besides the token.
            body: Body; an iterable is sent in chunks without a stated length.
            token: Another token than the usual one; "" sends none.

        Raises:
            Unreachable: No connection can be made.
        """
        sent = dict(headers or {})
        used = self.token if token is None else token
        if used:
            sent["Authorization"] = f"Bearer {used}"
        try:
            with self._http().stream(
                method, self.address(path), headers=sent, content=body or None
            ) as got:
                reply = Reply(got.status_code, _lower(got.headers), _read(got))
        except httpx.ConnectError as error:
            raise Unreachable(type(error).__name__) from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            reply = Reply(0, {}, type(error).__name__.encode("ascii"))
        self._note(f"{method} {path}", sent, body if isinstance(body, bytes) else b"", reply)
        return reply

    def address(self, path: str) -> str:
        """Whole address of a path of the system."""
        return path if "://" in path else self.base + path

    def _http(self) -> httpx.Client:
        if self._client is None:
            self._client = httpx.Client(
                timeout=_TIMEOUT_S,
                follow_redirects=False,
                trust_env=False,
                transport=self.transport,
            )
        return self._client

    def open_socket(self) -> socket.socket:
        """A bare connection, for what an HTTP library would not send.

        Raises:
            Unreachable: No connection can be made.
        """
        parts = urlsplit(self.base)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        host = parts.hostname or ""
        try:
            plain = socket.create_connection((host, port), _TIMEOUT_S)
            if parts.scheme != "https":
                return plain
            return ssl.create_default_context().wrap_socket(plain, server_hostname=host)
        except OSError as error:
            raise Unreachable(type(error).__name__) from error

    def head_of(self, method: str, path: str, headers: Mapping[str, str]) -> bytes:
        """First lines of a request, as they go over a bare connection."""
        parts, base = urlsplit(self.address(path)), urlsplit(self.base)
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        lines = [f"{method} {target} HTTP/1.1", f"Host: {base.netloc}"]
        if self.token:
            lines.append(f"Authorization: Bearer {self.token}")
        lines += [f"{name}: {value}" for name, value in headers.items()]
        return ("\r\n".join(lines) + "\r\n\r\n").encode("utf-8")

    def say(self, what: str, content: bytes) -> bytes:
        """Send bytes over a bare connection; gives what comes until it ends or is quiet."""
        got = bytearray()
        with self.open_socket() as link, suppress(OSError):
            link.settimeout(_QUIET_S)
            link.sendall(content)
            while len(got) < _MAX_REPLY_BYTES and (part := link.recv(65536)):
                got += part
        line = bytes(got).partition(b"\r\n")[0]
        self.log.append(Exchange(what, _shown(line) or "kết nối đóng, không trả lời"))
        return bytes(got)

    def note(self, what: str, came: str) -> None:
        """Keep what was seen besides single requests."""
        self.log.append(Exchange(what, came))

    def _note(self, line: str, headers: Mapping[str, str], body: bytes, reply: Reply) -> None:
        shown = {name: value for name, value in headers.items() if name.lower() in _SHOWN_HEADERS}
        answer = {name: value for name, value in reply.headers.items() if name in _SHOWN_HEADERS}
        self.log.append(
            Exchange(
                f"{line[:_SHOWN]} {_listed(shown)} {_shown(body)}".strip(),
                f"{reply.status or 'không trả lời'} {_listed(answer)} {_shown(reply.body)}".strip(),
            )
        )


def _read(got: httpx.Response) -> bytes:
    body = bytearray()
    for part in got.iter_bytes():
        body += part
        if len(body) > _MAX_REPLY_BYTES:
            break
    return bytes(body)


def _lower(headers: httpx.Headers) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


def _listed(headers: Mapping[str, str]) -> str:
    return " ".join(f"[{name}: {value[:80]}]" for name, value in sorted(headers.items()))


def _shown(body: bytes) -> str:
    text = body[:_SHOWN].decode("utf-8", "replace")
    plain = "".join(char if char.isprintable() else "·" for char in text)
    return plain + (f"… ({len(body)} byte)" if len(body) > _SHOWN else "")
