"""Sending questions to services of authorities, within bounds of number, size and time.

Transport is never believed, so that plain http will do; https is verified like everywhere.
What is wrong with an answer is remembered by name, so that "unknown" can be explained.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import aiohttp

from signing.endpoints import Reach
from signing.errors import BadRequest, RevocationUnavailable, RevocationUnreadable
from signing.trust.clocks import ClockReading, ClockSource
from signing.trust.kept_answers import KeptAnswers

_log = logging.getLogger(__name__)

# All questions for one chain together may take so many times the longest wait for one answer.
_MOST_WAITS = 3
_PIECE_BYTES = 64 * 1024
# A packed answer could unfold to more than any bound.
_PLAIN = {"Accept-Encoding": "identity"}
_OCSP_HEADERS = {
    **_PLAIN,
    "Content-Type": "application/ocsp-request",
    "Accept": "application/ocsp-response",
}


@dataclass(slots=True)
class Refusals:
    """What was wrong with answers, in the order they came."""

    found: list[RevocationUnavailable] = field(default_factory=list)


class Asker:
    """Sends questions within bounds of number, size and time; one per chain context."""

    def __init__(self, reach: Reach, timeout_s: float, now: Callable[[], datetime]) -> None:
        """Prepare; connections are opened with the first question.

        Args:
            reach: Hosts, proxy, folder of kept answers, bounds.
            timeout_s: Longest wait for one answer, seconds.
            now: Clock, aware.
        """
        self.reach = reach
        self.now = now
        self.refusals = Refusals()
        self.clocks: list[ClockReading] = []
        self.kept = KeptAnswers(reach.kept) if reach.kept is not None else None
        self._timeout_s = timeout_s
        self._session: aiohttp.ClientSession | None = None
        self._left = reach.most_requests
        self._waited_s = 0.0
        self._silent: set[str] = set()

    async def ask(self, url: str, request: bytes | None = None) -> bytes:
        """Send one question.

        Args:
            url: Address as the certificate has it.
            request: OCSP request; None gets a file.

        Raises:
            RevocationUnavailable: No answer in time, or none more may be asked.
            RevocationUnreadable: The answer is too large.
        """
        try:
            address = self.reach.address(url)
        except BadRequest as error:
            raise RevocationUnreadable("an address that is not asked") from error
        host = urlsplit(address).netloc
        if host in self._silent or address in self._silent:
            raise RevocationUnavailable("there was no answer just now")
        if self._left < 1:
            raise RevocationUnavailable("too many addresses for one chain")
        if self._waited_s > _MOST_WAITS * self._timeout_s:
            raise RevocationUnavailable("the time for one chain is over")
        self._left -= 1
        begin = asyncio.get_running_loop().time()
        try:
            return await self._send(address, request)
        except (aiohttp.ClientError, OSError, TimeoutError, ValueError) as error:
            # A host that cannot be reached is not tried with its other addresses.
            unreached = isinstance(error, aiohttp.ClientConnectorError)
            self._silent.add(host if unreached else address)
            raise RevocationUnavailable(f"no answer: {type(error).__name__}") from error
        finally:
            self._waited_s += asyncio.get_running_loop().time() - begin

    async def _send(self, address: str, request: bytes | None) -> bytes:
        """Send one question and read the answer up to its bound."""
        if self._session is None:
            self._session = aiohttp.ClientSession(
                timeout=aiohttp.ClientTimeout(total=self._timeout_s), auto_decompress=False
            )
        before = self.now()
        async with self._session.request(
            "GET" if request is None else "POST",
            address,
            data=request,
            headers=_PLAIN if request is None else _OCSP_HEADERS,
            proxy=self.reach.proxy_for(address),
            # Services answer where certificates say; a jump could lead anywhere.
            allow_redirects=False,
        ) as response:
            self._look_at_clock(response, before)
            if response.status != 200:
                raise aiohttp.ClientResponseError(
                    response.request_info, response.history, status=response.status
                )
            answer = bytearray()
            async for piece in response.content.iter_chunked(_PIECE_BYTES):
                answer += piece
                if len(answer) > self.reach.most_bytes:
                    raise RevocationUnreadable("the answer is too large")
            return bytes(answer)

    def _look_at_clock(self, response: aiohttp.ClientResponse, before: datetime) -> None:
        """Note what time it is at the other end; an answer out of a proxy's store says nothing."""
        text = response.headers.get("Date", "")
        if not text or "Age" in response.headers:
            return
        try:
            theirs = parsedate_to_datetime(text)
        except ValueError:
            return
        if theirs.utcoffset() is not None:
            reading = ClockReading.between(ClockSource.SERVER, theirs, before, self.now())
            self.clocks.append(reading)

    def refuse(self, error: RevocationUnavailable) -> None:
        """Remember what was wrong with an answer."""
        self.refusals.found.append(error)
        _log.info("no knowledge of revocation: %s (%s)", error.code, error.detail)

    async def close(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()


def utc_now() -> datetime:
    """The clock of this machine."""
    return datetime.now(UTC)
