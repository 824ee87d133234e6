"""The tray over a real window: states, notices, closing with a backlog, coming back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QSystemTrayIcon, QWidget
from pytestqt.qtbot import QtBot

from app.province.errors import AuthRefused
from app.services.deliver import send_due
from app.services.disk_room import DiskRoom
from app.ui.application import run_window
from app.ui.counter import Counter
from app.ui.desk_settings import DeskSettings
from app.ui.notices import TrayState
from app.ui.tray import Tray, state_icon
from app.ui.window import Window
from tests.fakes.counter_dossiers import CODE, sealed
from tests.fakes.counter_station import KEY, CounterStation

Opener = Callable[..., Counter]


class ShownTray(Tray):
    """A tray in memory: remembers what it shows and tells."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state: TrayState | None = None
        self.words = ""
        self.told: list[str] = []

    @property
    def is_there(self) -> bool:
        return True

    def show_state(self, state: TrayState, words: str) -> None:
        self.state, self.words = state, words

    def tell(self, title: str, text: str) -> None:
        self.told.append(f"{title} | {text}")


@pytest.fixture
def tray(monkeypatch: pytest.MonkeyPatch) -> list[ShownTray]:
    """The trays of windows that are opened meanwhile; the offscreen platform has none."""
    made: list[ShownTray] = []

    def make(parent: QWidget, *, is_wanted: bool = True) -> ShownTray:
        assert is_wanted
        made.append(ShownTray(parent))
        return made[-1]

    monkeypatch.setattr("app.ui.counter.Tray", make)
    return made


def test_tray_shows_offline_then_needs_you_and_tells_it_without_names(
    open_counter: Opener, world: CounterStation, qtbot: QtBot, tray: list[ShownTray]
) -> None:
    sealed(world)
    world.line.online = False
    send_due(world.station)
    counter = open_counter()
    qtbot.waitUntil(lambda: tray[0].state is TrayState.OFFLINE)
    offline = tray[0].words
    world.line.online, world.line.trouble = True, AuthRefused("401 Nguyễn Văn An")
    world.clock += timedelta(hours=1)

    send_due(world.station)
    counter.rows_changed()

    qtbot.waitUntil(lambda: tray[0].state is TrayState.NEEDS_YOU)
    assert offline == "Trạm Số Hóa: mất kết nối, 1 hồ sơ chờ gửi"
    assert tray[0].told == ["Trạm Số Hóa | 1 hồ sơ cần bạn xem. Hãy mở cửa sổ."]
    assert CODE not in tray[0].words + "".join(tray[0].told)


def test_tray_tells_that_all_is_sent_after_an_outage(
    open_counter: Opener, world: CounterStation, qtbot: QtBot, tray: list[ShownTray]
) -> None:
    sealed(world)
    world.line.online = False
    send_due(world.station)
    counter = open_counter()
    qtbot.waitUntil(lambda: tray[0].state is TrayState.OFFLINE)

    world.line.online = True
    world.clock += timedelta(hours=1)
    send_due(world.station)
    counter.flows.outbox.check_line()
    counter.rows_changed()

    qtbot.waitUntil(lambda: tray[0].state is TrayState.OK)
    assert len(tray[0].told) == 1
    assert "đã được gửi hết" in tray[0].told[0]


def test_disk_below_its_reserve_is_told_once_and_stands_in_the_strip(
    open_counter: Opener, world: CounterStation, qtbot: QtBot, tray: list[ShownTray]
) -> None:
    free = [50 * 10**9]
    world.station = replace(world.station, room=DiskRoom(lambda: free[0], 2 * 10**9))
    counter = open_counter()
    strip = counter.window.strip
    qtbot.waitUntil(lambda: "50 GB" in strip.disk.text())
    free[0] = 10**9

    counter.rows_changed()
    qtbot.waitUntil(lambda: "sắp đầy" in strip.disk.text())
    counter.rows_changed()

    assert strip.disk.text() == "! Ổ đĩa sắp đầy: còn 1,0 GB"
    assert len(tray[0].told) == 1


