"""The station's side of a token: a child process per PKCS#11 library, watched and replaced.

A driver may crash, hang or be pulled from under itself; none of that reaches the station. Every
method waits for the child and belongs into a worker thread, never into the one of the window.
Errors are those of `signing.errors`, whichever process they began in. Files never come here.
"""

from __future__ import annotations

import contextlib
import itertools
import logging
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from io import FileIO
from typing import Any

from app.token_values import (
    HostPatience,
    Notice,
    SessionEnded,
    TokenIdentity,
    TokensChanged,
)
from app.token_wire import (
    Frame,
    WireBroken,
    certificate_of,
    packed,
    raised,
    receive,
    send,
    state_of,
    understood,
    unpacked,
    write_all,
)
from signing.errors import (
    KeyUnavailable,
    PinNeeded,
    TokenCrashed,
    TokenFailed,
    TokenHung,
    WrongPassword,
    WrongPin,
)
from signing.identities import CertificateSummary, Mechanism, TokenCertificate, TokenState
from signing.keys.held_pin import MOST_PIN_BYTES
from signing.keys.module_trust import AllowedModule
from signing.requests import P12Source, Pkcs11Source

__all__ = [
    "HostKey",
    "HostPatience",
    "Notice",
    "SessionEnded",
    "TokenHost",
    "TokenIdentity",
    "TokensChanged",
]

log = logging.getLogger(__name__)

HOST_COMMAND = (sys.executable, "-P", "-m", "app.token_process")
FILE_COMMAND = (sys.executable, "-P", "-m", "app.key_file_process")
_LONGEST_PAUSE_S = 30.0


@dataclass(slots=True)
class _Child:
    """One life of the process."""

    process: subprocess.Popen[bytes]
    into: FileIO
    out: FileIO
    answers: queue.SimpleQueue[Frame | None] = field(default_factory=queue.SimpleQueue)
    born_at: float = field(default_factory=time.monotonic)
    heard_at: float = field(default_factory=time.monotonic)
    reader: threading.Thread | None = None
    awaited: int | None = None
    verdict: KeyUnavailable | None = None


