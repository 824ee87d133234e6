"""Hostile files through the importer and the workers, hostile bytes through every reader.

    python -m benchmarks.faults.hostile --seconds 20

The files of `benchmarks.faults.hostile_files` are taken in as an officer would, with worker
processes as the station has them; what is taken in is then drawn. After that each reader of bytes
from outside is given changed ones for some seconds. This process stands for the window: only the
station's own errors may reach it, and nothing may be left behind.
"""

from __future__ import annotations

import argparse
import logging
import multiprocessing
import os
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from app.errors import LibraryError, StationError
from app.jobs import ProcessLane
from app.services.capture import new_dossier
from app.services.import_files import import_files
from app.worker_process import Allowance
from benchmarks.faults.changes import change
from benchmarks.faults.hostile_files import hostile_files
from benchmarks.faults.outside_bytes import Reader, readers
from ocr.errors import OcrError
from ocr.intake.decode import decode_page
from tests.fakes.counter_station import CounterStation

PAGE_S = 30.0
MEMORY_MB = 1024
_READERS_SEED = 1


@dataclass(slots=True)
class Tally:
    """What became of hostile input.

    Attributes:
        ends: How many ended how.
        wrong: What must not be.
    """

    ends: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


def draw(data: bytes, page: int) -> tuple[int, ...]:
    """Decode one page in a worker; gives its size."""
    try:
        return tuple(decode_page(data, page).image.shape)
    except OcrError as error:
        raise LibraryError(error.code, error.advice, "") from error


def take_in_all(folder: Path, files: Iterable[tuple[str, bytes]] | None = None) -> Tally:
    """Lay the files out, import them all, and draw what was taken."""
    tally, sources = Tally(), folder / "from outside"
    sources.mkdir()
    for name, data in files or hostile_files():
        (sources / name).write_bytes(data)
    _special_files(sources)
    _start_first_worker()
    before = _open_handles()
    with _own_temporary_folder(folder / "temporary") as temporary:
        _take_in(sources, tally)
        tally.wrong += _left_behind(before, temporary)
    return tally


@contextmanager
def _own_temporary_folder(folder: Path) -> Iterator[Path]:
    """Send temporary files of this process and its workers where nobody else leaves any."""
    folder.mkdir()
    usual = os.environ.get("TMPDIR")
    os.environ["TMPDIR"], tempfile.tempdir = str(folder), None
    try:
        yield folder
    finally:
        tempfile.tempdir = None
        del os.environ["TMPDIR"]
        if usual is not None:
            os.environ["TMPDIR"] = usual


def _take_in(sources: Path, tally: Tally) -> None:
    lane = ProcessLane(2, timeout_s=PAGE_S, allowance=Allowance(memory_mb=MEMORY_MB))
    station = replace(CounterStation().station, cpu=lane)
    try:
        home = new_dossier(station).id
        result = import_files(station, home, [sources])
        for failure in result.failures:
            tally.ends[failure.error.code] += 1
        first = {page.raw: page for page in result.pages if page.frame == 0}
        for page in first.values():
            _draw(lane, station.vault.get(home, page.raw), tally)
    finally:
        lane.close()


def _start_first_worker() -> None:
    """Python keeps one handle for good once a process of its own was started."""
    lane = ProcessLane(1)
    lane.submit(len, b"").result()
    lane.close()


def _special_files(sources: Path) -> None:
    """What is no file: it must neither be waited for nor followed out of the folder."""
    os.mkfifo(sources / "pipe.pdf")
    (sources / "endless.png").symlink_to("/dev/zero")
    (sources / "loop.jpeg").symlink_to("loop.jpeg")
    (sources / "folder.png").mkdir()


def _draw(lane: ProcessLane, data: bytes, tally: Tally) -> None:
    try:
        lane.submit(draw, data, 0).result()
        tally.ends["taken in and drawn"] += 1
    except StationError as error:
        tally.ends[f"taken in, not drawn: {error.code}"] += 1
    except Exception as error:  # what must not be is told, and the others follow
        tally.wrong.append(f"{type(error).__name__} reached the window")


def _open_handles() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def _left_behind(handles: int, temporary: Path) -> list[str]:
    alive = [f"a worker lives on: {each.pid}" for each in multiprocessing.active_children()]
    more = _open_handles() - handles
    files = [path.name for path in temporary.iterdir()]
    leaks = [f"{more} handles stay open"] if more > 0 else []
    return alive + leaks + [f"temporary file {name} stays" for name in files]


def try_reader(reader: Reader, seconds: float, most: int = sys.maxsize) -> Tally:
    """Give a reader changed bytes for some seconds of processor time, or so many of them."""
    tally, rng = Tally(), random.Random(f"{reader.name} {_READERS_SEED}")
    end = time.process_time() + seconds
    while tally.ends.total() < most and time.process_time() < end:
        data = change(rng.choice(reader.seeds), rng)
        try:
            reader.read(data)
            tally.ends["read"] += 1
        except reader.allowed:
            tally.ends["refused"] += 1
        except Exception as error:  # what must not be is told, and the others follow
            wrong = f"{reader.name}: {type(error).__name__} {str(error)[:80]}"
            if wrong not in tally.wrong:
                tally.wrong.append(wrong)
    return tally


def main() -> int:
    """Print the tables; 1 when anything was wrong."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seconds", type=float, default=20.0, help="for each reader")
    options = parser.parse_args()
    logging.disable(logging.CRITICAL)
    folder, wrong = Path(tempfile.mkdtemp()), []
    try:
        tally = take_in_all(folder)
        print("| hostile files | count |\n|---|---|")
        for end, count in tally.ends.most_common():
            print(f"| {end} | {count} |")
        print(f"| **all** | **{tally.ends.total()}** |\n| wrong | {len(tally.wrong)} |\n")
        wrong += tally.wrong
        print("| reader | changed inputs | refused | wrong |\n|---|---|---|---|")
        for reader in readers(folder):
            tally = try_reader(reader, options.seconds)
            refused = tally.ends["refused"]
            total = tally.ends.total()
            print(f"| {reader.name} | {total} | {refused} | {len(tally.wrong)} |", flush=True)
            wrong += tally.wrong
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print("\n".join(wrong), file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
