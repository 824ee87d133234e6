"""Files that survive a power cut: written aside, synced, renamed, folder synced.

The recipe for a file that nobody has seen yet: temporary file on the same file system, write,
length check, fsync, rename, fsync of the folder. A step that fails leaves nothing behind.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import sys
import time
from collections.abc import Iterable
from pathlib import Path

from app.store.base import StoreError, StoreFull, StoreUnwritable

PRIVATE_FOLDER = 0o700
PRIVATE_FILE = 0o600
WRITE_ONCE_FILE = 0o400

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_BUSY_ON_WINDOWS = {5, 32, 33}
_WINDOWS_WAITS_S = (0.05, 0.1, 0.2, 0.4, 0.8, 0.95)


def as_store_error(error: OSError, doing: str) -> StoreError:
    """Name an error of the file system in the store's words; paths stay out of it."""
    reason = f"{doing}: {errno.errorcode.get(error.errno or 0, 'unknown error')}"
    return StoreFull(reason) if error.errno in _FULL else StoreUnwritable(reason)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable; Windows does that by itself."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def make_private_folder(folder: Path) -> None:
    """Create a folder only its owner can enter, or shut an existing one to others."""
    if not folder.is_dir():
        folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        sync_folder(folder.parent)
    close_to_others(folder, PRIVATE_FOLDER)


def close_to_others(path: Path, mode: int) -> None:
    """Take away what group and others may do; Windows profiles are private by their ACL."""
    if sys.platform != "win32" and stat.S_IMODE(path.stat().st_mode) & 0o077:
        path.chmod(mode)


def write_synced(path: Path, chunks: Iterable[bytes], mode: int = PRIVATE_FILE) -> None:
    """Create a file, write all chunks and make its bytes durable.

    Raises:
        OSError: The file is gone again, as far as the disk allows.
    """
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    handle = os.open(path, flags, PRIVATE_FILE)
    try:
        try:
            _write_checked(handle, chunks)
            if sys.platform != "win32":
                os.fchmod(handle, mode)
            os.fsync(handle)
        finally:
            os.close(handle)
    except BaseException:
        remove_quietly(path)
        raise


def _write_checked(handle: int, chunks: Iterable[bytes]) -> None:
    wanted = 0
    for chunk in chunks:
        wanted += len(chunk)
        rest = memoryview(chunk)
        while rest:
            rest = rest[os.write(handle, rest) :]
    if os.fstat(handle).st_size != wanted:
        raise OSError(errno.EIO, "the file system kept fewer bytes than were written")


def publish(temporary: Path, final: Path) -> None:
    """Give a synced file its final name, durably.

    Raises:
        OSError: Neither name exists any more, as far as the disk allows.
    """
    try:
        _replace(temporary, final)
    except OSError:
        remove_quietly(temporary)
        raise
    try:
        sync_folder(final.parent)
    except OSError:
        remove_quietly(final)
        raise


def replace_file(temporary: Path, final: Path) -> None:
    """Put a synced file in the place of one that exists, durably.

    Unlike `publish` it never removes the final name: one of the two files is always there.

    Raises:
        OSError: The old file is there, or the new one whose name may not be durable yet.
    """
    try:
        _replace(temporary, final)
    except OSError:
        remove_quietly(temporary)
        raise
    sync_folder(final.parent)


def _replace(temporary: Path, final: Path) -> None:
    # WORKAROUND(Windows, antivirus and indexers hold new files open for a moment)
    for wait_s in _WINDOWS_WAITS_S:
        try:
            temporary.replace(final)
        except OSError as error:
            if getattr(error, "winerror", 0) not in _BUSY_ON_WINDOWS:
                raise
            time.sleep(wait_s)
        else:
            return
    temporary.replace(final)


def remove_quietly(path: Path) -> None:
    """Remove a file if that is possible; used on the way out of another error."""
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)
