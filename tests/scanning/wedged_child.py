"""A driver process that comes to a standstill: it packs pages, and a call holds the interpreter."""

from __future__ import annotations

import ctypes
import sys
import time

from app.scanning.driver_session import (
    DriverSession,
    end_at_once,
    private_stdout,
    serve_once,
)
from app.scanning.sane_delivery import Delivery
from app.scanning.wire import Message, Outlet

FOREVER_S = 3600


def _answer(session: DriverSession, request: Message) -> None:
    with Delivery(session) as delivery:
        for _ in range(8):
            delivery.pool.submit(time.sleep, FOREVER_S)
        session.say("packing")
        if request.text("end") == "wedged":
            # Unlike CDLL this keeps the interpreter's lock, as a driver's callback can.
            ctypes.PyDLL(None).sleep(FOREVER_S)
        time.sleep(FOREVER_S)


def _main() -> int:
    session = DriverSession(Outlet(private_stdout()))
    return serve_once(session, lambda request: _answer(session, request))


def _fails() -> int:
    delivery = Delivery(DriverSession(Outlet(private_stdout())))
    delivery.pool.submit(time.sleep, FOREVER_S)
    raise MemoryError


if __name__ == "__main__":
    end_at_once(_fails if "fails" in sys.argv else _main)
