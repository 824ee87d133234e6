"""Time-stamp services: several addresses, tried in order, every answer checked.

A service is never believed for its transport: each token is proved by its own signature, for
the very digest and number that were sent, before anybody uses it.

Source: RFC 3161, section 2.4.2 (what a client must compare), 2.3 (purpose of the key); RFC 5816.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime

import aiohttp
from asn1crypto import cms, core, tsp, x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm

from signing.documents import DAMAGE_ERRORS
from signing.endpoints import Reach
from signing.errors import (
    CertificateRefused,
    ServiceUnavailable,
    TimestampClockDiffers,
    TimestampUnavailable,
)
from signing.limits import TrustLimit, TrustUse
from signing.pades.service_health import ServiceHealth, health_of_process
from signing.requests import SignRequest
from signing.trust.asking import utc_now
from signing.trust.chain import ChainRules, chain_context, require_chain
from signing.trust.clocks import STOPS_FROM, ClockReading, ClockSource
from signing.trust.roots import as_certificates
from signing.validation.cms_checks import CmsProblem, SoundCms, check_token

_log = logging.getLogger(__name__)

_DIGEST = "sha256"
_NONCE_BITS = 64
_MAX_ANSWER_BYTES = 1024 * 1024
_HEADERS = {
    "Content-Type": "application/timestamp-query",
    "Accept": "application/timestamp-reply",
    # A packed answer could unfold to more than any bound.
    "Accept-Encoding": "identity",
}
_GRANTED = frozenset({"granted", "granted_with_mods"})
# What a service can make a client stumble over: refusals and time-outs, answers that are no
# ASN.1 or lack parts, signatures that do not hold, certificates that lead nowhere.
_ANSWER_ERRORS = (
    *DAMAGE_ERRORS,
    OSError,
    TimeoutError,
    aiohttp.ClientError,
    InvalidSignature,
    UnsupportedAlgorithm,
    CmsProblem,
    CertificateRefused,
    ServiceUnavailable,
)


@dataclass(frozen=True, slots=True)
class TimestampRules:
    """Which services are asked and what their answers are held against.

    Attributes:
        urls: Services in order of preference; at least one.
        timeout_s: Longest wait for one answer, seconds.
        roots: Certificates that the service's chain must end in; without them only the
            token's own signature is checked.
        others: Certificates that may lie between.
        limits: What some of the roots are trusted for.
        reach: Proxy, and where answers about the service's certificate are kept.
    """

    urls: tuple[str, ...]
    timeout_s: float
    roots: tuple[x509.Certificate, ...] = ()
    others: tuple[x509.Certificate, ...] = ()
    limits: tuple[TrustLimit, ...] = ()
    reach: Reach = field(default_factory=Reach)

    @classmethod
    def of(cls, request: SignRequest) -> TimestampRules:
        """Take them out of a request to sign.

        Raises:
            BadTrustRoots: A configured certificate is damaged.
        """
        return cls(
            urls=request.timestamp_urls,
            timeout_s=request.service_timeout_s,
            roots=tuple(as_certificates(request.trust_roots)),
            others=tuple(as_certificates(request.other_certs)),
            limits=request.trust_limits,
            reach=request.reach,
        )


class TimestampClient:
    """Asks services until one answers properly; one client for a whole batch.

    One that failed is asked last for a while, in this client and in others of this process.
    """

    def __init__(
        self,
        rules: TimestampRules,
        session: aiohttp.ClientSession,
        *,
        now: Callable[[], datetime],
        health: ServiceHealth,
    ) -> None:
        """Use `open_client` instead, which closes the connections."""
        self._rules = rules
        self._session = session
        self._now, self._health = now, health
        self._trusted: set[bytes] = set()

    async def token_for(self, digest: bytes) -> cms.ContentInfo:
        """Get a token for a SHA-256 digest.

        Raises:
            TimestampUnavailable: No service gave a proper answer; `TimestampClockDiffers` when
                one did, and its clock is not that of this machine.
        """
        clock: TimestampClockDiffers | None = None
        for url in self._health.in_order(self._rules.urls):
            try:
                token = await self._token_of(url, digest)
            except _ANSWER_ERRORS as error:
                self._health.failed(url)
                clock = error if isinstance(error, TimestampClockDiffers) else clock
                position = self._rules.urls.index(url)
                _log.warning("time-stamp service %d failed: %s", position, type(error).__name__)
                continue
            self._health.answered(url)
            return token
        if clock is not None:
            raise clock
        raise TimestampUnavailable(f"none of {len(self._rules.urls)} services answered properly")

    async def _token_of(self, url: str, digest: bytes) -> cms.ContentInfo:
        """Get a token of one service and hold it against everything."""
        nonce = secrets.randbits(_NONCE_BITS)
        before = self._now()
        answer = await self._ask(url, digest, nonce)
        token = read_answer(answer, nonce)
        found = check_imprint(token, digest)
        await self._trust(found)
        theirs = token["content"]["encap_content_info"]["content"].parsed["gen_time"].native
        self._compare(ClockReading.between(ClockSource.TIMESTAMP, theirs, before, self._now()))
        return token

    def _compare(self, reading: ClockReading) -> None:
        """Refuse a time that is not of now: whose clock is wrong has to be found out first.

        Raises:
            TimestampClockDiffers: The clocks are too far apart.
        """
        if abs(reading.ahead) > STOPS_FROM:
            raise TimestampClockDiffers(f"{-reading.ahead.total_seconds():+.0f} s")

    async def _trust(self, found: SoundCms) -> None:
        """Build the chain of a service once per batch.

        Raises:
            CertificateRefused: It leads to no configured root.
        """
        certificate = found.certificate.dump()
        if certificate not in self._trusted:
            await _require_service(found, self._rules)
            self._trusted.add(certificate)

    async def _ask(self, url: str, digest: bytes, nonce: int) -> bytes:
        """Send one request and read a bounded answer."""
        query = tsp.TimeStampReq(
            {
                "version": 1,
                "message_imprint": {
                    "hash_algorithm": {"algorithm": _DIGEST},
                    "hashed_message": digest,
                },
                "nonce": nonce,
                "cert_req": True,
            }
        )
        timeout = aiohttp.ClientTimeout(total=self._rules.timeout_s)
        async with self._session.post(
            url,
            data=query.dump(),
            headers=_HEADERS,
            timeout=timeout,
            allow_redirects=False,
            proxy=self._rules.reach.proxy_for(url),
        ) as response:
            if response.status != 200:
                raise ValueError(f"HTTP status {response.status}")
            answer = bytearray()
            async for piece in response.content.iter_chunked(64 * 1024):
                answer += piece
                if len(answer) > _MAX_ANSWER_BYTES:
                    raise ValueError("the answer is too large")
            return bytes(answer)


@asynccontextmanager
async def open_client(
    rules: TimestampRules,
    *,
    now: Callable[[], datetime] = utc_now,
    health: ServiceHealth | None = None,
) -> AsyncIterator[TimestampClient]:
    """Open a client whose connections are kept for a batch and closed afterwards.

    Args:
        rules: Which services are asked.
        now: Clock of this machine, aware.
        health: Which services failed; None is what this process knows.
    """
    # Neither proxies nor passwords of the environment: the rules say what is used.
    async with aiohttp.ClientSession(trust_env=False, auto_decompress=False) as session:
        yield TimestampClient(rules, session, now=now, health=health or health_of_process())


def read_answer(answer: bytes, nonce: int) -> cms.ContentInfo:
    """Take the token out of an answer; what it vouches for is checked by `check_imprint`.

    Args:
        answer: DER of a TimeStampResp.
        nonce: Number that was sent.

    Raises:
        ValueError: It is a refusal, or for another request.
    """
    response = tsp.TimeStampResp.load(answer, strict=True)
    if response["status"]["status"].native not in _GRANTED:
        raise ValueError("the service refused")
    token = response["time_stamp_token"]
    if not isinstance(token, cms.ContentInfo):
        raise ValueError("an answer without a token")
    info = token["content"]["encap_content_info"]["content"].parsed
    if info["nonce"].native != nonce:
        raise ValueError("token is for another request")
    return token


def check_imprint(token: cms.ContentInfo, digest: bytes) -> SoundCms:
    """Refuse a token that is for other bytes or does not hold.

    Returns:
        The service's certificate and the others in the token.

    Raises:
        ValueError: Another digest, algorithm or purpose.
        CmsProblem: The token's own signature does not hold.
    """
    content = token["content"]["encap_content_info"]["content"]
    info = content.parsed if isinstance(content, core.ParsableOctetString) else None
    if not isinstance(info, tsp.TSTInfo):
        raise ValueError("no TSTInfo")
    imprint = info["message_imprint"]
    if imprint["hash_algorithm"]["algorithm"].native != _DIGEST:
        raise ValueError("token is for another kind of digest")
    if imprint["hashed_message"].native != digest:
        raise ValueError("token is for another digest")
    found = check_token(token["content"], lambda _: digest)
    if found.cms.weak:
        raise ValueError("token is signed with a weak digest")
    purposes = found.cms.certificate.extended_key_usage_value
    if purposes is None or purposes.native != ["time_stamping"]:
        raise ValueError("the service's key is made for another purpose")
    return found.cms


async def _require_service(found: SoundCms, rules: TimestampRules) -> None:
    """Refuse a service whose certificate leads to no configured root.

    Raises:
        CertificateRefused: One of its subclasses says why.
    """
    if not rules.roots:
        return
    chain = ChainRules(
        roots=rules.roots,
        others=(*rules.others, *found.others),
        limits=rules.limits,
        use=TrustUse.TIME_STAMPS,
        revocation="soft-fail",
        reach=rules.reach,
    )
    async with chain_context(chain) as context:
        await require_chain(found.certificate, context)


def load_token(der: bytes, digest: bytes) -> cms.ContentInfo:
    """Read a token that was kept and check it again.

    Raises:
        TimestampUnavailable: It is damaged or for other bytes.
    """
    try:
        token = cms.ContentInfo.load(der, strict=True)
        check_imprint(token, digest)
    except _ANSWER_ERRORS as error:
        raise TimestampUnavailable("the kept time stamp is for other bytes") from error
    return token
