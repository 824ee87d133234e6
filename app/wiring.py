"""What commands are given: the station's wiring and a voice."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from app.catalog.base import CatalogKeeper
from app.domain.officer import Right
from app.errors import StationError
from app.jobs import Progress
from app.province.station_login import DeviceCode, StationLogin
from app.scanning.base import Scanner
from app.scanning.network import NetworkScanners
from app.scanning.watch_folder import WatchFolder
from app.services.diagnose import Check
from app.services.digitize import Workshop
from app.services.folder_desk import SigningDesk
from app.services.key_card_drawing import KeyCard
from app.services.persons import PersonDoor
from app.services.receipt_check import ReceiptKeys
from app.services.settings_change import SettingsFiles
from app.services.station import Station
from app.settings import Settings
from app.store.base import Finding
from app.store.upkeep_base import SalvageSource
from app.store.wrapping import RecoveryKey

Json = dict[str, Any]  # values of JSON are any of its types


class Wiring(Protocol):
    """What `app.bootstrap` puts together for the commands."""

    @property
    def settings(self) -> Settings:
        """Settings of this run."""
        ...

    def settings_files(self) -> SettingsFiles:
        """Where settings are read and written."""
        ...

    def station(self) -> AbstractContextManager[Station]:
        """The station with its store open and recovered."""
        ...

    def disk(
        self, disk: Path, key: RecoveryKey, work: Path
    ) -> AbstractContextManager[SalvageSource]:
        """The store on the disk of a dead station, read with a recovery key."""
        ...

    def rebuild(self, disk: Path, key: RecoveryKey, target: Path) -> list[Finding]:
        """Make a working store out of such a disk; gives what could not be taken over."""
        ...

    def key_place(self, to: str) -> str:
        """Move the station's key ("file" or "keyring", "" leaves it) and tell where it is."""
        ...

    def catalog_keeper(self) -> CatalogKeeper:
        """Whoever changes the station's own catalogue."""
        ...

    def key_card(self) -> KeyCard:
        """The card of the window's keys, as the officer of the settings has them."""
        ...

    def scanner(self) -> Scanner:
        """All scanner families of this machine."""
        ...

    def network_scanners(self) -> NetworkScanners:
        """Scanners on the network, to be listed, added, confirmed and tried."""
        ...

    def watch_folder(self, folder: str) -> WatchFolder:
        """A watched folder, "" for the one of the settings."""
        ...

    def workshop(self, jobs: int) -> AbstractContextManager[Workshop]:
        """Workers and catalogue without a store."""
        ...

    def signing_desk(self) -> AbstractContextManager[SigningDesk]:
        """Workers for signatures without a store."""
        ...

    def allow(self, right: Right) -> None:
        """Ask for a right where the station itself is not opened.

        Raises:
            AccessError: The officer of the command may not do this.
        """
        ...

    def receipt_keys(self) -> ReceiptKeys:
        """Public keys that receipts are checked against; those that cannot be read are left out."""
        ...

    def restore_store(self, copy: str) -> None:
        """Put a copy of the database in its place; the next opening brings it up to date.

        Args:
            copy: Name of the copy, "" for the newest good one.
        """
        ...

    def say(self, error: StationError) -> str:
        """The officer's sentence for an error."""
        ...

    def check_machine(self) -> list[Check]:
        """What is installed, reachable and writable."""
        ...

    def station_login(self) -> StationLogin:
        """Login of the station at the province's login service."""
        ...

    def person_door(self) -> AbstractContextManager[PersonDoor | None]:
        """The login service for persons, None where none is set up."""
        ...

    def serve_receiver(self, data: str, port: int) -> None:
        """Run the reference processing system until it is stopped."""
        ...

    def demo(self, keep: str, line: Callable[[str], None]) -> Json:
        """The whole trip with the sample dossier."""
        ...


@dataclass(frozen=True, slots=True)
class Entry:
    """Who gives a command.

    Attributes:
        officer_id: Account to log in with, "" for none.
        ask: Gives the password of that account.
        right: What the command needs of a station with accounts, None for nothing.
        looks_only: The command changes nothing, so that a store that cannot be written will do.
    """

    officer_id: str
    ask: Callable[[], bytearray]
    right: Right | None = None
    looks_only: bool = False


@dataclass(frozen=True, slots=True)
class Output:
    """Where a command speaks."""

    line: Callable[[str], None]
    result: Callable[[Json], None]
    failed: Callable[[StationError], None]
    ask_secret: Callable[[str, str | None], bytearray]


def code_lines(code: DeviceCode) -> list[str]:
    """What a person has to do to confirm a login elsewhere."""
    lines = [f"Mở {code.address} trên điện thoại hoặc máy khác và nhập mã: {code.user_code}"]
    if code.whole_address:
        lines.append(f"Hoặc mở thẳng: {code.whole_address}")
    return [*lines, f"Mã có hiệu lực trong {code.expires_s / 60:.0f} phút. Đang chờ xác nhận…"]


def progress_text(progress: Progress) -> str:
    """How far work has come and how long it will take, as far as that is known."""
    counted = f"{progress.done}/{progress.total}"
    left = progress.seconds_left
    if left is None or progress.done >= progress.total:
        return counted
    return f"{counted}, còn {time_left(left)}"


def time_left(seconds: float) -> str:
    """A duration in words, no finer than it can be known."""
    if seconds < _SHORT_S:
        return "chưa đến 10 giây"
    if seconds < _MINUTES_FROM_S:
        return f"khoảng {10 * round(seconds / 10)} giây"
    minutes = round(seconds / 60)
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"khoảng {minutes} phút"
    return f"khoảng {hours} giờ {rest} phút" if rest else f"khoảng {hours} giờ"


_SHORT_S, _MINUTES_FROM_S = 10.0, 90.0

Arguments = argparse.Namespace

Command = Callable[[Arguments, Wiring, Output], int]
