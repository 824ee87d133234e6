"""Uploads over tus 1.0: how far they came, one chunk more; what happened after a cut.

Speaks to any tus server: what it offers is an argument. Nothing is retried here except asking
for the offset, which is how the protocol says what became of a chunk.

Source: tus resumable upload protocol 1.0.0 (2016).
"""

from __future__ import annotations

from dataclasses import dataclass

from app.province.errors import ServerBusy
from app.province.tus import head_headers, offset_of, patch_headers
from app.province.wire import ReplyLost, Wire

_OK = frozenset({200, 204})
_NO_CONTENT = frozenset({204})
_OFFSET_CONFLICT = frozenset({409, 423})


@dataclass(frozen=True, slots=True)
class Offer:
    """What a tus server takes.

    Attributes:
        checksums: Algorithms for chunks, empty when the server does not check chunks.
        max_chunk_bytes: Largest chunk.
    """

    checksums: tuple[str, ...] = ()
    max_chunk_bytes: int = 8 * 2**20


def resume_point(wire: Wire, url: str) -> int:
    """Bytes of an upload that the server holds.

    Raises:
        DeliveryError: By class of failure.
    """
    return offset_of(wire.ask("HEAD", wire.own(url), head_headers()), _OK)


def put(wire: Wire, url: str, offset: int, chunk: bytes, *, offer: Offer) -> int:
    """Send one chunk; gives the offset that the server confirms.

    That may be less than the chunk's end (the server takes smaller chunks, or the line was cut)
    and even less than `offset` (the server lost bytes): go on from there.

    Raises:
        DeliveryError: By class of failure; ServerBusy when nothing new arrived.
    """
    part = chunk[: offer.max_chunk_bytes]
    headers = patch_headers(offset, part, offer.checksums)
    try:
        reply = wire.ask("PATCH", wire.own(url), headers, part)
    except ReplyLost as lost:
        return _offset_after(wire, url, offset, ServerBusy(lost.detail), lost)
    if reply.status in _OFFSET_CONFLICT:
        return _offset_after(wire, url, offset, ServerBusy("upload in use"), None)
    confirmed = offset_of(reply, _NO_CONTENT)
    if not offset <= confirmed <= offset + len(part):
        raise ServerBusy("server confirms an offset that cannot be")
    return confirmed


def _offset_after(
    wire: Wire, url: str, offset: int, failure: ServerBusy, cause: Exception | None
) -> int:
    """Ask how far an upload came; without any movement it was a failure."""
    confirmed = resume_point(wire, url)
    if confirmed == offset:
        raise failure from cause
    return confirmed
