"""Body of the process that holds a key read from a PKCS#12 file: one file, one password.

Started by `app.token_host` as `python -m app.key_file_process IDLE_S POLL_S`. The password comes
as a PIN does: over the inherited pipe, straight into a buffer that is wiped. What opens the file
makes copies of it that nobody can wipe, and so does the key itself; they end with the process,
which leaves as soon as it has nothing open any more.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

from app.token_process import Command, Mouth, harden, serve, take_pipes
from app.token_wire import Frame, WireBroken, packed, unlocked_frame, unpacked
from signing.errors import PinNeeded
from signing.identities import Mechanism
from signing.keys.held_pin import HeldPin
from signing.keys.pkcs12 import FileKey, open_file
from signing.requests import P12Source


class FileDesk:
    """Does the commands; see `app.token_process.TokenDesk`.

    Args:
        idle_s: Seconds without a signature after which the key is forgotten.
        clock: Seconds of a clock that is never set back.
        leave: Ends the process.
    """

    def __init__(
        self, idle_s: float, clock: Callable[[], float], leave: Callable[[], None]
    ) -> None:
        self._idle_s, self._clock, self._leave = idle_s, clock, leave
        self._key: FileKey | None = None
        self._is_spent = False
        self._used_at = clock()

    def answer(self, command: Command) -> Frame:
        """Do one command.

        Raises:
            SigningError: One of its subclasses says why not.
            WireBroken: The request is no request.
        """
        frame = command.frame
        match frame.get("do"):
            case "unlock":
                return self._unlock(Path(str(frame.get("file", ""))), command.pin or HeldPin())
            case "sign":
                mechanism = Mechanism(str(frame.get("mechanism")))
                return self._sign(unpacked(frame.get("data")), mechanism)
            case "lock":
                self.lock()
                return {}
            case other:
                raise WireBroken(f"unknown command {other!r}")

    def lock(self) -> None:
        """Forget the key; the process leaves at the next look."""
        self._is_spent = self._is_spent or self._key is not None
        self._key = None

    def look(self) -> list[Frame]:
        """Forget a key that nobody used for long; leave when it is forgotten."""
        if self._is_spent:
            self._leave()
        if self._key is None or self._clock() - self._used_at <= self._idle_s:
            return []
        self.lock()
        return [{"event": "ended", "why": "idle"}]

    def _unlock(self, path: Path, pin: HeldPin) -> Frame:
        password = bytearray(ctypes.string_at(pin.address, len(pin)))
        try:
            key = open_file(P12Source(path), password)
        finally:
            pin.wipe()
            password[:] = bytes(len(password))
        self._key, self._used_at = key, self._clock()
        return unlocked_frame(key.certificate, key.chain, key.mechanisms)

    def _sign(self, data: bytes, mechanism: Mechanism) -> Frame:
        if self._key is None:
            raise PinNeeded("no key is open")
        self._used_at = self._clock()
        return {"value": packed(self._key.sign(data, mechanism))}


def main(arguments: list[str]) -> None:
    """Serve until the pipe closes or the key is forgotten."""
    harden()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    idle_s, poll_s = map(float, arguments)
    into, out = take_pipes()
    desk = FileDesk(idle_s, time.monotonic, lambda: os._exit(0))
    serve(desk, Mouth(into), out, poll_s)


if __name__ == "__main__":
    main(sys.argv[1:])
