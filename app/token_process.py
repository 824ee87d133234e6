"""Body of the process that holds a token: one PKCS#11 library, one PIN, no files.

Started by `app.token_host` as `python -m app.token_process MODULE SHA256 IDLE_S POLL_S`. Two
threads: one reads commands and, straight into memory that is locked against swapping, the PIN;
the main thread alone calls the library. When the pipe closes the PIN is wiped and the process
ends, also while the library hangs.

Drivers print what they like: their standard output and error lead nowhere, for nobody knows what
they would write into a log.
"""

from __future__ import annotations

import os
import queue
import signal
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from io import FileIO
from pathlib import Path
from typing import Final, Protocol

from app.token_wire import (
    Frame,
    WireBroken,
    certificate_frame,
    error_frame,
    packed,
    receive,
    send,
    state_frame,
    unlocked_frame,
    unpacked,
)
from signing.errors import (
    ModuleChanged,
    ModuleMissing,
    PinExpired,
    PinLocked,
    PinNeeded,
    SigningError,
    TokenFailed,
    TokenMissing,
    WrongPin,
)
from signing.identities import Mechanism, TokenState
from signing.keys.cryptoki import Cryptoki, CryptokiError
from signing.keys.held_pin import MOST_PIN_BYTES, HeldPin
from signing.keys.module_trust import AllowedModule, describe
from signing.keys.token_session import TokenSession
from signing.keys.tokens import find_token, plugged_in, shown_certificates, states, translated

_PR_SET_DUMPABLE: Final = 4


@dataclass(frozen=True, slots=True)
class Command:
    """What the station asks for.

    Attributes:
        frame: The request.
        pin: The PIN that came with it, if one did.
    """

    frame: Frame
    pin: HeldPin | None


class TokenDesk:
    """Does the commands, in the thread that created it.

    Args:
        module: The library; its digest is checked again right before it is loaded.
        idle_s: Seconds without a signature after which the PIN is wiped.
        clock: Seconds of a clock that is never set back.
        leave: Ends the process.
    """

    def __init__(
        self,
        module: AllowedModule,
        idle_s: float,
        clock: Callable[[], float],
        leave: Callable[[], None],
    ) -> None:
        self._module, self._idle_s, self._clock, self._leave = module, idle_s, clock, leave
        self._loaded: Cryptoki | None = None
        self._session: TokenSession | None = None
        self._used_at = clock()
        self._seen: tuple[TokenState, ...] | None = None
        self._slots: tuple[int, ...] | None = None

    def answer(self, command: Command) -> Frame:
        """Do one command.

        Raises:
            SigningError: One of its subclasses says why not.
            WireBroken: The request is no request.
        """
        frame = command.frame
        match frame.get("do"):
            case "states":
                return self._states()
            case "certificates":
                return self._certificates(str(frame.get("token", "")))
            case "unlock":
                token, chosen = str(frame.get("token", "")), str(frame.get("certificate", ""))
                return self._unlock(token, chosen, command.pin or HeldPin())
            case "sign":
                return self._sign(
                    unpacked(frame.get("data")), Mechanism(str(frame.get("mechanism")))
                )
            case "lock":
                self.lock()
                return {}
            case other:
                raise WireBroken(f"unknown command {other!r}")

    def lock(self) -> None:
        """Wipe the PIN and log out."""
        session, self._session = self._session, None
        if session is not None:
            session.close()

    def look(self) -> list[Frame]:
        """Look for what has changed by itself, without touching a session that is open.

        Returns:
            Events for the station, none when nothing happened.
        """
        events: list[Frame] = []
        if self._session is not None and self._clock() - self._used_at > self._idle_s:
            self.lock()
            events.append({"event": "ended", "why": "idle"})
        try:
            events += self._changes()
        except (SigningError, CryptokiError):
            # A command says what is wrong; nobody has asked now.
            self._slots = None
        return events

    def _changes(self) -> list[Frame]:
        library = self._library()
        changed, slots = library.changed_slots(), library.slots()
        if not changed and slots == self._slots:
            return []
        self._slots = slots
        events: list[Frame] = []
        session = self._session
        # Pulled out and plugged in again between two looks is pulled out too.
        if session is not None and (
            session.slot in changed or not self._is_plugged_in(library, session)
        ):
            self.lock()
            events.append({"event": "ended", "why": "removed"})
        found = states(library)
        if found != self._seen:
            self._seen = found
            events.append({"event": "devices", "states": [state_frame(each) for each in found]})
        return events

    def _is_plugged_in(self, library: Cryptoki, session: TokenSession) -> bool:
        with translated():
            return any(
                (info.slot, info.serial) == (session.slot, session.serial)
                for info in plugged_in(library)
            )

    def _states(self) -> Frame:
        library = self._library()
        found = states(library)
        if not found and self._session is None:
            # Some libraries list their slots only once.
            with translated():
                library.finalize()
                library.initialize()
            found = states(library)
        return {"states": [state_frame(each) for each in found]}

    def _certificates(self, token: str) -> Frame:
        found = shown_certificates(self._library(), token, datetime.now(UTC))
        return {"certificates": [certificate_frame(each) for each in found]}

    def _unlock(self, token: str, certificate: str, pin: HeldPin) -> Frame:
        """Log in once; whatever was open before is closed, its PIN wiped."""
        self.lock()
        self._slots = None  # a refusal changes what the token says: the next look tells it
        library = self._library()
        info = find_token(library, token, certificate)
        library.changed_slots()  # what happened before the login does not end it
        session = TokenSession(library, info, pin, certificate, datetime.now(UTC))
        self._session, self._used_at = session, self._clock()
        return unlocked_frame(session.certificate, session.chain, session.mechanisms)

    def _sign(self, data: bytes, mechanism: Mechanism) -> Frame:
        if self._session is None:
            raise PinNeeded("no token is unlocked")
        self._used_at = self._clock()
        try:
            value = self._session.sign(data, mechanism)
        except (TokenMissing, PinNeeded, WrongPin, PinExpired, PinLocked):
            self.lock()
            raise
        return {"value": packed(value), "logins": self._session.logins}

    def _library(self) -> Cryptoki:
        if self._loaded is None:
            before = _identity(self._module.path)
            if describe(self._module.path).sha256 != self._module.sha256:
                raise ModuleChanged("changed between the check and the loading")
            loaded = Cryptoki(self._module.path)
            if _identity(self._module.path) != before:
                self._leave()  # before any PIN comes near what was loaded
                raise ModuleChanged("changed while it was loaded")
            self._loaded = loaded
        return self._loaded


