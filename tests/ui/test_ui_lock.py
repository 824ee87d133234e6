"""The lock: nothing to see behind it, running work goes on, other officers start clean."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QInputMethodEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from app.domain.dossier import DossierState
from app.domain.ids import DossierId
from app.ui.counter import Counter
from app.ui.jobs_bridge import Lane
from app.ui.lock_view import LockMode
from app.ui.queue_flow import NewDossier
from tests.fakes.counter_station import CounterStation
from tests.fakes.officers import Desk, secret
from tests.ui.conftest import declaration

CODE = "H26.121-251027-0031"


@pytest.fixture
def desk(world: CounterStation) -> Desk:
    return Desk.with_accounts(world.station)


@pytest.fixture
def counter(
    desk: Desk, world: CounterStation, open_counter: Callable[..., Counter], qtbot: QtBot
) -> Counter:
    """The window with a dossier of `hoa` on show."""
    desk.enter("hoa")
    world.add_dossier([declaration()], CODE, "1.001193")
    held = world.station.store.dossier_rows()[0].dossier.id
    act = world.station.act("dossier.held", held)
    world.station.store.hold(held, "hoa", act)
    desk.station.session.end()
    counter = open_counter(keeper=desk.keeper)
    log_in(counter, qtbot, "hoa")
    qtbot.waitUntil(lambda: bool(counter.window.fields_model.rows))
    return counter


def type_into(field: QWidget, text: str) -> None:
    """Vietnamese, as an input method hands it over."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(field, event)


def log_in(counter: Counter, qtbot: QtBot, officer_id: str, password: str = "") -> None:
    view = counter.lock.view
    if view.mode is LockMode.LOGIN:
        view.name.setText(officer_id)
    type_into(view.password, secret(password).decode())
    with qtbot.waitSignal(counter.lock.entered):
        view.enter.click()


def seen(counter: Counter) -> list[QWidget]:
    """Widgets on the screen that are not of the lock."""
    view = counter.lock.view
    return [
        widget
        for widget in counter.window.findChildren(QWidget)
        if widget.isVisible()
        and widget is not view
        and not view.isAncestorOf(widget)
        and not widget.isAncestorOf(view)
    ]


def actions(world: CounterStation) -> list[tuple[str, str]]:
    return [(entry.act.actor, entry.act.action) for entry in world.station.store.audit_entries()]


def test_window_of_a_station_with_accounts_begins_with_the_login(
    desk: Desk, world: CounterStation, open_counter: Callable[..., Counter]
) -> None:
    desk.enter("hoa")
    world.add_dossier([declaration()], CODE, "1.001193")
    desk.station.session.end()

    counter = open_counter(keeper=desk.keeper)

    assert counter.lock.is_covered
    assert seen(counter) == []
    assert counter.window.fields_model.rows == ()


def test_window_without_accounts_cannot_be_locked_and_says_so(
    open_counter: Callable[..., Counter],
) -> None:
    counter = open_counter()

    counter.lock.lock()

    assert not counter.lock.is_covered
    assert "tài khoản" in counter.window.message.text


def test_f12_hides_everything_at_once(
    counter: Counter, world: CounterStation, qtbot: QtBot
) -> None:
    QTest.keyClick(counter.window, Qt.Key.Key_F12)

    assert counter.lock.is_covered
    assert seen(counter) == []
    assert CODE not in counter.window.windowTitle()
    qtbot.waitUntil(lambda: ("hoa", "officer.locked") in actions(world))


