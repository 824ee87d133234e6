"""F1 opens the page for what has the keyboard; every part of the window leads to one."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtWidgets import QApplication, QTabBar, QWidget
from pytestqt.qtbot import QtBot

import app.ui
from app.province.errors import LinkDown
from app.services.help_pages import START, HelpShelf
from app.ui.counter import Counter
from app.ui.help_map import PAGES, PROPERTY, known_page, page_for
from app.ui.help_troubles import trouble_pages
from app.ui.help_view import HelpView, with_keys
from app.ui.keyboard import keyboard
from tests.fakes.practice import EmptyRoom
from tests.ui.conftest import press, type_in

ALT = Qt.KeyboardModifier.AltModifier
FRAME = {"QMenu", "QToolButton", "QTabBar", "QMainWindow", "WindowTabs"}
"""What holds parts together and belongs to none."""


@pytest.fixture
def shelf() -> HelpShelf:
    shelf = HelpShelf()
    shelf.add(trouble_pages())
    return shelf


@pytest.fixture
def help_view(officer_app: QApplication, shelf: HelpShelf, qtbot: QtBot) -> HelpView:
    view = HelpView(shelf, lambda _name: b"")
    qtbot.addWidget(view)
    view.open(START)
    view.show()
    return view


def test_map_names_only_pages_that_exist(shelf: HelpShelf) -> None:
    assert [page for page in PAGES.values() if not shelf.has(page)] == []


def test_map_names_only_parts_that_exist(officer_app: QApplication) -> None:
    for module in pkgutil.iter_modules(app.ui.__path__, "app.ui."):
        importlib.import_module(module.name)
    waiting, kinds = [QWidget], set()
    while waiting:
        kind = waiting.pop()
        kinds.add(kind.__name__)
        waiting += kind.__subclasses__()

    assert set(PAGES) - kinds == set()


def test_help_of_a_message_is_the_page_of_its_kind(review: Counter) -> None:
    review.troubles.show(LinkDown("no route"))

    assert page_for(review.window.message.close_button) == "su-co-gui"


def test_every_widget_with_a_keyboard_leads_to_a_page(review: Counter, shelf: HelpShelf) -> None:
    lost = {
        f"{type(parent).__name__} > {type(widget).__name__} {widget.accessibleName()}"
        for widget in review.window.findChildren(QWidget)
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        and not isinstance(widget, QTabBar)
        and type(widget).__name__ not in FRAME
        and not shelf.has(known_page(widget))
        for parent in [widget.parentWidget()]
    }

    assert lost == set()


def test_every_part_of_the_window_leads_to_a_page_of_its_own(
    review: Counter, shelf: HelpShelf
) -> None:
    tabs = review.window.tabs

    for number in range(tabs.count()):
        room = tabs.widget(number)
        inside = room.inside if hasattr(room, "inside") else room
        named = {known_page(inside)} | {known_page(w) for w in inside.findChildren(QWidget)}
        assert named - {""}, tabs.tabText(number)


def test_f1_opens_the_page_of_what_has_the_keyboard_and_closes_again(
    review: Counter, qtbot: QtBot
) -> None:
    editor = review.window.form.rows[0].edit
    editor.setFocus()

    press(editor, Qt.Key.Key_F1)
    view = review.help.view
    assert view is not None
    shown = view.page
    press(view.browser, Qt.Key.Key_Escape)

    assert shown == "truong"
    assert not review.help.is_open
    assert editor.hasFocus()


def test_f1_within_the_help_goes_back_to_the_work(review: Counter) -> None:
    review.window.queue.setFocus()
    review.help.open_here()

    press(review.help.view.browser, Qt.Key.Key_F1)

    assert not review.help.is_open


def test_property_of_a_widget_goes_before_the_table(officer_app: QApplication) -> None:
    widget = QWidget()
    widget.setProperty(PROPERTY, "ky")

    assert page_for(widget) == "ky"
    assert page_for(QWidget()) == START
    assert page_for(None) == START


def test_pages_go_back_and_forth_by_keyboard(help_view: HelpView) -> None:
    help_view.browser.anchorClicked.emit(QUrl("quet.md"))
    help_view.browser.anchorClicked.emit(QUrl("trang.md"))
    help_view.browser.setFocus()

    press(help_view.browser, Qt.Key.Key_Left, ALT)
    before = help_view.page
    press(help_view.browser, Qt.Key.Key_Right, ALT)
    after = help_view.page
    press(help_view.browser, Qt.Key.Key_Home, ALT)

    assert (before, after, help_view.page) == ("quet", "trang", START)


def test_search_finds_without_accents_and_enter_opens_the_best(
    help_view: HelpView, qtbot: QtBot
) -> None:
    type_in(help_view.search, "bien nhan")
    qtbot.waitUntil(lambda: "Biên nhận" in help_view.browser.toPlainText())

    press(help_view.search, Qt.Key.Key_Return)

    assert help_view.page == "bien-nhan"


def test_search_without_a_hit_says_so(help_view: HelpView) -> None:
    type_in(help_view.search, "xyzzyx")
    press(help_view.search, Qt.Key.Key_Return)

    assert "Không tìm thấy" in help_view.browser.toPlainText()


def test_page_that_is_not_there_becomes_the_first(help_view: HelpView) -> None:
    help_view.open("khong-co")

    assert help_view.page == START


def test_link_into_the_window_is_told_and_nothing_is_fetched(
    help_view: HelpView, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(help_view.action_wanted) as told:
        help_view.browser.anchorClicked.emit(QUrl("sohoa:step/typing"))
    help_view.browser.anchorClicked.emit(QUrl("https://example.invalid/"))

    assert told.args == ["step/typing"]
    assert help_view.page == START


def test_keys_of_a_page_are_those_of_the_officer(officer_app: QApplication) -> None:
    keyboard().choose({"scan": ("Ctrl+Shift+Q",)})
    shown = with_keys("Bấm {key:scan} rồi {key:khong_co}.")
    keyboard().choose({})

    assert shown == "Bấm **Ctrl+Shift+Q** rồi ."


def test_practice_is_opened_from_the_help(open_counter: Callable[..., Counter]) -> None:
    counter = open_counter(practising=EmptyRoom())
    asked: list[str] = []
    counter.help.offer("practice", asked.append)
    counter.help.open("tap-lam")

    assert counter.help.view is not None
    counter.help.view.browser.anchorClicked.emit(QUrl("sohoa:practice"))

    assert asked == [""]
    assert not counter.help.is_open
