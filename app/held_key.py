"""The one key of a key process: held while it is used, forgotten when nobody does, then the end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from app.token_wire import Frame
from signing.errors import PinNeeded

K = TypeVar("K")


class HeldKey(Generic[K]):
    """Holds it.

    Args:
        idle_s: Seconds without use after which the key is forgotten.
        clock: Seconds of a clock that is never set back.
        leave: Ends the process.
        close: What is left to do with a key that is forgotten.
    """

    def __init__(
        self,
        idle_s: float,
        clock: Callable[[], float],
        leave: Callable[[], None],
        close: Callable[[K], None] = lambda _key: None,
    ) -> None:
        self._idle_s, self._clock, self._leave, self._close = idle_s, clock, leave, close
        self._key: K | None = None
        self._is_spent = False
        self._used_at = clock()

    @property
    def opened(self) -> K:
        """The key.

        Raises:
            PinNeeded: None is open.
        """
        if self._key is None:
            raise PinNeeded("no key is open")
        return self._key

    def take(self, key: K) -> None:
        """Hold this key from now on."""
        self._key = key
        self.note_use()

    def note_use(self) -> None:
        """The time of idleness begins anew."""
        self._used_at = self._clock()

    def forget(self) -> None:
        """Forget the key; the process leaves at the next look."""
        key, self._key = self._key, None
        if key is not None:
            self._is_spent = True
            self._close(key)

    def look(self) -> list[Frame]:
        """Forget a key that nobody used for long; leave when it is forgotten."""
        if self._is_spent:
            self._leave()
        if self._key is None or self._clock() - self._used_at <= self._idle_s:
            return []
        self.forget()
        return [{"event": "ended", "why": "idle"}]
