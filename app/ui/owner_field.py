"""The owner of a dossier as the officer gives it: typed, or a card under a keyboard scanner."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QVBoxLayout, QWidget

from app.domain.owner import Owner, OwnerKind
from app.ui.entry import typed_text
from app.ui.look import SPACE_PX, Tone, tint
from app.ui.messages import sentence

translate = QCoreApplication.translate


def owner_name(owner: Owner) -> str:
    """Name and id, the kind where there is neither."""
    return " · ".join(part for part in (owner.name, owner.id) if part) or kind_name(owner.kind)


def kind_name(kind: OwnerKind) -> str:
    """Word for who the owner is."""
    names = {
        OwnerKind.CITIZEN: translate("owner", "Citizen"),
        OwnerKind.ENTERPRISE: translate("owner", "Enterprise"),
        OwnerKind.AGENCY: translate("owner", "Agency"),
        OwnerKind.ORGANISATION: translate("owner", "Other organisation"),
    }
    return names[kind]


class OwnerField(QWidget):
    """Kind and id; below it who that is, or why it is nobody.

    Signals:
        read_wanted(str): Understand this text, then `show_owner` or `refuse`.
        settled(): The owner is known, or the field was left empty on purpose.
        refused(): The text is no owner.
    """

    read_wanted = Signal(str)
    settled = Signal()
    refused = Signal()

    def __init__(self, language: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self._owner: Owner | None = None
        self.kind = QComboBox(self)
        self.kind.setAccessibleName(self.tr("Kind of owner"))
        self.kind.view().setAccessibleName(self.tr("Kind of owner"))
        for kind in OwnerKind:
            self.kind.addItem(kind_name(kind), kind.value)
        self.text = QLineEdit(self)
        self.text.setAccessibleName(self.tr("Id of the owner"))
        self.state = QLabel(self)
        self.state.setWordWrap(True)
        self.state.setTextFormat(Qt.TextFormat.PlainText)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_PX // 2)
        for widget in (self.kind, self.text, self.state):
            layout.addWidget(widget)
        self.text.textEdited.connect(self._edited)
        self.text.returnPressed.connect(self.settle)
        self.kind.currentIndexChanged.connect(self._edited)
        self.clear()

    def take_keyboard(self) -> None:
        """Let the officer type; a focus proxy would make Tab pass over the kind."""
        self.text.setFocus()

    def clear(self) -> None:
        """Nobody is named."""
        self.kind.setCurrentIndex(0)
        self.text.clear()
        self._edited()

    @property
    def owner(self) -> Owner | None:
        """Who was named, None while nobody is."""
        return self._owner

    @property
    def is_settled(self) -> bool:
        """Whether nothing in the field still has to be understood."""
        return self._owner is not None or (self._is_citizen and not typed_text(self.text))

    @property
    def _is_citizen(self) -> bool:
        return self._kind is OwnerKind.CITIZEN

    @property
    def _kind(self) -> OwnerKind:
        return OwnerKind(str(self.kind.currentData()))

    def settle(self) -> None:
        """Find out who is meant; ends in `settled` or `refused`."""
        if self.is_settled:
            self.settled.emit()
        elif self._is_citizen:
            self.read_wanted.emit(self.text.text())
        else:
            self.show_owner(Owner(self._kind, typed_text(self.text)))

    def show_owner(self, owner: Owner) -> None:
        """This is the owner."""
        self.kind.setCurrentIndex(self.kind.findData(owner.kind.value))
        self.text.setText(owner.id)
        self._owner = owner
        self._say(f"✓ {owner_name(owner)}", Tone.GOOD)
        self.settled.emit()

    def refuse(self, code: str) -> None:
        """The text names nobody, for this reason."""
        self._say(f"! {sentence(code, self._language)}", Tone.WRONG)
        self.text.selectAll()
        self.text.setFocus()
        self.refused.emit()

    def _edited(self, *_what: object) -> None:
        self._owner = None
        hint = self.tr("Scan the QR code of the card, or type 12 digits")
        self.text.setPlaceholderText(hint if self._is_citizen else self.tr("Code; may stay empty"))
        self.state.hide()

    def _say(self, text: str, tone: Tone) -> None:
        self.state.setText(text)
        tint(self.state, tone)
        self.state.show()
