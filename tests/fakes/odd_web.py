"""A web server on loopback that answers every request the way it is told; a context manager."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread


class OddWeb:
    """Answers whatever is posted.

    Args:
        answer: Gives the body for the body of a request.
        headers: Beside the length.
        status: HTTP status.
        pause_s: Waited before every tenth of the body.

    Attributes:
        asked: How many requests came.
    """

    def __init__(
        self,
        answer: Callable[[bytes], bytes],
        headers: Mapping[str, str],
        *,
        status: int = 200,
        pause_s: float = 0.0,
    ) -> None:
        self.asked = 0
        web = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                web.asked += 1
                body = answer(self.rfile.read(int(self.headers.get("Content-Length", "0"))))
                try:
                    self.send_response(status)
                    for name, value in headers.items():
                        self.send_header(name, value)
                    self.send_header("Content-Length", str(len(body)))
                    self.end_headers()
                    step = max(1, len(body) // 10) if pause_s else len(body) or 1
                    for start in range(0, len(body), step):
                        time.sleep(pause_s)
                        self.wfile.write(body[start : start + step])
                except ConnectionError:
                    self.close_connection = True  # the client had enough of it

            def log_message(self, format: str, *args: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    @property
    def url(self) -> str:
        """Address."""
        return f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> OddWeb:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
