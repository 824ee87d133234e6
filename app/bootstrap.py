"""Puts the station together: the only place that knows concrete classes and the environment."""

from __future__ import annotations

import logging
import os
import secrets
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from app import cli
from app.catalog.keeper import StationCatalog
from app.domain.events import Act
from app.domain.officer import Right
from app.domain.owner import OwnerPolicy
from app.domain.signing import SignerRole
from app.errors import LibraryError, NoScreen, StationError, WrongUse
from app.first_window import raise_first_window_soon, raised_by_later_starts
from app.jobs import ProcessLane
from app.logs import set_up_logging
from app.province.base import ProcessingSystem
from app.province.documents import DocumentStore, NoDocuments
from app.province.offline import OfflineOnly
from app.scanning.base import Scanner
from app.scanning.family import ScannerSet
from app.scanning.pnm_feeder import PnmFeeder, write_sane_config
from app.scanning.sane import SaneScanner
from app.services import diagnose
from app.services.access import require
from app.services.digitize import Workshop
from app.services.folder_desk import SigningDesk
from app.services.key_host import KeyHost, KeyHosts
from app.services.key_opening import PROGRAM_KIND, SignerRefused
from app.services.loose_evidence import EvidenceFolder
from app.services.officers import Doorkeeper
from app.services.program_signing import ProgramKeys
from app.services.purge import finish as finish_purges
from app.services.recover import recover
from app.services.session import Session
from app.services.station import Identity, ReadingOptions, SigningOptions, Station
from app.services.store_care import repair_told
from app.services.trust import station_reach, trust_dir_in_use
from app.services.workers import check_models, read_page
from app.settings import Settings, load_settings
from app.store.backup import newest_copy_at
from app.store.base import Finding, StoreInUse
from app.store.lock import closing_lock
from app.store.opening import Places, Rooms, open_rooms, restore_copy
from app.store.os_keyring import find_keyring
from app.store.station_key import KeyPlace, StationKey
from app.store.upkeep_base import SalvageSource
from app.store.wrapping import RecoveryKey
from app.ui.messages import sentence
from app.upkeep_commands import policy_of
from app.wiring import Entry
from app.worker_process import Allowance

if TYPE_CHECKING:
    from app.remote_keys import RemoteKeys

if TYPE_CHECKING:
    from app.province.device_login import DeviceLogin
    from app.province.pinning import LineSecurity
    from app.province.tokens import TokenSource

log = logging.getLogger(__name__)

APP_NAME = "tram-so-hoa"
TOKEN_TIMEOUT_S = 600.0
CHECK_MEMORY_MB, CHECK_TIMEOUT_S = 512, 20.0
"""What the check of one signed file may take; a hostile one ends with its process."""
_REMOTE_KINDS = ("csc", "smartca")
_WHOSE_KEY = {SignerRole.PERSON: "Khóa của cá nhân", SignerRole.AGENCY: "Khóa của cơ quan"}
_PAGES_PER_WORKER = 2
"""One in work and one at hand, so that no worker waits for the disk."""


def main(argv: Sequence[str] | None = None) -> int:
    """Entry point of `sohoa`: window without a command, else the command's exit code."""
    arguments = cli.parse(argv)
    environment = dict(os.environ)
    log_dir = None if arguments.command else Path(platformdirs.user_log_dir(APP_NAME))
    set_up_logging(log_dir, verbose=arguments.verbose)
    try:
        settings = _settings(environment, arguments.data)
    except StationError as error:
        print(f"{sentence(error.code)} [{error.code}] {error.detail}", file=sys.stderr)
        return 2
    entry = cli.entry_of(arguments) if arguments.command else None
    wiring = Wiring(settings, environment, entry)
    if arguments.command is None:
        return _open_window(wiring)
    try:
        return cli.run(arguments, wiring)
    except BrokenPipeError:
        cli.exit_quietly_on_closed_pipe()
        return 1


def _open_window(wiring: Wiring) -> int:
    """Open the window, or say on screen and in the terminal why it cannot open."""
    if not wiring.has_screen:
        print(f"{sentence(NoScreen.code)} [{NoScreen.code}]", file=sys.stderr)
        return 1
    try:
        return wiring.run_window()
    except StationError as error:
        if isinstance(error, StoreInUse) and raise_first_window_soon(wiring.settings.data_dir):
            log.info("the window that is open already comes to the front")
            return 0
        log.error("window cannot open: %s %s", error.code, error.detail)
        print(f"{sentence(error.code)} [{error.code}]", file=sys.stderr)
        from app.ui.refusal import show_refusal

        show_refusal(error.code)
        return 1


