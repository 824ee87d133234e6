"""What is about to be signed, and what was signed, in the officer's sight."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import app
from app.domain.dossier import DossierState
from app.domain.ids import DossierId
from app.services.assemble import build
from app.services.review import FieldKey, confirm_field, file_bytes, finish_review, reopen
from app.services.sign import Key, sign_dossier
from app.store.base import StoreDamaged
from app.ui.counter import Counter
from app.ui.files_flow import count_pages
from app.ui.pdf_paper import PdfPaper
from app.ui.pdf_view import PdfView
from app.ui.signing_flow import SignStage
from ocr.reading import FieldState
from tests.fakes.counter_station import BIRTH, KEY, PIN, CounterStation, reading, small_pdf
from tests.ui.conftest import candidate, declaration, picture, press, type_in

Opener = Callable[..., Counter]
CODE = "H26.121-251027-0031"
TITLE = "Tờ khai đăng ký khai sinh"
LOADED_AT_START = """
import sys
import app.ui.application
print(any(name.startswith("PySide6.QtPdf") for name in sys.modules))
"""


def built(world: CounterStation, code: str = CODE) -> DossierId:
    home = world.add_dossier([declaration()], code, BIRTH)
    for field in world.store.fields(home):
        confirm_field(world.station, FieldKey(home, field.page_id, field.name))
    finish_review(world.station, home)
    build(world.station, home)
    return home


def sign(world: CounterStation, home: DossierId) -> None:
    sign_dossier(world.station, home, Key(KEY, bytearray(PIN.encode())))


def cells(counter: Counter) -> list[list[str]]:
    model = counter.window.files_model
    return [[model.index(r, c).data() for c in range(4)] for r in range(model.rowCount())]


def paper(counter: Counter) -> PdfPaper:
    shown = counter.window.files.pdf.paper
    assert shown is not None
    return shown


def put(view: PdfView, qtbot: QtBot, *texts: str) -> PdfPaper:
    """Show a file and wait until it has its size."""
    assert view.show_file(small_pdf(texts), "x.pdf")
    shown = view.paper
    assert shown is not None
    qtbot.waitUntil(lambda: shown.view.viewport().width() > 300)
    return shown


def open_files(counter: Counter, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: counter.window.files_model.rowCount() > 0)
    press(counter.window, Qt.Key.Key_F7)
    qtbot.waitUntil(lambda: counter.window.files.pdf.paper is not None)


@pytest.fixture
def shown(open_counter: Opener, world: CounterStation, qtbot: QtBot) -> Counter:
    """The window with the files of a built dossier in sight."""
    built(world)
    counter = open_counter()
    open_files(counter, qtbot)
    return counter


@pytest.fixture
def view(officer_app: QApplication, qtbot: QtBot) -> PdfView:
    view = PdfView()
    view.resize(500, 400)
    qtbot.addWidget(view)
    view.show()
    return view


def test_qtpdf_is_not_loaded_at_start() -> None:
    run = subprocess.run(
        [sys.executable, "-c", LOADED_AT_START],
        cwd=Path(app.__file__).parents[1],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )

    assert run.stdout.strip() == "False"


def test_f7_lists_files_and_shows_the_first(shown: Counter, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: cells(shown)[0][1] == "1")

    assert cells(shown) == [[TITLE, "1", "1 kB", "○ Chưa ký"]]
    assert shown.window.files.table.hasFocus()
    assert paper(shown).page_count == 1
    assert shown.window.files.pdf.page_text == "Trang 1 / 1"


def test_f7_without_files_says_where_they_come_from(review: Counter) -> None:
    press(review.window, Qt.Key.Key_F7)

    assert review.window.middle.currentIndex() == 0
    assert "Chưa có tệp PDF" in review.window.message.text


def test_f6_goes_back_to_the_pages(shown: Counter) -> None:
    press(shown.window, Qt.Key.Key_F6)

    assert shown.window.middle.currentIndex() == 0
    assert shown.window.pages.hasFocus()


def test_nothing_is_decrypted_until_the_files_are_looked_at(
    open_counter: Opener, world: CounterStation, qtbot: QtBot
) -> None:
    home = built(world)
    blob = world.store.files(home)[0].blob
    asked: list[str] = []
    get = world.vault.get
    world.vault.get = lambda owner, wanted: (asked.append(wanted), get(owner, wanted))[1]  # type: ignore[assignment]  # listens
    counter = open_counter()
    qtbot.waitUntil(lambda: counter.window.files_model.rowCount() == 1)
    qtbot.wait(30)
    before = blob in asked

    open_files(counter, qtbot)

    assert not before
    assert blob in asked


def test_reopened_dossier_shows_none_of_its_old_files(
    open_counter: Opener, world: CounterStation, qtbot: QtBot
) -> None:
    home = built(world)
    counter = open_counter()
    open_files(counter, qtbot)

    reopen(world.station, home)
    counter.rows_changed()

    qtbot.waitUntil(lambda: counter.window.files_model.rowCount() == 0)
    assert counter.window.files.pdf.paper is None
    assert counter.window.middle.currentIndex() == 0


def test_another_dossier_lets_the_file_go(
    open_counter: Opener, world: CounterStation, qtbot: QtBot
) -> None:
    other = world.add_unread([], "H26.121-251027-0099")
    home = built(world)
    counter = open_counter()
    qtbot.waitUntil(lambda: counter.flows.queue.chosen_id == home)
    open_files(counter, qtbot)
    old = paper(counter)

    counter.flows.queue.choose(other)

    assert counter.window.files.pdf.paper is None
    qtbot.waitUntil(lambda: not shiboken6.isValid(old))
    assert counter.window.files_model.rowCount() == 0


def test_signed_bytes_take_the_place_of_the_unsigned(
    shown: Counter, world: CounterStation, qtbot: QtBot
) -> None:
    old = paper(shown)

    sign(world, world.store.dossier_rows()[0].dossier.id)
    shown.rows_changed()

    qtbot.waitUntil(lambda: not shiboken6.isValid(old))
    page = shown.window.files.stamped
    qtbot.waitUntil(lambda: page.page is not None)
    signed = world.store.files(world.store.dossier_rows()[0].dossier.id)[0]
    assert page.page is not None
    assert page.page.sha256 == signed.sha256
    assert shown.window.files.pdf.paper is None
    assert cells(shown)[0][3] == "✓ Đã ký"


def test_building_brings_the_file_beside_the_pin_field(
    open_counter: Opener, world: CounterStation, qtbot: QtBot
) -> None:
    home = built(world)
    reopen(world.station, home)
    finish_review(world.station, home)
    counter = open_counter()
    qtbot.waitUntil(lambda: not counter.window.files_model.rowCount())
    qtbot.waitUntil(lambda: len(counter.window.form.rows) == 3)

    press(counter.window, Qt.Key.Key_F9)

    qtbot.waitUntil(lambda: counter.window.files.pdf.paper is not None)
    qtbot.waitUntil(lambda: "1 tệp, 1 trang" in counter.window.sign.files_text)
    assert counter.flows.signing.stage is SignStage.READY
    assert counter.window.files.isVisible()
    assert counter.window.sign.pin.hasFocus()


def test_pin_given_beside_the_file_signs_and_shows_it_signed(
    open_counter: Opener, world: CounterStation, qtbot: QtBot
) -> None:
    home = built(world)
    counter = open_counter()
    qtbot.waitUntil(lambda: counter.window.files_model.rowCount() == 1)
    press(counter.window, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: counter.window.files.pdf.paper is not None)

    type_in(counter.window.sign.pin, PIN)
    press(counter.window.sign.pin, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: world.store.dossier(home).state is DossierState.SEALED)
    qtbot.waitUntil(lambda: cells(counter)[0][3] == "✓ Đã ký")
    qtbot.waitUntil(lambda: counter.window.files.stamped.page is not None)
    assert counter.window.sign.files_text == ""


def test_escape_from_the_pin_field_shows_the_pages_again(shown: Counter, qtbot: QtBot) -> None:
    press(shown.window, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: shown.flows.signing.stage is SignStage.READY)

    press(shown.window.sign.pin, Qt.Key.Key_Escape)

    assert shown.window.middle.currentIndex() == 0


def test_slow_vault_does_not_hold_the_window(
    open_counter: Opener, world: CounterStation, qtbot: QtBot
) -> None:
    gate = threading.Event()
    built(world)
    counter = open_counter()
    qtbot.waitUntil(lambda: counter.window.files_model.rowCount() == 1)
    world.vault.before_get = lambda: gate.wait(30) and None

    press(counter.window, Qt.Key.Key_F7)

    assert counter.window.files.pdf.note_text == "◷ Đang mở…"
    assert cells(counter)[0][1] == "…"
    gate.set()
    qtbot.waitUntil(lambda: counter.window.files.pdf.paper is not None)


def test_file_that_is_gone_is_told(
    open_counter: Opener, world: CounterStation, qtbot: QtBot
) -> None:
    home = built(world)
    del world.vault.blobs[world.store.files(home)[0].blob]
    counter = open_counter()
    qtbot.waitUntil(lambda: counter.window.files_model.rowCount() == 1)

    press(counter.window, Qt.Key.Key_F7)

    qtbot.waitUntil(lambda: counter.window.message.isVisible())
    assert counter.window.files.pdf.note_text == "! Không mở được tệp này."


def test_file_bytes_that_differ_from_the_row_are_refused(world: CounterStation) -> None:
    file = world.store.files(built(world))[0]

    with pytest.raises(StoreDamaged):
        file_bytes(world.station, replace(file, sha256="0" * 64))


@pytest.mark.parametrize("data", [b"", b"no pdf", small_pdf(["one"])[:200]])
def test_broken_pdf_is_said_to_be_broken(view: PdfView, data: bytes) -> None:
    assert not view.show_file(data, "x.pdf")
    assert view.paper is None
    assert view.note_text.startswith("! Tệp này không hiển thị được")
    assert count_pages(data) == 0


def test_count_pages_counts() -> None:
    assert count_pages(small_pdf(["one", "two", "three"])) == 3


def test_buttons_turn_pages_within_the_file(view: PdfView) -> None:
    view.show_file(small_pdf(["one", "two"]), "x.pdf")
    before, after = view.bar_buttons[0], view.bar_buttons[1]

    after.click()
    after.click()

    assert view.page_text == "Trang 2 / 2"
    before.click()
    assert view.page_text == "Trang 1 / 2"


def test_page_down_scrolls(view: PdfView, qtbot: QtBot) -> None:
    shown = put(view, qtbot, "one", "two")
    shown.view.setFocus()

    press(shown.view, Qt.Key.Key_PageDown)

    assert shown.view.verticalScrollBar().value() > 0


def test_zoom_keys_work_from_the_pin_field(shown: Counter, qtbot: QtBot) -> None:
    press(shown.window, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: shown.window.sign.pin.hasFocus())
    qtbot.waitUntil(lambda: shown.window.files.pdf.paper is not None)
    width = paper(shown).view.horizontalScrollBar().maximum()

    press(shown.window.sign.pin, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    wider = paper(shown).view.horizontalScrollBar().maximum()
    press(shown.window.sign.pin, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)

    assert wider > width
    assert paper(shown).view.zoomMode() is QPdfView.ZoomMode.FitToWidth
    assert shown.window.sign.pin.text() == ""


def test_zoom_starts_from_the_width_and_has_bounds(view: PdfView, qtbot: QtBot) -> None:
    shown = put(view, qtbot, "one")

    shown.zoom(1)
    shown.zoom(-1)
    fitted = shown.view.zoomFactor()
    for _ in range(30):
        shown.zoom(1)

    assert fitted < 1.0
    assert shown.view.zoomFactor() <= 6.0


def test_wheel_zooms_with_ctrl_only(view: PdfView, qtbot: QtBot) -> None:
    shown = put(view, qtbot, "one")

    for held in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier):
        event = QWheelEvent(
            QPointF(9, 9), QPointF(9, 9), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
            held, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        before = shown.view.zoomMode()
        QApplication.sendEvent(shown.view.viewport(), event)

    assert before is QPdfView.ZoomMode.FitToWidth
    assert shown.view.zoomMode() is QPdfView.ZoomMode.Custom


def test_search_finds_counts_and_goes_round(view: PdfView, qtbot: QtBot) -> None:
    view.show_file(small_pdf(["page one", "page two"]), "x.pdf")

    type_in(view.search, "page")

    qtbot.waitUntil(lambda: view.hits_text == "1 / 2")
    press(view.search, Qt.Key.Key_Return)
    assert (view.hits_text, view.page_text) == ("2 / 2", "Trang 2 / 2")
    press(view.search, Qt.Key.Key_Return)
    assert (view.hits_text, view.page_text) == ("1 / 2", "Trang 1 / 2")


def test_search_without_a_hit_says_so(view: PdfView, qtbot: QtBot) -> None:
    view.show_file(small_pdf(["page one"]), "x.pdf")

    type_in(view.search, "xyz")

    qtbot.waitUntil(lambda: view.hits_text == "Không thấy")
    view.search.clear()
    assert view.hits_text == ""


def test_ctrl_shift_f_goes_to_the_search(shown: Counter) -> None:
    held = (Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier)
    press(shown.window, Qt.Key.Key_F, *held)

    assert shown.window.files.pdf.search.hasFocus()


def test_many_files_one_after_the_other_leave_one_view(view: PdfView, qtbot: QtBot) -> None:
    for number in range(25):
        view.show_file(small_pdf([f"page {number}"] * 3), "x.pdf")
        QApplication.processEvents()

    qtbot.waitUntil(lambda: len(view.findChildren(PdfPaper)) == 1)


def test_tab_key_reaches_list_search_and_file(shown: Counter) -> None:
    window = shown.window
    window.files.table.setFocus()
    seen = []
    for _ in range(60):
        focus = QApplication.focusWidget()
        if focus is None or focus in seen:
            break
        seen.append(focus)
        window.focusNextChild()

    assert window.files.pdf.search in seen
    assert paper(shown).view in seen
    assert window.form.rows[0].edit in seen


# Fields that may stay empty


def test_blank_field_is_grey_and_skipped_by_enter(
    open_counter: Opener, world: CounterStation, qtbot: QtBot
) -> None:
    blank = replace(candidate("email", ""), confidence=0.0, box=None)
    fields = (candidate("full_name", "Trần Thị Hoa"), blank, candidate("birth_date", "1995"))
    world.add_dossier([(picture(), reading(*fields))], CODE)
    counter = open_counter()
    qtbot.waitUntil(lambda: len(counter.window.form.rows) == 3)
    first, empty, last = counter.window.form.rows

    press(counter.window, Qt.Key.Key_F2)
    press(first.edit, Qt.Key.Key_Return)

    assert last.edit.hasFocus()
    assert empty.edit.accessibleDescription().startswith("– Để trống")
    assert counter.window.queue_model.rows[0].doubtful_fields == 2
    empty.edit.setFocus()
    type_in(empty.edit, "hoa@example.vn")
    press(empty.edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: empty.field.value == "hoa@example.vn")
    assert empty.field.state.value == FieldState.GREEN.value
