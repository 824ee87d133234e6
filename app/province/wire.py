"""Requests to a processing system: one host, bounded replies, failures as classes of failure.

Nothing is retried here. Runs on: the network lane; calls from several threads are safe.
"""

from __future__ import annotations

import json
import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import httpx

from app.province.base import (
    Ambiguous,
    LinkDown,
    NotConfigured,
    Rejected,
    RemoteGone,
    ServerBusy,
)
from app.province.endpoint import UnusableAddress, is_loopback, system_trust, usable_address
from app.province.tus import Reply, failure_of, tls_failure

_MAX_REPLY_BYTES = 4 * 1024 * 1024
_MAX_REDIRECTS = 3
_KEEPALIVE_S = 2.0
_REDIRECTS = frozenset({301, 302, 307, 308})

TakeBody = Callable[[httpx.Response, float], bytes]
"""Reads the body of a reply until a moment of `time.monotonic`."""


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Bounds of one request, in seconds.

    Attributes:
        connect_s: Name look-up, connection and TLS handshake.
        stall_s: Longest silence in either direction.
        reply_s: Whole reply, against servers that drip.
    """

    connect_s: float = 10.0
    stall_s: float = 60.0
    reply_s: float = 300.0


class ReplyLost(ServerBusy):
    """Connected, but no complete reply; the request may or may not have been applied."""


class Wire:
    """The line to one processing system.

    Args:
        base_url: Its address. Plain http only to this machine.
        token: Bearer token, "" for none.
        timeouts: Bounds of a request.
        tls: Trust; that of the operating system when None.

    Raises:
        NotConfigured: The address is none, or would send papers in clear.
    """

    def __init__(
        self, base_url: str, *, token: str, timeouts: Timeouts, tls: ssl.SSLContext | None
    ) -> None:
        try:
            self._base = usable_address(base_url)
        except UnusableAddress as error:
            raise NotConfigured(f"address of the processing system: {error}") from error
        self._reply_s = timeouts.reply_s
        headers = {"Accept-Encoding": "identity", "User-Agent": "sohoa"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        self._http = httpx.Client(
            headers=headers,
            verify=tls or system_trust(self._base),
            timeout=httpx.Timeout(timeouts.stall_s, connect=timeouts.connect_s),
            follow_redirects=False,
            # A proxy of the network is never asked for an address on this machine.
            trust_env=not is_loopback(self._base.host),
            limits=httpx.Limits(max_connections=4, keepalive_expiry=_KEEPALIVE_S),
        )

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def given(self, url: str) -> str:
        """An address that the system gave, in full.

        Raises:
            Rejected: It lies on another host; papers and token go to the configured one only.
        """
        target = self._resolve(url)
        if not _same_origin(target, self._base):
            raise Rejected("server gives an upload address on another host")
        return str(target)

    def own(self, url: str) -> str:
        """An upload address, which must still be one of the configured system.

        Raises:
            RemoteGone: It is one of another system.
        """
        if not _same_origin(self._resolve(url), self._base):
            raise RemoteGone("upload address of another processing system")
        return url

    def post(self, path: str, body: Mapping[str, object], headers: Mapping[str, str]) -> Reply:
        """Send JSON.

        Raises:
            DeliveryError: By class of failure; Ambiguous when the reply was lost.
        """
        data = json.dumps(body, ensure_ascii=False).encode("utf-8")
        try:
            return self.ask("POST", path, {"Content-Type": "application/json", **headers}, data)
        except ReplyLost as error:
            raise Ambiguous(error.detail) from error

    def ask(
        self, method: str, url: str, headers: Mapping[str, str] | None = None, body: bytes = b""
    ) -> Reply:
        """Send a request, follow redirects on the same host, give the complete reply.

        Raises:
            DeliveryError: By class of failure; ReplyLost when half a reply came.
        """
        content = body if method in ("POST", "PATCH") else None
        return self._follow(method, url, headers or {}, content, take_small)

    def download(self, url: str, headers: Mapping[str, str], take: TakeBody) -> Reply:
        """GET with a body that `take` reads; see `ask`.

        Raises:
            DeliveryError: As `ask`, and what `take` raises.
        """
        return self._follow("GET", url, headers, None, take)

    def _follow(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        content: bytes | None,
        take: TakeBody,
    ) -> Reply:
        target = self._resolve(url)
        for _ in range(_MAX_REDIRECTS + 1):
            request = self._http.build_request(
                method, target, headers=dict(headers), content=content
            )
            reply = self._exchange(request, take)
            if reply.status not in _REDIRECTS:
                return reply
            target = target.join(reply.headers.get("location", ""))
            if not _same_origin(target, self._base):
                raise LinkDown("redirected to another host; is this a sign-in page?")
            if method not in ("GET", "HEAD") and reply.status in (301, 302):
                raise failure_of(reply)
        raise LinkDown("redirected in a circle")

    def _exchange(self, request: httpx.Request, take: TakeBody) -> Reply:
        with _wrapped():
            response = self._http.send(request, stream=True)
            try:
                if response.headers.get("content-encoding", "identity") != "identity":
                    raise ServerBusy("reply is encoded though we asked for plain")
                names = {name.lower(): value for name, value in response.headers.items()}
                body = take(response, time.monotonic() + self._reply_s)
                return Reply(response.status_code, names, body)
            finally:
                response.close()

    def _resolve(self, url: str) -> httpx.URL:
        try:
            return self._base.join(url)
        except (httpx.InvalidURL, ValueError) as error:
            raise ServerBusy("server gives no address") from error


def take_small(response: httpx.Response, deadline: float) -> bytes:
    """The whole body of a usual reply.

    Raises:
        ServerBusy: It has no end.
        ReplyLost: It came too slowly.
    """
    body = bytearray()
    for part in response.iter_raw():
        body += part
        if len(body) > _MAX_REPLY_BYTES:
            raise ServerBusy("reply without end")
        if time.monotonic() > deadline:
            raise ReplyLost("reply came too slowly")
    return bytes(body)


@contextmanager
def _wrapped() -> Iterator[None]:
    """Turn failures of the connection into classes of failure."""
    try:
        yield
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.ProxyError) as error:
        raise tls_failure(error) or LinkDown(type(error).__name__) from error
    except httpx.PoolTimeout as error:
        raise ServerBusy("all connections are in use") from error
    except (httpx.UnsupportedProtocol, httpx.LocalProtocolError, httpx.InvalidURL) as error:
        raise Rejected(f"request cannot be made: {type(error).__name__}") from error
    except (httpx.TransportError, httpx.StreamError) as error:
        raise tls_failure(error) or ReplyLost(type(error).__name__) from error


def _same_origin(url: httpx.URL, base: httpx.URL) -> bool:
    return (url.scheme, url.host, _port(url)) == (base.scheme, base.host, _port(base))


def _port(url: httpx.URL) -> int:
    return url.port or (443 if url.scheme == "https" else 80)
