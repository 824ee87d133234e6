"""F1: the page of the help that belongs to what has the keyboard, beside the work."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QDockWidget, QWidget

from app.services.help_pages import HelpPictures, HelpShelf
from app.ui.help_map import PROPERTY, page_for
from app.ui.help_troubles import trouble_pages
from app.ui.help_view import HelpView
from app.ui.keyboard import shortcut
from app.ui.window import Window

WIDTH_PX = 430

Act = Callable[[str], None]
"""Opens a part of the window; what follows the first "/" of a link is given."""


class HelpDesk(QObject):
    """Keeps the panel of the help; it is made when it is first asked for."""

    def __init__(self, window: Window, acts: Mapping[str, Act] | None = None) -> None:
        super().__init__(window)
        self._window = window
        self._acts = dict(acts or {})
        self._before: QWidget | None = None
        self._dock: QDockWidget | None = None
        self.view: HelpView | None = None
        shortcut("help", window, self.open_here)
        window.procedure_button.setProperty(PROPERTY, "thu-tuc")
        window.owner_button.setProperty(PROPERTY, "chu-ho-so")

    def offer(self, name: str, act: Act) -> None:
        """Let links of the help open one more part of the window."""
        self._acts[name] = act

    def give_key(self, home: QWidget) -> None:
        """Let F1 act on something that covers the window, whose own keys rest meanwhile."""
        shortcut("help", home, self.open_here)

    @property
    def is_open(self) -> bool:
        """The help is on show."""
        return self._dock is not None and not self._dock.isHidden()

    def open_here(self) -> None:
        """Show the page for what has the keyboard; in the help itself go back to the work."""
        focus = QApplication.focusWidget()
        if self.view is not None and focus is not None and self.view.isAncestorOf(focus):
            self.close()
            return
        self.open(page_for(focus or self._window.tabs.on_show))

    def open(self, page: str) -> None:
        """Show a page."""
        self._before = QApplication.focusWidget()
        dock, view = self._panel()
        dock.show()
        view.open(page)
        view.browser.setFocus()

    def close(self) -> None:
        """Put the help away; the keyboard goes back to where it was."""
        if self._dock is not None:
            self._dock.hide()
        before = self._before
        self._before = None
        if before is not None and self._window.isAncestorOf(before) and before.isVisible():
            before.setFocus()

    def _panel(self) -> tuple[QDockWidget, HelpView]:
        if self._dock is None or self.view is None:
            shelf = HelpShelf()
            shelf.add(trouble_pages())
            self.view = HelpView(shelf, HelpPictures().picture)
            self._dock = QDockWidget(self.tr("Help"), self._window)
            self._dock.setObjectName("help")
            self._dock.setFeatures(QDockWidget.DockWidgetFeature.NoDockWidgetFeatures)
            self._dock.setTitleBarWidget(QWidget(self._dock))
            self._dock.setWidget(self.view)
            self._window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self._dock)
            self._window.resizeDocks([self._dock], [WIDTH_PX], Qt.Orientation.Horizontal)
            self.view.left.connect(self.close)
            self.view.action_wanted.connect(self._act)
        return self._dock, self.view

    def _act(self, link: str) -> None:
        """Follow a link that opens a part of the window."""
        name, _, rest = link.partition("/")
        act = self._acts.get(name)
        if act is not None:
            self._before = None
            self.close()
            act(rest)
