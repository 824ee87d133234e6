"""The settings on screen: groups on the left, the settings, and the editor of the chosen one."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QSplitter,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from app.services.settings_change import SettingsView as Shown
from app.setting_kinds import Group
from app.setting_layers import SettingTrouble
from app.setting_words import trouble_words
from app.settings import declared
from app.ui.buttons import button_with_key
from app.ui.keyboard import follow, keyboard, shortcut
from app.ui.look import SPACE_PX, Tone, tint
from app.ui.roomy import Roomy
from app.ui.row_tables import show_rows
from app.ui.rows_model import Role
from app.ui.setting_editor import SettingEditor
from app.ui.settings_model import GroupRow, GroupsModel, SettingRow, SettingsModel, matches

_SHOWN_TROUBLES = 3
_EDITOR_PX = 420
_NARROW = 60
"""Letters of room below which a column is left out."""


class SettingsView(QWidget):
    """Everything that can be set; shows what it is told, and says what is wanted.

    Signals:
        undo_wanted(): Take the last change back.
    """

    undo_wanted = Signal()

    def __init__(self, language: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self._shown: Shown | None = None
        self.model = SettingsModel(language, self)
        self.groups_model = GroupsModel(language, self)
        self.search = QLineEdit(self)
        self.search.setClearButtonEnabled(True)
        self.search.setAccessibleName(self.tr("Search the settings"))
        follow(self.search, self._name_search)
        self.groups = QTableView(self)
        self.table = QTableView(self)
        self.editor = SettingEditor(language, self)
        self.troubles, self.waiting, self.empty = (QLabel(self) for _ in range(3))
        for label in (self.troubles, self.waiting, self.empty):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.empty.setText(self.tr("No setting has these words. Clear the search to see all."))
        self.undo_button = button_with_key(self.tr("Undo last change"), "undo", self)
        self._set_up_lists()
        self._arrange()
        self._connect()
        self._show_groups()
        self._refresh()

    def _name_search(self) -> None:
        key = keyboard().label("settings.find")
        self.search.setPlaceholderText(self.tr("Search: server, retention…  %1").replace("%1", key))

    def _set_up_lists(self) -> None:
        self.groups.setModel(self.groups_model)
        self.groups.setAccessibleName(self.tr("Groups of settings"))
        show_rows(self.groups)
        self.groups.horizontalHeader().hide()
        self.groups.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.table.setModel(self.model)
        self.table.setAccessibleName(self.tr("Settings"))
        show_rows(self.table)
        self.table.setAlternatingRowColors(True)
        header = self.table.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)

    def _arrange(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.search, 1)
        top.addWidget(self.undo_button)
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(SPACE_PX)
        middle = QWidget(self)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.empty)
        column.addWidget(self.table, 1)
        for part in (self.groups, middle, Roomy(self.editor, keeps_width=True)):
            self.splitter.addWidget(part)
        self.splitter.setStretchFactor(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, SPACE_PX // 2, 0, 0)
        layout.setSpacing(SPACE_PX)
        layout.addLayout(top)
        layout.addWidget(self.troubles)
        layout.addWidget(self.waiting)
        layout.addWidget(self.splitter, 1)

    def _connect(self) -> None:
        self.search.textEdited.connect(self._refresh)
        self.search.installEventFilter(self)
        self.table.installEventFilter(self)
        self.groups.selectionModel().currentChanged.connect(self._refresh)
        self.table.selectionModel().currentChanged.connect(self._choice_changed)
        self.table.activated.connect(self._begin)
        self.editor.left.connect(self.table.setFocus)
        self.undo_button.clicked.connect(self.undo_wanted)
        shortcut("settings.find", self, self.to_search)
        self.editor.take_keys(self)

    def to_search(self) -> None:
        """Put the keyboard into the search."""
        self.search.setFocus()
        self.search.selectAll()

    def show_settings(self, shown: Shown | None) -> None:
        """Show how settings stand; the choice stays. None shows nothing."""
        self._shown = shown
        self._refresh()
        self._show_head(shown)

    def say(self, name: str, sentence: str, *, is_doubtful: bool = False) -> None:
        """Say what came of a change, beside the setting if it is on show."""
        self.select(name)
        if self.editor.name == name:
            self.editor.tell_saved(sentence, is_doubtful=is_doubtful)

    def select(self, name: str) -> None:
        """Choose a setting by its name, in whatever group it is."""
        if self.model.row_of(name) < 0 and name in declared():
            self.search.clear()
            number = self.groups_model.row_of(declared()[name].group)
            self.groups.setCurrentIndex(self.groups_model.index(number, 0))
            self._refresh()
        number = self.model.row_of(name)
        if number >= 0 and self.table.currentIndex().row() != number:
            index = self.model.index(number, 0)
            self.table.setCurrentIndex(index)
            self.table.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)

    @property
    def chosen(self) -> SettingRow | None:
        """The chosen row."""
        row = self.table.currentIndex().siblingAtColumn(0).data(Role.ROW)
        return row if isinstance(row, SettingRow) else None

    def _show_groups(self) -> None:
        settings = declared().values()
        rows = [GroupRow(None, len(settings))]
        rows += [GroupRow(g, sum(each.group is g for each in settings)) for g in Group]
        self.groups_model.set_rows(rows)
        self.groups.setCurrentIndex(self.groups_model.index(1, 0))

    def _show_head(self, shown: Shown | None) -> None:
        troubles = shown.resolved.troubles if shown else ()
        self.troubles.setText("\n".join(self._trouble_lines(troubles)))
        self.troubles.setVisible(bool(troubles))
        tint(self.troubles, Tone.LOOK)
        count = len(shown.waiting) if shown else 0
        self.waiting.setText(
            self.tr(
                "◷ %n change(s) count from the next start: close the window, open it.", "", count
            )
        )
        self.waiting.setVisible(count > 0)
        is_any = shown is not None and bool(shown.undoable)
        why = "" if is_any else self.tr("Nothing was changed since the station was opened.")
        self.undo_button.setEnabled(is_any)
        self.undo_button.setToolTip(why)
        self.undo_button.setAccessibleDescription(why)

    def _trouble_lines(self, troubles: tuple[SettingTrouble, ...]) -> list[str]:
        lines = [f"! {trouble_words(each, self._language)}" for each in troubles[:_SHOWN_TROUBLES]]
        rest = len(troubles) - _SHOWN_TROUBLES
        return [*lines, self.tr("… and %n more.", "", rest)] if rest > 0 else lines

    def _refresh(self, *_changed: object) -> None:
        """Show the settings of the group, or of all groups where words are searched."""
        shown, typed = self._shown, self.search.text().strip()
        group_row = self.groups.currentIndex().data(Role.ROW)
        group = None if typed or not isinstance(group_row, GroupRow) else group_row.group
        standings = shown.resolved.standings.values() if shown else ()
        waiting = shown.waiting if shown else frozenset[str]()
        rows = [
            SettingRow(each, each.setting.name in waiting)
            for each in sorted(standings, key=lambda each: _ORDER[each.setting.group])
            if (group is None or each.setting.group is group) and matches(each, typed)
        ]
        self.model.set_rows(rows)
        self.empty.setVisible(bool(typed) and not rows)
        self._fit_columns()
        if rows and not self.table.currentIndex().isValid():
            self.table.setCurrentIndex(self.model.index(0, 0))
        self._choice_changed()

    def _fit_columns(self) -> None:
        """Room for the texts; where there is little, the place stands beside the value alone."""
        header, measure = self.table.horizontalHeader(), self.table.fontMetrics()
        room = self.table.viewport().width()
        is_narrow = room < measure.averageCharWidth() * _NARROW
        self.table.setColumnHidden(2, is_narrow)
        for column, most in ((0, 0.6 if is_narrow else 0.45), (2, 0.35)):
            texts = [self.model.text(row, column) for row in self.model.rows]
            texts.append(f"{self.model.headings()[column]} ")
            wide = max((measure.horizontalAdvance(text) for text in texts), default=0)
            header.resizeSection(column, min(wide + 4 * SPACE_PX, int(room * most)))

    def _fit_text(self) -> None:
        """Heights and widths that follow the size of the text."""
        high = self.fontMetrics().height() + 16
        for table in (self.groups, self.table):
            table.verticalHeader().setDefaultSectionSize(high)
        measure = self.groups.fontMetrics()
        texts = [self.groups_model.text(row, 0) for row in self.groups_model.rows]
        wide = max((measure.horizontalAdvance(text) for text in texts), default=0) + 5 * SPACE_PX
        self.splitter.setSizes([wide, max(self.width() - wide - _EDITOR_PX, 1), _EDITOR_PX])
        self._fit_columns()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Columns follow the room."""
        super().resizeEvent(event)
        self._fit_text()

    def changeEvent(self, event: QEvent) -> None:
        """Another size of text needs other room."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._fit_text()

    def _choice_changed(self, *_indexes: QModelIndex) -> None:
        row, shown = self.chosen, self._shown
        is_administrator = shown is not None and shown.is_administrator
        standing = row.standing if row is not None else None
        self.editor.show_standing(standing, is_administrator=is_administrator)

    def _begin(self, _index: QModelIndex) -> None:
        self.editor.begin()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter goes on: from the search to the settings, from there into the editor."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if watched is self.search and (is_enter or event.key() == Qt.Key.Key_Down):
                self.table.setFocus()
                return True
            if watched is self.search and event.key() == Qt.Key.Key_Escape:
                self.search.clear()
                self._refresh()
                return True
            if watched is self.table and is_enter and self.chosen is not None:
                self.editor.begin()
                return True
        return super().eventFilter(watched, event)


_ORDER = {group: number for number, group in enumerate(Group)}
