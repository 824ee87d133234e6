"""Officers log in where nothing can be written: it works, or says clearly why not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from app.services.session import Session, TriedTooOften, WrongPassword
from app.services.station import Station
from app.store import looking
from app.store.base import StoreFull
from app.store.looking import open_rooms_or_look
from app.store.looking_base import StoreReadOnly
from app.store.opening import Rooms, open_store
from tests.fakes.counter_station import CounterStation
from tests.fakes.officers import Desk, secret
from tests.store.store_samples import NOW

pytestmark = pytest.mark.expects_log_warnings


def station_of(rooms: Rooms | None, **more: object) -> Station:
    store = {} if rooms is None else {"store": rooms.store, "vault": rooms.vault}
    now = datetime.fromisoformat(NOW)
    session = Session(managed=rooms is not None)
    return replace(CounterStation().station, now=lambda: now, session=session, **store, **more)  # type: ignore[arg-type]  # parts of a station


@pytest.fixture
def desk(root: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """Accounts in a store that takes nothing more."""
    store, vault = open_store(root, clock=lambda: NOW)
    keeper = Desk.with_accounts(station_of(None, store=store, vault=vault)).keeper
    store.close()

    def refuse(*_arguments: object, **_options: object) -> Rooms:
        raise StoreFull("no room")

    opened: Callable[..., Rooms] = open_rooms_or_look
    monkeypatch.setattr(looking, "open_rooms", refuse)
    rooms = opened(root, clock=lambda: NOW)
    yield Desk(station_of(rooms), keeper)
    rooms.store.close()


def test_login_with_the_right_password_opens(desk: Desk) -> None:
    desk.enter("hoa")

    assert desk.station.officer_id == "hoa"
    assert desk.station.store.officer("hoa").failures == 0


def test_login_with_wrong_passwords_has_to_wait_as_always(desk: Desk) -> None:
    refused: list[type] = []

    for _ in range(12):
        try:
            desk.keeper.log_in(desk.station, "hoa", secret("sai mật khẩu rồi"))
        except (WrongPassword, TriedTooOften) as error:
            refused.append(type(error))

    assert refused[0] is WrongPassword
    assert refused[-1] is TriedTooOften
    assert desk.station.store.officer("hoa").failures == refused.count(WrongPassword)


def test_another_password_is_refused_with_the_reason(desk: Desk) -> None:
    with pytest.raises(StoreReadOnly):
        desk.keeper.change_password(desk.station, "hoa", secret(), secret("mật khẩu mới tinh"))

    desk.enter("hoa")
    assert desk.station.officer_id == "hoa"
