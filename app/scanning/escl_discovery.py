"""Find eSCL scanners that announce themselves by mDNS, on the network and on a USB cable (ipp-usb).

What they announce is hostile until proven otherwise: it is bounded and only read as text.

Source: Mopria Alliance, eSCL Technical Specification 2.97, service discovery; RFC 6762, RFC 6763.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.scanning.base import ScanError
from app.scanning.escl_address import service_url, usable_root
from app.scanning.escl_values import name_of, plain_uuid

if TYPE_CHECKING:
    from zeroconf import ServiceInfo, Zeroconf

_log = logging.getLogger(__name__)

PLAIN_SERVICE, ENCRYPTED_SERVICE = "_uscan._tcp.local.", "_uscans._tcp.local."
_MAX_SERVICES = 200
_MAX_TXT_BYTES = 200
_RESOLVE_S = 1.0
_STEP_S = 0.05


@dataclass(frozen=True, slots=True)
class Announced:
    """A service that was found.

    Attributes:
        model: TXT record "ty".
        note: Where the device stands, TXT record "note".
        uuid: "" when it is not told.
    """

    url: str
    model: str
    note: str
    admin_url: str
    uuid: str


def browse(
    seconds: float,
    interfaces: Sequence[str] = (),
    is_enough: Callable[[int], bool] = lambda count: False,
) -> list[Announced]:
    """Listen for scanners; none where the network cannot be used.

    Args:
        seconds: How long.
        interfaces: Addresses of the network interfaces; empty = all.
        is_enough: Asked with the number of services found; ends the listening early.
    """
    from zeroconf import InterfaceChoice, ServiceBrowser, Zeroconf

    names: dict[tuple[str, str], None] = {}

    def note(zeroconf: Zeroconf, service_type: str, name: str, state_change: object) -> None:
        if len(names) < _MAX_SERVICES:
            names[service_type, name] = None

    try:
        with Zeroconf(interfaces=list(interfaces) or InterfaceChoice.All) as zeroconf:
            browser = ServiceBrowser(zeroconf, [PLAIN_SERVICE, ENCRYPTED_SERVICE], handlers=[note])
            until = time.monotonic() + seconds
            while time.monotonic() < until and not is_enough(len(names)):
                time.sleep(_STEP_S)
            found = _resolved(zeroconf, list(names))
            browser.cancel()
            return found
    except OSError as error:
        _log.warning("no discovery: %s", type(error).__name__)
        return []


def _resolved(zeroconf: Zeroconf, names: Sequence[tuple[str, str]]) -> list[Announced]:
    found: list[Announced] = []
    for service_type, name in names:
        info = zeroconf.get_service_info(service_type, name, timeout=round(1000 * _RESOLVE_S))
        if info is not None:
            found.extend(announced_by(info))
    return found


def announced_by(info: ServiceInfo) -> list[Announced]:
    """What a service tells about itself, once for each of its addresses; bad ones are left out."""
    texts = {
        key.decode("ascii", "replace").lower(): (value or b"")[:_MAX_TXT_BYTES]
        for key, value in info.properties.items()
    }

    def text(key: str) -> str:
        return name_of(texts.get(key, b"").decode("utf-8", "replace"))

    found: list[Announced] = []
    for address in sorted(info.parsed_scoped_addresses(), key=lambda each: ":" in each):
        url = service_url(
            address,
            info.port or 0,
            text("rs") or "eSCL",
            is_encrypted=info.type == ENCRYPTED_SERVICE,
        )
        try:
            usable = usable_root(url).geturl()
        except ScanError:
            continue
        name = info.name.removesuffix(f".{info.type}")
        uuid = plain_uuid(text("uuid"))
        found.append(
            Announced(usable, text("ty") or name_of(name), text("note"), text("adminurl"), uuid)
        )
    return found
