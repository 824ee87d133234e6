"""TWAIN over a manager in memory: what the driver process does with sources and faults."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

import app
from app.scanning.base import (
    ColourMode,
    DriverCrashed,
    DriverHung,
    PaperSource,
    PaperUnsensed,
    ScannedPage,
    ScanProfile,
)
from app.scanning.child_process import Patience
from app.scanning.twain import interpreter_of, twain_scanner
from tests.fakes.twain_dsm import (
    DETECTABLE,
    LENGTH,
    LOADED,
    WIDTH,
    shade,
)
from tests.fakes.windows_faults import (
    BLIND,
    STACK,
    TWAIN_DEVICE,
    TWAIN_FAULTS,
    TWAIN_ODDITIES,
    Fault,
    Oddity,
    shades,
    twain_of,
)

pytestmark = pytest.mark.expects_log_warnings

IMPATIENT = Patience(silent_s=20.0, blocked_s=2.0, stop_s=0.3)


def never() -> bool:
    return False


@pytest.mark.parametrize("fault", TWAIN_FAULTS, ids=lambda fault: fault.name)
def test_scan_fault_has_its_error_and_keeps_the_pages(fault: Fault) -> None:
    scanner = twain_of(**fault.spec)
    kept: list[ScannedPage] = []

    with pytest.raises(fault.kind) as caught:
        kept.extend(scanner.scan(TWAIN_DEVICE, fault.profile, never))  # extended until the error

    assert type(caught.value) is fault.kind
    if fault.kind is not DriverCrashed:
        assert [page.seq for page in kept] == list(range(1, fault.pages + 1))


def test_scan_source_that_never_comes_back_is_hung_and_the_next_scan_works() -> None:
    stuck = twain_of(IMPATIENT, strange={"2": "hang"})

    with pytest.raises(DriverHung):
        list(stuck.scan(TWAIN_DEVICE, STACK, never))
    again = list(twain_of().scan(TWAIN_DEVICE, STACK, never))

    assert len(again) == 10


@pytest.mark.parametrize("odd", TWAIN_ODDITIES, ids=lambda odd: odd.name)
def test_scan_odd_driver_delivers_every_page(odd: Oddity) -> None:
    result = list(twain_of(**odd.spec).scan(TWAIN_DEVICE, odd.profile, never))

    assert [page.seq for page in result] == list(range(1, odd.pages + 1))
    shown = shades(result)
    assert len(set(shown)) == odd.pages
    assert -1 not in shown


@pytest.mark.parametrize(
    ("colour", "expected"),
    [
        (ColourMode.COLOUR, ("RGB", (shade(1),) * 3)),
        (ColourMode.GREY, ("L", shade(1))),
        (ColourMode.BITONAL, ("1", 0)),
    ],
)
def test_scan_page_has_the_pixels_of_the_strips(colour: ColourMode, expected: object) -> None:
    profile = ScanProfile(source=PaperSource.FEEDER, colour=colour, dpi=310, max_pages=1)

    (page,) = twain_of().scan(TWAIN_DEVICE, profile, never)

    with Image.open(io.BytesIO(page.data)) as image:
        assert (image.mode, image.getpixel((0, LENGTH - 1))) == expected
        assert image.size == (WIDTH, LENGTH)
    assert page.dpi == 300


def test_has_paper_follows_the_sensor() -> None:
    assert twain_of().has_paper(TWAIN_DEVICE)
    assert not twain_of(sheets=0).has_paper(TWAIN_DEVICE)


@pytest.mark.parametrize("cap", [DETECTABLE, LOADED])
def test_has_paper_without_sensor_is_not_guessed(cap: int) -> None:
    scanner = twain_of(lacks=[DETECTABLE]) if cap == DETECTABLE else twain_of(**BLIND)

    with pytest.raises(PaperUnsensed):
        scanner.has_paper(TWAIN_DEVICE)


def test_devices_leaves_out_what_windows_makes_of_wia() -> None:
    result = twain_of().devices()

    assert [device.id for device in result] == [TWAIN_DEVICE]


def test_devices_without_any_source_is_none() -> None:
    assert twain_of(installed=[]).devices() == []


@pytest.mark.may_skip("on Windows")
@pytest.mark.skipif(sys.platform == "win32", reason="there it may exist")
def test_devices_without_windows_is_none() -> None:
    assert twain_scanner(dict(os.environ)).devices() == []


def test_worker_needs_the_standard_library_alone() -> None:
    root = str(Path(app.__file__ or "").resolve().parents[1])
    program = f"import sys; sys.path.insert(0, {root!r}); import app.scanning.twain_worker"

    result = subprocess.run(
        [sys.executable, "-I", "-S", "-c", program], capture_output=True, timeout=60, check=False
    )

    assert result.stderr == b""
    assert result.returncode == 0


@pytest.mark.parametrize(
    ("named", "registered", "present", "expected"),
    [
        ("D:\\py\\python.exe", [], {"D:\\py\\python.exe"}, "D:\\py\\python.exe"),
        ("D:\\gone.exe", [("3.12-32", "C:\\p")], {"C:\\p\\python.exe"}, ""),
        ("", [("3.12", "C:\\p")], {"C:\\p\\python.exe"}, ""),
        ("", [("3.10-32", "C:\\p")], {"C:\\p\\python.exe"}, ""),
        (
            "",
            [("3.9-32", "C:\\a"), ("3.11-32", "C:\\b"), ("3.12-32", "C:\\c"), ("x-32", "C:\\d")],
            {"C:\\a\\python.exe", "C:\\b\\python.exe", "C:\\d\\python.exe"},
            "C:\\b\\python.exe",
        ),
    ],
)
def test_interpreter_of_is_the_newest_32_bit_one_that_exists(
    named: str, registered: list[tuple[str, str]], present: set[str], expected: str
) -> None:
    assert interpreter_of(named, registered, present.__contains__) == expected
