"""Files of a version: copied by the bytes that were proved, and proved again later."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from app.updates.base import UpdateChanged
from app.updates.bundle import BLOCK_BYTES, Bundle
from app.updates.manifest import Manifest, UpdateFile

PLAIN, EXECUTABLE = 0o644, 0o755


def copy_file(bundle: Bundle, file: UpdateFile, place: Path) -> None:
    """Copy a file and prove it by the very bytes that were written.

    Raises:
        UpdateChanged: It is not the one that was signed.
        OSError: It cannot be written.
    """
    place.parent.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    with place.open("xb") as out:
        for block in bundle.blocks(file.path, file.size):
            size += len(block)
            digest.update(block)
            out.write(block)
        out.flush()
        os.fsync(out.fileno())
    if size != file.size or digest.hexdigest() != file.sha256:
        raise UpdateChanged(file.path)
    place.chmod(EXECUTABLE if file.executable else PLAIN)


def prove_files(folder: Path, manifest: Manifest) -> None:
    """Every file and link is there and as signed, and nothing else is.

    Raises:
        UpdateChanged: Not so.
    """
    try:
        links = {link.path: Path(link.target) for link in manifest.links}
        found = dict.fromkeys(file.path for file in manifest.files)
        for path in _paths(folder):
            name = path.relative_to(folder).as_posix()
            if path.is_symlink() and links.pop(name, None) == path.readlink():
                continue
            if path.is_symlink() or name not in found:
                raise UpdateChanged(name)
        for file in manifest.files:
            if _digest(folder / file.path, file.size) != file.sha256:
                raise UpdateChanged(file.path)
    except OSError as error:
        raise UpdateChanged(type(error).__name__) from error
    if links:
        raise UpdateChanged("a link is gone")


def _paths(folder: Path) -> Iterator[Path]:
    """Everything below a folder that is no folder; links are not followed."""
    for base, folders, files in os.walk(folder):
        for name in (*files, *(each for each in folders if (Path(base) / each).is_symlink())):
            yield Path(base) / name


def _digest(path: Path, size: int) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        left = size + 1
        while left and (block := stream.read(min(BLOCK_BYTES, left))):
            left -= len(block)
            digest.update(block)
    return digest.hexdigest()


def sync_folders(folder: Path) -> None:
    """Make all names below a folder durable."""
    for base, _folders, _files in os.walk(folder):
        sync_folder(Path(base))


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable; Windows does that by itself."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
