"""The folder with the received bytes. File names are the receiver's own ids, never the sender's."""

from __future__ import annotations

import contextlib
import hashlib
import mmap
import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

_BLOCK = 1024 * 1024
_SIGNATURE_TYPE = re.compile(rb"/Type\s*/(?:Sig|DocTimeStamp)\b")


@dataclass(frozen=True, slots=True)
class Folder:
    """Bytes of all uploads below `root`."""

    root: Path

    def path(self, dossier_id: str, upload_id: str) -> Path:
        """Where the bytes of one upload are."""
        return self.root / dossier_id / upload_id

    def prepare(self, dossier_id: str, upload_ids: list[str]) -> None:
        """Create the empty files of a dossier, durable with their names."""
        folder = self.root / dossier_id
        folder.mkdir(parents=True, exist_ok=True)
        for upload_id in upload_ids:
            (folder / upload_id).touch()
        sync_folder(folder)
        sync_folder(self.root)

    def dossier_ids(self) -> list[str]:
        """Dossiers that have bytes here."""
        return [entry.name for entry in self.root.iterdir() if entry.is_dir()]

    def adopt(self, source: Path, target: Path) -> None:
        """Give `target` the bytes of an accepted file."""
        draft = target.with_suffix(".new")
        draft.unlink(missing_ok=True)
        # A copy, not a link: a later restart of the target must not touch the accepted bytes.
        shutil.copyfile(source, draft)
        with draft.open("rb+") as stream:
            os.fsync(stream.fileno())
        draft.replace(target)
        sync_folder(target.parent)

    def remove(self, dossier_id: str) -> None:
        """Delete the bytes of a dossier."""
        shutil.rmtree(self.root / dossier_id, ignore_errors=True)


def open_at(path: Path, offset: int) -> BinaryIO:
    """Open for appending at `offset`; bytes behind it were never acknowledged and are cut off."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
    stream = os.fdopen(descriptor, "rb+")
    stream.truncate(offset)
    stream.seek(offset)
    return stream


def make_durable(stream: BinaryIO) -> None:
    """Push written bytes to the disk."""
    stream.flush()
    os.fsync(stream.fileno())


def sync_folder(folder: Path) -> None:
    """Make new names in `folder` durable; Windows has no such call and needs none."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def empty(path: Path) -> None:
    """Throw away the bytes of an upload, keep its name."""
    with contextlib.suppress(FileNotFoundError), open_at(path, 0) as stream:
        os.fsync(stream.fileno())


def sha256_of(path: Path) -> str:
    """SHA-256 of a file, lower-case hex."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def stored_size(path: Path) -> int:
    """Bytes on the disk, 0 when the file is missing."""
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def is_pdf(path: Path) -> bool:
    """Whether the file begins like a PDF."""
    with path.open("rb") as stream:
        return b"%PDF-" in stream.read(1024)


def has_signature(path: Path) -> bool:
    """Whether a PDF holds a signature dictionary; says nothing about its validity.

    A signature dictionary has to stand in clear, because its byte range is patched in place.

    Source: ISO 32000-2:2020 §12.8.1.
    """
    if stored_size(path) == 0:
        return False
    with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as view:
        return view.find(b"/ByteRange") >= 0 and _SIGNATURE_TYPE.search(view) is not None
