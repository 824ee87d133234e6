"""Electronic results in the window: taken in, looked at, signed as a batch, returned."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.domain.dossier import DossierState
from app.domain.result import ResultOrigin
from app.domain.signing import ItemState, SignerRole, StampKind
from app.services.results import take_in
from app.ui import results_model
from app.ui.counter import Counter
from app.ui.results_desk import ResultsDesk
from app.ui.signing_flow import SignStage
from tests.fakes.counter_station import PIN, CounterStation, small_pdf
from tests.ui.conftest import press, type_in

Opener = Callable[..., Counter]
AGENCY = "pkcs11:/usr/lib/thu.so#CO-QUAN"
CONTROL = Qt.KeyboardModifier.ControlModifier
COUNT = 3


def fill(world: CounterStation, count: int = COUNT) -> None:
    for number in range(count):
        data = small_pdf([f"Decision {number}", "Second page"])
        take_in(world.station, f"qd-{number}.pdf", data, ResultOrigin.FOLDER)


@pytest.fixture
def desk(
    open_counter: Opener, world: CounterStation, qtbot: QtBot
) -> Callable[..., tuple[Counter, ResultsDesk]]:
    def opener(count: int = COUNT, *, agency: bool = False) -> tuple[Counter, ResultsDesk]:
        options = replace(
            world.station.signing, agency_key=AGENCY if agency else "", organ_name="UBND xã Hòa Lợi"
        )
        world.station = replace(world.station, signing=options, stamps=world.services)
        fill(world, count)
        counter = open_counter()
        counter.window.form.finish_typing()
        desk = counter.desk._results
        desk.open()
        qtbot.waitUntil(lambda: desk.model.rowCount() == count)
        if count:
            qtbot.waitUntil(lambda: desk.view.page.page is not None)
            qtbot.waitUntil(lambda: desk.view.verdict.checked is not None)
        return counter, desk

    return opener


Desk = Callable[..., tuple[Counter, ResultsDesk]]


def ask_to_sign(desk: ResultsDesk, qtbot: QtBot, look: StampKind = StampKind.NONE) -> None:
    desk.view.table.selectAll()
    desk.view.sign_button.click()
    desk.view.sign.choose_look(look)
    qtbot.waitUntil(lambda: desk.look.unplaced <= 0)


def give(desk: ResultsDesk, *pins: str) -> None:
    panels = (desk.view.sign.person, desk.view.sign.agency)
    for panel, pin in zip(panels, pins, strict=False):
        type_in(panel.pin, pin)
    press(panels[len(pins) - 1].pin, Qt.Key.Key_Return)


def states(world: CounterStation) -> list[DossierState]:
    return [world.store.dossier(each.dossier_id).state for each in world.store.results()]


def test_empty_inbox_says_how_results_come(desk: Desk) -> None:
    _, results = desk(0)

    assert "Ctrl+Shift+F" in results.view.table.accessibleDescription()
    assert not results.view.sign_button.isEnabled()
    assert not results.view.send_button.isEnabled()


def test_state_of_a_result_is_read_whole_though_the_heading_is_short(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(results_model, "result_state", lambda _line: "○ a state of many words")
    _counter, inbox = desk()
    table = inbox.view.table

    assert table.columnWidth(1) >= table.sizeHintForColumn(1)


def test_folder_is_taken_in_and_damaged_files_are_named(
    desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    counter, results = desk(0)
    (tmp_path / "mot.pdf").write_bytes(small_pdf(["one"]))
    (tmp_path / "hai.pdf").write_bytes(small_pdf(["two"]))

    results.view.folder_given.emit(str(tmp_path))

    qtbot.waitUntil(lambda: results.model.rowCount() == 2)
    assert "Đã nhận 2 kết quả." in counter.window.message.text
    assert results.model.text(results.model.rows[0], 1) == "○ Chờ ký"


def test_all_are_signed_with_one_pin_and_returned(
    desk: Desk, world: CounterStation, qtbot: QtBot
) -> None:
    counter, results = desk()
    ask_to_sign(results, qtbot)

    give(results, PIN)

    qtbot.waitUntil(lambda: states(world) == [DossierState.SIGNED] * COUNT)
    qtbot.waitUntil(lambda: "Đã ký 3/3 tệp." in counter.window.message.text)
    qtbot.waitUntil(results.view.send_button.isEnabled)
    assert results.view.side.currentWidget() is results.view.verdict
    results.view.send_button.click()
    qtbot.waitUntil(lambda: states(world) == [DossierState.SEALED] * COUNT)
    assert world.token.logins == [PIN]
    assert all(not any(pin) for pin in world.token.given)


def test_person_signs_before_the_agency_each_with_its_pin(
    desk: Desk, world: CounterStation, qtbot: QtBot
) -> None:
    _, results = desk(agency=True)
    ask_to_sign(results, qtbot)
    panel = results.view.sign
    type_in(panel.person.pin, PIN)
    only_one = panel.sign_button.isEnabled()
    press(panel.person.pin, Qt.Key.Key_Return)

    type_in(panel.agency.pin, PIN)
    press(panel.agency.pin, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: states(world) == [DossierState.SIGNED] * COUNT)
    assert not only_one
    first = [value.split(b"|")[0].decode() for value in world.token.values]
    assert first.count(AGENCY) == COUNT
    assert first[0] != AGENCY


def test_digest_that_was_shown_and_places_go_to_the_service(
    desk: Desk, world: CounterStation, qtbot: QtBot
) -> None:
    _, results = desk(1)
    ask_to_sign(results, qtbot, StampKind.COPY)

    choice = results._choice()
    give(results, PIN)

    qtbot.waitUntil(lambda: states(world) == [DossierState.SIGNED])
    file = world.store.files(world.store.results()[0].dossier_id)[0]
    order = world.reader.prepared[0]
    assert choice.seen == {file.id: world.store.results()[0].source_sha256}
    assert order.stamp is not None
    assert order.stamp.spot == choice.spots[file.id, 0]


def test_stamp_is_moved_by_keys_and_mouse_and_put_back(desk: Desk, qtbot: QtBot) -> None:
    counter, results = desk(1)
    ask_to_sign(results, qtbot, StampKind.COPY)
    qtbot.waitUntil(lambda: bool(results.view.page._items))
    before = dict(results.look.spots)
    (key,) = before

    press(results.view.page.sheet, Qt.Key.Key_Left, CONTROL)
    by_key = results.look.spots[key].box
    sheet = results.view.page.sheet
    middle = results.view.page._items[0].sceneBoundingRect().center()
    start = sheet.mapFromScene(middle)
    end = sheet.mapFromScene(middle + QPointF(-40, 60))
    QTest.mousePress(sheet.viewport(), Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(sheet.viewport(), start + QPoint(-9, 9))
    QTest.mouseMove(sheet.viewport(), end)
    QTest.mouseRelease(sheet.viewport(), Qt.MouseButton.LeftButton, pos=end)
    qtbot.waitUntil(lambda: results.look.spots[key].box != by_key)
    by_mouse = results.look.spots[key].box
    counter.window.undo_wanted.emit()
    once = results.look.spots[key].box
    counter.window.undo_wanted.emit()

    assert by_key[0] == pytest.approx(before[key].box[0] - 28.35, abs=0.1)
    assert by_mouse[0] == pytest.approx(by_key[0] - 40, abs=3)
    assert by_mouse[1] == pytest.approx(by_key[1] - 60, abs=3)
    assert once == pytest.approx(by_key, abs=0.01)
    assert results.look.spots[key].box == pytest.approx(before[key].box, abs=0.01)


def test_unsure_place_closes_signing_until_somebody_has_looked(
    desk: Desk, world: CounterStation, qtbot: QtBot, tmp_path: Path
) -> None:
    from PIL import Image

    sketch = tmp_path / "ky.png"
    ground = Image.new("RGBA", (600, 260), (0, 0, 0, 0))
    ground.paste((10, 40, 170, 255), (100, 100, 500, 130))
    ground.save(sketch, dpi=(300, 300))
    world.station = replace(
        world.station, signing=replace(world.station.signing, person_picture=str(sketch))
    )
    _, results = desk(2)
    ask_to_sign(results, qtbot, StampKind.PERSON)
    qtbot.waitUntil(lambda: results.look.unplaced == 0)
    qtbot.waitUntil(lambda: results.view.page.right_button.isVisible())
    type_in(results.view.sign.pin, PIN)
    closed = results.view.sign.sign_button.toolTip()

    first = results.view.chosen
    press(results.view.page.sheet, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: results.view.chosen != first)
    qtbot.waitUntil(lambda: results.view.page.right_button.isVisible())
    press(results.view.page.sheet, Qt.Key.Key_Space)

    qtbot.waitUntil(results.view.sign.sign_button.isEnabled)
    assert "Còn 2 tệp cần xem" in closed
    assert len(results.look.spots) == 2


def test_file_that_acts_by_itself_may_not_be_signed(
    desk: Desk, world: CounterStation, qtbot: QtBot
) -> None:
    world.reader.oddities = (("script", True), ("layers", False))
    _, results = desk(1)
    ask_to_sign(results, qtbot)

    type_in(results.view.sign.pin, PIN)

    qtbot.waitUntil(lambda: "có mã lệnh tự chạy" in results.view.sign.findings_text)
    assert "có lớp nội dung đang ẩn" in results.view.sign.findings_text
    assert "Không được ký" in results.view.sign.sign_button.toolTip()


def test_pulled_token_keeps_what_is_signed_and_goes_on(
    desk: Desk, world: CounterStation, qtbot: QtBot
) -> None:
    _, results = desk()
    ask_to_sign(results, qtbot)
    world.token.pulled_after = 1
    give(results, PIN)
    qtbot.waitUntil(lambda: not results.is_busy)
    qtbot.waitUntil(lambda: "Tiếp tục ký 2 tệp" in results.view.sign.files_text)
    signed = states(world).count(DossierState.SIGNED)

    world.token.pulled_after = None
    give(results, PIN)

    qtbot.waitUntil(lambda: states(world) == [DossierState.SIGNED] * COUNT)
    assert signed == 1
    assert len(world.token.values) == COUNT


def test_batch_goes_on_after_a_restart(
    desk: Desk, open_counter: Opener, world: CounterStation, qtbot: QtBot
) -> None:
    counter, results = desk()
    ask_to_sign(results, qtbot)
    world.token.pulled_after = 2
    give(results, PIN)
    qtbot.waitUntil(lambda: not results.is_busy)
    counter.close()
    world.token.pulled_after = None

    again = open_counter().desk._results
    again.open()
    qtbot.waitUntil(lambda: again.view.resume_button.isVisible())
    offered = again.view.resume_button.text()
    again.view.resume_button.click()
    give(again, PIN)

    qtbot.waitUntil(lambda: states(world) == [DossierState.SIGNED] * COUNT)
    assert "Tiếp tục ký 1 tệp" in offered
    assert len(world.token.values) == COUNT


def test_stop_keeps_what_is_signed(desk: Desk, world: CounterStation, qtbot: QtBot) -> None:
    _, results = desk(6)
    ask_to_sign(results, qtbot)
    reached, go_on = threading.Event(), threading.Event()
    sign = world.token.sign

    def slow(source: str, data: bytes, mechanism: object) -> bytes:
        if len(world.token.values) == 1:
            reached.set()
            go_on.wait(10)
        return sign(source, data, mechanism)  # type: ignore[arg-type]  # passed on

    world.token.sign = slow  # type: ignore[method-assign,assignment]  # a token that takes its time
    give(results, PIN)
    qtbot.waitUntil(reached.is_set)
    shown = results.view.sign.stop_button.isVisible()
    results.view.sign.stop_button.click()
    go_on.set()

    qtbot.waitUntil(lambda: not results.is_busy)
    qtbot.waitUntil(lambda: results.view.sign._stage is SignStage.READY)
    assert shown
    assert 0 < states(world).count(DossierState.SIGNED) < 6
    assert world.store.signing_batches() != []


def test_wrong_pin_tells_the_tries_left_and_is_asked_again(
    desk: Desk, world: CounterStation, qtbot: QtBot
) -> None:
    _, results = desk(1)
    ask_to_sign(results, qtbot)

    give(results, "000")
    qtbot.waitUntil(lambda: "còn 2 lần thử" in results.view.sign.refusal_text)
    qtbot.waitUntil(lambda: not results.is_busy)
    give(results, PIN)

    qtbot.waitUntil(lambda: states(world) == [DossierState.SIGNED])
    assert world.token.logins == ["000", PIN]


def test_file_that_fails_is_named_and_the_others_are_signed(
    desk: Desk, world: CounterStation, qtbot: QtBot
) -> None:
    _, results = desk()
    broken = world.store.files(world.store.results()[1].dossier_id)[0]
    world.reader.broken.add(world.vault.get(broken.dossier_id, broken.blob))
    ask_to_sign(results, qtbot)

    give(results, PIN)

    qtbot.waitUntil(lambda: not results.is_busy and len(world.token.values) == COUNT - 1)
    qtbot.waitUntil(
        lambda: results.model.text(results.model.rows[1], 1) == "! Chưa ký được",
    )
    assert states(world).count(DossierState.SIGNED) == COUNT - 1


@pytest.mark.expects_log_warnings
def test_time_that_is_owed_stands_in_list_and_strip(
    desk: Desk, world: CounterStation, qtbot: QtBot
) -> None:
    world.station = replace(
        world.station,
        signing=replace(world.station.signing, timestamp_urls=("http://127.0.0.1:9",)),
    )
    counter, results = desk(1)
    ask_to_sign(results, qtbot)
    panel = results.view.sign
    panel.level.setCurrentIndex(panel.level.findData("b-t"))

    give(results, PIN)

    qtbot.waitUntil(
        lambda: results.model.text(results.model.rows[0], 1) == "◷ Đã ký, chờ dấu thời gian"
    )
    counter.rows_changed()
    qtbot.waitUntil(lambda: counter.window.strip.time.isVisible())
    assert "1 hồ sơ chờ dấu thời gian" in counter.window.strip.time.text()


def test_agency_of_the_plan_signs_last(desk: Desk, world: CounterStation, qtbot: QtBot) -> None:
    _, results = desk(1, agency=True)
    ask_to_sign(results, qtbot)
    world.token.pulled_after = 0
    give(results, PIN, PIN)
    qtbot.waitUntil(lambda: not results.is_busy)

    (batch,) = world.store.signing_batches()
    items = world.store.signing_items(batch.id)
    assert [each.role for each in batch.plan.signers] == [SignerRole.PERSON, SignerRole.AGENCY]
    assert all(item.state is not ItemState.PUBLISHED for item in items)


def fetched(results: ResultsDesk, qtbot: QtBot) -> None:
    press(results.view, Qt.Key.Key_F, CONTROL, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: not results._results.is_fetching)
    qtbot.waitUntil(results.view.fetch_button.isEnabled)


def test_results_are_fetched_from_the_system_by_a_key(
    desk: Desk, world: CounterStation, qtbot: QtBot
) -> None:
    counter, results = desk(0)
    world.line.offer("qd-7.pdf", small_pdf(["seven"]))

    fetched(results, qtbot)

    qtbot.waitUntil(lambda: results.model.rowCount() == 1)
    assert "Đã nhận 1 kết quả." in counter.window.message.text
    qtbot.waitUntil(lambda: "Lấy về lần cuối: " in results.view.fetch_text)
    assert results.view.stop_fetch_button.isHidden()


def test_nothing_to_fetch_says_so(desk: Desk, qtbot: QtBot) -> None:
    counter, results = desk(0)

    fetched(results, qtbot)

    text = "Hệ thống xử lý không có kết quả nào đang chờ."
    qtbot.waitUntil(lambda: text in counter.window.message.text)
    assert "Lấy về lần cuối" in results.view.fetch_text


def test_fetching_over_a_dead_line_says_what_to_do(
    desk: Desk, world: CounterStation, qtbot: QtBot
) -> None:
    counter, results = desk(0)
    world.line.online = False

    fetched(results, qtbot)

    qtbot.waitUntil(lambda: counter.window.message.isVisible())
    assert "Chưa lấy được kết quả" in counter.window.message.text
    assert "rồi bấm lấy lại" in counter.window.message.text
    assert results.view.fetch_text == ""


def test_fetching_is_stopped_between_two_results(
    desk: Desk, world: CounterStation, qtbot: QtBot
) -> None:
    _, results = desk(0)
    for number in range(3):
        world.line.offer(f"qd-{number}.pdf", small_pdf([str(number)]))
    reached, go_on = threading.Event(), threading.Event()
    fetch = world.line.fetch_result

    def slow(result: object) -> bytes:
        reached.set()
        go_on.wait(10)
        return fetch(result)  # type: ignore[arg-type]  # passed on

    world.line.fetch_result = slow  # type: ignore[method-assign,assignment]  # a slow line
    results.view.fetch_button.click()
    qtbot.waitUntil(reached.is_set)
    qtbot.waitUntil(lambda: "1/3" in results.view.fetch_text)
    results.view.stop_fetch_button.click()
    go_on.set()

    qtbot.waitUntil(lambda: results.model.rowCount() == 1)
    qtbot.waitUntil(results.view.fetch_button.isEnabled)
    assert len(world.store.results()) == 1


def test_warnings_about_certificates_are_told_after_a_batch(
    desk: Desk, world: CounterStation, qtbot: QtBot
) -> None:
    world.reader.key_warnings = ("certificate-expires-7",)
    counter, results = desk(1)
    ask_to_sign(results, qtbot)

    give(results, PIN)

    qtbot.waitUntil(lambda: "Đã ký 1/1 tệp." in counter.window.message.text)
    assert "không quá 7 ngày" in counter.window.message.text


def test_results_may_be_signed_without_the_agency(
    desk: Desk, world: CounterStation, qtbot: QtBot
) -> None:
    _, results = desk(1, agency=True)
    ask_to_sign(results, qtbot)
    panel = results.view.sign
    panel.who.setCurrentIndex(0)

    give(results, PIN)

    qtbot.waitUntil(lambda: states(world) == [DossierState.SIGNED])
    assert panel.agency.isHidden()
    assert len(world.token.logins) == 1
