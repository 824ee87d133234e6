"""Panes that show nothing say what will stand there; a page is seen at once, small, then sharp."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QGraphicsView
from pytestqt.qtbot import QtBot

from app.domain.ids import PageId
from app.ui.empty_state import PaneNote
from app.ui.page_view import PageView
from app.ui.picture_flow import Picture
from app.ui.verdict_panel import VerdictPanel


def plain(width: int, height: int, colour: str = "#ff0000") -> QImage:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    return image


@pytest.fixture
def page(officer_app: QApplication, qtbot: QtBot) -> PageView:
    view = PageView()
    qtbot.addWidget(view)
    view.resize(600, 500)
    view.show()
    return view


def test_pane_says_why_at_once_and_teaches_a_little_later(
    officer_app: QApplication, qtbot: QtBot
) -> None:
    pane = QGraphicsView()
    qtbot.addWidget(pane)
    pane.show()
    note = PaneNote(pane)
    note.teach("Trang hiện ở đây.")

    note.say("Không mở được.")
    assert (note.text, pane.accessibleDescription()) == ("Không mở được.", "Không mở được.")

    note.say()
    qtbot.waitUntil(lambda: pane.accessibleDescription() == "Trang hiện ở đây.")

    note.hide()
    assert pane.accessibleDescription() == ""


def test_small_picture_is_seen_until_the_page_comes(page: PageView) -> None:
    page.clear()
    assert page.is_blank

    page.set_preview(plain(150, 210))
    assert not page.is_blank
    assert page.picture is None
    middle = page.paper.viewport().grab().toImage().pixelColor(290, 100)
    assert middle == QColor("#ff0000")

    page.set_picture(Picture(PageId("1"), plain(900, 1260, "#0000ff"), QSize(900, 1260)))
    assert page.picture is not None
    middle = page.paper.viewport().grab().toImage().pixelColor(290, 100)
    assert middle == QColor("#0000ff")


def test_small_picture_asks_for_no_details(page: PageView, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(page.details_wanted):
        page.set_preview(plain(150, 210))
        page.zoom_in()


def test_verdict_pane_teaches_until_there_is_a_verdict(
    officer_app: QApplication, qtbot: QtBot
) -> None:
    panel = VerdictPanel("vi")
    qtbot.addWidget(panel)

    panel.teach("Ai đã ký, ký lúc nào.")
    assert panel.text == "Ai đã ký, ký lúc nào."

    panel.clear("◷ Đang kiểm tra…")
    assert panel.text == "◷ Đang kiểm tra…"
