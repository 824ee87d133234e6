"""A page that comes in strips of memory, packed into PNG while it comes.

Only the standard library is used: the driver process runs in a bare 32-bit Python, and has little
address space. What is kept of a page is its packed form.

Source: TWAIN Specification 2.5, chapter 4 "Transferring data: buffered memory", TW_IMAGEMEMXFER;
PNG (ISO/IEC 15948:2004) §11.2; one filter byte 0 before each line.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass

from app.scanning.base import PageTruncated
from app.scanning.driver_errors import ScannerMisbehaves, ScanUnsupported
from app.scanning.twain_types import UNCOMPRESSED, ImageInfo, ImageMemory, Pixel
from app.scanning.wire import MAX_PAYLOAD_BYTES

_BITS = {Pixel.BLACK_WHITE: 1, Pixel.GREY: 8, Pixel.RGB: 24}
_PNG_KINDS = {Pixel.BLACK_WHITE: (1, 0), Pixel.GREY: (8, 0), Pixel.RGB: (8, 2)}
_MAX_WIDTH = 200_000
_MAX_RAW_BYTES = 1 << 30
_INCH_M = 0.0254
_INVERTED = bytes(255 - value for value in range(256))


@dataclass(frozen=True, slots=True)
class StripPage:
    """A page as PNG; `dpi` 0 = the source does not tell, or tells two."""

    png: bytes
    width: int
    height: int
    dpi: int


class StripPacker:
    """Takes the strips of one page.

    Args:
        info: What the source says of the page.
        is_inverted: Whether 0 means white.

    Raises:
        ScanUnsupported: Pixels of another kind than was asked for.
    """

    def __init__(self, info: ImageInfo, is_inverted: bool) -> None:
        known = info.pixel in _BITS and info.bits_per_pixel == _BITS[Pixel(info.pixel)]
        if not known or info.compression != UNCOMPRESSED or (info.planar and info.samples > 1):
            raise ScanUnsupported(f"pixels of kind {info.pixel} with {info.bits_per_pixel} bits")
        self._pixel = Pixel(info.pixel)
        self._is_inverted = is_inverted
        self._width, self._length = int(info.width), int(info.length)
        self._across, self._down = info.x_resolution.number, info.y_resolution.number
        self._packer = zlib.compressobj(1)
        self._parts: list[bytes] = []
        self._packed_bytes = 0
        self._raw_bytes = 0
        self.rows = 0

    def take(self, strip: ImageMemory, content: bytes) -> None:
        """Add the rows of a strip.

        Raises:
            ScannerMisbehaves: The strip does not fit to the ones before it.
            ScanUnsupported: The source delivers tiles.
        """
        rows, stride = int(strip.rows), int(strip.bytes_per_row)
        if not rows:
            return
        if self._width < 1:
            self._width = int(strip.columns)
        needed = self._row_bytes()
        self._check(strip, needed, len(content))
        self._raw_bytes += rows * stride
        if self._raw_bytes > _MAX_RAW_BYTES or self._packed_bytes > MAX_PAYLOAD_BYTES:
            raise ScannerMisbehaves("page too large")
        pixels = content.translate(_INVERTED) if self._is_inverted else content
        lines = b"".join(
            b"\0" + pixels[start : start + needed] for start in range(0, rows * stride, stride)
        )
        self._keep(self._packer.compress(lines))
        self.rows += rows

    def page(self) -> StripPage:
        """The page, once the source says that it is over.

        Raises:
            PageTruncated: Fewer rows came than were promised.
        """
        if self.rows < max(self._length, 1):
            raise PageTruncated(f"{self.rows} of {self._length} lines")
        self._keep(self._packer.flush())
        depth, kind = _PNG_KINDS[self._pixel]
        head = struct.pack(">IIBBBBB", self._width, self.rows, depth, kind, 0, 0, 0)
        dpi = self._dpi()
        parts = [b"\x89PNG\r\n\x1a\n", _chunk(b"IHDR", head)]
        if dpi:
            per_m = int(dpi / _INCH_M + 0.5)
            parts.append(_chunk(b"pHYs", struct.pack(">IIB", per_m, per_m, 1)))
        parts.extend(_chunk(b"IDAT", part) for part in self._parts)
        parts.append(_chunk(b"IEND", b""))
        return StripPage(b"".join(parts), self._width, self.rows, dpi)

    @property
    def part(self) -> float:
        """How much of the page came, -1 = its length is not known."""
        return min(self.rows / self._length, 1.0) if self._length > 0 else -1.0

    def _row_bytes(self) -> int:
        return (self._width * _BITS[self._pixel] + 7) // 8

    def _check(self, strip: ImageMemory, needed: int, came: int) -> None:
        if strip.x_offset or (strip.columns and strip.columns < self._width):
            raise ScanUnsupported("pictures in tiles")
        fits = strip.compression == UNCOMPRESSED and strip.bytes_per_row >= needed
        if not fits or not 0 < self._width <= _MAX_WIDTH:
            raise ScannerMisbehaves("strip without sense")
        # The last row may come without its padding.
        if came < (strip.rows - 1) * strip.bytes_per_row + needed:
            raise ScannerMisbehaves("strip shorter than its rows")

    def _keep(self, part: bytes) -> None:
        if part:
            self._parts.append(part)
            self._packed_bytes += len(part)

    def _dpi(self) -> int:
        across, down = round(self._across), round(self._down)
        return across if across == down and across > 0 else 0


def _chunk(kind: bytes, body: bytes) -> bytes:
    crc = zlib.crc32(body, zlib.crc32(kind))
    return b"".join((struct.pack(">I", len(body)), kind, body, struct.pack(">I", crc)))
