"""A scripted proxy that spoils HTTP exchanges byte by byte, for tests of the upload.

One exchange per connection. Rules are tried in order; the first whose method, path and number
of the match fit decides. Everything that went through is in `log`.
"""

from __future__ import annotations

import contextlib
import re
import socket
import ssl
import struct
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace

_HEAD_END = b"\r\n\r\n"
_BLOCK = 65536
_TIMEOUT_S = 10.0
_DRIP_BYTES = 40


@dataclass(slots=True)
class Fault:
    """One fault and the exchanges it meets.

    Attributes:
        method: HTTP method, "" for all.
        path: Pattern searched in the path.
        nth: Only the n-th match, from 1; 0 for all.
        cut_up: Reset both sides after so many bytes of the request body were forwarded;
            negative ones count into the header, -1 = nothing is forwarded. None = no cut.
        cut_down: Reset after so many bytes of the reply. None = no cut.
        drop_reply: Forward, wait for the whole reply, then reset without a byte of it.
        duplicate: Send the request twice, give the second reply.
        answer: Raw reply given instead of forwarding.
        rewrite: Raw reply given after forwarding.
        stall: Say nothing until the client gives up.
        flip_up: Change the byte at this place of the request body. None = none.
        delay_s: Wait before anything is forwarded.
        drip_s: Wait between the parts of a reply that comes in pieces of some bytes.
        late: Reset the client, and let the request arrive after the next one has.
        again_late: Forward, and let the same request arrive once more after the next one has.
    """

    method: str = ""
    path: str = ""
    nth: int = 1
    cut_up: int | None = None
    cut_down: int | None = None
    drop_reply: bool = False
    duplicate: bool = False
    answer: bytes = b""
    rewrite: bytes = b""
    stall: bool = False
    flip_up: int | None = None
    delay_s: float = 0.0
    drip_s: float = 0.0
    late: bool = False
    again_late: bool = False
    seen: int = 0

    def meets(self, method: str, path: str) -> bool:
        if self.method not in ("", method) or not re.search(self.path, path):
            return False
        self.seen += 1
        return self.nth in (0, self.seen)


@dataclass(frozen=True, slots=True)
class Exchange:
    """What a client asked, and what reached the server; `offset` is -1 where none was stated."""

    method: str
    path: str
    body_bytes: int
    forwarded: bool
    offset: int = -1
    spoiled: bool = False


def raw_reply(status: int, body: str = "", media: str = "text/html", extra: str = "") -> bytes:
    """A complete HTTP reply."""
    data = body.encode("utf-8")
    head = f"HTTP/1.1 {status} X\r\nContent-Type: {media}\r\nContent-Length: {len(data)}\r\n"
    return (head + extra + "Connection: close\r\n\r\n").encode("ascii") + data


