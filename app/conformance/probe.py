"""What checks work with: the steps of a station, each against the system under test."""

from __future__ import annotations

import base64
import hashlib
import json
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlsplit

from app.conformance.expecting import expect, expect_status, object_of
from app.conformance.samples import Json, Sample, sample
from app.conformance.wire import Exchange, Reply, Wire

JSON = {"Content-Type": "application/json"}
TUS = {"Tus-Resumable": "1.0.0"}
CHUNK = {**TUS, "Content-Type": "application/offset+octet-stream"}
_PATIENCE_S = 60.0
_PAUSE_S = 0.2


@dataclass(slots=True)
class Probe:
    """One system under test.

    Attributes:
        wire: The way to it.
        service: Its service document.
        opening: The exchange in which the service document came.
        made: Dossiers that were announced, to be withdrawn in the end.
    """

    wire: Wire
    service: Json
    opening: tuple[Exchange, ...] = ()
    made: list[str] = field(default_factory=list)

    def post(self, path: str, body: bytes, **headers: str) -> Reply:
        """Send JSON; header names with `_` for `-`."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.wire.ask("POST", path, headers={**JSON, **named}, body=body)

    def announce(self, dossier: Sample) -> Reply:
        """Announce a dossier."""
        return self._kept(self.post("/v1/dossiers", dossier.body(), Idempotency_Key=dossier.key))

    def revise(self, base_id: str, dossier: Sample, etag: str) -> Reply:
        """Announce a later revision; "" sends no If-Match."""
        headers = {"Idempotency_Key": dossier.key, **({"If_Match": etag} if etag else {})}
        return self._kept(self.post(f"/v1/dossiers/{base_id}/revisions", dossier.body(), **headers))

    def _kept(self, reply: Reply) -> Reply:
        found = reply.json()
        if reply.status == 201 and isinstance(found, dict) and isinstance(found.get("id"), str):
            self.made.append(found["id"])
        return reply

    def begun(self, dossier: Sample | None = None) -> Begun:
        """Announce, and go on with what the reply says.

        Raises:
            Unmet: The announcement was not taken.
        """
        dossier = dossier or sample()
        reply = object_of(expect_status(self.announce(dossier), 201))
        addresses = _addresses(reply)
        expect(isinstance(reply.get("id"), str), "id của hồ sơ là chuỗi")
        expect(set(addresses) == set(dossier.files), "uploads nêu đủ các tệp")
        return Begun(dossier, reply["id"], addresses)

    def accepted(self, dossier: Sample | None = None) -> Accepted:
        """Announce, send, commit.

        Raises:
            Unmet: Something on the way was not as the contract says.
        """
        begun = self.begun(dossier)
        self.send_all(begun)
        return self.finish(begun)

    def send_all(self, begun: Begun) -> None:
        """Send the bytes of all files that are wanted, in one piece each."""
        for file_id, data in begun.dossier.files.items():
            address = begun.addresses[file_id]
            if address and data:
                expect_status(self.patch(address, data), 204)

    def finish(self, begun: Begun) -> Accepted:
        """Commit until it is accepted.

        Raises:
            Unmet: It was not accepted.
        """
        reply = self.commit(begun)
        until = time.monotonic() + _PATIENCE_S
        while reply.status == 202 and time.monotonic() < until:
            time.sleep(0.5)
            reply = self.commit(begun)
        answer = object_of(expect_status(reply, 200))
        expect(isinstance(answer.get("receipt_jws"), str), "có receipt_jws")
        return Accepted(begun.dossier, begun.id, answer, str(answer["receipt_jws"]))

    def commit(self, begun: Begun | Accepted, *, key: str = "") -> Reply:
        """Ask for acceptance once."""
        body = json.dumps({"manifest_sha256": begun.dossier.digest()}).encode("ascii")
        return self.post(
            f"/v1/dossiers/{begun.id}/commit", body, Idempotency_Key=key or f"c-{begun.id}"
        )

    def patch(
        self,
        address: str,
        data: bytes,
        *,
        offset: int = 0,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """Append bytes."""
        return self.wire.ask(
            "PATCH",
            address,
            headers={**CHUNK, "Upload-Offset": str(offset), **(headers or {})},
            body=data,
        )

    def head(self, address: str) -> Reply:
        """Ask for the offset."""
        return self.wire.ask("HEAD", address, headers=TUS)

    def offset(self, address: str) -> int:
        """The offset, -1 when there is none."""
        stated = self.head(address).headers.get("upload-offset", "")
        return int(stated) if stated.isascii() and stated.isdigit() else -1

    def state(self, dossier_id: str) -> Reply:
        """Ask for a dossier."""
        return self.wire.ask("GET", f"/v1/dossiers/{dossier_id}")

    def find(self, client_ref: str) -> Reply:
        """Ask for all revisions of a dossier."""
        return self.wire.ask("GET", f"/v1/dossiers?client_ref={quote(client_ref, safe='')}")

    def withdraw(self, dossier_id: str) -> Reply:
        """Ask to forget a dossier."""
        return self.wire.ask("DELETE", f"/v1/dossiers/{dossier_id}")

    def cut(self, address: str, data: bytes, length: int, **headers: str) -> None:
        """Begin an upload of `length` bytes, send `data`, and hang up."""
        stated = {**CHUNK, "Upload-Offset": "0", "Content-Length": str(length)}
        stated |= {name.replace("_", "-"): value for name, value in headers.items()}
        with self.wire.open_socket() as link:
            link.sendall(self.wire.head_of("PATCH", address, stated) + data)
            # Without a pause many servers see the end first, and never look at the bytes.
            time.sleep(_PAUSE_S)
        self.wire.note(f"PATCH {urlsplit(address).path}", f"cắt sau {len(data)}/{length} byte")

    def together(self, acts: Sequence[Any]) -> list[Any]:  # Any: callables of several kinds
        """Do all at the same time, each in a thread of its own; gives what each gave."""
        with ThreadPoolExecutor(len(acts)) as threads:
            return [future.result() for future in [threads.submit(act) for act in acts]]

    def is_ours(self, address: str) -> bool:
        """Whether an address is relative or on the host of the system."""
        parts, base = urlsplit(address), urlsplit(self.wire.base)
        if not parts.scheme and not parts.netloc:
            return address.startswith("/")
        return (parts.scheme, parts.netloc) == (base.scheme, base.netloc)

    def extensions(self) -> Sequence[str]:
        """Tus extensions that the system names."""
        tus = self.service.get("tus")
        named = tus.get("extensions") if isinstance(tus, dict) else None
        return [str(each) for each in named] if isinstance(named, list) else []

    def largest_chunk(self) -> int:
        """Most bytes of one PATCH, 0 when the system does not say."""
        chunk = self.service.get("chunk")
        most = chunk.get("max_bytes") if isinstance(chunk, dict) else 0
        return most if isinstance(most, int) else 0


@dataclass(frozen=True, slots=True)
class Begun:
    """An announced dossier with the upload address of each file, "" where none is wanted."""

    dossier: Sample
    id: str
    addresses: Mapping[str, str]

    @property
    def address(self) -> str:
        """Upload address of the first file."""
        return next(iter(self.addresses.values()))

    @property
    def data(self) -> bytes:
        """Bytes of the first file."""
        return next(iter(self.dossier.files.values()))


@dataclass(frozen=True, slots=True)
class Accepted:
    """An accepted dossier with the reply of its commit."""

    dossier: Sample
    id: str
    reply: Json
    jws: str


def checksum(data: bytes, name: str = "sha256") -> dict[str, str]:
    """The header that states the checksum of a chunk."""
    digest = base64.b64encode(hashlib.new(name, data).digest()).decode("ascii")
    return {"Upload-Checksum": f"{name} {digest}"}


def _addresses(reply: Json) -> dict[str, str]:
    uploads = reply.get("uploads")
    entries = uploads if isinstance(uploads, list) else []
    return {
        str(entry.get("file")): str(entry.get("url") or "")
        for entry in entries
        if isinstance(entry, dict)
    }
