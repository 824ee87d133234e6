"""What ways of delivery share that take files whole and give no results back."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

from app.province.base import RemoteResult, ResultList
from app.province.errors import NotConfigured


@dataclass(frozen=True, slots=True)
class Growth:
    """How much of a file is here.

    Attributes:
        held: Bytes from its start; where the next part begins.
        whole: The file, once its last part has come; b"" before.
    """

    held: int
    whole: bytes = field(default=b"", repr=False)


class WholeFiles:
    """Files that come in parts and leave whole, by address. Safe to use from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._growing: dict[str, bytearray] = {}

    def held(self, address: str) -> int:
        """Bytes of a file that are here; 0 for one that nothing is known of."""
        with self._lock:
            return len(self._growing.get(address, b""))

    def forget(self) -> None:
        """Let go what is not whole."""
        with self._lock:
            self._growing.clear()

    def add(self, address: str, offset: int, part: bytes, *, size: int) -> Growth:
        """Take the next part of a file of `size` bytes; one that does not fit starts it anew."""
        with self._lock:
            held = self._growing.setdefault(address, bytearray())
            if offset != len(held):
                del self._growing[address]
                return Growth(0)
            held += part
            if len(held) < size:
                return Growth(len(held))
            del self._growing[address]
        return Growth(len(held), bytes(held))


class WithoutResults:
    """The part of a `ProcessingSystem` that such ways do not have."""

    def waiting_results(self, agency: str, etag: str = "") -> ResultList:
        """None: results do not come this way."""
        return ResultList(())

    def fetch_result(self, result: RemoteResult) -> bytes:
        """Refuse: results do not come this way."""
        raise NotConfigured("results do not come this way")

    def acknowledge_result(self, result: RemoteResult, client_ref: str) -> None:
        """Refuse: results do not come this way."""
        raise NotConfigured("results do not come this way")
