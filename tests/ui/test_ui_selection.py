"""What is signed is what was looked at: another choice ends the asking for a PIN."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.domain.dossier import DossierState
from app.ui.action_bar import Action
from app.ui.counter import Counter
from app.ui.signing_flow import SignStage
from tests.fakes.counter_dossiers import reviewed
from tests.fakes.counter_station import PIN, CounterStation
from tests.ui.conftest import press, type_in


def test_choice_that_changes_between_look_and_pin_signs_nothing(
    open_counter: Callable[..., Counter], world: CounterStation, qtbot: QtBot
) -> None:
    one, other = reviewed(world), reviewed(world)
    counter = open_counter()
    qtbot.waitUntil(lambda: not counter.window.actions_bar.reason(Action.SIGN))
    chosen = counter.flows.queue.chosen_id
    press(counter.window, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: counter.flows.signing.stage is SignStage.READY)
    type_in(counter.window.sign.pin, PIN)

    counter.window.queue.chosen.emit(other if chosen == one else one)

    qtbot.waitUntil(lambda: counter.window.side.currentWidget() is counter.window.form)
    press(counter.window.sign.pin, Qt.Key.Key_Return)
    assert counter.window.sign.pin.text() == ""
    assert world.token.logins == []
    assert DossierState.SEALED not in {world.store.dossier(each).state for each in (one, other)}
