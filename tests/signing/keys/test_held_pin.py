"""A PIN in memory of its own."""

from __future__ import annotations

import ctypes
import pickle
from collections.abc import Callable

import pytest

from signing.keys.held_pin import MOST_PIN_BYTES, HeldPin


def content(pin: HeldPin) -> bytes:
    return ctypes.string_at(pin.address, MOST_PIN_BYTES + 1)


def test_take_moves_the_pin_and_wipes_where_it_came_from() -> None:
    typed, held = bytearray("Mật-9876", "utf-8"), HeldPin()

    held.take(typed)

    assert typed == bytearray(len(typed))
    assert content(held)[: len(held)] == "Mật-9876".encode()


def test_wipe_leaves_nothing() -> None:
    held = HeldPin()
    held.take(bytearray(b"12345678"))

    held.wipe()

    assert len(held) == 0
    assert content(held) == bytes(MOST_PIN_BYTES + 1)


def test_take_of_shorter_pin_leaves_nothing_of_the_longer() -> None:
    held = HeldPin()
    held.take(bytearray(b"12345678"))

    held.take(bytearray(b"ab"))

    assert content(held).rstrip(b"\0") == b"ab"


def test_take_of_what_is_no_pin_is_refused_and_wiped() -> None:
    typed = bytearray(b"x" * (MOST_PIN_BYTES + 1))

    with pytest.raises(ValueError, match="no PIN"):
        HeldPin().take(typed)

    assert not any(typed)


def in_pieces(whole: bytes) -> Callable[[memoryview], int]:
    """A stream that gives two bytes at a time."""
    rest = [whole]

    def read_into(room: memoryview) -> int:
        piece, rest[0] = rest[0][:2], rest[0][2:]
        room[: len(piece)] = piece
        return len(piece)

    return read_into


def test_fill_takes_a_pin_that_comes_in_pieces() -> None:
    held = HeldPin()

    held.fill(5, in_pieces(b"12345"))

    assert content(held)[:6] == b"12345\0"


def test_fill_from_stream_that_ends_keeps_nothing() -> None:
    held = HeldPin()

    with pytest.raises(EOFError):
        held.fill(8, in_pieces(b"1234"))

    assert content(held) == bytes(MOST_PIN_BYTES + 1)


def test_held_pin_neither_shows_itself_nor_travels() -> None:
    held = HeldPin()
    held.take(bytearray(b"12345678"))

    assert repr(held) == "HeldPin(…)"
    with pytest.raises(TypeError):
        pickle.dumps(held)
