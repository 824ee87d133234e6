"""Rooms for practice that are not the real one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from app.services.line_trial import LineAnswer
from app.services.practice import Practice, PracticeUnready
from tests.fakes.counter_station import KEY, PIN, CounterStation


class NoProbe:
    """Nobody asks for a line here."""

    def ask(self, url: str) -> LineAnswer:
        raise AssertionError(url)


@dataclass
class EmptyRoom:
    """Nothing can be put together here."""

    @contextmanager
    def open(self) -> Iterator[Practice]:
        raise PracticeUnready("nothing here")
        yield  # a generator, as the protocol wants


@dataclass
class MemoryRoom:
    """A station in memory; counts how often it was opened and thrown away."""

    world: CounterStation = field(default_factory=CounterStation)
    opened: int = 0
    gone: int = 0

    @contextmanager
    def open(self) -> Iterator[Practice]:
        self.opened += 1
        try:
            yield Practice(self.world.station, KEY, PIN)
        finally:
            self.gone += 1
