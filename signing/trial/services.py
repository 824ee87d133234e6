"""Services of the throw-away authority on the loopback interface: CRL, root, time stamps."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from types import TracebackType

from cryptography.hazmat.primitives.serialization import Encoding

from signing.errors import TrialSetupFailed
from signing.trial.authority import (
    CRL_PATH,
    ISSUER_PATH,
    OCSP_PATH,
    TSA_PATH,
    TrialAuthority,
)

_MAX_REQUEST_BYTES = 64 * 1024
_HOST = "127.0.0.1"

Answer = Callable[[bytes], bytes]
Files = Mapping[str, bytes]


class TrialServices:
    """A small web server in a thread; a context manager.

    The port is taken when the object is made, so that `url` can be written into certificates
    before the authority exists:

        with TrialServices() as services:
            authority = TrialAuthority.create(folder, now, base_url=services.url, password=…)
            services.publish(authority)
    """

    def __init__(self, port: int = 0) -> None:
        """Take a port.

        Args:
            port: TCP port; 0 takes a free one.

        Raises:
            TrialSetupFailed: The port is in use.
        """
        try:
            self._server = _Server((_HOST, port), _Handler)
        except OSError as error:
            raise TrialSetupFailed("the port of the trial services is in use") from error
        self._thread = Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    @property
    def url(self) -> str:
        """Base address."""
        return f"http://{_HOST}:{self._server.server_port}"

    def publish(
        self,
        authority: TrialAuthority,
        timestamp: Answer | None = None,
        *,
        ocsp: Answer | None = None,
        files: Files | None = None,
    ) -> None:
        """Serve an authority.

        Args:
            authority: Its CRL is read anew for every request.
            timestamp: Answers time-stamp requests; None is the authority itself.
            ocsp: Answers OCSP requests; without it there is no such service.
            files: Further files by path, or others instead of the authority's own.
        """
        self._server.authority = authority
        self._server.timestamp = timestamp or authority.answer_timestamp
        self._server.ocsp = ocsp
        self._server.files = dict(files or {})
        self._server.asked = []

    @property
    def asked(self) -> tuple[str, ...]:
        """Paths that were asked since the last `publish`, in order."""
        return tuple(self._server.asked)

    def __enter__(self) -> TrialServices:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    """The server with what it serves."""

    daemon_threads = True
    authority: TrialAuthority | None = None
    timestamp: Answer | None = None
    ocsp: Answer | None = None

    def __init__(self, address: tuple[str, int], handler: type[BaseHTTPRequestHandler]) -> None:
        self.files: dict[str, bytes] = {}
        self.asked: list[str] = []
        super().__init__(address, handler)


class _Handler(BaseHTTPRequestHandler):
    """Answers one request."""

    server: _Server
    timeout = 10.0

    def do_GET(self) -> None:
        """Serve the CRL and the root certificate."""
        authority = self.server.authority
        self.server.asked.append(self.path)
        if self.path in self.server.files:
            self._send("application/octet-stream", self.server.files[self.path])
        elif authority is not None and self.path == CRL_PATH:
            self._send("application/pkix-crl", authority.crl)
        elif authority is not None and self.path == ISSUER_PATH:
            root = authority.root.certificate.public_bytes(Encoding.DER)
            self._send("application/pkix-cert", root)
        else:
            self.send_error(HTTPStatus.NOT_FOUND)

    def do_POST(self) -> None:
        """Serve time stamps and OCSP."""
        length = self.headers.get("Content-Length", "")
        self.server.asked.append(self.path)
        answer, kind = self.server.timestamp, "application/timestamp-reply"
        if self.path == OCSP_PATH:
            answer, kind = self.server.ocsp, "application/ocsp-response"
        if self.path not in (TSA_PATH, OCSP_PATH) or answer is None:
            self.send_error(HTTPStatus.NOT_FOUND)
        elif not length.isdecimal() or int(length) > _MAX_REQUEST_BYTES:
            self.send_error(HTTPStatus.BAD_REQUEST)
        else:
            try:
                content = answer(self.rfile.read(int(length)))
            except TrialSetupFailed:
                self.send_error(HTTPStatus.BAD_REQUEST)
            else:
                self._send(kind, content)

    def log_message(self, format: str, *args: object) -> None:
        """Write nothing to the terminal."""

    def _send(self, kind: str, content: bytes) -> None:
        """Send a whole answer."""
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        try:
            self.end_headers()
            self.wfile.write(content)
        except ConnectionError:
            # The client has stopped reading: the answer was too large or too late for it.
            self.close_connection = True
