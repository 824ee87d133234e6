"""The keyring of the operating system: Secret Service, KWallet, Windows Credential Locker, macOS.

Only keyrings that keep secrets encrypted are taken, whatever a configuration file of the user
says: a back end that writes plain text would be worse than our own private file.

Windows takes 2,560 bytes in one credential (CRED_MAX_CREDENTIAL_BLOB_SIZE, wincred.h) and the
library stores UTF-16; the station's key is 44 letters.
"""

from __future__ import annotations

import importlib
import logging
from collections.abc import Callable, Iterable
from typing import Any

from app.store.station_key import KeyringUnavailable

log = logging.getLogger(__name__)

SERVICE = "tram-so-hoa"
"""Under this name the secrets are listed in the user's keyring."""

LARGEST_SECRET = 1280
"""Letters that every keyring takes."""

TRUSTED = (
    "keyring.backends.SecretService",
    "keyring.backends.libsecret",
    "keyring.backends.kwallet",
    "keyring.backends.Windows",
    "keyring.backends.macOS",
)
"""Modules of back ends that encrypt what they keep."""


class OsKeyring:
    """One back end of the `keyring` library."""

    def __init__(self, backend: Any) -> None:  # Any: the library is loaded only where it is there
        self._backend = backend

    @property
    def title(self) -> str:
        """Name of the back end, for reports."""
        return str(getattr(self._backend, "name", type(self._backend).__name__))

    def read(self, name: str) -> str | None:
        """The secret of this name, None when there is none."""
        kept = self._asked(lambda: self._backend.get_password(SERVICE, name))
        return None if kept is None else str(kept)

    def write(self, name: str, secret: str) -> None:
        """Keep a secret."""
        if len(secret) > LARGEST_SECRET:
            raise KeyringUnavailable("a secret too long for a keyring")
        self._asked(lambda: self._backend.set_password(SERVICE, name, secret))

    def remove(self, name: str) -> None:
        """Forget a secret; one that is not there is forgotten already."""
        if self.read(name) is not None:
            self._asked(lambda: self._backend.delete_password(SERVICE, name))

    def _asked(self, call: Callable[[], Any]) -> Any:  # Any: what the back end gives
        try:
            return call()
        except Exception as error:  # back ends raise whatever their bus raises
            log.warning("the keyring does not answer: %s", type(error).__name__)
            raise KeyringUnavailable(type(error).__name__) from error


def find_keyring() -> OsKeyring | None:
    """The best encrypted keyring of this session, None where there is none.

    A PC without a session bus, or an installation without the library, has none.
    """
    try:
        found: Iterable[Any] = importlib.import_module("keyring.backend").get_all_keyring()
        usable = [each for each in found if type(each).__module__ in TRUSTED]
        ranked = sorted(usable, key=lambda each: float(each.priority), reverse=True)
    except Exception as error:  # back ends raise whatever their bus raises
        log.info("no keyring of the operating system: %s", type(error).__name__)
        return None
    return OsKeyring(ranked[0]) if ranked else None
