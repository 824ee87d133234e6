"""The station and the desks, put together from settings and environment."""

from __future__ import annotations

import logging
import os
import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from app.bootstrap import (
    lanes,
    machine,
    person_login,
    scanners,
    signing_keys,
    store_rooms,
    watching,
    ways_out,
)
from app.bootstrap.clock import utc_now
from app.bootstrap.screen import has_screen
from app.bootstrap.setting_places import settings_book
from app.catalog.keeper import StationCatalog
from app.domain.officer import Right
from app.domain.owner import OwnerPolicy
from app.domain.signing import SignerRole
from app.errors import StationError
from app.first_window import raised_by_later_starts
from app.province.base import ProcessingSystem
from app.province.documents import DocumentStore
from app.scanning.base import Scanner
from app.scanning.family import KeepsReady, ScannerSet
from app.scanning.network import NetworkScanners
from app.scanning.watch_errors import WatchFolderDenied
from app.scanning.watch_folder import WatchFolder
from app.services import diagnose
from app.services.access import require
from app.services.digitize import Workshop
from app.services.disk_room import DiskRoom, free_bytes
from app.services.folder_desk import SigningDesk
from app.services.key_card_drawing import KeyCard
from app.services.key_opening import SignerRefused
from app.services.loose_evidence import EvidenceFolder
from app.services.persons import PersonDoor
from app.services.purge import finish as finish_purges
from app.services.receipt_check import ReceiptKeys
from app.services.recover import recover
from app.services.session import Session
from app.services.settings_change import SettingsDesk
from app.services.station import Identity, ReadingOptions, Station
from app.services.store_care import repair_told
from app.setting_files import SettingsBook
from app.setting_kinds import Flaw, SettingsBroken
from app.setting_words import trouble_words
from app.settings import Settings
from app.store.base import Finding
from app.store.looking import is_writable
from app.store.looking_base import told
from app.store.opening import Rooms, restore_copy
from app.store.upkeep_base import SalvageSource
from app.store.wrapping import RecoveryKey
from app.ui.messages import sentence
from app.upkeep_commands import policy_of
from app.wiring import Entry

if TYPE_CHECKING:
    from app.province.device_login import DeviceLogin
    from app.ui.screen_gear import Examiner

log = logging.getLogger(__name__)

_WHOSE_KEY = {SignerRole.PERSON: "Khóa của cá nhân", SignerRole.AGENCY: "Khóa của cơ quan"}


