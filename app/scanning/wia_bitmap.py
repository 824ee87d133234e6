"""A page that came from Windows Image Acquisition as PNG, without loss, and only if it is whole.

Drivers must deliver BMP; a few deliver another format though BMP was asked for. The height may
be 0 when the driver did not know it before the end (sheets of unknown length).

Source: Microsoft, BITMAPFILEHEADER, BITMAPINFOHEADER (`wingdi.h`); WIA, "Image formats".
"""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass

from PIL import Image

from app.scanning.base import PageTruncated
from app.scanning.driver_errors import ScannerMisbehaves
from app.scanning.wire import MAX_PAYLOAD_BYTES

FILE_HEADER_BYTES = 14
_INFO_HEADER_BYTES = 40
_PREVIEW_PX = 220
_MAX_PIXELS = 200_000_000
_UNCOMPRESSED = 0
_PALETTE_ENTRY_BYTES = 4
_DIRECT_MODES = {24: ("RGB", "BGR"), 32: ("RGB", "BGRX")}
_SIGNATURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"II*\x00", b"MM\x00*")


@dataclass(frozen=True, slots=True)
class BitmapPage:
    """A page as PNG with a small JPEG."""

    png: bytes
    width: int
    height: int
    preview: bytes


@dataclass(frozen=True, slots=True)
class _Header:
    """What a bitmap says of itself; `height` without its sign, `is_downward` = top line first."""

    width: int
    height: int
    is_downward: bool
    bits: int
    colours: int
    header_bytes: int


def packed(data: bytes, dpi: int) -> BitmapPage:
    """Pack a page.

    Args:
        data: A BMP file, or another picture that a driver delivers instead.
        dpi: Written into the PNG; 0 = not known.

    Raises:
        PageTruncated: Less came than the header promises.
        ScannerMisbehaves: No picture, or one beyond all bounds.
    """
    picture = _bitmap(data) if data[:2] == b"BM" else _other(data)
    store = io.BytesIO()
    if dpi:
        picture.save(store, "PNG", compress_level=1, dpi=(dpi, dpi))
    else:
        picture.save(store, "PNG", compress_level=1)
    return BitmapPage(store.getvalue(), picture.width, picture.height, _preview(picture))


def with_file_header(data: bytes) -> bytes:
    """A bitmap of 1.0 came without its file header: put one before it."""
    if len(data) < _INFO_HEADER_BYTES:
        raise PageTruncated("bitmap without header")
    header = _header(data)
    offset = FILE_HEADER_BYTES + header.header_bytes + _palette_bytes(header)
    return b"BM" + struct.pack("<IHHI", FILE_HEADER_BYTES + len(data), 0, 0, offset) + data


def _bitmap(data: bytes) -> Image.Image:
    if len(data) < FILE_HEADER_BYTES + _INFO_HEADER_BYTES:
        raise PageTruncated("bitmap without header")
    offset = struct.unpack_from("<I", data, 10)[0]
    header = _header(data[FILE_HEADER_BYTES:])
    stride = (header.width * header.bits + 31) // 32 * 4
    # Some drivers leave the offset 0; then the pixels follow the palette.
    start = offset or FILE_HEADER_BYTES + header.header_bytes + _palette_bytes(header)
    came = max(len(data) - start, 0) // stride
    height = header.height or came
    if came < height or height < 1:
        raise PageTruncated(f"{came} of {header.height} lines")
    if header.width * height > _MAX_PIXELS:
        raise ScannerMisbehaves("picture beyond all bounds")
    pixels = data[start : start + height * stride]
    return _picture(header, height, pixels, data)


def _header(info: bytes) -> _Header:
    size, width, height, _planes, bits, compression = struct.unpack_from("<IiiHHI", info, 0)
    colours = struct.unpack_from("<I", info, 32)[0]
    if compression != _UNCOMPRESSED or bits not in (1, 8, 24, 32):
        raise ScannerMisbehaves(f"bitmap of {bits} bits, compression {compression}")
    if size < _INFO_HEADER_BYTES or not 0 < width <= 200_000 or abs(height) > 1_000_000:
        raise ScannerMisbehaves("bitmap header without sense")
    if colours > 256:
        raise ScannerMisbehaves("palette without sense")
    return _Header(width, abs(height), height < 0, bits, colours, size)


def _palette_bytes(header: _Header) -> int:
    if header.bits > 8:
        return header.colours * _PALETTE_ENTRY_BYTES
    return (header.colours or 1 << header.bits) * _PALETTE_ENTRY_BYTES


def _picture(header: _Header, height: int, pixels: bytes, data: bytes) -> Image.Image:
    size, step = (header.width, height), 1 if header.is_downward else -1
    stride = (header.width * header.bits + 31) // 32 * 4
    if header.bits in _DIRECT_MODES:
        mode, raw = _DIRECT_MODES[header.bits]
        return Image.frombytes(mode, size, pixels, "raw", raw, stride, step)
    entries = _entries(header, data)
    if header.bits == 1:
        is_inverted = sum(entries[0]) > sum(entries[1])
        raw = "1;I" if is_inverted else "1"
        return Image.frombytes("1", size, pixels, "raw", raw, stride, step)
    if all(entry == (level, level, level) for level, entry in enumerate(entries)):
        return Image.frombytes("L", size, pixels, "raw", "L", stride, step)
    picture = Image.frombytes("P", size, pixels, "raw", "P", stride, step)
    picture.putpalette([part for entry in entries for part in entry])
    is_grey = all(red == green == blue for red, green, blue in entries)
    return picture.convert("L" if is_grey else "RGB")


def _entries(header: _Header, data: bytes) -> list[tuple[int, int, int]]:
    """Colours of the palette as red, green, blue; missing ones are black."""
    start = FILE_HEADER_BYTES + header.header_bytes
    count = 1 << header.bits
    raw = data[start : start + _palette_bytes(header)].ljust(count * _PALETTE_ENTRY_BYTES, b"\0")
    places = range(0, count * _PALETTE_ENTRY_BYTES, _PALETTE_ENTRY_BYTES)
    return [(raw[place + 2], raw[place + 1], raw[place]) for place in places]


def _other(data: bytes) -> Image.Image:
    if not data.startswith(_SIGNATURES) or len(data) > MAX_PAYLOAD_BYTES:
        raise ScannerMisbehaves("no picture")
    try:
        with Image.open(io.BytesIO(data)) as picture:
            if picture.width * picture.height > _MAX_PIXELS:
                raise ScannerMisbehaves("picture beyond all bounds")
            picture.load()
            return picture.copy() if picture.mode in ("1", "L", "RGB") else picture.convert("RGB")
    except (OSError, SyntaxError, ValueError) as error:
        raise PageTruncated(f"picture cannot be read: {type(error).__name__}") from error


def _preview(picture: Image.Image) -> bytes:
    factor = max(1, -(-max(picture.size) // _PREVIEW_PX))
    small = (picture.convert("L") if picture.mode == "1" else picture).reduce(factor)
    store = io.BytesIO()
    small.save(store, "JPEG", quality=80)
    return store.getvalue()
