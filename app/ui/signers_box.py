"""Who signs: one key panel for each person and for the agency, in the order they sign."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QLabel,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.services.signing_people import KeyOffer
from app.ui.buttons import keyed_button, set_reason
from app.ui.key_panel import KeyPanel
from app.ui.keys import Scope
from app.ui.look import SPACE_PX, Tone, tint
from app.ui.sign_keys import FURTHER_PERSONS

_OFFER = Qt.ItemDataRole.UserRole
_SHOWN_OFFERS = 3


class SignersBox(QWidget):
    """The keys of one signing.

    Signals:
        changed(): Something that decides whether signing is open.
        entered(): Enter was pressed in a PIN.
        more_wanted(): Look for keys of further persons.
        offer_chosen(KeyOffer): A further person signs with this key.
        shown_below(QWidget): This has to be in sight.
        removed(int): The further person at this number, from 0, does not sign.
    """

    changed = Signal()
    entered = Signal()
    more_wanted = Signal()
    offer_chosen = Signal(object)
    removed = Signal(int)
    shown_below = Signal(QWidget)

    def __init__(self, language: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.person, self.agency = KeyPanel(language, self), KeyPanel(language, self)
        self.further = tuple(KeyPanel(language, self) for _ in range(FURTHER_PERSONS))
        self._order = self._label()
        self._note = self._label()
        tint(self._note, Tone.LOOK)
        self.offers = QListWidget(self)
        self.offers.setAccessibleName(self.tr("Key of the further signer"))
        self.offers.hide()
        self.add_button = keyed_button(self.tr("Add a signer  Ctrl+Shift+A"), self, Scope.SIGN)
        self.add_button.setAccessibleName(self.add_button.text())
        self.add_button.setProperty("quiet", True)
        self._arrange()
        self._connect()
        self.show_keys((False,) * FURTHER_PERSONS, with_agency=False)

    def _label(self) -> QLabel:
        label = QLabel(self)
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.hide()
        return label

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_PX)
        for part in (self._order, *self._all(), self._note, self.offers):
            column.addWidget(part)
        column.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)

    def _connect(self) -> None:
        for panel in self._all():
            panel.changed.connect(self.changed)
            panel.entered.connect(self.entered)
        for number, panel in enumerate(self.further):
            panel.removed.connect(lambda number=number: self.removed.emit(number))
        self.add_button.clicked.connect(self._more)
        self.offers.itemActivated.connect(self._take)
        self.offers.itemClicked.connect(self._take)

    def _all(self) -> tuple[KeyPanel, ...]:
        return (self.person, *self.further, self.agency)

    @property
    def shown(self) -> tuple[KeyPanel, ...]:
        """The keys that sign, in order."""
        return tuple(panel for panel in self._all() if not panel.isHidden())

    @property
    def note_text(self) -> str:
        """What is said about further signers."""
        return self._note.text()

    def show_keys(self, further: Sequence[bool], *, with_agency: bool) -> None:
        """Show a panel for each key that signs, numbered when there are several."""
        self.person.show()
        wanted = zip((*self.further, self.agency), (*further, with_agency), strict=True)
        for panel, is_shown in wanted:
            if not is_shown:
                panel.forget()
            panel.setVisible(is_shown)
        self._close_offers()
        several = len(self.shown) > 1
        for number, panel in enumerate(self.shown, start=1):
            role = self.tr("%1. Agency") if panel is self.agency else self.tr("%1. Signer")
            text = role.replace("%1", str(number)) if several else ""
            panel.set_role(text, can_leave=panel in self.further)
        order = self.tr("They sign from top to bottom.")
        _say(self._order, order if several else "")
        self.add_button.setVisible(not all(further))
        self.changed.emit()

    def show_offers(self, offers: Sequence[KeyOffer]) -> None:
        """One key is taken at once, of several one is chosen, none is said."""
        self._close_offers()
        if not offers:
            _say(
                self._note,
                self.tr(
                    "No further key is here. Plug in the token of the next signer and press again."
                ),
            )
            self.shown_below.emit(self._note)
        elif len(offers) == 1:
            self.offer_chosen.emit(offers[0])
        else:
            self._list(offers)

    def forget(self) -> None:
        """Nothing typed, nothing refused."""
        for panel in self._all():
            panel.forget()
        self._close_offers()

    def forget_further(self) -> None:
        """A PIN never stays where another key has come."""
        for panel in self.further:
            panel.forget()

    def refuse(self, code: str, tries_left: int | None, place: int | None = None) -> None:
        """A PIN was wrong: say so at its key; all of them are asked for again."""
        panels = self.shown
        wrong = panels if place is None or place >= len(panels) else (panels[place],)
        for panel in panels:
            panel.forget()
        for panel in reversed(wrong):
            panel.refuse(code, tries_left)
        if len(panels) > 1:
            self.focus_pin()

    def why_closed(self) -> str:
        """Why these keys cannot sign yet, "" when all can; what is worst first."""
        for panel in self.shown:
            if not panel.token.can_sign:
                return panel.why_closed()
        return ""

    def why_waits(self) -> str:
        """What has to be typed yet, "" when all is there."""
        return next((why for panel in self.shown if (why := panel.why_closed())), "")

    def focus_pin(self) -> None:
        """Put the keyboard into the first empty PIN, if one is open."""
        for panel in self.shown:
            if panel.wants_secret:
                panel.pin.setFocus()
                self.shown_below.emit(panel.pin)
                return

    def take(self) -> list[bytearray]:
        """The PINs, one for each key; the fields are empty afterwards."""
        return [panel.take() for panel in self.shown]

    def set_working(self, *, is_working: bool) -> None:
        """Nobody is added or left out while keys sign."""
        why = self.tr("The keys are signing just now.") if is_working else ""
        set_reason(self.add_button, why)
        for panel in self.further:
            set_reason(panel.remove_button, why)

    def _more(self) -> None:
        _say(self._note, "")
        self.more_wanted.emit()

    def _list(self, offers: Sequence[KeyOffer]) -> None:
        for offer in offers:
            QListWidgetItem(offer.label, self.offers).setData(_OFFER, offer)
        _say(self._note, self.tr("Whose key is it? Choose with the arrow keys and Enter."))
        rows = min(_SHOWN_OFFERS, len(offers))
        row_px = max(self.offers.sizeHintForRow(0), self.fontMetrics().lineSpacing())
        self.offers.setFixedHeight(rows * row_px + SPACE_PX)
        self.offers.setCurrentRow(0)
        self.offers.show()
        self.offers.setFocus()
        self.shown_below.emit(self.offers)

    def _take(self, item: QListWidgetItem) -> None:
        offer = item.data(_OFFER)
        if isinstance(offer, KeyOffer) and not self.offers.isHidden():
            self._close_offers()
            self.offer_chosen.emit(offer)

    def _close_offers(self) -> None:
        self.offers.hide()
        self.offers.clear()
        _say(self._note, "")


def _say(label: QLabel, text: str) -> None:
    label.setText(text)
    label.setVisible(bool(text))
