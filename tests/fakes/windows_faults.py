"""Named faults and oddities of WIA and TWAIN, for tests and for the table of the benchmarks."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass

from PIL import Image

from app.scanning.base import (
    CoverOpen,
    DoubleFeed,
    DriverCrashed,
    FeederEmpty,
    PageTruncated,
    PaperJam,
    PaperSource,
    ScanCancelled,
    ScanError,
    ScannedPage,
    ScannerBusy,
    ScannerDenied,
    ScannerMissing,
    ScannerOffline,
    ScanProfile,
)
from app.scanning.child_process import Patience
from app.scanning.driver_errors import ScannerMisbehaves, ScanUnsupported
from app.scanning.driver_scanner import DriverScanner
from app.scanning.twain import twain_scanner
from app.scanning.wia import wia_scanner
from tests.fakes import twain_dsm, wia_device
from tests.fakes.twain_dsm import DETECTABLE, DUPLEX_ON, FEEDER, MECHANISM, ONLINE, UI
from tests.fakes.wia_device import END_OF_MEDIA, PAPER_EMPTY

WIA_DEVICE = f"wia:{wia_device.NAME}"
TWAIN_DEVICE = f"twain:{twain_dsm.NAME}"
STACK = ScanProfile(source=PaperSource.FEEDER, dpi=75)
BOTH = ScanProfile(source=PaperSource.FEEDER_DUPLEX, dpi=75)
GLASS = ScanProfile(source=PaperSource.FLATBED, dpi=75)
AUTO = ScanProfile(dpi=75)
BLIND = {"values": {str(DETECTABLE): 0}}


@dataclass(frozen=True, slots=True)
class Fault:
    """What goes wrong, what it is told as, and how many pages come before it."""

    name: str
    spec: dict[str, object]
    kind: type[ScanError]
    pages: int = 0
    profile: ScanProfile = STACK


@dataclass(frozen=True, slots=True)
class Oddity:
    """What a driver does beside the specification, and how many pages come nonetheless."""

    name: str
    spec: dict[str, object]
    profile: ScanProfile = STACK
    pages: int = 10


def wia_of(patience: Patience | None = None, **spec: object) -> DriverScanner:
    return wia_scanner(dict(os.environ), command=_host("wia", spec), patience=patience)


def twain_of(patience: Patience | None = None, **spec: object) -> DriverScanner:
    command = _host("twain", spec)
    return twain_scanner(dict(os.environ), command=command, patience=patience or Patience())


def _host(family: str, spec: dict[str, object]) -> tuple[str, ...]:
    return (sys.executable, "-m", f"tests.fakes.{family}_host", json.dumps(spec))


def shades(pages: Iterable[ScannedPage]) -> list[int]:
    """Grey of each page, by which sheets are told apart; -1 = more than one grey."""
    found = []
    for page in pages:
        with Image.open(io.BytesIO(page.data)) as image:
            darkest, lightest = image.convert("L").getextrema()
        found.append(darkest if darkest == lightest else -1)
    return found


WIA_FAULTS = [
    Fault("jam on side 3", {"fails": {"3": 0x80210002}}, PaperJam, 2),
    Fault("paper problem on side 3", {"fails": {"3": 0x80210004}}, PaperJam, 2),
    Fault("feeder empty at once", {"sheets": 0, "capabilities": 7}, FeederEmpty),
    Fault("feeder empty by its sensor", {"sheets": 0}, FeederEmpty),
    Fault("cable out on side 2", {"fails": {"2": 0x80210005}}, ScannerOffline, 1),
    Fault("no answer on side 2", {"fails": {"2": 0x8021000A}}, ScannerOffline, 1),
    Fault("busy at opening", {"opening": 0x80210006}, ScannerBusy),
    Fault("warming up", {"fails": {"1": 0x80210007}}, ScannerBusy),
    Fault("locked by another program", {"opening": 0x8021000D}, ScannerBusy),
    Fault("cover open, by the header", {"fails": {"2": 0x80210010}}, CoverOpen, 1),
    Fault("cover open, by the manual", {"fails": {"2": 0x80210016}}, CoverOpen, 1),
    Fault("cover open, by the status", {"condition": 0x10}, CoverOpen),
    Fault("jam, by the status", {"condition": 0x20}, PaperJam),
    Fault("two sheets at once, by the header", {"fails": {"4": 0x80210014}}, DoubleFeed, 3),
    Fault("two sheets at once, by the manual", {"fails": {"4": 0x80210020}}, DoubleFeed, 3),
    Fault("two sheets at once, by the status", {"condition": 0x200}, DoubleFeed),
    Fault("no right to open", {"opening": 0x80070005}, ScannerDenied),
    Fault("exception in the driver", {"fails": {"2": 0x8021000E}}, DriverCrashed, 1),
    Fault("service of the system gone", {"fails": {"2": 0x800706BA}}, DriverCrashed, 1),
    Fault("nonsense from the driver", {"fails": {"2": 0x8021000F}}, ScannerMisbehaves, 1),
    Fault("result nobody defined", {"fails": {"2": 0x80215555}}, ScanError, 1),
    Fault("stopped at the device", {"fails": {"3": 1}}, ScanCancelled, 2),
    Fault("half a picture", {"strange": {"2": "cut"}}, PageTruncated, 1),
    Fault("page without end", {"strange": {"10": "no_end"}}, PageTruncated, 9),
    Fault("failure inside a stream", {"strange": {"2": "bad_stream"}}, ScannerMisbehaves, 1),
    Fault("no picture", {"strange": {"2": "rubbish"}}, ScannerMisbehaves, 1),
    Fault("page beyond all bounds", {"strange": {"2": "huge"}}, ScannerMisbehaves, 1),
    Fault("driver dies on side 3", {"strange": {"3": "crash"}}, DriverCrashed),
    Fault("no duplex", {"capabilities": 0x23}, ScanUnsupported, 0, BOTH),
    Fault("no feeder", {"capabilities": 2}, ScanUnsupported),
    Fault("both sides are refused", {"selects": [0x20]}, ScanUnsupported, 0, BOTH),
    Fault(
        "older interface: both sides are refused",
        {"selects": [1, 2], "lacks_2": True},
        ScanUnsupported,
        0,
        BOTH,
    ),
    Fault("older interface: jam", {"lacks_2": True, "fails": {"3": 0x80210002}}, PaperJam, 2),
    Fault(
        "older interface: half a picture",
        {"lacks_2": True, "strange": {"2": "cut"}},
        PageTruncated,
        1,
    ),
    Fault(
        "older interface: page without end",
        {"lacks_2": True, "strange": {"2": "no_end"}},
        PageTruncated,
        1,
    ),
]

WIA_ODDITIES = [
    Oddity("both sides without an order", {"selects": [0x04, 0x20]}, BOTH, 10),
    Oddity("end of media", {"end": END_OF_MEDIA}, STACK, 10),
    Oddity("paper empty after a page", {"end": PAPER_EMPTY}, STACK, 10),
    Oddity("another format", {"strange": {"4": "jpeg"}}, STACK, 10),
    Oddity("height not known", {"strange": {"4": "unknown_height"}}, STACK, 10),
    Oddity("older interface", {"refuses_2": True}, STACK, 10),
    Oddity("older interface, both sides", {"lacks_2": True}, BOTH, 10),
    Oddity("glass when the feeder is empty", {"sheets": 0}, AUTO, 1),
    Oddity("glass when it then is", {"sheets": 0, "capabilities": 3}, AUTO, 1),
    Oddity("both sides", {}, BOTH, 10),
]

TWAIN_FAULTS = [
    Fault("jam on side 3", {"fails": {"3": 20}}, PaperJam, 2),
    Fault("jam inside side 2", {"strange": {"2": "jam_inside"}}, PaperJam, 1),
    Fault("torn corner", {"fails": {"3": 25}}, PaperJam, 2),
    Fault("two sheets at once", {"fails": {"4": 21}}, DoubleFeed, 3),
    Fault("cover open", {"fails": {"2": 24}}, CoverOpen, 1),
    Fault("cable out on side 2", {"fails": {"2": 23}}, ScannerOffline, 1),
    Fault("device not online", {"values": {str(ONLINE): 0}}, ScannerOffline),
    Fault("cable out at opening", {"steps": {"open": 23}}, ScannerOffline),
    Fault("used by another program", {"steps": {"open": 4}}, ScannerBusy),
    Fault("no right to open", {"steps": {"open": 16}}, ScannerDenied),
    Fault("feeder empty by its sensor", {"sheets": 0}, FeederEmpty),
    Fault("feeder empty when it pulls", {"sheets": 0, **BLIND}, FeederEmpty),
    Fault("feeder empty at enabling", {"steps": {"enable": 29}}, FeederEmpty),
    Fault("paper used up inside a page", {"strange": {"2": "runs_out"}}, PageTruncated, 1),
    Fault("half a page", {"strange": {"2": "cut"}}, PageTruncated, 1),
    Fault("stopped at the device", {"strange": {"3": "cancel"}}, ScanCancelled, 2),
    Fault("closed before the first page", {"ready": "close"}, ScanCancelled),
    Fault("more bytes than the strip", {"strange": {"2": "overflow"}}, ScannerMisbehaves, 1),
    Fault("tiles", {"strange": {"1": "tiles"}}, ScanUnsupported),
    Fault("sixteen bits", {"strange": {"1": "odd_pixels"}}, ScanUnsupported),
    Fault("wrong state at the end", {"steps": {"end": 11}}, ScannerMisbehaves, 1),
    Fault("nothing said about it", {"fails": {"2": 1}}, ScanError, 1),
    Fault("code nobody defined", {"fails": {"2": 0x8123}}, ScanError, 1),
    Fault("source dies on side 3", {"strange": {"3": "crash"}}, DriverCrashed),
    Fault("own window only", {"values": {str(UI): 0}}, ScanUnsupported),
    Fault("no transfer in memory", {"lacks": [MECHANISM]}, ScanUnsupported),
    Fault("no feeder", {"lacks": [FEEDER]}, ScanUnsupported),
    Fault("no duplex", {"lacks": [DUPLEX_ON]}, ScanUnsupported, 0, BOTH),
    Fault(
        "no glass",
        {"has_glass": False},
        ScanUnsupported,
        0,
        ScanProfile(source=PaperSource.FLATBED),
    ),
    Fault("manager does not open", {"steps": {"parent": 2}}, ScanError),
    Fault("source not installed", {"installed": []}, ScannerMissing),
]

TWAIN_ODDITIES = [
    Oddity("first edition, window messages", {"edition": 1}, STACK, 10),
    Oddity("one sheet each time it is enabled", {"per_enable": 1}, STACK, 10),
    Oddity("stops in the middle", {"per_enable": 3}, BOTH, 10),
    Oddity("says that more comes", {"ready": "optimist", **BLIND}, STACK, 10),
    Oddity("length not known", {"strange": {"2": "unknown_length"}}, STACK, 10),
    Oddity("rows without padding", {"strange": {"2": "bare_stride"}}, STACK, 10),
    Oddity("glass when the feeder is empty", {"sheets": 0}, AUTO, 1),
    Oddity("glass when it then is", {"sheets": 0, **BLIND}, AUTO, 1),
    Oddity("feeder without glass", {"has_glass": False}, AUTO, 10),
    Oddity("old source", {"lacks": [0x1134, 0x1017, 0x111F]}, STACK, 10),
]
