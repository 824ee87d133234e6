"""Start and end of the window."""

from __future__ import annotations

import gc
import logging
import sys
from dataclasses import replace

from PySide6.QtWidgets import QApplication

from app.services.runner import Runner
from app.services.station import Station
from app.ui.collector import GuiCollector
from app.ui.counter import QUIT_WAIT_S, Counter, Wake
from app.ui.desk_settings import DeskSettings
from app.ui.look import Look
from app.ui.network_watch import NetworkWatch, system_network
from app.ui.opening import end_opening
from app.ui.outfit import set_up, without_rules
from app.ui.singletons import keep_singletons_alive

log = logging.getLogger(__name__)

SWITCH_S = 0.001
"""How soon another thread may run Python; the usual 5 ms add up while the window paints."""


class _Reopening:
    """Notes that the window is to come anew, in which language."""

    def __init__(self, application: QApplication) -> None:
        self._application = application
        self.language = ""

    def __call__(self, language: str) -> None:
        self.language = language
        self._application.exit()


def run_window(station: Station, desk: DeskSettings) -> int:
    """Show the window until it is closed; gives the exit code.

    Another language opens the window anew, at the place where it was.
    """
    keep_singletons_alive()
    sys.setswitchinterval(SWITCH_S)
    application = QApplication.instance()
    if not isinstance(application, QApplication):
        application = QApplication(sys.argv[:1])
    GuiCollector(application)
    while True:
        reopening = _Reopening(application)
        set_up(application, desk.language, desk.look, desk.text_percent)
        code = _run_once(application, station, replace(desk, speak=reopening))
        if not reopening.language:
            return code
        desk = replace(_chosen_since(station, desk), language=reopening.language, trouble=None)


def _chosen_since(station: Station, desk: DeskSettings) -> DeskSettings:
    """The same with the look and size of text that were chosen meanwhile."""
    if desk.configuring is None:
        return desk
    now = desk.configuring.look(station).resolved.settings
    return replace(desk, look=Look(now.look), text_percent=now.text_percent)


def _run_once(application: QApplication, station: Station, desk: DeskSettings) -> int:
    """One window from its opening to its end."""
    wake = Wake()
    with without_rules(application):
        counter = Counter(station, desk, wake, is_late=True)
    runner = Runner(
        station.unattended(),
        on_change=counter.rows_changed,
        on_trouble=counter.lane_trouble,
        purging=desk.purging,
        pauses=desk.pauses,
    )
    wake.runner = runner
    network = NetworkWatch(system_network(), counter.window)
    network.came_back.connect(runner.line_is_back)
    network.came_back.connect(counter.flows.outbox.check_line)
    counter.desk.know_pace(runner.seconds_left)
    counter.start()
    end_opening()
    gc.freeze()  # what stays until the end is not looked through again and again
    if station.refusal is None:
        counter.behind.add(runner.start)
    try:
        with desk.later_starts(counter.started_again):
            return application.exec()
    finally:
        log.info("window closed, stopping lanes")
        counter.close()
        if station.refusal is None:
            runner.stop(QUIT_WAIT_S)
        counter.window.hide()
        counter.window.deleteLater()
