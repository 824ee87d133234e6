"""A sealed dossier is corrected from where the officer looks at it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.domain.dossier import DossierState
from app.domain.submission import SubmissionState
from app.province.errors import Conflict, Rejected
from app.services.deliver import send_due
from app.ui.counter import Counter
from app.ui.lock_bar import LockBar
from tests.fakes.counter_dossiers import CODE, sealed
from tests.fakes.counter_station import CounterStation
from tests.ui.conftest import press

Opener = Callable[..., Counter]


@pytest.fixture
def received(open_counter: Opener, world: CounterStation, qtbot: QtBot) -> Counter:
    """A window over a dossier that has its receipt."""
    sealed(world)
    send_due(world.station)
    counter = open_counter()
    qtbot.waitUntil(lambda: counter.window.form.lock.correct_button.isVisible())
    return counter


def revisions(world: CounterStation) -> list[tuple[int, DossierState]]:
    return [(r.dossier.revision, r.dossier.state) for r in world.store.dossier_rows()]


def test_correction_opens_from_the_sealed_dossier_and_is_on_show(
    received: Counter, world: CounterStation, qtbot: QtBot
) -> None:
    window = received.window
    values = {row.field.name: row.field.value for row in window.form.rows}

    window.form.lock.correct_button.click()
    asked = revisions(world)
    window.form.lock.sure_button.click()

    qtbot.waitUntil(lambda: window.heading.text().startswith(f"{CODE} (lần 2)"))
    assert asked == [(1, DossierState.SEALED)]
    assert revisions(world) == [(2, DossierState.OPEN), (1, DossierState.SEALED)]
    assert "lần gửi 2" in window.message.text
    assert not window.form.lock.isVisible()
    assert {row.field.name: row.field.value for row in window.form.rows} == values
    assert window.queue_model.index(0, 0).data() is not None


def test_correction_that_is_not_wanted_changes_nothing(
    received: Counter, world: CounterStation
) -> None:
    lock = received.window.form.lock

    lock.correct_button.click()
    lock.keep_button.click()

    assert lock.correct_button.isVisible()
    assert lock.text == "Hồ sơ này không còn mở để sửa."
    assert revisions(world) == [(1, DossierState.SEALED)]


def test_correction_opens_from_the_outbox_by_key(
    received: Counter, world: CounterStation, qtbot: QtBot
) -> None:
    window = received.window
    window.show_outbox()
    outbox = window.outbox
    outbox.choose(world.store.submissions()[0].id)

    press(outbox.table, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    assert outbox.sure_button.isVisible()
    assert outbox.keep_button.hasFocus()
    outbox.sure_button.click()

    qtbot.waitUntil(lambda: window.heading.text().startswith(f"{CODE} (lần 2)"))
    assert window.tabs.on_show is not outbox
    assert not outbox.sure_button.isVisible()


def test_refused_dossier_leaves_the_list_of_what_needs_a_person(
    open_counter: Opener, world: CounterStation, qtbot: QtBot
) -> None:
    sealed(world)
    world.line.trouble = Rejected("Thiếu giấy chứng sinh")
    send_due(world.station)
    counter = open_counter()
    outbox = counter.window.outbox
    qtbot.waitUntil(lambda: counter.window.outbox_model.rowCount() == 1)
    outbox.choose(world.store.submissions()[0].id)

    outbox.correct_button.click()
    outbox.sure_button.click()

    qtbot.waitUntil(lambda: world.store.submissions()[0].state is SubmissionState.CANCELLED)
    qtbot.waitUntil(lambda: counter.window.outbox_model.index(0, 1).data() == "× Đã rút lại")


def test_question_in_the_outbox_stands_while_other_rows_change(
    received: Counter, world: CounterStation, qtbot: QtBot
) -> None:
    window = received.window
    window.show_outbox()
    window.outbox.choose(world.store.submissions()[0].id)
    window.outbox.correct_button.click()

    model = window.outbox_model
    model.dataChanged.emit(model.index(0, 0), model.index(0, 4))

    assert window.outbox.sure_button.isVisible()


@pytest.mark.parametrize("is_online", [True, False])
def test_what_may_not_be_corrected_says_why(
    open_counter: Opener, world: CounterStation, qtbot: QtBot, is_online: bool
) -> None:
    sealed(world)
    world.line.online = is_online
    world.line.trouble = Conflict("other bytes") if is_online else None
    send_due(world.station)
    counter = open_counter()
    window = counter.window
    qtbot.waitUntil(lambda: window.outbox_model.rowCount() == 1)
    window.outbox.choose(world.store.submissions()[0].id)

    button = window.outbox.correct_button
    assert not button.isEnabled()
    assert button.toolTip() == "Chỉ sửa được hồ sơ đã tiếp nhận, bị từ chối hoặc đã rút lại."
    qtbot.waitUntil(lambda: window.form.lock.correct_button.isVisible())
    window.form.lock.correct_button.click()
    window.form.lock.sure_button.click()

    words = "Chưa biết hệ thống tiếp nhận" if is_online else "Hồ sơ đang trên đường gửi"
    qtbot.waitUntil(lambda: words in window.message.text)
    qtbot.waitUntil(lambda: window.form.lock.correct_button.isVisible())
    assert revisions(world) == [(1, DossierState.SEALED)]


def test_question_stands_while_the_same_dossier_is_read_again(qtbot: QtBot) -> None:
    bar = LockBar()
    qtbot.addWidget(bar)
    bar.show()
    bar.offer("a", can_reopen=False, can_correct=True)
    bar.correct_button.click()

    bar.offer("a", can_reopen=False, can_correct=True)
    stands = bar.sure_button.isVisible()
    bar.offer("b", can_reopen=False, can_correct=True)

    assert stands
    assert bar.correct_button.isVisible()
    assert not bar.sure_button.isVisible()
