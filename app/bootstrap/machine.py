"""What this machine can do: models, screen, everything that `sohoa doctor` looks at."""

from __future__ import annotations

import logging
import platform
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from importlib import metadata
from importlib.resources import files
from pathlib import Path

from app.bootstrap.clock import utc_now
from app.bootstrap.lanes import cpu_lane
from app.bootstrap.signing_keys import keys_at_services, remote_keys
from app.bootstrap.store_rooms import key_state
from app.bootstrap.windows_scanners import windows_looks
from app.errors import LibraryError, StationError
from app.jobs import Executor
from app.province.base import ProcessingSystem
from app.scanning.base import Scanner
from app.scanning.family import KeepsReady
from app.services import diagnose
from app.services.diagnose import Check
from app.services.diagnose_station import (
    check_clock,
    check_disk,
    check_fonts,
    check_free_memory,
    check_settings,
    check_store,
)
from app.services.disk_room import free_bytes
from app.services.examination import Exam, ExamWatch, run_exam
from app.services.station import Station
from app.services.workers import check_models
from app.settings import Settings
from app.store.backup import newest_copy_at
from app.store.care_base import NoCare, StoreCare

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class MachineRooms:
    """What an examination of the machine needs.

    Attributes:
        scanner: Makes a door to all scanners of its own.
        system: Makes a line to the processing system of its own.
        troubles: Sentences about settings that do not count.
        care: Of the store, where it is open.
    """

    settings: Settings
    environment: Mapping[str, str]
    scanner: Callable[[], Scanner]
    system: Callable[[], ProcessingSystem]
    troubles: Callable[[], list[str]]
    care: StoreCare = field(default_factory=NoCare)


def check_machine(rooms: MachineRooms) -> list[Check]:
    """What is installed, reachable and writable."""
    watch = ExamWatch()
    return [run_exam(exam, watch) for exam in exams(rooms)]


def exams(rooms: MachineRooms, station: Station | None = None) -> tuple[Exam, ...]:
    """Everything that can be looked at, the quick and near first; the store where it is open."""
    settings = rooms.settings
    newest_copy = partial(newest_copy_at, settings.data_dir / "backups")
    free = partial(free_bytes, settings.data_dir)
    near: list[tuple[str, Callable[[], Check]]] = [
        ("python", diagnose.check_python),
        ("settings", lambda: check_settings(rooms.troubles)),
        ("data", lambda: diagnose.check_data_folder(settings.data_dir)),
        ("disk", lambda: check_disk(free, settings.disk_reserve_mb * 2**20)),
        ("free_memory", lambda: check_free_memory(free_memory_mb)),
        ("fonts", lambda: check_fonts(bundled_fonts)),
        ("station_key", lambda: diagnose.check_station_key(partial(key_state, settings))),
        ("backup", lambda: diagnose.check_backups(newest_copy, utc_now())),
        ("token", lambda: diagnose.check_token_modules(_token_modules)),
        ("ocr", lambda: _in_worker(settings, _engine)),
        ("memory", lambda: _in_worker(settings, _bound)),
    ]
    far: list[tuple[str, Callable[[], Check]]] = [
        ("server", lambda: _server(rooms)),
        ("clock", lambda: _clock(rooms)),
        ("scanner", lambda: _scanners(rooms)),
        *windows_looks(settings, rooms.environment),
        *_signing_services(settings, rooms.environment),
    ]
    made = [Exam(name, _alone(look)) for name, look in near]
    made += [Exam(name, _alone(look), is_far=True) for name, look in far]
    if station is not None:
        open_station = station
        made.append(
            Exam(
                "store",
                lambda watch: check_store(open_station, watch.cancel, watch.on_progress),
                is_long=True,
            )
        )
    return tuple(made)


def machine_facts() -> dict[str, str]:
    """Versions of program and system for a report; neither the machine's name nor a user's."""
    return {
        "Trạm Số Hóa": _own_version(),
        "Python": platform.python_version(),
        "Hệ điều hành": f"{platform.system()} {platform.release()} {platform.machine()}",
    }


def _own_version() -> str:
    try:
        return metadata.version("tram-so-hoa")
    except metadata.PackageNotFoundError:
        return "?"


def bundled_fonts() -> Iterator[tuple[str, bytes]]:
    """Names and first bytes of the fonts that come along."""
    for each in files("resources").joinpath("fonts").iterdir():
        if each.name.endswith((".ttf", ".otf")):
            with each.open("rb") as stream:
                yield each.name, stream.read(4)


def free_memory_mb() -> int | None:
    """Memory that programs can have now, None where the system does not say.

    Source: proc_meminfo(5), MemAvailable in kB.
    """
    try:
        lines = Path("/proc/meminfo").read_text("ascii").splitlines()
        told = next(line for line in lines if line.startswith("MemAvailable:"))
        return int(told.split()[1]) // 1024
    except (OSError, StopIteration, ValueError, IndexError):
        return None


def _alone(look: Callable[[], Check]) -> Callable[[ExamWatch], Check]:
    """A look that is over before anybody would stop it."""
    return lambda _watch: look()


def _token_modules() -> list[str]:
    from app.token_keys import shipped_catalogue, token_libraries

    return [each.path for each in token_libraries(shipped_catalogue())]


def _in_worker(settings: Settings, look: Callable[[Settings, Executor], Check]) -> Check:
    with closing(cpu_lane(settings, 1)) as cpu:
        return look(settings, cpu)


def _engine(settings: Settings, cpu: Executor) -> Check:
    return diagnose.check_engine(cpu, settings.tessdata_dir, settings.languages)


def _bound(settings: Settings, cpu: Executor) -> Check:
    return diagnose.check_memory_bound(cpu, settings.worker_memory_mb)


def _server(rooms: MachineRooms) -> Check:
    with closing(rooms.system()) as system:
        return diagnose.check_server(system, rooms.settings.server_url)


def _clock(rooms: MachineRooms) -> Check:
    if not rooms.settings.server_url:
        return check_clock(None, rooms.care, utc_now())
    with closing(rooms.system()) as system:
        return check_clock(system, rooms.care, utc_now())


def _scanners(rooms: MachineRooms) -> Check:
    scanner = rooms.scanner()
    try:
        return diagnose.check_scanners(scanner)
    finally:
        if isinstance(scanner, KeepsReady):
            scanner.close()


def reading_trouble(settings: Settings) -> StationError | None:
    """Why no page could be read on this machine, None when all models are there."""
    try:
        check_models(settings.tessdata_dir, settings.languages)
    except LibraryError as error:
        log.error("pages cannot be read: %s %s", error.code, error.detail)
        return error
    return None


def _signing_services(
    settings: Settings, environment: Mapping[str, str]
) -> list[tuple[str, Callable[[], Check]]]:
    """A look at each of the station's keys that lies at a service."""

    def look(key: str) -> Check:
        with closing(remote_keys(settings, environment)) as remote:
            return diagnose.check_signing_service(partial(remote.check, key))

    return [("signing_service", partial(look, key)) for key in keys_at_services(settings)]
