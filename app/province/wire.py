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

from app.province.endpoint import (
    Proxy,
    UnusableAddress,
    is_loopback,
    system_trust,
    usable_address,
    usable_proxy,
)
from app.province.errors import (
    Ambiguous,
    LinkDown,
    NotConfigured,
    ProxyRefused,
    Rejected,
    RemoteGone,
    ServerBusy,
)
from app.province.route import local_address
from app.province.tokens import FixedToken, TokenSource
from app.province.tus import Reply, failure_of, moment_of, tls_failure

_MAX_REPLY_BYTES = 4 * 1024 * 1024
_MAX_REDIRECTS = 3
_KEEPALIVE_S = 2.0
_PART_BYTES = 256 * 1024
"""A body goes out in parts of this size, so that the rest is not copied again and again."""
_REDIRECTS = frozenset({301, 302, 307, 308})
_UNAUTHORIZED = 401
_PROXY_LOGIN = "407"

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


@dataclass(frozen=True, slots=True)
class _Asked:
    """A request, which can be made more than once."""

    method: str
    url: httpx.URL
    headers: Mapping[str, str]
    content: bytes | None

    def request(self, client: httpx.Client, token: str) -> httpx.Request:
        headers = dict(self.headers)
        if token:
            headers["Authorization"] = f"Bearer {token}"
        if self.content is None or len(self.content) <= _PART_BYTES:
            return client.build_request(
                self.method, self.url, headers=headers, content=self.content
            )
        headers["Content-Length"] = str(len(self.content))
        return client.build_request(
            self.method, self.url, headers=headers, content=_parts(self.content)
        )


def _parts(body: bytes) -> Iterator[bytes]:
    for start in range(0, len(body), _PART_BYTES):
        yield body[start : start + _PART_BYTES]


class ReplyLost(ServerBusy):
    """Connected, but no complete reply; the request may or may not have been applied."""


class Wire:
    """The line to one processing system.

    Args:
        base_url: Its address. Plain http only to this machine.
        token: Bearer token or where it comes from, "" for none.
        timeouts: Bounds of a request.
        tls: Trust; that of the operating system when None.
        proxy: Proxy of the network; what the operating system says when None.

    Raises:
        NotConfigured: An address is none, or would send papers in clear.
    """

    def __init__(
        self,
        base_url: str,
        *,
        token: str | TokenSource,
        timeouts: Timeouts,
        tls: ssl.SSLContext | None,
        proxy: Proxy | None = None,
    ) -> None:
        try:
            self._base = usable_address(base_url)
            through = usable_proxy(proxy) if proxy and proxy.url else None
        except UnusableAddress as error:
            raise NotConfigured(f"address of the processing system: {error}") from error
        self._reply_s = timeouts.reply_s
        self._tokens = FixedToken(token) if isinstance(token, str) else token
        self._clock_offset_s = 0.0
        # A proxy of the network is never asked for an address on this machine.
        is_near = is_loopback(self._base.host)
        self._http = httpx.Client(
            headers={"Accept-Encoding": "identity", "User-Agent": "sohoa"},
            verify=tls or system_trust(self._base),
            timeout=httpx.Timeout(timeouts.stall_s, connect=timeouts.connect_s),
            follow_redirects=False,
            proxy=None if is_near else through,
            trust_env=not (is_near or through),
            limits=httpx.Limits(max_connections=4, keepalive_expiry=_KEEPALIVE_S),
        )

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    @property
    def clock_offset_s(self) -> float:
        """Seconds that the clock of the system is ahead of ours, 0 while that is not known."""
        return self._clock_offset_s

    def route(self) -> str:
        """Address of this machine on the way to the system, "" while there is no way."""
        return local_address(self._base.host)

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
        content = body if method in ("POST", "PATCH", "PUT") else None
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
            reply = self._with_token(_Asked(method, target, headers, content), take)
            if reply.status not in _REDIRECTS:
                return reply
            target = target.join(reply.headers.get("location", ""))
            if not _same_origin(target, self._base):
                raise LinkDown("redirected to another host; is this a sign-in page?")
            if method not in ("GET", "HEAD") and reply.status in (301, 302):
                raise failure_of(reply)
        raise LinkDown("redirected in a circle")

    def _with_token(self, asked: _Asked, take: TakeBody) -> Reply:
        """Ask; when the token is refused, once more with a new one."""
        token = self._tokens.token()
        reply = self._exchange(asked, token, take)
        if reply.status != _UNAUTHORIZED or not token:
            return reply
        return self._exchange(asked, self._tokens.renew(token), take)

    def _exchange(self, asked: _Asked, token: str, take: TakeBody) -> Reply:
        with _wrapped():
            request = asked.request(self._http, token)
            response = self._http.send(request, stream=True)
            try:
                if response.headers.get("content-encoding", "identity") != "identity":
                    raise ServerBusy("reply is encoded though we asked for plain")
                names = {name.lower(): value for name, value in response.headers.items()}
                body = take(response, time.monotonic() + self._reply_s)
                self._note_clock(names.get("date", ""))
                return Reply(response.status_code, names, body)
            finally:
                response.close()

    def _note_clock(self, date: str) -> None:
        moment = moment_of(date)
        if moment is not None:
            self._clock_offset_s = moment.timestamp() - time.time()

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
    except httpx.ProxyError as error:
        if str(error).startswith(_PROXY_LOGIN):
            raise ProxyRefused("the proxy wants a login") from error
        raise LinkDown("the proxy does not connect") from error
    except (httpx.ConnectError, httpx.ConnectTimeout) as error:
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
