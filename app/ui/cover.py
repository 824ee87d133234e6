"""Something in the place of everything: keys, drops and other windows rest meanwhile."""

from __future__ import annotations

from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from app.ui.roomy import LateRoom
from app.ui.window import Window


class Cover:
    """Puts one widget over the whole window and takes it away again."""

    def __init__(self, window: Window, view: QWidget) -> None:
        self._window, self._view = window, view
        self._silenced: list[QShortcut] = []
        self._focus: QWidget | None = None
        self._place = LateRoom(view, parent=window)
        window.whole.addWidget(self._place)

    @property
    def is_up(self) -> bool:
        """Nothing but the cover is on show."""
        return self._window.whole.currentWidget() is self._place

    def put_up(self) -> None:
        """Cover everything."""
        self._focus = QApplication.focusWidget()
        for other in QApplication.topLevelWidgets():
            if other is not self._window and other.isVisible():
                other.hide()
        self._silenced = [
            each
            for each in self._window.findChildren(QShortcut)
            if each.isEnabled() and not self._is_inside(each)
        ]
        for shortcut in self._silenced:
            shortcut.setEnabled(False)
        self._window.setAcceptDrops(False)
        self._window.whole.setCurrentWidget(self._place)

    def _is_inside(self, shortcut: QShortcut) -> bool:
        parent = shortcut.parent()
        return isinstance(parent, QWidget) and self._view.isAncestorOf(parent)

    def take_down(self) -> None:
        """Show the work again; the keyboard is where it was."""
        for shortcut in self._silenced:
            shortcut.setEnabled(True)
        self._silenced = []
        self._window.setAcceptDrops(True)
        self._window.whole.setCurrentIndex(0)
        focus = self._focus
        # what had the keyboard may have gone meanwhile, as a row of a list does
        if focus is not None and isValid(focus) and self._window.isAncestorOf(focus):
            focus.setFocus()

    def forget_focus(self) -> None:
        """Another officer begins where every work begins."""
        self._focus = None
