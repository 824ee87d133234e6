"""Keys of receipts are renewed about daily, so that a change is known before a receipt needs it.

What does not follow from a pinned key is refused and told; the keys that are pinned stay.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from app.errors import StationError
from app.province.base import RenewsKeys
from app.province.errors import DeliveryError, KeysRefused
from app.services.deliver import release_for_keys
from app.services.station import Station

log = logging.getLogger(__name__)

FIRST_LOOK_S, LOOK_EVERY_S, AGAIN_S = 60.0, 24 * 3600.0, 3600.0


class KeysWatch:
    """Asks for newer keys a while after the start, and once a day from then on."""

    def __init__(self, station: Station) -> None:
        self._station = station
        self._next = station.ticks() + FIRST_LOOK_S

    def look(self, tell: Callable[[StationError], None]) -> int:
        """Renew the keys when it is time; gives 1 when newer ones came. Runs on: a lane.

        Args:
            tell: Called with a refusal that somebody has to look into; once a day at most.
        """
        station = self._station
        if not isinstance(station.system, RenewsKeys) or station.ticks() < self._next:
            return 0
        self._next = station.ticks() + LOOK_EVERY_S
        try:
            is_newer = station.system.renew_keys()
        except KeysRefused as error:
            log.error("keys of receipts are not renewed: %s", error.detail)
            self._record("receipt_keys.refused")
            tell(error)
            return 0
        except DeliveryError as error:
            log.info("keys of receipts are not renewed now: %s", error.code)
            self._next = station.ticks() + AGAIN_S
            return 0
        if is_newer:
            log.info("newer keys of receipts")
            self._record("receipt_keys.renewed")
            release_for_keys(station)
        return int(is_newer)

    def _record(self, action: str) -> None:
        station = self._station
        station.store.record(station.act(action, station.identity.station_id))
