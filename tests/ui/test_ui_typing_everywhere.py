"""Vietnamese typed into every text field of the window, as input programs send it."""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QEvent, QStringListModel, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QCompleter,
    QKeySequenceEdit,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.ui.counter import Counter
from tests.fakes.counter_station import CounterStation
from tests.fakes.vietnamese_typing import (
    Method,
    Stroke,
    hook_events,
    preedit_events,
    syllables,
)
from tests.ui.conftest import doubtful_papers

Style = Callable[[Iterator[Stroke]], Iterator[QEvent]]
TextField = QLineEdit | QPlainTextEdit | QTextEdit
LEAST_FIELDS = 15
LONG_NAME = 40
"""No field is so short that a long Vietnamese name would be cut, decomposed or not."""
ALL_KINDS: list[tuple[Method, Style]] = [
    (method, style) for method in Method for style in (hook_events, preedit_events)
]


@pytest.fixture
def window(open_counter: Callable[..., Counter], world: CounterStation, qtbot: QtBot) -> QWidget:
    """The window with all its parts and one dossier of doubtful papers."""
    world.add_dossier([doubtful_papers()], "H26.121-251027-0031", "1.001193")
    counter = open_counter()
    qtbot.waitUntil(lambda: len(counter.window.form.rows) == 4)
    for edit in text_fields(counter.window):
        open_up(edit)
    return counter.window


def takes_words(widget: QWidget) -> bool:
    """A field for words: no PIN, no number, no key."""
    parent = widget.parentWidget()
    if isinstance(parent, QAbstractSpinBox | QKeySequenceEdit) or widget.inherits("SecretField"):
        return False
    if isinstance(widget, QLineEdit):
        return widget.echoMode() == QLineEdit.EchoMode.Normal and not widget.isReadOnly()
    return isinstance(widget, TextField) and not widget.isReadOnly()


def text_fields(window: QWidget) -> list[TextField]:
    """Every text field of the window, also of parts that are not in front."""
    kinds = (QLineEdit, QPlainTextEdit, QTextEdit)
    return [
        each
        for kind in kinds
        for each in window.findChildren(kind)
        if isinstance(each, TextField) and takes_words(each)
    ]


def open_up(widget: QWidget) -> None:
    """Let a field be typed into although what it stands on has nothing to show yet."""
    step: QWidget | None = widget
    while step is not None:
        step.setEnabled(True)
        step = step.parentWidget()


def name_of(widget: QWidget) -> str:
    parent = widget.parentWidget()
    return f"{type(parent).__name__}/{widget.accessibleName() or type(widget).__name__}"


def text_of(edit: TextField) -> str:
    return edit.text() if isinstance(edit, QLineEdit) else edit.toPlainText()


def typed(edit: TextField, events: Iterator[QEvent]) -> str:
    """What stands in an emptied field after the events."""
    edit.clear()
    for event in events:
        QApplication.sendEvent(edit, event)
    return text_of(edit)


def test_every_text_field_takes_every_syllable_of_both_methods_and_families(
    window: QWidget,
) -> None:
    fields, words = text_fields(window), syllables()
    wrong: list[tuple[str, str, str]] = []
    count: Tally[str] = Tally()

    for kind, (method, style) in enumerate(ALL_KINDS):
        for number, syllable in enumerate(words):
            edit = fields[(number + kind) % len(fields)]
            # what a field means to the window is tested elsewhere
            blocked = edit.blockSignals(True)
            text = typed(edit, style(syllable.strokes(method, early_tone=bool(number % 2))))
            edit.blockSignals(blocked)
            count[name_of(edit)] += 1
            if text != syllable.text:
                wrong.append((name_of(edit), syllable.text, text))

    print(f"{len(fields)} text fields, {len(words)} syllables, {sum(count.values())} words typed")
    assert len(words) >= 1000
    assert len(fields) >= LEAST_FIELDS
    assert wrong == []


def test_text_fields_have_no_mask_no_check_of_keys_and_no_completion_in_place(
    window: QWidget,
) -> None:
    for edit in text_fields(window):
        if not isinstance(edit, QLineEdit):
            continue
        completer = edit.completer()
        assert edit.inputMask() == "", name_of(edit)
        assert edit.validator() is None, name_of(edit)
        assert edit.maxLength() >= LONG_NAME, name_of(edit)
        assert completer is None or (
            completer.completionMode() is not QCompleter.CompletionMode.InlineCompletion
        ), name_of(edit)


@pytest.mark.qt_log_ignore("does not support")
@pytest.mark.parametrize(("method", "style"), ALL_KINDS)
def test_words_come_out_as_meant_while_a_list_of_choices_is_open_and_repaints_run(
    window: QWidget, method: Method, style: Style, qtbot: QtBot
) -> None:
    edit = QLineEdit(window)
    words = syllables()
    completer = QCompleter(edit)
    completer.setModel(QStringListModel([each.text for each in words[::3]], completer))
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    edit.setCompleter(completer)
    edit.show()
    edit.setFocus()
    opened, wrong = 0, []

    for number, syllable in enumerate(words[number_of(method, style) :: 4]):
        text = typed(edit, style(syllable.strokes(method, early_tone=bool(number % 2))))
        if text != syllable.text:
            wrong.append((syllable.text, text))
        if number % 25 == 0:
            completer.complete()
            opened += list_of(completer).isVisible()
            window.repaint()
            edit.repaint()

    list_of(completer).hide()
    assert opened > 0
    assert wrong == []


def list_of(completer: QCompleter) -> QWidget:
    """The list of choices that is open beside the field."""
    popup = completer.popup()
    assert popup is not None
    return popup


def number_of(method: Method, style: Style) -> int:
    """Which quarter of the syllables a kind of typing takes."""
    return ALL_KINDS.index((method, style))


def test_hook_program_that_deletes_more_than_it_wrote_leaves_the_word_before(
    window: QWidget,
) -> None:
    """Emulated deletes exceed need at the start of a word: at most the text itself goes."""
    edit = text_fields(window)[0]
    edit.blockSignals(True)
    edit.clear()
    edit.setFocus()

    QTest.keyClicks(edit, "Hoa")
    for _ in range(5):
        QTest.keyClick(edit, Qt.Key.Key_Backspace)
    event = QInputMethodEvent()
    event.setCommitString("Hòa")
    QApplication.sendEvent(edit, event)

    assert text_of(edit) == "Hòa"
