"""The store of digitized papers over HTTPS: one question for papers, one for a file.

Every failure becomes one of the classes in `app.province.documents`; nothing is repeated here.

Runs on: the network lane; calls from several threads are safe.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import httpx

from app.province.documents import (
    DocumentsBusy,
    DocumentsMalformed,
    DocumentsNotConfigured,
    DocumentsOffline,
    DocumentsRefused,
    DocumentsTls,
    DocumentsTooLarge,
    DocumentStoreError,
    Requester,
    StoredDocument,
    Wanted,
)
from app.province.documents_answer import documents_of, file_question, question
from app.province.endpoint import UnusableAddress, is_loopback, system_trust, usable_address
from app.province.tus import tls_failure

FIND_PATH = "/v1/documents/find"
FILE_PATH = "/v1/documents/file"
_JSON = "application/json"
_SLOW_DOWN = frozenset({408, 425, 429})


@dataclass(frozen=True, slots=True)
class DocumentLimits:
    """Bounds of one request: a look-up must never keep the counter waiting.

    Attributes:
        connect_s: Name look-up, connection and TLS handshake.
        stall_s: Longest silence.
        reply_s: Whole reply, against servers that drip.
        answer_bytes: Largest list of papers.
        file_bytes: Largest file.
    """

    connect_s: float = 5.0
    stall_s: float = 15.0
    reply_s: float = 30.0
    answer_bytes: int = 2**20
    file_bytes: int = 64 * 2**20


class DocumentsClient:
    """A `DocumentStore` that speaks the look-up interface of the national store."""

    def __init__(
        self,
        base_url: str,
        *,
        token: str = "",
        ca_file: str = "",
        limits: DocumentLimits | None = None,
    ) -> None:
        """Prepare a client; no connection is made yet.

        Args:
            base_url: Address of the store. Plain http only to this machine.
            token: Bearer token, "" for none.
            ca_file: Extra certificate authority, PEM, "" for the system's alone.
            limits: Bounds of a request.

        Raises:
            DocumentsNotConfigured: Address or authority file cannot be used.
        """
        self._limits = limits or DocumentLimits()
        try:
            self._base = usable_address(base_url)
        except UnusableAddress as error:
            raise DocumentsNotConfigured(f"address of the store: {error}") from error
        headers = {"Accept": _JSON, "Accept-Encoding": "identity", "User-Agent": "sohoa"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        self._http = httpx.Client(
            headers=headers,
            verify=_trust(self._base, ca_file),
            timeout=httpx.Timeout(self._limits.stall_s, connect=self._limits.connect_s),
            follow_redirects=False,
            # A proxy of the network is never asked for an address on this machine.
            trust_env=not is_loopback(self._base.host),
            limits=httpx.Limits(max_connections=2, keepalive_expiry=2.0),
        )

    @property
    def is_configured(self) -> bool:
        """There is a store to ask."""
        return True

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def find(
        self, owner_id: str, procedure_code: str, wanted: Sequence[Wanted], requester: Requester
    ) -> tuple[StoredDocument, ...]:
        """Papers of the owner among those wanted.

        Raises:
            DocumentStoreError: By what has to be done about it.
        """
        if not wanted:
            return ()
        body = question(owner_id, procedure_code, wanted, requester)
        media, answer = self._ask(FIND_PATH, body, self._limits.answer_bytes)
        if media != _JSON:
            raise DocumentsOffline("not the store; is this a sign-in page of the network?")
        return documents_of(answer, wanted)

    def fetch(self, issuer: str, path: str) -> bytes:
        """The bytes of a file; the store only gives PDF.

        Raises:
            DocumentStoreError: By what has to be done about it.
        """
        body = file_question(issuer, path)
        _, data = self._ask(FILE_PATH, body, self._limits.file_bytes)
        if not data.startswith(b"%PDF-"):
            raise DocumentsMalformed("the file is no PDF")
        return data

    def _ask(self, path: str, body: bytes, most_bytes: int) -> tuple[str, bytes]:
        """Send a question; gives media type and body of the answer."""
        url = self._base.copy_with(path=self._base.path.rstrip("/") + path)
        with (
            _wrapped(),
            self._http.stream(
                "POST", url, content=body, headers={"Content-Type": _JSON}
            ) as response,
        ):
            if response.status_code != 200:
                raise _failure_of(response.status_code)
            media = response.headers.get("content-type", "").partition(";")[0].strip().lower()
            return media, self._read(response, most_bytes)

    def _read(self, response: httpx.Response, most_bytes: int) -> bytes:
        deadline = time.monotonic() + self._limits.reply_s
        body = bytearray()
        if response.headers.get("content-encoding", "identity") != "identity":
            raise DocumentsMalformed("the answer is encoded though we asked for plain")
        for part in response.iter_raw():
            body += part
            if len(body) > most_bytes:
                raise DocumentsTooLarge(f"more than {most_bytes} bytes")
            if time.monotonic() > deadline:
                raise DocumentsBusy("the answer came too slowly")
        return bytes(body)


def _failure_of(status: int) -> DocumentStoreError:
    if status in (401, 403):
        return DocumentsRefused(f"login, HTTP {status}")
    if status in _SLOW_DOWN or (status >= 500 and status != 511):
        return DocumentsBusy(f"HTTP {status}")
    if 400 <= status < 500 and status != 407:
        return DocumentsRefused(f"HTTP {status}")
    # Redirects, 407 and 511: something stands between us and the store.
    return DocumentsOffline(f"unexpected reply, HTTP {status}")


@contextmanager
def _wrapped() -> Iterator[None]:
    """Turn failures of the connection into the store's errors."""
    try:
        yield
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.ProxyError) as error:
        raise _tls(error) or DocumentsOffline(type(error).__name__) from error
    except (httpx.UnsupportedProtocol, httpx.LocalProtocolError, httpx.InvalidURL) as error:
        raise DocumentsRefused(f"request cannot be made: {type(error).__name__}") from error
    except (httpx.TransportError, httpx.StreamError) as error:
        raise _tls(error) or DocumentsBusy(type(error).__name__) from error


def _tls(error: Exception) -> DocumentsTls | None:
    refused = tls_failure(error)
    return None if refused is None else DocumentsTls(refused.detail)


def _trust(base: httpx.URL, ca_file: str) -> ssl.SSLContext:
    """Trust of the operating system and the extra authority; nobody's for plain http."""
    context = system_trust(base)
    if ca_file and base.scheme == "https":
        try:
            context.load_verify_locations(ca_file)
        except OSError as error:
            raise DocumentsNotConfigured(f"{ca_file}: {error}") from error
    return context
