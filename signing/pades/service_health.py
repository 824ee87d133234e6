"""Which services failed a moment ago: those are asked last, until their pause is over.

A service that is dead costs its whole time-out. It is asked again for the first time after a
pause that grows while it stays dead; when no other one answers it is asked all the same, so that
nothing depends on what is remembered here but the order.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from threading import Lock

FIRST_PAUSE_S = 60.0
LONGEST_PAUSE_S = 600.0


@dataclass(frozen=True, slots=True)
class _Pause:
    """How long a service is asked last.

    Attributes:
        until: Reading of the ticks, seconds.
        length_s: How long the pause was when it began.
    """

    until: float
    length_s: float


class ServiceHealth:
    """Remembers pauses of services; any thread may ask."""

    def __init__(self, ticks: Callable[[], float] = time.monotonic) -> None:
        """Begin with nothing known.

        Args:
            ticks: Clock that is never set, seconds.
        """
        self._ticks = ticks
        self._pauses: dict[str, _Pause] = {}
        self._lock = Lock()

    def in_order(self, urls: Sequence[str]) -> list[str]:
        """Put services in the order in which they are asked: preferred first, failed last."""
        with self._lock:
            now = self._ticks()
            pausing = {url for url in urls if url in self._pauses and self._pauses[url].until > now}
        return sorted(urls, key=lambda url: url in pausing)

    def failed(self, url: str) -> None:
        """Remember a failure; those of requests on their way together count as one."""
        with self._lock:
            now, before = self._ticks(), self._pauses.get(url)
            if before is not None and before.until > now:
                return
            length = FIRST_PAUSE_S if before is None else min(2 * before.length_s, LONGEST_PAUSE_S)
            self._pauses[url] = _Pause(now + length, length)

    def answered(self, url: str) -> None:
        """Forget the failures of a service."""
        with self._lock:
            self._pauses.pop(url, None)


@cache
def health_of_process() -> ServiceHealth:
    """What this process knows; a client for each file would learn it again and again."""
    return ServiceHealth()
