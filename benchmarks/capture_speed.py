"""How soon a page is durable and visible after its last byte, and what the feeder waits for.

    python -m benchmarks.capture_speed --pages 100
    python -m benchmarks.capture_speed --ways       # one page, step by step, by each way

The station as a window has it scans A4 pages of 300 dpi colour with the noise of a scanner through
SANE's `pnm` device, which delivers as fast as memory, and sheets of 200 mm through the feeder of
SANE's `test` device. The last byte is timed in the driver process, the rest in the station; both on
the machine's monotonic clock. Durable = sealed blob synced and row committed. Visible = a small
picture of the page is in the hands of the window.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import io
import os
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO

from PIL import Image, ImageChops

from app.bootstrap import Wiring
from app.domain.page import Page
from app.scanning.base import PaperSource, ScannedPage, Scanner, ScanProfile
from app.scanning.pnm_feeder import write_sane_config
from app.scanning.sane import SaneScanner, make_id
from app.scanning.sane_image import Frame, pack
from app.scanning.sane_library import FrameParameters
from app.scanning.sane_stream import Backlog, PageStream
from app.scanning.sane_types import FrameKind
from app.services import capture
from app.services.capture import ScanOrder
from app.services.station import Station
from app.settings import Settings
from app.store.base import Vault

A4_300 = (2480, 3508)
KINDS = 4
_CHUNK = 256 * 1024


@dataclass(slots=True)
class Timed:
    """A scanner that notes when the last byte of each page was read."""

    scanner: Scanner
    read_at: list[float] = field(default_factory=list)
    waited_s: float = 0.0
    bytes: list[int] = field(default_factory=list)

    def devices(self) -> list[object]:
        """None are looked for."""
        return []

    def scan(
        self, device_id: str, profile: ScanProfile, cancelled: Callable[[], bool]
    ) -> Generator[ScannedPage, None, None]:
        """As the scanner underneath."""
        waited = 0.0
        for page in self.scanner.scan(device_id, profile, cancelled):
            self.read_at.append(page.read_at)
            self.bytes.append(len(page.data))
            waited = page.waited_s
            yield page
        self.waited_s += waited


@dataclass(slots=True)
class Times:
    """Seconds after the last byte."""

    durable: list[float] = field(default_factory=list)
    visible: list[float] = field(default_factory=list)


def _papers(folder: Path) -> list[Path]:
    """Different pages as scanners give them: print, paper that is not quite white, noise."""
    chance = random.Random(5)  # noise
    made = []
    samples = sorted(Path(__file__).parents[1].glob("resources/samples/*/*.jpg"))
    for number, sample in enumerate(samples[:KINDS]):
        with Image.open(sample) as picture:
            page = picture.convert("RGB").resize(A4_300)
        grain = Image.frombytes("L", A4_300, chance.randbytes(A4_300[0] * A4_300[1]))
        grain = grain.point([value // 43 for value in range(256)])
        page = ImageChops.subtract(page, Image.merge("RGB", [grain] * 3))
        made.append(folder / f"{number}.ppm")
        page.save(made[-1], "PPM")
    return made


@contextlib.contextmanager
def _opened(folder: Path) -> Iterator[tuple[Station, Timed]]:
    sane = write_sane_config(folder / "sane.d", ("test", "pnm"))
    settings = Settings(data_dir=folder / "data", station_key_place="file", jobs=1,
                        scanner_discovery=False)  # fmt: skip
    scanner = SaneScanner({**sane, "PATH": os.environ["PATH"]}, keep_spare=True)
    timed = Timed(scanner)
    with (
        contextlib.closing(scanner),
        Wiring(settings, dict(os.environ)).station() as station,
    ):
        yield replace(station, scanner=timed), timed  # type: ignore[arg-type]  # no device is looked for


def feed(station: Station, timed: Timed, devices: Sequence[str], profile: ScanProfile) -> Times:
    """Scan each device once into one dossier."""
    home = capture.new_dossier(station).id
    times = Times()

    def saved(_page: Page) -> None:
        times.durable.append(time.monotonic() - timed.read_at[-1])

    def shown(_page: Page, jpeg: bytes) -> None:
        with Image.open(io.BytesIO(jpeg)) as picture:
            picture.load()
        times.visible.append(time.monotonic() - timed.read_at[-1])

    for device in devices:
        order = ScanOrder(device, profile, on_preview=shown)
        capture.scan(station, home, order, on_saved=saved)
    return times


def _row(name: str, times: Times, timed: Timed, wall_s: float) -> str:
    def told(values: Sequence[float]) -> str:
        ranked = sorted(values)
        p99 = ranked[min(len(ranked) - 1, int(len(ranked) * 0.99))]
        return f"{statistics.median(ranked):.3f} / {p99:.3f}"

    size = statistics.median(timed.bytes) / 1e6
    return (
        f"| {name} | {len(times.durable)} | {told(times.durable)} | {told(times.visible)} "
        f"| {timed.waited_s:.2f} | {len(times.durable) / wall_s:.1f} | {size:.1f} |"
    )


def measure(pages: int, folder: Path) -> list[str]:
    """Both feeds; Markdown."""
    lines = [
        "| feed | pages | durable (s, median / p99) | visible (s, median / p99) "
        "| feeder waited (s in all) | pages/s | MB a page |",
        "|---|---|---|---|---|---|---|",
    ]
    papers = _papers(folder)
    pnm = [make_id("pnm:0", {"filename": str(papers[n % len(papers)])}) for n in range(pages)]
    test = ["sane:test:0"] * max(1, pages // 10)
    glass = ScanProfile(source=PaperSource.FLATBED)
    for name, devices, profile in (
        ("`pnm`, A4 300 dpi colour, full speed", pnm, glass),
        (
            "`test` feeder, 200 × 200 mm 300 dpi colour",
            test,
            ScanProfile(source=PaperSource.FEEDER),
        ),
    ):
        with tempfile.TemporaryDirectory(dir=folder) as inner, _opened(Path(inner)) as (one, timed):
            feed(one, timed, devices[:1], profile)
            timed.read_at.clear()
            timed.bytes.clear()
            timed.waited_s = 0.0
            began = time.monotonic()
            times = feed(one, timed, devices, profile)
            lines.append(_row(name, times, timed, time.monotonic() - began))
    own = resource.getrusage(resource.RUSAGE_SELF)
    drivers = resource.getrusage(resource.RUSAGE_CHILDREN)
    lines += [
        "",
        f"Peak memory: station {own.ru_maxrss / 1024:.0f} MB, largest child "
        f"{drivers.ru_maxrss / 1024:.0f} MB. Processor time: station "
        f"{own.ru_utime + own.ru_stime:.0f} s, children "
        f"{drivers.ru_utime + drivers.ru_stime:.0f} s.",
    ]
    return lines


def ways(folder: Path, rate_mb_s: float = 40.0) -> list[str]:
    """One page step by step: packed at its end or while it comes, and what each step costs."""
    (paper, *_) = _papers(folder)
    with Image.open(paper) as picture:
        raw = picture.tobytes()
    width, height = A4_300
    layout = FrameParameters(FrameKind.RGB, True, 3 * width, width, height, 8)
    rows: list[str] = []

    def step(name: str, work: Callable[[], bytes]) -> bytes:
        walls, cores = [], []
        for _ in range(3):
            wall, core = time.perf_counter(), time.process_time()
            made = work()
            walls.append(time.perf_counter() - wall)
            cores.append(time.process_time() - core)
        wall_ms, core_ms = 1000 * statistics.median(walls), 1000 * statistics.median(cores)
        rows.append(f"| {name} | {wall_ms:.0f} | {core_ms:.0f} | {len(made) / 1e6:.1f} |")
        return made

    step("packed by Pillow after the last byte (level 1)",
         lambda: pack([Frame(layout, raw)], 300).png)  # fmt: skip

    def streamed() -> bytes:
        return _streamed(layout, raw, rate_mb_s * 1e6)[0]

    png = step(f"packed while it comes at {rate_mb_s:.0f} MB/s (whole time of the page)", streamed)
    tails = [_streamed(layout, raw, rate_mb_s * 1e6)[1] for _ in range(5)]
    rows.append(f"| – of it after the last byte | {1000 * statistics.median(tails):.0f} | | |")
    tails = [_streamed(layout, raw, 1e12)[1] for _ in range(5)]
    rows.append(
        f"| – the same at full speed of memory | {1000 * statistics.median(tails):.0f} | | |"
    )
    step("through the pipe to the station", lambda: _piped(png))
    step("digest of the page", lambda: hashlib.sha256(png).digest() and png)
    with _opened(folder) as (station, _):
        home = capture.new_dossier(station).id
        vault: Vault = station.vault
        step("sealed, written, synced, named", lambda: (vault.put(home, png), png)[1])
        step("the same with all raw bytes", lambda: (vault.put(home, raw), raw)[1])
    return ["| step | ms | ms of processor | MB |", "|---|---|---|---|", *rows]


def _streamed(layout: FrameParameters, raw: bytes, rate: float) -> tuple[bytes, float]:
    """The page, and the seconds from its last byte to its PNG."""
    with ThreadPoolExecutor(min(4, os.cpu_count() or 1)) as pool:
        stream, data = PageStream(layout, pool, Backlog()), bytearray()
        began = time.perf_counter()
        for start in range(0, len(raw), _CHUNK):
            data += raw[start : start + _CHUNK]
            stream.take(data)
            time.sleep(max(0.0, began + start / rate - time.perf_counter()))
        stream.close(data)
        last = time.perf_counter()
        page = stream.page(300)
        return page.png, time.perf_counter() - last


def _piped(data: bytes) -> bytes:
    """Bytes through a pipe, from another thread."""
    reader, writer = os.pipe()
    with (
        ThreadPoolExecutor(1) as pool,
        os.fdopen(reader, "rb") as ear,
        os.fdopen(writer, "wb") as mouth,
    ):
        said = pool.submit(_say, mouth, data)
        got = ear.read(len(data))
        said.result()
    return got


def _say(mouth: BinaryIO, data: bytes) -> None:
    mouth.write(data)
    mouth.flush()


def main(argv: Sequence[str] | None = None) -> int:
    """Entry point."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=100)
    parser.add_argument("--ways", action="store_true")
    arguments = parser.parse_args(argv)
    with tempfile.TemporaryDirectory(prefix="sohoa-speed-") as folder:
        if arguments.ways:
            print("\n".join(ways(Path(folder))))
        else:
            print("\n".join(measure(arguments.pages, Path(folder))))
    print(f"\n{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
