"""The scan panel: troubles with a way on, both sides by hand, a page again, the count."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.domain.ids import DossierId
from app.domain.page import Side
from app.domain.separation import Oddity, Proposal, Warned
from app.scanning.fake import FakeScanner, jam_on_sheet
from app.services.separation import Separated, SortedDossier
from app.services.watch_folder import Waiting
from app.ui.contact_desk import ContactDesk
from app.ui.count_row import CountRow
from app.ui.counter import Counter
from app.ui.flow_layout import FlowLayout
from app.ui.scan_panel import ScanPanel, ScanState
from app.ui.scan_plans import Paper, ScanWay
from app.ui.separate_flow import oddity_words, separated_words
from app.ui.watch_strip import WatchStrip
from tests.fakes.counter_station import CounterStation, reading
from tests.ui.conftest import picture, press, type_in

Opener = Callable[..., Counter]
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def home(world: CounterStation) -> DossierId:
    papers = [(picture() + str(n).encode(), reading()) for n in range(3)]
    return world.add_dossier(papers, "H26.121-251027-0031")


@pytest.fixture
def counter(open_counter: Opener, home: DossierId, qtbot: QtBot) -> Counter:
    """The window with three pages on the contact sheet."""
    counter = open_counter()
    qtbot.waitUntil(lambda: counter.window.pages_model.rowCount() == 3)
    counter.desk.contact.open()
    qtbot.waitUntil(lambda: counter.desk.contact.screen.sheet.page is not None)
    return counter


def seqs(world: CounterStation, home: DossierId) -> list[int]:
    """Numbers of the pages as they lie."""
    return [page.seq for page in world.pages(home)]


def sheets(count: int) -> list[bytes]:
    """Pictures to scan."""
    return [picture(f"#{n}{n}{n}") for n in range(1, count + 1)]


def stand_on(contact: ContactDesk, number: int) -> None:
    """Put the keyboard on the page at a place."""
    contact.screen.sheet.select(contact.screen.sheet.pages[number].id)
    contact.screen.sheet.setFocus()


def test_jam_stands_in_the_panel_and_its_button_goes_on(
    counter: Counter, world: CounterStation, home: DossierId, qtbot: QtBot
) -> None:
    panel = counter.desk.contact.screen.scan
    faulty = FakeScanner(sheets(3), [jam_on_sheet(2)])
    world.scanner.__dict__.update(faulty.__dict__)

    press(counter.window, Qt.Key.Key_F5)

    qtbot.waitUntil(panel.go_on.isVisible)
    assert "kẹt giấy" in panel.trouble.text()
    assert panel.go_on.text().endswith(" 5")
    assert counter.window.message.isHidden()
    panel.go_on.click()
    qtbot.waitUntil(lambda: len(world.pages(home)) == 6)
    qtbot.waitUntil(lambda: not counter.flows.capture.is_running)
    assert panel.trouble.isHidden()


def test_both_sides_by_hand_join_fronts_and_backs(
    counter: Counter, world: CounterStation, home: DossierId, qtbot: QtBot
) -> None:
    panel = counter.desk.contact.screen.scan
    world.scanner.load(sheets(2))
    counter.desk.contact.screen.sheet.setFocus()

    press(counter.desk.contact.screen.sheet, Qt.Key.Key_F5, SHIFT)
    qtbot.waitUntil(panel.duplex.isVisible)
    assert panel.duplex.words.text().startswith("Đã quét 2 mặt trước.")
    world.scanner.load(sheets(2))
    panel.duplex.backs.click()

    qtbot.waitUntil(lambda: len(world.pages(home)) == 7)
    qtbot.waitUntil(lambda: panel.duplex.isHidden())
    sides = [(page.sheet, page.side) for page in world.pages(home)[3:]]
    assert sides == [(4, Side.FRONT), (4, Side.BACK), (5, Side.FRONT), (5, Side.BACK)]


def test_missing_back_keeps_the_row_and_says_how_many_are_missing(
    counter: Counter, world: CounterStation, qtbot: QtBot
) -> None:
    panel = counter.desk.contact.screen.scan
    world.scanner.load(sheets(3))
    counter.desk.contact.screen.sheet.setFocus()
    press(counter.desk.contact.screen.sheet, Qt.Key.Key_F5, SHIFT)
    qtbot.waitUntil(panel.duplex.isVisible)
    world.scanner.load(sheets(2))

    panel.duplex.backs.click()

    qtbot.waitUntil(lambda: "Số mặt sau không bằng số mặt trước." in panel.trouble.text())
    qtbot.waitUntil(lambda: "còn thiếu 1" in panel.duplex.words.text())


def test_insert_key_scans_the_page_again_in_its_place(
    counter: Counter, world: CounterStation, home: DossierId, qtbot: QtBot
) -> None:
    contact = counter.desk.contact
    stand_on(contact, 1)
    world.scanner.load(sheets(1))

    press(contact.screen.sheet, Qt.Key.Key_Insert)

    qtbot.waitUntil(lambda: seqs(world, home) == [1, 4, 3])
    qtbot.waitUntil(lambda: contact.trash.rowCount() == 1)


def test_shift_insert_lays_new_pages_behind_the_page(
    counter: Counter, world: CounterStation, home: DossierId, qtbot: QtBot
) -> None:
    contact = counter.desk.contact
    stand_on(contact, 0)
    world.scanner.load(sheets(2))

    press(contact.screen.sheet, Qt.Key.Key_Insert, SHIFT)

    qtbot.waitUntil(lambda: seqs(world, home) == [1, 4, 5, 2, 3])
    model = counter.window.pages_model
    qtbot.waitUntil(lambda: [page.seq for page in model.rows] == [1, 4, 5, 2, 3])


def test_sticky_note_is_tied_to_the_bare_sheet(
    counter: Counter, world: CounterStation, home: DossierId, qtbot: QtBot
) -> None:
    contact = counter.desk.contact
    stand_on(contact, 1)
    world.scanner.load(sheets(1))

    press(contact.screen.sheet, Qt.Key.Key_F5, ALT)

    qtbot.waitUntil(lambda: len(world.pages(home)) == 4)
    bare, note = world.pages(home)[1:3]
    assert note.note_of == bare.id


def test_count_that_differs_is_accepted_with_a_reason_only(
    counter: Counter, world: CounterStation, home: DossierId, qtbot: QtBot
) -> None:
    row = counter.desk.contact.screen.scan.count
    row.number.setFocus()
    row.number.setValue(5)
    press(row.number, Qt.Key.Key_Return)
    qtbot.waitUntil(row.reason.isVisible)
    assert row.told.text() == "! đếm được 5, đang có 3"
    assert not row.accept.isEnabled()

    row.reason.setFocus()
    type_in(row.reason, "Đếm nhầm bìa")
    press(row.reason, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: world.store.dossier(home).expected_pages == 3)
    qtbot.waitUntil(lambda: row.told.text() == "✓ đủ như đã đếm")


def test_letters_typed_as_a_reason_turn_no_page(
    counter: Counter, world: CounterStation, home: DossierId, qtbot: QtBot
) -> None:
    row = counter.desk.contact.screen.scan.count
    counter.flows.edits.expect(home, 9)
    qtbot.waitUntil(row.reason.isVisible)
    row.reason.setFocus()

    for key in (Qt.Key.Key_R, Qt.Key.Key_S, Qt.Key.Key_K):
        press(row.reason, key)

    assert row.reason.text() == "rsk"
    assert [page.turn for page in world.pages(home)] == [None] * 3


def test_pasted_picture_becomes_a_page(
    counter: Counter, world: CounterStation, home: DossierId, qtbot: QtBot
) -> None:
    image = QImage(40, 60, QImage.Format.Format_RGB32)
    image.fill(QColor("#fff"))
    mime = QMimeData()
    mime.setImageData(image)
    QGuiApplication.clipboard().setMimeData(mime)
    counter.desk.contact.screen.sheet.setFocus()

    press(counter.desk.contact.screen.sheet, Qt.Key.Key_V, CTRL)

    qtbot.waitUntil(lambda: len(world.pages(home)) == 4)
    assert world.pages(home)[3].media == "image/png"


@pytest.mark.usefixtures("officer_app")
def test_panel_tells_page_count_and_pace_while_scanning(qtbot: QtBot) -> None:
    panel = ScanPanel()
    qtbot.addWidget(panel)

    panel.show_state(ScanState(ScanWay.FEED, saved=17, per_minute=31.6, expected=40, found=17))

    assert panel.progress.text() == "Trang 17 / 40 · 32 trang mỗi phút"
    assert not panel.stop.isHidden()
    assert panel.ways[ScanWay.AUTO].isHidden()


@pytest.mark.usefixtures("officer_app")
@pytest.mark.parametrize("paper", [*Paper, None])
def test_panel_has_words_for_every_state_of_paper(qtbot: QtBot, paper: Paper | None) -> None:
    panel = ScanPanel()
    qtbot.addWidget(panel)

    panel.show_state(ScanState(paper=paper))

    assert panel.progress.text()


@pytest.mark.usefixtures("officer_app")
def test_count_row_leaves_a_number_alone_that_is_being_typed(qtbot: QtBot) -> None:
    row = CountRow()
    qtbot.addWidget(row)
    row.show()
    row.activateWindow()
    row.show_count(0, 0, can_settle=True)
    row.number.setFocus()
    qtbot.waitUntil(row.number.hasFocus)
    row.number.lineEdit().setText("12")

    row.show_count(4, 4, can_settle=True)

    assert row.number.lineEdit().text() == "12"


@pytest.mark.usefixtures("officer_app")
@pytest.mark.parametrize("oddity", list(Oddity))
def test_every_oddity_of_a_stack_has_words(oddity: Oddity) -> None:
    assert oddity_words(oddity)


@pytest.mark.usefixtures("officer_app")
def test_separated_words_tell_what_was_done_and_the_way_back() -> None:
    opened = SortedDossier(DossierId("d"), "H1", is_new=True, pages=(), paper=0)
    proposal = Proposal(warnings=(Warned(Oddity.ODD_SIDES),))

    head, rest = separated_words(Separated(proposal, (opened,), "entry"))

    assert "Ctrl+Z" in head
    assert rest.startswith("• ")


@pytest.mark.usefixtures("officer_app")
def test_watch_strip_is_hidden_until_something_waits(qtbot: QtBot) -> None:
    strip = WatchStrip("vi")
    qtbot.addWidget(strip)

    strip.show_waiting(Waiting())
    hidden_before = strip.isHidden()
    strip.show_waiting(Waiting(ready=("scan1.pdf", "scan2.pdf")))

    assert hidden_before
    assert strip.words.text() == "2 tệp từ máy photocopy đang chờ."
    with qtbot.waitSignal(strip.into_new):
        strip.new.click()


@pytest.mark.usefixtures("officer_app")
def test_flow_layout_goes_on_in_further_rows(qtbot: QtBot) -> None:
    home = QWidget()
    qtbot.addWidget(home)
    layout = FlowLayout(home)
    for _ in range(4):
        label = QLabel("x")
        label.setFixedSize(100, 20)
        layout.addWidget(label)
    home.show()

    assert layout.heightForWidth(1000) == 20
    assert layout.heightForWidth(220) == 20 + layout.spacing() + 20
