"""A font for text that is never drawn: carries the invisible text of a scanned page.

An empty glyph and a box half an em wide. Text in render mode 3 needs no shapes, but PDF/A wants
every font embedded, readers want glyph 1 rather than the "missing" glyph 0, and PDFium marks
selected and found words by the outline of their glyphs.

Source: the tables are those ISO 32000-1, 9.9 requires of an embedded TrueType program.
"""

from __future__ import annotations

import functools
import struct

UNITS_PER_EM = 1000
ADVANCE = 500
ASCENT, DESCENT = 800, -200
NAME = "SohoaInvisible"
_EPOCH_2000 = 3029529600
"""1 January 2000 in seconds since 1904, so that the font has the same bytes every day."""


_HHEA = (0x00010000, ASCENT, DESCENT, 0, ADVANCE, 0, 0, ADVANCE, 1, *([0] * 7), 2)
_BOUNDS = (0, DESCENT, ADVANCE, ASCENT)
_POINTS, _ON_CURVE = 4, 1


@functools.cache
def font_program() -> bytes:
    """TrueType bytes; the same on every call."""
    box = _box()
    tables = {
        b"glyf": box,
        b"head": _head(0),
        b"hhea": struct.pack(">IhhhHhhhhhhhhhhhH", *_HHEA),
        b"hmtx": struct.pack(">HhHh", ADVANCE, 0, ADVANCE, 0),
        b"loca": struct.pack(">HHH", 0, 0, len(box) // 2),
        b"maxp": struct.pack(">IHHHHHHHHHHHHHH", 0x00010000, 2, _POINTS, 1, 0, 0, 1, *([0] * 8)),
    }
    whole = _assembled(tables)
    adjustment = (0xB1B0AFBA - _checksum(whole)) & 0xFFFFFFFF
    tables[b"head"] = _head(adjustment)
    return _assembled(tables)


def _box() -> bytes:
    """Outline of glyph 1: the corners of its cell, from the lower left to the right and up."""
    head = struct.pack(">hhhhh", 1, *_BOUNDS)
    ends_and_code = struct.pack(">HH", _POINTS - 1, 0)
    flags = bytes([_ON_CURVE] * _POINTS)
    across = struct.pack(">hhhh", 0, ADVANCE, 0, -ADVANCE)
    up = struct.pack(">hhhh", DESCENT, 0, ASCENT - DESCENT, 0)
    outline = head + ends_and_code + flags + across + up
    return outline + b"\0" * (-len(outline) % 4)


def _head(adjustment: int) -> bytes:
    version, magic, flags = (0x00010000, 0x00010000), 0x5F0F3CF5, 0
    dates = (_EPOCH_2000, _EPOCH_2000)
    style, smallest, direction, wide_offsets, glyph_format = 0, 8, 2, 0, 0
    rest = (*_BOUNDS, style, smallest, direction, wide_offsets, glyph_format)
    fields = (*version, adjustment, magic, flags, UNITS_PER_EM, *dates, *rest)
    return struct.pack(">IIIIHHqqhhhhHHhhh", *fields)


def _assembled(tables: dict[bytes, bytes]) -> bytes:
    count = len(tables)
    power = 1 << (count.bit_length() - 1)
    header = struct.pack(
        ">IHHHH", 0x00010000, count, power * 16, power.bit_length() - 1, (count - power) * 16
    )
    offset = len(header) + 16 * count
    directory, body = b"", b""
    for tag in sorted(tables):
        content = tables[tag]
        checksum = _checksum(_head(0) if tag == b"head" else content)
        directory += tag + struct.pack(">III", checksum, offset + len(body), len(content))
        body += content + b"\0" * (-len(content) % 4)
    return header + directory + body


def _checksum(content: bytes) -> int:
    padded = content + b"\0" * (-len(content) % 4)
    words: tuple[int, ...] = struct.unpack(f">{len(padded) // 4}I", padded)
    return sum(words) & 0xFFFFFFFF
