"""How long a key process keeps its key, and when it leaves."""

from __future__ import annotations

import pytest

from app.held_key import HeldKey
from signing.errors import PinNeeded


class Process:
    """A process with a clock to set, that notes when it would end."""

    def __init__(self) -> None:
        self.now, self.left, self.closed = 0.0, 0, list[str]()
        self.held: HeldKey[str] = HeldKey(60.0, lambda: self.now, self._leave, self.closed.append)

    def _leave(self) -> None:
        self.left += 1


def test_opened_without_a_key_asks_for_the_pin() -> None:
    with pytest.raises(PinNeeded):
        _ = Process().held.opened


def test_look_at_a_used_key_leaves_it_open() -> None:
    process = Process()
    process.held.take("khóa")
    process.now = 59.0
    process.held.note_use()
    process.now = 119.0

    events = process.held.look()

    assert events == []
    assert process.held.opened == "khóa"


def test_look_at_an_idle_key_closes_it_and_the_next_look_leaves() -> None:
    process = Process()
    process.held.take("khóa")
    process.now = 60.5

    first = process.held.look()
    left_before = process.left
    second = process.held.look()

    assert first == [{"event": "ended", "why": "idle"}]
    assert (left_before, process.left, second) == (0, 1, [])
    assert process.closed == ["khóa"]


def test_forget_without_a_key_keeps_the_process() -> None:
    process = Process()

    process.held.forget()

    assert process.held.look() == []
    assert (process.left, process.closed) == (0, [])
