"""A storage behind fsspec as a place for bags: files whole, read back, the marker last.

A file is kept in memory until it is complete, then written at once: what lies in the storage under
its name is whole. So an upload goes on by file, not inside one.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from app.province.errors import DeliveryError, FolderMissing, LinkDown, RemoteGone, ServerBusy
from app.province.whole_files import WholeFiles

_BLOCK = 2**20
_WRONG_LINE = (LinkDown, ServerBusy)


@dataclass(frozen=True, slots=True)
class Storage:
    """An open connection to a storage.

    Attributes:
        files: An fsspec file system. Any: fsspec is untyped.
        root: Path of the place inside it, without "/" at the end.
        probe: Path that is there when the place is.
        rename: Gives a file or folder another name in one step and replaces a file of that name;
            None where the storage cannot.
        close: Ends the connection.
    """

    files: Any
    root: str
    probe: str
    rename: Callable[[str, str], None] | None
    close: Callable[[], None]


@dataclass(frozen=True, slots=True)
class StorageKind:
    """How a kind of storage is opened, and what its errors mean.

    Attributes:
        open: Connects; called again after the line was lost.
        judge: The class of failure of an error that fsspec or its driver raised.
        renames_at_once: Whether `Storage.rename` will be there.
    """

    open: Callable[[], Storage]
    judge: Callable[[Exception], DeliveryError]
    renames_at_once: bool


class RemotePlace:
    """A `BagPlace` in a storage. Runs on: the network lane; one call after another."""

    def __init__(self, kind: StorageKind) -> None:
        self._kind = kind
        self._lock = threading.RLock()
        self._storage: Storage | None = None
        self._files = WholeFiles()

    @property
    def renames_at_once(self) -> bool:
        """A folder gets another name in one step."""
        return self._kind.renames_at_once

    def close(self) -> None:
        """End the connection."""
        with self._lock:
            storage, self._storage = self._storage, None
            self._files.forget()
            if storage is not None:
                storage.close()

    def check(self) -> None:
        """Make sure that the storage answers and the place is there.

        Raises:
            DeliveryError: LinkDown and the like.
        """
        try:
            with self._working() as storage:
                storage.files.info(storage.probe)
        except RemoteGone as error:
            raise FolderMissing("the folder is not in the storage") from error

    def require_room(self, size: int) -> None:
        """Nobody can be asked; a full storage says so itself."""

    def exists(self, name: str) -> bool:
        """Whether there is such a file or folder."""
        with self._working() as storage:
            try:
                storage.files.info(f"{storage.root}/{name}")
            except FileNotFoundError:
                return False
        return True

    def size(self, name: str) -> int:
        """Bytes of a file."""
        with self._working() as storage:
            return int(storage.files.info(f"{storage.root}/{name}")["size"])

    def digest(self, name: str) -> str:
        """SHA-256 of a file, read back from the storage."""
        digest = hashlib.sha256()
        with self._working() as storage, storage.files.open(f"{storage.root}/{name}", "rb") as held:
            while block := held.read(_BLOCK):
                digest.update(block)
        return digest.hexdigest()

    def read(self, name: str, most: int) -> bytes:
        """The first `most` bytes of a file."""
        with self._working() as storage, storage.files.open(f"{storage.root}/{name}", "rb") as held:
            return bytes(held.read(most))

    def write(self, name: str, data: bytes) -> None:
        """Write a file whole; half of it is never seen under its name."""
        with self._working() as storage:
            path = f"{storage.root}/{name}"
            folder = path.rpartition("/")[0]
            if storage.rename is None:
                storage.files.pipe_file(path, data)
                return
            if folder != storage.root:
                storage.files.makedirs(folder, exist_ok=True)
            storage.files.pipe_file(f"{path}.part", data)
            storage.rename(f"{path}.part", path)

    def write_at(self, name: str, offset: int, chunk: bytes, size: int) -> int:
        """Take a part of a file; the last part writes it."""
        growth = self._files.add(name, offset, chunk, size=size)
        if growth.whole:
            self.write(name, growth.whole)
        return growth.held

    def remove(self, name: str) -> None:
        """Remove a file; one that is not there is no error."""
        if self.exists(name):
            with self._working() as storage:
                storage.files.rm_file(f"{storage.root}/{name}")

    def rename_folder(self, name: str, final: str) -> None:
        """Give a folder its final name."""
        with self._working() as storage:
            if storage.rename is None:
                raise ServerBusy("this storage renames nothing")
            storage.rename(f"{storage.root}/{name}", f"{storage.root}/{final}")

    @contextmanager
    def _working(self) -> Iterator[Storage]:
        """The connection, opened when needed and given up when the line is lost."""
        with self._lock:
            try:
                if self._storage is None:
                    self._storage = self._kind.open()
                yield self._storage
            except DeliveryError:
                raise
            except FileNotFoundError as error:
                raise RemoteGone("not in the storage") from error
            except Exception as error:  # drivers of fsspec have no common root of errors
                failure = self._kind.judge(error)
                if isinstance(failure, _WRONG_LINE):
                    self._forget()
                raise failure from error

    def _forget(self) -> None:
        storage, self._storage = self._storage, None
        if storage is not None:
            try:
                storage.close()
            except Exception:  # the line is lost already; drivers raise what they like
                return
