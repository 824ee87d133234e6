"""A second folder, best on another disk, with the encrypted blobs and wrapped keys once more.

    sohoa-copy.json          whose copy this is; without it nothing is written, so an empty mount
                             point is never taken for the disk
    blobs/aa/<digest>        stored bytes, as in the main copy
    dossiers/<id>/key.json   wrapped keys, as in the main copy

No key that opens anything lies here in the clear. The rows of the store tell what is here.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from pathlib import Path

from app.domain.ids import BlobId, DossierId
from app.store.base import BlobMissing, StoreDamaged
from app.store.durable import (
    PRIVATE_FILE,
    WRITE_ONCE_FILE,
    as_store_error,
    make_private_folder,
    remove_quietly,
    replace_file,
    sync_folder,
    write_synced,
)
from app.store.keys import overwrite_folder
from app.store.upkeep_base import CopyAway, CopyForeign

_MARK = "sohoa-copy.json"
KEY_ROW = "key "
"""Before the id of the dossier, the name of a row that stands for its key."""


def key_name(dossier_id: DossierId) -> str:
    """Name of the row that stands for the key of a dossier."""
    return f"{KEY_ROW}{dossier_id}"


class SecondCopy:
    """The folder of the second copy; it may go away and come back at any time."""

    def __init__(self, folder: Path, store_name: str, entropy: Callable[[int], bytes]) -> None:
        """Use a folder that need not be there now.

        Args:
            folder: Where the copy lies.
            store_name: Tells this station's store from every other.
            entropy: Source of random bytes.
        """
        self._folder, self._store, self._entropy = folder, store_name, entropy

    @property
    def is_present(self) -> bool:
        """Whether the disk is there and holds this station's copy."""
        try:
            self._require()
        except (CopyAway, CopyForeign):
            return False
        return True

    def start(self) -> None:
        """Make an existing folder this station's copy; repeating it changes nothing.

        Raises:
            CopyAway: The folder does not exist.
            CopyForeign: It is another station's.
        """
        try:
            self._require()
        except CopyAway:
            if not self._folder.is_dir():
                raise
        else:
            return
        text = json.dumps({"kind": "sohoa second copy", "version": 1, "store": self._store})
        try:
            for name in ("blobs", "dossiers", "tmp"):
                make_private_folder(self._folder / name)
            self._put(self._folder / _MARK, text.encode("ascii"), PRIVATE_FILE)
        except OSError as error:
            raise as_store_error(error, "starting the second copy") from error

    def put_blob(self, blob: BlobId, stored: bytes) -> None:
        """Keep the stored bytes of a blob, durably; what lies there already gives way.

        Raises:
            CopyAway, CopyForeign, StoreFull, StoreUnwritable: It is not kept.
        """
        self._write(self._blob_path(blob), stored, WRITE_ONCE_FILE)

    def blob(self, blob: BlobId) -> bytes:
        """The stored bytes of a blob, proven by its name.

        Raises:
            CopyAway, CopyForeign, BlobMissing, StoreDamaged: They cannot be had.
        """
        stored = self._read(self._blob_path(blob), blob)
        if hashlib.sha256(stored).hexdigest() != blob:
            raise StoreDamaged(f"the second copy of blob {blob} was changed")
        return stored

    def put_key(self, dossier_id: DossierId, text: bytes) -> None:
        """Keep the file of a dossier's key, durably.

        Raises:
            CopyAway, CopyForeign, StoreFull, StoreUnwritable: It is not kept.
        """
        self._write(self._folder / "dossiers" / dossier_id / "key.json", text, PRIVATE_FILE)

    def key_text(self, dossier_id: DossierId) -> bytes:
        """The file of a dossier's key.

        Raises:
            CopyAway, CopyForeign, BlobMissing: It cannot be had.
        """
        return self._read(self._folder / "dossiers" / dossier_id / "key.json", dossier_id)

    def remove_blob(self, blob: BlobId) -> None:
        """Remove a blob; one that is gone counts as removed.

        Raises:
            CopyAway, CopyForeign, StoreUnwritable: It may still be there.
        """
        self._require()
        path = self._blob_path(blob)
        try:
            if path.exists():
                path.chmod(PRIVATE_FILE)
                path.unlink()
                sync_folder(path.parent)
        except OSError as error:
            raise as_store_error(error, "erasing a second copy") from error

    def remove_key(self, dossier_id: DossierId) -> None:
        """Destroy the key of a dossier here as well.

        Raises:
            CopyAway, CopyForeign, StoreUnwritable: It may still be there.
        """
        self._require()
        try:
            overwrite_folder(self._folder / "dossiers" / dossier_id, self._entropy)
        except OSError as error:
            raise as_store_error(error, "erasing a second key") from error

    def _require(self) -> None:
        try:
            content = json.loads((self._folder / _MARK).read_bytes())
            owner = content["store"]
        except OSError as error:
            raise CopyAway("the disk of the second copy is not there") from error
        except (ValueError, TypeError, KeyError) as error:
            raise CopyForeign("the mark of the second copy cannot be read") from error
        if owner != self._store:
            raise CopyForeign("the second copy is another station's")

    def _blob_path(self, blob: BlobId) -> Path:
        return self._folder / "blobs" / blob[:2] / blob

    def _write(self, path: Path, content: bytes, mode: int) -> None:
        self._require()
        try:
            make_private_folder(path.parent)
            self._put(path, content, mode)
        except OSError as error:
            raise as_store_error(error, "writing the second copy") from error

    def _put(self, path: Path, content: bytes, mode: int) -> None:
        temporary = self._folder / "tmp" / self._entropy(16).hex()
        try:
            write_synced(temporary, (content,), mode)
            if os.name == "nt" and path.exists():
                path.chmod(PRIVATE_FILE)
            replace_file(temporary, path)
        except OSError:
            remove_quietly(temporary)
            raise

    def _read(self, path: Path, name: str) -> bytes:
        self._require()
        try:
            return path.read_bytes()
        except FileNotFoundError as error:
            raise BlobMissing(f"the second copy of {name}") from error
        except OSError as error:
            raise StoreDamaged(f"the second copy of {name} cannot be read") from error
