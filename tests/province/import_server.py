"""A document store and a portal on loopback that remember, refuse doubles and lose replies."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.parser import BytesParser
from typing import Any

from tests.fakes.loopback_web import LoopbackWeb, QuietHandler

DONE = {"error_code": "0", "message": "Thành công"}
EXISTS = {"error_code": "1", "message": "Bản ghi ĐÃ TỒN TẠI trong hệ thống"}


@dataclass
class Office:
    """What the server has, and what it will do to the next replies.

    Attributes:
        lose: Numbers of requests, from 1, whose reply is lost after it was applied.
        status: Number of a request -> status that answers instead, before anything is applied.
    """

    documents: dict[str, tuple[dict[str, str], bytes]] = field(default_factory=dict)
    records: dict[str, dict[str, Any]] = field(default_factory=dict)
    log: list[tuple[str, str]] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    lose: set[int] = field(default_factory=set)
    status: dict[int, int] = field(default_factory=dict)
    answers: dict[str, Any] = field(default_factory=dict)
    url: str = ""

    def answer(self, method: str, path: str, headers: dict[str, str], body: bytes) -> Any:
        """Apply a request and give the JSON that answers it."""
        if path in self.answers:
            return self.answers[path]
        if path.startswith("/api/v1/documents"):
            return self._document(method, path, headers["content-type"], body)
        rows = json.loads(body)
        if path == "/portal/insert" and rows[0]["MaHoSo"] in self.records:
            return EXISTS
        self.records[rows[0]["MaHoSo"]] = rows[0]
        return DONE

    def _document(self, method: str, path: str, media: str, body: bytes) -> Any:
        form = BytesParser().parsebytes(f"Content-Type: {media}\r\n\r\n".encode() + body)
        metadata, file = form.get_payload()
        known = json.loads(metadata.get_payload(decode=True))
        if method == "POST" and known["DocCode"] in self.documents:
            return EXISTS
        self.documents[known["DocCode"]] = (known, file.get_payload(decode=True))
        return DONE


@contextmanager
def office() -> Iterator[Office]:
    """Run it."""
    desk = Office()
    with LoopbackWeb(_handler(desk)) as web:
        desk.url = web.url
        yield desk


def _handler(desk: Office) -> type[QuietHandler]:
    class Handler(QuietHandler):
        def _take(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            desk.log.append((self.command, self.path))
            desk.bodies.append(body)
            desk.headers.append(headers)
            number = len(desk.log)
            if number in desk.status:
                self._reply(desk.status[number], {"title": "bận"})
                return
            answer = desk.answer(self.command, self.path, headers, body)
            if number in desk.lose:
                self.close_connection = True
                return
            self._reply(200, answer)

        do_POST = do_PUT = do_PATCH = do_GET = _take

        def _reply(self, status: int, answer: Any) -> None:
            data = json.dumps(answer, ensure_ascii=False).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

    return Handler
