"""The field for PINs: dots only, letters in a buffer that is wiped, nothing pasted or kept."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.ui.secret_field import DOT, SecretField
from benchmarks.pin_search import count_in_memory, needles_of
from signing.keys.held_pin import MOST_PIN_BYTES
from tests.ui.conftest import press, type_in

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def field(officer_app: QApplication, qtbot: QtBot) -> SecretField:
    field = SecretField()
    qtbot.addWidget(field)
    field.show()
    field.setFocus()
    return field


def test_typed_letters_are_dots_and_come_out_once(field: SecretField) -> None:
    type_in(field, "Tk9-mười")

    shown, secret = field.text(), field.take()

    assert shown == DOT * 8
    assert secret.decode() == "Tk9-mười"
    assert field.text() == ""
    assert field.take() == bytearray()


def test_keys_of_a_keyboard_are_taken(field: SecretField) -> None:
    QTest.keyClicks(field, "a1 B")

    assert field.take() == bytearray(b"a1 B")


def test_backspace_takes_whole_letters_back(field: SecretField) -> None:
    type_in(field, "aế")

    press(field, Qt.Key.Key_Backspace)
    press(field, Qt.Key.Key_Backspace)
    press(field, Qt.Key.Key_Backspace)
    type_in(field, "b")

    assert field.take() == bytearray(b"b")


@pytest.mark.parametrize(
    ("key", "held"), [(Qt.Key.Key_Delete, ()), (Qt.Key.Key_Backspace, (CONTROL,))]
)
def test_everything_can_be_rubbed_out_at_once(
    field: SecretField, key: Qt.Key, held: tuple[Qt.KeyboardModifier, ...]
) -> None:
    type_in(field, "1234")

    press(field, key, *held)

    assert field.is_blank
    assert field.text() == ""


def test_marks_typed_after_their_letter_are_composed(field: SecretField) -> None:
    type_in(field, "e\u0302\u0301x")

    assert field.take().decode() == "ếx"


def test_preedit_is_never_taken(field: SecretField) -> None:
    QApplication.sendEvent(field, QInputMethodEvent("bí mật", []))

    assert field.is_blank
    assert field.text() == ""


def test_more_than_a_token_takes_is_not_kept(field: SecretField) -> None:
    QTest.keyClicks(field, "x" * (MOST_PIN_BYTES + 20))

    assert len(field.take()) == MOST_PIN_BYTES


def test_paste_is_refused_by_keys_and_by_the_middle_button(
    field: SecretField, qtbot: QtBot
) -> None:
    QGuiApplication.clipboard().setText("24682468")

    for way in (
        lambda: press(field, Qt.Key.Key_V, CONTROL),
        lambda: press(field, Qt.Key.Key_Insert, Qt.KeyboardModifier.ShiftModifier),
        lambda: QTest.mouseClick(field, Qt.MouseButton.MiddleButton, pos=QPoint(5, 5)),
    ):
        with qtbot.waitSignal(field.paste_refused):
            way()

    assert field.is_blank
    QGuiApplication.clipboard().clear()


def test_letter_between_dots_goes_to_the_end_wherever_the_mouse_was(field: SecretField) -> None:
    type_in(field, "123")

    QTest.mouseClick(field, Qt.MouseButton.LeftButton, pos=QPoint(3, 5))
    press(field, Qt.Key.Key_Home)
    type_in(field, "4")

    assert field.take() == bytearray(b"1234")


def test_enter_gives_and_other_keys_are_left_to_the_window(
    field: SecretField, qtbot: QtBot
) -> None:
    type_in(field, "1")

    with qtbot.waitSignal(field.returnPressed):
        press(field, Qt.Key.Key_Return)
    press(field, Qt.Key.Key_A, CONTROL)

    assert field.take() == bytearray(b"1")


def test_hidden_field_forgets(officer_app: QApplication, qtbot: QtBot) -> None:
    frame = QWidget()
    qtbot.addWidget(frame)
    field = SecretField(frame)
    QVBoxLayout(frame).addWidget(field)
    frame.show()
    type_in(field, "1234")

    frame.hide()

    assert field.is_blank
    assert not any(field._bytes)


def test_readers_of_the_screen_are_told_it_is_a_password(field: SecretField) -> None:
    assert field.echoMode() is QLineEdit.EchoMode.Password
    assert not field.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)


PLAY = """
import os, sys
from io import FileIO
from benchmarks.pin_window import field_typist

type_in = field_typist()
with FileIO(0, "rb", closefd=False) as keys:
    while number := int.from_bytes(keys.read(1) or b"", "big"):
        pin = type_in(keys, number)
        assert len(pin) == number
        pin[:] = bytes(len(pin))
        os.write(1, b".")
"""


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_typed_pin_is_nowhere_in_the_memory_of_the_window() -> None:
    pin = f"Aa9-ế{secrets.token_hex(8)}"
    process = subprocess.Popen(
        [sys.executable, "-c", PLAY],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    assert process.stdin is not None
    assert process.stdout is not None
    raw = pin.encode()

    with process:
        os.write(process.stdin.fileno(), bytes([len(raw)]) + raw)
        answer = process.stdout.read(1)
        found = count_in_memory(process.pid, needles_of(pin))
        process.stdin.close()

    assert answer == b"."
    assert found in (0, -1)