@dataclass(slots=True)
class FaultProxy:
    """The proxy; use as a context manager."""

    target_port: int
    faults: list[Fault] = field(default_factory=list)
    log: list[Exchange] = field(default_factory=list)
    port: int = 0
    tls: ssl.SSLContext | None = None
    choose: Callable[[str, str], Fault] | None = None
    _ghosts: list[bytes] = field(default_factory=list)
    _listener: socket.socket | None = None
    _threads: list[threading.Thread] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _closing: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        return f"{'https' if self.tls else 'http'}://127.0.0.1:{self.port}"

    def __enter__(self) -> FaultProxy:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.settimeout(0.02)
        self.port = self._listener.getsockname()[1]
        self._spawn(self._accept)
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.set()
        for thread in self._threads:
            thread.join(_TIMEOUT_S)
        assert self._listener is not None
        self._listener.close()

    def count(self, method: str, path: str = "") -> int:
        """How many requests of this kind reached the server."""
        with self._lock:
            return sum(
                entry.forwarded and entry.method == method and bool(re.search(path, entry.path))
                for entry in self.log
            )

    def _spawn(self, work: object, *arguments: object) -> None:
        assert callable(work)
        thread = threading.Thread(target=work, args=arguments, daemon=True)
        self._threads = [*filter(threading.Thread.is_alive, self._threads), thread]
        thread.start()

    def _accept(self) -> None:
        assert self._listener is not None
        while not self._closing.is_set():
            try:
                client, _ = self._listener.accept()
            except TimeoutError:
                continue
            self._spawn(self._serve, client)

    def _serve(self, client: socket.socket) -> None:
        with client, contextlib.suppress(OSError):
            client.settimeout(_TIMEOUT_S)
            if self.tls is None:
                self._exchange(client)
                return
            with self.tls.wrap_socket(client, server_side=True) as secure:
                self._exchange(secure)

    def _exchange(self, client: socket.socket) -> None:
        head, rest = _read_head(client)
        if not head:
            return
        method, path = head.split(b" ", 2)[:2]
        with self._lock:
            fault = self._fault_for(method.decode(), path.decode())
        length = _content_length(head)
        asked = Exchange(method.decode(), path.decode(), 0, False, _offset(head))
        if fault.cut_up is not None:
            count = min(fault.cut_up, length)
            self._note(replace(asked, body_bytes=max(count, 0), forwarded=count > 0, spoiled=True))
            self._cut_up(client, count, _without_keepalive(head), rest)
            return
        body = rest + _read_exactly(client, length - len(rest))
        reaches = not (fault.answer or fault.stall or fault.late)
        is_spoiled = fault != Fault(fault.method, fault.path, fault.nth, seen=fault.seen)
        self._note(replace(asked, body_bytes=len(body), forwarded=reaches, spoiled=is_spoiled))
        self._closing.wait(fault.delay_s)
        request = _without_keepalive(head) + _flipped(body, fault.flip_up)
        if fault.stall:
            self._wait_for_end(client)
        elif fault.answer:
            client.sendall(fault.answer)
        elif fault.late:
            _reset(client)
            self._ghosts.append(request)
        else:
            self._forward(client, request, fault)

    def _forward(self, client: socket.socket, request: bytes, fault: Fault) -> None:
        ghosts, self._ghosts = self._ghosts, []
        reply = self._ask(request)
        if fault.duplicate:
            reply = self._ask(request)
        for ghost in ghosts:
            self._ask(ghost)
        if fault.again_late:
            self._ghosts.append(request)
        if fault.drop_reply:
            _reset(client)
        elif fault.cut_down is not None:
            client.sendall(reply[: fault.cut_down])
            _reset(client)
        elif fault.drip_s:
            for start in range(0, len(reply), _DRIP_BYTES):
                client.sendall(reply[start : start + _DRIP_BYTES])
                self._closing.wait(fault.drip_s)
        else:
            client.sendall(fault.rewrite or reply)

    def _ask(self, request: bytes) -> bytes:
        with socket.create_connection(("127.0.0.1", self.target_port), _TIMEOUT_S) as server:
            with contextlib.suppress(OSError):  # the server may answer before the last byte
                server.sendall(request)
            reply = b""
            with contextlib.suppress(ConnectionResetError):
                while block := server.recv(_BLOCK):
                    reply += block
            return reply

    def _cut_up(self, client: socket.socket, count: int, head: bytes, rest: bytes) -> None:
        with socket.create_connection(("127.0.0.1", self.target_port), _TIMEOUT_S) as server:
            if count < 0:
                server.sendall(head[: count + 1] if count < -1 else b"")
            else:
                body = rest[:count] + _read_exactly(client, count - len(rest))
                server.sendall(head + body)
            # An orderly end lets what was forwarded arrive; a reset could overtake it.
            server.shutdown(socket.SHUT_WR)
            with contextlib.suppress(OSError):
                while server.recv(_BLOCK):
                    pass
        _reset(client)

    def _fault_for(self, method: str, path: str) -> Fault:
        if self.choose is not None:
            return self.choose(method, path)
        for fault in self.faults:
            if fault.meets(method, path):
                return fault
        return Fault()

    def _note(self, exchange: Exchange) -> None:
        with self._lock:
            self.log.append(exchange)

    def _wait_for_end(self, client: socket.socket) -> None:
        client.settimeout(0.1)
        while not self._closing.is_set():
            try:
                if not client.recv(_BLOCK):
                    return
            except TimeoutError:
                continue


def _read_head(sock: socket.socket) -> tuple[bytes, bytes]:
    data = b""
    while _HEAD_END not in data:
        block = sock.recv(_BLOCK)
        if not block:
            return b"", b""
        data += block
    head, _, rest = data.partition(_HEAD_END)
    return head + _HEAD_END, rest


def _read_exactly(sock: socket.socket, count: int) -> bytes:
    data = bytearray()
    while len(data) < count:
        block = sock.recv(min(_BLOCK, count - len(data)))
        if not block:
            break
        data += block
    return bytes(data)


def _content_length(head: bytes) -> int:
    found = re.search(rb"\r\ncontent-length: *(\d+)", head, re.IGNORECASE)
    return int(found.group(1)) if found else 0


def _offset(head: bytes) -> int:
    found = re.search(rb"\r\nupload-offset: *(\d+)", head, re.IGNORECASE)
    return int(found.group(1)) if found else -1


def _flipped(body: bytes, place: int | None) -> bytes:
    if place is None or not body:
        return body
    changed = bytearray(body)
    changed[place % len(body)] ^= 0x20
    return bytes(changed)


def _without_keepalive(head: bytes) -> bytes:
    return re.sub(rb"(?i)\r\nconnection:[^\r]*", b"", head)[:-2] + b"Connection: close\r\n\r\n"


def _reset(sock: socket.socket) -> None:
    """Close with RST instead of FIN."""
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    sock.close()
