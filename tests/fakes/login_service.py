"""A login service on loopback: device codes, tokens, renewal; told what to answer."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

DEVICE = {
    "device_code": "secret-device-code",
    "user_code": "WDJB-MJHT",
    "verification_uri": "https://dang-nhap.example/thiet-bi",
    "verification_uri_complete": "https://dang-nhap.example/thiet-bi?user_code=WDJB-MJHT",
    "expires_in": 900,
    "interval": 5,
}
METADATA = "/.well-known/oauth-authorization-server"


@dataclass
class LoginService:
    """Answers in turn from `answers`; afterwards gives tokens. `asked` has the forms."""

    url: str = ""
    device: dict[str, object] = field(default_factory=lambda: dict(DEVICE))
    answers: list[tuple[int, dict[str, object]]] = field(default_factory=list)
    asked: list[dict[str, str]] = field(default_factory=list)
    given: int = 0
    metadata_path: str = METADATA
    metadata: dict[str, object] = field(default_factory=dict)

    def reply(self, path: str, form: dict[str, str]) -> tuple[int, dict[str, object]]:
        if path == self.metadata_path:
            return 200, self.metadata
        if path == "/device":
            self.asked.append(form)
            return 200, self.device
        if path != "/token":
            return 404, {}
        self.asked.append(form)
        if self.answers:
            return self.answers.pop(0)
        self.given += 1
        return 200, {
            "access_token": f"access-{self.given}",
            "refresh_token": f"refresh-{self.given}",
            "token_type": "Bearer",
            "expires_in": 300,
        }


@contextmanager
def running_login_service() -> Iterator[LoginService]:
    """Serve until the end of the block."""
    service = LoginService()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer({})

        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length", "0"))
            form = parse_qs(self.rfile.read(length).decode("ascii"))
            self._answer({name: values[0] for name, values in form.items()})

        def _answer(self, form: dict[str, str]) -> None:
            status, values = service.reply(self.path, form)
            body = json.dumps(values).encode("utf-8")
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nothing is logged."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    service.url = f"http://127.0.0.1:{server.server_port}"
    service.metadata = {
        "issuer": service.url,
        "device_authorization_endpoint": f"{service.url}/device",
        "token_endpoint": f"{service.url}/token",
    }
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        thread.join(10)
        server.server_close()
