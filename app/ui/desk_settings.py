"""What the window has to be told when it opens."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field

from app.errors import StationError
from app.scanning.network import NetworkScanners
from app.scanning.watch_folder import WatchFolder
from app.services.doorkeeper import Doorkeeper
from app.services.first_run import RecoveryPlace
from app.services.key_choices import KeyChoices
from app.services.persons import PersonDoor
from app.services.practice import PracticeRoom
from app.services.purge import PurgePolicy
from app.services.settings_change import SettingsDesk as Changing
from app.services.work_pause import WorkPause
from app.ui.last_place import LastPlace
from app.ui.look import Look
from app.ui.screen_gear import Examiner, StepsGear

LaterStarts = Callable[[Callable[[], None]], AbstractContextManager[None]]
"""Listens meanwhile for further starts of the program; calls back for each, on any thread."""


def _not_heard(_on_start: Callable[[], None]) -> AbstractContextManager[None]:
    return nullcontext()


def _never() -> bool:
    return False


@dataclass(frozen=True, slots=True)
class DeskSettings:
    """What the window has to be told.

    Attributes:
        key: Signing key, "p12:PATH" or "pkcs11:MODULE#TOKEN"; "" when none is set up.
        level: Signature level, "" for the station's.
        device_hint: Part of the id of the scanner that is chosen at start, "" for the first.
        language: "vi" or "en".
        trouble: Why pages cannot be read on this machine, told at start; None when they can.
        idle_s: Seconds without a touch after which the screen locks, 0 = never.
        keeper: Looks at passwords.
        persons: Login service for persons, None where none is set up.
        later_starts: Hears of further starts, which bring this window to the front.
        recovery: Where the key of a passphrase lies; None where nothing is set up here.
        purging: When received dossiers are erased; None for never.
        watched: Folder into which machines on the network scan, None for none.
        watch_asks: Files from there wait until an officer says where they go.
        watch_sorts: Covers and separator sheets in them say it.
        network: Scanners on the network, whose certificates are confirmed here; None for none.
        own_figures: Officers see their own counts, each of them nobody else's.
        last_place: Where the officer was is kept there, None = nowhere.
        key_choices: Keys that officers chose are kept there, None = for this window alone.
        look: Colours: as the system has them, light, dark or high contrast.
        text_percent: Size of all text, 100 to 200.
        examiner: Looks at the machine, None where nobody does.
        configuring: Settings and who changes them, None where there are no files of them.
        tray_sends: Closing the window with dossiers to be sent leaves the station in the tray.
        support_contact: Whom officers call, "" for nobody.
        steps: What the first steps work with; None for a window without them.
        practising: Where a trial dossier is worked on; None for nowhere.
        is_practice: This is the window of the practice: no tray, and nothing holds it back.
        speak: Opens the window anew in another language; None where that cannot be done.
        pauses: What an officer has put off: reading, sending.
        is_writable: Whether the data folder takes something now; asked while it did not.
    """

    key: str = ""
    level: str = ""
    device_hint: str = ""
    language: str = "vi"
    trouble: StationError | None = None
    idle_s: float = 0.0
    keeper: Doorkeeper = field(default_factory=Doorkeeper)
    persons: PersonDoor | None = None
    later_starts: LaterStarts = _not_heard
    purging: PurgePolicy | None = None
    recovery: RecoveryPlace | None = None
    watched: WatchFolder | None = None
    watch_asks: bool = True
    watch_sorts: bool = False
    is_writable: Callable[[], bool] = _never
    network: NetworkScanners | None = None
    last_place: LastPlace | None = None
    own_figures: bool = False
    key_choices: KeyChoices | None = None
    look: Look = Look.SYSTEM
    text_percent: int = 100
    configuring: Changing | None = None
    examiner: Examiner | None = None
    tray_sends: bool = True
    support_contact: str = ""
    steps: StepsGear | None = None
    practising: PracticeRoom | None = None
    is_practice: bool = False
    speak: Callable[[str], None] | None = None
    pauses: WorkPause = field(default_factory=WorkPause)
