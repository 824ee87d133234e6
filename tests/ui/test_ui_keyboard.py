"""The table of keys, what the officer makes of it, and every screen answering its own keys."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import combinations
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from app.domain.ids import PageId
from app.services.key_choices import KeyChoices
from app.ui.action_bar import Action
from app.ui.counter import Counter
from app.ui.keyboard import Keyboard, Refusal, keyboard
from app.ui.keys import BY_ID, TABLE, Scope, act_together, key_label, plain_keys
from app.ui.keys_model import key_card
from tests.fakes.counter_station import CounterStation
from tests.ui.conftest import declaration, press, row

ROOT = Path(__file__).parents[2]
KEY_IN_TEXT = re.compile(
    r"(?<![\w+])(?:(?:Ctrl|Shift|Alt)\+)+(?:F\d{1,2}|[A-Z][a-z]+|[A-Z0-9,=+−-])|(?<![\w+])F\d{1,2}\b"
)
OFFICER = "canbo01"
HOMES = {"keyboard.py"}


@pytest.fixture(autouse=True)
def as_delivered(qapp: QApplication) -> Iterator[None]:
    yield
    keyboard().choose({})


@pytest.fixture
def counter(open_counter: Callable[..., Counter], world: CounterStation, qtbot: QtBot) -> Counter:
    world.add_dossier([declaration()], "H26.121-251027-0031", "1.001193")
    counter = open_counter()
    qtbot.waitUntil(lambda: len(counter.window.form.rows) == 3)
    return counter


def test_no_two_actions_that_act_together_share_a_key() -> None:
    shared = [
        (one.id, other.id)
        for one, other in combinations(TABLE, 2)
        if act_together(one.scope, other.scope)
        and plain_keys(one.keys) & plain_keys(other.keys)
        # keys of a list or field itself: whichever has the keyboard is meant
        and not (one.is_fixed and other.is_fixed)
    ]

    assert shared == []


def test_every_row_has_its_own_name_words_and_keys_that_qt_knows() -> None:
    assert len(BY_ID) == len(TABLE)
    assert all(key.words and key.scope.words for key in TABLE)
    for key in TABLE:
        assert key.keys, key.id
        for each in key.keys:
            assert QKeySequence(each).count() == 1, each
            assert QKeySequence(each).toString(), each


def test_single_letters_act_in_lists_alone() -> None:
    letters = {key.scope for key in TABLE for each in key.keys if len(each) == 1}

    assert letters <= {Scope.PAGES, Scope.PAPERS}


@pytest.mark.parametrize("call", ["QShortcut(", "setShortcut(", "setShortcuts(", 'QKeySequence("'])
def test_shortcuts_are_made_of_the_table_alone(call: str) -> None:
    found = {
        path.name
        for path in (ROOT / "app" / "ui").glob("*.py")
        if re.search(rf"(?<!_Key){re.escape(call)}", path.read_text("utf-8"))
    }

    assert found - HOMES - {"owner_panel.py"} == set()


def test_every_shortcut_of_the_window_stands_in_the_table(counter: Counter) -> None:
    known = plain_keys(each for key in TABLE for each in key.keys)
    window = counter.window
    made = [each for found in window.findChildren(QShortcut) for each in found.keys()]  # noqa: SIM118  # no dict
    made += [each for found in window.findChildren(QAction) for each in found.shortcuts()]

    assert plain_keys(each.toString() for each in made if not each.isEmpty()) <= known


def texts(widget: QWidget) -> Iterator[str]:
    """What a widget shows or tells."""
    yield widget.toolTip()
    yield widget.accessibleName()
    if isinstance(widget, QAbstractButton | QLabel):
        yield widget.text()
    if isinstance(widget, QLineEdit):
        yield widget.placeholderText()


def test_every_key_that_a_text_names_exists(counter: Counter) -> None:
    known = plain_keys(each for key in TABLE for each in key.keys) | {"Ctrl+A"}
    window = counter.window
    named = {
        found
        for widget in window.findChildren(QWidget)
        for text in texts(widget)
        for found in KEY_IN_TEXT.findall(text)
    }

    assert len(named) > 20
    assert {each for each in named if not plain_keys([each.replace("−", "-")]) <= known} == set()


def test_every_part_of_the_window_has_the_keyboard_when_it_is_brought(counter: Counter) -> None:
    tabs = counter.window.tabs

    for page, title in tabs.parts:
        counter.window.queue.list.setFocus()
        tabs.bring(page)
        QApplication.processEvents()
        now = QApplication.focusWidget()
        assert now is not None, title
        assert page.isAncestorOf(now), title


def test_every_part_behind_answers_its_own_key(counter: Counter, qtbot: QtBot) -> None:
    window = counter.window
    known = {key.id for key in TABLE}

    for action in window.tabs.menu.actions():
        title, _, label = action.text().partition("\t")
        if not action.isVisible():
            continue
        ids = [i for i in known if BY_ID[i].scope is Scope.WINDOW and keyboard().label(i) == label]
        assert ids, title
        window.show_work()
        window.queue.list.setFocus()
        QTest.keySequence(window, QKeySequence(keyboard().keys(ids[0])[0]))
        on_show = window.tabs.on_show
        assert on_show is not None
        assert window.tabs.tabText(window.tabs.currentIndex()) == title
        now = QApplication.focusWidget()
        assert now is not None
        assert on_show.isAncestorOf(now), title
        for dialog in window.findChildren(QFileDialog):
            dialog.close()


def test_letters_typed_into_a_field_start_nothing(counter: Counter, qtbot: QtBot) -> None:
    counter.desk.contact.open()
    window = counter.window
    heard: list[str] = []
    for action in counter.desk.contact.screen.actions_by_act.values():
        action.triggered.connect(lambda: heard.append("act"))
    edit = QLineEdit(counter.desk.contact.screen)
    edit.show()
    edit.setFocus()

    QTest.keyClicks(edit, "rsklbtcdfRS+-=")

    assert edit.text() == "rsklbtcdfRS+-="
    assert heard == []
    assert window.isVisible()


# What the officer chooses


def test_chosen_key_acts_at_once_and_is_told_everywhere(counter: Counter) -> None:
    bar = counter.window.actions_bar
    heard: list[object] = []
    bar.pressed.connect(heard.append)

    keyboard().choose({"import": ("Ctrl+Alt+I",)})
    press(counter.window, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    before = list(heard)
    bar.wanted.disconnect()
    press(
        counter.window,
        Qt.Key.Key_I,
        Qt.KeyboardModifier.ControlModifier,
        Qt.KeyboardModifier.AltModifier,
    )

    assert before == []
    assert heard == [Action.IMPORT]
    assert bar.buttons[Action.IMPORT].text().endswith("Ctrl+Alt+I")
    assert ("Ctrl+Alt+I", BY_ID["import"].words) in key_card(keyboard()).parts[0].rows


def test_two_actions_can_change_places(qapp: QApplication) -> None:
    keys = Keyboard()

    keys.choose({"scan": ("F6",), "pages": ("F5",)})

    assert (keys.label("scan"), keys.label("pages")) == ("F6", "F5")
    assert keys.reworded("Bấm F5 rồi F6.") == "Bấm F6 rồi F5."


@pytest.mark.parametrize(
    "chosen",
    [
        {"nothing": ("F5",)},
        {"fields.right": ("F5",)},
        {"scan": ("F9",)},
        {"scan": ("Foo",)},
        {"scan": ("Ctrl+K, Ctrl+S",)},
    ],
)
def test_choice_that_does_not_fit_is_left_out(
    qapp: QApplication, chosen: dict[str, tuple[str, ...]]
) -> None:
    keys = Keyboard()

    keys.choose(chosen)

    assert keys.chosen == {}


@pytest.mark.parametrize(
    ("key_id", "pressed", "why"),
    [
        ("scan", "F9", Refusal.TAKEN),
        ("results.sign", "F9", Refusal.TAKEN),
        ("scan", "R", Refusal.TYPED),
        ("scan", "Shift+R", Refusal.TYPED),
        ("scan", "Ctrl+C", Refusal.TYPED),
        ("pages.turn", "Tab", Refusal.TYPED),
        ("fields.right", "F5", Refusal.FIXED),
        ("pages.turn", "X", None),
        ("scan", "Ctrl+J", None),
        ("scan", "Shift+F3", None),
    ],
)
def test_key_is_refused_with_the_reason(
    qapp: QApplication, key_id: str, pressed: str, why: Refusal | None
) -> None:
    refusal, rival = Keyboard().why_not(key_id, pressed)

    assert refusal is why
    assert (rival is not None) == (why is Refusal.TAKEN)


def test_officer_changes_a_key_with_keys_alone_and_finds_it_again(
    open_counter: Callable[..., Counter], world: CounterStation, qtbot: QtBot, tmp_path: Path
) -> None:
    choices = KeyChoices(tmp_path / "key-choices.json")
    counter = open_counter(key_choices=choices)
    press(counter.window, Qt.Key.Key_F1, Qt.KeyboardModifier.ShiftModifier)
    view = counter.keys.view
    view.table.setCurrentIndex(counter.keys.model.index(counter.keys.model.row_of("scan"), 0))

    press(view.table, Qt.Key.Key_Return)
    press(view.edit, Qt.Key.Key_F9)
    refused = view.said.text()
    press(view.table, Qt.Key.Key_Return)
    press(view.edit, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)

    assert "F9" in refused
    assert BY_ID["sign"].words in refused
    qtbot.waitUntil(lambda: choices.read(OFFICER) == {"scan": ("Ctrl+J",)})
    assert counter.window.actions_bar.buttons[Action.SCAN].text().endswith("Ctrl+J")
    assert view.table.hasFocus()
    keyboard().choose({})
    again = open_counter(key_choices=choices)
    qtbot.waitUntil(lambda: keyboard().label("scan") == "Ctrl+J")
    again.keys.view.reset_all_button.click()
    qtbot.waitUntil(lambda: choices.read(OFFICER) == {})


@pytest.mark.parametrize(("key", "label"), [("Ctrl+-", "Ctrl+−"), ("Ctrl++", "Ctrl++"), ("+", "+")])
def test_key_is_shown_as_officers_read_it(key: str, label: str) -> None:
    assert key_label(key) == label


# One order of steps


def test_fields_and_pages_are_undone_in_one_order_and_in_words(
    counter: Counter, world: CounterStation, qtbot: QtBot
) -> None:
    home = counter.flows.queue.chosen_id
    assert home is not None
    window, page = counter.window, world.pages(home)[0]
    name = row(counter, "full_name").field
    counter.flows.review.correct(name, "Trần Thị Hoà")
    qtbot.waitUntil(lambda: world.field(home, "full_name").value == "Trần Thị Hoà")
    counter.flows.edits.turn([page.id], -90)
    qtbot.waitUntil(lambda: world.pages(home)[0].turn != page.turn)
    held = Qt.KeyboardModifier.ControlModifier

    press(window.queue.list, Qt.Key.Key_Z, held)
    qtbot.waitUntil(lambda: world.pages(home)[0].turn == page.turn)
    first = window.message.text
    press(window.queue.list, Qt.Key.Key_Z, held)
    qtbot.waitUntil(lambda: world.field(home, "full_name").value == "Trần Thị Hoa")
    second = window.message.text
    press(window.queue.list, Qt.Key.Key_Z, held)

    assert "thay đổi trang" in first
    assert "Họ và tên" in second
    assert "không còn gì" in window.message.text
    press(window.queue.list, Qt.Key.Key_Y, held)
    qtbot.waitUntil(lambda: world.field(home, "full_name").value == "Trần Thị Hoà")
    press(window.queue.list, Qt.Key.Key_Y, held)
    qtbot.waitUntil(lambda: world.pages(home)[0].turn != page.turn)


def test_undo_pressed_while_pages_are_still_being_turned_takes_that_back_and_no_field(
    counter: Counter, world: CounterStation, qtbot: QtBot
) -> None:
    home = counter.flows.queue.chosen_id
    assert home is not None
    page = world.pages(home)[0]
    counter.flows.review.correct(row(counter, "full_name").field, "Trần Thị Hoà")
    qtbot.waitUntil(lambda: world.field(home, "full_name").value == "Trần Thị Hoà")

    counter.flows.edits.turn([page.id], -90)
    press(counter.window.queue.list, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)

    assert "thay đổi trang" in counter.window.message.text
    with qtbot.waitSignals([counter.flows.edits.edited] * 2):
        pass
    assert world.pages(home)[0].turn == page.turn
    assert world.field(home, "full_name").value == "Trần Thị Hoà"


def test_refused_change_of_pages_is_no_step(
    counter: Counter, world: CounterStation, qtbot: QtBot
) -> None:
    home = counter.flows.queue.chosen_id
    assert home is not None
    counter.flows.review.correct(row(counter, "full_name").field, "Trần Thị Hoà")
    qtbot.waitUntil(lambda: world.field(home, "full_name").value == "Trần Thị Hoà")
    with qtbot.waitSignal(counter.flows.edits.trouble):
        counter.flows.edits.turn([PageId("no-such-page")], -90)

    press(counter.window.queue.list, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)

    qtbot.waitUntil(lambda: world.field(home, "full_name").value == "Trần Thị Hoa")
