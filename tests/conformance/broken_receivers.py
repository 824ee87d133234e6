"""Receivers with one defect each: the reference receiver behind a layer that spoils something."""

from __future__ import annotations

import base64
import json
import socket
import threading
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import jwt
import uvicorn
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.receiver.keyring import prepare_next, rotate
from app.receiver.server import create_app
from app.receiver.settings import ReceiverSettings
from tests.receiver.contract import Seen


@dataclass(slots=True)
class Spoiled:
    """A whole reply on its way, and the request that it answers."""

    method: str
    path: str
    asked: bytes
    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)

    def put(self, value: object) -> None:
        self.body = json.dumps(value).encode()


Change = Callable[[Spoiled], None]


@dataclass(frozen=True, slots=True)
class Defect:
    """What a receiver does wrong, and the checks that must notice.

    `request` may rewrite request headers; `reply` may rewrite the reply.
    """

    name: str
    noticed_by: tuple[str, ...]
    reply: Change = lambda reply: None
    request: Callable[[dict[bytes, bytes], str], None] = lambda headers, path: None


class Spoiler:
    """ASGI layer with the defect."""

    def __init__(self, app: ASGIApp, defect: Defect) -> None:
        self._app = app
        self._defect = defect

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        self._defect.request(headers, scope["path"])
        scope = {**scope, "headers": list(headers.items())}
        asked = b""
        if scope["method"] == "POST":
            asked = await Request(scope, receive).body()
            receive = _again(asked)
        parts: list[Message] = []

        async def keep(message: Message) -> None:
            parts.append(message)

        await self._app(scope, receive, keep)
        reply = Spoiled(
            scope["method"],
            scope["path"],
            asked,
            parts[0]["status"],
            {name.decode(): value.decode("latin-1") for name, value in parts[0]["headers"]},
            b"".join(part.get("body", b"") for part in parts[1:]),
        )
        self._defect.reply(reply)
        if scope["method"] != "HEAD":
            reply.headers.pop("content-length", None)
        if reply.body and scope["method"] != "HEAD":
            reply.headers["content-length"] = str(len(reply.body))
        pairs = [(name.encode(), value.encode("latin-1")) for name, value in reply.headers.items()]
        await send({"type": "http.response.start", "status": reply.status, "headers": pairs})
        await send({"type": "http.response.body", "body": reply.body})


def _again(body: bytes) -> Receive:
    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    return receive


class _Quiet(uvicorn.Server):
    """Leaves the signals of the test process alone."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@contextmanager
def running(app: ASGIApp) -> Iterator[str]:
    """Serve in a thread of this process; gives the address."""
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(
        app, lifespan="off", log_level="critical", access_log=False, timeout_graceful_shutdown=1
    )
    server = _Quiet(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(15)
        listener.close()


class Recorder:
    """ASGI layer that keeps what every reply was, and changes nothing."""

    def __init__(self, seen: list[Seen]) -> None:
        self._seen = seen

    def over(self, app: ASGIApp) -> ASGIApp:
        async def recorded(scope: Scope, receive: Receive, send: Send) -> None:
            parts: list[Message] = []

            async def keep(message: Message) -> None:
                parts.append(message)
                await send(message)

            await app(scope, receive, keep)
            if parts:
                self._seen.append(_seen(scope, parts))

        return recorded


def _seen(scope: Scope, parts: list[Message]) -> Seen:
    headers = {name.decode(): value.decode("latin-1") for name, value in parts[0]["headers"]}
    media = headers.get("content-type", "").partition(";")[0]
    body = b"".join(part.get("body", b"") for part in parts[1:])
    return Seen(scope["method"], scope["path"], parts[0]["status"], media, body)


@contextmanager
def reference(
    folder: Path,
    defect: Defect | None = None,
    settings: ReceiverSettings | None = None,
    *,
    recorder: Recorder | None = None,
) -> Iterator[str]:
    """The reference receiver, with a defect where one is given; gives its address."""
    app = create_app(
        folder,
        clock=lambda: datetime.now(UTC),
        new_id=lambda: str(uuid.uuid4()),
        settings=settings or ReceiverSettings(pages=False),
    )
    layered: ASGIApp = Spoiler(app, defect) if defect else app
    if recorder:
        layered = recorder.over(layered)
    try:
        with running(layered) as address:
            yield address
    finally:
        app.state.close()


def _is_create(reply: Spoiled) -> bool:
    return reply.method == "POST" and reply.path == "/v1/dossiers" and reply.status == 201


def _service(change: Callable[[Any], None]) -> Change:
    def spoil(reply: Spoiled) -> None:
        if reply.path.endswith("sohoa-intake"):
            document = reply.json()
            change(document)
            reply.put(document)

    return spoil


def _created(change: Callable[[Any], None]) -> Change:
    def spoil(reply: Spoiled) -> None:
        if _is_create(reply):
            value = reply.json()
            change(value)
            reply.put(value)

    return spoil


def _claims(key: Ed25519PrivateKey | None, changes: Mapping[str, object], **header: str) -> Change:
    """Receipts with other claims, signed with another key, or the right one where None."""

    def spoil(reply: Spoiled) -> None:
        if not reply.path.endswith("/commit") or reply.status != 200:
            return
        told = reply.json()
        old = jwt.get_unverified_header(told["receipt_jws"])
        claims = jwt.decode(told["receipt_jws"], options={"verify_signature": False})
        used = key or _SIGNING_KEYS[-1]
        headers = {"typ": old["typ"], "kid": old["kid"], **header}
        claims = {**claims, **changes}
        told["receipt_jws"] = jwt.encode(claims, used, algorithm="EdDSA", headers=headers)
        reply.put(told)

    return spoil


def change_keys(folder: Path) -> None:
    """Let a receiver have changed its key once, before it starts."""
    folder.mkdir(exist_ok=True)
    prepare_next(folder, datetime.now(UTC))
    rotate(folder, datetime.now(UTC))


_SIGNING_KEYS: list[Any] = []


def use_key_of(folder: Path) -> None:
    """Let defects sign with the receiver's own key."""
    pem = (folder / "receipt-key.pem").read_bytes()
    _SIGNING_KEYS[:] = [load_pem_private_key(pem, None)]


