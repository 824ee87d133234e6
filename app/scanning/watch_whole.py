"""Whether a file that has come to rest was written to its end.

A machine that sends scans over the network may pause for longer than anybody waits, so a size that
does not change proves little. Formats that say where they end are asked.

Sources: ISO 32000-1, 7.5.5 (`%%EOF`); ISO/IEC 10918-1, B.1.1 (EOI); ISO/IEC 15948, 11.2.5 (IEND);
TIFF 6.0, section 2 and tags 273, 279, 324, 325; RIFF and BMP headers tell their size.
"""

from __future__ import annotations

import os
import struct
from enum import StrEnum
from io import BufferedReader
from pathlib import Path

from app.scanning.folder import opened_regular

_TAIL_BYTES = 2048
_JPEG_TAIL_BYTES = 1 << 16
"""Telephones and some scanners write a few kB behind the end marker."""
_MOST_SEGMENTS = 10_000
"""No writer of pictures makes so many; fill bytes count as segments."""
_MOST_DIRECTORIES, _MOST_ENTRIES = 1000, 4096
_MOST_STRIPS, _MOST_STRIPS_IN_ALL = 300_000, 10_000_000
"""Of one page, and of a file: A3 at 600 dpi has 272,000 tiles of 16 pixels, and 500 pages whose
every line is a strip have 7 million places and counts at 600 dpi."""
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8}
_PAIRS = ((273, 279), (324, 325))
"""Offsets and byte counts of strips and of tiles."""


class Wholeness(StrEnum):
    """What the end of a file tells."""

    WHOLE = "whole"
    CUT = "cut"
    UNKNOWN = "unknown"


def wholeness(path: Path) -> Wholeness:
    """Look at the beginning and the end of a regular file.

    Raises:
        OSError, SourceNotRegular: It cannot be read, or something else lies there now.
    """
    with opened_regular(path) as file:
        size = file.seek(0, os.SEEK_END)
        head = _at(file, 0, 1024)
        if head.startswith(b"\xff\xd8\xff"):
            return _told(_jpeg_is_whole(file, size))
        if head.startswith(b"\x89PNG\r\n\x1a\n"):
            return _told(b"IEND" in _tail(file, size, _TAIL_BYTES))
        if head[:4] in (b"II*\x00", b"MM\x00*"):
            return _told(_tiff_is_whole(file, size))
        if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
            return _told(int.from_bytes(head[4:8], "little") + 8 <= size)
        if head[:2] == b"BM" and head[6:10] == bytes(4):
            return _told(int.from_bytes(head[2:6], "little") <= size)
        if head[:6] in (b"GIF87a", b"GIF89a"):
            return _told(_tail(file, size, _TAIL_BYTES).rstrip(b"\x00").endswith(b";"))
        if b"%PDF-" in head:
            return _told(b"%%EOF" in _tail(file, size, _TAIL_BYTES))
    return Wholeness.UNKNOWN


def _told(is_whole: bool) -> Wholeness:
    return Wholeness.WHOLE if is_whole else Wholeness.CUT


def _at(file: BufferedReader, place: int, count: int) -> bytes:
    file.seek(place)
    return file.read(count)


def _tail(file: BufferedReader, size: int, count: int) -> bytes:
    return _at(file, max(0, size - count), count)


def _jpeg_is_whole(file: BufferedReader, size: int) -> bool:
    """Whether the end marker stands behind the start of the scan; thumbnails have their own."""
    place = 2
    for _ in range(_MOST_SEGMENTS):
        if place + 4 > size:
            return False
        segment = _at(file, place, 4)
        if segment[0] != 0xFF:
            return False
        if segment[1] == 0xDA:
            start = max(place, size - _JPEG_TAIL_BYTES)
            return b"\xff\xd9" in _at(file, start, _JPEG_TAIL_BYTES)
        place += 1 if segment[1] == 0xFF else 2 + int.from_bytes(segment[2:4], "big")
    return False


def _tiff_is_whole(file: BufferedReader, size: int) -> bool:
    """Whether all directories and all picture data lie inside the file."""
    order = "<" if _at(file, 0, 2) == b"II" else ">"
    strips = 0
    try:
        place = struct.unpack(order + "I", _at(file, 4, 4))[0]
        for _ in range(_MOST_DIRECTORIES):
            if place == 0:
                return True
            place, more = _directory(file, order, place, size)
            strips += more
            if strips > _MOST_STRIPS_IN_ALL:
                return False
    except (struct.error, ValueError, OverflowError):
        return False
    return True


def _directory(file: BufferedReader, order: str, place: int, size: int) -> tuple[int, int]:
    """Check one directory; gives the place of the next, 0 = none, and how many numbers it has.

    Raises:
        ValueError, struct.error: Something lies behind the end, or is beyond reason.
    """
    count = struct.unpack(order + "H", _at(file, place, 2))[0]
    entries = _at(file, place + 2, 12 * count + 4)
    if count > _MOST_ENTRIES or len(entries) != 12 * count + 4:
        raise ValueError("directory behind the end")
    found: dict[int, tuple[int, ...]] = {}
    wanted = {tag for pair in _PAIRS for tag in pair}
    for number in range(count):
        tag, kind, amount = struct.unpack_from(order + "HHI", entries, 12 * number)
        length = _SIZES.get(kind, 1) * amount
        where = struct.unpack_from(order + "I", entries, 12 * number + 8)[0]
        if length > 4 and where + length > size:
            raise ValueError("values behind the end")
        if tag in wanted:
            if amount > _MOST_STRIPS or tag in found:
                raise ValueError("more strips than a picture has")
            inline = entries[12 * number + 8 : 12 * number + 12]
            packed = inline[:length] if length <= 4 else _at(file, where, length)
            letter = {3: "H", 4: "I"}.get(kind, "B")
            found[tag] = struct.unpack(f"{order}{amount}{letter}", packed)
    for offsets, counts in _PAIRS:
        ends = zip(found.get(offsets, ()), found.get(counts, ()), strict=False)
        if any(start + length > size for start, length in ends):
            raise ValueError("picture data behind the end")
    following: int = struct.unpack_from(order + "I", entries, 12 * count)[0]
    return following, sum(map(len, found.values()))
