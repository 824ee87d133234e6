"""A window over a station in memory, and hands to work it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QBuffer, QCoreApplication, QEvent, QIODevice, Qt, QTimer
from PySide6.QtGui import QColor, QImage, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.ui.counter import Counter
from app.ui.desk_settings import DeskSettings
from app.ui.field_row import FieldRow
from app.ui.outfit import set_up, without_rules
from app.ui.singletons import keep_singletons_alive
from ocr.reading import FieldReading, FieldSource, FieldState, PageReading
from ocr.words import Line, PageText, Word
from tests.fakes.counter_station import KEY, CounterStation, reading

HERE = Path(__file__).parent
LONGEST_LOOP_MS, NEVER_ENDED = 120_000, 99


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The offscreen platform warns about size hints that it does not need."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore("propagateSizeHints"))


@pytest.fixture(scope="session", autouse=True)
def steady_singletons() -> None:
    keep_singletons_alive()


@pytest.fixture(autouse=True)
def bounded_loop() -> Iterator[None]:
    """Ends an event loop that a test never ends: pytest's own time limit does not reach into it."""
    application = QCoreApplication.instance()
    timer = QTimer()
    timer.setSingleShot(True)
    if application is not None:
        timer.timeout.connect(lambda: application.exit(NEVER_ENDED))
        timer.start(LONGEST_LOOP_MS)
    yield
    timer.stop()


@pytest.fixture(scope="session")
def officer_app(qapp: QApplication) -> QApplication:
    """The application as officers see it: Vietnamese, our look."""
    set_up(qapp, "vi")
    return qapp


def picture(colour: str = "#ffffff", size: tuple[int, int] = (200, 280)) -> bytes:
    """A small page, PNG."""
    image = QImage(*size, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(buffer.data().data())


def candidate(
    name: str,
    value: str,
    state: FieldState = FieldState.AMBER,
    problem: str = "",
    source: FieldSource = FieldSource.OCR,
) -> FieldReading:
    """A field as read."""
    labels = {"full_name": "Họ và tên", "birth_date": "Ngày sinh", "id_number": "Số định danh"}
    box = (20, 40, 120, 60)
    return FieldReading(name, labels.get(name, name), value, state, 0.7, source, box, problem)


def doubtful_papers() -> tuple[bytes, PageReading]:
    """A page with two critical doubts that have alternatives, a plain doubt, and its words."""
    fields = (
        replace(
            candidate("full_name", "Trần Thị Hoa"),
            alternatives=("Trần Thị Hòa", "Trần Thi Hoa"),
            critical=True,
            box=(20, 40, 120, 60),
        ),
        replace(
            candidate("id_number", "03819590437", FieldState.RED, "personal_id.length"),
            alternatives=("038195904374",),
            critical=True,
            box=(20, 80, 140, 100),
        ),
        replace(candidate("address", "Xã Hoằng Lộc"), label="Nơi cư trú", box=None),
        candidate("birth_date", "06/07/1995", FieldState.GREEN, source=FieldSource.QR),
    )
    words = (
        Word("Xã", (20, 200, 40, 215), 0.9),
        Word("Hoằng", (46, 200, 90, 215), 0.9),
        Word("Lộc,", (96, 200, 120, 215), 0.9),
        Word("Thanh", (20, 230, 60, 245), 0.9),
    )
    read = reading(*fields, paper="Tờ khai đăng ký khai sinh")
    text = PageText((Line(words[:3]), Line(words[3:])))
    return picture(), replace(read, text=text)


def declaration() -> tuple[bytes, PageReading]:
    """A page with one sure, one doubtful and one wrong field."""
    fields = (
        candidate("full_name", "Trần Thị Hoa"),
        candidate("birth_date", "06/07/1995", FieldState.GREEN, source=FieldSource.QR),
        candidate("id_number", "03819590437", FieldState.RED, "personal_id.length"),
    )
    return picture(), reading(*fields, paper="Tờ khai đăng ký khai sinh")


@pytest.fixture
def world() -> CounterStation:
    return CounterStation()


@pytest.fixture
def open_counter(
    officer_app: QApplication, qtbot: QtBot, world: CounterStation
) -> Iterator[Callable[..., Counter]]:
    """Opens the window over `world`; closed again at the end."""
    opened: list[Counter] = []

    def opener(world: CounterStation = world, **settings: Any) -> Counter:
        with without_rules(officer_app):
            counter = Counter(world.station, DeskSettings(**{"key": KEY, **settings}), lambda: None)
        qtbot.addWidget(counter.window)
        opened.append(counter)
        counter.start()
        counter.window.activateWindow()
        QTest.qWaitForWindowActive(counter.window)
        qtbot.waitUntil(lambda: counter.flows.outbox.line.online is not None)
        qtbot.waitUntil(lambda: counter.window.actions_bar.device_id != "")
        return counter

    yield opener
    for counter in opened:
        counter.close()
        # A closed window that is still there would be dressed again with the next one.
        counter.window.deleteLater()
    officer_app.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def review(open_counter: Callable[..., Counter], world: CounterStation, qtbot: QtBot) -> Counter:
    """The window with one dossier of one declaration on show."""
    world.add_dossier([declaration()], "H26.121-251027-0031", "1.001193")
    counter = open_counter()
    qtbot.waitUntil(lambda: len(counter.window.form.rows) == 3)
    return counter


@pytest.fixture
def doubts(open_counter: Callable[..., Counter], world: CounterStation, qtbot: QtBot) -> Counter:
    """The window with one dossier of doubtful papers on show, picture and places drawn."""
    world.add_dossier([doubtful_papers()], "H26.121-251027-0031", "1.001193")
    counter = open_counter()
    qtbot.waitUntil(lambda: len(counter.window.form.rows) == 4)
    qtbot.waitUntil(lambda: len(counter.window.page.marked) == 3)
    return counter


def row(counter: Counter, name: str) -> FieldRow:
    """Row of a field in the form."""
    return next(row for row in counter.window.form.rows if row.field.name == name)


def press(widget: QWidget, key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
    """Press a key in a widget."""
    held = Qt.KeyboardModifier.NoModifier
    for modifier in modifiers:
        held |= modifier
    QTest.keyClick(widget, key, held)


def type_in(widget: QWidget, text: str) -> None:
    """Type as an input method does: each letter is composed, then committed."""
    for letter in text:
        QApplication.sendEvent(widget, QInputMethodEvent(letter, []))
        event = QInputMethodEvent("", [])
        event.setCommitString(letter)
        QApplication.sendEvent(widget, event)
