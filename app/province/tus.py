"""What tus requests carry; what replies and broken connections mean. Nothing is sent here.

Source: tus resumable upload protocol 1.0.0 (2016); RFC 9110 §10.2.3 (Retry-After); RFC 9457.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import ssl
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

from app.province.errors import (
    AuthRefused,
    Conflict,
    DeliveryError,
    DigestMismatch,
    LinkDown,
    ProxyRefused,
    Rejected,
    RemoteGone,
    ServerBusy,
    TlsRefused,
)
from app.province.receipts import usable_keys

VERSION = "1.0.0"
CHUNK_MEDIA = "application/offset+octet-stream"
CHECKSUM_MISMATCH = 460
_NUMBER = re.compile(r"[0-9]{1,15}\Z")
_MAX_TITLE = 300
_GONE = frozenset({404, 410})
_CONFLICTS = frozenset({409, 412})
_SLOW_DOWN = frozenset({408, 423, 425, 429})


_NOT_A_CERTIFICATE = ("WRONG_VERSION_NUMBER", "HTTP_REQUEST", "UNEXPECTED_EOF", "RECORD_LAYER")


@dataclass(frozen=True, slots=True)
class Reply:
    """A complete reply; header names in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def media(self) -> str:
        """Content type without parameters, lower case."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


@dataclass(frozen=True, slots=True)
class Service:
    """What the service document says.

    Attributes:
        checksums: Algorithms for chunks, empty when the server does not check chunks.
        max_chunk_bytes: Largest chunk.
        max_file_bytes: Largest file.
        jwks: Public keys of receipts.
        server_time: Clock of the server, ISO 8601, "" when it does not say.
        key_sets: Where signed sets of newer keys are, "" when there are none.
    """

    checksums: tuple[str, ...]
    max_chunk_bytes: int
    max_file_bytes: int
    jwks: dict[str, object]
    server_time: str
    key_sets: str = ""


def head_headers() -> dict[str, str]:
    """Headers that ask for the offset."""
    return {"Tus-Resumable": VERSION}


def patch_headers(offset: int, chunk: bytes, checksums: Sequence[str]) -> dict[str, str]:
    """Headers of one chunk; with its SHA-256 when the server offers that."""
    headers = {
        "Tus-Resumable": VERSION,
        "Upload-Offset": str(offset),
        "Content-Type": CHUNK_MEDIA,
    }
    if "sha256" in checksums:
        digest = base64.b64encode(hashlib.sha256(chunk).digest()).decode("ascii")
        headers["Upload-Checksum"] = f"sha256 {digest}"
    return headers


def offset_of(reply: Reply, expected_status: frozenset[int]) -> int:
    """The offset a tus server confirms.

    A success without the marks of the protocol does not come from the server.

    Raises:
        DeliveryError: By class of failure.
    """
    if reply.status not in expected_status:
        raise failure_of(reply)
    if reply.headers.get("tus-resumable") != VERSION:
        raise LinkDown("a reply that does not speak tus; is this a sign-in page of the network?")
    offset = reply.headers.get("upload-offset", "")
    if not _NUMBER.match(offset):
        raise ServerBusy("tus reply without offset")
    return int(offset)


def json_of(reply: Reply, expected_status: frozenset[int]) -> dict[str, Any]:
    """The JSON object of a successful reply.

    Raises:
        DeliveryError: By class of failure; LinkDown when something else answers.
    """
    if reply.status not in expected_status:
        raise failure_of(reply)
    if reply.media != "application/json":
        raise LinkDown("not the processing system; is this a sign-in page of the network?")
    try:
        value = json.loads(reply.body)
        # Half a surrogate is no text: neither an address nor a row could hold it later.
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except (ValueError, RecursionError) as error:
        raise ServerBusy("reply is not JSON") from error
    if not isinstance(value, dict):
        raise ServerBusy("reply is not a JSON object")
    return value  # Any above: JSON has no static shape


def failure_of(reply: Reply) -> DeliveryError:
    """The class of failure that an unsuccessful reply means."""
    status = reply.status
    problem = _problem(reply)
    words = _words(problem) or f"HTTP {status}"
    kind = str(problem.get("type", "")).rpartition(":")[2]
    wait = retry_after_s(reply.headers)
    if status == 401:
        return AuthRefused(words)
    if status in _GONE or kind == "files-incomplete":
        return RemoteGone(words)
    if status == CHECKSUM_MISMATCH or (status == 422 and kind == "digest-mismatch"):
        return DigestMismatch(words)
    if status in _SLOW_DOWN or (status >= 500 and status != 511):
        return ServerBusy(words, wait)
    if status == 409 and problem.get("retry") == "later":
        return ServerBusy(words, wait)
    if status in _CONFLICTS:
        return Conflict(words)
    if status == 407:
        return ProxyRefused(words)
    if 400 <= status < 500:
        return Rejected(words)
    # 2xx we did not expect, redirects and 511: something stands between us and the server.
    return LinkDown(f"unexpected reply, HTTP {status}")


def problem_name(reply: Reply) -> str:
    """Name of the problem that a refusal states, "" for none."""
    return str(_problem(reply).get("type", "")).rpartition(":")[2]


def retry_after_s(headers: Mapping[str, str]) -> float:
    """Seconds the server asks us to wait, 0 if it does not; a date counts from its own clock."""
    stated = headers.get("retry-after", "").strip()
    if _NUMBER.match(stated):
        return float(stated)
    until, now = moment_of(stated), moment_of(headers.get("date", ""))
    if until is None or now is None:
        return 0.0
    return max(0.0, (until - now).total_seconds())


def moment_of(text: str) -> datetime | None:
    """An HTTP date of a header; None when it is not one, which only means no wish was stated."""
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment if moment.tzinfo else None


def _problem(reply: Reply) -> dict[str, Any]:  # Any: JSON has no static shape
    if reply.media != "application/problem+json":
        return {}
    try:
        value = json.loads(reply.body)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _words(problem: Mapping[str, Any]) -> str:  # Any: as above
    """The server's title with the file ids it complains of, cleaned for showing."""
    title = problem.get("title")
    if not isinstance(title, str):
        return ""
    files = problem.get("files")
    if isinstance(files, list) and files:
        title = f"{title} ({', '.join(str(item) for item in files[:20])})"
    return "".join(char for char in title if char.isprintable())[:_MAX_TITLE]


