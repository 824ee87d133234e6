"""Rows that are read again and again, given as the same objects while they have not changed.

Models see at a glance then that a row of ten thousand is the one they show already.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Generic, TypeVar

R = TypeVar("R")


class KeptRows(Generic[R]):
    """Remembers the rows of the last reading. Runs on: one thread at a time.

    Args:
        key: What stays the same while a row changes.
    """

    def __init__(self, key: Callable[[R], Hashable]) -> None:
        self._key = key
        self._rows: tuple[R, ...] = ()
        self._by_key: dict[Hashable, R] = {}

    def again(self, rows: Sequence[R]) -> tuple[R, ...]:
        """The same rows; each that equals the one before is that one, and so is the whole."""
        before, key = self._by_key, self._key
        same = []
        for row in rows:
            kept = before.get(key(row))
            same.append(kept if kept is not None and kept == row else row)
        if len(same) == len(self._rows) and all(map(_is, same, self._rows)):
            return self._rows
        self._rows = tuple(same)
        self._by_key = {key(row): row for row in same}
        return self._rows


def _is(one: object, other: object) -> bool:
    return one is other
