"""Named faults and oddities of network scanners: the right error each, and no sheet lost.

    python -m benchmarks.capture_faults_escl

A scanner of ours on loopback with four sheets in its feeder does one thing wrong at a time; our
client scans in its own process. Afterwards the trouble is cleared and the scan goes on. Each page
is compared with what the scanner sent, byte by byte. A sheet is lost when it is neither delivered
nor in the feeder nor named by the error that stopped the scan (one at most: the one in flight).
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from app.scanning.base import (
    ColourMode,
    CoverOpen,
    DoubleFeed,
    FeederEmpty,
    PageTruncated,
    PaperJam,
    PaperSource,
    ScanCancelled,
    ScanError,
    ScannerBusy,
    ScannerDenied,
    ScannerMissing,
    ScannerOffline,
    ScanProfile,
)
from app.scanning.driver_errors import ScannerMisbehaves, ScanUnsupported
from app.scanning.escl import PREFIX, EsclOptions, EsclScanner
from app.scanning.escl_book import EsclBook, SeenScanner
from tests.fakes.escl_rules import Does, Rule
from tests.fakes.escl_server import SHORT, UUID, EsclServer

SHEETS = 4
DPI = 75


@dataclass(frozen=True, slots=True)
class Case:
    """One thing that goes wrong.

    Attributes:
        error: What the officer is told; None = all pages come.
        pages: How many come before the error, or in all.
        in_flight: Sheets that went through, but did not come whole; the error names them.
    """

    name: str
    does: tuple[Does, ...]
    error: type[ScanError] | None = None
    pages: int = SHEETS
    in_flight: int = 0
    source: PaperSource = PaperSource.FEEDER
    colour: ColourMode = ColourMode.GREY


def _odd(rule: Rule, page: int = 2, times: int = 2, **other: object) -> Case:
    """Something beside the specification that must not cost anything."""
    return Case(rule.value, (Does(rule, page, times),), **other)  # type: ignore[arg-type]


def _bad(
    rule: Rule, error: type[ScanError], pages: int, *, page: int = 2, times: int = 0, lost: int = 0
) -> Case:
    return Case(rule.value, (Does(rule, page, times),), error, pages, lost)


ODDITIES: tuple[Case, ...] = (
    _odd(Rule.EARLY_404, page=1),
    _odd(Rule.EARLY_410, page=3),
    _odd(Rule.BLIND_404),
    _odd(Rule.WAITING_404),
    _odd(Rule.JOBS_503),
    _odd(Rule.PAGE_503),
    _odd(Rule.PAGE_503_EMPTY),
    _odd(Rule.CAPS_503),
    _odd(Rule.STATUS_503),
    _odd(Rule.STATUS_404, times=0),
    _odd(Rule.TESTING_409),
    _odd(Rule.HOST_LOCALHOST, times=0),
    _odd(Rule.HOST_PORT, times=0),
    _odd(Rule.LOCATION_LOCALHOST, times=0),
    _odd(Rule.LOCATION_IPV6, times=0),
    _odd(Rule.LOCATION_PATH, times=0),
    _odd(Rule.LOCATION_NONE, times=0),
    _odd(Rule.LOCATION_ELSEWHERE, times=0),
    _odd(Rule.NO_BITONAL, times=0, colour=ColourMode.BITONAL),
    _odd(Rule.NO_COMPRESSION, times=0),
    _odd(Rule.NO_REGION, times=0),
    _odd(Rule.DOCTYPE, times=0),
    _odd(Rule.NO_NAMESPACE, times=0),
    _odd(Rule.TAIL, times=0),
    _odd(Rule.WRONG_TYPE, times=0),
    _odd(Rule.NO_LENGTH, times=0),
    _odd(Rule.CHUNKED, times=0),
    _odd(Rule.ONE_PAGE_JOBS, times=0),
    _odd(Rule.STUCK_JOB, times=0),
    _odd(Rule.STUCK_LOADED, times=0),
    _odd(Rule.NO_ADF_STATE, times=0),
    _odd(Rule.OTHER_DPI, times=0),
    _odd(Rule.PDF_ONLY, times=0),
    _odd(Rule.MISCOUNT, times=0),
    _odd(Rule.NEGATIVE, times=0),
)
FAULTS: tuple[Case, ...] = (
    _bad(Rule.JAM, PaperJam, 1),
    _bad(Rule.JAM, PaperJam, 0, page=1),
    _bad(Rule.COVER, CoverOpen, 1),
    _bad(Rule.DOUBLE_FEED, DoubleFeed, 2, page=3),
    _bad(Rule.MISPICK, PaperJam, 1),
    _bad(Rule.JAM_REASON, PaperJam, 1, times=1),
    _bad(Rule.EMPTY, FeederEmpty, 0),
    _bad(Rule.EMPTY_IDLE, FeederEmpty, 0),
    _bad(Rule.STOPPED, ScannerOffline, 0),
    _bad(Rule.BUSY, ScannerBusy, 0),
    _bad(Rule.DENIED_CAPS, ScannerDenied, 0),
    _bad(Rule.DENIED_JOBS, ScannerDenied, 0),
    _bad(Rule.FAILED_JOBS, ScannerMisbehaves, 0),
    _bad(Rule.REFUSED_JOBS, ScanUnsupported, 0),
    _bad(Rule.FAILED_PAGE, ScannerMisbehaves, 1),
    _bad(Rule.ABORTED, ScannerOffline, 1, times=1),
    _bad(Rule.CANCELED, ScanCancelled, 1, times=1),
    _bad(Rule.CUT_LENGTH, PageTruncated, 1, times=1, lost=1),
    _bad(Rule.CUT_RESET, PageTruncated, 1, times=1, lost=1),
    _bad(Rule.CUT_PICTURE, PageTruncated, 1, times=1, lost=1),
    _bad(Rule.CUT_FILLED, PageTruncated, 1, times=1, lost=1),
    _bad(Rule.EMPTY_PAGE, PageTruncated, 1, times=1, lost=1),
    _bad(Rule.STALL, PageTruncated, 1, times=1, lost=1),
    _bad(Rule.SILENT, ScannerOffline, 1, times=1),
    _bad(Rule.HUNG_UP, ScannerOffline, 1, times=1),
    _bad(Rule.NEVER, ScannerOffline, 1),
    _bad(Rule.HTML, ScannerMisbehaves, 1, times=1, lost=1),
    _bad(Rule.BOMB, ScannerMisbehaves, 1, times=1, lost=1),
    _bad(Rule.ENDLESS_PAGE, ScannerMisbehaves, 1, times=1, lost=1),
    _bad(Rule.ENDLESS_CAPS, ScannerMisbehaves, 0),
    _bad(Rule.NO_XML, ScannerMisbehaves, 0),
    _bad(Rule.ENTITIES, ScannerMisbehaves, 0),
    _bad(Rule.MILLION, ScannerMisbehaves, 0),
    _bad(Rule.NO_SOURCES, ScannerMisbehaves, 0),
    _bad(Rule.ELSEWHERE, ScannerMisbehaves, 0),
    _bad(Rule.OTHER_UUID, ScannerMissing, 0),
)
CASES = ODDITIES + FAULTS


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a case.

    Attributes:
        error: Code, "" = none.
        lost: Sheets of which nobody was told.
        is_exact: Every page is what the device sent for its sheet.
    """

    error: str
    pages: int
    lost: int
    is_exact: bool
    seconds: float

    def is_right(self, case: Case) -> bool:
        """Whether it went as it should."""
        wanted = case.error.code if case.error else ""
        told = self.error == wanted and self.pages == case.pages
        return told and not self.lost and self.is_exact


