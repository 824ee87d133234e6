"""The counter: queue, scanning, importing, signing, outbox, status; by keyboard."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from pytestqt.qtbot import QtBot

from app.domain.dossier import DossierState
from app.domain.ids import DossierId
from app.domain.submission import SubmissionState
from app.errors import Advice, LibraryError
from app.province.base import AuthRefused, DeliveryError, Rejected
from app.scanning.fake import FakeScanner, jam_on_sheet
from app.services.assemble import build
from app.services.deliver import enqueue, send_due
from app.services.process import read_dossier
from app.services.review import FieldKey, confirm_field, finish_review
from app.services.sign import Key, sign_dossier
from app.ui.action_bar import Action
from app.ui.application import Counter
from app.ui.outbox_model import OutboxRow
from app.ui.signing_flow import SignStage, TokenMood
from tests.fakes.counter_station import BIRTH, KEY, PIN, CounterStation
from tests.ui.conftest import declaration, picture, press, type_in

Opener = Callable[..., Counter]
CODE = "H26.121-251027-0031"


def reviewed(world: CounterStation, code: str = CODE) -> DossierId:
    home = world.add_dossier([declaration()], code, BIRTH)
    for field in world.store.fields(home):
        confirm_field(world.station, FieldKey(home, field.page_id, field.name))
    finish_review(world.station, home)
    return home


def sealed(world: CounterStation, code: str = CODE) -> DossierId:
    home = reviewed(world, code)
    build(world.station, home)
    sign_dossier(world.station, home, Key(KEY, bytearray(PIN.encode())))
    enqueue(world.station, home)
    return home


def open_sign_panel(counter: Counter, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not counter.window.actions_bar.reason(Action.SIGN))
    press(counter.window, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: counter.flows.signing.stage is SignStage.READY)


def give_pin(counter: Counter, pin: str) -> None:
    type_in(counter.window.sign.pin, pin)
    press(counter.window.sign.pin, Qt.Key.Key_Return)


# Queue and capture


def test_empty_station_says_what_to_do_first(open_counter: Opener) -> None:
    counter = open_counter()

    assert counter.window.queue_model.rowCount() == 0
    assert counter.window.actions_bar.reason(Action.FINISH) == "Hãy chọn một hồ sơ trước."


def test_queue_lists_newest_first_and_shows_the_newest(
    open_counter: Opener, world: CounterStation, qtbot: QtBot
) -> None:
    world.add_dossier([declaration()], CODE, BIRTH)
    newest = world.add_unread([], "H26.121-251027-0032")

    counter = open_counter()

    qtbot.waitUntil(lambda: counter.window.queue_model.rowCount() == 2)
    assert counter.flows.queue.chosen_id == newest
    names = [row.dossier.code for row in counter.window.queue_model.rows]
    assert names == ["H26.121-251027-0032", CODE]


def test_arrow_key_in_the_queue_shows_another_dossier(
    open_counter: Opener, world: CounterStation, qtbot: QtBot
) -> None:
    world.add_dossier([declaration()], CODE, BIRTH)
    world.add_unread([])
    counter = open_counter()
    qtbot.waitUntil(lambda: counter.window.queue_model.rowCount() == 2)

    press(counter.window.queue.list, Qt.Key.Key_Down)

    qtbot.waitUntil(lambda: len(counter.window.form.rows) == 3)
    assert counter.window.heading.text() == f"{CODE} · Đăng ký khai sinh"


def test_new_dossier_panel_opens_one_with_code_and_procedure(
    open_counter: Opener, world: CounterStation, qtbot: QtBot
) -> None:
    counter = open_counter()
    press(counter.window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    panel = counter.window.new_dossier
    panel.procedure.setCurrentIndex(1)
    panel.pages.setValue(3)
    type_in(panel.code, CODE)

    press(panel.code, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: counter.window.queue_model.rowCount() == 1)
    dossier = world.store.dossier_rows()[0].dossier
    assert (dossier.code, dossier.procedure_code, dossier.expected_pages) == (CODE, BIRTH, 3)
    qtbot.waitUntil(lambda: "! đếm được 3 trang, đang có 0" in counter.window.heading.text())


def test_scan_without_a_dossier_opens_one_and_thumbnails_arrive(
    open_counter: Opener, world: CounterStation, qtbot: QtBot
) -> None:
    counter = open_counter()
    world.scanner.load([picture("#ffffff"), picture("#eeeeee"), picture("#dddddd")])

    press(counter.window, Qt.Key.Key_F5)

    model = counter.window.pages_model
    qtbot.waitUntil(lambda: model.rowCount() == 3)
    qtbot.waitUntil(lambda: all(model.picture(page.id) is not None for page in model.rows))
    assert model.index(0, 0).data() == "Trang 1 · ◷ Đang đọc"
    assert len(world.store.dossier_rows()) == 1


def test_scan_right_after_opening_a_dossier_goes_into_it(
    open_counter: Opener, world: CounterStation, qtbot: QtBot
) -> None:
    counter = open_counter()
    world.scanner.load([picture()])
    counter.window.actions_bar.press(Action.NEW)
    type_in(counter.window.new_dossier.code, CODE)
    counter.window.new_dossier.open_button.click()
    qtbot.waitUntil(lambda: counter.flows.queue.chosen_id is not None)

    counter.window.actions_bar.press(Action.SCAN)

    qtbot.waitUntil(lambda: counter.window.pages_model.rowCount() == 1)
    assert [row.dossier.code for row in world.store.dossier_rows()] == [CODE]


def test_scan_into_a_reviewed_dossier_opens_a_new_one(
    open_counter: Opener, world: CounterStation, qtbot: QtBot
) -> None:
    home = reviewed(world)
    counter = open_counter()
    qtbot.waitUntil(lambda: len(counter.window.form.rows) == 3)
    world.scanner.load([picture()])

    press(counter.window, Qt.Key.Key_F5)

    qtbot.waitUntil(lambda: counter.window.queue_model.rowCount() == 2)
    qtbot.waitUntil(lambda: counter.flows.queue.chosen_id != home)
    assert len(world.pages(home)) == 1


def test_pages_read_behind_the_window_bring_their_fields(
    open_counter: Opener, world: CounterStation, qtbot: QtBot
) -> None:
    data, reading = declaration()
    world.reader.readings[data] = reading
    home = world.add_unread([data], CODE)
    counter = open_counter()
    qtbot.waitUntil(lambda: counter.window.pages_model.rowCount() == 1)
    assert counter.window.actions_bar.reason(Action.FINISH) == "Còn 1 trang đang đọc."

    read_dossier(world.station, home)
    counter.rows_changed()

    qtbot.waitUntil(lambda: len(counter.window.form.rows) == 3)
    qtbot.waitUntil(lambda: counter.window.pages_model.title(world.pages(home)[0].id) != "")


def test_jam_keeps_saved_pages_and_says_how_to_go_on(
    open_counter: Opener, world: CounterStation, qtbot: QtBot
) -> None:
    world.scanner.__init__([picture("#fff"), picture("#eee")], [jam_on_sheet(2)])  # type: ignore[misc]  # faults are given at birth
    counter = open_counter()

    press(counter.window, Qt.Key.Key_F5)

    qtbot.waitUntil(lambda: counter.window.message.isVisible())
    assert "kẹt giấy" in counter.window.message.text
    assert "Các trang đã lưu vẫn còn." in counter.window.message.text
    qtbot.waitUntil(lambda: counter.window.pages_model.rowCount() == 1)


def test_stop_button_ends_a_scan_between_two_pages(
    open_counter: Opener, world: CounterStation, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = threading.Event()
    put = world.vault.put

    def slow_put(dossier_id: DossierId, data: bytes) -> object:
        if world.store.dossier_rows()[0].page_count == 1:
            gate.wait(30)
        return put(dossier_id, data)

    monkeypatch.setattr(world.vault, "put", slow_put)
    counter = open_counter()
    world.scanner.load([picture("#fff"), picture("#eee"), picture("#ddd")])
    press(counter.window, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: counter.window.pages_model.rowCount() == 1)
    assert counter.window.progress.text == "Đã lưu 1 trang"

    counter.window.progress.stop_button.click()
    gate.set()

    qtbot.waitUntil(lambda: not counter.flows.capture.is_running)
    qtbot.waitUntil(lambda: "Đã dừng quét." in counter.window.message.text)
    assert world.store.dossier_rows()[0].page_count == 2


def test_no_scanner_closes_the_scan_action_with_its_reason(
    open_counter: Opener, world: CounterStation, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    counter = open_counter()
    monkeypatch.setattr(FakeScanner, "devices", lambda _self: [])

    counter.window.actions_bar.look_again.click()

    qtbot.waitUntil(lambda: counter.window.actions_bar.device_id == "")
    press(counter.window, Qt.Key.Key_F5)
    assert counter.window.message.text == "Chưa thấy máy quét: hãy bật máy rồi bấm ⟳."


def test_dropped_files_are_imported_and_bad_ones_named(
    open_counter: Opener, world: CounterStation, qtbot: QtBot, tmp_path: Path
) -> None:
    good, bad = tmp_path / "tờ khai.png", tmp_path / "ghi chú.txt"
    good.write_bytes(picture())
    bad.write_text("không phải ảnh", "utf-8")
    counter = open_counter()
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in (good, bad)])
    event = QDropEvent(
        QPoint(10, 10),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )

    counter.window.dropEvent(event)

    qtbot.waitUntil(lambda: counter.window.message.isVisible())
    assert "Không nhập được 1 tệp. Đã nhập 1 trang." in counter.window.message.text
    assert "ghi chú.txt: Loại tệp này không nhận được." in counter.window.message.text
    assert len(world.store.dossier_rows()) == 1


def test_import_action_opens_a_dialog_without_waiting_for_it(open_counter: Opener) -> None:
    counter = open_counter()

    counter.window.actions_bar.press(Action.IMPORT)

    dialog = counter.window.import_dialog
    assert dialog is not None
    assert dialog.isVisible()
    dialog.close()


def test_trouble_of_the_runner_is_told_once(open_counter: Opener, qtbot: QtBot) -> None:
    counter = open_counter()
    error = LibraryError("engine.language_missing", Advice.USER_ACTION)
    counter.lane_trouble(error)
    qtbot.waitUntil(lambda: counter.window.message.isVisible())
    counter.window.message.close_button.click()

    counter.lane_trouble(error)
    qtbot.wait(30)

    assert counter.window.message.isHidden()


# Signing


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
    panel.pin_given.connect(lambda _pin: seen.append(panel.pin.text()))

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


# Outbox and status


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
    assert counter.window.strip.waiting.text() == "↑ 1 hồ sơ chờ gửi"


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
    view.withdraw_button.click()

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
    assert counter.window.form.reopen_button.isHidden()


def test_line_that_comes_back_is_seen(
    open_counter: Opener, world: CounterStation, qtbot: QtBot
) -> None:
    world.line.online = False
    counter = open_counter()
    world.line.online = True

    counter.window.strip.line.click()

    qtbot.waitUntil(lambda: counter.window.strip.line.text().startswith("● Có kết nối từ "))
    assert counter.window.tabs.currentWidget() is counter.window.outbox
