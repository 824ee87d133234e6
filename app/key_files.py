"""Key files as a key host of the station: each open one in a process of its own.

The process ends when its key is locked, so that nothing of password and key stays in memory.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field

from app.errors import Advice, LibraryError
from app.key_child import passed_on
from app.services.key_host import KeyIdentity, SecretKind
from app.services.workers import library_errors
from app.token_host import TokenHost
from app.token_values import HostPatience
from signing.identities import Mechanism
from signing.requests import KeySource, P12Source


@dataclass(slots=True)
class FileKeys:
    """Hosts by source while they are open; see `key_host.KeyHost`.

    Attributes:
        environment: Of this process.
        patience: How long to wait, and when an unused key is forgotten.
    """

    environment: Mapping[str, str]
    patience: HostPatience = field(default_factory=HostPatience)
    _hosts: dict[str, TokenHost] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def secret_kind(self, source: str) -> SecretKind:
        """The password of the file."""
        return SecretKind.PASSWORD

    def unlock(self, source: str, pin: bytearray) -> KeyIdentity:
        """Open a file; the password goes to its process and is wiped here."""
        try:
            with library_errors():
                file = _file_source(source)
                self._close(source)
                host = TokenHost(file, passed_on(self.environment), patience=self.patience)
                try:
                    found = host.unlock(file, pin)
                except BaseException:
                    host.close()  # it has seen a password
                    raise
            with self._lock:
                meanwhile, self._hosts[source] = self._hosts.get(source), host
            if meanwhile is not None:
                meanwhile.close()
            return KeyIdentity(found.certificate, found.chain, found.mechanisms, found.summary)
        finally:
            pin[:] = bytes(len(pin))

    def sign(self, source: str, data: bytes, mechanism: Mechanism) -> bytes:
        """Make one value."""
        with self._lock:
            host = self._hosts.get(source)
        if host is None:
            raise LibraryError("key.pin_needed", Advice.USER_ACTION)
        with library_errors():
            return host.sign(data, mechanism)

    def lock(self) -> None:
        """End every process."""
        for source in tuple(self._hosts):
            self._close(source)

    def close(self) -> None:
        """End every process."""
        self.lock()

    def _close(self, source: str) -> None:
        with self._lock:
            host = self._hosts.pop(source, None)
        if host is not None:
            host.close()


def _file_source(source: str) -> P12Source:
    parsed = KeySource.parse(source)
    if not isinstance(parsed, P12Source):
        raise LibraryError("key.bad_source", Advice.USER_ACTION, "not a key file")
    return parsed
