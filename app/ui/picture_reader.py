"""Readers of pictures that may be used beside the window's thread.

Left to find the format out by itself, Qt asks every plugin, and the one for SVG connects a signal
for that while Python stands still. If the window's thread just then takes a connection away and
waits for Python to tell it so, neither goes on for ever. So the format is named.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QImageReader

T = TypeVar("T")

_BEGINNINGS = (
    (b"\x89PNG", b"png"),
    (b"\xff\xd8\xff", b"jpeg"),
    (b"II*\x00", b"tiff"),
    (b"MM\x00*", b"tiff"),
    (b"II+\x00", b"tiff"),
    (b"MM\x00+", b"tiff"),
    (b"GIF8", b"gif"),
    (b"BM", b"bmp"),
    (b"P4", b"pbm"),
    (b"P5", b"pgm"),
    (b"P6", b"ppm"),
)
NO_FORMAT = b"none"
"""No reader has this name: what is no picture of ours stays unread."""


def format_of(data: bytes) -> bytes:
    """Name of a picture's format for Qt by its first bytes; `NO_FORMAT` if it is none we know."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return b"webp"
    return next((name for begins, name in _BEGINNINGS if data.startswith(begins)), NO_FORMAT)


def with_reader(data: bytes, work: Callable[[QImageReader], T]) -> T:
    """Read a picture in memory by `work`, which keeps the reader no longer than its call.

    `QImageReader.read` lets other threads run meanwhile; `QImage.fromData` would not.

    Runs on: any thread.
    """
    buffer = QBuffer()
    buffer.setData(data)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, format_of(data))
    reader.setAutoDetectImageFormat(False)
    try:
        return work(reader)
    finally:
        # The reader of TIFF looks at the buffer when it goes: it has to go first.
        del reader
