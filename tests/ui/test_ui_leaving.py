"""Work that is left half done: nothing that was typed or made is lost, nothing is half saved."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.domain.dossier import DossierState
from app.ui.counter import Counter
from app.ui.form_editor_desk import FormDesk
from app.ui.group_desk import GroupDesk
from app.ui.group_view import ROW_PX, SHEET_ROWS
from app.ui.jobs_bridge import Lane
from tests.fakes.counter_station import CounterStation
from tests.fakes.drawn_forms import FIRST, PAGE, FormReader, own_catalog, page_of, words_of
from tests.ui.conftest import picture, press, row, type_in
from tests.ui.test_ui_forms import LABELS, draw_form, open_sample, save
from tests.ui.test_ui_group import add_papers

CONTROL = Qt.KeyboardModifier.ControlModifier
ENTER = Qt.Key.Key_Return


def begin_second(counter: Counter) -> None:
    """A name typed once, and begun a second time."""
    edit = row(counter, "full_name").edit
    edit.setFocus()
    edit.selectAll()
    type_in(edit, "Trần Thị Hòe")
    press(edit, ENTER)
    type_in(edit, "Trần")


@pytest.mark.parametrize("key", [Qt.Key.Key_G, Qt.Key.Key_M])
def test_going_to_another_tab_is_no_second_typing(
    doubts: Counter, world: CounterStation, qtbot: QtBot, key: Qt.Key
) -> None:
    home = doubts.flows.queue.chosen_id
    assert home is not None
    begin_second(doubts)

    press(doubts.window, key, CONTROL)
    doubts.window.show_work()

    edit = row(doubts, "full_name").edit
    assert edit.text() == "Trần"
    edit.setFocus()
    edit.setCursorPosition(4)
    type_in(edit, " Thị Hòe")
    press(edit, ENTER)
    qtbot.waitUntil(lambda: world.field(home, "full_name").value == "Trần Thị Hòe")


def test_first_typing_begun_and_left_for_another_tab_waits_in_the_open(doubts: Counter) -> None:
    edit = row(doubts, "full_name").edit
    edit.setFocus()
    edit.selectAll()
    type_in(edit, "Trần T")

    press(doubts.window, Qt.Key.Key_G, CONTROL)
    doubts.window.show_work()

    assert edit.text() == "Trần T"
    assert not row(doubts, "full_name").is_held


def test_leaving_the_dossier_tells_what_was_not_saved(
    doubts: Counter, world: CounterStation, qtbot: QtBot
) -> None:
    home = doubts.flows.queue.chosen_id
    assert home is not None
    other = world.add_dossier([], "H26-2")
    begin_second(doubts)

    doubts.flows.queue.choose(other)
    qtbot.waitUntil(lambda: len(doubts.window.form.rows) == 0)

    assert "“Họ và tên” chưa được lưu" in doubts.window.message.text
    assert world.field(home, "full_name").value == "Trần Thị Hoa"
    assert world.field(home, "full_name").needs_a_look


def test_closing_amid_the_second_typing_saves_nothing_of_it(
    doubts: Counter, world: CounterStation
) -> None:
    home = doubts.flows.queue.chosen_id
    assert home is not None
    begin_second(doubts)

    doubts.window.close()
    doubts.close()

    assert world.field(home, "full_name").value == "Trần Thị Hoa"
    assert world.field(home, "full_name").needs_a_look


def test_value_typed_just_before_closing_is_saved_though_the_store_is_busy(
    doubts: Counter, world: CounterStation
) -> None:
    home = doubts.flows.queue.chosen_id
    assert home is not None
    gate = threading.Event()
    doubts.bridge.run(Lane.STORE, lambda: gate.wait(10), lambda _: None)
    edit = row(doubts, "address").edit
    edit.setFocus()
    edit.selectAll()
    type_in(edit, "Xã Mẫu")

    doubts.window.close()
    threading.Timer(0.05, gate.set).start()
    doubts.close()

    assert world.field(home, "address").value == "Xã Mẫu"


@pytest.fixture
def checked(
    open_counter: Callable[..., Counter], world: CounterStation, qtbot: QtBot
) -> tuple[Counter, GroupDesk]:
    """The group check over two dossiers, all pictures in sight."""
    add_papers(world, 2)
    counter = open_counter()
    desk = counter.window.findChild(GroupDesk)
    assert isinstance(desk, GroupDesk)
    press(counter.window, Qt.Key.Key_G, CONTROL)
    qtbot.waitUntil(lambda: len(desk.model.to_confirm) == 2)
    return counter, desk


def close_one(world: CounterStation) -> None:
    home = world.store.dossier_rows()[0].dossier.id
    act = world.station.act("test", home)
    world.store.move_dossier(home, DossierState.OPEN, DossierState.REVIEWED, act)


def test_group_check_tells_of_values_whose_dossier_was_closed_meanwhile(
    checked: tuple[Counter, GroupDesk], world: CounterStation, qtbot: QtBot
) -> None:
    counter, desk = checked
    close_one(world)

    press(desk.view.sheet, ENTER)

    qtbot.waitUntil(lambda: desk.model.rowCount() == 0)
    homes = [each.dossier.id for each in world.store.dossier_rows()]
    assert sum(bool(world.field(home, "personal_id").confirmed_by) for home in homes) == 1
    assert "Giữ nguyên 1 giá trị" in counter.window.message.text


def test_undo_of_the_group_check_tells_what_it_could_not_take_back(
    checked: tuple[Counter, GroupDesk], world: CounterStation, qtbot: QtBot
) -> None:
    counter, desk = checked
    press(desk.view.sheet, ENTER)
    qtbot.waitUntil(lambda: desk.model.rowCount() == 0)
    close_one(world)

    press(desk.view.sheet, Qt.Key.Key_Z, CONTROL)

    qtbot.waitUntil(lambda: desk.model.rowCount() == 1)
    assert "Giữ nguyên 1 giá trị" in counter.window.message.text


@pytest.fixture
def open_forms(
    open_counter: Callable[..., Counter], qtbot: QtBot, tmp_path: Path
) -> Callable[[], tuple[Counter, FormDesk]]:
    """Opens the form editor, each time as after a new start of the program."""
    world = CounterStation(reader=FormReader())
    world.station = replace(world.station, forms=own_catalog(tmp_path))
    data = picture("#ffffff", PAGE)
    (tmp_path / "mau-1.png").write_bytes(data)
    world.reader.readings[data] = page_of(words_of(FIRST))

    def opener() -> tuple[Counter, FormDesk]:
        counter = open_counter(world)
        press(counter.window, Qt.Key.Key_M, CONTROL)
        desk = counter.window.findChild(FormDesk)
        assert isinstance(desk, FormDesk)
        qtbot.waitUntil(lambda: desk.view.forms.count() > 30)
        return counter, desk

    return opener


def quit_program(counter: Counter) -> None:
    counter.window.close()
    counter.close()


def test_unsaved_form_is_there_again_after_the_next_start(
    open_forms: Callable[[], tuple[Counter, FormDesk]], tmp_path: Path, qtbot: QtBot
) -> None:
    counter, desk = open_forms()
    open_sample(desk, tmp_path / "mau-1.png", qtbot)
    draw_form(desk)
    desk.view.paper.title.setText("Đơn nuôi yến")
    frames = desk.work.draft.frames

    quit_program(counter)
    _, again = open_forms()

    qtbot.waitUntil(lambda: len(again.work.draft.fields) == len(LABELS))
    assert again.work.draft.paper.title == "Đơn nuôi yến"
    assert "Mẫu “Đơn nuôi yến” chưa lưu" in again.view.state.text()
    press(again.view, Qt.Key.Key_S, CONTROL)
    assert "Hãy mở lại tờ mẫu trước khi lưu" in again.view.state.text()
    open_sample(again, tmp_path / "mau-1.png", qtbot)
    assert again.work.draft.frames == frames
    save(again, qtbot)
    assert "Đã lưu “Đơn nuôi yến”" in again.view.state.text()


def test_saved_form_is_not_told_of_at_the_next_start(
    open_forms: Callable[[], tuple[Counter, FormDesk]], tmp_path: Path, qtbot: QtBot
) -> None:
    counter, desk = open_forms()
    open_sample(desk, tmp_path / "mau-1.png", qtbot)
    draw_form(desk)
    save(desk, qtbot)
    qtbot.waitUntil(lambda: "Đã lưu" in desk.view.state.text())

    quit_program(counter)
    _, again = open_forms()
    again._forms.read_kept()
    qtbot.wait(50)

    assert again.work.draft.fields == ()
    assert not (tmp_path / "form_draft.json").exists()


def test_going_to_another_tab_keeps_what_is_being_typed_in_the_form(
    open_forms: Callable[[], tuple[Counter, FormDesk]], tmp_path: Path, qtbot: QtBot
) -> None:
    counter, desk = open_forms()
    open_sample(desk, tmp_path / "mau-1.png", qtbot)
    draw_form(desk)
    desk.view.field.label.setText("Nhãn mới")

    counter.window.show_work()

    assert "Nhãn mới" in [field.definition.label for field in desk.work.draft.fields]


def test_message_over_the_group_check_takes_rows_off_the_sheet(
    open_counter: Callable[..., Counter], world: CounterStation, qtbot: QtBot
) -> None:
    add_papers(world, SHEET_ROWS)
    counter = open_counter()
    desk = counter.window.findChild(GroupDesk)
    assert isinstance(desk, GroupDesk)
    press(counter.window, Qt.Key.Key_G, CONTROL)
    qtbot.waitUntil(lambda: len(desk.model.to_confirm) == SHEET_ROWS)

    counter.window.message.tell("Có thông báo.", "Hàng cuối không còn thấy.")

    qtbot.waitUntil(lambda: desk.model.rowCount() < SHEET_ROWS)
    viewport = desk.view.sheet.viewport()
    qtbot.waitUntil(lambda: desk.model.rowCount() * ROW_PX <= viewport.height())
    counter.window.message.hide()
    qtbot.waitUntil(lambda: len(desk.model.to_confirm) == SHEET_ROWS)
