"""Group check: doubts of one kind over all open dossiers, by keyboard."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.domain.dossier import DossierState
from app.domain.ids import DossierId
from app.ui.action_bar import Action
from app.ui.counter import Counter
from app.ui.group_desk import GroupDesk
from app.ui.group_view import SHEET_ROWS
from ocr.reading import FieldState
from tests.fakes.counter_station import CounterStation, reading
from tests.ui.conftest import candidate, picture, press

Opener = Callable[..., Counter]
CONTROL = Qt.KeyboardModifier.ControlModifier


def add_papers(world: CounterStation, count: int) -> list[DossierId]:
    """Dossiers of one page with a doubtful id and a wrong date each."""
    homes = []
    for number in range(count):
        fields = (
            candidate("personal_id", f"0381959043{number:02}"),
            candidate("birth_date", "31/02/1995", FieldState.RED, "date.unreal"),
        )
        data = picture(f"#ff{number:02}ff")
        homes.append(world.add_dossier([(data, reading(*fields))], f"H26.121-251027-{number:04}"))
    return homes


@pytest.fixture
def open_group(
    open_counter: Opener, world: CounterStation, qtbot: QtBot
) -> Callable[[int], tuple[Counter, GroupDesk]]:
    """Opens the group check over so many dossiers, with all pictures of the sheet in sight."""

    def opener(count: int) -> tuple[Counter, GroupDesk]:
        add_papers(world, count)
        counter = open_counter()
        desk = counter.window.findChild(GroupDesk)
        assert isinstance(desk, GroupDesk)
        press(counter.window, Qt.Key.Key_G, CONTROL)
        qtbot.waitUntil(lambda: len(desk.model.to_confirm) == min(count, SHEET_ROWS))
        return counter, desk

    return opener


def confirmed(world: CounterStation) -> int:
    homes = [row.dossier.id for row in world.store.dossier_rows()]
    return sum(bool(world.field(home, "personal_id").confirmed_by) for home in homes)


def test_ctrl_g_lists_amber_values_with_their_pictures(
    open_group: Callable[[int], tuple[Counter, GroupDesk]],
) -> None:
    _counter, desk = open_group(3)

    texts = [desk.model.index(number, 1).data() for number in range(3)]
    assert texts == ["038195904302", "038195904301", "038195904300"]
    assert desk.view.kinds.currentText() == "Số định danh cá nhân (3)"
    assert desk.model.index(0, 2).data() == "personal_id\nH26.121-251027-0002, trang 1"
    assert desk.view.sheet.hasFocus()
    assert all(desk.model.strip(row) is not None for row in desk.model.rows)


def test_enter_confirms_all_but_the_marked_ones(
    open_group: Callable[[int], tuple[Counter, GroupDesk]], world: CounterStation, qtbot: QtBot
) -> None:
    _counter, desk = open_group(3)
    press(desk.view.sheet, Qt.Key.Key_Down)
    press(desk.view.sheet, Qt.Key.Key_Space)
    assert desk.model.index(1, 3).data() == "? để xem lại"

    press(desk.view.sheet, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: confirmed(world) == 2)
    qtbot.waitUntil(lambda: desk.model.rowCount() == 0)
    left = [row for row in world.store.dossier_rows() if row.doubtful_fields == 2]
    assert [row.dossier.code for row in left] == ["H26.121-251027-0001"]
    entries = [e.act for e in world.store.audit_entries() if e.act.action == "field.confirmed"]
    assert len(entries) == 2


def test_next_sheet_comes_after_the_first(
    open_group: Callable[[int], tuple[Counter, GroupDesk]], world: CounterStation, qtbot: QtBot
) -> None:
    _counter, desk = open_group(SHEET_ROWS + 2)

    press(desk.view.sheet, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: confirmed(world) == SHEET_ROWS)
    qtbot.waitUntil(lambda: len(desk.model.to_confirm) == 2)


def test_undo_takes_the_whole_batch_back(
    open_group: Callable[[int], tuple[Counter, GroupDesk]], world: CounterStation, qtbot: QtBot
) -> None:
    _counter, desk = open_group(3)
    press(desk.view.sheet, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desk.model.rowCount() == 0)

    press(desk.view.sheet, Qt.Key.Key_Z, CONTROL)

    qtbot.waitUntil(lambda: confirmed(world) == 0)
    qtbot.waitUntil(lambda: len(desk.model.to_confirm) == 3)
    press(desk.view.sheet, Qt.Key.Key_Y, CONTROL)
    qtbot.waitUntil(lambda: confirmed(world) == 3)


def test_value_whose_picture_has_not_come_is_not_confirmed(
    open_counter: Opener, world: CounterStation, qtbot: QtBot
) -> None:
    [home] = add_papers(world, 1)
    page = world.pages(home)[0]
    assert page.clean is not None
    world.vault.blobs[page.clean] = (home, b"no picture")
    counter = open_counter()
    press(counter.window, Qt.Key.Key_G, CONTROL)
    desk = counter.window.findChild(GroupDesk)
    assert isinstance(desk, GroupDesk)
    qtbot.waitUntil(lambda: desk.model.rowCount() == 1)
    press(desk.view.sheet, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desk.model.index(0, 3).data() == "! không có ảnh")

    press(desk.view.sheet, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: desk.model.rowCount() == 0)
    assert confirmed(world) == 0


def test_ctrl_enter_does_not_finish_a_dossier_out_of_sight(
    open_group: Callable[[int], tuple[Counter, GroupDesk]], world: CounterStation
) -> None:
    counter, desk = open_group(1)

    press(desk.view.sheet, Qt.Key.Key_Return, CONTROL)

    states = [row.dossier.state for row in world.store.dossier_rows()]
    assert states == [DossierState.OPEN]
    assert counter.window.message.text == "Hãy quay về hồ sơ trước (phím Esc)."
    assert counter.window.actions_bar.reason(Action.FINISH) != ""


def test_escape_goes_back_to_the_dossiers(
    open_group: Callable[[int], tuple[Counter, GroupDesk]],
) -> None:
    counter, desk = open_group(1)

    press(desk.view.sheet, Qt.Key.Key_Escape)

    assert counter.window.tabs.currentIndex() == 0
    assert not desk.is_on_show
    assert desk.model.rowCount() == 0


def test_confirmed_value_is_shown_so_in_its_dossier(
    open_group: Callable[[int], tuple[Counter, GroupDesk]], qtbot: QtBot
) -> None:
    counter, desk = open_group(1)

    press(desk.view.sheet, Qt.Key.Key_Return)

    qtbot.waitUntil(
        lambda: any(
            row.field.name == "personal_id" and row.field.confirmed_by != ""
            for row in counter.window.form.rows
        )
    )
