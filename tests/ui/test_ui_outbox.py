"""Outbox and status at the counter."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.domain.submission import SubmissionState
from app.province.errors import AuthRefused, DeliveryError, Rejected
from app.services.deliver import send_due
from app.ui.action_bar import Action
from app.ui.counter import Counter
from app.ui.outbox_model import OutboxRow
from tests.fakes.counter_dossiers import CODE, sealed
from tests.fakes.counter_station import CounterStation
from tests.ui.conftest import press

Opener = Callable[..., Counter]


@pytest.mark.parametrize(
    ("trouble", "state", "words"),
    [
        (None, "✓ Đã tiếp nhận", ""),
        (Rejected("Thiếu giấy chứng sinh"), "! Cần bạn xem", "Hệ thống tiếp nhận từ chối"),
        (AuthRefused("401"), "! Cần bạn xem", "không chấp nhận đăng nhập"),
    ],
)
def test_outbox_shows_state_and_reason(
    open_counter: Opener,
    world: CounterStation,
    qtbot: QtBot,
    trouble: DeliveryError | None,
    state: str,
    words: str,
) -> None:
    sealed(world)
    world.line.trouble = trouble
    send_due(world.station)

    counter = open_counter()

    model = counter.window.outbox_model
    qtbot.waitUntil(lambda: model.rowCount() == 1)
    assert model.index(0, 0).data() == CODE
    assert model.index(0, 1).data() == state
    assert words in model.index(0, 2).data()


def test_outbox_of_an_offline_station_says_when_it_tries_again(
    open_counter: Opener, world: CounterStation, qtbot: QtBot
) -> None:
    sealed(world)
    world.line.online = False
    send_due(world.station)

    counter = open_counter()

    model = counter.window.outbox_model
    qtbot.waitUntil(lambda: model.rowCount() == 1)
    assert model.index(0, 1).data() == "◷ Sẽ tự gửi lại"
    assert ":" in model.index(0, 3).data()
    assert counter.window.strip.line.text().startswith("○ Mất kết nối từ ")
    assert counter.window.strip.waiting.text() == "↑ 1 hồ sơ chờ gửi (1 trang, 0,1 MB)"


def test_retry_of_a_held_submission_puts_it_back_in_the_queue(
    open_counter: Opener, world: CounterStation, qtbot: QtBot
) -> None:
    sealed(world)
    world.line.trouble = AuthRefused("401")
    send_due(world.station)
    counter = open_counter()
    qtbot.waitUntil(lambda: counter.window.strip.counts.held == 1)
    counter.window.strip.held.click()

    press(counter.window.outbox.table, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)

    qtbot.waitUntil(lambda: counter.window.strip.counts.held == 0)
    assert world.store.submissions()[0].state is SubmissionState.CREATING


def test_withdraw_asks_first_and_then_cancels(
    open_counter: Opener, world: CounterStation, qtbot: QtBot
) -> None:
    sealed(world)
    counter = open_counter()
    qtbot.waitUntil(lambda: counter.window.outbox_model.rowCount() == 1)
    view = counter.window.outbox
    view.choose(world.store.submissions()[0].id)

    view.withdraw_button.click()
    asked = world.store.submissions()[0].state
    view.sure_button.click()

    assert asked is SubmissionState.QUEUED
    qtbot.waitUntil(lambda: world.store.submissions()[0].state is SubmissionState.CANCELLED)
    qtbot.waitUntil(lambda: counter.window.outbox_model.index(0, 1).data() == "× Đã rút lại")


def test_withdraw_kept_leaves_everything(
    open_counter: Opener, world: CounterStation, qtbot: QtBot
) -> None:
    sealed(world)
    counter = open_counter()
    qtbot.waitUntil(lambda: counter.window.outbox_model.rowCount() == 1)
    view = counter.window.outbox
    view.choose(world.store.submissions()[0].id)
    view.withdraw_button.click()

    view.keep_button.click()
    view.withdraw_button.click()
    qtbot.wait(30)

    assert world.store.submissions()[0].state is SubmissionState.QUEUED


def test_receipt_is_shown_as_text(
    open_counter: Opener, world: CounterStation, qtbot: QtBot
) -> None:
    sealed(world)
    send_due(world.station)
    counter = open_counter()
    qtbot.waitUntil(lambda: counter.window.outbox_model.rowCount() == 1)
    counter.window.show_outbox()
    row = counter.window.outbox_model.rows[0]
    assert isinstance(row, OutboxRow)
    counter.window.outbox.choose(row.submission.id)

    counter.window.outbox.receipt_button.click()

    qtbot.waitUntil(lambda: counter.window.outbox.receipt.isVisible())
    text = counter.window.outbox.receipt.toPlainText()
    assert f"BIÊN NHẬN {row.receipt_number}" in text
    assert row.submission.manifest_sha256 in text


def test_sealed_dossier_closes_review_and_signature_with_reasons(
    open_counter: Opener, world: CounterStation, qtbot: QtBot
) -> None:
    sealed(world)

    counter = open_counter()

    bar = counter.window.actions_bar
    qtbot.waitUntil(lambda: bar.reason(Action.SIGN) == "Hồ sơ đã ký và niêm phong.")
    assert bar.reason(Action.FINISH) == "Hồ sơ này đã kiểm tra xong."
    assert counter.window.form.lock.reopen_button.isHidden()


def test_line_that_comes_back_is_seen(
    open_counter: Opener, world: CounterStation, qtbot: QtBot
) -> None:
    world.line.online = False
    counter = open_counter()
    world.line.online = True

    counter.window.strip.line.click()

    qtbot.waitUntil(lambda: counter.window.strip.line.text().startswith("● Có kết nối từ "))
    assert counter.window.tabs.on_show is counter.window.outbox
