"""The keys as they are now: the table, and what the officer chose instead, applied at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from enum import Enum
from functools import partial

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal, SignalInstance
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QTabWidget, QWidget

from app.ui.keys import BY_ID, TABLE, Key, Keys, Scope, act_together, key_label, plain_keys

Slot = Callable[[], object]

_NAMED = re.compile(
    r"(?<![\w+])(?:(?:(?:Ctrl|Shift|Alt|Meta)\+)+(?:F\d{1,2}|[A-Z][a-z]+|[A-Z0-9,=+−-])"
    r"|F\d{1,2})(?![\w+])"
)
"""A key in a sentence: one with Ctrl, Shift or Alt, or an F key. Never a single letter."""


class Refusal(Enum):
    """Why an action cannot have a key."""

    TAKEN = "taken"
    TYPED = "typed"
    FIXED = "fixed"


class Keyboard(QObject):
    """Which keys start which action; there is one for the whole application.

    Signals:
        changed(): The officer chose other keys, or another officer came.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._chosen: dict[str, Keys] = {}

    @property
    def chosen(self) -> Mapping[str, Keys]:
        """What differs from the table, by id."""
        return dict(self._chosen)

    def keys(self, key_id: str) -> Keys:
        """Keys of an action now."""
        return self._chosen.get(key_id, BY_ID[key_id].keys)

    def label(self, key_id: str) -> str:
        """The key to be shown, "" where there is none."""
        keys = self.keys(key_id)
        return key_label(keys[0]) if keys else ""

    def rival(self, key_id: str, keys: Keys) -> Key | None:
        """The action that has one of these keys already and acts at the same time."""
        wanted, scope = plain_keys(keys), BY_ID[key_id].scope
        for other in TABLE:
            if other.id == key_id or not act_together(scope, other.scope):
                continue
            if wanted & plain_keys(self.keys(other.id)):
                return other
        return None

    def why_not(self, key_id: str, pressed: str) -> tuple[Refusal | None, Key | None]:
        """Why an action cannot have a key, and the action that has it; (None, None) if it can."""
        if not _is_free(key_id, (pressed,)):
            return Refusal.FIXED, None
        if is_typed(pressed, BY_ID[key_id].scope):
            return Refusal.TYPED, None
        rival = self.rival(key_id, (pressed,))
        return (Refusal.TAKEN, rival) if rival is not None else (None, None)

    def choose(self, chosen: Mapping[str, Keys]) -> None:
        """Take these keys instead of those of the table; what does not fit is left out."""
        before, self._chosen = self._chosen, {}
        fitting = {key_id: keys for key_id, keys in chosen.items() if _is_free(key_id, keys)}
        # all at once: two actions may have changed places
        self._chosen = {i: keys for i, keys in fitting.items() if keys != BY_ID[i].keys}
        for key_id in list(self._chosen):
            if key_id in self._chosen and self.rival(key_id, self._chosen[key_id]) is not None:
                del self._chosen[key_id]
        if self._chosen != before:
            self.changed.emit()

    def reworded(self, text: str, *scopes: Scope) -> str:
        """A text that names keys of the table, with the keys as they are now."""
        if not self._chosen:
            return text
        now = self._instead(scopes)
        return _NAMED.sub(lambda found: now.get(_normal(found.group()), found.group()), text)

    def _instead(self, scopes: tuple[Scope, ...]) -> dict[str, str]:
        meant = {Scope.WINDOW, *scopes}
        return {
            name: self.label(key_id)
            for key_id in self._chosen
            if BY_ID[key_id].scope in meant
            for name in plain_keys(BY_ID[key_id].keys)
        }


def _normal(named: str) -> str:
    return next(iter(plain_keys((named.replace("−", "-"),))))


def _is_free(key_id: str, keys: Keys) -> bool:
    """Whether an action can have other keys, and these are keys."""
    row = BY_ID.get(key_id)
    return row is not None and not row.is_fixed and all(not _is_no_key(key) for key in keys)


_EDITING = frozenset({"Ctrl+A", "Ctrl+C", "Ctrl+V", "Ctrl+X"})
_MOVING = frozenset({"Tab", "Backtab", "Return", "Esc", "Space", "Left", "Right", "Up", "Down"})


