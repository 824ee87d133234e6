"""Every button that is closed says why, in every part of the window and in its main states."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import pytest
from PySide6.QtWidgets import QAbstractButton, QTabBar, QWidget
from pytestqt.qtbot import QtBot

from app.domain.ids import DossierId
from app.ui.action_bar import Action
from app.ui.counter import Counter
from app.ui.window import Window
from tests.fakes.counter_dossiers import reviewed, sealed
from tests.fakes.counter_station import CounterStation
from tests.ui.conftest import declaration, doubtful_papers, picture

Opener = Callable[..., Counter]


def closed_without_reason(window: QWidget) -> list[str]:
    """Buttons in sight that are closed and do not say why."""
    return [
        f"{_place(button)}: {button.accessibleName() or button.text() or button.objectName()}"
        for button in window.findChildren(QAbstractButton)
        if button.isVisibleTo(window) and not button.isEnabled() and not _is_arrow(button)
        and not (button.toolTip().strip() and button.accessibleDescription().strip())
    ]  # fmt: skip


def _is_arrow(button: QAbstractButton) -> bool:
    """Arrows that Qt puts beside tabs and into fields are no buttons of ours."""
    inside = button.parent()
    return isinstance(inside, QTabBar) or button.objectName().startswith("qt_")


def _place(widget: QWidget) -> str:
    names = []
    parent = widget.parent()
    while parent is not None and not isinstance(parent, Window):
        names.append(type(parent).__name__)
        parent = parent.parent()
    return " < ".join(names[:3])


def every_part(counter: Counter) -> Iterator[str]:
    """Bring each part of the window to the front, those from behind too."""
    tabs = counter.window.tabs
    for page in list(tabs._places):
        if tabs.is_offered(page):
            tabs.bring(page)
            yield f"tab {type(page).__name__}"
    counter.window.show_work()
    for number in range(counter.window.middle.count()):
        counter.window.middle.setCurrentIndex(number)
        yield f"middle {number}"
    for number in range(counter.window.side.count()):
        panel = counter.window.side.widget(number)
        counter.window.side.setCurrentIndex(number)
        yield f"side {type(panel).__name__}"


def nothing(_world: CounterStation) -> None:
    """An empty station."""


def dossiers(world: CounterStation) -> None:
    sealed(world)
    reviewed(world)
    world.add_unread([picture()], "H26.121-251027-0040")
    world.add_dossier([declaration()], "H26.121-251027-0041")
    world.add_dossier([doubtful_papers()], "H26.121-251027-0042", "1.001193")


def no_scanner(world: CounterStation) -> None:
    dossiers(world)
    world.line.online = False
    world.token.present = False


@pytest.mark.parametrize("state", [nothing, dossiers, no_scanner])
def test_every_closed_button_says_why(
    open_counter: Opener,
    world: CounterStation,
    qtbot: QtBot,
    state: Callable[[CounterStation], None],
) -> None:
    state(world)
    counter = open_counter()
    count = len(world.store.dossier_rows())
    qtbot.waitUntil(lambda: counter.window.queue_model.rowCount() == count)

    silent = {part: closed_without_reason(counter.window) for part in every_part(counter)}

    assert {part: found for part, found in silent.items() if found} == {}


def _is_on_show(counter: Counter, wanted: DossierId) -> bool:
    view = counter.desk._view
    return view is not None and view.dossier.id == wanted


def test_closed_buttons_of_each_dossier_say_why(
    open_counter: Opener, world: CounterStation, qtbot: QtBot
) -> None:
    dossiers(world)
    counter = open_counter()
    queue = counter.window.queue
    qtbot.waitUntil(lambda: counter.window.queue_model.rowCount() == 5)
    silent = []

    for row in counter.window.queue_model.rows:
        queue.select(row.dossier.id)
        qtbot.waitUntil(partial(_is_on_show, counter, row.dossier.id))
        for part in every_part(counter):
            silent += [(part, each) for each in closed_without_reason(counter.window)]

    assert silent == []


def test_closed_buttons_say_why_while_pages_come_and_while_only_looking(
    open_counter: Opener, world: CounterStation, qtbot: QtBot
) -> None:
    dossiers(world)
    counter = open_counter()
    qtbot.waitUntil(lambda: counter.window.queue_model.rowCount() == 5)
    counter.flows.capture._begin()
    counter.desk._decide()
    busy = {part: closed_without_reason(counter.window) for part in every_part(counter)}
    counter.desk.only_look("Đĩa đầy.")
    looking = {part: closed_without_reason(counter.window) for part in every_part(counter)}
    counter.flows.capture._cancel = None

    assert counter.window.actions_bar.reason(Action.SCAN) == "Đĩa đầy."
    assert {part: found for part, found in (busy | looking).items() if found} == {}


def test_closed_buttons_of_the_sign_panel_say_why(
    open_counter: Opener, world: CounterStation, qtbot: QtBot
) -> None:
    world.token.present = False
    reviewed(world)
    counter = open_counter()
    qtbot.waitUntil(lambda: not counter.window.actions_bar.reason(Action.SIGN))
    counter.window.actions_bar.press(Action.SIGN)
    qtbot.waitUntil(lambda: counter.window.side.currentWidget() is counter.window.sign)
    qtbot.waitUntil(lambda: bool(counter.window.files_model.rows))

    assert closed_without_reason(counter.window) == []
