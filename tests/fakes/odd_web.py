"""A web server on loopback that answers every request the way it is told; a context manager."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

from tests.fakes.loopback_web import LoopbackWeb, QuietHandler


class OddWeb(LoopbackWeb):
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

        class Handler(QuietHandler):
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

        super().__init__(Handler)
