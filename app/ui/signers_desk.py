"""The signers of one panel: its key panels joined with the keys, their choices and warnings."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from app.errors import LibraryError, StationError
from app.services.key_opening import SignerRefused
from app.services.signing_people import KeyOffer
from app.ui.results_flow import ResultsFlow
from app.ui.sign_panel import SignPanel
from app.ui.signing_flow import SigningFlow
from app.ui.trouble_desk import TroubleDesk
from app.ui.wording_findings import warning_lines


class SignersDesk(QObject):
    """Brings what is chosen in a panel to its keys, and what they say back.

    Signals:
        changed(): Other keys sign, or one says who signs with it.
    """

    changed = Signal()

    def __init__(
        self,
        panel: SignPanel,
        flow: SigningFlow | ResultsFlow,
        troubles: TroubleDesk,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        keys = flow.keys
        self._panel, self._keys, self._troubles = panel, keys, troubles
        box = panel.signers
        pairs = [(keys.person, box.person), *zip(keys.further, box.further, strict=True)]
        if keys.agency is not None:
            pairs.append((keys.agency, box.agency))
        for key, shown in pairs:
            key.changed.connect(shown.set_token)
            key.changed.connect(self.changed)
            shown.certificate_chosen.connect(key.choose)
            shown.module_allowed.connect(key.allow)
            shown.set_token(key.view)
        panel.agency_chosen.connect(keys.choose_agency)
        box.more_wanted.connect(keys.look_for_more)
        box.offer_chosen.connect(self._add)
        box.removed.connect(self._remove)
        flow.wait.told.connect(panel.foot.show_waiting)
        flow.wait.code_wanted.connect(panel.foot.ask_code)
        panel.code_given.connect(flow.wait.give_code)
        keys.changed.connect(self._show)
        keys.offers_found.connect(box.show_offers)
        self._show()

    def start(self) -> None:
        """A signing begins: say what is known already."""
        self.show_warnings()

    def show_warnings(self) -> None:
        """Say what is known about the certificates."""
        self._panel.set_warnings(warning_lines(self._keys.warnings, self._troubles.language))

    def refuse(self, error: StationError) -> None:
        """A PIN was wrong."""
        tries = error.tries_left if isinstance(error, LibraryError) else None
        place = error.place if isinstance(error, SignerRefused) else None
        self._panel.refuse(error.code, tries, place)

    def _add(self, offer: KeyOffer) -> None:
        self._keys.add(offer)
        self._panel.focus_pin()

    def _remove(self, number: int) -> None:
        """A PIN that was typed for one key never goes to another."""
        self._panel.signers.forget_further()
        self._keys.remove(number)
        self._panel.focus_pin()

    def _show(self) -> None:
        keys = self._keys
        self._panel.show_keys([one.is_set for one in keys.further], with_agency=keys.with_agency)
        self.changed.emit()
