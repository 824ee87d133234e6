"""A line of a given speed on loopback: a proxy that lets so many bytes through per second."""

from __future__ import annotations

import contextlib
import socket
import threading
import time

_BLOCK = 16_384
_BURST_S = 0.05


class _Bucket:
    """Bytes that may pass, the same for all connections of one direction."""

    def __init__(self, bytes_per_s: float) -> None:
        self._rate = bytes_per_s
        self._lock = threading.Lock()
        self._free_at = time.monotonic()

    def pass_through(self, count: int) -> None:
        """Wait until so many bytes would have crossed the line."""
        with self._lock:
            now = time.monotonic()
            self._free_at = max(self._free_at, now - _BURST_S) + count / self._rate
            pause = self._free_at - now
        if pause > 0:
            time.sleep(pause)


class ThrottledLine:
    """Forwards to a port of this machine, each direction at `bytes_per_s`.

    Args:
        port: Where it forwards to.
        bytes_per_s: Speed.
        own_port: Where it listens, 0 for any; a client that comes back needs the same one.
    """

    def __init__(self, port: int, bytes_per_s: float, *, own_port: int = 0) -> None:
        self._port = port
        self._up, self._down = _Bucket(bytes_per_s), _Bucket(bytes_per_s)
        self._listener = socket.create_server(("127.0.0.1", own_port))
        self._thread = threading.Thread(target=self._accept, daemon=True)

    @property
    def own_port(self) -> int:
        """Where it listens."""
        return int(self._listener.getsockname()[1])

    @property
    def url(self) -> str:
        """Where a client connects."""
        return f"http://127.0.0.1:{self.own_port}"

    def __enter__(self) -> ThrottledLine:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                server = socket.create_connection(("127.0.0.1", self._port))
                # A small buffer, so that what the client has sent is what the line has carried.
                client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2 * _BLOCK)
                for ends in ((client, server, self._up), (server, client, self._down)):
                    threading.Thread(target=_pump, args=ends, daemon=True).start()


def _pump(source: socket.socket, target: socket.socket, bucket: _Bucket) -> None:
    with contextlib.suppress(OSError):
        while part := source.recv(_BLOCK):
            bucket.pass_through(len(part))
            target.sendall(part)
    with contextlib.suppress(OSError):
        target.shutdown(socket.SHUT_WR)