def _settings(environment: Mapping[str, str], data: str | None) -> Settings:
    config = Path(platformdirs.user_config_dir(APP_NAME)) / "settings.json"
    file = Path(environment.get("SOHOA_SETTINGS", str(config)))
    settings = load_settings(environment, file, Path(platformdirs.user_data_dir(APP_NAME)))
    return replace(settings, data_dir=Path(data)) if data else settings


def utc_now() -> datetime:
    """The wall clock, UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Wiring:
    """Concrete rooms behind the ports, from settings and environment."""

    settings: Settings
    environment: Mapping[str, str]
    entry: Entry | None = None

    @contextmanager
    def station(self) -> Iterator[Station]:
        """The station with its store open and recovered; everything is closed afterwards."""
        with ExitStack() as stack:
            rooms = self._open_rooms()
            store, vault = rooms.store, rooms.vault
            stack.callback(store.close)
            system, cpu, token = self.system(), self._cpu(0), self._token()
            stack.callback(system.close)
            documents = self.documents()
            stack.callback(documents.close)
            stack.callback(cpu.close)
            stack.callback(token.close)
            stamps, check = self._stamps(), self._check()
            stack.callback(stamps.close)
            stack.callback(check.close)
            keys = stack.enter_context(self._keys())
            station = Station(
                store=store,
                vault=vault,
                scanner=self.scanner(),
                catalog=self.catalog_keeper().in_use(),
                system=system,
                cpu=cpu,
                token=token,
                identity=self._identity(),
                now=utc_now,
                random_bits=secrets.randbits,
                reading=self._reading(),
                signing=self._signing(),
                documents=documents,
                owners=_owner_policy(self.settings.owner_required),
                forms=self.catalog_keeper(),
                keys=keys,
                stamps=stamps,
                check=check,
                session=Session(managed=bool(store.officers())),
                care=store.care,
                upkeep=rooms.upkeep,
            )
            recover(station.unattended())
            finish_purges(station.unattended(), rooms.upkeep)
            self._let_in(station, self.entry.right if self.entry else None)
            yield station

    def _open_rooms(self) -> Rooms:
        settings = self.settings
        second = Path(settings.second_copy_dir) if settings.second_copy_dir else None
        wants_keyring = settings.station_key_place == "auto"
        keyring = find_keyring() if wants_keyring or self._key_in_keyring() else None
        places = Places(keyring, wants_keyring and keyring is not None, second)
        return open_rooms(settings.data_dir, clock=lambda: utc_now().isoformat(), places=places)

    @property
    def _key_file(self) -> Path:
        return self.settings.data_dir / "keys" / "station.key"

    def _key_in_keyring(self) -> bool:
        key = StationKey(self._key_file, None)
        return key.exists and key.place() is KeyPlace.KEYRING

    def _key_state(self) -> str:
        """Place of the key after it was read there, "" while there is none."""
        keyring = find_keyring()
        key = StationKey(self._key_file, keyring)
        if not key.exists:
            return ""
        key.read()
        return "file" if key.place() is KeyPlace.FILE else keyring.title if keyring else ""

    def key_place(self, to: str) -> str:
        """Move the station's key and tell where it is; no station may be open meanwhile."""
        keyring = find_keyring()
        key = StationKey(self._key_file, keyring)
        with closing_lock(self.settings.data_dir / "app.lock"):
            if to:
                key.move(KeyPlace(to), os.urandom)
            is_file = key.place() is KeyPlace.FILE
        return "file" if is_file else f"keyring ({keyring.title if keyring else '?'})"

    @contextmanager
    def disk(self, disk: Path, key: RecoveryKey, work: Path) -> Iterator[SalvageSource]:
        """The store on the disk of a dead station, read with a recovery key."""
        from app.store.recovery import open_disk

        with closing(open_disk(disk, key, work, at=utc_now().isoformat())) as source:
            yield source

    def rebuild(self, disk: Path, key: RecoveryKey, target: Path) -> list[Finding]:
        """Make a working store out of such a disk."""
        with self.disk(disk, key, target / "work") as source:
            note = f"key {key.recipient.fingerprint}, from {source.origin}"
            actor = self.settings.officer_id
            act = Act(utc_now().isoformat(), actor, "store.recovered", "store", "", note)
            return source.make_store(target, act)

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
            Doorkeeper().log_in(station, self.entry.officer_id, self.entry.ask())
        if right is not None:
            require(station, right)

    @contextmanager
    def workshop(self, jobs: int) -> Iterator[Workshop]:
        """Workers and catalogue without a store."""
        with closing(self._cpu(jobs)) as cpu:
            yield Workshop(
                cpu=cpu,
                catalog=self.catalog_keeper().in_use(),
                identity=self._identity(),
                now=utc_now,
                reading=self._reading(),
                ahead=_PAGES_PER_WORKER * self._workers(jobs),
            )

    @contextmanager
    def signing_desk(self) -> Iterator[SigningDesk]:
        """Workers for signatures without a store."""
        with ExitStack() as stack:
            lanes = (self._cpu(0), self._stamps(), self._check())
            for lane in lanes:
                stack.callback(lane.close)
            cpu, stamps, check = lanes
            yield SigningDesk(
                keys=stack.enter_context(self._keys()),
                cpu=cpu,
                stamps=stamps,
                check=check,
                now=utc_now,
                options=self._signing(),
                at_once=_PAGES_PER_WORKER * self._workers(0),
                evidence=EvidenceFolder(self.settings.data_dir / "evidence"),
            )

    def catalog_keeper(self) -> StationCatalog:
        """The catalogue of this station, in its data folder."""
        return StationCatalog(self.settings.data_dir / "catalog", utc_now)

    def scanner(self) -> Scanner:
        """All scanner families of this machine behind one door."""
        return ScannerSet(self.scanner_families())

    def scanner_families(self) -> dict[str, Scanner]:
        """SANE as it is set up, and the practice feeder where there is one.

        A SANE that is set up for the practice feeder only has no device of its own to offer.
        """
        families: dict[str, Scanner] = {}
        config_dir = self.settings.sane_config_dir
        if not self.settings.feeder_dir or config_dir != str(self._practice_config):
            own = {"SANE_CONFIG_DIR": config_dir} if config_dir else {}
            families["sane"] = SaneScanner({**self.environment, **own})
        if self.settings.feeder_dir:
            families["sane-feeder"] = self._practice_feeder(Path(self.settings.feeder_dir))
        return families

    @property
    def _practice_config(self) -> Path:
        return self.settings.data_dir / "sane"

    def _practice_feeder(self, folder: Path) -> Scanner:
        """Sample papers that go through the real SANE path; for demonstrations."""
        config = write_sane_config(self._practice_config, ["pnm"])
        stacks = {
            stack.name: sorted(path for path in stack.iterdir() if path.suffix == ".jpg")
            for stack in sorted(folder.iterdir())
            if stack.is_dir()
        }
        return PnmFeeder(SaneScanner({**self.environment, **config}), stacks)

    def system(self) -> ProcessingSystem:
        """The processing system of the settings; a wrong setting never keeps the station shut."""
        other_way = self.settings.delivery != "intake"
        if not self.settings.server_url and not other_way:
            return OfflineOnly()
        try:
            return self._other_way() if other_way else self._intake()
        except StationError as error:
            log.error("processing system cannot be used: %s", error.detail)
            return OfflineOnly(error.detail)

    def _other_way(self) -> ProcessingSystem:
        """A folder, a storage, a document store or a system that a file describes."""
        from app.province.ways import WayOptions, open_way

        settings = self.settings
        titles = {paper.code: paper.title for paper in self.catalog_keeper().in_use().paper_types()}
        options = WayOptions(
            data_dir=settings.data_dir,
            now=utc_now,
            server_url=settings.server_url,
            token=_secret(settings.server_token_file),
            secret_file=settings.delivery_secret_file,
            ca_file=settings.server_ca_file,
            keys_file=settings.server_keys_file,
            organ_name=settings.organ_name,
            title_of=lambda code: titles.get(code, "Giấy tờ"),
            portal_paths=settings.portal_paths,
        )
        return open_way(settings.delivery, options)

    def _intake(self) -> ProcessingSystem:
        from app.province.pinning import PinnedIntake

        return PinnedIntake(
            self.settings.server_url,
            keys_file=Path(
                self.settings.server_keys_file or self.settings.data_dir / "server-keys.json"
            ),
            token=self._tokens(),
            security=self._line_security(),
        )

    def _line_security(self) -> LineSecurity:
        from app.province.endpoint import Proxy
        from app.province.pinning import LineSecurity

        settings = self.settings
        return LineSecurity(
            ca_file=settings.server_ca_file,
            identity_file=settings.server_cert_file,
            identity_password=_secret(settings.server_cert_password_file),
            proxy=Proxy(settings.server_proxy, _secret(settings.server_proxy_login_file)),
        )

    def _tokens(self) -> TokenSource:
        """Where the token of the line comes from; a login counts for more than a file."""
        from app.province.tokens import FileToken, FixedToken

        if self.settings.login_url:
            return self.station_login()
        file = self.settings.server_token_file
        return FileToken(Path(file)) if file else FixedToken()

    def station_login(self) -> DeviceLogin:
        """Login of the station at the province's login service."""
        from app.province.device_login import Client, DeviceLogin

        settings, security = self.settings, self._line_security()
        return DeviceLogin(
            Client(settings.login_url, settings.login_client_id, settings.login_scope),
            settings.data_dir / "server-login.json",
            tls=security.context(),
            proxy=security.proxy,
        )

    def documents(self) -> DocumentStore:
        """The store of digitized papers; a wrong setting never keeps the station shut."""
        if not self.settings.documents_url:
            return NoDocuments()
        from app.province.documents_api import DocumentsClient

        try:
            return DocumentsClient(
                self.settings.documents_url,
                token=_secret(self.settings.documents_token_file),
                ca_file=self.settings.server_ca_file,
            )
        except StationError as error:
            log.error("store of digitized papers cannot be used: %s", error.detail)
            return NoDocuments(error.detail)

    def restore_store(self, copy: str) -> None:
        """Put a copy of the database in its place; the next opening brings it up to date."""
        restore_copy(self.settings.data_dir, copy)

    def say(self, error: StationError) -> str:
        """The officer's sentence for an error."""
        tries_left = getattr(error, "tries_left", None)
        facts = {} if tries_left is None else {"tries_left": tries_left}
        said = sentence(error.code, **facts)
        return f"{_WHOSE_KEY[error.role]}: {said}" if isinstance(error, SignerRefused) else said

    def check_machine(self) -> list[diagnose.Check]:
        """What is installed, reachable and writable."""
        with closing(self._cpu(1)) as cpu, closing(self.system()) as system:
            return [
                diagnose.check_python(),
                diagnose.check_engine(cpu, self.settings.tessdata_dir, self.settings.languages),
                diagnose.check_memory_bound(cpu, self.settings.worker_memory_mb),
                diagnose.check_scanners(self.scanner()),
                diagnose.check_token_modules(),
                *self._signing_services(),
                diagnose.check_data_folder(self.settings.data_dir),
                diagnose.check_station_key(self._key_state),
                diagnose.check_backups(
                    partial(newest_copy_at, self.settings.data_dir / "backups"), utc_now()
                ),
                diagnose.check_server(system, self.settings.server_url),
            ]

    def _signing_services(self) -> list[diagnose.Check]:
        """A finding for each of the station's keys that lies at a service."""
        keys = {self.settings.key, self.settings.agency_key}
        far = sorted(key for key in keys if key.partition(":")[0] in _REMOTE_KINDS)
        with closing(self._remote_keys()) as remote:
            return [diagnose.check_signing_service(partial(remote.check, key)) for key in far]

    def reading_trouble(self) -> StationError | None:
        """Why no page could be read on this machine, None when all models are there."""
        try:
            check_models(self.settings.tessdata_dir, self.settings.languages)
        except LibraryError as error:
            log.error("pages cannot be read: %s %s", error.code, error.detail)
            return error
        return None

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

    @property
    def has_screen(self) -> bool:
        """Whether a window can be shown at all; Qt would end the process otherwise."""
        if not sys.platform.startswith("linux"):
            return True
        names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
        return any(self.environment.get(name) for name in names)

    def run_window(self) -> int:
        """Open the window and stay until it is closed."""
        from app.ui.application import DeskSettings, run_window

        desk = DeskSettings(
            key=self.settings.key,
            level=self.settings.signature_level,
            trouble=self.reading_trouble(),
            idle_s=60.0 * self.settings.idle_lock_min,
            later_starts=partial(raised_by_later_starts, self.settings.data_dir, os.urandom),
            purging=policy_of(self),
        )
        with self.station() as station:
            if desk.trouble is None:
                desk = replace(desk, trouble=repair_told(station))
            return run_window(station, desk)

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
            pages_at_once=_PAGES_PER_WORKER * self._workers(0),
            max_file_bytes=self.settings.max_file_mb * 2**20,
        )

    def _signing(self) -> SigningOptions:
        return SigningOptions(
            level=self.settings.signature_level,
            timestamp_urls=tuple(self.settings.timestamp_urls.split()),
            trust_dir=trust_dir_in_use(self.settings),
            kind=self.settings.signature_kind,
            padding=self.settings.rsa_padding,
            owe_time=self.settings.owe_time,
            send_without_time=self.settings.deliver_without_time,
            time_deadline_s=3600.0 * self.settings.time_deadline_h,
            service_timeout_s=self.settings.service_timeout_s,
            inbox_dir=self.settings.results_dir,
            results_every_s=(
                60.0 * self.settings.results_every_min if self.settings.server_url else 0.0
            ),
            agency_key=self.settings.agency_key,
            further_keys=tuple(filter(None, map(str.strip, self.settings.further_keys.split(";")))),
            seal_dossiers=self.settings.seal_dossiers,
            person_picture=self.settings.signature_picture,
            seal_picture=self.settings.seal_picture,
            organ_name=self.settings.organ_name,
            sign_offline=self.settings.sign_offline,
            reach=station_reach(self.settings, self.environment, utc_now()),
        )

    @contextmanager
    def _keys(self) -> Iterator[KeyHosts]:
        """Each key file, each library of tokens and each key at a service in a process of its own.

        Windows asks for the PIN of its keys itself, so they are asked from here.
        """
        from app.key_files import FileKeys
        from app.token_keys import TokenKeys
        from app.windows_keys import WindowsKeys

        files = FileKeys(self.environment)
        tokens = TokenKeys(self.settings.data_dir / "modules.json", self.environment)
        remote, windows = self._remote_keys(), WindowsKeys()
        with closing(tokens), closing(files), closing(remote), closing(windows):
            hosts: dict[str, KeyHost] = {"p12": files, "pkcs11": tokens, "cng": windows}
            yield KeyHosts(
                hosts | dict.fromkeys(_REMOTE_KINDS, remote) | {PROGRAM_KIND: ProgramKeys()}
            )

    def _remote_keys(self) -> RemoteKeys:
        from app.remote_keys import RemoteKeys
        from app.remote_wire import ServiceWay
        from app.service_accounts import read_accounts

        way = ServiceWay(
            timeout_s=self.settings.service_timeout_s,
            confirm_within=timedelta(minutes=self.settings.confirm_within_min),
            reach=station_reach(self.settings, self.environment, utc_now()),
        )
        accounts = read_accounts(self.settings.signing_services_file)
        return RemoteKeys(accounts, way, self.environment)

    def _workers(self, jobs: int) -> int:
        return jobs or self.settings.jobs or os.cpu_count() or 1

    def _cpu(self, jobs: int) -> ProcessLane:
        page_s = self.settings.page_timeout_s
        allowance = Allowance(low_priority=True, memory_mb=self.settings.worker_memory_mb)
        return ProcessLane(
            self._workers(jobs), bounds={read_page: page_s}, allowance=allowance, name="cpu"
        )

    def _token(self) -> ProcessLane:
        return ProcessLane(1, timeout_s=TOKEN_TIMEOUT_S, name="token")

    def _stamps(self) -> ProcessLane:
        return ProcessLane(1, timeout_s=TOKEN_TIMEOUT_S, name="stamps")

    def _check(self) -> ProcessLane:
        allowance = Allowance(memory_mb=CHECK_MEMORY_MB)
        return ProcessLane(
            self._workers(0), timeout_s=CHECK_TIMEOUT_S, allowance=allowance, name="check"
        )


def _tell_address(port: int) -> None:
    print(f"Hệ thống tiếp nhận mẫu: http://127.0.0.1:{port}/", flush=True)


def _owner_policy(setting: str) -> OwnerPolicy:
    """Which dossiers need their owner: "all", or the codes of procedures."""
    words = frozenset(setting.split())
    return OwnerPolicy("all" in words, words - {"all"})


def _secret(file: str) -> str:
    if not file:
        return ""
    try:
        return Path(file).read_text("utf-8").strip()
    except OSError as error:
        raise WrongUse(f"{file}: {error.strerror}") from error
