"""The screen of pages: marked, turned, moved, thrown away, undone; while a scan runs, too."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from app.domain.ids import DossierId
from app.domain.page import PaperBreak
from app.services.page_edits import turn_pages
from app.services.review import finish_review
from app.ui.contact_actions import PageAct
from app.ui.contact_desk import ContactDesk
from app.ui.counter import Counter
from app.ui.pages_model import KEPT_PICTURES, PagesModel
from app.ui.thumbnails import Thumbnail
from tests.fakes.counter_station import CounterStation, reading
from tests.ui.conftest import picture, press

Opener = Callable[..., Counter]
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier


def add_pages(world: CounterStation, count: int) -> DossierId:
    """A dossier of read pages of one paper."""
    papers = [
        (picture() + str(n).encode(), reading(paper="Tờ khai" if n == 0 else ""))
        for n in range(count)
    ]
    return world.add_dossier(papers, "H26.121-251027-0031")


@pytest.fixture
def home(world: CounterStation) -> DossierId:
    return add_pages(world, 6)


@pytest.fixture
def counter(open_counter: Opener, home: DossierId, qtbot: QtBot) -> Counter:
    """The window with the six pages on the contact sheet."""
    counter = open_counter()
    qtbot.waitUntil(lambda: counter.window.pages_model.rowCount() == 6)
    counter.desk.contact.open()
    qtbot.waitUntil(lambda: counter.desk.contact.screen.sheet.page is not None)
    return counter


def seqs(world: CounterStation, home: DossierId) -> list[int]:
    """Numbers of the pages as they lie."""
    return [page.seq for page in world.pages(home)]


def stand_on(contact: ContactDesk, world: CounterStation, home: DossierId, seq: int) -> None:
    """Put the keyboard on a page."""
    page = next(page for page in world.pages(home) if page.seq == seq)
    contact.screen.sheet.select(page.id)
    contact.screen.sheet.setFocus()


def turns(world: CounterStation, home: DossierId) -> list[int | None]:
    """Quarter turns by hand, page by page."""
    return [page.turn for page in world.pages(home)]


def test_r_turns_marked_pages_and_undo_takes_it_back_in_one_step(
    counter: Counter, world: CounterStation, home: DossierId, qtbot: QtBot
) -> None:
    contact = counter.desk.contact
    stand_on(contact, world, home, 2)
    press(contact.screen.sheet, Qt.Key.Key_Right, SHIFT)

    press(contact.screen.sheet, Qt.Key.Key_R)

    qtbot.waitUntil(lambda: turns(world, home) == [None, 270, 270, None, None, None])
    qtbot.waitUntil(contact.screen.action(PageAct.UNDO).isEnabled)
    press(counter.window, Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: turns(world, home) == [None] * 6)
    qtbot.waitUntil(contact.screen.action(PageAct.REDO).isEnabled)
    press(counter.window, Qt.Key.Key_Y, CTRL)
    qtbot.waitUntil(lambda: turns(world, home) == [None, 270, 270, None, None, None])


def test_shift_r_turns_the_other_way(
    counter: Counter, world: CounterStation, home: DossierId, qtbot: QtBot
) -> None:
    stand_on(counter.desk.contact, world, home, 1)

    press(counter.desk.contact.screen.sheet, Qt.Key.Key_R, SHIFT)

    qtbot.waitUntil(lambda: turns(world, home)[0] == 90)


def test_turned_page_is_shown_turned_before_it_is_read_again(
    counter: Counter, world: CounterStation, home: DossierId, qtbot: QtBot
) -> None:
    contact = counter.desk.contact
    stand_on(contact, world, home, 1)
    qtbot.waitUntil(lambda: contact.screen.page.picture is not None)

    press(contact.screen.sheet, Qt.Key.Key_R)

    def lies() -> bool:
        shown = contact.screen.page.picture
        return shown is not None and shown.page_size.width() > shown.page_size.height()

    qtbot.waitUntil(lies)


def test_undo_outlives_the_window(
    counter: Counter,
    open_counter: Opener,
    world: CounterStation,
    home: DossierId,
    qtbot: QtBot,
) -> None:
    stand_on(counter.desk.contact, world, home, 3)
    press(counter.desk.contact.screen.sheet, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: seqs(world, home) == [1, 2, 4, 5, 6])
    counter.close()
    again = open_counter()
    qtbot.waitUntil(lambda: again.window.pages_model.rowCount() == 5)
    again.desk.contact.open()
    qtbot.waitUntil(again.desk.contact.screen.action(PageAct.UNDO).isEnabled)

    press(again.window, Qt.Key.Key_Z, CTRL)

    qtbot.waitUntil(lambda: seqs(world, home) == [1, 2, 3, 4, 5, 6])


def test_delete_goes_on_with_the_next_page_and_the_trash_gives_it_back(
    counter: Counter, world: CounterStation, home: DossierId, qtbot: QtBot
) -> None:
    contact = counter.desk.contact
    stand_on(contact, world, home, 2)

    press(contact.screen.sheet, Qt.Key.Key_Delete)

    qtbot.waitUntil(lambda: seqs(world, home) == [1, 3, 4, 5, 6])
    qtbot.waitUntil(lambda: contact.trash.rowCount() == 1)
    page = contact.screen.sheet.page
    assert page is not None
    assert page.seq == 3
    press(contact.screen.sheet, Qt.Key.Key_T)
    assert "THÙNG RÁC" in contact.screen.told.text()
    press(contact.screen.sheet, Qt.Key.Key_Backspace)
    qtbot.waitUntil(lambda: seqs(world, home) == [1, 2, 3, 4, 5, 6])
    qtbot.waitUntil(lambda: contact.screen.sheet.model() is counter.window.pages_model)


def test_s_splits_and_joins(
    counter: Counter, world: CounterStation, home: DossierId, qtbot: QtBot
) -> None:
    contact, model = counter.desk.contact, counter.window.pages_model
    qtbot.waitUntil(lambda: list(model.paper_starts.values()) == ["Tờ khai"])
    stand_on(contact, world, home, 4)
    fourth = world.pages(home)[3].id

    press(contact.screen.sheet, Qt.Key.Key_S)

    qtbot.waitUntil(lambda: world.store.page(fourth).break_before is PaperBreak.BEGINS)
    qtbot.waitUntil(lambda: fourth in model.paper_starts)
    assert contact.screen.action(PageAct.SPLIT).text() == "Nối"
    press(contact.screen.sheet, Qt.Key.Key_S)
    qtbot.waitUntil(lambda: fourth not in model.paper_starts)


def test_cut_and_paste_lay_marked_pages_before_another(
    counter: Counter, world: CounterStation, home: DossierId, qtbot: QtBot
) -> None:
    contact = counter.desk.contact
    stand_on(contact, world, home, 5)
    press(contact.screen.sheet, Qt.Key.Key_Right, SHIFT)
    press(contact.screen.sheet, Qt.Key.Key_X, CTRL)
    stand_on(contact, world, home, 2)

    press(contact.screen.sheet, Qt.Key.Key_V, CTRL)

    qtbot.waitUntil(lambda: seqs(world, home) == [1, 5, 6, 2, 3, 4])


def test_alt_and_arrows_move_a_page_by_one_place(
    counter: Counter, world: CounterStation, home: DossierId, qtbot: QtBot
) -> None:
    contact = counter.desk.contact
    stand_on(contact, world, home, 3)

    press(contact.screen.sheet, Qt.Key.Key_Left, ALT)

    qtbot.waitUntil(lambda: seqs(world, home) == [1, 3, 2, 4, 5, 6])
    qtbot.waitUntil(lambda: [p.seq for p in counter.window.pages_model.rows][1] == 3)
    press(contact.screen.sheet, Qt.Key.Key_Right, ALT)
    qtbot.waitUntil(lambda: seqs(world, home) == [1, 2, 3, 4, 5, 6])


def test_space_marks_pages_that_do_not_lie_together(
    counter: Counter, world: CounterStation, home: DossierId
) -> None:
    sheet = counter.desk.contact.screen.sheet
    stand_on(counter.desk.contact, world, home, 1)

    for key in (Qt.Key.Key_Right, Qt.Key.Key_Space, Qt.Key.Key_Space, Qt.Key.Key_Right):
        press(sheet, key)
    press(sheet, Qt.Key.Key_Right)
    press(sheet, Qt.Key.Key_Space)

    assert [page.seq for page in sheet.marked] == [2, 4]
    press(sheet, Qt.Key.Key_Escape)
    assert [page.seq for page in sheet.marked] == [4]


def test_page_chosen_by_the_program_while_ctrl_is_held_is_the_only_marked_one(
    counter: Counter, world: CounterStation, home: DossierId
) -> None:
    sheet = counter.desk.contact.screen.sheet
    stand_on(counter.desk.contact, world, home, 1)
    QTest.keyPress(sheet, Qt.Key.Key_Control, CTRL)

    stand_on(counter.desk.contact, world, home, 3)
    marked = [page.seq for page in sheet.marked]
    QTest.keyRelease(sheet, Qt.Key.Key_Control)

    assert marked == [3]


def test_enter_goes_round_the_pages_with_findings(
    open_counter: Opener, world: CounterStation, qtbot: QtBot
) -> None:
    home = add_pages(world, 5)
    for page in (world.pages(home)[1], world.pages(home)[3]):
        flagged = replace(page, flags=("skewed",))
        world.store.save_reading(flagged, (), world.station.act("page.read", page.id))
    counter = open_counter()
    qtbot.waitUntil(lambda: counter.window.pages_model.rowCount() == 5)
    contact = counter.desk.contact
    contact.open()
    stand_on(contact, world, home, 1)
    seen = []

    for _ in range(3):
        press(contact.screen.sheet, Qt.Key.Key_Return)
        seen.append(contact.screen.sheet.page)

    assert [page.seq for page in seen if page is not None] == [2, 4, 2]


def test_k_declares_a_page_right_and_takes_its_finding_off(
    open_counter: Opener, world: CounterStation, qtbot: QtBot
) -> None:
    home = add_pages(world, 2)
    page = replace(world.pages(home)[0], flags=("skewed",))
    world.store.save_reading(page, (), world.station.act("page.read", page.id))
    counter = open_counter()
    qtbot.waitUntil(lambda: counter.window.pages_model.rowCount() == 2)
    contact = counter.desk.contact
    contact.open()
    stand_on(contact, world, home, 1)
    assert contact.screen.findings.findings.text().startswith("∠ ")

    press(contact.screen.sheet, Qt.Key.Key_K)

    qtbot.waitUntil(lambda: world.pages(home)[0].findings == ())
    qtbot.waitUntil(contact.screen.findings.doubt.isVisible)
    contact.screen.findings.doubt.click()
    qtbot.waitUntil(lambda: world.pages(home)[0].findings == ("skewed",))


def test_drag_lays_a_page_where_it_is_let_go(
    counter: Counter, world: CounterStation, home: DossierId, qtbot: QtBot
) -> None:
    sheet = counter.desk.contact.screen.sheet
    model = counter.window.pages_model
    start = sheet.visualRect(model.index(0, 0)).center()
    end = sheet.visualRect(model.index(2, 0)).center() + QPoint(30, 0)

    QTest.mousePress(sheet.viewport(), Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(sheet.viewport(), start + QPoint(40, 0))
    QTest.mouseMove(sheet.viewport(), end)
    QTest.mouseRelease(sheet.viewport(), Qt.MouseButton.LeftButton, pos=end)

    qtbot.waitUntil(lambda: seqs(world, home) == [2, 3, 1, 4, 5, 6])


def test_editing_goes_on_while_the_scanner_is_between_two_sheets(
    counter: Counter,
    world: CounterStation,
    home: DossierId,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    gate, put = threading.Event(), world.vault.put

    def slow_put(dossier_id: DossierId, data: bytes) -> object:
        if len(world.pages(home)) == 7:
            gate.wait(30)
        return put(dossier_id, data)

    monkeypatch.setattr(world.vault, "put", slow_put)
    contact = counter.desk.contact
    world.scanner.load([picture("#eee"), picture("#ddd")])
    press(counter.window, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: counter.window.pages_model.rowCount() == 7)
    stand_on(contact, world, home, 2)

    press(contact.screen.sheet, Qt.Key.Key_R)
    qtbot.waitUntil(lambda: turns(world, home)[1] == 270)
    press(contact.screen.sheet, Qt.Key.Key_Right, ALT)
    qtbot.waitUntil(lambda: seqs(world, home)[:3] == [1, 3, 2])
    press(contact.screen.sheet, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: 2 not in seqs(world, home))
    was_running = counter.flows.capture.is_running
    gate.set()

    qtbot.waitUntil(lambda: not counter.flows.capture.is_running)
    assert was_running
    assert seqs(world, home) == [1, 3, 4, 5, 6, 7, 8]


def test_closed_dossier_takes_no_edits(
    open_counter: Opener, world: CounterStation, qtbot: QtBot
) -> None:
    home = add_pages(world, 2)
    finish_review(world.station, home)
    counter = open_counter()
    qtbot.waitUntil(lambda: counter.window.pages_model.rowCount() == 2)
    contact = counter.desk.contact
    contact.open()
    stand_on(contact, world, home, 1)

    press(contact.screen.sheet, Qt.Key.Key_R)
    press(contact.screen.sheet, Qt.Key.Key_Delete)

    assert turns(world, home) == [None, None]
    assert not contact.screen.action(PageAct.TRASH).isEnabled()
    assert contact.screen.action(PageAct.NEXT_FLAG).isEnabled()


def test_b_shows_the_page_as_captured(
    counter: Counter, world: CounterStation, home: DossierId, qtbot: QtBot
) -> None:
    contact = counter.desk.contact
    turn_pages(world.station, [world.pages(home)[0].id], 90)
    counter.rows_changed()
    stand_on(contact, world, home, 1)

    def width() -> int:
        shown = contact.screen.page.picture
        return shown.page_size.width() if shown else 0

    qtbot.waitUntil(lambda: width() == 280)

    press(contact.screen.sheet, Qt.Key.Key_B)

    qtbot.waitUntil(lambda: width() == 200)


def test_loupe_is_moved_by_arrows_and_put_away(counter: Counter, qtbot: QtBot) -> None:
    contact = counter.desk.contact
    page = contact.screen.page
    qtbot.waitUntil(lambda: page.picture is not None)
    contact.screen.sheet.setFocus()

    press(contact.screen.sheet, Qt.Key.Key_L)
    before = page.loupe.point.x()
    press(page.paper, Qt.Key.Key_Right)

    assert page.loupe.isVisible()
    assert page.loupe.point.x() > before
    press(page.paper, Qt.Key.Key_L)
    assert not page.loupe.isVisible()
    assert contact.screen.sheet.hasFocus()


def test_fit_changes_between_page_and_width(counter: Counter, qtbot: QtBot) -> None:
    contact = counter.desk.contact
    qtbot.waitUntil(lambda: contact.screen.page.picture is not None)
    wide = contact.screen.page.paper.transform().m11()

    contact.screen.sheet.setFocus()
    press(contact.screen.sheet, Qt.Key.Key_F)

    assert contact.screen.page.paper.transform().m11() < wide


def test_every_action_has_a_name_and_a_key_of_its_own(counter: Counter) -> None:
    screen = counter.desk.contact.screen
    keys = [key.toString() for act in PageAct for key in screen.action(act).shortcuts()]

    assert all(screen.action(act).text() for act in PageAct)
    assert len(keys) == len(set(keys))


def test_buttons_are_read_out_and_name_their_key(counter: Counter) -> None:
    screen = counter.desk.contact.screen

    for button in screen.buttons.values():
        assert isinstance(button, QToolButton)
        assert button.accessibleName()
    assert screen.buttons[PageAct.TURN].text() == "Xoay phải  R"


@pytest.mark.usefixtures("officer_app")
def test_pages_model_keeps_a_bounded_number_of_pictures(world: CounterStation) -> None:
    model = PagesModel()

    for number in range(KEPT_PICTURES + 5):
        model.set_picture(Thumbnail(f"p{number}", number, None))  # type: ignore[arg-type]  # an id is text

    assert len(model._pictures) == KEPT_PICTURES


@pytest.mark.usefixtures("officer_app")
def test_pages_model_asks_once_for_what_was_painted(
    world: CounterStation, home: DossierId, qtbot: QtBot
) -> None:
    model = PagesModel()
    model.set_rows(world.pages(home))

    with qtbot.waitSignal(model.pictures_wanted) as wanted:
        for row in (2, 0):
            model.index(row, 0).data(Qt.ItemDataRole.DecorationRole)

    assert wanted.args is not None
    assert [page.seq for page in wanted.args[0]] == [3, 1]
