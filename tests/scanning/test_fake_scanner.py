from __future__ import annotations

from collections.abc import Callable

import pytest

from app.scanning import fake
from app.scanning.base import (
    CoverOpen,
    DoubleFeed,
    DriverCrashed,
    DriverHung,
    FeederEmpty,
    PageTruncated,
    PaperJam,
    PaperSource,
    ScanError,
    ScannerBusy,
    ScannerDenied,
    ScannerOffline,
    ScanProfile,
)
from app.scanning.fake import FEEDER_ID, FLATBED_ID, FakeScanner, Fault

Never = Callable[[], bool]
SHEETS = [b"\x89PNG one", b"\x89PNG two", b"\xff\xd8\xff three"]


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (fake.jam_on_sheet(1), PaperJam),
        (fake.cover_open(), CoverOpen),
        (fake.double_feed(), DoubleFeed),
        (fake.feeder_empty(), FeederEmpty),
        (fake.busy(), ScannerBusy),
        (fake.denied(), ScannerDenied),
        (fake.offline(), ScannerOffline),
        (fake.driver_crash(), DriverCrashed),
        (fake.hang(), DriverHung),
        (fake.truncated(), PageTruncated),
    ],
)
def test_scan_fault_raises_its_error_once(
    fault: Fault, kind: type[ScanError], never: Never
) -> None:
    scanner = FakeScanner(SHEETS, [fault])

    with pytest.raises(kind):
        list(scanner.scan(FEEDER_ID, ScanProfile(), never))
    again = list(scanner.scan(FEEDER_ID, ScanProfile(), never))

    assert [page.data for page in again] == SHEETS


def test_scan_jam_on_second_sheet_keeps_first_and_continues(never: Never) -> None:
    scanner = FakeScanner(SHEETS, [fake.jam_on_sheet(2)])

    stream = scanner.scan(FEEDER_ID, ScanProfile(), never)
    kept = [next(stream)]
    with pytest.raises(PaperJam):
        next(stream)
    rest = list(scanner.scan(FEEDER_ID, ScanProfile(), never))

    assert [page.data for page in kept] == SHEETS[:1]
    assert [page.data for page in rest] == SHEETS[1:]


def test_scan_used_up_feeder_is_empty_until_loaded(never: Never) -> None:
    scanner = FakeScanner(SHEETS)
    list(scanner.scan(FEEDER_ID, ScanProfile(), never))

    with pytest.raises(FeederEmpty):
        list(scanner.scan(FEEDER_ID, ScanProfile(), never))
    scanner.load(SHEETS[:1])

    assert len(list(scanner.scan(FEEDER_ID, ScanProfile(), never))) == 1


def test_scan_glass_can_be_repeated(never: Never) -> None:
    scanner = FakeScanner(SHEETS)

    results = [list(scanner.scan(FLATBED_ID, ScanProfile(), never)) for _ in range(2)]

    assert [[page.data for page in pages] for pages in results] == [SHEETS[:1], SHEETS[:1]]


def test_scan_media_follows_the_bytes(never: Never) -> None:
    scanner = FakeScanner(SHEETS, dpi=200)

    result = list(scanner.scan(FEEDER_ID, ScanProfile(source=PaperSource.FEEDER), never))

    assert [page.media for page in result] == ["image/png", "image/png", "image/jpeg"]
    assert {page.dpi for page in result} == {200}


def test_scan_glass_of_machine_without_sheets_is_offline(never: Never) -> None:
    with pytest.raises(ScannerOffline):
        list(FakeScanner([]).scan(FLATBED_ID, ScanProfile(), never))
