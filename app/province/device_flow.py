"""Device flow with a login service: where it is asked, the code, the question whether confirmed.

Who keeps what comes of it is told apart: `device_login` keeps the tokens of the station,
`person_login` only learns who it was. Endpoints are taken on the host of the service only.

Runs on: the network lane; calls from several threads are safe.

Source: RFC 8628 (2019) device authorization grant; RFC 8414 (2018) metadata; RFC 6749 (2012)
section 2.3.1 (a client with a secret).
"""

from __future__ import annotations

import base64
import json
import ssl
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote_plus, urlencode, urlsplit

from app.province.endpoint import Proxy
from app.province.errors import (
    AuthRefused,
    LoginRefused,
    NotConfigured,
    ServerBusy,
    SlowDown,
    StillWaiting,
)
from app.province.station_login import DeviceCode
from app.province.tus import Reply, failure_of, json_of
from app.province.wire import Timeouts, Wire

GRANT = "urn:ietf:params:oauth:grant-type:device_code"
OAUTH_METADATA = "/.well-known/oauth-authorization-server"
OPENID_METADATA = "/.well-known/openid-configuration"
_FORM = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
_OK = frozenset({200})
_LONGEST = 16 * 1024
_USUAL_INTERVAL_S, _LONGEST_INTERVAL_S = 5.0, 60.0
_LONGEST_LIFE_S = 3600.0

Document = Mapping[str, Any]  # Any: JSON has no static shape


@dataclass(frozen=True, slots=True)
class Client:
    """This station as the login service knows it.

    Attributes:
        issuer: Address of the login service.
        id: Client id, registered there for device login.
        scope: What is asked for, "" for what the service gives by itself.
        secret: Secret of the client, "" for a public one.
    """

    issuer: str
    id: str
    scope: str = ""
    secret: str = field(default="", repr=False)


class DeviceFlow:
    """Asks one login service.

    Args:
        client: This station.
        metadata: Where the service describes itself, tried in this order.
        timeouts: Bounds of a request.
        tls: Trust; that of the operating system when None.
        proxy: Proxy of the network.

    Raises:
        NotConfigured: The address is none, or nobody knows the client id.
    """

    def __init__(
        self,
        client: Client,
        *,
        metadata: Sequence[str] = (OAUTH_METADATA, OPENID_METADATA),
        timeouts: Timeouts | None = None,
        tls: ssl.SSLContext | None = None,
        proxy: Proxy | None = None,
    ) -> None:
        if not client.id:
            raise NotConfigured("login: no client id")
        self.client = client
        self._metadata = metadata
        self._wire = Wire(
            client.issuer, token="", timeouts=timeouts or Timeouts(), tls=tls, proxy=proxy
        )
        self._document: Document = {}

    def close(self) -> None:
        """Close the connections."""
        self._wire.close()

    @property
    def clock_ahead_s(self) -> float:
        """Seconds that the clock of the service is ahead of ours, 0 while that is not known."""
        return self._wire.clock_offset_s

    def begin(self, **more: str) -> DeviceCode:
        """Ask for a code that a person types in elsewhere; `more` goes along with the question.

        Raises:
            DeliveryError: By class of failure.
        """
        form = {"client_id": self.client.id, **more}
        if self.client.scope:
            form["scope"] = self.client.scope
        answer = json_of(self._post("device_authorization_endpoint", form), _OK)
        code, user_code = text_of(answer, "device_code"), text_of(answer, "user_code")
        address = text_of(answer, "verification_uri")
        if not (code and user_code and _is_shown(address)):
            raise ServerBusy("login: the answer is incomplete")
        complete = text_of(answer, "verification_uri_complete")
        return DeviceCode(
            user_code=user_code,
            address=address,
            whole_address=complete if _is_shown(complete) else "",
            expires_s=_seconds(answer, "expires_in", _LONGEST_LIFE_S, _LONGEST_LIFE_S),
            interval_s=_seconds(answer, "interval", _USUAL_INTERVAL_S, _LONGEST_INTERVAL_S),
            secret=code,
        )

    def confirmed(self, code: DeviceCode) -> Document:
        """Ask once whether somebody has confirmed; gives the tokens.

        Raises:
            StillWaiting: Not yet.
            LoginRefused: The person refused, or the code has expired.
            DeliveryError: By class of failure.
        """
        return self.tokens(grant_type=GRANT, device_code=code.secret)

    def tokens(self, **form: str) -> Document:
        """Ask for tokens.

        Raises:
            StillWaiting, LoginRefused, DeliveryError: As for `confirmed`.
        """
        reply = self._post("token_endpoint", {"client_id": self.client.id, **form})
        if reply.status in (400, 401):
            raise _refusal(_error_name(reply))
        return json_of(reply, _OK)

    def described(self) -> Document:
        """What the service says of itself; asked once.

        Raises:
            DeliveryError: By class of failure.
        """
        if not self._document:
            self._document = self.ask_description()
        return self._document

    def ask_description(self) -> Document:
        """Ask what the service says of itself now.

        Raises:
            DeliveryError: By class of failure.
        """
        base = urlsplit(self.client.issuer).path.rstrip("/")
        for number, place in enumerate(self._metadata, start=1):
            path = f"{place}{base}" if place == OAUTH_METADATA else f"{base}{place}"
            reply = self._wire.ask("GET", path)
            if reply.status != 404 or number == len(self._metadata):
                break
        return json_of(reply, _OK)

    def get(self, member: str) -> Reply:
        """GET what an address in the description names.

        Raises:
            NotConfigured: The description names none.
            DeliveryError: By class of failure.
        """
        return self._wire.ask("GET", self._wire.given(self._address(member)))

    def _address(self, member: str) -> str:
        url = text_of(self.described(), member)
        if not url:
            raise NotConfigured(f"login: the service has no {member}")
        return url

    def _post(self, member: str, form: Mapping[str, str]) -> Reply:
        url = self._wire.given(self._address(member))
        headers, body = dict(_FORM), dict(form)
        if self.client.secret:
            ways = self.described().get("token_endpoint_auth_methods_supported")
            if isinstance(ways, list) and "client_secret_basic" not in ways:
                body["client_secret"] = self.client.secret
            else:
                headers["Authorization"] = _basic(self.client)
        return self._wire.ask("POST", url, headers, urlencode(body).encode("ascii"))


def _basic(client: Client) -> str:
    pair = f"{quote_plus(client.id)}:{quote_plus(client.secret)}"
    return f"Basic {base64.b64encode(pair.encode('ascii')).decode('ascii')}"


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
    return text_of(value, "error") if isinstance(value, dict) else ""


def text_of(values: Document, name: str, longest: int = _LONGEST) -> str:
    """A text that is fit for a header and for showing, "" where there is none."""
    value = values.get(name)
    fits = isinstance(value, str) and len(value) <= longest and value.isprintable()
    return value if fits and isinstance(value, str) and value.isascii() else ""


def _is_shown(address: str) -> bool:
    """Only web addresses are shown and opened."""
    return urlsplit(address).scheme in ("https", "http")


def _seconds(values: Document, name: str, usual: float, most: float) -> float:
    value = values.get(name)
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return min(float(value), most) if is_number and value and value > 0 else usual