@dataclass(frozen=True, slots=True)
class Wiring:
    """Concrete rooms behind the ports, from settings and environment."""

    settings: Settings
    environment: Mapping[str, str]
    entry: Entry | None = None

    def settings_files(self) -> SettingsBook:
        """Where settings are read and written."""
        return settings_book(self.environment)

    @contextmanager
    def station(self) -> Iterator[Station]:
        """The station with its store open and recovered; everything is closed afterwards."""
        with ExitStack() as stack:
            may_look = self.entry is None or self.entry.looks_only
            rooms = store_rooms.open_store(self.settings, may_look=may_look)
            stack.callback(rooms.store.close)
            station = self._station_around(rooms, stack)
            if rooms.refusal is None:
                recover(station.unattended())
                finish_purges(station.unattended(), rooms.upkeep)
            self._let_in(station, self.entry.right if self.entry else None)
            yield station

    def _station_around(self, rooms: Rooms, stack: ExitStack) -> Station:
        """Everything else of the station; the stack closes it before the store."""
        settings, store, keeper = self.settings, rooms.store, self.catalog_keeper()
        system = stack.enter_context(closing(self.system()))
        documents = stack.enter_context(closing(self.documents()))
        cpu = stack.enter_context(closing(lanes.reading_lane(settings)))
        token = stack.enter_context(closing(lanes.token_lane()))
        stamps = stack.enter_context(closing(lanes.stamps_lane()))
        check = stack.enter_context(closing(lanes.check_lane(settings)))
        return Station(
            store=store,
            vault=rooms.vault,
            keys=stack.enter_context(signing_keys.key_hosts(settings, self.environment)),
            scanner=_closed_with(stack, self.scanner()),
            catalog=keeper.in_use(),
            system=system,
            cpu=cpu,
            token=token,
            identity=self._identity(),
            now=utc_now,
            random_bits=secrets.randbits,
            reading=self._reading(),
            signing=signing_keys.signing_options(settings, self.environment),
            documents=documents,
            owners=_owner_policy(settings.owner_required),
            forms=keeper,
            stamps=stamps,
            check=check,
            session=Session(managed=bool(store.officers())),
            care=store.care,
            upkeep=rooms.upkeep,
            typing=rooms.typing,
            refusal=None if rooms.refusal is None else told(rooms.refusal),
            profiles=scanners.profile_files(settings),
            room=DiskRoom(partial(free_bytes, settings.data_dir), settings.disk_reserve_mb * 2**20),
        )

    def disk(
        self, disk: Path, key: RecoveryKey, work: Path
    ) -> AbstractContextManager[SalvageSource]:
        """The store on the disk of a dead station, read with a recovery key."""
        return store_rooms.open_dead_disk(disk, key, work)

    def rebuild(self, disk: Path, key: RecoveryKey, target: Path) -> list[Finding]:
        """Make a working store out of such a disk."""
        return store_rooms.rebuild_store(disk, key, target, actor=self.settings.officer_id)

    def receipt_keys(self) -> ReceiptKeys:
        """Public keys that receipts are checked against; those that cannot be read are left out."""
        return ways_out.receipt_keys(self.settings)

    def restore_store(self, copy: str) -> None:
        """Put a copy of the database in its place; the next opening brings it up to date."""
        restore_copy(self.settings.data_dir, copy)

    def key_place(self, to: str) -> str:
        """Move the station's key and tell where it is; no station may be open meanwhile."""
        return store_rooms.move_key(self.settings, to)

    def allow(self, right: Right) -> None:
        """Ask for a right where the station itself is not opened."""
        if (self.settings.data_dir / "store.db").exists():
            with replace(self, entry=self.entry and replace(self.entry, right=right)).station():
                log.debug("allowed: %s", right)

    def _let_in(self, station: Station, right: Right | None) -> None:
        """Log in who gives the command; without accounts nobody has to."""
        if self.entry is None or not station.session.is_managed:
            return
        if self.entry.officer_id:
            with self.person_door() as door:
                keeper = person_login.doorkeeper(door)
                keeper.log_in(station, self.entry.officer_id, self.entry.ask())
        if right is not None:
            require(station, right)

    @contextmanager
    def workshop(self, jobs: int) -> Iterator[Workshop]:
        """Workers and catalogue without a store."""
        with closing(lanes.cpu_lane(self.settings, jobs)) as cpu:
            yield Workshop(
                cpu=cpu,
                catalog=self.catalog_keeper().in_use(),
                identity=self._identity(),
                now=utc_now,
                reading=self._reading(),
                ahead=lanes.pages_at_once(self.settings, jobs),
            )

    @contextmanager
    def signing_desk(self) -> Iterator[SigningDesk]:
        """Workers for signatures without a store."""
        settings = self.settings
        with (
            closing(lanes.cpu_lane(settings, 0)) as cpu,
            closing(lanes.stamps_lane()) as stamps,
            closing(lanes.check_lane(settings)) as check,
            signing_keys.key_hosts(settings, self.environment) as keys,
        ):
            yield SigningDesk(
                keys=keys,
                cpu=cpu,
                stamps=stamps,
                check=check,
                now=utc_now,
                options=signing_keys.signing_options(settings, self.environment),
                at_once=lanes.pages_at_once(settings, 0),
                evidence=EvidenceFolder(settings.data_dir / "evidence"),
            )

    def catalog_keeper(self) -> StationCatalog:
        """The catalogue of this station, in its data folder."""
        return StationCatalog(self.settings.data_dir / "catalog", utc_now)

    def scanner(self) -> Scanner:
        """All scanner families of this machine behind one door."""
        return ScannerSet(self.scanner_families())

    def scanner_families(self) -> dict[str, Scanner]:
        """SANE as it is set up, and the practice feeder where there is one."""
        keep_spare = self.entry is None
        return scanners.scanner_families(self.settings, self.environment, keep_spare=keep_spare)

    def network_scanners(self) -> NetworkScanners:
        """Scanners on the network, to be listed, added, confirmed and tried."""
        return scanners.network_scanners(self.settings, self.environment)

    def watch_folder(self, folder: str) -> WatchFolder:
        """A folder into which machines on the network scan, "" for that of the settings."""
        return watching.watch_folder(self.settings, folder)

    def system(self) -> ProcessingSystem:
        """The processing system of the settings; a wrong setting never keeps the station shut."""
        return ways_out.open_system(self.settings, self.catalog_keeper())

    def station_login(self) -> DeviceLogin:
        """Login of the station at the province's login service."""
        return ways_out.station_login(self.settings)

    def person_door(self) -> AbstractContextManager[PersonDoor | None]:
        """The login service for persons, None where none is set up."""
        return person_login.person_door(self.settings)

    def documents(self) -> DocumentStore:
        """The store of digitized papers; a wrong setting never keeps the station shut."""
        return ways_out.open_documents(self.settings)

    def say(self, error: StationError) -> str:
        """The officer's sentence for an error."""
        tries_left = getattr(error, "tries_left", None)
        facts = {} if tries_left is None else {"tries_left": tries_left}
        said = sentence(error.code, **facts)
        return f"{_WHOSE_KEY[error.role]}: {said}" if isinstance(error, SignerRefused) else said

    def check_machine(self) -> list[diagnose.Check]:
        """What is installed, reachable and writable."""
        return machine.check_machine(self._machine_rooms())

    def _machine_rooms(self) -> machine.MachineRooms:
        return machine.MachineRooms(
            self.settings, self.environment, self.scanner, self.system, self._setting_sentences
        )

    def _setting_sentences(self) -> list[str]:
        """What in the settings does not count."""
        return [trouble_words(each) for each in self.settings_files().read().troubles]

    def reading_trouble(self) -> StationError | None:
        """Why no page could be read on this machine, None when all models are there."""
        return machine.reading_trouble(self.settings)

    def serve_receiver(self, data: str, port: int) -> None:
        """Run the reference processing system until it is stopped."""
        from app.receiver.server import serve

        folder = Path(data) if data else self.settings.data_dir.with_name("tiep-nhan")
        serve(folder, port, ready=_tell_address)

    def demo(self, keep: str, line: Callable[[str], None]) -> dict[str, object]:
        """The whole trip with the sample dossier."""
        from app.demo import run_demo

        return run_demo(self._with, keep=keep, line=line, now=utc_now)

    def _with(self, settings: Settings) -> Wiring:
        return replace(self, settings=settings)

    def _station_of(self, settings: Settings) -> AbstractContextManager[Station]:
        return self._with(settings).station()

    def key_card(self) -> KeyCard:
        """The card of the window's keys, as the officer of the settings has them."""
        from app.services.key_choices import KeyChoices
        from app.ui.printed_keys import printed_keys

        choices = KeyChoices(self.settings.data_dir / "key-choices.json")
        return printed_keys(self.settings.window_language, choices.read(self.settings.officer_id))

    @property
    def has_screen(self) -> bool:
        """Whether a window can be shown at all; Qt would end the process otherwise."""
        return has_screen(self.environment)

    def run_window(self) -> int:
        """Open the window and stay until it is closed."""
        from app.bootstrap.practice import StationLineProbe, TrialRoom
        from app.services.first_steps import CourseFile
        from app.services.key_choices import KeyChoices
        from app.services.work_pause import WorkPause
        from app.ui.application import run_window
        from app.ui.desk_settings import DeskSettings
        from app.ui.last_place import LastPlace
        from app.ui.palettes import Look
        from app.ui.screen_gear import StepsGear

        changing = self._changing()
        desk = DeskSettings(
            key=self.settings.key,
            level=self.settings.signature_level,
            trouble=self.reading_trouble(),
            idle_s=60.0 * self.settings.idle_lock_min,
            later_starts=partial(raised_by_later_starts, self.settings.data_dir, os.urandom),
            purging=policy_of(self),
            recovery=store_rooms.recovery_place(self.settings),
            is_writable=partial(is_writable, self.settings.data_dir),
            network=self.network_scanners(),
            tray_sends=self.settings.tray_sends,
            support_contact=self.settings.support_contact,
            own_figures=self.settings.own_figures,
            last_place=LastPlace(self.settings.data_dir / "last-place.json"),
            key_choices=KeyChoices(self.settings.data_dir / "key-choices.json"),
            pauses=WorkPause(self.settings.data_dir / "paused.json"),
            language=self.settings.window_language,
            configuring=changing,
            look=Look(self.settings.look),
            text_percent=self.settings.text_percent,
            steps=StepsGear(
                CourseFile(self.settings.data_dir / "first-steps.json"),
                StationLineProbe(self.settings),
                settings=changing,
                key=self.settings.key,
                server_url=self.settings.server_url,
                language=self.settings.window_language,
                text_percent=self.settings.text_percent,
                look=Look(self.settings.look),
            ),
            practising=TrialRoom(self.settings, self._station_of, utc_now),
        )
        with self.person_door() as door, self.station() as station:
            desk = replace(desk, persons=door, keeper=person_login.doorkeeper(door))
            desk = replace(desk, examiner=self._examiner(station))
            if desk.trouble is None:
                desk = replace(desk, trouble=repair_told(station) or self._settings_trouble())
            if self.settings.watch_dir:
                into = self.settings.watch_into
                desk = replace(desk, watch_asks=into == "ask", watch_sorts=into == "separators")
                try:
                    desk = replace(desk, watched=self.watch_folder(""))
                except WatchFolderDenied as error:
                    desk = replace(desk, trouble=desk.trouble or error)
            return run_window(station, desk)

    def _settings_trouble(self) -> StationError | None:
        """That something in the settings does not count, None when all does."""
        troubles = self.settings_files().read().troubles
        is_broken = any(each.flaw is not Flaw.UNKNOWN for each in troubles)
        return SettingsBroken() if is_broken else None

    def _examiner(self, station: Station) -> Examiner:
        """Looks at this machine for the diagnostics screen."""
        from app.ui.screen_gear import Examiner

        rooms = replace(self._machine_rooms(), care=station.care)
        looks = partial(machine.exams, rooms, station.unattended())
        return Examiner(looks, machine.machine_facts, utc_now)

    def _changing(self) -> SettingsDesk:
        """Changes settings while the window is open."""
        book = self.settings_files()
        return SettingsDesk(book, book.read())

    def _identity(self) -> Identity:
        settings = self.settings
        return Identity(
            settings.station_id, settings.officer_id, settings.agency_code, settings.organ_name
        )

    def _reading(self) -> ReadingOptions:
        return ReadingOptions(
            page_timeout_s=self.settings.page_timeout_s,
            tessdata_dir=self.settings.tessdata_dir,
            languages=self.settings.languages,
            pdf_profile=self.settings.pdf_profile,
            pages_at_once=lanes.pages_at_once(self.settings, 0),
            max_file_bytes=self.settings.max_file_mb * 2**20,
        )


def _tell_address(port: int) -> None:
    print(f"Hệ thống tiếp nhận mẫu: http://127.0.0.1:{port}/", flush=True)


def _closed_with(stack: ExitStack, scanner: Scanner) -> Scanner:
    """The scanner, whose processes end with the station."""
    if isinstance(scanner, KeepsReady):
        stack.callback(scanner.close)
    return scanner


def _owner_policy(setting: str) -> OwnerPolicy:
    """Which dossiers need their owner: "all", or the codes of procedures."""
    words = frozenset(setting.split())
    return OwnerPolicy("all" in words, words - {"all"})
