"""The screen of pages: scan panel, contact sheet, and beside it the page on show."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QLabel,
    QMenu,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.ui.contact_actions import MENU, PageAct, act_name, key_name, make_actions, tell_act
from app.ui.contact_sheet import ContactSheet
from app.ui.flow_layout import FlowLayout, stretched
from app.ui.look import SPACE_PX, embolden
from app.ui.page_findings import PageFindings
from app.ui.page_view import PageView
from app.ui.pages_model import PagesModel
from app.ui.scan_panel import ScanPanel
from app.ui.text_size import follow_text

BUTTONS = (
    PageAct.TURN,
    PageAct.SPLIT,
    PageAct.RESCAN,
    PageAct.TRASH,
    PageAct.RESTORE,
    PageAct.UNDO,
    PageAct.REDO,
    PageAct.NEXT_FLAG,
    PageAct.SHOW_TRASH,
)
"""Actions with a button of their own; the others stand in the line of keys and in the menu."""

LEAST_LINES = 12
"""Height of sheet and page at least, in lines of text; below that the screen is scrolled."""

TOLD = (
    PageAct.TURN_BACK,
    PageAct.INSERT,
    PageAct.CUT,
    PageAct.PASTE,
    PageAct.EARLIER,
    PageAct.LATER,
    PageAct.CROP,
    PageAct.SEND,
    PageAct.FIT,
    PageAct.LOUPE,
    PageAct.BEFORE,
)
"""Actions that only the line of keys names."""


class ContactScreen(QWidget):
    """Layout and actions; what they do is in `app.ui.contact_desk`.

    Signals:
        acted(PageAct): A button, a key or an entry of the menu was used.
    """

    acted = Signal(object)

    def __init__(self, model: PagesModel, language: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.scan = ScanPanel(self)
        self.sheet = ContactSheet(model, self)
        self.page = PageView(self)
        self.findings = PageFindings(language, self)
        self.told = QLabel(self)
        self.told.setTextFormat(Qt.TextFormat.PlainText)
        embolden(self.told)
        self.hints = QLabel(self)
        self.hints.setTextFormat(Qt.TextFormat.PlainText)
        self.hints.setWordWrap(True)
        self.pages = QSplitter(Qt.Orientation.Horizontal, self)
        self.actions_by_act = make_actions(self.pages, self.acted.emit)
        self.buttons: dict[PageAct, QToolButton] = {}
        self._arrange()
        self.hints.setText(self._hints())
        self.sheet.menu_wanted.connect(self._show_menu)
        self.menu = QMenu(self)
        self.menu.setAccessibleName(self.tr("What can be done with the pages"))
        self._fill_menu()

    def _arrange(self) -> None:
        bar = FlowLayout()
        bar.setSpacing(SPACE_PX // 2)
        stretched(self.told)
        bar.addWidget(self.told)
        for act in BUTTONS:
            bar.addWidget(self._button(act))
        beside = QWidget(self)
        column = QVBoxLayout(beside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_PX // 2)
        column.addWidget(self.page, 1)
        column.addWidget(self.findings)
        self.pages.setChildrenCollapsible(False)
        self.pages.setHandleWidth(SPACE_PX)
        self.pages.addWidget(self.sheet)
        self.pages.addWidget(beside)
        self.pages.setSizes([880, 460])
        self.pages.setStretchFactor(0, 1)
        follow_text(self, self._fit_text)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, SPACE_PX // 2, 0, 0)
        layout.setSpacing(SPACE_PX // 2)
        layout.addWidget(self.scan)
        layout.addLayout(bar)
        layout.addWidget(self.pages, 1)
        layout.addWidget(self.hints)

    def _fit_text(self) -> None:
        self.pages.setMinimumHeight(self.fontMetrics().height() * LEAST_LINES)

    def _button(self, act: PageAct) -> QToolButton:
        button = QToolButton(self)
        button.setDefaultAction(self.actions_by_act[act])
        button.setAccessibleName(act_name(act))
        button.setMinimumHeight(28)
        # The keyboard stays on the sheet: every button has a key there.
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.buttons[act] = button
        return button

    def _hints(self) -> str:
        acts = [f"{key_name(act)} {act_name(act).lower()}" for act in TOLD]
        marks = self.tr("Space, Shift mark several")
        return " · ".join((*acts, marks))

    def _fill_menu(self) -> None:
        for number, group in enumerate(MENU):
            if number:
                self.menu.addSeparator()
            for act in group:
                self.menu.addAction(self.actions_by_act[act])

    def _show_menu(self, place: QPoint) -> None:
        self.menu.popup(place)

    def action(self, act: PageAct) -> QAction:
        """The action of a name."""
        return self.actions_by_act[act]

    def open(self, act: PageAct, why_not: str) -> None:
        """Offer an action with "", or close it with the reason in words."""
        action = self.actions_by_act[act]
        action.setEnabled(not why_not)
        action.setToolTip(f"{action.iconText()}\n{why_not}".strip())
        button = self.buttons.get(act)
        if button is not None:
            button.setAccessibleDescription(why_not)

    def offer(self, act: PageAct, *, is_offered: bool) -> None:
        """Show the button of an action, or hide it where it means nothing."""
        button = self.buttons.get(act)
        if button is not None:
            button.setVisible(is_offered)

    def rename(self, act: PageAct, words: str) -> None:
        """Say more closely what an action would do now."""
        action = self.actions_by_act[act]
        tell_act(action, act, words)
        button = self.buttons.get(act)
        if button is not None:
            button.setAccessibleName(words)