def _status(method: str, path: str, old: int, new: int) -> Change:
    def spoil(reply: Spoiled) -> None:
        if reply.method == method and path in reply.path and reply.status == old:
            reply.status = new

    return spoil


def _header(method: str, path: str, name: str, value: str = "") -> Change:
    def spoil(reply: Spoiled) -> None:
        if reply.method == method and path in reply.path and name in reply.headers:
            reply.headers[name] = value
            if not value:
                del reply.headers[name]

    return spoil


def _problem(change: Callable[[Any, Spoiled], None]) -> Change:
    def spoil(reply: Spoiled) -> None:
        if reply.headers.get("content-type") == "application/problem+json" and reply.body:
            value = reply.json()
            change(value, reply)
            reply.put(value)

    return spoil


def _drop(name: bytes, path: str = "") -> Callable[[dict[bytes, bytes], str], None]:
    def change(headers: dict[bytes, bytes], where: str) -> None:
        if path in where:
            headers.pop(name, None)

    return change


def _set(name: bytes, value: bytes, path: str) -> Callable[[dict[bytes, bytes], str], None]:
    def change(headers: dict[bytes, bytes], where: str) -> None:
        if path in where:
            headers[name] = value

    return change


def _forgetful(reply: Spoiled) -> None:
    if _is_create(reply):
        reply.put({**reply.json(), "id": str(uuid.uuid4())})


def _html_for_commit(reply: Spoiled) -> None:
    if reply.path.endswith("/commit"):
        reply.status, reply.body = 200, b"<html>Xin chao</html>"
        reply.headers["content-type"] = "text/html"


def _careless(reply: Spoiled) -> None:
    if reply.path.endswith("/commit") and reply.status == 422:
        reply.status, reply.headers["content-type"] = 200, "application/json"
        fields = {"state": "accepted", "receipt_jws": "a.b.c", "receipt": "/v1/receipts/1"}
        reply.put({**json.loads(reply.asked), **fields})


def _leaky_upload(reply: Spoiled) -> None:
    if reply.method == "HEAD" and reply.headers.get("upload-offset", "0") == "0":
        reply.headers["upload-offset"] = "1"


def _elsewhere(reply: Spoiled) -> None:
    if reply.status == 404:
        reply.status, reply.headers["location"] = 302, "https://login.example/"


def _lists_everybody(reply: Spoiled) -> None:
    if reply.method == "GET" and reply.path == "/v1/dossiers" and reply.status == 400:
        reply.status, reply.headers["content-type"] = 200, "application/json"
        reply.put({"dossiers": []})


def _other_bytes(reply: Spoiled) -> None:
    if reply.path.startswith("/v1/receipts/") and reply.status == 200:
        reply.body += b"\n"


def _foreign_uploads(told: Any) -> None:
    for entry in told["uploads"]:
        entry["url"] = "https://storage.example" + str(entry["url"])


def _known_bytes(told: Any) -> None:
    for entry in told["uploads"]:
        entry["url"] = None


def _echo(value: Any, reply: Spoiled) -> None:
    value["detail"] = json.dumps(json.loads(reply.asked or b"{}"), ensure_ascii=False)


def _english(value: Any, reply: Spoiled) -> None:
    value["title"] = "Bad request"


def _wordless(value: Any, reply: Spoiled) -> None:
    value.pop("retry")
    value.pop("fields", None)
    value["status"] = 0


def _leak_key(document: Any) -> None:
    document["jwks"]["keys"][0]["d"] = base64.urlsafe_b64encode(b"k" * 32).decode()


