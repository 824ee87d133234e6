"""The first picture on the screen, and what is not loaded before it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

import app
from app.ui.look import Look
from app.ui.opening import LONGEST_MS, Opening, end_opening, show_opening
from app.ui.outfit import set_up, without_rules
from app.ui.translation import Translation

ROOT = Path(app.__file__).parents[1]
BEFORE = """
import sys
import app.bootstrap
late = ("app.cli", "app.bootstrap.wiring", "app.services.station", "app.store.opening",
        "PySide6.QtPdf", "httpx", "cryptography", "PIL", "numpy")
print(sorted(name for name in late if name in sys.modules))
from app.ui.opening import show_opening
print(sorted(name for name in late if name in sys.modules))
"""


def test_first_picture_loads_neither_commands_nor_store() -> None:
    run = subprocess.run(
        [sys.executable, "-c", BEFORE],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert run.returncode == 0, run.stderr
    assert run.stdout.split("\n")[:2] == ["[]", "[]"]


def test_opening_is_painted_before_the_start_goes_on(
    officer_app: QApplication, qtbot: QtBot
) -> None:
    painted: list[bool] = []
    paint = Opening.paintEvent

    class Watched(Opening):
        def paintEvent(self, event: object) -> None:
            painted.append(True)
            paint(self, event)

    import app.ui.opening as module

    module.Opening = Watched
    try:
        opening = show_opening(Look.SYSTEM, 100)
    finally:
        module.Opening = Opening
    qtbot.addWidget(opening)

    assert painted
    assert opening.isVisible()
    words = [label.text() for label in opening.findChildren(QLabel)]
    assert words[1] == "Trạm Số Hóa"
    assert LONGEST_MS < 1000


def test_opening_goes_when_the_window_is_there(officer_app: QApplication, qtbot: QtBot) -> None:
    opening = show_opening(Look.SYSTEM, 100)

    end_opening()

    assert not opening.isVisible()


def test_set_up_twice_translates_once(officer_app: QApplication) -> None:
    set_up(officer_app, "vi")

    assert len(officer_app.findChildren(Translation)) == 1


def test_widgets_put_together_without_rules_wear_them_afterwards(
    officer_app: QApplication, qtbot: QtBot
) -> None:
    rules = officer_app.styleSheet()
    dressed = _card()
    qtbot.addWidget(dressed)

    with without_rules(officer_app):
        bare = _card()
    qtbot.addWidget(bare)

    assert officer_app.styleSheet() == rules
    assert bare.sizeHint() == dressed.sizeHint()
    assert rules


def _card() -> QWidget:
    card = QWidget()
    layout = QVBoxLayout(card)
    layout.addWidget(QPushButton("Quét", card))
    layout.addWidget(QLabel("Hồ sơ", card))
    card.show()
    return card


EVERY_SCREEN = """
import os, sys
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from app.ui.singletons import keep_singletons_alive
keep_singletons_alive()
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from app.ui.counter import Counter
from app.ui.desk_settings import DeskSettings
from app.ui.outfit import set_up
from tests.fakes.counter_station import KEY, CounterStation
application = QApplication([])
set_up(application, "vi")
counter = Counter(CounterStation().station, DeskSettings(key=KEY), lambda: None)
counter.start()
screens = list(counter.window.tabs._places)
def show_next():
    if screens:
        counter.window.tabs.bring(screens.pop())
    else:
        application.exit(0)
timer = QTimer()
timer.timeout.connect(show_next)
timer.start(50)
application.exec()
counter.close()
heavy = {"cv2", "numpy", "pyhanko", "pikepdf", "pytesseract", "tesserocr", "PIL", "pypdfium2"}
print(sorted(heavy & set(sys.modules)))
"""


def test_no_screen_loads_a_heavy_library() -> None:
    run = subprocess.run(
        [sys.executable, "-c", EVERY_SCREEN],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert run.returncode == 0, run.stderr
    assert run.stdout.strip().split("\n")[-1] == "[]"
