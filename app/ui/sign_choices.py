"""What the officer chooses about a signature: who signs, what is shown of it, its level."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QWidget

from app.domain.signing import StampKind
from app.services.station import SigningOptions

LEVELS = ("b-b", "b-t", "b-lt", "b-lta")


class SignChoices(QWidget):
    """Three choices below each other.

    Signals:
        look_chosen(): Another look of the signature.
        agency_chosen(bool): The agency is to sign after the persons, or not.
    """

    look_chosen = Signal()
    agency_chosen = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.who = QComboBox(self)
        self.who.setAccessibleName(self.tr("Who signs"))
        self.who.addItem(self.tr("the signer"), False)
        self.who.addItem(self.tr("the signer and the agency's seal"), True)
        self.look = QComboBox(self)
        self.look.setAccessibleName(self.tr("What is shown of the signature"))
        self.level = QComboBox(self)
        self.level.setAccessibleName(self.tr("Level of the signature"))
        self._arrange()
        self.who.currentIndexChanged.connect(self._who_chosen)
        self.look.currentIndexChanged.connect(lambda _row: self.look_chosen.emit())

    def _arrange(self) -> None:
        self._form = QFormLayout(self)
        self._form.setContentsMargins(0, 0, 0, 0)
        for box in (self.who, self.look, self.level):
            box.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            box.setMinimumContentsLength(12)
        self._form.addRow(self.tr("&Who signs"), self.who)
        self._form.addRow(self.tr("&Shown as"), self.look)
        self._form.addRow(self.tr("&Level"), self.level)

    @property
    def stamp(self) -> StampKind:
        """What is to be shown of the signature."""
        chosen = self.look.currentData()
        return StampKind(chosen) if chosen else StampKind.NONE

    @property
    def wanted_level(self) -> str:
        """Level to sign at."""
        return str(self.level.currentData() or "")

    def set_options(self, options: SigningOptions, level: str) -> None:
        """Offer the looks and levels that the station's settings allow."""
        looks = [(self.tr("nothing on the page"), StampKind.NONE)]
        if options.person_picture:
            looks.append((self.tr("picture of the signature"), StampKind.PERSON))
        looks.append((self.tr("true copy, text at the top right"), StampKind.COPY))
        self.look.blockSignals(True)
        self.look.clear()
        for text, kind in looks:
            self.look.addItem(text, kind.value)
        for choice in (self.who, self.look, self.level):
            choice.view().setAccessibleName(choice.accessibleName())
        self.look.blockSignals(False)
        self.level.clear()
        for text, value in self._levels(options):
            self.level.addItem(text, value)
        self.level.setCurrentIndex(max(0, self.level.findData(level or options.level)))

    def choose_look(self, kind: StampKind) -> None:
        """Choose what is shown, where it is offered."""
        row = self.look.findData(kind.value)
        if row >= 0:
            self.look.setCurrentIndex(row)

    def set_agency(self, *, has_agency: bool) -> None:
        """Let the officer choose whether the agency signs too, where it has a key."""
        self._form.setRowVisible(self.who, has_agency)

    def choose_signers(self, *, with_agency: bool) -> None:
        """Choose who signs."""
        self.who.setCurrentIndex(self.who.findData(with_agency))

    def set_working(self, *, is_working: bool) -> None:
        """Nothing is chosen while signing is under way."""
        for choice in (self.who, self.look, self.level):
            choice.setEnabled(not is_working)

    def _levels(self, options: SigningOptions) -> list[tuple[str, str]]:
        texts = {
            "b-b": self.tr("B-B: signature"),
            "b-t": self.tr("B-T: with a time stamp"),
            "b-lt": self.tr("B-LT: with evidence for years"),
            "b-lta": self.tr("B-LTA: for archives"),
        }
        can = (
            1
            + bool(options.timestamp_urls)
            + 2 * bool(options.timestamp_urls and options.trust_dir)
        )
        return [(texts[value], value) for value in LEVELS[:can]]

    def _who_chosen(self, _row: int) -> None:
        self.agency_chosen.emit(bool(self.who.currentData()))
