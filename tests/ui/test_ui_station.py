"""The review station: strips, alternatives, words from the picture, postponing, second typing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QPointF, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.dossier import DossierState
from app.domain.field import Field, FieldSource
from app.domain.ids import DossierId
from app.ui.action_bar import Action
from app.ui.counter import Counter
from app.ui.snippet import place_with_air
from ocr.reading import FieldState
from tests.fakes.counter_station import CounterStation, reading
from tests.ui.conftest import candidate, doubtful_papers, picture, press, row, type_in

ENTER, ESCAPE = Qt.Key.Key_Return, Qt.Key.Key_Escape
ALT = Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
ID = "038195904374"


def home(counter: Counter) -> DossierId:
    chosen = counter.flows.queue.chosen_id
    assert chosen is not None
    return chosen


def focused(counter: Counter) -> str:
    rows = counter.window.form.rows
    return next((row.field.name for row in rows if row.edit.hasFocus()), "nothing")


def stored(counter: Counter, world: CounterStation, name: str) -> Field:
    return world.field(home(counter), name)


def retype(counter: Counter, name: str, text: str, key: Qt.Key = ENTER) -> None:
    """Type over what stands in a field, then press a key."""
    edit = row(counter, name).edit
    edit.setFocus()
    edit.selectAll()
    type_in(edit, text)
    press(edit, key)


def mend_id(counter: Counter) -> None:
    """Take the alternative of the wrong field."""
    edit = row(counter, "id_number").edit
    edit.setFocus()
    press(edit, Qt.Key.Key_1, ALT)


def on_paper(counter: Counter, x: int, y: int) -> QPoint:
    """Where a pixel of the page is in the view."""
    return counter.window.page.paper.mapFromScene(QPointF(x, y))


def in_sight(counter: Counter) -> list[str]:
    return [row.field.name for row in counter.window.form.rows if not row.isHidden()]


def test_just_decided_field_stays_until_the_next_jump(doubts: Counter, qtbot: QtBot) -> None:
    press(doubts.window, Qt.Key.Key_F2)
    press(row(doubts, "full_name").edit, ENTER)
    qtbot.waitUntil(lambda: row(doubts, "full_name").field.confirmed_by != "")
    after_first = in_sight(doubts)

    press(row(doubts, "id_number").edit, ENTER)

    assert after_first == ["full_name", "id_number", "address"]
    qtbot.waitUntil(lambda: "full_name" not in in_sight(doubts))
    assert in_sight(doubts) == ["id_number", "address"]


def test_counter_tells_how_many_are_left(doubts: Counter, qtbot: QtBot) -> None:
    press(doubts.window, Qt.Key.Key_F2)
    press(row(doubts, "full_name").edit, ENTER)

    assert "Còn 2 ô cần xem" in doubts.window.form.summary


def test_nothing_to_check_says_how_to_see_all(
    open_counter: Callable[..., Counter], world: CounterStation, qtbot: QtBot
) -> None:
    sure = candidate("full_name", "Trần Thị Hoa", FieldState.GREEN)
    world.add_dossier([(picture(), reading(sure))])
    counter = open_counter()
    qtbot.waitUntil(lambda: len(counter.window.form.rows) == 1)
    before = counter.window.form.hint

    press(counter.window, Qt.Key.Key_F3)

    assert before == "Không còn ô nào cần xem. F3 hiện tất cả các ô."
    assert counter.window.form.hint == ""
    assert in_sight(counter) == ["full_name"]


def test_closed_dossier_shows_all_its_fields(
    doubts: Counter, world: CounterStation, qtbot: QtBot
) -> None:
    mend_id(doubts)

    press(row(doubts, "address").edit, ENTER, CONTROL)

    qtbot.waitUntil(lambda: row(doubts, "address").edit.isReadOnly())
    assert in_sight(doubts) == ["full_name", "id_number", "address", "birth_date"]


def test_f8_in_the_group_check_postpones_nothing(doubts: Counter) -> None:
    doubts.window.form.focus_first_doubt()
    press(doubts.window, Qt.Key.Key_G, CONTROL)

    press(doubts.window, Qt.Key.Key_F8)

    assert "để sau" not in row(doubts, "full_name").edit.accessibleDescription()


def test_active_row_shows_its_place_on_the_paper(doubts: Counter) -> None:
    doubts.window.form.focus_first_doubt()

    name, number = row(doubts, "full_name"), row(doubts, "id_number")
    assert name.snippet is not None
    assert name.snippet.accessibleName() == "“Họ và tên” trên giấy"
    assert 0 < name.snippet.height() <= 58
    assert number.snippet is None


def test_row_without_a_place_shows_no_strip(doubts: Counter) -> None:
    row(doubts, "address").edit.setFocus()

    assert row(doubts, "address").snippet is None


def test_strip_of_a_large_page_comes_at_full_resolution(
    open_counter: Callable[..., Counter], world: CounterStation, qtbot: QtBot
) -> None:
    place = (300, 400, 520, 440)
    doubt = replace(candidate("full_name", "Trần Thị Hoa"), box=place)
    world.add_dossier([(picture(size=(2480, 3508)), reading(doubt, size=(2480, 3508)))])
    counter = open_counter()
    qtbot.waitUntil(lambda: len(counter.window.page.marked) == 1)
    on_screen = counter.window.page.picture
    assert on_screen is not None
    assert on_screen.image.width() < 2480

    counter.window.form.focus_first_doubt()

    whole = place_with_air(place, QSize(2480, 3508)).size()
    qtbot.waitUntil(lambda: strip_size(counter) == whole)


def strip_size(counter: Counter) -> QSize | None:
    """Pixels of the strip in the first row."""
    snippet = counter.window.form.rows[0].snippet
    return None if snippet is None else snippet.strip.size()


def test_strip_comes_with_the_picture_of_another_page(
    open_counter: Callable[..., Counter], world: CounterStation, qtbot: QtBot
) -> None:
    data, reading = doubtful_papers()
    world.add_dossier([(data, reading), (data + b"2", reading)])
    counter = open_counter()
    qtbot.waitUntil(lambda: len(counter.window.form.rows) == 8)
    second = counter.window.form.rows[4]

    second.edit.setFocus()

    qtbot.waitUntil(lambda: second.snippet is not None)
    assert second.field.page_id == world.pages(home(counter))[1].id


def test_alt_digit_takes_an_alternative_and_goes_on(
    doubts: Counter, world: CounterStation, qtbot: QtBot
) -> None:
    doubts.window.form.focus_first_doubt()

    press(row(doubts, "full_name").edit, Qt.Key.Key_1, ALT)

    assert focused(doubts) == "id_number"
    qtbot.waitUntil(lambda: stored(doubts, world, "full_name").value == "Trần Thị Hòa")
    press(row(doubts, "id_number").edit, Qt.Key.Key_Z, CONTROL)
    qtbot.waitUntil(lambda: stored(doubts, world, "full_name").value == "Trần Thị Hoa")


def test_alt_digit_without_such_an_alternative_does_nothing(doubts: Counter) -> None:
    doubts.window.form.focus_first_doubt()

    press(row(doubts, "full_name").edit, Qt.Key.Key_3, ALT)

    assert focused(doubts) == "full_name"
    assert row(doubts, "full_name").edit.text() == "Trần Thị Hoa"
    assert doubts.flows.review.undo_stack.count() == 0


def test_alternative_is_taken_by_mouse(
    doubts: Counter, world: CounterStation, qtbot: QtBot
) -> None:
    doubts.window.form.focus_first_doubt()
    choices = row(doubts, "full_name").choices
    assert choices is not None
    assert [button.accessibleName() for button in choices.buttons] == [
        "Lựa chọn 1: Trần Thị Hòa",
        "Lựa chọn 2: Trần Thi Hoa",
    ]

    QTest.mouseClick(choices.buttons[1], Qt.MouseButton.LeftButton)

    qtbot.waitUntil(lambda: stored(doubts, world, "full_name").value == "Trần Thi Hoa")


def test_f4_and_a_click_put_a_word_into_the_active_field(
    doubts: Counter, world: CounterStation, qtbot: QtBot
) -> None:
    edit = row(doubts, "address").edit
    edit.setFocus()
    paper = doubts.window.page.paper
    with qtbot.waitSignal(doubts.flows.review.words.ready):
        press(edit, Qt.Key.Key_F4)
    assert paper.viewport().cursor().shape() is Qt.CursorShape.CrossCursor

    QTest.mouseClick(paper.viewport(), Qt.MouseButton.LeftButton, pos=on_paper(doubts, 40, 238))

    assert edit.text() == "Thanh"
    assert edit.hasFocus()
    assert not paper.is_picking
    press(edit, ENTER)
    qtbot.waitUntil(lambda: stored(doubts, world, "address").value == "Thanh")


def test_f4_and_a_frame_put_several_words_into_the_active_field(
    doubts: Counter, qtbot: QtBot
) -> None:
    edit = row(doubts, "address").edit
    edit.setFocus()
    with qtbot.waitSignal(doubts.flows.review.words.ready):
        press(edit, Qt.Key.Key_F4)
    view = doubts.window.page.paper.viewport()
    corners = (on_paper(doubts, 15, 195), on_paper(doubts, 130, 220))

    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=corners[0])
    QTest.mouseMove(view, corners[1])
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=corners[1])

    assert edit.text() == "Xã Hoằng Lộc,"


def test_picked_critical_word_is_saved_without_a_second_typing(
    doubts: Counter, world: CounterStation, qtbot: QtBot
) -> None:
    edit = row(doubts, "full_name").edit
    edit.setFocus()
    with qtbot.waitSignal(doubts.flows.review.words.ready):
        press(edit, Qt.Key.Key_F4)
    view = doubts.window.page.paper.viewport()
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=on_paper(doubts, 40, 238))

    press(edit, ENTER)

    qtbot.waitUntil(lambda: stored(doubts, world, "full_name").value == "Thanh")


def test_escape_ends_picking_and_nothing_is_taken(doubts: Counter) -> None:
    edit = row(doubts, "address").edit
    edit.setFocus()
    press(edit, Qt.Key.Key_F4)

    press(edit, ESCAPE)

    assert not doubts.window.page.paper.is_picking
    assert edit.text() == "Xã Hoằng Lộc"


def test_f4_without_an_active_field_says_what_to_do_first(doubts: Counter) -> None:
    press(doubts.window, Qt.Key.Key_F4)

    assert doubts.window.message.text == "Hãy vào một ô trước rồi bấm F4."


def test_plain_click_on_a_place_goes_to_its_field(doubts: Counter) -> None:
    view = doubts.window.page.paper.viewport()

    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=on_paper(doubts, 60, 90))

    assert focused(doubts) == "id_number"


def test_f8_puts_a_doubt_behind_all_others(doubts: Counter) -> None:
    doubts.window.form.focus_first_doubt()

    press(row(doubts, "full_name").edit, Qt.Key.Key_F8)

    assert focused(doubts) == "id_number"
    assert "để sau" in row(doubts, "full_name").edit.accessibleDescription()
    press(row(doubts, "id_number").edit, Qt.Key.Key_1, ALT)
    assert focused(doubts) == "address"
    press(row(doubts, "address").edit, ENTER)
    assert focused(doubts) == "full_name"


def test_ctrl_enter_with_a_postponed_wrong_field_goes_to_it(doubts: Counter) -> None:
    row(doubts, "id_number").edit.setFocus()
    press(row(doubts, "id_number").edit, Qt.Key.Key_F8)

    press(row(doubts, "address").edit, ENTER, CONTROL)

    assert focused(doubts) == "id_number"
    assert doubts.window.message.text == "Còn 1 ô sai, có dấu “!”."


def test_typed_critical_value_is_hidden_and_typed_again(
    doubts: Counter, world: CounterStation, qtbot: QtBot
) -> None:
    retype(doubts, "id_number", ID)

    held = row(doubts, "id_number")
    assert held.edit.text() == ""
    assert "Gõ lại lần nữa" in held.note
    assert held.snippet is not None
    assert held.choices is None
    assert stored(doubts, world, "id_number").confirmed_by == ""
    type_in(held.edit, ID)
    press(held.edit, ENTER)
    qtbot.waitUntil(lambda: stored(doubts, world, "id_number").value == ID)
    assert stored(doubts, world, "id_number").source is FieldSource.TYPED
    assert focused(doubts) == "address"


def test_typings_that_differ_show_neither_text(doubts: Counter, world: CounterStation) -> None:
    retype(doubts, "id_number", ID)

    retype(doubts, "id_number", "038195904375")

    held = row(doubts, "id_number")
    assert "Hai lần gõ khác nhau" in held.note
    assert held.edit.text() == ""
    press(held.edit, Qt.Key.Key_Z, CONTROL)
    assert held.edit.text() == ""
    assert stored(doubts, world, "id_number").value == "03819590437"


def test_escape_gives_the_second_typing_up(doubts: Counter, world: CounterStation) -> None:
    retype(doubts, "id_number", ID)

    press(row(doubts, "id_number").edit, ESCAPE)

    assert row(doubts, "id_number").edit.text() == "03819590437"
    assert row(doubts, "id_number").choices is not None
    assert stored(doubts, world, "id_number").confirmed_by == ""


def test_unchanged_critical_value_is_confirmed_with_one_enter(
    doubts: Counter, world: CounterStation, qtbot: QtBot
) -> None:
    doubts.window.form.focus_first_doubt()

    press(row(doubts, "full_name").edit, ENTER)

    qtbot.waitUntil(lambda: stored(doubts, world, "full_name").confirmed_by == "canbo01")


def test_leaving_a_typed_critical_field_saves_nothing_and_says_so(
    doubts: Counter, world: CounterStation
) -> None:
    edit = row(doubts, "id_number").edit
    edit.setFocus()
    edit.selectAll()
    type_in(edit, ID)

    row(doubts, "address").edit.setFocus()

    assert edit.text() == ID
    assert "Chưa lưu" in row(doubts, "id_number").note
    assert stored(doubts, world, "id_number").value == "03819590437"


def test_ctrl_enter_asks_for_the_second_typing(doubts: Counter, world: CounterStation) -> None:
    mend_id(doubts)
    edit = row(doubts, "full_name").edit
    edit.setFocus()
    edit.selectAll()
    type_in(edit, "Trần Thị Huệ")

    press(edit, ENTER, CONTROL)

    assert doubts.window.message.text == "Phải gõ lại ô “Họ và tên” lần thứ hai trước đã."
    assert world.store.dossier(home(doubts)).state is DossierState.OPEN
    assert row(doubts, "full_name").is_held


def test_going_to_another_dossier_tells_what_was_not_saved(
    doubts: Counter, world: CounterStation, qtbot: QtBot
) -> None:
    first = home(doubts)
    other = world.add_unread([], "H26.121-251027-0099")
    edit = row(doubts, "id_number").edit
    edit.setFocus()
    edit.selectAll()
    type_in(edit, ID)

    doubts.flows.queue.choose(other)

    assert "Ô “Số định danh” chưa được lưu" in doubts.window.message.text
    assert world.field(first, "id_number").value == "03819590437"


def test_ctrl_enter_from_a_field_finishes_the_review(
    doubts: Counter, world: CounterStation, qtbot: QtBot
) -> None:
    mend_id(doubts)
    qtbot.waitUntil(lambda: not doubts.window.actions_bar.reason(Action.FINISH))

    press(row(doubts, "address").edit, ENTER, CONTROL)

    qtbot.waitUntil(lambda: world.store.dossier(home(doubts)).state is DossierState.REVIEWED)


@pytest.mark.parametrize("key", [Qt.Key.Key_F8, Qt.Key.Key_F4])
def test_keys_of_the_review_leave_a_closed_dossier_alone(
    doubts: Counter, world: CounterStation, qtbot: QtBot, key: Qt.Key
) -> None:
    mend_id(doubts)
    press(row(doubts, "address").edit, ENTER, CONTROL)
    qtbot.waitUntil(lambda: row(doubts, "address").edit.isReadOnly())

    press(doubts.window, key)
    press(row(doubts, "address").edit, ESCAPE)

    assert row(doubts, "address").edit.text() == "Xã Hoằng Lộc"
    assert QApplication.activeModalWidget() is None
