"""Log in by device: show a code, wait until a person has confirmed it elsewhere."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Protocol, TypeVar

from app.jobs import CancelToken
from app.province.errors import LinkDown, LoginRefused, ServerBusy, SlowDown, StillWaiting
from app.province.station_login import DeviceCode

log = logging.getLogger(__name__)

SLOWER_S = 5.0
"""What a service that feels asked too often is given more (RFC 8628 §3.5)."""


T_co = TypeVar("T_co", covariant=True)


class Confirming(Protocol[T_co]):
    """A service that gives something once a person has confirmed a code."""

    def begin(self) -> DeviceCode:
        """Ask for a code."""
        ...

    def finish(self, code: DeviceCode) -> T_co:
        """Ask once whether it was confirmed."""
        ...


def log_in(
    login: Confirming[T_co],
    *,
    show: Callable[[DeviceCode], None],
    wait: Callable[[float], None],
    cancel: CancelToken | None = None,
) -> T_co:
    """Ask for a code, show it, and ask until a person has confirmed; gives what comes of it.

    Args:
        login: Service of logins.
        show: Shows the code and the address to a person.
        wait: Lets seconds pass.
        cancel: Asks to stop.

    Raises:
        LoginRefused: Refused, or not confirmed in time.
        JobCancelled: Somebody asked to stop.
        DeliveryError: By class of failure.
    """
    token = cancel or CancelToken()
    code = login.begin()
    show(code)
    interval_s, left_s = code.interval_s, code.expires_s
    while left_s > 0:
        wait(interval_s)
        left_s -= interval_s
        token.check()
        try:
            return login.finish(code)
        except SlowDown:
            interval_s += SLOWER_S
        except StillWaiting:
            continue
        except (LinkDown, ServerBusy) as error:
            log.info("login: %s", error.code)
            interval_s += SLOWER_S
    raise LoginRefused("nobody confirmed the login in time")
