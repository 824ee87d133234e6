"""Write-once encrypted blobs: `blobs/aa/<SHA-256 of the stored bytes>`."""

from __future__ import annotations

import hashlib
import os
import re
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import FileIO
from pathlib import Path
from typing import BinaryIO, Protocol, TypeVar

from app.domain.ids import BlobId, DossierId
from app.errors import WrongUse
from app.store.base import BlobMissing, StoreDamaged, StoreError
from app.store.durable import (
    PRIVATE_FILE,
    WRITE_ONCE_FILE,
    as_store_error,
    make_private_folder,
    publish,
    remove_quietly,
    replace_file,
    sync_folder,
    write_synced,
)
from app.store.envelope import (
    FRAME_BYTES,
    HEADER_BYTES,
    SALT_BYTES,
    TAG_BYTES,
    FrameReader,
    frame_count,
    open_bytes,
    open_frames,
    seal_frames,
)
from app.store.key_rings import Entropy
from app.store.keys import DossierKeys

T = TypeVar("T")

_PIECE_BYTES = 1 << 18
_SEALED_FRAME = FRAME_BYTES + TAG_BYTES
_BLOB_NAME = re.compile(r"[0-9a-f]{64}")


class SpareBlobs(Protocol):
    """The second copy of the blobs."""

    def blob(self, blob: BlobId) -> bytes:
        """The stored bytes.

        Raises:
            StoreError: There are none, or their disk is away.
        """
        ...

    def blob_repaired(self, dossier_id: DossierId, blob: BlobId) -> None:
        """A blob was taken from here."""
        ...


@dataclass(frozen=True, slots=True)
class StoredBlob:
    """A blob file: its name, when it was written (seconds since 1970), its size in bytes."""

    id: BlobId
    written_at: float
    size: int


class _Buffers(threading.local):
    """Room for a sealed and a plain frame, made once for each thread that looks at blobs."""

    def __init__(self) -> None:
        self._pair: tuple[memoryview, memoryview] | None = None

    def pair(self) -> tuple[memoryview, memoryview]:
        """The two buffers of this thread."""
        if self._pair is None:
            sealed, plain = bytearray(_SEALED_FRAME), bytearray(FRAME_BYTES)
            self._pair = memoryview(sealed), memoryview(plain)
        return self._pair


