"""HTTP with one eSCL device: every reply bounded, every kind of trouble typed.

Each request has a connection of its own. Devices close kept ones without a word, and a request
for a page must never be repeated: the page might be gone by then.
"""

from __future__ import annotations

import logging
import re
import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from enum import StrEnum
from urllib.parse import urlsplit

import httpx

from app.scanning.base import PageTruncated, ScanError, ScannerBusy, ScannerDenied, ScannerOffline
from app.scanning.driver_errors import ScannerChanged, ScannerMisbehaves, ScannerUntrusted
from app.scanning.escl_address import usable_root
from app.scanning.escl_tree import MAX_XML_BYTES
from app.scanning.escl_trust import fingerprint_of, line_context, shown_certificate
from app.scanning.escl_values import EsclCapabilities, EsclStatus, capabilities_of, status_of

_log = logging.getLogger(__name__)

MAX_PAGE_BYTES = 256 * 1024 * 1024
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_DENIED = frozenset({401, 403})
_OTHER_HOST_WORTH = frozenset({400, 403, 404, 405, 421})
_MAX_PATH_CHARS = 300
_USUAL_PORTS = {"http": 80, "https": 443}


class HostForm(StrEnum):
    """How the device wants to be called in the header Host."""

    PLAIN = "plain"
    WITH_PORT = "with_port"
    LOCALHOST = "localhost"


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds.

    Attributes:
        wait_s: Until a device begins to answer, also while it draws in a sheet.
        read_s: Between two parts of an answer.
        page_s: For one page in all.
        retry_s: Before a device that asked for patience is asked again.
        busy_s: In all for a device that says that it is busy.
        not_ready_s: In all for a page that a device has announced but does not give.
    """

    connect_s: float = 10.0
    wait_s: float = 120.0
    read_s: float = 60.0
    page_s: float = 600.0
    retry_s: float = 2.0
    busy_s: float = 30.0
    not_ready_s: float = 30.0


@dataclass(frozen=True, slots=True)
class Reply:
    """Answer of the device."""

    status: int
    headers: Mapping[str, str]
    data: bytes


class EsclLine:
    """A device at one address.

    Args:
        url: Root of the service, such as "http://192.0.2.7:80/eSCL".
        limits: Patience.
        pinned_pem: Its confirmed certificate; "" = only what the system trusts.
        alive: Called whenever something was heard.

    Raises:
        ScannerMisbehaves: No usable address.
    """

    def __init__(
        self,
        url: str,
        limits: Limits,
        *,
        pinned_pem: str = "",
        alive: Callable[[], None] = lambda: None,
    ) -> None:
        self._root = usable_root(url)
        self._limits = limits
        self._pinned = pinned_pem
        self._alive = alive
        self._form = HostForm.PLAIN

    @property
    def url(self) -> str:
        """Where the device was reached, after what it moved to."""
        return self._root.geturl()

    def call_as(self, form: HostForm) -> None:
        """Use this form of the host from now on."""
        self._form = form

    def capabilities(self) -> EsclCapabilities:
        """What the device can do.

        Raises:
            ScanError: It cannot be asked.
        """
        return capabilities_of(self._document("ScannerCapabilities"))

    def status(self) -> EsclStatus:
        """How the device is now; one that cannot tell is taken as ready.

        Raises:
            ScanError: It does not answer at all.
        """
        try:
            return status_of(self._document("ScannerStatus"))
        except (ScannerMisbehaves, ScannerBusy) as error:
            _log.debug("no status: %s", error.detail)
            return EsclStatus("", "", (), ())

    def order(self, settings: bytes) -> Reply:
        """Ask for a scan; the reply may be a refusal."""
        path = f"{self._root.path}/ScanJobs"
        reply = self.ask("POST", path, body=settings)
        for form in HostForm:
            if reply.status not in _OTHER_HOST_WORTH or form is self._form:
                continue
            other = self.ask("POST", path, body=settings, form=form)
            if other.status not in _OTHER_HOST_WORTH:
                self._form, reply = form, other
        return reply

    def job_path(self, reply: Reply) -> str:
        """Path of the job that was begun; the host of Location is not believed.

        Devices write "localhost", IPv6 addresses without brackets or only a path there.

        Raises:
            ScannerMisbehaves: No such path.
        """
        location = reply.headers.get("location", "").strip()
        path = re.sub(r"^[a-z]+://[^/]*", "", location, count=1, flags=re.IGNORECASE)
        path = path.partition("?")[0].partition("#")[0].rstrip("/")
        if not path or len(path) > _MAX_PATH_CHARS or not path.isascii() or " " in path:
            raise ScannerMisbehaves("no address of the job")
        return path if path.startswith("/") else f"{self._root.path}/{path}"

    def next_page(self, job: str) -> Reply:
        """Fetch what the device made next.

        Raises:
            PageTruncated: It broke off inside the page.
            ScannerOffline: It did not begin to answer.
        """
        return self.ask("GET", f"{job}/NextDocument", is_page=True)

    def drop(self, job: str, timeout_s: float) -> None:
        """Tell the device to forget a job; whether it does is not our trouble."""
        hurried = replace(self._limits, connect_s=timeout_s, wait_s=timeout_s, read_s=timeout_s)
        line = EsclLine(self.url, hurried, pinned_pem=self._pinned)
        line.call_as(self._form)
        line.ask("DELETE", job)

    def ask(
        self,
        method: str,
        path: str,
        *,
        body: bytes = b"",
        form: HostForm | None = None,
        is_page: bool = False,
    ) -> Reply:
        """One request and its whole answer.

        Raises:
            ScanError: No answer, or one out of bounds.
        """
        limits, heard = self._limits, _Heard(is_page)
        timeout = httpx.Timeout(limits.wait_s, connect=limits.connect_s)
        with _typed(self, heard), self._client() as client:
            request = client.build_request(
                method,
                f"{self._root.scheme}://{self._root.netloc}{path}",
                content=body or None,
                headers=self._headers(form or self._form, has_body=bool(body)),
                timeout=timeout,
            )
            response = client.send(request, stream=True)
            try:
                request.extensions["timeout"]["read"] = limits.read_s
                return self._whole(response, heard)
            finally:
                response.close()

    def error_for(self, error: httpx.HTTPError, is_page_begun: bool) -> ScanError:
        """What an error of HTTP means here."""
        if _is_untrusted(error):
            return self._untrusted()
        detail = f"{type(error).__name__}: {error}"
        if is_page_begun:
            return PageTruncated(detail)
        if isinstance(error, httpx.ProtocolError) and not re.search("disconnect|closed", detail):
            return ScannerMisbehaves(detail)
        return ScannerOffline(detail)

    def certificate(self) -> str:
        """The certificate the device shows, PEM, for a person to compare.

        Raises:
            ScannerOffline: It shows none.
        """
        port = self._root.port or _USUAL_PORTS[self._root.scheme]
        try:
            return shown_certificate(self._root.hostname or "", port, self._limits.connect_s)
        except (OSError, ValueError) as error:
            raise ScannerOffline(f"no certificate: {type(error).__name__}") from error

    def _untrusted(self) -> ScanError:
        try:
            detail = fingerprint_of(self.certificate())
        except (ScannerOffline, ValueError):
            detail = ""
        return ScannerChanged(detail) if self._pinned else ScannerUntrusted(detail)

    def _document(self, name: str) -> bytes:
        """A document of the service, however the device wants to be called."""
        path = f"{self._root.path}/{name}"
        reply = self._followed(self.ask("GET", path), name)
        for form in HostForm:
            if reply.status not in _OTHER_HOST_WORTH or form is self._form:
                continue
            other = self.ask("GET", path, form=form)
            if other.status == httpx.codes.OK:
                self._form, reply = form, other
        if reply.status in _DENIED:
            raise ScannerDenied(f"{name}: {reply.status}")
        if reply.status == httpx.codes.SERVICE_UNAVAILABLE:
            raise ScannerBusy(f"{name}: not ready")
        if reply.status != httpx.codes.OK:
            raise ScannerMisbehaves(f"{name}: {reply.status}")
        return reply.data

    def _followed(self, reply: Reply, name: str) -> Reply:
        """Go along with a move to encryption on the same host, and with no other."""
        if reply.status not in _REDIRECTS:
            return reply
        target = urlsplit(reply.headers.get("location", ""))
        same_host = (target.hostname or "") == (self._root.hostname or "")
        if not same_host or target.scheme != "https" or not target.path.endswith(f"/{name}"):
            raise ScannerMisbehaves("sends us elsewhere")
        self._root = usable_root(target.geturl().removesuffix(f"/{name}"))
        return self.ask("GET", f"{self._root.path}/{name}")

    def _client(self) -> httpx.Client:
        try:
            verify = line_context(self._pinned, is_needed=self._root.scheme == "https")
        except ValueError as error:
            raise ScannerUntrusted("the kept certificate cannot be read") from error
        return httpx.Client(verify=verify, trust_env=False, follow_redirects=False)

    def _headers(self, form: HostForm, *, has_body: bool) -> dict[str, str]:
        headers = {
            "Accept": "*/*",
            "Accept-Encoding": "identity",
            "Connection": "close",
            "User-Agent": "tram-so-hoa",
        }
        if has_body:
            headers["Content-Type"] = "text/xml"
        match form:
            case HostForm.PLAIN:
                pass
            case HostForm.WITH_PORT:
                host = self._root.netloc.partition("%")[0]
                port = f":{_USUAL_PORTS[self._root.scheme]}"
                headers["Host"] = host if self._root.port else host + port
            case HostForm.LOCALHOST:
                headers["Host"] = "localhost"
        return headers

    def _whole(self, response: httpx.Response, heard: _Heard) -> Reply:
        bound = MAX_PAGE_BYTES if heard.is_page else MAX_XML_BYTES
        kept = bytearray()
        self._alive()
        heard.begin(response.status_code)
        for part in response.iter_raw():
            self._alive()
            kept += part
            heard.count = len(kept)
            if heard.count > bound:
                raise ScannerMisbehaves("a reply is too long")
            if heard.elapsed_s > self._limits.page_s:
                raise PageTruncated("a reply takes too long")
        headers = {name.lower(): value for name, value in response.headers.items()}
        return Reply(response.status_code, headers, bytes(kept))


class _Heard:
    """How much of a reply has come."""

    def __init__(self, is_page: bool) -> None:
        self.is_page = is_page
        self.count = 0
        self.is_begun = False
        self._began = time.monotonic()

    def begin(self, status: int) -> None:
        """The headers are there; of a page that was announced nothing may be missing."""
        self._began = time.monotonic()
        self.is_begun = self.is_page and status == httpx.codes.OK

    @property
    def elapsed_s(self) -> float:
        """Seconds since the headers came."""
        return time.monotonic() - self._began


@contextmanager
def _typed(line: EsclLine, heard: _Heard) -> Iterator[None]:
    """Turn the errors of HTTP into ours."""
    try:
        yield
    except httpx.HTTPError as error:
        raise line.error_for(error, heard.is_begun) from error
    except (OSError, ValueError, httpx.InvalidURL) as error:
        raise ScannerMisbehaves(type(error).__name__) from error


def _is_untrusted(error: BaseException) -> bool:
    """Whether a certificate that was not believed is behind an error."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return True
        cause = cause.__cause__ or cause.__context__
    return False
