"""Login of the station at the province's login service: device flow, renewal, kept tokens.

A person confirms on any phone or computer; the station never sees a password. Tokens lie in a
file that only the account of the station reads.

Runs on: the network lane; calls from several threads are safe.

Source: RFC 8628 (2019) device authorization grant; RFC 6749 (2012) §6 refreshing.
"""

from __future__ import annotations

import json
import os
import ssl
import threading
from dataclasses import dataclass, field
from pathlib import Path

from app.province.device_flow import Client, DeviceFlow, Document, text_of
from app.province.endpoint import Proxy
from app.province.errors import LoginNeeded, LoginRefused, NotConfigured, ServerBusy
from app.province.station_login import DeviceCode
from app.province.wire import Timeouts

__all__ = ["Client", "DeviceLogin"]

_PRIVATE = 0o600


@dataclass(frozen=True, slots=True)
class _Tokens:
    access: str = field(repr=False)
    refresh: str = field(default="", repr=False)


class DeviceLogin:
    """A `StationLogin` by device flow; also the `TokenSource` of the line.

    Args:
        client: This station.
        file: Where the tokens are kept, readable for this account alone.
        timeouts: Bounds of a request.
        tls: Trust; that of the operating system when None.
        proxy: Proxy of the network.

    Raises:
        NotConfigured: The address is none, or nobody knows the client id.
    """

    def __init__(
        self,
        client: Client,
        file: Path,
        *,
        timeouts: Timeouts | None = None,
        tls: ssl.SSLContext | None = None,
        proxy: Proxy | None = None,
    ) -> None:
        self._flow = DeviceFlow(client, timeouts=timeouts, tls=tls, proxy=proxy)
        self._file = file
        self._lock = threading.Lock()
        self._tokens = _load(file)

    def close(self) -> None:
        """Close the connections."""
        self._flow.close()

    def begin(self) -> DeviceCode:
        """Ask for a code that a person types in elsewhere.

        Raises:
            DeliveryError: By class of failure; LoginRefused when the service says no.
        """
        return self._flow.begin()

    def finish(self, code: DeviceCode) -> None:
        """Ask once whether somebody has confirmed; then the tokens are kept.

        Raises:
            StillWaiting: Not yet.
            LoginRefused: The person refused, or the code has expired.
            DeliveryError: By class of failure.
        """
        tokens = _tokens_of(self._flow.confirmed(code))
        with self._lock:
            self._keep(tokens)

    def token(self) -> str:
        """The access token in use.

        Raises:
            LoginNeeded: Nobody has logged in.
        """
        if not self._tokens.access:
            self._tokens = _load(self._file)
        if not self._tokens.access:
            raise LoginNeeded("nobody has logged the station in")
        return self._tokens.access

    def renew(self, refused: str) -> str:
        """Another token: one that somebody else has kept meanwhile, or a renewed one.

        Raises:
            LoginNeeded: A person has to log in again.
            DeliveryError: The login service could not be asked.
        """
        with self._lock:
            kept = _load(self._file)
            if kept.access and kept.access != refused:
                self._tokens = kept
                return kept.access
            if not kept.refresh:
                raise LoginNeeded("the login has ended")
            try:
                answer = self._flow.tokens(grant_type="refresh_token", refresh_token=kept.refresh)
            except LoginRefused as error:
                raise LoginNeeded("the login has ended") from error
            fresh = _tokens_of(answer)
            # A service may keep the old refresh token in force by giving no new one.
            self._keep(_Tokens(fresh.access, fresh.refresh or kept.refresh))
            return self._tokens.access

    def _keep(self, tokens: _Tokens) -> None:
        _save(self._file, tokens)
        self._tokens = tokens


def _tokens_of(answer: Document) -> _Tokens:
    access = text_of(answer, "access_token")
    if not access or text_of(answer, "token_type").lower() != "bearer":
        raise ServerBusy("login: the answer holds no bearer token")
    return _Tokens(access, text_of(answer, "refresh_token"))


def _load(file: Path) -> _Tokens:
    """The kept tokens, none where there is no file."""
    try:
        values = json.loads(file.read_text("utf-8")) if file.exists() else {}
    except (OSError, ValueError) as error:
        raise NotConfigured(f"{file.name} cannot be read") from error
    if not isinstance(values, dict):
        raise NotConfigured(f"{file.name} holds no tokens")
    return _Tokens(text_of(values, "access_token"), text_of(values, "refresh_token"))


def _save(file: Path, tokens: _Tokens) -> None:
    temporary = file.with_suffix(".part")
    text = json.dumps({"access_token": tokens.access, "refresh_token": tokens.refresh})
    try:
        temporary.unlink(missing_ok=True)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
        with os.fdopen(os.open(temporary, flags, _PRIVATE), "w", encoding="utf-8") as output:
            output.write(text)
            output.flush()
            os.fsync(output.fileno())
        temporary.replace(file)
    except OSError as error:
        raise NotConfigured(f"{file.name} cannot be written: {error.strerror}") from error
