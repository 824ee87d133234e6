"""Buttons as all panels have them: what stands on one, or what it does, is read out too."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QAbstractButton, QPushButton, QSizePolicy, QWidget

from app.ui.icons import BY_SYMBOL, icon
from app.ui.keyboard import follow, with_key, worded
from app.ui.keys import Scope

_SYMBOL_PX = 36
_FRAME_PX = 26
"""Padding and border of a button, as `app.ui.look` has them."""


def named_button(text: str, parent: QWidget) -> QPushButton:
    """A button that is read out as it is labelled."""
    button = QPushButton(text, parent)
    button.setAccessibleName(text)
    return button


def keyed_button(text: str, parent: QWidget, *scopes: Scope) -> QPushButton:
    """A button whose text names its key, "Send now  Ctrl+R", as the key is now."""
    button = QPushButton(parent)
    worded(button, button.setText, text, *scopes)
    worded(button, button.setAccessibleName, text, *scopes)
    return button


def button_with_key(text: str, key_id: str, parent: QWidget) -> QPushButton:
    """A button with its words and the key of an action beside them."""
    button = named_button(text, parent)
    follow(button, lambda: button.setText(with_key(text, key_id)))
    return button


def tell_key(button: QPushButton, name: str, key_id: str) -> None:
    """Show what a button does and its key beside the mouse, and read the name out."""
    button.setAccessibleName(name)
    follow(button, lambda: button.setToolTip(with_key(name, key_id)))


def symbol_button(symbol: str, name: str, parent: QWidget) -> QPushButton:
    """A small quiet button that bears a symbol; its name is read out and shown beside the mouse."""
    button = _SymbolButton(parent)
    if symbol in BY_SYMBOL:
        button.setIcon(icon(BY_SYMBOL[symbol]))
    else:
        button.setText(symbol)
    button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    button.setProperty("quiet", True)
    button.setAccessibleName(name)
    button.setToolTip(name)
    return button


def set_reason(button: QAbstractButton, reason: str) -> None:
    """Close a button with the reason in words, or open it with "".

    What the button does stays beside the mouse, the reason stands below it.
    """
    before = str(button.property(_REASON) or "")
    shown = button.toolTip().removesuffix(before).rstrip() if before else button.toolTip()
    button.setProperty(_REASON, reason)
    button.setEnabled(not reason)
    button.setToolTip(f"{shown}\n{reason}".strip())
    button.setAccessibleDescription(reason)


_REASON = "reason"


class _SymbolButton(QPushButton):
    """As narrow as its symbol allows in the present font."""

    def sizeHint(self) -> QSize:
        """Room for the symbol and the frame around it."""
        best = super().sizeHint()
        advance = self.fontMetrics().horizontalAdvance(self.text())
        wide = advance + _FRAME_PX if self.text() else best.width()
        return QSize(max(_SYMBOL_PX, wide), best.height())

    def minimumSizeHint(self) -> QSize:
        """The same: a symbol that is cut off says nothing."""
        return self.sizeHint()
