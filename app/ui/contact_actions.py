"""What can be done with pages on the contact sheet: one action and one key each."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from functools import partial

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from app.ui.keyboard import follow, give_keys, keyboard

translate = QCoreApplication.translate


class PageAct(StrEnum):
    """What the officer can do with pages."""

    TURN = "turn"
    TURN_BACK = "turn_back"
    TRASH = "trash"
    RESTORE = "restore"
    UNDO = "undo"
    REDO = "redo"
    RESCAN = "rescan"
    INSERT = "insert"
    SPLIT = "split"
    CUT = "cut"
    PASTE = "paste"
    EARLIER = "earlier"
    LATER = "later"
    NEXT_FLAG = "next_flag"
    RIGHT_PAGE = "right_page"
    FIT = "fit"
    ZOOM_IN = "zoom_in"
    ZOOM_OUT = "zoom_out"
    LOUPE = "loupe"
    BEFORE = "before"
    SHOW_TRASH = "show_trash"
    SORT = "sort"
    CROP = "crop"
    SEND = "send"


CHECKABLE = frozenset({PageAct.LOUPE, PageAct.BEFORE, PageAct.SHOW_TRASH})

EDITS = frozenset(
    {
        PageAct.TURN,
        PageAct.TURN_BACK,
        PageAct.TRASH,
        PageAct.RESCAN,
        PageAct.INSERT,
        PageAct.SPLIT,
        PageAct.CUT,
        PageAct.EARLIER,
        PageAct.LATER,
        PageAct.RIGHT_PAGE,
        PageAct.SORT,
        PageAct.CROP,
        PageAct.SEND,
    }
)
"""What needs a page of an open dossier, outside the trash."""

HIDDEN_IN_TRASH = (PageAct.TURN, PageAct.SPLIT, PageAct.RESCAN, PageAct.TRASH)
"""Buttons that mean nothing there."""

MENU = (
    (PageAct.TURN, PageAct.TURN_BACK, PageAct.CROP, PageAct.SPLIT, PageAct.SORT),
    (PageAct.RESCAN, PageAct.INSERT, PageAct.RIGHT_PAGE),
    (PageAct.CUT, PageAct.PASTE, PageAct.EARLIER, PageAct.LATER, PageAct.SEND),
    (PageAct.TRASH, PageAct.RESTORE, PageAct.UNDO, PageAct.REDO),
    (PageAct.BEFORE, PageAct.LOUPE, PageAct.NEXT_FLAG, PageAct.SHOW_TRASH),
)
"""The menu of a page, in groups."""


def act_name(act: PageAct) -> str:
    """What an action does, in a few words."""
    return {
        PageAct.TURN: translate("acts", "Turn right"),
        PageAct.TURN_BACK: translate("acts", "Turn left"),
        PageAct.TRASH: translate("acts", "To the trash"),
        PageAct.RESTORE: translate("acts", "Put back"),
        PageAct.UNDO: translate("acts", "Undo"),
        PageAct.REDO: translate("acts", "Redo"),
        PageAct.RESCAN: translate("acts", "Scan again"),
        PageAct.INSERT: translate("acts", "Scan after it"),
        PageAct.SPLIT: translate("acts", "Split / join"),
        PageAct.CUT: translate("acts", "Take up"),
        PageAct.PASTE: translate("acts", "Lay before"),
        PageAct.EARLIER: translate("acts", "Earlier"),
        PageAct.LATER: translate("acts", "Later"),
        PageAct.NEXT_FLAG: translate("acts", "Next finding"),
        PageAct.RIGHT_PAGE: translate("acts", "This page is right"),
        PageAct.FIT: translate("acts", "Fit"),
        PageAct.ZOOM_IN: translate("acts", "Zoom in"),
        PageAct.ZOOM_OUT: translate("acts", "Zoom out"),
        PageAct.LOUPE: translate("acts", "Loupe"),
        PageAct.BEFORE: translate("acts", "As captured"),
        PageAct.SHOW_TRASH: translate("acts", "Trash"),
        PageAct.SORT: translate("acts", "Sort by separator sheets"),
        PageAct.CROP: translate("acts", "Crop"),
        PageAct.SEND: translate("acts", "To another dossier…"),
    }[act]


def key_id(act: PageAct) -> str:
    """Row of the table of keys; undo and redo have those of the window."""
    return str(act) if act in (PageAct.UNDO, PageAct.REDO) else f"pages.{act}"


def key_name(act: PageAct) -> str:
    """The key of an action as officers read it."""
    return keyboard().label(key_id(act))


def tell_act(action: QAction, act: PageAct, words: str) -> None:
    """Say what an action would do now, with its key."""
    text = f"{words}  {key_name(act)}"
    action.setText(words)
    action.setIconText(text)
    action.setToolTip(text)


def make_actions(home: QWidget, fire: Callable[[PageAct], None]) -> dict[PageAct, QAction]:
    """One action each, with its keys; they act while `home` or a widget in it has the focus."""
    made = {}
    for act in PageAct:
        action = QAction(act_name(act), home)
        # The window has the keys of undo and redo and sends them here while this tab is in front.
        if act not in (PageAct.UNDO, PageAct.REDO):
            give_keys(action, key_id(act))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.setCheckable(act in CHECKABLE)
        action.setData(act)
        follow(action, partial(tell_act, action, act, act_name(act)))
        action.triggered.connect(_Fire(fire, act))
        home.addAction(action)
        made[act] = action
    return made


class _Fire:
    """Says which action was started."""

    def __init__(self, fire: Callable[[PageAct], None], act: PageAct) -> None:
        self._fire = fire
        self._act = act

    def __call__(self, _checked: bool = False) -> None:
        self._fire(self._act)
