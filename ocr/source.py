"""What a file is before and after it is decoded: values and bounds.

Source: limits follow the parser rules of the station (100 megapixels holds A3 at 600 dpi).
"""

from __future__ import annotations

import io
import mmap
from dataclasses import dataclass
from enum import StrEnum
from typing import BinaryIO

import numpy as np
import numpy.typing as npt

from ocr.errors import DamagedInput, TooManyPixels

Pixels = npt.NDArray[np.uint8]
"""(h, w) grey or (h, w, 3) BGR, uint8, 0 = black, origin top left."""


Data = bytes | mmap.mmap
"""A file in memory: its bytes, or memory of the system that is mapped and not copied."""


class Media(StrEnum):
    """Kinds of file that can become pages."""

    JPEG = "image/jpeg"
    PNG = "image/png"
    TIFF = "image/tiff"
    GIF = "image/gif"
    BMP = "image/bmp"
    WEBP = "image/webp"
    JPEG2000 = "image/jp2"
    PDF = "application/pdf"


def as_stream(data: Data) -> BinaryIO:
    """A file object over the bytes; nothing is copied but what is read."""
    if isinstance(data, bytes):
        return io.BytesIO(data)
    return io.BufferedReader(_MappedFile(data))


class _MappedFile(io.RawIOBase):
    """A mapping as a file; several of them may read the same mapping."""

    def __init__(self, data: mmap.mmap) -> None:
        super().__init__()
        self._data = data
        self._at = 0

    def readable(self) -> bool:
        """It can be read."""
        return True

    def seekable(self) -> bool:
        """It has places."""
        return True

    def tell(self) -> int:
        """The place of the next byte."""
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a place."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: len(self._data)}[whence]
        if base + offset < 0:
            raise ValueError("a place before the first byte")
        self._at = base + offset
        return self._at

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # any buffer
        """Copy what comes next."""
        part = self._data[self._at : self._at + len(buffer)]
        buffer[: len(part)] = part
        self._at += len(part)
        return len(part)


@dataclass(frozen=True, slots=True)
class Bounds:
    """Largest input that is read; anything above is refused before decoding."""

    max_pixels: int = 100_000_000
    max_pages: int = 500
    max_bytes: int = 640 * 2**20


DEFAULT_BOUNDS = Bounds()


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """What the headers say.

    Attributes:
        media: Kind of file.
        page_count: 1 or more.
        signed: A PDF that carries a filled signature field; it must never be rewritten.
        sha256: Lower-case hex digest of the bytes.
    """

    media: Media
    page_count: int
    signed: bool
    sha256: str


@dataclass(frozen=True, slots=True)
class RawPage:
    """One decoded page.

    Attributes:
        image: (h, w, 3) uint8, BGR, origin top left, turned as its metadata asks.
        dpi: Dots per inch, 72 to 1200.
        dpi_guessed: The resolution was guessed from the shape of the picture.
    """

    image: Pixels
    dpi: int
    dpi_guessed: bool


def require_pixels(width: int, height: int, bounds: Bounds) -> None:
    """Refuse a picture outside the bounds before it is decoded.

    Raises:
        DamagedInput: No pixels at all.
        TooManyPixels: Above the bound.
    """
    if width < 1 or height < 1:
        raise DamagedInput(f"{width} x {height} pixels")
    if width * height > bounds.max_pixels:
        raise TooManyPixels(f"{width} x {height} pixels, at most {bounds.max_pixels} are read")
