"""How many keys one dossier takes from the scan to the queue, the PIN apart; no mouse at all.

Hard limits: 8 keys for a clean dossier of 10 pages and 8 fields, 30 with one bad page and two
doubtful fields.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.domain.dossier import DossierState
from app.domain.ids import DossierId
from app.domain.page import LEFT_OUT, PageState
from app.domain.submission import SubmissionState
from app.errors import Advice, LibraryError
from app.services.process import read_dossier
from app.services.workers import PageOutcome, ReadOrder
from app.ui.action_bar import Action
from app.ui.counter import Counter
from app.ui.signing_flow import SignStage
from ocr.reading import FieldReading, FieldState
from tests.fakes.counter_station import PIN, CounterStation, reading
from tests.ui.conftest import candidate, picture

CLEAN_LIMIT, BAD_LIMIT = 8, 30
PAGES = 10
BAD_PAGE = 4
CONTROL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier

SURE = {
    "full_name": "Trần Thị Hoa",
    "birth_date": "06/07/1995",
    "personal_id": "038195904374",
    "residence": "Xã Hoằng Lộc, tỉnh Thanh Hóa",
    "phone": "0912345678",
    "ethnicity": "Kinh",
    "relation": "Mẹ đẻ",
    "sex": "Nữ",
}


class Keyboard:
    """Sends keys to whatever has the keyboard, and logs each; there is no mouse."""

    def __init__(self, counter: Counter) -> None:
        self._window = counter.window
        self.log: list[str] = []

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier | None = None) -> None:
        """One key, with what is held down."""
        names = [held.name or ""] if held else []
        self.log.append("+".join([*names, key.name]).replace("Key_", "").replace("Modifier", ""))
        self._send(key, held)

    def type(self, text: str) -> None:
        """One key per character."""
        for letter in text:
            self.log.append(letter)
            QTest.keyClicks(self._target(), letter)

    def type_pin(self) -> None:
        """The PIN, which the budget leaves out."""
        QTest.keyClicks(self._target(), PIN)

    def _send(self, key: Qt.Key, held: Qt.KeyboardModifier | None) -> None:
        QTest.keyClick(self._target(), key, held or Qt.KeyboardModifier.NoModifier)

    def _target(self) -> QWidget:
        return QApplication.focusWidget() or self._window


def sheet(number: int) -> bytes:
    """Page `number`, from 0."""
    return picture(f"#ff{number:02}ff")


def load(world: CounterStation, doubts: dict[str, FieldReading]) -> None:
    """Ten sheets in the feeder; the first one carries the eight fields."""
    fields = [
        doubts.get(name) or candidate(name, value, FieldState.GREEN) for name, value in SURE.items()
    ]
    sheets = [sheet(number) for number in range(PAGES)]
    for number, data in enumerate(sheets):
        world.reader.readings[data] = reading(*(fields if number == 0 else ()))
    world.scanner.load(sheets)


def scan(counter: Counter, world: CounterStation, keys: Keyboard, qtbot: QtBot) -> DossierId:
    """F5, and wait until the pages are saved and read."""
    before = counter.window.pages_model.rowCount()
    wanted = PAGES if not before else before + 1
    keys.press(Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: counter.window.pages_model.rowCount() == wanted)
    qtbot.waitUntil(lambda: not counter.flows.capture.is_running)
    home = counter.flows.queue.chosen_id
    assert home is not None
    while world.store.pages_to_read(1):
        read_dossier(world.station, home)
    counter.rows_changed()
    qtbot.waitUntil(lambda: len(counter.window.form.rows) == len(SURE))
    qtbot.waitUntil(lambda: PageState.CAPTURED not in states(counter))
    return home


def states(counter: Counter) -> list[PageState]:
    """How far each page on show has come."""
    return [page.state for page in counter.window.pages_model.rows]


def finish_and_sign(counter: Counter, world: CounterStation, keys: Keyboard, qtbot: QtBot) -> None:
    """Ctrl+Enter, F9, the PIN, Enter."""
    home = counter.flows.queue.chosen_id
    assert home is not None
    qtbot.waitUntil(lambda: not counter.window.actions_bar.reason(Action.FINISH))
    keys.press(Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: not counter.window.actions_bar.reason(Action.SIGN))
    keys.press(Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: counter.flows.signing.stage is SignStage.READY)
    keys.type_pin()
    keys.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: world.store.dossier(home).state is DossierState.SEALED)
    assert world.store.submissions()[0].state is SubmissionState.QUEUED
    assert world.token.logins == [PIN]


def break_page(world: CounterStation) -> None:
    """One sheet comes in so that its file cannot be opened."""
    read_page = world.reader.read_page

    def read(order: ReadOrder) -> PageOutcome:
        if order.data == sheet(BAD_PAGE - 1):
            raise LibraryError("input.not_an_image", Advice.USER_ACTION)
        return read_page(order)

    world.reader.read_page = read  # type: ignore[method-assign]  # a reader with a fault


def replace_bad_page(counter: Counter, world: CounterStation, keys: Keyboard, qtbot: QtBot) -> None:
    """Scan the sheet again, then take the broken page out."""
    home = counter.flows.queue.chosen_id
    assert home is not None
    world.scanner.load([picture("#123456")])
    scan(counter, world, keys, qtbot)
    keys.press(Qt.Key.Key_F6)
    for _ in range(BAD_PAGE - 1):
        keys.press(Qt.Key.Key_Right)
    keys.press(Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: LEFT_OUT in world.pages(home)[BAD_PAGE - 1].flags)


def test_clean_dossier_takes_at_most_eight_keys(
    open_counter: Callable[..., Counter], world: CounterStation, qtbot: QtBot
) -> None:
    counter = open_counter()
    keys = Keyboard(counter)
    load(world, {})

    scan(counter, world, keys, qtbot)
    finish_and_sign(counter, world, keys, qtbot)

    print(f"keys, clean dossier: {len(keys.log)}: {' '.join(keys.log)}")
    assert len(keys.log) <= CLEAN_LIMIT


@pytest.mark.expects_log_warnings
@pytest.mark.parametrize("way", ["typed once", "alternative taken", "typed twice"])
def test_dossier_with_a_bad_page_and_two_doubts_takes_at_most_thirty_keys(
    open_counter: Callable[..., Counter], world: CounterStation, qtbot: QtBot, way: str
) -> None:
    """Two doubts: a name that is right as read, and a number that a rule refuses."""
    wrong = candidate("phone", "091234567", FieldState.RED, "phone.shape")
    if way != "typed once":
        wrong = candidate("personal_id", "03819590437", FieldState.RED, "personal_id.length")
        wrong = replace(wrong, critical=True, alternatives=("038195904374",))
    name = replace(candidate("full_name", "Trần Thị Hoa"), critical=True)
    counter = open_counter()
    keys = Keyboard(counter)
    load(world, {"full_name": name, wrong.name: wrong})
    break_page(world)
    home = scan(counter, world, keys, qtbot)
    assert PageState.DEGRADED in states(counter)

    replace_bad_page(counter, world, keys, qtbot)
    keys.press(Qt.Key.Key_F2)
    keys.press(Qt.Key.Key_Return)
    match way:
        case "typed once":
            keys.type("0912345678")
            keys.press(Qt.Key.Key_Return)
        case "alternative taken":
            keys.press(Qt.Key.Key_1, ALT)
        case "typed twice":
            # the last digit is missing: End and the digit, then the whole number unseen
            keys.press(Qt.Key.Key_End)
            keys.type("4")
            keys.press(Qt.Key.Key_Return)
            keys.type(SURE["personal_id"])
            keys.press(Qt.Key.Key_Return)
    finish_and_sign(counter, world, keys, qtbot)

    print(f"keys, bad page and two doubts, {way}: {len(keys.log)}: {' '.join(keys.log)}")
    assert world.field(home, "full_name").confirmed_by == "canbo01"
    assert world.field(home, wrong.name).value == SURE[wrong.name]
    assert len(keys.log) <= BAD_LIMIT
