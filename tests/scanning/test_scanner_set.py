from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from app.scanning.base import (
    Device,
    DriverCrashed,
    ScannedPage,
    ScannerMissing,
    ScanProfile,
)
from app.scanning.fake import FEEDER_ID, FakeScanner
from app.scanning.family import ScannerSet

Never = Callable[[], bool]


class BrokenFamily:
    def devices(self) -> list[Device]:
        raise DriverCrashed("while looking")

    def scan(
        self, device_id: str, profile: ScanProfile, cancelled: Callable[[], bool]
    ) -> Iterator[ScannedPage]:
        raise DriverCrashed("while scanning")


class NotingFamily:
    """Remembers whether its scan was closed."""

    def __init__(self) -> None:
        self.is_closed = False

    def devices(self) -> list[Device]:
        return [Device("note:1", "Ghi chép")]

    def scan(
        self, device_id: str, profile: ScanProfile, cancelled: Callable[[], bool]
    ) -> Iterator[ScannedPage]:
        try:
            while True:
                yield ScannedPage(b"", "image/png", 0, 1)
        finally:
            self.is_closed = True


@pytest.mark.expects_log_warnings
def test_devices_failing_family_does_not_hide_others() -> None:
    scanners = ScannerSet({"bad": BrokenFamily(), "fake": FakeScanner([]), "note": NotingFamily()})

    found = scanners.devices()

    assert [device.id for device in found] == ["fake:feeder", "fake:flatbed", "note:1"]


@pytest.mark.expects_log_warnings
def test_devices_nothing_found_and_a_failure_tells_it() -> None:
    with pytest.raises(DriverCrashed):
        ScannerSet({"bad": BrokenFamily()}).devices()


def test_devices_without_families_is_empty() -> None:
    assert ScannerSet({}).devices() == []


def test_scan_goes_to_the_family_of_the_prefix(never: Never) -> None:
    scanners = ScannerSet({"bad": BrokenFamily(), "fake": FakeScanner([b"page"])})

    result = list(scanners.scan(FEEDER_ID, ScanProfile(), never))

    assert [page.data for page in result] == [b"page"]


@pytest.mark.parametrize("device_id", ["wia:1", "", "fake", ":fake"])
def test_scan_unknown_family_is_missing(device_id: str, never: Never) -> None:
    scanners = ScannerSet({"fake": FakeScanner([b"page"])})

    with pytest.raises(ScannerMissing):
        list(scanners.scan(device_id, ScanProfile(), never))


def test_scan_closed_reaches_the_family(never: Never) -> None:
    family = NotingFamily()
    stream = ScannerSet({"note": family}).scan("note:1", ScanProfile(), never)
    next(stream)

    stream.close()  # type: ignore[attr-defined]  # a generator behind Iterator

    assert family.is_closed
