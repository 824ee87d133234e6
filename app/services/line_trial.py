"""Looking whether a processing system answers at an address, before the address is used.

Source: docs/intake-api.yaml, `/healthz` (204 with a Date) and `/.well-known/sohoa-intake`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from app.domain.officer import Right
from app.errors import Advice, StationError
from app.services.access import require
from app.services.station import Station

_LOCAL = ("localhost", "127.", "[::1]")


class NoReceiver(StationError):
    """Something answers at the address, but it does not speak the contract."""

    code = "line_trial.no_receiver"
    advice = Advice.USER_ACTION


class NoAddress(StationError):
    """What was typed is no address."""

    code = "line_trial.no_address"
    advice = Advice.USER_ACTION


@dataclass(frozen=True, slots=True)
class LineAnswer:
    """A system that answers as the contract says.

    Attributes:
        url: Its address, as it can be kept.
        max_file_bytes: Largest file that it takes.
    """

    url: str
    max_file_bytes: int = 0


class LineProbe(Protocol):
    """Asks a system that is not set up yet."""

    def ask(self, url: str) -> LineAnswer:
        """Ask for its health, then for what it is.

        Raises:
            NoReceiver: It answers, but not as the contract says.
            DeliveryError: By class of failure.
        """
        ...


def try_line(station: Station, probe: LineProbe, typed: str) -> LineAnswer:
    """Look whether the system answers; nothing is kept.

    Raises:
        NoAddress: Nothing that looks like an address was typed.
        AccessError: No administrator is logged in.
        NoReceiver, DeliveryError: It does not answer as it has to.
    """
    require(station, Right.SET_UP)
    return probe.ask(whole_address(typed))


def whole_address(typed: str) -> str:
    """The address that somebody means who types a host name.

    Raises:
        NoAddress: There are blanks in it, or nothing.
    """
    text = typed.strip().rstrip("/")
    if not text or any(sign.isspace() for sign in text):
        raise NoAddress("blank")
    if "://" in text:
        return text
    return f"http://{text}" if text.startswith(_LOCAL) else f"https://{text}"
