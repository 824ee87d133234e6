"""The second start of the program raises the window of the first, through a local socket.

The first window listens and leaves address and token in a private file of the data folder; who
can read that file may ask it to come to the front, and nothing else. On Linux the socket has no
file and dies with its process; where there are no such sockets it is one of the own machine.
"""

from __future__ import annotations

import contextlib
import hmac
import json
import logging
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from app.store.durable import publish, remove_quietly, write_synced

log = logging.getLogger(__name__)

_FILE = "window.json"
_WAIT_S = 2.0
_TOKEN_BYTES = 32
_YES = b"raised\n"
ASK_AGAIN_S, ASKS = 0.25, 16
"""A first window that is still being opened answers a little later."""


class FirstWindow:
    """Listens for later starts until it is closed."""

    def __init__(
        self, root: Path, entropy: Callable[[int], bytes], on_raise: Callable[[], None]
    ) -> None:
        """Begin to listen; the instance lock of the store is held.

        Args:
            root: The data folder.
            entropy: Gives random bytes.
            on_raise: Called from a thread of its own for each later start.

        Raises:
            OSError: There is no socket to be had.
        """
        self._file = root / _FILE
        self._on_raise = on_raise
        self._token = entropy(_TOKEN_BYTES).hex()
        self._socket = _listening(entropy(8).hex())
        self._is_closed = False
        try:
            _write_private(self._file, self._socket.getsockname(), self._token)
        except OSError:
            self._socket.close()
            raise
        self._thread = threading.Thread(target=self._listen, name="first window", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop listening."""
        self._is_closed = True
        with contextlib.suppress(OSError):
            # A call of its own ends the wait for the next one on every system.
            _connected(self._socket.getsockname()).close()
        self._thread.join(_WAIT_S)
        self._socket.close()
        remove_quietly(self._file)

    def _listen(self) -> None:
        while not self._is_closed:
            try:
                caller, _ = self._socket.accept()
            except OSError:
                return
            with caller:
                self._answer(caller)

    def _answer(self, caller: socket.socket) -> None:
        try:
            caller.settimeout(_WAIT_S)
            said = _read(caller, len(self._token))
            if not hmac.compare_digest(said, self._token.encode("ascii")):
                return
            caller.sendall(_YES)
        except OSError:
            return
        self._on_raise()


def raise_first_window(root: Path) -> bool:
    """Ask the window that has the store open to come to the front; gives whether it will."""
    try:
        told = json.loads((root / _FILE).read_bytes())
        address = told["address"]
        place = str(address) if isinstance(address, str) else (str(address[0]), int(address[1]))
        with _connected(place) as caller:
            caller.sendall(str(told["token"]).encode("ascii"))
            return _read(caller, len(_YES)) == _YES
    except (OSError, ValueError, KeyError, TypeError, IndexError) as error:
        log.info("no first window answers: %s", type(error).__name__)
        return False


@contextlib.contextmanager
def raised_by_later_starts(
    root: Path, entropy: Callable[[int], bytes], on_raise: Callable[[], None]
) -> Iterator[None]:
    """Listen for later starts meanwhile; a machine where nobody can listen still has its window.

    Args:
        root: The data folder.
        entropy: Gives random bytes.
        on_raise: Called from a thread of its own for each later start.
    """
    try:
        first = FirstWindow(root, entropy, on_raise)
    except OSError as error:
        log.warning("later starts cannot raise this window: %s", type(error).__name__)
        yield
        return
    with contextlib.closing(first):
        yield


def raise_first_window_soon(root: Path) -> bool:
    """As `raise_first_window`, for a few seconds, as two clicks in a row start two programs."""
    for left in reversed(range(ASKS)):
        if raise_first_window(root):
            return True
        if left:
            time.sleep(ASK_AGAIN_S)
    return False


def _listening(name: str) -> socket.socket:
    if sys.platform == "linux":
        listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        place: str | tuple[str, int] = f"\0tram-so-hoa-{name}"
    else:
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        place = ("127.0.0.1", 0)
    try:
        listener.bind(place)
        listener.listen()
    except OSError:
        listener.close()
        raise
    return listener


def _connected(place: str | bytes | tuple[str, int]) -> socket.socket:
    family = socket.AF_INET if isinstance(place, tuple) else socket.AF_UNIX
    caller = socket.socket(family, socket.SOCK_STREAM)
    try:
        caller.settimeout(_WAIT_S)
        caller.connect(place)
    except OSError:
        caller.close()
        raise
    return caller


def _read(caller: socket.socket, count: int) -> bytes:
    said = b""
    while len(said) < count and (piece := caller.recv(count - len(said))):
        said += piece
    return said


def _write_private(file: Path, address: object, token: str) -> None:
    spelled = address.decode("ascii") if isinstance(address, bytes) else address
    temporary = file.with_suffix(".part")
    remove_quietly(temporary)
    text = json.dumps({"address": spelled, "token": token})
    write_synced(temporary, (text.encode("ascii"),))
    publish(temporary, file)
