"""Tabs and large text, passwords, unknown scanners, papers in the feeder, frames, sending."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from app.domain.ids import DossierId, PageId
from app.domain.procedure import Component, Procedure
from app.jobs import Progress
from app.scanning.base import ScanError
from app.scanning.driver_errors import ScannerUntrusted
from app.scanning.fake import FakeScanner
from app.scanning.network import ShownCertificate
from app.services.capture import ScanOrder
from app.services.feeding import Feed
from app.ui.contact_actions import PageAct
from app.ui.counter import Counter
from app.ui.last_place import LastPlace, Place
from app.ui.password_strip import PasswordQuestion
from app.ui.picture_flow import decode
from app.ui.scan_plans import ScanPlan
from tests.fakes.counter_station import BIRTH, CounterStation, Shelf, reading
from tests.ui.conftest import declaration, picture, press, type_in

Opener = Callable[..., Counter]
FINGERPRINT = "AB12 CD34 EF56 7890"


@pytest.fixture
def home(world: CounterStation) -> DossierId:
    papers = [(picture() + str(n).encode(), reading()) for n in range(3)]
    return world.add_dossier(papers, "H26.121-251027-0031", BIRTH)


@pytest.fixture
def counter(open_counter: Opener, home: DossierId, qtbot: QtBot) -> Counter:
    """The window with three pages on the contact sheet."""
    counter = open_counter()
    on_sheet(counter, qtbot)
    return counter


def on_sheet(counter: Counter, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: counter.window.pages_model.rowCount() == 3)
    counter.desk.contact.open()
    qtbot.waitUntil(lambda: counter.desk.contact.screen.sheet.page is not None)


@pytest.fixture
def large_text(officer_app: QApplication) -> Iterator[None]:
    """Text twice as large, as people with weak eyes set it."""
    before = officer_app.font()
    font = QFont(before)
    font.setPointSizeF(before.pointSizeF() * 2)
    officer_app.setFont(font)
    yield
    officer_app.setFont(before)


def wanted(button: QPushButton) -> int:
    """Width that the words of a button need, pixels."""
    return button.sizeHint().width()


@pytest.mark.usefixtures("large_text")
def test_large_text_leaves_every_button_on_an_old_counter_screen(
    counter: Counter, qtbot: QtBot
) -> None:
    window = counter.window
    window.show_work()
    window.resize(1366, 728)

    hint = window.minimumSizeHint()
    qtbot.waitUntil(lambda: window.size() == QSize(1366, 728))

    assert hint.width() <= 1366
    assert hint.height() <= 728
    for bar in (window.actions_bar, window.strip):
        shown = [each for each in bar.findChildren(QPushButton) if each.isVisible()]
        qtbot.waitUntil(lambda shown=shown: all(each.width() >= wanted(each) for each in shown))
        assert [each.text() for each in shown if not bar.rect().contains(each.geometry())] == []


def test_part_behind_the_button_has_a_tab_only_while_it_is_on_show(counter: Counter) -> None:
    tabs, view = counter.window.tabs, counter.erasures.view

    action = next(each for each in tabs.menu.actions() if "Ctrl+Shift+X" in each.text())
    action.trigger()
    titles = [tabs.tabText(n) for n in range(tabs.count()) if tabs.isTabVisible(n)]
    counter.window.show_work()
    later = [tabs.tabText(n) for n in range(tabs.count()) if tabs.isTabVisible(n)]

    assert "Xóa hồ sơ" in titles
    assert tabs.on_show is not view
    assert later == ["Hồ sơ", "Trang", "Kiểm tra nhóm", "Kết quả", "Hộp gửi"]


def tiff() -> bytes:
    frames = [Image.new("RGB", (40, 30), colour) for colour in ("red", "blue")]
    target = io.BytesIO()
    frames[0].save(target, "TIFF", save_all=True, append_images=frames[1:])
    return target.getvalue()


@pytest.mark.usefixtures("qapp")
def test_second_frame_of_a_tiff_is_decoded_and_the_window_lives() -> None:
    shown = decode(PageId("p"), tiff(), 100, 1)

    assert shown.image.pixelColor(3, 3).name() == "#0000ff"


@pytest.mark.usefixtures("qapp")
def test_photo_is_shown_the_way_up_its_camera_says() -> None:
    photo = Image.new("RGB", (400, 300), "white")
    exif = photo.getexif()
    exif[0x112] = 6
    target = io.BytesIO()
    photo.save(target, "JPEG", exif=exif)

    shown = decode(PageId("p"), target.getvalue(), 200)

    assert shown.page_size == QSize(300, 400)
    assert shown.image.size() == QSize(150, 200)


def asked(counter: Counter, name: str, answers: list[str]) -> threading.Thread:
    """An import on its lane asks for a password."""
    flow = counter.flows.capture
    flow._begin()
    thread = threading.Thread(
        target=lambda: answers.append(flow._hooks().ask_password(name, False))
    )
    thread.start()
    return thread


def test_password_is_typed_in_place_and_wiped(counter: Counter, qtbot: QtBot) -> None:
    answers: list[str] = []
    strip = counter.desk._capture.password
    thread = asked(counter, "luu-tru.pdf", answers)

    qtbot.waitUntil(strip.isVisible)
    assert "luu-tru.pdf" in strip.words.text()
    type_in(strip.field, "mật khẩu")
    press(strip.field, Qt.Key.Key_Return)
    thread.join(10)

    assert answers == ["mật khẩu"]
    assert strip.field.is_blank
    assert strip.isHidden()


def test_stop_lets_an_import_go_that_waits_for_a_password(counter: Counter, qtbot: QtBot) -> None:
    answers: list[str] = []
    thread = asked(counter, "luu-tru.pdf", answers)
    qtbot.waitUntil(counter.desk._capture.password.isVisible)

    counter.flows.capture.stop()
    thread.join(10)

    assert answers == [""]


def test_given_password_is_wiped_after_it_was_read() -> None:
    question, secret = PasswordQuestion("a.pdf", was_wrong=False), bytearray(b"1234")
    question.answer(secret)

    text = question.wait()

    assert text == "1234"
    assert secret == bytearray(4)


def test_import_tells_file_and_time_left_and_can_be_stopped(counter: Counter) -> None:
    flow, strip = counter.flows.capture, counter.window.progress
    flow._begin()

    flow._progressed(Progress(300, 1000, "anh-1.jpg", 70.0))

    assert "anh-1.jpg" in strip.text
    assert "70 giây" in strip.text
    assert strip.stop_button.isVisible()


class Scanners:
    """Network scanners that show a certificate."""

    def __init__(self) -> None:
        self.confirmed: list[tuple[str, ShownCertificate]] = []

    def certificate(self, device_id: str) -> ShownCertificate:
        return ShownCertificate(f"pem of {device_id}", FINGERPRINT)

    def confirm(self, device_id: str, certificate: ShownCertificate) -> None:
        self.confirmed.append((device_id, certificate))


@pytest.mark.usefixtures("home")
def test_unknown_scanner_is_confirmed_by_the_end_of_its_fingerprint(
    open_counter: Opener, qtbot: QtBot
) -> None:
    scanners = Scanners()
    counter = open_counter(network=scanners)
    strip = counter.trust.strip
    stopped: ScanError = ScannerUntrusted(FINGERPRINT)

    plan = ScanPlan(None, replace(order_of(counter), device_id="escl:1"))
    counter.flows.capture.fed.emit(plan, Feed((), stopped))
    qtbot.waitUntil(strip.isVisible)
    type_in(strip.field, "EF56 0000")
    is_open_for_wrong = strip.button.isEnabled()
    strip.field.clear()
    type_in(strip.field, "ef56 7890")
    press(strip.field, Qt.Key.Key_Return)

    qtbot.waitUntil(strip.isHidden)
    assert not is_open_for_wrong
    assert strip.fingerprint.text() == FINGERPRINT
    assert scanners.confirmed == [("escl:1", ShownCertificate("pem of escl:1", FINGERPRINT))]


def order_of(counter: Counter) -> ScanOrder:
    return ScanOrder(counter.window.actions_bar.device_id)


class ShownPapers(Shelf):
    """A procedure with a paper that is only shown."""

    def procedures(self) -> tuple[Procedure, ...]:
        card = Component("citizen_card", "Căn cước công dân", required=True, shown_only=True)
        return (Procedure(BIRTH, "Đăng ký khai sinh", components=(card,)),)


def test_paper_that_is_only_shown_is_refused_before_the_scanner_runs(
    open_counter: Opener, world: CounterStation, home: DossierId, qtbot: QtBot
) -> None:
    world.station = replace(world.station, catalog=ShownPapers())
    counter = open_counter()
    on_sheet(counter, qtbot)
    panel = counter.desk.contact.screen.scan
    world.scanner.__dict__.update(FakeScanner([picture("#010203")]).__dict__)
    qtbot.waitUntil(panel.paper.isVisible)
    panel.paper.setCurrentIndex(1)

    press(counter.window, Qt.Key.Key_F5)

    qtbot.waitUntil(panel.trouble.isVisible)
    assert len(world.pages(home)) == 3
    assert "Giấy tờ này không được quét" in panel.trouble.text()


def start_frame(counter: Counter, qtbot: QtBot) -> None:
    contact = counter.desk.contact
    contact.screen.sheet.setFocus()
    press(contact.screen.sheet, Qt.Key.Key_C)
    qtbot.waitUntil(contact.moves.frame.isVisible)


def test_frame_is_moved_by_arrows_and_kept_by_enter(
    counter: Counter, world: CounterStation, home: DossierId, qtbot: QtBot
) -> None:
    contact = counter.desk.contact
    start_frame(counter, qtbot)
    frame = contact.moves.frame

    press(frame, Qt.Key.Key_Left)
    press(frame, Qt.Key.Key_Up)
    press(frame, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    press(frame, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: world.pages(home)[0].crop is not None)
    assert world.pages(home)[0].crop == (100, 0, 9900, 9900)
    assert frame.isHidden()
    assert not contact.screen.action(PageAct.BEFORE).isChecked()


def test_frame_is_drawn_by_mouse_and_given_up_by_escape(
    counter: Counter, world: CounterStation, home: DossierId, qtbot: QtBot
) -> None:
    start_frame(counter, qtbot)
    frame, paper = counter.desk.contact.moves.frame, counter.desk.contact.screen.page.paper

    paper.framed.emit(QRectF(20, 28, 100, 140))
    drawn = frame.crop
    press(frame, Qt.Key.Key_Escape)

    assert drawn == (1000, 1000, 6000, 6000)
    assert frame.isHidden()
    assert world.pages(home)[0].crop is None


@pytest.mark.qt_log_ignore("does not support")
def test_marked_page_goes_into_another_open_dossier(
    open_counter: Opener, world: CounterStation, home: DossierId, qtbot: QtBot
) -> None:
    other = world.add_unread([], "H26.121-251027-0099")
    counter = open_counter()
    counter.flows.queue.choose(home)
    on_sheet(counter, qtbot)
    contact = counter.desk.contact

    press(contact.screen.sheet, Qt.Key.Key_D)
    actions = contact.moves.menu.actions()
    names = [action.text() for action in actions]
    actions[0].trigger()

    qtbot.waitUntil(lambda: len(world.pages(other)) == 1)
    assert names == ["H26.121-251027-0099"]
    assert len(world.pages(home)) == 2
    contact.moves.menu.close()


def test_window_comes_back_to_the_last_dossier_and_page(
    open_counter: Opener, world: CounterStation, home: DossierId, tmp_path: Path, qtbot: QtBot
) -> None:
    world.add_dossier([(picture("#123456"), reading())], "H26.121-251027-0099")
    wanted = world.pages(home)[1].id
    last = LastPlace(tmp_path / "place.json")
    last.keep(Place(home, wanted))

    counter = open_counter(last_place=last)

    def shown() -> str:
        picture = counter.window.page.picture
        return picture.page_id if picture else ""

    qtbot.waitUntil(lambda: shown() == wanted)
    assert counter.flows.queue.chosen_id == home
    counter.window.pages.select(world.pages(home)[2].id)
    qtbot.waitUntil(lambda: last.read() == Place(home, world.pages(home)[2].id, "queue"))


def test_window_comes_back_to_the_part_and_the_field(
    open_counter: Opener, world: CounterStation, tmp_path: Path, qtbot: QtBot
) -> None:
    world.add_dossier([declaration()], "H26.121-251027-0100", "1.001193")
    home = world.add_dossier([declaration()], "H26.121-251027-0101", "1.001193")
    world.add_dossier([declaration()], "H26.121-251027-0102", "1.001193")
    page = world.pages(home)[0].id
    last = LastPlace(tmp_path / "place.json")
    last.keep(Place(home, page, "outbox", f"{page}/id_number"))

    counter = open_counter(last_place=last)

    window = counter.window
    qtbot.waitUntil(lambda: window.tabs.on_show is window.outbox)
    assert counter.flows.queue.chosen_id == home
    active = window.form.active_field
    assert active is not None
    assert active.name == "id_number"
    window.show_work()
    window.form.focus_first_doubt()
    goal = Place(home, page, "queue", f"{page}/full_name")
    qtbot.waitUntil(lambda: last.read() == goal)


@pytest.mark.parametrize("text", [b"", b"{", b"[]", b'{"dossier": 1}', b"\xff" * 5000])
def test_spoilt_file_of_the_last_place_means_nowhere(text: bytes, tmp_path: Path) -> None:
    path = tmp_path / "place.json"
    path.write_bytes(text)

    assert LastPlace(path).read() == Place()
