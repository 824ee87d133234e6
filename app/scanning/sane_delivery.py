"""Pages on their way out of a driver process, beside the thread that reads the device.

The thread that reads never packs, digests or writes to a pipe: it hands a page over and starts
the next sheet. It waits only when the other side has not taken pages for so long that the memory
it may use is full (`MOST_UNSENT_BYTES`), and that time is counted and told.
"""

from __future__ import annotations

import hashlib
import os
import queue
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from app.scanning.driver_session import DriverSession
from app.scanning.sane_stream import Backlog

MOST_UNSENT_BYTES = 192 << 20
_PROGRESS_S = 0.1
_MOST_PACKERS = 4


@dataclass(frozen=True, slots=True)
class Parcel:
    """A page as it is sent.

    Attributes:
        preview: Small JPEG, empty for none.
        reduced: More bits per sample came than are kept.
    """

    png: bytes
    width: int
    height: int
    preview: bytes = b""
    reduced: bool = False


@dataclass(frozen=True, slots=True)
class _Order:
    make: Callable[[], Parcel]
    raw_bytes: int
    dpi: int
    seq: int
    read_at: float


class Delivery:
    """Packs and sends pages in their order; a context manager that ends when all are sent."""

    def __init__(self, session: DriverSession) -> None:
        self._session = session
        self._orders: queue.SimpleQueue[_Order | None] = queue.SimpleQueue()
        self._unsent = 0
        self._room = threading.Condition()
        self._failure: BaseException | None = None
        self._progress: tuple[int, float] = (0, -1.0)
        self._thread = threading.Thread(target=self._send_all, daemon=True)
        self.pool = ThreadPoolExecutor(min(_MOST_PACKERS, os.cpu_count() or 1))
        self.backlog = Backlog()
        self.waited_s = 0.0

    def __enter__(self) -> Self:
        """Start the sending thread."""
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Send what was read whole, whatever stopped the reading.

        Raises:
            ScanError: A page could not be packed.
        """
        self._orders.put(None)
        self._thread.join()
        self.pool.shutdown(wait=True)
        if error is None and self._failure is not None:
            raise self._failure

    def hand_over(self, make: Callable[[], Parcel], raw_bytes: int, dpi: int, seq: int) -> None:
        """Take a page that was read to its end.

        Raises:
            ScanError: An earlier page could not be packed.
        """
        began = time.monotonic()
        with self._room:
            self._room.wait_for(lambda: self._unsent < MOST_UNSENT_BYTES or self._failure)
            if self._failure is not None:
                raise self._failure
            self._unsent += raw_bytes
        self._orders.put(_Order(make, raw_bytes, dpi, seq, began))
        self.waited_s += time.monotonic() - began

    def told(self, seq: int, part: float) -> None:
        """How far the page that is read has come; said now and then, never waited for."""
        self._progress = (seq, part)

    def _send_all(self) -> None:
        """Thread: pages in their order, and progress while there are none."""
        said = self._progress
        try:
            while True:
                try:
                    order = self._orders.get(timeout=_PROGRESS_S)
                except queue.Empty:
                    if self._progress != said:
                        said = self._progress
                        self._session.outlet.send("progress", seq=said[0], part=said[1])
                    continue
                if order is None:
                    return
                self._send(order)
        except BaseException as error:  # raised again in the thread that reads
            with self._room:
                self._failure = error
                self._room.notify_all()

    def _send(self, order: _Order) -> None:
        parcel = order.make()
        if parcel.reduced:
            self._session.outlet.send("warning", code="depth_reduced")
        self._session.outlet.send(
            "page",
            parcel.png + parcel.preview,
            dpi=order.dpi,
            seq=order.seq,
            width=parcel.width,
            height=parcel.height,
            preview=len(parcel.preview),
            read_at=order.read_at,
            waited_s=round(self.waited_s, 3),
            sha256=hashlib.sha256(parcel.png).hexdigest(),
        )
        with self._room:
            self._unsent -= order.raw_bytes
            self._room.notify_all()
