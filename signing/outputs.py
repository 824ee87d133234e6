"""Writing a file whole or not at all."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from signing.errors import OutputNotWritten

_CHUNK_BYTES = 1024 * 1024


@contextmanager
def part_file(target: Path) -> Iterator[tuple[Path, BinaryIO]]:
    """Give a temporary file beside `target` that is deleted unless it was published.

    Yields:
        Its path and a stream open for reading and writing.

    Raises:
        OutputNotWritten: The folder is missing, read-only or full.
    """
    try:
        handle, name = tempfile.mkstemp(
            dir=target.parent, prefix=f".{target.name}.", suffix=".part"
        )
    except OSError as error:
        raise OutputNotWritten(f"no temporary file beside the target: {error.strerror}") from error
    path = Path(name)
    stream = os.fdopen(handle, "w+b")
    try:
        yield path, stream
    finally:
        _close_quietly(stream)
        path.unlink(missing_ok=True)


def make_durable(stream: BinaryIO) -> str:
    """Bring a stream to the disk, close it, return the SHA-256 of its content, hexadecimal.

    Raises:
        OutputNotWritten: The disk did not take it.
    """
    with writing():
        stream.flush()
        os.fsync(stream.fileno())
        stream.seek(0)
        digest = hashlib.sha256()
        for chunk in chunks_of(stream):
            digest.update(chunk)
        stream.close()
        return digest.hexdigest()


def chunks_of(stream: BinaryIO, length: int | None = None) -> Iterator[bytes]:
    """Read a stream piece by piece from where it stands, so that no file is held whole.

    Args:
        stream: Open for reading.
        length: Bytes to read at most; None reads to the end.
    """
    left = length
    while left is None or left > 0:
        chunk = stream.read(_CHUNK_BYTES if left is None else min(_CHUNK_BYTES, left))
        if not chunk:
            return
        left = None if left is None else left - len(chunk)
        yield chunk


def copy_hashed(source: BinaryIO, stream: BinaryIO, length: int | None = None) -> str:
    """Copy bytes and return the SHA-256 of the very bytes that were copied, hexadecimal.

    Args:
        source: Open for reading; read from where it stands.
        stream: Open for writing.
        length: Bytes to copy at most; None copies to the end.

    Raises:
        OutputNotWritten: The disk did not take it.
    """
    digest = hashlib.sha256()
    with writing():
        for chunk in chunks_of(source, length):
            digest.update(chunk)
            stream.write(chunk)
        stream.flush()
    return digest.hexdigest()


@contextmanager
def writing() -> Iterator[None]:
    """Turn what a disk answers into our error.

    Raises:
        OutputNotWritten: Disk full, no permission, device gone.
    """
    try:
        yield
    except OSError as error:
        raise OutputNotWritten(f"the signed file was not written: {error.strerror}") from error


def publish(part: Path, target: Path) -> None:
    """Give the finished file its name, durably.

    Raises:
        OutputNotWritten: The rename failed; nothing new is at the target.
    """
    try:
        part.replace(target)
        _sync_folder(target.parent)
    except OSError as error:
        raise OutputNotWritten(f"the signed file was not renamed: {error.strerror}") from error


def _sync_folder(folder: Path) -> None:
    """Make the new name survive a power cut; Windows has no such call and needs none."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _close_quietly(stream: BinaryIO) -> None:
    """Close a file that is about to be deleted; a full disk may refuse its last bytes."""
    try:
        stream.close()
    except OSError:
        return
