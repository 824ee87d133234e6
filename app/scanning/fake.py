"""A scanner without hardware: given pages, named faults, sheets that are used up.

It behaves like a machine with a glass and a feeder. After a fault the sheets that were not
delivered are still in the feeder, so "clear the jam and continue" can be played.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.scanning.base import (
    CoverOpen,
    Device,
    DoubleFeed,
    DriverCrashed,
    DriverHung,
    FeederEmpty,
    PageTruncated,
    PaperJam,
    PaperSource,
    PaperUnsensed,
    ScanCancelled,
    ScanError,
    ScannedPage,
    ScannerBusy,
    ScannerDenied,
    ScannerMissing,
    ScannerOffline,
    ScanProfile,
)

PREFIX = "fake:"
FEEDER_ID = "fake:feeder"
FLATBED_ID = "fake:flatbed"
_JPEG_START = b"\xff\xd8\xff"


class FaultKind(StrEnum):
    """What goes wrong."""

    JAM = "jam"
    COVER_OPEN = "cover_open"
    DOUBLE_FEED = "double_feed"
    FEEDER_EMPTY = "feeder_empty"
    BUSY = "busy"
    DENIED = "denied"
    OFFLINE = "offline"
    DRIVER_CRASH = "driver_crash"
    HANG = "hang"
    TRUNCATED = "truncated"


_ERRORS: dict[FaultKind, type[ScanError]] = {
    FaultKind.JAM: PaperJam,
    FaultKind.COVER_OPEN: CoverOpen,
    FaultKind.DOUBLE_FEED: DoubleFeed,
    FaultKind.FEEDER_EMPTY: FeederEmpty,
    FaultKind.BUSY: ScannerBusy,
    FaultKind.DENIED: ScannerDenied,
    FaultKind.OFFLINE: ScannerOffline,
    FaultKind.DRIVER_CRASH: DriverCrashed,
    FaultKind.HANG: DriverHung,
    FaultKind.TRUNCATED: PageTruncated,
}


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that goes wrong once.

    Attributes:
        sheet: At which sheet of the scan, from 1.
    """

    kind: FaultKind
    sheet: int = 1


def jam_on_sheet(sheet: int) -> Fault:
    """Paper sticks when this sheet is drawn in."""
    return Fault(FaultKind.JAM, sheet)


def cover_open(sheet: int = 1) -> Fault:
    """Somebody opens the cover."""
    return Fault(FaultKind.COVER_OPEN, sheet)


def double_feed(sheet: int = 1) -> Fault:
    """Two sheets go through at once."""
    return Fault(FaultKind.DOUBLE_FEED, sheet)


def feeder_empty() -> Fault:
    """The feeder says that it has no paper, whatever lies in it."""
    return Fault(FaultKind.FEEDER_EMPTY)


def busy() -> Fault:
    """Another program holds the scanner."""
    return Fault(FaultKind.BUSY)


def denied() -> Fault:
    """No permission to open it."""
    return Fault(FaultKind.DENIED)


def offline(sheet: int = 1) -> Fault:
    """The cable is pulled."""
    return Fault(FaultKind.OFFLINE, sheet)


def driver_crash(sheet: int = 1) -> Fault:
    """The driver's process dies."""
    return Fault(FaultKind.DRIVER_CRASH, sheet)


def hang(sheet: int = 1) -> Fault:
    """The driver falls silent; the wait for it is skipped here."""
    return Fault(FaultKind.HANG, sheet)


def truncated(sheet: int = 1) -> Fault:
    """The driver delivers fewer lines than it promised."""
    return Fault(FaultKind.TRUNCATED, sheet)


class FakeScanner:
    """A machine with glass ("fake:flatbed") and feeder ("fake:feeder").

    Args:
        pages: Sheets in the feeder, PNG or JPEG bytes; the first also lies on the glass.
        faults: Each happens once.
        dpi: What the machine reports.
    """

    def __init__(
        self, pages: Sequence[bytes], faults: Sequence[Fault] = (), *, dpi: int = 300
    ) -> None:
        self._glass = pages[0] if pages else None
        self._feeder = list(pages)
        self._faults = list(faults)
        self._dpi = dpi

    def load(self, pages: Sequence[bytes]) -> None:
        """Put more sheets into the feeder."""
        self._feeder.extend(pages)

    def devices(self) -> list[Device]:
        """The two ways into the machine."""
        return [
            Device(FEEDER_ID, "Máy quét thử có khay nạp"),
            Device(FLATBED_ID, "Máy quét thử mặt kính"),
        ]

    def scan(
        self, device_id: str, profile: ScanProfile, cancelled: Callable[[], bool]
    ) -> Generator[ScannedPage, None, None]:
        """Deliver the sheets; see `Scanner.scan`.

        Raises:
            ScannerMissing: Neither of the two devices.
            ScanError: A fault, or cancelled.
        """
        if device_id not in (FEEDER_ID, FLATBED_ID):
            raise ScannerMissing("no such device")
        if self._uses_glass(device_id, profile.source):
            self._stumble(1)
            yield self._page(self._from_glass(cancelled), 1)
            return
        seq = 1
        while profile.max_pages == 0 or seq <= profile.max_pages:
            if cancelled():
                raise ScanCancelled("asked by the officer")
            self._stumble(seq)
            if not self._feeder:
                break
            yield self._page(self._feeder.pop(0), seq)
            seq += 1
        if seq == 1:
            raise FeederEmpty("no sheets")

    def has_paper(self, device_id: str) -> bool:
        """Whether sheets lie in the feeder.

        Raises:
            ScannerMissing: Neither of the two devices.
            PaperUnsensed: The glass does not tell.
        """
        if device_id == FLATBED_ID:
            raise PaperUnsensed("the glass")
        if device_id != FEEDER_ID:
            raise ScannerMissing("no such device")
        return bool(self._feeder)

    def _uses_glass(self, device_id: str, source: PaperSource) -> bool:
        match source:
            case PaperSource.FLATBED:
                return True
            case PaperSource.FEEDER | PaperSource.FEEDER_DUPLEX:
                return False
            case PaperSource.AUTO:
                return device_id == FLATBED_ID

    def _from_glass(self, cancelled: Callable[[], bool]) -> bytes:
        if cancelled():
            raise ScanCancelled("asked by the officer")
        if self._glass is None:
            raise ScannerOffline("nothing was given to scan")
        return self._glass

    def _stumble(self, seq: int) -> None:
        """Let the fault of this sheet happen."""
        for fault in self._faults:
            if fault.sheet == seq:
                self._faults.remove(fault)
                raise _ERRORS[fault.kind](f"sheet {seq}")

    def _page(self, data: bytes, seq: int) -> ScannedPage:
        media = "image/jpeg" if data.startswith(_JPEG_START) else "image/png"
        return ScannedPage(data=data, media=media, dpi=self._dpi, seq=seq)