class TokenHost:
    """One PKCS#11 library, or one key file, in a process of its own; a context manager.

    Args:
        module: The library, allowed by `signing.keys.module_trust.judge`, or the file.
        environment: The whole environment of the child, nothing is inherited.
        notice: Called from a thread of this object with what happens by itself; has to be quick
            and must not call back.
        patience: Limits.
    """

    def __init__(
        self,
        module: AllowedModule | P12Source,
        environment: Mapping[str, str],
        *,
        notice: Callable[[Notice], None] = lambda _: None,
        patience: HostPatience | None = None,
    ) -> None:
        self._module, self._environment = module, dict(environment)
        self._notice, self._patience = notice, patience or HostPatience()
        self._turn = threading.Lock()
        self._child: _Child | None = None
        self._ids = itertools.count(1)
        self._closing = threading.Event()
        self._unlocked = False
        self._keeper: threading.Thread | None = None
        self._start_at, self._pause_s = 0.0, self._patience.poll_s

    def __enter__(self) -> TokenHost:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def start(self) -> None:
        """Start watching for tokens; returns at once."""
        if self._keeper is None:
            self._keeper = threading.Thread(target=self._keep, daemon=True)
            self._keeper.start()

    def devices(self) -> tuple[TokenState, ...]:
        """All tokens with what they say before a PIN is typed: low, final try, locked, keypad.

        Raises:
            ModuleMissing: The library cannot be loaded.
            KeyUnavailable: The library answers with an error, crashed or hung.
        """
        answer = self._ask({"do": "states"}, self._patience.state_s)
        with understood():
            return tuple(state_of(each) for each in answer["states"])

    def certificates(self, token: str) -> tuple[TokenCertificate, ...]:
        """Certificates that a token shows without a PIN, those that may sign first.

        Args:
            token: Label; empty for all tokens.

        Raises:
            KeyUnavailable: As for `devices`.
        """
        answer = self._ask({"do": "certificates", "token": token}, self._patience.state_s)
        with understood():
            return tuple(certificate_of(each) for each in answer["certificates"])

    def unlock(self, source: Pkcs11Source | P12Source, pin: bytearray) -> TokenIdentity:
        """Log in once; the PIN stays in the child until `lock`, idleness or removal.

        Args:
            source: Token and, where it holds several, the certificate; or the file.
            pin: UTF-8; wiped as soon as it is written to the pipe. Empty for keypads.

        Raises:
            WrongPin: Refused, with the tries left where the token tells.
            PinLocked: No PIN is accepted any more.
            KeyUnavailable: One of its other subclasses says why.
        """
        request = {"do": "unlock", **_named(source)}
        self._unlocked = False  # the child ends what was open before it tries a PIN
        try:
            if len(pin) > MOST_PIN_BYTES:
                raise _too_long(source)
            answer = self._ask(request, self._patience.unlock_s, pin)
        finally:
            pin[:] = bytes(len(pin))
        self._unlocked = True
        try:
            with understood():
                return TokenIdentity(
                    certificate=unpacked(answer["certificate"]),
                    chain=tuple(unpacked(each) for each in answer["chain"]),
                    mechanisms=frozenset(Mechanism(each) for each in answer["mechanisms"]),
                )
        except TokenFailed:
            self.lock()  # nobody would know that a PIN is held there
            raise

    def sign(self, data: bytes, mechanism: Mechanism) -> bytes:
        """Sign bytes; see `signing.keystore.SigningKey.sign`.

        Raises:
            PinNeeded: The token is not unlocked (any more).
            KeyUnavailable: The token went away, crashed, hung or answered with an error.
            SignatureFailed: The token cannot do this.
        """
        request = {"do": "sign", "data": packed(data), "mechanism": mechanism.value}
        answer = self._ask(request, self._patience.sign_s)
        with understood():
            return unpacked(answer["value"])

    def lock(self) -> None:
        """Let the child forget the PIN; a child that is too busy to obey is ended.

        Requests that wait meanwhile fail with PinNeeded.
        """
        self._unlocked = False
        # Also where no child is known yet: a PIN may be on its way to one that just starts.
        if not self._turn.acquire(timeout=self._patience.stop_s):
            child = self._child
            if child is not None:
                child.verdict = PinNeeded("locked in the middle of a request")
                self._bury(child)
            return
        self._turn.release()
        if self._child is None:
            return
        with contextlib.suppress(KeyUnavailable):  # then it was ended, and the PIN with it
            self._ask({"do": "lock"}, self._patience.stop_s)

    def close(self) -> None:
        """End the child: politely for a while, then for good."""
        self._closing.set()
        child = self._child
        if child is not None:
            self._end(child)
        if self._keeper is not None:
            self._keeper.join(self._patience.stop_s)

    def _ask(self, request: Frame, limit_s: float, pin: bytearray | None = None) -> Frame:
        """Send a request and wait for its answer; one at a time."""
        with self._turn:
            child = self._living_child()
            number = child.awaited = next(self._ids)
            self._tell(child, {"id": number, **request, "pin_bytes": len(pin or b"")}, pin)
            return self._answer(child, number, limit_s)

    def _tell(self, child: _Child, request: Frame, pin: bytearray | None) -> None:
        try:
            send(child.into, request)
            if pin:
                with memoryview(pin) as content:
                    write_all(child.into, content)
        except WireBroken as error:
            self._bury(child)
            raise child.verdict or TokenCrashed("the process is gone") from error
        finally:
            if pin:
                pin[:] = bytes(len(pin))

    def _answer(self, child: _Child, number: int, limit_s: float) -> Frame:
        until = time.monotonic() + limit_s
        while True:
            try:
                frame = child.answers.get(timeout=max(0.0, until - time.monotonic()))
            except queue.Empty:
                child.verdict = TokenHung(f"no answer for {limit_s:.0f} s")
                self._bury(child)
                raise child.verdict from None
            if frame is None:
                self._bury(child)
                raise child.verdict or TokenCrashed("the process ended")
            if frame["id"] == number:
                with understood():
                    error = raised(frame["error"]) if "error" in frame else None
                    answer = dict(frame.get("ok", {}))
                if error is not None:
                    raise error
                return answer

    def _living_child(self) -> _Child:
        """The child; a new one in place of one that is gone. Called with the turn."""
        if self._closing.is_set():
            raise TokenFailed("the host is closed")
        child = self._child
        if child is None or child.process.poll() is not None:
            if child is not None:
                self._bury(child)
            child = self._child = self._start_child()
            if self._closing.is_set():  # meanwhile; whoever closed did not see this child
                self._bury(child)
                raise TokenFailed("the host is closed")
        return child

    def _start_child(self) -> _Child:
        patience = self._patience
        command = _command(self._module)
        try:
            process = subprocess.Popen(
                [*command, str(patience.idle_s), str(patience.poll_s)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=self._environment,
                bufsize=0,
                start_new_session=True,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),  # Windows only
            )
        except OSError as error:
            raise TokenCrashed(f"cannot start: {type(error).__name__}") from error
        child = _Child(process, _raw(process.stdin), _raw(process.stdout))
        child.reader = threading.Thread(target=self._hear, args=(child,), daemon=True)
        child.reader.start()
        return child

    def _hear(self, child: _Child) -> None:
        """Thread: sort answers from events until the child is gone or talks nonsense.

        What nobody has asked for is dropped: a spoilt child fills no memory here.
        """
        with contextlib.suppress(WireBroken, TokenFailed):
            while True:
                frame = receive(child.out)
                child.heard_at = time.monotonic()
                if "event" in frame:
                    self._tell_event(frame)
                elif "id" in frame and frame["id"] == child.awaited:
                    child.awaited = None
                    child.answers.put(frame)
        child.answers.put(None)
        if self._unlocked and not self._closing.is_set():
            self._unlocked = False
            self._give_notice(SessionEnded((child.verdict or TokenCrashed()).code))

    def _tell_event(self, frame: Frame) -> None:
        match frame["event"]:
            case "devices":
                with understood():
                    states = tuple(state_of(each) for each in frame["states"])
                self._give_notice(TokensChanged(states))
            case "ended":
                self._unlocked = False
                self._give_notice(SessionEnded(str(frame.get("why", ""))))

    def _give_notice(self, notice: Notice) -> None:
        try:
            self._notice(notice)
        except Exception:  # the thread that hears the child outlives whoever listens
            log.exception("a listener to token notices failed")

    def _keep(self) -> None:
        """Thread: keep a child alive that looks for tokens, and end one that looks no more."""
        while not self._closing.wait(self._patience.poll_s):
            if not self._turn.acquire(blocking=False):
                continue  # a request is on its way; it has a watch of its own
            try:
                self._look_after_child()
            finally:
                self._turn.release()

    def _look_after_child(self) -> None:
        child = self._child
        if child is None or child.process.poll() is not None:
            self._start_again()
        elif time.monotonic() - child.heard_at > self._patience.state_s:
            child.verdict = TokenHung("the library does not come back from looking for tokens")
            self._bury(child)
        elif time.monotonic() - child.born_at > self._patience.state_s:
            self._pause_s = self._patience.poll_s

    def _start_again(self) -> None:
        """Start a child, one that keeps dying less and less often; a request never waits."""
        if time.monotonic() < self._start_at:
            return
        self._start_at = time.monotonic() + self._pause_s
        self._pause_s = min(2 * self._pause_s, _LONGEST_PAUSE_S)
        try:
            self._living_child()
        except KeyUnavailable as error:
            log.warning("token process: %s", error.code)

    def _end(self, child: _Child) -> None:
        """The closed pipe makes the child wipe its PIN and leave."""
        with contextlib.suppress(OSError):
            child.into.close()
        try:
            child.process.wait(self._patience.stop_s)
        except subprocess.TimeoutExpired:
            log.info("token process did not leave by itself")
        self._bury(child)

    def _bury(self, child: _Child) -> None:
        """End a child and whatever its driver forked, at once."""
        _kill(child.process)
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.process.wait(self._patience.stop_s)
        if child.reader is not None and child.reader is not threading.current_thread():
            child.reader.join(self._patience.stop_s)
        for stream in (child.into, child.out):
            with contextlib.suppress(OSError):
                stream.close()
        if self._child is child:
            self._child = None


