"""Changing settings: rights, the audit, taking the last change back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.domain.officer import Role
from app.services.session import NotAllowed, NotLoggedIn
from app.services.settings_change import CHANGED, RESET, UNDONE, NothingToUndo, SettingsDesk
from app.setting_files import SettingsBook
from app.setting_kinds import SettingsInvalid, SettingsLocked
from tests.fakes.counter_station import CounterStation
from tests.fakes.officers import Desk

SECRET_PLACE = "/home/nguyen-van-an/khoa.p12"


@pytest.fixture
def world() -> CounterStation:
    return CounterStation()


@pytest.fixture
def book(tmp_path: Path) -> SettingsBook:
    (tmp_path / "machine.json").write_text('{"locked": ["agency_code"]}', "utf-8")
    return SettingsBook(
        tmp_path / "settings.json",
        tmp_path / "machine.json",
        environment={"SOHOA_LANGUAGES": "vie+eng"},
        data_dir=tmp_path / "data",
    )


@pytest.fixture
def desk(book: SettingsBook) -> SettingsDesk:
    return SettingsDesk(book, book.read())


def acts(world: CounterStation) -> list[tuple[str, str]]:
    entries = [entry.act for entry in world.station.store.audit_entries()]
    return [(act.action, act.object_id) for act in entries if act.action.startswith("settings.")]


def test_change_is_written_told_and_audited_by_name_alone(
    world: CounterStation, desk: SettingsDesk, book: SettingsBook
) -> None:
    view = desk.change(world.station, "key", f"p12:{SECRET_PLACE}")

    assert book.read().settings.key == f"p12:{SECRET_PLACE}"
    assert (view.changed, view.undoable) == ("key", "key")
    assert view.waiting == {"key"}
    assert acts(world) == [(CHANGED, "key")]
    entries = [str(entry) for entry in world.station.store.audit_entries()]
    assert not any("nguyen-van-an" in entry for entry in entries)


def test_change_that_counts_at_once_waits_for_nothing(
    world: CounterStation, desk: SettingsDesk
) -> None:
    assert desk.change(world.station, "text_percent", "150").waiting == frozenset()


def test_change_to_what_it_was_is_none(world: CounterStation, desk: SettingsDesk) -> None:
    desk.change(world.station, "jobs", 2)

    view = desk.change(world.station, "jobs", "2")

    assert view.changed == ""
    assert acts(world) == [(CHANGED, "jobs")]


def test_undo_takes_changes_back_one_by_one(
    world: CounterStation, desk: SettingsDesk, book: SettingsBook
) -> None:
    desk.change(world.station, "jobs", 2)
    desk.change(world.station, "jobs", 3)
    desk.reset(world.station, "jobs")

    seen = [desk.undo(world.station).resolved.settings.jobs for _ in range(3)]

    assert seen == [3, 2, 0]
    assert book.own("jobs") is None
    assert [action for action, _name in acts(world)] == [CHANGED, CHANGED, RESET, *[UNDONE] * 3]
    with pytest.raises(NothingToUndo):
        desk.undo(world.station)


def test_reset_of_what_the_file_does_not_set_changes_nothing(
    world: CounterStation, desk: SettingsDesk
) -> None:
    view = desk.reset(world.station, "jobs")

    assert (view.changed, acts(world)) == ("", [])


@pytest.mark.parametrize("name", ["agency_code", "languages"])
def test_what_is_locked_or_in_the_environment_stays(
    world: CounterStation, desk: SettingsDesk, name: str
) -> None:
    with pytest.raises(SettingsLocked):
        desk.change(world.station, name, "vie")
    with pytest.raises(SettingsLocked):
        desk.reset(world.station, name)

    assert acts(world) == []


def test_refused_value_leaves_everything(
    world: CounterStation, desk: SettingsDesk, tmp_path: Path
) -> None:
    for name, value in (("jobs", "nhiều"), ("khong-co", 1)):
        with pytest.raises(SettingsInvalid):
            desk.change(world.station, name, value)

    assert not (tmp_path / "settings.json").exists()
    assert desk.look(world.station).undoable == ""


def test_missing_file_is_taken_and_told(
    world: CounterStation, desk: SettingsDesk, tmp_path: Path
) -> None:
    assert desk.change(world.station, "results_dir", str(tmp_path / "khong-co")).is_missing
    assert not desk.change(world.station, "results_dir", str(tmp_path)).is_missing


@pytest.mark.parametrize("role", list(Role))
def test_rights_of_roles(world: CounterStation, desk: SettingsDesk, role: Role) -> None:
    who = {Role.SCAN: "hoa", Role.SIGN: "minh", Role.ADMIN: "admin"}[role]
    Desk.with_accounts(world.station).enter(who)

    own = desk.change(world.station, "text_percent", 150)

    assert own.is_administrator == (role is Role.ADMIN)
    if role is Role.ADMIN:
        assert desk.change(world.station, "retention_days", 5).changed == "retention_days"
    else:
        with pytest.raises(NotAllowed):
            desk.change(world.station, "retention_days", 5)
        with pytest.raises(NotAllowed):
            desk.reset(world.station, "retention_days")


def test_nobody_logged_in_changes_nothing_of_administrators(
    world: CounterStation, desk: SettingsDesk
) -> None:
    Desk.with_accounts(world.station)

    with pytest.raises(NotLoggedIn):
        desk.change(world.station, "jobs", 2)


def test_officer_cannot_undo_what_the_administrator_changed(
    world: CounterStation, desk: SettingsDesk, tmp_path: Path
) -> None:
    people = Desk.with_accounts(world.station)
    people.enter("admin")
    desk.change(world.station, "jobs", 2)
    world.station.session.end()
    people.enter("hoa")

    with pytest.raises(NotAllowed):
        desk.undo(world.station)

    assert json.loads((tmp_path / "settings.json").read_text("utf-8")) == {"jobs": 2}
