"""A page packed into PNG while its lines still come from the scanner.

Blocks of lines are packed beside the thread that reads the device, so that the feeder is never
waited for and little is left to do after the last byte. Each block is a deflate stream of its own
that ends on a byte; put one after the other they are one stream, as RFC 1951 allows. When packing
falls behind, blocks are stored as they are: the page gets larger, the device does not wait.

Source: PNG (ISO/IEC 15948:2004) §9.2 filter Up, §10 compression, §11.2 chunks; RFC 1950 (zlib,
Adler-32); RFC 1951 §3.2.3 (blocks).
"""

from __future__ import annotations

import io
import struct
import threading
import zlib
from concurrent.futures import Executor, Future
from dataclasses import dataclass

from PIL import Image, ImageChops

from app.scanning.base import PageTruncated
from app.scanning.sane_library import FrameParameters
from app.scanning.sane_types import FrameKind

BLOCK_BYTES = 1 << 20
BEHIND_BYTES = 8 << 20
"""More than this waiting to be packed: further blocks are stored instead."""

MOST_WAITING_BYTES = 128 << 20
"""The reader waits for room beyond this; stored blocks are faster than any scanner's line."""

PREVIEW_PX = 220
_CHANNELS = {FrameKind.GRAY: 1, FrameKind.RGB: 3}
_PNG_START = b"\x89PNG\r\n\x1a\n"
_COLOUR_TYPE = {1: 0, 3: 2}
_MODES = {1: "L", 3: "RGB"}
_FILTER_UP = 2
_FILTER_NONE = 0
_ZLIB_HEAD = b"\x78\x01"
_EMPTY_LAST_BLOCK = b"\x03\x00"
_ADLER = 65521
_INCH_M = 0.0254


@dataclass(frozen=True, slots=True)
class StreamedPage:
    """A page as PNG.

    Attributes:
        preview: Small JPEG of the whole page.
        stored: Blocks that were stored because packing had fallen behind.
    """

    png: bytes
    width: int
    height: int
    preview: bytes
    stored: int


@dataclass(frozen=True, slots=True)
class _Piece:
    """A packed block: an IDAT chunk, and what the whole page needs to know of it."""

    chunk: bytes
    adler: int
    size: int
    tile: Image.Image
    is_stored: bool


class Backlog:
    """Bytes that were read and are not packed yet."""

    def __init__(self) -> None:
        self._bytes = 0
        self._changed = threading.Condition()

    def add(self, count: int) -> bool:
        """Count bytes in, and wait while there is no room; returns whether packing is behind."""
        with self._changed:
            self._changed.wait_for(lambda: self._bytes < MOST_WAITING_BYTES)
            self._bytes += count
            return self._bytes > BEHIND_BYTES

    def remove(self, count: int) -> None:
        """Bytes are packed."""
        with self._changed:
            self._bytes -= count
            self._changed.notify_all()


def can_stream(layout: FrameParameters) -> bool:
    """Whether a frame is a whole page of eight bits per sample; others are packed at their end."""
    channels = _CHANNELS.get(layout.kind, 0)
    fits = 0 < layout.pixels_per_line * channels <= layout.bytes_per_line
    return bool(channels) and layout.depth == 8 and layout.is_last and fits


