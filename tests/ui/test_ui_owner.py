"""Owner first, then papers that are there already, then the scanner: the window does it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.dossier import DossierState
from app.domain.ids import DossierId
from app.domain.owner import Owner, OwnerKind, OwnerPolicy
from app.domain.reuse import LookupState
from app.domain.submission import SubmissionState
from app.province.documents import DocumentsOffline
from app.services import lookups, reuse
from app.services.owner import set_owner
from app.ui.action_bar import Action
from app.ui.counter import Counter
from tests.fakes.reuse_office import HOA, MARRIAGE, NAM, Office, page, proof, stored, value
from tests.ui.conftest import picture, press

CARD_QR = f"{HOA}|123456789|Trần Thị Hoa|06071995|Nữ|Thôn Mẫu, Xã Mẫu|01012022"
CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)


@pytest.fixture
def world() -> Office:
    return Office()


def wedge(text: str) -> None:
    """A keyboard scanner types a code and Enter into whatever has the focus."""
    widget = QApplication.focusWidget()
    assert widget is not None
    for letter in text:
        QTest.sendKeyEvent(
            QTest.KeyAction.Click,
            widget,
            Qt.Key.Key_unknown,
            letter,
            Qt.KeyboardModifier.NoModifier,
        )
    press(widget, Qt.Key.Key_Return)


def begin(counter: Counter, world: Office, qtbot: QtBot) -> DossierId:
    """A new dossier for the holder of a card, all by keyboard scanner and keys."""
    window, panel = counter.window, counter.window.new_dossier
    press(window, Qt.Key.Key_N, CTRL)
    panel.owner.take_keyboard()
    wedge(CARD_QR)
    qtbot.waitUntil(lambda: panel.owner.owner is not None)
    panel.procedure.setCurrentIndex(panel.procedure.findData(MARRIAGE))
    panel.code.setFocus()
    press(panel.code, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.middle.currentWidget() is window.reuse)
    return world.store.dossier_rows()[0].dossier.id


def test_card_under_the_scanner_names_the_owner_with_name_and_id(
    open_counter: Callable[..., Counter], world: Office, qtbot: QtBot
) -> None:
    counter = open_counter()

    home = begin(counter, world, qtbot)

    assert "Trần Thị Hoa · 001195004321" in counter.window.new_dossier.owner.state.text()
    assert world.store.owner(home) == Owner(OwnerKind.CITIZEN, HOA, "Trần Thị Hoa")
    qtbot.waitUntil(lambda: "Trần Thị Hoa" in counter.window.owner_button.text())
    assert world.store.lookup(home) is not None


def test_text_that_is_no_owner_is_refused_and_no_dossier_is_opened(
    open_counter: Callable[..., Counter], world: Office, qtbot: QtBot
) -> None:
    counter = open_counter()
    panel = counter.window.new_dossier
    press(counter.window, Qt.Key.Key_N, CTRL)
    panel.owner.text.setFocus()
    panel.owner.text.insert("123")

    panel.open_button.click()
    qtbot.waitUntil(lambda: not panel.owner.state.isHidden())

    assert "12 chữ số" in panel.owner.state.text()
    assert world.store.dossier_rows() == []
    assert panel.owner.text.hasFocus()


def test_typed_id_is_understood_when_the_dossier_is_opened(
    open_counter: Callable[..., Counter], world: Office, qtbot: QtBot
) -> None:
    counter = open_counter()
    panel = counter.window.new_dossier
    press(counter.window, Qt.Key.Key_N, CTRL)
    panel.owner.text.setFocus()
    panel.owner.text.insert(HOA)

    panel.open_button.click()
    qtbot.waitUntil(lambda: bool(world.store.dossier_rows()))

    owner = world.store.owner(world.store.dossier_rows()[0].dossier.id)
    assert owner == Owner(OwnerKind.CITIZEN, HOA)


def test_papers_are_listed_taken_with_enter_and_given_back(
    open_counter: Callable[..., Counter], world: Office, qtbot: QtBot
) -> None:
    world.deliver(HOA, page("declaration"), proof())
    counter = open_counter()
    home = begin(counter, world, qtbot)
    table = counter.window.reuse.panel.table
    qtbot.waitUntil(table.hasFocus)

    model = table.model()
    shown = [str(model.index(n, 1).data()) for n in range(model.rowCount())]
    press(table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(world.store.decisions(home)) == 1)
    qtbot.waitUntil(counter.window.reuse.panel.undo_button.isEnabled)
    press(table, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: world.store.decisions(home) == [])

    assert "15/UBND" in shown
    assert "Quét nếu có" in shown
    assert "! Chỉ xuất trình: không quét, không lưu bản sao" in shown
    assert "! Không yêu cầu giấy tờ này từ ngày 01/07/2025 (Cơ sở dữ liệu dân cư)" in shown


def test_answer_of_the_store_appears_by_itself(
    open_counter: Callable[..., Counter], world: Office, qtbot: QtBot
) -> None:
    world.documents.papers[HOA] = (stored(),)
    counter = open_counter()
    home = begin(counter, world, qtbot)
    panel = counter.window.reuse.panel
    qtbot.waitUntil(lambda: "Đang hỏi" in panel.status.text())

    lookups.look_up_due(world.station)
    counter.rows_changed()

    qtbot.waitUntil(lambda: any(row.offer is not None for row in panel.model.rows))
    lookup = world.store.lookup(home)
    assert lookup is not None
    assert lookup.state is LookupState.ANSWERED


def test_list_stays_in_front_while_rows_change(
    open_counter: Callable[..., Counter], world: Office, qtbot: QtBot
) -> None:
    counter = open_counter()
    begin(counter, world, qtbot)

    with qtbot.waitSignal(counter.flows.queue.dossier_read):
        counter.flows.queue.refresh()

    assert counter.window.middle.currentWidget() is counter.window.reuse


def test_offline_store_is_told_and_holds_nothing_up(
    open_counter: Callable[..., Counter], world: Office, qtbot: QtBot
) -> None:
    world.documents.trouble = DocumentsOffline("no route")
    counter = open_counter()
    begin(counter, world, qtbot)

    lookups.look_up_due(world.station)
    counter.rows_changed()

    status = counter.window.reuse.panel.status
    qtbot.waitUntil(lambda: status.text() == "Chưa nối được kho quốc gia; máy sẽ tự hỏi lại.")
    assert not counter.window.actions_bar.reason(Action.SCAN)


def test_paper_can_be_looked_at_and_taken_from_there(
    open_counter: Callable[..., Counter], world: Office, qtbot: QtBot
) -> None:
    world.deliver(HOA, page("declaration"), page("single_proof", value("number", "15")))
    counter = open_counter()
    home = begin(counter, world, qtbot)
    view = counter.window.reuse
    qtbot.waitUntil(view.panel.look_button.isEnabled)

    press(view.panel.table, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: view.currentWidget() is view.look)
    press(view.look, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(world.store.decisions(home)) == 1)

    assert view.currentWidget() is view.panel


def test_finish_without_a_required_owner_says_so_and_goes_to_the_owner(
    open_counter: Callable[..., Counter], qtbot: QtBot
) -> None:
    world = Office(OwnerPolicy(everywhere=True))
    home = world.open(papers=[page("declaration")])
    counter = open_counter(world=world)
    window = counter.window
    qtbot.waitUntil(lambda: not window.actions_bar.reason(Action.FINISH))

    press(window, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: window.side.currentWidget() is window.owner)

    assert "Vui lòng định danh chủ hồ sơ trước." in window.message.text
    assert window.owner.field.text.hasFocus()
    assert world.store.dossier(home).state is DossierState.OPEN


def test_person_of_a_card_becomes_the_owner_with_one_key(
    open_counter: Callable[..., Counter], world: Office, qtbot: QtBot
) -> None:
    fields = (value("id_number", NAM), value("full_name", "Lê Văn Nam"))
    home = world.open(papers=[page("declaration", *fields)])
    counter = open_counter()
    window = counter.window
    qtbot.waitUntil(window.owner_button.isEnabled)

    press(window, Qt.Key.Key_O, CTRL, SHIFT)
    qtbot.waitUntil(window.owner.buttons[0].isVisible)
    press(window.owner.field.text, Qt.Key.Key_1, ALT)
    qtbot.waitUntil(lambda: world.store.owner(home) is not None)

    assert world.store.owner(home) == Owner(OwnerKind.CITIZEN, NAM, "Lê Văn Nam")
    qtbot.waitUntil(lambda: window.side.currentWidget() is window.form)


def test_shown_only_page_is_told_and_erased_with_one_key(
    open_counter: Callable[..., Counter], world: Office, qtbot: QtBot
) -> None:
    home = world.open(HOA, papers=[page("declaration"), page("card", value("id_number", HOA))])
    counter = open_counter()
    window = counter.window
    qtbot.waitUntil(lambda: "Trang 2: giấy tờ chỉ xuất trình" in window.message.text)
    before = len(world.pages(home))

    press(window, Qt.Key.Key_Delete, CTRL, SHIFT)
    qtbot.waitUntil(lambda: len(world.pages(home)) == 1)
    qtbot.waitUntil(lambda: len(window.pages_model.rows) == 1)

    assert before == 2
    assert world.store.fields(home) == []
    assert "Đã xóa." in window.message.text


def test_last_page_that_is_erased_leaves_no_picture(
    open_counter: Callable[..., Counter], world: Office, qtbot: QtBot
) -> None:
    data, read = picture(), page("card")[1]
    home = world.open(HOA, papers=[(data, read)])
    counter = open_counter()
    window = counter.window
    qtbot.waitUntil(lambda: window.page.picture is not None)

    press(window, Qt.Key.Key_Delete, CTRL, SHIFT)
    qtbot.waitUntil(lambda: world.pages(home) == [])

    qtbot.waitUntil(lambda: window.page.picture is None)


def test_dossier_of_reused_papers_is_sent_without_page_and_pin(
    open_counter: Callable[..., Counter], world: Office, qtbot: QtBot
) -> None:
    world.deliver(HOA, page("declaration"), proof())
    home = world.open()
    set_owner(world.station, home, Owner(OwnerKind.CITIZEN, HOA))
    for part in ("declaration", "single_proof"):
        paper = world.offers(home, part)[0].paper
        reuse.take(world.station, home, reuse.Choice(part, paper.id, has_looked=True))
    logins = len(world.token.logins)
    counter = open_counter()
    bar = counter.window.actions_bar
    qtbot.waitUntil(lambda: not bar.reason(Action.FINISH))

    press(counter.window, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: not bar.reason(Action.SIGN))
    press(counter.window, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: world.store.dossier(home).state is DossierState.SEALED)

    assert len(world.token.logins) == logins
    assert world.store.submissions()[-1].state is SubmissionState.QUEUED


def test_second_page_to_erase_is_told_of_again(
    open_counter: Callable[..., Counter], world: Office, qtbot: QtBot
) -> None:
    cards = [page("card", value("id_number", person)) for person in (HOA, NAM)]
    home = world.open(HOA, papers=cards)
    window = open_counter().window
    qtbot.waitUntil(lambda: "Trang 1, 2: giấy tờ chỉ xuất trình" in window.message.text)

    press(window, Qt.Key.Key_Delete, CTRL, SHIFT)
    qtbot.waitUntil(lambda: "Trang 2: giấy tờ chỉ xuất trình" in window.message.text)

    assert len(world.pages(home)) == 1


def test_organisation_needs_no_card(
    open_counter: Callable[..., Counter], world: Office, qtbot: QtBot
) -> None:
    home = world.open()
    window = open_counter().window
    qtbot.waitUntil(window.owner_button.isEnabled)
    window.owner_button.click()
    field = window.owner.field

    field.kind.setCurrentIndex(field.kind.findData(OwnerKind.ENTERPRISE.value))
    field.text.insert("0101234567")
    press(field.text, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: world.store.owner(home) is not None)

    assert world.store.owner(home) == Owner(OwnerKind.ENTERPRISE, "0101234567")


def test_answer_for_a_text_that_was_changed_since_is_dropped(
    open_counter: Callable[..., Counter], qtbot: QtBot
) -> None:
    counter = open_counter()
    field = counter.window.new_dossier.owner
    press(counter.window, Qt.Key.Key_N, CTRL)
    field.text.setText(HOA)

    field.settle()
    field.text.setText(NAM)
    with qtbot.waitSignal(counter.flows.queue.overview_read):
        counter.flows.queue.refresh()

    assert field.owner is None


def test_owner_of_an_opened_dossier_is_changed_and_escape_leaves_it(
    open_counter: Callable[..., Counter], world: Office, qtbot: QtBot
) -> None:
    home = world.open(HOA)
    window = open_counter().window
    qtbot.waitUntil(lambda: HOA in window.owner_button.text())
    press(window, Qt.Key.Key_O, CTRL, SHIFT)

    press(window.owner.field.text, Qt.Key.Key_Escape)

    assert window.side.currentWidget() is window.form
    assert world.store.owner(home) == Owner(OwnerKind.CITIZEN, HOA)


def test_papers_come_in_front_with_one_key_and_escape_goes_back_to_the_pages(
    open_counter: Callable[..., Counter], world: Office, qtbot: QtBot
) -> None:
    world.open(HOA)
    window = open_counter().window
    qtbot.waitUntil(window.owner_button.isEnabled)

    press(window, Qt.Key.Key_F10)
    in_front = window.middle.currentWidget() is window.reuse
    qtbot.waitUntil(lambda: bool(window.reuse.panel.model.rows))
    press(window.reuse.panel.table, Qt.Key.Key_Escape)

    assert in_front
    assert window.middle.currentIndex() == 0