def _key_sets(change: Callable[[list[str]], list[str]]) -> Change:
    def spoil(reply: Spoiled) -> None:
        if reply.path == "/v1/keys" and reply.status == 200:
            told = reply.json()
            reply.put({**told, "sets": change(told["sets"])})

    return spoil


_FIRST_SETS: list[str] = []


def _replay(sets: list[str]) -> list[str]:
    """The sets of the first question, whatever is asked afterwards."""
    _FIRST_SETS[:] = _FIRST_SETS or sets
    return list(_FIRST_SETS)


def _resigned(key: Ed25519PrivateKey | None, **changes: int) -> Callable[[list[str]], list[str]]:
    """The newest set with other members, signed by a stranger or, with None, by nobody."""

    def change(sets: list[str]) -> list[str]:
        if not sets:
            return sets
        header = jwt.get_unverified_header(sets[-1])
        claims = {**jwt.decode(sets[-1], options={"verify_signature": False}), **changes}
        names = {"typ": header["typ"], "kid": header["kid"]}
        algorithm = "EdDSA" if key else "none"
        return [*sets[:-1], jwt.encode(claims, key, algorithm=algorithm, headers=names)]

    return change


DEFECTS = (
    Defect("forgets_what_was_announced", ("C1", "C4", "C7", "F1"), _forgetful),
    Defect("html_for_commit", ("G1", "G2", "G9"), _html_for_commit),
    Defect("accepts_anything", ("G2", "G3", "G4", "G8", "G14"), _careless),
    Defect("offset_runs_ahead", ("D2", "D8a", "D16", "E2"), _leaky_upload),
    Defect("wrong_offset_welcome", ("D7",), _status("PATCH", "/uploads/", 409, 204)),
    Defect("too_many_bytes_welcome", ("D12",), _status("PATCH", "/uploads/", 413, 204)),
    Defect("checksum_not_looked_at", ("E2", "E3", "E4", "E5"), request=_drop(b"upload-checksum")),
    Defect(
        "tus_version_not_looked_at",
        ("D10",),
        request=_set(b"tus-resumable", b"1.0.0", "/uploads/"),
    ),
    Defect(
        "media_not_looked_at",
        ("D11",),
        request=_set(b"content-type", b"application/offset+octet-stream", "/uploads/"),
    ),
    Defect("no_expiry", ("D3",), _header("HEAD", "/uploads/", "upload-expires")),
    Defect("uploads_elsewhere", ("B2",), _created(_foreign_uploads)),
    Defect("bytes_by_digest", ("I8",), _created(_known_bytes)),
    Defect("other_state", ("B1",), _created(lambda told: told.update(state="accepted"))),
    Defect("secret_key_published", ("A6",), _service(_leak_key)),
    Defect("no_keys", ("A5", "H1", "H2"), _service(lambda d: d.update(jwks={"keys": []}))),
    Defect("no_limits", ("A3",), _service(lambda d: d.pop("max_file_bytes"))),
    Defect("receipt_of_a_stranger", ("H2",), _claims(Ed25519PrivateKey.generate(), {})),
    Defect("receipt_is_any_jwt", ("H1",), _claims(None, {}, typ="JWT")),
    Defect("receipt_without_audit_head", ("H4",), _claims(None, {"client_audit_head": ""})),
    Defect("receipt_of_other_files", ("H5",), _claims(None, {"files_sha256": "0" * 64})),
    Defect("receipt_of_local_time", ("H10",), _claims(None, {"committed_at": "2026-01-01T00:00"})),
    Defect("receipt_with_other_bytes", ("H8",), _other_bytes),
    Defect("accepted_can_be_withdrawn", ("J2",), _status("DELETE", "/dossiers/", 409, 204)),
    Defect("if_match_is_optional", ("I3",), _status("POST", "/revisions", 428, 201)),
    Defect("stale_base_welcome", ("I4",), _status("POST", "/revisions", 412, 201)),
    Defect("lists_everybody", ("K3",), _lists_everybody),
    Defect("redirects_elsewhere", ("C9", "L7", "L11"), _elsewhere),
    Defect("speaks_english", ("L2",), _problem(_english)),
    Defect("repeats_values", ("L5",), _problem(_echo)),
    Defect("problems_without_members", ("L1", "L3", "L4"), _problem(_wordless)),
    Defect("falls_over_bad_json", ("M2", "M4", "L10"), _status("POST", "/v1/dossiers", 400, 500)),
    Defect("size_told_too_late", ("N1",), _status("POST", "/v1/dossiers", 413, 201)),
    Defect("key_sets_repeated", ("H12", "H15"), _key_sets(_replay)),
    Defect("key_set_of_a_stranger", ("H13",), _key_sets(_resigned(Ed25519PrivateKey.generate()))),
    Defect("key_set_of_nobody", ("H13",), _key_sets(_resigned(None))),
    Defect("key_sets_do_not_grow", ("H14",), _key_sets(_resigned(None, iat=0))),
    Defect("keys_behind_their_sets", ("H16",), _service(lambda d: d["jwks"].update(version=1))),
)
