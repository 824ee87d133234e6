"""The counter: queue, scanning, importing; by keyboard."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from pytestqt.qtbot import QtBot

from app.domain.ids import DossierId
from app.errors import Advice, LibraryError
from app.scanning.fake import FakeScanner, jam_on_sheet
from app.services.process import read_dossier
from app.ui.action_bar import Action
from app.ui.counter import Counter
from tests.fakes.counter_dossiers import CODE, reviewed
from tests.fakes.counter_station import BIRTH, CounterStation
from tests.ui.conftest import declaration, picture, press, type_in

Opener = Callable[..., Counter]


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


def test_trouble_of_the_machine_is_told_at_the_start(open_counter: Opener, qtbot: QtBot) -> None:
    error = LibraryError("engine.other_language_missing", Advice.USER_ACTION)

    counter = open_counter(trouble=error)

    qtbot.waitUntil(lambda: counter.window.message.isVisible())
    assert "languages" in counter.window.message.text


def test_trouble_of_the_runner_is_told_once(open_counter: Opener, qtbot: QtBot) -> None:
    counter = open_counter()
    error = LibraryError("engine.language_missing", Advice.USER_ACTION)
    counter.lane_trouble(error)
    qtbot.waitUntil(lambda: counter.window.message.isVisible())
    counter.window.message.close_button.click()

    counter.lane_trouble(error)
    qtbot.wait(30)

    assert counter.window.message.isHidden()
