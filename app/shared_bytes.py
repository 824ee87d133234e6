"""Bytes of a file that lie in memory once, for this process and for its workers.

A file of 500 pages is read page by page by several workers. Sent with each page it would be copied
as often as it has pages; lying on the disk it would lie there in the clear. Here it lies in memory
that has no name in any folder: a worker gets a descriptor of it (`app.job_wire`) and maps it. It
is gone with the last process that holds it, however that ends.

What is written here is no part of this process's own memory until somebody maps it, so that the
window stays small however large the file is. Windows shares by a name that nobody can guess; where
a system offers neither, the bytes themselves travel, as they did before.
"""

from __future__ import annotations

import hashlib
import mmap
import os
import secrets
import sys
import weakref
from collections.abc import Iterable, Iterator
from typing import Any

_PIECE_BYTES = 1 << 20
_HAS_MEMFD = sys.platform == "linux" and hasattr(os, "memfd_create")

if sys.platform == "linux":
    import fcntl

    _FROZEN = fcntl.F_SEAL_SEAL | fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_GROW | fcntl.F_SEAL_WRITE


class SharedBytes:
    """A file in memory; made by `of`, mapped by `view`, never changed afterwards."""

    def __init__(self, holder: _Holder) -> None:
        self._holder = holder

    @classmethod
    def of(cls, pieces: Iterable[bytes]) -> SharedBytes:
        """Take in a file piece by piece.

        Raises:
            OSError: No memory for it.
        """
        if _HAS_MEMFD:
            return cls(_Descriptor.of(pieces))
        if sys.platform == "win32":
            return cls(_Section.of(pieces))
        return cls(_Plain(b"".join(pieces)))

    @property
    def size(self) -> int:
        """Number of bytes."""
        return self._holder.size

    @property
    def descriptor(self) -> int | None:
        """What another process needs to see the bytes, None where they travel otherwise."""
        return self._holder.fd if isinstance(self._holder, _Descriptor) else None

    @classmethod
    def received(cls, descriptor: int, size: int) -> SharedBytes:
        """The same bytes in another process, which owns `descriptor` from now on."""
        return cls(_Descriptor(descriptor, size))

    def view(self) -> bytes | mmap.mmap:
        """All bytes, mapped where that is possible; the mapping goes with its last user."""
        return self._holder.view()

    def pieces(self) -> Iterator[bytes]:
        """The bytes in order, a piece at a time; at least one piece."""
        for start in range(0, max(self.size, 1), _PIECE_BYTES):
            yield self._holder.part(start, _PIECE_BYTES)

    def sha256(self) -> str:
        """Digest of the bytes, lower-case hexadecimal."""
        digest = hashlib.sha256()
        for piece in self.pieces():
            digest.update(piece)
        return digest.hexdigest()

    def let_go(self) -> None:
        """Give the memory back now: an error that is kept would hold it with its traceback."""
        if isinstance(self._holder, _Descriptor):
            self._holder.let_go()

    def __bytes__(self) -> bytes:
        """A copy of all bytes."""
        return b"".join(self.pieces())

    def __reduce__(self) -> tuple[Any, ...]:
        """By value, unless `app.job_wire` carries it or the system shares by name."""
        if isinstance(self._holder, _Section):
            return _section_named, (self._holder.name, self.size)
        return _by_value, (bytes(self),)


def _by_value(data: bytes) -> SharedBytes:
    return SharedBytes(_Plain(data))


def _section_named(name: str, size: int) -> SharedBytes:
    return SharedBytes(_Section(name, size))


class _Plain:
    """Bytes of this process."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.size = len(data)

    def view(self) -> bytes:
        return self._data

    def part(self, start: int, count: int) -> bytes:
        return self._data[start : start + count]


class _Descriptor:
    """Memory of the system behind a descriptor. Source: memfd_create(2)."""

    def __init__(self, fd: int, size: int) -> None:
        self.fd = fd
        self.size = size
        self.let_go = weakref.finalize(self, os.close, fd)

    @classmethod
    def of(cls, pieces: Iterable[bytes]) -> _Descriptor:
        held = cls(os.memfd_create("sohoa", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING), 0)
        try:
            held._fill(pieces)
        except BaseException:
            held.let_go()
            raise
        return held

    def _fill(self, pieces: Iterable[bytes]) -> None:
        for piece in pieces:
            rest = memoryview(piece)
            while rest:
                written = os.write(self.fd, rest)
                rest = rest[written:]
                self.size += written
        # A worker reads hostile files: it must not change what is saved of them, nor cut off what
        # this process has mapped. Source: fcntl(2), "File Sealing".
        fcntl.fcntl(self.fd, fcntl.F_ADD_SEALS, _FROZEN)

    def view(self) -> bytes | mmap.mmap:
        if self.size == 0:
            return b""
        # A private mapping may be written to, which PDFium asks for; nobody else would see it.
        return mmap.mmap(self.fd, self.size, access=mmap.ACCESS_COPY)

    def part(self, start: int, count: int) -> bytes:
        return os.pread(self.fd, min(count, max(self.size - start, 0)), start)


class _Section:
    """A named section of memory of Windows; the name is a secret of these processes."""

    def __init__(self, name: str, size: int) -> None:
        self.name = name
        self.size = size
        self._map = _open_section(name, max(size, 1))

    @classmethod
    def of(cls, pieces: Iterable[bytes]) -> _Section:
        data = b"".join(pieces)
        held = cls(f"Local\\sohoa-{secrets.token_hex(16)}", len(data))
        held._map[: len(data)] = data
        return held

    def view(self) -> bytes | mmap.mmap:
        return self._map if self.size else b""

    def part(self, start: int, count: int) -> bytes:
        return bytes(self._map[start : min(start + count, self.size)])


def _open_section(name: str, size: int) -> mmap.mmap:
    opened: Any = mmap.mmap  # Any: `tagname` is known to the types on Windows only
    mapped: mmap.mmap = opened(-1, size, tagname=name)
    return mapped


_Holder = _Plain | _Descriptor | _Section


def whole(data: bytes | SharedBytes) -> bytes:
    """The bytes themselves, copied where they are shared; for small files."""
    return data if isinstance(data, bytes) else bytes(data)


def mapped(data: bytes | SharedBytes) -> bytes | mmap.mmap:
    """The bytes to be read in place, not copied where they are shared."""
    return data if isinstance(data, bytes) else data.view()
