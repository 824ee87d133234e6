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

from app.held_key import HeldKey
from app.token_process import Command, Mouth, harden, serve, take_pipes
from app.token_wire import Frame, WireBroken, packed, unlocked_frame, unpacked
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
        self._held: HeldKey[FileKey] = HeldKey(idle_s, clock, leave)

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
        self._held.forget()

    def look(self) -> list[Frame]:
        """Forget a key that nobody used for long; leave when it is forgotten."""
        return self._held.look()

    def _unlock(self, path: Path, pin: HeldPin) -> Frame:
        password = bytearray(ctypes.string_at(pin.address, len(pin)))
        try:
            key = open_file(P12Source(path), password)
        finally:
            pin.wipe()
            password[:] = bytes(len(password))
        self._held.take(key)
        return unlocked_frame(key.certificate, key.chain, key.mechanisms)

    def _sign(self, data: bytes, mechanism: Mechanism) -> Frame:
        key = self._held.opened
        self._held.note_use()
        return {"value": packed(key.sign(data, mechanism))}


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
