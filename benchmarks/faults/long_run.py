"""Long runs: what was done lies in a file and is not done again, and how far it is is told.

A run that is ended in the middle goes on from its file; the programs that are run for hours share
this. Progress goes to standard error, in lines that begin with "# ".
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

MARK = "# "
"""How a line of progress begins."""

_PAUSE_S = 20.0


class Kept:
    """Lines of JSON, one for each thing that was done; without a file nothing is kept.

    Whole lines are appended by one call each, so that several processes may share a file.
    """

    def __init__(self, file: Path | None) -> None:
        self._file = file

    def entries(self) -> Iterator[dict[str, Any]]:
        """Everything that was kept; a line that a death cut off is left out."""
        if self._file is None or not self._file.exists():
            return
        for line in self._file.read_text("utf-8").splitlines():
            try:
                entry = json.loads(line)
            except ValueError:
                continue
            yield entry

    def add(self, entry: dict[str, Any]) -> None:
        """Keep one more."""
        if self._file is None:
            return
        line = json.dumps(entry, ensure_ascii=False)
        place = os.open(self._file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            # The line before may have been cut off: a line of its own is never part of that one.
            os.write(place, f"\n{line}\n".encode())
        finally:
            os.close(place)


class Progress:
    """Tells now and then how far a run is.

    Args:
        name: What runs.
        clock: Seconds that only grow.
        pause_s: Shortest time between two lines.
    """

    def __init__(
        self,
        name: str,
        *,
        clock: Callable[[], float] = time.monotonic,
        pause_s: float = _PAUSE_S,
    ) -> None:
        self._name, self._clock, self._pause_s = name, clock, pause_s
        self._began = clock()
        self._next = self._began + pause_s

    def tell(self, done: float, whole: float, what: str) -> None:
        """Say it when the last time is long enough ago."""
        now = self._clock()
        if now < self._next:
            return
        self._next = now + self._pause_s
        spent = now - self._began
        print(
            f"{MARK}{self._name}: {done:,.0f} of {whole:,.0f} {what} after {spent:,.0f} s",
            file=sys.stderr,
            flush=True,
        )
