"""The station's side of a token: a child process per PKCS#11 library, watched and replaced.

A driver may crash, hang or be pulled from under itself; none of that reaches the station. Every
method waits for the child and belongs into a worker thread, never into the one of the window.
Errors are those of `signing.errors`, whichever process they began in. Files never come here.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from app.key_child import ChildHost
from app.own_program import module_command
from app.token_values import (
    HostPatience,
    Notice,
    SessionEnded,
    TokenIdentity,
    TokensChanged,
)
from app.token_wire import Frame, certificate_of, packed, state_of, understood, unpacked
from signing.errors import KeyUnavailable, TokenFailed, TokenHung, WrongPassword, WrongPin
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

HOST_COMMAND = module_command("app.token_process")
FILE_COMMAND = module_command("app.key_file_process")
_LONGEST_PAUSE_S = 30.0


class TokenHost(ChildHost):
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
        super().__init__(environment, notice=notice, patience=patience)
        self._module = module
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

    def close(self) -> None:
        """End the child: politely for a while, then for good."""
        super().close()
        if self._keeper is not None:
            self._keeper.join(self._patience.stop_s)

    def _command(self) -> tuple[str, ...]:
        """What is started; the name of a key file is told later, over the pipe."""
        if isinstance(self._module, P12Source):
            return FILE_COMMAND
        return (*HOST_COMMAND, str(self._module.path), self._module.sha256)

    def _tell_event(self, frame: Frame) -> None:
        if frame["event"] == "devices":
            with understood():
                states = tuple(state_of(each) for each in frame["states"])
            self._give_notice(TokensChanged(states))
        else:
            super()._tell_event(frame)

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


def _named(source: Pkcs11Source | P12Source) -> Frame:
    if isinstance(source, P12Source):
        return {"file": str(source.path)}
    return {"token": source.token, "certificate": source.certificate}


def _too_long(source: Pkcs11Source | P12Source) -> WrongPin | WrongPassword:
    if isinstance(source, P12Source):
        return WrongPassword("no password is that long; the file was not opened")
    return WrongPin("no PIN is that long; the token was not asked")
