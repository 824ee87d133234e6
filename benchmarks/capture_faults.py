"""Named faults of capture: the right error each, nothing lost that was told saved, next scan works.

    python -m benchmarks.capture_faults

A station with its store scans with something wrong at a time: SANE's `test` and `pnm` devices,
the fake feeder, driver processes that die, hang or write rubbish, a disk that is full or broken, an
officer who stops. Afterwards every page that was told saved is opened and compared, the officer's
sentence is looked up, and the same dossier is scanned into once more with a healthy device. Faults
of network scanners have a program of their own (`benchmarks.capture_faults_escl`), whose table
follows with `--escl`. Linux only.
"""

from __future__ import annotations

import argparse
import contextlib
import errno
import hashlib
import io
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from unittest.mock import patch

from PIL import Image

from app.bootstrap import Wiring
from app.domain.ids import DossierId, PageId
from app.domain.page import Page
from app.errors import StationError
from app.jobs import CancelToken
from app.scanning.base import (
    CoverOpen,
    DriverCrashed,
    DriverHung,
    FeederEmpty,
    PageTruncated,
    PaperJam,
    PaperSource,
    ScanCancelled,
    ScanError,
    Scanner,
    ScannerBusy,
    ScannerDenied,
    ScannerMissing,
    ScannerOffline,
    ScanProfile,
)
from app.scanning.child_process import Patience
from app.scanning.driver_errors import ScanUnsupported
from app.scanning.fake import _ERRORS, FEEDER_ID, FakeScanner, Fault, FaultKind
from app.scanning.family import ScannerSet
from app.scanning.pnm_feeder import write_sane_config
from app.scanning.sane import SaneScanner, make_id
from app.services import capture
from app.services.capture import ScanOrder
from app.services.station import Station
from app.settings import Settings
from app.store.base import StoreFull, StoreUnwritable
from app.ui.messages import MESSAGES

SHORT = Patience(silent_s=2.5, blocked_s=3.0, stop_s=0.5)
GLASS = ScanProfile(source=PaperSource.FLATBED, dpi=200)
FEEDER = ScanProfile(source=PaperSource.FEEDER, dpi=200)
SLOW = {"read-delay": "yes", "read-delay-duration": "20000", "read-limit": "yes",
        "read-limit-size": "20000"}  # fmt: skip
SHEETS = 5


@dataclass(frozen=True, slots=True)
class Ground:
    """What a case is made on.

    Attributes:
        environment: Of driver processes, with the devices `test` and `pnm`.
        picture: A readable PPM file.
    """

    folder: Path
    environment: dict[str, str]
    picture: Path


Make = Callable[[Ground], tuple[Scanner, str]]


@dataclass(frozen=True, slots=True)
class Case:
    """One thing that goes wrong.

    Attributes:
        error: What the officer is told; None = all pages come.
        pages: How many are saved all the same.
        at_store: Error of the disk at this many saved pages.
        stop_after: The officer stops after so many pages, -1 = never.
    """

    family: str
    name: str
    make: Make
    error: type[StationError] | None
    pages: int = 0
    profile: ScanProfile = FEEDER
    at_store: tuple[int, int] = (0, -1)
    stop_after: int = -1


def _sane(device: str, **options: str) -> Make:
    told = {name.replace("_", "-"): value for name, value in options.items()}
    return lambda ground: (SaneScanner(ground.environment, patience=SHORT), make_id(device, told))


def _pnm(**options: str) -> Make:
    told = {name.replace("_", "-"): value for name, value in options.items()}

    def make(ground: Ground) -> tuple[Scanner, str]:
        named = {"filename": str(ground.picture), **told}
        return SaneScanner(ground.environment, patience=SHORT), make_id("pnm:0", named)

    return make