def test_lock_hides_dialogs_and_silences_keys(counter: Counter, qtbot: QtBot) -> None:
    dialog = QDialog(counter.window)
    dialog.show()

    counter.lock.lock()
    QTest.keyClick(counter.window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(counter.window, Qt.Key.Key_F5)

    assert not dialog.isVisible()
    assert seen(counter) == []
    assert counter.window.side.currentWidget() is counter.window.form
    assert not counter.window.acceptDrops()


def test_same_officer_finds_everything_as_it_was(counter: Counter, qtbot: QtBot) -> None:
    before = counter.window.fields_model.rows
    counter.lock.lock()

    log_in(counter, qtbot, "hoa")

    assert not counter.lock.is_covered
    assert counter.window.fields_model.rows == before
    assert counter.window.acceptDrops()


def test_typed_text_is_saved_in_the_name_of_who_typed_it(
    counter: Counter, world: CounterStation, qtbot: QtBot
) -> None:
    row = counter.window.form.findChildren(QWidget)
    assert row
    counter.window.form.focus_first_doubt()
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClicks(focused, "9")

    counter.lock.lock()

    saved = {("hoa", "field.corrected"), ("hoa", "field.confirmed")}
    qtbot.waitUntil(lambda: bool(saved & set(actions(world))) or counter.lock.is_covered)
    assert seen(counter) == []


def test_wrong_password_says_so_and_stays_covered(counter: Counter, qtbot: QtBot) -> None:
    counter.lock.lock()
    view = counter.lock.view

    type_into(view.password, "sai hoàn toàn")
    view.enter.click()

    qtbot.waitUntil(lambda: "Sai tên" in view.trouble.text())
    assert counter.lock.is_covered
    assert view.password.is_blank


def test_other_officer_sees_nothing_of_an_open_dossier_before_the_takeover(
    counter: Counter, world: CounterStation, qtbot: QtBot
) -> None:
    counter.lock.lock()
    counter.lock.view.other.click()

    log_in(counter, qtbot, "lan")
    qtbot.waitUntil(lambda: "hoa" in counter.window.message.text)
    shown_before = counter.window.fields_model.rows
    pictured_before = list(counter.window.pages_model.rows)
    counter.takeover.take_over()
    qtbot.waitUntil(lambda: bool(counter.window.fields_model.rows))

    assert shown_before == ()
    assert pictured_before == []
    assert ("lan", "dossier.taken_over") in actions(world)


def test_scan_in_progress_is_not_lost(
    counter: Counter, world: CounterStation, qtbot: QtBot
) -> None:
    going = threading.Event()
    dossier_id = DossierId(world.station.store.dossier_rows()[0].dossier.id)

    def job() -> str:
        going.wait(20)
        return world.station.act("page.captured", dossier_id).actor

    told: list[str] = []
    counter.bridge.run(Lane.SCAN, job, told.append)
    counter.lock.lock()
    counter.lock.view.other.click()
    log_in(counter, qtbot, "minh")

    going.set()

    qtbot.waitUntil(lambda: told == ["hoa"])


def test_keys_are_locked_behind_what_is_being_signed(
    counter: Counter, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    # The fake host of keys has no list of its calls, so its door is watched here.
    going, done = threading.Event(), []
    keys = counter.flows.signing._station.keys  # the host that is locked
    monkeypatch.setattr(type(keys), "lock", lambda _self: done.append("locked"))
    counter.bridge.run(Lane.TOKEN, lambda: going.wait(20), lambda _told: done.append("signed"))

    counter.lock.lock()
    going.set()

    qtbot.waitUntil(lambda: sorted(done) == ["locked", "signed"])


def test_pause_locks_and_a_touch_begins_it_anew(
    desk: Desk, world: CounterStation, open_counter: Callable[..., Counter], qtbot: QtBot
) -> None:
    counter = open_counter(keeper=desk.keeper, idle_s=3600.0)
    log_in(counter, qtbot, "hoa")
    watch = counter.lock._watch  # time does not pass by itself here
    handle = counter.window.windowHandle()
    watch.listen_at(handle)
    watch._timer.stop()

    middle = QPointF(10, 10)
    touch = QMouseEvent(
        QEvent.Type.MouseMove,
        middle,
        middle,
        Qt.MouseButton.NoButton,
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(handle, touch)
    runs_again = watch._timer.isActive()
    watch._timer.stop()
    watch.listen_to(counter.window.owner_button)
    type_into(counter.window.owner_button, "ệ")
    runs_by_typing = watch._timer.isActive()
    watch.idle.emit()

    assert runs_again
    assert runs_by_typing
    assert counter.lock.is_covered


def test_given_password_is_changed_at_the_lock(
    desk: Desk, world: CounterStation, open_counter: Callable[..., Counter], qtbot: QtBot
) -> None:
    desk.enter("admin")
    desk.keeper.reset_password(world.station, "hoa", secret("mật khẩu tạm thời"))
    world.station.session.end()
    counter = open_counter(keeper=desk.keeper)
    view = counter.lock.view
    view.name.setText("hoa")
    type_into(view.password, "mật khẩu tạm thời")
    view.enter.click()
    qtbot.waitUntil(lambda: view.mode is LockMode.CHANGE)

    type_into(view.password, "mật khẩu tạm thời")
    type_into(view.new_password, "sông Mã chảy về")
    type_into(view.again, "sông Mã chảy về")
    with qtbot.waitSignal(counter.lock.entered):
        view.enter.click()

    assert world.station.officer_id == "hoa"
    assert not world.station.store.officer("hoa").must_change


def test_signing_officer_is_refused_a_new_dossier_with_a_sentence(
    desk: Desk, world: CounterStation, open_counter: Callable[..., Counter], qtbot: QtBot
) -> None:
    counter = open_counter(keeper=desk.keeper)
    log_in(counter, qtbot, "minh")

    counter.flows.queue.open_new(NewDossier())

    qtbot.waitUntil(lambda: "vai trò" in counter.window.message.text)
    rows = world.station.store.dossier_rows()
    assert [row for row in rows if row.dossier.state is DossierState.OPEN] == []
