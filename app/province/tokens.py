"""Bearer tokens of the line: where they come from, and one silent renewal when one is refused.

A token counts until the server refuses it: whether it has expired is judged by the clock of the
server alone.
"""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Protocol

from app.province.errors import AuthRefused, NotConfigured

_LONGEST_TOKEN = 16 * 1024


class TokenSource(Protocol):
    """Gives the bearer token for each request. Safe to use from several threads."""

    def token(self) -> str:
        """The token in use, "" for none.

        Raises:
            AuthRefused: Nobody has logged in.
        """
        ...

    def renew(self, refused: str) -> str:
        """Another token than the one that the server has just refused.

        Raises:
            AuthRefused: There is none; a person has to see to it.
            DeliveryError: The service of logins could not be asked.
        """
        ...


class FixedToken:
    """A token that never changes, or none."""

    def __init__(self, token: str = "") -> None:
        self._token = token

    def token(self) -> str:
        """The token."""
        return self._token

    def renew(self, refused: str) -> str:
        """Refuse; there is no other."""
        raise AuthRefused("the access token was refused")


class FileToken:
    """A token in a file, which the administrator may replace at any time.

    Args:
        file: Text file with the token alone.

    Raises:
        NotConfigured: It cannot be read, or holds no token.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._lock = threading.Lock()
        self._token = self._read()

    def token(self) -> str:
        """The token as it was read last."""
        return self._token

    def renew(self, refused: str) -> str:
        """Read the file again: the token may have been replaced.

        Raises:
            AuthRefused: It is the same.
        """
        with self._lock:
            if self._token == refused:
                self._token = self._read()
            if self._token == refused:
                raise AuthRefused("the access token was refused")
            return self._token

    def _read(self) -> str:
        try:
            token = self._file.read_text("ascii").strip()
        except (OSError, ValueError) as error:
            raise NotConfigured(f"{self._file.name} cannot be read") from error
        if not token or len(token) > _LONGEST_TOKEN or not token.isprintable() or " " in token:
            raise NotConfigured(f"{self._file.name} holds no token")
        return token
