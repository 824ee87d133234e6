"""Port of the login service for persons, and what can be wrong with an identity that it gives.

PersonLoginError (a StationError)
├── IdentityInvalid     who it is was not said so that it can be trusted
└── ClockOff            the identity is good, but not at the time of this station's clock
"""

from __future__ import annotations

from typing import Protocol

from app.domain.person import Person
from app.errors import Advice, StationError
from app.province.station_login import DeviceCode


class PersonLoginError(StationError):
    """Root of what can be wrong with an identity."""

    code = "login.error"
    advice = Advice.USER_ACTION


class IdentityInvalid(PersonLoginError):
    """The identity is not signed by the service, not for this station, or not to be understood."""

    code = "login.identity_invalid"


class ClockOff(PersonLoginError):
    """By this station's clock the identity is not in force, by that of the service it is."""

    code = "login.clock_off"


class PersonLogin(Protocol):
    """Login of persons on another device. Safe to use from several threads."""

    @property
    def issuer(self) -> str:
        """Address of the service, as it stands in accounts."""
        ...

    def close(self) -> None:
        """Close connections."""
        ...

    def is_reachable(self) -> bool:
        """Whether the service answers now; takes a few seconds at most."""
        ...

    def begin(self) -> DeviceCode:
        """Ask for a code.

        Raises:
            DeliveryError: By class of failure.
        """
        ...

    def finish(self, code: DeviceCode) -> Person:
        """Ask once whether somebody has confirmed, and who.

        Raises:
            StillWaiting: Not yet.
            LoginRefused: Refused or expired.
            PersonLoginError: Confirmed, but not so that it can be trusted.
            DeliveryError: By class of failure.
        """
        ...
