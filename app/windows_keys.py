"""Certificates in the store of Windows as a key host of the station; see `key_host.KeyHost`.

Windows asks for the PIN in a window of its own, so that none ever reaches this program.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field

from app.errors import Advice, LibraryError
from app.services.key_host import KeyIdentity, SecretKind
from app.services.workers import library_errors
from signing.identities import CertificateSummary, Mechanism
from signing.keys.cng import (
    CngKey,
    WindowsFunctions,
    open_certificate,
    store_certificates,
    windows_functions,
)
from signing.requests import CngSource, KeySource


@dataclass(slots=True)
class WindowsKeys:
    """Open keys by source; what Windows gave for them is given back when they are locked.

    Attributes:
        functions: Gives the functions of Windows.
    """

    functions: Callable[[], WindowsFunctions] = windows_functions
    _keys: dict[str, CngKey] = field(default_factory=dict, repr=False)
    _held: ExitStack = field(default_factory=ExitStack, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def secret_kind(self, source: str) -> SecretKind:
        """Nothing is typed here."""
        return SecretKind.NONE

    def stored_certificates(self) -> tuple[CertificateSummary, ...]:
        """Certificates of the personal store; none where there is no such store.

        Raises:
            LibraryError: Windows does not open it.
        """
        if sys.platform != "win32" and self.functions is windows_functions:
            return ()
        with library_errors():
            return store_certificates(self.functions())

    def unlock(self, source: str, pin: bytearray) -> KeyIdentity:
        """Find the certificate and its key; Windows asks for the PIN when it signs."""
        pin[:] = bytes(len(pin))
        with library_errors(), self._lock:
            parsed = KeySource.parse(source)
            if not isinstance(parsed, CngSource):
                raise LibraryError("key.bad_source", Advice.USER_ACTION, "not of Windows")
            opened = open_certificate(parsed, bytearray(), self.functions())
            key = self._held.enter_context(opened)
            self._keys[source] = key
        return KeyIdentity(key.certificate, key.chain, key.mechanisms, key.summary)

    def sign(self, source: str, data: bytes, mechanism: Mechanism) -> bytes:
        """Make one value."""
        with library_errors(), self._lock:
            if source not in self._keys:
                raise LibraryError("key.pin_needed", Advice.USER_ACTION)
            return self._keys[source].sign(data, mechanism)

    def lock(self) -> None:
        """Let go of every key."""
        with self._lock:
            held, self._held, self._keys = self._held, ExitStack(), {}
            held.close()

    def close(self) -> None:
        """Let go of every key."""
        self.lock()
