"""Time-stamp services: several addresses, tried in order, every answer checked.

Source: RFC 3161, section 2.4.2 (what a client must compare); RFC 5816.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence

import aiohttp
from asn1crypto import cms, tsp
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.timestamps.aiohttp_client import HTTPTimeStamper

from signing.errors import TimestampUnavailable

_log = logging.getLogger(__name__)

# What a service can make the client stumble over: refusals and time-outs (OSError), answers
# that are no ASN.1 (ValueError, TypeError) or lack parts (KeyError, AttributeError).
_ANSWER_ERRORS = (
    OSError,
    ValueError,
    TypeError,
    KeyError,
    AttributeError,
    aiohttp.ClientError,
)


class FailoverTimeStamper(TimeStamper):
    """Asks the first service that answers properly and stays with it."""

    def __init__(self, urls: Sequence[str], timeout_s: float) -> None:
        """Prepare clients.

        Args:
            urls: Services in order of preference; at least one.
            timeout_s: Longest wait for one answer, seconds.
        """
        super().__init__()  # type: ignore[no-untyped-call]  # pyHanko leaves it untyped
        self._clients = [HTTPTimeStamper(url, timeout=timeout_s) for url in urls]

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        """Get a token for a digest.

        Raises:
            TimestampUnavailable: No service gave a proper answer.
        """
        for position, client in enumerate(self._clients):
            try:
                token = await client.async_timestamp(message_digest, md_algorithm)
                _check_imprint(token, message_digest, md_algorithm)
            except _ANSWER_ERRORS as error:
                _log.warning("time-stamp service %d failed: %s", position, type(error).__name__)
                continue
            self._clients.insert(0, self._clients.pop(position))
            return token
        raise TimestampUnavailable(f"none of {len(self._clients)} services answered properly")


def _check_imprint(token: cms.ContentInfo, digest: bytes, algorithm: str) -> None:
    """Refuse a token made for other bytes: pyHanko compares only the nonce."""
    info = token["content"]["encap_content_info"]["content"].parsed
    if not isinstance(info, tsp.TSTInfo):
        raise ValueError("no TSTInfo")
    imprint = info["message_imprint"]
    same_algorithm = imprint["hash_algorithm"]["algorithm"].native == algorithm
    if not same_algorithm or imprint["hashed_message"].native != digest:
        raise ValueError("token is for another digest")
