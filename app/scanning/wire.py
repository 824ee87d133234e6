"""How the parent and the driver's process talk: JSON lines, a page follows its header as bytes.

From the parent, on standard input: devices, caps, scan, cancel.
From the child, on standard output: hello, devices, caps, progress, page, warning, alive, done,
error. Everything that crosses has a bound, for a driver may write rubbish.
"""

from __future__ import annotations

import json
import math
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import BinaryIO

MAX_LINE_BYTES = 256 * 1024
MAX_PAYLOAD_BYTES = 512 * 1024 * 1024


class WireBroken(Exception):
    """The other side closed the stream or sent what is no message; stays inside this room."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message.

    Attributes:
        kind: What it is, see the module.
        fields: Its values, as JSON gives them.
        payload: Bytes that followed, empty for all but pages.
    """

    kind: str
    fields: Mapping[str, object]
    payload: bytes = b""

    def text(self, name: str) -> str:
        """A text field; empty when it is missing or no text."""
        value = self.fields.get(name)
        return value if isinstance(value, str) else ""

    def number(self, name: str) -> float:
        """A number field; 0 when it is missing or no finite number."""
        value = self.fields.get(name)
        if isinstance(value, bool) or not isinstance(value, int | float):
            return 0
        return value if math.isfinite(value) else 0

    def whole(self, name: str) -> int:
        """A number field without its fraction."""
        return int(self.number(name))


class Outlet:
    """Sends messages from several threads without mixing them."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._lock = threading.Lock()

    def send(self, kind: str, payload: bytes = b"", /, **fields: object) -> None:
        """Write one message; waits while the other side is not reading.

        Raises:
            WireBroken: The other side is gone.
        """
        size = {"size": len(payload)} if payload else {}
        line = json.dumps({"type": kind, **fields, **size}).encode("ascii") + b"\n"
        try:
            with self._lock:
                self._stream.write(line)
                self._stream.write(payload)
                self._stream.flush()
        except (OSError, ValueError) as error:
            raise WireBroken("the other side is gone") from error


def receive(stream: BinaryIO) -> Message:
    """Read one message; waits for it.

    Raises:
        WireBroken: End of the stream, or not a message.
    """
    line = _read_line(stream)
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise WireBroken("not JSON") from error
    if not isinstance(fields, dict) or not isinstance(fields.get("type"), str):
        raise WireBroken("not a message")
    size = fields.get("size", 0)
    if not isinstance(size, int) or not 0 <= size <= MAX_PAYLOAD_BYTES:
        raise WireBroken("payload out of bounds")
    return Message(fields["type"], fields, _read_payload(stream, size))


def _read_line(stream: BinaryIO) -> bytes:
    try:
        line = stream.readline(MAX_LINE_BYTES)
    except (OSError, ValueError) as error:
        raise WireBroken("cannot be read") from error
    if not line.endswith(b"\n"):
        raise WireBroken("line too long" if len(line) == MAX_LINE_BYTES else "end of stream")
    return line


def _read_payload(stream: BinaryIO, size: int) -> bytes:
    try:
        payload = stream.read(size) if size else b""
    except (OSError, ValueError) as error:
        raise WireBroken("cannot be read") from error
    if len(payload) != size:
        raise WireBroken("end of stream inside a page")
    return payload
