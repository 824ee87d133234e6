"""WIA over tables of functions in memory: what the driver process does with devices and faults."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

import pytest

from app.scanning.base import (
    DriverCrashed,
    DriverHung,
    PaperSource,
    PaperUnsensed,
    ScannedPage,
    ScannerMissing,
    ScanProfile,
)
from app.scanning.child_process import Patience
from app.scanning.wia import WORKER_COMMAND, wia_scanner
from tests.fakes.windows_faults import (
    STACK,
    WIA_DEVICE,
    WIA_FAULTS,
    WIA_ODDITIES,
    Fault,
    Oddity,
    shades,
    wia_of,
)

pytestmark = pytest.mark.expects_log_warnings

IMPATIENT = Patience(silent_s=20.0, blocked_s=2.0, stop_s=0.3)


def never() -> bool:
    return False


@pytest.mark.parametrize("fault", WIA_FAULTS, ids=lambda fault: fault.name)
def test_scan_fault_has_its_error_and_keeps_the_pages(fault: Fault) -> None:
    scanner = wia_of(**fault.spec)
    kept: list[ScannedPage] = []

    with pytest.raises(fault.kind) as caught:
        kept.extend(scanner.scan(WIA_DEVICE, fault.profile, never))  # extended until the error

    assert type(caught.value) is fault.kind
    if fault.kind is not DriverCrashed or fault.pages:
        assert [page.seq for page in kept] == list(range(1, fault.pages + 1))


def test_scan_driver_that_never_comes_back_is_hung_and_the_next_scan_works() -> None:
    stuck = wia_of(IMPATIENT, strange={"2": "hang"})

    with pytest.raises(DriverHung):
        list(stuck.scan(WIA_DEVICE, STACK, never))
    again = list(wia_of().scan(WIA_DEVICE, STACK, never))

    assert len(again) == 10


@pytest.mark.parametrize("odd", WIA_ODDITIES, ids=lambda odd: odd.name)
def test_scan_odd_driver_delivers_every_page(odd: Oddity) -> None:
    result = list(wia_of(**odd.spec).scan(WIA_DEVICE, odd.profile, never))

    assert [page.seq for page in result] == list(range(1, odd.pages + 1))
    shown = shades(result)
    assert len(set(shown)) == odd.pages
    assert -1 not in shown


@pytest.mark.parametrize(("wanted", "used"), [(300, 300), (310, 300), (10, 75), (9999, 600)])
def test_scan_resolution_is_the_nearest_allowed(wanted: int, used: int) -> None:
    profile = ScanProfile(source=PaperSource.FEEDER, dpi=wanted, max_pages=1)

    (page,) = wia_of().scan(WIA_DEVICE, profile, never)

    assert page.dpi == used


def test_has_paper_follows_the_sensor() -> None:
    assert wia_of().has_paper(WIA_DEVICE)
    assert not wia_of(sheets=0).has_paper(WIA_DEVICE)


def test_has_paper_without_sensor_is_not_guessed() -> None:
    with pytest.raises(PaperUnsensed):
        wia_of(capabilities=7).has_paper(WIA_DEVICE)


def test_devices_leaves_cameras_out() -> None:
    result = wia_of(cameras=3).devices()

    assert [device.id for device in result] == [WIA_DEVICE]


def test_capabilities_are_remembered_until_asked_anew() -> None:
    scanner = wia_of()

    first = scanner.capabilities(WIA_DEVICE)

    assert scanner.capabilities(WIA_DEVICE) is first
    assert scanner.capabilities(WIA_DEVICE, fresh=True) == first


@pytest.mark.may_skip("on Windows")
@pytest.mark.skipif(sys.platform == "win32", reason="there it exists")
def test_devices_without_windows_is_none() -> None:
    scanner = wia_scanner(dict(os.environ), command=WORKER_COMMAND)

    assert scanner.devices() == []


def test_scan_without_prefix_is_missing() -> None:
    scan: Callable[..., object] = wia_of().scan

    with pytest.raises(ScannerMissing):
        list(scan("sane:test:0", STACK, never))  # type: ignore[call-overload]
