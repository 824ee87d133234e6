"""First step: language of the window and size of its text, both at once."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton, QWidget

from app.domain.typing_check import SENTENCE
from app.ui.first_steps_view import StepBody
from app.ui.flow_layout import FlowLayout
from app.ui.look import SPACE_PX

LANGUAGES = {"vi": "Tiếng Việt", "en": "English"}
"""Each language names itself: whoever looks for it reads no other."""

SIZES = (100, 125, 150, 175, 200)


class LanguageStep(StepBody):
    """Two choices; each counts as soon as it is made.

    Signals:
        language_chosen(str): "vi" or "en".
        size_chosen(int): Text of so many per cent.
    """

    language_chosen = Signal(str)
    size_chosen = Signal(int)

    def __init__(self, language: str, percent: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.is_passed = True
        self._languages, self._sizes = QButtonGroup(self), QButtonGroup(self)
        self.say(self.tr("Language of the window"))
        self.languages = self._choices(LANGUAGES, language, self._languages)
        self.say(self.tr("Size of the text"))
        near = min(SIZES, key=lambda size: abs(size - percent))
        titles = {str(size): f"{size} %" for size in SIZES}
        self.sizes = self._choices(titles, str(near), self._sizes)
        self.say(self.tr("So large are words and numbers on the forms:"))
        self.sample = self.say(SENTENCE)
        self.column.addStretch(1)
        self._languages.buttonClicked.connect(self._language_clicked)
        self._sizes.buttonClicked.connect(self._size_clicked)

    def _choices(
        self, titles: dict[str, str], chosen: str, group: QButtonGroup
    ) -> dict[str, QRadioButton]:
        holder = QWidget(self)
        row = FlowLayout(holder)
        row.setSpacing(2 * SPACE_PX)
        made = {}
        for name, title in titles.items():
            button = QRadioButton(title, holder)
            button.setAccessibleName(title)
            button.setProperty("choice", name)
            button.setChecked(name == chosen)
            group.addButton(button)
            row.addWidget(button)
            made[name] = button
        line = QHBoxLayout()
        line.addWidget(holder)
        self.column.addLayout(line)
        return made

    def _language_clicked(self, button: QRadioButton) -> None:
        self.language_chosen.emit(str(button.property("choice")))

    def _size_clicked(self, button: QRadioButton) -> None:
        self.size_chosen.emit(int(str(button.property("choice"))))

    def came(self) -> None:
        """The chosen language has the keyboard."""
        chosen = self._languages.checkedButton()
        (chosen or self.languages["vi"]).setFocus()
