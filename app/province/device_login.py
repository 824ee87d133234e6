"""Login of the station at the province's login service: device flow, renewal, kept tokens.

A person confirms on any phone or computer; the station never sees a password. Tokens lie in a
file that only the account of the station reads. Endpoints are taken on the host of the service
only.

Runs on: the network lane; calls from several threads are safe.

Source: RFC 8628 (2019) device authorization grant; RFC 6749 (2012) §6 refreshing;
RFC 8414 (2018) metadata.
"""

from __future__ import annotations

import json
import os
import ssl
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from app.province.base import (
    AuthRefused,
    DeviceCode,
    LoginNeeded,
    LoginRefused,
    NotConfigured,
    ServerBusy,
    SlowDown,
    StillWaiting,
)
from app.province.endpoint import Proxy
from app.province.tus import Reply, failure_of, json_of
from app.province.wire import Timeouts, Wire

_FORM = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
_GRANT = "urn:ietf:params:oauth:grant-type:device_code"
_METADATA = ("/.well-known/oauth-authorization-server", "/.well-known/openid-configuration")
_OK = frozenset({200})
_LONGEST = 16 * 1024
_USUAL_INTERVAL_S, _LONGEST_INTERVAL_S = 5.0, 60.0
_LONGEST_LIFE_S = 3600.0
_PRIVATE = 0o600


@dataclass(frozen=True, slots=True)
class Client:
    """This station as the login service knows it.

    Attributes:
        issuer: Address of the login service.
        id: Client id, registered there for device login.
        scope: What is asked for, "" for what the service gives by itself.
    """

    issuer: str
    id: str
    scope: str = ""


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
        if not client.id:
            raise NotConfigured("login: no client id")
        self._client, self._file = client, file
        self._wire = Wire(
            client.issuer, token="", timeouts=timeouts or Timeouts(), tls=tls, proxy=proxy
        )
        self._lock = threading.Lock()
        self._endpoints: Mapping[str, str] = {}
        self._tokens = _load(file)

    def close(self) -> None:
        """Close the connections."""
        self._wire.close()

    def begin(self) -> DeviceCode:
        """Ask for a code that a person types in elsewhere.

        Raises:
            DeliveryError: By class of failure; LoginRefused when the service says no.
        """
        form = {"client_id": self._client.id}
        if self._client.scope:
            form["scope"] = self._client.scope
        answer = json_of(self._post("device_authorization_endpoint", form), _OK)
        code, user_code = _text(answer, "device_code"), _text(answer, "user_code")
        address = _text(answer, "verification_uri")
        if not (code and user_code and _is_shown(address)):
            raise ServerBusy("login: the answer is incomplete")
        complete = _text(answer, "verification_uri_complete")
        return DeviceCode(
            user_code=user_code,
            address=address,
            whole_address=complete if _is_shown(complete) else "",
            expires_s=_seconds(answer, "expires_in", _LONGEST_LIFE_S, _LONGEST_LIFE_S),
            interval_s=_seconds(answer, "interval", _USUAL_INTERVAL_S, _LONGEST_INTERVAL_S),
            secret=code,
        )

    def finish(self, code: DeviceCode) -> None:
        """Ask once whether somebody has confirmed; then the tokens are kept.

        Raises:
            StillWaiting: Not yet.
            LoginRefused: The person refused, or the code has expired.
            DeliveryError: By class of failure.
        """
        form = {"client_id": self._client.id, "grant_type": _GRANT, "device_code": code.secret}
        tokens = self._tokens_of(self._post("token_endpoint", form))
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
            form = {
                "client_id": self._client.id,
                "grant_type": "refresh_token",
                "refresh_token": kept.refresh,
            }
            try:
                fresh = self._tokens_of(self._post("token_endpoint", form))
            except LoginRefused as error:
                raise LoginNeeded("the login has ended") from error
            # A service may keep the old refresh token in force by giving no new one.
            self._keep(_Tokens(fresh.access, fresh.refresh or kept.refresh))
            return self._tokens.access

    def _keep(self, tokens: _Tokens) -> None:
        _save(self._file, tokens)
        self._tokens = tokens

    def _post(self, endpoint: str, form: Mapping[str, str]) -> Reply:
        url = self._known_endpoints().get(endpoint, "")
        if not url:
            raise NotConfigured(f"login: the service has no {endpoint}")
        body = urlencode(form).encode("ascii")
        return self._wire.ask("POST", self._wire.given(url), _FORM, body)

    def _known_endpoints(self) -> Mapping[str, str]:
        if not self._endpoints:
            base = urlsplit(self._client.issuer).path.rstrip("/")
            reply = self._wire.ask("GET", f"{_METADATA[0]}{base}")
            if reply.status == 404:
                reply = self._wire.ask("GET", f"{base}{_METADATA[1]}")
            document = json_of(reply, _OK)
            names = ("device_authorization_endpoint", "token_endpoint")
            self._endpoints = {name: _text(document, name) for name in names}
        return self._endpoints

    def _tokens_of(self, reply: Reply) -> _Tokens:
        if reply.status in (400, 401):
            raise _refusal(_error_name(reply))
        answer = json_of(reply, _OK)
        access = _text(answer, "access_token")
        if not access or _text(answer, "token_type").lower() != "bearer":
            raise ServerBusy("login: the answer holds no bearer token")
        return _Tokens(access, _text(answer, "refresh_token"))


def _refusal(name: str) -> AuthRefused | LoginRefused | StillWaiting:
    match name:
        case "authorization_pending":
            return StillWaiting("nobody has confirmed yet")
        case "slow_down":
            return SlowDown("asked too often")
        case _:
            return LoginRefused(name or "the login service says no")


def _error_name(reply: Reply) -> str:
    try:
        value = json.loads(reply.body)
    except (ValueError, RecursionError):
        raise failure_of(reply) from None
    return _text(value, "error") if isinstance(value, dict) else ""


def _text(values: Mapping[str, Any], name: str) -> str:  # Any: JSON has no static shape
    """A text that is fit for a header and for showing, "" where there is none."""
    value = values.get(name)
    fits = isinstance(value, str) and len(value) <= _LONGEST and value.isprintable()
    return value if fits and isinstance(value, str) and value.isascii() else ""


def _is_shown(address: str) -> bool:
    """Only web addresses are shown and opened."""
    return urlsplit(address).scheme in ("https", "http")


def _seconds(values: Mapping[str, Any], name: str, usual: float, most: float) -> float:
    value = values.get(name)  # Any: as above
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return min(float(value), most) if is_number and value and value > 0 else usual


def _load(file: Path) -> _Tokens:
    """The kept tokens, none where there is no file."""
    try:
        values = json.loads(file.read_text("utf-8")) if file.exists() else {}
    except (OSError, ValueError) as error:
        raise NotConfigured(f"{file.name} cannot be read") from error
    if not isinstance(values, dict):
        raise NotConfigured(f"{file.name} holds no tokens")
    return _Tokens(_text(values, "access_token"), _text(values, "refresh_token"))


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
