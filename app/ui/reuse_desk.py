"""The reuse desk: owner first, then the papers that are there already, then the scanner."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from app.domain.dossier import Dossier, DossierState
from app.domain.ids import DossierId
from app.domain.owner import Owner
from app.errors import StationError
from app.services.owner import OwnerUnknown
from app.ui.buttons import set_reason
from app.ui.keyboard import shortcut, with_key
from app.ui.owner_field import OwnerField, owner_name
from app.ui.queue_flow import DossierView
from app.ui.reuse_flow import PaperOnShow, ReuseFlow, SheetOnShow
from app.ui.trouble_desk import TroubleDesk
from app.ui.window import Window


class ReuseDesk(QObject):
    """Joins owner panel, list of papers and new-dossier panel with the flow of reuse.

    Signals:
        changed(): Owner or decisions of the dossier on show are other ones.
        left(): The officer is done with the owner.
    """

    changed = Signal()
    left = Signal()

    def __init__(
        self, window: Window, reuse: ReuseFlow, troubles: TroubleDesk, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._reuse = reuse
        self._troubles = troubles
        self._view: DossierView | None = None
        self._to_list = False
        self._only_look = ""
        for field in (window.new_dossier.owner, window.owner.field):
            _OwnerReading(field, reuse, self)
        self._connect_owner()
        self._connect_papers()
        self._show_owner(None)

    def _connect_owner(self) -> None:
        window, reuse = self._window, self._reuse
        shortcut("owner", window, self.open_owner)
        window.owner_button.clicked.connect(self.open_owner)
        window.owner.wanted.connect(self._owner_given)
        window.owner.given_up.connect(self.left)
        reuse.guesses_read.connect(window.owner.set_guesses)
        reuse.owner_saved.connect(self._owner_saved)
        reuse.trouble.connect(self._failed)

    def _connect_papers(self) -> None:
        window, reuse = self._window, self._reuse
        panel = window.reuse.panel
        shortcut("papers", window, self.open_papers)
        window.middle.currentChanged.connect(self._tab_changed)
        panel.taken.connect(reuse.take)
        panel.scan_wanted.connect(reuse.scan_anyway)
        panel.undo_wanted.connect(reuse.undo)
        panel.look_wanted.connect(reuse.look)
        panel.closed.connect(self._go_on)
        reuse.sheet_read.connect(self._show_sheet)
        reuse.decided.connect(self._decided)
        reuse.paper_ready.connect(self._paper_ready)

    def only_look(self, why: str) -> None:
        """Change neither owner nor decisions from now on."""
        self._only_look = why
        self._window.reuse.panel.close_all(why)
        self._show_owner(self._view)

    def turn_to(self, dossier_id: DossierId) -> None:
        """Another dossier comes on show."""
        self._view = None
        self._to_list = False
        self._reuse.turn_to(dossier_id)
        self._window.reuse.show_list()
        self._window.reuse.panel.clear()
        self._show_owner(None)

    def show(self, view: DossierView) -> None:
        """The dossier on show as it is now."""
        self._view = view
        self._show_owner(view)
        if self._is_in_sight or self._to_list:
            self._reuse.refresh()

    def opened(self, dossier: Dossier) -> None:
        """A new dossier: with its procedure known, the papers come before the scanner."""
        self._reuse.wake()
        if dossier.procedure_code:
            self._to_list = True
            self._reuse.refresh()

    # The owner

    def open_owner(self) -> None:
        """Go to the owner of the dossier on show."""
        view = self._view
        if self._only_look:
            self._troubles.tell(self._only_look)
            return
        if view is None or view.dossier.state is DossierState.SEALED:
            self._troubles.tell(self.tr("Choose a dossier first that is not sealed."))
            return
        self._window.form.finish_typing(is_leaving=True)
        self._window.show_side(self._window.owner)
        self._window.owner.start(view.owner)
        self._reuse.want_guesses()

    def refused(self, error: StationError) -> None:
        """A step was refused; where the owner is missing, it is asked for."""
        if isinstance(error, OwnerUnknown):
            self.open_owner()

    def _owner_given(self, owner: Owner) -> None:
        self._window.message.hide()
        self._reuse.save_owner(owner)

    def _owner_saved(self, dossier_id: str) -> None:
        self.left.emit()
        self.changed.emit()
        view = self._view
        is_on_show = view is not None and view.dossier.id == dossier_id
        if view is not None and is_on_show and view.dossier.procedure_code:
            self._to_list = not view.pages or self._is_in_sight
            self._reuse.refresh()

    def _show_owner(self, view: DossierView | None) -> None:
        button = self._window.owner_button
        unknown = self.tr("Owner: unknown")
        owner = view.owner if view is not None else None
        name = self.tr("Owner: %1").replace("%1", owner_name(owner)) if owner else unknown
        short = name
        if owner is not None and owner.name:
            short = self.tr("Owner: %1").replace("%1", owner.name)
        button.setText(_cut(short).replace("&", "&&"))
        button.setAccessibleName(name)
        button.setToolTip(with_key(name, "owner"))
        set_reason(button, self._only_look or self._why_no_owner(view))

    def _why_no_owner(self, view: DossierView | None) -> str:
        if view is None:
            return self.tr("Choose a dossier first.")
        if view.dossier.state is DossierState.SEALED:
            return self.tr("This dossier is sealed: its owner stays as named.")
        return ""

    # The papers

    @property
    def _is_in_sight(self) -> bool:
        return self._window.middle.currentWidget() is self._window.reuse

    def open_papers(self) -> None:
        """Bring the papers that need no scan to the front."""
        if self._view is None:
            self._troubles.tell(self.tr("Choose a dossier first."))
        elif not self._view.dossier.procedure_code:
            self._troubles.tell(self.tr("The procedure of this dossier is not known yet."))
        else:
            self._window.show_papers()
            self._window.reuse.panel.start()

    def _tab_changed(self) -> None:
        if self._is_in_sight:
            self._reuse.refresh()
        else:
            self._window.reuse.show_list()

    def _show_sheet(self, shown: SheetOnShow) -> None:
        panel = self._window.reuse.panel
        if shown.sheet is None:
            panel.clear()
            return
        panel.set_sheet(shown.sheet)
        view = self._view
        sealed = view is not None and view.dossier.state is DossierState.SEALED
        why = self.tr("This dossier is sealed: its papers stay as decided.") if sealed else ""
        panel.close_all(self._only_look or why)
        if self._to_list:
            self._to_list = False
            self._window.show_papers()
            panel.start()

    def _decided(self) -> None:
        self._reuse.refresh()
        self.changed.emit()

    def _paper_ready(self, shown: PaperOnShow) -> None:
        if self._is_in_sight:
            self._window.reuse.show_paper(shown.paper, shown.data)

    def _go_on(self) -> None:
        self._window.show_pages()
        self._window.queue.list.setFocus()

    def _failed(self, error: StationError) -> None:
        self._troubles.show(error)
        self.changed.emit()


class _OwnerReading(QObject):
    """Lets a field know who its text names."""

    def __init__(self, field: OwnerField, reuse: ReuseFlow, parent: QObject) -> None:
        super().__init__(parent)
        self._field = field
        self._reuse = reuse
        self._asked = ""
        field.read_wanted.connect(self._read)

    def _read(self, text: str) -> None:
        self._asked = text
        self._reuse.read_owner(text, self._understood, self._refused)

    @property
    def _is_late(self) -> bool:
        """The officer has typed something else by now."""
        return self._field.text.text() != self._asked

    def _understood(self, owner: Owner) -> None:
        if not self._is_late:
            self._field.show_owner(owner)

    def _refused(self, error: StationError) -> None:
        if not self._is_late:
            self._field.refuse(error.code)


MOST_LETTERS = 40
"""A longer name of an owner is cut on its button; all of it stands beside the mouse."""


def _cut(text: str) -> str:
    return text if len(text) <= MOST_LETTERS else f"{text[: MOST_LETTERS - 1].rstrip()}…"
