"""Wakes whoever watches a folder when something happens in it, so that nobody has to wait.

Folders on a network tell nothing, or only what happens on this machine, and a system may have no
room for another watch: therefore the folder is looked at every few seconds in any case, and an
event only makes that happen sooner.
"""

from __future__ import annotations

import logging
import threading
from pathlib import Path

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

log = logging.getLogger(__name__)

_STOP_S = 2.0
_NEWS = frozenset({"created", "modified", "moved", "deleted", "closed"})


class _Bell(FileSystemEventHandler):
    """Rings when something has changed."""

    def __init__(self, bell: threading.Event) -> None:
        self._bell = bell

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Ring; that somebody reads, the looks do that themselves, is no news."""
        if event.event_type in _NEWS:
            self._bell.set()


class FolderWaker:
    """Waits for the next look at a folder. A context manager."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._bell = threading.Event()
        self._observer = Observer()
        self._is_watching = False

    def __enter__(self) -> FolderWaker:
        """Begin to listen; without events the looks alone have to do."""
        try:
            self._observer.schedule(_Bell(self._bell), str(self._folder), recursive=False)
            self._observer.start()
            self._is_watching = True
        except (OSError, RuntimeError) as error:
            log.info("watch folder gives no events: %s", type(error).__name__)
        return self

    def __exit__(self, *_exception: object) -> None:
        """Listen no more."""
        if self._is_watching:
            self._observer.stop()
            self._observer.join(_STOP_S)

    def wait(self, seconds: float) -> None:
        """Return when something has happened, or after so many seconds."""
        self._bell.wait(seconds)
        self._bell.clear()
