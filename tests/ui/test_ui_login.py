"""Login by telephone at the lock: the code, the QR, a password for later, who is refused."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from app.domain.person import role_rules
from app.province.errors import LoginRefused, StillWaiting
from app.services import officers
from app.services.doorkeeper import Doorkeeper
from app.services.persons import PersonDoor
from app.ui.counter import Counter
from app.ui.lock_view import LockMode
from tests.fakes.counter_station import CounterStation
from tests.fakes.officers import CHEAP, SECRET, Desk
from tests.fakes.person_service import ISSUER, PersonService, person
from tests.ui.conftest import type_in

Opener = Callable[..., Counter]
WORD = "lúa chín vàng đồng"


@pytest.fixture
def desk(world: CounterStation) -> Desk:
    """`hoa` is linked; nobody is logged in."""
    made = Desk.with_accounts(world.station)
    made.enter("admin")
    officers.link_officer(world.station, "hoa", ISSUER, "s-hoa")
    made.station.session.end()
    return made


@pytest.fixture
def service(desk: Desk) -> PersonService:
    return PersonService([person()])


@pytest.fixture
def counter(desk: Desk, service: PersonService, open_counter: Opener) -> Counter:
    door = PersonDoor(service, role_rules("groups=quet>scan"))
    keeper = Doorkeeper(CHEAP, door.rule)
    return open_counter(keeper=keeper, persons=door)


def test_window_without_a_service_offers_passwords_only(desk: Desk, open_counter: Opener) -> None:
    counter = open_counter(keeper=desk.keeper)

    assert not counter.lock.view.online.isVisible()


def test_officer_comes_in_by_telephone(
    counter: Counter, service: PersonService, qtbot: QtBot
) -> None:
    view = counter.lock.view
    service.answers = [StillWaiting(), StillWaiting(), person()]

    with qtbot.waitSignal(counter.lock.entered):
        view.online.click()

    assert view.code.letters.text() == "WDJB-MJHT"
    assert "dang-nhap.example/thiet-bi" in view.code.address.text()
    assert not view.code.picture.is_blank
    assert not counter.lock.is_covered


def test_code_stands_alone_until_it_is_given_up(
    counter: Counter, service: PersonService, qtbot: QtBot
) -> None:
    view = counter.lock.view
    service.answers = [StillWaiting()]

    view.online.click()
    qtbot.waitUntil(lambda: view.code.letters.text() != "")
    shown = view.name.isVisible(), view.password.isVisible(), view.enter.isVisible()
    view.stop.click()

    assert shown == (False, False, False)
    assert view.mode is LockMode.LOGIN
    type_in(view.name, "lan")
    type_in(view.password, SECRET.decode())
    with qtbot.waitSignal(counter.lock.entered):
        view.enter.click()


def test_password_of_a_linked_officer_points_to_the_service(counter: Counter, qtbot: QtBot) -> None:
    view = counter.lock.view
    view.name.setText("hoa")
    type_in(view.password, SECRET.decode())

    view.enter.click()

    qtbot.waitUntil(lambda: "cổng đăng nhập" in view.trouble.text())
    assert counter.lock.is_covered


def test_locked_station_opens_by_password_or_by_telephone(counter: Counter, qtbot: QtBot) -> None:
    view = counter.lock.view
    with qtbot.waitSignal(counter.lock.entered):
        view.online.click()
    counter.lock.lock()
    type_in(view.password, SECRET.decode())
    with qtbot.waitSignal(counter.lock.entered):
        view.enter.click()
    counter.lock.lock()

    with qtbot.waitSignal(counter.lock.entered):
        view.online.click()

    assert not counter.lock.is_covered


def test_refusal_of_the_service_is_told_and_ends_the_password(
    counter: Counter, service: PersonService, world: CounterStation, qtbot: QtBot
) -> None:
    view = counter.lock.view
    with qtbot.waitSignal(counter.lock.entered):
        view.online.click()
    counter.lock.lock()
    service.answers = [LoginRefused("access_denied")]

    view.online.click()

    qtbot.waitUntil(lambda: "không chấp nhận" in view.trouble.text())
    assert view.mode is LockMode.UNLOCK
    assert world.station.store.officer("hoa").online_at == ""


def test_first_coming_by_rule_offers_a_password_of_ones_own(
    counter: Counter, service: PersonService, world: CounterStation, qtbot: QtBot
) -> None:
    view = counter.lock.view
    service.answers = [person("s-moi", groups="quet")]
    view.online.click()
    qtbot.waitUntil(lambda: view.mode is LockMode.OWN)
    covered = counter.lock.is_covered
    type_in(view.new_password, WORD)
    type_in(view.again, WORD)

    with qtbot.waitSignal(counter.lock.entered):
        view.enter.click()

    assert covered
    assert world.station.store.officer("hoa.lt").password


def test_own_password_may_wait(counter: Counter, service: PersonService, qtbot: QtBot) -> None:
    view = counter.lock.view
    service.answers = [person("s-moi", groups="quet")]
    view.online.click()
    qtbot.waitUntil(lambda: view.mode is LockMode.OWN)

    with qtbot.waitSignal(counter.lock.entered):
        view.later.click()

    assert not counter.lock.is_covered


def test_officer_who_walks_away_before_choosing_is_locked_out(
    counter: Counter, service: PersonService, world: CounterStation, qtbot: QtBot
) -> None:
    view = counter.lock.view
    service.answers = [person("s-moi", groups="quet")]
    view.online.click()
    qtbot.waitUntil(lambda: view.mode is LockMode.OWN)

    counter.lock._watch.idle.emit()

    assert view.mode is LockMode.UNLOCK
    assert counter.lock.is_covered
    assert world.station.session.acting is None
