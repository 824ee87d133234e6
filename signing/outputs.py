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
    try:
        stream.flush()
        os.fsync(stream.fileno())
        stream.seek(0)
        digest = hashlib.sha256()
        while chunk := stream.read(_CHUNK_BYTES):
            digest.update(chunk)
        stream.close()
        return digest.hexdigest()
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
