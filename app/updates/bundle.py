"""A bundle as it comes on a stick or from a mirror: a folder, or one ZIP file.

`manifest.json` and `signatures.json` on top, the files of the version below `files/`. Nothing is
unpacked: single files are read, by the names of the proved manifest and no further than their size.
"""

from __future__ import annotations

import contextlib
import lzma
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Protocol

from app.updates.base import UpdateChanged, UpdateUnreadable

MANIFEST, SIGNATURES, FILES = "manifest.json", "signatures.json", "files"
BLOCK_BYTES = 2**20
_MOST_MEMBERS = 60_000
_BROKEN = (
    *(OSError, EOFError, RuntimeError, ValueError),
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError),
)
"""What `zipfile` raises on files that are no archive, damaged, locked or packed otherwise."""


class Bundle(Protocol):
    """Where the bytes of an update come from."""

    def small(self, name: str, most: int) -> bytes:
        """A file on top, within bounds.

        Raises:
            UpdateUnreadable: It is missing or too large.
        """
        ...

    def blocks(self, path: str, size: int) -> Iterator[bytes]:
        """A file of the version, at most one byte more than `size`.

        Raises:
            UpdateChanged: It is missing or cannot be read.
        """
        ...


class FolderBundle:
    """A bundle that is a folder; links in it are not followed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def small(self, name: str, most: int) -> bytes:
        """See `Bundle`."""
        try:
            with _plain(self._folder, name).open("rb") as stream:
                return _bounded(stream, most)
        except OSError as error:
            raise UpdateUnreadable(f"{name}: {type(error).__name__}") from error

    def blocks(self, path: str, size: int) -> Iterator[bytes]:
        """See `Bundle`."""
        try:
            with _plain(self._folder, f"{FILES}/{path}").open("rb") as stream:
                yield from _blocks(stream, size)
        except (OSError, UpdateUnreadable) as error:
            raise UpdateChanged(type(error).__name__) from error


class ZipBundle:
    """A bundle that is a ZIP file; what its list says of sizes is not believed."""

    def __init__(self, file: Path) -> None:
        self._archive = zipfile.ZipFile(file)
        names = self._archive.namelist()
        if len(names) > _MOST_MEMBERS or len(set(names)) != len(names):
            self._archive.close()
            raise UpdateUnreadable("too many files, or a name that stands twice")

    def close(self) -> None:
        """Let go of the file."""
        self._archive.close()

    def small(self, name: str, most: int) -> bytes:
        """See `Bundle`."""
        try:
            with self._archive.open(name) as stream:
                return _bounded(stream, most)
        except (KeyError, *_BROKEN) as error:
            raise UpdateUnreadable(f"{name}: {type(error).__name__}") from error

    def blocks(self, path: str, size: int) -> Iterator[bytes]:
        """See `Bundle`."""
        try:
            with self._archive.open(f"{FILES}/{path}") as stream:
                yield from _blocks(stream, size)
        except (KeyError, *_BROKEN) as error:
            raise UpdateChanged(type(error).__name__) from error


@contextlib.contextmanager
def open_bundle(path: Path) -> Iterator[Bundle]:
    """A bundle on a stick or a mirror.

    Raises:
        UpdateUnreadable: There is none.
    """
    if path.is_dir():
        yield FolderBundle(path)
        return
    try:
        archive = ZipBundle(path)
    except _BROKEN as error:
        raise UpdateUnreadable(type(error).__name__) from error
    with contextlib.closing(archive):
        yield archive


def _plain(folder: Path, name: str) -> Path:
    """A plain file, reached through no link.

    Raises:
        UpdateUnreadable: It is none.
    """
    place = folder
    for part in name.split("/"):
        place = place / part
        if place.is_symlink():
            raise UpdateUnreadable("a link in the bundle")
    if not place.is_file():
        raise UpdateUnreadable(f"{place.name} is not there")
    return place


def _bounded(stream: IO[bytes], most: int) -> bytes:
    data = stream.read(most + 1)
    if len(data) > most:
        raise UpdateUnreadable("too large")
    return data


def _blocks(stream: IO[bytes], size: int) -> Iterator[bytes]:
    left = size + 1
    while left and (block := stream.read(min(BLOCK_BYTES, left))):
        left -= len(block)
        yield block