@pytest.mark.qt_log_ignore(r"raise\(\)", "propagateSizeHints")
def test_window_with_a_backlog_goes_to_the_tray_and_comes_back(
    open_counter: Opener, world: CounterStation, qtbot: QtBot, tray: list[ShownTray]
) -> None:
    sealed(world)
    counter = open_counter()
    qtbot.waitUntil(lambda: counter.window.strip.counts.waiting == 1)

    closed = counter.window.close()
    gone = not counter.window.isVisible()
    counter.started_again()

    qtbot.waitUntil(counter.window.isVisible)
    assert (closed, gone) == (False, True)


def test_window_without_a_tray_tells_the_count_and_closes_the_next_time(
    open_counter: Opener, world: CounterStation, qtbot: QtBot
) -> None:
    sealed(world)
    counter = open_counter()
    qtbot.waitUntil(lambda: counter.window.strip.counts.waiting == 1)

    first = counter.window.close()
    told = counter.window.message.text
    second = counter.window.close()

    assert (first, second) == (False, True)
    assert told.startswith("Còn 1 hồ sơ chờ gửi.")


def test_setting_keeps_the_window_out_of_the_tray(
    open_counter: Opener, world: CounterStation, qtbot: QtBot, tray: list[ShownTray]
) -> None:
    sealed(world)
    counter = open_counter(tray_sends=False)
    qtbot.waitUntil(lambda: counter.window.strip.counts.waiting == 1)

    counter.window.close()

    assert counter.window.isVisible()
    assert "Còn 1 hồ sơ chờ gửi." in counter.window.message.text


def test_window_whose_message_nobody_can_see_is_not_held_back(
    open_counter: Opener, world: CounterStation, qtbot: QtBot
) -> None:
    sealed(world)
    counter = open_counter()
    qtbot.waitUntil(lambda: counter.window.strip.counts.waiting == 1)
    counter.lock.ask_for_login()

    assert counter.window.close()


def test_window_without_a_backlog_closes_at_once(
    open_counter: Opener, world: CounterStation, qtbot: QtBot, tray: list[ShownTray]
) -> None:
    world.add_unread([])
    counter = open_counter()
    qtbot.waitUntil(lambda: counter.window.queue_model.rowCount() == 1)

    assert counter.window.close()


@pytest.mark.qt_log_ignore(r"raise\(\)", "propagateSizeHints")
def test_station_sends_on_from_the_tray_until_it_is_ended_there(
    officer_app: QApplication, world: CounterStation, tray: list[ShownTray]
) -> None:
    sealed(world)
    world.line.online = False
    seen: list[bool] = []

    def close_window() -> None:
        officer_app.closeAllWindows()
        world.line.online = True
        QTimer.singleShot(300, look)

    def look() -> None:
        windows = [each for each in officer_app.topLevelWidgets() if isinstance(each, Window)]
        seen.append(any(each.isVisible() for each in windows))
        tray[0].quit_action.trigger()

    QTimer.singleShot(600, close_window)

    code = run_window(world.station, DeskSettings(key=KEY))

    assert (code, seen) == (0, [False])


def test_states_differ_in_shape_without_their_colours(officer_app: QApplication) -> None:
    drawn = []
    for state in TrayState:
        image = state_icon(state).pixmap(32, 32).toImage()
        drawn.append(
            bytes(
                image.convertToFormat(QImage.Format.Format_ARGB32).pixelColor(x, y).alpha() > 127
                and image.pixelColor(x, y).lightness() < 200
                for y in range(32)
                for x in range(32)
            )
        )

    differing = [
        sum(a != b for a, b in zip(one, other, strict=True))
        for n, one in enumerate(drawn)
        for other in drawn[:n]
    ]
    assert min(differing) > 60


def test_machine_without_a_tray_shows_nothing_and_breaks_nothing(
    officer_app: QApplication,
) -> None:
    assert not QSystemTrayIcon.isSystemTrayAvailable()
    tray = Tray()

    tray.show_state(TrayState.OK, "Trạm Số Hóa: đã gửi hết")
    tray.tell("Trạm Số Hóa", "1 hồ sơ cần bạn xem.")
    tray.hide()

    assert not tray.is_there
