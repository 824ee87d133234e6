"""What a start leaves for later, and what it does not load before its first rows."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QLabel, QStackedWidget
from pytestqt.qtbot import QtBot

import app
from app.ui.behind_rows import BehindRows
from app.ui.counter import Counter
from app.ui.desk_settings import DeskSettings
from app.ui.roomy import LateRoom
from tests.fakes.counter_station import KEY, CounterStation

ROOT = Path(app.__file__).parents[1]


class Rows(QObject):
    """Tells that rows are known."""

    came = Signal(object)


def behind(qtbot: QtBot) -> tuple[Rows, QLabel, BehindRows]:
    rows, seen = Rows(), QLabel("Hồ sơ")
    qtbot.addWidget(seen)
    return rows, seen, BehindRows(rows.came, seen, rows)


def test_work_waits_for_a_picture_with_rows_and_keeps_its_order(qtbot: QtBot) -> None:
    rows, seen, late = behind(qtbot)
    done: list[int] = []
    late.add(lambda: done.append(1))
    late.add(lambda: done.append(2))
    late.start()
    with qtbot.waitExposed(seen):
        seen.show()
    before = list(done)

    rows.came.emit(None)
    seen.repaint()
    qtbot.waitUntil(lambda: done == [1, 2])

    assert before == []


def test_work_that_comes_later_is_done_as_well(qtbot: QtBot) -> None:
    rows, _seen, late = behind(qtbot)
    done: list[int] = []
    rows.came.emit(None)
    late.add(lambda: done.append(1))
    qtbot.waitUntil(lambda: done == [1])

    late.add(lambda: done.append(2))

    qtbot.waitUntil(lambda: done == [1, 2])


def test_work_does_not_wait_for_a_list_that_nobody_sees(qtbot: QtBot) -> None:
    rows, _seen, late = behind(qtbot)
    done: list[int] = []
    late.add(lambda: done.append(1))

    rows.came.emit(None)

    qtbot.waitUntil(lambda: done == [1], timeout=2500)


def test_stop_leaves_what_has_not_begun(qtbot: QtBot) -> None:
    rows, seen, late = behind(qtbot)
    done: list[int] = []
    late.add(lambda: done.append(1))
    late.stop()
    rows.came.emit(None)
    with qtbot.waitExposed(seen):
        seen.show()
    later: list[int] = []
    late.add(lambda: later.append(1))

    qtbot.waitUntil(lambda: later == [1])

    assert done == []


def test_page_of_a_stack_is_taken_in_when_it_comes_to_the_front(qtbot: QtBot) -> None:
    stack = QStackedWidget()
    qtbot.addWidget(stack)
    first, page = QLabel("trước"), QLabel("sau " * 400)
    room = LateRoom(page, parent=stack)
    stack.addWidget(first)
    stack.addWidget(room)
    stack.show()
    before = (room.widget(), room.sizeHint() == room.minimumSizeHint())

    stack.setCurrentWidget(room)

    assert before == (None, True)
    assert room.inside is page
    assert page.isVisible()
    assert room.sizeHint() == page.sizeHint()


LATE = """
import os, sys
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from app.plain_imports import imports_stay_plain
with imports_stay_plain():
    from app.ui.opening import show_opening
from app.ui.palettes import Look
show_opening(Look.SYSTEM, 100)
import builtins, linecache
from PySide6.QtWidgets import QApplication
from app.bootstrap.wiring import Wiring
from app.settings import Settings
from app.ui.application import run_window
from app.ui.behind_rows import BehindRows
late = ("httpx", "httpcore", "jwt", "keyring", "rich", "click", "app.receiver", "app.cli",
        "app.ui.figures_desk", "app.ui.recall_desk", "app.ui.settings_desk", "app.ui.help_desk",
        "app.ui.diagnostics_desk", "app.ui.first_steps_desk", "app.ui.keys_desk",
        "app.services.watch_folder")
began = BehindRows._next
def tell(self):
    print(sorted(name for name in late if name in sys.modules))
    print(builtins.__import__.__name__, any("app/services/" in name for name in linecache.cache))
    BehindRows._next = leave
def leave(self):
    QApplication.exit(0)
BehindRows._next = lambda self: (tell(self), leave(self))
folder = sys.argv[1]
settings = Settings(data_dir=__import__("pathlib").Path(folder), server_url="http://127.0.0.1:9",
                    scanner_discovery=False, station_key_place="file")
sys.exit(Wiring(settings, dict(os.environ)).run_window())
"""


def test_first_rows_load_no_screen_behind_and_no_line(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-c", LATE, str(tmp_path / "station")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert run.returncode == 0, run.stderr
    assert run.stdout.split("\n")[:2] == ["[]", "__import__ False"]


def test_screens_put_together_late_stand_in_the_same_order(
    open_counter: Callable[..., Counter], world: CounterStation, qtbot: QtBot
) -> None:
    at_once = open_counter()
    late = Counter(world.station, DeskSettings(key=KEY), lambda: None, is_late=True)
    qtbot.addWidget(late.window)
    before = titles(late)
    late.start()

    qtbot.waitUntil(lambda: late.flows.outbox.line.online is not None)
    late.close()

    assert titles(late) == titles(at_once)
    assert set(before) < set(titles(late))


def titles(counter: Counter) -> list[str]:
    """Everything that can be opened, in the order of tabs and menu."""
    return [title for _page, title in counter.window.tabs.parts]
