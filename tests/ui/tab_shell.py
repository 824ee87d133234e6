"""A shell for one screen behind the tabs: as the window has them, without all the rest of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.services.station import Station
from app.ui.jobs_bridge import JobsBridge
from app.ui.message_panel import MessagePanel
from app.ui.trouble_desk import TroubleDesk
from app.ui.window import Window
from app.ui.window_tabs import WindowTabs


class NoForm:
    """Nothing is being typed elsewhere."""

    def finish_typing(self, *, is_leaving: bool) -> None:
        """There is nothing to finish."""


class TabWindow(QWidget):
    """Tabs and messages."""

    def __init__(self) -> None:
        super().__init__()
        self.form = NoForm()
        self.tabs = WindowTabs(self)
        self.tabs.add_front(QWidget(self), "Hồ sơ")
        self.message = MessagePanel(self)
        layout = QVBoxLayout(self)
        layout.addWidget(self.tabs)
        layout.addWidget(self.message)
        self.resize(1366, 728)

    def show_work(self) -> None:
        """Bring the first tab to the front."""
        self.tabs.setCurrentIndex(0)


@dataclass
class Shell:
    """A window of tabs with what a desk needs beside it."""

    window: Window
    bridge: JobsBridge
    troubles: TroubleDesk


def open_shell(qtbot: QtBot, station: Station) -> Shell:
    """Show it; whoever opens it closes its bridge."""
    shown = TabWindow()
    qtbot.addWidget(shown)
    window = cast(Window, shown)  # as much of the window as desks behind tabs use
    bridge = JobsBridge(window, carry=station.session.carry)
    troubles = TroubleDesk(window.message, "vi", window)
    bridge.trouble.connect(troubles.show)
    shown.show()
    shown.activateWindow()
    QTest.qWaitForWindowActive(shown)
    return Shell(window, bridge, troubles)
