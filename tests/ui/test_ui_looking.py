"""A store that cannot be written: everything is shown, nothing that writes is offered."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from app.store.base import StoreFull, StoreTooNew, StoreUnwritable
from app.store.looking_base import LookingFull, LookingTooNew, LookingUnwritable, told
from app.ui.action_bar import Action
from app.ui.counter import Counter
from tests.fakes.counter_station import CounterStation
from tests.ui.conftest import doubtful_papers, row

Opener = Callable[..., Counter]


@pytest.fixture
def looking(open_counter: Opener, world: CounterStation, qtbot: QtBot) -> Counter:
    home = world.add_dossier([doubtful_papers()])
    world.station = replace(world.station, refusal=LookingFull("store.full"))
    counter = open_counter(world)
    counter.flows.queue.choose(home)
    qtbot.waitUntil(lambda: bool(counter.window.form.rows))
    return counter


def test_looking_window_shows_the_dossier_and_says_why(looking: Counter) -> None:
    assert "Đĩa đầy" in looking.window.strip.looking
    assert "giải phóng" in looking.window.message.text
    assert len(looking.window.form.rows) > 0


def test_looking_window_closes_every_action_with_the_reason(looking: Counter) -> None:
    bar = looking.window.actions_bar

    for action in Action:
        assert not bar.buttons[action].isEnabled()
        assert "Đĩa đầy" in bar.reason(action)


def test_looking_window_lets_no_field_be_edited(looking: Counter) -> None:
    assert row(looking, "full_name").edit.isReadOnly()
    lock = looking.window.form.lock
    assert lock.reopen_button.isHidden()
    assert lock.correct_button.isHidden()


def test_looking_window_neither_sends_nor_withdraws(looking: Counter) -> None:
    outbox = looking.window.outbox

    for button in (outbox.retry_button, outbox.withdraw_button, outbox.correct_button):
        assert not button.isEnabled()
        assert "Đĩa đầy" in button.toolTip()


def test_looking_window_closes_owner_procedure_and_papers(looking: Counter) -> None:
    window = looking.window

    for button in (window.owner_button, window.procedure_button):
        assert not button.isEnabled()
        assert "Đĩa đầy" in button.accessibleDescription()
    assert not window.reuse.panel.take_button.isEnabled()


def test_looking_window_opens_neither_owner_nor_procedure_by_their_keys(looking: Counter) -> None:
    looking.desk._reuse.open_owner()
    looking.desk._procedures.open()

    window = looking.window
    assert window.side.currentWidget() not in (window.owner, window.procedure)
    assert "Đĩa đầy" in window.message.text


def test_looking_window_takes_in_signs_and_returns_no_results(looking: Counter) -> None:
    view = looking.desk._results.view
    asked: list[str] = []
    view.fetch_wanted.connect(lambda: asked.append("fetch"))
    view.show_fetching(None)
    view.set_stopped(2)

    closed = (
        view.fetch_button,
        view.import_button,
        view.sign_button,
        view.resume_button,
        view.send_button,
    )
    for button in closed:
        button.click()
        assert not button.isEnabled()
        assert "Đĩa đầy" in button.toolTip()
    assert asked == []


def test_disk_that_can_be_written_again_is_told_once(
    open_counter: Opener, world: CounterStation, qtbot: QtBot
) -> None:
    answers = [False, True]
    asked_on: list[str] = []

    def is_writable() -> bool:
        asked_on.append(threading.current_thread().name)
        return answers.pop(0)

    world.station = replace(world.station, refusal=LookingUnwritable("store.unwritable"))
    counter = open_counter(world, is_writable=is_writable)

    counter.looking.ask()
    qtbot.waitUntil(lambda: len(answers) == 1)
    before = counter.window.strip.looking
    counter.looking.ask()
    qtbot.waitUntil(lambda: "ghi được vào đĩa trở lại" in counter.window.strip.looking)

    assert "Không ghi được vào đĩa" in before
    assert answers == []
    assert threading.main_thread().name not in asked_on


def test_usual_window_has_nothing_of_it(open_counter: Opener, world: CounterStation) -> None:
    counter = open_counter(world)

    assert counter.window.strip.looking == ""
    assert counter.window.actions_bar.reason(Action.NEW) == ""


@pytest.mark.parametrize(
    ("refusal", "kind"),
    [
        (StoreFull("no room"), LookingFull),
        (StoreUnwritable("read-only"), LookingUnwritable),
        (StoreTooNew("schema 99"), LookingTooNew),
    ],
)
def test_told_of_each_refusal_has_words_of_its_own(
    refusal: StoreFull | StoreUnwritable | StoreTooNew, kind: type
) -> None:
    assert type(told(refusal)) is kind
