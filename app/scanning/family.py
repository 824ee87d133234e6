"""Several families of scanners behind one interface."""

from __future__ import annotations

import logging
from collections.abc import Callable, Generator, Mapping
from typing import Protocol, runtime_checkable

from app.scanning.base import (
    Device,
    PaperUnsensed,
    ScanError,
    ScannedPage,
    Scanner,
    ScannerMissing,
    ScanProfile,
    SensesPaper,
)

_log = logging.getLogger(__name__)


@runtime_checkable
class KeepsReady(Protocol):
    """A family that keeps a process or a line open between scans."""

    def close(self) -> None:
        """Let go of it."""
        ...


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

    def close(self) -> None:
        """End what the families keep ready."""
        for family in self._families.values():
            if isinstance(family, KeepsReady):
                family.close()

    def has_paper(self, device_id: str) -> bool:
        """Whether a scan would find paper now.

        Raises:
            PaperUnsensed: The device or its family does not tell.
            ScanError: It cannot be asked.
        """
        family = self._families.get(device_id.partition(":")[0])
        if family is None:
            raise ScannerMissing("no such scanner family")
        if not isinstance(family, SensesPaper):
            raise PaperUnsensed("no such family")
        return family.has_paper(device_id)

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
