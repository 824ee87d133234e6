"""Stores of digitized papers for tests: one in memory, one over HTTP on this machine."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from app.province.documents import Requester, StoredDocument, Wanted
from tests.fakes.loopback_web import LoopbackWeb, QuietHandler

PDF = b"%PDF-1.7 synthetic"


@dataclass
class FakeDocuments:
    """Papers by owner; `trouble` is raised instead of an answer."""

    papers: dict[str, tuple[StoredDocument, ...]] = field(default_factory=dict)
    trouble: Exception | None = None
    asked: list[tuple[str, str, tuple[Wanted, ...], Requester]] = field(default_factory=list)
    is_configured: bool = True

    def close(self) -> None:
        """Nothing is open."""

    def find(
        self, owner_id: str, procedure_code: str, wanted: Sequence[Wanted], requester: Requester
    ) -> tuple[StoredDocument, ...]:
        self.asked.append((owner_id, procedure_code, tuple(wanted), requester))
        if self.trouble is not None:
            raise self.trouble
        codes = {each.code for each in wanted}
        return tuple(each for each in self.papers.get(owner_id, ()) if each.code in codes)

    def fetch(self, issuer: str, path: str) -> bytes:
        if self.trouble is not None:
            raise self.trouble
        return PDF


@dataclass
class DocumentService:
    """What the HTTP store answers next, and what it was asked."""

    url: str = ""
    answer: bytes = b"{}"
    status: int = 200
    media: str = "application/json"
    endless: bool = False
    drip: bool = False
    stop: threading.Event = field(default_factory=threading.Event)
    asked: list[tuple[str, dict[str, str], Any]] = field(default_factory=list)

    def say(self, *papers: dict[str, Any], code: str = "0", message: str = "") -> None:
        """Answer with these papers."""
        body = {
            "errorCode": code,
            "message": message,
            "signature": "",
            "result": {"DanhSachGiayToKetQua": list(papers)},
        }
        self.answer = json.dumps(body).encode()


@contextmanager
def document_service() -> Iterator[DocumentService]:
    """The store over HTTP on a free port of loopback."""
    service = DocumentService()

    class Handler(QuietHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            service.asked.append((self.path, dict(self.headers), json.loads(body)))
            self.send_response(service.status)
            self.send_header("Content-Type", service.media)
            self.end_headers()
            try:
                self._write()
            except OSError:
                return

        def _write(self) -> None:
            if service.drip:
                while not service.stop.wait(0.02):
                    self.wfile.write(b" ")
            elif service.endless:
                while not service.stop.is_set():
                    self.wfile.write(b" " * 65536)
            else:
                self.wfile.write(service.answer)

    with LoopbackWeb(Handler) as web:
        service.url = web.url
        try:
            yield service
        finally:
            service.stop.set()


def paper(code: str = "birth_certificate", **values: Any) -> dict[str, Any]:
    """A paper as the store describes it."""
    return {
        "MaKetQua": code,
        "TenGiayTo": "Giấy khai sinh",
        "SoKyHieu": "12/2024",
        "CoQuanChuQuan": "UBND xã Mẫu",
        "DanhSachTepDinhKem": [{"TenTep": "ks.pdf", "DuongDan": "/kho/1"}],
        **values,
    }
