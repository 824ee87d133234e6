"""What services may ask of a source of pages.

ScanError
├── ScannerMissing      no scanner, or this one is gone
├── FeederEmpty         no paper in the feeder
├── PaperJam
├── CoverOpen
├── ScannerBusy         another program uses it
├── ScannerDenied       no permission to open it
├── ScannerOffline      I/O error, switched off, cable out
├── DoubleFeed
├── DriverCrashed       the driver's process died
├── DriverHung          no sign of life for 60 s; the process was ended
├── PageTruncated       the driver delivered fewer lines than it promised
└── ScanCancelled       the officer stopped it
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from app.errors import Advice, StationError


class ScanError(StationError):
    """Root of the scanning errors; pages delivered before it stay valid."""

    code = "scan.error"
    advice = Advice.USER_ACTION


class ScannerMissing(ScanError):
    """No scanner, or this one is gone."""

    code = "scan.no_scanner"


class FeederEmpty(ScanError):
    """No paper in the feeder."""

    code = "scan.feeder_empty"


class PaperJam(ScanError):
    """Paper is stuck."""

    code = "scan.jam"


class CoverOpen(ScanError):
    """The cover is open."""

    code = "scan.cover_open"


class ScannerBusy(ScanError):
    """Another program uses the scanner."""

    code = "scan.busy"
    advice = Advice.RETRY_LATER


class ScannerDenied(ScanError):
    """No permission to open the scanner."""

    code = "scan.denied"


class ScannerOffline(ScanError):
    """I/O error: switched off or disconnected."""

    code = "scan.offline"


class DoubleFeed(ScanError):
    """Two sheets went through at once."""

    code = "scan.double_feed"


class DriverCrashed(ScanError):
    """The driver's process died."""

    code = "scan.driver_crashed"
    advice = Advice.RETRY_NOW


class DriverHung(ScanError):
    """The driver gave no sign of life and was ended."""

    code = "scan.driver_hung"
    advice = Advice.RETRY_NOW


class PageTruncated(ScanError):
    """The driver delivered fewer lines than it promised."""

    code = "scan.page_truncated"
    advice = Advice.RETRY_NOW


class ScanCancelled(ScanError):
    """The officer stopped the scan."""

    code = "scan.cancelled"
    advice = Advice.NEVER


class PaperSource(StrEnum):
    """Where the scanner takes the paper from; matched by meaning, vendors localise names."""

    AUTO = "auto"
    FLATBED = "flatbed"
    FEEDER = "feeder"
    FEEDER_DUPLEX = "feeder_duplex"


class ColourMode(StrEnum):
    """What the scanner delivers."""

    COLOUR = "colour"
    GREY = "grey"
    BITONAL = "bitonal"


@dataclass(frozen=True, slots=True)
class Device:
    """A scanner that was found.

    Attributes:
        id: Stable name with the family in front ("sane:pnm:0", "fake:feeder").
        label: Vendor and model for the officer.
    """

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class ScanProfile:
    """How to scan.

    Attributes:
        dpi: Wanted resolution; the nearest one the device allows is used.
        max_pages: Stop after this many pages, 0 = until the feeder is empty.
    """

    name: str = "default"
    source: PaperSource = PaperSource.AUTO
    colour: ColourMode = ColourMode.COLOUR
    dpi: int = 300
    max_pages: int = 0


@dataclass(frozen=True, slots=True)
class ScannedPage:
    """One page as it came from the scanner, losslessly packed.

    Attributes:
        data: PNG bytes.
        media: Media type of `data`.
        dpi: Resolution the device reports for the page; 0 when it is not known.
        seq: Number within this scan, from 1.
    """

    data: bytes
    media: str
    dpi: int
    seq: int


class Scanner(Protocol):
    """One family of scanners."""

    def devices(self) -> list[Device]:
        """Scanners that can be reached now; empty when there are none.

        Raises:
            DriverCrashed, DriverHung: The driver failed while looking.
        """
        ...

    def scan(
        self, device_id: str, profile: ScanProfile, cancelled: Callable[[], bool]
    ) -> Generator[ScannedPage, None, None]:
        """Deliver pages one by one until the paper is used up.

        Ends normally when a feeder runs empty after at least one page. Closing the iterator
        stops the device.

        Raises:
            ScanError: The kind of trouble; pages already yielded stay valid.
        """
        ...
