"""Officers from the login service: links, rules, passwords without a network, refusals."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.officer import Role
from app.domain.person import Person, RoleRule, account_id, role_rules, roles_by
from app.errors import StationError, WrongUse
from app.province.errors import LoginRefused, SlowDown, StillWaiting
from app.province.persons import IdentityInvalid
from app.services import officers
from app.services.doorkeeper import Doorkeeper, OnlineRule
from app.services.persons import PersonDoor
from app.services.session import (
    AccountClosed,
    LastAdmin,
    NotLoggedIn,
    OnlineNeeded,
    OnlineRefused,
    PasswordWeak,
    PersonUnknown,
    SubjectTaken,
    Unguarded,
    WrongPassword,
)
from app.services.station import Station
from tests.fakes.counter_station import CounterStation
from tests.fakes.officers import CHEAP, Desk, secret
from tests.fakes.person_service import ISSUER, PersonService, person

RULES = role_rules("groups=quet>scan; realm_access.roles=ky>sign")


@pytest.fixture
def world() -> CounterStation:
    return CounterStation()


@pytest.fixture
def desk(world: CounterStation) -> Desk:
    """`hoa` is linked to a person of the service; nobody is logged in."""
    made = Desk.with_accounts(world.station)
    made.enter("admin")
    officers.link_officer(world.station, "hoa", ISSUER, "s-hoa")
    made.station.session.end()
    return made


def enter(
    desk: Desk, *answers: Person | StationError, expected: str = "", rules: bool = False
) -> str:
    """Log in online; gives the account."""
    door = PersonDoor(PersonService(list(answers)), RULES if rules else ())
    return door.log_in(
        desk.station, show=lambda _code: None, wait=lambda _s: None, expected=expected
    ).id


def keeper(*, reachable: bool, days: float = 3.0) -> Doorkeeper:
    return Doorkeeper(CHEAP, OnlineRule(timedelta(days=days), lambda: reachable))


def actions(station: Station) -> list[tuple[str, str, str]]:
    acts = [entry.act for entry in station.store.audit_entries()]
    return [(act.actor, act.action, act.note) for act in acts]


def test_log_in_of_a_linked_person_opens_the_account(desk: Desk) -> None:
    assert enter(desk, StillWaiting(), SlowDown(), person()) == "hoa"
    assert desk.station.session.officer is not None
    assert actions(desk.station)[-1] == ("hoa", "officer.logged_in", "online")


def test_log_in_of_an_unknown_person_is_refused_and_names_nobody_in_the_audit(
    desk: Desk,
) -> None:
    door = PersonDoor(PersonService([person("s-la")]))

    with pytest.raises(PersonUnknown):
        door.log_in(desk.station, show=lambda _code: None, wait=lambda _s: None)

    assert door.last_unknown is not None
    assert door.last_unknown.subject == "s-la"
    assert "s-la" not in str(actions(desk.station))
    assert desk.station.session.officer is None


def test_log_in_of_the_same_subject_at_another_service_is_another_person(desk: Desk) -> None:
    with pytest.raises(PersonUnknown):
        enter(desk, replace(person(), issuer="https://noi-khac.example"))


def test_log_in_by_rule_makes_an_account_and_follows_its_roles(desk: Desk) -> None:
    made = enter(desk, person("s-moi", groups=["quet", "x"]), rules=True)
    again = enter(desk, person("s-moi", realm_access={"roles": ["ky"]}), rules=True)
    officer = desk.station.store.officer(made)

    assert (made, again) == ("hoa.lt", "hoa.lt")
    assert officer.roles == {Role.SIGN}
    assert not officer.password


def test_log_in_by_rule_never_takes_an_account_that_exists(desk: Desk) -> None:
    stranger = replace(person("s-moi", groups="quet"), username="lan")

    assert enter(desk, stranger, rules=True) == "lan-2"


def test_log_in_when_no_rule_fits_any_more_closes_the_account(desk: Desk) -> None:
    made = enter(desk, person("s-moi", groups="quet"), rules=True)

    with pytest.raises(AccountClosed):
        enter(desk, person("s-moi"), rules=True)

    assert desk.station.store.officer(made).is_closed


def test_log_in_to_a_closed_account_is_refused(desk: Desk) -> None:
    desk.enter("admin")
    officers.close_officer(desk.station, "hoa")
    desk.station.session.end()

    with pytest.raises(AccountClosed):
        enter(desk, person())


def test_log_in_at_a_station_without_accounts_is_refused(world: CounterStation) -> None:
    door = PersonDoor(PersonService([person()]), RULES)

    with pytest.raises(Unguarded):
        door.log_in(world.station, show=lambda _code: None, wait=lambda _s: None)


def test_log_in_with_an_identity_that_is_not_believed_is_audited(desk: Desk) -> None:
    with pytest.raises(IdentityInvalid):
        enter(desk, IdentityInvalid("of another issuer"))

    assert actions(desk.station)[-1] == ("system", "officer.refused", "identity")


def test_password_of_a_linked_account_needs_the_service_first(desk: Desk) -> None:
    with pytest.raises(OnlineNeeded):
        keeper(reachable=False).log_in(desk.station, "hoa", secret())


def test_password_of_an_account_that_is_not_linked_counts_as_ever(desk: Desk) -> None:
    assert keeper(reachable=True).log_in(desk.station, "lan", secret()).id == "lan"


@pytest.mark.parametrize(
    ("later", "reachable", "days", "counts"),
    [
        (timedelta(hours=11), True, 3.0, True),
        (timedelta(hours=13), True, 3.0, False),
        (timedelta(hours=13), False, 3.0, True),
        (timedelta(days=2.9), False, 3.0, True),
        (timedelta(days=3.1), False, 3.0, False),
        (timedelta(hours=13), False, 0.0, False),
        (timedelta(hours=-1), False, 3.0, False),
    ],
)
def test_password_counts_for_a_shift_and_offline_for_some_days(
    desk: Desk, later: timedelta, reachable: bool, days: float, counts: bool
) -> None:
    enter(desk, person())
    desk.station.session.end()
    now = desk.station.now()
    station = replace(desk.station, now=lambda: now + later)

    if counts:
        assert keeper(reachable=reachable, days=days).log_in(station, "hoa", secret()).id == "hoa"
    else:
        with pytest.raises(OnlineNeeded):
            keeper(reachable=reachable, days=days).log_in(station, "hoa", secret())


def test_password_that_is_wrong_says_nothing_about_the_service(desk: Desk) -> None:
    with pytest.raises(WrongPassword):
        keeper(reachable=True).log_in(desk.station, "hoa", secret("sai hoàn toàn"))


def test_officer_whom_the_service_refuses_loses_the_password_too(desk: Desk) -> None:
    enter(desk, person())
    desk.station.session.lock()

    with pytest.raises(OnlineRefused):
        enter(desk, LoginRefused("access_denied"), expected="hoa")

    with pytest.raises(OnlineNeeded):
        keeper(reachable=False).log_in(desk.station, "hoa", secret())


def test_code_that_nobody_confirms_leaves_the_password_of_the_locked_officer(desk: Desk) -> None:
    enter(desk, person())
    desk.station.session.lock()

    with pytest.raises(OnlineRefused):
        enter(desk, LoginRefused("expired_token"), expected="hoa")

    assert keeper(reachable=False).log_in(desk.station, "hoa", secret()).id == "hoa"


def test_own_password_is_chosen_after_a_login_at_the_service(desk: Desk) -> None:
    made = enter(desk, person("s-moi", groups="quet"), rules=True)
    door = keeper(reachable=False)

    with pytest.raises(PasswordWeak):
        door.choose_password(desk.station, secret("ngắn"))
    door.choose_password(desk.station, secret())
    desk.station.session.end()

    assert door.log_in(desk.station, made, secret()).id == made


def test_own_password_is_not_chosen_by_anybody_else(desk: Desk) -> None:
    door = keeper(reachable=False)

    with pytest.raises(NotLoggedIn):
        door.choose_password(desk.station, secret())
    desk.enter("lan")
    with pytest.raises(OnlineNeeded):
        door.choose_password(desk.station, secret())


def test_link_is_an_audited_act_of_an_administrator(desk: Desk) -> None:
    with pytest.raises(NotLoggedIn):
        officers.link_officer(desk.station, "lan", ISSUER, "s-lan")
    desk.enter("admin")
    with pytest.raises(SubjectTaken):
        officers.link_officer(desk.station, "lan", ISSUER, "s-hoa")
    with pytest.raises(WrongUse):
        officers.link_officer(desk.station, "lan", ISSUER, "  ")

    officers.unlink_officer(desk.station, "hoa")
    officers.link_officer(desk.station, "lan", ISSUER, "s-hoa")

    done = [action for _actor, action, _note in actions(desk.station)]
    assert done[-2:] == ["officer.unlinked", "officer.linked"]
    assert "s-hoa" not in str(actions(desk.station))


def test_last_administrator_cannot_be_closed_or_lose_the_role(desk: Desk) -> None:
    desk.enter("admin")

    with pytest.raises(LastAdmin):
        officers.close_officer(desk.station, "admin")
    with pytest.raises(LastAdmin):
        officers.set_roles(desk.station, "admin", [Role.SCAN])


@pytest.mark.parametrize("text", ["groups", "groups=x", "=x>scan", "groups=x>boss", "a=>scan"])
def test_role_rules_that_say_nothing_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        role_rules(text)


def test_role_rules_compare_whole_texts_only() -> None:
    rules = (RoleRule("groups", "quet", Role.SCAN),)

    assert not roles_by(rules, person(groups=["quet-2", 7, None]))
    assert not roles_by(rules, person(groups={"quet": True}))
    assert roles_by(rules, person(groups="quet")) == {Role.SCAN}


@pytest.mark.parametrize(
    ("username", "wanted"),
    [
        ("Hoa.LT@tinh.gov.vn", "hoa.lt"),
        ("Nguyễn Văn", "nguy-n-v-n"),
        ("", "can-bo"),
        ("..", "can-bo"),
        ("001099000001", "can-bo"),
        ("+84 912 345 678@tinh.gov.vn", "can-bo"),
        ("hoa.001099000001", "can-bo"),
        ("hoa.lt2", "hoa.lt2"),
    ],
)
def test_account_id_is_made_of_the_name_at_the_service(username: str, wanted: str) -> None:
    assert account_id(replace(person(), username=username), []) == wanted
