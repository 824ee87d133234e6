"""Every reader of bytes from outside, each with something sound to change.

Receipts and key sets are tried twice: the whole text as it comes, and claims that a right key has
signed, for behind the signature lies code that chance never reaches. Replies of servers go through
the whole client; only the sockets are left out.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.domain.manifest import Manifest, manifest_from_json
from app.errors import StationError
from app.province.intake import IntakeClient
from app.province.key_sets import KEYS_TYPE, newer_keys
from app.province.receipts import RECEIPT_TYPE, files_digest, verify_receipt
from app.province.tus import Reply, failure_of, json_of, moment_of, offset_of, service_of
from app.services.workers import inspect_source
from app.store.envelope import open_bytes, seal_bytes
from app.store.journal_lines import entry_line, understand
from benchmarks.faults.hostile_files import sound_files
from benchmarks.faults.office import Office
from benchmarks.faults.scenarios import scenario
from benchmarks.faults.station import opened


@dataclass(frozen=True, slots=True)
class Reader:
    """A reader of bytes from outside.

    Attributes:
        seeds: Sound bytes.
        read: Takes changed ones.
        allowed: Errors that it may raise.
    """

    name: str
    seeds: Sequence[bytes]
    read: Callable[[bytes], object]
    allowed: tuple[type[Exception], ...] = (StationError,)


def readers(folder: Path) -> list[Reader]:
    """All of them; a store is laid out in `folder` for what is sound."""
    scene, root = scenario("send"), folder / "sound"
    scene.lay_out(root)
    with opened(root, Office()) as station:
        (sent,) = station.store.submissions()
        manifest = station.vault.get(sent.dossier_id, sent.manifest)
    known = manifest_from_json(manifest)
    line = entry_line(7, [("page", {"id": "p", "seq": 1, "raw": b"x"})], [("page", ("q",))])[1]
    sealed = seal_bytes(bytes(32), b"home", b"x" * 3000, salt=bytes(24))
    return [
        Reader("manifest", [manifest], manifest_from_json, (ValueError,)),
        Reader("journal", [line], understand, (StationError, ValueError)),
        Reader("envelope", [sealed], lambda data: open_bytes(bytes(32), b"home", data)),
        *_signed_readers(known),
        *_server_readers(known),
        Reader("importer", list(sound_files().values()), inspect_source),
    ]


_KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
_KID = "trial"


def _jwks() -> dict[str, object]:
    return {"version": 1, "iat": 1, "keys": [_public_jwk()]}


def _public_jwk() -> dict[str, Any]:  # Any: members of a JWK have no one type
    x = base64.urlsafe_b64encode(_KEY.public_key().public_bytes_raw()).decode().rstrip("=")
    return {"kty": "OKP", "crv": "Ed25519", "x": x, "kid": _KID}


def _signed(payload: bytes, kind: str) -> str:
    headers = {"typ": kind, "kid": _KID}
    return jwt.PyJWS().encode(payload, _KEY, algorithm="EdDSA", headers=headers)


def _claims_of(known: Manifest) -> dict[str, object]:
    return {
        "receipt_no": "BN-1",
        "dossier_id": "r-1",
        "client_ref": known.client_ref,
        "revision": known.revision,
        "manifest_sha256": known.digest(),
        "files_sha256": files_digest(known),
        "client_audit_head": known.client_audit_head,
        "committed_at": "2026-10-08T03:04:05Z",
    }


def _signed_readers(known: Manifest) -> list[Reader]:
    keys, claims = _jwks(), json.dumps(_claims_of(known)).encode()
    newer = json.dumps({"version": 2, "iat": 1_790_000_000, "keys": [_public_jwk()]}).encode()
    whole, whole_set = _signed(claims, RECEIPT_TYPE), _signed(newer, KEYS_TYPE)
    return [
        Reader(
            "receipt",
            [whole.encode()],
            lambda data: verify_receipt(data.decode("latin-1"), keys, known),
        ),
        Reader(
            "receipt, claims signed",
            [claims],
            lambda data: verify_receipt(_signed(data, RECEIPT_TYPE), keys, known),
        ),
        Reader(
            "key set", [whole_set.encode()], lambda data: newer_keys(data.decode("latin-1"), keys)
        ),
        Reader("key set, signed", [newer], lambda data: newer_keys(_signed(data, KEYS_TYPE), keys)),
    ]


_JSON = "content-type: application/json\n"
_DATE = "date: Thu, 08 Oct 2026 03:04:05 GMT\n"


def _server_readers(known: Manifest) -> list[Reader]:
    document = json.dumps(_service_document()).encode()
    headers = [b"5", b"Thu, 08 Oct 2026 03:04:05 GMT"]
    client = IntakeClient("http://127.0.0.1:9", pinned_keys=_jwks())
    canned = _Canned()
    # Every reply goes the way of a real one from here on, but for the sockets.
    client._wire._http = httpx.Client(transport=httpx.MockTransport(canned.answer))
    return [
        Reader("replies of servers", [document], _read_reply),
        Reader("headers of servers", headers, _read_headers),
        Reader("intake client", _replies(known), lambda data: _ask(client, canned, known, data)),
    ]


def _service_document() -> dict[str, object]:
    return {
        "versions": ["1"],
        "tus": {"extensions": ["checksum"], "checksums": ["sha256"]},
        "chunk": {"max_bytes": 1_048_576},
        "max_file_bytes": 31_457_280,
        "jwks": _jwks(),
        "server_time": "2026-10-08T03:04:05Z",
        "key_sets": "/v1/keys",
    }


def _read_reply(data: bytes) -> None:
    for status in (201, 422):
        reply = Reply(status, {"content-type": "application/json"}, data)
        failure_of(reply)
        service_of(json_of(reply, frozenset({201, 422})))


def _read_headers(data: bytes) -> None:
    text = data.decode("latin-1")
    moment_of(text)
    told = {"upload-offset": text, "tus-resumable": "1.0.0"}
    offset_of(Reply(204, told, b""), frozenset({204}))


_BETWEEN = b"\n=====\n"
_QUESTIONS: Sequence[Callable[[IntakeClient, Manifest], object]] = (
    lambda client, known: client.begin(known, "key"),
    lambda client, known: client.commit("r-1", known, "key"),
    lambda client, _: client.resume_point("/v1/u"),
    lambda client, _: client.put("/v1/u", 0, b"x" * 100),
    lambda client, _: client.waiting_results("agency"),
    lambda client, _: client.key_sets(1),
    lambda client, known: client.is_accepted("r-1", known),
    lambda client, _: client.reachable(),
)


class _Canned:
    """Gives one reply after the other, the last one again and again."""

    def __init__(self) -> None:
        self.replies = [b""]

    def answer(self, _request: httpx.Request) -> httpx.Response:
        """The next reply: status, header lines, an empty line, body."""
        reply = self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]
        head, _, body = reply.partition(b"\n\n")
        first, *lines = head.split(b"\n")
        status = int(first) if first.isdigit() and len(first) == 3 else 200
        fields = [(name, value.strip()) for name, _, value in (e.partition(b":") for e in lines)]
        return httpx.Response(max(100, status), headers=fields, stream=httpx.ByteStream(body))


def _ask(client: IntakeClient, canned: _Canned, known: Manifest, data: bytes) -> None:
    """The first byte chooses what is asked, the others are the replies to it."""
    canned.replies = data[1:].split(_BETWEEN)[:4]
    client._service = None  # the service document is one of the replies
    _QUESTIONS[data[0] % len(_QUESTIONS) if data else 0](client, known)


def _replies(known: Manifest) -> list[bytes]:
    """What a sound system says to each question."""
    uploads = [{"file": item.id, "url": f"/v1/u/{item.id}"} for item in known.files]
    digest = known.digest()
    receipt = _signed(json.dumps(_claims_of(known)).encode(), RECEIPT_TYPE)
    service = _with_json(200, _service_document())
    result = {"id": "k", "size": 3, "sha256": "0" * 64, "name": "kết quả.pdf"}
    announced = {"id": "r-1", "manifest_sha256": digest, "uploads": uploads}
    sound: list[list[str]] = [
        [service, _with_json(201, announced)],
        [_with_json(200, {"manifest_sha256": digest, "receipt_jws": receipt})],
        [f"200\ntus-resumable: 1.0.0\nupload-offset: 0\n{_DATE}\n"],
        [service, "204\ntus-resumable: 1.0.0\nupload-offset: 100\n\n"],
        [_with_json(200, {"results": [result], "next": ""})],
        [service, _with_json(200, {"sets": ["a.b.c"]})],
        [_with_json(200, {"manifest_sha256": digest, "state": "accepted"})],
        [f"204\n{_DATE}\n"],
    ]
    problem = '{"type": "about:blank", "title": "Bận"}'
    sound += [[f"503\nretry-after: 7\ncontent-type: application/problem+json\n\n{problem}"]]
    return [
        bytes([number % len(_QUESTIONS)]) + _BETWEEN.join(each.encode() for each in replies)
        for number, replies in enumerate(sound)
    ]


def _with_json(status: int, content: dict[str, Any]) -> str:  # Any: JSON has no static shape
    return f"{status}\n{_JSON}{_DATE}\n{json.dumps(content, ensure_ascii=False)}"