def _identity(path: Path) -> tuple[int, ...]:
    """What a file cannot keep when another takes its place or its content is replaced.

    Raises:
        ModuleMissing: It is not there.
    """
    try:
        found = path.stat()
    except OSError as error:
        raise ModuleMissing("the PKCS#11 library cannot be read") from error
    return (found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)


class Desk(Protocol):
    """Does commands; see `TokenDesk`."""

    def answer(self, command: Command) -> Frame:
        """Do one command.

        Raises:
            SigningError: One of its subclasses says why not.
            WireBroken: The request is no request.
        """
        ...

    def look(self) -> list[Frame]:
        """Events for the station: what has changed by itself."""
        ...

    def lock(self) -> None:
        """Forget what was opened."""
        ...


class Mouth:
    """Reads commands in a thread of its own and keeps count of the PINs that are about.

    Args:
        stream: The inherited pipe.
    """

    def __init__(self, stream: FileIO) -> None:
        self._stream = stream
        self.heard: queue.SimpleQueue[Command] = queue.SimpleQueue()
        self._pins: list[HeldPin] = []

    def listen(self) -> None:
        """Thread: pass commands on until the pipe closes, then end the process at once."""
        with suppress(WireBroken, EOFError, ValueError):
            while True:
                frame = receive(self._stream)
                self.heard.put(Command(frame, self._pin(frame.get("pin_bytes", 0))))
        self.wipe()
        os._exit(0)

    def _pin(self, length: object) -> HeldPin | None:
        """Take the PIN that follows a frame straight from the pipe."""
        if length == 0:
            return None
        if not isinstance(length, int) or not 0 < length <= MOST_PIN_BYTES:
            raise WireBroken("a PIN out of bounds")
        pin = HeldPin()
        self._pins = [*(each for each in self._pins if len(each)), pin]
        pin.fill(length, self._stream.readinto)
        return pin

    def wipe(self) -> None:
        """Wipe every PIN, whoever holds it, but one that a library is reading at this moment.

        That one would reach the token as zeros and cost it a try; it ends with the process.
        """
        for pin in self._pins:
            if not pin.is_lent:
                pin.wipe()


def serve(desk: Desk, mouth: Mouth, out: FileIO, poll_s: float) -> None:
    """Answer commands and look around in between, until nobody listens any more."""
    threading.Thread(target=mouth.listen, daemon=True).start()
    look_at = 0.0
    with suppress(WireBroken):
        while True:
            if time.monotonic() >= look_at:
                for event in desk.look():
                    send(out, event)
                send(out, {"event": "beat"})
                look_at = time.monotonic() + poll_s
            try:
                command = mouth.heard.get(timeout=max(0.0, look_at - time.monotonic()))
            except queue.Empty:
                continue
            send(out, {"id": command.frame.get("id"), **_outcome(desk, command)})
    desk.lock()
    mouth.wipe()


def _outcome(desk: Desk, command: Command) -> Frame:
    """The answer, or the error; only a login that worked keeps its PIN."""
    keeps_pin = False
    try:
        answer = desk.answer(command)
        keeps_pin = command.frame.get("do") == "unlock"
        return {"ok": answer}
    except SigningError as error:
        return {"error": error_frame(error)}
    except Exception as error:  # the job runner of this process: the next command may fare better
        return {"error": error_frame(TokenFailed(type(error).__name__))}
    finally:
        if command.pin is not None and not keeps_pin:
            command.pin.wipe()


def harden() -> None:
    """No core dumps, and no look into this process for other programs of the same user.

    Source: setrlimit(2), RLIMIT_CORE; prctl(2), PR_SET_DUMPABLE. Windows has neither; there the
    process is closed to other users only.
    """
    if sys.platform == "win32":
        return
    import ctypes
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


def take_pipes() -> tuple[FileIO, FileIO]:
    """Move the two pipes away from where a driver would read and write."""
    into, out = FileIO(os.dup(0), "rb"), FileIO(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nowhere, standard)
    return into, out


def main(arguments: list[str]) -> None:
    """Serve until the pipe closes."""
    harden()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    path, sha256, idle_s, poll_s = arguments
    into, out = take_pipes()
    module = AllowedModule(Path(path), sha256)
    desk = TokenDesk(module, float(idle_s), time.monotonic, lambda: os._exit(0))
    serve(desk, Mouth(into), out, float(poll_s))


if __name__ == "__main__":
    main(sys.argv[1:])