def service_of(document: Mapping[str, Any]) -> Service:
    """Read the service document. Any: JSON has no static shape."""
    versions, tus, chunk = (document.get(name) for name in ("versions", "tus", "chunk"))
    published = document.get("jwks")
    keys = usable_keys(published)
    largest_file = document.get("max_file_bytes")
    if not isinstance(versions, list) or "1" not in versions:
        raise Rejected("server speaks no version of the contract that we speak")
    if not isinstance(tus, dict) or not isinstance(chunk, dict) or not keys:
        raise ServerBusy("service document is incomplete")
    largest_chunk = chunk.get("max_bytes")
    if not isinstance(largest_chunk, int) or not isinstance(largest_file, int) or largest_chunk < 1:
        raise ServerBusy("service document states no limits")
    checksums = _list(tus.get("checksums")) if "checksum" in _list(tus.get("extensions")) else []
    return Service(
        checksums=tuple(str(name) for name in checksums),
        max_chunk_bytes=largest_chunk,
        max_file_bytes=largest_file,
        jwks={**_stated(published, "version", "iat"), "keys": keys},
        server_time=str(document.get("server_time", "")),
        key_sets=_text(document.get("key_sets")),
    )


def _stated(published: object, *names: str) -> dict[str, object]:
    known = published if isinstance(published, Mapping) else {}
    return {name: known[name] for name in names if name in known}


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def tls_failure(error: BaseException) -> TlsRefused | None:
    """The refusal when trust was the cause; None for all other causes.

    A handshake that was cut, or met plain text, is a broken line, not a bad certificate.
    """
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, ssl.SSLCertVerificationError):
            return TlsRefused(str(getattr(seen, "verify_message", "")) or "certificate")
        if isinstance(seen, (ssl.SSLEOFError, ssl.SSLZeroReturnError, ssl.SSLSyscallError)):
            return None
        if isinstance(seen, ssl.SSLError):
            reason = str(getattr(seen, "reason", "") or "")
            broken = any(word in reason for word in _NOT_A_CERTIFICATE)
            return None if broken else TlsRefused(reason or "TLS")
        seen = seen.__cause__ or seen.__context__
    return None
