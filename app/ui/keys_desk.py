"""The officer's own keys: changed on a screen, applied at once, kept for the next time."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from app.services.key_card import CardPaper, save_key_card
from app.services.key_choices import KeyChoices
from app.services.station import Station
from app.ui.jobs_bridge import JobsBridge, Lane
from app.ui.keyboard import Refusal, keyboard
from app.ui.keys import BY_ID, key_label
from app.ui.keys_model import KeysModel, key_card, key_rows
from app.ui.keys_view import KeysView
from app.ui.tab_desk import TabDesk
from app.ui.trouble_desk import TroubleDesk
from app.ui.window import Window


class KeysDesk(TabDesk):
    """Brings the list of keys, takes changes, reads and keeps them for whoever works here."""

    def __init__(
        self,
        window: Window,
        station: Station,
        bridge: JobsBridge,
        *,
        choices: KeyChoices | None,
        troubles: TroubleDesk,
    ) -> None:
        super().__init__(window, window)
        self._station, self._bridge = station, bridge
        self._choices, self._troubles = choices, troubles
        self.model = KeysModel(self)
        self.view = KeysView(self.model, window)
        self._papers = {
            self.tr("A4 paper (*.pdf)"): CardPaper.A4,
            self.tr("A5 paper (*.pdf)"): CardPaper.A5,
        }
        self.dialog: QFileDialog | None = None
        self.add_behind(self.view, self.tr("Keys"), "keys")
        self.view.key_pressed.connect(self.change)
        self.view.as_delivered.connect(self._as_delivered)
        self.view.all_as_delivered.connect(self._all_as_delivered)
        self.view.print_wanted.connect(self._ask)
        keyboard().changed.connect(self._show)
        self._show()

    def officer_came(self) -> None:
        """Take the keys of whoever works here now."""
        choices, who = self._choices, self._who
        if choices is not None:
            self._bridge.run(Lane.VIEW, lambda: choices.read(who), keyboard().choose)

    def start(self) -> None:
        """The keyboard begins at the list."""
        self.view.start()

    def came(self) -> None:
        """The list is as it is now."""
        self._show()

    def went(self) -> None:
        """Nothing is under way that has to end."""

    @property
    def _who(self) -> str:
        return self._station.officer_id

    def _show(self) -> None:
        self.model.set_rows(key_rows(keyboard()))

    def change(self, key_id: str, pressed: str) -> None:
        """Give an action another key, or say why that cannot be."""
        keys = keyboard()
        refusal, rival = keys.why_not(key_id, pressed)
        if refusal is not None:
            self.view.tell(self._refused(refusal, pressed, rival.words if rival else ""))
            return
        self._take({**keys.chosen, key_id: (pressed,)})
        text = self.tr("✓ “%1” is on %2 now.").replace("%1", BY_ID[key_id].words)
        self.view.tell(text.replace("%2", key_label(pressed)))

    def _refused(self, refusal: Refusal, pressed: str, rival: str) -> str:
        match refusal:
            case Refusal.TAKEN:
                text = self.tr(
                    "! %1 is the key of “%2” already. Choose another one, or change that one first."
                ).replace("%2", rival)
            case Refusal.TYPED:
                text = self.tr(
                    "! %1 is needed for typing. Hold Ctrl or Alt with it, or take an F key."
                )
            case Refusal.FIXED:
                text = self.tr("This key belongs to its list or field; it is fixed.")
        return text.replace("%1", key_label(pressed))

    def _as_delivered(self, key_id: str) -> None:
        keys = keyboard()
        rival = keys.rival(key_id, BY_ID[key_id].keys)
        if rival is not None:
            pressed = BY_ID[key_id].keys[0]
            self.view.tell(self._refused(Refusal.TAKEN, pressed, rival.words))
            return
        self._take({other: own for other, own in keys.chosen.items() if other != key_id})
        self.view.tell(self.tr("✓ “%1” is as delivered.").replace("%1", BY_ID[key_id].words))

    def _all_as_delivered(self) -> None:
        self._take({})
        self.view.tell(self.tr("✓ All keys are as delivered."))

    def _take(self, chosen: dict[str, tuple[str, ...]]) -> None:
        keyboard().choose(chosen)
        choices, who, kept = self._choices, self._who, dict(keyboard().chosen)
        if choices is not None:
            self._bridge.run(Lane.VIEW, lambda: choices.keep(who, kept), _kept, self._troubles.show)

    # The card

    def _ask(self) -> None:
        if self.dialog is None:
            self.dialog = QFileDialog(self.view, self.tr("Print the key card"))
            self.dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
            self.dialog.setNameFilters(list(self._papers))
            self.dialog.setDefaultSuffix("pdf")
            self.dialog.fileSelected.connect(self.print_to)
        self.dialog.selectFile(self.tr("keys.pdf"))
        self.dialog.open()

    def print_to(self, name: str) -> None:
        """Print the card into a file."""
        chosen = self.dialog.selectedNameFilter() if self.dialog else ""
        paper = self._papers.get(chosen, CardPaper.A4)
        station, card, target = self._station, key_card(keyboard()), Path(name)

        def saved(_nothing: None) -> None:
            self._troubles.note(self.tr("The PDF to print is saved."), target.name)

        self._bridge.run(
            Lane.VIEW,
            lambda: save_key_card(station, card, paper=paper, target=target),
            saved,
            self._troubles.show,
        )


def _kept(_nothing: None) -> None:
    """Nobody has to hear of it."""
