"""Search and recall: what whoever searches may see, and what the audit says of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.owner import Owner, OwnerKind
from app.domain.search import Wanted
from app.errors import JobCancelled
from app.services import find
from app.services.access import take_over
from app.services.find import NoSearch, openers, read_words, recall
from app.services.session import NotAllowed, NotLoggedIn
from app.services.station import Station
from app.store.opening import Rooms, open_rooms
from tests.fakes.counter_station import CounterStation
from tests.fakes.officers import Desk
from tests.store.store_samples import NOW, act, open_dossier

NAMES = ("Đỗ Thị Ánh", "Trần Văn Mẫu", "Đỗ Văn Đức")


@pytest.fixture
def rooms(tmp_path: Path) -> Iterator[Rooms]:
    opened = open_rooms(tmp_path / "station", clock=lambda: NOW)
    for number, name in enumerate(NAMES, start=1):
        home = open_dossier(opened.store, opened.vault, number, pages=1)
        owner = Owner(OwnerKind.CITIZEN, f"00109900000{number}", name)
        opened.store.set_owner(home.id, owner, act("owner.set", home.id))
    yield opened
    opened.store.close()


@pytest.fixture
def station(rooms: Rooms) -> Station:
    world = CounterStation()
    return replace(world.station, store=rooms.store, vault=rooms.vault, upkeep=rooms.upkeep)


def searches(station: Station) -> list[str]:
    entries = station.store.audit_entries()
    return [entry.act.note for entry in entries if entry.act.action == "dossier.searched"]


def test_recall_gives_dossiers_with_their_owners(station: Station) -> None:
    answer = recall(station, Wanted("do"))

    assert [found.owner for found in answer.rows] == ["Đỗ Văn Đức", "Đỗ Thị Ánh"]
    assert (answer.total, answer.below, answer.without) == (2, None, "")
    assert searches(station) == ["2 found"]


def test_recall_of_everything_is_no_search_for_a_person(station: Station) -> None:
    answer = recall(station, Wanted())

    assert answer.total == 3
    assert searches(station) == []


def test_recall_leaves_out_a_last_word_that_is_still_typed(station: Station) -> None:
    answer = recall(station, Wanted("đỗ đứ"))

    assert answer.without == "du"
    assert [found.owner for found in answer.rows] == ["Đỗ Văn Đức", "Đỗ Thị Ánh"]
    assert recall(station, Wanted("zzz")).rows == ()


def test_recall_pages_follow_each_other(station: Station, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(find, "PAGE", 2)

    first = recall(station, Wanted())
    rest = recall(station, Wanted(first.meant), below=first.below)

    assert [len(first.rows), len(rest.rows)] == [2, 1]
    assert (first.total, rest.total, rest.below) == (3, -1, None)


def test_recall_makes_words_some_at_a_time(
    station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(find, "WORDS_AT_ONCE", 1)

    answer = recall(station, Wanted("mau"))

    assert answer.unread == 2
    assert read_words(station) == 1
    assert read_words(station) == 0


def test_recall_that_nobody_waits_for_is_stopped(
    station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    # a real query of this size ends before the first question whether to stop
    monkeypatch.setattr("app.store.search_tables._STEPS", 1)

    with pytest.raises(JobCancelled):
        recall(station, Wanted("do"), is_cancelled=lambda: True)


def test_recall_without_a_store_that_searches_says_so() -> None:
    with pytest.raises(NoSearch):
        recall(CounterStation().station, Wanted())
    with pytest.raises(NoSearch):
        openers(CounterStation().station)


def test_recall_asks_for_the_right_of_whoever_searches(station: Station) -> None:
    desk = Desk.with_accounts(station)

    with pytest.raises(NotLoggedIn):
        recall(station, Wanted("do"))
    desk.enter("admin")
    with pytest.raises(NotAllowed):
        recall(station, Wanted("do"))


def test_signer_finds_codes_and_sees_no_names(station: Station) -> None:
    desk = Desk.with_accounts(station)
    desk.enter("minh")

    by_name, by_code = recall(station, Wanted("anh")), recall(station, Wanted("h-2"))

    assert by_name.rows == ()
    assert by_name.only_codes
    assert [found.row.dossier.code for found in by_code.rows] == ["H-2"]
    assert by_code.rows[0].owner == ""


def test_open_dossier_of_another_officer_shows_no_name(station: Station) -> None:
    desk = Desk.with_accounts(station)
    desk.enter("hoa")
    home = recall(station, Wanted("anh")).rows[0].row.dossier.id
    take_over(station, home)
    desk.enter("lan")

    (found,) = recall(station, Wanted("anh")).rows

    assert (found.owner, found.held_by) == ("", "hoa")


def test_audit_says_that_somebody_searched_not_for_what(station: Station) -> None:
    recall(station, Wanted("Đỗ Thị Ánh"))

    told = str(station.store.audit_entries())

    for word in ("Ánh", "anh ", "Đỗ"):
        assert word not in told
    assert searches(station) == ["1 found"]
