"""The table of settings: name, value, where it comes from."""

from __future__ import annotations

import unicodedata
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject

from app.setting_kinds import Group
from app.setting_layers import Standing
from app.setting_words import GROUPS, value_words, whence_words
from app.ui.rows_model import RowsModel


@dataclass(frozen=True, slots=True)
class SettingRow:
    """One setting.

    Attributes:
        is_waiting: It was changed and counts from the next start.
    """

    standing: Standing
    is_waiting: bool = False

    @property
    def name(self) -> str:
        """Name of the setting."""
        return self.standing.setting.name


class SettingsModel(RowsModel[SettingRow]):
    """Read-only rows; changes go through the editor beside them."""

    columns = 3

    def __init__(self, language: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._language = language

    def headings(self) -> Sequence[str]:
        """Names of the columns."""
        return (self.tr("Setting"), self.tr("Value"), self.tr("Where it comes from"))

    def key(self, row: SettingRow) -> Hashable:
        """The name of the setting."""
        return row.name

    def text(self, row: SettingRow, column: int) -> str:
        """Label, value, or place."""
        standing = row.standing
        if column == 0:
            return standing.setting.label.text(self._language)
        if column == 1:
            return value_words(standing.setting, standing.value, self._language)
        whence = whence_words(standing, self._language)
        return (
            self.tr("%1 · from the next start").replace("%1", whence) if row.is_waiting else whence
        )


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A group with its number of settings; None stands for all."""

    group: Group | None
    count: int


class GroupsModel(RowsModel[GroupRow]):
    """The groups on the left."""

    def __init__(self, language: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._language = language

    def key(self, row: GroupRow) -> Hashable:
        """The group."""
        return row.group

    def text(self, row: GroupRow, _column: int) -> str:
        """Its name."""
        if row.group is None:
            return self.tr("All settings")
        return GROUPS[row.group].text(self._language)


def matches(standing: Standing, typed: str) -> bool:
    """Whether every typed word stands in what is said of a setting; marks do not matter."""
    setting = standing.setting
    said = (setting.label, setting.does, GROUPS[setting.group])
    text = " ".join([setting.name, str(standing.value), *(f"{each.vi} {each.en}" for each in said)])
    plain = _plain(text)
    return all(word in plain for word in _plain(typed).split())


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return "".join(each for each in letters if not unicodedata.combining(each))
