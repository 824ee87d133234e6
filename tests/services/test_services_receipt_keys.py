"""Keys of receipts are renewed once a day; a refusal is told, a dead line is not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.submission import SubmissionState
from app.errors import StationError
from app.province.errors import DeliveryError, KeysRefused, KeyUnknown, LinkDown
from app.services.dispatch import send_due
from app.services.receipt_keys import AGAIN_S, FIRST_LOOK_S, LOOK_EVERY_S, KeysWatch
from app.services.station import Station
from tests.fakes.counter_station import CounterStation
from tests.fakes.ready_dossiers import queue_bytes


class Keys:
    """A line whose keys change as a test says."""

    def __init__(self, *answers: bool | DeliveryError) -> None:
        self.answers = list(answers)
        self.asked = 0

    def renew_keys(self) -> bool:
        self.asked += 1
        answer = self.answers.pop(0) if self.answers else False
        if isinstance(answer, DeliveryError):
            raise answer
        return answer


@pytest.fixture
def counter() -> CounterStation:
    return CounterStation()


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def at(counter: CounterStation, keys: object, clock: Clock) -> Station:
    return replace(counter.station, system=keys, ticks=clock)


def actions(station: Station) -> list[str]:
    named = [entry.act.action for entry in station.store.audit_entries()]
    return [each for each in named if each.startswith("receipt_keys")]


def test_look_asks_after_a_while_and_then_once_a_day(counter: CounterStation) -> None:
    keys, clock, told = Keys(True), Clock(), list[StationError]()
    station = at(counter, keys, clock)
    watch = KeysWatch(station)

    found = [watch.look(told.append)]
    clock.now = FIRST_LOOK_S
    found += [watch.look(told.append), watch.look(told.append)]
    clock.now += LOOK_EVERY_S
    found += [watch.look(told.append)]

    assert (found, keys.asked, told) == ([0, 1, 0, 0], 2, [])
    assert actions(station) == ["receipt_keys.renewed"]


@pytest.mark.expects_log_warnings
def test_look_tells_of_keys_that_are_refused_once_a_day(counter: CounterStation) -> None:
    refused, told, clock = KeysRefused("replayed"), list[StationError](), Clock()
    station = at(counter, Keys(refused, refused), clock)
    watch = KeysWatch(station)

    for moment in (FIRST_LOOK_S, FIRST_LOOK_S + AGAIN_S):
        clock.now = moment
        assert watch.look(told.append) == 0

    assert told == [refused]
    assert actions(station) == ["receipt_keys.refused"]


def test_look_over_a_dead_line_is_silent_and_comes_again_soon(counter: CounterStation) -> None:
    keys, clock, told = Keys(LinkDown("away"), True), Clock(), list[StationError]()
    watch = KeysWatch(at(counter, keys, clock))

    clock.now = FIRST_LOOK_S
    first = watch.look(told.append)
    clock.now += AGAIN_S
    second = watch.look(told.append)

    assert (first, second, told) == (0, 1, [])


def test_look_over_a_way_without_keys_asks_nothing(counter: CounterStation) -> None:
    clock = Clock()
    watch = KeysWatch(replace(counter.station, ticks=clock))

    clock.now = LOOK_EVERY_S

    assert watch.look(list[StationError]().append) == 0


def test_unknown_key_holds_the_queue_once_and_newer_keys_let_it_go(
    counter: CounterStation,
) -> None:
    for title in ("a", "b", "c", "d"):
        queue_bytes(counter.station, {title: b"%PDF-1.7 x" * 9})
    counter.line.trouble_at["commit"] = KeyUnknown("k2")

    tried = send_due(counter.station)
    again = send_due(counter.station)
    held = [each for each in counter.store.submissions() if each.state is SubmissionState.HELD]
    clock = Clock()
    station = at(counter, Keys(True), clock)
    watch = KeysWatch(station)
    clock.now = FIRST_LOOK_S
    watch.look(list[StationError]().append)
    send_due(counter.station)

    # Two are on their way at once, so the second may still come through.
    assert (tried <= 2, again, [each.reason for each in held]) == (True, 0, [KeyUnknown.code])
    assert {each.state for each in counter.store.submissions()} == {SubmissionState.ACKED}
