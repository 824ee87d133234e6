"""Login of persons at the province's login service: device flow, and an identity that is proved.

The station keeps no token of a person. What it learns is who confirmed the code.

Runs on: the network lane; calls from several threads are safe.

Source: OpenID Connect Core 1.0, Discovery 1.0; RFC 8628 (2019) device authorization grant.
"""

from __future__ import annotations

import json
import ssl
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from app.domain.person import Person
from app.province.device_flow import OPENID_METADATA, Client, DeviceFlow, text_of
from app.province.endpoint import Proxy
from app.province.errors import DeliveryError, NotConfigured
from app.province.id_token import MOST_TOKEN_CHARS, Expected, verify_id_token
from app.province.persons import IdentityInvalid
from app.province.station_login import DeviceCode
from app.province.tus import failure_of
from app.province.wire import Timeouts

_OPENID = "openid"
_QUICK = Timeouts(connect_s=4.0, stall_s=4.0, reply_s=6.0)
_USUAL = Timeouts(connect_s=10.0, stall_s=20.0, reply_s=30.0)


@dataclass(frozen=True, slots=True)
class Sources:
    """Clock and randomness, given from outside.

    Attributes:
        now: The clock.
        token: Gives a fresh text that nobody can guess.
    """

    now: Callable[[], datetime]
    token: Callable[[], str]


class OidcLogin:
    """A `PersonLogin` by OpenID Connect.

    Args:
        client: This station as the service knows it.
        sources: Clock and randomness.
        tls: Trust; that of the operating system when None.
        proxy: Proxy of the network.

    Raises:
        NotConfigured: The address is none, or nobody knows the client id.
    """

    def __init__(
        self,
        client: Client,
        sources: Sources,
        *,
        tls: ssl.SSLContext | None = None,
        proxy: Proxy | None = None,
    ) -> None:
        scope = client.scope.split()
        asked = replace(client, scope=" ".join(dict.fromkeys([_OPENID, *scope])))
        self._sources = sources
        places = (OPENID_METADATA,)
        self._flow = DeviceFlow(asked, metadata=places, timeouts=_USUAL, tls=tls, proxy=proxy)
        self._probe = DeviceFlow(asked, metadata=places, timeouts=_QUICK, tls=tls, proxy=proxy)
        self._lock = threading.Lock()
        self._nonces: dict[str, str] = {}

    @property
    def issuer(self) -> str:
        """Address of the service without a slash at its end, as it stands in accounts."""
        return self._flow.client.issuer.rstrip("/")

    def close(self) -> None:
        """Close the connections."""
        self._flow.close()
        self._probe.close()

    def is_reachable(self) -> bool:
        """Whether the service answers as itself now."""
        try:
            self._require_own(text_of(self._probe.ask_description(), "issuer"))
        except (DeliveryError, IdentityInvalid):
            return False
        return True

    def begin(self) -> DeviceCode:
        """Ask for a code.

        Raises:
            IdentityInvalid: The service says that it is another one.
            DeliveryError: By class of failure.
        """
        self._issuer()
        nonce = self._sources.token()
        code = self._flow.begin(nonce=nonce)
        with self._lock:
            self._nonces = {code.secret: nonce}
        return code

    def finish(self, code: DeviceCode) -> Person:
        """Ask once whether somebody has confirmed, and who it is.

        Raises:
            StillWaiting, LoginRefused, IdentityInvalid, ClockOff, DeliveryError: See the port.
        """
        token = text_of(self._flow.confirmed(code), "id_token", MOST_TOKEN_CHARS)
        if not token:
            raise IdentityInvalid("the answer names nobody")
        with self._lock:
            nonce = self._nonces.get(code.secret, "")
        expected = Expected(
            issuer=self._issuer(),
            client_id=self._flow.client.id,
            nonce=nonce,
            now=self._sources.now(),
            ahead_s=self._flow.clock_ahead_s,
        )
        # The keys of today: one that was taken away since the last login counts no more.
        person = verify_id_token(token, self._ask_keys(), expected)
        return replace(person, issuer=self.issuer)

    def _ask_keys(self) -> Mapping[str, object]:
        reply = self._flow.get("jwks_uri")
        if reply.status != 200:
            raise failure_of(reply)
        try:
            keys = json.loads(reply.body)
        except (ValueError, RecursionError) as error:
            raise IdentityInvalid("the keys of the service are not JSON") from error
        if not isinstance(keys, dict):
            raise IdentityInvalid("the keys of the service are no set")
        return keys

    def _issuer(self) -> str:
        """The name of the service in its tokens: what it says of itself, and no other."""
        named = text_of(self._flow.described(), "issuer")
        self._require_own(named)
        return named

    def _require_own(self, named: str) -> None:
        if named.rstrip("/") != self.issuer:
            raise IdentityInvalid("the service describes another issuer")


class NoPersonLogin:
    """Where no service is set up; nothing is asked."""

    issuer = ""

    def close(self) -> None:
        """Nothing to close."""

    def is_reachable(self) -> bool:
        """Nobody is there."""
        return False

    def begin(self) -> DeviceCode:
        """Refuse.

        Raises:
            NotConfigured: Always.
        """
        raise NotConfigured("no login service for persons")

    def finish(self, code: DeviceCode) -> Person:
        """Refuse.

        Raises:
            NotConfigured: Always.
        """
        raise NotConfigured("no login service for persons")
