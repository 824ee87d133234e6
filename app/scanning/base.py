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
├── PaperUnsensed       the device does not tell whether paper lies in it
├── ProfilesInvalid     the file of scan profiles cannot be used
├── ProfilesLocked      the administrator has locked the scan profiles
└── ScanCancelled       the officer stopped it
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, runtime_checkable

from app.errors import Advice, StationError


class ScanError(StationError):
    """Root of the scanning errors; pages delivered before it stay valid.

    Attributes:
        sheet: Sheet that was in flight, to be looked for and scanned again; 0 = not known.
    """

    code = "scan.error"
    advice = Advice.USER_ACTION
    sheet: int = 0


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


class PaperUnsensed(ScanError):
    """The device does not tell whether paper lies in it, so nothing can start by itself."""

    code = "scan.paper_unsensed"


class ProfilesInvalid(ScanError):
    """The file of scan profiles cannot be read, written or understood."""

    code = "profile.invalid"


class ProfilesLocked(ScanError):
    """The administrator has locked the scan profiles."""

    code = "profile.locked"
    advice = Advice.NEVER


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


class PaperSize(StrEnum):
    """Size of the sheets; the area that is asked of the device."""

    A3 = "a3"
    A4 = "a4"
    A5 = "a5"
    ID1 = "id1"
    LARGEST = "largest"


PAPER_MM: dict[PaperSize, tuple[float, float]] = {
    PaperSize.A3: (297.0, 420.0),
    PaperSize.A4: (210.0, 297.0),
    PaperSize.A5: (148.0, 210.0),
    PaperSize.ID1: (85.6, 53.98),
}
"""Width and height in mm (ISO 216; ISO/IEC 7810 ID-1); the largest the device has is not here."""

USUAL_DPI = 300
LEAST_DPI = 200
"""What the counter scans with, and below which a scan is refused: small print is lost there."""


@dataclass(frozen=True, slots=True)
class ScanProfile:
    """How to scan.

    Attributes:
        title: Words for the officer, "" where the window has its own.
        dpi: Wanted resolution; the nearest one the device allows is used.
        max_pages: Stop after this many pages, 0 = until the feeder is empty.
        brightness: -100 to 100, 0 = as the device has it; left out where it has no such setting.
        contrast: The same.
        double_feed: Ask the device to stop when two sheets go through at once, if it can.
        separators: Separator sheets split the stack.
        procedures: Codes of procedures this is meant for, empty = all.
    """

    name: str = "default"
    source: PaperSource = PaperSource.AUTO
    colour: ColourMode = ColourMode.COLOUR
    dpi: int = USUAL_DPI
    max_pages: int = 0
    title: str = ""
    paper: PaperSize = PaperSize.A4
    brightness: int = 0
    contrast: int = 0
    double_feed: bool = True
    separators: bool = False
    procedures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ScannedPage:
    """One page as it came from the scanner, losslessly packed.

    Attributes:
        data: PNG bytes.
        media: Media type of `data`.
        dpi: Resolution the device reports for the page; 0 when it is not known.
        seq: Number within this scan, from 1.
        preview: Small JPEG to be shown at once, empty where the driver makes none.
        read_at: When its last byte was read, on the machine's monotonic clock (s); 0 = not known.
        waited_s: How long the device was kept waiting in this scan, because pages were not taken.
        sha256: Digest of `data` where it is known already.
    """

    data: bytes
    media: str
    dpi: int
    seq: int
    preview: bytes = b""
    read_at: float = 0.0
    waited_s: float = 0.0
    sha256: str = ""


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


@runtime_checkable
class SensesPaper(Protocol):
    """A family that can tell whether sheets lie in the feeder."""

    def has_paper(self, device_id: str) -> bool:
        """Whether a scan would find paper now.

        Raises:
            PaperUnsensed: The device does not tell.
            ScanError: It cannot be asked.
        """
        ...


class ProfileMode(StrEnum):
    """What the administrator's file means for the officer's own profiles."""

    DEFAULT = "default"
    LOCK = "lock"


class ProfileShelf(Protocol):
    """Profiles that a station offers."""

    @property
    def mode(self) -> ProfileMode:
        """Whether officers may keep profiles of their own."""
        ...

    def profiles(self) -> tuple[ScanProfile, ...]:
        """All of them, the usual one first.

        Raises:
            ProfilesInvalid: A file cannot be understood.
        """
        ...

    def save(self, profile: ScanProfile) -> None:
        """Keep one of the officer's own; another one of that name goes.

        Raises:
            ProfilesLocked, ProfilesInvalid: Nothing was changed.
        """
        ...

    def remove(self, name: str) -> None:
        """Forget one of the officer's own.

        Raises:
            ProfilesLocked, ProfilesInvalid: Nothing was changed.
        """
        ...


@dataclass(frozen=True, slots=True)
class FixedProfiles:
    """Profiles that never change: of a station without files."""

    given: tuple[ScanProfile, ...] = (ScanProfile(),)
    mode: ProfileMode = ProfileMode.LOCK

    def profiles(self) -> tuple[ScanProfile, ...]:
        """Those that were given."""
        return self.given

    def save(self, profile: ScanProfile) -> None:
        """Refused."""
        raise ProfilesLocked(profile.name)

    def remove(self, name: str) -> None:
        """Refused."""
        raise ProfilesLocked(name)
