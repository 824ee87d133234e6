"""Questions to a signing service: JSON over HTTPS, bounded in time and size.

Unlike those of authorities these questions carry secrets, so the connection has to be protected:
plain http goes to this machine alone, certificates are always verified, nothing is redirected.
"""

from __future__ import annotations

import ipaddress
import json
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from signing.errors import (
    BadRequest,
    RemoteAnswerBad,
    RemoteBusy,
    RemoteInsecure,
    RemoteUnreachable,
)
from signing.keys.remote import RemoteRules
from signing.loops import run_to_end

_PIECE_BYTES = 64 * 1024
_BUSY = frozenset({429, 503})
_OUT_OF_ORDER = frozenset({500, 502, 504})
_UNPROTECTED = frozenset({"http", "ws"})


@dataclass(frozen=True, slots=True)
class Answer:
    """What a service said.

    Attributes:
        status: HTTP status.
        fields: The JSON object; empty when there was none.
    """

    status: int
    fields: Mapping[str, Any] = field(repr=False)  # Any: JSON values are of any type

    @property
    def is_good(self) -> bool:
        """The service did what it was asked for."""
        return 200 <= self.status < 300

    def text(self, name: str) -> str:
        """Give a text of the answer; empty when it is not there or something else."""
        value = self.fields.get(name)
        return value if isinstance(value, str) else ""

    def part(self, name: str) -> Mapping[str, Any]:  # Any: JSON values are of any type
        """Give an object within the answer; empty when it is not there or something else."""
        value = self.fields.get(name)
        return value if isinstance(value, dict) else {}


@dataclass(frozen=True, slots=True)
class Service:
    """One service.

    Attributes:
        url: Address before the paths, without a slash at its end.
        rules: How it is reached.
    """

    url: str
    rules: RemoteRules

    def post(self, path: str, body: Mapping[str, object], *, authorization: str = "") -> Answer:
        """Send one question.

        Args:
            path: Begins with a slash.
            body: Becomes JSON.
            authorization: Header; empty leaves it out.

        Raises:
            RemoteInsecure: The address is neither https nor of this machine, or somebody else is
                there.
            RemoteUnreachable: No answer in time.
            RemoteBusy: The service asks to come back later.
            RemoteAnswerBad: The answer is too large, or of another kind.
        """
        check_protected(self.url)
        return run_to_end(self._post(path, body, authorization))

    async def _post(self, path: str, body: Mapping[str, object], authorization: str) -> Answer:
        """Send one question and name what goes wrong."""
        headers = {"Accept": "application/json"}
        if authorization:
            headers["Authorization"] = authorization
        try:
            address = self.rules.reach.address(self.url + path)
            async with (
                aiohttp.ClientSession(
                    timeout=aiohttp.ClientTimeout(total=self.rules.timeout_s)
                ) as session,
                session.post(
                    address,
                    json=body,
                    headers=headers,
                    proxy=proxy_for(self.rules, address),
                    ssl=tls_context(self.rules.tls_roots),
                    allow_redirects=False,
                ) as response,
            ):
                return _answer(response.status, await self._read(response))
        except BadRequest as error:
            raise RemoteInsecure("an address that is not asked") from error
        except aiohttp.ClientSSLError as error:
            raise RemoteInsecure("the service does not prove who it is") from error
        except aiohttp.ClientConnectorError as error:
            raise RemoteUnreachable(f"no connection: {type(error).__name__}", sent=False) from error
        except (aiohttp.ClientError, OSError, TimeoutError, ValueError) as error:
            raise RemoteUnreachable(f"no answer: {type(error).__name__}") from error

    async def _read(self, response: aiohttp.ClientResponse) -> bytes:
        """Read an answer up to its bound."""
        answer = bytearray()
        async for piece in response.content.iter_chunked(_PIECE_BYTES):
            answer += piece
            if len(answer) > self.rules.most_bytes:
                raise RemoteAnswerBad("the answer is too large")
        return bytes(answer)


def _answer(status: int, content: bytes) -> Answer:
    """Read an answer.

    Raises:
        RemoteBusy: The service asks to come back later.
        RemoteUnreachable: The service, or somebody before it, is out of order.
        RemoteAnswerBad: No JSON object.
    """
    if status in _BUSY:
        raise RemoteBusy(f"HTTP status {status}")
    if status in _OUT_OF_ORDER:
        raise RemoteUnreachable(f"HTTP status {status}")
    try:
        fields = json.loads(content) if content.strip() else {}
    except (ValueError, RecursionError) as error:
        if status >= 400:
            return Answer(status, {})
        raise RemoteAnswerBad("the answer is no JSON") from error
    if not isinstance(fields, dict):
        raise RemoteAnswerBad("the answer is no JSON object")
    return Answer(status, fields)


def check_protected(url: str) -> None:
    """Refuse an address that would carry secrets in the open.

    Raises:
        RemoteInsecure: Neither protected nor on this machine.
    """
    if urlsplit(url).scheme in _UNPROTECTED and not is_local(url):
        raise RemoteInsecure("secrets go over https only")


def is_local(url: str) -> bool:
    """Tell whether an address is of this very machine; names are not asked for."""
    host = urlsplit(url).hostname or ""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def proxy_for(rules: RemoteRules, url: str) -> str | None:
    """Give the proxy for an address; this machine is reached without one."""
    return None if is_local(url) else rules.reach.proxy_for(url)


@lru_cache(maxsize=8)
def tls_context(roots: str) -> ssl.SSLContext:
    """Verify certificates and names, with TLS 1.2 at least; nothing turns that off.

    Reading the system's roots takes longer than a question, so it is done once.

    Args:
        roots: Further roots, PEM; may be empty.
    """
    context = ssl.create_default_context()
    if roots:
        context.load_verify_locations(cadata=roots)
    return context
