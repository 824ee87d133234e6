"""A trial page: scanned, measured and shown, never kept.

Nothing is written: the bytes stay in memory and go with the answer.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, field, replace
from statistics import fmean

from app.domain.officer import Right
from app.errors import Advice, StationError
from app.jobs import CancelToken
from app.scanning.base import ScanProfile
from app.services.access import require
from app.services.capture import require_resolution
from app.services.station import Station, knowledge
from app.services.workers import ReadOrder, read_page
from ocr.reading import Flag, PageReading

_MM_PER_INCH = 25.4


class NoTrialPage(StationError):
    """The scanner ended without a page."""

    code = "scanner_trial.no_page"
    advice = Advice.USER_ACTION


@dataclass(frozen=True, slots=True)
class TrialPage:
    """What came from the scanner, and what was measured.

    Attributes:
        picture: The page as it was cleaned, JPEG.
        device_dpi: What the scanner says, dots per inch; 0 = nothing.
        dpi: Resolution that counts, dots per inch.
        width_mm, height_mm: Size of the page.
        skew_deg: Angle of the lines, degrees counter-clockwise.
        contrast: Darkness of the ink against the paper, 0.0 to 1.0.
        sharpness: 1.0 is a jump within one pixel.
        border_mm: Widest black border.
        words: Words that were read.
        sure: Share of the letters the reader was sure of, 0.0 to 1.0.
        flags: Findings, as `app.ui.labels.page_flags` names them.
    """

    picture: bytes = field(repr=False)
    device_dpi: int
    dpi: int
    width_mm: float
    height_mm: float
    skew_deg: float = 0.0
    contrast: float = 0.0
    sharpness: float = 0.0
    border_mm: float = 0.0
    words: int = 0
    sure: float = 0.0
    flags: tuple[str, ...] = ()

    @property
    def is_blank(self) -> bool:
        """Nothing stands on it."""
        return Flag.BLANK.value in self.flags

    @property
    def has_findings(self) -> bool:
        """Something about it should be looked at."""
        return bool(set(self.flags) - _HARMLESS)


_HARMLESS = {Flag.DPI_GUESSED.value}


def scan_trial_page(
    station: Station, device_id: str, profile: ScanProfile, cancel: CancelToken | None = None
) -> TrialPage:
    """Scan one page and measure it; nothing is kept.

    Raises:
        ScanError: The kind of trouble.
        ScanTooCoarse: The profile is below the least resolution.
        NoTrialPage: The scanner ended without a page.
        LibraryError: The page cannot be read.
    """
    require(station, Right.CAPTURE)
    require_resolution(profile)
    token = cancel or CancelToken()
    one = replace(profile, max_pages=1)
    with closing(station.scanner.scan(device_id, one, lambda: token.cancelled)) as pages:
        for sheet in pages:
            data, dpi = sheet.data, sheet.dpi
            break
        else:
            raise NoTrialPage("the scanner ended without a page")
    token.check()
    options = station.reading
    order = ReadOrder(
        data=data,
        frame=0,
        dpi=dpi,
        knowledge=knowledge(station.catalog),
        timeout_s=options.page_timeout_s,
        tessdata_dir=options.tessdata_dir,
        languages=options.languages,
        profile=options.pdf_profile,
    )
    outcome = station.cpu.submit(read_page, order).result()
    return measured(outcome.reading, outcome.clean, dpi)


def measured(reading: PageReading, picture: bytes, device_dpi: int) -> TrialPage:
    """What is told about a page."""
    words = [word for line in reading.text.lines for word in line.words]
    dpi = reading.dpi or device_dpi or 1
    look = reading.measures
    page = TrialPage(
        picture=picture,
        device_dpi=device_dpi,
        dpi=reading.dpi,
        width_mm=reading.width_px / dpi * _MM_PER_INCH,
        height_mm=reading.height_px / dpi * _MM_PER_INCH,
        skew_deg=reading.skew_deg,
        words=len(words),
        sure=fmean(word.confidence for word in words) if words else 0.0,
        flags=tuple(flag.value for flag in reading.flags),
    )
    if look is None:
        return page
    return replace(
        page,
        contrast=look.contrast,
        sharpness=look.sharpness,
        border_mm=look.borders_mm.most,
    )
