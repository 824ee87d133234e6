"""The tab of the accounts: who sees it, what its keys do, what it refuses, what is audited."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.domain.officer import Role
from app.services.doorkeeper import Doorkeeper
from app.services.persons import PersonDoor
from app.ui.counter import Counter
from app.ui.lock_view import LockMode
from tests.fakes.counter_station import CounterStation
from tests.fakes.officers import CHEAP, SECRET, Desk
from tests.fakes.person_service import ISSUER, PersonService, person
from tests.ui.conftest import press, type_in

Opener = Callable[..., Counter]
WORD = "lúa chín vàng đồng"


def enter(counter: Counter, qtbot: QtBot, officer_id: str) -> None:
    view = counter.lock.view
    view.ask_for_login()
    view.name.setText(officer_id)
    type_in(view.password, SECRET.decode())
    with qtbot.waitSignal(counter.lock.entered):
        view.enter.click()


@pytest.fixture
def desk(world: CounterStation) -> Desk:
    return Desk.with_accounts(world.station)


@pytest.fixture
def counter(desk: Desk, open_counter: Opener, qtbot: QtBot) -> Counter:
    """The window with the administrator at the list, `hoa` chosen."""
    door = PersonDoor(PersonService([person("s-la")]))
    counter = open_counter(keeper=desk.keeper, persons=door)
    enter(counter, qtbot, "admin")
    counter.accounts.open()
    qtbot.waitUntil(lambda: len(counter.accounts.model.rows) == 4)
    counter.accounts.view.select("hoa")
    return counter


def is_offered(counter: Counter) -> bool:
    return counter.window.tabs.is_offered(counter.accounts.view)


def key(counter: Counter, key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
    counter.accounts.view.table.setFocus()
    press(counter.accounts.view.table, key, *modifiers)


def fill(widget: QWidget, text: str) -> None:
    widget.setFocus()
    type_in(widget, text)


def state(world: CounterStation, officer_id: str) -> tuple[frozenset[Role], bool, bool, str]:
    officer = world.station.store.officer(officer_id)
    return officer.roles, officer.is_closed, officer.must_change, officer.subject


def acts(world: CounterStation) -> list[tuple[str, str, str]]:
    entries = [entry.act for entry in world.station.store.audit_entries()]
    return [(act.actor, act.action, act.object_id) for act in entries]


def test_tab_is_for_administrators_alone(desk: Desk, open_counter: Opener, qtbot: QtBot) -> None:
    counter = open_counter(keeper=desk.keeper)
    locked = is_offered(counter)
    enter(counter, qtbot, "hoa")
    counter.accounts.open()
    as_hoa = is_offered(counter), counter.accounts.is_on_show
    counter.lock.lock()
    enter(counter, qtbot, "admin")

    assert not locked
    assert as_hoa == (False, False)
    assert is_offered(counter)


def test_list_shows_roles_state_and_last_login(counter: Counter) -> None:
    model = counter.accounts.model
    rows = {row.officer.id: [model.text(row, n) for n in range(5)] for row in model.rows}

    assert "Quản trị" in rows["admin"][2]
    assert "Đang mở" in rows["hoa"][3]
    assert rows["minh"][4].endswith("27/10/2025")


def test_new_account_by_keyboard(counter: Counter, world: CounterStation, qtbot: QtBot) -> None:
    form = counter.accounts.view.form

    key(counter, Qt.Key.Key_Insert)
    fill(form.account, "thu")
    press(form.account, Qt.Key.Key_Return)
    fill(form.name, "Trần Thị Thu")
    press(form.name, Qt.Key.Key_Return)
    press(form.roles[Role.SCAN], Qt.Key.Key_Space)
    press(form.roles[Role.SCAN], Qt.Key.Key_Return)
    fill(form.password, WORD)
    press(form.password, Qt.Key.Key_Return)
    fill(form.again, WORD)
    press(form.again, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: len(counter.accounts.model.rows) == 5)
    assert state(world, "thu") == (frozenset({Role.SCAN}), False, True, "")
    assert ("admin", "officer.added", "thu") in acts(world)
    assert not form.isVisible()
    assert form.password.is_blank


def test_password_typed_differently_changes_nothing(
    counter: Counter, world: CounterStation
) -> None:
    before = world.station.store.officer("hoa").password
    form = counter.accounts.view.form

    key(
        counter,
        Qt.Key.Key_G,
        Qt.KeyboardModifier.ControlModifier,
        Qt.KeyboardModifier.ShiftModifier,
    )
    fill(form.password, WORD)
    fill(form.again, WORD + " ")
    press(form.again, Qt.Key.Key_Return)

    assert "hai lần" in form.trouble.text()
    assert form.again.is_blank
    assert world.station.store.officer("hoa").password == before


def test_new_password_has_to_be_changed_by_the_officer(
    counter: Counter, world: CounterStation, qtbot: QtBot
) -> None:
    form = counter.accounts.view.form

    key(
        counter,
        Qt.Key.Key_G,
        Qt.KeyboardModifier.ControlModifier,
        Qt.KeyboardModifier.ShiftModifier,
    )
    fill(form.password, WORD)
    fill(form.again, WORD)
    form.do_button.click()

    qtbot.waitUntil(lambda: state(world, "hoa")[2])
    assert ("admin", "officer.password_reset", "hoa") in acts(world)


def test_roles_by_keyboard(counter: Counter, world: CounterStation, qtbot: QtBot) -> None:
    form = counter.accounts.view.form

    key(counter, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    press(form.roles[Role.SIGN], Qt.Key.Key_Space)
    press(form.roles[Role.SIGN], Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: state(world, "hoa")[0] == {Role.SCAN, Role.SIGN})
    assert ("admin", "officer.roles_changed", "hoa") in acts(world)


def test_close_and_open_again(counter: Counter, world: CounterStation, qtbot: QtBot) -> None:
    key(counter, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: "Mở lại" in counter.accounts.view.close_button.text())
    closed = state(world, "hoa")[1]

    key(counter, Qt.Key.Key_Delete)

    qtbot.waitUntil(lambda: not state(world, "hoa")[1])
    assert closed


def test_last_administrator_stays(counter: Counter, world: CounterStation, qtbot: QtBot) -> None:
    counter.accounts.view.select("admin")

    key(counter, Qt.Key.Key_Delete)

    qtbot.waitUntil(lambda: "quản trị" in counter.window.message.text)
    assert not state(world, "admin")[1]
    assert is_offered(counter)


def test_administrator_who_gives_the_role_away_loses_the_tab(
    counter: Counter, desk: Desk, world: CounterStation, qtbot: QtBot
) -> None:
    form = counter.accounts.view.form
    key(counter, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    form.roles[Role.ADMIN].setChecked(True)
    form.do_button.click()
    qtbot.waitUntil(lambda: Role.ADMIN in state(world, "hoa")[0] and not form.isVisible())
    counter.accounts.view.select("admin")

    key(counter, Qt.Key.Key_Delete)

    qtbot.waitUntil(lambda: not is_offered(counter))
    assert counter.accounts.model.rows == ()


def test_person_who_was_refused_is_linked_without_typing(
    counter: Counter, world: CounterStation, qtbot: QtBot
) -> None:
    counter.lock.lock()
    counter.lock.view.other.click()
    counter.lock.view.online.click()
    qtbot.waitUntil(lambda: "chưa có tài khoản" in counter.lock.view.trouble.text())
    enter(counter, qtbot, "admin")
    counter.accounts.open()
    qtbot.waitUntil(lambda: len(counter.accounts.model.rows) == 4)
    counter.accounts.view.select("hoa")
    form = counter.accounts.view.form

    key(counter, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    form.refused.click()
    press(form.subject, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: state(world, "hoa")[3] == "s-la")
    assert world.station.store.officer("hoa").issuer == ISSUER
    assert "s-la" not in str(acts(world))


def test_lock_forgets_what_was_typed_into_the_form(counter: Counter) -> None:
    form = counter.accounts.view.form
    key(counter, Qt.Key.Key_Insert)
    fill(form.password, WORD)

    counter.lock.lock()

    assert form.password.is_blank
    assert not form.isVisible()


def test_first_account_closes_the_station_until_somebody_logs_in(
    world: CounterStation, open_counter: Opener, qtbot: QtBot
) -> None:
    counter = open_counter(keeper=Doorkeeper(CHEAP))
    counter.accounts.open()
    form = counter.accounts.view.form

    key(counter, Qt.Key.Key_Insert)
    ticked = form.chosen_roles
    fill(form.account, "quantri")
    fill(form.password, WORD)
    fill(form.again, WORD)
    form.do_button.click()

    qtbot.waitUntil(lambda: counter.lock.is_covered)
    assert ticked == {Role.ADMIN}
    assert counter.lock.view.mode is LockMode.LOGIN
    assert world.station.store.officers()[0].id == "quantri"
