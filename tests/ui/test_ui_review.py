"""Review by keyboard: confirm, correct, step back, undo; Vietnamese typed as officers type it."""

from __future__ import annotations

import threading
import unicodedata
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.dossier import DossierState
from app.domain.field import FieldSource, FieldState
from app.ui.action_bar import Action
from app.ui.counter import Counter
from tests.fakes.counter_station import CounterStation
from tests.ui.conftest import declaration, picture, press, row, type_in

ENTER = Qt.Key.Key_Return
SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


def chosen(counter: Counter) -> str:
    name = counter.flows.queue.chosen_id
    assert name is not None
    return name


def _in_store_lane() -> bool:
    return threading.current_thread().name.endswith("store")


def focused(counter: Counter) -> str:
    return next(
        (row.field.name for row in counter.window.form.rows if row.edit.hasFocus()), "nothing"
    )


def test_form_shows_label_value_source_sign_and_word(review: Counter) -> None:
    wrong = row(review, "id_number")

    assert wrong.edit.accessibleName() == "Số định danh"
    assert wrong.edit.text() == "03819590437"
    assert "! Sai" in wrong.edit.accessibleDescription()
    assert "Số định danh cá nhân phải có 12 chữ số." in wrong.edit.accessibleDescription()


def test_enter_on_doubt_confirms_and_jumps_to_the_next(
    review: Counter, world: CounterStation, qtbot: QtBot
) -> None:
    home = chosen(review)
    press(review.window, Qt.Key.Key_F2)
    assert focused(review) == "full_name"

    press(row(review, "full_name").edit, ENTER)

    assert focused(review) == "id_number"
    qtbot.waitUntil(lambda: row(review, "full_name").field.confirmed_by == "canbo01")
    stored = world.field(home, "full_name")  # type: ignore[arg-type]  # id
    assert (stored.state, stored.value) == (FieldState.GREEN, "Trần Thị Hoa")


def test_shift_enter_goes_back_to_the_field_before(review: Counter) -> None:
    review.window.form.focus_first_doubt()
    press(row(review, "full_name").edit, ENTER)

    press(row(review, "id_number").edit, ENTER, SHIFT)

    assert focused(review) == "full_name"


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_typed_vietnamese_is_saved_in_nfc(
    review: Counter, world: CounterStation, qtbot: QtBot, form: str
) -> None:
    name = "Nguyễn Thị Hồng Điệp"
    edit = row(review, "full_name").edit
    edit.setFocus()
    edit.selectAll()

    type_in(edit, unicodedata.normalize(form, name))  # type: ignore[arg-type]  # literal
    press(edit, ENTER)

    home = chosen(review)
    qtbot.waitUntil(lambda: world.field(home, "full_name").value == name)  # type: ignore[arg-type]  # id
    stored = world.field(home, "full_name")  # type: ignore[arg-type]  # id
    assert stored.source is FieldSource.TYPED
    assert stored.state is FieldState.GREEN
    qtbot.waitUntil(lambda: edit.text() == name)


def test_leaving_a_typed_field_saves_it_without_a_button(
    review: Counter, world: CounterStation, qtbot: QtBot
) -> None:
    edit = row(review, "id_number").edit
    edit.setFocus()
    edit.selectAll()
    type_in(edit, "038195904374")

    row(review, "birth_date").edit.setFocus()

    home = chosen(review)
    qtbot.waitUntil(
        lambda: world.field(home, "id_number").value == "038195904374"  # type: ignore[arg-type]  # id
    )


def test_leaving_an_untouched_field_saves_nothing(
    review: Counter, world: CounterStation, qtbot: QtBot
) -> None:
    entries = len(world.store.audit_entries())
    row(review, "id_number").edit.setFocus()

    row(review, "birth_date").edit.setFocus()
    qtbot.wait(50)

    assert len(world.store.audit_entries()) == entries


def test_undo_and_redo_by_keyboard_change_the_stored_field(
    review: Counter, world: CounterStation, qtbot: QtBot
) -> None:
    home = chosen(review)
    before = world.field(home, "full_name")  # type: ignore[arg-type]  # id
    edit = row(review, "full_name").edit
    edit.setFocus()
    edit.selectAll()
    type_in(edit, "Lê Văn An")
    press(edit, ENTER)
    qtbot.waitUntil(lambda: row(review, "full_name").field.value == "Lê Văn An")
    after = world.field(home, "full_name")  # type: ignore[arg-type]  # id

    press(row(review, "id_number").edit, Qt.Key.Key_Z, CONTROL)
    qtbot.waitUntil(lambda: world.field(home, "full_name") == before)  # type: ignore[arg-type]  # id
    qtbot.waitUntil(lambda: edit.text() == "Trần Thị Hoa")
    press(row(review, "id_number").edit, Qt.Key.Key_Y, CONTROL)

    qtbot.waitUntil(lambda: world.field(home, "full_name") == after)  # type: ignore[arg-type]  # id


def test_undo_while_typing_takes_back_typing_only(review: Counter) -> None:
    edit = row(review, "full_name").edit
    edit.setFocus()
    type_in(edit, "X")

    press(edit, Qt.Key.Key_Z, CONTROL)

    assert edit.text() == "Trần Thị Hoa"
    assert review.flows.review.undo_stack.count() == 0


def test_rows_read_again_do_not_touch_what_is_being_typed(
    review: Counter, world: CounterStation, qtbot: QtBot
) -> None:
    edit = row(review, "full_name").edit
    edit.setFocus()
    type_in(edit, "Đ")
    world.add_unread([])

    review.rows_changed()

    qtbot.waitUntil(lambda: review.window.queue_model.rowCount() == 2)
    assert edit.text() == "ĐTrần Thị Hoa"
    assert edit.hasFocus()


