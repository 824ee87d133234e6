"""The list of erasures, and who may change it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import cast

import pytest

from app.domain.officer import Officer, Role
from app.domain.submission import SubmissionState
from app.services import purge
from app.services.erasures import ErasureState, NotErasable, erasures, keep, mark, release
from app.services.purge import Obstacle, PurgePolicy
from app.services.session import NotAllowed, Session
from app.services.station import Station
from app.store.opening import Rooms
from app.store.upkeep_base import Upkeep
from tests.fakes.signed_receipts import receipt_keys
from tests.store.store_samples import NOW
from tests.store.upkeep_samples import Clock, Desk, open_upkeep, received

POLICY = PurgePolicy(
    timedelta(days=30), timedelta(days=1), clock_checked=True, receipt_keys=receipt_keys
)


@dataclass(slots=True)
class Counter(Desk):
    """As much of a station as the list asks for."""

    upkeep: Upkeep | None = None
    session: Session = field(default_factory=Session)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def rooms(tmp_path: Path, clock: Clock) -> Iterator[Rooms]:
    opened = open_upkeep(tmp_path / "station", clock)
    yield opened
    opened.store.close()


def station(rooms: Rooms, clock: Clock, role: Role | None = None) -> Station:
    session = Session(managed=role is not None)
    if role is not None:
        session.begin(Officer("canbo01", "Phạm Thị Mẫu", frozenset({role}), "", NOW))
    desk = Counter(rooms.store, rooms.vault, clock, upkeep=rooms.upkeep, session=session)
    return cast(Station, desk)


def states(at: Station) -> list[ErasureState]:
    return [each.state for each in erasures(at, POLICY).rows]


def test_list_follows_a_dossier_until_its_proof(rooms: Rooms, clock: Clock) -> None:
    sent = received(rooms, clock)
    desk = station(rooms, clock)
    seen = states(desk)
    clock.later(days=31)
    seen += states(desk)
    mark(desk, POLICY, sent.dossier_id)
    seen += states(desk)
    clock.later(days=2)
    purge.run(desk, rooms.upkeep, POLICY)

    (row,) = erasures(desk, POLICY).rows
    assert seen == [ErasureState.WAITING, ErasureState.DUE, ErasureState.MARKED]
    assert (row.state, row.receipt_number, len(row.proof)) == (ErasureState.ERASED, "BN-1", 64)


def test_keep_takes_a_mark_back_and_release_lets_it_go(rooms: Rooms, clock: Clock) -> None:
    sent = received(rooms, clock)
    desk = station(rooms, clock)
    clock.later(days=31)
    mark(desk, POLICY, sent.dossier_id)

    keep(desk, sent.dossier_id)
    kept = states(desk)
    release(desk, sent.dossier_id)

    assert (kept, states(desk)) == ([ErasureState.HELD], [ErasureState.DUE])
    assert rooms.store.submission(sent.id).state is SubmissionState.ACKED


def test_mark_before_the_time_is_refused(rooms: Rooms, clock: Clock) -> None:
    sent = received(rooms, clock)

    with pytest.raises(NotErasable) as refused:
        mark(station(rooms, clock), POLICY, sent.dossier_id)

    assert refused.value.detail == Obstacle.RETENTION.value
    assert rooms.store.submission(sent.id).state is SubmissionState.ACKED


@pytest.mark.parametrize("role", [Role.SCAN, Role.SIGN])
def test_whoever_is_no_administrator_sees_and_changes_nothing(
    rooms: Rooms, clock: Clock, role: Role
) -> None:
    sent = received(rooms, clock)
    clock.later(days=31)
    desk = station(rooms, clock, role)

    told = erasures(desk, POLICY)

    assert (len(told.rows), told.may_change) == (1, False)
    for act in (
        lambda: mark(desk, POLICY, sent.dossier_id),
        lambda: keep(desk, sent.dossier_id),
        lambda: release(desk, sent.dossier_id),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert rooms.store.submission(sent.id).state is SubmissionState.ACKED


def test_administrator_marks(rooms: Rooms, clock: Clock) -> None:
    sent = received(rooms, clock)
    clock.later(days=31)
    desk = station(rooms, clock, Role.ADMIN)

    mark(desk, POLICY, sent.dossier_id)

    assert states(desk) == [ErasureState.MARKED]


def test_nothing_is_listed_where_nothing_is_erased(rooms: Rooms, clock: Clock) -> None:
    received(rooms, clock)

    assert erasures(station(rooms, clock), None).is_off
    assert erasures(
        station(rooms, clock), PurgePolicy(timedelta(0), receipt_keys=receipt_keys)
    ).is_off
