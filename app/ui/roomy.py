"""Room for what is larger than the screen: it is scrolled instead of pushing the window apart."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QTabWidget,
    QWidget,
)

LEAST_LINES = 4
"""Lines of text that are seen at least; the rest is scrolled to."""


class Roomy(QScrollArea):
    """Scrolls what it holds where the screen is small or the text large; else it is not seen.

    Args:
        inside: What it holds.
        keeps_width: Only the height is scrolled; the width stays what the content needs.
        parent: Owner.
    """

    def __init__(
        self, inside: QWidget, *, keeps_width: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._inside = inside
        self._keeps_width = keeps_width
        self._take_in()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        if keeps_width:
            self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def _take_in(self) -> None:
        """Scroll the content from now on."""
        self.setWidget(_Least(self._inside))

    @property
    def inside(self) -> QWidget:
        """What it holds."""
        return self._inside

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What it holds needs other room now, and so may this."""
        if self._keeps_width and event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def minimumSizeHint(self) -> QSize:
        """A little; the whole width where that is kept."""
        least = self.fontMetrics().height() * LEAST_LINES
        if not self._keeps_width:
            return QSize(least, least)
        bar = self.verticalScrollBar().sizeHint().width()
        return QSize(self._inside.minimumSizeHint().width() + bar, least)

    def sizeHint(self) -> QSize:
        """As large as what it holds."""
        return self._inside.sizeHint()


class LateRoom(Roomy):
    """Room for a page of a stack, which is measured and dressed when it first comes to the front.

    Most pages of a window are not looked at on most days, and all of them together would hold up
    its start.
    """

    def _take_in(self) -> None:
        """Own the page, unseen and unmeasured."""
        self._inside.setParent(self)

    def setVisible(self, visible: bool) -> None:
        """Take the page in before it is seen for the first time."""
        if visible and self.widget() is None:
            super()._take_in()
            self._inside.show()
        super().setVisible(visible)

    def sizeHint(self) -> QSize:
        """As large as the page, once that was looked at."""
        return self.minimumSizeHint() if self.widget() is None else super().sizeHint()


class _Least(QWidget):
    """Asks for the least room that its content needs; a scroll area alone asks for the best."""

    def __init__(self, inside: QWidget) -> None:
        super().__init__()
        self._inside = inside
        inside.setParent(self)

    def minimumSizeHint(self) -> QSize:
        """Least width, and the least height at the present one."""
        inside = self._inside
        wide = inside.minimumSizeHint().width()
        seen = inside.currentWidget() if isinstance(inside, QStackedWidget) else inside
        layout = seen.layout() if seen is not None else None
        if layout is not None and layout.hasHeightForWidth():
            return QSize(wide, layout.totalMinimumHeightForWidth(max(wide, self.width())))
        return QSize(wide, inside.minimumSizeHint().height())

    def sizeHint(self) -> QSize:
        """As its content."""
        return self._inside.sizeHint()

    def event(self, event: QEvent) -> bool:
        """The content needs other room: the view around has to ask again."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return done

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The content takes all of it."""
        super().resizeEvent(event)
        self._inside.setGeometry(self.rect())


def bring_into_sight(widget: QWidget) -> None:
    """Scroll to a widget wherever it is held."""
    holder = widget.parentWidget()
    while holder is not None:
        if isinstance(holder, Roomy):
            holder.ensureWidgetVisible(widget, 0, 0)
        holder = holder.parentWidget()


def only_seen_takes_room(parts: QStackedWidget | QTabWidget) -> None:
    """Let only the part in front say how much room it needs."""
    for number in range(parts.count()):
        part = parts.widget(number)
        if part is None:
            continue
        is_seen = part is parts.currentWidget()
        kind = QSizePolicy.Policy.Preferred if is_seen else QSizePolicy.Policy.Ignored
        part.setSizePolicy(kind, kind)
    parts.updateGeometry()


class Stack(QStackedWidget):
    """Panels of which one is seen; those behind it take no room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.currentChanged.connect(self._changed)

    def _changed(self, _number: int) -> None:
        only_seen_takes_room(self)

    def addWidget(self, panel: QWidget) -> int:
        """One more panel, behind the others."""
        number = super().addWidget(panel)
        self._changed(number)
        return number
