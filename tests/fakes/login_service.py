"""A login service on loopback: device codes, tokens, renewal; told what to answer."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs

from tests.fakes.loopback_web import LoopbackWeb, QuietHandler

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
    identify: Callable[[dict[str, str]], str] | None = None
    jwks: dict[str, object] = field(default_factory=dict)
    logins: list[str] = field(default_factory=list)
    is_away: bool = False
    ahead_s: float = 0.0

    def reply(self, path: str, form: dict[str, str]) -> tuple[int, dict[str, object]]:
        if self.is_away:
            return 503, {}
        if path == "/keys":
            return 200, self.jwks
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
        question = next((form for form in reversed(self.asked) if "nonce" in form), {})
        named = {} if self.identify is None else {"id_token": self.identify(question)}
        return 200, {
            **named,
            "access_token": f"access-{self.given}",
            "refresh_token": f"refresh-{self.given}",
            "token_type": "Bearer",
            "expires_in": 300,
        }


@contextmanager
def running_login_service(identity: Path | None = None) -> Iterator[LoginService]:
    """Serve until the end of the block, over TLS with the certificate in `identity`."""
    service = LoginService()

    class Handler(QuietHandler):
        def do_GET(self) -> None:
            self._answer({})

        def do_POST(self) -> None:
            service.logins.append(self.headers.get("Authorization", ""))
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

        def date_time_string(self, timestamp: float | None = None) -> str:
            now = time.time() if timestamp is None else timestamp
            return super().date_time_string(now + service.ahead_s)

    with LoopbackWeb(Handler, identity) as web:
        service.url = web.url
        service.metadata = {
            "issuer": web.url,
            "device_authorization_endpoint": f"{web.url}/device",
            "token_endpoint": f"{web.url}/token",
            "jwks_uri": f"{web.url}/keys",
        }
        yield service
