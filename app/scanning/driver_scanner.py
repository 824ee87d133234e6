"""A family of scanners whose driver lives in a process per request: the parent's side.

What the families of Windows share; SANE and network scanners have more to remember.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Generator

from app.scanning.base import (
    Device,
    DriverCrashed,
    ScannedPage,
    ScannerMissing,
    ScanProfile,
)
from app.scanning.driver_client import Capabilities, DriverClient, capabilities_from, is_loaded
from app.scanning.profile_wire import fields_of

_log = logging.getLogger(__name__)


class DriverScanner:
    """Devices of one family by the names their driver gives them.

    Args:
        prefix: What stands before the name in an id, with its colon.
        driver: Asks the driver process.
    """

    def __init__(self, prefix: str, driver: DriverClient) -> None:
        self._prefix = prefix
        self._driver = driver
        self._known: dict[str, Capabilities] = {}

    def devices(self) -> list[Device]:
        """Scanners the driver knows; none where it is not installed.

        Raises:
            DriverCrashed, DriverHung: It failed while looking.
        """
        try:
            answer = self._driver.ask("devices")
        except ScannerMissing as error:
            _log.warning("no %s: %s", self._driver.family, error.detail)
            return []
        rows = answer.fields.get("devices")
        if not isinstance(rows, list):
            raise DriverCrashed("no list of devices")
        return [
            Device(self._prefix + str(row.get("name", "")), str(row.get("label", "")))
            for row in rows
            if isinstance(row, dict)
        ]

    def capabilities(self, device_id: str, *, fresh: bool = False) -> Capabilities:
        """What one scanner can be asked for, as it was last asked, or asked now.

        Raises:
            ScanError: It cannot be opened.
        """
        name = self._name(device_id)
        if fresh or name not in self._known:
            self._known[name] = capabilities_from(self._driver.ask("caps", device=name))
        return self._known[name]

    def has_paper(self, device_id: str) -> bool:
        """Whether sheets lie in the feeder; see `SensesPaper`.

        Raises:
            PaperUnsensed: The device does not tell.
            ScanError: It cannot be asked.
        """
        return is_loaded(self._driver.ask("paper", device=self._name(device_id)))

    def scan(
        self, device_id: str, profile: ScanProfile, cancelled: Callable[[], bool]
    ) -> Generator[ScannedPage, None, None]:
        """Deliver pages until the paper is used up; see `Scanner.scan`.

        Raises:
            ScanError: The kind of trouble; pages already yielded stay valid.
        """
        name = self._name(device_id)
        yield from self._driver.scan(cancelled, device=name, **fields_of(profile))

    def _name(self, device_id: str) -> str:
        if not device_id.startswith(self._prefix):
            raise ScannerMissing("another family's device")
        return device_id.removeprefix(self._prefix)
