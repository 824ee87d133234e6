"""The window with everything behind it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QApplication

from app.domain.first_steps import Step
from app.errors import StationError
from app.services.audit_log import require_anchors
from app.services.practice import PracticeRoom
from app.services.runner import Runner
from app.services.session import Unguarded
from app.services.station import Station
from app.settings import Settings
from app.ui.accounts_desk import AccountsDesk
from app.ui.behind_rows import BehindRows
from app.ui.desk import Desk
from app.ui.desk_settings import DeskSettings
from app.ui.first_run_desk import FirstRunDesk
from app.ui.flows import SigningChoice, build_flows
from app.ui.handover_printing import HandoverPrinting
from app.ui.jobs_bridge import JobsBridge, Lane
from app.ui.lock_desk import LockDesk, LockKeys
from app.ui.look import Look, dress
from app.ui.looking_desk import LookingDesk
from app.ui.pause_desk import PauseDesk
from app.ui.place_desk import PlaceDesk
from app.ui.takeover_desk import TakeoverDesk
from app.ui.tray import Tray
from app.ui.tray_desk import TrayDesk
from app.ui.trouble_desk import TroubleDesk
from app.ui.trust_strip import TrustDesk
from app.ui.typing_desk import TypingDesk
from app.ui.undo_desk import UndoHome
from app.ui.window import Window

if TYPE_CHECKING:
    from app.ui.diagnostics_desk import DiagnosticsDesk
    from app.ui.erasure_desk import ErasureDesk
    from app.ui.figures_desk import FiguresDesk
    from app.ui.first_steps_desk import FirstStepsDesk
    from app.ui.help_desk import HelpDesk
    from app.ui.keys_desk import KeysDesk
    from app.ui.practice_desk import PracticeDesk
    from app.ui.recall_desk import RecallDesk
    from app.ui.settings_desk import SettingsDesk
    from app.ui.watch_desk import WatchDesk
    from app.ui.watch_strip import WatchFlow

# The desks behind the counter are loaded when they are put together: no start shows them.

QUIT_WAIT_S = 5.0
"""Longest wait for each running job at the end; what is unfinished stays a row."""


class Counter:
    """The window with everything behind it; made by `open_counter`.

    Args:
        station: What it works with.
        desk: What it is told by the settings.
        wake: Wakes the runner.
        is_late: Screens that no start shows are put together behind the first rows.
    """

    help: HelpDesk
    erasures: ErasureDesk
    keys: KeysDesk
    settings: SettingsDesk
    diagnostics: DiagnosticsDesk
    recall: RecallDesk
    figures: FiguresDesk
    watch: WatchDesk

    def __init__(
        self,
        station: Station,
        desk: DeskSettings,
        wake: Callable[[], None],
        *,
        is_late: bool = False,
    ) -> None:
        self.window = Window(desk.language, desk.device_hint)
        self.bridge = JobsBridge(self.window, carry=station.session.carry)
        self.window.message.set_contact(desk.support_contact)
        self.troubles = TroubleDesk(self.window.message, desk.language, self.window)
        self.flows = build_flows(
            station,
            self.bridge,
            signing=SigningChoice(desk.key, desk.level),
            wake=wake,
            parent=self.window,
        )
        seen = self.window.queue.list.viewport()
        self.behind = BehindRows(self.flows.queue.overview_read, seen, self.window)
        if desk.last_place is not None:
            self.place = PlaceDesk(self.window, self.flows, self.bridge, desk.last_place)
        self.desk = Desk(self.window, self.flows, self.troubles, self.window)
        self.tray = TrayDesk(
            self.window,
            Tray(self.window, is_wanted=not desk.is_practice),
            keeps_sending=desk.tray_sends,
            ticks=station.ticks,
        )
        if desk.is_practice:
            self.tray.let_go()
        self.tray.watch(self.flows.queue, self.flows.outbox)
        self.tray.open_wanted.connect(self._come_to_front)
        self.tray.hidden.connect(self._went_to_tray)
        self.bridge.trouble.connect(self.troubles.show)
        keys = LockKeys(desk.keeper, desk.language, desk.persons)
        self.lock = LockDesk(self.window, station, self.bridge, keys=keys)
        self.accounts = AccountsDesk(
            self.window, station, self.bridge, keys=keys, troubles=self.troubles
        )
        self.desk.stand_beside(self.accounts)
        self.lock.entered.connect(self.accounts.look_again)
        self.lock.locked.connect(self.accounts.went)
        self.accounts.first_made.connect(self.lock.ask_for_login)
        self.first_run = FirstRunDesk(
            self.window,
            station,
            self.bridge,
            keys=keys,
            place=desk.recovery,
            leads=desk.steps is None,
        )
        self.steps: FirstStepsDesk | None = None
        self.practice: PracticeDesk | None = None
        self._watch: WatchFlow | None = None
        self.lock.covering.connect(self.first_run.leave)
        self.lock.entered.connect(self.first_run.look_again)
        self.first_run.administrator_came.connect(self.accounts.look_again)
        self.lock.switched.connect(self.desk.turn_away)
        self.lock.entered.connect(self.desk.officer_came)
        self.lock.unguarded.connect(self._tell_unguarded)
        self.takeover = TakeoverDesk(
            self.window, station, self.bridge, queue=self.flows.queue, troubles=self.troubles
        )
        self.typing = TypingDesk(
            self.window, station, self.bridge, queue=self.flows.queue, troubles=self.troubles
        )
        self.pause = PauseDesk(
            self.window, self.bridge, pauses=desk.pauses, wake=wake, troubles=self.troubles
        )
        self.handover = HandoverPrinting(
            self.window,
            self.desk.covers.menu,
            station=station,
            bridge=self.bridge,
            troubles=self.troubles,
        )
        if desk.network is not None:
            self.trust = TrustDesk(
                self.window,
                station,
                self.bridge,
                capture=self.flows.capture,
                scanners=desk.network,
                troubles=self.troubles,
            )
        self._station, self._idle_s = station, desk.idle_s
        self._procedures = station.catalog.procedures()
        self._trouble = desk.trouble
        self.looking = LookingDesk(
            self.desk, self.troubles, self.bridge, desk.is_writable, self.window
        )
        for join in self._joins():
            work = partial(join, station, desk)
            if is_late and station.refusal is None:
                self.behind.add(work)
            else:
                work()

    def _joins(self) -> tuple[Callable[[Station, DeskSettings], None], ...]:
        """Puts each of the desks behind the counter together, in the order of the menu."""
        return (
            self._join_help,
            self._join_steps,
            self._join_erasures,
            self._join_keys,
            self._join_settings,
            self._join_diagnostics,
            self._join_recall,
            self._join_watch,
        )

    def _join_help(self, _station: Station, _desk: DeskSettings) -> None:
        from app.ui.help_desk import HelpDesk

        self.help = HelpDesk(self.window)
        self.help.give_key(self.first_run.view)
        self.window.tabs.help_wanted.connect(self.help.open_here)

    def _join_steps(self, station: Station, desk: DeskSettings) -> None:
        if desk.practising is not None:
            self.practice = self._join_practice(station, desk, desk.practising)

    def _join_erasures(self, station: Station, desk: DeskSettings) -> None:
        from app.ui.erasure_desk import ErasureDesk

        self.erasures = ErasureDesk(
            self.window, station, self.bridge, policy=desk.purging, troubles=self.troubles
        )

    def _join_keys(self, station: Station, desk: DeskSettings) -> None:
        from app.ui.keys_desk import KeysDesk

        self.keys = KeysDesk(
            self.window, station, self.bridge, choices=desk.key_choices, troubles=self.troubles
        )
        self.desk.stand_beside(self.keys)
        self.lock.entered.connect(self.keys.officer_came)

    def _join_diagnostics(self, _station: Station, desk: DeskSettings) -> None:
        from app.ui.diagnostics_desk import DiagnosticsDesk

        if desk.examiner is not None:
            self.diagnostics = DiagnosticsDesk(
                self.window, self.bridge, examiner=desk.examiner, troubles=self.troubles
            )
            self.window.strip.disk_pressed.connect(self.diagnostics.open)

    def _join_recall(self, station: Station, desk: DeskSettings) -> None:
        from app.ui.figures_desk import FiguresDesk
        from app.ui.recall_desk import RecallDesk

        self.recall = RecallDesk(
            self.window, station, self.bridge, queue=self.flows.queue, troubles=self.troubles
        )
        self.figures = FiguresDesk(
            self.window, station, self.bridge, own=desk.own_figures, troubles=self.troubles
        )
        self.window.tabs.find_wanted.connect(self.recall.open)
        for tab in (self.recall, self.figures):
            self.desk.stand_beside(tab)
            tab.set_procedures(station.catalog.procedures())
            self.lock.switched.connect(tab.turn_away)
            self.lock.locked.connect(tab.went)

    def _join_watch(self, station: Station, desk: DeskSettings) -> None:
        if desk.watched is None or station.refusal is not None:
            return
        from app.ui.watch_desk import WatchDesk
        from app.ui.watch_strip import WatchFlow

        self._watch = WatchFlow(
            station,
            self.bridge,
            desk.watched,
            is_asking=desk.watch_asks,
            is_sorting=desk.watch_sorts,
            parent=self.window,
        )
        self.watch = WatchDesk(self.window, self.flows, self._watch, self.troubles)

    def _join_settings(self, station: Station, desk: DeskSettings) -> None:
        if desk.configuring is None:
            return
        from app.ui.settings_desk import SettingsDesk

        self.settings = SettingsDesk(
            self.window,
            station,
            self.bridge,
            changing=desk.configuring,
            troubles=self.troubles,
            speak=partial(self._speak, desk.speak) if desk.speak is not None else None,
        )
        self.settings.changed.connect(_wear)
        self.settings.changed.connect(self._know_contact)
        self.lock.entered.connect(self.settings.look_again)
        home = UndoHome(lambda: self.settings.is_on_show, self.settings.undo, self.settings.redo)
        self.desk.undoing.stand_first(home)

    def _join_practice(
        self, station: Station, desk: DeskSettings, room: PracticeRoom
    ) -> PracticeDesk:
        """A trial dossier from the help and from the first steps."""
        from app.ui.first_steps_desk import FirstStepsDesk
        from app.ui.practice_desk import PracticeDesk
        from app.ui.practising import Practising

        practice = PracticeDesk(self.bridge, room, partial(Practising, desk), self.window)
        practice.trouble.connect(self.troubles.show)
        self.lock.covering.connect(practice.close)
        self.help.offer("practice", lambda _rest: practice.open())
        if desk.steps is None:
            return practice
        gear = replace(
            desk.steps,
            settings=desk.configuring,
            key=desk.key,
            language=desk.language,
            text_percent=desk.text_percent,
            look=desk.look,
            speak=desk.speak,
        )
        steps = FirstStepsDesk(
            self.window,
            station,
            self.bridge,
            gear=gear,
            first_run=self.first_run,
            practice=practice,
        )
        self.steps = steps
        self.help.give_key(steps.view)
        self.help.offer("steps", lambda _rest: steps.open())
        self.help.offer("step", lambda name: steps.open_at(Step(name)))
        self.lock.covering.connect(steps.uncover)
        return practice

    def _speak(self, speak: Callable[[str], None], language: str) -> None:
        """Come anew in another language, but not while paper runs through the scanner."""
        if self.flows.capture.is_running:
            said = QCoreApplication.translate(
                "Counter", "The scanner is at work. Wait for the last page, then press again."
            )
            self.troubles.tell(said)
        else:
            speak(language)

    def _know_contact(self, settings: Settings) -> None:
        self.window.message.set_contact(settings.support_contact)

    def start(self) -> None:
        """Show the window and read the first rows; everything else begins behind them."""
        self.lock.start(self._idle_s)
        self.window.show()
        self.desk.start(self._procedures)
        if self._trouble is not None:
            self.troubles.show(self._trouble)
        station = self._station
        if station.refusal is not None:
            self.looking.start(station.refusal)
        self.behind.add(self._look_around)
        self.behind.start()

    def _look_around(self) -> None:
        """Begin what the officer does not wait for."""
        self.first_run.start()
        if self.steps is not None:
            self.steps.start()
        self.keys.officer_came()
        self.pause.start()
        if self._watch is not None:
            self._watch.start()
        self.desk.look_around()
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

    def _went_to_tray(self) -> None:
        """Nobody sits here any more: whoever opens the window again says who that is."""
        if self._station.session.is_managed:
            self.lock.lock()

    def _come_to_front(self) -> None:
        self.window.setWindowState(self.window.windowState() & ~Qt.WindowState.WindowMinimized)
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()

    def close(self, wait_s: float = QUIT_WAIT_S) -> None:
        """Stop what runs and wait for it, bounded."""
        self.behind.stop()
        if self.practice is not None:
            self.practice.end()
        self.tray.tray.hide()
        self.lock.stop()
        self.flows.capture.stop()
        self.flows.results.stop_fetching()
        self.flows.results.stop()
        self.flows.signing.stop()
        self.bridge.close(wait_s)


def _all_there(_nothing: None) -> None:
    """Every head that a receipt names is in the audit chain."""


def _wear(settings: Settings) -> None:
    """What counts at once: colours and size of the text."""
    application = QApplication.instance()
    if isinstance(application, QApplication):
        dress(application, Look(settings.look), settings.text_percent)


class Wake:
    """Wakes the runner, which exists only after the window that asks for it."""

    def __init__(self) -> None:
        self.runner: Runner | None = None

    def __call__(self) -> None:
        """Look at the rows now."""
        if self.runner is not None:
            self.runner.wake()