def is_typed(key: str, scope: Scope) -> bool:
    """Whether a key writes, edits or moves about: text fields and lists need it themselves."""
    text = next(iter(plain_keys((key,))))
    plain = text.removeprefix("Shift+")
    if plain in _MOVING or (text in _EDITING and scope is not Scope.PAGES):
        return True
    has_held = "+" in plain[:-1]
    is_f_key = plain.startswith("F") and plain[1:].isdigit()
    return not has_held and not is_f_key and scope is not Scope.PAGES


def _is_no_key(key: str) -> bool:
    sequence = QKeySequence(key)
    return sequence.count() != 1 or not sequence.toString()


def keyboard() -> Keyboard:
    """The keys of this application."""
    application = QCoreApplication.instance()
    if application is None:
        return Keyboard()
    found = application.findChild(Keyboard, "", Qt.FindChildOption.FindDirectChildrenOnly)
    return found if isinstance(found, Keyboard) else Keyboard(application)


class _KeyShortcut(QShortcut):
    """A shortcut that follows what the officer chooses."""

    def __init__(self, key_id: str, home: QWidget, context: Qt.ShortcutContext) -> None:
        super().__init__(home)
        self.setContext(context)
        self.setObjectName(f"key:{key_id}")
        self._key_id = key_id
        self._follow()
        keyboard().changed.connect(self._follow)

    def _follow(self) -> None:
        self.setKeys([QKeySequence(key) for key in keyboard().keys(self._key_id)])


SEEN = Qt.ShortcutContext.WindowShortcut
INSIDE = Qt.ShortcutContext.WidgetWithChildrenShortcut
ITSELF = Qt.ShortcutContext.WidgetShortcut

_SEEN = frozenset({Scope.WINDOW, Scope.FILE, Scope.OUTBOX, Scope.STEPS})
"""Their keys act as soon as the widget is in sight; the others where the keyboard is inside it."""


def shortcut(
    key_id: str,
    home: QWidget,
    slot: Slot | SignalInstance,
    *,
    reach: Qt.ShortcutContext | None = None,
) -> QShortcut:
    """Let the keys of an action call `slot`; `home` is the screen they belong to.

    Args:
        key_id: Row of the table.
        home: The window for a key of the whole window, else the screen.
        slot: Method or signal that is called.
        reach: Where the keyboard has to be, for a key that differs from those of its scope: on
            the widget itself, as on a list with its own Delete.
    """
    usual = SEEN if BY_ID[key_id].scope in _SEEN else INSIDE
    made = _KeyShortcut(key_id, home, reach or usual)
    made.activated.connect(slot)
    return made


class _Follower(QObject):
    """Does something now, and again whenever keys change; ends with its owner."""

    def __init__(self, owner: QObject, act: Slot) -> None:
        super().__init__(owner)
        self._act = act
        keyboard().changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        self._act()


def follow(owner: QObject, act: Slot) -> None:
    """Do something now, and again whenever keys change."""
    _Follower(owner, act)


def give_keys(action: QAction, key_id: str) -> None:
    """Let the keys of the table start a `QAction`."""
    follow(
        action,
        lambda: action.setShortcuts([QKeySequence(key) for key in keyboard().keys(key_id)]),
    )


def worded(owner: QObject, show: Callable[[str], object], text: str, *scopes: Scope) -> None:
    """Show a text that stays, with the keys it names as they are now.

    Args:
        owner: What the text stands on; it ends with it.
        show: Setter of the text, such as `label.setText`.
        text: Words with keys of the table, "Send now  Ctrl+R".
        scopes: Scopes of these keys beside the whole window.
    """
    follow(owner, lambda: show(reworded(text, *scopes)))


def reworded(text: str, *scopes: Scope) -> str:
    """A text of the moment, with the keys it names as they are now."""
    return keyboard().reworded(text, *scopes)


def with_key(text: str, key_id: str) -> str:
    """Words and the key beside them, "Scan  F5"; just the words where there is no key."""
    return f"{text}  {keyboard().label(key_id)}".rstrip()


def tell_tab_key(tabs: QTabWidget, part: QWidget, title: str, key_id: str) -> None:
    """Show the name of a tab and its key beside the mouse."""
    words = partial(with_key, title, key_id) if key_id else partial(str, title)
    follow(part, lambda: tabs.setTabToolTip(tabs.indexOf(part), words()))
