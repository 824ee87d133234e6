"""Who the dossier belongs to, told or changed after it was opened.

Enter        take what stands in the field
Alt+1..3     take a person whose card was read
Esc          leave it as it is
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.domain.owner import Owner
from app.services.owner import OwnerGuess
from app.ui.look import SPACE_PX, as_title
from app.ui.owner_field import OwnerField, owner_name

SHOWN_GUESSES = 3


class OwnerPanel(QFrame):
    """Panel in the place of the form.

    Signals:
        wanted(Owner): This is the owner.
        given_up(): Nothing is to be changed.
    """

    wanted = Signal(object)
    given_up = Signal()

    def __init__(self, language: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._guesses: tuple[OwnerGuess, ...] = ()
        self.field = OwnerField(language, self)
        self.offer = QLabel(self.tr("Read from the papers:"), self)
        self.buttons = [self._guess_button(number) for number in range(SHOWN_GUESSES)]
        self.save_button = QPushButton(self.tr("This is the owner  Enter"), self)
        self.save_button.setProperty("primary", True)
        self.cancel_button = QPushButton(self.tr("Never mind"), self)
        for button in (self.save_button, self.cancel_button):
            button.setAccessibleName(button.text())
        self._arrange()
        self.field.settled.connect(self._settled)
        self.save_button.clicked.connect(self.field.settle)
        self.cancel_button.clicked.connect(self.given_up)

    def _guess_button(self, number: int) -> QPushButton:
        button = QPushButton(self)
        button.setAccessibleName(self.tr("Person read from the papers"))
        button.clicked.connect(self._guess_pressed)
        button.setProperty("number", number)
        return button

    def _arrange(self) -> None:
        title = QLabel(self.tr("Owner of the dossier"), self)
        as_title(title)
        hint = QLabel(self.tr("Papers count as digitized only when their owner is known."), self)
        hint.setWordWrap(True)
        choice = QHBoxLayout()
        choice.addWidget(self.save_button, 1)
        choice.addWidget(self.cancel_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*(2 * SPACE_PX,) * 4)
        layout.setSpacing(SPACE_PX)
        for widget in (title, hint, self.field, self.offer, *self.buttons):
            layout.addWidget(widget)
        layout.addLayout(choice)
        layout.addStretch(1)

    def start(self, owner: Owner | None) -> None:
        """Begin with the owner as known now."""
        self.field.clear()
        self.set_guesses(())
        if owner is not None:
            self.field.blockSignals(True)
            self.field.show_owner(owner)
            self.field.blockSignals(False)
            self.field.text.selectAll()
        self.field.take_keyboard()

    def set_guesses(self, guesses: tuple[OwnerGuess, ...]) -> None:
        """Offer these persons, each with a key of its own."""
        self._guesses = guesses[:SHOWN_GUESSES]
        self.offer.setVisible(bool(self._guesses))
        for number, button in enumerate(self.buttons):
            is_used = number < len(self._guesses)
            button.setVisible(is_used)
            if is_used:
                guess = self._guesses[number]
                doubt = "" if guess.is_sure else " ?"
                text = f"Alt+{number + 1}   {owner_name(guess.owner)}{doubt}"
                button.setText(text.replace("&", "&&"))
                button.setAccessibleName(text)
                button.setShortcut(QKeySequence(f"Alt+{number + 1}"))

    def _guess_pressed(self) -> None:
        button = self.sender()
        number = self.buttons.index(button) if isinstance(button, QPushButton) else 0
        if number < len(self._guesses):
            self.wanted.emit(self._guesses[number].owner)

    def _settled(self) -> None:
        if self.field.owner is not None:
            self.wanted.emit(self.field.owner)
        else:
            self.field.refuse("owner.unknown")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc gives up."""
        if event.matches(QKeySequence.StandardKey.Cancel):
            self.given_up.emit()
        else:
            super().keyPressEvent(event)
