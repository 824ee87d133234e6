"""The colour space of our pictures as an ICC profile, built from its definition.

Made here so that it has the same bytes on every machine and every day: what colour libraries
make carries the time and their version.

Source: IEC 61966-2-1 (sRGB), primaries adapted to D50 as in its amendment; ICC.1:2001-04
(profile version 2), 6.1 header, 6.3.1.2 three-component matrix display profiles.
"""

from __future__ import annotations

import functools
import struct

_STEPS = 1024
_WHITE = (0.9642, 1.0, 0.8249)
_PRIMARIES = {
    b"rXYZ": (0.43607, 0.22249, 0.01392),
    b"gXYZ": (0.38515, 0.71687, 0.09708),
    b"bXYZ": (0.14307, 0.06061, 0.71410),
}
_NAME = b"sRGB IEC61966-2.1"
_RIGHTS = b"No copyright, use freely"
_MADE = (2026, 1, 1, 0, 0, 0)


@functools.cache
def srgb_profile() -> bytes:
    """ICC profile, version 2.1, display class, RGB to XYZ; the same on every call."""
    curve = struct.pack(">4sII", b"curv", 0, _STEPS)
    curve += struct.pack(f">{_STEPS}H", *(_linear(step) for step in range(_STEPS)))
    tags = {
        b"desc": _described(_NAME),
        b"cprt": b"text\0\0\0\0" + _RIGHTS + b"\0",
        b"wtpt": _xyz(_WHITE),
        **{name: _xyz(value) for name, value in _PRIMARIES.items()},
        b"rTRC": curve,
        b"gTRC": curve,
        b"bTRC": curve,
    }
    return _assembled(tags)


def _linear(step: int) -> int:
    """Light of an even step of the signal, 0 to 65535."""
    signal = step / (_STEPS - 1)
    light = signal / 12.92 if signal <= 0.04045 else ((signal + 0.055) / 1.055) ** 2.4
    return round(65535 * light)


def _xyz(value: tuple[float, float, float]) -> bytes:
    return b"XYZ \0\0\0\0" + _numbers(value)


def _numbers(values: tuple[float, float, float]) -> bytes:
    return struct.pack(">3i", *(round(value * 65536) for value in values))


def _described(text: bytes) -> bytes:
    """A name in the three forms that version 2 wants; only the first is filled."""
    words = struct.pack(">4sII", b"desc", 0, len(text) + 1) + text + b"\0"
    return words + bytes(4 + 4 + 2 + 1 + 67)


def _assembled(tags: dict[bytes, bytes]) -> bytes:
    start = 128 + 4 + 12 * len(tags)
    table, body, places = b"", b"", dict[bytes, int]()
    for name, content in tags.items():
        if content not in places:
            places[content] = start + len(body)
            body += content + bytes(-len(content) % 4)
        table += name + struct.pack(">II", places[content], len(content))
    head = struct.pack(
        ">I4xI4s4s4s6H4s4xI8xQI",
        start + len(body),
        0x02100000,
        b"mntr",
        b"RGB ",
        b"XYZ ",
        *_MADE,
        b"acsp",
        0,
        0,
        0,
    )
    header = head + _numbers(_WHITE)
    return header.ljust(128, b"\0") + struct.pack(">I", len(tags)) + table + body
