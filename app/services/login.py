"""Log the station in: show a code, wait until a person has confirmed it elsewhere."""

from __future__ import annotations

import logging
from collections.abc import Callable

from app.jobs import CancelToken
from app.province.base import (
    DeviceCode,
    LinkDown,
    LoginRefused,
    ServerBusy,
    SlowDown,
    StationLogin,
    StillWaiting,
)

log = logging.getLogger(__name__)

SLOWER_S = 5.0
"""What a service that feels asked too often is given more (RFC 8628 §3.5)."""


def log_in(
    login: StationLogin,
    *,
    show: Callable[[DeviceCode], None],
    wait: Callable[[float], None],
    cancel: CancelToken | None = None,
) -> None:
    """Ask for a code, show it, and ask until a person has confirmed.

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
            login.finish(code)
        except SlowDown:
            interval_s += SLOWER_S
        except StillWaiting:
            continue
        except (LinkDown, ServerBusy) as error:
            log.info("login: %s", error.code)
            interval_s += SLOWER_S
        else:
            return
    raise LoginRefused("nobody confirmed the login in time")
