"""Start and end of the window."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field

from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QApplication

from app.errors import StationError
from app.services.audit_log import require_anchors
from app.services.officers import Doorkeeper
from app.services.purge import PurgePolicy
from app.services.runner import Runner
from app.services.session import Unguarded
from app.services.station import Station
from app.ui.collector import GuiCollector
from app.ui.desk import Desk
from app.ui.emblem import emblem
from app.ui.flows import SigningChoice, build_flows
from app.ui.jobs_bridge import JobsBridge, Lane
from app.ui.lock_desk import LockDesk
from app.ui.look import dress
from app.ui.network_watch import NetworkWatch, system_network
from app.ui.singletons import keep_singletons_alive
from app.ui.takeover_desk import TakeoverDesk
from app.ui.translation import Translation, locale
from app.ui.trouble_desk import TroubleDesk
from app.ui.window import Window

log = logging.getLogger(__name__)

SWITCH_S = 0.001
"""How soon another thread may run Python; the usual 5 ms add up while the window paints."""

QUIT_WAIT_S = 5.0
"""Longest wait for each running job at the end; what is unfinished stays a row."""

LaterStarts = Callable[[Callable[[], None]], AbstractContextManager[None]]
"""Listens meanwhile for further starts of the program; calls back for each, on any thread."""


def _not_heard(_on_start: Callable[[], None]) -> AbstractContextManager[None]:
    return nullcontext()


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
        later_starts: Hears of further starts, which bring this window to the front.
        purging: When received dossiers are erased; None for never.
    """

    key: str = ""
    level: str = ""
    device_hint: str = ""
    language: str = "vi"
    trouble: StationError | None = None
    idle_s: float = 0.0
    keeper: Doorkeeper = field(default_factory=Doorkeeper)
    later_starts: LaterStarts = _not_heard
    purging: PurgePolicy | None = None


class Counter:
    """The window with everything behind it; made by `open_counter`."""

    def __init__(self, station: Station, desk: DeskSettings, wake: Callable[[], None]) -> None:
        self.window = Window(desk.language, desk.device_hint)
        self.bridge = JobsBridge(self.window, carry=station.session.carry)
        self.troubles = TroubleDesk(self.window.message, desk.language, self.window)
        self.flows = build_flows(
            station,
            self.bridge,
            signing=SigningChoice(desk.key, desk.level),
            wake=wake,
            parent=self.window,
        )
        self.desk = Desk(self.window, self.flows, self.troubles, self.window)
        self.bridge.trouble.connect(self.troubles.show)
        self.lock = LockDesk(
            self.window, station, self.bridge, keeper=desk.keeper, language=desk.language
        )
        self.lock.switched.connect(self.desk.turn_away)
        self.lock.entered.connect(self.desk.officer_came)
        self.lock.unguarded.connect(self._tell_unguarded)
        self.takeover = TakeoverDesk(
            self.window, station, self.bridge, queue=self.flows.queue, troubles=self.troubles
        )
        self._station, self._idle_s = station, desk.idle_s
        self._procedures = station.catalog.procedures()
        self._trouble = desk.trouble

    def start(self) -> None:
        """Show the window and read the first rows."""
        self.lock.start(self._idle_s)
        self.window.show()
        self.desk.start(self._procedures)
        if self._trouble is not None:
            self.troubles.show(self._trouble)

        station = self._station
        self.bridge.run(Lane.CHECK, lambda: require_anchors(station), _all_there)

    def _tell_unguarded(self) -> None:
        self.troubles.show(Unguarded())

    def rows_changed(self) -> None:
        """Rows have changed. Runs on: any thread."""
        self.bridge.post(self.desk.rows_changed)

    def lane_trouble(self, error: StationError) -> None:
        """A lane of the runner is held up. Runs on: any thread."""
        self.bridge.post(self.troubles.show_lane, error)

    def started_again(self) -> None:
        """The program was started once more: its window is this one. Runs on: any thread."""
        self.bridge.post(self._come_to_front)

    def _come_to_front(self) -> None:
        self.window.setWindowState(self.window.windowState() & ~Qt.WindowState.WindowMinimized)
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()

    def close(self) -> None:
        """Stop what runs and wait for it, bounded."""
        self.flows.capture.stop()
        self.flows.results.stop_fetching()
        self.flows.results.stop()
        self.flows.signing.stop()
        self.bridge.close(QUIT_WAIT_S)


def _all_there(_nothing: None) -> None:
    """Every head that a receipt names is in the audit chain."""


class _Wake:
    """Wakes the runner, which exists only after the window that asks for it."""

    def __init__(self) -> None:
        self.runner: Runner | None = None

    def __call__(self) -> None:
        if self.runner is not None:
            self.runner.wake()


def run_window(station: Station, desk: DeskSettings) -> int:
    """Show the window until it is closed; gives the exit code."""
    keep_singletons_alive()
    sys.setswitchinterval(SWITCH_S)
    application = QApplication.instance()
    if not isinstance(application, QApplication):
        application = QApplication(sys.argv[:1])
    set_up(application, desk.language)
    GuiCollector(application)
    wake = _Wake()
    counter = Counter(station, desk, wake)
    runner = Runner(
        station.unattended(),
        on_change=counter.rows_changed,
        on_trouble=counter.lane_trouble,
        purging=desk.purging,
    )
    wake.runner = runner
    network = NetworkWatch(system_network(), counter.window)
    network.came_back.connect(runner.line_is_back)
    network.came_back.connect(counter.flows.outbox.check_line)
    counter.desk.know_pace(runner.seconds_left)
    counter.start()
    runner.start()
    try:
        with desk.later_starts(counter.started_again):
            return application.exec()
    finally:
        log.info("window closed, stopping lanes")
        counter.close()
        runner.stop(QUIT_WAIT_S)


def set_up(application: QApplication, language: str) -> None:
    """Language, look and name of the application."""
    QLocale.setDefault(locale(language))
    application.installTranslator(Translation(language, application))
    application.setApplicationName("tram-so-hoa")
    application.setApplicationDisplayName(application.translate("Window", "Digitization station"))
    application.setWindowIcon(QIcon(QPixmap.fromImage(emblem())))
    dress(application)
