"""What an officer has put off: reading pages, sending; it stays so until it is resumed.

Kept in a small file beside the store, so that a station which was paused for a slow line or a busy
morning stays paused after a restart. The file holds two names, nothing of any dossier.
"""

from __future__ import annotations

import contextlib
import json
import os
import threading
from enum import StrEnum
from pathlib import Path

from app.errors import Advice, StationError

MAX_BYTES = 4096
"""A longer file is not ours."""


class Pausable(StrEnum):
    """Work that goes on by itself and may be put off."""

    READ = "read"
    SEND = "send"


class PauseNotKept(StationError):
    """What is paused could not be written; it holds until the window is closed.

    Raised by `WorkPause.change`.
    """

    code = "pause.not_kept"
    advice = Advice.USER_ACTION


class WorkPause:
    """What is put off now. Runs on: any thread.

    Args:
        path: The file that keeps it, None for this program's life only.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._now = frozenset[Pausable]()
        self._is_read = path is None

    @property
    def now(self) -> frozenset[Pausable]:
        """All that is put off."""
        with self._lock:
            if not self._is_read:
                self._now, self._is_read = self._read(), True
            return self._now

    def change(self, work: Pausable, *, is_paused: bool) -> frozenset[Pausable]:
        """Put work off, or resume it; gives all that is put off then.

        Raises:
            PauseNotKept: It counts, but would be forgotten at the end of the program.
        """
        before = self.now
        with self._lock:
            self._now = before | {work} if is_paused else before - {work}
            now = self._now
        self._keep(now)
        return now

    def _keep(self, now: frozenset[Pausable]) -> None:
        if self._path is None:
            return
        fresh = self._path.with_suffix(".new")
        try:
            with fresh.open("w", encoding="utf-8") as file:
                json.dump(sorted(now), file)
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(self._path)
        except OSError as error:
            raise PauseNotKept(type(error).__name__) from error

    def _read(self) -> frozenset[Pausable]:
        if self._path is None:
            return frozenset()
        with contextlib.suppress(OSError, ValueError, RecursionError):
            with self._path.open("rb") as file:
                held = json.loads(file.read(MAX_BYTES))
            if isinstance(held, list):
                return frozenset(each for each in Pausable if each.value in held)
        return frozenset()
