"""The instance lock: one process writes the store, and its death frees the lock.

The lock belongs to the open file, so a child made by `fork` without `exec` would keep it alive;
worker processes must be started by spawn.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.store.base import StoreInUse
from app.store.durable import PRIVATE_FILE, as_store_error

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


_WRITING, _LOOKING = os.O_RDWR | os.O_CREAT, os.O_RDONLY


class InstanceLock:
    """Holds `app.lock` from construction to `release`."""

    def __init__(self, path: Path, *, to_look: bool = False) -> None:
        """Take the lock.

        Args:
            path: The lock file.
            to_look: It lies where nothing can be written; without it there is nothing to lock.

        Raises:
            StoreInUse: Another process has it.
            StoreUnwritable: The lock file cannot be made.
        """
        self._handle = -1
        try:
            self._handle = os.open(path, _LOOKING if to_look else _WRITING, PRIVATE_FILE)
        except FileNotFoundError as error:
            if to_look:
                return
            raise as_store_error(error, "opening the instance lock") from error
        except OSError as error:
            raise as_store_error(error, "opening the instance lock") from error
        try:
            _lock(self._handle)
        except OSError as error:
            self.release()
            raise StoreInUse("the store is open in another process") from error

    def release(self) -> None:
        """Let go; a second call does nothing."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1


@contextmanager
def closing_lock(path: Path) -> Iterator[None]:
    """Hold the lock for a while.

    Raises:
        StoreInUse: Another process has it.
        StoreUnwritable: The lock file cannot be made.
    """
    lock = InstanceLock(path)
    try:
        yield
    finally:
        lock.release()


if sys.platform == "win32":

    def _lock(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
