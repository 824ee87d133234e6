"""The tabs of the window: what every day needs stands in front, the rest behind one button."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHBoxLayout,
    QMenu,
    QTabWidget,
    QToolButton,
    QWidget,
)

from app.ui.keyboard import Slot, follow, keyboard, shortcut, tell_tab_key, with_key, worded
from app.ui.look import SPACE_PX
from app.ui.roomy import LateRoom, Roomy


class WindowTabs(QTabWidget):
    """Tabs with short names; their keys are told beside the mouse and in the menu.

    A tab from behind stands among the others while it is on show.

    Signals:
        find_wanted(): Look for a dossier.
        help_wanted(): Help for what has the keyboard.
    """

    find_wanted = Signal()
    help_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setDocumentMode(True)
        for named in (self, self.tabBar()):
            named.setAccessibleName(self.tr("Parts of the window"))
        self._places: dict[QWidget, Roomy] = {}
        self._behind: dict[QWidget, QAction] = {}
        self._names: dict[str, QWidget] = {}
        self.menu = QMenu(self)
        self.menu.setAccessibleName(self.tr("More parts of the window"))
        self.more = QToolButton(self)
        worded(self.more, self.more.setText, self.tr("More  Alt+0"))
        shortcut("more", self, self._open_menu)
        self.more.setAccessibleName(self.tr("More parts of the window"))
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.more.setAutoRaise(True)
        self.more.setMenu(self.menu)
        self._add_corner()
        self.currentChanged.connect(self._tab_changed)
        self.tabBarClicked.connect(self._tab_clicked)

    def _add_corner(self) -> None:
        """What is wanted from everywhere stands beside the tabs, with its keys."""
        self.find_button = self._quick(self.tr("Find"), "find", self.find_wanted)
        self.help_button = self._quick(self.tr("Help"), "help", self.help_wanted)
        corner = QWidget(self)
        row = QHBoxLayout(corner)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_PX // 2)
        for button in (self.find_button, self.help_button, self.more):
            row.addWidget(button)
        self.setCornerWidget(corner, Qt.Corner.TopRightCorner)

    def _quick(self, text: str, key_id: str, wanted: SignalInstance) -> QToolButton:
        button = QToolButton(self)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        button.setAutoRaise(True)
        button.setAccessibleName(text)
        # the keyboard stays where it is: help is about that place
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        follow(button, lambda: button.setText(with_key(text, key_id)))
        button.clicked.connect(wanted)
        return button

    def _open_menu(self) -> None:
        self.menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))
        for action in self.menu.actions():
            if action.isVisible():
                self.menu.setActiveAction(action)
                break

    def add_front(self, page: QWidget, title: str, key_id: str = "", place: int = -1) -> None:
        """A part that always has its tab; its key is told beside the mouse."""
        self._insert(page, title, key_id, place)

    def add_behind(
        self, page: QWidget, title: str, key_id: str, *, opened: Slot | None = None
    ) -> None:
        """A part that is opened by its key or from the menu, which calls `opened` if given."""
        self._insert(page, title, key_id, -1)
        action = QAction(self.menu)
        follow(action, lambda: action.setText(f"{title}\t{keyboard().label(key_id)}"))
        action.triggered.connect(_Bring(self, page, opened))
        self.menu.addAction(action)
        self._behind[page] = action
        self.setTabVisible(self._number(page), False)

    @property
    def parts(self) -> tuple[tuple[QWidget, str], ...]:
        """All parts that can be opened, in their order, with their titles."""
        return tuple(
            (page, self.tabText(self._number(page)))
            for page in self._places
            if self.is_offered(page)
        )

    @property
    def on_show(self) -> QWidget | None:
        """The part that is in front."""
        place = self.currentWidget()
        return place.inside if isinstance(place, Roomy) else place

    @property
    def name_on_show(self) -> str:
        """Name of the part in front, as the table of keys has it."""
        return next((name for name, page in self._names.items() if page is self.on_show), "")

    def bring_named(self, name: str) -> None:
        """Bring a part to the front, where there is one of that name and it is offered."""
        page = self._names.get(name)
        if page is not None and page is not self.on_show and self.is_offered(page):
            self.bring(page)

    def is_offered(self, page: QWidget) -> bool:
        """Whether a part can be opened."""
        action = self._behind.get(page)
        return action is None or action.isVisible()

    def offer(self, page: QWidget, *, is_offered: bool) -> None:
        """Let a part from behind be opened, or not; one on show goes then."""
        action = self._behind.get(page)
        if action is not None:
            action.setVisible(is_offered)
        if not is_offered:
            self.setTabVisible(self._number(page), False)

    def bring(self, page: QWidget) -> None:
        """Bring a part to the front."""
        number = self._number(page)
        self.setTabVisible(number, True)
        self.setCurrentIndex(number)
        self._focus(page)

    def _focus(self, page: QWidget) -> None:
        """Let the keys of a part act at once: the keyboard is inside it."""
        now = QApplication.focusWidget()
        if now is not None and page.isAncestorOf(now):
            return
        place = page.focusProxy() or first_place(page)
        if place is not None:
            place.setFocus(Qt.FocusReason.OtherFocusReason)

    def _tab_clicked(self, number: int) -> None:
        place = self.widget(number)
        if isinstance(place, Roomy):
            self._focus(place.inside)

    def _insert(self, page: QWidget, title: str, key_id: str, place: int) -> None:
        room = LateRoom(page, parent=self)
        self._places[page] = room
        self._names[key_id] = page
        number = self.insertTab(place if place >= 0 else self.count(), room, title)
        tell_tab_key(self, room, title, key_id)
        self.tabBar().setAccessibleTabName(number, title)

    def _number(self, page: QWidget) -> int:
        return self.indexOf(self._places[page])

    def _tab_changed(self, _number: int) -> None:
        """What came from behind goes there again."""
        for page in self._behind:
            number = self._number(page)
            if number != self.currentIndex() and self.isTabVisible(number):
                self.setTabVisible(number, False)


def first_place(page: QWidget) -> QWidget | None:
    """Where the keyboard begins on a page: its first list, else its first field or button."""
    inside = [
        widget
        for widget in page.findChildren(QWidget)
        # the list that a choice opens is a window of its own
        if widget.window() is page.window()
        and widget.isVisibleTo(page)
        and widget.isEnabledTo(page)
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    lists = [widget for widget in inside if isinstance(widget, QAbstractItemView)]
    return next(iter((*lists, *inside)), None)


class _Bring:
    """Says which part an entry of the menu stands for."""

    def __init__(self, tabs: WindowTabs, page: QWidget, opened: Slot | None) -> None:
        self._tabs, self._page, self._opened = tabs, page, opened

    def __call__(self, _checked: bool = False) -> None:
        self._tabs.bring(self._page)
        if self._opened is not None:
            self._opened()
