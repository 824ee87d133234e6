"""A row of widgets that goes on in further rows where the window is narrow or the text large."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

from app.ui.look import SPACE_PX

_Hinted = tuple[QLayoutItem, QSize]
"""An item with the size that it wants."""


class FlowLayout(QLayout):
    """Items from left to right, then in the next row; each row as high as its highest item."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(SPACE_PX)

    def addItem(self, item: QLayoutItem) -> None:
        """One more item at the end."""
        self._items.append(item)

    def count(self) -> int:
        """Number of items."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """An item, None behind the last."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Give an item away, None behind the last."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """It takes no more room than it needs."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Narrower is higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Height of all rows at a width."""
        edge = self.contentsMargins()
        inner = width - edge.left() - edge.right()
        return self._lay_out(QRect(0, 0, inner, 0), is_try=True) + edge.top() + edge.bottom()

    def setGeometry(self, place: QRect) -> None:
        """Lay the items out."""
        super().setGeometry(place)
        self._lay_out(place.marginsRemoved(self.contentsMargins()), is_try=False)

    def sizeHint(self) -> QSize:
        """As narrow as the widest item; the rest follows from the width."""
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        """The widest item and the highest."""
        size = QSize()
        for item in self._shown():
            size = size.expandedTo(item.minimumSize())
        return size.grownBy(self.contentsMargins())

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _lay_out(self, place: QRect, *, is_try: bool) -> int:
        """Place items row by row; gives the height that they take."""
        top = 0
        for row in self._rows(place.width()):
            sizes = self._sizes(row, place.width())
            height = max(size.height() for size in sizes)
            left = 0
            for (item, _hint), size in zip(row, sizes, strict=True):
                if not is_try:
                    middle = (height - size.height()) // 2
                    corner = place.topLeft() + QPoint(left, top + middle)
                    item.setGeometry(QRect(corner, size))
                left += size.width() + self.spacing()
            top += height + self.spacing()
        return max(0, top - self.spacing())

    def _sizes(self, row: list[_Hinted], width: int) -> list[QSize]:
        """Size of each item of a row; one that is to be stretched takes what is left."""
        spare = max(0, width - self._wide(row))
        sizes = []
        for item, hint in row:
            widget, wide = item.widget(), hint.width()
            if widget is not None and widget.sizePolicy().horizontalStretch():
                wide += spare
            if wide > width:
                wide = min(wide, max(width, item.minimumSize().width()))
            high = item.heightForWidth(wide) if item.hasHeightForWidth() else hint.height()
            sizes.append(QSize(wide, high))
        return sizes

    def _rows(self, width: int) -> list[list[_Hinted]]:
        """Items row by row, each asked once for its size: that is what laying out costs."""
        rows: list[list[_Hinted]] = []
        left = 0
        for item in self._shown():
            hint = item.sizeHint()
            if rows and left + hint.width() <= width:
                rows[-1].append((item, hint))
            else:
                rows.append([(item, hint)])
                left = 0
            left += hint.width() + self.spacing()
        return rows

    def _wide(self, row: list[_Hinted]) -> int:
        return sum(hint.width() for _item, hint in row) + self.spacing() * (len(row) - 1)


def stretched(widget: QWidget) -> None:
    """Let a widget take the room that its row has left."""
    policy = widget.sizePolicy()
    policy.setHorizontalStretch(1)
    widget.setSizePolicy(policy)
