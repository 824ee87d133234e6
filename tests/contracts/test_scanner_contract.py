"""What every family of scanners promises, run on the fake and on SANE."""

from __future__ import annotations

import ctypes
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from PIL import Image

from app.scanning.base import (
    PaperJam,
    PaperSource,
    ScanCancelled,
    ScannedPage,
    Scanner,
    ScannerMissing,
    ScanProfile,
)
from app.scanning.fake import FEEDER_ID, FLATBED_ID, FakeScanner, jam_on_sheet
from app.scanning.family import ScannerSet
from app.scanning.pnm_feeder import PnmFeeder, write_sane_config
from app.scanning.sane import SaneScanner

PROFILE = ScanProfile(dpi=75, source=PaperSource.FEEDER)


@dataclass(frozen=True, slots=True)
class Case:
    """A family with hardware that is loaded with ten sheets.

    Attributes:
        jammed: Device that sticks at its first sheet, of the family `jammed_scanner`.
    """

    scanner: Scanner
    feeder: str
    flatbed: str
    jammed_scanner: Scanner
    jammed: str


def _png(shade: int) -> bytes:
    store = io.BytesIO()
    Image.new("L", (40, 60), shade).save(store, "PNG", dpi=(75, 75))
    return store.getvalue()


def _fake(_: Path) -> Case:
    sheets = [_png(20 * number) for number in range(10)]
    jammed = FakeScanner(sheets, [jam_on_sheet(1)])
    return Case(FakeScanner(sheets, dpi=75), FEEDER_ID, FLATBED_ID, jammed, FEEDER_ID)


def _sane(folder: Path) -> Case:
    try:
        ctypes.CDLL("libsane.so.1")
    except OSError:
        pytest.skip("libsane.so.1 is not installed")
    scanner = SaneScanner(write_sane_config(folder / "sane.d", ("test", "pnm")))
    jammed = "sane:test:1?read-return-value=SANE_STATUS_JAMMED"
    return Case(scanner, "sane:test:0", "sane:test:0", scanner, jammed)


def _stack(folder: Path) -> Case:
    under = _sane(folder)
    sheets = []
    for number in range(10):
        sheets.append(folder / f"{number}.png")
        sheets[-1].write_bytes(_png(20 * number))
    scanner = PnmFeeder(under.scanner, {"ten": sheets})
    return Case(scanner, "sane-feeder:ten", "sane-feeder:ten", under.scanner, under.jammed)


def _set(folder: Path) -> Case:
    one = _fake(folder)
    jammed = ScannerSet({"fake": one.jammed_scanner})
    return Case(ScannerSet({"fake": one.scanner}), one.feeder, one.flatbed, jammed, one.jammed)


@pytest.fixture(
    params=[
        pytest.param(_fake, id="fake"),
        pytest.param(_set, id="set"),
        pytest.param(_sane, id="sane", marks=pytest.mark.sane),
        pytest.param(_stack, id="sane-feeder", marks=pytest.mark.sane),
    ]
)
def case(request: pytest.FixtureRequest, tmp_path: Path) -> Case:
    build: Callable[[Path], Case] = request.param
    return build(tmp_path)


def scan(scanner: Scanner, device: str, profile: ScanProfile) -> Iterator[ScannedPage]:
    return scanner.scan(device, profile, lambda: False)


def test_devices_have_stable_ids_and_labels(case: Case) -> None:
    first, second = case.scanner.devices(), case.scanner.devices()

    assert first == second
    assert {case.feeder, case.flatbed} <= {device.id for device in first}
    assert all(":" in device.id and device.label for device in first)


def test_scan_feeder_delivers_all_sheets_and_ends(case: Case) -> None:
    result = list(scan(case.scanner, case.feeder, PROFILE))

    assert [page.seq for page in result] == list(range(1, 11))


def test_scan_flatbed_delivers_one_page(case: Case) -> None:
    flatbed = replace(PROFILE, source=PaperSource.FLATBED)

    result = list(scan(case.scanner, case.flatbed, flatbed))

    assert [page.seq for page in result] == [1]


def test_scan_page_is_what_it_says(case: Case) -> None:
    page = next(scan(case.scanner, case.feeder, PROFILE))

    with Image.open(io.BytesIO(page.data)) as image:
        image.load()
        assert image.get_format_mimetype() == page.media
        assert round(image.info["dpi"][0]) == page.dpi == 75


def test_scan_page_limit_is_kept(case: Case) -> None:
    result = list(scan(case.scanner, case.feeder, replace(PROFILE, max_pages=2)))

    assert [page.seq for page in result] == [1, 2]


def test_scan_unknown_device_is_missing(case: Case) -> None:
    unknown = case.feeder.partition(":")[0] + ":no-such-device"

    with pytest.raises(ScannerMissing):
        list(scan(case.scanner, unknown, PROFILE))


def test_scan_cancelled_at_once_delivers_nothing(case: Case) -> None:
    stream = case.scanner.scan(case.feeder, PROFILE, lambda: True)

    with pytest.raises(ScanCancelled):
        next(stream)


def test_scan_cancelled_after_a_page_keeps_it(case: Case) -> None:
    kept: list[ScannedPage] = []
    stream = case.scanner.scan(case.feeder, PROFILE, lambda: bool(kept))
    kept.append(next(stream))

    with pytest.raises(ScanCancelled):
        kept.extend(stream)

    assert [page.seq for page in kept] == [1]


def test_scan_closed_early_leaves_the_device_usable(case: Case) -> None:
    stream = scan(case.scanner, case.feeder, PROFILE)
    next(stream)

    stream.close()  # type: ignore[attr-defined]  # a generator behind Iterator

    assert list(scan(case.scanner, case.feeder, replace(PROFILE, max_pages=1)))


def test_scan_jam_is_a_paper_jam(case: Case) -> None:
    with pytest.raises(PaperJam):
        list(scan(case.jammed_scanner, case.jammed, PROFILE))
