"""The checked file as bytes, read in pieces: a file of 500 MB must not lie in memory.

Small files are read once; large ones are read where they are needed.
"""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

import pikepdf

_WHOLE_BYTES = 16 * 1024 * 1024
_CHUNK_BYTES = 1024 * 1024
_MAX_UNPACKED = 128 * 1024 * 1024


@contextmanager
def bounded_streams() -> Iterator[None]:
    """Refuse object streams that unpack to more than any honest file needs.

    The bound holds for the whole process; afterwards it is what it was before.
    """
    before = pikepdf.settings.set_qpdf_limits(flate_max_memory=_MAX_UNPACKED)
    try:
        yield
    finally:
        pikepdf.settings.set_qpdf_limits(flate_max_memory=int(before["flate_max_memory"]))


class Source:
    """A file that stays open for the time of one check.

    Attributes:
        size: Bytes when it was opened; what is added later is not seen.
    """

    def __init__(self, path: Path) -> None:
        """Open a file.

        Raises:
            OSError: It cannot be read.
        """
        self._stream: BinaryIO = path.open("rb", buffering=0)
        self.size = os.fstat(self._stream.fileno()).st_size
        self._whole = self._stream.read() if self.size <= _WHOLE_BYTES else None

    def __enter__(self) -> Source:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._stream.close()

    def read(self, start: int, stop: int) -> bytes:
        """Give the bytes from `start` up to `stop`, fewer where the file ends."""
        if self._whole is not None:
            return self._whole[start:stop]
        self._stream.seek(start)
        return _read_full(self._stream, max(0, min(stop, self.size) - start))

    def chunks(self, start: int, stop: int, overlap: int = 0) -> Iterator[tuple[int, bytes]]:
        """Give consecutive pieces with their offsets; `overlap` bytes come twice."""
        while start < stop:
            yield start, self.read(start, min(stop, start + _CHUNK_BYTES + overlap))
            start += _CHUNK_BYTES

    def digest(self, algorithm: str, ranges: tuple[tuple[int, int], ...]) -> bytes:
        """Hash pieces of the file, given as (start, stop)."""
        state = hashlib.new(algorithm)
        for start, stop in ranges:
            for _, piece in self.chunks(start, stop):
                state.update(piece)
        return state.digest()

    def find_all(self, pattern: bytes, start: int = 0) -> Iterator[int]:
        """Give the offsets of a pattern."""
        for offset, piece in self.chunks(start, self.size, len(pattern) - 1):
            place = piece.find(pattern)
            while place >= 0:
                yield offset + place
                place = piece.find(pattern, place + 1)

    def window(self, stop: int) -> BinaryIO:
        """Give the first `stop` bytes as a stream of its own."""
        if self._whole is not None:
            return io.BytesIO(self._whole[:stop])
        return io.BufferedReader(_Window(self._stream.fileno(), stop), 64 * 1024)

    def open(self, stop: int, *, repair: bool = False) -> pikepdf.Pdf:
        """Read the first `stop` bytes as a PDF.

        Args:
            stop: Length of the revision.
            repair: Let the reader search for objects where cross references are damaged.

        Raises:
            pikepdf.PdfError: They are none.
        """
        return pikepdf.Pdf.open(self.window(stop), attempt_recovery=repair)


class _Window(io.RawIOBase):
    """The beginning of a file, read by position: several windows share one handle."""

    def __init__(self, handle: int, stop: int) -> None:
        super().__init__()
        self._handle, self._stop, self._place = handle, stop, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._place

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._place, io.SEEK_END: self._stop}[whence]
        self._place = max(0, base + offset)
        return self._place

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # narrower there
        wanted = max(0, min(len(buffer), self._stop - self._place))
        # Straight into the caller's memory: a picture may be asked for in one piece.
        done = os.preadv(self._handle, [memoryview(buffer)[:wanted]], self._place) if wanted else 0
        self._place += done
        return done


def _read_full(stream: BinaryIO, wanted: int) -> bytes:
    """Read until enough is there: an unbuffered read may give less."""
    pieces = []
    while wanted:
        piece = stream.read(wanted)
        if not piece:
            break
        pieces.append(piece)
        wanted -= len(piece)
    return b"".join(pieces)