def _cut_picture(ground: Ground) -> tuple[Scanner, str]:
    cut = ground.folder / "cut.ppm"
    raw = ground.picture.read_bytes()
    cut.write_bytes(raw[: len(raw) // 2])
    return SaneScanner(ground.environment, patience=SHORT), make_id("pnm:0", {"filename": str(cut)})


def _fake(*faults: Fault) -> Make:
    return lambda ground: (FakeScanner(_papers(SHEETS), faults), FEEDER_ID)


def _script(body: str, *, good: int = 2) -> Make:
    """A driver process that delivers some good pages, then does what `body` says."""

    def make(ground: Ground) -> tuple[Scanner, str]:
        script = ground.folder / "driver.py"
        script.write_text(_DRIVER.format(good=good, body=body), "utf-8")
        command = (sys.executable, "-P", str(script))
        return SaneScanner({}, patience=SHORT, command=command), "sane:scripted"

    return make


def _no_program(_ground: Ground) -> tuple[Scanner, str]:
    return SaneScanner({}, patience=SHORT, command=("/nowhere/driver",)), "sane:none"


def _no_family(ground: Ground) -> tuple[Scanner, str]:
    return ScannerSet({"sane": SaneScanner(ground.environment)}), "twain:0"


_DRIVER = """\
import ctypes, hashlib, io, os, signal, sys, time
from PIL import Image
from app.scanning.wire import Outlet, receive
out = Outlet(sys.stdout.buffer)
out.send("hello", version=1, pid=os.getpid())
receive(sys.stdin.buffer)
def page(seq, **other):
    store = io.BytesIO()
    Image.linear_gradient("L").resize((80 + seq, 60)).save(store, "PNG")
    data = store.getvalue()
    told = dict(dpi=200, seq=seq, sha256=hashlib.sha256(data).hexdigest())
    out.send("page", data, **(told | other))
for seq in range(1, {good} + 1):
    page(seq)
{body}
"""


def _head(size: int) -> str:
    """Lines of a driver that announces a page of this size and gives one byte of it."""
    told = json.dumps({"type": "page", "size": size}).encode("ascii") + b"\nx"
    return f"os.write(1, {told!r})\n"


_SANE_STATUS: tuple[tuple[str, type[ScanError]], ...] = (
    ("UNSUPPORTED", ScanUnsupported),
    ("CANCELLED", ScanCancelled),
    ("DEVICE_BUSY", ScannerBusy),
    ("INVAL", ScanError),
    ("EOF", PageTruncated),
    ("JAMMED", PaperJam),
    ("NO_DOCS", FeederEmpty),
    ("COVER_OPEN", CoverOpen),
    ("IO_ERROR", ScannerOffline),
    ("NO_MEM", ScanError),
    ("ACCESS_DENIED", ScannerDenied),
)
_PNM_STATUS: tuple[tuple[str, type[ScanError]], ...] = (
    ("eof", PageTruncated),
    ("jammed", PaperJam),
    ("nodocs", FeederEmpty),
    ("coveropen", CoverOpen),
    ("ioerror", ScannerOffline),
    ("nomem", ScanError),
    ("accessdenied", ScannerDenied),
)
_CHILD: tuple[tuple[str, str, type[ScanError]], ...] = (
    ("killed (SIGKILL)", "os.kill(os.getpid(), signal.SIGKILL)", DriverCrashed),
    ("segmentation fault", "ctypes.string_at(0)", DriverCrashed),
    ("aborted (SIGABRT)", "os.abort()", DriverCrashed),
    ("stopped (SIGSTOP)", "os.kill(os.getpid(), signal.SIGSTOP)", DriverHung),
    ("silent", "time.sleep(600)", DriverHung),
    (
        "alive, but stuck in one driver call",
        "for n in range(600):\n    out.send('alive', blocked_s=n)\n    time.sleep(0.05)",
        DriverHung,
    ),
    ("ends without a word", "sys.exit(0)", DriverCrashed),
    ("ends with status 1", "sys.exit(1)", DriverCrashed),
    ("Python error", "raise RuntimeError('driver')", DriverCrashed),
    ("out of memory", "raise MemoryError", DriverCrashed),
    (
        "eats memory until it may not",
        "import resource\nresource.setrlimit(resource.RLIMIT_AS, (2**29, 2**29))\nx = []\n"
        "try:\n    while True:\n        x.append(bytearray(2**26))\n"
        "except MemoryError:\n    os._exit(9)",
        DriverCrashed,
    ),
    ("rubbish on standard output", "os.write(1, os.urandom(4096))", DriverCrashed),
    ("rubbish that is JSON", "os.write(1, b'[1, 2]\\n')", DriverCrashed),
    (
        "an endless line",
        "while True:\n    os.write(1, b'x' * 65536)",
        DriverCrashed,
    ),
    ("half a page, then gone", _head(999) + "sys.exit(0)",
     DriverCrashed),
    ("half a page, then silent", _head(999) + "time.sleep(600)", DriverHung),
    ("a page of negative size", _head(-1), DriverCrashed),
    ("a page of 10 GB", _head(10**10), DriverCrashed),
    ("a page with another digest", "page(3, sha256='0' * 64)", DriverCrashed),
    ("a page of an unknown kind", "page(3, media='application/pdf')", DriverCrashed),
    ("a preview larger than its page", "page(3, preview=10**9)", DriverCrashed),
    ("an unknown error code", "out.send('error', code='x.y', detail='')", ScanError),
    ("a child of its own keeps the pipe open",
     "import subprocess\nsubprocess.Popen(['sleep', '8'])\nos._exit(1)", DriverCrashed),
)  # fmt: skip
_DISK = ((errno.ENOSPC, StoreFull), (errno.EDQUOT, StoreFull), (errno.EIO, StoreUnwritable),
         (errno.EROFS, StoreUnwritable))  # fmt: skip

CASES: tuple[Case, ...] = (
    *(
        Case("SANE test", f"status {name}",
             _sane("test:0", read_return_value=f"SANE_STATUS_{name}"), kind, profile=GLASS)
        for name, kind in _SANE_STATUS
    ),
    Case("SANE test", "feeder runs empty after 10", _sane("test:0"), None, 10),
    Case("SANE test", "three passes", _sane("test:0", **{"three-pass": "yes"}), None, 1, GLASS),
    Case("SANE test", "height not known before", _sane("test:0", hand_scanner="yes"), None, 1,
         GLASS),
    Case("SANE test", "fuzzy parameters", _sane("test:0", fuzzy_parameters="yes"), None, 1, GLASS),
    Case("SANE test", "999 bytes at a time",
         _sane("test:0", read_limit="yes", read_limit_size="999"), None, 1, GLASS),
    Case("SANE test", "non-blocking", _sane("test:0", non_blocking="yes"), None, 1, GLASS),
    Case("SANE test", "padded lines", _sane("test:0", ppl_loss="13"), None, 1, GLASS),
    Case("SANE test", "16 bits per sample", _sane("test:0", depth="16"), None, 1, GLASS),
    Case("SANE test", "an option that is not there", _sane("test:0", no_such="1"), ScanUnsupported),
    Case("SANE test", "a device that is not there", _sane("test:99"), ScannerMissing),
    Case("SANE", "a driver that is not there", _sane("nobody:0"), ScannerMissing),
    Case("SANE", "a family that is not there", _no_family, ScannerMissing),
    *(
        Case("SANE pnm", f"status {name}", _pnm(status="yes", **{f"status_{name}": "yes"}), kind,
             profile=GLASS)
        for name, kind in _PNM_STATUS
    ),
    Case("SANE pnm", "picture that ends early", _cut_picture, PageTruncated, profile=GLASS),
    Case("SANE pnm", "picture that is not there", _pnm(filename="/nowhere.ppm"), ScanError,
         profile=GLASS),
    *(
        Case("fake", f"{kind.value} at sheet 3", _fake(Fault(kind, 3)), _ERRORS[kind], 2)
        for kind in FaultKind
    ),
    *(Case("driver process", name, _script(body), kind, 2) for name, body, kind in _CHILD),
    Case("driver process", "cannot be started", _no_program, DriverCrashed),
    Case("driver process", "dies before the first page", _script("os._exit(3)", good=0),
         DriverCrashed),
    *(
        Case("store", f"{errno.errorcode[number]} at page 3", _fake(), kind, 2,
             at_store=(number, 2))
        for number, kind in _DISK
    ),
    Case("officer", "stops before the first sheet", _sane("test:0"), ScanCancelled, stop_after=0),
    Case("officer", "stops after two sheets", _fake(), ScanCancelled, 2, stop_after=2),
    Case("officer", "stops while a sheet is read", _sane("test:0", **SLOW), ScanCancelled, -1,
         stop_after=1),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """What became of a case.

    Attributes:
        error: Code, "" = none.
        saved: Pages that were told saved.
        lost: Those of them that are gone or have other bytes.
        sheet: Sheet in flight that was named.
        goes_on: A healthy scan into the same dossier works.
        is_worded: The officer has a sentence for the error.
    """

    error: str
    saved: int
    lost: int
    sheet: int
    goes_on: bool
    is_worded: bool
    seconds: float

    def is_right(self, case: Case) -> bool:
        """Whether it went as it should."""
        wanted = case.error.code if case.error else ""
        enough = self.saved == case.pages or (case.pages < 0 and self.saved >= case.stop_after)
        return self.error == wanted and enough and not self.lost and self.goes_on and self.is_worded


def play(case: Case, station: Station, ground: Ground) -> Found:
    """Scan with the trouble, then without."""
    began = time.perf_counter()
    scanner, device = case.make(ground)
    tried = replace(station, scanner=scanner)
    home = capture.new_dossier(station).id
    told: dict[str, str] = {}
    token = CancelToken()
    if case.stop_after == 0:
        token.cancel()

    def saved(page: Page) -> None:
        told[page.id] = _digest(station, home, page)
        if len(told) == case.stop_after:
            token.cancel()

    error, sheet = "", 0
    try:
        with _broken_disk(*case.at_store, told):
            order = ScanOrder(device, case.profile)
            capture.scan(tried, home, order, on_saved=saved, cancel=token)
    except StationError as trouble:
        error, sheet = trouble.code, getattr(trouble, "sheet", 0)
    pages = {page.id: page for page in station.store.pages(home)}
    lost = sum(
        PageId(key) not in pages or _digest(station, home, pages[PageId(key)]) != digest
        for key, digest in told.items()
    )
    extra = len(pages) - len(told)
    seconds = time.perf_counter() - began
    return Found(
        error, len(told), lost + extra, sheet, _goes_on(station, home, ground, case),
        not error or error in MESSAGES, seconds,
    )  # fmt: skip


def _goes_on(station: Station, home: DossierId, ground: Ground, case: Case) -> bool:
    """One healthy page more."""
    before = len(station.store.pages(home))
    scanner: Scanner = FakeScanner(_papers(1))
    device = FEEDER_ID
    if case.family.startswith("SANE"):
        scanner, device = SaneScanner(ground.environment), "sane:test:0"
    pages = capture.scan(
        replace(station, scanner=scanner), home, ScanOrder(device, replace(GLASS, max_pages=1))
        if case.family.startswith("SANE") else ScanOrder(device),
    )  # fmt: skip
    return len(pages) == 1 and len(station.store.pages(home)) == before + 1


def _digest(station: Station, home: DossierId, page: Page) -> str:
    return hashlib.sha256(station.vault.get(home, page.raw)).hexdigest()


@contextlib.contextmanager
def _broken_disk(number: int, after: int, told: dict[str, str]) -> Iterator[None]:
    """From `after` saved pages on, no blob can be made durable; -1 = the disk is sound."""
    true_sync = os.fsync

    def sync(handle: int) -> None:
        if len(told) == after:
            raise OSError(number, os.strerror(number))
        true_sync(handle)

    if after < 0:
        yield
        return
    # The fault is the system's: there is no other way to a full disk without being root.
    with patch("app.store.durable.os.fsync", sync):
        yield


def _papers(count: int) -> list[bytes]:
    papers = []
    for number in range(count):
        store = io.BytesIO()
        Image.linear_gradient("L").resize((60 + number, 80)).save(store, "PNG", dpi=(200, 200))
        papers.append(store.getvalue())
    return papers


@contextlib.contextmanager
def ground(folder: Path) -> Iterator[tuple[Station, Ground]]:
    """A station, and what cases are made on."""
    sane = write_sane_config(folder / "sane.d", ("test", "pnm"))
    root = str(Path(__file__).resolve().parents[1])
    picture = folder / "picture.ppm"
    Image.linear_gradient("L").resize((400, 600)).convert("RGB").save(picture, "PPM")
    settings = Settings(data_dir=folder / "data", station_key_place="file", jobs=1,
                        scanner_discovery=False)  # fmt: skip
    with Wiring(settings, dict(os.environ)).station() as station:
        yield station, Ground(folder, {**sane, "PYTHONPATH": root}, picture)


def main(argv: Sequence[str] | None = None) -> int:
    """Play all cases and print a table; 1 when one went wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--escl", action="store_true", help="network scanners too")
    arguments = parser.parse_args(argv)
    wrong, began = 0, time.process_time()
    print("| from | fault | error | saved | lost | sheet named | goes on | s | |")
    print("|---|---|---|---|---|---|---|---|---|")
    with (
        tempfile.TemporaryDirectory(prefix="sohoa-faults-") as folder,
        ground(Path(folder)) as (station, made),
    ):
        for case in CASES:
            found = play(case, station, made)
            good = found.is_right(case)
            wrong += not good
            print(
                f"| {case.family} | {case.name} | {found.error or '–'} | {found.saved} "
                f"| {found.lost} | {found.sheet or '–'} | {'yes' if found.goes_on else 'NO'} "
                f"| {found.seconds:.1f} | {'right' if good else 'WRONG'} |",
                flush=True,
            )
    faults = sum(case.error is not None for case in CASES)
    print(f"\n{len(CASES)} cases, {faults} faults: {len(CASES) - wrong} right, {wrong} wrong; "
          f"{time.process_time() - began:.0f} s of processor time in the station")  # fmt: skip
    if arguments.escl:
        from benchmarks import capture_faults_escl

        wrong += capture_faults_escl.main()
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
