"""What services may ask of the login of the station; the port of persons is `persons`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class DeviceCode:
    """What a person needs to confirm a login on another device.

    Attributes:
        user_code: To be typed in there.
        address: Web address to open.
        whole_address: The same with the code in it, "" where there is none.
        expires_s: Seconds until it is worth nothing.
        interval_s: Seconds between two questions whether it was confirmed.
        secret: Code of the station itself; never shown.
    """

    user_code: str
    address: str
    whole_address: str
    expires_s: float
    interval_s: float
    secret: str = field(repr=False)


class StationLogin(Protocol):
    """Login of the station by a person on another device."""

    def close(self) -> None:
        """Close connections."""
        ...

    def begin(self) -> DeviceCode:
        """Ask for a code.

        Raises:
            DeliveryError: By class of failure.
        """
        ...

    def finish(self, code: DeviceCode) -> None:
        """Ask once whether it was confirmed.

        Raises:
            StillWaiting: Not yet.
            LoginRefused: Refused or expired.
            DeliveryError: By class of failure.
        """
        ...
