"""Lists whose rows are alike: a change paints anew, and lays nothing out."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPixmapCache, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from app.ui.even_list import EvenList
from app.ui.small_picture import draw_small

ROWS = 40


class _Asked(QStyledItemDelegate):
    """Counts what the list asks."""

    sizes = painted = 0

    def sizeHint(
        self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        self.sizes += 1
        return QSize(80, 20)

    def paint(
        self,
        _painter: QPainter,
        _option: QStyleOptionViewItem,
        _index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        self.painted += 1


def test_even_list_changed_row_is_painted_and_nothing_laid_out(qtbot: QtBot) -> None:
    model = QStandardItemModel()
    for number in range(ROWS):
        model.appendRow(QStandardItem(str(number)))
    view, asked = EvenList(), _Asked()
    qtbot.addWidget(view)
    view.setItemDelegate(asked)
    view.setModel(model)
    view.show()
    qtbot.waitUntil(lambda: asked.painted > 0)
    qtbot.wait(50)
    asked.sizes = asked.painted = 0

    model.item(0).setText("khác")

    qtbot.waitUntil(lambda: asked.painted > 0)
    qtbot.wait(20)
    assert asked.sizes < ROWS


def test_draw_small_second_time_comes_from_the_cache(qtbot: QtBot) -> None:
    QPixmapCache.clear()
    picture, paper = (
        QImage(200, 100, QImage.Format.Format_RGB888),
        QImage(60, 40, QImage.Format.Format_RGB32),
    )
    picture.fill(QColor("red"))
    paper.fill(Qt.GlobalColor.white)
    place = QRect(QPoint(10, 10), QSize(40, 20))

    for _ in range(2):
        painter = QPainter(paper)
        draw_small(painter, place, picture)
        painter.end()

    assert paper.pixelColor(20, 15) == QColor("red")
    assert paper.pixelColor(5, 5) == QColor("white")
    assert paper.pixelColor(50, 30) == QColor("white")


def test_draw_small_changed_picture_is_made_anew(qtbot: QtBot) -> None:
    picture, paper = (
        QImage(20, 20, QImage.Format.Format_RGB32),
        QImage(20, 20, QImage.Format.Format_RGB32),
    )
    for colour in ("red", "blue"):
        picture.fill(QColor(colour))
        painter = QPainter(paper)
        draw_small(painter, QRect(0, 0, 10, 10), picture)
        painter.end()

    assert paper.pixelColor(5, 5) == QColor("blue")
