"""The editor of one setting: what it does, its value, checked as it is typed, and where from."""

from __future__ import annotations

import unicodedata

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from app.setting_kinds import Kind, Setting, Unfit
from app.setting_layers import Scope, Standing
from app.setting_words import (
    NO,
    YES,
    flaw_words,
    lock_words,
    number_text,
    range_words,
    value_words,
    whence_words,
)
from app.ui.buttons import button_with_key, named_button
from app.ui.keyboard import shortcut
from app.ui.look import SPACE_PX, Tone, as_title, embolden, tint
from app.ui.roomy import bring_into_sight

_FILES = frozenset({Kind.FILE, Kind.FOLDER})
_CHOSEN = frozenset({Kind.CHOICE, Kind.SWITCH})
LANGUAGE = "window_language"


class SettingEditor(QFrame):
    """Shows one setting and gives what is typed or chosen; there is no button to save.

    Signals:
        given(str, object): Name of a setting and its new value.
        reset_wanted(str): Take the value out of the station's file.
        refused(str): What was typed was left and makes no sense; a sentence.
        left(): The officer is done here.
        reopen_wanted(str): The window is to come anew in the language that is set.
    """

    given = Signal(str, object)
    reset_wanted = Signal(str)
    refused = Signal(str)
    left = Signal()
    reopen_wanted = Signal(str)

    def __init__(self, language: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._language = language
        self._standing: Standing | None = None
        self._closed = ""
        self._dialog: QFileDialog | None = None
        self.title, self.does, self.unit = (QLabel(self) for _ in range(3))
        self.said, self.whence, self.usual = (QLabel(self) for _ in range(3))
        as_title(self.title)
        for label in (self.title, self.does, self.said, self.whence, self.usual):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.text = QLineEdit(self)
        self.choice = QComboBox(self)
        self.file_button = button_with_key(self.tr("Choose…"), "settings.choose", self)
        self.can_reopen = False
        self.reopen_button = named_button(self.tr("Open the window in this language now"), self)
        self.reopen_button.setProperty("primary", True)
        self.reset_button = button_with_key(self.tr("Reset"), "settings.reset", self)
        self._arrange()
        self._connect()
        self.show_standing(None, is_administrator=False)

    def _arrange(self) -> None:
        line = QHBoxLayout()
        line.addWidget(self.text, 1)
        line.addWidget(self.choice, 1)
        line.addWidget(self.unit)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*(SPACE_PX * 2,) * 4)
        layout.setSpacing(SPACE_PX)
        layout.addWidget(self.title)
        layout.addWidget(self.does)
        layout.addSpacing(SPACE_PX)
        layout.addLayout(line)
        layout.addWidget(self.file_button)
        layout.addWidget(self.said)
        layout.addWidget(self.reopen_button)
        layout.addSpacing(SPACE_PX)
        layout.addWidget(self.whence)
        layout.addWidget(self.usual)
        layout.addWidget(self.reset_button)
        layout.addStretch(1)

    def _connect(self) -> None:
        self.text.textEdited.connect(self._typed)
        self.text.editingFinished.connect(self._finish)
        self.text.installEventFilter(self)
        self.choice.activated.connect(self._chosen)
        self.choice.installEventFilter(self)
        self.file_button.clicked.connect(self._ask_for_file)
        self.reset_button.clicked.connect(self._reset)
        self.reopen_button.clicked.connect(self._reopen)

    def take_keys(self, screen: QWidget) -> None:
        """Let the keys of the screen reach the buttons here."""
        shortcut("settings.choose", screen, self.file_button.click)
        shortcut("settings.reset", screen, self.reset_button.click)

    @property
    def name(self) -> str:
        """Name of the setting on show, "" for none."""
        return self._standing.setting.name if self._standing else ""

    def begin(self) -> None:
        """Put the keyboard where the value is."""
        field = self.choice if self.choice.isVisibleTo(self) else self.text
        field.setFocus()
        if field is self.text:
            self.text.selectAll()

    def show_standing(self, standing: Standing | None, *, is_administrator: bool) -> None:
        """Show a setting; what is being typed into the same one stays."""
        if standing is not None and standing.setting.name == self.name and self._is_typing:
            self._standing = standing
            return
        self._standing = standing
        self.setVisible(standing is not None)
        if standing is None:
            return
        setting = standing.setting
        self._closed = lock_words(standing, self._language)
        if not self._closed and setting.is_admins and not is_administrator:
            self._closed = self.tr("Only an administrator may change this.")
        self._show_words(standing)
        self._show_value(standing)
        self._tell("", None)

    def _show_words(self, standing: Standing) -> None:
        setting, language = standing.setting, self._language
        label = setting.label.text(language)
        self.title.setText(label)
        self.does.setText(f"{setting.does.text(language)}.")
        for field in (self.text, self.choice):
            field.setAccessibleName(label)
            field.setAccessibleDescription(self.does.text())
        origin = self.tr("Where it comes from: %1")
        self.whence.setText(origin.replace("%1", whence_words(standing, language)))
        embolden(self.whence)
        usual = self.tr("Built in: %1").replace(
            "%1", value_words(setting, setting.default, language)
        )
        self.usual.setText(usual)
        self.usual.setVisible(setting.name != "data_dir")
        self.unit.setText(setting.unit.text(language))

    def _show_value(self, standing: Standing) -> None:
        setting = standing.setting
        is_chosen = setting.kind in _CHOSEN
        self.choice.setVisible(is_chosen)
        self.text.setVisible(not is_chosen)
        self.unit.setVisible(bool(self.unit.text()))
        self.file_button.setVisible(setting.kind in _FILES)
        is_other = setting.name == LANGUAGE and standing.value != self._language
        self.reopen_button.setVisible(is_other and self.can_reopen)
        for field in (self.text, self.choice, self.file_button):
            field.setEnabled(not self._closed)
            field.setToolTip(self._closed)
        if is_chosen:
            self._fill_choices(setting, standing.value)
        else:
            self.text.setText(number_text(standing.value))
        is_own = standing.scope is Scope.STATION
        why = self._closed or ("" if is_own else self.tr("The station's file does not set it."))
        self.reset_button.setEnabled(not why)
        self.reset_button.setToolTip(why or self.tr("Take it out of the station's file"))
        self.reset_button.setAccessibleDescription(why)

    def _fill_choices(self, setting: Setting, value: object) -> None:
        self.choice.clear()
        if setting.kind is Kind.SWITCH:
            for each, said in ((True, YES), (False, NO)):
                self.choice.addItem(said.text(self._language).capitalize(), each)
        for choice in setting.choices:
            self.choice.addItem(choice.label.text(self._language), choice.value)
        self.choice.setCurrentIndex(self.choice.findData(value))

    @property
    def _is_typing(self) -> bool:
        return self.text.isVisibleTo(self) and self.text.hasFocus() and self._is_changed

    @property
    def _is_changed(self) -> bool:
        standing = self._standing
        return standing is not None and self.text.text() != number_text(standing.value)

    def _typed(self, _text: str) -> None:
        """Say whether what stands there makes sense."""
        flaw = self._flaw()
        if flaw:
            self._tell(flaw, Tone.WRONG)
        else:
            self._tell(self.tr("Enter saves it; Esc leaves it as it was."), None)

    def _flaw(self) -> str:
        """What is wrong with the typed text, "" for nothing."""
        standing = self._standing
        if standing is None:
            return ""
        try:
            standing.setting.read_typed(self._plain_text())
        except Unfit as error:
            return flaw_words(standing.setting, error.flaw, self._language).strip()
        return ""

    def _plain_text(self) -> str:
        text = self.text.text().strip()
        standing = self._standing
        # names of files are bytes of the disk: they stay as they were chosen
        is_file = standing is not None and standing.setting.kind in _FILES
        return text if is_file else unicodedata.normalize("NFC", text)

    def _finish(self) -> None:
        standing = self._standing
        if standing is None or self._closed or not self._is_changed:
            return
        flaw = self._flaw()
        if not flaw:
            self.given.emit(standing.setting.name, self._plain_text())
        elif not self.text.hasFocus():
            said = self.tr("%1 was not saved.")
            self.refused.emit(f"{said.replace('%1', self.title.text())} {flaw}")

    def _chosen(self, number: int) -> None:
        standing = self._standing
        value = self.choice.itemData(number)
        if standing is not None and not self._closed and value != standing.value:
            self.given.emit(standing.setting.name, value)

    def _reset(self) -> None:
        if self.name:
            self.reset_wanted.emit(self.name)

    def _reopen(self) -> None:
        if self._standing is not None:
            self.reopen_wanted.emit(str(self._standing.value))

    def tell_saved(self, sentence: str, *, is_doubtful: bool = False) -> None:
        """Say what came of a change."""
        self._tell(sentence, Tone.LOOK if is_doubtful else Tone.GOOD)

    def _tell(self, sentence: str, tone: Tone | None) -> None:
        standing = self._standing
        if self._closed and not sentence:
            sentence = self._closed
        elif not sentence and standing is not None:
            sentence = range_words(standing.setting, self._language)
        signs = {Tone.WRONG: "! ", Tone.LOOK: "? ", Tone.GOOD: "✓ "}
        self.said.setText(f"{signs.get(tone, '') if tone else ''}{sentence}")
        self.said.setVisible(bool(sentence))
        tint(self.said, tone)
        if sentence:
            bring_into_sight(self.said)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc leaves the value as it was; a wheel that passes by changes nothing."""
        if watched is self.choice and event.type() is QEvent.Type.Wheel:
            event.ignore()
            return not self.choice.hasFocus()
        if self._standing is not None and _is_escape(event):
            if watched is self.text:
                self.text.setText(number_text(self._standing.value))
                self._tell("", None)
            self.left.emit()
            return True
        return super().eventFilter(watched, event)

    def _ask_for_file(self) -> None:
        """Open the file dialog beside the work; it stands in nobody's way."""
        standing = self._standing
        if standing is None or self._closed or standing.setting.kind not in _FILES:
            return
        if self._dialog is None:
            self._dialog = QFileDialog(self)
            self._dialog.setModal(False)
            self._dialog.fileSelected.connect(self._file_chosen)
        is_folder = standing.setting.kind is Kind.FOLDER
        mode = QFileDialog.FileMode.Directory if is_folder else QFileDialog.FileMode.ExistingFile
        self._dialog.setFileMode(mode)
        self._dialog.setWindowTitle(self.title.text())
        self._dialog.setProperty("setting", standing.setting.name)
        self._dialog.show()

    def _file_chosen(self, path: str) -> None:
        name = self._dialog.property("setting") if self._dialog is not None else ""
        if name and path:
            self.given.emit(str(name), path)


def _is_escape(event: QEvent) -> bool:
    if not isinstance(event, QKeyEvent) or event.type() is not QEvent.Type.KeyPress:
        return False
    return event.key() == Qt.Key.Key_Escape