@dataclass(frozen=True, slots=True)
class HostKey:
    """An unlocked token as a `signing.keystore.SigningKey`, but for pyHanko's `signer`.

    Attributes:
        host: Where it is unlocked.
        identity: What `TokenHost.unlock` gave.
    """

    host: TokenHost
    identity: TokenIdentity

    @property
    def certificate(self) -> bytes:
        """Certificate of the key, DER."""
        return self.identity.certificate

    @property
    def chain(self) -> tuple[bytes, ...]:
        """Other certificates on the token, DER."""
        return self.identity.chain

    @property
    def summary(self) -> CertificateSummary:
        """What the officer is shown."""
        return self.identity.summary

    @property
    def mechanisms(self) -> frozenset[Mechanism]:
        """What key and token can do."""
        return self.identity.mechanisms

    def sign(self, data: bytes, mechanism: Mechanism) -> bytes:
        """Sign bytes; see `TokenHost.sign`."""
        return self.host.sign(data, mechanism)


def _command(module: AllowedModule | P12Source) -> tuple[str, ...]:
    """What is started; the name of a key file is told later, over the pipe."""
    if isinstance(module, P12Source):
        return FILE_COMMAND
    return (*HOST_COMMAND, str(module.path), module.sha256)


def _named(source: Pkcs11Source | P12Source) -> Frame:
    if isinstance(source, P12Source):
        return {"file": str(source.path)}
    return {"token": source.token, "certificate": source.certificate}


def _too_long(source: Pkcs11Source | P12Source) -> WrongPin | WrongPassword:
    if isinstance(source, P12Source):
        return WrongPassword("no password is that long; the file was not opened")
    return WrongPin("no PIN is that long; the token was not asked")


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End a process that runs; the number of one that ended may belong to another by now."""
    if process.poll() is not None:
        return
    if sys.platform == "win32":
        process.kill()
    else:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)


def _raw(pipe: Any) -> FileIO:  # Any: Popen types its pipes as optional and buffered
    """The unbuffered pipe that was asked for."""
    if not isinstance(pipe, FileIO):
        raise TokenCrashed("no pipe to the process")
    return pipe
