"""Accounts: who gets in, who is held back, what is left in rows and audit."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.dossier import DossierState
from app.domain.ids import DossierId
from app.domain.officer import LOCKED_AT, Right, Role
from app.errors import WrongUse
from app.services import access, capture, officers
from app.services.doorkeeper import Doorkeeper, NewOfficer
from app.services.passwords import HashCost, cost_of
from app.services.session import (
    AccountClosed,
    HeldByOther,
    LastAdmin,
    NotAllowed,
    NotLoggedIn,
    OfficerTaken,
    PasswordExpired,
    PasswordWeak,
    TriedTooOften,
    WrongPassword,
)
from app.services.station import Station
from tests.fakes.counter_station import CounterStation
from tests.fakes.officers import CHEAP, SECRET, Desk, secret


@pytest.fixture
def world() -> CounterStation:
    return CounterStation()


@pytest.fixture
def station(world: CounterStation) -> Station:
    return world.station


@pytest.fixture
def desk(station: Station) -> Desk:
    """A station with an administrator, a scanning and a signing officer."""
    return Desk.with_accounts(station)


def actions(station: Station) -> list[tuple[str, str]]:
    return [(entry.act.actor, entry.act.action) for entry in station.store.audit_entries()]


def test_station_without_accounts_asks_nobody(station: Station) -> None:
    dossier = capture.new_dossier(station)

    access.note_view(station, dossier.id)

    assert actions(station)[-1] == (station.identity.officer_id, "dossier.viewed")


def test_first_account_has_to_be_an_administrators(station: Station) -> None:
    keeper = Doorkeeper(CHEAP)

    with pytest.raises(LastAdmin):
        keeper.add(station, NewOfficer("hoa", frozenset({Role.SCAN})), secret())

    assert not station.session.is_managed
    assert station.store.officers() == []


def test_first_account_closes_the_station_for_everybody_else(station: Station) -> None:
    Doorkeeper(CHEAP).add(station, NewOfficer("admin", frozenset({Role.ADMIN})), secret())

    with pytest.raises(NotLoggedIn):
        capture.new_dossier(station)

    assert actions(station)[-1] == ("system", "access.refused")


def test_log_in_lets_in_and_wipes_the_password(desk: Desk) -> None:
    typed = secret()

    desk.keeper.log_in(desk.station, "hoa", typed)

    assert desk.station.officer_id == "hoa"
    assert bytes(typed) == bytes(len(SECRET))
    assert actions(desk.station)[-1] == ("hoa", "officer.logged_in")


def test_log_in_with_a_wrong_password_is_audited_and_counted(desk: Desk) -> None:
    with pytest.raises(WrongPassword):
        desk.keeper.log_in(desk.station, "hoa", secret("khác hẳn mật khẩu"))

    assert desk.station.store.officer("hoa").failures == 1
    assert actions(desk.station)[-1] == ("system", "officer.refused")


def test_log_in_of_an_unknown_name_says_the_same(desk: Desk) -> None:
    with pytest.raises(WrongPassword) as refused:
        desk.keeper.log_in(desk.station, "khongco", secret())

    assert refused.value.code == WrongPassword.code


def test_log_in_after_three_wrong_ones_waits_longer_each_time(
    desk: Desk, world: CounterStation
) -> None:
    waits = []
    for _ in range(LOCKED_AT):
        with pytest.raises(WrongPassword):
            desk.keeper.log_in(desk.station, "hoa", secret("khác hẳn mật khẩu"))
        with pytest.raises((TriedTooOften, WrongPassword)) as held:
            desk.keeper.log_in(desk.station, "hoa", secret("khác hẳn mật khẩu"))
        waits.append(getattr(held.value, "seconds", 0))
        world.clock += timedelta(seconds=waits[-1])
        if desk.station.store.officer("hoa").failures >= LOCKED_AT:
            break

    assert [wait for wait in waits if wait] == [5, 10, 20, 40, 80, 160, 320, 3600]


def test_log_in_while_it_waits_does_not_look_at_the_right_password(desk: Desk) -> None:
    desk.fail("hoa", 3)

    with pytest.raises(TriedTooOften) as held:
        desk.keeper.log_in(desk.station, "hoa", secret())

    assert held.value.seconds == 5
    assert desk.station.store.officer("hoa").failures == 3


def test_log_in_with_a_clock_set_back_waits_no_longer(desk: Desk, world: CounterStation) -> None:
    desk.fail("hoa", 3)

    world.clock += timedelta(days=-3650)

    with pytest.raises(TriedTooOften) as held:
        desk.keeper.log_in(desk.station, "hoa", secret())
    assert held.value.seconds == 5


def test_right_password_forgets_the_wrong_ones(desk: Desk) -> None:
    desk.fail("hoa", 2)

    desk.keeper.log_in(desk.station, "hoa", secret())

    assert desk.station.store.officer("hoa").failures == 0


def test_log_in_makes_a_cheap_hash_anew(desk: Desk) -> None:
    dearer = Doorkeeper(HashCost(kib=128, passes=2, lanes=1))

    dearer.log_in(desk.station, "hoa", secret())

    kept = desk.station.store.officer("hoa").password
    assert cost_of(kept) == HashCost(128, 2, 1)
    dearer.log_in(desk.station, "hoa", secret())


def test_password_counts_the_same_however_it_is_composed(desk: Desk) -> None:
    decomposed = unicodedata.normalize("NFD", SECRET.decode())

    desk.keeper.log_in(desk.station, "hoa", secret(decomposed))

    assert desk.station.officer_id == "hoa"


def test_given_password_has_to_be_changed_first(desk: Desk) -> None:
    desk.enter("admin")
    desk.keeper.reset_password(desk.station, "hoa", secret("mật khẩu tạm thời"))
    desk.station.session.end()

    with pytest.raises(PasswordExpired):
        desk.keeper.log_in(desk.station, "hoa", secret("mật khẩu tạm thời"))
    changed = desk.keeper.change_password(
        desk.station, "hoa", secret("mật khẩu tạm thời"), secret("sông Mã chảy về")
    )

    assert not changed.must_change
    assert desk.station.officer_id == "hoa"


@pytest.mark.parametrize(
    "new", ["ngắn quá", "1234567890", "MatKhau123", "aaaaaaaaaaaa", "hoa1234567", "x" * 600]
)
def test_weak_password_is_refused(desk: Desk, new: str) -> None:
    with pytest.raises(PasswordWeak):
        desk.keeper.change_password(desk.station, "hoa", secret(), secret(new))

    desk.keeper.log_in(desk.station, "hoa", secret())


def test_account_is_closed_never_taken_again(desk: Desk) -> None:
    desk.enter("admin")
    officers.close_officer(desk.station, "hoa")

    with pytest.raises(OfficerTaken):
        desk.keeper.add(desk.station, NewOfficer("hoa", frozenset({Role.SCAN})), secret())
    desk.station.session.end()
    with pytest.raises(AccountClosed):
        desk.keeper.log_in(desk.station, "hoa", secret())

    assert desk.station.session.officer is None


def test_last_administrator_stays(desk: Desk) -> None:
    desk.enter("admin")

    with pytest.raises(LastAdmin):
        officers.close_officer(desk.station, "admin")
    with pytest.raises(LastAdmin):
        officers.set_roles(desk.station, "admin", [Role.SIGN])


def test_name_of_the_station_itself_is_no_account(desk: Desk) -> None:
    desk.enter("admin")

    for name in ("system", "Hoa", "a b", "", "x" * 41, "-a"):
        with pytest.raises(WrongUse):
            desk.keeper.add(desk.station, NewOfficer(name, frozenset({Role.SCAN})), secret())


def test_scanning_officer_may_not_look_after_accounts(desk: Desk) -> None:
    desk.enter("hoa")

    with pytest.raises(NotAllowed):
        officers.close_officer(desk.station, "minh")

    assert actions(desk.station)[-1] == ("hoa", "access.refused")


def test_locked_screen_lets_nobody_begin_anything(desk: Desk) -> None:
    desk.enter("hoa")

    desk.station.session.lock()

    with pytest.raises(NotLoggedIn):
        capture.new_dossier(desk.station)


def test_job_begun_before_the_lock_goes_on_in_the_officers_name(desk: Desk) -> None:
    desk.enter("hoa")
    job = desk.station.session.carry(lambda: capture.new_dossier(desk.station))

    desk.station.session.lock()
    desk.enter("minh")
    job()

    assert actions(desk.station)[-1] == ("hoa", "dossier.held")
    assert desk.station.officer_id == "minh"


def test_open_dossier_of_another_officer_takes_a_takeover(desk: Desk) -> None:
    desk.enter("hoa")
    dossier = capture.new_dossier(desk.station)
    desk.enter("lan")

    with pytest.raises(HeldByOther) as held:
        access.note_view(desk.station, dossier.id)
    before = access.take_over(desk.station, dossier.id)
    access.note_view(desk.station, dossier.id)

    assert held.value.holder == before == "hoa"
    assert ("lan", "dossier.taken_over") in actions(desk.station)


def test_dossier_that_is_not_open_may_be_seen_by_the_signing_officer(
    desk: Desk, world: CounterStation
) -> None:
    desk.enter("hoa")
    dossier = capture.new_dossier(desk.station)
    station = desk.station
    act = station.act("dossier.review", dossier.id)
    station.store.move_dossier(dossier.id, DossierState.OPEN, DossierState.REVIEWED, act)
    desk.enter("minh")

    access.note_view(station, dossier.id)

    assert actions(station)[-1] == ("minh", "dossier.viewed")


def test_station_by_itself_acts_in_nobodys_name(desk: Desk) -> None:
    desk.enter("hoa")

    act = desk.station.unattended().act("page.read", "x")
    access.require(desk.station.unattended(), Right.SIGN)

    assert act.actor == "system"


def test_search_leaves_a_mark_and_no_id(desk: Desk) -> None:
    desk.enter("hoa")

    access.note_search(desk.station, "038195904374")

    entry = desk.station.store.audit_entries()[-1]
    assert entry.act.object_id == desk.station.store.owner_mark("038195904374")
    assert "038195904374" not in repr(entry)


def test_hands_of_an_unknown_dossier_are_no_ones(desk: Desk) -> None:
    assert desk.station.store.holder(DossierId("none")) == ""


def test_replace_keeps_a_hash_of_its_own(desk: Desk) -> None:
    first, second = (desk.station.store.officer(name).password for name in ("hoa", "minh"))

    assert first != second
    assert replace(desk.station.store.officer("hoa")).password == first
