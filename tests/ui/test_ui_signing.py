"""Signing at the counter: the PIN, the token, what fails and what goes on; by keyboard."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.domain.dossier import DossierState
from app.domain.submission import SubmissionState
from app.errors import Advice, LibraryError
from app.services.assemble import build
from app.services.sign import Key, sign_dossier
from app.ui.action_bar import Action
from app.ui.counter import Counter
from app.ui.signing_flow import SignStage, TokenMood
from tests.fakes.counter_dossiers import reviewed
from tests.fakes.counter_station import KEY, PIN, CounterStation
from tests.ui.conftest import press, type_in

Opener = Callable[..., Counter]


def open_sign_panel(counter: Counter, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not counter.window.actions_bar.reason(Action.SIGN))
    press(counter.window, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: counter.flows.signing.stage is SignStage.READY)


def give_pin(counter: Counter, pin: str) -> None:
    type_in(counter.window.sign.pin, pin)
    press(counter.window.sign.pin, Qt.Key.Key_Return)


def test_sign_builds_signs_seals_and_queues_with_one_pin(
    open_counter: Opener, world: CounterStation, qtbot: QtBot
) -> None:
    home = reviewed(world)
    counter = open_counter()
    open_sign_panel(counter, qtbot)

    give_pin(counter, PIN)

    qtbot.waitUntil(lambda: world.store.dossier(home).state is DossierState.SEALED)
    qtbot.waitUntil(lambda: counter.window.message.isVisible())
    assert world.token.logins == [PIN]
    assert world.store.submissions()[0].state is SubmissionState.QUEUED
    qtbot.waitUntil(lambda: counter.window.outbox_model.rowCount() == 1)
    assert "Đã ký và niêm phong hồ sơ." in counter.window.message.text


def test_wrong_pin_shows_tries_left_and_is_not_tried_again(
    open_counter: Opener, world: CounterStation, qtbot: QtBot
) -> None:
    home = reviewed(world)
    counter = open_counter()
    open_sign_panel(counter, qtbot)

    give_pin(counter, "00000000")

    panel = counter.window.sign
    qtbot.waitUntil(lambda: "còn 2 lần thử" in panel.refusal_text)
    qtbot.waitUntil(lambda: counter.flows.signing.token.mood is TokenMood.LOW)
    assert world.token.logins == ["00000000"]
    assert panel.pin.text() == ""
    assert panel.isVisible()
    assert world.store.dossier(home).state is DossierState.BUILT
    assert all(not any(pin) for pin in world.token.given)


def test_right_pin_after_a_wrong_one_signs(
    open_counter: Opener, world: CounterStation, qtbot: QtBot
) -> None:
    home = reviewed(world)
    counter = open_counter()
    open_sign_panel(counter, qtbot)
    give_pin(counter, "1")
    qtbot.waitUntil(lambda: counter.window.sign.refusal_text != "")
    qtbot.waitUntil(lambda: counter.flows.signing.stage is SignStage.READY)

    give_pin(counter, PIN)

    qtbot.waitUntil(lambda: world.store.dossier(home).state is DossierState.SEALED)
    assert world.token.logins == ["1", PIN]


def test_pin_field_is_masked_and_empty_after_use(
    open_counter: Opener, world: CounterStation, qtbot: QtBot
) -> None:
    reviewed(world)
    counter = open_counter()
    open_sign_panel(counter, qtbot)
    panel = counter.window.sign
    seen: list[str] = []
    panel.pin_given.connect(lambda _pins: seen.append(panel.pin.text()))

    give_pin(counter, PIN)

    assert panel.pin.echoMode() is panel.pin.EchoMode.Password
    assert seen == [""]
    qtbot.waitUntil(lambda: counter.flows.signing.stage is SignStage.SEALED)
    assert all(not any(pin) for pin in world.token.given)


@pytest.mark.parametrize(
    ("tries", "present", "mood", "words"),
    [
        (0, True, TokenMood.LOCKED, "! Thiết bị ký số đã bị khóa"),
        (1, True, TokenMood.FINAL, "! Thiết bị ký số: lần thử PIN cuối cùng"),
        (3, False, TokenMood.MISSING, "! Chưa có thiết bị ký số"),
        (3, True, TokenMood.READY, "✓ Thiết bị ký số sẵn sàng"),
    ],
)
def test_token_state_is_in_the_strip(
    open_counter: Opener,
    world: CounterStation,
    qtbot: QtBot,
    tries: int,
    present: bool,
    mood: TokenMood,
    words: str,
) -> None:
    world.token.tries_left, world.token.present = tries, present

    counter = open_counter()

    qtbot.waitUntil(lambda: counter.flows.signing.token.mood is mood)
    assert counter.window.strip.token.text() == words


def test_locked_token_takes_no_pin(
    open_counter: Opener, world: CounterStation, qtbot: QtBot
) -> None:
    reviewed(world)
    world.token.tries_left = 0
    counter = open_counter()
    qtbot.waitUntil(lambda: counter.flows.signing.token.mood is TokenMood.LOCKED)
    open_sign_panel(counter, qtbot)

    give_pin(counter, PIN)

    assert not counter.window.sign.sign_button.isEnabled()
    assert world.token.logins == []


def test_no_key_set_up_says_so(open_counter: Opener, world: CounterStation, qtbot: QtBot) -> None:
    reviewed(world)

    counter = open_counter(key="")

    assert counter.flows.signing.token.mood is TokenMood.UNSET
    assert counter.window.strip.token.text() == "! Chưa khai báo khóa ký"
    open_sign_panel(counter, qtbot)
    assert not counter.window.sign.sign_button.isEnabled()


def test_escape_leaves_the_sign_panel_and_forgets_the_pin(
    open_counter: Opener, world: CounterStation, qtbot: QtBot
) -> None:
    home = reviewed(world)
    counter = open_counter()
    open_sign_panel(counter, qtbot)
    type_in(counter.window.sign.pin, PIN)

    press(counter.window.sign.pin, Qt.Key.Key_Escape)

    assert counter.window.side.currentWidget() is counter.window.form
    assert counter.window.sign.pin.text() == ""
    assert world.store.dossier(home).state is DossierState.BUILT


def test_build_that_fails_closes_the_panel_and_says_why(
    open_counter: Opener, world: CounterStation, qtbot: QtBot
) -> None:
    home = reviewed(world)

    def break_down(name: str) -> None:
        if name == "build_pdf":
            raise LibraryError("pdf.not_conformant", Advice.NEVER)

    world.reader.before = break_down
    counter = open_counter()
    qtbot.waitUntil(lambda: not counter.window.actions_bar.reason(Action.SIGN))

    press(counter.window, Qt.Key.Key_F9)

    qtbot.waitUntil(lambda: "không đạt chuẩn PDF/A" in counter.window.message.text)
    assert counter.window.side.currentWidget() is counter.window.form
    assert world.store.dossier(home).state is DossierState.REVIEWED


def test_signed_but_not_sealed_dossier_is_sealed_without_a_pin(
    open_counter: Opener, world: CounterStation, qtbot: QtBot
) -> None:
    home = reviewed(world)
    build(world.station, home)
    sign_dossier(world.station, home, Key(KEY, bytearray(PIN.encode())))
    counter = open_counter()
    qtbot.waitUntil(lambda: not counter.window.actions_bar.reason(Action.SIGN))

    press(counter.window, Qt.Key.Key_F9)

    qtbot.waitUntil(lambda: world.store.dossier(home).state is DossierState.SEALED)
    assert len(world.token.logins) == 1
