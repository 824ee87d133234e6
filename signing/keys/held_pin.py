"""A PIN in memory of its own: locked against swapping, overwritten when it is no longer needed."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

MOST_PIN_BYTES: Final = 255


class HeldPin:
    """Bytes of a PIN at a fixed address; never copied, printed or pickled.

    Python moves and copies text as it likes; this buffer stays where it is until it is wiped.
    """

    __slots__ = ("_buffer", "_is_lent", "_length")

    def __init__(self) -> None:
        self._buffer = (ctypes.c_ubyte * (MOST_PIN_BYTES + 1))()
        self._length = 0
        self._is_lent = False
        _lock_in_memory(ctypes.addressof(self._buffer), ctypes.sizeof(self._buffer))

    def __len__(self) -> int:
        return self._length

    def __repr__(self) -> str:
        return "HeldPin(…)"

    def __reduce__(self) -> str:
        raise TypeError("a PIN does not travel")

    @property
    def address(self) -> int:
        """Where it lies."""
        return ctypes.addressof(self._buffer)

    @property
    def is_lent(self) -> bool:
        """Somebody reads it at this moment; another thread had better not wipe it."""
        return self._is_lent

    @contextmanager
    def lent(self) -> Iterator[int | None]:
        """Lend its address to C_Login; None when nothing is held."""
        self._is_lent = True
        try:
            yield self.address if self._length else None
        finally:
            self._is_lent = False

    def take(self, pin: bytearray) -> None:
        """Move a PIN in; the place it came from is wiped.

        Raises:
            ValueError: It is longer than any PIN.
        """
        try:
            self.fill(len(pin), lambda room: _move(pin, room))
        finally:
            pin[:] = bytes(len(pin))

    def fill(self, length: int, read_into: Callable[[memoryview], int | None]) -> None:
        """Let a stream write `length` bytes straight into the buffer.

        Args:
            length: Bytes that will come.
            read_into: `readinto` of an unbuffered stream; it may give less than is asked for.

        Raises:
            ValueError: More than any PIN.
            EOFError: The stream ended before.
        """
        if not 0 <= length <= MOST_PIN_BYTES:
            raise ValueError("no PIN is that long")
        self.wipe()
        room = memoryview(self._buffer).cast("B")
        done = 0
        while done < length:
            got = read_into(room[done:length])
            if not got:
                self.wipe()
                raise EOFError("the stream ended inside the PIN")
            done += got
        self._length = length

    def wipe(self) -> None:
        """Overwrite it; may be called again."""
        ctypes.memset(self._buffer, 0, ctypes.sizeof(self._buffer))
        self._length = 0


def _move(source: bytearray, target: memoryview) -> int:
    target[:] = source
    return len(source)


if sys.platform == "win32":

    def _lock_in_memory(address: int, size: int) -> None:
        """Keep the page out of the paging file. Not run on Windows yet."""
        ctypes.windll.kernel32.VirtualLock(ctypes.c_void_p(address), ctypes.c_size_t(size))

else:

    def _lock_in_memory(address: int, size: int) -> None:
        """Keep the page out of the swap; a refusal costs the lock, not the work."""
        ctypes.CDLL(None).mlock(ctypes.c_void_p(address), ctypes.c_size_t(size))
