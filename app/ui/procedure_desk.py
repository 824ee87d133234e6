"""The procedure desk: another procedure for the dossier on show, its consequences first."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from app.domain.dossier import DossierState
from app.domain.procedure import Procedure
from app.errors import StationError
from app.services.procedure_choice import Consequences
from app.ui.buttons import set_reason
from app.ui.keyboard import shortcut
from app.ui.procedure_flow import ProcedureFlow
from app.ui.queue_flow import DossierView
from app.ui.trouble_desk import TroubleDesk
from app.ui.window import Window


class ProcedureDesk(QObject):
    """Joins the panel of procedures with its flow.

    Signals:
        changed(): The dossier on show has another procedure.
        left(): The officer is done with the procedure.
    """

    changed = Signal()
    left = Signal()

    def __init__(
        self,
        window: Window,
        procedures: ProcedureFlow,
        troubles: TroubleDesk,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._procedures = procedures
        self._troubles = troubles
        self._view: DossierView | None = None
        self._only_look = ""
        panel = window.procedure
        shortcut("procedure", window, self.open)
        window.procedure_button.clicked.connect(self.open)
        panel.looked_at.connect(self._look)
        panel.wanted.connect(self._choose)
        panel.given_up.connect(self.left)
        procedures.consequences_read.connect(self._show_consequences)
        procedures.chosen.connect(self._chosen)
        procedures.refused.connect(self._refused)
        self._show_button()

    def set_procedures(self, procedures: Sequence[Procedure]) -> None:
        """Procedures that can be chosen."""
        self._window.procedure.set_procedures(procedures)

    def only_look(self, why: str) -> None:
        """Offer no other procedure from now on."""
        self._only_look = why
        self._show_button()

    def turn_to(self) -> None:
        """Another dossier comes on show."""
        self._view = None
        self._show_button()

    def show(self, view: DossierView) -> None:
        """The dossier on show as it is now."""
        self._view = view
        self._show_button()
        if self._window.side.currentWidget() is self._window.procedure:
            self._look(self._window.procedure.code)

    def open(self) -> None:
        """Go to the procedure of the dossier on show."""
        view = self._view
        if self._only_look:
            self._troubles.tell(self._only_look)
            return
        if view is None or view.dossier.state is not DossierState.OPEN:
            self._troubles.tell(self.tr("Choose a dossier first that is open for changes."))
            return
        self._window.form.finish_typing(is_leaving=True)
        self._window.show_side(self._window.procedure)
        self._window.procedure.start(view.dossier.procedure_code)

    def _show_button(self) -> None:
        is_open = self._view is not None and self._view.dossier.state is DossierState.OPEN
        why = "" if is_open else self.tr("Choose a dossier first that is open for changes.")
        set_reason(self._window.procedure_button, self._only_look or why)

    def _look(self, procedure_code: str) -> None:
        if self._view is not None:
            self._procedures.look(self._view.dossier.id, procedure_code)

    def _show_consequences(self, found: Consequences) -> None:
        if self._view is not None and found.dossier_id == self._view.dossier.id:
            self._window.procedure.show_consequences(found)

    def _choose(self, procedure_code: str) -> None:
        if self._view is not None:
            self._window.message.hide()
            self._procedures.choose(self._view.dossier, procedure_code)
            self.left.emit()

    def _chosen(self, _dossier_id: str) -> None:
        self.changed.emit()

    def _refused(self, error: StationError) -> None:
        self._troubles.show(error)
        self.changed.emit()