class PageStream:
    """Packs one page.

    Args:
        layout: One for which `can_stream` holds.
        pool: Threads that pack.
        backlog: Shared by all pages of a scan.
    """

    def __init__(self, layout: FrameParameters, pool: Executor, backlog: Backlog) -> None:
        self._layout = layout
        self._channels = _CHANNELS[layout.kind]
        self._pool = pool
        self._backlog = backlog
        self._factor = _factor(layout)
        self._block_bytes = _block_lines(layout, self._factor) * layout.bytes_per_line
        self._above = bytes(layout.bytes_per_line)
        self._pieces: list[Future[_Piece]] = []
        self._lines = 0

    def take(self, data: bytearray) -> None:
        """Cut complete blocks off the front of what was read; waits only without any room."""
        while len(data) >= self._block_bytes:
            self._give(bytes(data[: self._block_bytes]))
            del data[: self._block_bytes]

    def close(self, rest: bytearray) -> None:
        """No more bytes come.

        Raises:
            PageTruncated: Fewer lines than promised, or the last one is cut.
        """
        lines, over = divmod(len(rest), self._layout.bytes_per_line)
        if over or self._lines + lines < max(self._layout.lines, 1):
            told = f"{self._lines + lines} of {self._layout.lines} lines and {over} bytes"
            raise PageTruncated(told)
        if lines:
            self._give(bytes(rest))

    def page(self, dpi: int) -> StreamedPage:
        """The PNG, once all blocks are packed; `dpi` 0 = not known, nothing is written."""
        pieces = [piece.result() for piece in self._pieces]
        adler = 1
        for piece in pieces:
            adler = _combined(adler, piece.adler, piece.size)
        width, height = self._layout.pixels_per_line, self._lines
        head = struct.pack(">IIBBBBB", width, height, 8, _COLOUR_TYPE[self._channels], 0, 0, 0)
        parts = [_PNG_START, _chunk(b"IHDR", head)]
        if dpi:
            per_m = int(dpi / _INCH_M + 0.5)
            parts.append(_chunk(b"pHYs", struct.pack(">IIB", per_m, per_m, 1)))
        parts.append(_chunk(b"IDAT", _ZLIB_HEAD))
        parts.extend(piece.chunk for piece in pieces)
        parts.append(_chunk(b"IDAT", _EMPTY_LAST_BLOCK + struct.pack(">I", adler)))
        parts.append(_chunk(b"IEND", b""))
        stored = sum(piece.is_stored for piece in pieces)
        return StreamedPage(b"".join(parts), width, height, _preview(pieces), stored)

    def _give(self, block: bytes) -> None:
        is_behind = self._backlog.add(len(block))
        above, self._above = self._above, block[-self._layout.bytes_per_line :]
        self._lines += len(block) // self._layout.bytes_per_line
        self._pieces.append(self._pool.submit(self._packed, block, above, is_behind))

    def _packed(self, block: bytes, above: bytes, is_stored: bool) -> _Piece:
        """Runs on: any thread of the pool."""
        try:
            stride = self._layout.bytes_per_line
            lines = len(block) // stride
            picture = Image.frombuffer("L", (stride, lines), block, "raw", "L", 0, 1)
            if not is_stored:
                upper = above + block[:-stride]
                over = Image.frombuffer("L", (stride, lines), upper, "raw", "L", 0, 1)
                picture = ImageChops.subtract_modulo(picture, over)
            needed = self._layout.pixels_per_line * self._channels
            sheet = Image.new("L", (needed + 1, lines), _FILTER_NONE if is_stored else _FILTER_UP)
            sheet.paste(
                picture if needed == stride else picture.crop((0, 0, needed, lines)), (1, 0)
            )
            rows = sheet.tobytes()
            packer = zlib.compressobj(0 if is_stored else 1, zlib.DEFLATED, -15, 9, zlib.Z_RLE)
            packed = packer.compress(rows) + packer.flush(zlib.Z_SYNC_FLUSH)
            return _Piece(
                _chunk(b"IDAT", packed), zlib.adler32(rows), len(rows), self._tile(block), is_stored
            )
        finally:
            self._backlog.remove(len(block))

    def _tile(self, block: bytes) -> Image.Image:
        mode, stride = _MODES[self._channels], self._layout.bytes_per_line
        size = (self._layout.pixels_per_line, len(block) // stride)
        return Image.frombuffer(mode, size, block, "raw", mode, stride, 1).reduce(self._factor)


def _factor(layout: FrameParameters) -> int:
    """By how much the preview is smaller."""
    return max(1, -(-max(layout.pixels_per_line, layout.lines) // PREVIEW_PX))


def _block_lines(layout: FrameParameters, factor: int) -> int:
    """Lines of a block: about `BLOCK_BYTES`, whole lines of the preview."""
    lines = max(1, BLOCK_BYTES // layout.bytes_per_line)
    return max(factor, lines // factor * factor)


def _preview(pieces: list[_Piece]) -> bytes:
    height = sum(piece.tile.height for piece in pieces)
    small = Image.new(pieces[0].tile.mode, (pieces[0].tile.width, height))
    top = 0
    for piece in pieces:
        small.paste(piece.tile, (0, top))
        top += piece.tile.height
    small.thumbnail((PREVIEW_PX, PREVIEW_PX))
    store = io.BytesIO()
    small.save(store, "JPEG", quality=80)
    return store.getvalue()


def _chunk(kind: bytes, body: bytes) -> bytes:
    crc = zlib.crc32(body, zlib.crc32(kind))
    return b"".join((struct.pack(">I", len(body)), kind, body, struct.pack(">I", crc)))


def _combined(first: int, second: int, second_bytes: int) -> int:
    """Adler-32 of two pieces put together, from those of each."""
    low = (first & 0xFFFF) + (second & 0xFFFF) - 1
    high = (first >> 16) + (second >> 16) + second_bytes * ((first & 0xFFFF) - 1)
    return high % _ADLER << 16 | low % _ADLER
