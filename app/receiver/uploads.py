"""tus 1.0 on upload addresses: offsets, chunks with checksum, expiry, termination.

An offset is acknowledged only after the bytes and then the row are durable. A chunk that states
a checksum counts as a whole or not at all. A sender that asks for the offset makes an older
PATCH of a dead connection let go.

Source: tus resumable upload protocol 1.0.0 (2016), core and the extensions checksum, expiration
and termination.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import hashlib
import re
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import BinaryIO

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from app.receiver.desk import Means
from app.receiver.files import empty, make_durable, open_at
from app.receiver.ledger import DossierState, UploadRow
from app.receiver.problems import Problem, ProblemKind

TUS_VERSION = "1.0.0"
EXTENSIONS = ("checksum", "expiration", "termination")
CHECKSUMS = ("sha256", "sha1")
"""The protocol asks every server with checksums for SHA-1; senders should use SHA-256."""

_CHUNK_MEDIA = "application/offset+octet-stream"
_OFFSET = re.compile(r"[0-9]{1,15}\Z")
_TAKE_OVER_S = 10.0


@dataclass(slots=True)
class _Running:
    """A PATCH that is receiving: asked to stop by `stop`, over when `done`."""

    stop: asyncio.Event = field(default_factory=asyncio.Event)
    done: asyncio.Event = field(default_factory=asyncio.Event)


@dataclass(frozen=True, slots=True)
class _Checksum:
    algorithm: str
    digest: bytes


class Uploads:
    """The tus endpoints. Runs on: the event loop of the receiver, disk work in threads."""

    def __init__(self, means: Means) -> None:
        self._means = means
        self._running: dict[str, _Running] = {}

    async def options(self, request: Request) -> Response:
        """Say what this server can do."""
        return Response(
            status_code=204,
            headers={
                "Tus-Resumable": TUS_VERSION,
                "Tus-Version": TUS_VERSION,
                "Tus-Extension": ",".join(EXTENSIONS),
                "Tus-Checksum-Algorithm": ",".join(CHECKSUMS),
                "Tus-Max-Size": str(self._means.settings.max_file_bytes),
            },
        )

    async def head(self, request: Request) -> Response:
        """Give the durable offset; an older PATCH of this upload lets go first."""
        _check_version(request)
        upload_id = request.path_params["upload_id"]
        await self._take_over(upload_id)
        upload = await run_in_threadpool(self._open_upload, upload_id)
        return Response(
            headers={
                "Upload-Offset": str(upload.offset),
                "Upload-Length": str(upload.size),
                "Cache-Control": "no-store",
                **_common(upload),
            }
        )

    async def patch(self, request: Request) -> Response:
        """Append one chunk."""
        _check_version(request)
        if request.headers.get("content-type") != _CHUNK_MEDIA:
            raise Problem(ProblemKind.BAD_MEDIA, f"expected {_CHUNK_MEDIA}")
        upload_id = request.path_params["upload_id"]
        if upload_id in self._running:
            raise Problem(ProblemKind.LOCKED)
        running = self._running[upload_id] = _Running()
        try:
            upload = await run_in_threadpool(self._open_upload, upload_id)
            checksum = _checksum_of(request)
            self._check_room(request, upload)
            upload = await self._receive(request, upload, checksum, running.stop)
        finally:
            del self._running[upload_id]
            running.done.set()
        headers = {"Upload-Offset": str(upload.offset), **_common(upload)}
        return Response(status_code=204, headers=headers)

    async def delete(self, request: Request) -> Response:
        """Give an upload up."""
        _check_version(request)
        upload_id = request.path_params["upload_id"]
        await self._take_over(upload_id)
        await run_in_threadpool(self._end, upload_id)
        return Response(status_code=204, headers={"Tus-Resumable": TUS_VERSION})

    async def _take_over(self, upload_id: str) -> None:
        running = self._running.get(upload_id)
        if running is None:
            return
        running.stop.set()
        try:
            await asyncio.wait_for(running.done.wait(), _TAKE_OVER_S)
        except TimeoutError as error:
            raise Problem(ProblemKind.LOCKED) from error

    def _open_upload(self, upload_id: str) -> UploadRow:
        upload = self._means.ledger.upload(upload_id)
        if upload.ended or upload.has_expired(self._now()):
            raise Problem(ProblemKind.EXPIRED)
        return upload

    def _now(self) -> float:
        return self._means.clock().timestamp()

    def _check_room(self, request: Request, upload: UploadRow) -> None:
        offset = request.headers.get("upload-offset", "")
        if not _OFFSET.match(offset):
            raise Problem(ProblemKind.BAD_REQUEST, "Upload-Offset is missing or no number")
        if int(offset) != upload.offset:
            headers = {"Upload-Offset": str(upload.offset)}
            raise Problem(ProblemKind.WRONG_OFFSET, headers=headers)
        stated = request.headers.get("content-length", "0")
        length = int(stated) if _OFFSET.match(stated) else 0
        if length > self._limit(upload):
            raise Problem(ProblemKind.TOO_LARGE, f"at most {self._limit(upload)} bytes")

    def _limit(self, upload: UploadRow) -> int:
        return min(self._means.settings.max_chunk_bytes, upload.size - upload.offset)

    async def _receive(
        self,
        request: Request,
        upload: UploadRow,
        checksum: _Checksum | None,
        stop: asyncio.Event,
    ) -> UploadRow:
        path = self._means.folder.path(upload.dossier_id, upload.id)
        digest = hashlib.new(checksum.algorithm if checksum else "sha256")
        count, broken = 0, False
        stream = await run_in_threadpool(open_at, path, upload.offset)
        try:
            parts = request.stream()
            while part := await self._next_part(parts, stop):
                count += len(part)
                if count > self._limit(upload):
                    raise Problem(ProblemKind.TOO_LARGE, f"at most {self._limit(upload)} bytes")
                digest.update(part)
                await run_in_threadpool(stream.write, part)
        except (ClientDisconnect, _LetGo):
            broken = True
        except OSError as error:
            await run_in_threadpool(stream.close)
            raise Problem(ProblemKind.NO_ROOM) from error
        except Problem:
            await run_in_threadpool(stream.close)
            raise
        if checksum and (broken or digest.digest() != checksum.digest):
            count = 0
        upload = await run_in_threadpool(self._keep, stream, upload, count)
        if broken:
            raise Problem(ProblemKind.LOCKED, "the connection was given up")
        if checksum and digest.digest() != checksum.digest:
            raise Problem(ProblemKind.CHECKSUM)
        return upload

    async def _next_part(self, parts: AsyncGenerator[bytes, None], stop: asyncio.Event) -> bytes:
        """Wait for bytes, a request to stop, or too long a silence; b"" at the end."""
        read = asyncio.ensure_future(anext(parts, b""))
        halt = asyncio.ensure_future(stop.wait())
        try:
            await asyncio.wait(
                {read, halt},
                timeout=self._means.settings.stall_s,
                return_when=asyncio.FIRST_COMPLETED,
            )
            if read.done():
                return read.result()
            raise _LetGo
        finally:
            halt.cancel()
            if not read.done():
                read.cancel()
                await asyncio.wait({read})

    def _keep(self, stream: BinaryIO, upload: UploadRow, count: int) -> UploadRow:
        """Make `count` new bytes durable, then the offset."""
        offset = upload.offset + count
        expires = self._now() + self._means.settings.upload_ttl_s
        try:
            with stream:
                stream.truncate(offset)
                make_durable(stream)
        except OSError as error:
            # After a failed fsync nothing is known of these bytes: the offset stays.
            raise Problem(ProblemKind.NO_ROOM) from error
        return self._means.ledger.move_offset(upload, offset, expires)

    def _end(self, upload_id: str) -> None:
        ledger = self._means.ledger
        with ledger.transaction():
            upload = self._open_upload(upload_id)
            if ledger.dossier(upload.dossier_id).state != DossierState.RECEIVING:
                raise Problem(ProblemKind.COMMITTED)
            ledger.end_upload(upload_id)
        empty(self._means.folder.path(upload.dossier_id, upload_id))


class _LetGo(Exception):
    """Stop receiving: somebody took over, or no byte moved for too long."""


def _check_version(request: Request) -> None:
    if request.headers.get("tus-resumable") != TUS_VERSION:
        raise Problem(ProblemKind.TUS_VERSION, headers={"Tus-Version": TUS_VERSION})


def _checksum_of(request: Request) -> _Checksum | None:
    """The checksum stated for a chunk; None when the sender states none, which is allowed."""
    stated = request.headers.get("upload-checksum")
    if stated is None:
        return None
    algorithm, _, encoded = stated.partition(" ")
    if algorithm not in CHECKSUMS:
        raise Problem(ProblemKind.BAD_REQUEST, "unknown checksum algorithm")
    try:
        return _Checksum(algorithm, base64.b64decode(encoded, validate=True))
    except (binascii.Error, ValueError) as error:
        raise Problem(ProblemKind.BAD_REQUEST, "checksum is not Base64") from error


def _common(upload: UploadRow) -> dict[str, str]:
    headers = {"Tus-Resumable": TUS_VERSION}
    if upload.offset < upload.size:
        moment = datetime.fromtimestamp(upload.expires, UTC)
        headers["Upload-Expires"] = format_datetime(moment, usegmt=True)
    return headers
