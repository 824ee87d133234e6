"""Vietnamese typed as input programs send it: the box holds the word that was meant."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.ui.counter import Counter
from app.ui.field_edit import FieldEdit
from tests.fakes.counter_station import CounterStation
from tests.fakes.vietnamese_typing import (
    Method,
    Stroke,
    hook_events,
    preedit_events,
    syllables,
)
from tests.ui.conftest import press, row

Style = Callable[[Iterator[Stroke]], Iterator[QEvent]]

REPAINT_EVERY = 25


def typed(edit: FieldEdit, events: Iterator[QEvent]) -> str:
    """What stands in an empty box after the events."""
    edit.setText("")
    for event in events:
        QApplication.sendEvent(edit, event)
    return edit.text()


@pytest.mark.parametrize("style", [hook_events, preedit_events])
@pytest.mark.parametrize("method", list(Method))
def test_syllables_typed_in_a_field_row_come_out_as_meant(
    doubts: Counter, method: Method, style: Style
) -> None:
    doubts.window.form.focus_first_doubt()
    name = row(doubts, "full_name")
    page = doubts.window.page
    wrong: list[tuple[str, str]] = []

    for number, syllable in enumerate(syllables()):
        strokes = syllable.strokes(method, early_tone=bool(number % 2))
        text = typed(name.edit, style(strokes))
        if text != syllable.text:
            wrong.append((syllable.text, text))
        if number % REPAINT_EVERY == 0 and page.picture is not None:
            page.set_picture(page.picture, keep_zoom=True)
            page.paper.viewport().repaint()

    assert len(syllables()) >= 1000
    assert wrong == []
    assert name.choices is not None


@pytest.mark.parametrize("style", [hook_events, preedit_events])
def test_word_still_being_composed_is_saved_by_ctrl_enter(
    doubts: Counter, world: CounterStation, qtbot: QtBot, style: Style
) -> None:
    home = doubts.flows.queue.chosen_id
    assert home is not None
    syllable = next(each for each in syllables() if each.rime == "uyên" and each.tone)
    edit = row(doubts, "address").edit
    edit.setFocus()
    typed(edit, style(syllable.strokes(Method.TELEX, early_tone=False)))

    press(edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    qtbot.waitUntil(lambda: world.field(home, "address").value == syllable.text)


@pytest.mark.parametrize("style", [hook_events, preedit_events])
def test_name_typed_twice_by_an_input_program_is_saved(
    doubts: Counter, world: CounterStation, qtbot: QtBot, style: Style
) -> None:
    home = doubts.flows.queue.chosen_id
    assert home is not None
    syllable = next(each for each in syllables() if each.rime == "ương" and each.tone)
    edit = row(doubts, "full_name").edit
    edit.setFocus()

    for early_tone in (False, True):
        typed(edit, style(syllable.strokes(Method.VNI, early_tone=early_tone)))
        press(edit, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: world.field(home, "full_name").value == syllable.text)
