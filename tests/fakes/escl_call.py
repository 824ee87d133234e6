"""Our eSCL client in this process instead of in its own; the messages it would have sent."""

from __future__ import annotations

import io
from dataclasses import dataclass, field, replace
from typing import Any

from app.scanning.base import PaperSource, ScanProfile
from app.scanning.escl_worker import EsclSession, _serve
from app.scanning.wire import Message, Outlet, WireBroken, receive
from tests.fakes.escl_server import SHORT, UUID, EsclServer


@dataclass(slots=True)
class Told:
    """What the client said."""

    messages: list[Message] = field(default_factory=list)

    @property
    def pages(self) -> list[Message]:
        """Pages without their previews."""
        return [
            replace(m, payload=m.payload[: len(m.payload) - m.whole("preview")])
            for m in self.messages
            if m.kind == "page"
        ]

    @property
    def error(self) -> str:
        return self.messages[-1].text("code") if self.messages[-1].kind == "error" else ""

    @property
    def warnings(self) -> list[str]:
        return [m.text("code") for m in self.messages if m.kind == "warning"]

    def of(self, kind: str) -> Message:
        return next(m for m in self.messages if m.kind == kind)


def serve(kind: str, **fields: Any) -> Told:
    """One request and all that is said to it."""
    store = io.BytesIO()
    _serve(EsclSession(Outlet(store)), Message(kind, {"limits": SHORT, **fields}))
    store.seek(0)
    told = Told()
    while True:
        try:
            told.messages.append(receive(store))
        except WireBroken:
            return told


def scan_here(server: EsclServer, profile: ScanProfile | None = None, **fields: Any) -> Told:
    """Scan from a server."""
    wish = profile or ScanProfile(source=PaperSource.FEEDER, dpi=75)
    given = {"urls": [server.url], "uuid": UUID, "policy": "if_no_tls", "options": {}, **fields}
    return serve(
        "scan",
        source=wish.source.value,
        colour=wish.colour.value,
        dpi=wish.dpi,
        max_pages=wish.max_pages,
        **given,
    )
