"""Tally: how many pages of a run over many files are done, and how long the rest will take."""

from __future__ import annotations

import threading
from collections.abc import Callable

from app.pace import Pace


class Tally:
    """Pages finished and pages to come; safe to use from several threads.

    Files that nobody has looked into yet count as many pages as the others have on average.
    """

    def __init__(self, ticks: Callable[[], float]) -> None:
        self._ticks = ticks
        self._pace = Pace()
        self._pace.begin(ticks())
        self._lock = threading.Lock()
        self._files = self._pages = self._finished = 0

    def expect(self, pages: int) -> None:
        """One more file was looked into; it has so many pages."""
        with self._lock:
            self._files += 1
            self._pages += pages

    def forget(self, pages: int) -> None:
        """So many pages will not be read after all."""
        with self._lock:
            self._pages -= pages

    def finished(self) -> None:
        """One more page is read."""
        with self._lock:
            self._finished += 1
            self._pace.finished(self._ticks())

    def counted(self, files: int) -> tuple[int, int]:
        """Pages finished, and pages that so many files have as far as one can tell."""
        with self._lock:
            return self._finished, round(self._pages + self._unseen_pages(files))

    def seconds_each(self) -> float | None:
        """Seconds from one finished page to the next, None while nobody knows."""
        with self._lock:
            return self._pace.seconds_left(1, self._ticks())

    def seconds_left(self, files: int) -> float | None:
        """Seconds until all pages of so many files are read."""
        with self._lock:
            to_come = self._pages - self._finished + self._unseen_pages(files)
            return self._pace.seconds_left(to_come, self._ticks())

    def _unseen_pages(self, files: int) -> float:
        unseen = max(0, files - self._files)
        usual = max(1.0, self._pages / self._files) if self._files else 1.0
        return unseen * usual
