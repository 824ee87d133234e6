"""Jobs and answers through the pipe of a worker; shared bytes go as descriptors beside them.

Source: SCM_RIGHTS in unix(7), as `multiprocessing.reduction` sends handles.
"""

from __future__ import annotations

import io
import os
import pickle
from multiprocessing import reduction
from multiprocessing.connection import Connection
from typing import Any

from app.shared_bytes import SharedBytes

_SHARED = "sohoa-shared"
_COUNT_BYTES = 2
_MOST = 64
"""Descriptors in one message; a job has one or two."""


def send(connection: Connection, value: Any, receiver: int) -> None:  # Any: jobs and answers
    """Send a value to the process `receiver`.

    Raises:
        OSError: The other side is gone.
        Exception: The value cannot be pickled: whatever its code raises.
    """
    buffer = io.BytesIO()
    pickler = _Pickler(buffer)
    pickler.dump(value)
    connection.send_bytes(len(pickler.found).to_bytes(_COUNT_BYTES, "big"))
    for descriptor in pickler.found:
        reduction.send_handle(connection, descriptor, receiver)
    connection.send_bytes(buffer.getbuffer())


def receive(connection: Connection) -> Any:
    """The next value.

    Raises:
        EOFError, OSError: The other side is gone.
    """
    count = int.from_bytes(connection.recv_bytes(_COUNT_BYTES), "big")
    if count > _MOST:
        raise OSError("not a message of a worker")
    left: list[int] = []
    try:
        for _ in range(count):
            left.append(reduction.recv_handle(connection))
        return _Unpickler(io.BytesIO(connection.recv_bytes()), left).load()
    finally:
        for descriptor in left:
            os.close(descriptor)


class _Pickler(reduction.ForkingPickler):
    """Takes out what goes by descriptor."""

    def __init__(self, buffer: io.BytesIO) -> None:
        super().__init__(buffer, pickle.HIGHEST_PROTOCOL)
        self.found: list[int] = []

    def persistent_id(self, value: Any) -> tuple[str, int, int] | None:
        """What stands in the stream for shared bytes."""
        if not isinstance(value, SharedBytes) or value.descriptor is None:
            return None
        if value.descriptor not in self.found:
            self.found.append(value.descriptor)
        return _SHARED, self.found.index(value.descriptor), value.size


class _Unpickler(pickle.Unpickler):
    """Puts them back; what it takes goes out of `left`."""

    def __init__(self, buffer: io.BytesIO, left: list[int]) -> None:
        super().__init__(buffer)
        self._left = left
        self._descriptors = tuple(left)
        self._made: dict[int, SharedBytes] = {}

    def persistent_load(self, told: Any) -> SharedBytes:
        """The shared bytes that such a mark stands for."""
        _, number, size = told
        if number not in self._made:
            descriptor = self._descriptors[number]
            self._made[number] = SharedBytes.received(descriptor, size)
            self._left.remove(descriptor)
        return self._made[number]