def test_finish_with_a_wrong_field_is_closed_and_says_why(review: Counter) -> None:
    bar = review.window.actions_bar

    press(review.window, ENTER, CONTROL)

    assert not bar.buttons[Action.FINISH].isEnabled()
    assert bar.reason(Action.FINISH) == "Còn 1 ô sai, có dấu “!”."
    assert review.window.message.text == "Còn 1 ô sai, có dấu “!”."


def test_finish_right_after_typing_the_last_wrong_field_saves_and_finishes(
    review: Counter, world: CounterStation, qtbot: QtBot
) -> None:
    edit = row(review, "id_number").edit
    edit.setFocus()
    edit.selectAll()
    type_in(edit, "038195904374")

    press(edit, ENTER, CONTROL)

    home = chosen(review)
    qtbot.waitUntil(
        lambda: world.store.dossier(home).state is DossierState.REVIEWED  # type: ignore[arg-type]  # id
    )
    assert world.field(home, "id_number").value == "038195904374"  # type: ignore[arg-type]  # id
    qtbot.waitUntil(lambda: edit.isReadOnly())
    assert not review.window.form.lock.reopen_button.isHidden()


def test_reopen_makes_the_form_editable_again(
    review: Counter, world: CounterStation, qtbot: QtBot
) -> None:
    press(row(review, "id_number").edit, ENTER)
    press(review.window, ENTER, CONTROL)
    qtbot.waitUntil(lambda: row(review, "id_number").edit.isReadOnly())

    review.window.form.lock.reopen_button.click()

    qtbot.waitUntil(lambda: not row(review, "id_number").edit.isReadOnly())
    home = chosen(review)
    assert world.store.dossier(home).state is DossierState.OPEN  # type: ignore[arg-type]  # id


def test_doubtful_fields_only_are_in_sight_until_f3(review: Counter) -> None:
    before = [row.field.name for row in review.window.form.rows if row.isHidden()]

    press(review.window, Qt.Key.Key_F3)

    after = [row.field.name for row in review.window.form.rows if row.isHidden()]
    assert before == ["birth_date"]
    assert after == []


def test_entering_a_field_marks_its_place_on_the_page(review: Counter, qtbot: QtBot) -> None:
    page = review.window.page
    qtbot.waitUntil(lambda: len(page.marked) == 3)

    row(review, "full_name").edit.setFocus()

    assert "full_name" in page.marked
    assert page.active == "full_name"


def test_places_are_never_drawn_on_the_picture_of_another_page(
    open_counter: Callable[..., Counter], world: CounterStation, qtbot: QtBot
) -> None:
    gate = threading.Event()
    world.add_dossier([declaration(), (picture("#dddddd"), declaration()[1])])
    counter = open_counter()
    page = counter.window.page
    qtbot.waitUntil(lambda: len(page.marked) == 3)
    world.vault.before_get = lambda: gate.wait(30) and None

    counter.window.form.rows[3].edit.setFocus()

    assert counter.window.form.rows[3].field.page_id != counter.window.form.rows[0].field.page_id
    assert page.marked == ()
    gate.set()
    qtbot.waitUntil(lambda: len(page.marked) == 3)


def test_edit_refused_by_the_store_is_told_and_shown_as_stored(
    review: Counter, world: CounterStation, qtbot: QtBot
) -> None:
    home = chosen(review)
    act = world.station.act("test", home)
    world.store.move_dossier(home, DossierState.OPEN, DossierState.REVIEWED, act)  # type: ignore[arg-type]  # id

    press(row(review, "full_name").edit, ENTER)

    qtbot.waitUntil(lambda: review.window.message.isVisible())
    assert "Hồ sơ đang ở bước khác" in review.window.message.text
    qtbot.waitUntil(lambda: row(review, "full_name").edit.isReadOnly())


def test_slow_vault_does_not_hold_the_window(
    open_counter: Callable[..., Counter], world: CounterStation, qtbot: QtBot
) -> None:
    gate = threading.Event()
    world.add_dossier([declaration(), (picture("#dddddd"), declaration()[1])])
    # pictures are slow; the digests of an edit are made in the lane of the store
    world.vault.before_get = lambda: None if _in_store_lane() else gate.wait(30) and None
    ticks: list[int] = []
    timer = QTimer()
    timer.timeout.connect(lambda: ticks.append(1))
    timer.start(0)
    counter = open_counter()

    qtbot.waitUntil(lambda: len(counter.window.form.rows) == 6)
    press(row(counter, "full_name").edit, ENTER)
    qtbot.waitUntil(lambda: row(counter, "full_name").field.confirmed_by != "")
    seen_while_waiting = len(ticks)

    assert counter.window.pages_model.picture(counter.window.pages_model.rows[0].id) is None
    assert seen_while_waiting > 0
    gate.set()
    timer.stop()
    first = counter.window.pages_model.rows[0].id
    qtbot.waitUntil(lambda: counter.window.pages_model.picture(first) is not None)


def test_focus_leaves_no_typing_behind_when_another_dossier_is_chosen(
    review: Counter, world: CounterStation, qtbot: QtBot
) -> None:
    home = chosen(review)
    other = world.add_unread([], "H26.121-251027-0099")
    edit = row(review, "full_name").edit
    edit.setFocus()
    edit.selectAll()
    type_in(edit, "Phạm Văn Bình")

    review.flows.queue.choose(other)

    qtbot.waitUntil(
        lambda: world.field(home, "full_name").value == "Phạm Văn Bình"  # type: ignore[arg-type]  # id
    )
    qtbot.waitUntil(lambda: review.window.form.rows == ())
    assert QApplication.focusWidget() is review.window.form.doubtful_only