def sheets(count: int = SHEETS) -> list[Image.Image]:
    """Sheets that are told apart by every pixel row, and are not flat anywhere."""
    made = []
    for number in range(count):
        sheet = Image.linear_gradient("L").resize((62, 88)).rotate(90 * number)
        sheet.paste(30 + 40 * number, (5, 5, 30, 20 + 10 * number))
        made.append(sheet.convert("RGB"))
    return made


def play(case: Case, folder: Path) -> Outcome:
    """Scan with the trouble, clear it, scan the rest."""
    began = time.perf_counter()
    with EsclServer(sheets(), case.does) as server:
        book = EsclBook(folder)
        book.meet(SeenScanner(UUID, "", "", UUID, (server.url,)))
        scanner = EsclScanner(dict(os.environ), book, EsclOptions(browse_s=0, limits=SHORT))
        profile = ScanProfile(source=case.source, colour=case.colour, dpi=DPI)
        first, error = _scan(scanner, profile)
        in_flight = SHEETS - len(first) - server.sheets_left
        server.mend()
        rest = _scan(scanner, profile)[0] if server.sheets_left else []
        lost = SHEETS - len(first) - len(rest) - min(in_flight, case.in_flight)
        exact = _is_exact(server, first, rest)
    return Outcome(error, len(first), lost, exact, time.perf_counter() - began)


def _scan(scanner: EsclScanner, profile: ScanProfile) -> tuple[list[bytes], str]:
    pages: list[bytes] = []
    try:
        for page in scanner.scan(PREFIX + UUID, profile, lambda: False):
            pages.append(page.data)
    except ScanError as error:
        return pages, error.code
    return pages, ""


def _is_exact(server: EsclServer, first: Sequence[bytes], rest: Sequence[bytes]) -> bool:
    """The first pages are the first sheets, the rest the last ones, as they were sent."""
    papers = sheets()
    want = papers[: len(first)] + (papers[-len(rest) :] if rest else [])
    sent = [data for data, _ in server.sent]
    return len(want) == len(first) + len(rest) and all(
        data in sent and _same_sheet(server, data, paper)
        for data, paper in zip([*first, *rest], want, strict=True)
    )


def _same_sheet(server: EsclServer, data: bytes, paper: Image.Image) -> bool:
    return any(sent == data and _key(sheet) == _key(paper) for sent, sheet in server.sent)


def _key(sheet: Image.Image) -> bytes:
    return sheet.tobytes()


def main() -> int:
    """Play all cases and print a table; 1 when one went wrong."""
    wrong = 0
    print("| fault | error | pages before | lost | exact | s | |")
    print("|---|---|---|---|---|---|---|")
    for case in CASES:
        with tempfile.TemporaryDirectory() as folder:
            told = play(case, Path(folder))
        good = told.is_right(case)
        wrong += not good
        print(
            f"| {case.name} | {told.error or '–'} | {told.pages} | {told.lost} "
            f"| {'yes' if told.is_exact else 'NO'} | {told.seconds:.1f} "
            f"| {'right' if good else 'WRONG'} |",
            flush=True,
        )
    faults = len(FAULTS)
    print(f"\n{len(ODDITIES)} oddities, {faults} faults: {len(CASES) - wrong} right, {wrong} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
