"""Hostile files through the importer and the workers, hostile bytes through every reader.

    python -m benchmarks.faults.hostile --seconds 20

The files of `benchmarks.faults.hostile_files` are taken in as an officer would, with worker
processes as the station has them; what is taken in is then drawn. After that each reader of bytes
from outside is given changed ones for some seconds. This process stands for the window: only the
station's own errors may reach it, and nothing may be left behind.
"""

from __future__ import annotations

import argparse
import json
import logging
import multiprocessing
import os
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from app.domain.manifest import manifest_from_json
from app.errors import LibraryError, StationError
from app.jobs import ProcessLane
from app.province.receipts import verify_receipt
from app.province.tus import Reply, failure_of, json_of, moment_of, offset_of, service_of
from app.services.capture import import_files, new_dossier
from app.services.workers import inspect_source
from app.store.envelope import open_bytes, seal_bytes
from app.store.journal_lines import entry_line, understand
from app.worker_process import Allowance
from benchmarks.faults.hostile_files import hostile_files, sound_files
from benchmarks.faults.office import Office
from benchmarks.faults.scenarios import opened, scenario
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
    before, temporary = _open_handles(), set(Path(tempfile.gettempdir()).iterdir())
    lane = ProcessLane(2, timeout_s=PAGE_S, allowance=Allowance(memory_mb=MEMORY_MB))
    counter = CounterStation()
    station = replace(counter.station, cpu=lane)
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
    tally.wrong += _left_behind(before, temporary)
    return tally


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


def _left_behind(handles: int, temporary: set[Path]) -> list[str]:
    alive = [f"a worker lives on: {each.pid}" for each in multiprocessing.active_children()]
    more = _open_handles() - handles
    files = set(Path(tempfile.gettempdir()).iterdir()) - temporary
    ours = [path.name for path in files if path.name.startswith("sohoa")]
    leaks = [f"{more} handles stay open"] if more > 0 else []
    return alive + leaks + [f"temporary file {name} stays" for name in ours]


@dataclass(frozen=True, slots=True)
class Reader:
    """A reader of bytes from outside.

    Attributes:
        seeds: Sound bytes.
        read: Takes changed ones.
        allowed: Errors that it may raise.
    """

    name: str
    seeds: Sequence[bytes]
    read: Callable[[bytes], object]
    allowed: tuple[type[Exception], ...] = (StationError,)


def readers(folder: Path) -> list[Reader]:
    """Every reader, each with something sound to change."""
    scene, root = scenario("send"), folder / "sound"
    scene.lay_out(root)
    with opened(root, Office()) as station:
        (sent,) = station.store.submissions()
        manifest = station.vault.get(sent.dossier_id, sent.manifest)
    known = manifest_from_json(manifest)
    line = entry_line(7, [("page", {"id": "p", "seq": 1, "raw": b"x"})], [("page", ("q",))])[1]
    sealed = seal_bytes(bytes(32), b"home", b"x" * 3000, salt=bytes(32))
    reply = json.dumps({"id": "r-1", "uploads": [{"file": "f", "url": "/v1/u"}], "state": "x"})
    receipt = f"{_base64({'alg': 'ES256', 'kid': 'a'})}.{_base64({'iss': 'x'})}.c2ln"
    header = b"5\n2026-10-08T03:04:05Z\nThu, 08 Oct 2026 03:04:05 GMT"
    return [
        Reader("manifest", [manifest], manifest_from_json, (ValueError,)),
        Reader("journal", [line], understand, (StationError, ValueError)),
        Reader("envelope", [sealed], lambda data: open_bytes(bytes(32), b"home", data)),
        Reader(
            "receipt",
            [receipt.encode()],
            lambda data: verify_receipt(data.decode("latin-1"), {"keys": []}, known),
        ),
        Reader("replies of servers", [reply.encode()], _read_reply),
        Reader("headers of servers", [header], _read_headers),
        Reader("importer", list(sound_files().values()), inspect_source),
    ]


def _base64(content: dict[str, str]) -> str:
    import base64

    return base64.urlsafe_b64encode(json.dumps(content).encode()).decode().rstrip("=")


def _read_reply(data: bytes) -> None:
    for status in (201, 422):
        reply = Reply(status, {"content-type": "application/json"}, data)
        failure_of(reply)
        service_of(json_of(reply, frozenset({201, 422})))


def _read_headers(data: bytes) -> None:
    text = data.decode("latin-1")
    moment_of(text)
    offset_of(Reply(204, {"upload-offset": text}, b""), frozenset({204}))


def change(data: bytes, rng: random.Random) -> bytes:
    """Another version: bytes flipped, cut out, doubled, replaced by awkward ones, or cut off."""
    changed = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 5, 20))):
        if not changed:
            return bytes(changed)
        at = rng.randrange(len(changed))
        end = min(len(changed), at + rng.choice((1, 2, 8, 64)))
        match rng.randrange(6):
            case 0:
                changed[at] ^= 1 << rng.randrange(8)
            case 1:
                del changed[at:end]
            case 2:
                changed[at:at] = changed[at:end] * rng.choice((1, 2, 50))
            case 3:
                changed[at:end] = rng.choice((b"\xff" * 8, b"-1", b"1e999", b"null", b"[" * 3000))
            case 4:
                changed[at:end] = rng.randbytes(end - at)
            case _:
                del changed[at:]
    return bytes(changed)


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
