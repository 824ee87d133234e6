"""What every family of scanners promises: the fake, SANE, network scanners, those of Windows."""

from __future__ import annotations

import ctypes
import io
import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
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
from app.scanning.escl import EsclOptions, EsclScanner
from app.scanning.escl_book import EsclBook, SeenScanner
from app.scanning.fake import FEEDER_ID, FLATBED_ID, FakeScanner, jam_on_sheet
from app.scanning.family import ScannerSet
from app.scanning.pnm_feeder import PnmFeeder, write_sane_config
from app.scanning.sane import SaneScanner
from app.scanning.twain import twain_scanner
from app.scanning.wia import wia_scanner
from tests.fakes import twain_dsm, wia_device
from tests.fakes.escl_rules import Does, Rule
from tests.fakes.escl_server import SHORT, UUID, EsclServer

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


def _fake(_: Path, _stack: ExitStack) -> Case:
    sheets = [_png(20 * number) for number in range(10)]
    jammed = FakeScanner(sheets, [jam_on_sheet(1)])
    return Case(FakeScanner(sheets, dpi=75), FEEDER_ID, FLATBED_ID, jammed, FEEDER_ID)


def _sane(folder: Path, _stack: ExitStack) -> Case:
    try:
        ctypes.CDLL("libsane.so.1")
    except OSError:
        pytest.skip("libsane.so.1 is not installed")
    scanner = SaneScanner(write_sane_config(folder / "sane.d", ("test", "pnm")))
    jammed = "sane:test:1?read-return-value=SANE_STATUS_JAMMED"
    return Case(scanner, "sane:test:0", "sane:test:0", scanner, jammed)


def _feeder(folder: Path, stack: ExitStack) -> Case:
    under = _sane(folder, stack)
    sheets = []
    for number in range(10):
        sheets.append(folder / f"{number}.png")
        sheets[-1].write_bytes(_png(20 * number))
    scanner = PnmFeeder(under.scanner, {"ten": sheets})
    return Case(scanner, "sane-feeder:ten", "sane-feeder:ten", under.scanner, under.jammed)


def _escl(folder: Path, stack: ExitStack) -> Case:
    sheets = [Image.new("L", (40, 60), 20 * number) for number in range(10)]
    server = stack.enter_context(EsclServer(sheets))
    stuck = stack.enter_context(EsclServer(sheets, [Does(Rule.JAM, times=0)]))
    scanners = [
        EsclScanner(
            dict(os.environ),
            EsclBook(folder / str(each.port)),
            EsclOptions(addresses=(each.url,), browse_s=0, limits=SHORT),
        )
        for each in (server, stuck)
    ]
    machine = f"escl:{UUID}"
    for each in (server, stuck):
        EsclBook(folder / str(each.port)).meet(SeenScanner(UUID, "", "", UUID, (each.url,)))
    return Case(scanners[0], machine, machine, scanners[1], machine)


def _wia(_folder: Path, _stack: ExitStack) -> Case:
    def family(**spec: object) -> Scanner:
        return wia_scanner(dict(os.environ), command=_host("wia", spec))

    device = f"wia:{wia_device.NAME}"
    return Case(family(), device, device, family(fails={"1": 0x80210002}), device)


def _wia_1(_folder: Path, _stack: ExitStack) -> Case:
    def family(**spec: object) -> Scanner:
        return wia_scanner(dict(os.environ), command=_host("wia", {**spec, "lacks_2": True}))

    device = f"wia:{wia_device.NAME}"
    return Case(family(), device, device, family(fails={"1": 0x80210002}), device)


def _twain(_folder: Path, _stack: ExitStack) -> Case:
    def family(**spec: object) -> Scanner:
        return twain_scanner(dict(os.environ), command=_host("twain", spec))

    device = f"twain:{twain_dsm.NAME}"
    return Case(family(), device, device, family(fails={"1": 20}), device)


def _host(family: str, spec: dict[str, object]) -> tuple[str, ...]:
    return (sys.executable, "-m", f"tests.fakes.{family}_host", json.dumps(spec))


def _set(folder: Path, stack: ExitStack) -> Case:
    one = _fake(folder, stack)
    jammed = ScannerSet({"fake": one.jammed_scanner})
    return Case(ScannerSet({"fake": one.scanner}), one.feeder, one.flatbed, jammed, one.jammed)


@pytest.fixture(
    params=[
        pytest.param(_fake, id="fake"),
        pytest.param(_set, id="set"),
        pytest.param(_sane, id="sane", marks=pytest.mark.sane),
        pytest.param(_feeder, id="sane-feeder", marks=pytest.mark.sane),
        pytest.param(_escl, id="escl"),
        pytest.param(_wia, id="wia"),
        pytest.param(_wia_1, id="wia-1", marks=pytest.mark.expects_log_warnings),
        pytest.param(_twain, id="twain"),
    ]
)
def case(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Case]:
    build: Callable[[Path, ExitStack], Case] = request.param
    with ExitStack() as stack:
        yield build(tmp_path, stack)


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

    with suppress(ScanCancelled):
        kept.extend(stream)

    # Sheets that went through before the driver stopped lie in the tray: they are delivered.
    assert [page.seq for page in kept] == list(range(1, len(kept) + 1))


def test_scan_closed_early_leaves_the_device_usable(case: Case) -> None:
    stream = scan(case.scanner, case.feeder, PROFILE)
    next(stream)

    stream.close()  # type: ignore[attr-defined]  # a generator behind Iterator

    assert list(scan(case.scanner, case.feeder, replace(PROFILE, max_pages=1)))


def test_scan_jam_is_a_paper_jam(case: Case) -> None:
    with pytest.raises(PaperJam):
        list(scan(case.jammed_scanner, case.jammed, PROFILE))
