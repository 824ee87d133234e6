"""A desk with a tab of its own beside the dossiers, as group check and form editor have."""

from __future__ import annotations

from abc import abstractmethod

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.ui.keyboard import shortcut
from app.ui.window import Window


class TabDesk(QObject):
    """Brings its tab to the front by a key; subclasses say what happens when it comes and goes."""

    def __init__(self, window: Window, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._window = window
        self._tab: QWidget | None = None

    def add_tab(self, tab: QWidget, title: str, key_id: str, *, place: int = -1) -> None:
        """Give `tab` a tab that is always there, at a place; its key brings it to the front."""
        self._window.tabs.add_front(tab, title, key_id, place)
        self._join(tab, key_id)

    def add_behind(self, tab: QWidget, title: str, key_id: str) -> None:
        """Put `tab` behind the button for more; its key brings it to the front."""
        self._window.tabs.add_behind(tab, title, key_id, opened=self.open)
        self._join(tab, key_id)

    def _join(self, tab: QWidget, key_id: str) -> None:
        self._tab = tab
        self._window.tabs.currentChanged.connect(self._tab_changed)
        shortcut(key_id, self._window, self.open)

    @property
    def is_on_show(self) -> bool:
        """The officer is looking at this tab."""
        return self._window.tabs.on_show is self._tab

    def open(self) -> None:
        """Bring the tab to the front."""
        self._window.form.finish_typing(is_leaving=True)
        if self._tab is not None:
            self._window.tabs.bring(self._tab)
        self.start()

    @abstractmethod
    def start(self) -> None:
        """Put the keyboard where the work begins."""

    @abstractmethod
    def came(self) -> None:
        """The tab has come to the front."""

    @abstractmethod
    def went(self) -> None:
        """Another tab is in front."""

    def _tab_changed(self, _number: int) -> None:
        if self.is_on_show:
            self.came()
        else:
            self.went()