class FileVault:
    """Blobs as files. Safe to use from any thread."""

    def __init__(self, folder: Path, temporary: Path, keys: DossierKeys, entropy: Entropy) -> None:
        """Use existing private folders on one file system.

        Args:
            folder: Where the blobs lie.
            temporary: Where a blob lies until it is complete.
            keys: Keys of the dossiers.
            entropy: Source of random bytes.
        """
        self._folder = folder
        self._temporary = temporary
        self._keys = keys
        self._entropy = entropy
        self._spare: SpareBlobs | None = None
        self._buffers = _Buffers()

    def set_spare(self, spare: SpareBlobs) -> None:
        """From now on a blob that is lost or damaged is taken from its second copy."""
        self._spare = spare

    def put(self, dossier_id: DossierId, data: bytes) -> BlobId:
        """Encrypt `data` and make it durable before returning.

        Raises:
            StoreFull, StoreUnwritable: Nothing was kept.
            StoreDamaged: The key of the dossier is gone or does not open.
        """
        return self.put_pieces(dossier_id, (data,))

    def put_pieces(self, dossier_id: DossierId, pieces: Iterable[bytes]) -> BlobId:
        """The same for a large file that is never whole in memory.

        Raises:
            StoreFull, StoreUnwritable: Nothing was kept.
            StoreDamaged: The key of the dossier is gone or does not open.
        """
        key = self._keys.key_for_writing(dossier_id).blobs
        temporary = self._temporary / self._entropy(16).hex()
        frames = seal_frames(key, dossier_id.encode(), pieces, salt=self._entropy(SALT_BYTES))
        digest = hashlib.sha256()
        try:
            write_synced(temporary, _digested(frames, digest.update), WRITE_ONCE_FILE)
            return self._publish(temporary, BlobId(digest.hexdigest()))
        except OSError as error:
            remove_quietly(temporary)
            raise as_store_error(error, "writing a blob") from error

    def get(self, dossier_id: DossierId, blob: BlobId) -> bytes:
        """Decrypt a blob after checking that the stored bytes still have its name.

        Raises:
            BlobMissing, StoreDamaged: It is gone or fails its check.
        """
        return self._or_repaired(dossier_id, blob, lambda: self._get(dossier_id, blob))

    def stored_bytes(self, blob: BlobId) -> bytes:
        """The bytes as they lie on the disk, proven by their name only.

        Raises:
            BlobMissing, StoreDamaged: They are gone or were changed.
        """
        stored = self._read(blob)
        if hashlib.sha256(stored).hexdigest() != blob:
            raise StoreDamaged(f"blob {blob} was changed")
        return stored

    def _get(self, dossier_id: DossierId, blob: BlobId) -> bytes:
        stored = self.stored_bytes(blob)
        return open_bytes(self._keys.key(dossier_id).blobs, dossier_id.encode(), stored)

    def _or_repaired(self, dossier_id: DossierId, blob: BlobId, read: Callable[[], T]) -> T:
        try:
            return read()
        except StoreDamaged:
            if not self._repair(dossier_id, blob):
                raise
        return read()

    def _repair(self, dossier_id: DossierId, blob: BlobId) -> bool:
        """Put the second copy in the place of a blob that is lost or damaged."""
        if self._spare is None:
            return False
        try:
            stored = self._spare.blob(blob)
            # Opening it proves more than its name: it is a blob of this very dossier.
            open_bytes(self._keys.key(dossier_id).blobs, dossier_id.encode(), stored)
        except StoreError:
            return False
        self._put_back(blob, stored)
        self._spare.blob_repaired(dossier_id, blob)
        return True

    def _put_back(self, blob: BlobId, stored: bytes) -> None:
        temporary, final = self._temporary / self._entropy(16).hex(), self.path_of(blob)
        try:
            make_private_folder(final.parent)
            write_synced(temporary, (stored,), WRITE_ONCE_FILE)
            if sys.platform == "win32" and final.exists():
                final.chmod(PRIVATE_FILE)
            replace_file(temporary, final)
        except OSError as error:
            remove_quietly(temporary)
            raise as_store_error(error, "repairing a blob") from error

    def stream(self, dossier_id: DossierId, blob: BlobId) -> Iterator[bytes]:
        """Decrypt a blob piece by piece; it is whole only when the iterator ends.

        Raises:
            BlobMissing, StoreDamaged: It is gone or fails its check.
        """
        pieces = 0
        try:
            for piece in self.check(dossier_id, blob):
                pieces += 1
                yield piece
            return
        except StoreDamaged:
            # Who has part of it already must begin anew; the next time it is whole.
            if not self._repair(dossier_id, blob) or pieces:
                raise
        yield from self.check(dossier_id, blob)

    def check(self, dossier_id: DossierId, blob: BlobId) -> Iterator[bytes]:
        """Decrypt a blob of the main copy piece by piece and repair nothing.

        Raises:
            BlobMissing, StoreDamaged: It is gone or fails its check.
        """
        digest = hashlib.sha256()
        stored = _digested(self._pieces(blob), digest.update)
        yield from open_frames(self._keys.key(dossier_id).blobs, dossier_id.encode(), stored)
        if digest.hexdigest() != blob:
            raise StoreDamaged(f"blob {blob} was changed")

    def prove(
        self, dossier_id: DossierId, blob: BlobId, on_plain: Callable[[memoryview], object]
    ) -> int:
        """Look at every byte of a blob of the main copy, and repair nothing.

        Twice as fast as `check`: two buffers serve all frames, and no byte is copied otherwise.

        Args:
            dossier_id: Whose key opens it.
            blob: Its name.
            on_plain: Called with each frame; the view is good until it returns.

        Returns:
            Number of its plain bytes.

        Raises:
            BlobMissing, StoreDamaged: It is gone or fails its check.
        """
        try:
            with self.path_of(blob).open("rb", buffering=0) as file:
                return self._prove(dossier_id, blob, file, on_plain)
        except FileNotFoundError as error:
            raise BlobMissing(f"blob {blob}") from error
        except OSError as error:
            raise _reading_failed(error, blob) from error

    def _prove(
        self,
        dossier_id: DossierId,
        blob: BlobId,
        file: FileIO,
        on_plain: Callable[[memoryview], object],
    ) -> int:
        frames = frame_count(os.fstat(file.fileno()).st_size)
        sealed, plain = self._buffers.pair()
        header = bytes(sealed[: _filled(file, sealed[:HEADER_BYTES])])
        digest, size = hashlib.sha256(header), 0
        reader = FrameReader(self._keys.key(dossier_id).blobs, dossier_id.encode(), header, frames)
        for number in range(frames):
            frame = sealed[: _filled(file, sealed)]
            digest.update(frame)
            opened = reader.open_into(number, frame, plain)
            size += len(opened)
            on_plain(opened)
        if digest.hexdigest() != blob or file.read(1):
            raise StoreDamaged(f"blob {blob} was changed")
        return size

    def get_range(self, dossier_id: DossierId, blob: BlobId, start: int, count: int) -> bytes:
        """Decrypt `count` plain bytes from `start`; fewer at the end. Each frame proves itself.

        Raises:
            BlobMissing, StoreDamaged: It is gone, or a frame of the range fails its check.
        """
        if start < 0 or count < 0:
            raise WrongUse("a range before the first byte")
        return self._or_repaired(
            dossier_id, blob, lambda: self._range(dossier_id, blob, start, count)
        )

    def _range(self, dossier_id: DossierId, blob: BlobId, start: int, count: int) -> bytes:
        first, skipped = divmod(start, FRAME_BYTES)
        parts = bytearray()
        with self._opened(blob) as file:
            frames = frame_count(file.seek(0, os.SEEK_END))
            file.seek(0)
            key = self._keys.key(dossier_id).blobs
            reader = FrameReader(key, dossier_id.encode(), file.read(HEADER_BYTES), frames)
            file.seek(HEADER_BYTES + first * _SEALED_FRAME)
            for number in range(first, frames):
                if len(parts) >= skipped + count:
                    break
                parts += reader.open(number, file.read(_SEALED_FRAME))
        return bytes(memoryview(parts)[skipped : skipped + count])

    def erase(self, dossier_id: DossierId, blob: BlobId) -> None:
        """Remove a blob for good; one that is gone already counts as erased.

        The place on the disk may keep its bytes for a while; they are encrypted.

        Raises:
            StoreDamaged: The blob is not one of this dossier; it stays.
            StoreUnwritable: It is still there.
        """
        try:
            self._get(dossier_id, blob)
        except BlobMissing:
            return
        self.remove(blob)

    def remove(self, blob: BlobId) -> None:
        """Remove a blob whose key is destroyed; one that is gone already counts as removed.

        Raises:
            StoreUnwritable: It is still there.
        """
        path = self.path_of(blob)
        try:
            if path.exists():
                if sys.platform == "win32":
                    path.chmod(PRIVATE_FILE)
                path.unlink(missing_ok=True)
                sync_folder(path.parent)
        except OSError as error:
            raise as_store_error(error, "erasing a blob") from error

    def stored(self) -> Iterator[StoredBlob]:
        """All blob files, in no order.

        Raises:
            StoreUnwritable: A folder cannot be read.
        """
        try:
            for path in self._folder.glob("??/*"):
                if _BLOB_NAME.fullmatch(path.name):
                    found = path.stat()
                    yield StoredBlob(BlobId(path.name), found.st_mtime, found.st_size)
        except OSError as error:
            raise as_store_error(error, "listing blobs") from error

    def _publish(self, temporary: Path, blob: BlobId) -> BlobId:
        final = self.path_of(blob)
        make_private_folder(final.parent)
        publish(temporary, final)
        return blob

    def _read(self, blob: BlobId) -> bytes:
        try:
            return self.path_of(blob).read_bytes()
        except FileNotFoundError as error:
            raise BlobMissing(f"blob {blob}") from error
        except OSError as error:
            raise _reading_failed(error, blob) from error

    @contextmanager
    def _opened(self, blob: BlobId) -> Iterator[BinaryIO]:
        try:
            with self.path_of(blob).open("rb", buffering=_PIECE_BYTES) as file:
                yield file
        except FileNotFoundError as error:
            raise BlobMissing(f"blob {blob}") from error
        except OSError as error:
            raise _reading_failed(error, blob) from error

    def _pieces(self, blob: BlobId) -> Iterator[bytes]:
        with self._opened(blob) as file:
            while piece := file.read(_PIECE_BYTES):
                yield piece

    def path_of(self, blob: BlobId) -> Path:
        """Where a blob lies, or would."""
        if not _BLOB_NAME.fullmatch(blob):
            raise WrongUse("not the name of a blob")
        return self._folder / blob[:2] / blob


def _digested(chunks: Iterable[bytes], update: Callable[[bytes], None]) -> Iterator[bytes]:
    for chunk in chunks:
        update(chunk)
        yield chunk


def _filled(file: FileIO, buffer: memoryview) -> int:
    """Fill a buffer as far as the file goes; one read may give less than there is."""
    count = 0
    while count < len(buffer) and (got := file.readinto(buffer[count:])):
        count += got
    return count


def _reading_failed(error: OSError, blob: BlobId) -> StoreError:
    if isinstance(error, PermissionError):
        return as_store_error(error, "reading a blob")
    return StoreDamaged(f"blob {blob} cannot be read: errno {error.errno}")
