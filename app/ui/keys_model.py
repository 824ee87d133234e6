"""The keys as a list: where, which key, what it does; and the card that is printed of them."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt

from app.services.key_card_drawing import CardPart, KeyCard
from app.ui.keyboard import Keyboard
from app.ui.keys import TABLE, Key, Keys, Scope, key_label
from app.ui.rows_model import RowsModel

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class KeyRow:
    """A key as it is now.

    Attributes:
        key: Row of the table.
        keys: Its keys now.
    """

    key: Key
    keys: Keys

    @property
    def is_own(self) -> bool:
        """The officer chose other keys than those of the table."""
        return self.keys != self.key.keys


def key_rows(keyboard: Keyboard) -> tuple[KeyRow, ...]:
    """All keys as they are now."""
    return tuple(KeyRow(key, keyboard.keys(key.id)) for key in TABLE)


class KeysModel(RowsModel[KeyRow]):
    """One row per action."""

    columns = 4

    def key(self, row: KeyRow) -> Hashable:
        """Id of the action."""
        return row.key.id

    def text(self, row: KeyRow, column: int) -> str:
        """What a cell shows."""
        cells = (keys_words(row.keys), row.key.words, row.key.scope.words, kind_words(row))
        return cells[column]

    def decoration(self, row: KeyRow, column: int, role: int) -> Any:  # Qt variant
        """What the key was as delivered, beside the mouse."""
        if role == Qt.ItemDataRole.ToolTipRole and column == 0 and row.is_own:
            text = translate("keys_list", "As delivered: %1")
            return text.replace("%1", keys_words(row.key.keys))
        return None

    def headings(self) -> Sequence[str]:
        """Names of the columns."""
        return (
            translate("keys_list", "Key"),
            translate("keys_list", "What it does"),
            translate("keys_list", "Where"),
            translate("keys_list", "Kind"),
        )


def keys_words(keys: Keys) -> str:
    """Keys as they are read; several that look alike stand once."""
    labels = list(dict.fromkeys(key_label(key) for key in keys))
    if len(labels) > 3:
        return f"{labels[0]} … {labels[-1]}"
    return " / ".join(labels)


def kind_words(row: KeyRow) -> str:
    """Whether the key can be changed, or was."""
    if row.key.is_fixed:
        return translate("keys_list", "■ fixed")
    return translate("keys_list", "✎ your own") if row.is_own else ""


def key_card(keyboard: Keyboard) -> KeyCard:
    """The card of all keys as they are now, screen by screen."""
    parts = tuple(
        CardPart(
            scope.words,
            tuple(
                (keys_words(keyboard.keys(key.id)), key.words)
                for key in TABLE
                if key.scope is scope and keyboard.keys(key.id)
            ),
        )
        for scope in Scope
    )
    return KeyCard(
        translate("keys_list", "Keys of the digitization station"),
        translate(
            "keys_list", "Single letters act only while no field is being typed in. F1 shows help."
        ),
        tuple(part for part in parts if part.rows),
    )
