"""A font that draws nothing: carries the invisible text of a scanned page.

Two empty glyphs, half an em wide. Text in render mode 3 needs no shapes, but PDF/A wants every
font embedded, and readers want glyph 1 rather than the "missing" glyph 0.

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


_HHEA = (0x00010000, ASCENT, DESCENT, 0, ADVANCE, *([0] * 3), 1, *([0] * 7), 2)


@functools.cache
def font_program() -> bytes:
    """TrueType bytes; the same on every call."""
    tables = {
        b"glyf": 2 * struct.pack(">hhhhhh", *([0] * 6)),
        b"head": _head(0),
        b"hhea": struct.pack(">IhhhHhhhhhhhhhhhH", *_HHEA),
        b"hmtx": struct.pack(">HhHh", ADVANCE, 0, ADVANCE, 0),
        b"loca": struct.pack(">HHH", 0, 6, 12),
        b"maxp": struct.pack(">IHHHHHHHHHHHHHH", 0x00010000, 2, *([0] * 4), 1, *([0] * 8)),
    }
    whole = _assembled(tables)
    adjustment = (0xB1B0AFBA - _checksum(whole)) & 0xFFFFFFFF
    tables[b"head"] = _head(adjustment)
    return _assembled(tables)


def _head(adjustment: int) -> bytes:
    version, magic, flags = (0x00010000, 0x00010000), 0x5F0F3CF5, 0
    dates = (_EPOCH_2000, _EPOCH_2000)
    bounds, style, smallest, direction, wide_offsets, glyph_format = (0,) * 4, 0, 8, 2, 0, 0
    rest = (*bounds, style, smallest, direction, wide_offsets, glyph_format)
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
