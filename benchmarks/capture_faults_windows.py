"""Named faults and oddities of WIA and TWAIN: the right error each, and no whole page lost.

    python -m benchmarks.capture_faults_windows

The driver processes are the real ones; what they call is a device in memory, through tables of C
functions (WIA) and through DSM_Entry (TWAIN). After each fault a healthy device delivers its ten
sheets. Nothing here has met Windows or a real driver.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.scanning.base import DriverCrashed, ScanError, ScannedPage
from app.scanning.driver_scanner import DriverScanner
from tests.fakes.windows_faults import (
    STACK,
    TWAIN_DEVICE,
    TWAIN_FAULTS,
    TWAIN_ODDITIES,
    WIA_DEVICE,
    WIA_FAULTS,
    WIA_ODDITIES,
    Fault,
    Oddity,
    shades,
    twain_of,
    wia_of,
)

SHEETS = 10


@dataclass(frozen=True, slots=True)
class Family:
    """A family with what can go wrong in it."""

    title: str
    device: str
    make: Callable[..., DriverScanner]
    faults: Sequence[Fault]
    oddities: Sequence[Oddity]


FAMILIES = (
    Family("WIA", WIA_DEVICE, wia_of, WIA_FAULTS, WIA_ODDITIES),
    Family("TWAIN", TWAIN_DEVICE, twain_of, TWAIN_FAULTS, TWAIN_ODDITIES),
)


def meet(family: Family, fault: Fault) -> tuple[str, bool]:
    """What was told, and whether all was right; then a healthy device goes on."""
    kept: list[ScannedPage] = []
    told: type[ScanError] | None = None
    try:
        kept.extend(family.make(**fault.spec).scan(family.device, fault.profile, lambda: False))
    except ScanError as error:
        told = type(error)
    # A driver that dies takes pages along that it had not handed over yet.
    came = fault.kind is DriverCrashed or len(kept) == fault.pages
    again = list(family.make().scan(family.device, STACK, lambda: False))
    is_right = told is fault.kind and came and is_whole(kept) and len(again) == SHEETS
    return (told.code if told else "none"), is_right


def is_whole(pages: Sequence[ScannedPage]) -> bool:
    """Every page once, in its order, with the content of its own sheet."""
    shown = shades(pages)
    return [page.seq for page in pages] == list(range(1, len(pages) + 1)) and (
        -1 not in shown and len(set(shown)) == len(shown)
    )


def yes_or_no(is_right: bool) -> str:
    """Word for the table."""
    return "yes" if is_right else "NO"


def main() -> int:
    """Print the table; 1 when a case went wrong."""
    wrong, total = 0, 0
    print("| family | what goes wrong | told as | right |\n|---|---|---|---|")
    for family in FAMILIES:
        for fault in family.faults:
            told, is_right = meet(family, fault)
            total, wrong = total + 1, wrong + (not is_right)
            print(f"| {family.title} | {fault.name} | {told} | {yes_or_no(is_right)} |")
        for odd in family.oddities:
            scanner = family.make(**odd.spec)
            pages = list(scanner.scan(family.device, odd.profile, lambda: False))
            is_right = len(pages) == odd.pages and is_whole(pages)
            total, wrong = total + 1, wrong + (not is_right)
            told = f"{len(pages)} pages"
            print(f"| {family.title} | {odd.name} | {told} | {yes_or_no(is_right)} |")
    print(f"\n{total - wrong} of {total} right; {sum(os.times()[:4]):.1f} CPU s with all processes")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
