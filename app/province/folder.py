"""A folder of this machine, a share or a USB stick as a place for bags.

Everything is synced before the next step relies on it. The folder is never made by us: where a
stick is not plugged in, its folder must not come into being on the disk.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.province.errors import FolderFull, FolderMissing, FolderRefused, RemoteGone, ServerBusy

_SPARE_BYTES = 2**20
_FILE, _FOLDER = 0o660, 0o770
"""Whoever takes bags in works under another account of the same group; others see nothing."""
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_REFUSED = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})
_GONE = frozenset({errno.ENODEV, errno.ENXIO, errno.ESTALE, errno.ENOTCONN, errno.EHOSTDOWN})


class FolderPlace:
    """A `BagPlace` in a folder.

    Args:
        root: Folder that is there when the stick or share is.
    """

    renames_at_once = True

    def __init__(self, root: Path) -> None:
        self._root = root

    def close(self) -> None:
        """Nothing is open."""

    def check(self) -> None:
        """Make sure that the folder is there.

        Raises:
            FolderMissing: It is not.
        """
        with self._named("look"):
            is_there = self._root.is_dir()
        if not is_there:
            raise FolderMissing("the folder is not there")

    def require_room(self, size: int) -> None:
        """Make sure that so many bytes fit.

        Raises:
            FolderFull: They do not.
        """
        with self._named("room"):
            free = shutil.disk_usage(self._root).free
        if free < size + _SPARE_BYTES:
            raise FolderFull(f"{size} bytes are wanted, {free} are free")

    def exists(self, name: str) -> bool:
        """Whether there is such a file or folder."""
        with self._named("look"):
            try:
                self._path(name).stat()
            except (FileNotFoundError, NotADirectoryError):
                return False
        return True

    def size(self, name: str) -> int:
        """Bytes of a file."""
        with self._named("look"):
            return self._path(name).stat().st_size

    def digest(self, name: str) -> str:
        """SHA-256 of a file."""
        with self._named("read"), self._path(name).open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()

    def read(self, name: str, most: int) -> bytes:
        """The first `most` bytes of a file."""
        with self._named("read"), self._path(name).open("rb") as stream:
            return stream.read(most)

    def write(self, name: str, data: bytes) -> None:
        """Write a small file whole: aside, synced, renamed, folder synced."""
        path = self._path(name)
        temporary = path.with_name(f"{path.name}.part")
        with self._named("write"):
            self._make_folders(path.parent)
            handle = os.open(temporary, _FLAGS | os.O_TRUNC, _FILE)
            try:
                write_all(handle, data)
                sync(handle)
            finally:
                os.close(handle)
            rename(temporary, path)
            sync_folder(path.parent)

    def write_at(self, name: str, offset: int, chunk: bytes, size: int) -> int:
        """Write a part of a file and sync it; what lay behind it is cut off."""
        path = self._path(name)
        with self._named("write"):
            self._make_folders(path.parent)
            handle = os.open(path, _FLAGS, _FILE)
            try:
                held = os.fstat(handle).st_size
                if offset > held:
                    return held  # the file lost bytes; go on from what is there
                os.lseek(handle, offset, os.SEEK_SET)
                write_all(handle, chunk)
                os.ftruncate(handle, offset + len(chunk))
                sync(handle)
            finally:
                os.close(handle)
            if not held:
                sync_folder(path.parent)
        return offset + len(chunk)

    def remove(self, name: str) -> None:
        """Remove a file; one that is not there is no error."""
        with self._named("write"):
            self._path(name).unlink(missing_ok=True)

    def rename_folder(self, name: str, final: str) -> None:
        """Give a folder its final name, durably."""
        with self._named("write"):
            sync_folder(self._path(name))
            rename(self._path(name), self._path(final))
            sync_folder(self._root)

    def _path(self, name: str) -> Path:
        return self._root.joinpath(*name.split("/"))

    def _make_folders(self, folder: Path) -> None:
        """Make the folders of a bag, never the one that bags are put into."""
        if folder.is_dir():
            return
        if folder == self._root:
            raise FolderMissing("the folder is not there")
        self._make_folders(folder.parent)
        folder.mkdir(mode=_FOLDER, exist_ok=True)
        sync_folder(folder.parent)

    @contextmanager
    def _named(self, doing: str) -> Iterator[None]:
        """Name what went wrong; paths stay out of it."""
        try:
            yield
        except OSError as error:
            number = error.errno or 0
            reason = f"{doing}: {errno.errorcode.get(number, type(error).__name__)}"
            if number in _FULL:
                raise FolderFull(reason) from error
            if number in _REFUSED:
                raise FolderRefused(reason) from error
            if number in _GONE or not self._is_there():
                raise FolderMissing(reason) from error
            if number == errno.ENOENT:
                raise RemoteGone(reason) from error
            raise ServerBusy(reason) from error

    def _is_there(self) -> bool:
        with contextlib.suppress(OSError):
            return self._root.is_dir()
        return False


_FLAGS = os.O_WRONLY | os.O_CREAT | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)


def write_all(handle: int, data: bytes) -> None:
    """Write every byte; a system may take fewer at once."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(handle, rest) :]


def sync(handle: int) -> None:
    """Make the bytes of an open file durable."""
    os.fsync(handle)


def rename(path: Path, final: Path) -> None:
    """Give a file or folder its final name."""
    path.replace(final)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable, where the file system can do that."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    except OSError as error:
        # Shares and some stick file systems have no such thing for folders.
        if error.errno not in (errno.EINVAL, errno.ENOTSUP, errno.ENOSYS):
            raise
    finally:
        os.close(handle)
