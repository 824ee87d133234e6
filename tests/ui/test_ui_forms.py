"""The form editor: frames drawn with the mouse, saved, opened again, tried and undone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.qtbot import QtBot

from app.services.forms import save_form
from app.ui.action_bar import Action
from app.ui.counter import Counter
from app.ui.form_editor_desk import FormDesk
from app.ui.form_editor_view import Tool
from ocr.understanding.forms import ValueKind
from ocr.understanding.lessons import AliasProposal
from ocr.understanding.printing import find_label
from tests.fakes.counter_station import CounterStation
from tests.fakes.drawn_forms import (
    FIRST,
    PAGE,
    SECOND,
    TITLE,
    FormReader,
    own_catalog,
    page_of,
    words_of,
)
from tests.services.test_services_forms import SAMPLE, drawn
from tests.ui.conftest import picture, press, type_in

CONTROL = Qt.KeyboardModifier.ControlModifier
LABELS = ("Họ và tên chủ hộ:", "Ngày sinh:", "Nơi thường trú:", "Số lượng nhà yến:")


@pytest.fixture
def world(tmp_path: Path) -> CounterStation:
    world = CounterStation(reader=FormReader())
    world.station = replace(world.station, forms=own_catalog(tmp_path))
    for name, text in (
        ("mau-1.png", words_of(FIRST)),
        ("mau-2.png", words_of(SECOND, scale=0.85, shift=(130, 95))),
    ):
        data = picture("#ffffff" if name == "mau-1.png" else "#fffffe", PAGE)
        (tmp_path / name).write_bytes(data)
        world.reader.readings[data] = page_of(text)
    return world


@pytest.fixture
def desk(open_counter: Callable[..., Counter], qtbot: QtBot) -> FormDesk:
    """The form editor on show, its list of forms read."""
    counter = open_counter()
    press(counter.window, Qt.Key.Key_M, CONTROL)
    desk = counter.window.findChild(FormDesk)
    assert isinstance(desk, FormDesk)
    qtbot.waitUntil(lambda: desk.view.forms.count() > 30)
    return desk


@pytest.fixture
def sampled(desk: FormDesk, tmp_path: Path, qtbot: QtBot) -> FormDesk:
    """The form editor with a sample on show."""
    open_sample(desk, tmp_path / "mau-1.png", qtbot)
    return desk


def open_sample(desk: FormDesk, file: Path, qtbot: QtBot) -> None:
    desk.view.file_given.emit(str(file))
    qtbot.waitUntil(lambda: desk.work.sample is not None and desk.work.sample.name == file.name)


def drag(desk: FormDesk, tool: Tool, words: str) -> None:
    """Draw a frame around words of the sample with the mouse."""
    press(desk.view, getattr(Qt.Key, f"Key_{list(Tool).index(tool) + 1}"), CONTROL)
    assert desk.work.sample is not None
    box = find_label(desk.work.sample.page.text, words)
    assert box is not None
    drag_box(desk, (box[0] - 6, box[1] - 6, box[2] + 6, box[3] + 6))


def drag_box(desk: FormDesk, box: tuple[int, int, int, int]) -> None:
    paper = desk.view.page.paper
    paper.ensureVisible(box[0], box[1], box[2] - box[0], box[3] - box[1])
    corners = [paper.mapFromScene(*box[:2]), paper.mapFromScene(*box[2:])]
    QTest.mousePress(paper.viewport(), Qt.MouseButton.LeftButton, pos=corners[0])
    QTest.mouseMove(paper.viewport(), corners[1])
    QTest.mouseRelease(paper.viewport(), Qt.MouseButton.LeftButton, pos=corners[1])


def draw_form(desk: FormDesk) -> None:
    drag(desk, Tool.TITLE, TITLE)
    for label in LABELS:
        drag(desk, Tool.LABEL, label)


def told(desk: FormDesk) -> str:
    return desk.view.state.text()


def save(desk: FormDesk, qtbot: QtBot) -> None:
    with qtbot.waitSignal(desk._forms.busy, check_params_cb=lambda busy: not busy):
        press(desk.view, Qt.Key.Key_S, CONTROL)


def test_form_is_drawn_saved_and_opened_again(
    sampled: FormDesk, world: CounterStation, qtbot: QtBot
) -> None:
    draw_form(sampled)
    before = sampled.work.draft

    save(sampled, qtbot)

    assert "Đã lưu “Đơn xin cấp giấy phép nuôi chim yến”: mẫu mới" in told(sampled)
    [paper] = world.station.forms.own_papers()
    assert paper.code == "don_xin_cap_giay_phep_nuoi_chim_yen"
    assert [field.label for field in paper.fields] == [label[:-1] for label in LABELS]
    qtbot.waitUntil(lambda: sampled.view.forms.itemText(1).startswith("★ Đơn xin"))
    sampled.view.new_wanted.emit()
    assert sampled.work.draft.fields == ()
    sampled.view.opened.emit(paper.code)
    qtbot.waitUntil(lambda: len(sampled.work.draft.fields) == 4)
    assert sampled.work.draft.names == before.names
    assert len(sampled.work.draft.frames) == 4
    assert "value:ngay_sinh" in sampled.view.page.marked
    assert [e.act.action for e in world.store.audit_entries()][-1] == "catalog.form_saved"


def test_value_frame_is_drawn_again_and_undone(sampled: FormDesk) -> None:
    draw_form(sampled)
    before = sampled.work.draft.fields[3].value
    press(sampled.view, Qt.Key.Key_2, CONTROL)

    drag_box(sampled, (400, 600, 700, 660))

    now = sampled.work.draft.fields[3].value
    assert now is not None
    assert now != before
    assert max(abs(a - b) for a, b in zip(now, (400, 600, 700, 660), strict=True)) <= 4
    press(sampled.view, Qt.Key.Key_Z, CONTROL)
    assert sampled.work.draft.fields[3].value == before
    press(sampled.view, Qt.Key.Key_Y, CONTROL)
    assert sampled.work.draft.fields[3].value == now


def test_fields_are_edited_and_deleted_by_keyboard(sampled: FormDesk) -> None:
    draw_form(sampled)
    view = sampled.view
    view.list.setFocus()
    view.select(1)
    view.field.label.clear()
    type_in(view.field.label, "Năm sinh")
    press(view.field.label, Qt.Key.Key_Return)
    view.field.kind.setCurrentIndex(view.field.kind.findData(ValueKind.NUMBER))
    view.field.kind.activated.emit(view.field.kind.currentIndex())
    view.field.required.click()

    definition = sampled.work.draft.fields[1].definition
    assert (definition.label, definition.kind) == ("Năm sinh", ValueKind.NUMBER)
    assert definition.required
    assert view.fields_model.index(1, 0).data() == "Năm sinh *"
    view.list.setFocus()
    press(view.list, Qt.Key.Key_Delete)
    assert "ngay_sinh" not in sampled.work.draft.names
    press(view, Qt.Key.Key_Z, CONTROL)
    assert sampled.work.draft.fields[1].definition == definition


def test_label_is_found_without_the_mouse(sampled: FormDesk) -> None:
    draw_form(sampled)
    sampled.view.select(0)
    sampled.view.field.label.setText("Kính gửi")
    sampled.view.field.label.editingFinished.emit()

    sampled.view.find_wanted.emit()

    assert sampled.work.draft.fields[0].label == find_label(SAMPLE.text, "Kính gửi:")
    sampled.view.field.label.setText("Không có nhãn này")
    sampled.view.field.label.editingFinished.emit()
    sampled.view.find_wanted.emit()
    assert "Không thấy nhãn này" in told(sampled)


def test_form_is_tried_on_another_sample(sampled: FormDesk, tmp_path: Path, qtbot: QtBot) -> None:
    draw_form(sampled)

    sampled.view.trial_wanted.emit(str(tmp_path / "mau-2.png"))

    model = sampled.view.trial.model
    qtbot.waitUntil(lambda: model.rowCount() == 4)
    assert model.index(0, 1).data() == "Nguyễn Văn Hùng"
    assert model.index(0, 2).data() == "✓ nhãn và vị trí"
    assert "chữ in sẵn (Bản in 1)" in sampled.view.trial.verdict.text()
    assert "Máy nhận ra trang này là mẫu này." in sampled.view.trial.verdict.text()
    assert sampled.view.trial.made.currentText() == "mau-2.png (1/1)"


def test_frames_move_along_to_another_sample(
    sampled: FormDesk, tmp_path: Path, qtbot: QtBot
) -> None:
    draw_form(sampled)
    before = sampled.work.draft.frames["ngay_sinh"]

    open_sample(sampled, tmp_path / "mau-2.png", qtbot)

    assert len(sampled.work.draft.frames) == 4
    assert sampled.work.draft.frames["ngay_sinh"] != before
    press(sampled.view, Qt.Key.Key_Z, CONTROL)
    assert sampled.work.draft.frames["ngay_sinh"] == before
    assert sampled.work.sample is not None
    assert sampled.work.sample.name == "mau-1.png"


def test_what_is_wrong_is_told_with_the_next_step(sampled: FormDesk, qtbot: QtBot) -> None:
    save(sampled, qtbot)
    assert "chưa có dòng tiêu đề" in told(sampled)
    drag(sampled, Tool.TITLE, TITLE)
    save(sampled, qtbot)
    assert "Mẫu chưa có trường nào" in told(sampled)
    for label in LABELS[:2]:
        drag(sampled, Tool.LABEL, label)
    sampled.view.field.code.setText("ho_va_ten_chu_ho")
    sampled.view.field.code.editingFinished.emit()
    save(sampled, qtbot)
    assert "Có hai trường cùng mã “ho_va_ten_chu_ho”" in told(sampled)
    press(sampled.view, Qt.Key.Key_Z, CONTROL)
    press(sampled.view, Qt.Key.Key_2, CONTROL)
    box = sampled.work.draft.frames["ho_va_ten_chu_ho"]
    drag_box(sampled, box)
    save(sampled, qtbot)
    assert "đè lên nhau: Họ và tên chủ hộ / Ngày sinh" in told(sampled)


def test_frame_without_sample_and_sample_without_words_are_told(
    desk: FormDesk, tmp_path: Path, qtbot: QtBot
) -> None:
    drag_box(desk, (10, 10, 100, 60))
    assert "Chưa có tờ mẫu" in told(desk)

    blank = tmp_path / "trang.png"
    blank.write_bytes(picture("#eeeeee"))
    desk.view.tell("")
    desk.view.file_given.emit(str(blank))

    qtbot.waitUntil(lambda: "không đọc được chữ nào" in told(desk))
    desk.view.page_wanted.emit()
    assert "Chưa có trang nào đang xem" in told(desk)


def test_proposal_is_taken_over_only_when_the_officer_says_so(
    desk: FormDesk, world: CounterStation, qtbot: QtBot
) -> None:
    save_form(world.station, drawn(), SAMPLE)
    desk._forms.read_forms()
    qtbot.waitUntil(lambda: desk.view.forms.itemText(1).startswith("★"))
    desk.view.opened.emit("don_nuoi_yen")
    qtbot.waitUntil(lambda: len(desk.work.draft.fields) == 4)

    desk._forms.proposals_read.emit((AliasProposal("ngay_sinh", "Sinh vào hồi", 3),))

    offers = desk.view.proposals.model
    assert offers.index(0, 0).data() == "“Ngày sinh” còn được in là “Sinh vào hồi”."
    assert desk.work.draft.fields[1].definition.aliases == ()
    desk.view.parts.setCurrentIndex(3)
    desk.view.proposals.offers.setCurrentIndex(offers.index(0, 0))
    press(desk.view.proposals.offers, Qt.Key.Key_Return)
    assert desk.work.draft.fields[1].definition.aliases == ("Sinh vào hồi",)
    assert offers.rowCount() == 0
    save(desk, qtbot)
    assert "các trường" in told(desk)


def test_page_of_a_dossier_is_the_sample(
    open_counter: Callable[..., Counter], world: CounterStation, qtbot: QtBot
) -> None:
    world.add_dossier([(picture("#fafafa", PAGE), page_of(words_of(FIRST)))], "H26.1")
    counter = open_counter()
    qtbot.waitUntil(lambda: counter.window.page.picture is not None)
    press(counter.window, Qt.Key.Key_M, CONTROL)
    desk = counter.window.findChild(FormDesk)
    assert isinstance(desk, FormDesk)

    desk.view.page_wanted.emit()

    qtbot.waitUntil(lambda: desk.work.sample is not None)
    drag(desk, Tool.LABEL, "Ngày sinh:")
    assert desk.work.draft.names == ("ngay_sinh",)
    assert not counter.window.actions_bar.buttons[Action.FINISH].property("primary")


def test_export_wants_a_saved_form(sampled: FormDesk, tmp_path: Path, qtbot: QtBot) -> None:
    target = tmp_path / "mau.json"
    sampled.view.export_wanted.emit(str(target))
    assert "Hãy lưu mẫu trước" in told(sampled)
    draw_form(sampled)
    save(sampled, qtbot)

    sampled.view.export_wanted.emit(str(target))

    qtbot.waitUntil(target.exists)
    qtbot.waitUntil(lambda: "Đã ghi vào mau.json" in told(sampled))


def test_click_picks_the_field_under_it(sampled: FormDesk) -> None:
    draw_form(sampled)
    x0, y0, *_ = sampled.work.draft.frames["ngay_sinh"]
    paper = sampled.view.page.paper
    paper.ensureVisible(x0, y0, 10, 10)

    QTest.mouseClick(
        paper.viewport(),
        Qt.MouseButton.LeftButton,
        pos=paper.mapFromScene(x0 + 8, y0 + 12) + QPoint(0, 0),
    )

    assert sampled.view.field.code.text() == "ngay_sinh"
    assert len(sampled.work.draft.fields) == 4


def test_models_keep_the_rules_of_qt(sampled: FormDesk) -> None:
    view = sampled.view
    fatal = QAbstractItemModelTester.FailureReportingMode.Fatal
    testers = [
        QAbstractItemModelTester(model, fatal)
        for model in (view.fields_model, view.trial.model, view.proposals.model)
    ]

    draw_form(sampled)
    view.delete_wanted.emit()

    assert view.fields_model.rowCount() == 3
    assert len(testers) == 3
