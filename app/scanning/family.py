"""Several families of scanners behind one interface."""

from __future__ import annotations

import logging
from collections.abc import Callable, Generator, Mapping

from app.scanning.base import (
    Device,
    ScanError,
    ScannedPage,
    Scanner,
    ScannerMissing,
    ScanProfile,
)

_log = logging.getLogger(__name__)


class ScannerSet:
    """Chooses the family by what stands before the first colon of a device id.

    Args:
        families: Prefix without colon ("sane", "fake") and its family, in the order of the list.
    """

    def __init__(self, families: Mapping[str, Scanner]) -> None:
        self._families = dict(families)

    def devices(self) -> list[Device]:
        """Scanners of all families; one that fails does not hide the others.

        Raises:
            ScanError: Nothing was found and at least one family failed: its error.
        """
        found: list[Device] = []
        failures: list[ScanError] = []
        for prefix, family in self._families.items():
            try:
                found.extend(family.devices())
            except ScanError as error:
                _log.warning("scanner family %s failed: %s %s", prefix, error.code, error.detail)
                failures.append(error)
        if failures and not found:
            raise failures[0]
        return found

    def scan(
        self, device_id: str, profile: ScanProfile, cancelled: Callable[[], bool]
    ) -> Generator[ScannedPage, None, None]:
        """Scan with the family of the device; see `Scanner.scan`.

        Raises:
            ScannerMissing: No such family.
            ScanError: As of the family.
        """
        family = self._families.get(device_id.partition(":")[0])
        if family is None:
            raise ScannerMissing("no such scanner family")
        yield from family.scan(device_id, profile, cancelled)
